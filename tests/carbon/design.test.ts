import { expect, test } from "vitest";
import { designSchema, requireRegistrable } from "../../src/carbon/design.ts";
import { type Rulebook, rulebooks } from "../../src/carbon/rulebook.ts";
import { calculated, january, refusal, refusalOf } from "./requests.ts";

const km2 = 1_000_000;
const mw = 1_000_000;
const history = { historical_annual_wh: Array(5).fill(10_000_000) };
const single = { reservoir: "single", cap_pj_w: 6 * mw, a_pj_m2: km2 };
const periods = [{ ...january, net_wh: 1_000_000, gross_wh: 1_000_000 }];
const ruleOf = (design: Record<string, unknown>, rulebook = "acm0002-v22.0") =>
  refusal({ rulebook, design, periods })?.rule;
const densityOf = (design: Record<string, unknown>) => calculated({ design, periods }).power_density_w_per_m2;

test("a power density not above 4 W/m2 is refused with its clause, never computed as zero emissions", () => {
  for (const cap_pj_w of [4 * mw, 3_999_999, 1]) {
    expect(refusal({ design: { ...single, cap_pj_w }, periods })).toEqual({
      rule: "applicability.power-density",
      clause: "ACM0002 v22.0 para 5, eq. 7 and 8",
      pointer: "/design/cap_pj_w",
    });
  }
  expect(calculated({ design: { ...single, cap_pj_w: 4 * mw + 1 }, periods }).totals.pe_hp_g).toBe("90000");
});

test("reservoir emissions count up to 10 W/m2 and end above it", () => {
  const peHp = (cap_pj_w: number) => calculated({ design: { ...single, cap_pj_w }, periods }).totals.pe_hp_g;
  expect([10 * mw, 10 * mw + 1].map(peHp)).toEqual(["90000", "0"]);
});

test("power density is what was added over what was flooded, exact and rounded down", () => {
  expect(densityOf(single)).toBe("6");
  expect(densityOf({ ...single, cap_pj_w: 12 * mw, a_pj_m2: 1.8 * km2 })).toBe("6.666666");
  const raised = { ...single, ...history, project_type: "capacity_addition", cap_bl_w: mw, a_bl_m2: km2 / 2 };
  expect(densityOf(raised)).toBe("10");
});

test("an existing reservoir that is not raised has no density and no emissions", () => {
  const kept = { ...single, ...history, project_type: "retrofit", cap_bl_w: 5 * mw, a_bl_m2: km2 };
  expect(densityOf(kept)).toBe(null);
  expect(densityOf({ ...kept, a_bl_m2: 2 * km2 })).toBe(null);
  expect(densityOf({ ...single, a_bl_m2: km2 })).toBe(null);
});

test.each([
  ["a reservoir without its area", { reservoir: "single", cap_pj_w: mw }, "design.size-missing"],
  ["a reservoir without its plant", { reservoir: "single", a_pj_m2: km2 }, "design.size-missing"],
  ["a reservoir of no area", { ...single, a_pj_m2: 0 }, "design.size-missing"],
  ["an old plant without the area before", { ...single, ...history, project_type: "retrofit" }, "design.size-missing"],
  ["a run-of-river plant with an area", { a_pj_m2: km2 }, "design.reservoir-contradiction"],
  ["an integrated project of one reservoir", { reservoir: "integrated" }, "design.reservoirs-missing"],
  ["four years of history", { project_type: "retrofit", historical_annual_wh: [1, 2, 3, 4] }, "applicability.history"],
  ["no history", { project_type: "capacity_addition" }, "applicability.history"],
  ["an old wind farm", { technology: "wind", project_type: "retrofit", ...history }, "design.technology-not-covered"],
  ["a wind farm with a reservoir", { technology: "wind", ...single }, "design.reservoir-contradiction"],
])("%s is refused", (_name, design, rule) => {
  expect(ruleOf(design)).toBe(rule);
});

const integrated = (...reservoirs: [capW: number, areaM2: number][]) => ({
  reservoir: "integrated",
  reservoirs: reservoirs.map(([cap_w, a_m2]) => ({ cap_w, a_m2 })),
});

test("integrated reservoirs are judged together", () => {
  expect(densityOf(integrated([1 * mw, km2], [19 * mw, km2]))).toBe("10");
  expect(ruleOf(integrated([2 * mw, km2], [6 * mw, km2]))).toBe("applicability.power-density");
});

const registered = (rulebook: string, design: object) =>
  refusalOf(() =>
    requireRegistrable(
      designSchema.parse({ project_type: "greenfield", ...design }),
      rulebooks.get(rulebook) as Rulebook,
      "2026-01-01",
    ),
  )?.rule;

test("too large a share behind low reservoirs is a warning of the calculator and bars registration", () => {
  const low = integrated([3 * mw, km2], [17 * mw, km2]);
  expect(calculated({ design: low, periods }).warnings.map(({ rule }) => rule)).toEqual([
    "applicability.low-density-plants",
  ]);
  expect(registered("acm0002-v22.0", low)).toBe("applicability.low-density-plants");
  expect(registered("acm0002-v22.0", integrated([1 * mw, km2], [19 * mw, km2]))).toBe(undefined);
});

test("a project on an existing plant is not registered without DATE_BaselineRetrofit", () => {
  const design = { project_type: "retrofit", ...history };
  expect(registered("acm0002-v22.0", design)).toBe("baseline.retrofit-date-missing");
  expect(registered("acm0002-v22.0", { ...design, date_baseline_retrofit: "2031-01-01" })).toBe(undefined);
});

test("AMS-I.D takes 15 MW and not a watt more, of a capacity addition the added units", () => {
  const at = (design: object) => ruleOf({ ...design }, "ams-i.d-v18");
  expect([15 * mw, 15 * mw + 1].map((cap_pj_w) => at({ cap_pj_w }))).toEqual([undefined, "applicability.capacity"]);
  const addition = { project_type: "capacity_addition", ...history, cap_pj_w: 40 * mw };
  expect([25 * mw, 25 * mw - 1].map((cap_bl_w) => at({ ...addition, cap_bl_w }))).toEqual([
    undefined,
    "applicability.capacity",
  ]);
  expect(at({ ...addition, project_type: "retrofit" })).toBe("applicability.capacity");
  expect([at({}), at(addition)]).toEqual(["design.size-missing", "design.size-missing"]);
});

test("VMR0017 takes hydropower of 15 MW in countries that were least developed when crediting began", () => {
  const at = (design: object) => ruleOf({ cap_pj_w: 6 * mw, ...design }, "vmr0017-v1.0");
  expect(refusal({ rulebook: "vmr0017-v1.0", design: { cap_pj_w: 6 * mw, country: "IN" }, periods })).toEqual({
    rule: "applicability.country",
    clause: "VMR0017 v1.0, applicability: hydropower only in UN-listed least developed countries",
    pointer: "/design/country",
  });
  expect(at({})).toBe("design.country-missing");
  expect([15 * mw, 15 * mw + 1].map((cap_pj_w) => at({ country: "UG", cap_pj_w }))).toEqual([
    undefined,
    "applicability.capacity",
  ]);
  const nepal = (first_period_start: string) => at({ country: "NP", first_period_start });
  expect([nepal("2026-11-23"), nepal("2026-11-24")]).toEqual([undefined, "applicability.country"]);
  expect(at({ technology: "wind", country: "IN" })).toBe(undefined);
});
