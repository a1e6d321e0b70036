import { amendPeriod, closePeriod, recomputeStatement } from "../issuance/closing.ts";
import {
  getPeriod,
  getStatement,
  listPeriods,
  openPeriod,
  type PeriodView,
  withdrawPeriod,
} from "../issuance/periods.ts";
import type { Stated } from "../issuance/stating.ts";
import type { Actor } from "../kernel/actor.ts";
import { json, represented, whole } from "./answers.ts";
import { requireMatchOf } from "./conditional.ts";
import type { HttpDeps } from "./deps.ts";
import { bodyFailures, failures, keyFailures, type Operation, secured } from "./operation.ts";
import { paged, pageHeaders, pageOf, pageQuery } from "./pages.ts";
import { periodAnswers } from "./periods.answers.ts";
import * as examples from "./periods.examples.ts";
import {
  amendmentBody,
  factsBody,
  openPeriodBody,
  periodPageSchema,
  periodParams,
  periodSchema,
  plantParams,
  recomputationSchema,
  statedSchema,
  statementParams,
  statementSchema,
} from "./periods.schemas.ts";

const list = "periods";
const periods = "/api/v1/plants/{plant_id}/periods";
const onePeriod = `${periods}/{period_id}` as const;
const location = { Location: { description: "Where it stands", schema: { type: "string" } } } as const;
const periodContent = { "application/json": { schema: periodSchema, example: examples.period } };

const postPeriod = secured(
  {
    method: "post",
    path: periods,
    operationId: "openPeriod",
    tags: ["Periods"],
    summary: "Open a monitoring period",
    description:
      "From a local day to before another; the bounds are local midnights of the plant's zone. A period lies in one vintage (calendar year), one crediting period and, unless the design fixes a year of its factor table, one of those years; it overlaps no other and follows what is closed: else 422 with `rule`.",
    request: {
      params: plantParams,
      body: {
        required: true,
        content: { "application/json": { schema: openPeriodBody, example: examples.openPeriod } },
      },
    },
    responses: {
      201: { description: "Opened", headers: location, content: periodContent },
      ...failures(...bodyFailures, "not-found", "rule-violated", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { plant_id }, body }) => {
    const period = await openPeriod(deps.plants, actor, plant_id, body);
    const headers = { Location: `/api/v1/plants/${plant_id}/periods/${period.periodId}` };
    return json(c, await answerOf(deps, actor, plant_id, period), 201, headers);
  },
);

const getPeriods = secured(
  {
    method: "get",
    path: periods,
    operationId: "listPeriods",
    tags: ["Periods"],
    summary: "List a plant's monitoring periods",
    description: "In the order of their days, each with its statements. Follow `next_cursor`, or the Link header.",
    request: { params: plantParams, query: pageQuery(list) },
    responses: {
      200: {
        description: "One page",
        headers: pageHeaders,
        content: { "application/json": { schema: periodPageSchema, example: examples.periodPage } },
      },
      ...failures("invalid-request", "not-found", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { plant_id }, query }) => {
    const found = await listPeriods(deps.plants, actor, plant_id);
    const page = pageOf(list, found, (period) => [period.from, period.periodId], query);
    return paged(c, await periodAnswers(deps, { orgId: actor.orgId, plantId: plant_id }, page.items), page.cursor);
  },
);

const getOne = secured(
  {
    method: "get",
    path: onePeriod,
    operationId: "getPeriod",
    tags: ["Periods"],
    summary: "Look at one monitoring period",
    description: "Open, or closed with its statements, oldest first.",
    request: { params: periodParams },
    responses: {
      200: { description: "The period", content: periodContent },
      ...failures("not-found", ...keyFailures),
    },
  },
  async (deps, { c, actor, params }) => represented(c, await onePeriodAnswer(deps, actor, params)),
);

const deleteOne = secured(
  {
    method: "delete",
    path: onePeriod,
    operationId: "withdrawPeriod",
    tags: ["Periods"],
    summary: "Withdraw a period that was opened by mistake",
    description: "Only while it is open: a closed period stays for ever. The answer is the period as it was.",
    request: { params: periodParams },
    responses: {
      200: { description: "Withdrawn", content: periodContent },
      ...failures("not-found", "already-exists", ...keyFailures),
    },
  },
  async (deps, { c, actor, params }) => {
    const mayWithdraw = () => requireMatchOf(c, () => onePeriodAnswer(deps, actor, params));
    const withdrawn = await withdrawPeriod(deps.plants, actor, params.plant_id, params.period_id, mayWithdraw);
    return json(c, await answerOf(deps, actor, params.plant_id, withdrawn));
  },
  { update: "if-match-optional" },
);

const statedContent = { "application/json": { schema: statedSchema, example: examples.stated } };

const postClose = secured(
  {
    method: "post",
    path: `${onePeriod}/close`,
    operationId: "closePeriod",
    tags: ["Periods"],
    summary: "Close a monitoring period",
    description:
      "Computes the period from the registers of its main meters, as far as the plant's chain holds them now, and appends the statement to that chain. Export earns only between readings that follow each other without a gap and count by their verdict; import, gross generation and fuel count in full, and where they are not known the period is refused (422). Invoice and check figures can only lower the result. The statement is unverified until a verifier has signed it. Closed periods that rest on records which have stopped counting since are stated anew in the same act, and a request to issue them that still waits is void by it; those statements are listed behind its own.",
    request: {
      params: periodParams,
      body: { required: true, content: { "application/json": { schema: factsBody, example: examples.closingFacts } } },
    },
    responses: {
      201: { description: "Closed", headers: location, content: statedContent },
      ...failures(...bodyFailures, "not-found", "already-exists", "rule-violated", ...keyFailures),
    },
  },
  async (deps, { c, actor, params, body }) => {
    const made = await closePeriod(deps.plants, actor, params.plant_id, params.period_id, body);
    return json(c, await statedAnswer(deps, actor, params, made), 201, { Location: statementPath(params, made[0]) });
  },
);

const postAmendment = secured(
  {
    method: "post",
    path: `${onePeriod}/amendments`,
    operationId: "amendPeriod",
    tags: ["Periods"],
    summary: "State a closed period anew",
    description:
      "With the readings that arrived after its closing and what is stated now; what the body does not mention stands. The new statement names the one it amends. What that one had stated and is on no way to the ledger yet is taken back and stated anew; what was minted stays, and only the difference is added, or owed as a deficit. A request to issue that still waits is void by it. Later periods that took over something which changed by it are stated anew in the same act.",
    request: {
      params: periodParams,
      body: { required: true, content: { "application/json": { schema: amendmentBody, example: examples.amendment } } },
    },
    responses: {
      201: { description: "Amended", headers: location, content: statedContent },
      ...failures(...bodyFailures, "not-found", "rule-violated", ...keyFailures),
    },
  },
  async (deps, { c, actor, params, body }) => {
    const made = await amendPeriod(deps.plants, actor, params.plant_id, params.period_id, body);
    return json(c, await statedAnswer(deps, actor, params, made), 201, { Location: statementPath(params, made[0]) });
  },
);

const getOneStatement = secured(
  {
    method: "get",
    path: `${onePeriod}/statements/{statement_no}`,
    operationId: "getPeriodStatement",
    tags: ["Periods"],
    summary: "Get a statement, byte for byte",
    description:
      "Its canonical (RFC 8785) bytes as they were made; the record of the plant's chain that holds it as `statement` is listed with the period.",
    request: { params: statementParams },
    responses: {
      200: {
        description: "The statement",
        content: { "application/json": { schema: statementSchema, example: examples.statement } },
      },
      ...failures("not-found", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { plant_id, period_id, statement_no } }) => {
    const bytes = await getStatement(deps.plants, actor, plant_id, period_id, statement_no);
    return whole(c, Uint8Array.from(bytes), 200, { "Content-Type": "application/json" });
  },
);

const getRecomputation = secured(
  {
    method: "get",
    path: `${onePeriod}/statements/{statement_no}/recomputation`,
    operationId: "recomputePeriodStatement",
    tags: ["Periods"],
    summary: "Compute a statement again and compare",
    description: "From the plant's chain up to the place the statement names, now, and compared byte for byte.",
    request: { params: statementParams },
    responses: {
      200: {
        description: "Whether the bytes are the same",
        content: { "application/json": { schema: recomputationSchema, example: examples.recomputation } },
      },
      ...failures("not-found", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { plant_id, period_id, statement_no } }) => {
    const again = await recomputeStatement(deps.plants, actor, plant_id, period_id, statement_no);
    return json(c, { statement_no, equal: again.equal, stored_sha256: again.storedSha256, sha256: again.sha256 });
  },
);

type Ids = { readonly plant_id: string; readonly period_id: string };

function statementPath({ plant_id, period_id }: Ids, { facts }: Stated): string {
  return `/api/v1/plants/${plant_id}/periods/${period_id}/statements/${facts.statementNo}`;
}

async function onePeriodAnswer(deps: HttpDeps, actor: Actor, { plant_id, period_id }: Ids) {
  return answerOf(deps, actor, plant_id, await getPeriod(deps.plants, actor, plant_id, period_id));
}

async function answerOf(deps: HttpDeps, actor: Actor, plantId: string, period: PeriodView) {
  const [answer] = await periodAnswers(deps, { orgId: actor.orgId, plantId }, [period]);
  return answer;
}

async function statedAnswer(deps: HttpDeps, actor: Actor, ids: Ids, made: readonly Stated[]) {
  return { period: await onePeriodAnswer(deps, actor, ids), statements: made.map((one) => one.json) };
}

export const periodOperations: readonly Operation[] = [
  postPeriod,
  getPeriods,
  postClose,
  postAmendment,
  getRecomputation,
  getOneStatement,
  getOne,
  deleteOne,
];
