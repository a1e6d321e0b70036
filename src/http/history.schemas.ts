import { z } from "@hono/zod-openapi";
import { resolutions } from "../monitoring/rollup-levels.ts";
import { effectiveStatus, recordId } from "./schemas.ts";

/** Schemas of series and newest values. */

const behind = z
  .int()
  .describe("Accepted records that are not in here: 0, but while the gateway catches up with very many");

const pointSchema = z.object({
  timestamp: z.iso.datetime().describe("End of the bucket, which belongs to it"),
  avg: z.number().nullable().describe("Null where every reading of the bucket was rejected, as are the next three"),
  min: z.number().nullable(),
  max: z.number().nullable(),
  last: z.number().nullable(),
  count: z.int().describe("Readings in these values"),
  quality: z.object({
    approved: z.int(),
    flagged: z.int().describe("A verifier has them"),
    rejected: z.int(),
    approved_share: z.number().describe("0-1, four decimals"),
  }),
});

export const seriesSchema = z
  .object({
    plant_id: z.string(),
    metric: z.string(),
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    resolution: z.enum(resolutions),
    interval_s: z.int().nullable().describe("Width of the buckets; null: readings themselves"),
    devices: z.array(
      z.object({
        device_id: z.string(),
        buckets: z.int().describe("Buckets in the span, before any were left out"),
        points: z.array(pointSchema),
      }),
    ),
    behind,
  })
  .meta({ id: "Series" });

export const latestSchema = z
  .object({
    plant_id: z.string(),
    devices: z.array(
      z.object({
        device_id: z.string(),
        newest_sample: z
          .object({
            timestamp: z.iso.datetime(),
            interval_s: z.int().min(1),
            received_at: z.iso.datetime(),
            readings: z.record(z.string(), z.number()),
          })
          .optional()
          .describe("Newer than every value below; it has no verdict before its record is made")
          .meta({ id: "NewestSample" }),
        values: z.record(
          z.string(),
          z.object({
            value: z.number(),
            timestamp: z.iso.datetime(),
            received_at: z.iso.datetime(),
            record_id: recordId,
            effective_status: effectiveStatus,
          }),
        ),
      }),
    ),
    behind,
  })
  .meta({ id: "LatestValues" });
