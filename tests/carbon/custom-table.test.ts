import { expect, test } from "vitest";
import { customTableSchema, loadCustomTable } from "../../src/carbon/custom-table.ts";
import { factorTables } from "../../src/carbon/factors.ts";
import { upload } from "../../src/http/grid-tables.examples.ts";
import { contentHash } from "../../src/kernel/canonical.ts";

const [first, second] = upload.years;

/** Where an upload is wrong, as JSON pointers. */
function wrongPlaces(change: Record<string, unknown>): string[] {
  const result = customTableSchema.safeParse({ ...upload, ...change });
  return (result.error?.issues ?? []).map(({ path }) => `/${path.join("/")}`);
}

test.each<[string, Record<string, unknown>, string]>([
  ["no source", { source: undefined }, "/source"],
  ["an empty source", { source: "  " }, "/source"],
  ["no validity", { valid_from: undefined }, "/valid_from"],
  ["an end before its beginning", { valid_until: "2024-01-01" }, "/valid_until"],
  ["a day that no calendar has", { valid_from: "2025-02-30" }, "/valid_from"],
  ["no unit", { unit: undefined }, "/unit"],
  ["another unit", { unit: "kgCO2/MWh" }, "/unit"],
  ["a factor in kg/MWh", { years: [{ ...first, om: "964.6" }] }, "/years/0/om"],
  ["a negative factor", { years: [first, { ...second, bm: "-0.5" }] }, "/years/1/bm"],
  ["NaN for a factor", { years: [{ ...first, om: Number.NaN }] }, "/years/0/om"],
  ["a factor left out rather than null", { years: [{ year: "2024-25", om: "0.9" }] }, "/years/0/bm"],
  ["a fiscal year of two years", { years: [{ ...first, year: "2024-26" }] }, "/years/0/year"],
  ["a hole between years", { years: [first, { ...second, year: "2026-27" }] }, "/years"],
  ["the thirteenth month", { published: "2025-13" }, "/published"],
  ["a zone nobody has", { time_zone: "Mars/Olympus" }, "/time_zone"],
  ["the name of a table the gateway ships", { id: [...factorTables.keys()][0] }, "/id"],
])("an upload with %s is refused at that field", (_name, change, pointer) => {
  expect(wrongPlaces(change)).toEqual([pointer]);
});

test("however its figures are written, a table has one hash, which is that of its stored form", () => {
  const numbers = upload.years.map((year) => ({ ...year, om: Number(year.om), bm: Number(year.bm) }));
  const { hash } = loadCustomTable(upload);
  expect(numbers.map(({ om }) => om)).toEqual([0.9646, 0.96]);
  expect(loadCustomTable({ ...upload, years: numbers }).hash).toBe(hash);
  expect(hash).toBe(contentHash(customTableSchema.parse(upload)));
});
