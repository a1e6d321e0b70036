import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { chosenIdSchema } from "../hydropower/reading.ts";
import { severities } from "../monitoring/alert-rule.ts";
import { alertStates } from "../monitoring/alert-steps.ts";
import {
  type Alert,
  type AlertDetail,
  acknowledgeAlert,
  closeAlert,
  createSilence,
  endSilence,
  getAlert,
  listAlerts,
  listSilences,
  type Silence,
} from "../monitoring/alerts.ts";
import * as examples from "./alerts.examples.ts";
import * as schemas from "./alerts.schemas.ts";
import { json } from "./answers.ts";
import { bodyFailures, type Env, failures, keyFailures, type Operation, secured } from "./operation.ts";
import { cursorOf, type PlaceKey, paged, pageHeaders, pageParameters, placeByTime } from "./pages.ts";
import { someOf } from "./parameters.ts";

const path = "/api/v1/alerts";
const silencePath = "/api/v1/alert-silences";
const tags = ["Alerts"];
const params = z.object({ alert_id: schemas.alertId });
const silenceParams = z.object({ silence_id: schemas.silenceId });
const detailContent = {
  "application/json": { schema: schemas.alertDetailSchema, example: examples.alertDetail },
};
const silenceContent = { "application/json": { schema: schemas.silenceSchema, example: examples.silence } };

const list = secured(
  {
    method: "get",
    path,
    operationId: "listAlerts",
    tags,
    summary: "List your organisation's alerts",
    description:
      "Newest first: those of plants' rules, and the gateway's own about what was issued (records that lost their approval and make a deficit, differences between ledger and statements).",
    request: {
      query: z.strictObject({
        ...pageParameters("alerts"),
        state: someOf(alertStates, "Only in these states", ["firing", "acknowledged"]).optional(),
        severity: someOf(severities, "Only of these", ["critical"]).optional(),
        plant_id: chosenIdSchema.optional(),
        rule_id: schemas.ruleId.optional(),
      }),
    },
    responses: {
      200: {
        description: "One page",
        headers: pageHeaders,
        content: { "application/json": { schema: schemas.alertPageSchema, example: examples.alertPage } },
      },
      ...failures("invalid-request", ...keyFailures),
    },
  },
  async (deps, { c, actor, query }) => {
    const { alerts, more } = await listAlerts(deps.alerts, actor, {
      states: query.state,
      severities: query.severity,
      plantId: query.plant_id,
      ruleId: query.rule_id,
      after: placeByTime(query.cursor, (createdAt, alertId) => ({ createdAt, alertId })),
      limit: query.limit,
    });
    const keyOf = (one: Alert) => [one.createdAt.toISOString(), one.alertId];
    return pageAnswer(c, "alerts", alerts, more, keyOf, alertAnswer);
  },
);

const get = secured(
  {
    method: "get",
    path: `${path}/{alert_id}`,
    operationId: "getAlert",
    tags,
    summary: "Look at an alert",
    description: "With its history. A pending alert whose condition has ended is there no more.",
    request: { params },
    responses: { 200: { description: "The alert", content: detailContent }, ...failures("not-found", ...keyFailures) },
  },
  async (deps, { c, actor, params: { alert_id } }) =>
    json(c, detailAnswer(await getAlert(deps.alerts, actor, alert_id))),
);

const acknowledge = secured(
  {
    method: "post",
    path: `${path}/{alert_id}/acknowledgement`,
    operationId: "acknowledgeAlert",
    tags,
    summary: "Say that you look after an alert",
    description: "It stays open until its condition is over. Webhooks are told; the act is in the audit trail.",
    request: {
      params,
      body: {
        required: true,
        content: { "application/json": { schema: schemas.acknowledgementBody, example: examples.acknowledgement } },
      },
    },
    responses: {
      200: { description: "Acknowledged", content: detailContent },
      ...failures(...bodyFailures, "not-found", "rule-violated", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { alert_id }, body: { note } }) =>
    json(c, detailAnswer(await acknowledgeAlert(deps.alerts, actor, alert_id, note))),
);

const close = secured(
  {
    method: "post",
    path: `${path}/{alert_id}/resolution`,
    operationId: "closeAlert",
    tags,
    summary: "Say that the matter of one of the gateway's own alerts is settled",
    description: "For alerts without a rule, which no condition ends. The act is in the audit trail.",
    request: {
      params,
      body: {
        required: true,
        content: { "application/json": { schema: schemas.closingBody, example: examples.closing } },
      },
    },
    responses: {
      200: { description: "Resolved", content: detailContent },
      ...failures(...bodyFailures, "not-found", "rule-violated", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { alert_id }, body: { reason } }) =>
    json(c, detailAnswer(await closeAlert(deps.alerts, actor, alert_id, reason))),
);

const silence = secured(
  {
    method: "post",
    path: silencePath,
    operationId: "createAlertSilence",
    tags,
    summary: "Silence a plant, one of its rules, or an alert",
    description:
      "Until then nobody is told that one begins; what was told to begin is still told to end. Alerts that still fire at its end are told then. The act is in the audit trail.",
    request: {
      body: {
        required: true,
        content: { "application/json": { schema: schemas.silenceBody, example: examples.newSilence } },
      },
    },
    responses: {
      201: { description: "It is silent", content: silenceContent },
      ...failures(...bodyFailures, "not-found", ...keyFailures),
    },
  },
  async (deps, { c, actor, body }) => {
    const { until, for_s = 0 } = body;
    const untilMs = until === undefined ? deps.clock.nowMs() + 1000 * for_s : Date.parse(until);
    const choice = { plantId: body.plant_id, ruleId: body.rule_id, alertId: body.alert_id };
    const made = { ...choice, untilMs, reason: body.reason };
    return json(c, silenceAnswer(await createSilence(deps.alerts, actor, made)), 201);
  },
);

const silenceList = secured(
  {
    method: "get",
    path: silencePath,
    operationId: "listAlertSilences",
    tags,
    summary: "List silences",
    description: "Newest first, those that are over too.",
    request: { query: z.strictObject(pageParameters("alert-silences")) },
    responses: {
      200: {
        description: "One page",
        headers: pageHeaders,
        content: { "application/json": { schema: schemas.silencePageSchema, example: examples.silencePage } },
      },
      ...failures("invalid-request", ...keyFailures),
    },
  },
  async (deps, { c, actor, query }) => {
    const after = placeByTime(query.cursor, (from, silenceId) => ({ from, silenceId }));
    const { silences, more } = await listSilences(deps.alerts, actor, { after, limit: query.limit });
    const keyOf = (one: Silence) => [one.from.toISOString(), one.silenceId];
    return pageAnswer(c, "alert-silences", silences, more, keyOf, silenceAnswer);
  },
);

const endIt = secured(
  {
    method: "delete",
    path: `${silencePath}/{silence_id}`,
    operationId: "endAlertSilence",
    tags,
    summary: "End a silence before its time",
    description: "Alerts that still fire are told now. One that has ended stays as it is.",
    request: { params: silenceParams },
    responses: { 200: { description: "Ended", content: silenceContent }, ...failures("not-found", ...keyFailures) },
  },
  async (deps, { c, actor, params: { silence_id } }) =>
    json(c, silenceAnswer(await endSilence(deps.alerts, actor, silence_id))),
);

function pageAnswer<T>(
  c: Context<Env>,
  name: string,
  items: readonly T[],
  more: boolean,
  keyOf: (item: T) => PlaceKey,
  answer: (item: T) => unknown,
): Response {
  const last = items.at(-1);
  return paged(c, items.map(answer), more && last !== undefined ? cursorOf(name, keyOf(last)) : undefined);
}

function alertAnswer(alert: Alert) {
  const { acknowledged } = alert;
  return {
    alert_id: alert.alertId,
    plant_id: alert.plantId,
    rule_id: alert.ruleId,
    kind: alert.kind,
    subject: alert.subject,
    severity: alert.severity,
    name: alert.name,
    state: alert.state,
    summary: alert.summary,
    value: alert.value,
    since: alert.since.toISOString(),
    fired_at: alert.firedAt?.toISOString() ?? null,
    resolved_at: alert.resolvedAt?.toISOString() ?? null,
    resolution: alert.resolution,
    acknowledged: acknowledged && { ...acknowledged, at: acknowledged.at.toISOString() },
    detail: alert.detail,
    created_at: alert.createdAt.toISOString(),
    changed_at: alert.changedAt.toISOString(),
  };
}

const detailAnswer = ({ alert, changes }: AlertDetail) => ({
  ...alertAnswer(alert),
  changes: changes.map(({ changeNo: no, change, at, actor, note }) => ({
    no,
    change,
    at: at.toISOString(),
    actor,
    note,
  })),
});

const silenceAnswer = ({ ended, ...silence }: Silence) => ({
  silence_id: silence.silenceId,
  plant_id: silence.plantId,
  rule_id: silence.ruleId,
  alert_id: silence.alertId,
  reason: silence.reason,
  from: silence.from.toISOString(),
  until: silence.until.toISOString(),
  created_by: silence.createdBy,
  ended: ended && { at: ended.at.toISOString(), by: ended.by },
});

export const alertOperations: readonly Operation[] = [list, get, acknowledge, close, silence, silenceList, endIt];
