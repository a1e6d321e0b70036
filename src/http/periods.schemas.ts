import { z } from "@hono/zod-openapi";
import { chosenIdSchema } from "../hydropower/reading.ts";
import { closingFactsSchema, projectDesignSchema } from "../issuance/design-schema.ts";
import { claims, states } from "../issuance/lifecycle.ts";
import { nextCursor } from "./pages.ts";
import { programmesSchema } from "./programmes.schemas.ts";
import { withReadOnly } from "./read-only.ts";
import { digits, recordId } from "./schemas.ts";

/** Schemas of designs, periods and statements on the wire. */

export const decimal = z.string().regex(/^-?\d+(\.\d+)?$/);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const day = z.iso.date();
const instant = z.iso.datetime();

export const periodId = z
  .string()
  .regex(/^per_[0-9a-hjkmnp-tv-z]{26}$/)
  .meta({ id: "PeriodId", example: "per_5f2rkq0v9c8hxw3n7d1ytbgm4e" });

export const plantParams = z.object({ plant_id: chosenIdSchema.meta({ example: "PLANT-HP-001" }) });
export const periodParams = plantParams.extend({ period_id: periodId });
export const statementParams = periodParams.extend({
  statement_no: z
    .string()
    .regex(/^[1-9]\d{0,5}$/)
    .transform(Number)
    .openapi({ type: "integer", minimum: 1, example: 1 }),
});

export const factsBody = closingFactsSchema.meta({ id: "ClosingFacts" });
export const amendmentBody = closingFactsSchema
  .extend({ reason: z.string().trim().min(1).max(1000).describe("Why it is stated anew; part of the statement") })
  .meta({ id: "PeriodAmendment" });

const creditingSpan = z.object({ number: z.int().min(1).max(3), from: day, to: day });

export const registeredDesignSchema = z
  .object({
    plant_id: chosenIdSchema,
    version: z.int().min(1),
    record_id: recordId,
    commitment: hash.describe("Of the record that holds this version, hex"),
    created_at: instant,
    eligible: z.literal(true).describe("What is not eligible is a 422 with `rule` and `clause`"),
    power_density_w_per_m2: decimal.nullable().describe("Null where no reservoir is new or larger"),
    reservoir_emissions: z.boolean().describe("True: gross generation must be metered"),
    crediting_period: creditingSpan.nullable().describe("The one that runs today; null before and after them all"),
    ...projectDesignSchema.shape,
  })
  .meta({ id: "RegisteredDesign" });

export const designReplacementBody = withReadOnly(
  projectDesignSchema,
  registeredDesignSchema,
  "ProjectDesignReplacement",
);

export const openPeriodBody = z
  .strictObject({ from: day.describe("First local day"), to: day.describe("First local day after the period") })
  .meta({ id: "PeriodDays" });

export const periodSchema = z
  .object({
    period_id: periodId,
    plant_id: chosenIdSchema,
    from: day,
    to: day.describe("First local day after the period"),
    time_zone: z.string(),
    from_at: instant.describe("Local midnight of `from`"),
    to_at: instant.describe("Local midnight of `to`"),
    status: z.enum(["open", "closed"]),
    opened_at: instant,
    statements: z.array(
      z.object({
        statement_no: z.int().min(1),
        label: z.enum(claims).describe("What its figures may be called, and nothing stronger"),
        record_id: recordId,
        seq: z.int().describe("Place in the plant's chain"),
        commitment: hash,
        er_g: digits,
        er_t: decimal,
        issued_units: digits.describe("Whole units it states for issuance; `label` says whether they are issued"),
        taken_back_g: digits.describe("Of these: stated by an earlier statement of the period, and taken back"),
        carry_out_g: digits,
        created_at: instant,
        issuance: z
          .object({ issuance_id: z.string(), state: z.enum(states) })
          .nullable()
          .describe("The newest request to issue it"),
        links: z.object({ statement: z.string(), record: z.string(), proof: z.string() }),
      }),
    ),
    programmes: programmesSchema,
  })
  .meta({ id: "Period" });

export const periodPageSchema = z
  .object({ items: z.array(periodSchema), next_cursor: nextCursor })
  .meta({ id: "PeriodList" });

const statedIssuance = z
  .object({
    unit_g: digits,
    remainder_before_g: digits.describe("Left of this vintage below one unit, g"),
    deficit_before_g: digits.describe("Owed from negative results, g"),
    already_counted_g: digits.describe("Of the statement it amends, g"),
    taken_back_g: digits.optional().describe("What that one had stated and nobody has minted, g; from v 2 on"),
    issued_units: digits.describe("Whole units that this statement adds"),
    carry_out_g: digits,
  })
  .meta({ id: "StatedIssuance" });

const figures = z.record(z.string(), z.string().nullable());
const figure = z.object({
  equation: z.string(),
  clause: z.string(),
  inputs: figures,
  result: figures,
  rounding: z.enum(["exact", "floor", "ceil"]),
});

const registerAhead = z.object({ nameplate_wh: digits, power_wh: digits, gaps: digits }).meta({ id: "RegisterAhead" });

export const statementSchema = z
  .object({
    v: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)]),
    label: z.string().describe("As it was made: whether it was verified or issued since is told with its period"),
    plant_id: chosenIdSchema,
    period: z.object({
      period_id: periodId,
      from: day,
      to: day,
      time_zone: z.string(),
      from_at: instant,
      to_at: instant,
      vintage: z.int(),
      crediting_period: creditingSpan,
    }),
    statement_no: z.int().min(1),
    amends: z.object({ statement_no: z.int(), record_id: recordId, commitment: hash }).nullable(),
    reason: z.string().nullable(),
    design: z.object({ version: z.int(), record_id: recordId, commitment: hash }),
    rulebook: z.object({ id: z.string(), hash }),
    factor: z.object({
      ef_om: decimal.nullable(),
      ef_bm: decimal.nullable(),
      w_om: decimal.nullable(),
      w_bm: decimal.nullable(),
      ef_cm_g_per_mwh: digits,
      table: z.string().nullable(),
      year: z.string().nullable(),
      hash,
    }),
    records: z.object({
      of: z.string().describe("Which readings are in the set"),
      head_seq: z.int().describe("The chain's head at closing: nothing accepted later was looked at"),
      head_commitment: hash,
      log_size: digits.describe("Leaves in the log at closing"),
      assessment_sha256: hash.describe("SHA-256 of what the assessment remembered of the plant's devices at closing"),
      count: z.int(),
      sha256: hash.describe("SHA-256 over the commitments of the set in sorted order, 32 bytes each"),
    }),
    eg_facility_wh: digits.describe("Net generation, Wh"),
    eg_pj_wh: digits.describe("Net generation that counts, Wh"),
    be_g: digits.describe("Baseline emissions, g, rounded down"),
    pe_hp_g: digits.describe("Project emissions of reservoirs, g, rounded up"),
    pe_ff_g: digits.describe("Project emissions of fossil fuel, g, rounded up"),
    le_g: digits.describe("Leakage, g, rounded up"),
    er_g: digits.describe("Emission reduction, g; a negative one is a deficit"),
    er_t: decimal,
    figures: z.record(z.string(), figure).describe("Each equation with its clause, inputs and result"),
    issuance: statedIssuance,
    carried_in: z.object({
      year_to_date_net_wh: digits.nullable(),
      trusted_export_wh: z.record(z.string(), digits),
      register_ahead: z
        .record(z.string(), registerAhead)
        .optional()
        .describe("What each meter's register was ahead by where the period before ended, Wh; from v 4 on"),
    }),
    facts: z.looseObject({}).describe("What the operator stated at closing"),
    cross_check: z.object({ source: z.string(), net_wh: digits }).nullable(),
    meters: z.array(z.looseObject({ device_id: z.string() })),
    warnings: z.array(z.object({ rule: z.string(), pointer: z.string(), detail: z.string() })),
    calculation: z.looseObject({}).describe("What POST /api/v1/carbon/calculations gives the same figures for"),
  })
  .meta({ id: "PeriodStatement" });

export const statedSchema = z
  .object({
    period: periodSchema,
    statements: z.array(statementSchema).min(1).describe("Made by this call, the period's own first"),
  })
  .meta({ id: "Stated" });

export const recomputationSchema = z
  .object({ statement_no: z.int(), equal: z.boolean(), stored_sha256: hash, sha256: hash })
  .meta({ id: "Recomputation" });
