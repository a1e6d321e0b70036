import { assertState } from "../kernel/fault.ts";
import type { Clock } from "../kernel/time.ts";
import type { Db } from "../platform/database.ts";
import { markSealed, nextUnsealed, type StoredAct, unsealedActs } from "../tenancy/acts.ts";
import { type ChainDeps, insertRecords, link } from "./chain.ts";
import { lockPlants, saveHeads } from "./heads.ts";
import { insertOrganisationChain, organisationChain, plantKeyText } from "./store.ts";

/**
 * Puts acts of administration into their organisation's chain, and so into the log: changed or left out later,
 * they no longer fit what the ledger has.
 *
 *   crash before a commit   the acts are unsealed still, and the next pass seals them
 *   after it                record, leaf and mark are there together
 */

/** Of one record: it stays far below what a record may hold. */
const mostActs = 50;

/** Seals one record of acts. @returns "more" while there may be others */
export async function sealActs(deps: ChainDeps & { readonly db: Db; readonly clock: Clock }): Promise<"more" | "idle"> {
  const orgId = await nextUnsealed(deps.db);
  if (orgId === undefined) return "idle";
  const at = new Date(deps.clock.nowMs());
  const key = { orgId, plantId: organisationChain };
  await deps.db.transaction().execute(async (tx) => {
    await insertOrganisationChain(tx, orgId, at);
    const locked = (await lockPlants(tx, [key])).get(plantKeyText(key));
    assertState(locked !== undefined, "an organisation without a chain head");
    // Read under the lock: another gateway may have sealed them.
    const acts = await unsealedActs(tx, orgId, mostActs);
    if (acts.length === 0) return;
    const content = { acts: acts.map(actJson) };
    const draft = { kind: "administration", content, receivedAtMs: at.getTime(), verdict: "other" } as const;
    const { record, head } = link(deps, locked.head, draft);
    await insertRecords(tx, [record], at);
    await saveHeads(tx, [{ head }]);
    const numbers = acts.map(({ actNo }) => actNo);
    await markSealed(tx, orgId, numbers, record.recordId);
  });
  return "more";
}

const actJson = ({ actNo, at, actor, act, object, detail }: StoredAct) => ({
  ...{ act_no: Number(actNo), at: at.toISOString(), actor, act, object },
  detail,
});
