import { z } from "@hono/zod-openapi";
import { chosenIdSchema } from "../hydropower/reading.ts";
import { type AlertRule, alertRuleSchema } from "../monitoring/alert-rule.ts";
import {
  changeRule,
  createRule,
  type Defaults,
  deleteRule,
  getDefaults,
  getRule,
  type KeptRule,
  listRules,
  setDefaults,
} from "../monitoring/alert-rules.ts";
import * as examples from "./alerts.examples.ts";
import * as schemas from "./alerts.schemas.ts";
import { json, represented } from "./answers.ts";
import { requireMatch } from "./conditional.ts";
import { mergePatch } from "./merge-patch.ts";
import { bodyFailures, failures, keyFailures, type Operation, secured } from "./operation.ts";
import { paged, pageHeaders, pageOf, pageQuery } from "./pages.ts";
import { patchContent } from "./plants.schemas.ts";
import { validBody } from "./validation.ts";

const path = "/api/v1/plants/{plant_id}/alert-rules";
const defaultsPath = "/api/v1/plants/{plant_id}/alert-defaults";
const tags = ["Alerts"];
const params = z.object({ plant_id: chosenIdSchema });
const ruleParams = params.extend({ rule_id: schemas.ruleId });
const content = { "application/json": { schema: schemas.ruleSchema, example: examples.rule } };
const defaultsContent = { "application/json": { schema: schemas.defaultsSchema, example: examples.defaults } };

const post = secured(
  {
    method: "post",
    path,
    operationId: "createAlertRule",
    tags,
    summary: "Watch something at a plant",
    description:
      "A rule looks at each device for itself, and has one open alert for each at most. Values are judged by the time they were measured for: late readings take their place, history that is filed says nothing of now. docs/alerts.md has what each kind does.",
    request: {
      params,
      body: {
        required: true,
        content: { "application/json": { schema: schemas.ruleBody, example: examples.newRule } },
      },
    },
    responses: {
      201: {
        description: "It is looked at from now on",
        headers: { Location: { description: "Where it stands", schema: { type: "string" } } },
        content,
      },
      ...failures(...bodyFailures, "not-found", "rule-violated", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { plant_id }, body }) => {
    const made = await createRule(deps.alerts, actor, plant_id, body);
    return json(c, ruleAnswer(made), 201, { Location: `/api/v1/plants/${plant_id}/alert-rules/${made.ruleId}` });
  },
);

const list = secured(
  {
    method: "get",
    path,
    operationId: "listAlertRules",
    tags,
    summary: "List a plant's alert rules",
    description: "Oldest first; a plant has at most 100, the default ones among them.",
    request: { params, query: pageQuery("alert-rules") },
    responses: {
      200: {
        description: "One page",
        headers: pageHeaders,
        content: { "application/json": { schema: schemas.rulePageSchema, example: examples.rulePage } },
      },
      ...failures("invalid-request", "not-found", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { plant_id }, query }) => {
    const found = await listRules(deps.alerts, actor, plant_id);
    const page = pageOf("alert-rules", found, (one) => [one.createdAt.toISOString(), one.ruleId], query);
    return paged(c, page.items.map(ruleAnswer), page.cursor);
  },
);

const get = secured(
  {
    method: "get",
    path: `${path}/{rule_id}`,
    operationId: "getAlertRule",
    tags,
    summary: "Look at an alert rule",
    description: "As it stands. Its `ETag` goes into `If-Match` of a change.",
    request: { params: ruleParams },
    responses: { 200: { description: "The rule", content }, ...failures("not-found", ...keyFailures) },
  },
  async (deps, { c, actor, params: { plant_id, rule_id } }) =>
    represented(c, ruleAnswer(await getRule(deps.alerts, actor, plant_id, rule_id))),
);

const patch = secured(
  {
    method: "patch",
    path: `${path}/{rule_id}`,
    operationId: "changeAlertRule",
    tags,
    summary: "Change an alert rule",
    description:
      "What is left out stays; `enabled: false` switches it off. What the rule had found is over with the change and looked at anew.",
    request: {
      params: ruleParams,
      body: {
        required: true,
        content: patchContent(examples.rulePatch),
      },
    },
    responses: { 200: { description: "Changed", content }, ...failures(...bodyFailures, "not-found", ...keyFailures) },
  },
  async (deps, { c, actor, params: { plant_id, rule_id }, body }) => {
    const change = {
      mayChange: (standing: KeptRule) => requireMatch(c, ruleAnswer(standing)),
      apply: (before: AlertRule) => validBody(alertRuleSchema, mergePatch(before, body)),
    };
    return represented(c, ruleAnswer(await changeRule(deps.alerts, actor, plant_id, rule_id, change)));
  },
  { update: "if-match-optional" },
);

const remove = secured(
  {
    method: "delete",
    path: `${path}/{rule_id}`,
    operationId: "deleteAlertRule",
    tags,
    summary: "Delete an alert rule",
    description: "Its open alerts are resolved with the next look. The answer is what it was.",
    request: { params: ruleParams },
    responses: { 200: { description: "Deleted", content }, ...failures("not-found", ...keyFailures) },
  },
  async (deps, { c, actor, params: { plant_id, rule_id } }) => {
    const mayDelete = (standing: KeptRule) => requireMatch(c, ruleAnswer(standing));
    return json(c, ruleAnswer(await deleteRule(deps.alerts, actor, plant_id, rule_id, mayDelete)));
  },
  { update: "if-match-optional" },
);

const readDefaults = secured(
  {
    method: "get",
    path: defaultsPath,
    operationId: "getAlertDefaults",
    tags,
    summary: "Look at a plant's default rules",
    description: "A new plant begins with them: devices that stop sending, calibrations that end.",
    request: { params },
    responses: {
      200: { description: "Whether they are on, and which", content: defaultsContent },
      ...failures("not-found", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { plant_id } }) =>
    represented(c, defaultsAnswer(await getDefaults(deps.alerts, actor, plant_id))),
);

const putDefaults = secured(
  {
    method: "put",
    path: defaultsPath,
    operationId: "setAlertDefaults",
    tags,
    summary: "Switch a plant's default rules off or on",
    description: "All of them in one call. Switched on, one that was deleted is there again.",
    request: {
      params,
      body: {
        required: true,
        content: { "application/json": { schema: schemas.defaultsBody, example: examples.defaultsChoice } },
      },
    },
    responses: {
      200: { description: "As they are now", content: defaultsContent },
      ...failures(...bodyFailures, "not-found", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { plant_id }, body: { enabled } }) => {
    const mayChange = (standing: Defaults) => requireMatch(c, defaultsAnswer(standing));
    return represented(c, defaultsAnswer(await setDefaults(deps.alerts, actor, plant_id, enabled, mayChange)));
  },
  { update: "if-match-optional" },
);

const ruleAnswer = ({ ruleId, plantId, defaultName, rule, createdAt, updatedAt }: KeptRule) => ({
  rule_id: ruleId,
  plant_id: plantId,
  default: defaultName,
  rule,
  created_at: createdAt.toISOString(),
  updated_at: updatedAt.toISOString(),
});

const defaultsAnswer = ({ enabled, rules }: Defaults) => ({ enabled, rules: rules.map(ruleAnswer) });

export const alertRuleOperations: readonly Operation[] = [post, list, get, patch, remove, readDefaults, putDefaults];
