import { expect, test } from "vitest";
import { loadCustomTable } from "../../src/carbon/custom-table.ts";
import table from "../../src/carbon/factors/cea-v21.0.json" with { type: "json" };
import {
  combinedMargin,
  factorFor,
  factorTables,
  factorYearOf,
  type GridFactor,
  loadFactorTable,
} from "../../src/carbon/factors.ts";
import { acm0002V22 } from "../../src/carbon/rulebook.ts";

const at = (time: string) => factorFor("cea-v21.0", Date.parse(time));
const factorAt = (time: string) => at(time) as GridFactor;

test("India's combined margin of 2024-25 is 738,250 g/MWh, from its operating and build margins", () => {
  expect(factorAt("2024-06-01T12:00:00+05:30")).toEqual({
    tableId: "cea-v21.0",
    tableHash: factorTables.get("cea-v21.0")?.hash,
    year: "2024-25",
    efCmGPerMwh: 738_250n,
    efOm: "0.9646",
    efBm: "0.5119",
    weights: { om: "0.5", bm: "0.5" },
    rulebook: { id: "acm0002-v22.0", hash: acm0002V22.hash },
    provisional: false,
  });
});

test.each(table.years)("the margin computed for $year is the published one, to its four decimals", (year) => {
  const computed = Number(combinedMargin(year.om, year.bm, { om: "0.5", bm: "0.5" })) / 1e6;
  expect(Math.abs(computed - Number(year.cm_published))).toBeLessThanOrEqual(0.0001);
});

test.each([
  ["2020-21", "907300"],
  ["2021-22", "918100"],
  ["2022-23", "921750"],
  ["2023-24", "758250"],
])("%s has %s g/MWh", (year, grams) => {
  const month = `${year.slice(0, 4)}-12-31T12:00:00Z`;
  expect([factorAt(month).year, String(factorAt(month).efCmGPerMwh)]).toEqual([year, grams]);
});

test("the fiscal year turns at Indian midnight of 1 April, and an interval that ends then belongs to the old one", () => {
  expect(factorAt("2024-03-31T23:59:59+05:30").year).toBe("2023-24");
  expect(factorAt("2024-04-01T00:00:00+05:30").year).toBe("2023-24");
  expect(factorAt("2024-04-01T00:05:00+05:30").year).toBe("2024-25");
});

test("after the last published year the latest serves, said to be provisional", () => {
  expect(factorAt("2025-04-01T00:00:00+05:30").provisional).toBe(false);
  expect(factorAt("2025-04-01T00:05:00+05:30")).toMatchObject({ year: "2024-25", provisional: true });
  expect(factorAt("2030-01-01T00:00:00Z").provisional).toBe(true);
});

test("before the first year, and for an unknown table, the factor is refused by name", () => {
  expect(at("2020-04-01T00:00:00+05:30")).toMatchObject({ refused: "carbon.before-factor-table" });
  expect(at("2020-04-01T00:00:01+05:30")).toMatchObject({ year: "2020-21" });
  expect(factorFor("cea-v99", 0)).toMatchObject({ refused: "carbon.unknown-factor-table" });
});

test("a margin that the table does not give is refused by the cell's name, never taken as 0", () => {
  const gap = factorFor("cea-v20.0", Date.parse("2023-06-01T00:00:00Z"));
  expect(gap).toEqual({ refused: "carbon.absent-factor-cell", detail: "cea-v20.0 gives no om for 2023-24" });
});

test("margins are rounded down to the gram", () => {
  expect(combinedMargin("0.000001", "0.000002", { om: "0.5", bm: "0.5" })).toBe(1n);
  expect(combinedMargin("0.274", "0.00001", { om: "0.4", bm: "0.6" })).toBe(109_606n);
});

test.each([
  ["a number instead of a decimal string", { years: [{ ...table.years[0], om: 0.9 }] }],
  ["a negative factor", { years: [{ ...table.years[0], bm: "-0.5" }] }],
  ["a hole between years", { years: [table.years[0], table.years[2]] }],
  ["no year", { years: [] }],
  ["another unit", { unit: "kgCO2/MWh" }],
])("a table with %s does not load", (_name, change) => {
  expect(() => loadFactorTable({ ...table, ...change })).toThrow();
});

test("a changed factor is another table", () => {
  const [first, ...others] = table.years;
  const changed = loadFactorTable({ ...table, years: [{ ...first, om: "0.9494" }, ...others] });
  expect(changed.hash).not.toBe(loadFactorTable(table).hash);
});

const own = {
  ...table,
  id: "nepal-2025",
  geography: "NP",
  time_zone: "Asia/Kathmandu",
  valid_from: "2025-01-01",
  valid_until: "2026-01-01",
};

test("a table of the caller's own keeps its validity, and its hash covers it", () => {
  const loaded = loadCustomTable(own);
  expect(loaded).toMatchObject({ id: "nepal-2025", valid: { from: "2025-01-01", until: "2026-01-01" } });
  expect(loadCustomTable({ ...own, valid_until: "2027-01-01" }).hash).not.toBe(loaded.hash);
});

test.each([
  ["without a validity", { valid_from: undefined }],
  ["whose validity ends before it begins", { valid_until: "2024-01-01" }],
  ["under one of the gateway's names", { id: "cea-v22.0" }],
  ["without a source", { source: "" }],
  ["of a time zone nobody has", { time_zone: "Mars/Olympus" }],
])("a custom table %s does not load", (_name, change) => {
  expect(() => loadCustomTable({ ...own, ...change })).toThrow();
});

test("a factor year is the one that began last", () => {
  const cea = factorTables.get("cea-v21.0") as NonNullable<ReturnType<typeof factorTables.get>>;
  expect(["2025-03-31", "2025-04-01", "2025-12-31"].map((date) => factorYearOf(date, cea))).toEqual([2024, 2025, 2025]);
});

test("the factor of a moment does not depend on which were asked for before", () => {
  const hourMs = 3_600_000;
  const turn = Date.parse("2024-04-01T00:00:00+05:30");
  const hours = Array.from({ length: 400 }, (_, i) => ((i * 149) % 400) - 200);
  for (const hour of [...hours, ...hours.toReversed()]) {
    // The hour that ends at the turn of the year belongs to the old one.
    const expected = hour > 0 ? "2024-25" : "2023-24";
    expect((factorFor("cea-v21.0", turn + hour * hourMs) as GridFactor).year, `${hour} h`).toBe(expected);
  }
  expect(factorAt("2021-06-01T00:00:00Z").year).toBe("2021-22");
  expect(factorAt("2024-06-01T00:00:00Z").year).toBe("2024-25");
});
