import type { Clock } from "../kernel/time.ts";
import type { Db } from "../platform/database.ts";
import { stripWidthsS } from "./rollup-levels.ts";
import * as store from "./rollup-strip-store.ts";

/**
 * Strips hold buckets of a line in a row as one value, so that a long series need not fetch each by itself. They say what
 * the buckets say: the database forgets a strip with the statement that changes a bucket of it, and a pass makes it again
 * with the plant's place in its chain locked, as who writes buckets has it. A crash leaves a strip to be made.
 */
export type StripDeps = {
  /** The worker's. */
  readonly db: Db;
  readonly clock: Clock;
};

const mostStrips = 200;
/** What has just been over is likely to be added to. */
const restsMs = 3_600_000;

/** One pass. @returns "more" while there may be strips to be made */
export async function makeStrips({ db, clock }: StripDeps): Promise<"more" | "idle"> {
  for (const widthS of stripWidthsS) {
    await db.transaction().execute((tx) => store.askForStrips(tx, widthS, clock.nowMs() - restsMs));
  }
  return db.transaction().execute(async (tx) => {
    const due = await store.lockDue(tx, mostStrips);
    for (const [widthS, own] of Map.groupBy(due, (strip) => strip.widthS)) await store.makeStrips(tx, widthS, own);
    return due.length === mostStrips ? "more" : "idle";
  });
}
