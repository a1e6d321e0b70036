import { type SelectQueryBuilder, sql } from "kysely";
import type { Json } from "../kernel/canonical.ts";
import type { PlantKey } from "../plants/store.ts";
import type { Db, Tx } from "../platform/database.ts";
import type { Database } from "../platform/schema.ts";
import type { Severity } from "./alert-rule.ts";
import type { AlertChange, AlertState, Standing } from "./alert-steps.ts";

export type Alert = {
  readonly orgId: string;
  readonly alertId: string;
  /** Null: of no one plant. */
  readonly plantId: string | null;
  /** Null: the gateway's own. */
  readonly ruleId: string | null;
  readonly ruleVersion: number | null;
  readonly kind: string;
  /** The device or key it is about; empty: the plant. */
  readonly subject: string;
  readonly severity: Severity;
  readonly name: string;
  readonly state: AlertState;
  readonly told: boolean;
  readonly since: Date;
  readonly firedAt: Date | null;
  readonly resolvedAt: Date | null;
  readonly resolution: string | null;
  readonly acknowledged: { readonly at: Date; readonly by: string; readonly note: string | null } | null;
  readonly value: number | null;
  readonly summary: string;
  readonly detail: { readonly [member: string]: Json };
  readonly eventId: string | null;
  readonly createdAt: Date;
  readonly changedAt: Date;
};

export type ChangeEntry = {
  readonly changeNo: number;
  readonly change: AlertChange;
  readonly at: Date;
  readonly actor: string | null;
  readonly note: string | null;
};

export const standingOf = ({ state, acknowledged, told }: Alert): Standing => ({
  state,
  told,
  isAcknowledged: acknowledged !== null,
});

type Columns = Parameters<typeof toAlert>[0];

function toAlert(row: {
  org_id: string;
  alert_id: string;
  plant_id: string | null;
  rule_id: string | null;
  rule_version: number | null;
  kind: string;
  subject: string;
  severity: Severity;
  name: string;
  state: AlertState;
  told: boolean;
  since: Date;
  fired_at: Date | null;
  resolved_at: Date | null;
  resolution: string | null;
  acknowledged_at: Date | null;
  acknowledged_by: string | null;
  note: string | null;
  value: number | null;
  summary: string;
  detail: unknown;
  event_id: string | null;
  created_at: Date;
  changed_at: Date;
}): Alert {
  const { acknowledged_at: at, acknowledged_by: by, note } = row;
  return {
    orgId: row.org_id,
    alertId: row.alert_id,
    plantId: row.plant_id,
    ruleId: row.rule_id,
    ruleVersion: row.rule_version,
    kind: row.kind,
    subject: row.subject,
    severity: row.severity,
    name: row.name,
    state: row.state,
    told: row.told,
    since: row.since,
    firedAt: row.fired_at,
    resolvedAt: row.resolved_at,
    resolution: row.resolution,
    acknowledged: at === null || by === null ? null : { at, by, note },
    value: row.value,
    summary: row.summary,
    detail: row.detail as Alert["detail"],
    eventId: row.event_id,
    createdAt: row.created_at,
    changedAt: row.changed_at,
  };
}

const columnsOf = (alert: Alert) => ({
  org_id: alert.orgId,
  alert_id: alert.alertId,
  plant_id: alert.plantId,
  rule_id: alert.ruleId,
  rule_version: alert.ruleVersion,
  kind: alert.kind,
  subject: alert.subject,
  severity: alert.severity,
  name: alert.name,
  state: alert.state,
  told: alert.told,
  since: alert.since,
  fired_at: alert.firedAt,
  resolved_at: alert.resolvedAt,
  resolution: alert.resolution,
  acknowledged_at: alert.acknowledged?.at ?? null,
  acknowledged_by: alert.acknowledged?.by ?? null,
  note: alert.acknowledged?.note ?? null,
  value: alert.value,
  summary: alert.summary,
  detail: JSON.stringify(alert.detail),
  event_id: alert.eventId,
  created_at: alert.createdAt,
  changed_at: alert.changedAt,
});

export async function insertAlert(tx: Tx, alert: Alert): Promise<void> {
  await tx.insertInto("alerts").values(columnsOf(alert)).execute();
}

export async function saveAlert(tx: Tx, alert: Alert): Promise<void> {
  await tx
    .updateTable("alerts")
    .set(columnsOf(alert))
    .where("org_id", "=", alert.orgId)
    .where("alert_id", "=", alert.alertId)
    .execute();
}

/** Of one that was pending and is nothing any more. */
export async function dropAlert(tx: Tx, { orgId, alertId }: Alert): Promise<void> {
  await tx.deleteFrom("alerts").where("org_id", "=", orgId).where("alert_id", "=", alertId).execute();
}

/** Writes changes behind those that are there; the alert's row is locked by the caller. @returns them with their numbers */
export async function insertChanges(
  tx: Tx,
  { orgId, alertId }: Alert,
  changes: readonly Omit<ChangeEntry, "changeNo">[],
): Promise<ChangeEntry[]> {
  if (changes.length === 0) return [];
  const { most } = await tx
    .selectFrom("alert_changes")
    .select(({ fn }) => fn.max("change_no").as("most"))
    .where("org_id", "=", orgId)
    .where("alert_id", "=", alertId)
    .executeTakeFirstOrThrow();
  const numbered = changes.map((one, i) => ({ ...one, changeNo: (most ?? 0) + i + 1 }));
  await tx
    .insertInto("alert_changes")
    .values(
      numbered.map(({ changeNo, change, at, actor, note }) => ({
        ...{ org_id: orgId, alert_id: alertId, change_no: changeNo, change, at, actor, note },
      })),
    )
    .execute();
  return numbered;
}

/** An alert of an organisation by its id; `lock`: until the transaction ends. */
export async function findAlert(
  db: Db,
  orgId: string,
  alertId: string,
  options: { readonly lock?: boolean } = {},
): Promise<Alert | undefined> {
  const query = db.selectFrom("alerts").selectAll().where("org_id", "=", orgId).where("alert_id", "=", alertId);
  const row = await (options.lock ? query.forUpdate() : query).executeTakeFirst();
  return row && toAlert(row);
}

export async function listChanges(db: Db, orgId: string, alertId: string): Promise<ChangeEntry[]> {
  const rows = await db
    .selectFrom("alert_changes")
    .selectAll()
    .where("org_id", "=", orgId)
    .where("alert_id", "=", alertId)
    .orderBy("change_no")
    .execute();
  return rows.map((row) => ({
    changeNo: row.change_no,
    change: row.change as AlertChange,
    at: row.at,
    actor: row.actor,
    note: row.note,
  }));
}

export type AlertQuery = {
  readonly states?: readonly AlertState[] | undefined;
  readonly severities?: readonly Severity[] | undefined;
  readonly kinds?: readonly string[] | undefined;
  readonly plantId?: string | undefined;
  readonly ruleId?: string | undefined;
  /** Only of these plants: what narrows a key. */
  readonly plants?: readonly string[] | undefined;
  /** Only what rules found of these devices: the same. */
  readonly devices?: readonly string[] | undefined;
  /** The last one of the page before. */
  readonly after?: { readonly createdAt: string; readonly alertId: string } | undefined;
  readonly limit: number;
};

/** One page of an organisation's alerts, newest first. */
export async function listAlerts(db: Db, orgId: string, query: AlertQuery): Promise<Alert[]> {
  const { states, severities, kinds, plantId, ruleId, plants, devices, after, limit } = query;
  let found = db.selectFrom("alerts").selectAll().where("org_id", "=", orgId);
  if (states !== undefined) found = found.where("state", "in", [...states]);
  if (severities !== undefined) found = found.where("severity", "in", [...severities]);
  if (kinds !== undefined) found = found.where("kind", "in", [...kinds]);
  if (plantId !== undefined) found = found.where("plant_id", "=", plantId);
  if (ruleId !== undefined) found = found.where("rule_id", "=", ruleId);
  if (plants !== undefined) found = found.where("plant_id", "in", [...plants]);
  if (devices !== undefined) found = found.where("rule_id", "is not", null).where("subject", "in", [...devices]);
  if (after !== undefined)
    found = found.where(sql<boolean>`(created_at, alert_id) < (${after.createdAt}::timestamptz, ${after.alertId})`);
  const rows = await found.orderBy("created_at", "desc").orderBy("alert_id", "desc").limit(limit).execute();
  return rows.map(toAlert);
}

type AlertRows = SelectQueryBuilder<Database, "alerts", Columns>;
const alertRows = (db: Db): AlertRows =>
  db.selectFrom("alerts").selectAll().where("state", "<>", "resolved").orderBy("org_id").orderBy("alert_id");

/** Open alerts of rules at some plants. */
export async function openAlertsOf(
  db: Db,
  keys: readonly PlantKey[],
  options: { readonly lock?: boolean } = {},
): Promise<Alert[]> {
  const wanted = sql`SELECT * FROM unnest(${keys.map(({ orgId }) => orgId)}::text[], ${keys.map(({ plantId }) => plantId)}::text[])`;
  const query = alertRows(db).where("rule_id", "is not", null).where(sql<boolean>`(org_id, plant_id) IN (${wanted})`);
  return (await (options.lock ? query.forUpdate() : query).execute()).map(toAlert);
}

/** Open alerts of the gateway's own, over all organisations. */
export async function openOwnAlerts(db: Db): Promise<Alert[]> {
  return (await alertRows(db).where("rule_id", "is", null).execute()).map(toAlert);
}

/** Open alerts of an organisation, locked: for a silence that begins or ends. */
export async function lockOpenAlerts(tx: Tx, orgId: string): Promise<Alert[]> {
  return (await alertRows(tx).where("org_id", "=", orgId).forUpdate().execute()).map(toAlert);
}

/** What an Alertmanager is to hear of: what fires, and what has ended or fallen silent a while ago. */
export async function alertsToRepeat(db: Db, endedAfter: Date, orgId?: string): Promise<Alert[]> {
  const rows = await db
    .selectFrom("alerts")
    .selectAll()
    .where("fired_at", "is not", null)
    .where("told", "=", true)
    .where(({ or, eb }) => or([eb("state", "<>", "resolved"), eb("changed_at", ">", endedAfter)]))
    .where(({ or, eb }) => or([eb("state", "<>", "silenced"), eb("changed_at", ">", endedAfter)]))
    .$if(orgId !== undefined, (query) => query.where("org_id", "=", orgId as string))
    .orderBy("org_id")
    .orderBy("alert_id")
    .execute();
  return rows.map(toAlert);
}
