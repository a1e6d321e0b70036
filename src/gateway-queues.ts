import { sql } from "kysely";
import type { Db } from "./platform/database.ts";
import type { QueueName } from "./platform/metrics-upkeep.ts";

/** Lines of the process itself. */
export type OwnQueue = "commit" | "mqtt";
export type StoredQueue = Exclude<QueueName, OwnQueue>;

export type Standing = { readonly queue: StoredQueue; readonly depth: number; readonly oldestS: number };

/**
 * How many wait in each line of the database, and how long the first of them has. Counts over tables of many folders, each
 * by an index of what waits; one round trip, for the metrics alone.
 */
export async function standingOfQueues(db: Db, at: Date): Promise<Standing[]> {
  const { rows } = await sql<{ queue: StoredQueue; depth: bigint; since: Date | null }>`
    SELECT 'webhook-events' AS queue, count(*) AS depth, min(at) AS since FROM tenant_events WHERE NOT handed_on
    UNION ALL SELECT 'webhook-deliveries', count(*), min(created_at) FROM webhook_deliveries WHERE state = 'pending'
    UNION ALL SELECT 'alert-mails', count(*), min(created_at) FROM alert_mails
    UNION ALL SELECT 'letters', count(*), min(created_at) FROM letters
    UNION ALL SELECT 'direct-messages', count(*), min(created_at) FROM ledger_jobs WHERE state = 'open' AND kind = 'record'
    UNION ALL SELECT 'ledger-works', count(*), min(created_at) FROM ledger_jobs
      WHERE state = 'open' AND kind IN ('create-token', 'mint', 'burn', 'transfer')
    UNION ALL SELECT 'mints', count(*), min(created_at) FROM mint_intents WHERE state = 'committed'
    UNION ALL SELECT 'weather', count(*), min(due_at) FROM plant_weather WHERE due_at <= ${at}
    UNION ALL SELECT 'model-training', count(*), min(requested_at) FROM model_training WHERE requested_at IS NOT NULL
    UNION ALL SELECT 'acts', count(*), min(at) FROM admin_acts WHERE record_id IS NULL`.execute(db);
  return rows.map(({ queue, depth, since }) => ({
    queue,
    depth: Number(depth),
    oldestS: since === null ? 0 : Math.max(0, (at.getTime() - since.getTime()) / 1000),
  }));
}

export type Calibrations = { readonly valid: number; readonly due: number; readonly expired: number };

/** Devices with a calibration date by how it stands on that day; a certificate holds to the end of its last day, UTC. */
export async function countCalibrations(db: Db, at: Date): Promise<Calibrations> {
  const today = at.toISOString().slice(0, 10);
  const soon = new Date(at.getTime() + 30 * 86_400_000).toISOString().slice(0, 10);
  const { rows } = await sql<{ valid: bigint; due: bigint; expired: bigint }>`
    SELECT count(*) FILTER (WHERE until > ${soon}) AS valid,
           count(*) FILTER (WHERE until >= ${today} AND until <= ${soon}) AS due,
           count(*) FILTER (WHERE until < ${today}) AS expired
    FROM (SELECT config->>'calibration_valid_until' AS until FROM devices) AS device`.execute(db);
  const [row] = rows;
  return { valid: Number(row?.valid ?? 0), due: Number(row?.due ?? 0), expired: Number(row?.expired ?? 0) };
}

/** Names of the leases that a process holds. */
export async function heldLeases(db: Db, holder: string): Promise<string[]> {
  const rows = await db
    .selectFrom("leases")
    .select("name")
    .where("holder", "=", holder)
    .where("expires_at", ">", sql<Date>`now()`)
    .execute();
  return rows.map(({ name }) => name);
}
