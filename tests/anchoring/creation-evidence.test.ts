import { describe, expect, test } from "vitest";
import { type Creation, type CreationBooks, creationsOf } from "../../src/anchoring/creation-evidence.ts";
import { LedgerUnavailable, type Mirror, type MirrorEntry, type TokenInfo } from "../../src/ledger/ledger.ts";

const [operator, former, treasury, stranger] = ["0.0.2", "0.0.3", "0.0.4", "0.0.666"];
const memo = "token acm0002-v22.0/2026/1000 of gateway.example";
const order = { kind: "create-fungible-token", name: "Hydro", symbol: "H26", decimals: 3, maxSupply: 1n } as const;
const work: Creation = { ...order, memo: "", treasuryAccountId: treasury, supplyKey: "", transactionMemo: memo };

/** A token as it stands on the ledger, made at this second by a transaction with the memo. */
type OnLedger = {
  readonly tokenId: string;
  readonly at: number;
  readonly memo: string;
  readonly payer?: string;
  readonly treasury?: string;
  readonly symbol?: string;
  readonly deleted?: boolean;
};

type Shown = {
  readonly tokens?: readonly OnLedger[];
  /** Transactions that the payers' lists have beside. */
  readonly paid?: readonly (readonly [payer: string, at: number])[];
  /** Lists that are empty for a while, or answers that do not come. */
  readonly without?: readonly (keyof Mirror)[];
};

const timeOf = (at: number) => `${at}.000000000`;
const idOf = (payer: string, at: number) => `${payer}@${timeOf(at)}`;

function mirrorOf({ tokens = [], paid = [], without = [] }: Shown): Mirror {
  const creations = tokens.map(({ payer = operator, at, memo, tokenId }) => ({ payer, at, memo, entityId: tokenId }));
  const all = [...creations, ...paid.map(([payer, at]) => ({ payer, at, memo: "", entityId: undefined }))]
    .sort((a, b) => a.at - b.at)
    .map(({ payer, at, ...entry }) => ({
      ...{ ...entry, payerAccountId: payer, result: "SUCCESS" },
      ...{ transactionId: idOf(payer, at), consensusTimestamp: timeOf(at) },
    })) as unknown as MirrorEntry[];
  const has = <T>(name: keyof Mirror, rows: readonly T[]) => (without.includes(name) ? [] : rows);
  const own = (account: string) => all.filter(({ payerAccountId }) => payerAccountId === account);
  const listed = tokens.map(({ tokenId, symbol = "H26" }) => ({ tokenId, symbol, name: "Hydro" }));
  const shown: Partial<Mirror> = {
    tokenCreations: async (payer, after) =>
      has("tokenCreations", own(payer)).filter(
        (one) => one.entityId !== undefined && (after === undefined || one.consensusTimestamp > after),
      ),
    tokensOf: async (_account, after) => has("tokensOf", listed).filter(({ tokenId }) => tokenId > (after ?? "")),
    entryAt: async (time) => has("entryAt", all).find((one) => one.consensusTimestamp === time),
    transactions: async (id) => has("transactions", all).filter((one) => one.transactionId === id),
    entriesOf: async (payer, after, limit) =>
      has("entriesOf", own(payer))
        .filter((one) => one.consensusTimestamp > after)
        .slice(0, limit),
    async token(tokenId) {
      const [token] = has("token", tokens).filter((one) => one.tokenId === tokenId);
      if (token === undefined) return undefined;
      const { at, treasury: treasuryAccountId = treasury, deleted = false } = token;
      return { tokenId, treasuryAccountId, deleted, createdTimestamp: timeOf(at) } as TokenInfo;
    },
  };
  return shown as Mirror;
}

const none: CreationBooks = { payers: [], tokenIds: [] };
const look = (shown: Shown, books: Partial<CreationBooks> = {}) =>
  creationsOf({ mirror: mirrorOf(shown), payerAccountId: operator }, { ...none, ...books }, work);

const ours: OnLedger = { tokenId: "0.0.100", at: 100, memo };

describe("a token that is on the ledger is found", () => {
  test.each<[string, Shown, Partial<CreationBooks>]>([
    ["in both lists, once", { tokens: [ours] }, {}],
    [
      "among the treasury's, where the operator's account is another one by now",
      { tokens: [{ ...ours, payer: former }] },
      {},
    ],
    ["among the treasury's, while the list of creations is empty", { tokens: [ours], without: ["tokenCreations"] }, {}],
    ["among the creations, while the treasury's list is empty", { tokens: [ours], without: ["tokensOf"] }, {}],
  ])("%s", async (_where, shown, books) => {
    const transactionId = idOf(shown.tokens?.[0]?.payer ?? operator, 100);
    const found = { transactionId, entityId: "0.0.100", treasuryAccountId: treasury, amount: 1n };
    expect(await look(shown, books)).toEqual([found]);
  });

  test("among the creations of a former operator, with the treasury that it had", async () => {
    const shown: Shown = { tokens: [{ ...ours, payer: former, treasury: former }], without: ["tokensOf"] };
    const books = { payers: [{ accountId: former, transactionId: null }] };
    expect(await look(shown, books)).toMatchObject([{ entityId: "0.0.100", treasuryAccountId: former }]);
  });

  test("twice, where there are two, oldest first", async () => {
    const other = { ...ours, tokenId: "0.0.99", at: 200, payer: former };
    expect((await look({ tokens: [other, ours] })).map(({ entityId }) => entityId)).toEqual(["0.0.100", "0.0.99"]);
  });
});

describe("a token is taken for absent", () => {
  test.each<[string, Shown, Partial<CreationBooks>]>([
    ["on a fresh network, of which the books know nothing", {}, {}],
    [
      "while the first transactions are too new to be shown",
      {},
      { payers: [{ accountId: operator, transactionId: null }] },
    ],
    ["beside one of another log", { tokens: [{ ...ours, memo: "token of another" }] }, {}],
    ["beside a stranger's of its name and memo", { tokens: [{ ...ours, payer: stranger, treasury: stranger }] }, {}],
    [
      "where lists have what the books know",
      { tokens: [{ ...ours, memo: "2025", symbol: "H25" }], paid: [[former, 50]] },
      { payers: [{ accountId: former, transactionId: idOf(former, 50) }], tokenIds: ["0.0.100"] },
    ],
    [
      "where a token that we made has got another treasury",
      { tokens: [{ ...ours, memo: "2025", treasury: stranger }], without: ["tokensOf"] },
      { tokenIds: ["0.0.100"] },
    ],
  ])("%s", async (_why, shown, books) => {
    expect(await look(shown, books)).toEqual([]);
  });
});

describe("nothing is taken for absent, and the order waits,", () => {
  const known = { payers: [{ accountId: operator, transactionId: idOf(operator, 50) }], tokenIds: ["0.0.90"] };
  const older: OnLedger = { tokenId: "0.0.90", at: 40, memo: "2025", symbol: "H25" };
  const whole: Shown = { tokens: [older], paid: [[operator, 50]] };

  test.each<[string, Shown]>([
    ["while the payer's list is empty", { ...whole, without: ["tokenCreations", "entriesOf"] }],
    ["while the payer's list has not come to what we know of", { tokens: [older] }],
    ["while no transaction of ours is shown", { ...whole, without: ["transactions"] }],
    ["while the treasury's list is empty", { ...whole, without: ["tokensOf"] }],
    ["while the mirror shows no token at all", { ...whole, without: ["tokensOf", "token"] }],
    ["while what made a token of its name is not shown", { tokens: [ours], without: ["tokenCreations", "entryAt"] }],
  ])("%s", async (_while, shown) => {
    expect(await look(whole, known)).toEqual([]);
    await expect(look(shown, known)).rejects.toThrow(LedgerUnavailable);
  });
});
