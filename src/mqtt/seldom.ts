/** How often the same is said again while it lasts, ms. */
const againAfterMs = 60_000;
/** Things that are remembered: what fails in ever new words is said each time. */
const mostRemembered = 100;

/** Says what lasts once a minute: a broker that is away for a weekend is tried four times a second. */
export class Seldom {
  readonly #saidAtMs = new Map<string, number>();

  say(what: string, nowMs: number, say: () => void): void {
    const before = this.#saidAtMs.get(what);
    if (before !== undefined && nowMs - before < againAfterMs) return;
    if (this.#saidAtMs.size >= mostRemembered) this.#saidAtMs.clear();
    this.#saidAtMs.set(what, nowMs);
    say();
  }
}
