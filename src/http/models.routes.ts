import { z } from "@hono/zod-openapi";
import { recordAnswer } from "../audit/answer.ts";
import { chosenIdSchema } from "../hydropower/reading.ts";
import { driftReportSchema } from "../telemetry/model-drift.ts";
import type { Schedule } from "../telemetry/model-schedule.ts";
import { trainingSetSchema } from "../telemetry/model-set.ts";
import { type ModelDecision, modelStates } from "../telemetry/model-store.ts";
import {
  decideOnModel,
  getModel,
  getModelContent,
  listModels,
  type PlantModel,
  requestTraining,
} from "../telemetry/models.ts";
import { json, nextPageLink, whole } from "./answers.ts";
import * as examples from "./models.examples.ts";
import { bodyFailures, failures, keyFailures, type Operation, secured } from "./operation.ts";
import { cursorParameter, limitParameter } from "./parameters.ts";
import { identity, recordAnswerSchema, recordId } from "./schemas.ts";

const path = "/api/v1/plants/{plant_id}/models";

const plantId = chosenIdSchema.meta({ example: "PLANT-HP-001" });
const plantParams = z.object({ plant_id: plantId });
const modelParams = z.object({
  plant_id: plantId,
  hash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe("SHA-256 of the model's canonical bytes, hex")
    .meta({ example: examples.modelHash }),
});

const decisions = ["approve", "reject"] as const;
const reason = z.string().trim().min(1).max(1000).describe("For whoever audits this: what it rests on");
const decisionBody = z.strictObject({ decision: z.enum(decisions), reason }).meta({ id: "ModelDecisionRequest" });

const trainingSet = trainingSetSchema
  .describe("Which readings it was trained on: with the plant's chain anybody trains the same model from them")
  .meta({ id: "TrainingSet" });
const driftReport = driftReportSchema
  .describe(
    "How it differs from the model that was in force when it was trained, over recent approved readings. `too_far`: a line of the policy is passed. It decides nothing",
  )
  .meta({ id: "DriftReport" });

const modelSchema = z
  .object({
    plant_id: chosenIdSchema,
    ...identity.shape,
    state: z
      .enum(modelStates)
      .describe("`approved`: the one in force; `retired`: it was; `candidate`: waits for a verifier"),
    created_at: z.iso.datetime(),
    requested_by: z.string().nullable().describe("Id of the key or user that asked for it; null: the schedule"),
    training: trainingSet,
    drift: driftReport,
    decisions: z
      .array(
        z.object({
          decision: z.enum(decisions),
          reason: z.string(),
          decided_by: z.string().describe("Id of the user"),
          record_id: recordId.describe("The record of the chain that holds it"),
          seq: z.int().min(1).describe("An approved model judges from the record after this one on"),
          at: z.iso.datetime(),
        }),
      )
      .describe("Oldest first"),
    content: z.string().describe("Where its bytes are"),
  })
  .meta({ id: "PlantModel" });

const time = z.iso.datetime().nullable();
const scheduleSchema = z
  .object({
    requested_at: time.describe("Somebody asked and the job has not come to it yet"),
    checked_at: time.describe("When the job last looked at the plant"),
    trained_at: time.describe("When it last trained a model"),
    outcome: z.string().nullable().describe("What came of the last look"),
  })
  .meta({ id: "TrainingSchedule" });

const modelPageSchema = z
  .object({
    in_force: identity.describe("What judges the next record; `prior-v1` until a model is approved"),
    training: scheduleSchema,
    items: z.array(modelSchema),
    next_cursor: z.string().nullable().describe("Null on the last page"),
  })
  .meta({ id: "PlantModelPage" });

const decidedSchema = z
  .object({
    record: recordAnswerSchema.describe("The record that holds the decision, without the model's bytes"),
    in_force: identity.describe("What judges from the record after it on"),
    repeated: z.boolean().describe("True: the same decision stood already, and this is that one"),
  })
  .meta({ id: "ModelDecided" });

const getModels = secured(
  {
    method: "get",
    path,
    operationId: "listPlantModels",
    tags: ["Models"],
    summary: "List a plant's models",
    description:
      "Isolation forests trained on the plant's own approved readings, newest first, with the one in force and where the training stands. A plant begins with the physics prior; a job trains candidates when enough approved readings have come, and none takes effect before a verifier approves it.",
    request: {
      params: plantParams,
      query: z.strictObject({ cursor: cursorParameter.optional(), limit: limitParameter }),
    },
    responses: {
      200: {
        description: "One page",
        headers: {
          Link: { description: '`rel="next"` when there is another page (RFC 8288)', schema: { type: "string" } },
        },
        content: { "application/json": { schema: modelPageSchema, example: examples.modelPage } },
      },
      ...failures("invalid-request", "not-found", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { plant_id }, query }) => {
    const page = await listModels(deps.queries, actor, { plantId: plant_id, ...query });
    const answer = {
      in_force: page.inForce,
      training: scheduleAnswer(page.schedule),
      items: page.models.map(modelAnswer),
      next_cursor: page.nextCursor ?? null,
    };
    return json(c, answer, 200, nextPageLink(c, page.nextCursor));
  },
);

const postTraining = secured(
  {
    method: "post",
    path,
    operationId: "requestPlantModel",
    tags: ["Models"],
    summary: "Ask for a model to be trained",
    description:
      "For keys with the role `owner` or `verifier`. The job trains on the plant's approved readings up to now, whatever the schedule; look at the list for what came of it. Asking again before that changes nothing.",
    request: { params: plantParams },
    responses: {
      202: {
        description: "Asked for",
        content: { "application/json": { schema: scheduleSchema, example: examples.requested } },
      },
      ...failures("not-found", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { plant_id } }) =>
    json(c, scheduleAnswer(await requestTraining(deps.accept, actor, plant_id)), 202),
);

const getOne = secured(
  {
    method: "get",
    path: `${path}/{hash}`,
    operationId: "getPlantModel",
    tags: ["Models"],
    summary: "Look at one model with its drift report",
    description: "What it was trained on, how it differs from the model in force, and who decided what.",
    request: { params: modelParams },
    responses: {
      200: {
        description: "The model",
        content: { "application/json": { schema: modelSchema, example: examples.modelDetail } },
      },
      ...failures("not-found", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { plant_id, hash } }) =>
    json(c, modelAnswer(await getModel(deps.queries, actor, plant_id, hash))),
);

const getContent = secured(
  {
    method: "get",
    path: `${path}/{hash}/content`,
    operationId: "getPlantModelContent",
    tags: ["Models"],
    summary: "Get a model's bytes",
    description: "The exact canonical (RFC 8785) bytes whose SHA-256 is the model's hash.",
    request: { params: modelParams },
    responses: {
      200: {
        description: "The forest",
        content: {
          "application/json": {
            schema: z.looseObject({ format: z.string(), id: z.string() }).meta({ id: "IsolationForest" }),
            example: { format: "isolation-forest/1", id: examples.modelDetail.id },
          },
        },
      },
      ...failures("not-found", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { plant_id, hash } }) =>
    whole(c, Uint8Array.from(await getModelContent(deps.queries, actor, plant_id, hash)), 200, {
      "Content-Type": "application/json",
    }),
);

const postDecision = secured(
  {
    method: "post",
    path: `${path}/{hash}/decisions`,
    operationId: "decideOnPlantModel",
    tags: ["Models"],
    summary: "Approve or reject a model",
    description: `For keys with the role \`verifier\`. The decision is a record of the plant's chain with a leaf in the log; the first approval of a model holds its bytes, so that the chain alone tells which model judged what. From the next record on the approved model judges; no earlier record changes.

**What can be decided:** a candidate, either way; approving a retired model or the physics prior (\`in_force\` of a new plant) goes back to it. A rejection is final. A candidate whose drift report is against a model that is no longer in force needs a training anew.

**Repeats:** the same decision with the same reason by the same key answers 200 with the first while it stands.`,
    request: {
      params: modelParams,
      body: { required: true, content: { "application/json": { schema: decisionBody, example: examples.decision } } },
    },
    responses: {
      200: {
        description: "The same decision stood already: that one",
        content: { "application/json": { schema: decidedSchema, example: { ...examples.decided, repeated: true } } },
      },
      201: {
        description: "Decided",
        headers: { Location: { description: "Where the new record stands", schema: { type: "string" } } },
        content: { "application/json": { schema: decidedSchema, example: examples.decided } },
      },
      ...failures(...bodyFailures, "not-found", "not-reviewable", "second-factor-required", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { plant_id, hash }, body }) => {
    const { record, inForce, repeated } = await decideOnModel(deps.accept, actor, plant_id, hash, body);
    const answer = { record: recordAnswer(deps.ledger, record), in_force: inForce, repeated };
    return json(c, answer, repeated ? 200 : 201, { Location: `/api/v1/records/${record.recordId}` });
  },
);

function modelAnswer({ model, decisions: made }: PlantModel) {
  const hash = Buffer.from(model.hash).toString("hex");
  return {
    plant_id: model.plantId,
    id: model.modelId,
    hash,
    state: model.state,
    created_at: model.createdAt.toISOString(),
    requested_by: model.requestedBy,
    training: model.training,
    drift: model.drift,
    decisions: made.map(decisionAnswer),
    content: `/api/v1/plants/${model.plantId}/models/${hash}/content`,
  };
}

function decisionAnswer({ decision, reason: why, decidedBy, recordId: id, seq, at }: ModelDecision) {
  return { decision, reason: why, decided_by: decidedBy, record_id: id, seq: Number(seq), at: at.toISOString() };
}

function scheduleAnswer({ requestedAt, checkedAt, trainedAt, outcome }: Schedule) {
  const iso = (at: Date | null) => at?.toISOString() ?? null;
  return { requested_at: iso(requestedAt), checked_at: iso(checkedAt), trained_at: iso(trainedAt), outcome };
}

export const modelOperations: readonly Operation[] = [getModels, postTraining, getOne, getContent, postDecision];
