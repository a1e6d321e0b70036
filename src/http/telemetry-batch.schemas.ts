import { z } from "@hono/zod-openapi";
import { batchSampleSchema } from "./samples.schemas.ts";
import { problemSchema, recordId, statuses, telemetryBody } from "./schemas.ts";

export const telemetryBatchBody = z
  .array(telemetryBody)
  .max(10_000)
  .describe("Readings in the order in which they are to be judged")
  .meta({ id: "TelemetryBatch" });

const index = z.int().min(0).describe("Place in the batch, from 0");

const recorded = {
  index,
  record_id: recordId,
  seq: z.int().min(1).describe("Place in the plant's chain"),
  status: z.enum(statuses),
  trust_score: z.number().min(0).max(1),
  reasons: z
    .array(z.object({ layer: z.string(), rule: z.string(), effect: z.string(), detail: z.string() }))
    .optional()
    .describe("Of a reading that is not approved: what speaks against it"),
};

export const batchItemSchema = z
  .union([
    z.object({ ...recorded, result: z.literal("accepted") }).meta({ id: "BatchItemAccepted" }),
    z
      .object({
        ...recorded,
        result: z.literal("duplicate").describe("It was on record: this is that record"),
        replayed: z.literal(true).optional().describe("Known by the batch's `Idempotency-Key`"),
      })
      .meta({ id: "BatchItemDuplicate" }),
    z
      .object({
        index,
        result: z.literal("sample").describe("Kept, of a plant with an `accounting` interval: its record is to come"),
        sample: batchSampleSchema,
        replayed: z.literal(true).optional(),
      })
      .meta({ id: "BatchItemSample" }),
    z
      .object({
        index,
        result: z.literal("refused").describe("Nothing of it was stored"),
        problem: problemSchema.partial({ instance: true }).meta({ id: "BatchItemProblem" }),
      })
      .meta({ id: "BatchItemRefused" }),
  ])
  .meta({ id: "BatchItem" });

export const batchTotalsSchema = z
  .object({
    received: z.int().min(0),
    accepted: z.int().min(0),
    duplicates: z.int().min(0),
    refused: z.int().min(0),
    samples: z.int().min(1).optional().describe("Of those accepted; absent where none is one"),
    verdicts: z
      .object({ APPROVED: z.int().min(0), FLAGGED: z.int().min(0), REJECTED: z.int().min(0) })
      .describe("Of those accepted"),
  })
  .meta({ id: "BatchTotals" });

export const batchAnswerSchema = z
  .object({
    totals: batchTotalsSchema,
    items: z.array(batchItemSchema).describe("One for each reading, in their order"),
  })
  .meta({ id: "BatchAnswer" });
