import { z } from "@hono/zod-openapi";
import {
  getIssuance as findIssuance,
  type IssuanceDetail,
  listVisibleIssuances,
} from "../issuance/issuance-queries.ts";
import type { IssuanceStep } from "../issuance/issuance-store.ts";
import { claimOf } from "../issuance/lifecycle.ts";
import { hashscanTokenUrl, hashscanTransactionUrl } from "../issuance/links.ts";
import { approveIssuance, commitMint } from "../issuance/minting.ts";
import { requestIssuance, type Taken } from "../issuance/requests.ts";
import { decideOnIssuance } from "../issuance/verification.ts";
import type { Actor } from "../kernel/actor.ts";
import { bytesToHex } from "../kernel/canonical.ts";
import { json } from "./answers.ts";
import type { HttpDeps } from "./deps.ts";
import * as examples from "./issuances.examples.ts";
import { issuanceId, issuancePageSchema, issuanceSchema, verificationBody } from "./issuances.schemas.ts";
import { bodyFailures, type Call, failures, keyFailures, type Operation, secured } from "./operation.ts";
import { cursorOf, paged, pageHeaders, pageQuery } from "./pages.ts";
import { periodParams } from "./periods.schemas.ts";

const list = "issuances";
const one = "/api/v1/issuances/{issuance_id}";
const params = z.object({ issuance_id: issuanceId });
const content = { "application/json": { schema: issuanceSchema, example: examples.issuance } };
const location = { Location: { description: "Where the issuance stands", schema: { type: "string" } } } as const;
const repeated = { description: "The step had been taken: nothing changed", headers: location, content };
const stepFailures = ["not-found", "not-accredited", "duties-conflict", "issuance-state", "rule-violated"] as const;

const postRequest = secured(
  {
    method: "post",
    path: "/api/v1/plants/{plant_id}/periods/{period_id}/issuances",
    operationId: "requestIssuance",
    tags: ["Issuance"],
    summary: "Ask for a period's newest statement to be verified and issued",
    description:
      "The operator's step. A verifier and an issuer of two other organisations, invited by the owner and accredited for the rulebook, take the next ones. Asked again, there is one request; an amendment of the period or a claim on its MWh elsewhere ends it. Refused (422) with `rule` and `clause` where MWh of the period are claimed elsewhere, a meter's serial is active in another plant, or the statement rests on records that count no more.",
    request: { params: periodParams },
    responses: {
      200: repeated,
      201: { description: "Requested", headers: location, content },
      ...failures("not-found", "duties-conflict", "rule-violated", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { plant_id, period_id } }) =>
    takenAnswer(deps, c, actor, await requestIssuance(deps.plants, actor, plant_id, period_id), 201),
);

const getAll = secured(
  {
    method: "get",
    path: "/api/v1/issuances",
    operationId: "listIssuances",
    tags: ["Issuance"],
    summary: "List issuances that your organisation has to do with",
    description:
      "Those of its own plants and of periods it is invited to, by organisation, plant and time of request. Follow `next_cursor`, or the Link header.",
    request: { query: pageQuery(list) },
    responses: {
      200: {
        description: "One page",
        headers: pageHeaders,
        content: { "application/json": { schema: issuancePageSchema, example: examples.issuancePage } },
      },
      ...failures("invalid-request", ...keyFailures),
    },
  },
  async (deps, { c, actor, query: { cursor: after, limit } }) => {
    const found = await listVisibleIssuances(deps.plants, actor, { after, limit });
    const next = found.next && cursorOf(list, found.next);
    return paged(
      c,
      found.issuances.map((one) => issuanceAnswer(deps, one)),
      next,
    );
  },
);

const getOne = secured(
  {
    method: "get",
    path: one,
    operationId: "getIssuance",
    tags: ["Issuance"],
    summary: "Look at one issuance",
    description: "Where it stands, who took which step under which accreditation, and how far the ledger has got.",
    request: { params },
    responses: { 200: { description: "The issuance", content }, ...failures("not-found", ...keyFailures) },
  },
  async (deps, { c, actor, params: { issuance_id } }) =>
    json(c, issuanceAnswer(deps, await findIssuance(deps.plants, actor, issuance_id))),
);

const postVerification = secured(
  {
    method: "post",
    path: `${one}/verification`,
    operationId: "verifyIssuance",
    tags: ["Issuance"],
    summary: "Sign a statement, or reject it",
    description:
      "For keys with the role `verifier` of an organisation that is invited to the period as its verifier and accredited for the rulebook now. The signature is made off the gateway over the statement's exact bytes (`npm run audit -- sign FILE`, or any Ed25519 tool) and held against the accredited keys. The same finding again answers 200.",
    request: {
      params,
      body: {
        required: true,
        content: { "application/json": { schema: verificationBody, example: examples.verification } },
      },
    },
    responses: {
      200: repeated,
      201: { description: "Verified or rejected", headers: location, content },
      ...failures(...bodyFailures, ...stepFailures, "second-factor-required", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { issuance_id }, body }) => {
    const finding =
      body.decision === "reject"
        ? body
        : { ...body, signature: Uint8Array.from(Buffer.from(body.signature, "base64")) };
    return takenAnswer(deps, c, actor, await decideOnIssuance(deps.plants, actor, issuance_id, finding), 201);
  },
);

const postApproval = secured(
  {
    method: "post",
    path: `${one}/approval`,
    operationId: "approveIssuance",
    tags: ["Issuance"],
    summary: "Accept a verified statement for issue",
    description:
      "For keys with the role `issuer` of an organisation that is invited as the period's issuer, accredited for the rulebook, and neither its operator nor its verifier. What an issuer approved that is invited no more, another one approves in its place. Again: 200.",
    request: { params },
    responses: {
      200: repeated,
      201: { description: "Approved", headers: location, content },
      ...failures(...stepFailures, "second-factor-required", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { issuance_id } }) =>
    takenAnswer(deps, c, actor, await approveIssuance(deps.plants, actor, issuance_id), 201),
);

const postMint = secured(
  {
    method: "post",
    path: `${one}/mint`,
    operationId: "mintIssuance",
    tags: ["Issuance"],
    summary: "Have an approved issuance minted",
    description:
      "Commits the mint: from here on there is no way back, and the ledger does it once. The answer does not wait for it; `state` becomes `issued` when the last part is on the ledger. Again: 200 with the same mint.",
    request: { params },
    responses: {
      200: repeated,
      202: { description: "Committed: the ledger follows", headers: location, content },
      ...failures(...stepFailures, "second-factor-required", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { issuance_id } }) =>
    takenAnswer(deps, c, actor, await commitMint(deps.plants, actor, issuance_id), 202),
);

type Context = Call<unknown, Actor>["c"];

async function takenAnswer(deps: HttpDeps, c: Context, actor: Actor, taken: Taken, status: 201 | 202) {
  const { issuanceId: id } = taken.issuance;
  const answer = issuanceAnswer(deps, await findIssuance(deps.plants, actor, id));
  return json(c, answer, taken.repeated ? 200 : status, { Location: `/api/v1/issuances/${id}` });
}

function issuanceAnswer(deps: HttpDeps, { issuance, mint, certificate, alerts, keys }: IssuanceDetail) {
  return {
    issuance_id: issuance.issuanceId,
    plant_id: issuance.plantId,
    period_id: issuance.periodId,
    statement_no: issuance.statementNo,
    statement_sha256: bytesToHex(issuance.statementSha256),
    state: issuance.state,
    label: claimOf(issuance.state),
    rulebook: issuance.rulebook,
    vintage: issuance.vintage,
    unit_g: String(issuance.unitG),
    units: String(issuance.units),
    requested_at: issuance.requestedAt.toISOString(),
    steps: issuance.steps.map((step) => stepAnswer(step, keys)),
    mint: mint === undefined ? null : mintAnswer(deps, mint, certificate),
    alerts: alerts.map((alert) => ({
      alert_id: alert.alertId,
      statement_no: alert.statementNo,
      record_id: alert.recordId,
      effective_status: alert.effectiveStatus,
      raised_at: alert.raisedAt.toISOString(),
    })),
  };
}

function stepAnswer(step: IssuanceStep, keys: IssuanceDetail["keys"]) {
  const key = step.accreditationId === null ? undefined : keys.get(step.accreditationId);
  return {
    step: step.step,
    duty: step.party?.duty ?? null,
    organisation: step.party?.orgId ?? null,
    key_id: step.party?.keyId ?? null,
    accreditation: key === undefined ? null : { accreditation_id: step.accreditationId, public_key: bytesToHex(key) },
    signature: step.signature && Buffer.from(step.signature).toString("base64"),
    reason: step.reason,
    at: step.at.toISOString(),
    record_id: step.recordId,
    commitment: bytesToHex(step.commitment),
  };
}

function mintAnswer(
  { ledger: { network } }: HttpDeps,
  { intentId, state, tokenKey, amount, parts }: NonNullable<IssuanceDetail["mint"]>,
  certificate: IssuanceDetail["certificate"],
) {
  return {
    mint_id: intentId,
    state,
    token: tokenKey,
    amount: String(amount),
    certificate: certificate === undefined ? null : certificateAnswer(network, certificate),
    parts: parts.map((part) => ({
      part_no: part.partNo,
      amount: String(part.amount),
      memo: part.memo,
      state: part.state,
      token_id: part.tokenId,
      transaction_id: part.transactionId,
      message_transaction_id: part.messageTransactionId,
      token_url: part.tokenId && hashscanTokenUrl(network, part.tokenId),
      hashscan_url: part.transactionId && hashscanTransactionUrl(network, part.transactionId),
    })),
  };
}

function certificateAnswer(
  network: HttpDeps["ledger"]["network"],
  { state, uri, tokenId, serial, transactionId }: NonNullable<IssuanceDetail["certificate"]>,
) {
  const page = serial === null ? null : hashscanTokenUrl(network, tokenId);
  return {
    state,
    uri,
    token_id: tokenId,
    serial: serial === null ? null : String(serial),
    transaction_id: transactionId,
    hashscan_url: page && `${page}/${serial}`,
  };
}

export const issuanceOperations: readonly Operation[] = [
  postRequest,
  getAll,
  postVerification,
  postApproval,
  postMint,
  getOne,
];
