import { type OrderedWork, orderWork } from "../anchoring/outbox.ts";
import { assertState } from "../kernel/fault.ts";
import { LedgerUnavailable, type Mirror } from "../ledger/ledger.ts";
import type { Tx } from "../platform/database.ts";
import { publish } from "../platform/events.ts";
import type { AppendDeps, GatewayDeps } from "./append.ts";
import { lockTokenById } from "./holdings-store.ts";
import { afterDeath } from "./moves.ts";
import * as retirementStore from "./retirement-store.ts";
import { settleRetirement } from "./retirements.ts";
import { lockIssuance } from "./store.ts";
import type { MintTerms } from "./tokens.ts";
import * as transferStore from "./transfer-store.ts";
import { lockTransfer, recordTransferStep } from "./transfers.ts";

/**
 * From committed transfers, recalls and retirements to orders of the ledger, and back from what the ledger has done.
 * Each has one job at a time, made in the transaction that ties it to its job.
 *
 *   crash before an order's commit   the next pass orders the same: token, amount, account and memo stand in its row
 *   after it                         the ledger's journal takes it from there
 */

export type MoveDeps = GatewayDeps & { readonly terms: MintTerms; readonly mirror: Mirror };

const most = 100;

/** Orders what was committed. @returns "more" when it ordered something */
export async function orderMoves(deps: MoveDeps): Promise<"more" | "idle"> {
  let ordered = 0;
  for (const id of await retirementStore.retirementsToPlan(deps.db, most)) ordered += await planRetirement(deps, id);
  for (const id of await transferStore.recallsToPlan(deps.db, most)) ordered += await planRecall(deps, id);
  for (const id of await transferStore.transfersToPlan(deps.db, most)) ordered += await planTransfer(deps, id);
  return ordered > 0 ? "more" : "idle";
}

type Place = { readonly orgId: string; readonly plantId: string; readonly tokenId: string };

/** The token under the plant's lock and its own; undefined while it is halted. */
async function runningToken(tx: Tx, place: Place) {
  assertState((await lockIssuance(tx, place)) !== undefined, "units without their plant");
  const token = await lockTokenById(tx, place.tokenId);
  assertState(token !== undefined, `units in the token ${place.tokenId}, which is not stored`);
  return token.halted === null ? token : undefined;
}

const factsOf = (deps: MoveDeps, { trace = null }: { readonly trace?: string | null }) => ({
  random: deps.random,
  at: new Date(deps.clock.nowMs()),
  trace,
});

/** The treasury's own signature, where that is not the operator's account. */
const treasurySigners = ({ treasurySigner }: MintTerms) => (treasurySigner === undefined ? [] : [treasurySigner]);

async function planRetirement(deps: MoveDeps, retirementId: string): Promise<number> {
  return deps.db.transaction().execute(async (tx) => {
    const retirement = await retirementStore.findRetirement(tx, retirementId);
    const token = retirement && (await runningToken(tx, retirement));
    if (retirement === undefined || token === undefined) return 0;
    const { tokenId, units: amount, memo: transactionMemo, accountId } = retirement;
    const { terms } = deps;
    const { tokenKey: subject, treasuryAccountId: fromAccountId } = token;
    const order =
      accountId === null
        ? ({
            kind: "burn",
            work: { kind: "burn", tokenId, amount, transactionMemo },
            signers: [terms.supplySigner],
            scheduled: terms.mintMode === "scheduled",
          } as const)
        : ({
            kind: "transfer",
            work: { kind: "transfer", tokenId, amount, fromAccountId, toAccountId: accountId, transactionMemo },
            signers: treasurySigners(terms),
            scheduled: false,
          } as const);
    const jobId = await orderWork(tx, { ...order, subject }, factsOf(deps, retirement));
    // Two planners: the second one's order is undone with its transaction.
    assertState(
      await retirementStore.assignRetirementJob(tx, retirementId, jobId),
      `a second order for ${retirementId}`,
    );
    return 1;
  });
}

async function planTransfer(deps: MoveDeps, transferId: string): Promise<number> {
  const known = await transferStore.findTransfer(deps.db, transferId);
  if (known === undefined) return 0;
  const look = await lookAt(deps.mirror, known);
  if (look === "unknown") return 0;
  return deps.db.transaction().execute(async (tx) => {
    const token = await runningToken(tx, known);
    const transfer = await lockTransfer(tx, known);
    if (token === undefined || transfer.state !== "ordered" || transfer.jobId !== null) return 0;
    if (look === "none") {
      const reason = "there is no such account";
      await recordTransferStep(deps, tx, transfer, "fail", { change: { reason }, said: { reason } });
      return 1;
    }
    // A death for want of room has chosen the airdrop already.
    const route = transfer.route ?? look;
    if (route === "airdrop" && (await isAirdropUnderWay(tx, transfer))) return 0;
    const { tokenId, units: amount, memo: transactionMemo, toAccount: toAccountId } = transfer;
    const { tokenKey: subject, treasuryAccountId: fromAccountId } = token;
    const work: OrderedWork = { kind: route, tokenId, amount, fromAccountId, toAccountId, transactionMemo };
    const order = { kind: "transfer", subject, work, signers: treasurySigners(deps.terms), scheduled: false } as const;
    const jobId = await orderWork(tx, order, factsOf(deps, transfer));
    await transferStore.updateTransfer(tx, transferId, { route, jobId });
    return 1;
  });
}

/** How an account can be given the token; `unknown`: the mirror does not answer. */
async function lookAt(
  mirror: Mirror,
  { toAccount, tokenId }: transferStore.Transfer,
): Promise<"transfer" | "airdrop" | "none" | "unknown"> {
  try {
    const account = await mirror.account(toAccount);
    if (account === undefined || account.deleted) return "none";
    // How many of a limited number of free places are taken is not to be seen: an airdrop uses one, or waits.
    if (account.maxAutoAssociations < 0) return "transfer";
    return (await mirror.tokenBalance(toAccount, tokenId)) === undefined ? "airdrop" : "transfer";
  } catch (error) {
    if (error instanceof LedgerUnavailable) return "unknown";
    throw error;
  }
}

async function isAirdropUnderWay(tx: Tx, { tokenId, toAccount, transferId }: transferStore.Transfer): Promise<boolean> {
  const all = await transferStore.unsettledAirdrops(tx, tokenId, toAccount);
  return all.some((other) => other !== transferId);
}

async function planRecall(deps: MoveDeps, transferId: string): Promise<number> {
  return deps.db.transaction().execute(async (tx) => {
    const known = await transferStore.findTransfer(tx, transferId);
    const token = known && (await runningToken(tx, known));
    if (known === undefined || token === undefined) return 0;
    const transfer = await lockTransfer(tx, known);
    if (transfer.state !== "pending_claim" || transfer.recallJobId !== null || transfer.goneAfter !== null) return 0;
    const { tokenId, toAccount: toAccountId, memo } = transfer;
    const { tokenKey: subject, treasuryAccountId: fromAccountId } = token;
    const transactionMemo = `recall ${memo}`;
    const work: OrderedWork = { kind: "cancel-airdrop", tokenId, fromAccountId, toAccountId, transactionMemo };
    const order = { kind: "transfer", subject, work, signers: treasurySigners(deps.terms), scheduled: false } as const;
    const recallJobId = await orderWork(tx, order, factsOf(deps, transfer));
    await transferStore.updateTransfer(tx, transferId, { recallJobId });
    return 1;
  });
}

type Done = { readonly jobId: string; readonly work: OrderedWork; readonly transactionId: string };

const moves: ReadonlySet<OrderedWork["kind"]> = new Set(["burn", "transfer", "airdrop", "cancel-airdrop"]);

/** The ledger has done what was ordered here: in the transaction that settles its job. */
export async function moveDone(deps: AppendDeps, tx: Tx, { jobId, work, transactionId }: Done): Promise<void> {
  if (!moves.has(work.kind)) return;
  const retirement = await retirementStore.retirementOfJob(tx, jobId);
  if (retirement !== undefined) return settleRetirement(deps, tx, retirement, transactionId);
  const transfer = await transferOf(tx, jobId);
  const said = { transaction_id: transactionId };
  if (work.kind === "cancel-airdrop") {
    const reason = "recalled before its receiver had claimed it";
    return recordTransferStep(deps, tx, transfer, "cancel", { change: { reason }, said: { ...said, reason } });
  }
  if (work.kind === "transfer")
    return recordTransferStep(deps, tx, transfer, "arrive", { change: { transactionId }, said });
  // An airdrop has arrived or waits: which of the two, the mirror shows (`airdrops.ts`).
  await transferStore.updateTransfer(tx, transfer.transferId, { transactionId });
  await publish(tx, { type: "units.ordered" });
}

type Dead = { readonly jobId: string; readonly work: OrderedWork; readonly ending: string; readonly closedAt: string };

/** What follows from a proven death: another attempt, or the order is at its end. In the transaction that says so. */
export async function moveDead(deps: AppendDeps, tx: Tx, dead: Dead): Promise<"again" | "over"> {
  const { jobId, work, ending, closedAt } = dead;
  if (work.kind === "cancel-airdrop") {
    if (ending !== "INVALID_PENDING_AIRDROP_ID") return "again";
    // Claimed, or taken back by somebody else who may: the mirror shows which.
    const transfer = await transferOf(tx, jobId);
    await transferStore.updateTransfer(tx, transfer.transferId, { goneAfter: closedAt });
    await publish(tx, { type: "units.ordered" });
    return "over";
  }
  if (work.kind !== "transfer" && work.kind !== "airdrop") return "again";
  if ((await retirementStore.retirementOfJob(tx, jobId)) !== undefined) return "again";
  const after = afterDeath(work.kind, ending);
  if (after.next === "again") return "again";
  const transfer = await transferOf(tx, jobId);
  if (after.next === "airdrop") {
    // While another airdrop waits there this one has none: it is planned anew once that has ended.
    const route = (await isAirdropUnderWay(tx, transfer)) ? null : "airdrop";
    await transferStore.updateTransfer(tx, transfer.transferId, { route, jobId: null });
    await publish(tx, { type: "units.ordered" });
  } else {
    const { reason } = after;
    await recordTransferStep(deps, tx, transfer, "fail", { change: { reason }, said: { reason } });
  }
  return "over";
}

const effects: ReadonlySet<OrderedWork["kind"]> = new Set(["mint", "burn", "transfer", "airdrop"]);

/**
 * The ledger shows a mint, burn or transfer of ours that the journal does not know, as after a database that was restored:
 * true once the registrar has looked at that very transaction and let the token go on.
 */
export async function isLookedAt(tx: Tx, work: OrderedWork, transactionId: string | undefined): Promise<boolean> {
  if (transactionId === undefined || !effects.has(work.kind) || !("tokenId" in work)) return false;
  const row = await tx
    .selectFrom("tokens")
    .select("accepted_transactions")
    .where("token_id", "=", work.tokenId)
    .executeTakeFirst();
  return row?.accepted_transactions.includes(transactionId) ?? false;
}

async function transferOf(tx: Tx, jobId: string): Promise<transferStore.Transfer> {
  const known = await transferStore.transferOfJob(tx, jobId);
  assertState(known !== undefined, `a job ${jobId} that no transfer or retirement has`);
  return lockTransfer(tx, known);
}
