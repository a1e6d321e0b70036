import { type RawBuilder, sql } from "kysely";
import { isoFromMs } from "../../kernel/time.ts";
import type { Db } from "../../platform/database.ts";
import {
  chooser,
  type FoundSegment,
  findPacked,
  type RecordScope,
  type RecordsIn,
  readPacked,
  together,
} from "./records-in.ts";
import type { PackedRecord } from "./segments.ts";

/**
 * Pages of a plant's records in order: by place in the chain, or by event time and then place. Where segments are met, a
 * page is gathered window by window, each a few segments wide, so that years of packed months take the memory of a few.
 */
export type Order = "seq" | "event";

export type Window = {
  /** Bytes and ids of packed records are not there: `complete` adds them to what was chosen. */
  readonly records: RecordsIn;
  /** The part of the order that the window covers, as a condition on the records. */
  within(alias: string): RawBuilder<unknown>;
};

export type PageScope = RecordScope & {
  /** Segments without any record of such a verdict, first or later, are passed over. */
  readonly statuses?: readonly string[] | undefined;
};

const segmentsPerWindow = 2;

/**
 * Gathers a page of at most `limit` rows.
 *
 * @param read rows of a window in the order, at most so many
 */
export async function pageOf<Row>(
  db: Db,
  scope: PageScope,
  order: Order,
  limit: number,
  read: (window: Window, limit: number) => Promise<readonly Row[]>,
): Promise<Row[]> {
  const found: Row[] = [];
  for await (const window of windowsOf(db, scope, order)) {
    found.push(...(await read(window, limit - found.length)));
    if (found.length >= limit) break;
  }
  return found;
}

async function* windowsOf(db: Db, scope: PageScope, order: Order): AsyncGenerator<Window> {
  const { months, segments } = await findPacked(db, [scope]);
  const left = (await withStatuses(db, scope, segments))
    .map((segment) => ({ segment, ...reachOf(segment, order) }))
    .sort((a, b) => a.from - b.from || Number(a.segment.firstSeq - b.segment.firstSeq));
  const isWanted = chooser([scope]);
  let open: PackedRecord[] = [];
  for (let lower = Number.NEGATIVE_INFINITY; ; ) {
    const chunk = left.splice(0, segmentsPerWindow).map(({ segment }) => segment);
    open.push(...(await readPacked(db, chunk, [scope], "facts")));
    const upper = (left[0]?.from ?? Number.POSITIVE_INFINITY) - 1;
    if (upper > lower) {
      const records = open.filter((record) => isWanted(scope, record) && placeOf(record, order) <= upper);
      yield { records: together(records, months), within: (alias) => between(alias, order, lower, upper) };
      open = open.filter((record) => placeOf(record, order) > upper);
      lower = upper;
    }
    if (left.length === 0 && upper === Number.POSITIVE_INFINITY) return;
  }
}

/** Where a segment begins in the order. Places of a chain are whole numbers below 2^53, as its records write them. */
function reachOf({ firstSeq, endedFromMs }: FoundSegment, order: Order): { readonly from: number } {
  return { from: order === "seq" ? Number(firstSeq) : (endedFromMs ?? Number.NEGATIVE_INFINITY) };
}

const placeOf = ({ seq, endedAtMs }: PackedRecord, order: Order): number =>
  order === "seq" ? Number(seq) : (endedAtMs ?? Number.NEGATIVE_INFINITY);

function between(alias: string, order: Order, lower: number, upper: number): RawBuilder<unknown> {
  const column = sql.ref(`${alias}.${order === "seq" ? "seq" : "ended_at"}`);
  const value = (place: number) =>
    order === "seq" ? sql`${String(place)}::bigint` : sql`${isoFromMs(place)}::timestamptz`;
  const above = Number.isFinite(lower) ? sql`${column} > ${value(lower)}` : sql`true`;
  const below = Number.isFinite(upper) ? sql`${column} <= ${value(upper)}` : sql`true`;
  return sql`${above} AND ${below}`;
}

/** Segments whose records have one of the wanted verdicts, by themselves or by a review. */
async function withStatuses(
  db: Db,
  { orgId, plantId, statuses }: PageScope,
  segments: readonly FoundSegment[],
): Promise<readonly FoundSegment[]> {
  if (statuses === undefined || segments.length === 0) return segments;
  const { rows } = await sql<{ month: string; first_seq: bigint }>`
    SELECT month::text, first_seq FROM packed_records AS segment
    WHERE org_id = ${orgId} AND plant_id = ${plantId} AND (statuses && ${[...statuses]}::text[] OR EXISTS (
      SELECT FROM reviews AS review
      WHERE review.org_id = segment.org_id AND review.plant_id = segment.plant_id
        AND review.seq BETWEEN segment.first_seq AND segment.last_seq
        AND review.effective_status = ANY(${[...statuses]}::text[])))`.execute(db);
  const found = new Set(rows.map((row) => `${row.month}\n${row.first_seq}`));
  return segments.filter(({ month, firstSeq }) => found.has(`${month}\n${firstSeq}`));
}
