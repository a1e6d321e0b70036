import type { Actor } from "../kernel/actor.ts";
import type { Json } from "../kernel/canonical.ts";
import { canonicalText } from "../kernel/canonical.ts";
import { Fault } from "../kernel/fault.ts";
import { base32 } from "../kernel/ids.ts";
import type { Clock, Randomness } from "../kernel/time.ts";
import { deviceNotFound } from "../plants/device-keys.ts";
import { plantNotFound } from "../plants/plants.ts";
import { findDevice, findPlant, type PlantKey } from "../plants/store.ts";
import type { Db, Tx } from "../platform/database.ts";
import type { ScopedDb } from "../platform/scoped.ts";
import { takeTurn } from "../platform/turns.ts";
import { type AdminActName, recordActs } from "../tenancy/acts.ts";
import { managers, mayUseDevice, mayUsePlant, readers, requireEveryDevice, requireRole } from "../tenancy/scope.ts";
import { type AlertRule, valueKinds } from "./alert-rule.ts";
import * as store from "./alert-rule-store.ts";
import { beginReading } from "./alert-watch-store.ts";

export type { KeptRule } from "./alert-rule-store.ts";

/** What is watched at a plant, by its operators. The loop takes a change up with its next look. */

export type AlertVerbDeps = { readonly db: ScopedDb; readonly clock: Clock; readonly random: Randomness };

const mostRules = 100;

/** @throws {Fault} `forbidden`, `not-found`, `rule-violated` for one too many */
export async function createRule(
  deps: AlertVerbDeps,
  actor: Actor,
  plantId: string,
  rule: AlertRule,
): Promise<store.KeptRule> {
  requireRole(actor, managers);
  requireOwnDevice(actor, rule);
  const at = new Date(deps.clock.nowMs());
  const key = { orgId: actor.orgId, plantId };
  const ruleId = `rul_${base32(deps.random.bytes(16))}`;
  return inPlant(deps, actor, plantId, at, async (tx) => {
    await requireDevice(tx, key, rule);
    await takeTurn(tx, "alert rules", actor.orgId, plantId);
    if ((await store.listRules(tx, key)).length >= mostRules) {
      const detail = `A plant has at most ${mostRules} alert rules: delete one first.`;
      throw new Fault("rule-violated", detail, { extensions: { rule: "alert-rule.most" } });
    }
    const kept = {
      ...key,
      ruleId,
      rule,
      version: 1,
      beginsAfter: null,
      defaultName: null,
      createdAt: at,
      updatedAt: at,
    };
    await store.insertRule(tx, kept);
    if (looksAtValues(rule)) await beginReading(tx, key, ruleId);
    await acted(tx, actor, "alert-rule.created", kept, at);
    return kept;
  });
}

/** All rules of a plant, oldest first. @throws {Fault} `forbidden`, `not-found` */
export async function listRules(deps: AlertVerbDeps, actor: Actor, plantId: string): Promise<store.KeptRule[]> {
  requireRole(actor, readers);
  const at = new Date(deps.clock.nowMs());
  return inPlant(deps, actor, plantId, at, (tx) => store.listRules(tx, { orgId: actor.orgId, plantId }));
}

/** @throws {Fault} `forbidden`, `not-found` */
export async function getRule(deps: AlertVerbDeps, actor: Actor, plantId: string, ruleId: string) {
  requireRole(actor, readers);
  const at = new Date(deps.clock.nowMs());
  return inPlant(deps, actor, plantId, at, async (tx) => {
    const found = await store.findRule(tx, { orgId: actor.orgId, plantId }, ruleId);
    return found ?? ruleNotFound(plantId, ruleId);
  });
}

/**
 * Puts another form of a rule in force. What it has found is over with that, and is looked at anew.
 *
 * @param change.mayChange throws where the caller means another state
 * @throws {Fault} `forbidden`, `not-found`, and what `mayChange` and `apply` throw
 */
export async function changeRule(
  deps: AlertVerbDeps,
  actor: Actor,
  plantId: string,
  ruleId: string,
  change: { mayChange(standing: store.KeptRule): void; apply(before: AlertRule): AlertRule },
): Promise<store.KeptRule> {
  requireRole(actor, managers);
  const at = new Date(deps.clock.nowMs());
  const key = { orgId: actor.orgId, plantId };
  return inPlant(deps, actor, plantId, at, async (tx) => {
    const before = (await store.findRule(tx, key, ruleId, { lock: true })) ?? ruleNotFound(plantId, ruleId);
    requireOwnDevice(actor, before.rule);
    change.mayChange(before);
    const rule = change.apply(before.rule);
    requireOwnDevice(actor, rule);
    if (canonicalText(rule as Json) === canonicalText(before.rule as Json)) return before;
    await requireDevice(tx, key, rule);
    const after = { ...before, rule, version: before.version + 1, updatedAt: at };
    await store.saveRule(tx, after);
    if (looksAtValues(rule) && !looksAtValues(before.rule)) await beginReading(tx, key, ruleId);
    await acted(tx, actor, "alert-rule.changed", after, at);
    return after;
  });
}

/** `mayDelete` throws where the caller means another state. @returns what it was @throws {Fault} `forbidden`, `not-found` */
export async function deleteRule(
  deps: AlertVerbDeps,
  actor: Actor,
  plantId: string,
  ruleId: string,
  mayDelete: (standing: store.KeptRule) => void = () => undefined,
): Promise<store.KeptRule> {
  requireRole(actor, managers);
  const at = new Date(deps.clock.nowMs());
  return inPlant(deps, actor, plantId, at, async (tx) => {
    const key = { orgId: actor.orgId, plantId };
    const rule = (await store.findRule(tx, key, ruleId, { lock: true })) ?? ruleNotFound(plantId, ruleId);
    requireOwnDevice(actor, rule.rule);
    mayDelete(rule);
    await store.deleteRule(tx, rule);
    await acted(tx, actor, "alert-rule.deleted", rule, at);
    return rule;
  });
}

export type Defaults = { readonly enabled: boolean; readonly rules: readonly store.KeptRule[] };

/** Whether a plant has the default rules. @throws {Fault} `forbidden`, `not-found` */
export async function getDefaults(deps: AlertVerbDeps, actor: Actor, plantId: string): Promise<Defaults> {
  requireRole(actor, readers);
  const at = new Date(deps.clock.nowMs());
  return inPlant(deps, actor, plantId, at, (tx) => defaultsOf(tx, { orgId: actor.orgId, plantId }));
}

/** Switches all default rules off, or on; one that was deleted is made again. @throws {Fault} as {@link changeRule} */
export async function setDefaults(
  deps: AlertVerbDeps,
  actor: Actor,
  plantId: string,
  enabled: boolean,
  mayChange: (standing: Defaults) => void,
): Promise<Defaults> {
  requireRole(actor, managers);
  requireEveryDevice(actor);
  const at = new Date(deps.clock.nowMs());
  const key = { orgId: actor.orgId, plantId };
  return inPlant(deps, actor, plantId, at, async (tx) => {
    await store.lockDefaults(tx, key);
    const before = await defaultsOf(tx, key);
    mayChange(before);
    if (enabled) await store.insertDefaults(tx, key, at);
    for (const { ruleId } of (await defaultsOf(tx, key)).rules) {
      const kept = await store.findRule(tx, key, ruleId, { lock: true });
      if (kept === undefined || kept.rule.enabled === enabled) continue;
      const rule = { ...kept.rule, enabled };
      await store.saveRule(tx, { ...kept, rule, version: kept.version + 1, updatedAt: at });
      if (looksAtValues(rule)) await beginReading(tx, key, ruleId);
    }
    await store.saveDefaultsOn(tx, key, enabled);
    if (before.enabled !== enabled) {
      const act = {
        orgId: actor.orgId,
        actor,
        act: "alert-defaults.set",
        object: plantId,
        detail: { enabled },
      } as const;
      await recordActs(tx, [act], at);
    }
    return defaultsOf(tx, key);
  });
}

async function defaultsOf(db: Db, key: PlantKey): Promise<Defaults> {
  const rules = (await store.listRules(db, key)).filter(({ defaultName }) => defaultName !== null);
  return { enabled: await store.defaultsOn(db, key), rules };
}

/** A transaction about a plant that the actor may see, with the default rules that a new one begins with. */
async function inPlant<T>(
  { db }: AlertVerbDeps,
  actor: Actor,
  plantId: string,
  at: Date,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  if (!mayUsePlant(actor, plantId)) throw plantNotFound(plantId);
  return db
    .of(actor.orgId)
    .transaction()
    .execute(async (tx) => {
      if ((await findPlant(tx, actor.orgId, plantId)) === undefined) throw plantNotFound(plantId);
      await store.beginPlants(tx, [{ orgId: actor.orgId, plantId }], at);
      return work(tx);
    });
}

const looksAtValues = ({ enabled, kind }: AlertRule): boolean => enabled && valueKinds.has(kind);

/** A rule that names no device looks at each of the plant. @throws {Fault} `forbidden` for a key of some devices, but for a rule on one of them */
function requireOwnDevice(actor: Actor, rule: AlertRule): void {
  const deviceId = "device_id" in rule ? rule.device_id : undefined;
  if (deviceId === undefined || !mayUseDevice(actor, deviceId)) requireEveryDevice(actor);
}

async function requireDevice(tx: Tx, key: PlantKey, rule: AlertRule): Promise<void> {
  const deviceId = "device_id" in rule ? rule.device_id : undefined;
  if (deviceId !== undefined && (await findDevice(tx, { ...key, deviceId })) === undefined)
    throw deviceNotFound(key.plantId, deviceId);
}

async function acted(tx: Tx, actor: Actor, act: AdminActName, kept: store.KeptRule, at: Date): Promise<void> {
  const detail = { plant_id: kept.plantId, version: kept.version, rule: kept.rule as unknown as Json };
  await recordActs(tx, [{ orgId: kept.orgId, actor, act, object: kept.ruleId, detail }], at);
}

function ruleNotFound(plantId: string, ruleId: string): never {
  throw new Fault("not-found", `There is no alert rule ${ruleId} at the plant ${plantId}.`);
}
