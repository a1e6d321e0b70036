import fc from "fast-check";
import { expect, test } from "vitest";
import { fittingParts, partsOf, seriesKeyOf, tokenKeyOf } from "../../src/issuance/mint-parts.ts";
import { describeToken } from "../../src/issuance/tokens.ts";

const digest = "ab".repeat(32);

test("one part carries the statement's digest as its memo", () => {
  expect(partsOf(273_170n, digest)).toEqual([{ partNo: 1, amount: 273_170n, memo: digest }]);
});

test("several parts are full ones and the rest, each with a memo of its own", () => {
  expect(partsOf(25n, digest, 10n)).toEqual([
    { partNo: 1, amount: 10n, memo: `${digest} 1/3` },
    { partNo: 2, amount: 10n, memo: `${digest} 2/3` },
    { partNo: 3, amount: 5n, memo: `${digest} 3/3` },
  ]);
  expect(partsOf(20n, digest, 10n).map(({ amount }) => amount)).toEqual([10n, 10n]);
});

test("parts sum to the amount, none is above the limit or empty, and memos fit the ledger and differ", () => {
  fc.assert(
    fc.property(fc.bigInt(1n, 1_000_000n), fc.bigInt(1_000n, 10_000n), (amount, limit) => {
      const parts = partsOf(amount, digest, limit);
      expect(parts.reduce((all, part) => all + part.amount, 0n)).toBe(amount);
      expect(parts.every((part) => part.amount > 0n && part.amount <= limit)).toBe(true);
      expect(parts.every(({ memo }) => memo.length <= 100)).toBe(true);
      expect(new Set(parts.map(({ memo }) => memo)).size).toBe(parts.length);
      expect(partsOf(amount, digest, limit)).toEqual(parts);
    }),
  );
});

test("nothing is no mint", () => {
  expect(() => partsOf(0n, digest)).toThrow(RangeError);
  expect(() => partsOf(-1n, digest)).toThrow(RangeError);
});

test("another rulebook, vintage or unit is another token", () => {
  const token = { rulebook: "acm0002-v22.0", vintage: 2025, unitG: 1_000n };
  const others = [{ rulebook: "ams-i.d-v18" }, { vintage: 2026 }, { unitG: 1_000_000n }];
  const keys = [token, ...others.map((other) => ({ ...token, ...other }))].map(tokenKeyOf);
  expect(new Set(keys).size).toBe(4);
});

test("what is ordered in a token never comes to more than it may hold, and what follows a part that does not fit waits", () => {
  const amounts = fc.array(fc.bigInt(1n, 50n), { maxLength: 20 });
  fc.assert(
    fc.property(amounts, fc.bigInt(0n, 100n), fc.bigInt(50n, 200n), (list, ordered, most) => {
      const parts = list.map((amount) => ({ amount }));
      const { fitting, isFull } = fittingParts(parts, ordered, most);
      const sum = fitting.reduce((all, { amount }) => all + amount, ordered);
      expect(fitting).toEqual(parts.slice(0, fitting.length));
      expect(isFull).toBe(fitting.length < parts.length);
      if (fitting.length > 0) expect(sum).toBeLessThanOrEqual(most);
      if (isFull) expect(sum + (list[fitting.length] as bigint)).toBeGreaterThan(most);
    }),
  );
});

test("tokens of one kind are told apart by their series", () => {
  const place = { rulebook: "acm0002-v22.0", vintage: 2025, unitG: 1_000n };
  const texts = [1, 2, 10].map((series) => describeToken({ ...place, series }));
  for (const member of ["name", "symbol", "memo"] as const) {
    expect(new Set(texts.map((text) => text[member])).size).toBe(3);
    expect(texts.every((text) => text[member].length <= 100)).toBe(true);
  }
  expect([1, 2].map((series) => seriesKeyOf("a/2025/1000", series))).toEqual(["a/2025/1000", "a/2025/1000/2"]);
});
