type Lane<T> = { readonly waiting: T[]; running: Promise<void> | undefined };

/**
 * Runs work for items of many lanes: items of one lane strictly one after the other in the order they came, as many
 * together as wait, at most `together`; different lanes at the same time. `add` waits while as much as `room` items are
 * unfinished. After the first failure nothing new is begun; `finish` throws it.
 */
export class Lanes<T> {
  readonly #work: (items: readonly T[]) => Promise<void>;
  readonly #lanes: Lane<T>[];
  readonly #laneOf = new Map<string, number>();
  readonly #room: number;
  readonly #together: number;
  #unfinished = 0;
  #wake: (() => void) | undefined;
  #failure: { readonly error: unknown } | undefined;

  constructor(
    work: (items: readonly T[]) => Promise<void>,
    options: { readonly parallel: number; readonly together: number; readonly room: number },
  ) {
    this.#work = work;
    this.#lanes = Array.from({ length: options.parallel }, () => ({ waiting: [], running: undefined }));
    this.#room = options.room;
    this.#together = options.together;
  }

  get failed(): boolean {
    return this.#failure !== undefined;
  }

  async add(key: string, item: T): Promise<void> {
    while (this.#unfinished >= this.#room && !this.failed) {
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    const at = this.#laneOf.get(key) ?? this.#laneOf.size % this.#lanes.length;
    this.#laneOf.set(key, at);
    const lane = this.#lanes[at] as Lane<T>;
    this.#unfinished++;
    lane.waiting.push(item);
    lane.running ??= this.#run(lane);
  }

  async #run(lane: Lane<T>): Promise<void> {
    // One turn of the event loop later, so that what is read in one go is sent in one go.
    await new Promise((resolve) => setImmediate(resolve));
    while (lane.waiting.length > 0) {
      const items = lane.waiting.splice(0, this.#together);
      try {
        if (!this.failed) await this.#work(items);
      } catch (error) {
        this.#failure ??= { error };
      }
      this.#unfinished -= items.length;
      this.#wake?.();
    }
    lane.running = undefined;
  }

  /** Waits for all that was begun. @throws the first failure */
  async finish(): Promise<void> {
    await Promise.all(this.#lanes.map(({ running }) => running));
    if (this.#failure !== undefined) throw this.#failure.error;
  }
}
