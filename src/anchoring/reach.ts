/**
 * Whether this gateway reaches the ledger. One that does not, while others may, must not keep the lease of what only its
 * holder does: it stands back, so that another one can try. Where none can, it is its turn again soon.
 */
export class Reach {
  #silentSinceMs: number | undefined;
  #backAtMs = Number.NEGATIVE_INFINITY;

  heard(): void {
    this.#silentSinceMs = undefined;
  }

  unheard(): void {
    this.#silentSinceMs ??= performance.now();
  }

  /** True for so long, ms, once every question has gone unanswered for as long as the other. */
  standsBack(forMs: number, mostSilentMs: number): boolean {
    const nowMs = performance.now();
    if (this.#silentSinceMs !== undefined && nowMs - this.#silentSinceMs >= mostSilentMs) {
      this.#silentSinceMs = undefined;
      this.#backAtMs = nowMs + forMs;
    }
    return nowMs < this.#backAtMs;
  }
}
