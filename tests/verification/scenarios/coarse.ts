import type { Quantities } from "../../../src/hydropower/quantities.ts";
import type { Policy } from "../../../src/verification/policy.ts";
import type { Verdict } from "../../../src/verification/verdict.ts";
import { aDay, exact, fourHours, once, played } from "../exact.ts";
import { Operation } from "../learning.ts";
import type { Scenario } from "../scenario.ts";

// A flow meter whose figures have few digits: what it rounds away is no gain. Figures are ln.

/** The exact plant with its flow, 2.115 m3/s, shown to so many decimals. */
const shown = (i: number, decimals: number, power = 0): Quantities => {
  const { flow_rate_m3s: flowM3s = 0, ...others } = exact(i, { power });
  return { ...others, flow_rate_m3s: Number(flowM3s.toFixed(decimals)) };
};

const settledAt = (decimals: number) =>
  once(() => {
    const operation = new Operation(fourHours);
    for (let i = 0; i < 61 * aDay; i++) operation.send(shown(i, decimals));
    return operation;
  });

const [whole, tenths, thousandths] = [settledAt(0), settledAt(1), settledAt(3)];

const dayOf =
  (state: () => Operation, decimals: number) =>
  (power: number, policy: Policy): Verdict[] => {
    const operation = state().fork(policy);
    return Array.from({ length: aDay }, (_, i) => operation.send(shown(400 + i, decimals, power)));
  };

const ofDay = ["physics.learnt-curve-day", "physics.learnt-curve-month"];
const guards = ["learning.rounding_most"];

export const coarseScenarios: readonly Scenario[] = [
  played([], ofDay, "a day beside a flow to a thousandth", dayOf(thousandths, 3), [
    [0.029, "note"],
    [0.031, "flag"],
  ]),
  // Half a step of 0.1 m3/s at 2.1: 0.0235.
  played([], ofDay, "a day beside a flow to a tenth", dayOf(tenths, 1), [
    [0.045, "none"],
    [0.056, "flag"],
  ]),
  // Half a step of 1 m3/s at 2 would be 0.223.
  played(guards, ofDay, "a day beside a flow to the cubic metre", dayOf(whole, 0), [
    [0.07, "none"],
    [0.085, "flag"],
  ]),
  played([], ofDay, "a day of fewer figures than the meter showed before", dayOf(thousandths, 1), [[0.04, "flag"]]),
];
