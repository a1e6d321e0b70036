import { type QuantityName, quantityNames } from "../hydropower/quantities.ts";
import type { Actor } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import { plantNotFound } from "../plants/plants.ts";
import { findPlant } from "../plants/store.ts";
import { mayUsePlant, readers, requireRole } from "../tenancy/scope.ts";
import * as store from "./history-store.ts";
import { keptFromMs, type Resolution, rollupLevels } from "./rollup-levels.ts";
import { devicesFor, type SeriesDeps } from "./series.ts";

/** A table that is sent row by row: however long the span, one page of it is in memory. */
export type Table = {
  readonly columns: readonly Column[];
  readonly pages: AsyncGenerator<readonly Row[]>;
};
export type Column = { readonly name: string; readonly type: "text" | "time" | "integer" | "number" };
/** Cells in the order of the columns; times in ms since the epoch. */
export type Row = readonly (string | number | null)[];

export type HistoryQuery = {
  readonly plantId: string;
  readonly deviceId?: string | undefined;
  /** Undefined: all quantities. */
  readonly metrics?: readonly QuantityName[] | undefined;
  readonly fromMs: number;
  readonly toMs: number;
  readonly resolution: Resolution;
};

/** Of one statement. */
const pageRows = 2_000;

/**
 * A plant's history as a table. `raw`: a row for each reading and correction that ends in the span, with where it stands,
 * by event time; else a row for each device, quantity and bucket that ends in it, by device, quantity, time.
 *
 * @throws {Fault} `forbidden`, `not-found`, `invalid-request` before the first row
 */
export async function exportHistory(deps: SeriesDeps, actor: Actor, query: HistoryQuery): Promise<Table> {
  requireRole(actor, readers);
  const { plantId, fromMs, toMs, resolution } = query;
  if (fromMs >= toMs) {
    const detail = "The span is empty: `from` lies before `to`.";
    throw new Fault("invalid-request", detail, { errors: [{ parameter: "from", rule: "series.from", detail }] });
  }
  const db = deps.db.of(actor.orgId);
  const plant = mayUsePlant(actor, plantId) ? await findPlant(db, actor.orgId, plantId) : undefined;
  if (plant === undefined) throw plantNotFound(plantId);
  const metrics = query.metrics ?? quantityNames;
  const span = { orgId: actor.orgId, plantId, devices: devicesFor(actor, query.deviceId), fromMs, toMs };
  if (resolution === "raw") {
    return { columns: readingColumns(metrics), pages: readingPages(deps, span, metrics) };
  }
  const kept = { ...span, fromMs: Math.max(fromMs, keptFromMs(resolution, deps.clock.nowMs())) };
  return { columns: bucketColumns, pages: bucketPages(deps, kept, metrics, rollupLevels[resolution].widthS) };
}

const column = (type: Column["type"], ...names: string[]): Column[] => names.map((name) => ({ name, type }));

const readingColumns = (metrics: readonly QuantityName[]): Column[] => [
  ...column("time", "timestamp"),
  ...column("integer", "interval_s"),
  ...column("text", "device_id", "kind", "status", "effective_status"),
  ...column("number", "trust_score", ...metrics),
  ...column("time", "received_at"),
  ...column("integer", "seq"),
  ...column("text", "record_id"),
];

async function* readingPages(
  { db }: SeriesDeps,
  span: store.HistorySpan,
  metrics: readonly QuantityName[],
): AsyncGenerator<Row[]> {
  for (let after: store.ReadingPlace | undefined; ; ) {
    const readings = await store.pageOfReadings(db.of(span.orgId), span, after, pageRows);
    yield readings.map((reading) => [
      ...[reading.endedAt.getTime(), reading.intervalS, reading.deviceId, reading.kind, reading.status],
      ...[reading.effectiveStatus, reading.trustScore],
      ...metrics.map((name) => reading.quantities[name] ?? null),
      ...[reading.receivedAt.getTime(), Number(reading.seq), reading.recordId],
    ]);
    after = readings.at(-1);
    if (after === undefined || readings.length < pageRows) return;
  }
}

const bucketColumns: Column[] = [
  ...column("text", "device_id", "metric"),
  ...column("time", "timestamp"),
  ...column("integer", "interval_s", "count"),
  ...column("number", "avg", "min", "max", "last"),
  ...column("integer", "approved", "flagged", "rejected"),
];

async function* bucketPages(
  { db }: SeriesDeps,
  span: store.HistorySpan,
  metrics: readonly QuantityName[],
  widthS: number,
): AsyncGenerator<Row[]> {
  for (const line of await store.linesOf(db.of(span.orgId), span, metrics)) {
    for (let afterMs = span.fromMs; ; ) {
      const buckets = await store.pageOfBuckets(db.of(span.orgId), span, line.lineId, widthS, afterMs, pageRows);
      yield buckets.map(({ endedAt, count, sum, min, max, last, approved, flagged, rejected }) => [
        ...[line.deviceId, line.metric, endedAt.getTime(), widthS, count],
        ...[count === 0 ? null : sum / count, min, max, last, approved, flagged, rejected],
      ]);
      const newest = buckets.at(-1);
      if (newest === undefined || buckets.length < pageRows) break;
      afterMs = newest.endedAt.getTime();
    }
  }
}
