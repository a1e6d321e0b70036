import { rest } from "../faults.ts";

/** What goes on beside the faults, by name: counts that rise while all is well. */
export type Progress = ReadonlyMap<string, () => number>;

const patienceMs = 60_000;
/** More than what was under way when it was looked at first. */
const enough = 3;

/**
 * Waits until everything has moved on, or the campaign is over.
 *
 * @throws when something stands still for a minute
 */
export async function untilAllMoved(progress: Progress, stop: AbortSignal): Promise<void> {
  const before = new Map([...progress].map(([name, count]) => [name, count()]));
  const givesUpAt = performance.now() + patienceMs;
  for (;;) {
    const still = [...progress].filter(([name, count]) => count() < (before.get(name) ?? 0) + enough);
    if (still.length === 0 || stop.aborted) return;
    if (performance.now() > givesUpAt) throw new Error(`these stand still: ${still.map(([name]) => name).join(", ")}`);
    await rest(100, stop);
  }
}
