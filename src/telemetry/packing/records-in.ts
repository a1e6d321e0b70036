import { type RawBuilder, sql } from "kysely";
import { isoFromMs } from "../../kernel/time.ts";
import { type PlantKey, plantKeyText } from "../../plants/store.ts";
import { numberColumn, textColumn } from "../../platform/columns.ts";
import type { Db } from "../../platform/database.ts";
import { packed } from "../../platform/packed.ts";
import type { RecordFacts } from "./facts.ts";
import { type PackedRecord, readExact, readFacts, readValues, type SegmentKey, segmentText } from "./segments.ts";

/**
 * Records, wherever they are: rows, or segments of months that were handed over. Whoever reads more than single records
 * reads from here. What is asked first decides which months are read from their segments; their rows are left out of
 * the statement that follows, and are dropped only long after the handover: no record is met twice or missed between.
 */

/** A part of a plant's chain, bounded by order of acceptance, by event time, or by both. */
export type RecordScope = PlantKey & {
  /** After this place, up to the next. */
  readonly afterSeq?: bigint | undefined;
  readonly toSeq?: bigint | undefined;
  /** These places alone. */
  readonly seqs?: readonly bigint[] | undefined;
  /** Readings and corrections that end after one instant and not after the other, ms. */
  readonly ended?: EndedSpan | undefined;
  readonly kinds?: readonly string[] | undefined;
  readonly devices?: readonly string[] | undefined;
};

export type EndedSpan = { readonly afterMs?: number | undefined; readonly toMs?: number | undefined };

/**
 * Which columns of packed records are filled: `facts` all but id, commitment and body, which are null; `identity` all
 * but the body; `values` as `facts`, and of the body the member `readings` of readings and corrections.
 */
export type Wanted = "facts" | "identity" | "values";

/** Columns of `records`, to select from: `FROM ${from} AS record WHERE ${only("record")}`. */
export type RecordsIn = {
  readonly from: RawBuilder<unknown>;
  only(alias: string): RawBuilder<unknown>;
  /** Ends a lateral subquery: it is read along an index for each row that it is joined to, never as a whole. */
  readonly each: RawBuilder<unknown>;
};

/** Of a plant a month that was handed over. */
export type HandedMonth = PlantKey & { readonly month: string };

export async function recordsIn(db: Db, scopes: readonly RecordScope[], wanted: Wanted): Promise<RecordsIn> {
  const { months, segments } = await findPacked(db, scopes);
  if (months.length === 0) return rowsAlone;
  return together(await readPacked(db, segments, scopes, wanted), months);
}

/** A segment that may hold records of a scope. */
export type FoundSegment = SegmentKey & {
  readonly lastSeq: bigint;
  readonly endedFromMs: number | null;
  readonly endedToMs: number | null;
  readonly records: number;
  readonly bodyBytes: bigint;
};

/** Months of the scopes that were handed over, and their segments with records of the scopes. */
export async function findPacked(
  db: Db,
  scopes: readonly RecordScope[],
): Promise<{ readonly months: HandedMonth[]; readonly segments: FoundSegment[] }> {
  const asked = scopes.map(boundsOf).filter(({ afterSeq, toSeq }) => afterSeq < toSeq);
  if (asked.length === 0) return { months: [], segments: [] };
  const text = (pick: (scope: Bounds) => string | null) => textColumn(asked.map(pick));
  const { rows } = await sql<FoundRow>`
    SELECT DISTINCT handed.org_id, handed.plant_id, handed.month::text, segment.first_seq, segment.last_seq,
           segment.first_ended_at, segment.last_ended_at, segment.records, segment.body_bytes
    FROM unnest(${text(({ orgId }) => orgId)}, ${text(({ plantId }) => plantId)},
      ${numberColumn(
        asked.map(({ afterSeq }) => afterSeq),
        "bigint",
      )}, ${numberColumn(
        asked.map(({ toSeq }) => toSeq),
        "bigint",
      )},
      ${text(({ endedAfter }) => endedAfter)}::timestamptz[], ${text(({ endedTo }) => endedTo)}::timestamptz[]
    ) AS scope (org_id, plant_id, after_seq, to_seq, ended_after, ended_to)
    JOIN record_months AS handed ON handed.org_id = scope.org_id AND handed.plant_id = scope.plant_id
      AND handed.last_seq > scope.after_seq AND handed.first_seq <= scope.to_seq
      AND (scope.ended_after IS NULL OR (handed.last_ended_at > scope.ended_after AND handed.first_ended_at <= scope.ended_to))
    LEFT JOIN packed_records AS segment ON segment.org_id = handed.org_id AND segment.plant_id = handed.plant_id
      AND segment.month = handed.month AND segment.last_seq > scope.after_seq AND segment.first_seq <= scope.to_seq
      AND (scope.ended_after IS NULL OR (segment.last_ended_at > scope.ended_after AND segment.first_ended_at <= scope.ended_to))
    ORDER BY 1, 2, 3, 4`.execute(db);
  const months = new Map<string, HandedMonth>();
  for (const row of rows) {
    const month = { orgId: row.org_id, plantId: row.plant_id, month: row.month };
    months.set(`${plantKeyText(month)}\n${row.month}`, month);
  }
  return { months: [...months.values()], segments: rows.flatMap((row) => foundSegment(row, scopes)) };
}

type Bounds = PlantKey & {
  readonly afterSeq: bigint;
  readonly toSeq: bigint;
  readonly endedAfter: string | null;
  readonly endedTo: string | null;
};

const lastSeq = 2n ** 62n;

function boundsOf({ orgId, plantId, afterSeq = -1n, toSeq = lastSeq, seqs, ended }: RecordScope): Bounds {
  const least =
    seqs === undefined ? afterSeq : greatest(afterSeq, seqs.reduce((a, b) => (b < a ? b : a), lastSeq) - 1n);
  const most = seqs === undefined ? toSeq : -greatest(-toSeq, -seqs.reduce(greatest, -1n));
  const at = (ms: number | undefined, open: string) => (ms === undefined ? open : isoFromMs(ms));
  return {
    orgId,
    plantId,
    afterSeq: least,
    toSeq: most,
    endedAfter: ended === undefined ? null : at(ended.afterMs, "-infinity"),
    endedTo: ended === undefined ? null : at(ended.toMs, "infinity"),
  };
}

const greatest = (a: bigint, b: bigint) => (a > b ? a : b);

type FoundRow = {
  org_id: string;
  plant_id: string;
  month: string;
  first_seq: bigint | null;
  last_seq: bigint | null;
  first_ended_at: Date | null;
  last_ended_at: Date | null;
  records: number | null;
  body_bytes: bigint | null;
};

function foundSegment(row: FoundRow, scopes: readonly RecordScope[]): FoundSegment[] {
  const { first_seq: firstSeq, last_seq: last, records, body_bytes: bodyBytes } = row;
  if (firstSeq === null || last === null || records === null || bodyBytes === null) return [];
  const holds = scopes.some(
    ({ orgId, plantId, seqs }) =>
      orgId === row.org_id &&
      plantId === row.plant_id &&
      (seqs === undefined || seqs.some((seq) => seq >= firstSeq && seq <= last)),
  );
  if (!holds) return [];
  return [
    {
      orgId: row.org_id,
      plantId: row.plant_id,
      month: row.month,
      firstSeq,
      lastSeq: last,
      endedFromMs: row.first_ended_at?.getTime() ?? null,
      endedToMs: row.last_ended_at?.getTime() ?? null,
      records,
      bodyBytes,
    },
  ];
}

/** Whether a packed record is of a scope. */
export function chooser(scopes: readonly RecordScope[]): (key: PlantKey, facts: RecordFacts) => boolean {
  const byPlant = Map.groupBy(scopes, plantKeyText);
  const places = new Map(scopes.map((scope) => [scope, scope.seqs && new Set(scope.seqs)]));
  const isOf = (scope: RecordScope, { seq, kind, deviceId, endedAtMs }: RecordFacts) =>
    seq > (scope.afterSeq ?? -1n) &&
    seq <= (scope.toSeq ?? lastSeq) &&
    (places.get(scope)?.has(seq) ?? true) &&
    (scope.kinds?.includes(kind) ?? true) &&
    (scope.devices === undefined || (deviceId !== null && scope.devices.includes(deviceId))) &&
    (scope.ended === undefined || (endedAtMs !== null && endsIn(scope.ended, endedAtMs)));
  return (key, facts) => byPlant.get(plantKeyText(key))?.some((scope) => isOf(scope, facts)) ?? false;
}

const endsIn = ({ afterMs, toMs }: EndedSpan, ms: number) =>
  ms > (afterMs ?? Number.NEGATIVE_INFINITY) && ms <= (toMs ?? Number.POSITIVE_INFINITY);

/** Records of the scopes that segments hold. */
export async function readPacked(
  db: Db,
  segments: readonly SegmentKey[],
  scopes: readonly RecordScope[],
  wanted: Wanted,
): Promise<PackedRecord[]> {
  const isWanted = chooser(scopes);
  const facts = await readFacts(db, segments);
  const values = wanted === "values" ? await readValues(db, segments, deviceChooser(scopes)) : undefined;
  const found: PackedRecord[] = [];
  for (const segment of segments) {
    const { orgId, plantId } = segment;
    const own = (facts.get(segmentText(segment)) ?? []).filter((one) => isWanted(segment, one));
    if (own.length === 0) continue;
    const chosen = new Set(own.map(({ seq }) => seq));
    const exact = wanted === "identity" ? await readExact(db, segment, ({ seq }) => chosen.has(seq)) : undefined;
    const bodies = values?.get(segmentText(segment));
    for (const one of own) {
      const { recordId = null, commitment = null } = exact?.get(one.seq) ?? {};
      found.push({ orgId, plantId, ...one, recordId, commitment, body: bodies?.get(one.seq) ?? null });
    }
  }
  return found;
}

function deviceChooser(scopes: readonly RecordScope[]): (deviceId: string) => boolean {
  if (scopes.some(({ devices }) => devices === undefined)) return () => true;
  const devices = new Set(scopes.flatMap(({ devices }) => devices ?? []));
  return (deviceId) => devices.has(deviceId);
}

const rowsAlone: RecordsIn = { from: sql`records`, only: () => sql`true`, each: sql`` };

/** Rows and unpacked records as one relation, without the rows of the months that were handed over. */
export function together(records: readonly PackedRecord[], months: readonly HandedMonth[]): RecordsIn {
  if (months.length === 0 && records.length === 0) return rowsAlone;
  const text = (pick: (record: PackedRecord) => string | null) => textColumn(records.map(pick));
  const times = (pick: (record: PackedRecord) => number | null) =>
    sql`${text((record) => timeText(pick(record)))}::timestamptz[]`;
  const bodies = packed(records.map(({ body }) => body ?? new Uint8Array()));
  const commitments = packed(records.map(({ commitment }) => commitment ?? new Uint8Array()));
  const absent = (rows: readonly number[], pick: (record: PackedRecord) => unknown) =>
    numberColumn(
      rows.map((start, i) => (pick(records[i] as PackedRecord) === null ? null : start)),
      "integer",
    );
  // Rows come without a condition of their own: the planner goes by their indexes as if they stood alone.
  const from = sql`(
    SELECT org_id, plant_id, seq, record_id, kind, device_id, received_at, ended_at, interval_s, status, trust_score,
           commitment, body, false AS is_packed FROM records
    UNION ALL
    SELECT org_id, plant_id, seq, record_id, kind, device_id, received_at, ended_at, interval_s, status, trust_score,
           substr(${commitments.bytes}::bytea, commitment_start, 32), substr(${bodies.bytes}::bytea, body_start, body_length), true
    FROM unnest(
      ${text(({ orgId }) => orgId)}, ${text(({ plantId }) => plantId)},
      ${numberColumn(
        records.map(({ seq }) => seq),
        "bigint",
      )}, ${text(({ recordId }) => recordId)},
      ${text(({ kind }) => kind)}, ${text(({ deviceId }) => deviceId)}, ${times(({ receivedAtMs }) => receivedAtMs)},
      ${times(({ endedAtMs }) => endedAtMs)}, ${numberColumn(
        records.map(({ intervalS }) => intervalS),
        "integer",
      )},
      ${text(({ status }) => status)}, ${text(({ trustScore }) => trustScore)}::numeric[],
      ${absent(commitments.starts, ({ commitment }) => commitment)}, ${absent(bodies.starts, ({ body }) => body)},
      ${numberColumn(bodies.lengths, "integer")}
    ) AS unpacked (org_id, plant_id, seq, record_id, kind, device_id, received_at, ended_at, interval_s, status,
                   trust_score, commitment_start, body_start, body_length)
  )`;
  return { from, only: (alias) => notHandedOver(alias, months), each: sql`OFFSET 0` };
}

const timeText = (ms: number | null) => (ms === null ? null : isoFromMs(ms));

function notHandedOver(alias: string, months: readonly HandedMonth[]): RawBuilder<unknown> {
  if (months.length === 0) return sql`true`;
  const column = (name: string) => sql.ref(`${alias}.${name}`);
  return sql`(${column("is_packed")} OR NOT EXISTS (
    SELECT FROM unnest(${textColumn(months.map(({ orgId }) => orgId))}, ${textColumn(months.map(({ plantId }) => plantId))},
      ${textColumn(months.map(({ month }) => month))}::date[]) AS handed (org_id, plant_id, month)
    WHERE handed.org_id = ${column("org_id")} AND handed.plant_id = ${column("plant_id")}
      AND ${column("received_at")} >= handed.month::timestamp AT TIME ZONE 'UTC'
      AND ${column("received_at")} < (handed.month + interval '1 month') AT TIME ZONE 'UTC'))`;
}
