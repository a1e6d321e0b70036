import type { MirrorEntry, ScheduleInfo } from "../ledger/ledger.ts";
import { lookupGapS, nanosOf } from "./attempt.ts";
import type { Ended } from "./submit.ts";

/** What a schedule of ours runs has the id of its creation. */
export function withScheduled(transactionId: string, ended: Ended): Ended {
  if (ended.phase === "dead" || ended.scheduledTransactionId !== undefined) return ended;
  return { ...ended, scheduledTransactionId: `${transactionId}?scheduled` };
}

/** How a schedule ends whose signatures did not come together. */
export const scheduleExpired = "SCHEDULE_EXPIRED";

/**
 * What became of a schedule's work: its status, {@link scheduleExpired} when it can never run, or `waits`.
 *
 * @param seen.watermark consensus time that the mirror had reached before schedule and entries were read
 * @param seen.graceS consensus seconds that it has to be past the end: behind a public mirror stand replicas, and one that
 *   lags does not show what was signed in the last moment
 */
export function outcomeOf(
  schedule: ScheduleInfo | undefined,
  entries: readonly MirrorEntry[],
  { watermark, graceS = lookupGapS }: { readonly watermark: string | undefined; readonly graceS?: number | undefined },
): string {
  const entry = entries.find(({ result }) => result === "SUCCESS") ?? entries[0];
  if (entry !== undefined) return entry.result;
  const expiry = schedule?.expirationTime;
  const isOver =
    watermark !== undefined &&
    expiry !== undefined &&
    nanosOf(watermark) > nanosOf(expiry) + BigInt(graceS) * 1_000_000_000n;
  return isOver && schedule?.executedTimestamp === undefined ? scheduleExpired : "waits";
}
