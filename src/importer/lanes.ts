/**
 * Runs work for items of many lanes: items of one lane strictly one after the other in the order they
 * came, different lanes at the same time. `add` waits while as much as `room` items are unfinished.
 * After the first failure nothing new is begun; `finish` throws it.
 */
export class Lanes<T> {
  readonly #work: (item: T) => Promise<void>;
  readonly #tails: Promise<void>[];
  readonly #laneOf = new Map<string, number>();
  readonly #room: number;
  #unfinished = 0;
  #wake: (() => void) | undefined;
  #failure: { readonly error: unknown } | undefined;

  constructor(work: (item: T) => Promise<void>, options: { readonly parallel: number; readonly room: number }) {
    this.#work = work;
    this.#room = options.room;
    this.#tails = Array.from({ length: options.parallel }, () => Promise.resolve());
  }

  get failed(): boolean {
    return this.#failure !== undefined;
  }

  async add(key: string, item: T): Promise<void> {
    while (this.#unfinished >= this.#room) await new Promise<void>((resolve) => (this.#wake = resolve));
    const lane = this.#laneOf.get(key) ?? this.#laneOf.size % this.#tails.length;
    this.#laneOf.set(key, lane);
    this.#unfinished++;
    this.#tails[lane] = (this.#tails[lane] ?? Promise.resolve()).then(() => this.#run(item));
  }

  async #run(item: T): Promise<void> {
    try {
      if (!this.failed) await this.#work(item);
    } catch (error) {
      this.#failure ??= { error };
    } finally {
      this.#unfinished--;
      this.#wake?.();
    }
  }

  /** Waits for all that was begun. @throws the first failure */
  async finish(): Promise<void> {
    await Promise.all(this.#tails);
    if (this.#failure !== undefined) throw this.#failure.error;
  }
}
