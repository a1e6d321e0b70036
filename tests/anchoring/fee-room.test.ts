import { expect, test } from "vitest";
import { FeeRoom, factorAfter, feeAboveCap, noteFee } from "../../src/anchoring/fee-room.ts";

test("what may be paid doubles once for all that was signed under one cap, up to its ceiling and never above", () => {
  const room = new FeeRoom(6);
  for (const id of ["a", "b"]) room.signed(id);
  expect(room.refused("a")).toBe(2);
  // Sent again, and its neighbour: neither was signed under what is paid now.
  expect(["a", "b", "of a process before"].map((id) => room.refused(id))).toEqual([undefined, undefined, undefined]);
  room.signed("c");
  expect(room.refused("c")).toBe(4);
  room.signed("d");
  expect(room.refused("d")).toBe(6);
  room.signed("e");
  expect(room.refused("e")).toBeUndefined();
  expect(room.factor).toBe(6);
});

test("of a ceiling of 1, or after any other refusal, it stays what it was", () => {
  const [fixed, room] = [new FeeRoom(1), new FeeRoom(8)];
  const log = { warn: () => expect.unreachable() };
  noteFee({ feeRoom: fixed, log }, "a", feeAboveCap);
  noteFee({ feeRoom: room, log }, "a", "INSUFFICIENT_PAYER_BALANCE");
  noteFee({ log }, "a", feeAboveCap);
  expect([fixed.factor, room.factor]).toEqual([1, 1]);
});

test("a schedule's work has the cap that its order's own journal says", () => {
  expect([0, 1, 2, 3, 1_000].map((refusals) => factorAfter(refusals, 8))).toEqual([1, 2, 4, 8, 8]);
});
