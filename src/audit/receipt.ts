import type { AnchoredCheckpoint } from "../anchoring/log-reader.ts";
import { genesisRunningHash } from "../kernel/running-hash.ts";
import { hashscanTransactionUrl } from "../ledger/hashscan.ts";
import { LedgerUnavailable, type Mirror, type TopicMessage } from "../ledger/ledger.ts";
import { pause } from "../platform/loop.ts";
import type { Receipt } from "../proof/receipt.ts";
import { sameBytes } from "../proof/text.ts";
import type { LedgerFacts } from "./types.ts";

export type ReceiptDeps = { readonly ledger: LedgerFacts; readonly mirror: Mirror };

/** How long a caller is kept waiting for what only the mirror knows, ms. */
const mirrorPatienceMs = 3_000;

/**
 * Where and when a checkpoint reached consensus. What is not on record (consensus time right after
 * anchoring; the running hash before a message that follows no checkpoint of ours) is read from the mirror,
 * once and not for long. What the mirror does not show yet is told as missing, never guessed.
 */
export async function receiptOf(deps: ReceiptDeps, topicId: string, checkpoint: AnchoredCheckpoint): Promise<Receipt> {
  const { transactionId, sequenceNumber, consensusTimestamp, runningHash } = checkpoint;
  const before = sequenceNumber === 1n ? genesisRunningHash : checkpoint.previousRunningHash;
  const isComplete = consensusTimestamp !== null && runningHash !== null && before !== null;
  const seen = isComplete ? undefined : await seenOnMirror(deps.mirror, topicId, checkpoint);
  const previousRunningHash = before ?? seen?.previous?.runningHash;
  return {
    network: deps.ledger.network,
    topicId,
    sequenceNumber: sequenceNumber.toString(),
    consensusTimestamp: consensusTimestamp ?? seen?.own.consensusTimestamp ?? null,
    runningHash: runningHash ?? seen?.own.runningHash ?? null,
    ...(previousRunningHash && { previousRunningHash }),
    transactionId,
    hashscanUrl: hashscanTransactionUrl(deps.ledger.network, transactionId),
    mirrorUrl: `${deps.ledger.mirrorUrl}/api/v1/topics/${topicId}/messages/${sequenceNumber}`,
  };
}

type Seen = { readonly own: TopicMessage; readonly previous: TopicMessage | undefined };

/** The checkpoint's message and the one before it, as one answer of the mirror. */
async function seenOnMirror(
  mirror: Mirror,
  topicId: string,
  checkpoint: AnchoredCheckpoint,
): Promise<Seen | undefined> {
  const { sequenceNumber, message } = checkpoint;
  const after = sequenceNumber > 1n ? sequenceNumber - 2n : 0n;
  const messages = (await patiently(mirror.messagesAfter(topicId, after, 2))) ?? [];
  const at = (number: bigint) => messages.find((one) => one.sequenceNumber === number);
  const own = at(sequenceNumber);
  // Another message at our place: this mirror is of another network, or not to be believed.
  if (own === undefined || !sameBytes(own.message, message)) return undefined;
  return { own, previous: at(sequenceNumber - 1n) };
}

/** Undefined when the mirror does not answer in time. */
async function patiently<T>(reading: Promise<T>): Promise<T | undefined> {
  const done = new AbortController();
  try {
    return await Promise.race([reading, pause(mirrorPatienceMs, done.signal).then(() => undefined)]);
  } catch (error) {
    if (error instanceof LedgerUnavailable) return undefined;
    throw error;
  } finally {
    done.abort();
  }
}
