import { describe, expect, test } from "vitest";
import { compareMoves, type Entry, type OrderedMoves } from "../../src/issuance/reconcile-moves.ts";

const token = { tokenId: "0.0.9", treasuryAccountId: "0.0.1" };
const at = new Date("2026-05-01T12:00:00Z");
const watermark = String(at.getTime() / 1000 + 3_600);

const transfer = (more: Partial<OrderedMoves["transfers"][number]> = {}): OrderedMoves["transfers"][number] => ({
  ...{ transferId: "trf_1", units: 7n, toAccount: "0.0.5", memo: "t", state: "done", route: "transfer" },
  ...{ transactionId: "a", claimTransactionId: null, settledAt: at },
  ...more,
});
const retirement = (more: Partial<OrderedMoves["retirements"][number]> = {}): OrderedMoves["retirements"][number] => ({
  ...{ retirementId: "ret_1", units: 3n, accountId: null, memo: "r", state: "done", transactionId: "b", settledAt: at },
  ...more,
});
const moves = (
  transfers: OrderedMoves["transfers"] = [],
  retirements: OrderedMoves["retirements"] = [],
): OrderedMoves => ({ transfers, retirements });

const entry = (transactionId: string, name: string, memo: string, ...changes: [string, bigint][]): Entry => ({
  ...{ transactionId, name, memo },
  tokenTransfers: changes.map(([accountId, amount]) => ({ tokenId: token.tokenId, accountId, amount })),
});
const sent = (id: string, memo: string, to: string, units: bigint, name = "CRYPTOTRANSFER") =>
  entry(id, name, memo, ["0.0.1", -units], [to, units]);
const burnt = (id: string, memo: string, units: bigint) => entry(id, "TOKENBURN", memo, ["0.0.1", -units]);
const look = (entries: readonly Entry[], ordered: OrderedMoves, to = watermark) =>
  compareMoves(entries, token, ordered, { watermark: to });

describe("agrees with", () => {
  test.each<[string, readonly Entry[], OrderedMoves]>([
    ["nothing at all", [], moves()],
    ["a mint", [entry("m", "TOKENMINT", "x", ["0.0.1", 100n])], moves()],
    ["what comes back", [entry("i", "CRYPTOTRANSFER", "", ["0.0.5", -2n], ["0.0.1", 2n])], moves()],
    ["a transfer and a burn", [sent("a", "t", "0.0.5", 7n), burnt("b", "r", 3n)], moves([transfer()], [retirement()])],
    [
      "one that is on the ledger before it is settled here",
      [sent("a", "t", "0.0.5", 7n)],
      moves([transfer({ state: "ordered", transactionId: null, settledAt: null })]),
    ],
    ["a retirement account", [sent("b", "r", "0.0.8", 3n)], moves([], [retirement({ accountId: "0.0.8" })])],
    [
      "an airdrop that was claimed before anybody looked",
      [sent("c", "thanks", "0.0.5", 7n, "TOKENCLAIMAIRDROP")],
      moves([transfer({ state: "ordered", route: "airdrop", settledAt: null })]),
    ],
    [
      "an airdrop that was claimed and settled",
      [sent("c", "", "0.0.5", 7n, "TOKENCLAIMAIRDROP")],
      moves([transfer({ route: "airdrop", claimTransactionId: "c" })]),
    ],
  ])("%s", (_what, entries, ordered) => {
    expect(look(entries, ordered)).toBeUndefined();
  });
});

describe("names", () => {
  test.each<[string, readonly Entry[], OrderedMoves, string | null, RegExp]>([
    ["a burn of nobody's", [burnt("x", "", 1n)], moves(), "x", /^a burn of 1 units: nobody ordered it$/],
    ["a transfer of nobody's", [sent("x", "", "0.0.5", 1n)], moves(), "x", /^a transfer out .*: nobody ordered it$/],
    ["a second one", [sent("a", "t", "0.0.5", 7n), sent("x", "t", "0.0.5", 7n)], moves([transfer()]), "x", /before$/],
    ["another transaction", [sent("x", "t", "0.0.5", 7n)], moves([transfer()]), "x", /was done by a$/],
    ["another amount", [sent("a", "t", "0.0.5", 8n)], moves([transfer()]), "a", /is of 7$/],
    ["another receiver", [sent("a", "t", "0.0.6", 7n)], moves([transfer()]), "a", /is for 0\.0\.5$/],
    ["a burn that should have been a transfer", [burnt("a", "t", 7n)], moves([transfer()]), "a", /is for 0\.0\.5$/],
    [
      "a transfer that should have been a burn",
      [sent("b", "r", "0.0.5", 3n)],
      moves([], [retirement()]),
      "b",
      /burnt$/,
    ],
    [
      "one that was given up",
      [sent("a", "t", "0.0.5", 7n)],
      moves([transfer({ state: "failed", transactionId: null })]),
      "a",
      /given up/,
    ],
    ["a claim of nobody's", [sent("c", "t", "0.0.5", 7n, "TOKENCLAIMAIRDROP")], moves([transfer()]), "c", /nobody/],
    ["a settled one that the mirror lacks", [], moves([transfer()]), "a", /settled, but not on the mirror$/],
    ["a retired one that the mirror lacks", [], moves([], [retirement()]), "b", /settled, but not on the mirror$/],
  ])("%s", (_what, entries, ordered, transactionId, reason) => {
    const found = look(entries, ordered);
    expect(found?.transactionId).toBe(transactionId);
    expect(found?.reason).toMatch(reason);
  });

  test("nothing that a person has looked into, and counts one that is as ordered all the same", () => {
    const entries = [sent("a", "t", "0.0.5", 7n), sent("x", "t", "0.0.5", 7n)];
    expect(compareMoves(entries, token, moves([transfer()]), { watermark, accepted: ["a", "x"] })).toBeUndefined();
    expect(compareMoves([], token, moves([transfer()]), { watermark, accepted: ["a"] })?.transactionId).toBe("a");
  });

  test("nothing while the mirror may lag", () => {
    expect(look([], moves([transfer()]), String(at.getTime() / 1000 + 100))).toBeUndefined();
  });
});
