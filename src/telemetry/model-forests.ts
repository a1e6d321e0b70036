import { type CompiledForest, compileForest } from "../fraud/forest.ts";
import { priorForest } from "../fraud/prior.ts";
import { bytesToHex } from "../kernel/canonical.ts";
import { assertState } from "../kernel/fault.ts";
import type { LockedPlant } from "../plants/heads.ts";
import { plantKeyText } from "../plants/store.ts";
import type { Tx } from "../platform/database.ts";
import { findContents } from "./model-store.ts";

/** Compiled forests by hash, the least used first. About 0.4 MB each. They follow from the hash: nothing goes stale. */
const kept = new Map<string, CompiledForest>();
const mostKept = 512;

/** The forests in force of locked plants, by {@link plantKeyText}. One query for those not met before. */
export async function forestsInForce(tx: Tx, plants: readonly LockedPlant[]): Promise<Map<string, CompiledForest>> {
  const wanted = plants.flatMap(({ head, modelHash }) => (modelHash === null ? [] : [{ ...head, hash: modelHash }]));
  const found = new Map<string, CompiledForest>();
  for (const { hash } of wanted) {
    const forest = kept.get(bytesToHex(hash));
    if (forest !== undefined) keep(found, forest);
  }
  const missing = wanted.filter(({ hash }) => !found.has(bytesToHex(hash)));
  for (const { hash, content } of await findContents(tx, missing)) {
    const forest = compileForest(JSON.parse(new TextDecoder().decode(content)));
    assertState(
      forest.identity.hash === bytesToHex(hash),
      `model ${forest.identity.id} is not stored as it was hashed`,
    );
    keep(found, forest);
  }
  return new Map(
    plants.map(({ head, modelHash }) => {
      const forest = modelHash === null ? priorForest : found.get(bytesToHex(modelHash));
      assertState(forest !== undefined, `the model in force of plant ${head.plantId} is not stored`);
      return [plantKeyText(head), forest];
    }),
  );
}

/** The forest in force of one locked plant. */
export async function forestInForce(tx: Tx, plant: LockedPlant): Promise<CompiledForest> {
  return (await forestsInForce(tx, [plant])).get(plantKeyText(plant.head)) as CompiledForest;
}

function keep(found: Map<string, CompiledForest>, forest: CompiledForest): void {
  const { hash } = forest.identity;
  found.set(hash, forest);
  kept.delete(hash);
  kept.set(hash, forest);
  for (const oldest of kept.keys()) {
    if (kept.size <= mostKept) break;
    kept.delete(oldest);
  }
}
