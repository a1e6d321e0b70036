import { sql } from "kysely";
import { snapMs } from "../carbon/register-step.ts";
import { base32 } from "../kernel/ids.ts";
import { isoFromMs } from "../kernel/time.ts";
import type { PlantKey } from "../plants/store.ts";
import type { Db } from "../platform/database.ts";
import { emit, publish, type TenantEvent } from "../platform/events.ts";
import { effectiveReadings } from "../telemetry/review-queries.ts";
import type { GatewayDeps } from "./append.ts";
import { insertAlert } from "./issuance-store.ts";
import { mainMeters } from "./statement.ts";
import { parseStatement, type StatementJson } from "./statement-wire.ts";
import * as store from "./store.ts";

/** Records that counted in a statement and have stopped counting since: rejected, re-opened or replaced. */

export type LostRecord = { readonly recordId: string; readonly effectiveStatus: string };

/** What of a statement's record set counts no more at a place of the chain, in the order of event time. */
export async function lostApprovals(
  db: Db,
  key: PlantKey,
  statement: StatementJson,
  upToSeq: bigint,
): Promise<LostRecord[]> {
  const { from_at, to_at } = statement.period;
  const design = await store.findDesign(db, key, { version: statement.design.version });
  const meters = design === undefined ? [] : mainMeters(design.design);
  const [after, to] = [from_at, to_at].map((at) => isoFromMs(Date.parse(at) + snapMs));
  const at = (seq: bigint) => sql`
    (SELECT * FROM ${effectiveReadings(key, seq)} AS reading
     WHERE device_id = ANY(${meters}::text[]) AND is_interval
       AND ended_at > ${after}::timestamptz(3) AND ended_at <= ${to}::timestamptz(3))`;
  const { rows } = await sql<{ record_id: string; effective_status: string }>`
    SELECT stated.record_id,
           CASE WHEN now.record_id <> stated.record_id THEN 'REPLACED' ELSE now.effective_status END AS effective_status
    FROM ${at(BigInt(statement.records.head_seq))} AS stated JOIN ${at(upToSeq)} AS now USING (device_id, ended_at)
    WHERE stated.effective_status = 'APPROVED' AND stated.export_wh IS NOT NULL
      AND (now.effective_status <> 'APPROVED' OR now.record_id <> stated.record_id)
    ORDER BY stated.ended_at, stated.record_id`.execute(db);
  return rows.map((row) => ({ recordId: row.record_id, effectiveStatus: row.effective_status }));
}

/** Whether anything stands otherwise since a place of the chain. */
export async function changedSince(db: Db, { orgId, plantId }: PlantKey, seq: bigint): Promise<boolean> {
  const { rows } = await sql`
    SELECT FROM review_changes
    WHERE org_id = ${orgId} AND plant_id = ${plantId} AND changed_seq > ${seq.toString()}::bigint LIMIT 1`.execute(db);
  return rows.length > 0;
}

/** The newest statement of a period if there is a mint intent for any of them. */
export async function newestIfIssued(
  db: Db,
  key: PlantKey,
  statements: readonly store.StatementFacts[],
): Promise<StatementJson | undefined> {
  const newest = statements.at(-1);
  if (newest === undefined || (await store.intendedG(db, { ...key, periodId: newest.periodId })) === 0n)
    return undefined;
  const bytes = await store.findStatement(db, key, newest.periodId, newest.statementNo);
  return bytes && parseStatement(bytes);
}

/**
 * One look over everything that was issued: each record that lost its approval since raises an alert, once.
 * What is found follows from tables alone, so a crash, or an event that nobody heard, only makes it later.
 */
export async function raiseAlerts(deps: GatewayDeps, signal: AbortSignal): Promise<"idle"> {
  for (const { key, periodId } of await issuedPeriods(deps.db)) {
    signal.throwIfAborted();
    const statements = (await store.listStatements(deps.db, key)).filter((one) => one.periodId === periodId);
    const stated = await newestIfIssued(deps.db, key, statements);
    if (stated === undefined) continue;
    const { seq } = await store.readTip(deps.db, key);
    for (const lost of await lostApprovals(deps.db, key, stated, seq)) {
      const alertId = `alr_${base32(deps.random.bytes(16))}`;
      const alert = { ...lost, alertId, statementNo: stated.statement_no, raisedAt: new Date(deps.clock.nowMs()) };
      await deps.db.transaction().execute(async (tx) => {
        if (!(await insertAlert(tx, { ...key, periodId }, alert))) return;
        await publish(tx, { type: "alert.raised", alertId, kind: "issuance.record-lost-approval" });
        await emit(tx, [lostEvent(key, periodId, alert)], alert.raisedAt);
      });
    }
  }
  return "idle";
}

function lostEvent(
  { orgId, plantId }: PlantKey,
  periodId: string,
  alert: LostRecord & { readonly alertId: string; readonly statementNo: number },
): TenantEvent {
  const { alertId, recordId, effectiveStatus, statementNo } = alert;
  const record = { record_id: recordId, effective_status: effectiveStatus };
  const data = { plant_id: plantId, period_id: periodId, statement_no: statementNo, alert_id: alertId, ...record };
  const eventId = `evt_${alertId.slice("alr_".length)}`;
  return { eventId, orgId, plantId, type: "alert.issuance.record-lost-approval", data };
}

/** Issued periods whose plant has a change of review after the statement that was issued. */
async function issuedPeriods(db: Db): Promise<{ readonly key: PlantKey; readonly periodId: string }[]> {
  const { rows } = await sql<{ org_id: string; plant_id: string; period_id: string }>`
    SELECT DISTINCT intent.org_id, intent.plant_id, intent.period_id FROM mint_intents AS intent
    WHERE EXISTS (
      SELECT FROM review_changes AS change
      WHERE change.org_id = intent.org_id AND change.plant_id = intent.plant_id
        AND change.changed_seq > (
          SELECT max(statement.seq) FROM period_statements AS statement
          WHERE statement.org_id = intent.org_id AND statement.plant_id = intent.plant_id
            AND statement.period_id = intent.period_id))`.execute(db);
  return rows.map((row) => ({ key: { orgId: row.org_id, plantId: row.plant_id }, periodId: row.period_id }));
}
