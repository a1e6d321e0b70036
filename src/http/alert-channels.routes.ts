import { z } from "@hono/zod-openapi";
import {
  type Channel,
  confirmChannel,
  createChannel,
  deleteChannel,
  getChannel,
  listChannels,
} from "../monitoring/alert-channels.ts";
import * as examples from "./alerts.examples.ts";
import * as schemas from "./alerts.schemas.ts";
import { json, represented } from "./answers.ts";
import { requireCallable } from "./callable-url.ts";
import { requireMatch } from "./conditional.ts";
import { bodyFailures, failures, keyFailures, type Operation, secured } from "./operation.ts";
import { paged, pageHeaders, pageOf, pageQuery } from "./pages.ts";

const path = "/api/v1/alert-channels";
const tags = ["Alerts"];
const params = z.object({ channel_id: schemas.channelId });
const content = { "application/json": { schema: schemas.channelSchema, example: examples.channel } };

const post = secured(
  {
    method: "post",
    path,
    operationId: "createAlertChannel",
    tags,
    summary: "Have alerts sent by mail or to an Alertmanager",
    description:
      "An address is sent a code, and nothing else before it is confirmed with it. An Alertmanager is told what fires every minute until it is over. For webhooks choose the events `alert.*`.",
    request: {
      body: {
        required: true,
        content: { "application/json": { schema: schemas.channelBody, example: examples.newChannel } },
      },
    },
    responses: {
      201: {
        description: "Made",
        headers: { Location: { description: "Where it stands", schema: { type: "string" } } },
        content,
      },
      ...failures(...bodyFailures, "already-exists", "rule-violated", "too-many-attempts", ...keyFailures),
    },
  },
  async (deps, { c, actor, body: { plant_ids, least_severity, ...body } }) => {
    if (body.kind === "alertmanager") requireCallable(deps, body.target, "/target");
    const choice = { ...body, plants: plant_ids, leastSeverity: least_severity };
    const made = await createChannel(deps.alerts, actor, choice);
    return json(c, channelAnswer(made), 201, { Location: `${path}/${made.channelId}` });
  },
);

const list = secured(
  {
    method: "get",
    path,
    operationId: "listAlertChannels",
    tags,
    summary: "List where alerts go",
    description: "Oldest first; an organisation has at most 20.",
    request: { query: pageQuery("alert-channels") },
    responses: {
      200: {
        description: "One page",
        headers: pageHeaders,
        content: { "application/json": { schema: schemas.channelPageSchema, example: examples.channelPage } },
      },
      ...failures("invalid-request", ...keyFailures),
    },
  },
  async (deps, { c, actor, query }) => {
    const found = await listChannels(deps.alerts, actor);
    const page = pageOf("alert-channels", found, (one) => [one.createdAt.toISOString(), one.channelId], query);
    return paged(c, page.items.map(channelAnswer), page.cursor);
  },
);

const get = secured(
  {
    method: "get",
    path: `${path}/{channel_id}`,
    operationId: "getAlertChannel",
    tags,
    summary: "Look at where alerts go",
    description: "With what became of the last try.",
    request: { params },
    responses: { 200: { description: "The channel", content }, ...failures("not-found", ...keyFailures) },
  },
  async (deps, { c, actor, params: { channel_id } }) =>
    represented(c, channelAnswer(await getChannel(deps.alerts, actor, channel_id))),
);

const confirm = secured(
  {
    method: "post",
    path: `${path}/{channel_id}/confirmation`,
    operationId: "confirmAlertChannel",
    tags,
    summary: "Confirm an address with the code that it was sent",
    description: "From then on alerts are sent there.",
    request: {
      params,
      body: {
        required: true,
        content: { "application/json": { schema: schemas.confirmationBody, example: examples.confirmation } },
      },
    },
    responses: {
      200: { description: "Confirmed", content },
      ...failures(...bodyFailures, "not-found", "rule-violated", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { channel_id }, body: { code } }) =>
    json(c, channelAnswer(await confirmChannel(deps.alerts, actor, channel_id, code))),
);

const remove = secured(
  {
    method: "delete",
    path: `${path}/{channel_id}`,
    operationId: "deleteAlertChannel",
    tags,
    summary: "Send alerts there no more",
    description: "What waits to be sent goes with it. The answer is what it was.",
    request: { params },
    responses: { 200: { description: "Deleted", content }, ...failures("not-found", ...keyFailures) },
  },
  async (deps, { c, actor, params: { channel_id } }) => {
    const mayDelete = (standing: Channel) => requireMatch(c, channelAnswer(standing));
    return json(c, channelAnswer(await deleteChannel(deps.alerts, actor, channel_id, mayDelete)));
  },
  { update: "if-match-optional" },
);

const channelAnswer = ({ lastError, ...channel }: Channel) => ({
  channel_id: channel.channelId,
  kind: channel.kind,
  target: channel.target,
  plant_ids: channel.plants,
  least_severity: channel.leastSeverity,
  confirmed: channel.confirmedAt !== null,
  created_at: channel.createdAt.toISOString(),
  created_by: channel.createdBy,
  last_sent_at: channel.lastSentAt?.toISOString() ?? null,
  last_error: lastError && { at: lastError.at.toISOString(), what: lastError.what },
});

export const alertChannelOperations: readonly Operation[] = [post, list, get, confirm, remove];
