import { sql } from "kysely";
import type { DevicePlaceKey } from "../plants/device-key-store.ts";
import type { Db, Tx } from "../platform/database.ts";
import type { OnRecord } from "./types.ts";

export type CounterQuery = DevicePlaceKey & { readonly keyId: string; readonly deviceSeq: number };
/** What a key signed under a number. */
export type Counted = OnRecord & { readonly contentHash: Uint8Array };

export const counterText = (key: CounterQuery): string =>
  [key.orgId, key.plantId, key.deviceId, key.keyId, key.deviceSeq].join("\n");

/** Numbers that were signed before, by {@link counterText}. */
export async function findCounted(tx: Tx, queries: readonly CounterQuery[]): Promise<Map<string, Counted>> {
  if (queries.length === 0) return new Map();
  const column = <T>(pick: (query: CounterQuery) => T) => queries.map(pick);
  const { rows } = await sql<CountedRow>`
    SELECT org_id, plant_id, device_id, key_id, device_seq, record_id, content_hash FROM signed_readings
    WHERE (org_id, plant_id, device_id, key_id, device_seq) IN (
      SELECT * FROM unnest(${column((query) => query.orgId)}::text[], ${column((query) => query.plantId)}::text[],
                           ${column((query) => query.deviceId)}::text[], ${column((query) => query.keyId)}::text[],
                           ${column((query) => query.deviceSeq)}::bigint[]))`.execute(tx);
  return new Map(
    rows.map((row) => [
      counterText({
        orgId: row.org_id,
        plantId: row.plant_id,
        deviceId: row.device_id,
        keyId: row.key_id,
        deviceSeq: Number(row.device_seq),
      }),
      { recordId: row.record_id, contentHash: row.content_hash },
    ]),
  );
}

type CountedRow = {
  org_id: string;
  plant_id: string;
  device_id: string;
  key_id: string;
  device_seq: bigint;
  record_id: string;
  content_hash: Uint8Array;
};

export type SignedRow = DevicePlaceKey & {
  readonly recordId: string;
  readonly contentHash: Uint8Array;
  readonly seq: bigint;
  readonly keyId: string;
  readonly deviceSeq: number | undefined;
  readonly sha256: Uint8Array;
  readonly evidence: Uint8Array;
};

/** Archives what was signed, with the records that name it. */
export async function insertSigned(tx: Tx, rows: readonly SignedRow[]): Promise<void> {
  if (rows.length === 0) return;
  const column = <T>(pick: (row: SignedRow) => T): T[] => rows.map(pick);
  await sql`
    INSERT INTO signed_readings (org_id, plant_id, seq, record_id, device_id, key_id, device_seq, content_hash, sha256, evidence)
    SELECT * FROM unnest(
      ${column((row) => row.orgId)}::text[], ${column((row) => row.plantId)}::text[],
      ${column((row) => row.seq.toString())}::bigint[], ${column((row) => row.recordId)}::text[],
      ${column((row) => row.deviceId)}::text[], ${column((row) => row.keyId)}::text[],
      ${column((row) => row.deviceSeq ?? null)}::bigint[], ${column((row) => row.contentHash)}::bytea[],
      ${column((row) => row.sha256)}::bytea[], ${column((row) => row.evidence)}::bytea[])`.execute(tx);
}

export type Nonce = { readonly orgId: string; readonly keyId: string; readonly nonce: string };

export const nonceText = (nonce: Nonce): string => [nonce.orgId, nonce.keyId, nonce.nonce].join("\n");

/** Nonces that were used before, by {@link nonceText}. */
export async function findNonces(tx: Tx, nonces: readonly Nonce[]): Promise<Set<string>> {
  if (nonces.length === 0) return new Set();
  const { rows } = await sql<{ org_id: string; key_id: string; nonce: string }>`
    SELECT org_id, key_id, nonce FROM device_nonces WHERE (org_id, key_id, nonce) IN (
      SELECT * FROM unnest(${nonces.map((one) => one.orgId)}::text[], ${nonces.map((one) => one.keyId)}::text[],
                           ${nonces.map((one) => one.nonce)}::text[]))`.execute(tx);
  return new Set(rows.map((row) => nonceText({ orgId: row.org_id, keyId: row.key_id, nonce: row.nonce })));
}

export async function insertNonces(tx: Tx, nonces: readonly Nonce[], expiresAt: Date): Promise<void> {
  if (nonces.length === 0) return;
  await tx
    .insertInto("device_nonces")
    .values(nonces.map((one) => ({ org_id: one.orgId, key_id: one.keyId, nonce: one.nonce, expires_at: expiresAt })))
    .execute();
}

export type SignedPage = {
  readonly orgId: string;
  readonly plantId: string;
  readonly afterSeq: bigint;
  readonly toSeq: bigint | undefined;
  readonly limit: number;
};

/** Evidence of a plant's signed records, in the order of the records. */
export async function listSigned(db: Db, page: SignedPage): Promise<{ seq: bigint; evidence: Uint8Array }[]> {
  let query = db
    .selectFrom("signed_readings")
    .select(["seq", "evidence"])
    .where("org_id", "=", page.orgId)
    .where("plant_id", "=", page.plantId)
    .where("seq", ">", page.afterSeq);
  if (page.toSeq !== undefined) query = query.where("seq", "<=", page.toSeq);
  return query.orderBy("seq").limit(page.limit).execute();
}
