import { AccountId, BatchTransaction, Hbar, Long, Timestamp, type Transaction, TransactionId } from "@hashgraph/sdk";
import { assertState } from "../../kernel/fault.ts";
import { transactionIdParts } from "../hashscan.ts";
import type { AttemptTerms, BatchPart, BatchWork, LedgerWork, PreparedTransaction } from "../ledger.ts";
import type { OperatorKey } from "./operator.ts";
import { maxFeeHbar, maxMemoBytes, type Operator, transactionFor } from "./work.ts";

/** Most parts of an atomic batch (HIP-551). */
const maxParts = 50;

export type Signers = Readonly<Record<string, OperatorKey>>;

/**
 * Builds, freezes for one node and signs, without touching the network. Same keys, work and terms:
 * same bytes. `signedBytes` is a `TransactionList` of one, as `Transaction.fromBytes` reads it back.
 */
export async function prepareTransaction(
  operator: Operator,
  work: LedgerWork,
  terms: AttemptTerms,
  signers: Signers = {},
): Promise<PreparedTransaction> {
  const transaction =
    work.kind === "batch"
      ? await batchFor(operator, work, terms, signers)
      : transactionFor(operator, work, terms.feeFactor);
  setIdentity(operator, transaction, terms);
  transaction.setNodeAccountIds([AccountId.fromString(terms.nodeAccountId)]).freeze();
  await signAll(operator, transaction, terms, signers);
  return {
    transactionId: terms.transactionId,
    validDurationS: terms.validDurationS,
    nodeAccountId: terms.nodeAccountId,
    ...(terms.signers && { signers: terms.signers }),
    signedBytes: new Uint8Array(transaction.toBytes()),
    transactionHash: Buffer.from(await transaction.getTransactionHash()).toString("hex"),
  };
}

/** Parts are transactions of their own, signed for no node but for the batch key's owner. */
async function batchFor(
  operator: Operator,
  work: BatchWork & LedgerWork,
  { feeFactor = 1 }: AttemptTerms,
  signers: Signers,
): Promise<Transaction> {
  const { parts, transactionMemo = "" } = work;
  assertState(parts.length >= 1 && parts.length <= maxParts, `a batch of ${parts.length} parts`);
  assertState(new Set(parts.map((part) => part.transactionId)).size === parts.length, "two parts with one id");
  assertState(Buffer.byteLength(transactionMemo) <= maxMemoBytes, "a memo longer than the ledger takes");
  const inner: Transaction[] = [];
  for (const part of parts) {
    const transaction = transactionFor(operator, part.work, feeFactor);
    setIdentity(operator, transaction, part);
    transaction.setBatchKey(operator.key.publicKey).freeze();
    await signAll(operator, transaction, part, signers);
    inner.push(transaction);
  }
  return new BatchTransaction()
    .setInnerTransactions(inner)
    .setTransactionMemo(transactionMemo)
    .setMaxTransactionFee(new Hbar(maxFeeHbar.batch * feeFactor));
}

type Identity = Pick<BatchPart, "transactionId" | "validDurationS" | "signers">;

function setIdentity(operator: Operator, transaction: Transaction, terms: Identity): void {
  assertState(transactionIdParts(terms.transactionId).own === terms.transactionId, "an id of the network's making");
  const id = transactionIdOf(terms.transactionId);
  assertState(id.accountId?.toString() === operator.accountId, `${terms.transactionId} is not paid by the operator`);
  assertState(terms.validDurationS >= 15 && terms.validDurationS <= 180, `valid for ${terms.validDurationS} s`);
  transaction.setTransactionId(id).setTransactionValidDuration(terms.validDurationS).setRegenerateTransactionId(false);
}

async function signAll(operator: Operator, transaction: Transaction, terms: Identity, signers: Signers): Promise<void> {
  const keys = [operator.key, ...(terms.signers ?? []).map((name) => signerOf(signers, name))];
  const once = new Map(keys.map((key) => [key.publicKeyHex, key]));
  for (const key of once.values()) await transaction.signWith(key.publicKey, key.sign);
}

function signerOf(signers: Signers, name: string): OperatorKey {
  const key = Object.hasOwn(signers, name) ? signers[name] : undefined;
  assertState(key !== undefined, `a signer called ${name}`);
  return key;
}

/**
 * The SDK's form of `0.0.5@1604557331.565419523`, suffixes included. Its own parser would take `.5` for
 * 5 ns, and other readers for half a second: nine digits or nothing.
 */
export function transactionIdOf(text: string): TransactionId {
  const { own, scheduled, nonce } = transactionIdParts(text);
  const [, payer, seconds, nanos] = /^(\d+\.\d+\.\d+)@(\d+)\.(\d{9})$/.exec(own) ?? [];
  assertState(payer !== undefined && seconds !== undefined && nanos !== undefined, `"${text}" as a transaction id`);
  const id = TransactionId.withValidStart(
    AccountId.fromString(payer),
    new Timestamp(Long.fromString(seconds), Number(nanos)),
  );
  if (nonce > 0) id.setNonce(nonce);
  return id.setScheduled(scheduled);
}
