import { isDatabaseUnable } from "./database.ts";

/** How often the same is said in full while it lasts, ms. */
const againAfterMs = 60_000;
/** What fails in ever new ways is said each time. */
const mostKinds = 1_000;

/** How much of a failure is said: all, only what it was, or nothing. */
export type Said = { readonly how: "full" | "short"; readonly unsaid: number } | { readonly how: "none" };

/**
 * Failures that a log has told: a full disk fails every request of every device for a night, and must not fill another disk
 * with the same stack. Of a kind the first in a minute is told in full, the others without where they happened; of a database
 * that is away or takes nothing, whose clients were told to come again, one line a minute of each that failed, with how many
 * were not told.
 */
export class Repeats {
  readonly #fullAtMs = new Map<string, number>();
  readonly #passing = new Map<string, { atMs: number; unsaid: number }>();

  /** @param what the line's own words, and whose it is */
  weigh(error: Error, what: string, nowMs: number): Said {
    const kind = kindOf(error);
    let unsaid = 0;
    if (isDatabaseUnable(error)) {
      const key = `${what}\n${kind}`;
      const before = this.#passing.get(key);
      if (before !== undefined && nowMs - before.atMs < againAfterMs) {
        before.unsaid++;
        return { how: "none" };
      }
      unsaid = before?.unsaid ?? 0;
      if (this.#passing.size >= mostKinds) this.#passing.clear();
      this.#passing.set(key, { atMs: nowMs, unsaid: 0 });
    }
    const toldAtMs = this.#fullAtMs.get(kind);
    if (toldAtMs !== undefined && nowMs - toldAtMs < againAfterMs) return { how: "short", unsaid };
    if (this.#fullAtMs.size >= mostKinds) this.#fullAtMs.clear();
    this.#fullAtMs.set(kind, nowMs);
    return { how: "full", unsaid };
  }
}

/** By its code, or by where it happened: of one message there may be several. */
function kindOf(error: Error): string {
  const { code } = error as { code?: unknown };
  if (typeof code === "string") return code;
  return (error.stack ?? error.message).split("\n").slice(0, 4).join("\n");
}
