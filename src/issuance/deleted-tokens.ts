import { settleUnsent } from "../anchoring/outbox.ts";
import { assertState } from "../kernel/fault.ts";
import type { Tx } from "../platform/database.ts";
import type { GatewayDeps } from "./append.ts";
import type { ShownMoves } from "./reconciled.ts";
import * as retirementStore from "./retirement-store.ts";
import { failRetirement, settleRetirement } from "./retirements.ts";
import { lockIssuance } from "./store.ts";
import * as transferStore from "./transfer-store.ts";
import { lockTransfer, recordTransferStep } from "./transfers.ts";
import { deletedWords } from "./unit-orders.ts";

/**
 * What owners ordered in a token that the ledger has deleted. Nothing is burnt or moved in it any more (every transaction
 * ends with TOKEN_WAS_DELETED), and a deletion is for good: so an order that the ledger had not done by then never will
 * be, and ends here, failed. Its units are their owner's as before the order, retired nowhere.
 *
 * Nothing fails that the ledger did: an order ends only behind a look at the whole list of what moved in the deleted
 * token, which does not have it, and while no attempt of it can have an effect; from the deletion on none can begin. One
 * that the list has, and a journal brought back from a backup has not, is settled by that transaction.
 *
 *   crash before an order's end is committed   the next reconciliation finds it where it was
 */
export async function endMoves(
  deps: GatewayDeps,
  { tokenId }: { readonly tokenId: string },
  moved: ShownMoves,
): Promise<void> {
  for (const retirement of await retirementStore.retirementsUnderWay(deps.db, tokenId)) {
    const transactionId = moved.get(retirement.retirementId);
    await deps.db.transaction().execute((tx) => endRetirement(deps, tx, retirement, transactionId));
  }
  for (const transfer of await transferStore.transfersOrdered(deps.db, tokenId)) {
    const transactionId = moved.get(transfer.transferId);
    await deps.db.transaction().execute((tx) => endTransfer(deps, tx, transfer, transactionId));
  }
}

async function endRetirement(
  deps: GatewayDeps,
  tx: Tx,
  known: retirementStore.Retirement,
  transactionId: string | undefined,
): Promise<void> {
  if (!(await closeOrder(deps, tx, known, transactionId))) return;
  assertState((await lockIssuance(tx, known)) !== undefined, "a retirement without its plant");
  const retirement = await retirementStore.findRetirement(tx, known.retirementId);
  if (retirement?.state !== "ordered" || retirement.jobId !== known.jobId) return;
  if (transactionId === undefined) await failRetirement(deps, tx, retirement, deletedWords(known.tokenId));
  else await settleRetirement(deps, tx, retirement, transactionId);
}

async function endTransfer(
  deps: GatewayDeps,
  tx: Tx,
  known: transferStore.Transfer,
  transactionId: string | undefined,
): Promise<void> {
  if (!(await closeOrder(deps, tx, known, transactionId))) return;
  const transfer = await lockTransfer(tx, known);
  if (transfer.state !== "ordered" || transfer.jobId !== known.jobId || transfer.transactionId !== null) return;
  if (transactionId === undefined) {
    const reason = deletedWords(known.tokenId);
    await recordTransferStep(deps, tx, transfer, "fail", { change: { reason }, said: { reason } });
  } else {
    const said = { transaction_id: transactionId };
    await recordTransferStep(deps, tx, transfer, "arrive", { change: { transactionId }, said });
  }
}

/**
 * Nothing is done for it any more. The job before the plant, as whoever settles one.
 *
 * @returns false while an attempt of it may have an effect or has had one: that is followed to its end first; and for one
 *   without a job that the ledger shows all the same, which the books have under what the registrar booked
 */
async function closeOrder(
  { clock }: GatewayDeps,
  tx: Tx,
  { jobId }: { readonly jobId: string | null },
  transactionId: string | undefined,
): Promise<boolean> {
  if (jobId === null) return transactionId === undefined;
  return settleUnsent(tx, jobId, new Date(clock.nowMs()));
}
