import type { Db } from "../platform/database.ts";
import type { LogPlace } from "../platform/stream-history.ts";
import { type After, readSpans, type Span } from "../platform/stream-log.ts";
import { readCheckpointPlaces } from "../telemetry/anchored.ts";
import { type RecordSpan, readStreamed } from "../telemetry/streamed.ts";
import type { StreamEvent } from "./stream-event.ts";
import { anchoredEvent, recordEvents, toldEvent } from "./stream-told.ts";

/** Numbers of an organisation that are read at a time. */
export const pageLength = 500;

export type Page = {
  /** In order. */
  readonly events: readonly StreamEvent[];
  /** The first number that there was; undefined: none. */
  readonly firstNo: number | undefined;
  /** Everything up to here was read. */
  readonly last: LogPlace;
  /** Set: the place that was asked about is of a history that is no more, and this is the newest of the one that is. */
  readonly otherHistory: LogPlace | undefined;
  readonly isFull: boolean;
  /** By PostgreSQL's clock, ms: whatever is not among the events was told later, but for a moment. */
  readonly asOfMs: number;
};

/** What an organisation is asked about. */
export type Asked = After & {
  /** Undefined: all. What is of others is passed over unread. */
  readonly plants: ReadonlySet<string> | undefined;
};

/** What follows each place in the streams' log, one read for all. */
export async function readPages(db: Db, asked: readonly Asked[]): Promise<ReadonlyMap<string, Page>> {
  const { spans, asOfMs, otherHistories } = await readSpans(db, asked, pageLength);
  const plants = new Map(asked.map((one) => [one.orgId, one.plants]));
  const wanted = spans.filter(({ orgId, plantId }) => plantId === null || (plants.get(orgId)?.has(plantId) ?? true));
  const events = await eventsOf(db, wanted);
  const byOrg = Map.groupBy(spans, ({ orgId }) => orgId);
  return new Map(
    asked.map(({ orgId, after }) => {
      const own = byOrg.get(orgId) ?? [];
      const end = own.at(-1);
      const page: Page = {
        events: own.flatMap((span) => events.get(span) ?? []),
        firstNo: own[0]?.firstNo,
        last: end === undefined ? after : { no: end.lastNo, atMs: end.atMs },
        otherHistory: otherHistories.get(orgId),
        isFull: end !== undefined && end.lastNo - after.no >= pageLength,
        asOfMs: asOfMs.get(orgId) ?? 0,
      };
      return [orgId, page];
    }),
  );
}

async function eventsOf(db: Db, spans: readonly Span[]): Promise<ReadonlyMap<Span, readonly StreamEvent[]>> {
  const events = new Map<Span, readonly StreamEvent[]>();
  const records: RecordSpan[] = [];
  const anchored: Extract<Span, { kind: "anchored" }>[] = [];
  for (const span of spans) {
    if (span.kind === "records") records.push(span);
    else if (span.kind === "anchored") anchored.push(span);
    else events.set(span, [toldEvent(span)]);
  }
  const places = await readCheckpointPlaces(db, [...new Set(anchored.map(({ treeSize }) => treeSize))]);
  for (const span of anchored) {
    const place = places.get(span.treeSize);
    if (place !== undefined) events.set(span, [anchoredEvent(span, place)]);
  }
  const read = Map.groupBy(await readStreamed(db, records), ({ span }) => span);
  for (const [span, own] of read) events.set(span, own.flatMap(recordEvents));
  return events;
}
