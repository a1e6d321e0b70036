import type { AssessmentInput } from "./verdict.ts";

/**
 * Which readings move a device's memory. Time only goes forward in it; and where a device sends intervals, which alone
 * can earn, its instants move nothing: else one that runs ahead would make every interval late, to be judged without
 * memory, and one in between would take away the register that the next interval starts from.
 */

type Placed = Pick<AssessmentInput, "memory" | "reading">;

/** For so long after its last interval a device is one that sends intervals, ms: the longest there may be. */
const intervalsForMs = 86_400_000;

/** Older than the device's newest, or of the same moment: judged without memory. */
export function isOlder({ memory, reading }: Placed): boolean {
  return memory !== undefined && reading.endMs <= memory.endMs;
}

/** An instant of a device that sends intervals: judged by its memory, and none of it. */
export function isBesideIntervals({ memory, reading }: Placed): boolean {
  return (
    memory !== undefined &&
    memory.intervalS !== null &&
    reading.intervalS === undefined &&
    reading.endMs - memory.endMs <= intervalsForMs
  );
}

/** What the reading leaves behind: all of it; its own state, while it teaches nothing; or nothing at all. */
export function tracesOf(placed: Placed): "all" | "state" | "none" {
  if (isBesideIntervals(placed)) return "none";
  if (!isOlder(placed)) return "all";
  // The first interval of a device that sent instants so far, which are newer than it by no more than it is long.
  const { memory, reading } = placed;
  const { intervalS, endMs } = reading;
  if (memory === undefined || memory.intervalS !== null || intervalS === undefined) return "none";
  return endMs > memory.endMs - 1000 * intervalS ? "state" : "none";
}
