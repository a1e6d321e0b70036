import { assertState } from "../kernel/fault.ts";
import type { Clock } from "../kernel/time.ts";
import { type ChainDeps, insertRecords, type LinkedRecord, link, type RecordDraft } from "../plants/chain.ts";
import { lockPlants, saveHeads } from "../plants/heads.ts";
import { type PlantKey, plantKeyText } from "../plants/store.ts";
import type { Db, Tx } from "../platform/database.ts";
import type { ScopedDb } from "../platform/scoped.ts";

export type AppendDeps = ChainDeps & { readonly clock: Clock };

/** What an organisation's verbs work with. */
export type IssuanceDeps = AppendDeps & { readonly db: ScopedDb };

/** What works over all organisations: the gateway's own loops, and the registrar at the machine. */
export type GatewayDeps = AppendDeps & { readonly db: Db };

/**
 * Appends one record to a plant's chain, with its place in line for the log: the head is locked from here to
 * the end of the transaction. A crash before the commit leaves nothing, after it record and leaf.
 */
export async function appendRecord(
  deps: ChainDeps,
  tx: Tx,
  key: PlantKey,
  at: Date,
  draft: Pick<RecordDraft, "kind" | "content">,
): Promise<LinkedRecord> {
  const locked = (await lockPlants(tx, [key])).get(plantKeyText(key));
  assertState(locked !== undefined, "a plant without a chain head");
  const { record, head } = link(deps, locked.head, { ...draft, receivedAtMs: at.getTime(), verdict: "other" });
  await insertRecords(tx, [record], at);
  await saveHeads(tx, [{ head }]);
  return record;
}
