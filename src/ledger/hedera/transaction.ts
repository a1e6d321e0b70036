import {
  AccountId,
  Hbar,
  Long,
  Timestamp,
  TopicCreateTransaction,
  TopicId,
  TopicMessageSubmitTransaction,
  type Transaction,
  TransactionId,
} from "@hashgraph/sdk";
import { assertState } from "../../kernel/fault.ts";
import type { AttemptTerms, LedgerWork, PreparedTransaction } from "../ledger.ts";
import type { OperatorKey } from "./operator.ts";

/** Most bytes of a message in one transaction; the SDK would cut a longer one into several. */
export const maxMessageBytes = 1024;
/** Most bytes of an entity's memo. */
export const maxMemoBytes = 100;

/**
 * What a transaction may cost at most; the network charges its price (USD 0.01 a topic, up to 0.0014 a
 * message) and refuses above the cap.
 */
const maxFeeHbar = { "create-topic": 5, "submit-message": 1 } as const;

/**
 * Builds, freezes for one node and signs, without touching the network. Same key, work and terms:
 * same bytes. `signedBytes` is a `TransactionList` of one, as `Transaction.fromBytes` reads it back.
 */
export async function prepareTransaction(
  operator: { readonly accountId: string; readonly key: OperatorKey },
  work: LedgerWork,
  terms: AttemptTerms,
): Promise<PreparedTransaction> {
  const id = transactionIdOf(terms.transactionId);
  assertState(id.accountId?.toString() === operator.accountId, `${terms.transactionId} is not paid by the operator`);
  assertState(terms.validDurationS >= 15 && terms.validDurationS <= 180, `valid for ${terms.validDurationS} s`);
  const transaction = transactionFor(operator, work)
    .setTransactionId(id)
    .setTransactionValidDuration(terms.validDurationS)
    .setNodeAccountIds([AccountId.fromString(terms.nodeAccountId)])
    .setMaxTransactionFee(new Hbar(maxFeeHbar[work.kind]))
    .setRegenerateTransactionId(false)
    .freeze();
  await transaction.signWith(operator.key.publicKey, operator.key.sign);
  return {
    transactionId: terms.transactionId,
    validDurationS: terms.validDurationS,
    nodeAccountId: terms.nodeAccountId,
    signedBytes: new Uint8Array(transaction.toBytes()),
    transactionHash: Buffer.from(await transaction.getTransactionHash()).toString("hex"),
  };
}

function transactionFor(
  operator: { readonly accountId: string; readonly key: OperatorKey },
  work: LedgerWork,
): Transaction {
  switch (work.kind) {
    case "create-topic":
      assertState(Buffer.byteLength(work.memo) <= maxMemoBytes, "a topic memo longer than the ledger takes");
      // No admin key: nobody, the operator included, can ever change or delete the topic. A renewing
      // account is allowed without one since HIP-1021.
      return new TopicCreateTransaction()
        .setTopicMemo(work.memo)
        .setSubmitKey(operator.key.publicKey)
        .setAutoRenewAccountId(AccountId.fromString(operator.accountId));
    case "submit-message":
      assertState(
        work.message.length > 0 && work.message.length <= maxMessageBytes,
        `a message of ${work.message.length} bytes`,
      );
      return new TopicMessageSubmitTransaction()
        .setTopicId(TopicId.fromString(work.topicId))
        .setMessage(work.message)
        .setChunkSize(maxMessageBytes)
        .setMaxChunks(1);
  }
}

/**
 * The SDK's form of `0.0.5@1604557331.565419523`. Its own parser would take `.5` for 5 ns, and other
 * readers for half a second: nine digits or nothing.
 */
export function transactionIdOf(text: string): TransactionId {
  const [, payer, seconds, nanos] = /^(\d+\.\d+\.\d+)@(\d+)\.(\d{9})$/.exec(text) ?? [];
  assertState(payer !== undefined && seconds !== undefined && nanos !== undefined, `"${text}" as a transaction id`);
  return TransactionId.withValidStart(
    AccountId.fromString(payer),
    new Timestamp(Long.fromString(seconds), Number(nanos)),
  );
}
