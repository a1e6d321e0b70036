import { resolutionWh } from "../hydropower/energy.ts";
import { ceilDivide } from "./decimal.ts";
import type { Exclusion, ExclusionRule } from "./exclusion.ts";
import { FullRegister, type RegisterBase } from "./full-register.ts";
import { type MeterReplacement, showsOldMeter } from "./meter-change.ts";
import { refuse } from "./refusal.ts";
import { mostWh, msPerHour, type RegisterAhead, type RegisterStep, registerStep, snapMs } from "./register-step.ts";
import { PowerAccount, type PowerTerms, type ReportedPower, wanders } from "./reported-power.ts";

/** One reading of a main meter, in event time. Null: that register was not read. */
export type MeterReading = {
  readonly endMs: number;
  readonly intervalS: number;
  readonly exportWh: bigint | null;
  readonly importWh: bigint | null;
  readonly grossWh: bigint | null;
  /** Approved, or flagged and later cleared by a verifier: only then its export may count. */
  readonly counts: boolean;
  /** What it says was generated; absent where it is held to none, as a verifier decided on it. */
  readonly reported?: ReportedPower | undefined;
};

/** Both directions metered while the calibration was overdue. */
export type SpanEnergy = { readonly exportWh: bigint; readonly importWh: bigint };

/** The energy of one main meter in one period, Wh. */
export type MeterEnergy = {
  /** Export of creditable intervals only. */
  readonly exportWh: bigint;
  /** All import, across gaps and whatever the verdicts. */
  readonly importWh: bigint;
  /** All gross generation; null: the register is not known over the whole period. */
  readonly grossWh: bigint | null;
  readonly creditableIntervals: number;
  /** Milliseconds of the period that earned. */
  readonly creditedMs: number;
  readonly exclusions: readonly Exclusion[];
  /** Number of exclusions by rule; the list itself is cut at {@link mostExclusions}. */
  readonly excluded: { readonly [rule in ExclusionRule]?: number };
  readonly rollovers: number;
  /** Highest export register that counted so far, for the next period's account; null: none. */
  readonly trustedExportWh: bigint | null;
  /** By how much it is ahead at the end, for the next period's account. */
  readonly ahead: RegisterAhead;
  /** Per overdue span, in the order given. */
  readonly spans: readonly SpanEnergy[];
};

/** Exclusions that are listed one by one; beyond these they are only counted, so that memory stays flat. */
export const mostExclusions = 1000;

export type MeterTerms = {
  /** The period, [from, to) as instants. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Nameplate behind this meter, W. */
  readonly capacityW: bigint;
  /** The machine whose power the readings tell; undefined: statements of that form held no register to it. */
  readonly power?: PowerTerms | undefined;
  /** Whether a register in wide steps, which stands anew behind each gap, may be ahead of the nameplate by that too. From form 5 on. */
  readonly isAnewBehindGaps?: boolean;
  /** Whether it shows, to the last digit, what another main meter of the plant shows: then only what a verifier decided on counts. */
  readonly isAnothers?: boolean;
  readonly rollsOverAtWh?: bigint | undefined;
  readonly replacements?: readonly MeterReplacement[];
  /** What the account of the period before ended with: a register set back may not earn its energy again. */
  readonly trustedExportWh?: bigint | undefined;
  /** By how much the register was ahead where that account ended. */
  readonly before?: RegisterAhead | undefined;
  /** Instants [from, to) in which the calibration was overdue. */
  readonly overdue?: readonly { readonly fromMs: number; readonly toMs: number }[];
};

type ExportBase = RegisterBase & { readonly counts: boolean };
type Shown = MeterReading & { readonly exportWh: bigint };

/**
 * Follows the registers of one main meter through a period, reading by reading in event time; memory does
 * not grow with their number. Feed it the last reading at or before the start of the period that holds each
 * register, then every reading of the period, then one after its end if there is one.
 *
 * Export earns only between two readings that follow each other without a gap, inside the period, when the
 * later one counts and the energy fits the nameplate and the power that its readings tell; never below a register value
 * that a trusted reading had shown before. Import and gross generation count in full.
 */
export class MeterAccount {
  readonly #terms: MeterTerms;
  readonly #replacements: MeterReplacement[];
  #base: ExportBase | undefined;
  readonly #import: FullRegister;
  readonly #gross: FullRegister;
  readonly #power: PowerAccount | undefined;
  readonly #spans: { exportWh: bigint; importWh: bigint }[];
  readonly #exclusions: Exclusion[] = [];
  readonly #excluded: { [rule in ExclusionRule]?: number } = {};
  #exportWh = 0n;
  #trustedExportWh: bigint | undefined;
  #lastEndMs: number | undefined;
  /** The finest step that the export register showed: it does not become coarser by showing a round value. */
  #stepWh: bigint | undefined;
  /** By how much what was credited is ahead of the nameplate, W ms. */
  #ahead: bigint;
  #intervals = 0;
  #creditedMs = 0;
  #rollovers = 0;

  constructor(terms: MeterTerms) {
    this.#terms = terms;
    this.#import = new FullRegister(terms);
    this.#gross = new FullRegister(terms);
    this.#power = terms.power && new PowerAccount(terms.power, terms.before);
    this.#ahead = (terms.before?.nameplateWh ?? 0n) * msPerHour;
    this.#replacements = [...(terms.replacements ?? [])].sort((a, b) => a.atMs - b.atMs);
    this.#trustedExportWh = terms.trustedExportWh;
    this.#spans = (terms.overdue ?? []).map(() => ({ exportWh: 0n, importWh: 0n }));
  }

  add(reading: MeterReading): void {
    const firstWh = this.#replaceBefore(reading);
    this.#addExport(reading);
    // What the new meter cannot have shown is no start for it.
    if ((reading.exportWh ?? 0n) < firstWh) this.#base = undefined;
    this.#addImport(reading.importWh, reading.endMs);
    this.#gross.add(reading.grossWh, reading.endMs);
    this.#lastEndMs = reading.endMs;
  }

  /**
   * The period's energy.
   *
   * @param grossNeeded true where reservoir emissions count
   * @throws {Fault} `rule-violated` where what lowers the credits is not known over the whole period
   */
  close(grossNeeded: boolean): MeterEnergy {
    const { fromMs, toMs } = this.#terms;
    if (this.#lastEndMs === undefined || this.#lastEndMs < toMs - snapMs) {
      this.#exclude("energy.gap", Math.max(this.#lastEndMs ?? fromMs, fromMs), toMs, null);
    }
    // What a meter showed that was taken out at the very end says nothing of the new one.
    if ((this.#replacements[0]?.atMs ?? toMs + 1) <= toMs) this.#trustedExportWh = undefined;
    if (!this.#import.isKnown) refuseUnknown("import");
    if (grossNeeded && !this.#gross.isKnown) refuseUnknown("gross");
    return {
      exportWh: this.#exportWh,
      importWh: this.#import.sumWh,
      grossWh: this.#gross.isKnown ? this.#gross.sumWh : null,
      creditableIntervals: this.#intervals,
      creditedMs: this.#creditedMs,
      exclusions: this.#exclusions,
      excluded: this.#excluded,
      rollovers: this.#rollovers,
      trustedExportWh: this.#trustedExportWh ?? null,
      ahead: {
        nameplateWh: ceilDivide(this.#ahead, msPerHour),
        ...(this.#power?.ahead ?? { powerWh: 0n, gaps: 0n }),
      },
      spans: this.#spans,
    };
  }

  /** Closes the old meter's registers at its last values, opens the new one's. @returns what its export began with */
  #replaceBefore(reading: MeterReading): bigint {
    let firstWh = 0n;
    for (let next = this.#replacements[0]; next !== undefined; next = this.#replacements[0]) {
      const isNear = reading.endMs <= next.atMs + snapMs;
      const before = { export: this.#base, import: this.#import.base, gross: this.#gross.base };
      if (next.atMs > reading.endMs || (isNear && showsOldMeter(reading, before, next))) break;
      this.#replacements.shift();
      firstWh = next.first.export ?? 0n;
      this.#addImport(next.last.import, next.atMs);
      this.#gross.add(next.last.gross, next.atMs);
      this.#import.replace(next.last.import, next.first.import, next.atMs);
      this.#gross.replace(next.last.gross, next.first.gross, next.atMs);
      // No interval of export runs over two meters: the first one after the change has no start.
      this.#base = undefined;
      this.#trustedExportWh = undefined;
      this.#stepWh = undefined;
    }
    return firstWh;
  }

  #addExport(reading: MeterReading): void {
    const { endMs, intervalS, exportWh, counts } = reading;
    const startMs = endMs - intervalS * 1000;
    const since = this.#lastEndMs ?? this.#terms.fromMs;
    if (startMs > since + snapMs) this.#exclude("energy.gap", since, startMs, null);
    if (exportWh === null) {
      this.#exclude("energy.register-missing", startMs, endMs, null);
      return;
    }
    // A value that does not count may be anything.
    if (counts) this.#stepWh = resolutionWh(exportWh, this.#stepWh ?? exportWh);
    const base = this.#base;
    const most = base === undefined ? 0n : mostWh(this.#terms.capacityW, base.endMs, endMs);
    const step = base && registerStep(base.wh, exportWh, this.#terms.rollsOverAtWh, most);
    const isAdjacent = base !== undefined && Math.abs(base.endMs - startMs) <= snapMs;
    if (base !== undefined && !isAdjacent) this.#power?.gap();
    if (step === undefined || !isAdjacent) this.#exclude("energy.start-unknown", startMs, endMs, null);
    else this.#judge(base, step, { ...reading, exportWh }, most);
    this.#base = { wh: exportWh, endMs, counts };
    // A reading after the end is the next period's to earn.
    if (endMs <= this.#terms.toMs + snapMs) this.#trust(exportWh, counts, step);
  }

  /** Credits an interval whose start is known, or says why it earns nothing. */
  #judge(base: ExportBase, step: RegisterStep, reading: Shown, most: bigint): void {
    const { fromMs, toMs } = this.#terms;
    const { endMs, counts } = reading;
    const exclude = (rule: ExclusionRule, wh: bigint | null) => this.#exclude(rule, base.endMs, endMs, wh);
    if ("rollback" in step) exclude("energy.register-rollback", null);
    // Just below its end may stand whatever nobody believed: to go round from there would be energy of any height.
    else if (step.rolledOver && !base.counts) exclude("energy.register-rollback", step.wh);
    // What a trusted reading has shown before was earned, or refused, then: it does not come again.
    else if (!step.rolledOver && base.wh < (this.#trustedExportWh ?? 0n)) exclude("energy.register-rollback", step.wh);
    else if (base.endMs < fromMs - snapMs || endMs > toMs + snapMs) exclude("energy.crosses-bound", step.wh);
    else if (!counts) exclude("energy.not-approved", step.wh);
    else if (this.#terms.isAnothers === true && reading.reported !== undefined)
      exclude("energy.same-register", step.wh);
    else if (step.wh > most && !this.#mayBeAhead(base, step.wh, reading)) exclude("energy.over-nameplate", step.wh);
    else if (!this.#fitsPower(base, step.wh, reading)) exclude("energy.beyond-power", step.wh);
    else this.#credit(step.wh, base.endMs, endMs);
  }

  /**
   * Whether a register that shows whole kWh or MWh, say, stood for some short intervals and now rises at once: by one of its steps
   * what is credited may be ahead of the nameplate, in sum and never more; and by what the gaps leave open, behind each of which it
   * stands anew between two of its steps.
   */
  #mayBeAhead(base: RegisterBase, wh: bigint, reading: Shown): boolean {
    const step = this.#stepBetween(base, reading) * msPerHour;
    const gaps = this.#terms.isAnewBehindGaps === true ? (this.#power?.ahead.gaps ?? 0n) : 0n;
    return wanders(this.#aheadAfter(wh, reading.endMs - base.endMs) - step, step, gaps);
  }

  /** What lies at the period's very start earns nothing, and takes none of the room. */
  #fitsPower(base: RegisterBase, wh: bigint, reading: Shown): boolean {
    const { endMs, reported } = reading;
    if (reported === undefined || this.#power === undefined || endMs <= this.#terms.fromMs + snapMs) return true;
    return this.#power.take(wh, endMs - base.endMs, reported, this.#stepBetween(base, reading));
  }

  /** The step in which the register shows its values. */
  #stepBetween({ wh }: RegisterBase, { exportWh }: Shown): bigint {
    return resolutionWh(wh, exportWh, this.#stepWh ?? exportWh);
  }

  #aheadAfter(wh: bigint, ms: number): bigint {
    const ahead = this.#ahead + wh * msPerHour - this.#terms.capacityW * BigInt(ms);
    return ahead > 0n ? ahead : 0n;
  }

  /** After a roll-over the register's old values say nothing any more, whatever the verdict. */
  #trust(exportWh: bigint, counts: boolean, step: RegisterStep | undefined): void {
    const rolledOver = step !== undefined && !("rollback" in step) && step.rolledOver;
    if (rolledOver) {
      this.#rollovers++;
      this.#trustedExportWh = undefined;
    }
    if (counts && exportWh >= (this.#trustedExportWh ?? 0n)) this.#trustedExportWh = exportWh;
  }

  #credit(wh: bigint, fromMs: number, endMs: number): void {
    if (endMs <= this.#terms.fromMs + snapMs) return;
    this.#exportWh += wh;
    this.#ahead = this.#aheadAfter(wh, endMs - fromMs);
    this.#intervals++;
    this.#creditedMs += endMs - fromMs;
    for (const span of this.#spansAt(fromMs, endMs)) span.exportWh += wh;
  }

  #addImport(wh: bigint | null, endMs: number): void {
    const added = this.#import.add(wh, endMs);
    if (added !== undefined) for (const span of this.#spansAt(added.fromMs, endMs)) span.importWh += added.wh;
  }

  #spansAt(fromMs: number, toMs: number) {
    return this.#spans.filter((_, i) => {
      const span = this.#terms.overdue?.[i];
      return span !== undefined && fromMs < span.toMs && toMs > span.fromMs;
    });
  }

  #exclude(rule: ExclusionRule, fromMs: number, toMs: number, wh: bigint | null): void {
    if (toMs <= this.#terms.fromMs + snapMs || fromMs >= this.#terms.toMs - snapMs) return;
    this.#excluded[rule] = (this.#excluded[rule] ?? 0) + 1;
    if (this.#exclusions.length < mostExclusions) this.#exclusions.push({ rule, fromMs, toMs, wh });
  }
}

function refuseUnknown(kind: "import" | "gross"): never {
  const pointer = kind === "import" ? "/periods/0/import_wh" : "/periods/0/gross_wh";
  const detail = `the ${kind} register is not known over the whole period: it counts in full, and unknown is not 0`;
  return refuse({ rule: `energy.${kind}-unknown`, clause: "monitored parameters: 100 % of the data", pointer, detail });
}
