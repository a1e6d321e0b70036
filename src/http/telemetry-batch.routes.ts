import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { Fault } from "../kernel/fault.ts";
import { requireSender } from "../telemetry/accept.ts";
import { acceptReadings } from "../telemetry/accept-batch.ts";
import { lineAnswer, wantsLines, wholeAnswer } from "./batch-answer.ts";
import { batchChunks, longestBatchBytes, mostReadings } from "./batch-reader.ts";
import type { Env } from "./env.ts";
import { idempotencyKeyOf } from "./headers.ts";
import { replayedHeader } from "./idempotency.ts";
import { bodyFailures, failures, keyFailures, type Operation, secured } from "./operation.ts";
import * as examples from "./telemetry-batch.examples.ts";
import { batchAnswerSchema, telemetryBatchBody } from "./telemetry-batch.schemas.ts";

const replayed = {
  [replayedHeader]: { description: "`true` when every reading was on record", schema: { type: "string" } as const },
};
const lines = (description: string, example: string) => ({ schema: z.string().describe(description), example });

const postTelemetryBatch = secured(
  {
    method: "post",
    path: "/api/v1/telemetry/batch",
    operationId: "postTelemetryBatch",
    tags: ["Telemetry"],
    summary: "Send many readings",
    description: `Up to ${mostReadings} readings and ${longestBatchBytes / 1_048_576} MiB (as sent, and unpacked from \`Content-Encoding\`) as a JSON array or one a line. Each is taken, judged, chained and answered as if it had been sent alone, in this order; one that is refused hinders no other.

**Answer.** 200: every reading is on record. 207: some were refused; \`items\` says which and why. A fault that ends the batch (body too large or broken, a quota used up) is a problem document with the \`totals\` and \`items\` of the readings before it: those are on record. With \`Accept: application/x-ndjson\` results are sent line by line as soon as they are durable, with status 200, and the last line holds \`totals\` and \`complete\`, and \`problem\` where it is false. Nothing waits for the ledger: ask for a record, or listen.

**Sent again.** Safe at any time, whole or in part: what is on record answers as \`duplicate\`. Readings without a \`timestamp\` are known again by the \`Idempotency-Key\` and their place; the same place with other content is refused as \`idempotency-key-reused\`.

**Samples.** Where the plant declares an \`accounting\` interval, a shorter reading answers with \`result\` \`sample\`: it is durable, and is judged with the record that is made of its slot.

**Late.** Readings may come in any order and up to 7 days late. What is older is history: \`"source": "backfill"\` with a \`reason\`, by the key of an operator; both stand in the record.

**Signatures.** In the body of each reading; one signature may be over the whole batch, with a path for each (see /docs).

**Limits.** Each reading counts as a request. Too many batches at once: 429 \`too-much-in-work\` or 503 \`overloaded\`, with \`Retry-After\`.`,
    request: {
      headers: z.object({
        "idempotency-key": z
          .string()
          .optional()
          .describe("For readings without a timestamp: 1-255 visible ASCII characters"),
      }),
      body: {
        required: true,
        content: {
          "application/json": { schema: telemetryBatchBody, example: examples.batch },
          "application/x-ndjson": lines("One TelemetryReading a line", examples.batchLines),
        },
      },
    },
    responses: {
      200: {
        description: "Every reading is on record (as JSON); line by line: see the last line",
        headers: replayed,
        content: {
          "application/json": { schema: batchAnswerSchema, example: examples.wholeAnswer },
          "application/x-ndjson": lines("One BatchItem a line, then the totals", examples.answerLines),
        },
      },
      207: {
        description: "Some readings were refused",
        content: { "application/json": { schema: batchAnswerSchema, example: examples.partialAnswer } },
      },
      ...failures(...bodyFailures, "signature-invalid", "idempotency-key-reused", "too-much-in-work", ...keyFailures),
    },
  },
  (deps, { c, actor }) => {
    requireSender(actor);
    refuseSignedMessage(c);
    const idempotencyKey = idempotencyKeyOf(c.req.header("Idempotency-Key"));
    const chunks = batchChunks(deps, c, actor);
    const outcomes = acceptReadings(deps.accept, actor, chunks, { idempotencyKey });
    return wantsLines(c) ? lineAnswer(deps, c, outcomes) : wholeAnswer(deps, c, outcomes);
  },
  { exactEnergy: true, ownIdempotency: true, ownBody: true, ingests: true },
);

/** A signature is never passed over; one around the message would have to be kept with every reading in it. */
function refuseSignedMessage(c: Context<Env>): void {
  if (!/keyid="?dk_/.test(c.req.header("Signature-Input") ?? "")) return;
  throw new Fault(
    "signature-invalid",
    "A batch is not signed as an HTTP message: sign each reading in its body, or the batch by its Merkle root.",
  );
}

export const telemetryBatchOperations: readonly Operation[] = [postTelemetryBatch];
