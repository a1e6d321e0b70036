import type { Clock } from "../../kernel/time.ts";
import type { PlantKey } from "../../plants/store.ts";
import type { Db } from "../../platform/database.ts";
import { LeaseTaken, releaseLease, takeLease } from "../../platform/lease.ts";
import type { Log } from "../../platform/log.ts";
import { dropRows, handOver } from "./hand-over.ts";
import { closeMonth, type Month, monthsBefore, plantsToPack } from "./month-store.ts";
import { NotPackable, type PackDeps, packSegment } from "./pack-month.ts";

/**
 * Months that ended long enough ago are closed, packed plant by plant, handed over, and at last their rows dropped. Each
 * step is a transaction of its own under the packer's lease, and a pass begins by looking how far the steps came: it does
 * not matter where the one before ended. Two gateways never pack at the same time.
 */
export type PackingDeps = {
  /** The worker's. */
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
  readonly holderName: string;
  /** Months that ended so many days ago are packed; 0: none. */
  readonly hotDays: number;
  /** Between a month's handover and the end of its rows, ms; absent: an hour. */
  readonly restMs?: number | undefined;
  readonly segmentRecords?: number | undefined;
};

const lease = "packing";
const leaseMs = 600_000;
const restMs = 3_600_000;

/** One pass. @returns "more" while there is something that can be packed or dropped at once */
export async function packOldMonths(deps: PackingDeps, signal?: AbortSignal): Promise<"more" | "idle"> {
  if (deps.hotDays === 0) return "idle";
  const before = new Date(deps.clock.nowMs() - deps.hotDays * 86_400_000);
  const months = await monthsBefore(deps.db, before);
  if (months.length === 0) return "idle";
  const held = await takeLease(deps.db, lease, deps.holderName, leaseMs);
  if (held === undefined) return "idle";
  try {
    // Renews it too: nobody else can take it before the commit, nor for a while after.
    const guard: PackDeps["guard"] = async (tx) => {
      const now = await takeLease(tx, lease, deps.holderName, leaseMs);
      if (now?.token !== held.token) throw new LeaseTaken(lease);
    };
    for (const month of months) {
      if (signal?.aborted) return "idle";
      if (await packOn({ ...deps, guard }, month, signal)) return "more";
    }
    return "idle";
  } finally {
    await releaseLease(deps, lease);
  }
}

/** Takes a month on. @returns whether that changed anything */
async function packOn(deps: PackingDeps & PackDeps, month: Month, signal?: AbortSignal): Promise<boolean> {
  await deps.db.transaction().execute(async (tx) => {
    await deps.guard?.(tx);
    await closeMonth(tx, month);
  });
  const plants = await plantsToPack(deps.db, month);
  const handed = [];
  for (const plant of plants) {
    if (signal?.aborted) return false;
    if (await packPlant(deps, plant, month, signal)) handed.push(plant);
  }
  if (handed.length > 0) return true;
  // What could not be packed needs its rows.
  if (plants.length > 0) return false;
  const dropped = await dropRows({ ...deps, restMs: deps.restMs ?? restMs }, month).catch((error: unknown) => {
    if (!(error instanceof NotPackable)) throw error;
    deps.log.error({ err: error, month }, "rows of a packed month are not what is packed of them: they stay");
    return false;
  });
  if (dropped) deps.log.info({ month }, "the records of a month are packed; their rows are gone");
  return dropped;
}

/** Packs and hands over a plant's month. @returns false where that cannot be: the others must not wait for it */
async function packPlant(
  deps: PackingDeps & PackDeps,
  plant: PlantKey,
  month: Month,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  try {
    while (await packSegment(deps, plant, month)) {
      if (signal?.aborted) return false;
    }
    await handOver(deps, plant, month);
    return true;
  } catch (error) {
    if (!(error instanceof NotPackable)) throw error;
    deps.log.error({ err: error, ...plant, month }, "records cannot be packed: their rows stay");
    return false;
  }
}
