import fc from "fast-check";
import { expect, test } from "vitest";
import { partsOf, tokenKeyOf } from "../../src/issuance/mint-parts.ts";

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
