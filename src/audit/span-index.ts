/** Places of a chain by event time: sorted, mostly appended to, looked up by span. Times in ms since the epoch. */
export class SpanIndex {
  readonly #endMs: number[] = [];
  readonly #seqs: number[] = [];

  add(endMs: number, seq: number): void {
    const at = this.#firstAfter(endMs);
    this.#endMs.splice(at, 0, endMs);
    this.#seqs.splice(at, 0, seq);
  }

  /** Nothing where it is not held. */
  remove(endMs: number, seq: number): void {
    for (let i = this.#firstAfter(endMs) - 1; i >= 0 && this.#endMs[i] === endMs; i--) {
      if (this.#seqs[i] !== seq) continue;
      this.#endMs.splice(i, 1);
      this.#seqs.splice(i, 1);
      return;
    }
  }

  /** The places whose time is after `fromMs` and not after `toMs`. */
  within(fromMs: number, toMs: number): number[] {
    return this.#seqs.slice(this.#firstAfter(fromMs), Math.max(this.#firstAfter(fromMs), this.#firstAfter(toMs)));
  }

  /** The places at or before a time, the latest first. */
  *downFrom(ms: number): Generator<number> {
    for (let at = this.#firstAfter(ms) - 1; at >= 0; at--) yield this.#seqs[at] as number;
  }

  /** The places after a time, the earliest first. */
  *upFrom(ms: number): Generator<number> {
    for (let at = this.#firstAfter(ms); at < this.#seqs.length; at++) yield this.#seqs[at] as number;
  }

  #firstAfter(ms: number): number {
    let [low, high] = [0, this.#endMs.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#endMs[middle] ?? 0) <= ms) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
