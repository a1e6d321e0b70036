import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  afterDeath,
  type Places,
  passageOf,
  retirementSteps,
  takeRetirementStep,
  takeTransferStep,
  transferSteps,
} from "../../src/issuance/moves.ts";

/** The books, as the table and the auditor keep them. */
function pass(places: Places, move: "transfer" | "retirement", step: never, units: bigint): Places | undefined {
  const passage = passageOf(move, step);
  if (passage === undefined) return places;
  const { from, to } = passage;
  if (places[from] < units) return undefined;
  return { ...places, [from]: places[from] - units, [to]: places[to] + units };
}

test("whatever steps are taken of whatever orders, every unit is in one place and none is lost", () => {
  const step = fc.record({
    order: fc.nat(5),
    step: fc.constantFrom(...new Set([...transferSteps, ...retirementSteps])),
  });
  const orders = fc.array(fc.record({ units: fc.bigInt(1n, 60n), retires: fc.boolean() }), {
    minLength: 6,
    maxLength: 6,
  });
  fc.assert(
    fc.property(orders, fc.array(step, { maxLength: 60 }), (all, steps) => {
      let places: Places = { minted: 100n, free: 100n, moving: 0n, transferred: 0n, retired: 0n };
      const states = new Map<number, string>();
      for (const { order, step: taken } of steps) {
        const { units, retires } = all[order] as (typeof all)[number];
        const take = (retires ? takeRetirementStep : takeTransferStep) as (a: unknown, b: string) => string | undefined;
        const isStep = (retires ? retirementSteps : transferSteps).some((one) => one === taken);
        const state = isStep ? take(states.get(order), taken) : undefined;
        const after = state && pass(places, retires ? "retirement" : "transfer", taken as never, units);
        if (state === undefined || after === undefined || after === "") continue;
        states.set(order, state);
        places = after;
      }
      const sumOf = (state: string, retires: boolean) =>
        all.reduce((sum, one, i) => (states.get(i) === state && one.retires === retires ? sum + one.units : sum), 0n);
      expect(places.free + places.moving + places.transferred + places.retired).toBe(100n);
      expect(places.transferred).toBe(sumOf("done", false));
      expect(places.retired).toBe(sumOf("done", true));
      expect(places.moving).toBe(sumOf("ordered", false) + sumOf("pending_claim", false) + sumOf("ordered", true));
    }),
    { numRuns: 500 },
  );
});

describe("a retirement", () => {
  test("never comes back: from its order only the ledger's word leads on", () => {
    expect(retirementSteps.filter((step) => takeRetirementStep("ordered", step) !== undefined)).toEqual([
      "arrive",
      "fail",
    ]);
    for (const over of ["done", "failed"] as const)
      expect(retirementSteps.filter((step) => takeRetirementStep(over, step) !== undefined)).toEqual([]);
  });
});

describe("a transfer", () => {
  test.each(["done", "failed", "cancelled"] as const)("that is %s stays so", (state) => {
    expect(transferSteps.filter((step) => takeTransferStep(state, step) !== undefined)).toEqual([]);
  });

  test("that waits for its receiver cannot fail any more: it is claimed, or recalled", () => {
    expect(transferSteps.filter((step) => takeTransferStep("pending_claim", step) !== undefined)).toEqual([
      "arrive",
      "recall",
      "cancel",
    ]);
  });

  test.each([
    ["transfer", "ACCOUNT_DELETED", "fail"],
    ["airdrop", "ACCOUNT_DELETED", "fail"],
    ["transfer", "TOKEN_NOT_ASSOCIATED_TO_ACCOUNT", "airdrop"],
    ["airdrop", "TOKEN_NOT_ASSOCIATED_TO_ACCOUNT", "again"],
    ["transfer", "THROTTLED_AT_CONSENSUS", "again"],
    ["transfer", "INSUFFICIENT_TOKEN_BALANCE", "again"],
    ["transfer", "absent from the mirror beyond its window", "again"],
    ["transfer", "a status of tomorrow", "again"],
  ] as const)("by %s whose attempt ended as %s goes on with: %s", (route, ending, next) => {
    expect(afterDeath(route, ending).next).toBe(next);
  });
});
