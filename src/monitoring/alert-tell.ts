import { sql } from "kysely";
import { base32 } from "../kernel/ids.ts";
import type { Randomness } from "../kernel/time.ts";
import type { Tx } from "../platform/database.ts";
import { emit, publish, type TenantEvent, type TenantEventType } from "../platform/events.ts";
import { isFor, listChannels } from "./alert-channel-store.ts";
import type { AlertChange, Step } from "./alert-steps.ts";
import { type Alert, type ChangeEntry, dropAlert, insertAlert, insertChanges, saveAlert } from "./alert-store.ts";

/**
 * What a change of an alert leaves behind, all of it in the transaction of the change: the row, its history, one event
 * for webhooks and live streams, one mail for each address. A crash before the commit leaves nothing, after it all.
 */
export type Told = {
  readonly at: Date;
  /** Who did it; undefined: the gateway, by what it found. */
  readonly actor?: string;
  readonly note?: string | undefined;
  /** Why it is over. */
  readonly resolution?: string;
  /** Its beginning is an event already. */
  readonly isEvent?: boolean;
};

/**
 * Writes what a step has made of an alert. The caller holds the lock on its row, if there is one.
 *
 * @param isNew there is no row yet
 * @returns the alert as it stands; undefined when there is none any more
 */
export async function carryOut(
  { random }: { readonly random: Randomness },
  tx: Tx,
  alert: Alert,
  { standing, changes }: Step,
  told: Told & { readonly isNew?: boolean },
): Promise<Alert | undefined> {
  if (standing === undefined) {
    await dropAlert(tx, alert);
    return undefined;
  }
  if (changes.length === 0) return alert;
  const { at } = told;
  const has = (name: AlertChange) => changes.some(({ change }) => change === name);
  const after: Alert = {
    ...alert,
    state: standing.state,
    told: standing.told,
    changedAt: at,
    firedAt: has("fired") ? at : alert.firedAt,
    ...(has("resolved") && { resolvedAt: at, resolution: told.resolution ?? "the condition is over" }),
    ...(has("acknowledged") && { acknowledged: { at, by: told.actor ?? "", note: told.note ?? null } }),
  };
  await (told.isNew ? insertAlert(tx, after) : saveAlert(tx, after));
  const entries = changes.map(({ change }) => ({ change, at, actor: told.actor ?? null, note: told.note ?? null }));
  const written = await insertChanges(tx, after, entries);
  const heard = written.filter((_, i) => changes[i]?.isTold);
  const events = heard.filter(({ change }) => !(told.isEvent && change === "fired"));
  await emit(
    tx,
    events.map(({ change }) => eventOf(random, after, change)),
    at,
  );
  await queueMails(tx, alert, after, heard);
  await publish(tx, { type: "alert.changed" });
  return after;
}

const typeOf = {
  fired: "alert.fired",
  acknowledged: "alert.acknowledged",
  silenced: "alert.silenced",
  "silence-ended": "alert.silence-ended",
  resolved: "alert.resolved",
} as const satisfies Record<Exclude<AlertChange, "pending">, TenantEventType>;

function eventOf(random: Randomness, alert: Alert, change: AlertChange): TenantEvent {
  if (change === "pending") throw new Error("nobody is told of what is pending");
  const { orgId, plantId } = alert;
  const eventId = `evt_${base32(random.bytes(16))}`;
  const data = {
    alert_id: alert.alertId,
    ...(plantId !== null && { plant_id: plantId }),
    ...(alert.ruleId !== null && { rule_id: alert.ruleId }),
    kind: alert.kind,
    name: alert.name,
    subject: alert.subject,
    severity: alert.severity,
    state: alert.state,
    summary: alert.summary,
    value: alert.value,
    since: alert.since.toISOString(),
    fired_at: alert.firedAt?.toISOString() ?? null,
    resolved_at: alert.resolvedAt?.toISOString() ?? null,
  };
  return { eventId, orgId, type: typeOf[change], ...(plantId !== null && { plantId }), data };
}

/** Mail is for beginning and end alone; a silence that ends is a beginning for whoever had not heard of it. */
async function queueMails(tx: Tx, before: Alert, after: Alert, heard: readonly ChangeEntry[]): Promise<void> {
  const worth = heard.filter(
    ({ change }) => change === "fired" || change === "resolved" || (change === "silence-ended" && !before.told),
  );
  if (worth.length === 0) return;
  const { orgId, alertId } = after;
  const channels = (await listChannels(tx, { orgId, kind: "email" })).filter(
    (one) => one.confirmedAt !== null && isFor(one, after),
  );
  const rows = worth.flatMap(({ changeNo, at }) =>
    channels.map(({ channelId }) => ({
      ...{ org_id: orgId, channel_id: channelId, alert_id: alertId, change_no: changeNo },
      ...{ created_at: at, due_at: at },
    })),
  );
  if (rows.length > 0) await tx.insertInto("alert_mails").values(rows).execute();
}

/** A new alert's id. Of one that is made of an event it is the event's, so that it is made once. */
export const newAlertId = (random: Randomness): string => `alr_${base32(random.bytes(16))}`;

/** How many alerts are open, by severity. */
export async function countOpen(
  db: Pick<Tx, "getExecutor">,
): Promise<{ severity: string; state: string; count: number }[]> {
  const { rows } = await sql<{ severity: string; state: string; count: number }>`
    SELECT severity, state, count(*)::int AS count FROM alerts WHERE state <> 'resolved' GROUP BY severity, state`.execute(
    db as Tx,
  );
  return rows;
}
