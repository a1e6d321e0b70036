import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { hashscanTokenUrl, hashscanTransactionUrl } from "../issuance/links.ts";
import type { PublicRetirement, Retirement } from "../issuance/retirement-store.ts";
import {
  getRetirement as findRetirement,
  listOwnRetirements,
  listRetired,
  orderRetirement,
} from "../issuance/retirements.ts";
import { retirementStatementOf } from "../issuance/unit-statements.ts";
import { json, nextPageLink } from "./answers.ts";
import type { HttpDeps } from "./deps.ts";
import { requiredIdempotencyKey } from "./headers.ts";
import { replayedHeader } from "./idempotency.ts";
import { issuanceId } from "./issuances.schemas.ts";
import { bodyFailures, type Env, failures, hidden, keyFailures, type Operation, open, secured } from "./operation.ts";
import * as pages from "./pages.ts";
import { cursorParameter, limitParameter } from "./parameters.ts";
import { retirementListPage, retirementPage } from "./retirements.page.ts";
import { sheetPolicy } from "./sheet.page.ts";
import * as examples from "./units.examples.ts";
import {
  idempotencyHeader,
  type RetirementAnswer,
  retirementBody,
  retirementId,
  retirementPageSchema,
  retirementSchema,
} from "./units.schemas.ts";

const ofIssuance = z.object({ issuance_id: issuanceId });
const params = z.object({ retirement_id: retirementId });
const content = { "application/json": { schema: retirementSchema, example: examples.retirement } };
const listContent = { "application/json": { schema: retirementPageSchema, example: examples.retirementPage } };
const orderHeaders = {
  Location: { description: "Where it stands, for everybody", schema: { type: "string" } },
  [replayedHeader]: { description: "Whether the key was used for this order before", schema: { type: "string" } },
} as const;
const pageQuery = z.strictObject({ cursor: cursorParameter.optional(), limit: limitParameter });
const openFailures = ["storage-unavailable", "internal"] as const;

const postRetirement = secured(
  {
    method: "post",
    path: "/api/v1/issuances/{issuance_id}/retirements",
    operationId: "orderRetirement",
    tags: ["Units"],
    summary: "Retire issued units for somebody",
    description:
      "For the owner, signed in with a second factor. **Final**: from this call on the units are nobody's, and you cannot take them back; only where the ledger has their token deleted before it retired them does it end `failed`, and nothing is retired. The answer does not wait for the ledger, which burns them (or moves them to the retirement account) once, under the digest of the statement that this makes. What is sent here becomes public as it is written, under an id that names neither plant nor organisation. Units that were transferred are the receiver's to retire.",
    request: {
      params: ofIssuance,
      headers: idempotencyHeader,
      body: {
        required: true,
        content: { "application/json": { schema: retirementBody, example: examples.newRetirement } },
      },
    },
    responses: {
      200: {
        description: "The key was used for this order before",
        headers: orderHeaders,
        content,
      },
      202: {
        description: "Ordered: the ledger follows",
        headers: orderHeaders,
        content,
      },
      ...failures(
        ...bodyFailures,
        "not-found",
        "second-factor-required",
        "issuance-state",
        "idempotency-key-reused",
        "rule-violated",
        ...keyFailures,
      ),
    },
  },
  async (deps, { c, actor, params: { issuance_id }, body }) => {
    const key = requiredIdempotencyKey(c.req.header("Idempotency-Key"));
    const { name, id = null, country = null } = body.beneficiary;
    const wanted = {
      units: BigInt(body.units),
      beneficiary: { name, id, country },
      reason: body.reason,
      usePeriod: body.use_period ?? null,
    };
    const { retirement, repeated } = await orderRetirement(deps.units, actor, issuance_id, wanted, key);
    const answer = retirementAnswer(deps, retirement);
    const headers = { Location: answer.links.self, [replayedHeader]: String(repeated) };
    return json(c, answer, repeated ? 200 : 202, headers);
  },
  { ownIdempotency: true },
);

const getOfIssuance = secured(
  {
    method: "get",
    path: "/api/v1/issuances/{issuance_id}/retirements",
    operationId: "listIssuanceRetirements",
    tags: ["Units"],
    summary: "List the retirements of an issuance",
    description: "Of your own organisation, oldest first, those that the ledger has not done yet included.",
    request: { params: ofIssuance, query: pages.pageQuery("issuance-retirements") },
    responses: {
      200: { description: "One page", headers: pages.pageHeaders, content: listContent },
      ...failures("invalid-request", "not-found", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { issuance_id }, query }) => {
    const keyOf = ({ createdAt, retirementId }: Retirement) => [createdAt.toISOString(), retirementId];
    const found = pages.inOrder(await listOwnRetirements(deps.plants, actor, issuance_id), keyOf);
    const { items, cursor } = pages.pageOf("issuance-retirements", found, keyOf, query);
    return pages.paged(
      c,
      items.map((one) => retirementAnswer(deps, one)),
      cursor,
    );
  },
);

const getRetirements = open(
  {
    method: "get",
    path: "/api/v1/retirements",
    operationId: "listRetirements",
    tags: ["Units"],
    summary: "List what was retired",
    description:
      "Public: retirements that the ledger has done, of all organisations of this gateway, newest first, as far as whoever retired disclosed it. No credit of a programme.",
    request: { query: pageQuery },
    responses: {
      200: {
        description: "One page",
        headers: {
          Link: { description: '`rel="next"` when there is another page (RFC 8288)', schema: { type: "string" } },
        },
        content: listContent,
      },
      ...failures("invalid-request", ...openFailures),
    },
  },
  async (deps, { c, query }) => {
    const { items, nextCursor } = await listRetired(deps, query);
    const answer = { items: items.map((one) => retirementAnswer(deps, one)), next_cursor: nextCursor ?? null };
    return json(c, answer, 200, nextPageLink(c, nextCursor));
  },
);

const getRetirement = open(
  {
    method: "get",
    path: "/api/v1/retirements/{retirement_id}",
    operationId: "getRetirement",
    tags: ["Units"],
    summary: "Look at one retirement",
    description:
      "Public: what the retiring party disclosed, and where it stands on the ledger. SHA-256 of `statement` is the memo of that transaction, so anybody can check that the ledger retired exactly this. For people: `/retirements/{retirement_id}`.",
    request: { params },
    responses: { 200: { description: "The retirement", content }, ...failures("not-found", ...openFailures) },
  },
  async (deps, { c, params: { retirement_id } }) =>
    json(c, retirementAnswer(deps, await findRetirement(deps, retirement_id))),
);

const getPage = open(
  { ...hidden("/retirements/{retirement_id}"), request: { params } },
  async (deps, { c, params: { retirement_id } }) =>
    pageOf(c, retirementPage(retirementAnswer(deps, await findRetirement(deps, retirement_id)))),
);

const getListPage = open({ ...hidden("/retirements"), request: { query: pageQuery } }, async (deps, { c, query }) => {
  const { items, nextCursor } = await listRetired(deps, query);
  return pageOf(
    c,
    retirementListPage(
      items.map((one) => retirementAnswer(deps, one)),
      nextCursor,
    ),
  );
});

function pageOf(c: Context<Env>, html: string): Response {
  c.header("Content-Security-Policy", sheetPolicy);
  return c.body(html, 200, { "Content-Type": "text/html; charset=utf-8" });
}

const labels = {
  ordered: "issued units, ordered to be retired",
  done: "issued units, retired",
  failed: "issued units, not retired",
} as const;

/** Nothing that the statement does not say, and where the ledger stands. */
function retirementAnswer({ ledger: { network } }: HttpDeps, retirement: PublicRetirement): RetirementAnswer {
  const { transactionId, state, memo, failure } = retirement;
  const settledAt = retirement.settledAt?.toISOString() ?? null;
  const said = retirementStatementOf(retirement.statement);
  return {
    retirement_id: said.retirement_id,
    state,
    label: labels[state],
    units: said.units,
    unit_g: said.unit_g,
    tonnes: said.tonnes,
    rulebook: said.rulebook,
    vintage: said.vintage,
    beneficiary: said.beneficiary,
    reason: said.reason,
    use_period: said.use_period,
    method: said.method,
    account_id: said.account_id,
    issued_under: said.issued_under,
    statement: new TextDecoder().decode(retirement.statement),
    statement_sha256: memo,
    token_id: said.token_id,
    token_url: hashscanTokenUrl(network, said.token_id),
    transaction_id: transactionId,
    hashscan_url: transactionId && hashscanTransactionUrl(network, transactionId),
    network,
    ordered_at: said.ordered_at,
    retired_at: state === "done" ? settledAt : null,
    failed_at: state === "failed" ? settledAt : null,
    failure,
    links: { self: `/api/v1/retirements/${said.retirement_id}`, page: `/retirements/${said.retirement_id}` },
  };
}

export const retirementOperations: readonly Operation[] = [
  postRetirement,
  getOfIssuance,
  getRetirements,
  getRetirement,
  getPage,
  getListPage,
];
