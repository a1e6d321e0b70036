import { sql } from "kysely";
import type { Json } from "../kernel/canonical.ts";
import type { Tx } from "../platform/database.ts";
import { requireLease } from "../platform/lease.ts";
import { alertLease, type Pass } from "./alert-pass.ts";
import type { Severity } from "./alert-rule.ts";
import { isSilenced, type Silence, silencesNow } from "./alert-silences.ts";
import { step } from "./alert-steps.ts";
import { type Alert, findAlert, openOwnAlerts, standingOf } from "./alert-store.ts";
import { carryOut } from "./alert-tell.ts";

/**
 * Alerts that no rule of a plant finds but other parts of the gateway: they are events, written with the fact, and come
 * into the list from there. They stay until a person says that the matter is settled.
 */
const own: Readonly<Record<string, { readonly severity: Severity; readonly name: string }>> = {
  "alert.issuance.record-lost-approval": { severity: "warning", name: "A record that was issued for counts no more" },
  "alert.mint.mismatch": { severity: "critical", name: "The ledger and the statements differ" },
};

const atOnce = 100;

/** Makes alerts of events that are none yet: each once, by its event's id. */
export async function takeUpEvents(pass: Pass, at: Date): Promise<void> {
  for (;;) {
    const { rows } = await sql<EventRow>`
      SELECT event_id, org_id, type, plant_id, at, body FROM tenant_events AS event
      WHERE type IN ('alert.issuance.record-lost-approval', 'alert.mint.mismatch')
        AND NOT EXISTS (SELECT FROM alerts WHERE alerts.event_id = event.event_id)
      ORDER BY event_no LIMIT ${atOnce}`.execute(pass.db);
    if (rows.length > 0)
      await pass.db.transaction().execute(async (tx) => {
        await requireLease(tx, alertLease, pass.holderName, pass.lease);
        const silences = await silencesNow(tx, at);
        for (const row of rows) await takeUp(pass, tx, row, silences, at);
      });
    if (rows.length < atOnce) return;
  }
}

type EventRow = { event_id: string; org_id: string; type: string; plant_id: string | null; at: Date; body: string };

async function takeUp(pass: Pass, tx: Tx, row: EventRow, silences: readonly Silence[], at: Date): Promise<void> {
  const { data } = JSON.parse(row.body) as { data: { readonly [member: string]: Json } };
  const alert: Alert = {
    orgId: row.org_id,
    alertId: `alr_${row.event_id.slice("evt_".length)}`,
    plantId: row.plant_id,
    ruleId: null,
    ruleVersion: null,
    kind: row.type.slice("alert.".length),
    subject: String(data.record_id ?? data.token ?? ""),
    severity: own[row.type]?.severity ?? "warning",
    name: own[row.type]?.name ?? row.type,
    state: "firing",
    told: true,
    since: row.at,
    firedAt: null,
    resolvedAt: null,
    resolution: null,
    acknowledged: null,
    value: null,
    summary: summaryOf(row.type, data),
    detail: data,
    eventId: row.event_id,
    createdAt: at,
    changedAt: at,
  };
  const made = step(undefined, { condition: "fires", isSilenced: isSilenced(silences, alert, at.getTime()) });
  await carryOut(pass, tx, alert, made, { at, isNew: true, isEvent: true });
}

function summaryOf(type: string, data: { readonly [member: string]: Json }): string {
  if (type === "alert.mint.mismatch") return `token ${data.token}: ${data.reason}`;
  return `record ${data.record_id} counted in statement ${data.statement_no} of period ${data.period_id} and is ${data.effective_status} now: the next statement makes up the deficit`;
}

/** Silences begin and end for them too. */
export async function takeUpOwn(pass: Pass, silences: readonly Silence[], at: Date): Promise<void> {
  const lookAt = (alert: Alert, now: readonly Silence[]) =>
    step(standingOf(alert), { condition: "unknown", isSilenced: isSilenced(now, alert, at.getTime()) });
  const changing = (await openOwnAlerts(pass.db)).filter((one) => lookAt(one, silences).changes.length > 0);
  for (const { orgId, alertId } of changing)
    await pass.db.transaction().execute(async (tx) => {
      await requireLease(tx, alertLease, pass.holderName, pass.lease);
      const alert = await findAlert(tx, orgId, alertId, { lock: true });
      // Behind the lock that whoever begins or ends a silence waits for.
      const now = await silencesNow(tx, at, orgId);
      if (alert !== undefined) await carryOut(pass, tx, alert, lookAt(alert, now), { at });
    });
}
