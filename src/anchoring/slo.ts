import type { Clock } from "../kernel/time.ts";
import type { Db } from "../platform/database.ts";
import type { Metrics } from "../platform/metrics.ts";
import { anchorSloMs } from "../platform/metrics-ledger.ts";
import { anyOlder, markLate, type Wait } from "./slo-store.ts";

/**
 * Counts of the promise that approved records are anchored within a minute of being recorded. A record is counted when
 * its checkpoint is anchored, or as late as soon as its minute is over without.
 *
 * That a record is counted is committed first, with what it follows from: the mark that it is late, or the anchoring
 * itself. Then the counter of this process is raised. A crash between the two loses those records from the counters, and
 * never counts one twice: a promise that looks a little emptier beats an alarm for what did not happen, and the tables
 * still say which record was anchored when.
 */

export type SloDeps = {
  readonly db: Db;
  readonly clock: Clock;
  readonly metrics: Pick<Metrics, "anchorSloRecords" | "anchorSeconds">;
};

/** Counts what has become late. Every gateway does so: rows are locked, and one that is away or stuck is not needed. */
export async function countLate({ db, clock, metrics }: SloDeps): Promise<"more" | "idle"> {
  const before = lateBefore(clock.nowMs());
  if (!(await anyOlder(db, before))) return "idle";
  const records = await db.transaction().execute((tx) => markLate(tx, before));
  metrics.anchorSloRecords.inc({ result: "late" }, records);
  return records > 0 ? "more" : "idle";
}

/** What was recorded earlier and is not anchored is late. */
export const lateBefore = (nowMs: number): Date => new Date(nowMs - anchorSloMs);

/** Counts the records of a checkpoint whose anchoring was committed. */
export function countAnchored(metrics: SloDeps["metrics"], waits: readonly Wait[], at: Date): void {
  for (const { recordedAt, late, records } of waits) {
    const waitedMs = Math.max(0, at.getTime() - recordedAt.getTime());
    for (let i = 0; i < records; i++) metrics.anchorSeconds.observe(waitedMs / 1000);
    // Those marked were counted then.
    if (!late) metrics.anchorSloRecords.inc({ result: waitedMs <= anchorSloMs ? "in_time" : "late" }, records);
  }
}
