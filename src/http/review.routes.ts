import { z } from "@hono/zod-openapi";
import { recordAnswer } from "../audit/answer.ts";
import { chosenIdSchema } from "../hydropower/reading.ts";
import { decideOnRecord } from "../telemetry/review.ts";
import { fileCorrection } from "../telemetry/review-corrections.ts";
import { listReviews, type Review } from "../telemetry/review-queries.ts";
import { decisions } from "../telemetry/review-rules.ts";
import { json, nextPageLink } from "./answers.ts";
import type { HttpDeps } from "./deps.ts";
import { bodyFailures, failures, keyFailures, type Operation, secured } from "./operation.ts";
import { cursorParameter, effectiveStatusParameter, limitParameter } from "./parameters.ts";
import * as examples from "./review.examples.ts";
import { effectiveStatus, quantitiesBody, recordAnswerSchema, recordId } from "./schemas.ts";

const params = z.object({ id: recordId });
const location = { Location: { description: "Where the new record stands", schema: { type: "string" } } } as const;
const reason = z.string().trim().min(1).max(1000).describe("For whoever audits this: what it rests on");

const decisionBody = z.strictObject({ decision: z.enum(decisions), reason }).meta({ id: "DecisionRequest" });
const correctionBody = z.strictObject({ readings: quantitiesBody, reason }).meta({ id: "CorrectionRequest" });

const decidedSchema = z
  .object({
    decision: recordAnswerSchema.describe("The record that holds the decision"),
    record: recordAnswerSchema.describe("The record decided on, as it stands now"),
    repeated: z.boolean().describe("True: the same decision had been made, and this is that one"),
  })
  .meta({ id: "DecisionMade" });

const reviewSchema = z
  .object({
    record: recordAnswerSchema,
    changes: z
      .array(
        z.object({
          cause: z.enum(["reopen", "decision", "replacement"]),
          record_id: recordId.describe("The record of the chain that made the change"),
          seq: z.int().min(1).describe("Its place in the plant's chain"),
          at: z.iso.datetime(),
          effective_status: effectiveStatus.describe("From here to the next change"),
          decision: z.enum(decisions).nullable().describe("Null unless the cause is a decision, as are the next two"),
          reason: z.string().nullable(),
          decided_by: z.string().nullable().describe("Id of the user"),
        }),
      )
      .describe("What changed its effective status, oldest first"),
  })
  .meta({ id: "Review" });
const reviewPageSchema = z
  .object({ items: z.array(reviewSchema), next_cursor: z.string().nullable().describe("Null on the last page") })
  .meta({ id: "ReviewPage" });

const getReviews = secured(
  {
    method: "get",
    path: "/api/v1/reviews",
    operationId: "listReviews",
    tags: ["Reviews"],
    summary: "List readings that wait for a verifier",
    description:
      "Flagged readings, approved ones that a later finding re-opened, and corrections that were filed; with `status` also those that are decided. By plant, then order of acceptance. Pages are stable while readings and decisions arrive.",
    request: {
      query: z.strictObject({
        plant_id: chosenIdSchema.describe("One plant; all of the organisation when left out").optional(),
        status: effectiveStatusParameter(
          "Only those that stand so now; FLAGGED, REOPENED and PROPOSED when left out",
        ).optional(),
        cursor: cursorParameter.optional(),
        limit: limitParameter,
      }),
    },
    responses: {
      200: {
        description: "One page",
        headers: {
          Link: { description: '`rel="next"` when there is another page (RFC 8288)', schema: { type: "string" } },
        },
        content: { "application/json": { schema: reviewPageSchema, example: examples.reviewPage } },
      },
      ...failures("invalid-request", "not-found", ...keyFailures),
    },
  },
  async (deps, { c, actor, query }) => {
    const { reviews, nextCursor } = await listReviews(deps.queries, actor, {
      plantId: query.plant_id,
      statuses: query.status,
      cursor: query.cursor,
      limit: query.limit,
    });
    const items = reviews.map((review) => reviewAnswer(deps, review));
    return json(c, { items, next_cursor: nextCursor ?? null }, 200, nextPageLink(c, nextCursor));
  },
);

function reviewAnswer({ ledger }: HttpDeps, { record, changes }: Review) {
  return {
    record: recordAnswer(ledger, record),
    changes: changes.map((change) => ({
      cause: change.cause,
      record_id: change.causeRecordId,
      seq: Number(change.changedSeq),
      at: change.at.toISOString(),
      effective_status: change.effectiveStatus,
      decision: change.decision,
      reason: change.reason,
      decided_by: change.decidedBy,
    })),
  };
}

const postDecision = secured(
  {
    method: "post",
    path: "/api/v1/records/{id}/decisions",
    operationId: "decideOnRecord",
    tags: ["Reviews"],
    summary: "Decide on a reading in doubt",
    description: `For keys with the role \`verifier\`. The decision is a new record of the plant's chain with a leaf in the log; the reading and its verdict stay as they are, and its \`effective_status\` follows the newest decision.

**What can be decided:** flagged readings, re-opened ones, corrections, and each of these again: the later decision supersedes, both stay on record. A verdict of REJECTED is final; what was truly measured enters as a correction. Accepting a correction makes the record it names stop counting; rejecting it later brings that one back, to be decided anew.

**Repeats:** the same decision with the same reason by the same key answers 200 with the first. To come back to an earlier decision after another one, give another reason.`,
    request: {
      params,
      body: { required: true, content: { "application/json": { schema: decisionBody, example: examples.decision } } },
    },
    responses: {
      200: {
        description: "The same decision was on record: that one",
        headers: location,
        content: { "application/json": { schema: decidedSchema, example: { ...examples.decided, repeated: true } } },
      },
      201: {
        description: "Decided",
        headers: location,
        content: { "application/json": { schema: decidedSchema, example: examples.decided } },
      },
      ...failures(...bodyFailures, "not-found", "not-reviewable", "second-factor-required", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { id }, body }) => {
    const { decision, record, repeated } = await decideOnRecord(deps.accept, actor, id, body);
    const answer = {
      decision: recordAnswer(deps.ledger, decision),
      record: recordAnswer(deps.ledger, record),
      repeated,
    };
    return json(c, answer, repeated ? 200 : 201, { Location: `/api/v1/records/${decision.recordId}` });
  },
);

const postCorrection = secured(
  {
    method: "post",
    path: "/api/v1/records/{id}/corrections",
    operationId: "fileCorrection",
    tags: ["Reviews"],
    summary: "File a correction of a reading",
    description: `A new record of the plant's chain that names the one it replaces and takes its device, time and interval. \`readings\` holds all quantities as they should be. It is judged like any reading, but counts only when a verifier accepts it; then the other stops counting. Until then it stands as PROPOSED, or as REJECTED where its own verdict says so.

The record to name is the one that stands for that time: the reading, or the correction that was accepted in its place. Readings that were sent without a timestamp never count and cannot be corrected. The same correction by the same key answers 200 with the first.`,
    request: {
      params,
      body: {
        required: true,
        content: { "application/json": { schema: correctionBody, example: examples.correction } },
      },
    },
    responses: {
      200: {
        description: "The same correction was on record: that one",
        headers: location,
        content: { "application/json": { schema: recordAnswerSchema, example: examples.filedBefore } },
      },
      201: {
        description: "Filed",
        headers: location,
        content: { "application/json": { schema: recordAnswerSchema, example: examples.filed } },
      },
      ...failures(...bodyFailures, "not-found", "not-reviewable", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { id }, body }) => {
    const { record, duplicate } = await fileCorrection(deps.accept, actor, id, body);
    const answer = recordAnswer(deps.ledger, record, { duplicate });
    return json(c, answer, duplicate ? 200 : 201, { Location: `/api/v1/records/${record.recordId}` });
  },
  { exactEnergy: true },
);

export const reviewOperations: readonly Operation[] = [getReviews, postDecision, postCorrection];
