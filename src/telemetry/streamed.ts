import { sql } from "kysely";
import { isoFromMs } from "../kernel/time.ts";
import type { LinkedRecord } from "../plants/chain.ts";
import { numberColumn, textColumn } from "../platform/columns.ts";
import type { Db } from "../platform/database.ts";
import type { Span, Told } from "../platform/stream-log.ts";
import type { AcceptItem } from "./types.ts";

/** What live streams are told of records, and the reading of what they were told. */

export type ToldRecords = Extract<Told, { kind: "records" }>;

/** With the plant's next record: those of one transaction follow each other in its chain. */
export function toldWith(
  told: ToldRecords | undefined,
  { orgId, plantId, seq, receivedAtMs }: Pick<LinkedRecord, "orgId" | "plantId" | "seq" | "receivedAtMs">,
): ToldRecords {
  if (told === undefined) {
    const received = { receivedFromMs: receivedAtMs, receivedToMs: receivedAtMs };
    return { kind: "records", orgId, plantId, fromSeq: seq, toSeq: seq, ...received };
  }
  const receivedFromMs = Math.min(told.receivedFromMs, receivedAtMs);
  return { ...told, toSeq: seq, receivedFromMs, receivedToMs: Math.max(told.receivedToMs, receivedAtMs) };
}

/** What live streams are told of a sample, in the words in which they tell it. */
export function toldSample({ item, endMs }: { readonly item: AcceptItem; readonly endMs: number }): Told {
  const { actor, body, receivedAtMs } = item;
  const { plant_id: plantId, device_id: deviceId, interval_s, source, readings } = body;
  const times = { timestamp: isoFromMs(endMs), interval_s: interval_s as number, received_at: isoFromMs(receivedAtMs) };
  const data = { ...times, ...(source !== undefined && { source }), readings: readings as { [name: string]: number } };
  return { kind: "event", orgId: actor.orgId, name: "sample", plantId, deviceId, data };
}

export type RecordSpan = Extract<Span, { kind: "records" }>;

/** A record that a stream tells of, with its number there. */
export type StreamedRecord = {
  readonly span: RecordSpan;
  readonly no: number;
  readonly atMs: number;
  readonly plantId: string;
  readonly seq: number;
  readonly recordId: string;
  readonly kind: string;
  readonly deviceId: string | null;
  readonly body: Uint8Array;
};

/**
 * The records of runs, in the order of the runs and of their chains. What streams are told of is kept for a day, and no
 * month is packed that ended less than two days ago: they are rows.
 */
export async function readStreamed(db: Db, spans: readonly RecordSpan[]): Promise<StreamedRecord[]> {
  if (spans.length === 0) return [];
  const text = (pick: (span: RecordSpan) => string) => textColumn(spans.map(pick));
  const seqs = (pick: (span: RecordSpan) => number) => numberColumn(spans.map(pick), "bigint");
  const times = (pick: (span: RecordSpan) => number) =>
    sql`${text((span) => new Date(pick(span)).toISOString())}::timestamptz[]`;
  const { rows } = await sql<StreamedRow>`
    SELECT span.position::integer AS position, record.seq, record.record_id, record.kind, record.device_id, record.body
    FROM unnest(
      ${text(({ orgId }) => orgId)}, ${text(({ plantId }) => plantId)}, ${seqs(({ fromSeq }) => fromSeq)},
      ${seqs(({ toSeq }) => toSeq)}, ${times(({ receivedFromMs }) => receivedFromMs)},
      ${times(({ receivedToMs }) => receivedToMs)}
    ) WITH ORDINALITY AS span (org_id, plant_id, from_seq, to_seq, received_from, received_to, position)
    CROSS JOIN LATERAL (
      SELECT seq, record_id, kind, device_id, body FROM records AS own
      WHERE own.org_id = span.org_id AND own.plant_id = span.plant_id AND own.seq BETWEEN span.from_seq AND span.to_seq
        AND own.received_at BETWEEN span.received_from AND span.received_to
      -- Run by run along the index: joined as a whole, a chain is read from its beginning for a few of its records.
      ORDER BY own.seq LIMIT span.to_seq - span.from_seq + 1
    ) AS record
    ORDER BY span.position, record.seq`.execute(db);
  return rows.map((row) => {
    const span = spans[row.position - 1] as RecordSpan;
    const seq = Number(row.seq);
    return {
      ...{ span, no: span.firstNo + seq - span.fromSeq, atMs: span.atMs, plantId: span.plantId, seq },
      ...{ recordId: row.record_id, kind: row.kind, deviceId: row.device_id, body: row.body },
    };
  });
}

type StreamedRow = {
  position: number;
  seq: bigint;
  record_id: string;
  kind: string;
  device_id: string | null;
  body: Uint8Array;
};
