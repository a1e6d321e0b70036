import { assertState } from "../kernel/fault.ts";
import { type Tx, together } from "../platform/database.ts";
import { clocksApartMs } from "../platform/due.ts";
import { publish } from "../platform/events.ts";
import { pause } from "../platform/loop.ts";
import { tellStreams } from "../platform/stream-log.ts";
import { decodeMessage, encodeLogMessage, type PreviousLog } from "../proof/checkpoint-message.ts";
import { admittedBy } from "./admission.ts";
import { appendWaiting } from "./append.ts";
import { anchorCheckpoint, anchoredPlants, newestAnchored, newestCheckpointAt } from "./checkpoint-store.ts";
import { isPaused } from "./fee-cap.ts";
import { mayGoOn, stopFor } from "./guard.ts";
import { type LogOnTopic, readHistory } from "./history.ts";
import { whyNotSigning } from "./identity.ts";
import * as journal from "./journal.ts";
import { anyWaiting } from "./line.ts";
import * as store from "./log-store.ts";
import { backoffMs, excuse, goesOn, type Pass, type SequencerDeps, type SequencerMemory, standOn } from "./pass.ts";
import { readPredecessors } from "./predecessors.ts";
import { reachedBy } from "./reach.ts";
import { createNodeRotation } from "./rotation.ts";
import { countAnchored } from "./slo.ts";
import { takeWaits, type Wait } from "./slo-store.ts";
import { type Ended, prepareAttempt, resolveAttempt } from "./submit.ts";
import { leaseName, seize, takeTenure, write } from "./tenure.ts";
import { createLedgerClock, mostAheadMs } from "./terms.ts";
import { traceCheckpoint } from "./traced.ts";

export { newSequencerMemory, type SequencerDeps, type SequencerMemory } from "./pass.ts";

/**
 * The one writer of the log. Each pass, under the lease, takes one step that the database's own state
 * calls for: settle what is in flight, else make sure of topic and announcement, else make sure that nobody
 * signed another history, else append what waits and journal the new checkpoint. A crash anywhere is mended
 * by the next pass, which takes the very same path.
 */

/** One pass. @returns "more" when it did something and there may be more to do. */
export async function runOnce(
  deps: SequencerDeps,
  memory: SequencerMemory,
  signal: AbortSignal,
): Promise<"more" | "idle"> {
  const log = await store.readLog(deps.db);
  if (log === undefined || log.haltKind === "history") return "idle";
  standOn(deps, memory, log);
  const { logKey } = deps;
  const lacking = whyNotSigning({ log, key: logKey });
  if (logKey === undefined || lacking !== undefined) return standBack(deps, lacking as string);
  const { admission } = memory;
  const closed = await admission.whyClosed(deps.ledger, log.topicId, memory.guardedToken !== undefined);
  if (closed !== undefined) {
    // What was proven of the topic was so under another key, or by another mirror.
    memory.guardedToken = undefined;
    memory.seizedToken = undefined;
    return standBack(deps, closed);
  }
  const tenure = await takeTenure(deps, memory);
  if (tenure === undefined) return "idle";
  memory.rotation ??= createNodeRotation(deps.ledger.nodeAccountIds, deps.random);
  memory.ledgerClock ??= createLedgerClock(deps.clock);
  const { rotation, ledgerClock, places, flights, reach } = memory;
  const ledger = admittedBy(admission, reachedBy(reach, deps.ledger));
  const { ended } = admission;
  memory.isHeldUp = false;
  const passDeps = { ...deps, origin: log.origin, ledger, logKey, rotation, ledgerClock, places, flights, reach };
  try {
    const next = await advance(
      { deps: passDeps, memory, tenure, signal: AbortSignal.any([signal, tenure.lost, ended]) },
      log,
    );
    reach.heard();
    goesOn(deps, memory);
    return next;
  } catch (error) {
    excuse(deps, memory, error, signal.aborted || tenure.lost.aborted || ended.aborted);
    return "idle";
  } finally {
    await tenure.end();
  }
}

/** Without the keys that are needed: another gateway may have them. */
async function standBack(deps: SequencerDeps, reason: string): Promise<"idle"> {
  if (await store.reportMissingKey(deps.db, leaseName, reason)) deps.log.error({ reason }, "anchoring is halted");
  return "idle";
}

async function advance(pass: Pass, before: store.LogState): Promise<"more" | "idle"> {
  const { deps, memory, tenure } = pass;
  let log: store.LogState | undefined = before;
  if (memory.seizedToken !== tenure.token) {
    await seize(deps.db, tenure);
    memory.seizedToken = tenure.token;
    // Until now another gateway may have written it.
    log = await store.readLog(deps.db);
    if (log !== undefined) standOn(deps, memory, log);
  }
  const { journaled: last } = memory;
  memory.journaled = undefined;
  if (last?.token === tenure.token) {
    await follow(pass, last.job, last.attempt);
    return "more";
  }
  const inFlight = await journal.openJob(deps.db);
  if (log === undefined) return "idle";
  if (inFlight !== undefined) return pursue(pass, log, inFlight);
  const { topicId } = log;
  const mayNotPay = await isPaused(deps);
  // What was read of the topic is still followed; only what has to be sent waits.
  if (mayNotPay && (topicId === null || !log.announced || memory.guardedToken !== tenure.token)) return "idle";
  if (topicId === null) return createTopic(pass, log.origin);
  if (!log.announced) return announce(pass, { ...log, topicId });
  const isWaiting = !mayNotPay && (await anyWaiting(deps.db));
  if (!(await mayGoOn(pass, { ...log, topicId }, { isWaiting, jobIsOpen: false }))) return "idle";
  memory.wasIdle = !isWaiting;
  if (!isWaiting || !(await isDue(deps))) return "idle";
  const appended = await appendWaiting(deps, tenure, { ...log, topicId });
  if (appended === undefined) return "idle";
  const { footing, ...journaled } = appended;
  memory.footing = footing;
  memory.journaled = { ...journaled, token: tenure.token };
  return "more";
}

/** One step for the job in flight: resolve its open attempt, or, when every attempt is dead, journal a fresh one. */
async function pursue(pass: Pass, log: store.LogState, job: journal.Job): Promise<"more" | "idle"> {
  const { deps, tenure, signal } = pass;
  const newest = await journal.newestAttempt(deps.db, job.jobId);
  if (newest?.phase === "open") {
    await follow(pass, job, newest);
    return "more";
  }
  if (await isPaused(deps)) return "idle";
  const attemptNo = (newest?.attemptNo ?? 0) + 1;
  const { topicId } = log;
  // What was signed long ago may not be what the topic needs now: the same proof as before an append.
  const now = { isWaiting: true, jobIsOpen: true };
  if (job.kind === "checkpoint" && topicId !== null && !(await mayGoOn(pass, { ...log, topicId }, now))) return "idle";
  await pause(backoffMs(deps, attemptNo), signal);
  signal.throwIfAborted();
  // Put right meanwhile, a clock that was late would date this attempt as far ahead as it had been behind.
  if (job.kind === "checkpoint" && deps.ledgerClock.isInDoubt) return "more";
  if (job.kind !== "checkpoint" && !(await isDatable(pass))) return "idle";
  const fresh = await prepareAttempt(deps, job, attemptNo);
  await write(deps.db, tenure, (tx) => journal.insertAttempt(tx, job.jobId, fresh, new Date(deps.clock.nowMs())));
  return "more";
}

/** Resolves a journaled attempt, however long that takes, and commits what has become of it. */
async function follow(pass: Pass, job: journal.Job, attempt: journal.OpenAttempt): Promise<void> {
  await settle(pass, job, attempt, await resolveAttempt(pass.deps, job, attempt, pass.signal));
}

/**
 * Commits an attempt's ending together with its effect: a crash before this commit leaves the attempt open,
 * and recovery finds the same outcome again.
 */
async function settle(pass: Pass, job: journal.Job, attempt: journal.OpenAttempt, ended: Ended): Promise<void> {
  const { deps, tenure } = pass;
  const at = new Date(deps.clock.nowMs());
  const waits = await write(deps.db, tenure, async (tx): Promise<readonly Wait[]> => {
    const endedRow = journal.endAttempt(tx, attempt.transactionId, ended, at);
    if (ended.phase === "dead") return endedRow.then(() => []);
    const settled = journal.settleJob(tx, job.jobId, at);
    const effect = effectOf(tx, job, { ...ended, transactionId: attempt.transactionId }, at);
    const [, , waits] = await together([endedRow, settled, effect]);
    return waits;
  });
  countAnchored(deps.metrics, waits, at);
  deps.metrics.ledgerAttempts.inc({ kind: job.kind, phase: ended.phase });
  if (deps.tracing !== undefined && job.kind === "checkpoint")
    traceCheckpoint(deps.tracing, await journal.tracedRecords(deps.db, job.jobId), { job, attempt, ended, at });
  if (ended.phase === "dead") {
    const { transactionId } = attempt;
    deps.log.warn({ job: job.kind, transaction: transactionId, ending: ended.ending }, "an attempt is dead");
    deps.refusals?.ended(job.kind, undefined, ended.ending, at.getTime());
  } else {
    deps.refusals?.over(job.kind, undefined);
    deps.metrics.flightSeconds.observe(Math.max(0, at.getTime() - job.createdAt.getTime()) / 1000);
    if (ended.sequenceNumber !== undefined) noticeLandmark(pass, job, ended.sequenceNumber);
  }
}

type Success = Extract<Ended, { phase: "succeeded" }> & { readonly transactionId: string };

/** What the ledger has done for a job, written where others look for it. @returns what had waited for that */
async function effectOf(tx: Tx, job: journal.Job, ended: Success, at: Date): Promise<readonly Wait[]> {
  if (job.kind === "checkpoint") return anchor(tx, job, ended, at);
  if (job.kind === "create-topic") await store.updateLog(tx, { topicId: ended.entityId as string });
  if (job.kind === "announce") await store.markAnnounced(tx, announcedIn(job.payload));
  return [];
}

/** The log that an announcement is of: another may have taken its place while it was on its way. */
function announcedIn(payload: Uint8Array): string {
  const said = decodeMessage(payload);
  assertState(said?.type === "log", "an announcement that announces no log");
  return said.origin;
}

/** Whoever waits for an anchor waits for this: statements travel together where they can. */
async function anchor(tx: Tx, job: journal.Job, ended: Success, at: Date): Promise<readonly Wait[]> {
  const { transactionId, sequenceNumber, runningHash } = ended;
  const place = { transactionId, sequenceNumber: sequenceNumber as bigint, runningHash };
  const anchored = await anchorCheckpoint(tx, job.jobId, place, at);
  const [told, waits] = await together([
    anchoredPlants(tx, anchored),
    takeWaits(tx, anchored.size),
    publish(tx, { type: "log.anchored", size: anchored.size }),
  ]);
  await tellStreams(tx, told);
  return waits;
}

/** An announcement of this tenure that has landed shows how far the topic has come, as a heartbeat would. */
function noticeLandmark({ memory, tenure }: Pass, job: journal.Job, sequenceNumber: bigint): void {
  if (memory.announcing?.jobId !== job.jobId || memory.announcing.token !== tenure.token) return;
  memory.landmark = { token: tenure.token, sequenceNumber };
}

async function createTopic(pass: Pass, origin: string): Promise<"more" | "idle"> {
  if (!(await isDatable(pass))) return "idle";
  await startJob(pass, { kind: "create-topic", topicId: null, payload: new TextEncoder().encode(origin) });
  return "more";
}

/**
 * Compares our clock with the mirror's time before what no heartbeat may go ahead of is dated: too late a date would leave the
 * attempt open until it came, however soon the clock is put right.
 */
async function isDatable({ deps }: Pass): Promise<boolean> {
  const { ledgerClock, ledger, log } = deps;
  const aheadMs = await ledgerClock.compared(ledger.mirror);
  if (aheadMs <= mostAheadMs) return true;
  log.warn({ aheadMs }, "this machine's clock is ahead of the ledger's, or the mirror is far behind; anchoring waits");
  return false;
}

/** The log's first message; on a topic that shows another log already it is never sent, but for one that this goes on from. */
async function announce(pass: Pass, log: LogOnTopic): Promise<"more" | "idle"> {
  const hasBefore = (await readPredecessors(pass.deps.db)).length > 0;
  const previous = hasBefore ? await lastOfPredecessor(pass, log) : undefined;
  if (hasBefore && previous === undefined) return "idle";
  if (!hasBefore) {
    const history = await readHistory(pass.deps, log);
    if (history.state !== "own") return stopFor(pass, history);
  }
  if (!(await isDatable(pass))) return "idle";
  const payload = encodeLogMessage({ origin: log.origin, verifierKey: log.verifierKey, ...(previous && { previous }) });
  const jobId = await startJob(pass, { kind: "announce", topicId: log.topicId, payload });
  pass.memory.announcing = { jobId, token: pass.tenure.token };
  return "more";
}

/**
 * The last checkpoint of the log before; undefined while it cannot be told. Readers take a successor's word only where the same
 * account pays for it, and the old key signs nothing behind it: both are made sure of before anything is sent.
 */
async function lastOfPredecessor(pass: Pass, log: LogOnTopic): Promise<PreviousLog | undefined> {
  if (!(await mayGoOn(pass, log, { isWaiting: true, jobIsOpen: false }))) return undefined;
  const { db, ledger, log: lines } = pass.deps;
  const last = await newestAnchored(db);
  assertState(last?.size === log.size, "a log that ended before its last checkpoint was on the topic");
  const { payerAccountId, sequenceNumber, note } = last;
  if (payerAccountId === ledger.payerAccountId) return { topicId: log.topicId, sequenceNumber, checkpoint: note };
  const reason = `a log that goes on from another counts only where the same account announces it: ${payerAccountId} paid for the last checkpoint, HEDERA_OPERATOR_ID is ${ledger.payerAccountId}`;
  if (log.halted === reason) return undefined;
  lines.error({ reason }, "anchoring is halted");
  await write(db, pass.tenure, (tx) => store.updateLog(tx, { halt: { kind: "key", reason } }));
  return undefined;
}

/** Commits a job with its first attempt: intent and signed bytes are on disk before the network is touched. */
async function startJob(pass: Pass, job: Pick<journal.Job, "kind" | "topicId" | "payload">): Promise<string> {
  const { deps, tenure } = pass;
  const createdAt = new Date(deps.clock.nowMs());
  const full = { ...job, jobId: journal.newJobId(deps.random), createdAt };
  const attempt = await prepareAttempt(deps, full, 1);
  await write(deps.db, tenure, async (tx) => {
    await journal.insertJob(tx, full);
    await journal.insertAttempt(tx, full.jobId, attempt, createdAt);
  });
  return full.jobId;
}

/** An operator may pay for fewer messages and have each cover more. */
async function isDue({ db, clock, minIntervalMs = 0 }: SequencerDeps): Promise<boolean> {
  if (minIntervalMs === 0) return true;
  const newest = await newestCheckpointAt(db);
  if (newest === undefined) return true;
  const sinceMs = clock.nowMs() - newest.getTime();
  // One that was made later than now was made under a clock that has been put back since, or by another gateway's.
  return sinceMs >= minIntervalMs || sinceMs < -clocksApartMs;
}
