import { z } from "zod";
import { chosenIdPattern } from "../kernel/ids.ts";
import { type Quantities, quantitiesSchema } from "./quantities.ts";
import { signatureSchema } from "./signature.ts";

/** Longest interval one reading may cover, seconds. Also bounds the look-back for overlaps. */
export const longestIntervalS = 86_400;

export const chosenIdSchema = z
  .string()
  .regex(chosenIdPattern, { error: "1-64 letters, digits, '.', '_' or '-', beginning with a letter or digit" });

/** ISO 8601 with an offset, or whole milliseconds since the Unix epoch. */
export const timestampSchema = z.union([z.iso.datetime({ offset: true }), z.int().min(0).max(8_640_000_000_000_000)], {
  error: "an ISO 8601 time with an offset (2026-05-01T12:00:00Z), or whole milliseconds since 1970",
});

/** Why history is filed. */
export const reasonSchema = z
  .string()
  .regex(/^[^\s\p{Cc}]\P{Cc}{0,499}$/u, { error: "1-500 characters on one line, not beginning with a blank" });

/** The body of the main call: one schema for REST, batch, MQTT and edge. */
export const telemetrySchema = z
  .strictObject({
    plant_id: chosenIdSchema.describe("The plant, as registered"),
    device_id: chosenIdSchema.describe("The device, as registered at this plant"),
    timestamp: timestampSchema
      .optional()
      .describe(
        "END of the interval (timestamp - interval_s, timestamp], with `T` and `Z` in capitals; absent: the time of receipt, never creditable",
      ),
    interval_s: z
      .int()
      .min(1)
      .max(longestIntervalS)
      .optional()
      .describe("Length of the interval in seconds; absent: an instantaneous reading"),
    device_seq: z
      .int()
      .min(0)
      .optional()
      .describe("The device's own counter, if it keeps one")
      .meta({ format: "int64" }),
    readings: quantitiesSchema,
    signature: signatureSchema(timestampSchema)
      .optional()
      .describe("By the device's own key, over the reading; needs timestamp and device_seq"),
    source: z
      .enum(["backfill"])
      .optional()
      .describe("`backfill`: history that an operator files, of any age; it stands in the record. Absent: live"),
    reason: reasonSchema.optional().describe("Why history is filed now; goes with `source` and into the record"),
  })
  .refine((body) => body.interval_s === undefined || body.timestamp !== undefined, {
    path: ["timestamp"],
    error: "interval_s needs a timestamp: the end of the interval",
  })
  .refine(
    ({ signature, timestamp, device_seq }) => !signature || (timestamp !== undefined && device_seq !== undefined),
    {
      path: ["signature"],
      error: "a signature needs timestamp and device_seq beside it: both are signed",
    },
  )

  .refine(({ source, reason }) => (source === undefined) === (reason === undefined), {
    path: ["reason"],
    error: "a backfill says why, in reason; a live reading has none",
  });

export type TelemetryBody = z.infer<typeof telemetrySchema>;

/** One metric of a reading, for devices that publish each by itself; its name stands beside it, in the topic. */
export const metricSchema = z.strictObject({
  value: z.number(),
  timestamp: timestampSchema.optional(),
  interval_s: z.int().min(1).max(longestIntervalS).optional(),
});

export type MetricBody = z.infer<typeof metricSchema>;

/** Milliseconds since the epoch of a wire timestamp that its schema took. */
export function timestampMs(timestamp: string | number): number {
  if (typeof timestamp === "number") return timestamp;
  const isUsual = timestamp.length === usualForm.length && timestamp.endsWith("Z") && !timestamp.startsWith("00");
  return isUsual ? usualMs(timestamp) : Date.parse(timestamp);
}

/** Of all that the schema takes, only times of this form have its length and end. */
const usualForm = "2026-05-01T12:00:00.000Z";

/** By its places, in a third of the time that reading any form takes. `Date.UTC` has its own idea of the years 0-99. */
function usualMs(text: string): number {
  const two = (at: number) => 10 * text.charCodeAt(at) + text.charCodeAt(at + 1) - 11 * zero;
  const ms = 10 * two(20) + text.charCodeAt(22) - zero;
  return Date.UTC(100 * two(0) + two(2), two(5) - 1, two(8), two(11), two(14), two(17), ms);
}

const zero = "0".charCodeAt(0);

/** What a reading is once its times are settled. */
export type Reading = {
  readonly plantId: string;
  readonly deviceId: string;
  /** End of the interval, or the instant. Milliseconds since the epoch. */
  readonly endMs: number;
  /** Undefined: an instantaneous reading. */
  readonly intervalS: number | undefined;
  /** False: the gateway's time of receipt stands in for a timestamp that was not sent. */
  readonly timed: boolean;
  readonly deviceSeq: number | undefined;
  readonly quantities: Quantities;
};
