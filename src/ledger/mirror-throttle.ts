/** How long a mirror is left alone that says for no time, and the longest that any is. Ms. */
const usualMs = 1_000;
const [leastMs, mostMs] = [100, 300_000];

/**
 * When a mirror may be asked again that answered 429, or 503 with a time. Public mirrors count an address's requests, and one
 * that goes on asking while it is refused may be refused for ever.
 */
export class MirrorThrottle {
  #untilMs = Number.NEGATIVE_INFINITY;

  /** Ms until then; 0: now. */
  get restMs(): number {
    return Math.max(0, this.#untilMs - performance.now());
  }

  /** Notes an answer. @returns true when it asks to be left alone */
  heard({ status, headers }: Pick<Response, "status" | "headers">): boolean {
    const told = headers.get("retry-after");
    if (status !== 429 && (status !== 503 || told === null)) return false;
    const forMs = Math.min(mostMs, Math.max(leastMs, askedMs(told) ?? usualMs));
    this.#untilMs = Math.max(this.#untilMs, performance.now() + forMs);
    return true;
  }
}

/** Seconds, or a date (RFC 9110 section 10.2.3). */
function askedMs(told: string | null): number | undefined {
  if (told === null) return undefined;
  if (/^\d{1,9}$/.test(told)) return Number(told) * 1000;
  const at = Date.parse(told);
  return Number.isNaN(at) ? undefined : at - Date.now();
}
