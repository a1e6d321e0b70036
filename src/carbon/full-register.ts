import { mostWh, registerStep, snapMs } from "./register-step.ts";

/** What a register showed, and when. */
export type RegisterBase = { readonly wh: bigint; readonly endMs: number };

type Terms = {
  readonly fromMs: number;
  readonly toMs: number;
  readonly capacityW: bigint;
  readonly rollsOverAtWh?: bigint | undefined;
};

/**
 * A register that counts in full over a period, across gaps and whatever the verdicts, as what it holds lowers the
 * credits: import, or gross generation.
 */
export class FullRegister {
  readonly #terms: Terms;
  #base: RegisterBase | undefined;
  #isStarted = false;
  #isBroken = false;
  #reachedMs = 0;
  #sumWh = 0n;

  constructor(terms: Terms) {
    this.#terms = terms;
  }

  /** What it showed last; undefined: nothing that what comes can be held against. */
  get base(): RegisterBase | undefined {
    return this.#base;
  }

  get sumWh(): bigint {
    return this.#sumWh;
  }

  /** From the start of the period to its end, or to a reading after it. */
  get isKnown(): boolean {
    return this.#isStarted && !this.#isBroken && this.#reachedMs >= this.#terms.toMs - snapMs;
  }

  /** @returns by how much it rose, and since when, where that is of the period */
  add(wh: bigint | null, endMs: number): { readonly wh: bigint; readonly fromMs: number } | undefined {
    if (wh === null) return undefined;
    const base = this.#base;
    this.#base = { wh, endMs };
    const { fromMs, toMs, capacityW, rollsOverAtWh } = this.#terms;
    this.#reachedMs = endMs;
    if (endMs <= fromMs + snapMs) {
      this.#isStarted = true;
      this.#isBroken = false;
      return undefined;
    }
    if (base === undefined || endMs > toMs + snapMs) return undefined;
    const step = registerStep(base.wh, wh, rollsOverAtWh, mostWh(capacityW, base.endMs, endMs));
    if ("rollback" in step) {
      this.#isBroken = true;
      return undefined;
    }
    this.#sumWh += step.wh;
    return { wh: step.wh, fromMs: base.endMs };
  }

  /** Another meter goes on from its own first value; where either's is not known, neither is what flowed. */
  replace(lastWh: bigint | null, firstWh: bigint | null, atMs: number): void {
    if (lastWh === null || firstWh === null) this.#isBroken = true;
    this.#base = firstWh === null ? undefined : { wh: firstWh, endMs: atMs };
  }
}
