/**
 * Who wrote which message of the topic, as far as this gateway can tell without asking the mirror. Messages of
 * ours may fly side by side and be heard of in any order, so a place between two of ours is no stranger's as long
 * as one that was in the air then may still stand there.
 */
export class Places {
  #newest: bigint | undefined;
  readonly #flying = new Set<string>();
  /** Places nobody of ours is known to hold, with the transactions that may. */
  readonly #unknown = new Map<bigint, Set<string>>();
  /** At or before this place stands a message that none of ours can be. */
  #strangerBy: bigint | undefined;

  /** A transaction of ours goes out: from now on its message may land. */
  sent(transactionId: string): void {
    this.#flying.add(transactionId);
  }

  /** Its message stands at this place. */
  landed(transactionId: string, place: bigint): void {
    this.#unknown.delete(place);
    this.gone(transactionId);
    const newest = this.#newest ?? place - 1n;
    if (place <= newest) return;
    this.#newest = place;
    if (place - newest - 1n > this.#flying.size) this.#suspect(place);
    else for (let between = newest + 1n; between < place; between++) this.#unknown.set(between, new Set(this.#flying));
  }

  /** It will land no more, or nobody waits for it any more. */
  gone(transactionId: string): void {
    this.#flying.delete(transactionId);
    for (const [place, mayBe] of this.#unknown) {
      mayBe.delete(transactionId);
      if (mayBe.size > 0) continue;
      this.#unknown.delete(place);
      this.#suspect(place);
    }
  }

  get hasStranger(): boolean {
    return this.#strangerBy !== undefined;
  }

  /** The topic was read up to this place, and everything found to be ours. */
  read(upTo: bigint): void {
    if (this.#newest === undefined || upTo > this.#newest) this.#newest = upTo;
    if (this.#strangerBy !== undefined && this.#strangerBy <= upTo) this.#strangerBy = undefined;
    for (const place of this.#unknown.keys()) if (place <= upTo) this.#unknown.delete(place);
  }

  #suspect(place: bigint): void {
    if (this.#strangerBy === undefined || place > this.#strangerBy) this.#strangerBy = place;
  }
}
