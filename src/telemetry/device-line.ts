import type { Covered } from "./store.ts";

/**
 * Readings of one device and form in the order of their ends. They never overlap, so those around a time stand next to
 * each other: a batch of ten thousand is not gone through for each of its readings.
 */
export class DeviceLine {
  readonly #readings: Covered[] = [];

  add(reading: Covered): void {
    this.#readings.splice(this.#firstFrom(reading.endedAtMs), 0, reading);
  }

  /** Those that could touch (fromMs, toMs]. */
  around(fromMs: number, toMs: number): Covered[] {
    const found: Covered[] = [];
    for (let at = this.#firstFrom(fromMs); at < this.#readings.length; at++) {
      const reading = this.#readings[at] as Covered;
      // One whose end was cut off may hide behind the one that cut it.
      if (reading.fromMs > toMs && reading.endedAtMs > toMs) break;
      found.push(reading);
    }
    return found;
  }

  /** Place of the first that ends at this time or later; nearly always all end before. */
  #firstFrom(ms: number): number {
    let [low, high] = [0, this.#readings.length];
    if ((this.#readings.at(-1)?.endedAtMs ?? Number.NEGATIVE_INFINITY) < ms) return high;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#readings[middle] as Covered).endedAtMs < ms) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
