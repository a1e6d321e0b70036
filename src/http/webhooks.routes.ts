import { z } from "@hono/zod-openapi";
import { deliveryStates } from "../monitoring/webhook-store.ts";
import {
  createEndpoint,
  type Delivery,
  deleteEndpoint,
  type Endpoint,
  getEndpoint,
  listDeliveries,
  listEndpoints,
  replay,
  rotateSecret,
  testEndpoint,
  updateEndpoint,
} from "../monitoring/webhooks.ts";
import { json, represented } from "./answers.ts";
import { requireCallable } from "./callable-url.ts";
import { requireMatch } from "./conditional.ts";
import { bodyFailures, failures, keyFailures, type Operation, secured } from "./operation.ts";
import { cursorOf, paged, pageHeaders, pageOf, pageParameters, pageQuery, placeBySerial } from "./pages.ts";
import * as examples from "./webhooks.examples.ts";
import * as schemas from "./webhooks.schemas.ts";

const path = "/api/v1/webhooks";
const tags = ["Webhooks"];
const params = z.object({ endpoint_id: schemas.endpointId });
const deliveryParams = params.extend({ event_id: schemas.eventId });
const content = { "application/json": { schema: schemas.endpointSchema, example: examples.endpoint } };
const withSecret = {
  "application/json": { schema: schemas.endpointWithSecretSchema, example: examples.endpointWithSecret },
};
const replayContent = { "application/json": { schema: schemas.replayedSchema, example: examples.replayed } };

const post = secured(
  {
    method: "post",
    path,
    operationId: "createWebhook",
    tags,
    summary: "Have events sent to a URL",
    description:
      "Messages follow the Standard Webhooks specification: `webhook-id`, `webhook-timestamp` and `webhook-signature` (HMAC-SHA-256 with the secret of this answer). Any 2xx within 15 s counts as delivered; else it is tried again over about three days, and is dead after that. The same event may come more than once, and events may overtake each other: `webhook-id` tells.",
    request: {
      body: {
        required: true,
        content: { "application/json": { schema: schemas.endpointBody, example: examples.newEndpoint } },
      },
    },
    responses: {
      201: {
        description: "It is told from now on",
        headers: { Location: { description: "Where it stands", schema: { type: "string" } } },
        content: withSecret,
      },
      ...failures(...bodyFailures, "rule-violated", ...keyFailures),
    },
  },
  async (deps, { c, actor, body: { plant_ids, ...body } }) => {
    requireCallable(deps, body.url, "/url");
    const { endpoint, secret } = await createEndpoint(deps.webhooks, actor, { ...body, plants: plant_ids });
    return json(c, { ...endpointAnswer(endpoint), secret }, 201, { Location: `${path}/${endpoint.endpointId}` });
  },
);

const list = secured(
  {
    method: "get",
    path,
    operationId: "listWebhooks",
    tags,
    summary: "List your webhooks",
    description: "Oldest first; an organisation has at most 20. Follow `next_cursor`, or the Link header.",
    request: { query: pageQuery("webhooks") },
    responses: {
      200: {
        description: "One page",
        headers: pageHeaders,
        content: { "application/json": { schema: schemas.endpointPageSchema, example: examples.endpointPage } },
      },
      ...failures("invalid-request", ...keyFailures),
    },
  },
  async (deps, { c, actor, query }) => {
    const found = await listEndpoints(deps.webhooks, actor);
    const page = pageOf("webhooks", found, (one) => [one.createdAt.toISOString(), one.endpointId], query);
    return paged(c, page.items.map(endpointAnswer), page.cursor);
  },
);

const get = secured(
  {
    method: "get",
    path: `${path}/{endpoint_id}`,
    operationId: "getWebhook",
    tags,
    summary: "Look at a webhook",
    description: "As it stands; its secret is not shown again.",
    request: { params },
    responses: { 200: { description: "The webhook", content }, ...failures("not-found", ...keyFailures) },
  },
  async (deps, { c, actor, params: { endpoint_id } }) =>
    represented(c, endpointAnswer(await getEndpoint(deps.webhooks, actor, endpoint_id))),
);

const patch = secured(
  {
    method: "patch",
    path: `${path}/{endpoint_id}`,
    operationId: "updateWebhook",
    tags,
    summary: "Change a webhook",
    description: "What is left out stays. `enabled: true` lets one go on that was switched off.",
    request: {
      params,
      body: {
        required: true,
        content: { "application/json": { schema: schemas.endpointChange, example: examples.change } },
      },
    },
    responses: { 200: { description: "Changed", content }, ...failures(...bodyFailures, "not-found", ...keyFailures) },
  },
  async (deps, { c, actor, params: { endpoint_id }, body: { plant_ids, ...body } }) => {
    requireCallable(deps, body.url, "/url");
    const change = { ...body, ...(plant_ids !== undefined && { plants: plant_ids }) };
    const mayChange = (standing: Endpoint) => requireMatch(c, endpointAnswer(standing));
    return represented(c, endpointAnswer(await updateEndpoint(deps.webhooks, actor, endpoint_id, change, mayChange)));
  },
  { update: "if-match-optional" },
);

const remove = secured(
  {
    method: "delete",
    path: `${path}/{endpoint_id}`,
    operationId: "deleteWebhook",
    tags,
    summary: "Delete a webhook",
    description: "With all its deliveries, those that wait included. The answer is what it was.",
    request: { params },
    responses: { 200: { description: "Deleted", content }, ...failures("not-found", ...keyFailures) },
  },
  async (deps, { c, actor, params: { endpoint_id } }) => {
    const mayDelete = (standing: Endpoint) => requireMatch(c, endpointAnswer(standing));
    return json(c, endpointAnswer(await deleteEndpoint(deps.webhooks, actor, endpoint_id, mayDelete)));
  },
  { update: "if-match-optional" },
);

const rotate = secured(
  {
    method: "post",
    path: `${path}/{endpoint_id}/secret`,
    operationId: "rotateWebhookSecret",
    tags,
    summary: "Change a webhook's secret",
    description: "For a day messages carry two signatures, with the old secret and the new one.",
    request: { params },
    responses: {
      201: { description: "The new secret", content: withSecret },
      ...failures("not-found", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { endpoint_id } }) => {
    const { endpoint, secret } = await rotateSecret(deps.webhooks, actor, endpoint_id);
    return json(c, { ...endpointAnswer(endpoint), secret }, 201);
  },
);

const tryOut = secured(
  {
    method: "post",
    path: `${path}/{endpoint_id}/test`,
    operationId: "testWebhook",
    tags,
    summary: "Send a test event",
    description: "An event `webhook.test` goes to this webhook alone; what became of it is among its deliveries.",
    request: { params },
    responses: {
      202: {
        description: "On its way",
        content: { "application/json": { schema: schemas.sentSchema, example: examples.sent } },
      },
      ...failures("not-found", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { endpoint_id } }) =>
    json(c, { event_id: await testEndpoint(deps.webhooks, actor, endpoint_id) }, 202),
);

const deliveries = secured(
  {
    method: "get",
    path: `${path}/{endpoint_id}/deliveries`,
    operationId: "listWebhookDeliveries",
    tags,
    summary: "List what was sent to a webhook",
    description: "Newest first, with every attempt. Events and deliveries are kept for 30 days.",
    request: {
      params,
      query: z.strictObject({
        state: z.enum(deliveryStates).optional().describe("`dead`: the list of those that were given up"),
        ...pageParameters("webhook-deliveries"),
      }),
    },
    responses: {
      200: {
        description: "A page of deliveries",
        headers: pageHeaders,
        content: { "application/json": { schema: schemas.deliveryPageSchema, example: examples.deliveryPage } },
      },
      ...failures("invalid-request", "not-found", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { endpoint_id }, query: { state, cursor: place, limit } }) => {
    const before = placeBySerial(place);
    const { deliveries, next } = await listDeliveries(deps.webhooks, actor, endpoint_id, { state, before, limit });
    const cursor = next === undefined ? undefined : cursorOf("webhook-deliveries", [String(next)]);
    return paged(c, deliveries.map(deliveryAnswer), cursor);
  },
);

const replayOne = secured(
  {
    method: "post",
    path: `${path}/{endpoint_id}/deliveries/{event_id}/replay`,
    operationId: "replayWebhookDelivery",
    tags,
    summary: "Send an event again",
    description: "Whatever became of it, with the same `webhook-id` and body, from the first attempt on.",
    request: { params: deliveryParams },
    responses: {
      202: { description: "On its way", content: replayContent },
      ...failures("not-found", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { endpoint_id, event_id } }) =>
    json(c, { replayed: await replay(deps.webhooks, actor, endpoint_id, { eventId: event_id }) }, 202),
);

const replayDead = secured(
  {
    method: "post",
    path: `${path}/{endpoint_id}/deliveries/replay`,
    operationId: "replayDeadWebhookDeliveries",
    tags,
    summary: "Send all dead events again",
    description: "For a receiver that is back after days.",
    request: { params },
    responses: {
      202: { description: "On their way", content: replayContent },
      ...failures("not-found", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { endpoint_id } }) =>
    json(c, { replayed: await replay(deps.webhooks, actor, endpoint_id, "dead") }, 202),
);

function endpointAnswer(endpoint: Endpoint) {
  const { disabled } = endpoint;
  return {
    endpoint_id: endpoint.endpointId,
    url: endpoint.url,
    types: endpoint.types,
    plant_ids: endpoint.plants,
    description: endpoint.description,
    enabled: disabled === null,
    disabled: disabled && { at: disabled.at.toISOString(), why: disabled.why },
    created_at: endpoint.createdAt.toISOString(),
    updated_at: endpoint.updatedAt.toISOString(),
  };
}

const deliveryAnswer = (delivery: Delivery) => ({
  event_id: delivery.eventId,
  type: delivery.type,
  state: delivery.state,
  created_at: delivery.createdAt.toISOString(),
  attempts: delivery.attempts,
  next_attempt_at: delivery.state === "pending" ? delivery.nextAt.toISOString() : null,
  ended_at: delivery.endedAt?.toISOString() ?? null,
  log: delivery.log.map(({ at, status, error, elapsedMs }) => ({
    at: at.toISOString(),
    status,
    error,
    elapsed_ms: elapsedMs,
  })),
});

export const webhookOperations: readonly Operation[] = [
  post,
  list,
  get,
  patch,
  remove,
  rotate,
  tryOut,
  deliveries,
  replayDead,
  replayOne,
];
