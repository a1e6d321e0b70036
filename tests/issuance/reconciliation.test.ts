import { expect, test } from "vitest";
import { compareMints } from "../../src/issuance/reconcile-mints.ts";

const mint = (memo: string, amount: bigint, transactionId = `0.0.2@1.00000000${memo}`) => ({
  memo,
  amount,
  transactionId,
});
const part = (memo: string, amount: bigint, settled?: string) => ({
  partNo: 1,
  memo,
  amount,
  transactionId: settled ?? null,
  mintedAt: settled === undefined ? null : new Date(1_000_000),
});
const late = "9999.000000000";

test("mints that statements asked for agree, settled or under way", () => {
  const parts = [part("1", 5n, "0.0.2@1.000000001"), part("2", 7n), part("3", 9n)];
  expect(compareMints([mint("1", 5n), mint("2", 7n)], parts, late)).toBeUndefined();
});

test.each([
  ["no statement asked for it", [mint("1", 5n), mint("4", 1n)], "0.0.2@1.000000004"],
  ["its statement was minted before", [mint("1", 5n), mint("1", 5n, "0.0.2@2.000000001")], "0.0.2@2.000000001"],
  ["its statement asked for 5", [mint("1", 6n)], "0.0.2@1.000000001"],
  ["its statement was minted by 0.0.2@1.000000001", [mint("1", 5n, "0.0.9@7.000000001")], "0.0.9@7.000000001"],
])("a mint is named where %s", (reason, mints, transactionId) => {
  const found = compareMints(mints, [part("1", 5n, "0.0.2@1.000000001")], "1.000000000");
  expect(found).toMatchObject({ transactionId, reason: expect.stringContaining(reason) });
});

test("a settled mint may be late on the mirror, but not missing from it for ever", () => {
  const parts = [part("1", 5n, "0.0.2@1.000000001")];
  expect(compareMints([], parts, "1100.000000000")).toBeUndefined();
  expect(compareMints([], parts, late)).toMatchObject({ transactionId: "0.0.2@1.000000001" });
});
