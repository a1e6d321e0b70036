import { refuse } from "../carbon/refusal.ts";
import type { Actor } from "../kernel/actor.ts";
import { bytesToHex, type Json, sha256Hex } from "../kernel/canonical.ts";
import { assertState, Fault } from "../kernel/fault.ts";
import { base32 } from "../kernel/ids.ts";
import { readAccountId } from "../ledger/account-id.ts";
import { type AccountInfo, LedgerUnavailable } from "../ledger/ledger.ts";
import type { Db, Tx } from "../platform/database.ts";
import { publish } from "../platform/events.ts";
import type { ScopedDb } from "../platform/scoped.ts";
import { owners, readers, requireRole, requireSecondFactor } from "../tenancy/scope.ts";
import { type AppendDeps, appendRecord, type IssuanceDeps } from "./append.ts";
import { type Holding, listHoldings, passUnits } from "./holdings-store.ts";
import { placeOf } from "./issuance-store.ts";
import { type TransferStep, takeTransferStep } from "./moves.ts";
import { issuanceNotFound } from "./parties.ts";
import { lockIssuance } from "./store.ts";
import * as store from "./transfer-store.ts";
import { type Asked, askedOf, lockKey, sameOrder, takeUnits, type UnitDeps } from "./unit-orders.ts";
import { statementBytesOf, type TransferStatement } from "./unit-statements.ts";

/**
 * Issued units to another account of the ledger. The order is committed with its record and its place in line for the
 * log; what the ledger does with it comes back through the journal of attempts (`move-orders.ts`).
 *
 *   crash before the order's commit   nothing was promised, the units are free
 *   after it                          the units are set aside; the planner finds it and orders the ledger's work
 *   after the ledger did it           the journal's evidence settles it again, once
 */

export type NewTransfer = { readonly toAccount: string; readonly units: bigint };

/**
 * The owner orders units to an account. The same key and content again is the first order, whatever became of it.
 *
 * @throws {Fault} `forbidden`, `second-factor-required`, `not-found`, `invalid-request` for an account that is none,
 *   `issuance-state`, `rule-violated`, `idempotency-key-reused`
 */
export async function orderTransfer(
  deps: UnitDeps,
  actor: Actor,
  issuanceId: string,
  { toAccount: text, units }: NewTransfer,
  idempotencyKey: string,
): Promise<{ readonly transfer: store.Transfer; readonly repeated: boolean }> {
  requireRole(actor, owners);
  requireSecondFactor(actor);
  const toAccount = accountIn(text, deps);
  const asked = askedOf(idempotencyKey, { issuance_id: issuanceId, to_account: toAccount, units: String(units) });
  const before = sameOrder(await store.transferOfKey(deps.db.of(actor.orgId), actor.orgId, idempotencyKey), asked);
  if (before !== undefined) return { transfer: before, repeated: true };
  await requireAccount(deps, toAccount);
  return deps.db
    .of(actor.orgId)
    .transaction()
    .execute(async (tx) => {
      await lockKey(tx, actor.orgId, asked);
      const made = sameOrder(await store.transferOfKey(tx, actor.orgId, idempotencyKey), asked);
      if (made !== undefined) return { transfer: made, repeated: true };
      const transferId = await writeOrder(deps, tx, actor, { issuanceId, toAccount, units, asked });
      const transfer = await store.findTransfer(tx, transferId);
      assertState(transfer !== undefined, "a transfer that vanished");
      return { transfer, repeated: false };
    });
}

type Order = {
  readonly issuanceId: string;
  readonly toAccount: string;
  readonly units: bigint;
  readonly asked: Asked;
};

async function writeOrder(deps: UnitDeps, tx: Tx, actor: Actor, order: Order): Promise<string> {
  const { issuanceId, toAccount, units, asked } = order;
  const { issuance, holding, treasuryAccountId } = await takeUnits(tx, actor, issuanceId, units, "transfer");
  refuseOwnPlaces(toAccount, treasuryAccountId, deps.retirementAccountId);
  const at = new Date(deps.clock.nowMs());
  const transferId = `trf_${base32(deps.random.bytes(16))}`;
  const said: TransferStatement = {
    v: 1,
    type: "transfer",
    transfer_id: transferId,
    token_id: holding.tokenId,
    units: String(units),
    to_account: toAccount,
    issued_under: bytesToHex(issuance.statementSha256),
  };
  const statement = statementBytesOf(said);
  const memo = sha256Hex(statement);
  const content = {
    transfer: {
      ...{ step: "order", transfer_id: transferId, issuance_id: issuanceId, ordered_by: actor.keyId },
      ...{ statement: said, sha256: memo },
    },
  };
  const { recordId, seq } = await appendRecord(deps, tx, holding, at, { kind: "transfer", content });
  const { orgId, plantId, tokenId } = holding;
  await store.insertTransfer(tx, {
    ...{ orgId, plantId, issuanceId, tokenId, transferId, units, toAccount, ...asked },
    ...{ requestedBy: actor.keyId, statement, memo, recordId, seq, createdAt: at },
  });
  await publish(tx, { type: "units.ordered" });
  return transferId;
}

/** @throws {Fault} `invalid-request` */
function accountIn(text: string, { network }: UnitDeps): string {
  const read = readAccountId(text, network);
  if (read.ok) return read.accountId;
  const detail =
    read.why === "form"
      ? "must be an account such as 0.0.1234, or with its checksum 0.0.1234-abcde (HIP-15)"
      : `its checksum is not that of the account on ${network}: a digit is wrong, or it is of another network`;
  const errors = [{ pointer: "/to_account", rule: `account.${read.why}`, detail }];
  throw new Fault("invalid-request", "The account cannot be read.", { errors });
}

/** A mirror that does not answer now keeps nobody waiting: the account is looked at again before anything is signed. */
async function requireAccount({ mirror }: UnitDeps, accountId: string): Promise<void> {
  let account: AccountInfo | undefined;
  try {
    account = await mirror.account(accountId);
  } catch (error) {
    if (error instanceof LedgerUnavailable) return;
    throw error;
  }
  if (account !== undefined && !account.deleted) return;
  const detail = `the ledger has no account ${accountId}${account?.deleted ? " any more" : ""}`;
  refuse({ rule: "account.unknown", clause: null, pointer: "/to_account", detail });
}

function refuseOwnPlaces(toAccount: string, treasury: string, retirementAccount: string | undefined): void {
  if (toAccount === treasury) {
    const detail = `${toAccount} is the treasury, where the units are`;
    refuse({ rule: "transfer.to-treasury", clause: null, pointer: "/to_account", detail });
  }
  if (toAccount !== retirementAccount) return;
  const detail = `${toAccount} is the retirement account: order a retirement, which says for whom and why`;
  refuse({ rule: "transfer.to-retirement", clause: null, pointer: "/to_account", detail });
}

/**
 * Takes one step of a transfer: its record in the plant's chain, its units where they belong, its new state, all with
 * the transaction. The caller holds the plant's lock.
 */
export async function recordTransferStep(
  deps: AppendDeps,
  tx: Tx,
  transfer: store.Transfer,
  step: TransferStep,
  {
    change = {},
    said = {},
  }: { readonly change?: store.TransferChange; readonly said?: { readonly [member: string]: Json } },
): Promise<void> {
  const state = takeTransferStep(transfer.state, step);
  assertState(state !== undefined, `the step ${step} of a transfer that is ${transfer.state}`);
  const at = new Date(deps.clock.nowMs());
  const { transferId, issuanceId, units } = transfer;
  const content = { transfer: { step, transfer_id: transferId, issuance_id: issuanceId, ...said } };
  const { seq } = await appendRecord(deps, tx, transfer, at, { kind: "transfer", content });
  await passUnits(tx, transfer, "transfer", step, units);
  const isOver = state === "done" || state === "failed" || state === "cancelled";
  await store.updateTransfer(tx, transferId, { ...change, state, lastSeq: seq, ...(isOver && { settledAt: at }) });
  // What waited for this airdrop to end can go now.
  if (isOver) await publish(tx, { type: "units.ordered" });
}

/** The transfer as it stands now, under its plant's lock. */
export async function lockTransfer(tx: Tx, transfer: store.Transfer): Promise<store.Transfer> {
  assertState((await lockIssuance(tx, transfer)) !== undefined, "a transfer without its plant");
  const now = await store.findTransfer(tx, transfer.transferId);
  assertState(now !== undefined, "a transfer that vanished");
  return now;
}

/**
 * The owner takes back what has not arrived. Before anything was sent it is cancelled at once; an airdrop that waits is
 * recalled, and whoever is first, the receiver or the recall, is the ledger's word. Again: the first call.
 *
 * @throws {Fault} `forbidden`, `second-factor-required`, `not-found`, `issuance-state` when there is nothing to take
 *   back now
 */
export async function recallTransfer(
  deps: IssuanceDeps,
  actor: Actor,
  transferId: string,
): Promise<{ readonly transfer: store.Transfer; readonly repeated: boolean }> {
  requireRole(actor, owners);
  requireSecondFactor(actor);
  const known = await ownTransfer(deps.db.of(actor.orgId), actor, transferId);
  return deps.db
    .of(actor.orgId)
    .transaction()
    .execute(async (tx) => {
      const transfer = await lockTransfer(tx, known);
      if (transfer.state === "cancelled" || transfer.recalledAt !== null) return { transfer, repeated: true };
      const said = { asked_by: actor.keyId };
      if (transfer.state === "ordered" && transfer.jobId === null && transfer.transactionId === null) {
        const reason = "taken back before anything was sent";
        await recordTransferStep(deps, tx, transfer, "cancel", { change: { reason }, said: { ...said, reason } });
      } else if (transfer.state === "pending_claim") {
        const recalledAt = new Date(deps.clock.nowMs());
        await recordTransferStep(deps, tx, transfer, "recall", { change: { recalledAt }, said });
        await publish(tx, { type: "units.ordered" });
      } else {
        const detail =
          transfer.state === "ordered"
            ? "The transfer is on its way to the ledger: only an airdrop that waits for its receiver can be recalled."
            : `The transfer is ${transfer.state}: there is nothing to take back.`;
        throw new Fault("issuance-state", detail, { extensions: { state: transfer.state } });
      }
      return { transfer: (await store.findTransfer(tx, transferId)) ?? transfer, repeated: false };
    });
}

/** @throws {Fault} `forbidden`, `not-found` */
export async function getTransfer(
  deps: { readonly db: ScopedDb },
  actor: Actor,
  transferId: string,
): Promise<store.Transfer> {
  requireRole(actor, readers);
  return ownTransfer(deps.db.of(actor.orgId), actor, transferId);
}

/** What the caller's organisation owns, by plant, issuance and token. @throws {Fault} `forbidden` */
export async function listOwnHoldings(deps: { readonly db: ScopedDb }, actor: Actor): Promise<Holding[]> {
  requireRole(actor, readers);
  return listHoldings(deps.db.of(actor.orgId), actor.orgId);
}

/** Transfers of an own issuance, newest first. @throws {Fault} `forbidden`, `not-found` */
export async function listOwnTransfers(
  deps: { readonly db: ScopedDb },
  actor: Actor,
  issuanceId: string,
): Promise<store.Transfer[]> {
  requireRole(actor, readers);
  if ((await placeOf(deps.db.of(actor.orgId), issuanceId))?.orgId !== actor.orgId) throw issuanceNotFound(issuanceId);
  return store.listTransfers(deps.db.of(actor.orgId), actor.orgId, issuanceId);
}

async function ownTransfer(db: Db, actor: Actor, transferId: string): Promise<store.Transfer> {
  const transfer = await store.findTransfer(db, transferId);
  if (transfer?.orgId === actor.orgId) return transfer;
  throw new Fault("not-found", `There is no transfer ${transferId} in your organisation.`);
}
