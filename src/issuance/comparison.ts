import { ratioText } from "../carbon/decimal.ts";
import type { ManualRow } from "./manual-report.ts";

/** What the gateway has of the same days; energies in Wh, masses in g. */
export type OwnFigures = {
  readonly exportWh: bigint;
  readonly importWh: bigint;
  readonly grossWh: bigint | null;
  readonly erG: bigint;
};

/** Readings of the plant whose intervals end in a row's days. */
export type ReadingCounts = {
  readonly readings: bigint;
  readonly rejected: bigint;
  /** Put before a person: flagged, re-opened or corrected. */
  readonly reviewed: bigint;
};

export type ComparedRow = {
  readonly manual: ManualRow;
  /** Or why the gateway would credit nothing for these days. */
  readonly own: OwnFigures | { readonly rule: string; readonly detail: string };
  readonly counts: ReadingCounts;
};

export type Mark = {
  readonly mark: string;
  readonly limit: string;
  readonly value: string | null;
  readonly passed: boolean;
};

export type Comparison = {
  readonly rows: readonly ComparedRow[];
  readonly falseRejections: bigint;
  readonly readings: bigint;
  readonly rejected: bigint;
  readonly records: bigint;
  readonly anchored: bigint;
  readonly interventions: { readonly own: bigint; readonly manual: bigint };
  readonly marks: readonly Mark[];
  readonly passed: boolean;
};

/** The pilot's pass marks, in thousandths: delta below 5 %, false rejections below 0.5 %, ledger above 99 %. */
const most = { deltaPermille: 50n, falsePermille: 5n };
const leastLedgerPermille = 990n;

/**
 * Holds the gateway's figures against a manual report's. A rejection counts as false as far as the manual
 * procedure did not leave out readings itself; what could not be compared does not pass.
 */
export function compare(
  rows: readonly ComparedRow[],
  ledger: { readonly records: bigint; readonly anchored: bigint },
): Comparison {
  const sum = (of: (row: ComparedRow) => bigint) => rows.reduce((all, row) => all + of(row), 0n);
  const readings = sum(({ counts }) => counts.readings);
  const falseRejections = sum(({ counts, manual }) => atLeast0(counts.rejected - (manual.rejectedReadings ?? 0n)));
  const marks = [
    deltaMark(rows),
    {
      mark: "false rejections",
      limit: "< 0.5 % of readings",
      value: percent(falseRejections, readings),
      passed: readings > 0n && falseRejections * 1_000n < most.falsePermille * readings,
    },
    {
      mark: "ledger success",
      limit: "> 99 % of records",
      value: percent(ledger.anchored, ledger.records),
      passed: ledger.records > 0n && ledger.anchored * 1_000n > leastLedgerPermille * ledger.records,
    },
  ];
  return {
    rows,
    falseRejections,
    readings,
    rejected: sum(({ counts }) => counts.rejected),
    ...ledger,
    interventions: {
      own: sum(({ counts }) => counts.reviewed),
      manual: sum(({ manual }) => manual.interventions ?? 0n),
    },
    marks,
    passed: marks.every(({ passed }) => passed),
  };
}

/** The figure a row is judged by: the emission reduction where it is reported, else the export. */
export function judgedBy({ manual, own }: ComparedRow): { readonly manual: bigint; readonly own: bigint } | undefined {
  if ("rule" in own) return undefined;
  return manual.erG === null
    ? { manual: manual.exportWh ?? 0n, own: own.exportWh }
    : { manual: manual.erG, own: own.erG };
}

/** How far ours is from the manual figure, per cent of that; null where there is nothing to take per cents of. */
export function deltaPercent(own: bigint | null, manual: bigint | null): string | null {
  if (own === null || manual === null) return null;
  if (own === manual) return "0";
  if (manual === 0n) return null;
  const difference = own - manual;
  const away = ratioText(magnitude(difference) * 100n, magnitude(manual), 4);
  return difference < 0n ? `-${away}` : away;
}

function deltaMark(rows: readonly ComparedRow[]): Mark {
  const mark = { mark: "delta", limit: "< 5 % in every period" };
  const judged = rows.map(judgedBy);
  const known = judged.filter((one) => one !== undefined);
  const within = known.every(({ own, manual }) => isWithin(own, manual));
  const worst = known.reduce<{ own: bigint; manual: bigint } | undefined>(
    (before, one) => (before === undefined || isFarther(one, before) ? one : before),
    undefined,
  );
  const value = worst === undefined ? null : deltaPercent(worst.own, worst.manual);
  return { ...mark, value, passed: known.length === rows.length && within };
}

function isWithin(own: bigint, manual: bigint): boolean {
  return own === manual || magnitude(own - manual) * 1_000n < most.deltaPermille * magnitude(manual);
}

type Pair = { readonly own: bigint; readonly manual: bigint };

function isFarther(a: Pair, b: Pair): boolean {
  const off = ({ own, manual }: Pair) => magnitude(own - manual);
  return off(a) * magnitude(b.manual) > off(b) * magnitude(a.manual);
}

/** Per cent with four decimals, rounded down; null of nothing. */
export function percent(part: bigint, whole: bigint): string | null {
  return whole === 0n ? null : ratioText(part * 100n, whole, 4);
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function atLeast0(value: bigint): bigint {
  return value < 0n ? 0n : value;
}
