import { expect, test } from "vitest";
import { Movements } from "../../src/audit/movements.ts";
import { requireOnce } from "../../src/audit/supply-check.ts";

/** What the registrar booked in one plant's chain, whose orders were lost with a database. */
function booked(id: string, transactionId: string, tokenId = "0.0.5"): Movements {
  const chain = new Movements();
  const move = { what: `the retirement ${id}`, tokenId, units: 100n, memo: undefined, receiver: undefined };
  chain.booked(id, move, transactionId);
  return chain;
}

test("a retirement that two plants book for their own is found, though their sums come out", () => {
  const transactionId = "0.0.2@1.000000001";
  expect(() => requireOnce([booked("ret_1", transactionId), booked("ret_2", transactionId)])).toThrow(
    `${transactionId} in 0.0.5 is named as the retirement ret_1 and as the retirement ret_2`,
  );
});

test("the same plant's chain given twice, and a claim that takes the airdrops of two tokens, are nothing of the kind", () => {
  const transactionId = "0.0.2@1.000000001";
  const own = booked("ret_1", transactionId);
  const others = [
    booked("ret_1", transactionId),
    booked("ret_2", transactionId, "0.0.6"),
    booked("ret_3", "0.0.2@2.1"),
  ];
  expect(() => requireOnce([own, ...others])).not.toThrow();
});
