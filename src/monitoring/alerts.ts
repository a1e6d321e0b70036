import type { Actor } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import { base32 } from "../kernel/ids.ts";
import { plantNotFound } from "../plants/plants.ts";
import { findPlant } from "../plants/store.ts";
import type { Tx } from "../platform/database.ts";
import { recordActs } from "../tenancy/acts.ts";
import {
  managers,
  mayUseDevice,
  mayUsePlant,
  readers,
  registrars,
  requireEveryDevice,
  requireRole,
} from "../tenancy/scope.ts";
import { findRule } from "./alert-rule-store.ts";
import type { AlertVerbDeps } from "./alert-rules.ts";
import * as silences from "./alert-silences.ts";
import { acknowledge, step } from "./alert-steps.ts";
import * as store from "./alert-store.ts";
import { carryOut } from "./alert-tell.ts";

export type { Silence } from "./alert-silences.ts";
export type { Alert, ChangeEntry } from "./alert-store.ts";

/** What people see of alerts and do about them. Every act is in the organisation's audit trail. */

const lookers = [...readers, ...registrars];
const handlers = [...managers, ...registrars];

/** One page, newest first. `more`: there are others behind. @throws {Fault} `forbidden` */
export async function listAlerts(
  deps: AlertVerbDeps,
  actor: Actor,
  query: store.AlertQuery,
): Promise<{ alerts: store.Alert[]; more: boolean }> {
  requireRole(actor, lookers);
  const limits = { plants: actor.limits?.plants, devices: actor.limits?.devices, limit: query.limit + 1 };
  const found = await store.listAlerts(deps.db.of(actor.orgId), actor.orgId, { ...query, ...limits });
  return { alerts: found.slice(0, query.limit), more: found.length > query.limit };
}

export type AlertDetail = { readonly alert: store.Alert; readonly changes: readonly store.ChangeEntry[] };

/** With its history. @throws {Fault} `forbidden`, `not-found` */
export async function getAlert(deps: AlertVerbDeps, actor: Actor, alertId: string): Promise<AlertDetail> {
  requireRole(actor, lookers);
  const db = deps.db.of(actor.orgId);
  const alert = seen(actor, await store.findAlert(db, actor.orgId, alertId), alertId);
  return { alert, changes: await store.listChanges(db, actor.orgId, alertId) };
}

/** Somebody looks after it. Again: nothing happens. @throws {Fault} `forbidden`, `not-found`, `rule-violated` */
export async function acknowledgeAlert(
  deps: AlertVerbDeps,
  actor: Actor,
  alertId: string,
  note: string | undefined,
): Promise<AlertDetail> {
  requireRole(actor, handlers);
  return change(deps, actor, alertId, async (tx, alert, at) => {
    const made = acknowledge(store.standingOf(alert));
    if (made === undefined) {
      const detail = `The alert is ${alert.state}: only one that fires can be acknowledged.`;
      throw new Fault("rule-violated", detail, { extensions: { rule: "alert.acknowledge", state: alert.state } });
    }
    if (made.changes.length === 0) return;
    await carryOut(deps, tx, alert, made, { at, actor: actor.keyId, note });
    await acted(tx, actor, "alert.acknowledged", alertId, { note: note ?? null }, at);
  });
}

/**
 * The matter is settled: for alerts of the gateway's own, which no condition ends. Again: nothing happens.
 *
 * @throws {Fault} `forbidden`, `not-found`, `rule-violated`
 */
export async function closeAlert(
  deps: AlertVerbDeps,
  actor: Actor,
  alertId: string,
  reason: string,
): Promise<AlertDetail> {
  requireRole(actor, handlers);
  return change(deps, actor, alertId, async (tx, alert, at) => {
    if (alert.ruleId !== null) {
      const detail = "The alert is resolved when the condition of its rule is over: silence it, or change the rule.";
      throw new Fault("rule-violated", detail, { extensions: { rule: "alert.close" } });
    }
    if (alert.state === "resolved") return;
    const made = step(store.standingOf(alert), { condition: "over", isSilenced: false });
    await carryOut(deps, tx, alert, made, { at, actor: actor.keyId, note: reason, resolution: reason });
    await acted(tx, actor, "alert.closed", alertId, { reason }, at);
  });
}

export type SilenceChoice = {
  readonly plantId?: string | undefined;
  readonly ruleId?: string | undefined;
  readonly alertId?: string | undefined;
  readonly untilMs: number;
  readonly reason: string;
};

const longestSilenceMs = 90 * 86_400_000;

/**
 * Nobody hears of the alerts that it is for until it ends. Those that are open are silent with it.
 *
 * @throws {Fault} `forbidden`, `not-found`, `invalid-request`
 */
export async function createSilence(
  deps: AlertVerbDeps,
  actor: Actor,
  choice: SilenceChoice,
): Promise<silences.Silence> {
  requireRole(actor, handlers);
  const nowMs = deps.clock.nowMs();
  if (choice.untilMs <= nowMs || choice.untilMs > nowMs + longestSilenceMs) {
    const detail = "A silence ends in the future, in 90 days at the latest.";
    const errors = [{ pointer: "/until", rule: "until", detail }];
    throw new Fault("invalid-request", detail, { errors });
  }
  const at = new Date(nowMs);
  return deps.db
    .of(actor.orgId)
    .transaction()
    .execute(async (tx) => {
      await requireNamed(tx, actor, choice);
      const silence: silences.Silence = {
        orgId: actor.orgId,
        silenceId: `sil_${base32(deps.random.bytes(16))}`,
        plantId: choice.plantId ?? null,
        ruleId: choice.ruleId ?? null,
        alertId: choice.alertId ?? null,
        reason: choice.reason,
        from: at,
        until: new Date(choice.untilMs),
        createdBy: actor.keyId,
        ended: null,
      };
      await silences.insertSilence(tx, silence);
      await takeUp(deps, tx, actor, at, silence.reason);
      await acted(tx, actor, "alert-silence.created", silence.silenceId, silenceDetail(silence), at);
      return silence;
    });
}

/** Before its time. One that has ended stays as it is. @throws {Fault} `forbidden`, `not-found` */
export async function endSilence(deps: AlertVerbDeps, actor: Actor, silenceId: string): Promise<silences.Silence> {
  requireRole(actor, handlers);
  requireEveryDevice(actor);
  const at = new Date(deps.clock.nowMs());
  return deps.db
    .of(actor.orgId)
    .transaction()
    .execute(async (tx) => {
      const silence = await silences.findSilence(tx, actor.orgId, silenceId);
      if (silence === undefined || !maySee(actor, silence.plantId)) return silenceNotFound(silenceId);
      if (!(await silences.endSilence(tx, silence, at, actor.keyId))) return silence;
      await takeUp(deps, tx, actor, at);
      await acted(tx, actor, "alert-silence.ended", silenceId, silenceDetail(silence), at);
      return { ...silence, ended: { at, by: actor.keyId } };
    });
}

/** One page, newest first. @throws {Fault} `forbidden` */
export async function listSilences(
  deps: AlertVerbDeps,
  actor: Actor,
  page: Parameters<typeof silences.listSilences>[2],
): Promise<{ silences: silences.Silence[]; more: boolean }> {
  requireRole(actor, lookers);
  const found = await silences.listSilences(deps.db.of(actor.orgId), actor.orgId, { ...page, limit: page.limit + 1 });
  return { silences: found.slice(0, page.limit), more: found.length > page.limit };
}

/** Open alerts fall silent, or speak again, with the silence that begins or ends. */
async function takeUp(deps: AlertVerbDeps, tx: Tx, actor: Actor, at: Date, note?: string): Promise<void> {
  const now = await silences.silencesNow(tx, at, actor.orgId);
  for (const alert of await store.lockOpenAlerts(tx, actor.orgId)) {
    const isSilenced = silences.isSilenced(now, alert, at.getTime());
    const made = step(store.standingOf(alert), { condition: "unknown", isSilenced });
    await carryOut(deps, tx, alert, made, { at, actor: actor.keyId, note });
  }
}

/** What a silence names is there. */
async function requireNamed(tx: Tx, actor: Actor, { plantId, ruleId, alertId }: SilenceChoice): Promise<void> {
  if (alertId !== undefined) seen(actor, await store.findAlert(tx, actor.orgId, alertId), alertId);
  if (plantId !== undefined) {
    const plant = mayUsePlant(actor, plantId) ? await findPlant(tx, actor.orgId, plantId) : undefined;
    if (plant === undefined) throw plantNotFound(plantId);
    if (ruleId !== undefined && (await findRule(tx, { orgId: actor.orgId, plantId }, ruleId)) === undefined)
      throw new Fault("not-found", `There is no alert rule ${ruleId} at the plant ${plantId}.`);
  }
}

async function change(
  deps: AlertVerbDeps,
  actor: Actor,
  alertId: string,
  work: (tx: Tx, alert: store.Alert, at: Date) => Promise<void>,
): Promise<AlertDetail> {
  const at = new Date(deps.clock.nowMs());
  await deps.db
    .of(actor.orgId)
    .transaction()
    .execute(async (tx) => {
      const alert = seen(actor, await store.findAlert(tx, actor.orgId, alertId, { lock: true }), alertId);
      await work(tx, alert, at);
    });
  const db = deps.db.of(actor.orgId);
  const alert = seen(actor, await store.findAlert(db, actor.orgId, alertId), alertId);
  return { alert, changes: await store.listChanges(db, actor.orgId, alertId) };
}

/** A key of some plants sees what is about those alone. */
function maySee({ limits, ...actor }: Actor, plantId: string | null): boolean {
  return plantId === null ? limits?.plants === undefined : mayUsePlant({ ...actor, limits }, plantId);
}

/** One of some devices sees what rules found of those: an alert says what was measured. */
function isOfDevices(actor: Actor, { ruleId, subject }: store.Alert): boolean {
  return actor.limits?.devices === undefined || (ruleId !== null && mayUseDevice(actor, subject));
}

function seen(actor: Actor, alert: store.Alert | undefined, alertId: string): store.Alert {
  if (alert !== undefined && maySee(actor, alert.plantId) && isOfDevices(actor, alert)) return alert;
  throw new Fault("not-found", `There is no alert ${alertId} in your organisation.`);
}

function silenceNotFound(silenceId: string): never {
  throw new Fault("not-found", `There is no silence ${silenceId} in your organisation.`);
}

const silenceDetail = ({ plantId, ruleId, alertId, until, reason }: silences.Silence) => ({
  plant_id: plantId,
  rule_id: ruleId,
  alert_id: alertId,
  until: until.toISOString(),
  reason,
});

type Act = "alert.acknowledged" | "alert.closed" | "alert-silence.created" | "alert-silence.ended";

function acted(
  tx: Tx,
  actor: Actor,
  act: Act,
  object: string,
  detail: Readonly<Record<string, string | null>>,
  at: Date,
): Promise<void> {
  return recordActs(tx, [{ orgId: actor.orgId, actor, act, object, detail }], at);
}
