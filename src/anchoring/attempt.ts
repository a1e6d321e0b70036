import type { LedgerTime, MirrorTransaction, ReceiptReport, TopicMessage } from "../ledger/ledger.ts";

/**
 * The life of one attempt to have the ledger do a job, as pure functions. (`docs/attempt.md` draws it.)
 *
 *              journal row committed                final SUCCESS, or its message is on the topic
 *   (nothing) ----------------------> open ----------------------------------------------> succeeded
 *                                      |
 *                                      |  rule (a): a final receipt that is a failure and consumed the id
 *                                      |  rule (b): absent from one state of the mirror that has gone
 *                                      |            beyond validStart + duration
 *                                      v
 *                                     dead ----> and only then a fresh attempt, n + 1, under a new id
 *
 * Why the sum of effects stays at most 1: the network runs one id at most once, and never after its
 * window; a dead attempt either ran and failed, or its window closed without it. Resends carry the same
 * bytes, hence the same id. No local clock ever declares death: it only paces what is asked next. A node
 * that refuses a copy proves nothing either: an earlier copy, or one that a paused gateway still holds,
 * may be taken later.
 *
 * What a crash means. Before the journal commit: nothing happened, the job is still open. After it, at any
 * later point: the attempt is open and its bytes are in the journal; recovery takes the same path as a
 * normal run and may send them again. After the ending is committed: the job is settled or the next attempt
 * may be journaled.
 */

export type OpenAttempt = {
  readonly transactionId: string;
  readonly validStart: LedgerTime;
  readonly validDurationS: number;
};

export type Success = {
  readonly phase: "succeeded";
  readonly ending: string;
  /** The topic, token or schedule that it created. */
  readonly entityId: string | undefined;
  /** Of a schedule's creation: the id under which its work runs or ran. */
  readonly scheduledTransactionId?: string | undefined;
  readonly sequenceNumber: bigint | undefined;
  readonly runningHash: Uint8Array | undefined;
};

export type Judgement = Success | { readonly phase: "dead"; readonly ending: string } | { readonly phase: "open" };

/** What the topic's gapless messages, read onward from the last one accounted for, show. */
export type TopicScan = {
  readonly kind: "topic-scan";
  /** Messages after the last one accounted for, in order. */
  readonly messages: readonly TopicMessage[];
  /** Sequence number of the last message accounted for before. */
  readonly after: bigint;
};

/** One look-up by id, made after the watermark was read from the same mirror. */
export type Lookup = { readonly watermark: LedgerTime | undefined; readonly entries: readonly MirrorTransaction[] };

/** Look-ups, oldest first. */
export type MirrorLookups = {
  readonly kind: "mirror-lookups";
  readonly lookups: readonly Lookup[];
  /** {@link lookupGapS} if absent. */
  readonly gapS?: number | undefined;
};

export type Evidence = { readonly kind: "receipt"; readonly report: ReceiptReport } | TopicScan | MirrorLookups;

/**
 * Consensus seconds between two look-ups that may prove absence. One is not enough: behind a public mirror
 * stand replicas and caches, and a fresh watermark beside a stale look-up would kill a live attempt.
 */
export const lookupGapS = 60;

/** These endings do not consume the id: a good copy of the same transaction may still run. */
const notConsuming = new Set(["INVALID_NODE_ACCOUNT", "INVALID_PAYER_SIGNATURE"]);

/** A copy that came second: it says that another copy was handled, not how. */
const secondCopy = "DUPLICATE_TRANSACTION";

/** How an attempt ends that no mirror shows, long after its window. */
export const absentFromMirror = "absent from the mirror beyond its window";

const identicalSchedule = "IDENTICAL_SCHEDULE_ALREADY_CREATED";

const open: Judgement = { phase: "open" };

/** What one piece of evidence proves about the attempt. Whatever proves nothing leaves it open. */
export function judgeAttempt(attempt: OpenAttempt, evidence: Evidence): Judgement {
  switch (evidence.kind) {
    case "receipt":
      return judgeReceipt(evidence.report);
    case "topic-scan":
      return judgeScan(attempt, evidence);
    case "mirror-lookups":
      return judgeLookups(attempt, evidence);
  }
}

function judgeReceipt(report: ReceiptReport): Judgement {
  // Pending, not found, unknown: receipts are forgotten and transactions dropped, so none of these is an answer.
  if (report.outcome !== "final") return open;
  const { status, sequenceNumber, runningHash, scheduledTransactionId } = report;
  // The network keeps an equal schedule already: this job's, whoever asked for it first.
  const isDone = status === "SUCCESS" || (status === identicalSchedule && scheduledTransactionId !== undefined);
  if (isDone) {
    const entityId = report.topicId ?? report.tokenId ?? report.scheduleId;
    const scheduled = scheduledTransactionId === undefined ? {} : { scheduledTransactionId };
    return { phase: "succeeded", ending: status, entityId, ...scheduled, sequenceNumber, runningHash };
  }
  return consumes(report.status) ? { phase: "dead", ending: report.status } : open;
}

function judgeScan(attempt: OpenAttempt, scan: TopicScan): Judgement {
  const found = scan.messages.find((message) => message.transactionId === attempt.transactionId);
  if (found !== undefined) {
    const { sequenceNumber, runningHash } = found;
    return { phase: "succeeded", ending: "found on the topic", entityId: undefined, sequenceNumber, runningHash };
  }
  const end = scan.messages.findIndex((message) => isBeyondWindow(attempt, message.consensusTimestamp));
  if (end < 0) return open;
  // Gapless numbers are what makes the answer one state of the mirror: a hole could hide the message.
  const passed = scan.messages.slice(0, end + 1);
  const gapless = passed.every((message, i) => message.sequenceNumber === scan.after + BigInt(i + 1));
  return gapless && passed.every((message) => isAnothers(attempt, message))
    ? { phase: "dead", ending: "absent from the topic beyond its window" }
    : open;
}

/** A message that shows no id is certainly not ours only when another account paid for it. */
function isAnothers(attempt: OpenAttempt, message: TopicMessage): boolean {
  return message.transactionId !== undefined || !attempt.transactionId.startsWith(`${message.payerAccountId}@`);
}

function judgeLookups(attempt: OpenAttempt, { lookups, gapS = lookupGapS }: MirrorLookups): Judgement {
  // Children and scheduled ones carry the id with a suffix: their fate is not the transaction's own.
  const entries = lookups
    .flatMap((lookup) => lookup.entries)
    .filter((entry) => entry.transactionId === attempt.transactionId);
  const success = entries.find((entry) => entry.result === "SUCCESS");
  if (success !== undefined) {
    return {
      phase: "succeeded",
      ending: "found on the mirror",
      entityId: success.entityId,
      sequenceNumber: undefined,
      runningHash: undefined,
    };
  }
  const failure = entries.find((entry) => consumes(entry.result));
  if (failure !== undefined) return { phase: "dead", ending: failure.result };
  const beyond = lookups.flatMap(({ watermark }) =>
    watermark !== undefined && isBeyondWindow(attempt, watermark) ? [nanosOf(watermark)] : [],
  );
  const [first, last] = [beyond[0], beyond.at(-1)];
  const twice = first !== undefined && last !== undefined && last - first >= BigInt(gapS) * 1_000_000_000n;
  return twice ? { phase: "dead", ending: absentFromMirror } : open;
}

/** What need be kept of the look-ups so far once the next one proved nothing: at most the first that may count. */
export function worthKeeping(attempt: OpenAttempt, lookups: readonly Lookup[]): readonly Lookup[] {
  return lookups.filter(({ watermark }) => watermark !== undefined && isBeyondWindow(attempt, watermark)).slice(0, 1);
}

function consumes(status: string): boolean {
  return status !== "SUCCESS" && status !== secondCopy && !notConsuming.has(status);
}

/** True when `at` is later than validStart + duration: at that consensus time no copy can run any more. */
export function isBeyondWindow(attempt: OpenAttempt, at: LedgerTime): boolean {
  return nanosOf(at) > nanosOf(attempt.validStart) + BigInt(attempt.validDurationS) * 1_000_000_000n;
}

/** Nanoseconds since the epoch of `seconds.nanos`; nanos may be written short. */
export function nanosOf(time: LedgerTime): bigint {
  const match = /^(\d+)(?:\.(\d{1,9}))?$/.exec(time);
  if (match === null) throw new TypeError(`"${time}" is not a ledger time`);
  return BigInt(match[1] as string) * 1_000_000_000n + BigInt((match[2] ?? "").padEnd(9, "0"));
}

/** `seconds.nanos` with nine digits, from milliseconds and a nanosecond remainder below 10^6. */
export function ledgerTimeOf(ms: number, nanos: number): LedgerTime {
  const seconds = Math.floor(ms / 1000);
  return `${seconds}.${String((ms - seconds * 1000) * 1_000_000 + nanos).padStart(9, "0")}`;
}

/** A ledger time some nanoseconds later. */
export function laterBy(time: LedgerTime, nanos: bigint): LedgerTime {
  const later = nanosOf(time) + nanos;
  return `${later / 1_000_000_000n}.${String(later % 1_000_000_000n).padStart(9, "0")}`;
}
