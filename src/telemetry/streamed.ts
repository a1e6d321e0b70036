import { sql } from "kysely";
import type { LinkedRecord } from "../plants/chain.ts";
import { numberColumn, textColumn } from "../platform/columns.ts";
import type { Db } from "../platform/database.ts";
import type { Span, Told } from "../platform/stream-log.ts";

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

/** A record that a stream tells of, with its number there. */
export type StreamedRecord = {
  readonly orgId: string;
  readonly no: number;
  readonly plantId: string;
  readonly seq: number;
  readonly recordId: string;
  readonly kind: string;
  readonly deviceId: string | null;
  readonly body: Uint8Array;
};

export type RecordSpan = Extract<Span, { kind: "records" }>;

/** The records of runs, in the order of the runs and of their chains. */
export async function readStreamed(db: Db, spans: readonly RecordSpan[]): Promise<StreamedRecord[]> {
  if (spans.length === 0) return [];
  const column = <T>(pick: (span: RecordSpan) => T): T[] => spans.map(pick);
  const { rows } = await sql<StreamedRow>`
    SELECT span.org_id, span.first_no + (record.seq - span.from_seq) AS no, span.plant_id, record.seq, record.record_id,
           record.kind, record.device_id, record.body
    FROM unnest(
      ${textColumn(column(({ orgId }) => orgId))}, ${textColumn(column(({ plantId }) => plantId))},
      ${numberColumn(
        column(({ fromSeq }) => fromSeq),
        "bigint",
      )},
      ${numberColumn(
        column(({ toSeq }) => toSeq),
        "bigint",
      )},
      ${numberColumn(
        column(({ firstNo }) => firstNo),
        "bigint",
      )},
      ${textColumn(column(({ received }) => received[0].toISOString()))}::timestamptz[],
      ${textColumn(column(({ received }) => received[1].toISOString()))}::timestamptz[]
    ) WITH ORDINALITY AS span (org_id, plant_id, from_seq, to_seq, first_no, received_from, received_to, position)
    CROSS JOIN LATERAL (
      SELECT seq, record_id, kind, device_id, body FROM records AS own
      WHERE own.org_id = span.org_id AND own.plant_id = span.plant_id AND own.seq BETWEEN span.from_seq AND span.to_seq
        AND own.received_at BETWEEN span.received_from AND span.received_to
      -- Run by run along the index: joined as a whole, a chain is read from its beginning for a few of its records.
      ORDER BY own.seq LIMIT span.to_seq - span.from_seq + 1
    ) AS record
    ORDER BY span.position, record.seq`.execute(db);
  return rows.map((row) => ({
    orgId: row.org_id,
    no: Number(row.no),
    plantId: row.plant_id,
    seq: Number(row.seq),
    recordId: row.record_id,
    kind: row.kind,
    deviceId: row.device_id,
    body: row.body,
  }));
}

type StreamedRow = {
  org_id: string;
  no: bigint;
  plant_id: string;
  seq: bigint;
  record_id: string;
  kind: string;
  device_id: string | null;
  body: Uint8Array;
};
