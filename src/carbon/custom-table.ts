import { z } from "zod";
import { contentHash, type Json } from "../kernel/canonical.ts";
import { millionths, textFromMillionths } from "./decimal.ts";
import { type FactorTable, factorTables, firstYear, tableSchema } from "./factors.ts";
import { decimalWire } from "./wire-numbers.ts";

/** No fuel gives more, tCO2/MWh, in millionths: a figure above it is in another unit. */
const mostMillionths = 3_000_000n;

const margin = decimalWire
  .refine((text) => millionths(text) <= mostMillionths, {
    error: "tCO2/MWh, at most 3: a larger figure is in another unit",
  })
  // 0.5, "0.5" and "0.500" are one figure.
  .transform((text) => textFromMillionths(millionths(text)));
const optionalMargin = margin.nullable().default(null);

const customYear = z.strictObject({
  year: z
    .string()
    .regex(/^\d{4}(-\d{2})?$/, { error: "a fiscal year such as 2024-25, or a calendar year" })
    .refine((year) => year.length === 4 || (firstYear(year) + 1) % 100 === Number(year.slice(5)), {
      error: "a fiscal year names the year it begins in and the next one, such as 2024-25",
    }),
  om: margin.nullable().describe("Operating margin, tCO2/MWh; null: not published, and what needs it is refused"),
  bm: margin.nullable().describe("Build margin, tCO2/MWh; null: not published"),
  cm_published: optionalMargin.describe("The publisher's combined margin, for comparison only"),
  weighted_average: optionalMargin.describe("For comparison only"),
});

/** A table of the caller's own, as uploaded: it must also say for which energy it holds. */
export const customTableSchema = tableSchema
  .extend({
    published: z
      .string()
      .regex(/^\d{4}-(0[1-9]|1[0-2])$/, { error: "a year and month, such as 2025-12" })
      .describe("When its source was published"),
    source: z.string().trim().min(1).max(1000).describe("Where the figures stand, so that a verifier finds them"),
    years: z
      .array(customYear)
      .min(1)
      .max(100)
      .refine(
        (years) => years.every(({ year }, i) => i === 0 || firstYear(year) === firstYear(years[i - 1]?.year) + 1),
        {
          error: "years that follow each other",
        },
      ),
    valid_from: z.iso.date().describe("First local day of generation it may serve for"),
    valid_until: z.iso.date().describe("First local day it may no longer serve for"),
  })
  .refine(({ valid_from, valid_until }) => valid_from < valid_until, {
    path: ["valid_until"],
    error: "a day after valid_from",
  })
  .refine(({ id }) => !id.startsWith("cea-") && !factorTables.has(id), {
    path: ["id"],
    error: "another id: the gateway's own tables have this one, and all that begin with cea-",
  });

/** A checked upload: factors are decimal text, what was left out is null. */
export type CustomTable = z.output<typeof customTableSchema>;

/** A checked upload with its content hash. Its validity is kept and held against every period. */
export function customTable(upload: CustomTable): FactorTable {
  const { valid_from: from, valid_until: until, ...table } = upload;
  return { ...table, hash: contentHash(upload as Json), valid: { from, until } };
}

/**
 * A custom table from JSON. However its figures are written, text or numbers, the hash is the same.
 *
 * @throws ZodError when it has the wrong form.
 */
export function loadCustomTable(json: unknown): FactorTable {
  return customTable(customTableSchema.parse(json));
}
