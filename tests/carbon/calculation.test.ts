import { describe, expect, test } from "vitest";
import { loadCustomTable } from "../../src/carbon/custom-table.ts";
import ceaV21 from "../../src/carbon/factors/cea-v21.0.json" with { type: "json" };
import { factorTables } from "../../src/carbon/factors.ts";
import { calculationSchema } from "../../src/carbon/request.ts";
import { rulebooks } from "../../src/carbon/rulebook.ts";
import { calculated, january, months, type RequestParts, refusal, requestOf } from "./requests.ts";

const five = (wh: number) => Array(5).fill(wh);
const retrofit = (more = {}) => ({ project_type: "retrofit", historical_annual_wh: five(10_000_000), ...more });
const reservoir = (cap_pj_w: number, more = {}) => ({ reservoir: "single", cap_pj_w, a_pj_m2: 1_000_000, ...more });

describe("the answer", () => {
  test("computes the combined margin from the table's margins and names rulebook and table by hash", () => {
    const answer = calculated();
    expect(answer).toMatchObject({
      rulebook: { id: "acm0002-v22.0", hash: rulebooks.get("acm0002-v22.0")?.hash },
      factors: {
        ef_om: "0.9646",
        ef_bm: "0.5119",
        w_om: "0.5",
        w_bm: "0.5",
        ef_cm_g_per_mwh: "738250",
        hash: factorTables.get("cea-v21.0")?.hash,
        cm_published: "0.7383",
      },
      power_density_w_per_m2: null,
      eligible: true,
      periods: [
        { eg_pj_wh: "1000000000", be_g: "738250000", er_t: "738.25", issued_units: "738", carry_out_g: "250000" },
      ],
      totals: { er_g: "738250000", issued_units: "738", issued_g: "738000000", carry_out_g: "250000" },
      warnings: [],
    });
  });

  test.each([
    ["cea-v21.0", "2024-25", 2, "625075"],
    ["cea-v21.0", "2023-24", 1, "758250"],
    ["cea-v21.0-with-imports", "2024-25", 1, "736400"],
  ])("%s of %s in crediting period %i is %s g/MWh", (table, year, crediting_period, grams) => {
    expect(calculated({ grid: { table, year, crediting_period } }).factors.ef_cm_g_per_mwh).toBe(grams);
  });

  test("takes figures as digits in text or as numbers, to the same bytes", () => {
    const asText = { grid: { ef_om: "0.9646", ef_bm: "0.5119", crediting_period: 1 }, periods: months("123456789") };
    const asNumber = {
      grid: { ef_om: 0.9646, ef_bm: 0.5119, crediting_period: 1 },
      periods: [{ ...january, net_wh: 123_456_789 }],
    };
    expect(JSON.stringify(calculated(asNumber))).toBe(JSON.stringify(calculated(asText)));
  });

  test("names every equation with its clause, its inputs and what came out", () => {
    const design = reservoir(6_000_000, { fuel: "diesel" });
    const { trace } = calculated({
      rulebook: "vmr0017-v1.0",
      design: { ...design, country: "NP" },
      periods: [{ ...january, net_wh: 1_000_000, gross_wh: 1_050_000, fuel_g: 1000 }],
    }).periods[0] ?? { trace: [] };
    expect(trace.map(({ name }) => name)).toEqual([
      "power_density",
      "eg_facility",
      "eg_pj_greenfield",
      "combined_margin",
      "be",
      "pe_hp",
      "pe_ff",
      "le",
      "er",
    ]);
    expect(trace.every(({ clause, equation }) => clause.length > 5 && equation.length > 5)).toBe(true);
    expect(trace.find(({ name }) => name === "pe_hp")).toMatchObject({
      inputs: { teg_wh: "1050000", ef_res_g_per_mwh: "100000" },
      result: { pe_hp_g: "105000" },
      rounding: "ceil",
    });
    expect(trace.find(({ name }) => name === "le")).toMatchObject({
      inputs: { eg_facility_wh: "1000000", ef_embodied_g_per_mwh: "21000" },
      result: { le_g: "21000" },
    });
  });

  test("keeps tables of the caller's own apart by hash, and within their validity", () => {
    const own = loadCustomTable({ ...ceaV21, id: "own", valid_from: "2025-01-01", valid_until: "2025-02-01" });
    const tables = new Map([[own.id, own]]);
    const grid = { table: "own", year: "2024-25", crediting_period: 1 };
    expect(calculated({ grid }, tables).factors).toMatchObject({ table: "own", hash: own.hash });
    expect(refusal({ grid, periods: months(1, 1) }, tables)).toMatchObject({
      rule: "factor.not-valid-then",
      pointer: "/periods/1",
    });
  });
});

describe("energy", () => {
  test("is never taken from one register alone", () => {
    expect(refusal({ periods: [{ ...january, export_wh: 5 }] })).toMatchObject({
      rule: "energy.register-missing",
      pointer: "/periods/0/import_wh",
    });
    expect(refusal({ periods: [january] })).toMatchObject({ pointer: "/periods/0/export_wh" });
    expect(refusal({ periods: [{ ...january, net_wh: 5, import_wh: 0 }] })?.rule).toBe("energy.net-and-registers");
  });

  test("of a reservoir plant needs gross generation, which is never below what was exported", () => {
    const at = (gross_wh?: number) => ({
      design: reservoir(6_000_000),
      periods: [{ ...january, net_wh: 1_000_000, ...(gross_wh !== undefined && { gross_wh }) }],
    });
    expect(refusal(at())).toMatchObject({ rule: "energy.gross-missing", pointer: "/periods/0/gross_wh" });
    expect([2_000_000, 0].map((gross) => calculated(at(gross)).totals.pe_hp_g)).toEqual(["180000", "90000"]);
  });

  test("of a delayed calibration takes the larger of permissible and identified error, 0.2 being 0.2 %", () => {
    const net = (delayed_calibration: unknown) =>
      calculated({ periods: [{ ...january, export_wh: 1_000_000, import_wh: 10_000, delayed_calibration }] }).totals
        .eg_facility_wh;
    expect(net({ mpe_pct: 0.2 })).toBe("987980");
    expect(net({ mpe_pct: 0.2, identified_error_pct: 0.5 })).toBe("984950");
    expect(net({ mpe_pct: 0.5, identified_error_pct: 0.2 })).toBe("984950");
    const whole = { ...january, net_wh: 5, delayed_calibration: { mpe_pct: 1 } };
    expect(refusal({ periods: [whole] })?.rule).toBe("energy.registers-missing");
  });

  test("is the lower of meter and invoice, and says that they differ", () => {
    const at = (invoice_net_wh: number) => calculated({ periods: [{ ...january, net_wh: 1_000_000, invoice_net_wh }] });
    expect(at(990_900).totals.eg_facility_wh).toBe("990900");
    expect(at(1_009_100).totals.eg_facility_wh).toBe("1000000");
    expect([990_900, 1_000_000].map((wh) => at(wh).warnings.map(({ rule }) => rule))).toEqual([
      ["energy.invoice-differs"],
      [],
    ]);
  });

  test("drawn from the grid is a negative baseline and no credit, and fuel counts beside it", () => {
    const { totals } = calculated({
      design: { fuel: "diesel" },
      periods: [{ ...january, net_wh: -1_000_000, fuel_g: 1 }],
    });
    expect(totals).toMatchObject({ be_g: "-738250", pe_ff_g: "4", er_g: "-738254", issued_units: "0" });
    expect(refusal({ periods: [{ ...january, net_wh: 1, fuel_g: 1 }] })?.rule).toBe("fuel.coefficient-missing");
  });
});

describe("the annual baseline of an existing plant", () => {
  const pj = (design: object, periods: unknown[], more = {}) =>
    calculated({ design: { ...design }, periods: periods as never, ...more }).periods.map(({ eg_pj_wh }) => eg_pj_wh);

  test("is used up over the calendar year and comes back whole in the next", () => {
    const periods = [
      { from: "2025-10-01", to: "2025-11-01", net_wh: 8_000_000 },
      { from: "2025-11-01", to: "2026-01-01", net_wh: 8_000_000 },
      { from: "2026-01-01", to: "2026-02-01", net_wh: 8_000_000 },
    ];
    expect(pj(retrofit(), periods)).toEqual(["0", "6000000", "0"]);
  });

  test("goes on from what the year had generated before", () => {
    expect(pj(retrofit(), months(1_000_000), { year_to_date_net_wh: 9_500_000 })).toEqual(["500000"]);
  });

  test("ends with DATE_BaselineRetrofit, after which nothing counts", () => {
    const design = retrofit({ date_baseline_retrofit: "2025-02-01" });
    expect(pj(design, months(12_000_000, 12_000_000))).toEqual(["2000000", "0"]);
    const inside = retrofit({ date_baseline_retrofit: "2025-01-15" });
    expect(refusal({ design: inside, periods: months(1) })?.rule).toBe("baseline.retrofit-date-inside-period");
  });

  test.each(["capacity_addition", "rehabilitation", "replacement"])("is that of a %s too", (project_type) => {
    expect(pj(retrofit({ project_type }), months(12_000_000))).toEqual(["2000000"]);
  });

  test("without a date is computed with a warning", () => {
    const rules = (design: object) => calculated({ design: { ...design } }).warnings.map(({ rule }) => rule);
    expect(rules(retrofit())).toEqual(["baseline.retrofit-date-missing"]);
    expect(rules(retrofit({ date_baseline_retrofit: "2031-01-01" }))).toEqual([]);
  });
});

describe("issuance", () => {
  const grid = { ef_cm_t_per_mwh: "1" };

  test("carries a remainder inside its vintage and leaves it behind at the end", () => {
    const periods = [
      { from: "2025-11-01", to: "2025-12-01", net_wh: 1_600_000 },
      { from: "2025-12-01", to: "2026-01-01", net_wh: 1_600_000 },
      { from: "2026-01-01", to: "2026-02-01", net_wh: 1_600_000 },
    ];
    const { totals, periods: answers } = calculated({ grid, periods });
    expect(answers.map(({ issued_units, carry_out_g }) => [issued_units, carry_out_g])).toEqual([
      ["1", "600000"],
      ["2", "200000"],
      ["1", "600000"],
    ]);
    expect(totals).toMatchObject({
      er_g: "4800000",
      issued_g: "4000000",
      left_behind_g: "200000",
      carry_out_g: "600000",
    });
    expect(totals.vintages).toEqual([
      { vintage: 2025, carry_in_g: "0", er_g: "3200000", issued_units: "3", carry_out_g: "200000" },
      { vintage: 2026, carry_in_g: "0", er_g: "1600000", issued_units: "1", carry_out_g: "600000" },
    ]);
  });

  test("carries a deficit on until it is met, over the end of a vintage too", () => {
    const periods = [
      { from: "2025-12-01", to: "2026-01-01", net_wh: -2_500_000 },
      { from: "2026-01-01", to: "2026-02-01", net_wh: 2_000_000 },
      { from: "2026-02-01", to: "2026-03-01", net_wh: 2_000_000 },
    ];
    const answer = calculated({ grid, periods, issuance: { carry_in_g: "500000" } });
    expect(answer.periods.map(({ issued_units, carry_out_g }) => [issued_units, carry_out_g])).toEqual([
      ["0", "-2000000"],
      ["0", "0"],
      ["2", "0"],
    ]);
  });

  test("counts in the unit it is told", () => {
    const issuance = { unit_g: 1000, carry_in_g: "-999" };
    expect(calculated({ grid, periods: months(1_600_000), issuance }).totals).toMatchObject({
      issued_units: "1599",
      carry_out_g: "1",
    });
  });
});

describe("a period", () => {
  test.each([
    ["that ends before it begins", [{ from: "2025-02-01", to: "2025-01-01" }], "period.order", "/periods/0/to"],
    ["of no days", [{ from: "2025-02-01", to: "2025-02-01" }], "period.order", "/periods/0/to"],
    ["over two vintages", [{ from: "2025-12-01", to: "2026-01-02" }], "period.crosses-vintage", "/periods/0/to"],
    ["before the one before", [{ from: "2025-02-01", to: "2025-03-01" }, january], "period.order", "/periods/1/from"],
    ["twice", [january, january], "period.order", "/periods/1/from"],
  ])("%s is refused", (_name, days, rule, pointer) => {
    const periods = days.map((some) => ({ ...some, net_wh: 1 }));
    expect(refusal({ periods })).toMatchObject({ rule, pointer });
  });
});

describe("what is not known is refused by name", () => {
  test.each([
    ["rulebook", { rulebook: "acm0002-v99" }, "rulebook.unknown", "/rulebook"],
    [
      "table",
      { grid: { table: "cea-v99", year: "2024-25", crediting_period: 1 } },
      "factor.unknown-table",
      "/grid/table",
    ],
    [
      "year",
      { grid: { table: "cea-v21.0", year: "2025-26", crediting_period: 1 } },
      "factor.unknown-year",
      "/grid/year",
    ],
    [
      "cell",
      { grid: { table: "cea-v20.0", year: "2023-24", crediting_period: 1 } },
      "factor.absent-cell",
      "/grid/year",
    ],
  ])("an unknown %s", (_name, parts, rule, pointer) => {
    expect(refusal(parts)).toMatchObject({ rule, pointer });
  });

  test.each<[string, RequestParts, string]>([
    ["NaN as text", { grid: { ef_cm_t_per_mwh: "NaN" } }, "grid"],
    ["a negative factor", { grid: { ef_cm_t_per_mwh: "-0.7" } }, "grid"],
    ["a factor of seven decimals", { grid: { ef_cm_t_per_mwh: 0.738_250_1 } }, "grid"],
    ["a factor without its crediting period", { grid: { ef_om: "0.9", ef_bm: "0.5" } }, "grid"],
    ["half a watt-hour", { periods: [{ ...january, net_wh: 0.5 }] }, "periods"],
    ["a number beyond the exact ones", { periods: [{ ...january, net_wh: 2 ** 53 }] }, "periods"],
    ["a negative register", { periods: [{ ...january, export_wh: "-1", import_wh: 0 }] }, "periods"],
    ["a day that is none", { periods: [{ from: "2025-02-30", to: "2025-03-01", net_wh: 0 }] }, "periods"],
    ["a field nobody knows", { periods: [{ ...january, net_wh: 0, net_kwh: 1 }] }, "periods"],
    ["no period", { periods: [] }, "periods"],
    ["units of nothing", { issuance: { unit_g: 0 } }, "issuance"],
  ])("%s is no request", (_name, parts, place) => {
    const result = calculationSchema.safeParse(requestOf(parts));
    expect(result.error?.issues[0]?.path[0]).toBe(place);
  });
});
