import { describe, expect, test } from "vitest";
import { compare } from "../../src/issuance/comparison.ts";
import { type ManualRow, readManualReport } from "../../src/issuance/manual-report.ts";
import { readCsv } from "../../src/kernel/csv.ts";
import { Fault } from "../../src/kernel/fault.ts";

describe("CSV", () => {
  test.each([
    [
      "plain cells",
      "a,b\n1,2\n",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    [
      "other line endings and none at the end",
      "a,b\r\n1,2\r3,4",
      [
        ["a", "b"],
        ["1", "2"],
        ["3", "4"],
      ],
    ],
    [
      "quotes with commas, quotes and line feeds inside",
      '"a,1","b ""x"""\n"c\nd",e',
      [
        ["a,1", 'b "x"'],
        ["c\nd", "e"],
      ],
    ],
    [
      "a byte order mark, blanks and empty lines",
      "\uFEFFa , b\n\n ,\n1,",
      [
        ["a", "b"],
        ["1", ""],
      ],
    ],
  ])("%s are read", (_what, text, expected) => {
    const table = readCsv(text);
    expect("rows" in table && table.rows.map(({ cells }) => cells)).toEqual(expected);
  });

  test("lines are counted through quoted cells, and a broken one is named", () => {
    expect(readCsv('a\n"x\ny"\nz')).toMatchObject({ rows: [{ line: 1 }, { line: 2 }, { line: 4 }] });
    expect(readCsv('a,b\n1,2\n"3,4\n')).toEqual({ brokenLine: 3 });
    expect(readCsv('a"b')).toEqual({ brokenLine: 1 });
  });
});

function wrongPlaces(text: string): (string | undefined)[] {
  try {
    readManualReport(text);
    return [];
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return (error.facts.errors ?? []).map(({ pointer, rule }) => `${pointer} ${rule}`);
  }
}

describe("a manual report", () => {
  test("is read exactly, in the units its heading names", () => {
    const rows = readManualReport(
      "Period,export_MWh,import_kwh,gross_wh,er_t,fuel_kg\n2025-02,1.234567,0.5,99,-0.25,\n2025-03-01,0,,,0.7,1.5\n",
    );
    expect(rows).toMatchObject([
      {
        label: "2025-02",
        from: "2025-02-01",
        to: "2025-03-01",
        exportWh: 1_234_567n,
        importWh: 500n,
        grossWh: 99n,
        erG: -250_000n,
        fuelG: null,
      },
      {
        from: "2025-03-01",
        to: "2025-03-02",
        exportWh: 0n,
        importWh: null,
        grossWh: null,
        erG: 700_000n,
        fuelG: 1_500n,
      },
    ]);
  });

  test.each([
    ["no rows", "period,export_kwh\n", ["/1 rows"]],
    ["an unknown column", "period,export_kwh,yield\n2025-01,1,2", ["/1/yield unknown-column"]],
    ["one quantity in two units", "period,export_kwh,export_mwh\n2025-01,1,2", ["/1/export_mwh twice"]],
    ["no period and no export", "import_kwh\n1", ["/1/period required", "/1/export_kwh required"]],
    ["a day that does not exist", "period,export_kwh\n2025-02-30,1", ["/2/period period"]],
    ["a row without export", "period,export_kwh,er_t\n2025-02,,1", ["/2/export_kwh required"]],
    ["thousands separators", 'period,export_kwh\n2025-02,"1,000"', ["/2/export_kwh number", "/2/export_kwh required"]],
    [
      "a figure finer than its unit",
      "period,export_kwh\n2025-02,1.0001",
      ["/2/export_kwh number", "/2/export_kwh required"],
    ],
    ["a negative export", "period,export_kwh\n2025-02,-1", ["/2/export_kwh number", "/2/export_kwh required"]],
    ["rows out of order", "period,export_kwh\n2025-02,1\n2025-02-05,1", ["/3/period order"]],
    ["a missing cell", "period,export_kwh,er_t\n2025-02,1", ["/2 cells"]],
    ["more rows than a year and some", `period,export_kwh${"\n2025-02,1".repeat(401)}`, ["/1 rows"]],
  ])("with %s is refused by line and column", (_what, text, expected) => {
    expect(wrongPlaces(text)).toEqual(expected);
  });
});

describe("the verdict of a comparison", () => {
  const row = (own: bigint, manual: bigint, more: Partial<ManualRow> = {}, rejected = 0n) => ({
    manual: { ...(readManualReport("period,export_wh\n2025-01,1")[0] as ManualRow), erG: manual, ...more },
    own: { exportWh: own, importWh: 0n, grossWh: null, erG: own },
    counts: { readings: 1_000n, rejected, reviewed: rejected },
  });
  const all = { records: 1_000n, anchored: 1_000n };
  const passes = (...args: Parameters<typeof compare>) => compare(...args).marks.map(({ passed }) => passed);

  test("passes what is inside all three marks, and the marks themselves are outside", () => {
    expect(compare([row(100n, 100n)], all)).toMatchObject({ passed: true, marks: [{ value: "0" }, {}, {}] });
    expect(passes([row(1_049n, 1_000n)], all)).toEqual([true, true, true]);
    expect(passes([row(1_050n, 1_000n)], all)).toEqual([false, true, true]);
    expect(passes([row(950n, 1_000n)], all)).toEqual([false, true, true]);
    expect(passes([row(1n, 1n, {}, 4n)], all)).toEqual([true, true, true]);
    expect(passes([row(1n, 1n, {}, 5n)], all)).toEqual([true, false, true]);
    expect(passes([row(1n, 1n)], { records: 1_000n, anchored: 990n })).toEqual([true, true, false]);
    expect(passes([row(1n, 1n)], { records: 1_000n, anchored: 991n })).toEqual([true, true, true]);
  });

  test("judges every row, not their sum, and tells the farthest", () => {
    const comparison = compare([row(900n, 1_000n), row(1_100n, 1_000n), row(800n, 1_000n)], all);
    expect(comparison.marks[0]).toMatchObject({ value: "-20", passed: false });
  });

  test("takes rejections that the manual procedure made too as right", () => {
    expect(passes([row(1n, 1n, { rejectedReadings: 5n }, 9n)], all)).toEqual([true, true, true]);
    expect(compare([row(1n, 1n, { rejectedReadings: 20n }, 9n), row(1n, 1n, {}, 3n)], all).falseRejections).toBe(3n);
  });

  test("fails what could not be compared or was never read", () => {
    const refused = { ...row(1n, 1n), own: { rule: "energy.import-unknown", detail: "" } };
    expect(passes([refused], all)).toEqual([false, true, true]);
    const silent = { ...row(1n, 1n), counts: { readings: 0n, rejected: 0n, reviewed: 0n } };
    expect(passes([silent], { records: 0n, anchored: 0n })).toEqual([true, false, false]);
  });

  test("falls back on export where the manual report has no reduction; nothing against nothing is equal", () => {
    const without = { ...row(0n, 0n), manual: { ...row(0n, 0n).manual, erG: null, exportWh: 0n } };
    expect(passes([without], all)).toEqual([true, true, true]);
    expect(compare([{ ...without, own: { ...without.own, exportWh: 5n } } as never], all).marks[0]).toMatchObject({
      value: null,
      passed: false,
    });
  });
});
