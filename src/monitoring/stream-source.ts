import type { Db } from "../platform/database.ts";
import { readEvents } from "../platform/events.ts";
import { type After, readSpans, type Span } from "../platform/stream-log.ts";
import { readCheckpointPlaces } from "../telemetry/anchored.ts";
import { type RecordSpan, readStreamed } from "../telemetry/streamed.ts";
import type { StreamEvent } from "./stream-event.ts";
import { alertEvent, anchoredEvent, recordEvents } from "./stream-events.ts";

/** Numbers of an organisation that are read at a time. */
export const pageLength = 500;

export type Page = {
  /** In order. */
  readonly events: readonly StreamEvent[];
  /** Everything up to here was read. */
  readonly lastNo: number;
  readonly isFull: boolean;
};

/** What an organisation is asked about. */
export type Asked = After & {
  /** Undefined: all. What is of others is passed over unread. */
  readonly plants: ReadonlySet<string> | undefined;
};

/** What follows each place in the streams' log, one read for all; an organisation with nothing new has no page. */
export async function readPages(db: Db, asked: readonly Asked[]): Promise<ReadonlyMap<string, Page>> {
  const spans = await readSpans(db, asked, pageLength);
  const plants = new Map(asked.map((one) => [one.orgId, one.plants]));
  const wanted = spans.filter(({ orgId, plantId }) => plantId === null || (plants.get(orgId)?.has(plantId) ?? true));
  const events = await eventsOf(db, wanted);
  const after = new Map(asked.map((one) => [one.orgId, one.afterNo]));
  return new Map(
    [...Map.groupBy(spans, ({ orgId }) => orgId)].map(([orgId, own]) => {
      const lastNo = own.at(-1)?.lastNo ?? 0;
      const isFull = lastNo - (after.get(orgId) ?? 0) >= pageLength;
      return [orgId, { events: own.flatMap((span) => events.get(span) ?? []), lastNo, isFull }];
    }),
  );
}

async function eventsOf(db: Db, spans: readonly Span[]): Promise<ReadonlyMap<Span, StreamEvent[]>> {
  const records = spans.filter((span) => span.kind === "records");
  const anchored = spans.filter((span) => span.kind === "anchored");
  const alerts = spans.filter((span) => span.kind === "alert");
  const events = new Map(await recordsOf(db, records));
  const places = await readCheckpointPlaces(db, [...new Set(anchored.map(({ treeSize }) => treeSize))]);
  for (const span of anchored) {
    const place = places.get(span.treeSize);
    if (place !== undefined) events.set(span, [anchoredEvent(span, place)]);
  }
  const bodies = await readEvents(
    db,
    alerts.map(({ eventId }) => eventId),
  );
  for (const span of alerts) {
    const found = bodies.get(span.eventId);
    // Alerts are kept longer than their place here.
    if (found !== undefined) events.set(span, [alertEvent(span, found)]);
  }
  return events;
}

async function recordsOf(db: Db, spans: readonly RecordSpan[]): Promise<[Span, StreamEvent[]][]> {
  const records = await readStreamed(db, spans);
  let next = 0;
  return spans.map((span) => {
    const events: StreamEvent[] = [];
    for (; next < records.length; next++) {
      const record = records[next];
      if (record === undefined || record.orgId !== span.orgId || record.no > span.lastNo) break;
      events.push(...recordEvents(record));
    }
    return [span, events];
  });
}
