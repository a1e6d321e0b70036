import type { Policy } from "../../src/verification/policy.ts";
import type { LayerName } from "../../src/verification/verdict.ts";
import { effectOf, judge, type Situation, scoreOf } from "./builders.ts";

/**
 * What the gateway does in one situation: the outcome is made of verdicts only, and said beforehand in figures
 * of its own. `guards`: the numbers of the policy (or groups of them) that could not change unnoticed.
 */
export type Scenario = {
  readonly promise: string;
  readonly guards: readonly string[];
  readonly outcome: (policy: Policy) => unknown;
  readonly expected: unknown;
};

type Effect = "none" | "note" | "flag" | "reject";
export type Probe = readonly [value: number, effect: Effect];

/** The same reading on either side of each line. */
export function limit(
  guards: readonly string[],
  rule: string,
  situation: (value: number) => Situation,
  probes: readonly Probe[],
): Scenario {
  return {
    promise: `${rule}: ${probes.map(([value, effect]) => `${value} ${effect}`).join(", ")}`,
    guards,
    outcome: (policy) => probes.map(([value]) => effectOf(judge(situation(value), undefined, policy), rule)),
    expected: probes.map(([, effect]) => effect),
  };
}

/** What the worst of a rule costs its layer, or a part of it. */
export function costly(
  guards: readonly string[],
  rule: string,
  situation: Situation,
  least: number,
  most: number,
): Scenario {
  return {
    promise: `${rule}: its layer scores ${least} to ${most}`,
    guards,
    outcome: (policy) => {
      const verdict = judge(situation, undefined, policy);
      return [effectOf(verdict, rule), within(scoreOf(verdict, rule.split(".")[0] as LayerName), least, most)];
    },
    expected: ["flag", true],
  };
}

/** Half-way from the flag line to the worst believable value costs half of what a flag can cost. */
export function halfWay(guards: readonly string[], rule: string, situation: Situation): Scenario {
  return costly(guards, rule, situation, 0.69, 0.7);
}

export function within(value: number, least: number, most: number): boolean {
  return value >= least && value <= most;
}
