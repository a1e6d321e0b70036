import { proto } from "@hiero-ledger/proto";
import { handlers } from "./dispatch.ts";
import { centsPerHbar, type Fees, feesOf, totalFee } from "./fees.ts";
import { feeAccountNum } from "./genesis.ts";
import type { Outcome } from "./handlers/handler.ts";
import { isSignedBy } from "./keys.ts";
import type { EntryRow, Store } from "./store.ts";
import type { ParsedTransaction } from "./transaction.ts";
import { fromLong, nsPerS, Refused, type StatusName, statusCode, toLong } from "./wire.ts";

/** A transaction on its way from a node's precheck to consensus. */
export type Accepted = {
  readonly transaction: ParsedTransaction;
  readonly nodeNum: bigint;
  /** A fault: the transaction ends with this status and without effect. */
  readonly forcedStatus: StatusName | undefined;
};

/** Failures that do not use up a transaction id: a good copy may still run. */
const idKeepingFailures: readonly StatusName[] = ["INVALID_NODE_ACCOUNT", "INVALID_PAYER_SIGNATURE"];

/** True if the entry used up its transaction id. */
export function usesUpId(entry: EntryRow): boolean {
  return !idKeepingFailures.includes(entry.result);
}

/**
 * The entry that a receipt shows: the first that used up the id, so that later duplicates never hide
 * the real result; else the first of all.
 */
export function decisiveEntry(entries: readonly EntryRow[]): EntryRow | undefined {
  return entries.find(usesUpId) ?? entries[0];
}

/**
 * Executes one transaction at its consensus time, inside the caller's store transaction: time box,
 * duplicate, fee, effect, entry. A failed effect is undone; its fee stays.
 */
export function handleTransaction(store: Store, accepted: Accepted, consensusNs: bigint): StatusName {
  const { transaction } = accepted;
  const handler = handlers[transaction.kind];
  const fees = feesOf(handler?.price(transaction.body) ?? 0n, transaction.signatures.length);
  const verdict = verdictBeforeEffect(store, accepted, consensusNs);
  const charged = verdict === undefined ? fees : verdict.chargePayer ? { ...fees, service: 0n } : undefined;
  const paid = charged === undefined ? 0n : chargeFees(store, accepted, charged, consensusNs);
  let result: StatusName = verdict?.status ?? "SUCCESS";
  let outcome: Outcome | undefined;
  if (paid === undefined) {
    result = "INSUFFICIENT_PAYER_BALANCE";
  } else if (verdict === undefined) {
    try {
      outcome = applyEffect(store, transaction, consensusNs);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      result = error.status;
    }
  }
  store.insertEntry({
    ...facts(accepted, consensusNs),
    result,
    entityNum: outcome?.entityNum ?? handler?.target?.(transaction.body) ?? null,
    fee: paid ?? 0n,
    receipt: encodeReceipt(result, outcome, consensusNs),
  });
  return result;
}

type Verdict = { readonly status: StatusName; readonly chargePayer: boolean };

function verdictBeforeEffect(store: Store, accepted: Accepted, consensusNs: bigint): Verdict | undefined {
  const { transaction, forcedStatus } = accepted;
  // The payer does not answer for a node that lets a transaction miss its time.
  if (consensusNs < transaction.validStartNs) return { status: "INVALID_TRANSACTION_START", chargePayer: false };
  if (consensusNs > transaction.validStartNs + transaction.durationS * nsPerS) {
    return { status: "TRANSACTION_EXPIRED", chargePayer: false };
  }
  if (store.entries(transaction).some(usesUpId)) return { status: "DUPLICATE_TRANSACTION", chargePayer: true };
  return forcedStatus && { status: forcedStatus, chargePayer: !idKeepingFailures.includes(forcedStatus) };
}

/** Returns the sum in tinybars, or undefined (and moves nothing) if the payer has too little. */
function chargeFees(store: Store, accepted: Accepted, fees: Fees, consensusNs: bigint): bigint | undefined {
  const { payerNum } = accepted.transaction;
  const sum = totalFee(fees);
  if ((store.account(payerNum)?.balance ?? 0n) < sum) return undefined;
  store.addToBalance(payerNum, -sum, consensusNs);
  store.addToBalance(accepted.nodeNum, fees.node, consensusNs);
  store.addToBalance(feeAccountNum, sum - fees.node, consensusNs);
  return sum;
}

function applyEffect(store: Store, transaction: ParsedTransaction, consensusNs: bigint): Outcome {
  const handler = handlers[transaction.kind];
  if (handler === undefined) throw new Refused("NOT_SUPPORTED");
  return store.atomically(() =>
    handler.handle({
      store,
      transaction,
      consensusNs,
      transfer(fromNum, toNum, tinybars) {
        if ((store.account(fromNum)?.balance ?? 0n) < tinybars) throw new Refused("INSUFFICIENT_PAYER_BALANCE");
        store.addToBalance(fromNum, -tinybars, consensusNs);
        store.addToBalance(toNum, tinybars, consensusNs);
      },
      isSignedBy: (key) => isSignedBy(key, transaction.signatures, transaction.bodyBytes),
    }),
  );
}

function facts({ transaction, nodeNum }: Accepted, consensusNs: bigint) {
  return {
    consensusNs,
    payerNum: transaction.payerNum,
    validStartNs: transaction.validStartNs,
    nonce: 0n,
    scheduled: 0n,
    durationS: transaction.durationS,
    nodeNum,
    kind: transaction.kind,
    memo: transaction.body.memo,
    hash: transaction.hash,
    maxFee: fromLong(transaction.body.transactionFee),
  };
}

function encodeReceipt(result: StatusName, outcome: Outcome | undefined, consensusNs: bigint): Uint8Array {
  const rate = {
    hbarEquiv: 1,
    centEquiv: centsPerHbar,
    expirationTime: { seconds: toLong(consensusNs / nsPerS + 3600n) },
  };
  return proto.TransactionReceipt.encode({
    ...outcome?.receipt,
    status: statusCode(result),
    exchangeRate: { currentRate: rate, nextRate: rate },
  }).finish();
}
