import { z } from "@hono/zod-openapi";
import type { Holding } from "../issuance/holdings-store.ts";
import { hashscanAccountUrl, hashscanTokenUrl, hashscanTransactionUrl } from "../issuance/links.ts";
import type { Transfer } from "../issuance/transfer-store.ts";
import {
  getTransfer as findTransfer,
  listOwnHoldings,
  listOwnTransfers,
  orderTransfer,
  recallTransfer,
} from "../issuance/transfers.ts";
import { tonnesOf } from "../issuance/unit-statements.ts";
import { json } from "./answers.ts";
import type { HttpDeps } from "./deps.ts";
import { requiredIdempotencyKey } from "./headers.ts";
import { replayedHeader } from "./idempotency.ts";
import { issuanceId } from "./issuances.schemas.ts";
import { bodyFailures, failures, keyFailures, type Operation, secured } from "./operation.ts";
import { inOrder, paged, pageHeaders, pageOf, pageQuery } from "./pages.ts";
import * as examples from "./units.examples.ts";
import {
  holdingPageSchema,
  idempotencyHeader,
  transferBody,
  transferId,
  transferPageSchema,
  transferSchema,
} from "./units.schemas.ts";

const ofIssuance = z.object({ issuance_id: issuanceId });
const params = z.object({ transfer_id: transferId });
const content = { "application/json": { schema: transferSchema, example: examples.transfer } };
const orderHeaders = {
  Location: { description: "Where it stands", schema: { type: "string" } },
  [replayedHeader]: { description: "Whether the key was used for this order before", schema: { type: "string" } },
} as const;

const getHoldings = secured(
  {
    method: "get",
    path: "/api/v1/holdings",
    operationId: "listHoldings",
    tags: ["Units"],
    summary: "List the issued units that your organisation holds",
    description:
      "By issuance and token. What is free may be transferred or retired; the four places add up to what was minted, always.",
    request: { query: pageQuery("holdings") },
    responses: {
      200: {
        description: "One page, by issuance and token",
        headers: pageHeaders,
        content: { "application/json": { schema: holdingPageSchema, example: examples.holdingPage } },
      },
      ...failures("invalid-request", ...keyFailures),
    },
  },
  async (deps, { c, actor, query }) => {
    const keyOf = ({ issuanceId, tokenId }: Holding) => [issuanceId, tokenId];
    const held = inOrder(await listOwnHoldings(deps.plants, actor), keyOf);
    const { items, cursor } = pageOf("holdings", held, keyOf, query);
    return paged(
      c,
      items.map((one) => holdingAnswer(deps, one)),
      cursor,
    );
  },
);

const postTransfer = secured(
  {
    method: "post",
    path: "/api/v1/issuances/{issuance_id}/transfers",
    operationId: "orderTransfer",
    tags: ["Units"],
    summary: "Transfer issued units to an account of the ledger",
    description:
      "For the owner, signed in with a second factor. The order is committed and the units are set aside; the answer does not wait for the ledger, which does it once. An account that has no room for the token gets an airdrop, which waits there until its owner claims it (`pending_claim`). If the ledger refuses the account for good the units are free again (`failed`). Refused (422) with `rule` for an account that the ledger does not have, more units than are free, or a halted token.",
    request: {
      params: ofIssuance,
      headers: idempotencyHeader,
      body: {
        required: true,
        content: { "application/json": { schema: transferBody, example: examples.newTransfer } },
      },
    },
    responses: {
      200: {
        description: "The key was used for this order before",
        headers: orderHeaders,
        content,
      },
      202: { description: "Ordered: the ledger follows", headers: orderHeaders, content },
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
    const wanted = { toAccount: body.to_account, units: BigInt(body.units) };
    const { transfer, repeated } = await orderTransfer(deps.units, actor, issuance_id, wanted, key);
    const headers = { Location: `/api/v1/transfers/${transfer.transferId}`, [replayedHeader]: String(repeated) };
    return json(c, transferAnswer(deps, transfer), repeated ? 200 : 202, headers);
  },
  { ownIdempotency: true },
);

const getTransfers = secured(
  {
    method: "get",
    path: "/api/v1/issuances/{issuance_id}/transfers",
    operationId: "listTransfers",
    tags: ["Units"],
    summary: "List the transfers of an issuance",
    description: "Of your own organisation, oldest first.",
    request: { params: ofIssuance, query: pageQuery("transfers") },
    responses: {
      200: {
        description: "One page",
        headers: pageHeaders,
        content: { "application/json": { schema: transferPageSchema, example: examples.transferPage } },
      },
      ...failures("invalid-request", "not-found", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { issuance_id }, query }) => {
    const keyOf = ({ createdAt, transferId }: Transfer) => [createdAt.toISOString(), transferId];
    const found = inOrder(await listOwnTransfers(deps.plants, actor, issuance_id), keyOf);
    const { items, cursor } = pageOf("transfers", found, keyOf, query);
    return paged(
      c,
      items.map((one) => transferAnswer(deps, one)),
      cursor,
    );
  },
);

const getTransfer = secured(
  {
    method: "get",
    path: "/api/v1/transfers/{transfer_id}",
    operationId: "getTransfer",
    tags: ["Units"],
    summary: "Look at one transfer",
    description: "How far it has got, and the ledger's transaction once there is one.",
    request: { params },
    responses: { 200: { description: "The transfer", content }, ...failures("not-found", ...keyFailures) },
  },
  async (deps, { c, actor, params: { transfer_id } }) =>
    json(c, transferAnswer(deps, await findTransfer(deps.plants, actor, transfer_id))),
);

const postRecall = secured(
  {
    method: "post",
    path: "/api/v1/transfers/{transfer_id}/recall",
    operationId: "recallTransfer",
    tags: ["Units"],
    summary: "Take back a transfer that has not arrived",
    description:
      "For the owner, signed in with a second factor. Before anything was sent it is cancelled at once. An airdrop that waits is recalled: the ledger decides whether the receiver or the recall was first, and the units are free again only if it was the recall. Again: 200.",
    request: { params },
    responses: {
      200: { description: "It was asked for before", content },
      202: { description: "Cancelled, or the ledger follows", content },
      ...failures("not-found", "issuance-state", "second-factor-required", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { transfer_id } }) => {
    const { transfer, repeated } = await recallTransfer(deps.plants, actor, transfer_id);
    return json(c, transferAnswer(deps, transfer), repeated ? 200 : 202);
  },
);

function holdingAnswer({ ledger: { network } }: HttpDeps, held: Holding) {
  return {
    plant_id: held.plantId,
    issuance_id: held.issuanceId,
    token_id: held.tokenId,
    token_url: hashscanTokenUrl(network, held.tokenId),
    rulebook: held.rulebook,
    vintage: held.vintage,
    unit_g: String(held.unitG),
    minted: String(held.minted),
    free: String(held.free),
    moving: String(held.moving),
    transferred: String(held.transferred),
    retired: String(held.retired),
    free_t: tonnesOf(held.free, held.unitG),
    token_deleted_at: held.tokenDeletedAt?.toISOString() ?? null,
  };
}

function transferAnswer({ ledger: { network } }: HttpDeps, transfer: Transfer) {
  const { transactionId, claimTransactionId } = transfer;
  const moved = claimTransactionId ?? transactionId;
  return {
    transfer_id: transfer.transferId,
    issuance_id: transfer.issuanceId,
    token_id: transfer.tokenId,
    units: String(transfer.units),
    to_account: transfer.toAccount,
    account_url: hashscanAccountUrl(network, transfer.toAccount),
    state: transfer.state,
    route: transfer.route,
    reason: transfer.reason,
    statement: new TextDecoder().decode(transfer.statement),
    memo: transfer.memo,
    transaction_id: transactionId,
    hashscan_url: moved && hashscanTransactionUrl(network, moved),
    claim_transaction_id: claimTransactionId,
    ordered_at: transfer.createdAt.toISOString(),
    recalled_at: transfer.recalledAt?.toISOString() ?? null,
    settled_at: transfer.settledAt?.toISOString() ?? null,
    record_id: transfer.recordId,
  };
}

export const unitOperations: readonly Operation[] = [getHoldings, postTransfer, getTransfers, getTransfer, postRecall];
