import type { Tx } from "../platform/database.ts";
import { publish } from "../platform/events.ts";
import { Admission } from "./admission.ts";
import { laterBy, nanosOf } from "./attempt.ts";
import { isCreation } from "./creation-evidence.ts";
import { isPaused } from "./fee-cap.ts";
import * as journal from "./journal.ts";
import type { DoneJob, Orders } from "./orders.ts";
import { backoffMs } from "./pass.ts";
import type { Places } from "./places.ts";
import { Reach } from "./reach.ts";
import { isStatus } from "./refusals.ts";
import type { NodeRotation } from "./rotation.ts";
import type { SubmitDeps } from "./submit.ts";
import { SupplyWatch } from "./supply-watch.ts";
import type { HeldLease, Tenure, TenureDeps } from "./tenure.ts";
import { type LedgerClock, mostAheadMs } from "./terms.ts";
import type { Reading } from "./works-evidence.ts";
import * as store from "./works-store.ts";

/** What a pass over the ledger's works has at hand, and how it writes down what became of a job. */

export type WorksDeps = Omit<SubmitDeps, "rotation" | "ledgerClock" | "places" | "confirmAbsence" | "origin"> &
  TenureDeps & {
    readonly clock: { nowMs(): number };
    readonly orders: Orders;
    /** Jobs in the air at once, at most; 8 if absent. */
    readonly widest?: number;
    /** Whether a mint that is to be told on the topic is told in one atomic batch with it; else it goes alone. */
    readonly batches?: boolean;
    /** Consensus seconds between the two looks that a token is not there in, for a mirror of replicas; absent: one look. */
    readonly tokenGapS?: number;
    /** Of the log's sequencer on this gateway, so that it knows the messages of batches for ours. */
    readonly places?: Places;
  };

export type WorksMemory = {
  held?: HeldLease | undefined;
  readonly reach: Reach;
  readonly admission: Admission;
  /** Why nothing is signed, as it was last said. */
  saidClosed?: string | undefined;
  rotation?: NodeRotation;
  ledgerClock?: LedgerClock;
  /** The mirror's time was seen to be near ours. */
  isDatable?: boolean;
  readonly watch: SupplyWatch;
  /** Attempts that this process has sent, by job, newest jobs last: see {@link lostAttempt}. */
  readonly sent: Map<string, journal.JournaledAttempt>;
  /** Until when a job is left alone, ms of this process's clock: paces, decides nothing. */
  readonly resting: Map<string, number>;
  /** Jobs that had their turn, until all had one. */
  readonly takenUp: Set<string>;
  /** How often in a row the network has refused a job's attempts. */
  readonly refused: Map<string, number>;
  /** How often in a row a job has met a mirror that is behind. */
  readonly behind: Map<string, number>;
  /** The mirror's time when a job's token was first looked for in vain. */
  readonly missed: Map<string, string>;
};

export const newWorksMemory = (): WorksMemory => ({
  reach: new Reach(),
  admission: new Admission(),
  watch: new SupplyWatch(),
  sent: new Map(),
  resting: new Map(),
  takenUp: new Set(),
  refused: new Map(),
  missed: new Map(),
  behind: new Map(),
});

export type Lane = {
  readonly deps: WorksDeps & SubmitDeps;
  readonly topic: Places;
  readonly memory: WorksMemory;
  readonly tenure: Tenure;
  readonly signal: AbortSignal;
};

export function resting({ resting: all }: WorksMemory): string[] {
  for (const [jobId, untilMs] of all) if (untilMs <= performance.now()) all.delete(jobId);
  return [...all.keys()];
}

export function rest({ memory }: Lane, { jobId }: store.WorkJob, forMs: number): void {
  memory.resting.set(jobId, performance.now() + forMs);
}

/**
 * Compares our clock with the mirror's time before the first attempt of this process, and when it was set forward since:
 * what is dated far ahead would stay open until then, however soon the clock is put right.
 */
export async function isDatable({ deps, memory }: Lane): Promise<boolean> {
  const { ledgerClock, ledger, log } = deps;
  if (memory.isDatable && !ledgerClock.isInDoubt) return true;
  const agreed = ledgerClock.noted();
  const aheadMs = await ledgerClock.compared(ledger.mirror);
  memory.isDatable = aheadMs <= mostAheadMs;
  if (memory.isDatable) agreed();
  else log.warn({ aheadMs }, "this machine's clock is ahead of the ledger's, or the mirror is far behind; orders wait");
  return memory.isDatable;
}

/** Successes are shown by mirrors that do not lag after so long, ms. */
const shownAfterMs = 60_000;

/** What the second layer reads. */
export function readingOf({ ledger, db, clock }: Pick<WorksDeps, "ledger" | "db" | "clock">): Reading {
  const { mirror, payerAccountId } = ledger;
  const before = () => new Date(clock.nowMs() - shownAfterMs);
  return { mirror, payerAccountId, creationBooks: () => store.creationBooks(db, before()) };
}

/**
 * A token that was not found is looked for once more before it is made: a database that lost its last moments may know less
 * than replicas that lag show.
 */
export async function isMissedTwice({ deps, memory }: Lane, { jobId, order }: store.WorkJob): Promise<boolean> {
  const { tokenGapS = 0, ledger } = deps;
  if (!isCreation(order.work) || tokenGapS === 0) return true;
  const watermark = await ledger.mirror.watermark();
  const first = memory.missed.get(jobId) ?? watermark;
  if (first === undefined || watermark === undefined) return false;
  memory.missed.set(jobId, first);
  return nanosOf(watermark) - nanosOf(first) >= BigInt(tokenGapS) * 1_000_000_000n;
}

/** Refusals in a row that may be passing. */
const passingRefusals = 5;
const longestRestMs = 900_000;

/**
 * Leaves a job alone whose attempt is dead. The network charges what it refuses: a token that is paused or deleted, a key that
 * has changed. Only a person changes that, so such a job is tried ever more seldom; a gateway that starts tries at once.
 *
 * @param ending a status of the network's, or how absence was proven in words
 */
export function restAfter(lane: Lane, job: store.WorkJob, attemptNo: number, ending: string): void {
  const { refused } = lane.memory;
  lane.deps.refusals?.ended(job.kind, job.subject, ending, lane.deps.clock.nowMs());
  const times = isStatus(ending) ? (refused.get(job.jobId) ?? 0) + 1 : 0;
  refused.set(job.jobId, times);
  const restMs = backoffMs(lane.deps, attemptNo + 1) * 2 ** Math.max(0, times - passingRefusals);
  rest(lane, job, Math.min(restMs, longestRestMs));
}

/** Between two looks at a mirror that is behind, ms: at first, and at most. */
const [behindRestMs, longestBehindMs] = [1_000, 30_000];

/** The mirror answers and is behind: the job waits, ever longer, and it is told for what. The lease is not given up for it. */
export function restBehind(lane: Lane, job: store.WorkJob, { message }: Error): void {
  const { deps, memory } = lane;
  const times = memory.behind.get(job.jobId) ?? 0;
  memory.behind.set(job.jobId, times + 1);
  memory.reach.heard();
  deps.refusals?.waits(job.kind, job.subject, message, deps.clock.nowMs());
  deps.log.warn({ reason: message, job: job.kind, subject: job.subject }, "the mirror is behind; the job waits");
  rest(lane, job, Math.min(behindRestMs * 2 ** times, longestBehindMs));
}

export function noLongerBehind({ deps, memory }: Lane, job: store.WorkJob): void {
  if (memory.behind.delete(job.jobId)) deps.refusals?.waitsNoMore(job.kind, job.subject);
}

/**
 * The oldest of those that were not taken up in this round; a round ends when there is none left. Otherwise what waits long,
 * for signatures or the ledger, would be looked at again and again, and what is behind it never.
 */
export async function nextInTurn({ deps, memory }: Lane, inFlight: readonly string[], most: number) {
  const { takenUp } = memory;
  const next = async (without: readonly string[]) =>
    store.nextWorkJobs(deps.db, [...without, ...resting(memory)], most, await isPaused(deps));
  let jobs = await next([...inFlight, ...takenUp]);
  if (jobs.length === 0 && takenUp.size > 0) {
    takenUp.clear();
    jobs = await next(inFlight);
  }
  for (const { jobId } of jobs) takenUp.add(jobId);
  return jobs;
}

/** Jobs whose attempts are remembered: more than a database can lose at once. */
const mostSent = 1_000;

export function noteSent(
  { memory: { sent } }: Lane,
  { jobId }: store.WorkJob,
  attempt: journal.JournaledAttempt,
): void {
  sent.delete(jobId);
  sent.set(jobId, attempt);
  const [oldest] = sent.keys();
  if (sent.size > mostSent && oldest !== undefined) sent.delete(oldest);
}

/**
 * The attempt that this process has sent for the job and the journal does not have: a database that fails over to a copy
 * may lose its last commits, and a mirror that lags would not show the effect before another is signed.
 */
export function lostAttempt(
  { memory: { sent } }: Lane,
  { jobId }: store.WorkJob,
  newest: journal.JournaledAttempt | undefined,
): journal.JournaledAttempt | undefined {
  const known = sent.get(jobId);
  return known !== undefined && known.attemptNo > (newest?.attemptNo ?? 0) ? known : undefined;
}

/** Asks who ordered the work whether a dead attempt ends it. @returns true when the job is closed without effect */
export async function giveUp(
  { deps, memory }: Lane,
  tx: Tx,
  job: store.WorkJob,
  { validStart, validDurationS }: journal.JournaledAttempt,
  ending: string,
): Promise<boolean> {
  const { jobId, kind, subject, order } = job;
  const closedAt = laterBy(validStart, BigInt(validDurationS) * 1_000_000_000n);
  const dead = { jobId, kind, subject, work: order.work, ending, closedAt };
  if ((await deps.orders.dead?.(tx, dead)) !== "over") return false;
  memory.refused.delete(jobId);
  deps.refusals?.over(kind, subject);
  await journal.settleJob(tx, jobId, new Date(deps.clock.nowMs()));
  return true;
}

export async function finish(
  { deps, memory }: Lane,
  tx: Tx,
  job: store.WorkJob,
  {
    transactionId,
    ...effect
  }: Pick<DoneJob, "transactionId" | "entityId" | "treasuryAccountId" | "messageTransactionId">,
): Promise<void> {
  const { jobId, kind, subject, order } = job;
  memory.refused.delete(jobId);
  deps.refusals?.over(kind, subject);
  deps.refusals?.waitsNoMore(kind, subject);
  await journal.settleJob(tx, jobId, new Date(deps.clock.nowMs()));
  await deps.orders.done(tx, { jobId, kind, subject, work: order.work, transactionId, ...effect });
  await publish(tx, { type: "work.done", jobId });
}

export async function write<T>({ deps, tenure }: Lane, work: (tx: Tx) => Promise<T>): Promise<T> {
  return deps.db.transaction().execute(async (tx) => {
    await store.fenceWorks(tx, tenure);
    return work(tx);
  });
}
