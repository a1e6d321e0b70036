import { assertState } from "../kernel/fault.ts";
import { LedgerBehind, LedgerUnavailable } from "../ledger/ledger.ts";
import { pause } from "../platform/loop.ts";
import { admittedBy } from "./admission.ts";
import { isPaused } from "./fee-cap.ts";
import { factorAfter } from "./fee-room.ts";
import { insertCharges } from "./fees-store.ts";
import * as journal from "./journal.ts";
import { LeaseLost } from "./log-store.ts";
import { Places } from "./places.ts";
import { reachedBy } from "./reach.ts";
import { createNodeRotation } from "./rotation.ts";
import { outcomeOf, scheduleExpired, withScheduled } from "./scheduled.ts";
import { type Ended, resolveAttempt, type SubmitDeps } from "./submit.ts";
import { takeTenure } from "./tenure.ts";
import { createLedgerClock, prepareFresh, prepareFreshBatch } from "./terms.ts";
import { traceJob } from "./traced.ts";
import { batchOf, saysNoBatches, workOf } from "./work-payload.ts";
import { isAbsent, type SeenEffect, seenOnMirror } from "./works-evidence.ts";
import {
  finish,
  giveUp,
  isDatable,
  isMissedTwice,
  type Lane,
  lostAttempt,
  nextInTurn,
  noLongerBehind,
  noteSent,
  readingOf,
  rest,
  restAfter,
  restBehind,
  resting,
  type WorksDeps,
  type WorksMemory,
  write,
} from "./works-lane.ts";
import * as store from "./works-store.ts";

/**
 * Works on what was ordered of the ledger beside the log: tokens, mints, burns, transfers. Each job goes through
 * the journal of attempts (`attempt.ts` says what a crash means at each point), several side by side, under a
 * lease and fence of their own: the log never waits for a mint.
 *
 * Whatever changes a treasury has a second layer (`works-evidence.ts`), because nothing on the ledger forbids minting
 * or burning one memo twice: before anything is signed the mirror must show nothing with the memo, and absence counts
 * only once the mirror's list is whole.
 */

export type { DeadJob, DoneJob, Orders } from "./orders.ts";
export { newWorksMemory, type WorksDeps, type WorksMemory } from "./works-lane.ts";

const lookAgainMs = 1_000;
/** How often a clock that is far ahead is compared anew, ms. */
const clockRestMs = 5_000;
/** How often an order is looked at again for which the ledger shows what it did not ask for, ms. */
const foreignRestMs = 10_000;
/** How often a schedule that waits for signatures is looked at, ms. */
const scheduleRestMs = 2_000;

/** Works on all jobs there are until nothing is left that could be done now. */
export async function runWorks(deps: WorksDeps, memory: WorksMemory, signal: AbortSignal): Promise<"idle"> {
  if ((await store.nextWorkJobs(deps.db, resting(memory), 1, await isPaused(deps))).length === 0) return "idle";
  const { admission } = memory;
  const closed = await admission.whyClosed(deps.ledger, null, false);
  if (closed !== undefined && closed !== memory.saidClosed) {
    deps.log.error({ reason: closed }, "nothing that was ordered is signed");
  }
  memory.saidClosed = closed;
  if (closed !== undefined) return "idle";
  const { ended } = admission;
  const tenure = await takeTenure(deps, memory, store.worksLease);
  if (tenure === undefined) return "idle";
  memory.rotation ??= createNodeRotation(deps.ledger.nodeAccountIds, deps.random);
  memory.ledgerClock ??= createLedgerClock(deps.clock);
  const { rotation, ledgerClock, watch, reach } = memory;
  const ledger = admittedBy(admission, reachedBy(reach, deps.ledger));
  const over = new AbortController();
  const confirmAbsence = (job: journal.Job) => isAbsent(readingOf(deps), watch, job as store.WorkJob);
  const refused = (job: journal.Job, status: string) => doubtBatches(lane, job as store.WorkJob, status);
  const own = { places: new Places(), origin: "", confirmAbsence, refused };
  const lane: Lane = {
    deps: { ...deps, ledger, rotation, ledgerClock, reach, ...own },
    topic: deps.places ?? own.places,
    memory,
    tenure,
    signal: AbortSignal.any([signal, tenure.lost, ended, over.signal]),
  };
  const flights = new Map<string, Promise<void>>();
  try {
    await flyAll(lane, flights);
  } catch (error) {
    if (error instanceof LeaseLost) memory.held = undefined;
    else if (!signal.aborted && !tenure.lost.aborted && !ended.aborted) throw error;
  } finally {
    // What is cut off here stays open in the journal.
    over.abort();
    await Promise.allSettled(flights.values());
    await tenure.end();
  }
  return "idle";
}

async function flyAll(lane: Lane, flights: Map<string, Promise<void>>): Promise<void> {
  const { deps, signal } = lane;
  for (;;) {
    signal.throwIfAborted();
    const free = (deps.widest ?? 8) - flights.size;
    const jobs = free > 0 ? await nextInTurn(lane, [...flights.keys()], free) : [];
    for (const job of jobs) {
      // One that fails stays, so that the race below meets its error.
      flights.set(
        job.jobId,
        flyOnce(lane, job).then(() => void flights.delete(job.jobId)),
      );
    }
    if (flights.size === 0) return;
    const landed = new AbortController();
    const look = pause(lookAgainMs, AbortSignal.any([landed.signal, signal]));
    await Promise.race([...flights.values(), look]).finally(() => landed.abort());
  }
}

/** A ledger that does not answer one job keeps that job waiting and no other. */
async function flyOnce(lane: Lane, job: store.WorkJob): Promise<void> {
  try {
    await fly(lane, job);
  } catch (error) {
    if (!(error instanceof LedgerUnavailable)) throw error;
    if (error instanceof LedgerBehind) return restBehind(lane, job, error);
    lane.memory.reach.unheard();
    lane.deps.refusals?.waits(job.kind, job.subject, error.message, lane.deps.clock.nowMs());
    lane.deps.log.warn({ err: error, job: job.kind }, "the ledger does not answer; the job waits");
    rest(lane, job, lookAgainMs);
  }
}

/** One job until it is settled, or until there is nothing to do for it just now. */
async function fly(lane: Lane, job: store.WorkJob): Promise<void> {
  const { deps, signal } = lane;
  for (;;) {
    signal.throwIfAborted();
    const newest = await journal.newestAttempt(deps.db, job.jobId);
    const lost = lostAttempt(lane, job, newest);
    if (lost !== undefined) {
      deps.log.error({ job: job.jobId, transaction: lost.transactionId }, "the journal lost an attempt that was sent");
      await write(lane, (tx) => journal.insertAttempt(tx, job.jobId, lost, new Date(deps.clock.nowMs())));
    } else if (newest?.phase === "open") {
      noteSent(lane, job, newest);
      const places = newest.partIds === undefined ? deps.places : lane.topic;
      const ended = await resolveAttempt({ ...deps, places }, job, newest, signal);
      const isOver = await settle(lane, job, newest, ended);
      if (isOver || (ended.phase === "succeeded" && !job.order.scheduled)) return;
      if (ended.phase === "dead") return restAfter(lane, job, newest.attemptNo, ended.ending);
    } else if (newest?.phase === "succeeded") {
      return followSchedule(lane, job, newest);
    } else if (!(await signFresh(lane, job, (newest?.attemptNo ?? 0) + 1))) return;
  }
}

/** Journals a fresh attempt. @returns false when nothing may be signed for the job */
async function signFresh(lane: Lane, job: store.WorkJob, attemptNo: number): Promise<boolean> {
  const { deps, memory, signal } = lane;
  if (await isPaused(deps)) {
    rest(lane, job, lookAgainMs);
    return false;
  }
  const seen = await seenOnMirror(readingOf(deps), memory.watch, job);
  noLongerBehind(lane, job);
  if (seen.length > 0) {
    await takeOrRefuse(lane, job, seen);
    return false;
  }
  if (!(await isMissedTwice(lane, job)) || (await deps.orders.explains?.(job, memory.watch)) === false) {
    rest(lane, job, foreignRestMs);
    return false;
  }
  if (!(await isDatable(lane))) {
    rest(lane, job, clockRestMs);
    return false;
  }
  deps.refusals?.waitsNoMore(job.kind, job.subject);
  const attempt = { ...(await prepareOrder(deps, job)), attemptNo };
  signal.throwIfAborted();
  return write(lane, async (tx) => {
    if (await store.isHeld(tx, job.jobId)) return false;
    await journal.insertAttempt(tx, job.jobId, attempt, new Date(deps.clock.nowMs()));
    return true;
  });
}

async function prepareOrder(deps: WorksDeps & SubmitDeps, { jobId, order, createdAt }: store.WorkJob) {
  const { told, scheduled, signers } = order;
  if (told !== undefined && deps.batches === true) return prepareFreshBatch(deps, batchOf(order, told));
  const ended = scheduled ? await store.endedSchedules(deps.db, jobId) : { all: 0, tooDear: 0 };
  const { payerAccountId } = deps.ledger;
  const feeFactor = factorAfter(ended.tooDear, deps.feeRoom?.most ?? 1);
  const terms = { orderedAt: createdAt, ended: ended.all, feeFactor, nowMs: deps.ledgerClock.nowMs(), payerAccountId };
  return prepareFresh(deps, workOf(order, terms), "attempt", signers);
}

/** Nothing more is tried in batches on a network that does not know them; the attempt is followed to its end. */
async function doubtBatches(lane: Lane, job: store.WorkJob, status: string): Promise<void> {
  const newest = await journal.newestAttempt(lane.deps.db, job.jobId);
  if (newest?.partIds === undefined || !saysNoBatches(status)) return;
  await write(lane, (tx) => lane.deps.orders.noBatches(tx, job, status));
}

/** Commits an attempt's ending together with its effect: a crash before this commit finds the same outcome again. */
async function settle(
  lane: Lane,
  job: store.WorkJob,
  attempt: journal.JournaledAttempt & { readonly createdAt: Date },
  ended: Ended,
): Promise<boolean> {
  const { deps } = lane;
  const { transactionId } = attempt;
  const at = new Date(deps.clock.nowMs());
  const isOver = await write(lane, async (tx) => {
    await journal.endAttempt(tx, transactionId, job.order.scheduled ? withScheduled(transactionId, ended) : ended, at);
    if (ended.phase === "dead") return giveUp(lane, tx, job, attempt, ended.ending);
    // A schedule that exists has not run yet.
    if (job.order.scheduled) return false;
    const [messageTransactionId, own = transactionId] = attempt.partIds ?? [];
    await finish(lane, tx, job, { ...ended, transactionId: own, messageTransactionId });
    return false;
  });
  deps.metrics.ledgerAttempts.inc({ kind: job.kind, phase: ended.phase });
  traceJob(deps.tracing, job, attempt, ended, at);
  if (ended.phase !== "dead") return isOver;
  deps.log.warn({ job: job.kind, transaction: transactionId, ending: ended.ending }, "an attempt is dead");
  await doubtBatches(lane, job, ended.ending);
  return isOver;
}

/** The schedule is there: its work has run, waits for signatures, or ended without effect. */
async function followSchedule(lane: Lane, job: store.WorkJob, attempt: journal.JournaledAttempt): Promise<void> {
  const { deps } = lane;
  const { mirror } = deps.ledger;
  const { scheduleId, scheduledTransactionId } = await store.scheduleOf(deps.db, job.jobId, attempt.attemptNo);
  assertState(scheduledTransactionId !== null, `the schedule of ${job.jobId} has no id for its work`);
  // Read first: what was not executed at this time, or later, was not executed before it.
  const watermark = await mirror.watermark();
  const schedule = scheduleId === null ? undefined : await mirror.schedule(scheduleId);
  const entries = await mirror.transactions(scheduledTransactionId);
  const outcome = outcomeOf(schedule, entries, { watermark, graceS: deps.lookupGapS });
  const isInDoubt = outcome === scheduleExpired && !(await isAbsent(readingOf(deps), lane.memory.watch, job));
  if (outcome === "waits" || isInDoubt) return rest(lane, job, deps.pacing?.maxMs ?? scheduleRestMs);
  const at = new Date(deps.clock.nowMs());
  // What a schedule runs is charged by itself.
  const charges = entries.length > 0 ? [scheduledTransactionId] : [];
  if (outcome === "SUCCESS") {
    const effect = { transactionId: scheduledTransactionId, entityId: undefined };
    return write(lane, async (tx) => {
      await insertCharges(tx, job.jobId, charges, at);
      await finish(lane, tx, job, effect);
    });
  }
  deps.log.warn({ job: job.kind, schedule: scheduleId, ending: outcome }, "a schedule ended without effect");
  const isOver = await write(lane, async (tx) => {
    await store.endSchedule(tx, attempt.transactionId, outcome, at);
    await insertCharges(tx, job.jobId, charges, at);
    return giveUp(lane, tx, job, attempt, outcome);
  });
  if (!isOver) restAfter(lane, job, attempt.attemptNo, outcome);
}

/**
 * The ledger shows the job's effect although no attempt of it is alive: the journal was lost, or another has the key.
 * A schedule that asked for the same is this order, done, and so is a token of its name; anything else is for a person.
 */
async function takeOrRefuse(lane: Lane, job: store.WorkJob, seen: readonly SeenEffect[]): Promise<void> {
  const { work, scheduled } = job.order;
  const [{ transactionId, amount, entityId, treasuryAccountId }, ...more] = seen as readonly [
    SeenEffect,
    ...SeenEffect[],
  ];
  const isAmount = (work.kind === "mint" || work.kind === "burn") && work.amount === amount;
  const isSame = scheduled && isAmount && transactionId?.endsWith("?scheduled");
  // A serial's metadata is the digest of what it stands for, and a token's memo names it and its log: it is this order's.
  const isNamed = work.kind === "mint-nft" || entityId !== undefined;
  if (more.length === 0 && transactionId !== undefined && (isSame || isNamed)) {
    return write(lane, (tx) => finish(lane, tx, job, { transactionId, entityId, treasuryAccountId }));
  }
  lane.deps.log.error({ job: job.jobId, transaction: transactionId }, "an effect that the journal does not know");
  const asOrdered = more.length === 0 && "amount" in work && work.amount === amount;
  const isOpen = await write(lane, async (tx) => {
    const isLookedAt = (await lane.deps.orders.foreign(tx, job, transactionId)) === "done";
    if (!isLookedAt || !asOrdered || transactionId === undefined) return isLookedAt;
    await finish(lane, tx, job, { transactionId, entityId: undefined });
    return false;
  });
  // Looked at and not what was ordered: it is held no more, and still nothing may be signed for it.
  if (isOpen) rest(lane, job, foreignRestMs);
}
