import { sql } from "kysely";
import { type Anchor, readAnchors } from "../anchoring/outbox.ts";
import { isoFromMs } from "../kernel/time.ts";
import type { Db, Tx } from "../platform/database.ts";
import type { Status } from "../verification/verdict.ts";
import type { EffectiveStatus } from "./review-rules.ts";
import type { StoredRecord } from "./types.ts";

/** What an earlier reading of a device covers. Milliseconds since the epoch. */
export type Covered = {
  readonly isInterval: boolean;
  readonly endedAtMs: number;
  readonly intervalS: number | null;
  readonly fromMs: number;
  readonly toMs: number;
  readonly contentHash: Uint8Array;
  readonly recordId: string;
};

/** A reading that was placed, with what a monitoring period adds up of it. Energy in integer Wh. */
export type PlacedReading = DeviceKey &
  Covered & {
    readonly seq: bigint;
    readonly status: Status;
    readonly commitment: Uint8Array;
    readonly energyWh: bigint | null;
    readonly exportWh: bigint | null;
    readonly importWh: bigint | null;
    readonly grossWh: bigint | null;
  };

export type DeviceKey = { readonly orgId: string; readonly plantId: string; readonly deviceId: string };

export type CoverQuery = DeviceKey & { readonly isInterval: boolean; readonly fromMs: number; readonly toMs: number };

/**
 * For each query, the device's readings of the same form that touch (fromMs, toMs]. An interval is at
 * most a day long, so looking a day past `toMs` along the primary key finds everything that overlaps.
 * The caller holds the plant's head lock: nothing can slip in between this look and the insert.
 */
export async function findCovered(tx: Tx, queries: readonly CoverQuery[]): Promise<Covered[][]> {
  const found: Covered[][] = queries.map(() => []);
  if (queries.length === 0) return found;
  const { rows } = await sql<CoveredRow>`
    SELECT query.position, reading.is_interval, reading.ended_at, reading.interval_s, reading.covers_from,
           reading.covers_to, reading.content_hash, reading.record_id
    FROM unnest(
      ${queries.map((query) => query.orgId)}::text[], ${queries.map((query) => query.plantId)}::text[],
      ${queries.map((query) => query.deviceId)}::text[], ${queries.map((query) => query.isInterval)}::boolean[],
      ${queries.map((query) => isoFromMs(query.fromMs))}::timestamptz[], ${queries.map((query) => isoFromMs(query.toMs))}::timestamptz[]
    ) WITH ORDINALITY AS query (org_id, plant_id, device_id, is_interval, from_at, to_at, position)
    CROSS JOIN LATERAL (
      SELECT * FROM device_readings AS candidate
      WHERE candidate.org_id = query.org_id AND candidate.plant_id = query.plant_id
        AND candidate.device_id = query.device_id AND candidate.is_interval = query.is_interval
        AND candidate.ended_at >= query.from_at AND candidate.ended_at <= query.to_at + interval '24 hours'
        AND candidate.covers_from <= query.to_at
    ) AS reading`.execute(tx);
  for (const row of rows) {
    found[Number(row.position) - 1]?.push({
      isInterval: row.is_interval,
      endedAtMs: row.ended_at.getTime(),
      intervalS: row.interval_s,
      fromMs: row.covers_from.getTime(),
      toMs: row.covers_to.getTime(),
      contentHash: row.content_hash,
      recordId: row.record_id,
    });
  }
  return found;
}

type CoveredRow = {
  position: bigint;
  is_interval: boolean;
  ended_at: Date;
  interval_s: number | null;
  covers_from: Date;
  covers_to: Date;
  content_hash: Uint8Array;
  record_id: string;
};

export async function insertPlaced(tx: Tx, rows: readonly PlacedReading[]): Promise<void> {
  if (rows.length === 0) return;
  const column = <T>(pick: (row: PlacedReading) => T): T[] => rows.map(pick);
  const digits = (pick: (row: PlacedReading) => bigint | null) => column((row) => pick(row)?.toString() ?? null);
  await sql`
    INSERT INTO device_readings (org_id, plant_id, device_id, is_interval, ended_at, interval_s, covers_from, covers_to,
                                 content_hash, record_id, seq, status, commitment, energy_wh, export_wh, import_wh, gross_wh)
    SELECT * FROM unnest(
      ${column((row) => row.orgId)}::text[], ${column((row) => row.plantId)}::text[], ${column((row) => row.deviceId)}::text[],
      ${column((row) => row.isInterval)}::boolean[], ${column((row) => isoFromMs(row.endedAtMs))}::timestamptz[],
      ${column((row) => row.intervalS)}::integer[], ${column((row) => isoFromMs(row.fromMs))}::timestamptz[],
      ${column((row) => isoFromMs(row.toMs))}::timestamptz[], ${column((row) => row.contentHash)}::bytea[],
      ${column((row) => row.recordId)}::text[], ${digits((row) => row.seq)}::bigint[], ${column((row) => row.status)}::text[],
      ${column((row) => row.commitment)}::bytea[], ${digits((row) => row.energyWh)}::bigint[], ${digits((row) => row.exportWh)}::bigint[],
      ${digits((row) => row.importWh)}::bigint[], ${digits((row) => row.grossWh)}::bigint[])`.execute(tx);
}

export type IdempotencyKey = { readonly orgId: string; readonly key: string };
export type UsedKey = { readonly fingerprint: Uint8Array; readonly recordId: string };

/** Keys that were used before, by {@link idempotencyKeyText}. */
export async function findUsedKeys(tx: Tx, keys: readonly IdempotencyKey[]): Promise<Map<string, UsedKey>> {
  if (keys.length === 0) return new Map();
  const { rows } = await sql<{ org_id: string; idempotency_key: string; fingerprint: Uint8Array; record_id: string }>`
    SELECT org_id, idempotency_key, fingerprint, record_id FROM idempotency_keys
    WHERE (org_id, idempotency_key) IN (
      SELECT * FROM unnest(${keys.map((key) => key.orgId)}::text[], ${keys.map((key) => key.key)}::text[]))`.execute(
    tx,
  );
  return new Map(
    rows.map((row) => [
      idempotencyKeyText({ orgId: row.org_id, key: row.idempotency_key }),
      { fingerprint: row.fingerprint, recordId: row.record_id },
    ]),
  );
}

export const idempotencyKeyText = (key: IdempotencyKey): string => `${key.orgId}\n${key.key}`;

export async function insertUsedKeys(tx: Tx, rows: readonly (IdempotencyKey & UsedKey)[], at: Date): Promise<void> {
  if (rows.length === 0) return;
  await tx
    .insertInto("idempotency_keys")
    .values(
      rows.map((row) => ({
        org_id: row.orgId,
        idempotency_key: row.key,
        fingerprint: row.fingerprint,
        record_id: row.recordId,
        created_at: at,
      })),
    )
    .execute();
}

export type AuditEntry = {
  readonly orgId: string;
  readonly actor: string;
  readonly act: string;
  readonly subject: string;
  readonly detail: unknown;
};

export async function insertAudit(tx: Tx, entries: readonly AuditEntry[], at: Date): Promise<void> {
  if (entries.length === 0) return;
  await tx
    .insertInto("audit_trail")
    .values(
      entries.map((entry) => ({
        org_id: entry.orgId,
        at,
        actor: entry.actor,
        act: entry.act,
        subject: entry.subject,
        detail: JSON.stringify(entry.detail),
      })),
    )
    .execute();
}

/** Records of one organisation by id; ids of others are simply not found. Order of `ids` is not kept. */
export async function findRecords(db: Db, orgId: string, ids: readonly string[]): Promise<StoredRecord[]> {
  const { rows } = await sql<RecordRow>`
    SELECT record.*, review.effective_status FROM record_ids AS id
    JOIN records AS record ON record.received_at = id.received_at AND record.org_id = id.org_id
      AND record.plant_id = id.plant_id AND record.seq = id.seq
    LEFT JOIN reviews AS review ON review.org_id = id.org_id AND review.plant_id = id.plant_id AND review.seq = id.seq
    WHERE id.record_id = ANY(${[...ids]}::text[]) AND id.org_id = ${orgId}`.execute(db);
  return withAnchors(db, rows);
}

export type ReadingPage = {
  readonly orgId: string;
  readonly plantId: string;
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
  let query = db
    .selectFrom("records as record")
    .leftJoin("reviews as review", (join) =>
      join
        .onRef("review.org_id", "=", "record.org_id")
        .onRef("review.plant_id", "=", "record.plant_id")
        .onRef("review.seq", "=", "record.seq"),
    )
    .selectAll("record")
    .select("review.effective_status")
    .where("record.org_id", "=", page.orgId)
    .where("record.plant_id", "=", page.plantId)
    .where("ended_at", "is not", null);
  if (page.fromMs !== undefined) query = query.where("ended_at", ">", new Date(page.fromMs));
  if (page.toMs !== undefined) query = query.where("ended_at", "<=", new Date(page.toMs));
  if (page.statuses !== undefined) query = query.where("record.status", "in", [...page.statuses]);
  if (page.effectiveStatuses !== undefined) {
    query = query.where(
      sql<boolean>`coalesce(review.effective_status, record.status) = ANY(${[...page.effectiveStatuses]}::text[])`,
    );
  }
  if (page.after !== undefined) {
    query = query.where(
      sql<boolean>`(ended_at, record.seq) > (${new Date(page.after.endedAtMs)}, ${page.after.seq.toString()}::bigint)`,
    );
  }
  const rows = await query.orderBy("ended_at").orderBy("record.seq").limit(page.limit).execute();
  return withAnchors(db, rows);
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
  let query = db
    .selectFrom("records")
    .select(["seq", "body"])
    .where("org_id", "=", page.orgId)
    .where("plant_id", "=", page.plantId)
    .where("seq", ">", page.afterSeq);
  if (page.toSeq !== undefined) query = query.where("seq", "<=", page.toSeq);
  return query.orderBy("seq").limit(page.limit).execute();
}

type RecordRow = {
  org_id: string;
  plant_id: string;
  seq: bigint;
  record_id: string;
  kind: string;
  device_id: string | null;
  received_at: Date;
  ended_at: Date | null;
  interval_s: number | null;
  status: string | null;
  /** Null where nothing but the record's own verdict was ever said. */
  effective_status: string | null;
  trust_score: string | null;
  commitment: Uint8Array;
  body: Uint8Array;
};

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
