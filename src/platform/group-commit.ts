/** How one item of a group ended. */
export type Outcome<R> = { readonly ok: true; readonly value: R } | { readonly ok: false; readonly error: unknown };

export type GroupCommitOptions<T> = {
  /** Most items in one group. */
  readonly maxGroup: number;
  /** Groups that may run at once. */
  readonly concurrency: number;
  /** Told of each item, when its group begins, how long it waited for that, ms. */
  readonly waited?: (ms: number) => void;
  /** Whether an item of a group that failed so may be run again; absent: each may. */
  readonly mayRepeat?: (item: T, error: unknown) => boolean;
};

/**
 * Coalesces concurrent items into groups: whatever arrives while a group runs forms the next one, so a
 * lone item waits for nothing and a burst shares one transaction.
 *
 * `commit` gets a whole group and answers item by item; when it throws, nothing of the group happened
 * (its transaction rolled back) and each item is run alone, so that one bad row costs one item. Where a commit's answer
 * may be lost, `mayRepeat` tells of which items it does no harm.
 */
export class GroupCommit<T, R> {
  readonly #commit: (items: readonly T[]) => Promise<readonly Outcome<R>[]>;
  readonly #options: GroupCommitOptions<T>;
  #waiting: { item: T; sinceMs: number; settle: (outcome: Outcome<R>) => void }[] = [];
  #running = 0;

  constructor(commit: (items: readonly T[]) => Promise<readonly Outcome<R>[]>, options: GroupCommitOptions<T>) {
    this.#commit = commit;
    this.#options = options;
  }

  /** Items that wait for a group. */
  get depth(): number {
    return this.#waiting.length;
  }

  /** How long the first of them has waited, ms; 0 when none does. */
  get oldestMs(): number {
    const [first] = this.#waiting;
    return first === undefined ? 0 : performance.now() - first.sinceMs;
  }

  submit(item: T): Promise<R> {
    return new Promise((resolve, reject) => {
      const sinceMs = performance.now();
      this.#waiting.push({
        item,
        sinceMs,
        settle: (outcome) => (outcome.ok ? resolve(outcome.value) : reject(outcome.error)),
      });
      // One turn of the event loop later, so that requests read in the same turn share the group.
      setImmediate(() => this.#pump());
    });
  }

  #pump(): void {
    while (this.#running < this.#options.concurrency && this.#waiting.length > 0) {
      const group = this.#waiting.splice(0, this.#options.maxGroup);
      const nowMs = performance.now();
      for (const { sinceMs } of group) this.#options.waited?.(nowMs - sinceMs);
      this.#running++;
      void this.#run(group).finally(() => {
        this.#running--;
        this.#pump();
      });
    }
  }

  async #run(group: { item: T; settle: (outcome: Outcome<R>) => void }[]): Promise<void> {
    try {
      const outcomes = await this.#commit(group.map((entry) => entry.item));
      group.forEach((entry, i) => {
        entry.settle(outcomes[i] ?? { ok: false, error: new Error("the group answered for fewer items than it had") });
      });
    } catch (error) {
      if (group.length === 1) return group[0]?.settle({ ok: false, error });
      const { mayRepeat = () => true } = this.#options;
      for (const entry of group) {
        if (mayRepeat(entry.item, error)) await this.#run([entry]);
        else entry.settle({ ok: false, error });
      }
    }
  }
}
