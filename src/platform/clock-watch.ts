import type { Clock } from "../kernel/time.ts";

/** Seconds are lost on the way and in rounding; from here on it is the clock, ms. */
const surelyMs = 60_000;
/** What somebody else's clock said so long ago is no measure any more, ms. */
const keptMs = 600_000;

/**
 * What the time is by the clock of whoever answers this gateway, so that a wrong clock of its own machine is told to its
 * operator, and is not taken for its devices'. It says by how much two clocks differ, not which is right, and decides nothing
 * that is recorded.
 */
export class ClockWatch {
  readonly #clock: Clock;
  readonly #runMs: () => number;
  /** Their time at the zero of a clock that nobody sets, so that a step of ours shows at once. */
  #theirZeroMs: number | undefined;
  #heardAtRunMs = 0;

  /** @param runMs milliseconds that go on evenly, whoever sets a clock */
  constructor(clock: Clock, runMs: () => number = () => performance.now()) {
    this.#clock = clock;
    this.#runMs = runMs;
  }

  /** The head of an answer that was made for this gateway: one from a cache (RFC 9111) is as old as it says. */
  heard(headers: Headers): void {
    const dateMs = Date.parse(headers.get("Date") ?? "");
    if (Number.isNaN(dateMs) || headers.has("Age")) return;
    this.#heardAtRunMs = this.#runMs();
    // Of a second that has begun, its middle.
    this.#theirZeroMs = dateMs + 500 - this.#heardAtRunMs;
  }

  /** How long ago somebody said what the time is, ms. */
  get heardAgoMs(): number {
    return this.#theirZeroMs === undefined ? Number.POSITIVE_INFINITY : this.#runMs() - this.#heardAtRunMs;
  }

  /** By how much our clock is ahead, ms; below 0: behind. Undefined: nobody has said what the time is for ten minutes. */
  get aheadMs(): number | undefined {
    if (this.#theirZeroMs === undefined || this.heardAgoMs > keptMs) return undefined;
    return this.#clock.nowMs() - (this.#theirZeroMs + this.#runMs());
  }

  /** By how much it is behind beyond doubt, ms; else 0. */
  get behindMs(): number {
    const behindMs = -(this.aheadMs ?? 0);
    return behindMs > surelyMs ? behindMs : 0;
  }

  /** In words, where it is wrong beyond doubt; undefined: it is not, or nobody knows. */
  get words(): string | undefined {
    const aheadMs = this.aheadMs ?? 0;
    if (Math.abs(aheadMs) <= surelyMs) return undefined;
    const off = `${Math.round(Math.abs(aheadMs) / 1000)} s ${aheadMs > 0 ? "ahead of" : "behind"} the mirror's`;
    const means = aheadMs > 0 ? "records say a later time" : "what devices measured since is refused for now";
    return `this machine's clock is ${off}: ${means}, set it`;
  }
}
