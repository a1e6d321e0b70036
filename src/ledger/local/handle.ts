import { engineOf, execute, feesFor, keysOf, type Run, runScheduled, signedByItself } from "./execute.ts";
import { isReady, transactionOf } from "./handlers/schedule.ts";
import { ScheduleStore } from "./schedule-store.ts";
import type { Store } from "./store.ts";
import type { ParsedTransaction } from "./transaction.ts";
import { identityVerdict, keepsId, type Verdict } from "./verdict.ts";
import { Refused, type StatusName } from "./wire.ts";

/** A transaction on its way from a node's precheck to consensus. */
export type Accepted = {
  readonly transaction: ParsedTransaction;
  readonly nodeNum: bigint;
  /** A fault: the transaction ends with this status and without effect. */
  readonly forcedStatus: StatusName | undefined;
};

/**
 * Executes one transaction, inside the caller's store transaction: time box, duplicate, fee, effect, entry,
 * and with it the parts of a batch or what a schedule was waiting for.
 *
 * @param next gives each of them its consensus time.
 */
export function handleTransaction(store: Store, accepted: Accepted, next: () => bigint): void {
  const { transaction, nodeNum, forcedStatus } = accepted;
  const run: Run = {
    transaction,
    nodeNum,
    consensusNs: next(),
    parentNs: null,
    isSignedBy: signedByItself(transaction),
    fees: feesFor(store, transaction),
  };
  const forced: Verdict | undefined = forcedStatus && {
    status: forcedStatus,
    charge: keepsId(forcedStatus) ? "nobody" : "all",
  };
  execute(engineOf(store, next), run, identityVerdict(store, transaction, run.consensusNs) ?? forced);
}

export function hasDueSchedules(store: Store, nowNs: bigint): boolean {
  return new ScheduleStore(store).due(nowNs).length > 0;
}

/** Runs the schedules that waited for a time that has come, and forgets those that lack signatures. */
export function runDueSchedules(store: Store, nowNs: bigint, next: () => bigint): void {
  const engine = engineOf(store, next);
  const { schedules } = engine;
  for (const schedule of schedules.due(nowNs)) {
    schedules.markLapsed(schedule.num);
    if (schedule.executedNs !== null || schedule.deletedNs !== null) continue;
    const transaction = transactionOf(schedule);
    try {
      if (!isReady(schedule, keysOf(engine, transaction), schedules)) continue;
    } catch (error) {
      if (error instanceof Refused) continue;
      throw error;
    }
    const publicKeys = schedules.signatures(schedule.num).map((signature) => signature.publicKey);
    schedules.markExecuted(schedule.num, runScheduled(engine, transaction, publicKeys));
  }
}
