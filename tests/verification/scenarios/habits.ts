import type { Quantities } from "../../../src/hydropower/quantities.ts";
import type { Policy } from "../../../src/verification/policy.ts";
import { noTraits, type Traits } from "../../../src/verification/state.ts";
import { judge, powerAt, type Situation, scoreOf } from "../builders.ts";
import { withTraits } from "../learning.ts";
import { costly, halfWay, limit, type Scenario, within } from "../scenario.ts";

// A reading against what its device has shown so far: loads, ramps, spill, head, stillness, noise, place.

const usual: Quantities = { flow_rate_m3s: 2.5, head_height_m: 45, power_output_kw: powerAt(0.8) };
const day = 86_400;
const ago = { powerKw: 880, flowM3s: 2.5 };

const load = (share: number, traits: Partial<Traits> = {}) =>
  withTraits({ peak: 1, ...traits }, { quantities: { ...usual, power_output_kw: 1000 * share } }, 3600, ago);

const step = (share: number, traits: Partial<Traits> = {}) =>
  withTraits({ ramp: 0.2, ...traits }, { quantities: { ...usual, power_output_kw: 300 + 1000 * share } }, 3600, {
    powerKw: 300,
  });

const spill = (ofLeast: number, leastSpill = 0.05) =>
  withTraits({ leastSpill }, { quantities: { ...usual, spill_flow_m3s: ofLeast * leastSpill * 2.8 } }, 3600, ago);

/** Head that rises by ln `rise` from one reading to the next, while flow falls to a share. */
const headRise = (rise: number, flowShare = 1, agoS = 300, generated = 880): Situation => {
  const flow_rate_m3s = 2 * flowShare;
  const head_height_m = 30 * Math.exp(rise);
  return withTraits(
    {},
    { quantities: { flow_rate_m3s, head_height_m, power_output_kw: generated }, intervalS: agoS },
    agoS,
    { powerKw: generated, flowM3s: 2, headM: 30, intervalS: agoS },
  );
};

const still = (hours: number, movedKw: number, traits: Partial<Traits> = {}, readings = 50): Situation => {
  const powerKw = powerAt(0.8);
  const before = {
    value: 2.5,
    readings: readings - 1,
    seconds: hours * 3600 - 300,
    leastKw: powerKw - movedKw,
    mostKw: powerKw,
  };
  const situation = { quantities: usual, intervalS: 300 };
  const habits = { longestStillS: 3600, flowDecimals: 3, ...traits, still: before };
  return withTraits(habits, situation, 300, { ...ago, intervalS: 300 });
};

/** A flow meter that shows 1 m3/s as before, while power goes on as with 2.5. */
const frozen = (seconds: number, stepS = 300): Situation => {
  const own = { value: 1, readings: 9, seconds: seconds - stepS, leastKw: 880, mostKw: 900 };
  const quantities = { flow_rate_m3s: 1, head_height_m: 45, power_output_kw: 900 };
  const before = { flowM3s: 1, powerKw: 890, intervalS: stepS };
  return withTraits({ still: own }, { quantities, intervalS: stepS }, stepS, before);
};

/** Noise of so much of its usual; the reading adds no step of its own: 23 of 24 parts remain. */
const noise = (ratio: number, more: Partial<NonNullable<Traits["noise"]>> = {}) => {
  const last = Math.log(powerAt(0.8) / powerAt(1));
  const own = { last, now: 0.004 * ratio * (24 / 23), usual: 0.004 * (2000 / 1999), readings: 5000, ...more };
  return withTraits({ noise: own }, { quantities: usual }, 3600, ago);
};

/** Off the usual place by q beside it and t2 within it, in honest variances. */
const place = (q: number, t2: number): Situation => {
  // Two directions, flow with load, and head; 0.01 is one honest deviation along, 0.005 beside.
  const root = Math.sqrt(0.5);
  const subspace = {
    points: 4000,
    mean: [2.5 / 2.8, powerAt(0.8) / 1000, 1, 2.5 / 2.8 - 0.005 * Math.sqrt(q)],
    covariance: noTraits.subspace.covariance,
    directions: [root, root, 0, 0, 0, 0, 1, 0],
    variances: [1e-4, 1e-4],
    rest: 2.5e-5,
  };
  const quantities = { ...usual, head_height_m: 45 * (1 + 0.01 * Math.sqrt(t2)) };
  return withTraits({ subspace }, { quantities }, 3600, ago);
};

/** The vote of the subspace is a note whatever it finds; its score says how much. */
const vote = (name: "q" | "t2", at: (value: number) => Situation): Scenario[] => {
  const guards = [`fraud.subspace_${name}`];
  return [
    limit(guards, `statistical.subspace-${name}`, at, [
      [29, "none"],
      [31, "note"],
      [5000, "note"],
    ]),
    ...[
      [59, 0.9, 0.91],
      [61, 0.88, 0.89],
      [330, 0.69, 0.7],
      [590, 0.502, 0.52],
      [601, 0.5, 0.5],
    ].map(([value = 0, least = 0, most = 1]) => ({
      promise: `statistical.subspace-${name}: ${value} scores ${least} to ${most}`,
      guards,
      outcome: (policy: Policy) => within(scoreOf(judge(at(value), undefined, policy), "statistical"), least, most),
      expected: true,
    })),
  ];
};

export const habitScenarios: readonly Scenario[] = [
  limit(["fraud.learnt_peak"], "device.learnt-peak", (times) => load(1.04 * times, { peak: 1.04 }), [
    [1.0095, "none"],
    [1.0105, "note"],
    [1.0145, "note"],
    [1.0155, "flag"],
    [1.31, "flag"],
  ]),
  halfWay(["fraud.learnt_peak"], "device.learnt-peak", load(1.1575 * 0.98, { peak: 0.98 })),
  limit(["fraud.peak_least"], "device.learnt-peak", (share) => load(share, { peak: 1 }), [
    [1.044, "none"],
    [1.046, "flag"],
  ]),
  limit(["fraud.peak_known"], "device.learnt-peak", (peak) => load(1.049, { peak }), [
    [0.965, "none"],
    [0.975, "flag"],
  ]),
  limit(["fraud.habits_known"], "device.learnt-peak", (days) => load(1.049, { learntS: days * day }), [
    [13.9, "none"],
    [14, "flag"],
  ]),
  limit(["fraud.learnt_ramp"], "temporal.learnt-ramp", (times) => step(times * 0.2, { ramp: 0.2 }), [
    [1.51, "note"],
    [1.59, "note"],
    [1.95, "note"],
    [2.05, "flag"],
  ]),
  limit(["fraud.learnt_ramp"], "temporal.learnt-ramp", (times) => step(times * 0.25, { ramp: 0.25 }), [
    [1.45, "none"],
    [1.55, "note"],
  ]),
  limit(["fraud.learnt_ramp"], "temporal.learnt-ramp", (times) => step(times * 0.1, { ramp: 0.1 }), [[6.5, "flag"]]),
  halfWay(["fraud.learnt_ramp"], "temporal.learnt-ramp", step(0.4, { ramp: 0.1 })),
  limit(["fraud.ramp_least"], "temporal.learnt-ramp", (least) => step(least, { ramp: 0.1 }), [
    [0.29, "none"],
    [0.31, "flag"],
  ]),
  limit(["fraud.spill_floor"], "environmental.learnt-spill", spill, [
    [0.81, "none"],
    [0.79, "note"],
    [0.61, "note"],
    [0.59, "flag"],
    [0, "flag"],
  ]),
  costly(["fraud.spill_floor"], "environmental.learnt-spill", spill(0), 0.735, 0.75),
  limit(["fraud.spill_least"], "environmental.learnt-spill", (least) => spill(0.1, least), [
    [0.0099, "none"],
    [0.0101, "flag"],
  ]),
  limit(["fraud.head_step"], "environmental.head-step", headRise, [
    [0.0145, "none"],
    [0.0155, "note"],
    [0.0195, "note"],
    [0.0205, "flag"],
    [0.55, "flag"],
  ]),
  halfWay(["fraud.head_step"], "environmental.head-step", headRise(0.26)),
  limit(["fraud.head_step_flow"], "environmental.head-step", (share) => headRise(0.03, share), [
    [0.968, "none"],
    [0.972, "flag"],
  ]),
  limit(["fraud.head_step_time"], "environmental.head-step", (agoS) => headRise(0.03, 1, agoS), [
    [1800, "flag"],
    [1801, "none"],
  ]),
  limit(["physics.learnt_least_load"], "environmental.head-step", (kw) => headRise(0.03, 1, 300, kw), [
    [29, "none"],
    [31, "flag"],
  ]),
  limit(["fraud.still_least"], "temporal.stuck-flow", (hours) => still(hours, 60), [
    [2.99, "none"],
    [3.01, "flag"],
  ]),
  limit(["fraud.still_power"], "temporal.stuck-flow", (kw) => still(4, kw, { longestStillS: 4 * 3600 }), [
    [49, "none"],
    [51, "flag"],
  ]),
  // A step of 0.1 m3/s is 3.6 % of design flow: by as much power may move on one figure.
  limit(["fraud.still_power"], "temporal.stuck-flow", (kw) => still(4, kw, { flowDecimals: 1 }), [
    [85, "none"],
    [87, "flag"],
  ]),
  limit(["fraud.still_longer"], "temporal.stuck-flow", (hours) => still(hours, 0, { longestStillS: 2 * 3600 }), [
    [3.99, "none"],
    [4.01, "flag"],
  ]),
  limit(["fraud.habits_known"], "temporal.stuck-flow", (days) => still(4, 0, { learntS: days * day }), [
    [13, "none"],
    [15, "flag"],
  ]),
  limit(
    ["fraud.noise_longly"],
    "temporal.stuck-flow",
    (readings) => still(4, 0, { learntS: 5 * day, noise: { last: 0, now: 0.004, usual: 0.004, readings } }),
    [
      [1998, "none"],
      [1999, "flag"],
    ],
  ),
  // Of a meter whose scatter is not known, steps of 0.4 % are coarse and steps of 0.04 % are not: the first may stand.
  limit([], "temporal.stuck-flow", (flowDecimals) => still(4, 0, { flowDecimals }), [
    [2, "none"],
    [3, "flag"],
  ]),
  limit(
    ["fraud.still_coarse"],
    "temporal.stuck-flow",
    (usualNoise) =>
      still(4, 0, { flowDecimals: 2, noise: { last: 0, now: 0.001, usual: usualNoise, readings: 500_000 } }),
    [
      [0.0013, "none"],
      [0.00137, "flag"],
    ],
  ),
  limit(["fraud.still_readings"], "temporal.stuck-flow", (readings) => still(4, 60, {}, readings), [
    [5, "none"],
    [6, "flag"],
  ]),
  limit(["fraud.still_excused"], "physics.efficiency-above-possible", frozen, [
    [300, "flag"],
    [5700, "flag"],
    [5701, "reject"],
  ]),
  limit(["fraud.still_readings"], "physics.efficiency-above-possible", (stepS) => frozen(stepS, stepS), [
    // Six readings of a frozen meter must fit into the time in which it is excused.
    [949, "flag"],
    [951, "reject"],
  ]),
  limit(["fraud.too_smooth"], "temporal.too-smooth", noise, [
    [0.152, "none"],
    [0.148, "note"],
    [0.102, "note"],
    [0.098, "flag"],
    [0, "flag"],
  ]),
  halfWay(["fraud.too_smooth"], "temporal.too-smooth", noise(0.05)),
  limit(["fraud.noise_longly"], "temporal.too-smooth", (readings) => noise(0.05, { readings }), [
    [1998, "none"],
    [1999, "flag"],
  ]),
  limit(["fraud.noise_least"], "temporal.too-smooth", (usualNoise) => noise(0, { usual: usualNoise }), [
    [0.00049, "none"],
    [0.00051, "flag"],
  ]),
  ...vote("q", (q) => place(q, 0)),
  ...vote("t2", (t2) => place(0, t2)),
  {
    promise: "a place however odd is one vote: it flags nothing",
    guards: [],
    outcome: (policy) => judge(place(5000, 0), undefined, policy).status,
    expected: "APPROVED",
  },
];
