/**
 * Listens to what PostgreSQL says on its standard error, for why it does not start or has ended: its very last words only
 * say that it has.
 */
export class PostgresWords {
  /** Whether it ever took connections. */
  isReady = false;
  #line = "";
  #last: string | undefined;
  #gravest: string | undefined;

  hear(text: string): void {
    const lines = (this.#line + text).split("\n");
    // A statement that failed may be told in full.
    this.#line = (lines.pop() ?? "").slice(0, longestLine);
    for (const line of lines) this.#hearLine(line);
  }

  #hearLine(line: string): void {
    const [, level, said] = /(?:^|\s)([A-Z]+): +(.+)$/.exec(line) ?? [];
    if (said === undefined) return;
    this.#last = said;
    if (said.includes("ready to accept connections")) {
      this.isReady = true;
      // It has come back from whatever it was.
      this.#gravest = undefined;
    } else if (level === "PANIC" || (level === "FATAL" && (!this.isReady || ofItself.test(said)))) this.#gravest = said;
  }

  /** The failure that it ended of; undefined: it told of none, as when it is killed. */
  get failure(): string | undefined {
    return this.#gravest;
  }

  /** The same, or else its last words. */
  get lastWords(): string {
    return this.#gravest ?? this.#last ?? "no word";
  }
}

const longestLine = 2_000;
/** Of PostgreSQL itself: what else is fatal once it is ready ends a client's session. */
const ofItself = /^could not |No space left on device/;
