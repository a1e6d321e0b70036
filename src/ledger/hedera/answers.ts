import {
  AccountId,
  type Client,
  MaxAttemptsOrTimeoutError,
  PrecheckStatusError,
  Status,
  Transaction,
  type TransactionId,
  type TransactionReceipt,
  TransactionReceiptQuery,
} from "@hashgraph/sdk";
import type { PreparedTransaction, ReceiptReport, SendReport } from "../ledger.ts";
import { transactionIdOf } from "./transaction.ts";

/**
 * Sends the prepared bytes once, as they are, to their node.
 *
 * @throws Error when the bytes are no transaction: then nothing was sent.
 */
export async function sendOnce(client: Client, prepared: PreparedTransaction): Promise<SendReport> {
  const transaction = Transaction.fromBytes(prepared.signedBytes);
  try {
    await transaction.execute(client);
    return { outcome: "accepted", duplicate: false };
  } catch (error) {
    const status = answeredStatus(error);
    if (status === "DUPLICATE_TRANSACTION") return { outcome: "accepted", duplicate: true };
    // UNKNOWN is the node's own "I cannot tell": no proof that it kept its hands off.
    return status === undefined || status === "UNKNOWN" ? untold(error, status) : { outcome: "refused", status };
  }
}

/** Asks one node once what became of a transaction; any other node if that one is no longer in the list. */
export async function askReceipt(client: Client, transactionId: string, nodeAccountId: string): Promise<ReceiptReport> {
  const query = new FreeReceiptQuery()
    .setTransactionId(transactionIdOf(transactionId))
    .setNodeAccountIds([AccountId.fromString(nodeAccountId)])
    .setValidateStatus(false);
  try {
    return finalReport(await query.execute(client));
  } catch (error) {
    const status = answeredStatus(error);
    if (status === "UNKNOWN") return { outcome: "pending" };
    if (status === "RECEIPT_NOT_FOUND") return { outcome: "not-found" };
    return untold(error, status);
  }
}

const untold = (error: unknown, status: string | undefined) =>
  ({ outcome: "unknown", detail: detailOf(error), ...(status !== undefined && { isAnswer: true }) }) as const;

/**
 * Receipts cost nothing, but the SDK draws two fresh transaction ids per query for a payment of zero,
 * and remembers every id it ever drew: memory that a long-lived process never gets back.
 */
class FreeReceiptQuery extends TransactionReceiptQuery {
  override async _beforeExecute(): Promise<void> {}

  protected override async _makeRequestAsync(): ReturnType<TransactionReceiptQuery["_makeRequestAsync"]> {
    return this._onMakeRequest({});
  }
}

type FinalReport = Extract<ReceiptReport, { readonly outcome: "final" }>;

function finalReport(receipt: TransactionReceipt): ReceiptReport {
  // Zero, hence also the status of a receipt that came without one; taken for a failure it would double the effect.
  if (receipt.status === Status.Ok) return { outcome: "unknown", detail: "a receipt without a status" };
  const sequenceNumber = BigInt(receipt.topicSequenceNumber?.toString() ?? 0);
  const runningHash = receipt.topicRunningHash;
  return {
    outcome: "final",
    status: receipt.status.toString(),
    ...(receipt.topicId === null ? {} : { topicId: receipt.topicId.toString() }),
    ...(sequenceNumber === 0n ? {} : { sequenceNumber }),
    ...(runningHash === null || runningHash.length === 0 ? {} : { runningHash }),
    ...entityFacts(receipt),
  };
}

function entityFacts(receipt: TransactionReceipt): Partial<FinalReport> {
  const { accountId, tokenId, scheduleId, scheduledTransactionId, totalSupply } = receipt;
  const serials = receipt.serials.map((serial) => BigInt(serial.toString()));
  // A receipt has no "absent" for the supply, so that the zero after a burn of everything is not shown.
  const newTotalSupply = BigInt(totalSupply?.toString() ?? 0);
  return {
    ...(accountId === null ? {} : { accountId: accountId.toString() }),
    ...(tokenId === null ? {} : { tokenId: tokenId.toString() }),
    ...(scheduleId === null ? {} : { scheduleId: scheduleId.toString() }),
    ...(scheduledTransactionId === null ? {} : { scheduledTransactionId: idText(scheduledTransactionId) }),
    ...(serials.length === 0 ? {} : { serials }),
    ...(newTotalSupply === 0n ? {} : { newTotalSupply }),
  };
}

/** The SDK writes nanoseconds without padding in some versions: nine digits always. */
function idText({ accountId, validStart, scheduled, nonce }: TransactionId): string {
  const own = `${accountId}@${validStart?.seconds}.${String(validStart?.nanos ?? 0).padStart(9, "0")}`;
  const child = Number(nonce ?? 0);
  return `${own}${scheduled ? "?scheduled" : ""}${child > 0 ? `/${child}` : ""}`;
}

/**
 * The status that a node answered, or undefined when it gave none. For answers that the SDK would
 * like to try again (BUSY, RECEIPT_NOT_FOUND, ...) the status stands only in the text of the error;
 * if another version words it differently, the answer becomes "unknown", which is always safe.
 */
function answeredStatus(error: unknown): string | undefined {
  if (error instanceof PrecheckStatusError) return error.status.toString();
  return error instanceof MaxAttemptsOrTimeoutError ? /^[A-Z][A-Z0-9_]*$/.exec(detailOf(error))?.[0] : undefined;
}

/** What went wrong, without the SDK's preamble about its attempts. */
function detailOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^.* with last error being: /, "");
}
