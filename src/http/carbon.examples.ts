import { calculationAnswer, calculationSchema } from "../issuance/calculation.ts";

/** Examples of the carbon calculator; the answer is what the calculator gives. */

export const greenfield = {
  rulebook: "acm0002-v22.0",
  grid: { table: "cea-v21.0", year: "2024-25", crediting_period: 1 },
  design: { technology: "hydro", project_type: "greenfield", reservoir: "none", cap_pj_w: 6_000_000, country: "IN" },
  periods: [{ from: "2025-03-01", to: "2025-04-01", export_wh: "2190500000", import_wh: "500000" }],
  issuance: { unit_g: 1_000_000, carry_in_g: 0 },
};

export const retrofit = {
  rulebook: "acm0002-v22.0",
  grid: { ef_om: "0.9646", ef_bm: "0.5119", crediting_period: 1 },
  design: {
    technology: "hydro",
    project_type: "retrofit",
    reservoir: "none",
    cap_pj_w: 6_000_000,
    historical_annual_wh: [20_000_000_000, 22_000_000_000, 18_000_000_000, 21_000_000_000, 19_000_000_000],
    date_baseline_retrofit: "2031-01-01",
  },
  periods: [
    { from: "2025-01-01", to: "2025-07-01", net_wh: 15_000_000_000 },
    { from: "2025-07-01", to: "2026-01-01", net_wh: 11_000_000_000 },
  ],
};

export const greenfieldAnswer = calculationAnswer(calculationSchema.parse(greenfield));
