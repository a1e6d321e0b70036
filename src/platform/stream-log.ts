import { sql } from "kysely";
import { numberColumn, textColumn } from "./columns.ts";
import type { Db, Tx } from "./database.ts";
import { notify } from "./events.ts";

/**
 * The order in which live streams tell what was committed. Each organisation's numbers begin at 1 and have no gaps, and
 * are the same for every gateway and after every restart: they are drawn under a lock of the organisation's row that is
 * held until the commit. So whoever sees a number sees every smaller one.
 */

type Place = { readonly orgId: string; readonly plantId: string };

/** What is told. `fromSeq` to `toSeq`, both included, are of the plant's chain. */
export type Told =
  /** Readings, corrections, decisions: one number each. The caller holds the plant's head lock. */
  | (Place & {
      readonly kind: "records";
      readonly fromSeq: bigint;
      readonly toSeq: bigint;
      readonly receivedFromMs: number;
      readonly receivedToMs: number;
    })
  /** The plant's records up to there are under the checkpoint of this size. */
  | (Place & { readonly kind: "anchored"; readonly fromSeq: bigint; readonly toSeq: bigint; readonly treeSize: number })
  | { readonly kind: "alert"; readonly orgId: string; readonly plantId: string | null; readonly eventId: string };

const lengthOf = (one: Told): number => (one.kind === "records" ? Number(one.toSeq - one.fromSeq) + 1 : 1);

/** PostgreSQL takes less than 8000 bytes; who listens looks at all its organisations where they do not fit. */
const longestNotice = 7_000;

/**
 * Tells streams of what this transaction writes. The last statement before the commit, once in a transaction: nobody else
 * of these organisations commits between it and the commit, so nothing may be waited for there. A crash before the commit
 * tells nothing; after it everything is told, whoever was listening.
 */
export async function tellStreams(tx: Tx, told: readonly Told[]): Promise<void> {
  if (told.length === 0) return;
  const places = told.map((one) => ("fromSeq" in one ? one : undefined));
  const records = told.map((one) => (one.kind === "records" ? one : undefined));
  const iso = (ms: number | undefined) => (ms === undefined ? null : new Date(ms).toISOString());
  const orgIds = [...new Set(told.map(({ orgId }) => orgId))];
  const named = notify({ type: "stream.grown", orgIds });
  const notice = Buffer.byteLength(named.payload) <= longestNotice ? named : notify({ type: "stream.grown" });
  await sql`
    WITH told AS (
      SELECT * FROM unnest(
        ${textColumn(told.map(({ orgId }) => orgId))}, ${textColumn(told.map(({ kind }) => kind))},
        ${numberColumn(told.map(lengthOf), "integer")}, ${textColumn(told.map(({ plantId }) => plantId))},
        ${numberColumn(
          places.map((one) => one?.fromSeq ?? null),
          "bigint",
        )},
        ${numberColumn(
          places.map((one) => one?.toSeq ?? null),
          "bigint",
        )},
        ${textColumn(records.map((one) => iso(one?.receivedFromMs)))}::timestamptz[],
        ${textColumn(records.map((one) => iso(one?.receivedToMs)))}::timestamptz[],
        ${numberColumn(
          told.map((one) => (one.kind === "anchored" ? one.treeSize : null)),
          "bigint",
        )},
        ${textColumn(told.map((one) => (one.kind === "alert" ? one.eventId : null)))}
      ) WITH ORDINALITY AS told (org_id, kind, length, plant_id, from_seq, to_seq, received_from, received_to, tree_size,
                                 event_id, position)
    ), head AS (
      -- Locked in the order of their ids, as by everybody.
      INSERT INTO stream_heads AS head (org_id, last_no, last_at)
      SELECT org_id, sum(length), clock_timestamp() FROM told GROUP BY org_id ORDER BY org_id COLLATE "C"
      ON CONFLICT (org_id) DO UPDATE
      SET last_no = head.last_no + excluded.last_no, last_at = greatest(head.last_at, clock_timestamp())
      RETURNING org_id, last_no, last_at
    ), span AS (
      INSERT INTO stream_spans (org_id, last_no, length, at, kind, plant_id, from_seq, to_seq, received_from, received_to,
                                tree_size, event_id)
      SELECT told.org_id,
             head.last_no - sum(told.length) OVER (PARTITION BY told.org_id ORDER BY told.position DESC) + told.length,
             told.length, head.last_at, told.kind, told.plant_id, told.from_seq, told.to_seq, told.received_from,
             told.received_to, told.tree_size, told.event_id
      FROM told JOIN head ON head.org_id = told.org_id
    )
    SELECT pg_notify(${notice.channel}, ${notice.payload})`.execute(tx);
}

/** A run of an organisation's numbers, or the part of one that was asked for. */
export type Span = {
  readonly orgId: string;
  readonly firstNo: number;
  readonly lastNo: number;
  /** When it was committed, ms: never earlier than of a smaller number. */
  readonly atMs: number;
  readonly plantId: string | null;
} & (
  | {
      readonly kind: "records";
      readonly plantId: string;
      readonly fromSeq: bigint;
      readonly toSeq: bigint;
      readonly received: readonly [Date, Date];
    }
  | {
      readonly kind: "anchored";
      readonly plantId: string;
      readonly fromSeq: bigint;
      readonly toSeq: bigint;
      readonly treeSize: bigint;
    }
  | { readonly kind: "alert"; readonly eventId: string }
);

export type After = { readonly orgId: string; readonly afterNo: number };

/**
 * What follows each place, in order, about `most` numbers for each organisation: the last run is cut off there.
 */
export async function readSpans(db: Db, places: readonly After[], most: number): Promise<Span[]> {
  if (places.length === 0) return [];
  const { rows } = await sql<SpanRow>`
    SELECT span.*, place.after_no FROM unnest(${textColumn(places.map(({ orgId }) => orgId))}, ${numberColumn(
      places.map(({ afterNo }) => afterNo),
      "bigint",
    )}) AS place (org_id, after_no)
    CROSS JOIN LATERAL (
      SELECT * FROM stream_spans AS own
      WHERE own.org_id = place.org_id AND own.last_no > place.after_no ORDER BY own.last_no LIMIT ${mostSpans}
    ) AS span
    WHERE span.last_no - span.length - place.after_no < ${most}
    ORDER BY span.org_id, span.last_no`.execute(db);
  return rows.map((row) => spanOf(row, Number(row.after_no), most));
}

const mostSpans = 1_000;

type SpanRow = {
  org_id: string;
  after_no: bigint;
  last_no: bigint;
  length: number;
  at: Date;
  kind: "records" | "anchored" | "alert";
  plant_id: string | null;
  from_seq: bigint | null;
  to_seq: bigint | null;
  received_from: Date | null;
  received_to: Date | null;
  tree_size: bigint | null;
  event_id: string | null;
};

function spanOf(row: SpanRow, afterNo: number, most: number): Span {
  const whole = { first: Number(row.last_no) - row.length + 1, last: Number(row.last_no) };
  const firstNo = Math.max(whole.first, afterNo + 1);
  const lastNo = Math.min(whole.last, afterNo + most);
  const base = { orgId: row.org_id, firstNo, lastNo, atMs: row.at.getTime() };
  const plantId = row.plant_id as string;
  const [fromSeq, toSeq] = [row.from_seq as bigint, row.to_seq as bigint];
  switch (row.kind) {
    case "records":
      return {
        ...base,
        kind: "records",
        plantId,
        fromSeq: fromSeq + BigInt(firstNo - whole.first),
        toSeq: toSeq - BigInt(whole.last - lastNo),
        received: [row.received_from as Date, row.received_to as Date],
      };
    case "anchored":
      return { ...base, kind: "anchored", plantId, fromSeq, toSeq, treeSize: row.tree_size as bigint };
    case "alert":
      return { ...base, kind: "alert", plantId: row.plant_id, eventId: row.event_id as string };
  }
}

/** The newest number of an organisation, and the oldest that is still kept; 0 and 1 before there is any. */
export async function readStreamEnds(db: Db, orgId: string): Promise<{ newest: number; oldest: number }> {
  const { rows } = await sql<{ newest: bigint; oldest: bigint | null }>`
    SELECT head.last_no AS newest,
           (SELECT last_no - length + 1 FROM stream_spans AS span WHERE span.org_id = head.org_id
            ORDER BY last_no LIMIT 1) AS oldest
    FROM stream_heads AS head WHERE head.org_id = ${orgId}`.execute(db);
  const newest = Number(rows[0]?.newest ?? 0n);
  return { newest, oldest: Number(rows[0]?.oldest ?? newest + 1) };
}

/** For how long a stream can be taken up again, days. */
export const streamKeptDays = 7;

/** Forgets the order of what is older; the facts themselves stay where they are. @returns "more" while there may be others */
export async function dropOldSpans(db: Db, now: Date): Promise<"more" | "idle"> {
  const before = new Date(now.getTime() - streamKeptDays * 86_400_000);
  const { rows } = await sql`
    DELETE FROM stream_spans WHERE ctid = ANY (ARRAY(SELECT ctid FROM stream_spans WHERE at < ${before} LIMIT 5000))
    RETURNING 1`.execute(db);
  return rows.length === 5_000 ? "more" : "idle";
}
