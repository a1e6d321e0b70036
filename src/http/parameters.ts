import { z } from "@hono/zod-openapi";
import { timestampMs, timestampSchema } from "../hydropower/reading.ts";
import { earliestMs, latestMs } from "../kernel/time.ts";
import { effectiveStatuses } from "../telemetry/review-rules.ts";
import { statuses } from "./schemas.ts";

/** Query parameters. They arrive as text, or as a list when repeated; each schema gives what a handler needs. */

/** An instant as milliseconds since the epoch. An unescaped `+` of an offset arrives as a space and is meant as one. */
export const timeParameter = (description: string, example = "2026-05-01T00:00:00Z") =>
  z
    .string()
    .transform((text, context) => {
      const value = /^\d{1,16}$/.test(text) ? Number(text) : text.replace(" ", "+");
      const parsed = timestampSchema.safeParse(value);
      const ms = parsed.success ? timestampMs(parsed.data) : Number.NaN;
      if (ms >= earliestMs && ms <= latestMs) return ms;
      context.addIssue(
        "an ISO 8601 time with an offset (2026-05-01T12:00:00Z), or whole milliseconds since 1970, in the years 1 to 9999",
      );
      return z.NEVER;
    })
    .openapi({
      type: "string",
      description: `${description}. ISO 8601 or milliseconds.`,
      example,
    });

/** The end of a span: its example lies behind that of its begin, so that both may be sent together. */
export const endParameter = (description: string) => timeParameter(description, "2026-05-02T00:00:00Z");

/** Some of the known words, repeated or with commas between them. */
export const someOf = <const S extends string>(known: readonly S[], description: string, example: readonly S[]) =>
  z
    .union([z.string(), z.array(z.string())])
    .transform((given, context) => {
      const wanted = [...new Set([given].flat().flatMap((text) => text.split(",")))];
      if (wanted.every((one): one is S => (known as readonly string[]).includes(one))) return wanted;
      context.addIssue(`one or more of ${known.join(", ")}, repeated or separated by commas`);
      return z.NEVER;
    })
    .openapi({
      type: "array",
      items: { type: "string", enum: [...known] },
      description: `${description}; repeated or separated by commas`,
      example: [...example],
    });

export const statusParameter = someOf(statuses, "Only these verdicts", ["FLAGGED", "REJECTED"]);

export const effectiveStatusParameter = (description: string) =>
  someOf(effectiveStatuses, description, ["FLAGGED", "REOPENED"]);

export const cursorParameter = z.string().min(1).max(200).describe("`next_cursor` of the page before, unchanged");

export const wholeNumber = (least: number, most: number) =>
  z.string().transform((text, context) => {
    const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    context.addIssue(`a whole number from ${least} to ${most}`);
    return z.NEVER;
  });

export const limitParameter = wholeNumber(1, 1000).default(100).openapi({
  type: "integer",
  minimum: 1,
  maximum: 1000,
  default: 100,
  description: "Most items on a page",
  example: 100,
});

export const seqParameter = (description: string) =>
  wholeNumber(1, Number.MAX_SAFE_INTEGER).openapi({
    type: "integer",
    format: "int64",
    minimum: 1,
    maximum: Number.MAX_SAFE_INTEGER,
    description,
    example: 1,
  });

export const treeSizeParameter = (description: string, example: number) =>
  wholeNumber(0, Number.MAX_SAFE_INTEGER).openapi({
    type: "integer",
    format: "int64",
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
    description,
    example,
  });
