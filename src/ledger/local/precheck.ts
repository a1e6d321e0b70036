import { handlers } from "./dispatch.ts";
import { feesOf, totalFee } from "./fees.ts";
import type { BodyHandler } from "./handlers/handler.ts";
import { checkMemo } from "./handlers/rules.ts";
import { decodeKey, isSignedBy } from "./keys.ts";
import type { Store } from "./store.ts";
import type { ParsedTransaction } from "./transaction.ts";
import { isValidDuration } from "./verdict.ts";
import { nsPerS, Refused } from "./wire.ts";

/** A node takes nothing that has less than this left to live. */
const minLifeLeftNs = 10n * nsPerS;

export type PrecheckContext = {
  readonly store: Store;
  readonly nodeNum: bigint;
  readonly nowNs: bigint;
  /** True if this node took a transaction of this id before, or the network executed one. */
  readonly isKnown: (transaction: ParsedTransaction) => boolean;
};

/**
 * What a node checks before it takes a transaction. Consensus re-checks the time box and duplicates.
 *
 * @throws Refused with the precheck code.
 */
export function precheck(transaction: ParsedTransaction, context: PrecheckContext): void {
  const { body } = transaction;
  if (transaction.nodeNum !== context.nodeNum) throw new Refused("INVALID_NODE_ACCOUNT");
  const handler = handlers[transaction.kind];
  if (handler === undefined) throw new Refused("NOT_SUPPORTED");
  checkMemo(body.memo);
  if (body.batchKey) throw new Refused("BATCH_KEY_SET_ON_NON_INNER_TRANSACTION");
  handler.check?.(body);
  checkTimeBox(transaction, context.nowNs);
  if (context.isKnown(transaction)) throw new Refused("DUPLICATE_TRANSACTION");
  checkPayer(transaction, handler, context.store);
}

function checkTimeBox({ id: { validStartNs }, durationS }: ParsedTransaction, nowNs: bigint): void {
  if (!isValidDuration(durationS)) throw new Refused("INVALID_TRANSACTION_DURATION");
  if (validStartNs > nowNs) throw new Refused("INVALID_TRANSACTION_START");
  if (validStartNs + durationS * nsPerS - minLifeLeftNs <= nowNs) throw new Refused("TRANSACTION_EXPIRED");
}

function checkPayer(transaction: ParsedTransaction, handler: BodyHandler, store: Store): void {
  const payer = store.account(transaction.payerNum);
  if (payer === undefined) throw new Refused("PAYER_ACCOUNT_NOT_FOUND");
  if (!isSignedBy(decodeKey(payer.key), transaction.signatures, transaction.bodyBytes)) {
    throw new Refused("INVALID_SIGNATURE");
  }
  const fee = totalFee(feesOf(handler.price(transaction.body), transaction.signatures.length, store.priceTimes));
  if (BigInt(transaction.body.transactionFee.toString()) < fee) throw new Refused("INSUFFICIENT_TX_FEE");
  if (payer.balance < fee) throw new Refused("INSUFFICIENT_PAYER_BALANCE");
}
