import type { Tx } from "../platform/database.ts";
import { publish } from "../platform/events.ts";
import { laterBy } from "./attempt.ts";
import * as journal from "./journal.ts";
import type { DoneJob, Orders } from "./orders.ts";
import type { Places } from "./places.ts";
import type { NodeRotation } from "./rotation.ts";
import type { SubmitDeps } from "./submit.ts";
import { SupplyWatch } from "./supply-watch.ts";
import type { HeldLease, Tenure, TenureDeps } from "./tenure.ts";
import type { LedgerClock } from "./terms.ts";
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
    /** Of the log's sequencer on this gateway, so that it knows the messages of batches for ours. */
    readonly places?: Places;
  };

export type WorksMemory = {
  held?: HeldLease | undefined;
  rotation?: NodeRotation;
  ledgerClock?: LedgerClock;
  /** The mirror's time was seen to be near ours. */
  isDatable?: boolean;
  readonly watch: SupplyWatch;
  /** Until when a job is left alone, ms of this process's clock: paces, decides nothing. */
  readonly resting: Map<string, number>;
};

export const newWorksMemory = (): WorksMemory => ({ watch: new SupplyWatch(), resting: new Map() });

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

/** Asks who ordered the work whether a dead attempt ends it. @returns true when the job is closed without effect */
export async function giveUp(
  { deps }: Lane,
  tx: Tx,
  job: store.WorkJob,
  { validStart, validDurationS }: journal.JournaledAttempt,
  ending: string,
): Promise<boolean> {
  const { jobId, kind, subject, order } = job;
  const closedAt = laterBy(validStart, BigInt(validDurationS) * 1_000_000_000n);
  const dead = { jobId, kind, subject, work: order.work, ending, closedAt };
  if ((await deps.orders.dead?.(tx, dead)) !== "over") return false;
  await journal.settleJob(tx, jobId, new Date(deps.clock.nowMs()));
  return true;
}

export async function finish(
  { deps }: Lane,
  tx: Tx,
  job: store.WorkJob,
  effect: Pick<DoneJob, "transactionId" | "entityId" | "messageTransactionId">,
): Promise<void> {
  const { jobId, kind, subject, order } = job;
  await journal.settleJob(tx, jobId, new Date(deps.clock.nowMs()));
  const { transactionId, entityId, messageTransactionId } = effect;
  await deps.orders.done(tx, { jobId, kind, subject, work: order.work, transactionId, entityId, messageTransactionId });
  await publish(tx, { type: "work.done", jobId });
}

export async function write<T>({ deps, tenure }: Lane, work: (tx: Tx) => Promise<T>): Promise<T> {
  return deps.db.transaction().execute(async (tx) => {
    await store.fenceWorks(tx, tenure);
    return work(tx);
  });
}
