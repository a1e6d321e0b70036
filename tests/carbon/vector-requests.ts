import { readFileSync } from "node:fs";
import type { CalculationJson } from "../../src/carbon/calculation-wire.ts";

/** A published or derived case, as it stands in tests/vectors/acm0002.json. */
export type VectorCase = {
  readonly id: string;
  readonly kind: string;
  // biome-ignore lint/suspicious/noExplicitAny: every kind of case has members of its own
  readonly inputs: any;
  // biome-ignore lint/suspicious/noExplicitAny: every kind of case has members of its own
  readonly expected: any;
  readonly tolerance: number;
};

export const vectorCases: readonly VectorCase[] = JSON.parse(
  readFileSync(new URL("../vectors/acm0002.json", import.meta.url), "utf8"),
);

/** What the calculator said to one request: its answer, or the rule by which it refused. */
export type Outcome =
  | { readonly answer: CalculationJson }
  | { readonly rule: string; readonly clause: string | null; readonly detail: string };

/** A case as requests to the public calculator, and the figures of the answers that the case fixes. */
export type VectorRun = {
  readonly requests: readonly unknown[];
  readonly figures: (outcomes: readonly Outcome[]) => Record<string, unknown>;
};

const mwh = (value: number) => String(Math.round(value * 1e6));
const tonnes = (grams: string | undefined) => Number(grams) / 1e6;
const month = { from: "2025-01-01", to: "2025-02-01" };
const runOfRiver = { technology: "hydro", project_type: "greenfield", reservoir: "none", country: "UG" };
const acm = "acm0002-v22.0";

const answerOf = (outcome: Outcome | undefined): CalculationJson => {
  if (outcome === undefined || !("answer" in outcome)) throw new Error(`refused: ${JSON.stringify(outcome)}`);
  return outcome.answer;
};
const first = (outcomes: readonly Outcome[]) => answerOf(outcomes[0]);
const periodOf = (outcomes: readonly Outcome[]) => {
  const [period] = first(outcomes).periods;
  if (period === undefined) throw new Error("no period");
  return period;
};

function reservoirDesign(inputs: VectorCase["inputs"]) {
  const { cap_pj_w, cap_bl_w, a_pj_m2, a_bl_m2 } = inputs;
  const reservoir = inputs.has_reservoir === false ? "none" : "single";
  return { ...runOfRiver, reservoir, cap_pj_w, cap_bl_w, a_pj_m2, a_bl_m2 };
}

function integerGrams(inputs: VectorCase["inputs"]): VectorRun {
  const request = {
    rulebook: inputs.rulebook === "VMR0017" ? "vmr0017-v1.0" : acm,
    grid: { ef_cm_g_per_mwh: inputs.ef_grid_g_per_mwh },
    design: { ...reservoirDesign(inputs), coef_fuel_g_per_t: inputs.coef_fuel_g_per_t },
    periods: [{ ...month, net_wh: inputs.net_wh, gross_wh: inputs.gross_wh, fuel_g: inputs.fuel_g }],
  };
  const figures = (outcomes: readonly Outcome[]) => {
    const { be_g, pe_hp_g, pe_ff_g, le_g, er_g } = periodOf(outcomes);
    const grams = { be_g, pe_hp_g, pe_ff_g, le_g, er_g };
    return Object.fromEntries(Object.entries(grams).map(([name, value]) => [name, Number(value)]));
  };
  return { requests: [request], figures };
}

function powerDensity(inputs: VectorCase["inputs"]): VectorRun {
  const period = { ...month, net_wh: 1_000_000, gross_wh: 1_000_000 };
  const request = {
    rulebook: acm,
    grid: { ef_cm_g_per_mwh: 700_000 },
    design: reservoirDesign(inputs),
    periods: [period],
  };
  const figures = ([outcome]: readonly Outcome[]) => {
    if (outcome !== undefined && "rule" in outcome) {
      const density = Number(/power density of ([\d.]+) W/.exec(outcome.detail)?.[1]);
      return { eligible: outcome.rule !== "applicability.power-density", pd_w_per_m2: density };
    }
    const answer = answerOf(outcome);
    const density = answer.power_density_w_per_m2;
    return {
      eligible: answer.eligible,
      pd_w_per_m2: density === null ? null : Number(density),
      ef_res_applies: answer.periods[0]?.pe_hp_g !== "0",
    };
  };
  return { requests: [request], figures };
}

/** Weights are never sent: rulebook, technology and crediting period must lead to those of the case. */
function marginRequest({ ef_om, ef_bm, w_om }: VectorCase["inputs"]) {
  const [rulebook, technology, crediting_period] =
    w_om === 0.4
      ? ["vmr0017-v1.0", "hydro", 1]
      : w_om === 0.75
        ? [acm, "wind", 1]
        : [acm, "hydro", w_om === 0.25 ? 2 : 1];
  const design = { ...runOfRiver, technology, cap_pj_w: 6_000_000 };
  return { rulebook, grid: { ef_om, ef_bm, crediting_period }, design, periods: [{ ...month, net_wh: 0 }] };
}

const retrofit = (years: readonly number[]) => ({
  ...runOfRiver,
  project_type: "retrofit",
  historical_annual_wh: years.map(mwh),
  date_baseline_retrofit: "2031-01-01",
});

const traced = (outcomes: readonly Outcome[], name: string) => {
  const step = periodOf(outcomes).trace.find((one) => one.name === name);
  if (step === undefined) throw new Error(`no step ${name}`);
  return step;
};

const runs: Readonly<Record<string, (one: VectorCase) => VectorRun>> = {
  er_project: ({ inputs }) => ({
    requests: [
      {
        rulebook: acm,
        grid: { ef_cm_t_per_mwh: inputs.ef_grid_t_per_mwh },
        design: runOfRiver,
        periods: [{ ...month, net_wh: mwh(inputs.eg_pj_mwh), le_g: inputs.le_t }],
      },
    ],
    figures: (outcomes) => {
      const { be_g, pe_hp_g, le_g, er_t } = periodOf(outcomes);
      return { be_t: tonnes(be_g), pe_t: tonnes(pe_hp_g), le_t: tonnes(le_g), er_t: Number(er_t) };
    },
  }),
  combined_margin: ({ inputs }) => ({
    requests: [marginRequest(inputs)],
    figures: (outcomes) => ({ ef_cm: tonnes(first(outcomes).factors.ef_cm_g_per_mwh) }),
  }),
  expected_er_prorata: ({ inputs }) => ({
    requests: [
      {
        rulebook: acm,
        grid: { ef_cm_t_per_mwh: "1" },
        design: runOfRiver,
        // 455 days over two vintages.
        periods: [
          { from: "2024-01-01", to: "2025-01-01", net_wh: mwh(inputs.actual_er_t) },
          { from: "2025-01-01", to: "2025-03-31", net_wh: 0 },
        ],
        ex_ante: { annual_er_t: inputs.annual_er_t },
      },
    ],
    figures: (outcomes) => {
      const { ex_ante } = first(outcomes).totals;
      const warned = first(outcomes).warnings.some(({ rule }) => rule === "plausibility.above-ex-ante");
      return {
        expected_er_t: Number(ex_ante?.expected_er_t),
        actual_over_expected_pct: warned ? Number(ex_ante?.over_percent) : undefined,
      };
    },
  }),
  plausibility_nameplate: ({ inputs }) => ({
    requests: [
      {
        rulebook: acm,
        grid: { ef_cm_t_per_mwh: "0.8" },
        design: { ...runOfRiver, cap_pj_w: (inputs.capacity_kwh_per_interval * 1000 * 3600) / inputs.interval_s },
        periods: [
          {
            from: "2025-01-01",
            to: "2025-01-02",
            net_wh: (inputs.energy_kwh * 1000 * 86_400) / inputs.interval_s,
          },
        ],
      },
    ],
    figures: (outcomes) => {
      const warning = first(outcomes).warnings.find(({ rule }) => rule === "energy.over-nameplate");
      const percent = Number(/is ([\d.]+) % above/.exec(warning?.detail ?? "")?.[1]);
      return { over_capacity_pct: percent, verdict: warning === undefined ? "accepted" : "reject_or_flag" };
    },
  }),
  delayed_calibration: ({ inputs }) => ({
    requests: [
      {
        rulebook: acm,
        grid: { ef_cm_t_per_mwh: "0.8" },
        design: runOfRiver,
        periods: [
          {
            ...month,
            export_wh: mwh(inputs.export_mwh),
            import_wh: mwh(inputs.import_mwh),
            delayed_calibration: { mpe_pct: inputs.mpe_pct },
          },
        ],
      },
    ],
    figures: (outcomes) => {
      const { export_corrected_wh, import_corrected_wh } = traced(outcomes, "eg_facility").inputs;
      return {
        export_adj_mwh: tonnes(export_corrected_wh ?? undefined),
        import_adj_mwh: tonnes(import_corrected_wh ?? undefined),
        net_mwh: tonnes(periodOf(outcomes).eg_facility_wh),
      };
    },
  }),
  er_period_integer: ({ inputs }) => integerGrams(inputs),
  retrofit_sequence: ({ inputs }) => ({
    requests: [
      {
        rulebook: acm,
        grid: { ef_cm_g_per_mwh: inputs.ef_grid_g_per_mwh },
        design: retrofit(Array(5).fill(inputs.annual_baseline_mwh)),
        periods: inputs.net_mwh_sequence.map((net: number, i: number) => ({
          from: `2025-0${i + 1}-01`,
          to: `2025-0${i + 2}-01`,
          net_wh: mwh(net),
        })),
      },
    ],
    figures: (outcomes) => ({
      eg_pj_mwh_sequence: first(outcomes).periods.map(({ eg_pj_wh }) => tonnes(eg_pj_wh)),
      be_g_sequence: first(outcomes).periods.map(({ be_g }) => Number(be_g)),
    }),
  }),
  fossil_fuel: ({ inputs }) => ({
    requests: [{ coef_fuel_g_per_t: mwh(inputs.coef_t_per_t) }, { fuel: "diesel" }].map((fuel) => ({
      rulebook: acm,
      grid: { ef_cm_g_per_mwh: 0 },
      design: { ...runOfRiver, ...fuel },
      periods: [{ ...month, net_wh: 0, fuel_g: inputs.fuel_kg * 1000 }],
    })),
    figures: (outcomes) => {
      const [byFigure, byName] = outcomes.map((outcome) => answerOf(outcome).periods[0]?.pe_ff_g);
      return { pe_ff_kg: byFigure === byName ? Number(byFigure) / 1000 : undefined };
    },
  }),
  tool07_unit_ef: ({ inputs }) => ({
    requests: [
      {
        ...marginRequest({ w_om: 0.5 }),
        grid: { om: { method: "average", units: [{ eg_mwh: 1, ...inputs }] }, bm: 0, crediting_period: 1 },
      },
    ],
    figures: (outcomes) => ({ ef_el: Number(first(outcomes).factors.ef_om) }),
  }),
  tool07_om: ({ inputs }) => ({
    requests: [{ ...marginRequest({ w_om: 0.5 }), grid: { om: inputs, bm: "0", crediting_period: 1 } }],
    figures: (outcomes) => ({ ef_om: Number(first(outcomes).factors.ef_om) }),
  }),
  power_density: ({ inputs }) => powerDensity(inputs),
  pe_hp: ({ inputs }) => ({
    requests: [
      {
        rulebook: acm,
        grid: { ef_cm_g_per_mwh: 700_000 },
        design: {
          ...runOfRiver,
          reservoir: "single",
          cap_pj_w: inputs.pd_w_per_m2 * 1_000_000,
          a_pj_m2: 1_000_000,
        },
        periods: [{ ...month, net_wh: mwh(inputs.net_mwh), gross_wh: mwh(inputs.teg_gross_mwh) }],
      },
    ],
    figures: (outcomes) => ({ pe_hp_t: tonnes(periodOf(outcomes).pe_hp_g) }),
  }),
  sigma_historical: ({ inputs }) => ({
    requests: [
      {
        rulebook: acm,
        grid: { ef_cm_g_per_mwh: 700_000 },
        design: retrofit(inputs.annual_mwh),
        periods: [{ ...month, net_wh: 0 }],
      },
    ],
    figures: (outcomes) => {
      const { eg_historical_wh, sigma_historical_wh } = traced(outcomes, "eg_historical").result;
      return { mean_mwh: tonnes(eg_historical_wh), sigma_mwh: tonnes(sigma_historical_wh) };
    },
  }),
  eg_pj: ({ inputs }) => ({
    requests: [
      {
        rulebook: acm,
        grid: { ef_cm_g_per_mwh: 700_000 },
        // The history whose mean and spread the case names.
        design: retrofit([20_000, 22_000, 18_000, 21_000, 19_000]),
        periods: [{ from: "2025-01-01", to: "2026-01-01", net_wh: mwh(inputs.eg_facility_mwh) }],
      },
    ],
    figures: (outcomes) => ({ eg_pj_mwh: tonnes(periodOf(outcomes).eg_pj_wh) }),
  }),
  applicability: ({ inputs }) => ({
    requests: [
      {
        rulebook: acm,
        grid: { ef_cm_g_per_mwh: 700_000 },
        design: { ...retrofit(Array(inputs.history_years).fill(20_000)), project_type: inputs.type },
        periods: [{ ...month, net_wh: 0 }],
      },
    ],
    figures: ([outcome]) => ({ eligible: !(outcome && "rule" in outcome && outcome.rule === "applicability.history") }),
  }),
  over_credit: ({ inputs }) => ({
    requests: [inputs.ef_used, inputs.ef_correct].map((ef) => ({
      rulebook: acm,
      grid: { ef_cm_t_per_mwh: ef },
      design: runOfRiver,
      periods: [{ from: "2025-01-01", to: "2026-01-01", net_wh: mwh(inputs.eg_pj_mwh) }],
    })),
    figures: (outcomes) => {
      const [used, correct] = outcomes.map((outcome) => Number(answerOf(outcome).totals.er_t)) as [number, number];
      return { over_credit_t: used - correct, over_credit_pct: ((used - correct) / correct) * 100 };
    },
  }),
  issuance: ({ inputs }) => ({
    requests: [
      {
        rulebook: acm,
        grid: { ef_cm_t_per_mwh: "1" },
        design: runOfRiver,
        periods: inputs.er_t_sequence.map((er: number, i: number) => ({
          from: `2025-0${i + 1}-01`,
          to: `2025-0${i + 2}-01`,
          net_wh: mwh(er),
        })),
        issuance: { unit_g: 1_000_000 },
      },
    ],
    figures: (outcomes) => ({
      tokens_sequence: first(outcomes).periods.map(({ issued_units }) => Number(issued_units)),
      remainder_t: tonnes(first(outcomes).totals.carry_out_g),
    }),
  }),
};

/** The case as requests. A kind of case that nothing here knows fails its test. */
export function vectorRun(one: VectorCase): VectorRun {
  const run = runs[one.kind];
  if (run === undefined) throw new Error(`no request is made of cases of kind ${one.kind}`);
  return run(one);
}

/** The case's expectation and what was found, both as numbers within the case's tolerance, else unequal. */
export function misses(one: VectorCase, found: Record<string, unknown>): string[] {
  return Object.entries(one.expected).flatMap(([name, expected]) =>
    agree(expected, found[name], one.tolerance)
      ? []
      : [`${name}: ${JSON.stringify(found[name])}, not ${JSON.stringify(expected)}`],
  );
}

function agree(expected: unknown, found: unknown, tolerance: number): boolean {
  if (Array.isArray(expected)) {
    return (
      Array.isArray(found) &&
      found.length === expected.length &&
      expected.every((value, i) => agree(value, found[i], tolerance))
    );
  }
  if (typeof expected !== "number") return expected === found;
  return typeof found === "number" && Math.abs(found - expected) <= tolerance;
}
