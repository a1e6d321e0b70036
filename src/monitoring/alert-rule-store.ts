import { sql } from "kysely";
import { type PlantKey, plantKeyText } from "../plants/store.ts";
import type { Db, Tx } from "../platform/database.ts";
import type { StoredRule } from "./alert-looks.ts";
import { type AlertRule, defaultRules } from "./alert-rule.ts";

/** A rule as its plant has it. */
export type KeptRule = StoredRule & {
  readonly orgId: string;
  readonly plantId: string;
  /** Which default it was made as; null: somebody's own. */
  readonly defaultName: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

/** Ids of the default rules follow from their names: two gateways that make them make the same. */
const defaultId = (name: string) => `rul_default-${name}`;

/**
 * Plants that are new get their default rules. Also with the first call about one's alerts, so that nobody sees a plant
 * without them. @returns how many
 */
export async function takeUpPlants(db: Db, at: Date): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ org_id: string; plant_id: string }>`
      SELECT org_id, plant_id FROM plants AS plant
      WHERE config <> '{}' AND NOT EXISTS (
        SELECT FROM alert_plants AS known WHERE known.org_id = plant.org_id AND known.plant_id = plant.plant_id)
      LIMIT 500`.execute(db);
    const keys = rows.map((row) => ({ orgId: row.org_id, plantId: row.plant_id }));
    if (keys.length > 0) await db.transaction().execute((tx) => beginPlants(tx, keys, at));
    if (keys.length < 500) return;
  }
}

/** The same for some plants; those that were begun stay as they are. */
export async function beginPlants(tx: Tx, keys: readonly PlantKey[], at: Date): Promise<void> {
  const begun = await tx
    .insertInto("alert_plants")
    .values(keys.map(({ orgId, plantId }) => ({ org_id: orgId, plant_id: plantId, defaults_on: true })))
    .onConflict((conflict) => conflict.doNothing())
    .returning(["org_id", "plant_id"])
    .execute();
  for (const row of begun) await insertDefaults(tx, { orgId: row.org_id, plantId: row.plant_id }, at);
}

/** Makes those of the default rules that the plant does not have. */
export async function insertDefaults(tx: Tx, { orgId, plantId }: PlantKey, at: Date): Promise<void> {
  await tx
    .insertInto("alert_rules")
    .values(
      Object.entries(defaultRules).map(([name, rule]) => ({
        org_id: orgId,
        plant_id: plantId,
        rule_id: defaultId(name),
        default_name: name,
        rule: JSON.stringify(rule),
        created_at: at,
        updated_at: at,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Rules in force at some plants, in the order of their making. */
export async function rulesOf(db: Db, keys: readonly PlantKey[]): Promise<Map<string, KeptRule[]>> {
  const rows = await db
    .selectFrom("alert_rules")
    .selectAll()
    .where(
      sql<boolean>`(org_id, plant_id) IN (SELECT * FROM unnest(${keys.map(({ orgId }) => orgId)}::text[], ${keys.map(({ plantId }) => plantId)}::text[]))`,
    )
    .where(sql<boolean>`(rule->>'enabled')::boolean`)
    .orderBy("org_id")
    .orderBy("plant_id")
    .orderBy("created_at")
    .orderBy("rule_id")
    .execute();
  return Map.groupBy(rows.map(toRule), plantKeyText);
}

/** All rules of a plant, oldest first. */
export async function listRules(db: Db, { orgId, plantId }: PlantKey): Promise<KeptRule[]> {
  const rows = await db
    .selectFrom("alert_rules")
    .selectAll()
    .where("org_id", "=", orgId)
    .where("plant_id", "=", plantId)
    .orderBy("created_at")
    .orderBy("rule_id")
    .execute();
  return rows.map(toRule);
}

export async function findRule(
  db: Db,
  { orgId, plantId }: PlantKey,
  ruleId: string,
  options: { readonly lock?: boolean } = {},
): Promise<KeptRule | undefined> {
  const query = db
    .selectFrom("alert_rules")
    .selectAll()
    .where("org_id", "=", orgId)
    .where("plant_id", "=", plantId)
    .where("rule_id", "=", ruleId);
  const row = await (options.lock ? query.forUpdate() : query).executeTakeFirst();
  return row && toRule(row);
}

export async function insertRule(tx: Tx, rule: KeptRule): Promise<void> {
  await tx
    .insertInto("alert_rules")
    .values({
      org_id: rule.orgId,
      plant_id: rule.plantId,
      rule_id: rule.ruleId,
      default_name: rule.defaultName,
      rule: JSON.stringify(rule.rule),
      created_at: rule.createdAt,
      updated_at: rule.updatedAt,
    })
    .execute();
}

export async function saveRule(tx: Tx, { orgId, plantId, ruleId, rule, version, updatedAt }: KeptRule): Promise<void> {
  await tx
    .updateTable("alert_rules")
    .set({ rule: JSON.stringify(rule), version, updated_at: updatedAt })
    .where("org_id", "=", orgId)
    .where("plant_id", "=", plantId)
    .where("rule_id", "=", ruleId)
    .execute();
}

export async function deleteRule(tx: Tx, { orgId, plantId, ruleId }: KeptRule): Promise<void> {
  await tx
    .deleteFrom("alert_rules")
    .where("org_id", "=", orgId)
    .where("plant_id", "=", plantId)
    .where("rule_id", "=", ruleId)
    .execute();
}

/** Whether the plant's default rules are wanted; locked until the transaction ends where it is one. */
export async function defaultsOn(db: Db, { orgId, plantId }: PlantKey): Promise<boolean> {
  const row = await db
    .selectFrom("alert_plants")
    .select("defaults_on")
    .where("org_id", "=", orgId)
    .where("plant_id", "=", plantId)
    .executeTakeFirst();
  return row?.defaults_on ?? false;
}

export async function lockDefaults(tx: Tx, { orgId, plantId }: PlantKey): Promise<void> {
  await tx
    .selectFrom("alert_plants")
    .select("defaults_on")
    .where("org_id", "=", orgId)
    .where("plant_id", "=", plantId)
    .forUpdate()
    .execute();
}

export async function saveDefaultsOn(tx: Tx, { orgId, plantId }: PlantKey, on: boolean): Promise<void> {
  await tx
    .updateTable("alert_plants")
    .set({ defaults_on: on })
    .where("org_id", "=", orgId)
    .where("plant_id", "=", plantId)
    .execute();
}

function toRule(row: {
  org_id: string;
  plant_id: string;
  rule_id: string;
  default_name: string | null;
  rule: unknown;
  version: number;
  created_at: Date;
  updated_at: Date;
  begins_after: bigint | null;
}): KeptRule {
  return {
    orgId: row.org_id,
    plantId: row.plant_id,
    ruleId: row.rule_id,
    defaultName: row.default_name,
    rule: row.rule as AlertRule,
    version: row.version,
    beginsAfter: row.begins_after,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
