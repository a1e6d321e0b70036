import { snapMs } from "../carbon/register-step.ts";
import type { ReportedPower } from "../carbon/reported-power.ts";
import type { Reading } from "../hydropower/reading.ts";
import type { Books } from "../issuance/books.ts";
import type { MeterPlace, RecordSet, RegisterName, RegisterRow, Window } from "../issuance/meter-store.ts";
import type { Period, StatementFacts } from "../issuance/store.ts";
import { sha256Bytes } from "../kernel/canonical.ts";
import { energiesOf, reportedW } from "../telemetry/placed-reading.ts";
import type { EffectiveStatus } from "../telemetry/review-rules.ts";
import { SpanIndex } from "./span-index.ts";

type Energies = Pick<RegisterRow, "exportWh" | "importWh" | "grossWh">;
type Interval = Energies & {
  readonly reported: ReportedPower;
  readonly recordId: string;
  readonly endMs: number;
  readonly intervalS: number;
};

/** A statement of the chain with its period, as later statements build on it. */
export type Stated = {
  readonly facts: StatementFacts;
  readonly period: Period;
  readonly bytes: Uint8Array;
  /** The place of the chain that it is made from, and its meters. */
  readonly headSeq: number;
  readonly meters: readonly string[];
};

const pageRows = 4_000;

/**
 * A plant's registers, decisions and statements from its records alone: what a statement is made from again. Fed
 * in the order of the chain; asked about any place of it that was read.
 */
export class ChainBooks implements Books {
  readonly #commitmentOf: (seq: number) => Uint8Array;
  readonly #intervals = new Map<number, Interval>();
  readonly #byDevice = new Map<string, SpanIndex>();
  /** Effective statuses of records, each with the place from which on it holds, ascending. */
  readonly #statuses = new Map<number, { readonly from: number; readonly status: EffectiveStatus }[]>();
  /** What stood otherwise after a later record: which place, and from where on; ascending. */
  readonly #changes: { readonly seq: number; readonly from: number }[] = [];
  /** By the place of the reading: the places of corrections filed for it. */
  readonly #corrections = new Map<number, number[]>();
  /** Of a correction: the place of the reading it is of, and what it says instead. */
  readonly #corrected = new Map<number, Energies & { readonly readingSeq: number; readonly recordId: string }>();
  /** By key: the ends of the readings that it decided on, ms. */
  readonly #decided = new Map<string, number[]>();
  readonly #stated: Stated[] = [];
  readonly #intents: { readonly periodId: string; readonly grams: bigint; readonly seq: number }[] = [];

  /** `commitmentOf`: of the chain's record at a place that was read. */
  constructor(commitmentOf: (seq: number) => Uint8Array) {
    this.#commitmentOf = commitmentOf;
  }

  reading(seq: number, recordId: string, reading: Reading, status: EffectiveStatus): void {
    const { deviceId, endMs, intervalS, timed, quantities } = reading;
    if (!timed || intervalS === undefined) return;
    const { energyWh, ...registers } = energiesOf(quantities);
    const reported = { powerW: reportedW(quantities), energyWh };
    this.#intervals.set(seq, { recordId, endMs, intervalS, reported, ...registers });
    if (status !== "APPROVED") this.stands(seq, status, seq);
    const index = this.#byDevice.get(deviceId) ?? new SpanIndex();
    this.#byDevice.set(deviceId, index);
    index.add(endMs, seq);
  }

  /** A correction of the record at `replaces`: that is a reading, or a correction of one. */
  correction(seq: number, recordId: string, reading: Reading, replaces: number): void {
    const readingSeq = this.#corrected.get(replaces)?.readingSeq ?? replaces;
    const { exportWh, importWh, grossWh } = energiesOf(reading.quantities);
    this.#corrected.set(seq, { readingSeq, recordId, exportWh, importWh, grossWh });
    this.#corrections.set(readingSeq, [...(this.#corrections.get(readingSeq) ?? []), seq]);
  }

  /** The record at a place stands otherwise from the record at `from` on. */
  stands(seq: number, status: EffectiveStatus, from: number): void {
    const changes = this.#statuses.get(seq) ?? [];
    this.#statuses.set(seq, changes);
    changes.push({ from, status });
    if (from !== seq) this.#changes.push({ seq, from });
  }

  /** Somebody decided on the reading or correction of a time. */
  decided(by: string, endMs: number): void {
    const ends = this.#decided.get(by) ?? [];
    this.#decided.set(by, ends);
    ends.push(endMs);
  }

  /** Whether somebody decided on a reading within (fromMs, toMs]. */
  hasDecided(by: string, fromMs: number, toMs: number): boolean {
    return this.#decided.get(by)?.some((endMs) => endMs > fromMs && endMs <= toMs) ?? false;
  }

  statement(stated: Stated): void {
    this.#stated.push(stated);
  }

  /** The record at a place commits a mint of a period's grams. */
  intent(periodId: string, grams: bigint, seq: number): void {
    this.#intents.push({ periodId, grams, seq });
  }

  async *readRegisters(place: MeterPlace, { afterMs, toMs }: Window): AsyncGenerator<readonly RegisterRow[]> {
    const seqs = this.#byDevice.get(place.deviceId)?.within(afterMs, toMs) ?? [];
    const there = seqs.filter((seq) => seq <= place.upToSeq);
    for (let at = 0; at < there.length; at += pageRows) {
      yield there.slice(at, at + pageRows).map((seq) => this.#row(seq, place.upToSeq));
    }
  }

  async nearestHolding(place: MeterPlace, register: RegisterName, side: "at or before" | "after", atMs: number) {
    const before = side === "at or before";
    const index = this.#byDevice.get(place.deviceId);
    for (const seq of (before ? index?.downFrom(atMs) : index?.upFrom(atMs)) ?? []) {
      if (seq > place.upToSeq) continue;
      const row = this.#row(seq, place.upToSeq);
      if (row[register] !== null) return row;
    }
    return undefined;
  }

  async creditableSet(
    { upToSeq }: Omit<MeterPlace, "deviceId">,
    deviceIds: readonly string[],
    { afterMs, toMs }: Window,
  ): Promise<RecordSet> {
    const commitments = deviceIds
      .flatMap((deviceId) => this.#byDevice.get(deviceId)?.within(afterMs, toMs) ?? [])
      .filter((seq) => seq <= upToSeq)
      .flatMap((seq) => {
        const { counts, exportWh } = this.#row(seq, upToSeq);
        return counts && exportWh !== null ? [this.#commitmentOf(this.#standingIn(seq, upToSeq) ?? seq)] : [];
      });
    const sha256 = sha256Bytes(Buffer.concat(commitments.sort(Buffer.compare)));
    return { count: BigInt(commitments.length), sha256 };
  }

  /** The first record that counted at the place `since` and does so no more at `now`: rejected, re-opened or replaced. */
  lostApproval(
    deviceIds: readonly string[],
    { afterMs, toMs }: Window,
    { since, now }: { readonly since: bigint; readonly now: bigint },
  ): string | undefined {
    for (const seq of deviceIds.flatMap((deviceId) => this.#byDevice.get(deviceId)?.within(afterMs, toMs) ?? [])) {
      if (seq > since) continue;
      const [stated, stands] = [this.#row(seq, since), this.#row(seq, now)];
      if (!stated.counts || stated.exportWh === null) continue;
      if (!stands.counts || stands.recordId !== stated.recordId) return stated.recordId;
    }
    return undefined;
  }

  /** The newest statement of another period that rests on a record which has stopped counting at the place `now`. */
  outdated(periodId: string, now: number): { readonly periodId: string; readonly recordId: string } | undefined {
    const newest = new Map(this.#stated.map((stated) => [stated.period.periodId, stated]));
    newest.delete(periodId);
    for (const { period, headSeq, meters } of newest.values()) {
      const window = { afterMs: period.fromMs + snapMs, toMs: period.toMs + snapMs };
      if (!this.#isChanged(window, headSeq)) continue;
      const recordId = this.lostApproval(meters, window, { since: BigInt(headSeq), now: BigInt(now) });
      if (recordId !== undefined) return { periodId: period.periodId, recordId };
    }
    return undefined;
  }

  /** Whether anything of a time stands otherwise since: cheap, so that not every period is looked through with each. */
  #isChanged({ afterMs, toMs }: Window, since: number): boolean {
    for (let i = this.#changes.length - 1; i >= 0; i--) {
      const { seq, from } = this.#changes[i] as { readonly seq: number; readonly from: number };
      if (from <= since) return false;
      const endMs = this.#intervals.get(this.#corrected.get(seq)?.readingSeq ?? seq)?.endMs ?? Number.NaN;
      if (endMs > afterMs && endMs <= toMs) return true;
    }
    return false;
  }

  async listStatements(_key: unknown, upToSeq: bigint): Promise<StatementFacts[]> {
    return this.#stated.map(({ facts }) => facts).filter(({ seq }) => seq <= upToSeq);
  }

  async intendedG(_key: unknown, periodId: string, upToSeq: bigint): Promise<bigint> {
    const intents = this.#intents.filter((one) => one.periodId === periodId && BigInt(one.seq) <= upToSeq);
    return intents.reduce((all, { grams }) => all + grams, 0n);
  }

  periodOf(periodId: string): Period | undefined {
    return this.#stated.find(({ period }) => period.periodId === periodId)?.period;
  }

  async listPeriods(): Promise<Period[]> {
    return this.statedPeriods;
  }

  /** In the order of their days. */
  get statedPeriods(): Period[] {
    const periods = new Map(this.#stated.map(({ period }) => [period.periodId, period]));
    return [...periods.values()].sort((a, b) => (a.from < b.from ? -1 : 1));
  }

  async findStatement(_key: unknown, periodId: string, statementNo: number): Promise<Uint8Array | undefined> {
    return this.#stated.find(({ facts }) => facts.periodId === periodId && facts.statementNo === statementNo)?.bytes;
  }

  /** The place of the accepted correction that stands for a reading; undefined: the reading itself does. */
  #standingIn(seq: number, upToSeq: bigint): number | undefined {
    return this.#corrections.get(seq)?.find((correction) => this.#statusOf(correction, upToSeq) === "APPROVED");
  }

  #statusOf(seq: number, upToSeq: bigint): EffectiveStatus | undefined {
    return this.#statuses.get(seq)?.findLast(({ from }) => from <= upToSeq)?.status;
  }

  #row(seq: number, upToSeq: bigint): RegisterRow {
    const reading = this.#intervals.get(seq) as Interval;
    const correction = this.#corrected.get(this.#standingIn(seq, upToSeq) ?? 0);
    if (correction === undefined) {
      const status = this.#statusOf(seq, upToSeq);
      if (status === undefined) return { ...reading, counts: true };
      return { ...reading, reported: undefined, counts: status === "APPROVED" };
    }
    const { recordId, exportWh, importWh, grossWh } = correction;
    return { ...reading, recordId, exportWh, importWh, grossWh, reported: undefined, counts: true };
  }
}
