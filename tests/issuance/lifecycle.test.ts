import { describe, expect, test } from "vitest";
import {
  claimOf,
  duties,
  dutyOf,
  type Party,
  type State,
  type Step,
  states,
  steps,
  takeStep,
} from "../../src/issuance/lifecycle.ts";

const orgs = { operator: "plant-co", verifier: "verify-co", issuer: "issue-co" } as const;
const party = (duty: Party["duty"], orgId: string = orgs[duty], keyId = `key-${orgId}`): Party => ({
  duty,
  orgId,
  keyId,
});
const partyOf = (step: Step) => {
  const duty = dutyOf(step);
  return duty === null ? null : party(duty);
};
const none = { issuance: [], period: [] };

/** Every arrow there is; what is not here is refused. */
const drawn: Readonly<Record<string, State>> = {
  "closed request": "requested",
  "requested verify": "verified",
  "requested reject": "rejected",
  "requested void": "voided",
  "verified approve": "approved",
  "verified void": "voided",
  "approved approve": "approved",
  "approved mint": "minting",
  "approved void": "voided",
  "minting issue": "issued",
};

test("only the arrows that are drawn can be taken, from every state by every step", () => {
  for (const from of ["closed", ...states] as const) {
    for (const step of steps) {
      const outcome = takeStep(from, none, step, partyOf(step));
      const to = drawn[`${from} ${step}`];
      if (to === undefined) expect(outcome, `${from} ${step}`).toMatchObject({ refusal: { kind: "state" } });
      else expect(outcome, `${from} ${step}`).toEqual({ state: to });
    }
  }
});

test("once the mint is committed nothing but the ledger's word leads on", () => {
  const onward = steps.filter((step) => "state" in takeStep("minting", none, step, partyOf(step)));
  expect(onward).toEqual(["issue"]);
});

const stepFor = { operator: "request", verifier: "verify", issuer: "approve" } as const;
const before = { request: "closed", verify: "requested", approve: "verified" } as const;

describe.each(duties.flatMap((held) => duties.filter((duty) => duty !== held).map((duty) => [held, duty] as const)))(
  "the %s of a period cannot be its %s",
  (held, duty) => {
    const step = stepFor[duty];
    const earlier = { issuance: [], period: [party(held, "one-co", "key-1")] };

    test.each([
      ["as the same organisation with another key", "one-co", "key-2"],
      ["with the same key", "two-co", "key-1"],
    ])("%s", (_how, orgId, keyId) => {
      const outcome = takeStep(before[step], earlier, step, party(duty, orgId, keyId));
      expect(outcome).toMatchObject({ refusal: { kind: "duties", duty, held } });
    });

    test("while another party can", () => {
      const outcome = takeStep(before[step], earlier, step, party(duty, "two-co", "key-2"));
      expect(outcome).toHaveProperty("state");
    });
  },
);

test("whoever approved an issuance mints it", () => {
  const earlier = { issuance: [party("issuer", "one-co")], period: [party("issuer", "one-co")] };
  expect(takeStep("approved", earlier, "mint", party("issuer", "two-co"))).toMatchObject({
    refusal: { kind: "duties", held: "issuer" },
  });
  expect(takeStep("approved", earlier, "mint", party("issuer", "one-co", "key-2"))).toEqual({ state: "minting" });
});

test("another issuer may approve instead, and then mints; the same one does not approve twice", () => {
  const [one, two] = [party("issuer", "one-co"), party("issuer", "two-co")];
  expect(takeStep("approved", { issuance: [one], period: [one] }, "approve", one)).toMatchObject({
    refusal: { kind: "state" },
  });
  expect(takeStep("approved", { issuance: [one], period: [one] }, "approve", two)).toEqual({ state: "approved" });
  const both = { issuance: [one, two], period: [one, two] };
  expect(takeStep("approved", both, "mint", two)).toEqual({ state: "minting" });
  expect(takeStep("approved", both, "mint", one)).toMatchObject({ refusal: { kind: "duties", held: "issuer" } });
});

test("a figure is called no more than its issuance has come to", () => {
  const called = Object.fromEntries(states.map((state) => [state, claimOf(state)]));
  expect(claimOf(undefined)).toBe("unverified estimate");
  expect(called).toEqual({
    requested: "unverified estimate",
    rejected: "unverified estimate",
    voided: "unverified estimate",
    verified: "verified statement",
    approved: "verified statement",
    minting: "verified statement",
    issued: "issued",
  });
});
