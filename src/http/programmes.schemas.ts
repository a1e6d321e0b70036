import { z } from "@hono/zod-openapi";

const hash = z.string().regex(/^[0-9a-f]{64}$/);

export const programmesSchema = z
  .object({
    list: z.object({ id: z.string(), as_of: z.iso.date(), hash, source: z.string() }),
    notes: z.array(
      z.object({
        programme: z.string(),
        standing: z.enum(["closed", "candidate", "unconfirmed"]),
        note: z.string(),
        clause: z.string().nullable(),
      }),
    ),
  })
  .describe("What is known of programmes for the plant's country and size: nothing here is accepted by any of them")
  .meta({ id: "ProgrammeNotes" });
