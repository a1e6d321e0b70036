import { z } from "@hono/zod-openapi";
import { chosenIdSchema } from "../hydropower/reading.ts";
import { recordId, slotSchema } from "./schemas.ts";

/** Samples on the wire: readings shorter than the accounting interval of their plant. */

/** A sample answers in a form of its own: whoever knows of records only is never given one for the other. */
export const sampleType = "application/vnd.hydro-mrv.sample+json";

const time = z.iso.datetime();
const hash = z.string().regex(/^[0-9a-f]{64}$/);

const sampleFacts = {
  timestamp: time.describe("END of its interval"),
  interval_s: z.int().min(1),
  sha256: hash.describe("Of its canonical (RFC 8785) bytes: GET /api/v1/records/{id}/samples gives them"),
  slot: slotSchema.describe("The accounting interval (from, to] that it lies in"),
  record_id: recordId.nullable().describe("The record it went into; null: none was made of it yet"),
};

export const sampleSchema = z
  .object({
    kind: z.literal("sample"),
    plant_id: chosenIdSchema,
    device_id: chosenIdSchema,
    received_at: time,
    ...sampleFacts,
    duplicate: z.boolean().describe("True: this call repeated a sample that was kept"),
    notice: z.string().describe("What it is not"),
    links: z.object({ record: z.string().nullable() }),
  })
  .describe("A reading that its plant's accounting interval makes a sample: durable, and without a verdict of its own")
  .meta({ id: "Sample" });

export const batchSampleSchema = z.object({ ...sampleFacts, duplicate: z.boolean() }).meta({ id: "BatchSample" });

export const samplePageSchema = z
  .object({
    record_id: recordId,
    count: z.int().min(1).describe("Samples of the record: leaves of the tree"),
    root: hash.describe("As the record says it"),
    items: z.array(
      z
        .object({
          index: z.int().min(0).describe("Place in the tree"),
          sample: z.string().describe("Its canonical bytes, as they are hashed: UTF-8 of this text"),
          sha256: hash,
          path: z.array(hash).describe("Inclusion path to the root (RFC 9162, 2.1.3.2), from the leaf's sibling up"),
          evidence: z
            .string()
            .optional()
            .describe("Of a signed sample: what its device signed, as `signature.sha256` names it"),
        })
        .meta({ id: "RecordSample" }),
    ),
    next_cursor: z.string().nullable().describe("Null on the last page"),
  })
  .meta({ id: "SamplePage" });
