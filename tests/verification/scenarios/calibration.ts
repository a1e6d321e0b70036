import type { Policy } from "../../../src/verification/policy.ts";
import { aDay, after, fourHours, once, play, played, readingAfter, type Shift, settled, strongest } from "../exact.ts";
import { Operation } from "../learning.ts";
import type { Scenario } from "../scenario.ts";

// Lines are drawn from a plant's own weeks, then fixed; a shift that stays becomes the plant's. Figures are ln.

/** Weeks each of which holds one restless, honest day. */
function restless(operation: Operation, weeks: number, shift: Shift): Operation {
  for (let week = 0; week < weeks; week++) {
    play(operation, 2 * aDay);
    play(operation, aDay, shift);
    play(operation, 4 * aDay);
  }
  return operation;
}

const settling = 12;
/** Days after which so many weeks have drawn their lines, with the next reading. */
const drawn = (weeks: number) => settling + 7 * weeks;

const thirty = once(() => after(drawn(30)));
const thirtyFour = once(() => restless(thirty().fork(), 4, {}));
const ten = once(() => after(drawn(10)));
const twelve = once(() => restless(ten().fork(), 2, {}));
/** Nine weeks, the last two restless. */
const nine = once(() => restless(after(drawn(7)), 2, { power: 0.025 }));

type Channel = {
  readonly name: "efficiency" | "opening";
  readonly rules: readonly string[];
  readonly shift: (value: number) => Shift;
};
const channels = {
  efficiency: {
    name: "efficiency",
    rules: ["physics.learnt-curve-day", "physics.learnt-curve-month"],
    shift: (power) => ({ power }),
  },
  opening: { name: "opening", rules: ["device.learnt-opening-day"], shift: (flow) => ({ flow }) },
} as const satisfies { [name: string]: Channel };

/** Restless weeks before the lines are fixed widen them, weeks after do not. */
const season = (
  { name, rules, shift }: Channel,
  weeks: number,
  before: () => Operation,
  fixed: () => Operation,
  restlessness: number,
  day: number,
): Scenario => ({
  promise: `the ${name} channel's lines are drawn from ${weeks} weeks, then nothing widens them`,
  guards: [`${name}_channel.calibration_weeks`],
  outcome: (policy) => {
    const own = name === "efficiency" ? 4 : 2;
    return [
      [before, own],
      [fixed, own + 2],
    ].map(([state, restlessWeeks]) => {
      const operation = restless(
        (state as () => Operation)().fork(policy),
        restlessWeeks as number,
        shift(restlessness),
      );
      const said = strongest(play(operation, aDay, shift(day)), ...rules);
      return said === "flag" ? "found" : "within its lines";
    });
  },
  expected: ["within its lines", "found"],
});

/** How many of nine days of a shift that stays are doubted. */
const doubtedDays = ({ rules, shift }: Channel, value: number, policy: Policy): number => {
  const operation = settled().fork(policy);
  const days = Array.from({ length: 9 }, () => strongest(play(operation, aDay, shift(value)), ...rules));
  return days.filter((said) => said === "flag").length;
};

const stays = (channel: Channel, value: number, days: number): Scenario => ({
  promise: `a shift of ${value} of the ${channel.name} channel that stays is doubted on ${days} days`,
  guards: [`${channel.name}_channel.held_days`],
  outcome: (policy) => doubtedDays(channel, value, policy),
  expected: days,
});

/** An hour of four readings in the plant's day, after which its four-hour readings go on. */
const headHour = (operation: Operation, shift: Shift): readonly [after: Operation, said: string] => {
  const finer = operation.fork(undefined, 900);
  const said = strongest(play(finer, 4, shift), "environmental.learnt-head-hour");
  return [finer.fork(undefined, fourHours), said];
};

/** Weeks each of which holds one hour of high, honest head; then an hour higher still. */
const highHour = (state: Operation, weeks: number): string => {
  let operation = state;
  for (let week = 0; week < weeks; week++) {
    play(operation, 2 * aDay);
    // With less flow: a head that rises at once while as much flows would be doubted.
    [operation] = headHour(operation, { head: 0.07, at: 0.72 });
    play(operation, 5 * aDay);
  }
  return headHour(operation, { head: 0.11 })[1] === "flag" ? "found" : "within its lines";
};

const headSeason: Scenario = {
  promise: "the head channel's lines are drawn from 12 weeks, then nothing widens them",
  guards: ["head_channel.calibration_weeks"],
  outcome: (policy) => [highHour(ten().fork(policy), 2), highHour(twelve().fork(policy), 4)],
  expected: ["within its lines", "found"],
};

const headStays: Scenario = {
  promise: "a head that stays is doubted for a day",
  guards: ["head_channel.held_days"],
  outcome: (policy) => {
    const operation = settled().fork(policy, 900);
    const rule = "environmental.learnt-head-reading";
    const days = [1, 2, 3].map(() => strongest(play(operation, 96, { head: 0.11 }), rule));
    return days.filter((said) => said === "flag").length;
  },
  expected: 1,
};

/** After weeks of calm, days that lie eleven thousandths above and below the middle by turns. */
const scattered = once(() => {
  const operation = new Operation(fourHours);
  play(operation, 20 * aDay);
  play(operation, 41 * aDay, (i) => ({ power: Math.floor(i / aDay) % 2 === 0 ? 0.011 : -0.011 }));
  return operation;
});

/** A plant at its best at its usual flow and poorer by so much at another; then one reading there. */
const poorer = (by: number, at: number) => {
  const operation = new Operation(fourHours);
  play(operation, 61 * aDay, (i) => (i % aDay < 3 ? {} : { at, power: -by }));
  return operation;
};
const poorerBy = { little: once(() => poorer(0.04, 0.955)), much: once(() => poorer(0.15, 0.955)) };

const lifted = (state: () => Operation, by: number, at: number) => (power: number, policy: Policy) => [
  readingAfter(state(), policy, { at, power: power - by }),
];
const reading = ["physics.learnt-curve-reading"];

const choiceScenarios: readonly Scenario[] = [
  played(
    ["learning.day_scatter"],
    channels.efficiency.rules,
    "a day of a plant whose days scatter by 0.011",
    (power, policy) => play(scattered().fork(policy), aDay, { power }),
    [
      [0.037, "note"],
      [0.04, "flag"],
    ],
  ),
  played(
    ["learning.spare_slack"],
    reading,
    "a reading where the plant is 0.04 under its best",
    lifted(poorerBy.little, 0.04, 0.955),
    [
      [0.148, "note"],
      [0.152, "flag"],
    ],
  ),
  played(
    ["learning.spare_most"],
    reading,
    "a reading where the plant is 0.15 under its best",
    lifted(poorerBy.much, 0.15, 0.955),
    [
      [0.158, "note"],
      [0.162, "flag"],
    ],
  ),
];

export const calibrationScenarios: readonly Scenario[] = [
  season(channels.efficiency, 34, thirty, thirtyFour, 0.025, 0.037),
  season(channels.opening, 12, ten, twelve, 0.017, 0.028),
  headSeason,
  played(
    ["learning.return_factor"],
    channels.efficiency.rules,
    "a day of a plant whose restless weeks stray by 0.025",
    (power, policy) => play(nine().fork(policy), aDay, { power }),
    [
      [0.067, "note"],
      [0.074, "flag"],
    ],
  ),
  stays(channels.efficiency, 0.045, 5),
  stays(channels.opening, 0.045, 5),
  headStays,
  ...choiceScenarios,
];
