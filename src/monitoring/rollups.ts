import type { Clock } from "../kernel/time.ts";
import type { Db, Tx } from "../platform/database.ts";
import { pause } from "../platform/loop.ts";
import { renewNewest } from "./rollup-newest.ts";
import * as store from "./rollup-store.ts";

/**
 * Rollups follow each plant's chain. A pass takes some plants' records behind the place where it left them, adds them
 * to their buckets, gathers the days anew in which a review or correction changed what stands, and moves the places on:
 * all in one transaction. A crash before its commit leaves nothing of the pass, after it everything. Several gateways
 * share the work: whoever has a plant's position row moves that plant, and the others pass it by.
 */
export type RollupDeps = {
  /** The worker's. */
  readonly db: Db;
  readonly clock: Clock;
  /** Told in the pass's transaction which buckets changed. */
  readonly tell?: (tx: Tx, touched: readonly store.TouchedBucket[]) => Promise<void>;
  /** Of one pass, which then lasts some hundred milliseconds. */
  readonly mostRecords?: number;
};

const mostPlants = 500;
const mostRecords = 5_000;

/** One pass. @returns "more" while there may be records that are not rolled up */
export async function rollUp(deps: RollupDeps): Promise<"more" | "idle"> {
  const nowMs = deps.clock.nowMs();
  await store.addPositions(deps.db, new Date(nowMs));
  return deps.db.transaction().execute(async (tx) => {
    const behind = await store.lockBehind(tx, mostPlants);
    if (behind.length === 0) return "idle";
    const parts = shares(behind, deps.mostRecords ?? mostRecords);
    const touched = await store.add(tx, await store.additionsOf(tx, parts), nowMs);
    const days = await store.findTurnedDays(tx, parts);
    if (days.length > 0) {
      touched.push(...(await store.renew(tx, days, nowMs)));
      await renewNewest(tx, days);
    }
    await store.moveOn(tx, parts, new Date(nowMs));
    await deps.tell?.(tx, touched);
    const isAll = behind.length < mostPlants && parts.at(-1)?.toSeq === behind.at(-1)?.toSeq;
    return isAll && parts.length === behind.length ? "idle" : "more";
  });
}

/** As much of the plants' chains, in their order, as one pass takes. */
function shares(behind: readonly store.ChainPart[], most: number): store.ChainPart[] {
  const parts: store.ChainPart[] = [];
  let left = BigInt(most);
  for (const part of behind) {
    if (left === 0n) break;
    const wanted = part.toSeq - part.afterSeq;
    const taken = wanted < left ? wanted : left;
    parts.push({ ...part, toSeq: part.afterSeq + taken });
    left -= taken;
  }
  return parts;
}

/** A loop that is behind works a fifth of the time: accepting readings comes first. */
const restsPerPass = 4;

/** A loop's pass: catches up without crowding out what requests do. */
export async function gently(
  { clock }: { readonly clock: Clock },
  pass: () => Promise<"more" | "idle">,
  signal: AbortSignal,
): Promise<"more" | "idle"> {
  const begunMs = clock.nowMs();
  const outcome = await pass();
  if (outcome === "more") await pause(restsPerPass * (clock.nowMs() - begunMs), signal);
  return outcome;
}
