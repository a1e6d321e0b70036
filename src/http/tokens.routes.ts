import { z } from "@hono/zod-openapi";
import { hashscanTokenUrl, hashscanTransactionUrl } from "../issuance/links.ts";
import { listTokens, type TokenState } from "../issuance/token-store.ts";
import { describeToken } from "../issuance/tokens.ts";
import { json } from "./answers.ts";
import type { HttpDeps } from "./deps.ts";
import { failures, type Operation, open } from "./operation.ts";

const units = z.string().regex(/^\d+$/).describe("Smallest units of the token");
const tokenSchema = z
  .object({
    token: z.string().describe("Rulebook, vintage and grams of a unit: one token for each"),
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
      .describe("What the ledger shows and no statement asked for: nothing more is issued until a person has looked"),
    accepted_transactions: z
      .array(z.string())
      .describe("Mints that no statement asked for and the registrar has looked into"),
    reconciled: z
      .object({ minted: units, burned: units, at: z.iso.datetime() })
      .nullable()
      .describe("The ledger's own mints and burns, as the mirror showed them last"),
  })
  .meta({ id: "Token" });
const tokenPageSchema = z.object({ items: z.array(tokenSchema) }).meta({ id: "TokenList" });

const example = {
  items: [
    {
      token: "acm0002-v22.0/2025/1000",
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
      reconciled: { minted: "273170", burned: "0", at: "2025-02-11T08:05:00.000Z" },
    },
  ],
};

const getTokens = open(
  {
    method: "get",
    path: "/api/v1/tokens",
    operationId: "listTokens",
    tags: ["Issuance"],
    summary: "List the tokens that issued units are kept in",
    description:
      "Public: one fungible token for each rulebook, vintage and unit, with its place on the ledger and what the last reconciliation of the ledger with the statements found. No credit of a programme.",
    responses: {
      200: { description: "The tokens", content: { "application/json": { schema: tokenPageSchema, example } } },
      ...failures("invalid-request", "storage-unavailable", "internal"),
    },
  },
  async (deps, { c }) => {
    const found = await listTokens(deps.db.shared);
    return json(c, { items: found.map((token) => tokenAnswer(deps, token)) });
  },
);

function tokenAnswer({ ledger: { network } }: HttpDeps, token: TokenState) {
  const { halt, reconciled, tokenId } = token;
  const { name, symbol, decimals, maxSupply } = describeToken(token);
  return {
    token: token.tokenKey,
    token_id: tokenId,
    hashscan_url: tokenId && hashscanTokenUrl(network, tokenId),
    name,
    symbol,
    decimals,
    max_supply: String(maxSupply),
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
      at: reconciled.at.toISOString(),
    },
  };
}

export const tokenOperations: readonly Operation[] = [getTokens];
