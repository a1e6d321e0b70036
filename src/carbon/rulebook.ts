import { z } from "zod";
import { contentHash, type Json } from "../kernel/canonical.ts";
import { millionths } from "./decimal.ts";
import acm0002 from "./rulebooks/acm0002-v22.0.json" with { type: "json" };

/** A decimal in text, at most six decimals: read exactly, as millionths. */
export const decimalSchema = z
  .string()
  .regex(/^\d{1,6}(\.\d{1,6})?$/, { error: "a decimal with at most six decimals" });

const weightsSchema = z
  .strictObject({ om: decimalSchema, bm: decimalSchema })
  .refine(({ om, bm }) => millionths(om) + millionths(bm) === 1_000_000n, { error: "weights must add up to 1" });

const rulebookSchema = z.strictObject({
  id: z.string().min(1),
  title: z.string().min(1),
  margin_weights: z.strictObject({
    clause: z.string().min(1),
    first_period: weightsSchema,
    later_periods: weightsSchema,
  }),
  baseline: z.strictObject({ clause: z.string().min(1), rounding: z.literal("floor") }),
});

/** Shares of operating and build margin, as the rulebook writes them. */
export type MarginWeights = z.infer<typeof weightsSchema>;

/** One edition of a methodology, as data. */
export type Rulebook = z.infer<typeof rulebookSchema> & { readonly hash: string };

/**
 * Checks a rulebook file and takes its content hash.
 *
 * @throws ZodError when it has the wrong form or its weights do not add up to 1.
 */
export function loadRulebook(json: unknown): Rulebook {
  return { ...rulebookSchema.parse(json), hash: contentHash(json as Json) };
}

export const acm0002V22: Rulebook = loadRulebook(acm0002);
