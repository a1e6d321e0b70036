import type { Policy } from "../../../src/verification/policy.ts";
import type { Verdict } from "../../../src/verification/verdict.ts";
import { aDay, after, course, fourHours, once, play, played, readingAfter, settled, shifted } from "../exact.ts";
import { Operation } from "../learning.ts";
import type { Scenario } from "../scenario.ts";

// What a plant's days teach, how long it takes, and how long it is remembered. Figures are ln.

const curve = (window: string) => `physics.learnt-curve-${window}`;
const ofDay = [curve("day"), curve("month")];
const anyWindow = ["month", "day", "quarter", "hour", "sum", "down"].map(curve);

/** Somewhere else than where the plant usually runs. */
const elsewhere = 0.955;

/** Days elsewhere, then days at home; what a reading elsewhere then meets. */
const returning = (there: number, home: number, policy: Policy, state = settled): Verdict[] => {
  const operation = state().fork(policy, fourHours);
  course(operation, [there, { at: elsewhere }], [home, {}]);
  return [readingAfter(operation, policy, { at: elsewhere, power: 0.2 })];
};

/** Two months of hours: so many that a few days are no share of all. */
const busy = once(() => {
  const operation = new Operation();
  play(operation, 61 * 24);
  return operation.fork(undefined, fourHours);
});

/** The same where six days were spent beside that place, and so many readings at it. */
const beside = (readings: number, policy: Policy): Verdict[] => {
  const operation = settled().fork(policy);
  course(operation, [6, { at: elsewhere + 0.025 }]);
  play(operation, readings, { at: elsewhere });
  play(operation, 2 * aDay - readings);
  return [readingAfter(operation, policy, { at: elsewhere, power: 0.2 })];
};

/** Days far from the usual flow, with a gain of 0.2 there: they are believed, none knew better. */
const gained = (power: number, policy: Policy): Verdict[] => {
  const operation = settled().fork(policy);
  course(operation, [2, { at: elsewhere, power: 0.2 }], [1, {}]);
  return [readingAfter(operation, policy, { at: elsewhere, power })];
};

/** A week in which spill took power away, a day without; what a reading with spill then meets. */
const spilling = (reading: number, policy: Policy): Verdict[] => {
  const operation = settled().fork(policy);
  course(operation, [1, { spill: 0 }], [6, { spill: 1, power: -0.1 }], [1, { spill: 0 }]);
  play(operation, 2, { spill: 1, power: -0.1 });
  return [shifted(operation, { spill: 1, power: reading })];
};

/** A plant that loses power to a tailwater that rises with all flow of the last day. */
const flooded = once(() => {
  const operation = new Operation(fourHours);
  let river = 0;
  play(operation, 61 * aDay, (i) => {
    const spill = Math.floor(i / 15) % 2;
    river += (spill - river) / aDay;
    return { spill, power: -0.06 * river };
  });
  course(operation, [5, { spill: 0 }]);
  return operation;
});

const flood = (reading: number, policy: Policy): Verdict[] => {
  const operation = flooded().fork(policy);
  play(operation, 2, { spill: 3, power: -0.06 });
  return [shifted(operation, { spill: 3, power: reading })];
};

/** Honest places at both of which the plant has run. */
const twoPlaces = once(() => {
  const operation = new Operation(fourHours);
  play(operation, 61 * aDay, (i) => ({ at: i % aDay < 3 ? 0.755 : elsewhere }));
  return operation;
});

/** In the middle of six inflated hours a unit starts, told in a reading of so many seconds. */
const unitStarts = (seconds: number, policy: Policy): Verdict[] => {
  const hourly = twoPlaces().fork(policy, 3_600);
  play(hourly, 6, { power: 0.06 });
  return play(hourly.fork(policy, seconds), 1, { at: elsewhere, power: 0.06 });
};

/** Three readings of a minute and one of an instant, which shows more power, in one hour. */
const instant = (power: number, policy: Policy): Verdict[] => {
  const operation = settled().fork(policy, 60);
  play(operation, 3);
  return play(operation, 1, { power }, { instant: true });
};

/** Five hours of less power, then one absurd one. */
const absurd = (less: number, policy: Policy): Verdict[] => {
  const operation = settled().fork(policy, 3_600);
  play(operation, 5, { power: -less });
  return play(operation, 1, { power: 0.7 });
};

/** A plant that sends one reading a day, for so many days; then one that is far too high. */
const seldom = (days: number, policy: Policy): Verdict[] => {
  const operation = new Operation(fourHours, policy);
  for (let day = 0; day < days; day++) {
    play(operation, 1);
    operation.skip(aDay - 1);
  }
  return [shifted(operation, { power: 0.65 })];
};

/** A young plant with a day of far less power, still within its wide lines; then a day of less. */
const capped = (less: number, policy: Policy): Verdict[] => {
  const operation = after(26, policy);
  course(operation, [3, {}], [1, { power: -0.22 }], [3, {}]);
  return course(operation, [1, { power: -less }]);
};

const youth: readonly Scenario[] = [
  played(
    ["learning.settling_days"],
    [curve("reading")],
    "a reading far too high, after so many days",
    (days, policy) => [readingAfter(after(days, policy), policy, { power: 0.27 })],
    [
      [11, "none"],
      [12, "flag"],
    ],
  ),
  played(
    ["learning.least_weeks"],
    ofDay,
    "a day four per cent too high, after so many days",
    (days, policy) => play(after(days, policy), aDay, { power: 0.04 }),
    [
      [32, "none"],
      [33, "flag"],
    ],
  ),
  played(
    ["learning.young_factor"],
    ofDay,
    "a day of a young plant",
    (power, policy) => play(after(20, policy), aDay, { power }),
    [
      [0.047, "note"],
      [0.049, "flag"],
    ],
  ),
  played(["learning.line_ceiling"], [curve("down")], "a day of less power than poor weeks had", capped, [
    [0.245, "note"],
    [0.262, "flag"],
  ]),
  played(["learning.hours_a_day"], [curve("reading")], "one reading a day, for so many days", seldom, [
    [20, "none"],
    [28, "flag"],
  ]),
];

const places: readonly Scenario[] = [
  played(["learning.hours_near"], [curve("reading")], "a high reading where the plant ran for so many", beside, [
    [5, "none"],
    [6, "flag"],
  ]),
  played(
    ["learning.hours_around"],
    [curve("reading")],
    "a high reading where the plant ran for so many days",
    (days, policy) => returning(days, 1, policy, busy),
    [
      [4, "none"],
      [5, "flag"],
    ],
  ),
  played(
    ["learning.hours_share"],
    [curve("reading")],
    "a high reading where a plant of two months ran for so many days",
    (days, policy) => returning(days, 1, policy),
    [
      [2, "none"],
      [3, "flag"],
    ],
  ),
  played(
    ["learning.kept"],
    [curve("reading")],
    "a high reading where the plant ran five days, so many days ago",
    (days, policy) => returning(5, days, policy, busy),
    [
      [9, "flag"],
      [15, "none"],
    ],
  ),
  played(
    ["learning.knot_doubt"],
    [curve("reading")],
    "a reading at a flow of which two days taught a gain of 0.2",
    gained,
    [
      [0.5585, "note"],
      [0.566, "flag"],
    ],
  ),
  played(["learning.slope_doubt"], [curve("reading")], "a reading in spill that cost 0.1 for a week", spilling, [
    [0.0289, "note"],
    [0.0309, "flag"],
  ]),
  played(["learning.river_memory"], [curve("reading")], "a reading half a day into a flood", flood, [
    [0.046, "note"],
    [0.053, "flag"],
  ]),
  played(["learning.transient_interval"], anyWindow, "a unit starts within a cheat, in seconds", unitStarts, [
    [900, "none"],
    [1_200, "flag"],
  ]),
  played(["learning.instant"], [curve("hour")], "an instant in an hour of three minutes", instant, [
    [0.19, "note"],
    [0.21, "flag"],
  ]),
  played(["learning.residual_clip"], [curve("quarter")], "an absurd hour after five that lack power", absurd, [
    [0.05, "flag"],
    [0.07, "none"],
  ]),
];

export const memoryScenarios: readonly Scenario[] = [...youth, ...places];
