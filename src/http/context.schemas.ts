import { z } from "@hono/zod-openapi";

const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** What of the plant's surroundings stands in a record. */
export const recordedContext = z
  .object({
    policy: z.object({ id: z.string(), hash: z.string() }).describe("How much it may cost"),
    observations: z.array(
      z.object({
        kind: z.string().describe("river_flow_m3s or air_temperature_mean_c"),
        value: z.number(),
        source: z.string(),
        observed_at: z.iso.datetime(),
        sha256: hash.describe("Of the table or the answer that it was taken from"),
      }),
    ),
  })
  .describe("What others measured around the plant: the verdict took it as a hint")
  .meta({ id: "RecordedContext" });
