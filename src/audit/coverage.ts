import type { Placement } from "../telemetry/placement.ts";
import { place } from "../telemetry/placement.ts";

/** An interval on record. Milliseconds since the epoch. */
type Interval = { readonly endedAtMs: number; readonly fromMs: number; readonly toMs: number };

/** A day: no interval is longer, so nothing that ends later than this after another can touch it. */
const longestMs = 86_400_000;
const noContent = new Uint8Array(0);

/**
 * The time a device's timed readings cover, rebuilt from the chain: no hour may count twice. Kept sorted by
 * end; readings that come in order of time are appended.
 */
export class Coverage {
  readonly #intervals: Interval[] = [];
  readonly #instants = new Set<number>();

  /** Where a timed reading falls; remembered when it is new, as the gateway must have done. */
  add(endMs: number, intervalS: number | undefined): Placement {
    if (intervalS === undefined) {
      if (this.#instants.has(endMs)) return { kind: "conflict", recordId: "" };
      this.#instants.add(endMs);
      return { kind: "new", fromMs: endMs, toMs: endMs, snappedMs: 0 };
    }
    const fromMs = endMs - intervalS * 1000;
    const wanted = { isInterval: true, fromMs, toMs: endMs, contentHash: noContent };
    const start = this.#firstNotBefore(fromMs);
    const near: Parameters<typeof place>[1][number][] = [];
    for (let i = start; i < this.#intervals.length; i++) {
      const other = this.#intervals[i] as Interval;
      if (other.endedAtMs > endMs + longestMs) break;
      if (other.fromMs <= endMs)
        near.push({ ...other, isInterval: true, intervalS, contentHash: noContent, recordId: "" });
    }
    const placement = place(wanted, near);
    if (placement.kind === "new") {
      const { toMs } = placement;
      this.#intervals.splice(this.#firstNotBefore(endMs), 0, { endedAtMs: endMs, fromMs: placement.fromMs, toMs });
    }
    return placement;
  }

  #firstNotBefore(ms: number): number {
    let [low, high] = [0, this.#intervals.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#intervals[middle]?.endedAtMs ?? 0) < ms) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
