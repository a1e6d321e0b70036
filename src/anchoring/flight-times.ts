/** Flights that are remembered. */
const remembered = 8;
const shortestRestMs = 5;
/** A machine may be so busy for a while that nothing is overdue before. */
const overdueMs = 1_000;

/**
 * How long the ledger has taken lately from a node's OK to the receipt. Tells when to ask, so that a receipt that is there
 * is not slept through; decides nothing, and losing it costs a few questions.
 */
export class FlightTimes {
  #recent: readonly number[] = [];

  /** A message was taken so long ago, ms, and now there is its receipt. */
  note(tookMs: number): void {
    this.#recent = [...this.#recent, tookMs].slice(-remembered);
  }

  /**
   * How long to rest before the next question, ms: until somewhat before the shortest flight of late (a ledger that has
   * become faster is found out), then again and again in hundredths of it; behind the longest, ever longer.
   *
   * @param sinceMs since a node has taken the message
   * @returns undefined when it takes much longer than usual, or nothing is known: questions may become rare
   */
  restMs(sinceMs: number): number | undefined {
    if (this.#recent.length === 0) return undefined;
    const [shortest, longest] = [Math.min(...this.#recent), Math.max(...this.#recent)];
    if (sinceMs > Math.max(overdueMs, 2 * longest)) return undefined;
    return Math.max(shortestRestMs, shortest / 100, 0.8 * shortest - sinceMs, (sinceMs - longest) / 10);
  }
}
