import { resolutionWh } from "../hydropower/energy.ts";
import { ceilDivide } from "./decimal.ts";
import { msPerHour, type RegisterAhead } from "./register-step.ts";

/** What a reading says was generated in its interval: mean power, W, and energy, Wh; null where it says none. */
export type ReportedPower = { readonly powerW: bigint | null; readonly energyWh: bigint | null };

/** The machine that a meter's reading tells the power of, W. */
export type PowerTerms = {
  /** Rating of what the reading is of: the unit, or the plant. */
  readonly ratedW: bigint;
  /** Rating of the plant's other units, of whose power the reading says nothing. */
  readonly othersW: bigint;
  /**
   * Whether an interval within its own power is taken however far the register is ahead, as one in wide steps may be when another
   * meter takes its place. Statements of the form that came first refused all that followed.
   */
  readonly isOwnTaken: boolean;
  /** Whether the power's last digit leaves room: half a step of the finest that came so far. From form 5 on. */
  readonly isRounded: boolean;
};

// These belong to the form of statements, not to the policy of verdicts: a statement is made again years after that has changed.

/** Credits may be this much above the reported power: what two meters may lie apart before a verdict doubts them, per cent. */
const percent = 115n;
/** Below a thousandth of its rating a machine's own meter shows noise. */
const idleShare = 1_000n;
/** Twice what a verdict allows for clocks that are apart: it decides where readings come in order, and this where they do not. */
const clocksMs = 10_000n;
/** Steps by which a register may be ahead, and gaps behind which it stands anew between two of them: as for the verdicts. */
const stepsAhead = 2n;
const gapsCounted = 400n;
/** The last digit of a power hides no more than this, W: as for the verdicts. */
const mostHiddenW = 500n;

/**
 * Holds what is credited of a register against the power that its own readings told, in event time: in sum, as a register in
 * wide steps stands and then rises at once. A verdict does that as readings come; those that come out of order it cannot
 * hold to what flowed before them.
 */
export class PowerAccount {
  readonly #terms: PowerTerms;
  /** By how much what was credited is ahead of the power, in hundredths of W ms. */
  #ahead = 0n;
  #gaps = 0n;
  /** The finest step in which powers were told, W. */
  #powerStepW: bigint | undefined;

  constructor(terms: PowerTerms, before?: Pick<RegisterAhead, "powerWh" | "gaps">) {
    this.#terms = terms;
    this.#ahead = 100n * (before?.powerWh ?? 0n) * msPerHour;
    this.#gaps = smaller(before?.gaps ?? 0n, gapsCounted);
  }

  /** For the next period's account, rounded up. */
  get ahead(): Pick<RegisterAhead, "powerWh" | "gaps"> {
    return { powerWh: ceilDivide(this.#ahead, 100n * msPerHour), gaps: this.#gaps };
  }

  /** Where the register stands between two of its steps is not known anew. */
  gap(): void {
    if (this.#gaps < gapsCounted) this.#gaps++;
  }

  /** Takes an advance in, Wh in a time of ms, unless it is beyond what the power gives. @returns whether it was taken */
  take(wh: bigint, ms: number, reported: ReportedPower, stepWh: bigint): boolean {
    const { powerW, energyWh } = reported;
    if (powerW === null) return true;
    const { ratedW, othersW, isOwnTaken } = this.#terms;
    const idleW = (ratedW + idleShare - 1n) / idleShare;
    // An energy beside the power that is larger is what was judged.
    const own = larger(larger(powerW, idleW) * BigInt(ms), (energyWh ?? 0n) * msPerHour);
    const hidden = 100n * this.#hiddenW(powerW) * BigInt(ms);
    const ahead = this.#ahead + 100n * wh * msPerHour - percent * (own + othersW * BigInt(ms)) - hidden;
    const isOwn = isOwnTaken && ahead <= this.#ahead;
    if (!isOwn && !this.#mayBe(ahead, stepWh)) return false;
    this.#ahead = ahead > 0n ? ahead : 0n;
    return true;
  }

  /** Half a step of the power's last digit, W rounded up. */
  #hiddenW(powerW: bigint): bigint {
    if (!this.#terms.isRounded) return 0n;
    const stepW = resolutionWh(powerW, this.#powerStepW ?? powerW);
    this.#powerStepW = stepW;
    return smaller(ceilDivide(stepW, 2n), mostHiddenW);
  }

  /** By its steps and the clocks at once; and by what gaps leave open. */
  #mayBe(ahead: bigint, stepWh: bigint): boolean {
    const { ratedW, othersW } = this.#terms;
    const step = 100n * stepWh * msPerHour;
    return wanders(ahead - stepsAhead * step - percent * (ratedW + othersW) * clocksMs, step, this.#gaps);
  }
}

/** Whether a register may be ahead by so much for the gaps it went through: by one and a half of its steps times their root. */
export function wanders(beyond: bigint, step: bigint, gaps: bigint): boolean {
  return beyond <= 0n || 4n * beyond * beyond <= 9n * gaps * step * step;
}

const larger = (a: bigint, b: bigint): bigint => (b > a ? b : a);
const smaller = (a: bigint, b: bigint): bigint => (b < a ? b : a);
