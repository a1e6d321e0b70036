import { sql } from "kysely";
import type { Json } from "../kernel/canonical.ts";
import { numberColumn, textColumn } from "./columns.ts";
import type { Db, Tx } from "./database.ts";
import { notify } from "./events.ts";
import { type EndRow, isSame, type LogPlace, newestOf, placeAt } from "./stream-history.ts";

/**
 * The order in which live streams tell what was committed. Each organisation's numbers begin at 1 and have no gaps, and
 * are the same for every gateway and after every restart: they are drawn under a lock of the organisation's row that is
 * held until the commit. So whoever sees a number sees every smaller one.
 */

/** What a transaction tells. Sequence numbers are of the plant's chain, both ends included. */
export type Told =
  /** Readings, corrections, decisions that this transaction appends, one number each. It holds the plant's head lock. */
  | {
      readonly kind: "records";
      readonly orgId: string;
      readonly plantId: string;
      readonly fromSeq: bigint;
      readonly toSeq: bigint;
      readonly receivedFromMs: number;
      readonly receivedToMs: number;
    }
  /** The plant's records are under the checkpoint of this size. */
  | {
      readonly kind: "anchored";
      readonly orgId: string;
      readonly plantId: string;
      readonly fromSeq: bigint;
      readonly toSeq: bigint;
      readonly treeSize: number;
    }
  /** Anything else that clients are told, in the words in which they are told it: a few kB at most. */
  | {
      readonly kind: "event";
      readonly orgId: string;
      readonly name: ToldEventName;
      /** Null: of no one plant; whoever may see some plants only is not told. */
      readonly plantId: string | null;
      readonly deviceId: string | null;
      readonly data: { readonly [member: string]: Json };
    };

export const toldEventNames = ["alert", "rollup", "sample"] as const;
export type ToldEventName = (typeof toldEventNames)[number];

/** As it stands in the row: short, for it is written with every commit. */
type Written =
  | readonly ["r", plantId: string, fromSeq: number, toSeq: number, receivedFromMs: number, receivedToMs: number]
  | readonly ["a", plantId: string, fromSeq: number, toSeq: number, treeSize: number]
  | readonly [
      "e",
      ToldEventName,
      plantId: string | null,
      deviceId: string | null,
      data: { readonly [name: string]: Json },
    ];

function written(one: Told): Written {
  switch (one.kind) {
    case "records":
      return ["r", one.plantId, Number(one.fromSeq), Number(one.toSeq), one.receivedFromMs, one.receivedToMs];
    case "anchored":
      return ["a", one.plantId, Number(one.fromSeq), Number(one.toSeq), one.treeSize];
    case "event":
      return ["e", one.name, one.plantId, one.deviceId, one.data];
  }
}

/** Says `stream.grown` after a commit by another way than PostgreSQL's NOTIFY. */
export type StreamWaker = {
  readonly isUp: boolean;
  wake(orgIds: readonly string[]): void;
};

const lengthOf = (one: Written): number => (one[0] === "r" ? one[3] - one[2] + 1 : 1);

/** PostgreSQL takes less than 8000 bytes; who listens looks at all its organisations where they do not fit. */
const longestNotice = 7_000;

/**
 * Tells streams of what this transaction writes: the way by which any module's transaction says "this happened". The last
 * statement before the commit, once in a transaction: nobody else of these organisations commits between it and the
 * commit, so nothing may be waited for there. A crash before the commit tells nothing; after it everything is told,
 * whoever was listening, and can be asked for again (docs/streams.md).
 *
 * @param wake "later": whoever calls says `stream.grown` by another way after the commit
 */
export async function tellStreams(tx: Tx, told: readonly Told[], wake: "now" | "later" = "now"): Promise<void> {
  if (told.length === 0) return;
  const runs = [...Map.groupBy(told, ({ orgId }) => orgId)].map(([orgId, own]) => {
    const parts = own.map(written);
    return { orgId, length: parts.reduce((sum, one) => sum + lengthOf(one), 0), parts: JSON.stringify(parts) };
  });
  const orgIds = runs.map(({ orgId }) => orgId);
  const named = notify({ type: "stream.grown", orgIds });
  const notice = Buffer.byteLength(named.payload) <= longestNotice ? named : notify({ type: "stream.grown" });
  const noticed = wake === "now" ? sql`pg_notify(${notice.channel}, ${notice.payload})` : sql`1`;
  const lengths = numberColumn(
    runs.map(({ length }) => length),
    "integer",
  );
  await sql`
    WITH told AS (
      SELECT * FROM unnest(${textColumn(orgIds)}, ${lengths}, ${textColumn(runs.map(({ parts }) => parts))})
        AS told (org_id, length, parts)
    ), head AS (
      -- Locked in the order of their ids, as by everybody.
      INSERT INTO stream_heads AS head (org_id, last_no, last_at)
      SELECT org_id, length, clock_timestamp() FROM told ORDER BY org_id COLLATE "C"
      ON CONFLICT (org_id) DO UPDATE
      SET last_no = head.last_no + excluded.last_no, last_at = greatest(head.last_at, clock_timestamp())
      RETURNING org_id, last_no, last_at
    ), run AS (
      INSERT INTO stream_runs (org_id, last_no, length, at, told)
      SELECT head.org_id, head.last_no, told.length, head.last_at, told.parts::json
      FROM told JOIN head ON head.org_id = told.org_id
    )
    SELECT ${noticed}`.execute(tx);
}

/** One thing told, or of a run of records the part that was asked for. */
export type Span = {
  readonly orgId: string;
  readonly firstNo: number;
  readonly lastNo: number;
  /** When it was committed, by PostgreSQL's clock, ms: never earlier than of a smaller number. */
  readonly atMs: number;
} & (
  | {
      readonly kind: "records";
      readonly plantId: string;
      readonly fromSeq: number;
      readonly toSeq: number;
      readonly receivedFromMs: number;
      readonly receivedToMs: number;
    }
  | {
      readonly kind: "anchored";
      readonly plantId: string;
      readonly fromSeq: number;
      readonly toSeq: number;
      readonly treeSize: number;
    }
  | {
      readonly kind: "event";
      readonly name: ToldEventName;
      readonly plantId: string | null;
      readonly deviceId: string | null;
      readonly data: { readonly [member: string]: Json };
    }
);

export type After = { readonly orgId: string; readonly after: LogPlace };

export type Spans = {
  readonly spans: readonly Span[];
  /**
   * By organisation, of PostgreSQL's clock, ms: what was not seen was told later than that, but for the moment that a look
   * takes. While somebody has told and not committed yet, however long that takes, it is when what was seen last was told.
   */
  readonly asOfMs: ReadonlyMap<string, number>;
  /**
   * By organisation whose place is none of this log's, the newest that there is: the database was restored, or its place
   * taken by one that had not heard of the newest commits, and counts the same numbers anew. Nothing is read of it.
   */
  readonly otherHistories: ReadonlyMap<string, LogPlace>;
};

/** Runs that are read at a time of one organisation. */
const mostRuns = 500;

/**
 * What follows each place, in order, about `most` numbers for each organisation: a run of records is cut off there.
 */
export async function readSpans(db: Db, places: readonly After[], most: number): Promise<Spans> {
  if (places.length === 0) return { spans: [], asOfMs: new Map(), otherHistories: new Map() };
  const { rows } = await sql<RunRow>`
    SELECT place.place_org_id, CASE WHEN head.is_told THEN head.last_at ELSE clock.as_of END AS as_of, run.*,
           place.after_no, head.newest_no, head.last_at AS newest_at, head.place_at
    FROM (SELECT clock_timestamp() AS as_of) AS clock
    LEFT JOIN unnest(${textColumn(places.map(({ orgId }) => orgId))}, ${numberColumn(
      places.map(({ after }) => after.no),
      "bigint",
    )}) AS place (place_org_id, after_no) ON true
    LEFT JOIN LATERAL (
      -- Whoever has told and not committed yet has left its transaction on the head that is still seen.
      SELECT last_no AS newest_no, last_at, xmax IN (SELECT pg_snapshot_xip(pg_current_snapshot())::xid) AS is_told,
             ${placeAt(sql`place.after_no`)} AS place_at
      FROM stream_heads AS head WHERE head.org_id = place.place_org_id
    ) AS head ON true
    LEFT JOIN LATERAL (
      SELECT * FROM stream_runs AS own
      WHERE own.org_id = place.place_org_id AND own.last_no > place.after_no ORDER BY own.last_no LIMIT ${mostRuns}
    ) AS run ON run.last_no - run.length - place.after_no < ${most}
    ORDER BY run.org_id, run.last_no`.execute(db);
  const expected = new Map(places.map(({ orgId, after }) => [orgId, after]));
  const others = rows.filter((row) => !isSame(expected.get(row.place_org_id), row));
  const otherHistories = new Map(others.map((row) => [row.place_org_id, newestOf(row)]));
  const spans = rows.flatMap((row) =>
    row.org_id === null || otherHistories.has(row.org_id) ? [] : spansOf(row, most),
  );
  return { spans, asOfMs: new Map(rows.map((row) => [row.place_org_id, row.as_of.getTime()])), otherHistories };
}

type RunRow = EndRow & { place_org_id: string; as_of: Date; after_no: bigint } & (
    | { org_id: null }
    | { org_id: string; last_no: bigint; length: number; at: Date; told: readonly Written[] }
  );

/** What of a run lies behind a place, and not too far. */
function spansOf(row: RunRow & { org_id: string }, most: number): Span[] {
  const from = Number(row.after_no) + 1;
  const to = Number(row.after_no) + most;
  let firstNo = Number(row.last_no) - row.length + 1;
  const spans: Span[] = [];
  for (const one of row.told) {
    const [first, last] = [firstNo, firstNo + lengthOf(one) - 1];
    firstNo = last + 1;
    if (last < from || first > to) continue;
    const place = { orgId: row.org_id, atMs: row.at.getTime() };
    spans.push(spanOf(one, place, { first, firstNo: Math.max(first, from), lastNo: Math.min(last, to) }));
  }
  return spans;
}

function spanOf(
  one: Written,
  place: { readonly orgId: string; readonly atMs: number },
  { first, firstNo, lastNo }: { readonly first: number; readonly firstNo: number; readonly lastNo: number },
): Span {
  const base = { ...place, firstNo, lastNo };
  switch (one[0]) {
    case "r": {
      const [, plantId, fromSeq, , receivedFromMs, receivedToMs] = one;
      const seqs = { fromSeq: fromSeq + firstNo - first, toSeq: fromSeq + lastNo - first };
      return { ...base, kind: "records", plantId, ...seqs, receivedFromMs, receivedToMs };
    }
    case "a": {
      const [, plantId, fromSeq, toSeq, treeSize] = one;
      return { ...base, kind: "anchored", plantId, fromSeq, toSeq, treeSize };
    }
    case "e": {
      const [, name, plantId, deviceId, data] = one;
      return { ...base, kind: "event", name, plantId, deviceId, data };
    }
  }
}

/** How far back a stream can be taken up again: a day, and of an organisation not more than so many numbers. */
export const streamKept = { hours: 24, numbers: 1_000_000 } as const;

const droppedTogether = 5_000;

/** Forgets the order of what is older; the facts themselves stay where they are. @returns "more" while there may be others */
export async function dropOldRuns(db: Db, now: Date): Promise<"more" | "idle"> {
  const before = new Date(now.getTime() - streamKept.hours * 3_600_000);
  const { rows } = await sql`
    DELETE FROM stream_runs WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM stream_runs WHERE at < ${before} LIMIT ${droppedTogether}))
    RETURNING 1`.execute(db);
  const { rows: many } = await sql`
    DELETE FROM stream_runs AS run USING (
      SELECT own.org_id, own.last_no FROM stream_heads AS head CROSS JOIN LATERAL (
        SELECT org_id, last_no FROM stream_runs AS own
        WHERE own.org_id = head.org_id AND own.last_no < head.last_no - ${streamKept.numbers}
        ORDER BY last_no LIMIT ${droppedTogether}) AS own
    ) AS old WHERE run.org_id = old.org_id AND run.last_no = old.last_no
    RETURNING 1`.execute(db);
  return rows.length === droppedTogether || many.length >= droppedTogether ? "more" : "idle";
}
