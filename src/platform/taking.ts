import { isDatabaseAway, isDatabaseUnable } from "./database.ts";

/** How long it is told that nothing is taken. Where nobody sends for that, only another try shows that it is over, ms. */
const toldForMs = 10_000;

/** What PostgreSQL lacks, or why it lets nobody in, by the code of its error. */
const lacks: Readonly<Record<string, string>> = {
  "28000": "PostgreSQL refuses the gateway's login",
  "28P01": "PostgreSQL refuses the gateway's login",
  "3D000": "PostgreSQL has no such database",
  "57P03": "PostgreSQL lets nobody in yet: it starts, stops or recovers",
  "53100": "PostgreSQL has no room left on its disk",
  "53200": "PostgreSQL has no memory left",
  "53300": "PostgreSQL gives no more connections",
};

const takesNone = "PostgreSQL takes no readings";

/** In a few words, without what only its operator may see. */
export function wordsOf(error: unknown): string {
  const { code } = error as { code?: unknown };
  const lack = typeof code === "string" ? lacks[code] : undefined;
  return lack ?? (isDatabaseUnable(error) && !isDatabaseAway(error) ? takesNone : "PostgreSQL does not answer");
}

/**
 * Whether PostgreSQL takes what it is given, as those found it who gave something last: that its disk is full shows in nothing
 * that one could ask.
 */
export class Taking {
  #refusal: { readonly words: string; readonly atMs: number } | undefined;

  took(): void {
    this.#refusal = undefined;
  }

  /** Any failure; one of what was sent, and a connection that broke, are none of this. */
  refused(error: unknown): void {
    if (!isDatabaseUnable(error) || isDatabaseAway(error)) return;
    this.#refusal = { words: wordsOf(error), atMs: performance.now() };
  }

  /** Why nothing was taken a moment ago; undefined: it was, or nothing was given. */
  get whyNot(): string | undefined {
    if (this.#refusal === undefined || performance.now() - this.#refusal.atMs > toldForMs) return undefined;
    return this.#refusal.words;
  }
}
