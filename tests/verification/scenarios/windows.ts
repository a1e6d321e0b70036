import type { Policy } from "../../../src/verification/policy.ts";
import { scoreOf } from "../builders.ts";
import { aDay, after, once, play, played, readingAfter, type Shift, settled, type shifted } from "../exact.ts";
import type { Operation } from "../learning.ts";
import { type Scenario, within } from "../scenario.ts";

// How far the last day, six hours, hour or reading may stray from what the plant has taught. Figures are ln.

const curve = (window: string) => `physics.learnt-curve-${window}`;
const opening = (window: string) => `device.learnt-opening-${window}`;
const head = (window: string) => `environmental.learnt-head-${window}`;
const ofDay = [curve("day"), curve("month")];

const day = (shift: (value: number) => Shift) => (value: number, policy: Policy) =>
  play(settled().fork(policy), aDay, shift(value));

/** Four ordinary readings, then two that stray: eight hours, six of them within the quarter. */
const quarter = (shift: (value: number) => Shift) => (value: number, policy: Policy) => {
  const operation = settled().fork(policy);
  play(operation, 4);
  return play(operation, 2, shift(value));
};

/** So many readings that fill one hour. */
const hour = (readings: number, shift: (value: number) => Shift) => (value: number, policy: Policy) =>
  play(settled().fork(policy, 3_600 / readings), readings, shift(value));

const one = (shift: (value: number) => Shift) => (value: number, policy: Policy) => [
  readingAfter(settled(), policy, shift(value)),
];

const power = (value: number): Shift => ({ power: value });
const flow = (value: number): Shift => ({ flow: value });
const heads = (value: number): Shift => ({ head: value });

/** A rise in steps too small for the recent level, up to a value, and two days there. */
const creeping = (most: number, policy: Policy, step: number, unmeasured = false) => {
  const days = Math.ceil(most / step) + 2;
  return play(settled().fork(policy), days * aDay, (i) => ({
    power: Math.min(most, step * (1 + Math.floor(i / aDay))),
    unmeasured,
  }));
};

/** A fortnight of poor days after which the recent level is below the month's. */
const poor = once(() => {
  const operation = settled().fork();
  play(operation, 14 * aDay, { power: -0.015 });
  return operation;
});

/** A plant that has only ever taken a fifth of its water. */
const small = once(() => after(61, undefined, { at: 0.205 }));

const smallReading = (value: number, policy: Policy) => {
  const operation: Operation = small().fork(policy, 3_600);
  play(operation, 5, { at: 0.205 });
  return [play(operation, 1, { at: 0.205, power: value })[0] as ReturnType<typeof shifted>];
};

/** The flow falls by a share of design, to where the plant has never run; power is far too high there. */
const falling = (share: number, policy: Policy) => {
  const operation = settled().fork(policy, 3_600);
  play(operation, 5);
  return play(operation, 1, { at: 0.755 - share, power: 0.45 });
};

const floors = (channel: string, window: string) => [`${channel}_channel.floors.${window}`];

const bandScenarios: readonly Scenario[] = [
  played(
    ["physics.learnt_window"],
    ofDay,
    "a day, of its line",
    day((times) => ({ power: times * 0.03 })),
    [
      [0.89, "none"],
      [0.915, "note"],
      [0.985, "note"],
      [1.015, "flag"],
      [4.4, "flag"],
    ],
  ),
  played(
    ["physics.learnt_reading"],
    [curve("reading")],
    "a reading, of its line",
    one((times) => power(times * 0.12)),
    [
      [0.885, "none"],
      [0.915, "note"],
      [0.985, "note"],
      [1.015, "flag"],
      [5.4, "flag"],
    ],
  ),
  {
    promise: "a day two and a half times as far as its line costs half of what a flag can",
    guards: ["physics.learnt_window"],
    outcome: (policy) => {
      const last = play(settled().fork(policy), aDay, { power: 0.075 }).at(-1);
      return last !== undefined && within(scoreOf(last, "physics"), 0.68, 0.71);
    },
    expected: true,
  },
  {
    promise: "a reading three times as far as its line costs half of what a flag can",
    guards: ["physics.learnt_reading"],
    outcome: (policy) => within(scoreOf(readingAfter(settled(), policy, { flow: 0.3 }), "device"), 0.68, 0.71),
    expected: true,
  },
];

const floorScenarios: readonly Scenario[] = [
  played(floors("efficiency", "month"), [curve("month")], "power that creeps up", (v, p) => creeping(v, p, 0.01), [
    [0.032, "note"],
    [0.035, "flag"],
  ]),
  played(
    ["efficiency_channel.without_head.month"],
    [curve("month")],
    "power that creeps up while nothing tells the head",
    (value, policy) => creeping(value, policy, 0.02, true),
    [
      [0.064, "note"],
      [0.07, "flag"],
    ],
  ),
  played(
    ["efficiency_channel.without_head.down"],
    [curve("down")],
    "a day of far less power while nothing tells the head",
    day((value) => ({ power: -value, unmeasured: true })),
    [
      [0.26, "none"],
      [0.295, "note"],
      [0.305, "flag"],
    ],
  ),
  played(
    ["efficiency_channel.without_head.others"],
    [curve("reading")],
    "one reading of power while nothing tells the head",
    one((value) => ({ power: value, unmeasured: true })),
    [
      [0.13, "note"],
      [0.134, "flag"],
    ],
  ),
  played(
    floors("efficiency", "day"),
    [curve("day")],
    "a day after poor ones",
    (value, policy) => play(poor().fork(policy), aDay, { power: value - 0.015 }),
    [
      [0.027, "note"],
      [0.033, "flag"],
    ],
  ),
  played(floors("efficiency", "quarter"), [curve("quarter")], "six hours of power", quarter(power), [
    [0.039, "note"],
    [0.041, "flag"],
  ]),
  played(floors("efficiency", "hour"), [curve("hour")], "an hour of power", hour(4, power), [
    [0.049, "note"],
    [0.051, "flag"],
  ]),
  played(
    floors("efficiency", "down"),
    [curve("down")],
    "a day of less power",
    day((value) => power(-value)),
    [
      [0.147, "note"],
      [0.153, "flag"],
    ],
  ),
  played(floors("efficiency", "reading"), [curve("reading")], "one reading of power", one(power), [
    [0.118, "note"],
    [0.122, "flag"],
  ]),
  played(floors("opening", "day"), [opening("day")], "a day of flow for its opening", day(flow), [
    [0.0195, "note"],
    [0.0205, "flag"],
  ]),
  played(floors("opening", "quarter"), [opening("quarter")], "six hours of flow", quarter(flow), [
    [0.0295, "note"],
    [0.0305, "flag"],
  ]),
  played(floors("opening", "hour"), [opening("hour")], "an hour of flow", hour(4, flow), [
    [0.0395, "note"],
    [0.0405, "flag"],
  ]),
  played(floors("opening", "reading"), [opening("reading")], "one reading of flow", one(flow), [
    [0.098, "note"],
    [0.102, "flag"],
  ]),
  played(floors("head", "hour"), [head("hour")], "an hour of head", hour(4, heads), [
    [0.079, "note"],
    [0.081, "flag"],
  ]),
  played(floors("head", "reading"), [head("reading")], "one reading of head", one(heads), [
    [0.099, "note"],
    [0.101, "flag"],
  ]),
];

const reachScenarios: readonly Scenario[] = [
  played(
    ["learning.hour_readings"],
    [curve("hour")],
    "an hour of so many readings",
    (n, p) => hour(n, power)(0.06, p),
    [
      [3, "none"],
      [4, "flag"],
    ],
  ),
  played(
    ["opening_channel.unknown"],
    [opening("day")],
    "a day of flow at an opening not seen before",
    day((value) => ({ flow: value, at: 0.9 })),
    [
      [0.039, "note"],
      [0.041, "flag"],
    ],
  ),
  played(
    ["head_channel.unknown"],
    [head("hour")],
    "an hour of head at a flow not seen before",
    hour(4, (value) => ({ head: value, at: 0.88 })),
    [
      [0.158, "note"],
      [0.162, "flag"],
    ],
  ),
  played(
    ["physics.learnt_unknown"],
    [curve("reading")],
    "one reading of power at a flow not seen before",
    one((value) => ({ power: value, at: 0.955 })),
    [
      [0.353, "note"],
      [0.367, "flag"],
    ],
  ),
  played(["physics.learnt_excess"], [curve("reading")], "one reading of a small load", smallReading, [
    [0.135, "none"],
    [0.148, "flag"],
  ]),
  played(["physics.learnt_steady"], [curve("reading")], "a reading with a fall of flow", falling, [
    [0.14, "flag"],
    [0.16, "none"],
  ]),
  played(
    ["physics.learnt_least_flow"],
    [curve("reading")],
    "a reading at a trickle, of design flow",
    one((at) => ({ at, power: 0.6 })),
    [
      [0.049, "none"],
      [0.051, "flag"],
    ],
  ),
  played(
    ["learning.farthest"],
    [curve("reading")],
    "a reading at a head so many times the design",
    one((times) => ({ head: Math.log(times), power: 0.2 })),
    [
      [3.9, "flag"],
      [4.1, "none"],
    ],
  ),
];

export const windowScenarios: readonly Scenario[] = [...bandScenarios, ...floorScenarios, ...reachScenarios];
