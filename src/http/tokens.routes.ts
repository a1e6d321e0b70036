import { z } from "@hono/zod-openapi";
import { describeCollection } from "../issuance/certificate.ts";
import { hashscanTokenUrl, hashscanTransactionUrl } from "../issuance/links.ts";
import { listTokens, type TokenState } from "../issuance/token-store.ts";
import { decimalsOf, describeToken } from "../issuance/tokens.ts";
import type { HttpDeps } from "./deps.ts";
import { failures, type Operation, open } from "./operation.ts";
import { nextCursor, paged, pageHeaders, pageOf, pageQuery } from "./pages.ts";

const list = "tokens";
const units = z.string().regex(/^\d+$/).describe("Smallest units of the token");
const tokenSchema = z
  .object({
    token: z.string().describe("Rulebook, vintage and grams of a unit; behind them the series, from the second on"),
    holds: z.enum(["units", "certificates"]).describe("Fungible units, or an NFT for each issuance"),
    series: z
      .int()
      .min(1)
      .describe("1 for the first token of its kind; the next is opened when an amount no longer fits"),
    token_id: z.string().nullable().describe("Null until the ledger has created it"),
    hashscan_url: z.string().nullable().describe("Null on the local ledger"),
    name: z.string(),
    symbol: z.string(),
    decimals: z.int(),
    max_supply: units,
    treasury_account_id: z.string(),
    state: z.enum(["creating", "active", "halted"]),
    halted: z
      .object({
        reason: z.string(),
        transaction_id: z.string().nullable(),
        hashscan_url: z.string().nullable(),
        at: z.iso.datetime(),
      })
      .nullable()
      .describe("What the ledger shows and nobody asked for: nothing moves in it until a person has looked"),
    accepted_transactions: z
      .array(z.string())
      .describe("Mints that no statement asked for and the registrar has looked into"),
    reconciled: z
      .object({
        minted: units,
        burned: units.describe("Retired by burning; minted less burned are in circulation"),
        treasury: units.nullable().describe("In the treasury; null: not looked at yet"),
        at: z.iso.datetime(),
      })
      .nullable()
      .describe("The ledger's own mints and burns and its treasury, as the mirror showed them last"),
  })
  .meta({ id: "Token" });
const tokenPageSchema = z.object({ items: z.array(tokenSchema), next_cursor: nextCursor }).meta({ id: "TokenList" });

const example = {
  items: [
    {
      token: "acm0002-v22.0/2025/1000",
      holds: "units" as const,
      series: 1,
      token_id: "0.0.6255930",
      hashscan_url: "https://hashscan.io/testnet/token/0.0.6255930",
      name: "Hydro MRV acm0002-v22.0 2025",
      symbol: "HMRV2025",
      decimals: 3,
      max_supply: "1000000000000",
      treasury_account_id: "0.0.6255927",
      state: "active",
      halted: null,
      accepted_transactions: [],
      reconciled: { minted: "273170", burned: "25000", treasury: "223170", at: "2025-02-11T08:05:00.000Z" },
    },
  ],
  next_cursor: null,
};

const getTokens = open(
  {
    method: "get",
    path: "/api/v1/tokens",
    operationId: "listTokens",
    tags: ["Issuance"],
    summary: "List the tokens that issued units are kept in",
    description:
      "Public: fungible tokens, for each rulebook, vintage and unit one after the other as each is full, and a collection of NFTs where issuances get certificates; each with its place on the ledger and what the last reconciliation of the ledger with the statements found. No credit of a programme.",
    request: { query: pageQuery(list) },
    responses: {
      200: {
        description: "One page, by token",
        headers: pageHeaders,
        content: { "application/json": { schema: tokenPageSchema, example } },
      },
      ...failures("invalid-request", "storage-unavailable", "internal"),
    },
  },
  async (deps, { c, query }) => {
    const page = pageOf(list, await listTokens(deps.db.shared), ({ tokenKey }) => [tokenKey], query);
    return paged(
      c,
      page.items.map((token) => tokenAnswer(deps, token)),
      page.cursor,
    );
  },
);

function tokenAnswer({ ledger: { network } }: HttpDeps, token: TokenState) {
  const { halt, reconciled, tokenId } = token;
  const { name, symbol } = token.holds === "units" ? describeToken(token) : describeCollection(token);
  const decimals = token.holds === "units" ? decimalsOf(token.unitG) : 0;
  return {
    token: token.tokenKey,
    holds: token.holds,
    series: token.series,
    token_id: tokenId,
    hashscan_url: tokenId && hashscanTokenUrl(network, tokenId),
    name,
    symbol,
    decimals,
    max_supply: String(token.maxSupply),
    treasury_account_id: token.treasuryAccountId,
    state: halt !== null ? "halted" : tokenId === null ? "creating" : "active",
    halted: halt && {
      reason: halt.reason,
      transaction_id: halt.transactionId,
      hashscan_url: halt.transactionId && hashscanTransactionUrl(network, halt.transactionId),
      at: halt.at.toISOString(),
    },
    accepted_transactions: token.accepted,
    reconciled: reconciled && {
      minted: String(reconciled.minted),
      burned: String(reconciled.burned),
      treasury: reconciled.treasury === null ? null : String(reconciled.treasury),
      at: reconciled.at.toISOString(),
    },
  };
}

export const tokenOperations: readonly Operation[] = [getTokens];
