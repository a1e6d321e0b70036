type Waiter = { readonly go: () => void; readonly refuse: (why: unknown) => void };

/** Lets so many through at once; the others wait in the order they came. */
export class Gate {
  #free: number;
  readonly #closing: AbortSignal | undefined;
  readonly #waiting: Waiter[] = [];

  /** @param closing when it aborts nobody more is let through: whoever waits, or comes later, fails with its reason */
  constructor(width: number, closing?: AbortSignal) {
    this.#free = width;
    this.#closing = closing;
    closing?.addEventListener("abort", () => {
      for (const { refuse } of this.#waiting.splice(0)) refuse(closing.reason);
    });
  }

  async through<R>(work: () => Promise<R>): Promise<R> {
    this.#closing?.throwIfAborted();
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((go, refuse) => this.#waiting.push({ go, refuse }));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      // The place passes on to whoever waits longest.
      if (next === undefined) this.#free++;
      else next.go();
    }
  }
}
