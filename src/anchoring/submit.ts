import pRetry from "p-retry";
import { LedgerUnavailable, type LedgerWork, type ReceiptReport, type SendReport } from "../ledger/ledger.ts";
import { pause } from "../platform/loop.ts";
import { absentFromMirror, type Judgement, judgeAttempt, type Lookup, nanosOf, worthKeeping } from "./attempt.ts";
import { noteFee } from "./fee-room.ts";
import type { FlightTimes } from "./flight-times.ts";
import type { Job, JournaledAttempt } from "./journal.ts";
import { readLog } from "./log-store.ts";
import { type ProbeDeps, pacingOf, probeTopic } from "./probe.ts";
import type { Reach } from "./reach.ts";
import { noteSend } from "./refusals.ts";
import { clockToleranceMs, prepareFresh } from "./terms.ts";
import { readOnward } from "./topic.ts";

export type SubmitDeps = ProbeDeps & {
  /** What more has to be seen before absence from the mirror counts, for work that nothing on the ledger keeps single. */
  readonly confirmAbsence?: (job: Job) => Promise<boolean>;
  /** Consensus seconds between two look-ups that may prove absence; for a mirror whose replicas lag less than a minute. */
  readonly lookupGapS?: number;
  /** How long messages have taken lately; absent: not known. */
  readonly flights?: FlightTimes;
  /** Told of each question whether the ledger answered it. */
  readonly reach?: Reach;
  /** Told when a node refuses a copy. Proves nothing of the attempt, but may be a reason to sign no other. */
  readonly refused?: (job: Job, status: string) => Promise<void>;
};

/** An attempt's first form, to be journaled before it is sent. */
export async function prepareAttempt(deps: SubmitDeps, job: Job, attemptNo: number): Promise<JournaledAttempt> {
  return { ...(await prepareFresh(deps, workOf(job), "attempt")), attemptNo };
}

function workOf(job: Job): LedgerWork {
  if (job.kind === "create-topic") return { kind: "create-topic", memo: new TextDecoder().decode(job.payload) };
  return { kind: "submit-message", topicId: job.topicId as string, message: job.payload };
}

export type Ended = Exclude<Judgement, { readonly phase: "open" }>;

/** What has been seen of an attempt in this run: paces what is asked next, decides nothing. */
type Progress = {
  accepted: boolean;
  /** When a node took it first, by this process's own clock, ms; undefined: it was on its way before. */
  takenAtMs: number | undefined;
  tries: number;
  lookups: readonly Lookup[];
  /** Place of the newest heartbeat that was sent to move the topic past the attempt's window. */
  beat: bigint | undefined;
};

/**
 * Sends a journaled attempt's bytes, asks and looks until its outcome is proven. Endless on purpose: an
 * unknown outcome is never guessed. Writes nothing, so it may be abandoned at any moment: the attempt
 * stays open, and the next run goes on from the journal.
 *
 * @throws the signal's reason as soon as it aborts, whatever call is under way.
 */
export async function resolveAttempt(
  deps: SubmitDeps,
  job: Job,
  attempt: JournaledAttempt,
  signal: AbortSignal,
): Promise<Ended> {
  deps.places.sent(attempt.transactionId);
  try {
    const ended = await untilProven(deps, job, attempt, signal);
    if (ended.phase === "dead") {
      await noteFeeOfDead(deps, attempt, ended.ending);
      return ended;
    }
    const sequenceNumber = ended.sequenceNumber ?? (await placeOfPart(deps, attempt));
    if (sequenceNumber !== undefined) deps.places.landed(attempt.transactionId, sequenceNumber);
    return { ...ended, sequenceNumber };
  } finally {
    deps.places.gone(attempt.transactionId);
  }
}

/** A batch's own ending does not say which of its parts had too low a cap: their nodes do, as long as they remember. */
async function noteFeeOfDead(deps: SubmitDeps, attempt: JournaledAttempt, ending: string): Promise<void> {
  const { transactionId, nodeAccountId, partIds = [] } = attempt;
  noteFee(deps, transactionId, ending);
  if (ending !== "INNER_TRANSACTION_FAILED") return;
  const reports = await Promise.all(partIds.map((id) => deps.ledger.receipt(id, nodeAccountId)));
  for (const report of reports) if (report.outcome === "final") noteFee(deps, transactionId, report.status);
}

/** Where the message of a batch stands, as long as its node remembers: it makes the topic's reading easier, no more. */
async function placeOfPart({ ledger }: SubmitDeps, { partIds, nodeAccountId }: JournaledAttempt) {
  const [message] = partIds ?? [];
  if (message === undefined) return undefined;
  const report = await ledger.receipt(message, nodeAccountId);
  return report.outcome === "final" ? report.sequenceNumber : undefined;
}

async function untilProven(deps: SubmitDeps, job: Job, attempt: JournaledAttempt, signal: AbortSignal): Promise<Ended> {
  const progress: Progress = { accepted: false, takenAtMs: undefined, tries: 0, lookups: [], beat: undefined };
  const { minMs, maxMs } = pacingOf(deps);
  const waits = (reason: string) => deps.refusals?.waits(job.kind, job.subject, reason, deps.clock.nowMs());
  return pRetry(
    async () => {
      const asked = orAborted(signal, step(deps, job, attempt, progress, signal));
      const judgement = await asked.catch((error: unknown) => {
        if (error instanceof LedgerUnavailable) {
          deps.reach?.unheard();
          waits(error.message);
        }
        throw error;
      });
      deps.reach?.heard();
      if (judgement.phase === "open") {
        const unresolved = new Unresolved(attempt.transactionId);
        waits(unresolved.message);
        throw unresolved;
      }
      deps.refusals?.waitsNoMore(job.kind, job.subject);
      return judgement;
    },
    {
      retries: Number.POSITIVE_INFINITY,
      factor: 1.5,
      minTimeout: minMs,
      maxTimeout: maxMs,
      signal,
      // Only "not known yet" and "the ledger did not answer" are tried again; a lost lease or a bug is not.
      shouldRetry: ({ error }) => error instanceof Unresolved || error.name === "LedgerUnavailable",
    },
  );
}

class Unresolved extends Error {
  constructor(transactionId: string) {
    super(`the outcome of ${transactionId} is not known yet`);
    this.name = "Unresolved";
  }
}

/** Stops waiting when the signal aborts; the work itself runs out unseen. */
function orAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}

async function step(
  deps: SubmitDeps,
  job: Job,
  attempt: JournaledAttempt,
  progress: Progress,
  signal: AbortSignal,
): Promise<Judgement> {
  progress.tries++;
  const windowOpen = !probablyClosed(deps, attempt);
  const sent = !progress.accepted && windowOpen ? await send(deps, job, attempt) : undefined;
  if (sent?.outcome === "accepted") progress.accepted = true;
  const isFresh = sent?.outcome === "accepted" && !sent.duplicate;
  if (isFresh) progress.takenAtMs = performance.now();
  const report = isFresh
    ? await receiptInTime(deps, attempt, signal)
    : await deps.ledger.receipt(attempt.transactionId, nodeToAsk(deps, attempt, progress));
  if (report.outcome === "final" && progress.takenAtMs !== undefined)
    deps.flights?.note(performance.now() - progress.takenAtMs);
  const byReceipt = judgeAttempt(attempt, { kind: "receipt", report });
  if (byReceipt.phase === "dead" || (byReceipt.phase === "succeeded" && hasPlace(job, byReceipt))) return byReceipt;
  // Accepted, yet a node knows nothing of it: it may have been dropped. The same bytes may go again.
  if (report.outcome === "not-found") progress.accepted = false;
  return windowOpen && byReceipt.phase === "open" ? byReceipt : byMirror(deps, job, attempt, progress, signal);
}

/** Our clock's guess, used only to choose what to ask: the proof is the ledger's own time. */
function probablyClosed({ ledgerClock }: SubmitDeps, { validStart, validDurationS }: JournaledAttempt): boolean {
  const closesMs = Number(nanosOf(validStart) / 1_000_000n) + validDurationS * 1000;
  return ledgerClock.nowMs() > closesMs + clockToleranceMs(validDurationS);
}

/** The node that took it knows first; when it took nothing or stays silent, the others are asked in turn. */
function nodeToAsk(deps: SubmitDeps, attempt: JournaledAttempt, progress: Progress): string {
  const own = progress.accepted && progress.tries <= 3;
  return own ? attempt.nodeAccountId : deps.rotation.nextBut(attempt.nodeAccountId);
}

/** Of a message that its node has just taken: asks when receipts came lately, and as long as it is not overdue. */
async function receiptInTime(
  { ledger, flights }: SubmitDeps,
  { transactionId, nodeAccountId }: JournaledAttempt,
  signal: AbortSignal,
): Promise<ReceiptReport> {
  const takenAtMs = performance.now();
  for (;;) {
    const restMs = flights?.restMs(performance.now() - takenAtMs);
    if (restMs !== undefined) await pause(restMs, signal);
    const report = await ledger.receipt(transactionId, nodeAccountId);
    if (report.outcome !== "pending" || restMs === undefined || signal.aborted) return report;
  }
}

async function send(deps: SubmitDeps, job: Job, attempt: JournaledAttempt): Promise<SendReport> {
  const report = await deps.ledger.send(attempt);
  noteSend(deps, job.kind, report);
  deps.rotation.heard(attempt.nodeAccountId, report);
  if (report.outcome === "accepted") return report;
  deps.log.warn({ job: job.kind, transaction: attempt.transactionId, report }, "a send was not taken");
  if (report.outcome === "refused") {
    noteFee(deps, attempt.transactionId, report.status);
    await deps.ledgerClock.refused(report.status, deps.ledger.mirror);
    await deps.refused?.(job, report.status);
  }
  return report;
}

/** A success needs what later work builds on: receipts give a message's place on the topic, look-ups do not. */
function hasPlace(job: Job, success: Ended & { readonly phase: "succeeded" }): boolean {
  switch (job.kind) {
    case "create-topic":
    case "create-token":
      return success.entityId !== undefined;
    case "announce":
    case "mint":
    case "burn":
    case "transfer":
      return true;
    case "checkpoint":
    case "record":
      return success.sequenceNumber !== undefined;
  }
}

async function byMirror(
  deps: SubmitDeps,
  job: Job,
  attempt: JournaledAttempt,
  progress: Progress,
  signal: AbortSignal,
): Promise<Judgement> {
  const { mirror } = deps.ledger;
  // The announcement is to be the topic's first message: no heartbeat may go before it.
  if (job.topicId === null || job.kind === "announce") {
    // The watermark is read first: absence at an older watermark would prove nothing.
    const watermark = await mirror.watermark();
    const lookup: Lookup = { watermark, entries: await mirror.transactions(attempt.transactionId) };
    const lookups = [...progress.lookups, lookup];
    progress.lookups = worthKeeping(attempt, lookups);
    const judgement = judgeAttempt(attempt, { kind: "mirror-lookups", lookups, gapS: deps.lookupGapS });
    const isAbsent = judgement.phase === "dead" && judgement.ending === absentFromMirror;
    return isAbsent && deps.confirmAbsence && !(await deps.confirmAbsence(job)) ? { phase: "open" } : judgement;
  }
  const after = attempt.afterSequence ?? (await readLog(deps.db))?.scannedSequence ?? 0n;
  const messages = await readOnward(mirror, job.topicId, after);
  const judgement = judgeAttempt(attempt, { kind: "topic-scan", after, messages });
  if (judgement.phase === "open" && probablyClosed(deps, attempt)) {
    await beatOnce(deps, job.topicId, messages.at(-1)?.sequenceNumber ?? after, progress, signal);
  }
  return judgement;
}

/** Moves an idle topic past the window with one heartbeat; another one only once the mirror shows the last. */
async function beatOnce(
  deps: SubmitDeps,
  topicId: string,
  shown: bigint,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  if (progress.beat !== undefined && shown < progress.beat) return;
  const probe = await probeTopic(deps, topicId, signal);
  progress.beat = probe.outcome === "landed" ? probe.sequenceNumber : undefined;
}
