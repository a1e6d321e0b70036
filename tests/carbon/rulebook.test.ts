import { expect, test } from "vitest";
import { isListed } from "../../src/carbon/countries.ts";
import { fuelCoefficient } from "../../src/carbon/emissions.ts";
import { loadRulebook, marginWeights, type Rulebook, rulebooks } from "../../src/carbon/rulebook.ts";
import acm0002 from "../../src/carbon/rulebooks/acm0002-v22.0.json" with { type: "json" };

const book = (id: string) => rulebooks.get(id) as Rulebook;

test("three rulebooks are shipped, each with a hash of its own", () => {
  expect([...rulebooks.keys()]).toEqual(["acm0002-v22.0", "ams-i.d-v18", "vmr0017-v1.0"]);
  expect(new Set([...rulebooks.values()].map(({ hash }) => hash)).size).toBe(3);
});

test.each([
  ["acm0002-v22.0", "hydro", ["0.5", "0.25", "0.25"]],
  ["ams-i.d-v18", "hydro", ["0.5", "0.25", "0.25"]],
  ["vmr0017-v1.0", "hydro", ["0.4", "0.25", "0.25"]],
  ["acm0002-v22.0", "wind", ["0.75", "0.75", "0.75"]],
  ["vmr0017-v1.0", "solar", ["0.5", "0.4", "0.3"]],
] as const)("%s weighs the operating margin of %s by crediting period", (id, technology, weights) => {
  expect(([1, 2, 3] as const).map((period) => marginWeights(book(id), technology, period).om)).toEqual(weights);
});

test("what differs between the rulebooks is data", () => {
  const facts = ({ reservoir_emissions, leakage, applicability, build_margin }: Rulebook) => [
    reservoir_emissions.factor_g_per_mwh,
    leakage.embodied_g_per_mwh?.hydro,
    applicability.capacity?.at_most_w,
    applicability.capacity?.of_addition,
    applicability.countries?.list,
    build_margin.registered_units,
  ];
  expect(facts(book("acm0002-v22.0"))).toEqual(["90000", undefined, undefined, undefined, undefined, "left_out"]);
  expect(facts(book("ams-i.d-v18"))).toEqual(["90000", undefined, "15000000", "added", undefined, "left_out"]);
  expect(facts(book("vmr0017-v1.0"))).toEqual(["100000", "21000", "15000000", "installed", "un-ldc", "counted"]);
});

test("diesel has the coefficient of TOOL03's upper bounds", () => {
  const { ncv_gj_per_t, ef_co2_t_per_gj } = book("acm0002-v22.0").fuels.diesel;
  expect(fuelCoefficient(ncv_gj_per_t, ef_co2_t_per_gj)).toBe(3_238_840n);
});

test.each<[string, (copy: typeof acm0002) => void]>([
  ["weights that do not add up to 1", (copy) => Object.assign(copy.margin_weights.hydro[0] ?? {}, { om: "0.6" })],
  ["a value without a clause", (copy) => Object.assign(copy.reservoir_emissions, { clause: "" })],
  ["a source that is not listed", (copy) => Object.assign(copy.equations.be, { source: "hearsay" })],
  ["a number instead of digits", (copy) => Object.assign(copy.reservoir_emissions, { factor_g_per_mwh: 90_000 })],
  ["a rounding in the claimant's favour", (copy) => Object.assign(copy.rounding, { baseline_emissions: "ceil" })],
  ["an equation missing", (copy) => Reflect.deleteProperty(copy.equations, "er")],
  ["a member nobody knows", (copy) => Object.assign(copy, { extra: 1 })],
])("a rulebook with %s does not load", (_name, spoil) => {
  const copy = structuredClone(acm0002);
  expect(loadRulebook(copy).hash).toBe(book("acm0002-v22.0").hash);
  spoil(copy);
  expect(() => loadRulebook(copy)).toThrow();
});

test("a country is least developed until the day it graduates", () => {
  expect(["NP", "UG", "IN"].map((country) => isListed("un-ldc", country, "2026-11-23"))).toEqual([true, true, false]);
  expect(["NP", "UG", "IN"].map((country) => isListed("un-ldc", country, "2026-11-24"))).toEqual([false, true, false]);
  expect(isListed("g7", "NP", "2026-01-01")).toBe(undefined);
});
