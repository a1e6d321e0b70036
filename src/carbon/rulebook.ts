import { z } from "zod";
import { contentHash, type Json } from "../kernel/canonical.ts";
import { millionths } from "./decimal.ts";
import acm0002 from "./rulebooks/acm0002-v22.0.json" with { type: "json" };
import amsID from "./rulebooks/ams-i.d-v18.json" with { type: "json" };
import vmr0017 from "./rulebooks/vmr0017-v1.0.json" with { type: "json" };

/** A decimal in text, at most six decimals: read exactly, as millionths. */
export const decimalSchema = z
  .string()
  .regex(/^\d{1,6}(\.\d{1,6})?$/, { error: "a decimal with at most six decimals" });

export const technologies = ["hydro", "wind", "solar"] as const;
export type Technology = (typeof technologies)[number];

const wholeSchema = z.string().regex(/^\d{1,15}$/, { error: "a whole number in digits" });
const clause = z.string().min(1);
/** Every value stands beside the clause it comes from and the key of the source it was read in. */
const cited = { clause, source: z.string().min(1) };

const weightsSchema = z
  .strictObject({ om: decimalSchema, bm: decimalSchema })
  .refine(({ om, bm }) => millionths(om) + millionths(bm) === 1_000_000n, { error: "weights must add up to 1" });
const weightsOfPeriods = z.tuple([weightsSchema, weightsSchema, weightsSchema]);

const equationNames = [
  "eg_facility",
  "eg_pj_greenfield",
  "eg_pj_existing",
  "eg_historical",
  "combined_margin",
  "be",
  "pe_hp",
  "pe_ff",
  "le",
  "er",
  "power_density",
] as const;
export type EquationName = (typeof equationNames)[number];

const technologyList = z.array(z.enum(technologies)).min(1);

const applicabilitySchema = z.strictObject({
  power_density: z.strictObject({ ...cited, above_w_per_m2: wholeSchema }),
  low_density_plants: z.strictObject({
    ...cited,
    capacity_at_most_w: wholeSchema,
    share_below_percent: wholeSchema,
  }),
  history: z.strictObject({ ...cited, at_least_years: z.int().min(2) }),
  capacity: z
    .strictObject({
      ...cited,
      at_most_w: wholeSchema,
      of_addition: z.enum(["added", "installed"]),
      technologies: technologyList,
    })
    .nullable(),
  countries: z.strictObject({ ...cited, list: z.string().min(1), technologies: technologyList }).nullable(),
});

const creditingKinds = ["7x3", "10", "5x3"] as const;
export type CreditingKind = (typeof creditingKinds)[number];

const rulebookSchema = z.strictObject({
  id: z.string().min(1),
  title: z.string().min(1),
  publisher: z.string().min(1),
  sources: z.record(z.string(), z.string().min(1)),
  margin_weights: z.strictObject({
    ...cited,
    hydro: weightsOfPeriods,
    wind: weightsOfPeriods,
    solar: weightsOfPeriods,
  }),
  operating_margin: z.strictObject({ ...cited, low_cost_must_run_below_percent: wholeSchema }),
  build_margin: z.strictObject({
    ...cited,
    newest_units: z.int().min(1),
    newest_share_percent: wholeSchema,
    oldest_years: z.int().min(1),
    registered_units: z.enum(["left_out", "counted"]),
  }),
  crediting: z.strictObject({
    ...cited,
    kinds: z
      .array(z.strictObject({ kind: z.enum(creditingKinds), years: z.int().min(1), periods: z.int().min(1).max(3) }))
      .min(1),
  }),
  applicability: applicabilitySchema,
  reservoir_emissions: z.strictObject({
    ...cited,
    factor_g_per_mwh: wholeSchema,
    none_above_w_per_m2: wholeSchema,
  }),
  fuels: z.strictObject({
    ...cited,
    diesel: z.strictObject({ ncv_gj_per_t: decimalSchema, ef_co2_t_per_gj: decimalSchema }),
  }),
  leakage: z.strictObject({
    ...cited,
    embodied_g_per_mwh: z.strictObject({ hydro: wholeSchema, wind: wholeSchema, solar: wholeSchema }).nullable(),
  }),
  equations: z.record(z.enum(equationNames), z.strictObject({ ...cited, text: z.string().min(1) })),
  rounding: z.strictObject({
    ...cited,
    combined_margin: z.literal("floor"),
    baseline_emissions: z.literal("floor"),
    project_emissions: z.literal("ceil"),
    leakage: z.literal("ceil"),
    historical_generation: z.literal("ceil"),
    issuance: z.literal("floor"),
  }),
});

/** Shares of operating and build margin, as the rulebook writes them. */
export type MarginWeights = z.infer<typeof weightsSchema>;

/** One edition of a methodology, as data: no number of it stands in code. */
export type Rulebook = z.infer<typeof rulebookSchema> & { readonly hash: string };

/**
 * Checks a rulebook file and takes its content hash.
 *
 * @throws ZodError when it has the wrong form, weights do not add up to 1, or a value names no known source.
 */
export function loadRulebook(json: unknown): Rulebook {
  const rulebook = rulebookSchema
    .refine((book) => sourcesNamed(book).every((source) => source in book.sources), {
      error: "every source must be one of sources",
    })
    .parse(json);
  return { ...rulebook, hash: contentHash(json as Json) };
}

function sourcesNamed(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    name === "source" ? [String(member)] : name === "sources" ? [] : sourcesNamed(member),
  );
}

export const acm0002V22: Rulebook = loadRulebook(acm0002);

/** The rulebooks the gateway ships, by id. */
export const rulebooks: ReadonlyMap<string, Rulebook> = new Map(
  [acm0002V22, loadRulebook(amsID), loadRulebook(vmr0017)].map((rulebook) => [rulebook.id, rulebook]),
);

/** A crediting period: first, second or third. */
export type CreditingPeriod = 1 | 2 | 3;

/** The shares of operating and build margin for a technology in one of its crediting periods. */
export function marginWeights(rulebook: Rulebook, technology: Technology, period: CreditingPeriod): MarginWeights {
  const [first, second, third] = rulebook.margin_weights[technology];
  return period === 1 ? first : period === 2 ? second : third;
}
