import { expect, test } from "vitest";
import { floorMillionths, fraction } from "../../src/carbon/fraction.ts";
import { type Rulebook, rulebooks } from "../../src/carbon/rulebook.ts";
import { buildMargin, generationWeighted, operatingMargin } from "../../src/carbon/tool07.ts";
import { buildMarginSchema, operatingMarginSchema } from "../../src/carbon/tool07-schema.ts";
import { calculated, refusalOf } from "./requests.ts";

const tool07 = rulebooks.get("acm0002-v22.0") as Rulebook;
const vt0011 = rulebooks.get("vmr0017-v1.0") as Rulebook;
const om = (input: object) => floorMillionths(operatingMargin(operatingMarginSchema.parse(input), tool07, "/grid/om"));
const bm = (units: object[], rulebook = tool07) =>
  floorMillionths(buildMargin(buildMarginSchema.parse({ as_of: "2025-01-01", units }), rulebook, "/grid/bm"));

const coal = { eg_mwh: 600, ef_el: "0.9" };
const gas = { eg_mwh: 200, ef_el: "0.4" };
const hydro = { eg_mwh: 200, ef_el: 0, low_cost_must_run: true };

test("simple OM leaves low-cost/must-run units out, average OM takes all", () => {
  expect(om({ method: "simple", units: [coal, gas, hydro] })).toBe(775_000n);
  expect(om({ method: "average", units: [coal, gas, hydro] })).toBe(620_000n);
});

test("simple OM is refused where low-cost/must-run units give half or more", () => {
  const grid = (eg_mwh: number) => () => om({ method: "simple", units: [{ eg_mwh, ef_el: "0.9" }, hydro] });
  expect(refusalOf(grid(200))).toMatchObject({ rule: "tool07.low-cost-must-run", pointer: "/grid/om/units" });
  expect(refusalOf(grid(201))).toBe(undefined);
});

test("simple adjusted OM weighs them by the hours they are on the margin", () => {
  const at = (lambda_hours?: number) =>
    om({ method: "simple_adjusted", units: [coal, gas, hydro], ...(lambda_hours !== undefined && { lambda_hours }) });
  expect([at(0), at(876), at(8760)]).toEqual([775_000n, 697_500n, 0n]);
  expect(refusalOf(() => at())?.rule).toBe("tool07.lambda-missing");
  expect(() => at(8761)).toThrow();
});

test("the ex-ante margin of three years is weighted by generation", () => {
  const years = [
    { mwh: fraction("100"), factor: fraction("0.9") },
    { mwh: fraction("100"), factor: fraction("0.8") },
    { mwh: fraction("200"), factor: fraction("0.7") },
  ];
  expect(floorMillionths(generationWeighted(years))).toBe(775_000n);
});

test("a unit's factor comes from its fuel, from its efficiency, or is refused", () => {
  const fuels = [{ amount_t: "50", ncv_gj_per_t: "20", ef_co2_t_per_gj: "0.09" }];
  expect(om({ method: "average", units: [{ eg_mwh: 100, fuels }] })).toBe(900_000n);
  expect(om({ method: "average", units: [{ eg_mwh: 100, ef_co2_t_per_gj: "0.0543", efficiency: "0.5" }] })).toBe(
    390_960n,
  );
  expect(refusalOf(() => om({ method: "average", units: [{ eg_mwh: 100, efficiency: 0.5 }] }))).toMatchObject({
    rule: "tool07.unit-factor-missing",
    pointer: "/grid/om/units/0",
  });
});

test("of a unit whose fuel is known its efficiency says nothing: option A1 goes before option A2", () => {
  const fuels = [{ amount_t: "50", ncv_gj_per_t: "20", ef_co2_t_per_gj: "0.09" }];
  const both = { eg_mwh: 100, fuels, ef_co2_t_per_gj: "0.09", efficiency: "0.3" };
  expect(om({ method: "average", units: [both] })).toBe(900_000n);
});

test("thirds stay exact until the gram", () => {
  const third = { eg_mwh: 1, ef_co2_t_per_gj: "0.1", efficiency: "0.3" };
  expect(om({ method: "average", units: [third, third, third] })).toBe(1_200_000n);
  const uneven = [1, 1, 1].map((eg_mwh, i) => ({ eg_mwh, ef_el: i === 0 ? "1" : "0" }));
  expect(om({ method: "average", units: uneven })).toBe(333_333n);
});

const unit = (started_on: string, eg_mwh: number, ef_el: string, registered_project = false) => ({
  started_on,
  eg_mwh,
  ef_el,
  registered_project,
});

test("build margin takes the five newest units where they give more than a fifth", () => {
  const newest = [1, 2, 3, 4, 5].map((n) => unit(`202${n - 1}-01-01`, 100, "0.5"));
  expect(bm([unit("1990-01-01", 1000, "1"), ...newest])).toBe(500_000n);
});

test("and the newest fifth of generation where that is more, the unit across its edge whole", () => {
  const small = [1, 2, 3, 4, 5].map((n) => unit(`202${n - 1}-06-01`, 10, "0.2"));
  // 20 % of 1,000 MWh are 200: the five give 50, the sixth the rest.
  const units = [unit("1990-01-01", 650, "1"), unit("2018-01-01", 300, "0.9"), ...small];
  expect(bm(units)).toBe(((50n * 200_000n + 300n * 900_000n) / 350n) * 1n);
});

test("units registered as projects are left out, and counted under VT0011", () => {
  const units = [1, 2, 3, 4, 5].map((n) => unit(`202${n - 1}-01-01`, 100, "0.6"));
  const project = unit("2024-06-01", 100, "0", true);
  expect(bm([...units, project])).toBe(600_000n);
  expect(bm([...units, project], vt0011)).toBe(480_000n);
});

test("units of more than ten years give way to new projects, and come back until a fifth is reached", () => {
  const old = [0, 1, 2, 3, 4].map((n) => unit(`2010-0${n + 1}-01`, 100, "1"));
  const fresh = unit("2022-01-01", 50, "0.5");
  // A fifth of 550 MWh is 110: fresh 50 and the project's 100.
  expect(bm([...old, fresh, unit("2021-01-01", 100, "0", true)])).toBe(166_666n);
  // Without a project: fresh 50 and the newest of the old ones.
  expect(bm([...old, fresh])).toBe(833_333n);
});

test("a grid's units lead to its combined margin through the calculator", () => {
  const { factors } = calculated({
    grid: {
      om: { method: "simple", units: [coal, gas, hydro] },
      bm: { as_of: "2025-01-01", units: [unit("2020-01-01", 100, "0.5")] },
      crediting_period: 2,
    },
  });
  expect(factors).toMatchObject({ ef_om: "0.775", ef_bm: "0.5", w_om: "0.25", ef_cm_g_per_mwh: "568750", table: null });
});
