import { together } from "../platform/database.ts";
import { pause } from "../platform/loop.ts";
import { admittedBy } from "./admission.ts";
import { type DirectJob, nextDirectJobs } from "./direct-store.ts";
import { isPaused } from "./fee-cap.ts";
import * as journal from "./journal.ts";
import { readLog } from "./log-store.ts";
import { backoffMs, excuse, type SequencerDeps, type SequencerMemory } from "./pass.ts";
import { reachedBy } from "./reach.ts";
import { prepareAttempt, resolveAttempt, type SubmitDeps } from "./submit.ts";
import { type Tenure, takeTenure, write } from "./tenure.ts";
import { traceJob } from "./traced.ts";

/**
 * Direct messages: what a plant's owner makes public of each approved record, sent once a checkpoint that
 * covers the record is on the topic. They fly beside the checkpoints, under the same lease and fence and through
 * the same journal, a few at a time: a checkpoint never waits for one. Nothing is signed before the sequencer has
 * proven, in this tenure, that the topic holds our own history.
 */

/** Direct messages in the air at once, at most. */
const widest = 4;
/** How often the line is looked at while something is in the air, ms. */
const lookAgainMs = 1_000;

type Lane = {
  readonly deps: SequencerDeps & SubmitDeps;
  readonly memory: SequencerMemory;
  readonly tenure: Tenure;
  readonly signal: AbortSignal;
};

/** Sends what may be sent until nothing is left. Beside `runOnce` of the sequencer, with the memory of that one. */
export async function runDirect(deps: SequencerDeps, memory: SequencerMemory, signal: AbortSignal): Promise<"idle"> {
  const { rotation, ledgerClock, places, reach, admission } = memory;
  if (memory.guardedToken === undefined || rotation === undefined || ledgerClock === undefined) return "idle";
  if ((await nextDirectJobs(deps.db, [], 1, await isPaused(deps))).length === 0) return "idle";
  const tenure = await takeTenure(deps, memory);
  if (tenure === undefined) return "idle";
  const over = new AbortController();
  const { ended } = admission;
  const lane: Lane = {
    deps: {
      ...deps,
      ledger: admittedBy(admission, reachedBy(reach, deps.ledger)),
      rotation,
      ledgerClock,
      places,
      reach,
    },
    memory,
    tenure,
    signal: AbortSignal.any([signal, tenure.lost, ended, over.signal]),
  };
  const flights = new Map<string, Promise<void>>();
  try {
    await flyAll(lane, flights);
  } catch (error) {
    excuse(deps, memory, error, signal.aborted || tenure.lost.aborted || ended.aborted);
  } finally {
    // What is cut off here stays open in the journal.
    over.abort();
    await Promise.allSettled(flights.values());
    await tenure.end();
  }
  return "idle";
}

async function flyAll(lane: Lane, flights: Map<string, Promise<void>>): Promise<void> {
  for (;;) {
    lane.signal.throwIfAborted();
    const free = widest - flights.size;
    const { deps } = lane;
    const jobs =
      free > 0 && maySign(lane) ? await nextDirectJobs(deps.db, [...flights.keys()], free, await isPaused(deps)) : [];
    for (const job of jobs) {
      // One that fails stays, so that the race below meets its error.
      flights.set(
        job.jobId,
        fly(lane, job).then(() => void flights.delete(job.jobId)),
      );
    }
    if (flights.size === 0) return;
    const landed = new AbortController();
    const look = pause(lookAgainMs, AbortSignal.any([landed.signal, lane.signal]));
    await Promise.race([...flights.values(), look]).finally(() => landed.abort());
  }
}

const maySign = ({ deps, memory, tenure }: Lane) =>
  memory.guardedToken === tenure.token && !memory.places.hasStranger && !deps.ledgerClock.isInDoubt;

/** One job until it is settled, or until nothing new may be signed for it. */
async function fly(lane: Lane, job: DirectJob): Promise<void> {
  const { deps, tenure, signal } = lane;
  for (;;) {
    const newest = await journal.newestAttempt(deps.db, job.jobId);
    if (newest?.phase === "open") {
      if (await settled(lane, job, newest)) return;
      continue;
    }
    const attemptNo = (newest?.attemptNo ?? 0) + 1;
    if (attemptNo > 1) await pause(backoffMs(deps, attemptNo), signal);
    signal.throwIfAborted();
    const log = await readLog(deps.db);
    if (log === undefined || log.halted !== null || !maySign(lane)) return;
    if (await isPaused(deps)) return;
    // What the topic shows up to here was sent before this attempt was made: its message can only follow.
    const fresh = { ...(await prepareAttempt(deps, job, attemptNo)), afterSequence: log.scannedSequence };
    await write(deps.db, tenure, (tx) => journal.insertAttempt(tx, job.jobId, fresh, new Date(deps.clock.nowMs())));
  }
}

/** Resolves the open attempt and commits its ending. A crash before this commit finds the same outcome again. */
async function settled(lane: Lane, job: DirectJob, attempt: journal.OpenAttempt): Promise<boolean> {
  const { deps, tenure, signal } = lane;
  const ended = await resolveAttempt(deps, job, attempt, signal);
  const at = new Date(deps.clock.nowMs());
  await write(deps.db, tenure, async (tx) => {
    const settled = ended.phase === "succeeded" ? [journal.settleJob(tx, job.jobId, at)] : [];
    await together([journal.endAttempt(tx, attempt.transactionId, ended, at), ...settled]);
  });
  deps.metrics.ledgerAttempts.inc({ kind: job.kind, phase: ended.phase });
  traceJob(deps.tracing, job, attempt, ended, at);
  if (ended.phase === "succeeded") return true;
  const { transactionId } = attempt;
  deps.log.warn({ job: job.kind, transaction: transactionId, ending: ended.ending }, "an attempt is dead");
  return false;
}
