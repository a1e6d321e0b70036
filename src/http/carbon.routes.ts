import { z } from "@hono/zod-openapi";
import { calculateCarbon, calculationSchema } from "../issuance/calculation.ts";
import { json } from "./answers.ts";
import * as examples from "./carbon.examples.ts";
import { bodyFailures, failures, keyFailures, type Operation, secured } from "./operation.ts";
import { digits } from "./schemas.ts";

const decimal = z.string().regex(/^-?\d+(\.\d+)?$/);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const figures = z.record(z.string(), z.string().nullable());

const sums = {
  eg_facility_wh: digits.describe("Net generation, Wh, after corrections"),
  eg_pj_wh: digits.describe("Net generation that counts, Wh"),
  be_g: digits.describe("Baseline emissions, g, rounded down"),
  pe_hp_g: digits.describe("Project emissions of reservoirs, g, rounded up"),
  pe_ff_g: digits.describe("Project emissions of fossil fuel, g, rounded up"),
  le_g: digits.describe("Leakage, g, rounded up"),
  er_g: digits.describe("Emission reduction, g; a negative one is a deficit"),
  er_t: decimal.describe("The same in tonnes"),
  issued_units: digits.describe("Whole units, rounded down; never negative"),
  carry_out_g: digits.describe("Remainder below one unit, or the deficit that is left, g"),
};

const traceStep = z.object({
  name: z.string(),
  equation: z.string(),
  clause: z.string(),
  inputs: figures,
  result: figures,
  rounding: z.enum(["exact", "floor", "ceil"]),
});

const answerSchema = z
  .object({
    label: z.literal("unverified estimate"),
    rulebook: z.object({ id: z.string(), hash }),
    factors: z.object({
      ef_om: decimal.nullable().describe("tCO2/MWh; null where only a combined margin was given, as are the weights"),
      ef_bm: decimal.nullable(),
      w_om: decimal.nullable(),
      w_bm: decimal.nullable(),
      ef_cm_g_per_mwh: digits.describe("Combined margin, rounded down to the gram"),
      hash: hash.describe("Of the factor table, or of the figures the request gave"),
      table: z.string().nullable(),
      year: z.string().nullable(),
      cm_published: decimal.nullable().describe("The table's own combined margin, for comparison"),
    }),
    power_density_w_per_m2: decimal.nullable().describe("Null where no reservoir is new or larger"),
    eligible: z.literal(true).describe("What is not eligible is a 422 with `rule` and `clause`"),
    periods: z.array(
      z.object({
        from: z.iso.date(),
        to: z.iso.date(),
        vintage: z.int(),
        ...sums,
        carry_in_g: digits,
        trace: z.array(traceStep).describe("Each equation with its clause, inputs and result"),
      }),
    ),
    totals: z.object({
      ...sums,
      unit_g: digits,
      issued_g: digits,
      left_behind_g: digits.describe("Remainders that stayed with vintages that ended, g"),
      vintages: z.array(
        z.object({
          vintage: z.int(),
          carry_in_g: digits,
          er_g: digits,
          issued_units: digits,
          carry_out_g: digits,
        }),
      ),
      ex_ante: z
        .object({ days: z.int(), expected_er_g: digits, expected_er_t: decimal, over_percent: decimal })
        .nullable(),
    }),
    warnings: z.array(z.object({ rule: z.string(), pointer: z.string(), detail: z.string() })),
  })
  .meta({ id: "CarbonCalculation" });

const postCalculation = secured(
  {
    method: "post",
    path: "/api/v1/carbon/calculations",
    operationId: "calculateCarbon",
    tags: ["Carbon"],
    summary: "Compute emission reductions",
    description: `Stateless: the answer follows from the request, the rulebook and the factor table it names alone, and nothing is stored. The same code closes monitoring periods; \`npm run audit -- carbon FILE\` gives the same bytes offline.

**Rulebooks:** \`acm0002-v22.0\`, \`ams-i.d-v18\`, \`vmr0017-v1.0\`. **Grid factor:** a table (the gateway's, or one of your own: \`POST /api/v1/carbon/grid-tables\`) and year, two margins, a combined margin, or the grid's units (TOOL07).

**Numbers** may be digits in strings, or JSON numbers that are exact: whole numbers up to 2^53, factors of at most six decimals. Nothing is computed in binary floats.

**Refused, never zero:** a design the rulebook does not apply to, an unknown register, factor cell, rulebook or year answers 422 with \`rule\`, \`clause\` and the field in \`errors\`. Whatever this computes is an unverified estimate until a verifier has signed its period.`,
    request: {
      body: {
        required: true,
        content: {
          "application/json": {
            schema: calculationSchema.meta({ id: "CarbonCalculationRequest" }),
            examples: {
              greenfield: { summary: "One month of a new run-of-river plant", value: examples.greenfield },
              retrofit: { summary: "A retrofit above its annual baseline", value: examples.retrofit },
            },
          },
        },
      },
    },
    responses: {
      200: {
        description: "Computed, with every equation as it was applied",
        content: { "application/json": { schema: answerSchema, example: examples.greenfieldAnswer } },
      },
      ...failures(...bodyFailures, "rule-violated", ...keyFailures),
    },
  },
  async (deps, { c, actor, body }) => json(c, await calculateCarbon(deps, actor, body)),
);

export const carbonOperations: readonly Operation[] = [postCalculation];
