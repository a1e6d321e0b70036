import type { Policy } from "../../../src/verification/policy.ts";
import type { Verdict } from "../../../src/verification/verdict.ts";
import { aDay, course, play, played, type Shift, settled, strongest } from "../exact.ts";
import type { Scenario } from "../scenario.ts";

// The level of a plant's days, against which the next is judged, and what adds up over days. Figures are ln.

const curve = (window: string) => `physics.learnt-curve-${window}`;
const anyWindow = ["month", "day", "quarter", "hour", "sum", "down"].map(curve);

const last = (policy: Policy, ...parts: readonly (readonly [number, Shift])[]): Verdict[] => {
  const operation = settled().fork(policy);
  course(operation, ...parts.slice(0, -1));
  return course(operation, ...parts.slice(-1));
};

/** On which day a small shift that stays is said to have added up; 0 for never in a month. */
const addsUpAfter = (power: number, policy: Policy): number => {
  const operation = settled().fork(policy);
  for (let day = 1; day <= 30; day++) {
    if (strongest(play(operation, aDay, { power }), curve("sum")) === "flag") return day;
  }
  return 0;
};

const addsUp = (guards: readonly string[], power: number, least: number, most: number): Scenario => ({
  promise: `power of ${power} more adds up within ${least} to ${most} days (0: never)`,
  guards,
  outcome: (policy) => {
    const day = addsUpAfter(power, policy);
    return day >= least && day <= most ? "as said" : day;
  },
  expected: "as said",
});

export const levelScenarios: readonly Scenario[] = [
  played(
    ["learning.level_days"],
    [curve("month")],
    "a further rise, so many days after one",
    (days, policy) => last(policy, [days, { power: 0.01 }], [1, { power: 0.037 }]),
    [
      [13, "flag"],
      [17, "none"],
    ],
  ),
  played(
    ["learning.recent_days"],
    anyWindow,
    "a rise in two believed steps, where nothing tells the head",
    (power, policy) => last(policy, [1, { power: power / 2, unmeasured: true }], [1, { power, unmeasured: true }]),
    [[0.044, "none"]],
  ),
  played(
    ["learning.steady_days"],
    anyWindow,
    "a day after poor ones that are half of the last ten",
    (power, policy) => last(policy, [5, { power: -0.03 }], [1, { power }]),
    [
      [0.008, "none"],
      [0.018, "flag"],
    ],
  ),
  {
    promise: "a reading shares in a day's shift from half of it on",
    guards: ["learning.shift_share"],
    outcome: (policy) =>
      [0.4, 0.6].map((share) => {
        const operation = settled().fork(policy);
        play(operation, aDay, { power: 0.05 });
        return strongest(play(operation, 1, { power: 0.05 * share }), ...anyWindow);
      }),
    expected: ["none", "flag"],
  },
  {
    promise: "once an alarm has lasted an hour, the readings before it are re-opened too",
    guards: ["learning.reopen_after"],
    outcome: (policy) => {
      const verdicts = play(settled().fork(policy, 900), 16, { power: 0.06 });
      return [
        verdicts.findIndex((verdict) => verdict.status === "FLAGGED"),
        verdicts.findIndex(({ reopen }) => reopen !== undefined),
      ];
    },
    expected: [3, 11],
  },
  addsUp(["learning.sum_allowance", "efficiency_channel.floors.sum"], 0.0257, 7, 9),
  addsUp(["learning.ground_share"], 0.0235, 0, 0),
  addsUp(["learning.ground_share"], 0.025, 9, 11),
];
