import type { MirrorEntry, ScheduleInfo } from "../ledger/ledger.ts";
import { nanosOf } from "./attempt.ts";
import type { Ended } from "./submit.ts";

/** What a schedule of ours runs has the id of its creation. */
export function withScheduled(transactionId: string, ended: Ended): Ended {
  if (ended.phase === "dead" || ended.scheduledTransactionId !== undefined) return ended;
  return { ...ended, scheduledTransactionId: `${transactionId}?scheduled` };
}

/**
 * What became of a schedule's work: its status, `SCHEDULE_EXPIRED` when it can never run, or `waits`.
 *
 * @param watermark consensus time that the mirror had reached before schedule and entries were read
 */
export function outcomeOf(
  schedule: ScheduleInfo | undefined,
  entries: readonly MirrorEntry[],
  watermark: string | undefined,
): string {
  const entry = entries.find(({ result }) => result === "SUCCESS") ?? entries[0];
  if (entry !== undefined) return entry.result;
  const expiry = schedule?.expirationTime;
  const isOver = watermark !== undefined && expiry !== undefined && nanosOf(watermark) > nanosOf(expiry);
  return isOver && schedule?.executedTimestamp === undefined ? "SCHEDULE_EXPIRED" : "waits";
}
