import { sql } from "kysely";
import { isoFromMs } from "../kernel/time.ts";
import { textColumn } from "../platform/columns.ts";
import type { Tx } from "../platform/database.ts";
import {
  asText,
  bucketsOfSlots,
  bucketsStrip,
  pieceOfStrip,
  placesInStrip,
  readBuckets,
  readSlots,
  stripsOf,
} from "./bucket-strip.ts";
import type { Bucket } from "./curve.ts";
import { stripMs } from "./rollup-levels.ts";
import type { Span } from "./series-store.ts";

/** Buckets of a device by their ends. */
export type WantedBuckets = {
  readonly deviceId: string;
  readonly endsMs: readonly number[];
  /** Ends of the kept strips that were found in this transaction: what lies in one is taken from it. */
  readonly stripsMs?: readonly number[] | undefined;
};

/** Those of the buckets that the rollups hold, by time, of each device that has any of them. */
export async function findBuckets(
  tx: Tx,
  span: Span,
  widthS: number,
  wanted: readonly WantedBuckets[],
): Promise<Map<string, Bucket[]>> {
  const stripEndOf = (endMs: number) => Math.ceil(endMs / stripMs(widthS)) * stripMs(widthS);
  const split = wanted.map(({ deviceId, endsMs, stripsMs = [] }) => {
    const kept = new Set(stripsMs);
    const [inStrips, others] = [[] as number[], [] as number[]];
    for (const endMs of endsMs) (kept.has(stripEndOf(endMs)) ? inStrips : others).push(endMs);
    return { deviceId, others, strips: Map.groupBy(inStrips, stripEndOf) };
  });
  const chosen = split.flatMap(({ deviceId, strips }) =>
    [...strips].map(([endedAtMs, endsMs]) => ({ deviceId, endedAtMs, endsMs })),
  );
  const rest = split
    .filter(({ others }) => others.length > 0)
    .map(({ deviceId, others }) => ({ deviceId, endsMs: others }));
  const [fromStrips, fromRows] = await Promise.all([
    chosen.length === 0 ? [] : findInStrips(tx, span, widthS, chosen),
    rest.length === 0 ? [] : findAmongRows(tx, span, widthS, rest),
  ]);
  const buckets = [
    ...fromStrips.flatMap(({ device_id, slots }) => (slots === null ? [] : readSlots(device_id, slots))),
    ...[...stripsOf(fromRows)].flatMap(([deviceId, strip]) => readBuckets(deviceId, strip)),
  ];
  return Map.groupBy(
    buckets.sort((a, b) => a.endedAtMs - b.endedAtMs),
    ({ deviceId }) => deviceId,
  );
}

type Piece = { device_id: string; piece: Buffer | null };

const linesOf = ({ orgId, plantId, metric }: Span, given: string) => sql`
  rollup_lines AS line ON line.org_id = ${orgId} AND line.plant_id = ${plantId} AND line.metric = ${metric}
    AND line.device_id = ${sql.ref(`${given}.device_id`)}`;

/** An array for each device: the index is walked once, where a join would enter it anew for each bucket. */
async function findAmongRows(tx: Tx, span: Span, widthS: number, wanted: readonly WantedBuckets[]): Promise<Piece[]> {
  // It is cast before it is compared, or row level security would have it cast again for each row.
  const ends = wanted.map(({ endsMs }) => `{${endsMs.map(isoFromMs).join()}}`);
  const { rows } = await sql<Piece>`
    SELECT line.device_id, ${pieceOfStrip} AS piece
    FROM (
      SELECT device_id, ends::timestamptz[] AS ends
      FROM unnest(${textColumn(wanted.map(({ deviceId }) => deviceId))}, ${textColumn(ends)}) AS given (device_id, ends) OFFSET 0
    ) AS wanted
    JOIN ${linesOf(span, "wanted")}
    CROSS JOIN LATERAL (
      SELECT ${bucketsStrip} AS bytes FROM rollups AS bucket
      WHERE bucket.org_id = line.org_id AND bucket.line_id = line.line_id AND bucket.width_s = ${sql.raw(String(widthS))}
        AND bucket.ended_at = ANY(wanted.ends::timestamptz[]) OFFSET 0
    ) AS strip CROSS JOIN LATERAL ${placesInStrip}
    ORDER BY line.device_id, place`.execute(tx);
  return rows;
}

type ChosenInStrip = { readonly deviceId: string; readonly endedAtMs: number; readonly endsMs: readonly number[] };

type Slots = { device_id: string; slots: string | null };

/** Joined to nothing, a strip's bytes are there once: each slot would have them put together anew. */
async function findInStrips(tx: Tx, span: Span, widthS: number, chosen: readonly ChosenInStrip[]): Promise<Slots[]> {
  const startMs = (endedAtMs: number) => endedAtMs - stripMs(widthS);
  const slots = chosen.map(
    ({ endedAtMs, endsMs }) => `{${endsMs.map((endMs) => (endMs - startMs(endedAtMs)) / (widthS * 1000) - 1).join()}}`,
  );
  const { rows } = await sql<Slots>`
    SELECT line.device_id, ${asText(sql`picked.bytes`)} AS slots
    FROM (
      SELECT device_id, ended_at, slots::integer[] AS slots
      FROM unnest(
        ${textColumn(chosen.map(({ deviceId }) => deviceId))},
        ${textColumn(chosen.map(({ endedAtMs }) => isoFromMs(endedAtMs)))}::timestamptz[], ${textColumn(slots)}
      ) AS given (device_id, ended_at, slots) OFFSET 0
    ) AS wanted
    JOIN ${linesOf(span, "wanted")}
    JOIN LATERAL (
      SELECT strip.means || ''::bytea AS means, strip.rest || ''::bytea AS rest FROM rollup_strips AS strip
      WHERE strip.org_id = line.org_id AND strip.line_id = line.line_id AND strip.width_s = ${sql.raw(String(widthS))}
        AND strip.ended_at = wanted.ended_at OFFSET 0
    ) AS kept ON true
    CROSS JOIN LATERAL (
      SELECT ${bucketsOfSlots} AS bytes FROM (
        SELECT n, wanted.ended_at + (n - 359) * make_interval(secs => ${sql.raw(String(widthS))}) AS ended_at
        FROM unnest(wanted.slots::integer[]) AS n
      ) AS slot
    ) AS picked`.execute(tx);
  return rows;
}
