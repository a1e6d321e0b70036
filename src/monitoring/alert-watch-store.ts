import { sql } from "kysely";
import { type PlantKey, plantKeyText } from "../plants/store.ts";
import type { Db, Tx } from "../platform/database.ts";
import { type Memories, memoryKey, type StoredRule } from "./alert-looks.ts";
import { valueKinds } from "./alert-rule.ts";

/** How far each plant is watched, and what its rules keep. */

export type WatchedPlant = PlantKey & {
  /** Readings up to here are counted in, while a rule looks at values; null: none ever did. */
  readonly readTo: bigint | null;
};

/** Plants in the order of their keys, after one. */
export async function plantsPage(db: Db, after: PlantKey | undefined, limit: number): Promise<WatchedPlant[]> {
  const rows = await db
    .selectFrom("alert_plants")
    .select(["org_id", "plant_id", "read_to"])
    .$if(after !== undefined, (query) =>
      query.where(sql<boolean>`(org_id, plant_id) > (${after?.orgId ?? ""}, ${after?.plantId ?? ""})`),
    )
    .orderBy("org_id")
    .orderBy("plant_id")
    .limit(limit)
    .execute();
  return rows.map((row) => ({ orgId: row.org_id, plantId: row.plant_id, readTo: row.read_to }));
}

/** A first rule that was made while the look was under way has said where it begins: that stays. */
export async function saveReadTo(
  tx: Tx,
  { orgId, plantId, readTo: before }: WatchedPlant,
  to: bigint | null,
): Promise<void> {
  await tx
    .updateTable("alert_plants")
    .set({ read_to: to })
    .where("org_id", "=", orgId)
    .where("plant_id", "=", plantId)
    .$if(before === null, (query) => query.where("read_to", "is", null))
    .execute();
}

/** A rule on values begins with the readings from now on, and with it whoever reads for it where no other one in force did. */
export async function beginReading(tx: Tx, { orgId, plantId }: PlantKey, ruleId: string): Promise<void> {
  // Of two rules that begin at once the later one sees the first.
  await sql`SELECT FROM alert_plants WHERE org_id = ${orgId} AND plant_id = ${plantId} FOR UPDATE`.execute(tx);
  await sql`
    UPDATE alert_plants AS plant SET read_to = head.seq FROM plant_heads AS head
    WHERE plant.org_id = ${orgId} AND plant.plant_id = ${plantId}
      AND head.org_id = plant.org_id AND head.plant_id = plant.plant_id
      AND NOT EXISTS (
        SELECT FROM alert_rules AS other
        WHERE other.org_id = plant.org_id AND other.plant_id = plant.plant_id AND other.rule_id <> ${ruleId}
          AND (other.rule->>'enabled')::boolean AND other.rule->>'kind' = ANY(${[...valueKinds]}))`.execute(tx);
  await sql`
    UPDATE alert_rules AS rule SET begins_after = head.seq FROM plant_heads AS head
    WHERE rule.org_id = ${orgId} AND rule.plant_id = ${plantId} AND rule.rule_id = ${ruleId}
      AND head.org_id = rule.org_id AND head.plant_id = rule.plant_id`.execute(tx);
}

/** The newest time of which some plants' devices sent any quantity, ms, as far as it is rolled up; by plant, then device. */
export async function newestRolled(db: Db, keys: readonly PlantKey[]): Promise<Map<string, Map<string, number>>> {
  const newest = new Map<string, Map<string, number>>();
  if (keys.length === 0) return newest;
  const { rows } = await sql<{ org_id: string; plant_id: string; device_id: string; last_at: Date }>`
    SELECT org_id, plant_id, device_id, max(last_at) AS last_at FROM rollup_lines
    WHERE (org_id, plant_id) IN (
      SELECT * FROM unnest(${keys.map(({ orgId }) => orgId)}::text[], ${keys.map(({ plantId }) => plantId)}::text[]))
    GROUP BY 1, 2, 3`.execute(db);
  for (const row of rows) {
    const key = plantKeyText({ orgId: row.org_id, plantId: row.plant_id });
    const own = newest.get(key) ?? new Map<string, number>();
    newest.set(key, own.set(row.device_id, row.last_at.getTime()));
  }
  return newest;
}

/** Memories by plant; what was kept for another version of a rule is forgotten. */
export async function readMemories(
  db: Db,
  keys: readonly PlantKey[],
  rules: ReadonlyMap<string, readonly StoredRule[]>,
): Promise<Map<string, Memories>> {
  const { rows } = await sql<{
    org_id: string;
    plant_id: string;
    rule_id: string;
    subject: string;
    rule_version: number;
    memory: unknown;
  }>`
    SELECT * FROM alert_memories WHERE (org_id, plant_id) IN (
      SELECT * FROM unnest(${keys.map(({ orgId }) => orgId)}::text[], ${keys.map(({ plantId }) => plantId)}::text[]))`.execute(
    db,
  );
  const found = new Map<string, Memories>(keys.map((key) => [plantKeyText(key), new Map()]));
  for (const row of rows) {
    const key = plantKeyText({ orgId: row.org_id, plantId: row.plant_id });
    const isOfRule = rules.get(key)?.some((one) => one.ruleId === row.rule_id && one.version === row.rule_version);
    if (isOfRule) found.get(key)?.set(memoryKey(row.rule_id, row.subject), row.memory);
  }
  return found;
}

/** Writes memories that have changed. A rule that was deleted meanwhile fails the transaction: the next look knows. */
export async function saveMemories(
  tx: Tx,
  { orgId, plantId }: PlantKey,
  rules: readonly StoredRule[],
  memories: readonly (readonly [key: string, memory: unknown])[],
): Promise<void> {
  if (memories.length === 0) return;
  const versions = new Map(rules.map(({ ruleId, version }) => [ruleId, version]));
  const rows = memories.map(([key, memory]) => {
    const [ruleId = "", subject = ""] = key.split("\n");
    return {
      org_id: orgId,
      plant_id: plantId,
      rule_id: ruleId,
      subject,
      rule_version: versions.get(ruleId) ?? 0,
      memory: JSON.stringify(memory),
    };
  });
  await tx
    .insertInto("alert_memories")
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(["org_id", "plant_id", "rule_id", "subject"]).doUpdateSet({
        rule_version: (eb) => eb.ref("excluded.rule_version"),
        memory: (eb) => eb.ref("excluded.memory"),
      }),
    )
    .execute();
}
