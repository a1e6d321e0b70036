import { describe, expect, test } from "vitest";
import { policyInForce } from "../../src/verification/policy.ts";
import { leafPaths, mutantsOf } from "./mutation.ts";
import type { Scenario } from "./scenario.ts";
import { scenarios } from "./scenarios/index.ts";

const guarding = (path: string): Scenario[] =>
  scenarios.filter(({ guards }) => guards.some((guard) => path === guard || path.startsWith(`${guard}.`)));

describe("under the policy in force", () => {
  test.each(scenarios.map((scenario) => [scenario.promise, scenario] as const))("%s", (_, { outcome, expected }) => {
    expect(outcome(policyInForce)).toEqual(expected);
  });
});

describe("a changed policy behaves differently", () => {
  test.each(leafPaths)("%s", (path) => {
    const guards = guarding(path);
    expect(guards).not.toEqual([]);
    const unnoticed = mutantsOf(path).filter(({ policy }) =>
      guards.every(({ outcome, expected }) => JSON.stringify(outcome(policy)) === JSON.stringify(expected)),
    );
    expect(unnoticed.map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
  });
});

test("no scenario guards what is not in the policy", () => {
  const strange = scenarios.flatMap(({ guards }) =>
    guards.filter((guard) => !leafPaths.some((path) => path === guard || path.startsWith(`${guard}.`))),
  );
  expect(strange).toEqual([]);
});
