import { sql } from "kysely";
import { numberColumn, textColumn } from "../platform/columns.ts";
import type { Tx } from "../platform/database.ts";
import { type Counted, type CounterQuery, counterText } from "./signature-store.ts";

/** Numbers that devices signed samples under: beside those of signed readings. */

export type SampleCounter = CounterQuery & { readonly endedAtMs: number; readonly contentHash: Uint8Array };

export async function insertSampleCounters(tx: Tx, rows: readonly SampleCounter[]): Promise<void> {
  if (rows.length === 0) return;
  await tx
    .insertInto("sample_counters")
    .values(
      rows.map((row) => ({
        org_id: row.orgId,
        plant_id: row.plantId,
        device_id: row.deviceId,
        key_id: row.keyId,
        device_seq: BigInt(row.deviceSeq),
        ended_at: new Date(row.endedAtMs),
        content_hash: row.contentHash,
      })),
    )
    .execute();
}

/** Numbers that samples were signed under, by `counterText`. */
export async function findSampleCounters(tx: Tx, queries: readonly CounterQuery[]): Promise<Map<string, Counted>> {
  if (queries.length === 0) return new Map();
  const { rows } = await sql<CounterRow>`
    SELECT org_id, plant_id, device_id, key_id, device_seq, ended_at, content_hash FROM sample_counters
    WHERE (org_id, plant_id, device_id, key_id, device_seq) IN (
      SELECT * FROM unnest(
        ${textColumn(queries.map(({ orgId }) => orgId))}, ${textColumn(queries.map(({ plantId }) => plantId))},
        ${textColumn(queries.map(({ deviceId }) => deviceId))}, ${textColumn(queries.map(({ keyId }) => keyId))},
        ${numberColumn(
          queries.map(({ deviceSeq }) => deviceSeq),
          "bigint",
        )}))`.execute(tx);
  return new Map(
    rows.map((row) => [
      counterText({
        orgId: row.org_id,
        plantId: row.plant_id,
        deviceId: row.device_id,
        keyId: row.key_id,
        deviceSeq: Number(row.device_seq),
      }),
      { recordId: null, endedAtMs: row.ended_at.getTime(), contentHash: row.content_hash },
    ]),
  );
}

type CounterRow = {
  org_id: string;
  plant_id: string;
  device_id: string;
  key_id: string;
  device_seq: bigint;
  ended_at: Date;
  content_hash: Uint8Array;
};
