import { assertState } from "../kernel/fault.ts";
import type { Clock } from "../kernel/time.ts";
import type { Tx } from "../platform/database.ts";
import type { ScopedDb } from "../platform/scoped.ts";
import { type ChainDeps, insertRecords, type LinkedRecord, link, type RecordDraft } from "./chain.ts";
import { lockPlants, saveHeads } from "./heads.ts";
import { type PlantKey, plantKeyText } from "./store.ts";

export type PlantDeps = ChainDeps & { readonly db: ScopedDb; readonly clock: Clock };

/**
 * Appends a record of a plant's configuration to its chain: the head is locked from here to the end of the
 * transaction. A crash before the commit leaves nothing, after it record and leaf.
 */
export async function appendConfiguration(
  deps: ChainDeps,
  tx: Tx,
  key: PlantKey,
  at: Date,
  draft: Pick<RecordDraft, "kind" | "content" | "deviceId">,
): Promise<LinkedRecord> {
  const locked = (await lockPlants(tx, [key])).get(plantKeyText(key));
  assertState(locked !== undefined, "a plant without a chain head");
  const { record, head } = link(deps, locked.head, { ...draft, receivedAtMs: at.getTime(), verdict: "other" });
  await insertRecords(tx, [record], at);
  await saveHeads(tx, [{ head }]);
  return record;
}
