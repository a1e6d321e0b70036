import type { Clock } from "../kernel/time.ts";
import { publish } from "../platform/events.ts";
import { pause } from "../platform/loop.ts";
import { encodeLogMessage } from "../proof/checkpoint-message.ts";
import { appendWaiting } from "./append.ts";
import { type History, type Landmark, type LogOnTopic, proveHistory, readHistory } from "./history.ts";
import { type LogKey, verifierKeyText } from "./identity.ts";
import * as journal from "./journal.ts";
import { anyWaiting } from "./line.ts";
import * as store from "./log-store.ts";
import { pacingOf } from "./probe.ts";
import { createNodeRotation, type NodeRotation } from "./rotation.ts";
import { type Ended, prepareAttempt, resolveAttempt, type SubmitDeps } from "./submit.ts";
import { leaseName, seize, type Tenure, type TenureDeps, takeTenure, write } from "./tenure.ts";
import { createLedgerClock, type LedgerClock } from "./terms.ts";

export { resign } from "./tenure.ts";

/**
 * The one writer of the log. Each pass, under the lease, takes one step that the database's own state
 * calls for: settle what is in flight, else make sure of topic and announcement, else make sure that nobody
 * signed another history, else append what waits and journal the new checkpoint. A crash anywhere is mended
 * by the next pass, which takes the very same path.
 */

export type SequencerDeps = Omit<SubmitDeps, "rotation" | "ledgerClock"> &
  TenureDeps & {
    readonly clock: Clock;
    /** Undefined: this gateway does not have the log's key and never signs. */
    readonly logKey: LogKey | undefined;
    /** Least time between two checkpoints, ms; 0 if absent. */
    readonly minIntervalMs?: number;
  };

/** Longest time between two readings of the topic while records keep coming, or while a consensus time is not known yet. */
const followEveryMs = 5_000;
/** The same while nothing happens. */
const followIdleEveryMs = 30_000;
const longestBackoffMs = 30_000;

/** What a sequencer remembers between passes. Losing it costs a few questions, nothing else. */
export type SequencerMemory = {
  /** The tenure in which the topic was proven to hold our own history. */
  guardedToken: bigint | undefined;
  /** When the topic was last read. */
  scannedAtMs: number;
  seizedToken?: bigint;
  landmark?: Landmark | undefined;
  /** An announcement of this tenure: where it lands is a landmark too. */
  announcing?: { readonly jobId: string; readonly token: bigint };
  /** Place of the newest message known; whatever stands between it and ours was written by others. */
  newestSequence?: bigint;
  rotation?: NodeRotation;
  ledgerClock?: LedgerClock;
};

export const newSequencerMemory = (): SequencerMemory => ({ guardedToken: undefined, scannedAtMs: 0 });

type Pass = {
  readonly deps: SequencerDeps & SubmitDeps & { readonly logKey: LogKey };
  readonly memory: SequencerMemory;
  readonly tenure: Tenure;
  /** Shutdown, or the lease lost. */
  readonly signal: AbortSignal;
};

/** One pass. @returns "more" when it did something and there may be more to do. */
export async function runOnce(
  deps: SequencerDeps,
  memory: SequencerMemory,
  signal: AbortSignal,
): Promise<"more" | "idle"> {
  const log = await store.readLog(deps.db);
  if (log === undefined || log.haltKind === "history") return "idle";
  const { logKey } = deps;
  if (logKey === undefined || verifierKeyText(log.origin, logKey) !== log.verifierKey) return withoutKey(deps, logKey);
  const tenure = await takeTenure(deps);
  if (tenure === undefined) return "idle";
  memory.rotation ??= createNodeRotation(deps.ledger.nodeAccountIds, deps.random);
  memory.ledgerClock ??= createLedgerClock(deps.clock);
  const { rotation, ledgerClock } = memory;
  const passDeps = { ...deps, logKey, rotation, ledgerClock };
  try {
    return await advance({ deps: passDeps, memory, tenure, signal: AbortSignal.any([signal, tenure.lost]) });
  } catch (error) {
    if (signal.aborted || tenure.lost.aborted || error instanceof store.LeaseLost) return "idle";
    if (!(error instanceof Error) || error.name !== "LedgerUnavailable") throw error;
    deps.log.warn({ err: error }, "the ledger does not answer; anchoring waits");
    return "idle";
  } finally {
    await tenure.end();
  }
}

async function withoutKey(deps: SequencerDeps, key: LogKey | undefined): Promise<"idle"> {
  const reason =
    key === undefined
      ? "the log's signing key is not here: no file at LOG_KEY_FILE"
      : "the key at LOG_KEY_FILE is not the log's signing key";
  if (await store.reportMissingKey(deps.db, leaseName, reason)) deps.log.error({ reason }, "anchoring is halted");
  return "idle";
}

async function advance(pass: Pass): Promise<"more" | "idle"> {
  const { deps, memory, tenure } = pass;
  if (memory.seizedToken !== tenure.token) {
    await seize(deps.db, tenure.token);
    memory.seizedToken = tenure.token;
  }
  const inFlight = await journal.openJob(deps.db);
  const log = await store.readLog(deps.db);
  if (log === undefined) return "idle";
  if (inFlight !== undefined) return pursue(pass, log, inFlight);
  const { topicId } = log;
  if (topicId === null) {
    await startJob(pass, { kind: "create-topic", topicId, payload: new TextEncoder().encode(log.origin) });
    return "more";
  }
  if (!log.announced) return announce(pass, { ...log, topicId });
  if (!(await mayGoOn(pass, { ...log, topicId }))) return "idle";
  const isToAppend = (await anyWaiting(deps.db)) && (await isDue(deps));
  return isToAppend && (await appendWaiting(deps, tenure.token, topicId)) ? "more" : "idle";
}

/** One step for the job in flight: resolve its open attempt, or, when every attempt is dead, journal a fresh one. */
async function pursue(pass: Pass, log: store.LogState, job: journal.Job): Promise<"more" | "idle"> {
  const { deps, tenure, signal } = pass;
  const newest = await journal.newestAttempt(deps.db, job.jobId);
  if (newest?.phase === "open") {
    const ended = await resolveAttempt(deps, job, newest, signal);
    await settle(pass, job, newest, ended);
    return "more";
  }
  const attemptNo = (newest?.attemptNo ?? 0) + 1;
  const { topicId } = log;
  // What was signed long ago may not be what the topic needs now: the same proof as before an append.
  if (job.kind === "checkpoint" && topicId !== null && !(await mayGoOn(pass, { ...log, topicId }, true))) return "idle";
  await pause(Math.min(longestBackoffMs, pacingOf(deps).minMs * 2 ** Math.min(attemptNo, 20)), signal);
  signal.throwIfAborted();
  const fresh = await prepareAttempt(deps, job, attemptNo);
  await write(deps.db, tenure.token, (tx) => journal.insertAttempt(tx, job.jobId, fresh, new Date(deps.clock.nowMs())));
  return "more";
}

/**
 * Commits an attempt's ending together with its effect: a crash before this commit leaves the attempt open,
 * and recovery finds the same outcome again.
 */
async function settle(pass: Pass, job: journal.Job, attempt: journal.JournaledAttempt, ended: Ended): Promise<void> {
  const { deps, tenure } = pass;
  const at = new Date(deps.clock.nowMs());
  await write(deps.db, tenure.token, async (tx) => {
    await journal.endAttempt(tx, attempt.transactionId, ended, at);
    if (ended.phase === "dead") return;
    await journal.settleJob(tx, job.jobId, at);
    if (job.kind === "create-topic") return store.updateLog(tx, { topicId: ended.topicId as string });
    if (job.kind === "announce") return store.updateLog(tx, { announced: true });
    const { sequenceNumber, runningHash } = ended;
    const place = { transactionId: attempt.transactionId, sequenceNumber: sequenceNumber as bigint, runningHash };
    const size = await store.anchorCheckpoint(tx, job.jobId, place, at);
    await publish(tx, { type: "log.anchored", size });
  });
  deps.metrics.ledgerAttempts.inc({ kind: job.kind, phase: ended.phase });
  if (ended.phase === "dead") {
    const { transactionId } = attempt;
    deps.log.warn({ job: job.kind, transaction: transactionId, ending: ended.ending }, "an attempt is dead");
  } else {
    deps.metrics.flightSeconds.observe(Math.max(0, at.getTime() - job.createdAt.getTime()) / 1000);
    if (ended.sequenceNumber !== undefined) noticePlace(pass, job, ended.sequenceNumber);
  }
}

/** A message that does not follow the newest known one shows that others write here: read before signing again. */
function noticePlace({ memory, tenure }: Pass, job: journal.Job, sequenceNumber: bigint): void {
  if (memory.announcing?.jobId === job.jobId && memory.announcing.token === tenure.token) {
    memory.landmark = { token: tenure.token, sequenceNumber };
  } else if (memory.newestSequence !== sequenceNumber - 1n) {
    memory.guardedToken = undefined;
    memory.landmark = undefined;
  }
  memory.newestSequence = sequenceNumber;
}

/** The log's first message; on a topic that shows another log already it is never sent. */
async function announce(pass: Pass, log: LogOnTopic): Promise<"more" | "idle"> {
  const history = await readHistory(pass.deps, log);
  if (history.state !== "own") return stopFor(pass, history);
  const payload = encodeLogMessage({ origin: log.origin, verifierKey: log.verifierKey });
  const jobId = await startJob(pass, { kind: "announce", topicId: log.topicId, payload });
  pass.memory.announcing = { jobId, token: pass.tenure.token };
  return "more";
}

/** Commits a job with its first attempt: intent and signed bytes are on disk before the network is touched. */
async function startJob(pass: Pass, job: Pick<journal.Job, "kind" | "topicId" | "payload">): Promise<string> {
  const { deps, tenure } = pass;
  const createdAt = new Date(deps.clock.nowMs());
  const full = { ...job, jobId: journal.newJobId(deps.random), createdAt };
  const attempt = await prepareAttempt(deps, full, 1);
  await write(deps.db, tenure.token, async (tx) => {
    await journal.insertJob(tx, full);
    await journal.insertAttempt(tx, full.jobId, attempt, createdAt);
  });
  return full.jobId;
}

/**
 * True when the topic is known to hold our own history. The first time in a tenure it has to be proven;
 * later it is read now and then, and a mirror that does not answer then holds nothing up.
 */
async function mayGoOn(pass: Pass, log: LogOnTopic, jobIsOpen = false): Promise<boolean> {
  const { deps, memory, tenure, signal } = pass;
  const isProven = memory.guardedToken === tenure.token;
  if (isProven && !(await isTimeToFollow(pass))) return true;
  let history: History;
  if (isProven) {
    memory.scannedAtMs = deps.clock.nowMs();
    history = await readHistory(deps, log).catch((error: Error) => ({ state: "unproven", detail: error.message }));
  } else {
    const known = memory.landmark?.token === tenure.token ? memory.landmark.sequenceNumber : undefined;
    const proof = await proveHistory(deps, log, known, signal);
    if (proof.landmark !== undefined) memory.landmark = { token: tenure.token, sequenceNumber: proof.landmark };
    history = proof.history;
  }
  if (history.state === "foreign" || (history.state === "unproven" && !isProven)) {
    await stopFor(pass, history);
    return false;
  }
  if (history.state === "own") await recordHistory(pass, log, history.messages, jobIsOpen);
  return true;
}

async function isTimeToFollow({ deps, memory }: Pass): Promise<boolean> {
  const sinceMs = deps.clock.nowMs() - memory.scannedAtMs;
  if (sinceMs >= followIdleEveryMs) return true;
  const isBusy = await anyWaiting(deps.db);
  if (isBusy) return sinceMs >= followEveryMs;
  return sinceMs >= pacingOf(deps).minMs && (await store.anyUnconfirmed(deps.db));
}

/** What was read of our own history is accounted for; while a job is open its message may still have to be found. */
async function recordHistory(
  { deps, memory, tenure }: Pass,
  log: LogOnTopic,
  messages: Extract<History, { state: "own" }>["messages"],
  jobIsOpen: boolean,
): Promise<void> {
  memory.guardedToken = tenure.token;
  memory.scannedAtMs = deps.clock.nowMs();
  const newest = messages.at(-1)?.sequenceNumber ?? log.scannedSequence;
  if (memory.newestSequence === undefined || newest > memory.newestSequence) memory.newestSequence = newest;
  if (messages.length === 0 || jobIsOpen) return;
  await write(deps.db, tenure.token, async (tx) => {
    for (const { sequenceNumber, consensusTimestamp, runningHash } of messages) {
      await store.confirmCheckpoint(tx, sequenceNumber, { consensusTimestamp, runningHash });
    }
    await store.updateLog(tx, { scannedSequence: newest });
  });
}

/** A foreign history halts anchoring for good: going on could sign a second one. What is only unproven waits. */
async function stopFor({ deps, tenure }: Pass, history: Exclude<History, { state: "own" }>): Promise<"idle"> {
  if (history.state === "unproven") {
    deps.log.warn({ detail: history.detail }, "anchoring waits for the ledger");
    return "idle";
  }
  const { reason } = history;
  deps.log.error({ reason }, "anchoring is halted");
  await write(deps.db, tenure.token, (tx) => store.updateLog(tx, { halt: { kind: "history", reason } }));
  return "idle";
}

/** An operator may pay for fewer messages and have each cover more. */
async function isDue({ db, clock, minIntervalMs = 0 }: SequencerDeps): Promise<boolean> {
  if (minIntervalMs === 0) return true;
  const newest = await store.newestCheckpointAt(db);
  return newest === undefined || clock.nowMs() - newest.getTime() >= minIntervalMs;
}
