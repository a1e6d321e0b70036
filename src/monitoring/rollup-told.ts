import type { Clock } from "../kernel/time.ts";
import type { Db, Tx } from "../platform/database.ts";
import { clocksApartMs } from "../platform/due.ts";
import { type Told, tellStreams } from "../platform/stream-log.ts";
import { rollupLevels, rollupNames } from "./rollup-levels.ts";
import type { TouchedBucket } from "./rollup-store.ts";
import * as store from "./rollup-told-store.ts";

/** What live streams are told of rollups: each window once it is over, and again when a later record changes it. */

const minuteMs = 60_000;
/** A window is told so long after its end: by then what came in time is rolled up. */
const graceMs = 5_000;
/** What changes in windows older than this is history, and is not told. */
const toldForMs = 86_400_000;

/**
 * Tells of the windows that ended in the next minute that was not told. One transaction: a crash before its commit tells
 * nothing, after it the minute is told for good. Several gateways share the work.
 *
 * @returns "more" while there may be other minutes
 */
export async function tellEnded({ db, clock }: { readonly db: Db; readonly clock: Clock }): Promise<"more" | "idle"> {
  const overMs = Math.floor((clock.nowMs() - graceMs) / minuteMs) * minuteMs;
  await store.beginAt(db, new Date(overMs));
  return db.transaction().execute(async (tx) => {
    const toldTo = await store.lockToldTo(tx);
    if (toldTo === undefined) return "idle";
    // By a clock that was ahead and has been put back since: until the wrong time came, windows would be told before they end.
    if (toldTo.getTime() > overMs + clocksApartMs) await store.moveToldTo(tx, new Date(overMs));
    if (toldTo.getTime() >= overMs) return "idle";
    const endedAt = new Date(Math.max(toldTo.getTime() + minuteMs, overMs - toldForMs));
    const widthsS = rollupNames
      .map((name) => rollupLevels[name].widthS)
      .filter((widthS) => endedAt.getTime() % (1_000 * widthS) === 0);
    const buckets = await store.findEnded(tx, endedAt, widthsS);
    await store.moveToldTo(tx, endedAt);
    await tellStreams(tx, toldOf(buckets));
    return endedAt.getTime() < overMs ? "more" : "idle";
  });
}

/** Tells, in the pass that changed them, of windows that were told before. */
export async function tellChanged(tx: Tx, touched: readonly TouchedBucket[], nowMs: number): Promise<void> {
  if (touched.length === 0) return;
  const toldTo = await store.shareToldTo(tx);
  if (toldTo === undefined) return;
  const told = touched.filter(({ endedAt }) => endedAt <= toldTo && endedAt.getTime() > nowMs - toldForMs);
  if (told.length > 0) await tellStreams(tx, toldOf(await store.findTouched(tx, told)));
}

/** One event for each device and window; the buckets come in that order. */
function toldOf(buckets: readonly store.ToldBucket[]): Told[] {
  const windows = Map.groupBy(buckets, ({ orgId, plantId, deviceId, widthS, endedAt }) =>
    JSON.stringify([orgId, plantId, deviceId, widthS, endedAt]),
  );
  return [...windows.values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const { orgId, plantId, deviceId, widthS, endedAt } = first;
    const data = {
      resolution: rollupNames.find((name) => rollupLevels[name].widthS === widthS) ?? null,
      from: new Date(endedAt.getTime() - 1_000 * widthS).toISOString(),
      to: endedAt.toISOString(),
      readings: Object.fromEntries(
        own.map(({ metric, avg, min, max, last, count }) => [metric, { avg, min, max, last, count }]),
      ),
    };
    return [{ kind: "event", name: "rollup", orgId, plantId, deviceId, data }];
  });
}
