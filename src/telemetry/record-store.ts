import { sql } from "kysely";
import { type Anchor, readAnchors } from "../anchoring/outbox.ts";
import type { Db } from "../platform/database.ts";
import type { Status } from "../verification/verdict.ts";
import { type Complete, complete, type Incomplete, packedRecords } from "./packing/exact.ts";
import { pageOf } from "./packing/windows.ts";
import type { EffectiveStatus } from "./review-rules.ts";
import type { StoredRecord } from "./types.ts";

/** Records as stored, by id and in pages, whether they are rows or packed. */

/** Records of one organisation by id; ids of others are simply not found. Order of `ids` is not kept. */
export async function findRecords(db: Db, orgId: string, ids: readonly string[]): Promise<StoredRecord[]> {
  const { rows } = await sql<RecordRow>`
    SELECT record.*, review.effective_status FROM record_ids AS id
    CROSS JOIN LATERAL (
      SELECT * FROM records AS own
      WHERE own.org_id = id.org_id AND own.plant_id = id.plant_id AND own.seq = id.seq AND own.received_at = id.received_at
      -- One by one along the index: joined as a whole, a chain is read from its beginning for a few of its records.
      LIMIT 1
    ) AS record
    LEFT JOIN reviews AS review ON review.org_id = id.org_id AND review.plant_id = id.plant_id AND review.seq = id.seq
    WHERE id.record_id = ANY(${[...ids]}::text[]) AND id.org_id = ${orgId}`.execute(db);
  const found = new Set(rows.map((row) => row.record_id));
  // Rows go only after their segments have come: what is not found among the former is found among the latter.
  const packed = await findPackedRecords(
    db,
    orgId,
    [...new Set(ids)].filter((id) => !found.has(id)),
  );
  return withAnchors(db, [...rows, ...packed]);
}

async function findPackedRecords(db: Db, orgId: string, ids: readonly string[]): Promise<RecordRow[]> {
  if (ids.length === 0) return [];
  const { rows: places } = await sql<{ plant_id: string; seq: bigint }>`
    SELECT plant_id, seq FROM record_ids WHERE record_id = ANY(${[...ids]}::text[]) AND org_id = ${orgId}`.execute(db);
  if (places.length === 0) return [];
  const scopes = [...Map.groupBy(places, (place) => place.plant_id)].map(([plantId, own]) => ({
    orgId,
    plantId,
    seqs: own.map(({ seq }) => seq),
  }));
  const records = await packedRecords(db, scopes);
  if (records.length === 0) return [];
  const { rows: reviews } = await sql<{ plant_id: string; seq: bigint; effective_status: string }>`
    SELECT review.plant_id, review.seq, review.effective_status
    FROM unnest(${records.map(({ plantId }) => plantId)}::text[], ${records.map(({ seq }) => seq.toString())}::bigint[])
      AS place (plant_id, seq)
    JOIN reviews AS review ON review.org_id = ${orgId} AND review.plant_id = place.plant_id AND review.seq = place.seq`.execute(
    db,
  );
  const standing = new Map(reviews.map((row) => [`${row.plant_id}\n${row.seq}`, row.effective_status]));
  return records.map((record) => ({
    org_id: record.orgId,
    plant_id: record.plantId,
    seq: record.seq,
    record_id: record.recordId,
    kind: record.kind,
    device_id: record.deviceId,
    received_at: new Date(record.receivedAtMs),
    ended_at: record.endedAtMs === null ? null : new Date(record.endedAtMs),
    interval_s: record.intervalS,
    status: record.status,
    effective_status: standing.get(`${record.plantId}\n${record.seq}`) ?? null,
    trust_score: record.trustScore,
    commitment: record.commitment,
    body: record.body,
  }));
}

export type ReadingPage = {
  readonly orgId: string;
  readonly plantId: string;
  /** Absent: all of the plant. */
  readonly devices?: readonly string[] | undefined;
  /** Event time, from exclusive (the interval ends after it) to inclusive. */
  readonly fromMs: number | undefined;
  readonly toMs: number | undefined;
  readonly statuses: readonly Status[] | undefined;
  readonly effectiveStatuses: readonly EffectiveStatus[] | undefined;
  readonly after: { readonly endedAtMs: number; readonly seq: bigint } | undefined;
  readonly limit: number;
};

/** Readings by event time, then order of acceptance: a keyset page, stable while readings arrive. */
export async function listReadings(db: Db, page: ReadingPage): Promise<StoredRecord[]> {
  const { orgId, plantId, devices, fromMs, toMs, statuses, effectiveStatuses, after } = page;
  // What ends at the cursor's instant may still follow it.
  const afterMs = after === undefined ? fromMs : Math.max(after.endedAtMs - 1, fromMs ?? after.endedAtMs - 1);
  const scope = { orgId, plantId, ended: { afterMs, toMs }, statuses: statuses ?? effectiveStatuses };
  const conditions = [sql`true`];
  if (devices !== undefined) conditions.push(sql`record.device_id = ANY(${[...devices]}::text[])`);
  if (fromMs !== undefined) conditions.push(sql`record.ended_at > ${new Date(fromMs)}`);
  if (toMs !== undefined) conditions.push(sql`record.ended_at <= ${new Date(toMs)}`);
  if (statuses !== undefined) conditions.push(sql`record.status = ANY(${[...statuses]}::text[])`);
  if (effectiveStatuses !== undefined) {
    conditions.push(sql`coalesce(review.effective_status, record.status) = ANY(${[...effectiveStatuses]}::text[])`);
  }
  if (after !== undefined) {
    conditions.push(
      sql`(record.ended_at, record.seq) > (${new Date(after.endedAtMs)}, ${after.seq.toString()}::bigint)`,
    );
  }
  const rows = await pageOf(db, scope, "event", page.limit, async ({ records, within }, limit) => {
    const found = await sql<PageRow>`
      SELECT record.*, review.effective_status FROM ${records.from} AS record
      LEFT JOIN reviews AS review
        ON review.org_id = record.org_id AND review.plant_id = record.plant_id AND review.seq = record.seq
      WHERE record.org_id = ${orgId} AND record.plant_id = ${plantId} AND record.ended_at IS NOT NULL
        AND ${sql.join(conditions, sql` AND `)} AND ${within("record")} AND ${records.only("record")}
      ORDER BY record.ended_at, record.seq LIMIT ${limit}`.execute(db);
    return found.rows;
  });
  return withAnchors(db, await complete(db, rows));
}

export type ChainPage = {
  readonly orgId: string;
  readonly plantId: string;
  readonly afterSeq: bigint;
  readonly toSeq: bigint | undefined;
  readonly limit: number;
};

/** Exact bytes of a plant's chain in `seq` order, every kind of record. */
export async function listChain(db: Db, page: ChainPage): Promise<{ seq: bigint; body: Uint8Array }[]> {
  const { orgId, plantId, afterSeq, toSeq } = page;
  const until = toSeq === undefined ? sql`` : sql`AND record.seq <= ${toSeq}`;
  const rows = await pageOf(db, { orgId, plantId, afterSeq, toSeq }, "seq", page.limit, async (window, limit) => {
    const { records, within } = window;
    const found = await sql<Incomplete>`
      SELECT org_id, plant_id, seq, record_id, commitment, body FROM ${records.from} AS record
      WHERE record.org_id = ${orgId} AND record.plant_id = ${plantId} AND record.seq > ${afterSeq} ${until}
        AND ${within("record")} AND ${records.only("record")}
      ORDER BY record.seq LIMIT ${limit}`.execute(db);
    return found.rows;
  });
  return (await complete(db, rows)).map(({ seq, body }) => ({ seq, body }));
}

type PageRow = Incomplete & {
  readonly kind: string;
  readonly device_id: string | null;
  readonly received_at: Date;
  readonly ended_at: Date | null;
  readonly interval_s: number | null;
  readonly status: string | null;
  /** Null where nothing but the record's own verdict was ever said. */
  readonly effective_status: string | null;
  readonly trust_score: string | null;
};

type RecordRow = Complete<PageRow>;

async function withAnchors(db: Db, rows: readonly RecordRow[]): Promise<StoredRecord[]> {
  const anchors = await readAnchors(
    db,
    rows.map((row) => row.record_id),
  );
  return rows.map((row) => toRecord(row, anchors.get(row.record_id) ?? { state: "pending" }));
}

function toRecord(row: RecordRow, anchor: Anchor): StoredRecord {
  return {
    recordId: row.record_id,
    orgId: row.org_id,
    plantId: row.plant_id,
    seq: row.seq,
    kind: row.kind,
    deviceId: row.device_id,
    receivedAt: row.received_at,
    endedAt: row.ended_at,
    intervalS: row.interval_s,
    status: row.status as Status | null,
    effectiveStatus: (row.effective_status ?? row.status) as EffectiveStatus | null,
    trustScore: row.trust_score === null ? null : Number(row.trust_score),
    commitment: row.commitment,
    body: row.body,
    anchor,
  };
}
