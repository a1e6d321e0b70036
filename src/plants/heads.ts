import { sql } from "kysely";
import type { Plant } from "../hydropower/plant.ts";
import type { PublicField } from "../hydropower/public-fields.ts";
import { assertState } from "../kernel/fault.ts";
import { numberColumn, textColumn } from "../platform/columns.ts";
import type { Tx } from "../platform/database.ts";
import { packed } from "../platform/packed.ts";
import type { ChainHead } from "./chain.ts";
import { type PlantKey, plantKeyText } from "./store.ts";

export type LockedPlant = {
  readonly plant: Plant;
  readonly head: ChainHead;
  /** What stands of each device; what it taught is kept by itself (`learnt.ts`). */
  readonly memory: Readonly<Record<string, unknown>>;
  /** SHA-256 of the model that judges the plant's next record; null: the physics prior. */
  readonly modelHash: Uint8Array | null;
  /** Some of what its devices sent are samples. */
  readonly hasSamples: boolean;
};

/**
 * Locks the heads of the plants that exist, always in the order of their keys, so that two commit groups
 * with the same plants wait for each other instead of deadlocking. Configurations are read once the locks are
 * held: a statement that waits for a lock sees the other tables as they were before it waited.
 */
export async function lockPlants(tx: Tx, keys: readonly PlantKey[]): Promise<Map<string, LockedPlant>> {
  return configuredPlants(tx, await lockHeads(tx, keys));
}

type LockedHead = Omit<LockedPlant, "plant">;

/** The locks alone; {@link configuredPlants} is to follow. */
export async function lockHeads(tx: Tx, keys: readonly PlantKey[]): Promise<Map<string, LockedHead>> {
  const { rows } = await sql<LockedRow>`
    SELECT org_id, plant_id, seq, commitment, device_memory, public_fields, model_hash, has_samples FROM plant_heads
    WHERE (org_id, plant_id) IN (${wanted(keys)})
    ORDER BY org_id, plant_id
    FOR UPDATE`.execute(tx);
  return new Map(
    rows.map((row) => {
      const head = {
        orgId: row.org_id,
        plantId: row.plant_id,
        seq: row.seq,
        commitment: row.commitment,
        publicFields: row.public_fields ?? undefined,
      };
      const { model_hash: modelHash, has_samples: hasSamples } = row;
      return [plantKeyText(head), { head, memory: memoryOf(row.device_memory), modelHash, hasSamples }];
    }),
  );
}

/** Heads that are locked, with the plants' configurations in force. */
export async function configuredPlants(
  tx: Tx,
  heads: ReadonlyMap<string, LockedHead>,
): Promise<Map<string, LockedPlant>> {
  const keys = [...heads.values()].map(({ head }) => head);
  const { rows } = await sql<{ org_id: string; plant_id: string; config: unknown }>`
    SELECT org_id, plant_id, config FROM plants WHERE (org_id, plant_id) IN (${wanted(keys)})`.execute(tx);
  const configs = new Map(
    rows.map((row) => [plantKeyText({ orgId: row.org_id, plantId: row.plant_id }), row.config as Plant]),
  );
  return new Map(
    [...heads].map(([key, head]) => {
      const plant = configs.get(key);
      assertState(plant !== undefined, "a chain head without its plant");
      return [key, { ...head, plant }];
    }),
  );
}

const wanted = (keys: readonly PlantKey[]) =>
  sql`SELECT * FROM unnest(${textColumn(keys.map((key) => key.orgId))}, ${textColumn(keys.map((key) => key.plantId))})`;

type LockedRow = {
  org_id: string;
  plant_id: string;
  seq: bigint;
  commitment: Uint8Array | null;
  device_memory: string;
  public_fields: PublicField[] | null;
  model_hash: Uint8Array | null;
  has_samples: boolean;
};

/** Writes moved heads with the memory that goes with them; without one, what is remembered stays as it is. */
export async function saveHeads(
  tx: Tx,
  heads: readonly { readonly head: ChainHead; readonly memory?: Readonly<Record<string, unknown>> }[],
): Promise<void> {
  if (heads.length === 0) return;
  const memories = packed(heads.map(({ memory }) => Buffer.from(memory === undefined ? "" : JSON.stringify(memory))));
  await sql`
    UPDATE plant_heads AS target SET seq = moved.seq, commitment = moved.commitment,
      device_memory = CASE moved.memory_length WHEN 0 THEN target.device_memory
                 ELSE convert_from(substr(${memories.bytes}::bytea, memory_start, memory_length), 'UTF8') END
    FROM unnest(
      ${textColumn(heads.map(({ head }) => head.orgId))}, ${textColumn(heads.map(({ head }) => head.plantId))},
      ${numberColumn(
        heads.map(({ head }) => head.seq),
        "bigint",
      )}, ${heads.map(({ head }) => head.commitment)}::bytea[],
      ${numberColumn(memories.starts, "integer")}, ${numberColumn(memories.lengths, "integer")}
    ) AS moved (org_id, plant_id, seq, commitment, memory_start, memory_length)
    WHERE target.org_id = moved.org_id AND target.plant_id = moved.plant_id`.execute(tx);
}

/** What stands of a plant's devices, as a head holds it. */
export const memoryOf = (text: string) => JSON.parse(text) as Record<string, unknown>;

/** Puts another model in force, from the plant's next record on. The caller holds the lock on the head. */
export async function putModelInForce(tx: Tx, key: PlantKey, modelHash: Uint8Array | null): Promise<void> {
  await tx
    .updateTable("plant_heads")
    .set({ model_hash: modelHash })
    .where("org_id", "=", key.orgId)
    .where("plant_id", "=", key.plantId)
    .execute();
}

/** From now on whatever comes of these plants is looked for among samples too. The caller holds the locks of their heads. */
export async function noteSamples(tx: Tx, keys: readonly PlantKey[]): Promise<void> {
  if (keys.length === 0) return;
  await sql`
    UPDATE plant_heads SET has_samples = true
    WHERE (org_id, plant_id) IN (${wanted(keys)}) AND NOT has_samples`.execute(tx);
}
