import type { Quantities } from "../../../src/hydropower/quantities.ts";
import type { Policy } from "../../../src/verification/policy.ts";
import { noTraits, type Traits } from "../../../src/verification/state.ts";
import { effectOf, memory, powerAt } from "../builders.ts";
import { firstDayMs, Operation, wobble } from "../learning.ts";
import { type Scenario, within } from "../scenario.ts";

// Habits that take several readings to show: noise, place, stand-stills, copies, gaps.

const day = 86_400;

/** A device whose memory holds these habits, before its first reading here. */
function habituated(policy: Policy, traits: Partial<Traits>, stepS = 3_600): Operation {
  const operation = new Operation(stepS, policy);
  const learnt = { river: 2.2 / 2.8, channels: {}, traits: { ...noTraits, learntS: 100 * day, ...traits } };
  operation.memory = memory(0, { endMs: firstDayMs, intervalS: stepS, flowM3s: 2.2, powerKw: 720, learnt });
  return operation;
}

const at = (flow_rate_m3s: number, efficiency = 0.75, head_height_m = 45): Quantities => ({
  flow_rate_m3s,
  head_height_m,
  power_output_kw: powerAt(efficiency, flow_rate_m3s, head_height_m),
});

/** Which readings of a row break a rule. */
function breaking(operation: Operation, rule: string, readings: readonly Quantities[]): number[] {
  return readings.flatMap((quantities, i) => (effectOf(operation.send(quantities), rule) === "none" ? [] : [i]));
}

/** How many computed readings it takes until they are found too smooth; honest noise was 0.004. */
const smoothAfter = (policy: Policy) => {
  const last = Math.log(powerAt(0.75) / powerAt(1));
  const operation = habituated(policy, { noise: { last, now: 0.004, usual: 0.004, readings: 500_000 } });
  const computed = Array.from({ length: 90 }, (_, i) => at(2.2 + 0.1 * wobble(i, 5)));
  return breaking(operation, "temporal.too-smooth", computed)[0] ?? 0;
};

/** A place off the usual by q, then so many more readings there; the vote on the last of them. */
const offPlace = (policy: Policy, q: number, readings: number) => {
  const subspace = {
    points: 10_000,
    mean: [2.2 / 2.8, powerAt(0.75, 2.2) / 1000, 1 - 0.005 * Math.sqrt(q), 2.2 / 2.8],
    covariance: noTraits.subspace.covariance,
    directions: [1, 0, 0, 0, 0, 1, 0, 0],
    variances: [1e-2, 1e-2],
    rest: 2.5e-5,
  };
  const operation = habituated(policy, { subspace, learntS: 100 * day + 1 }, 60);
  const there = Array.from({ length: readings }, (_, i) => at(2.2 + 0.02 * wobble(i, 3)));
  return breaking(operation, "statistical.subspace-q", there).includes(readings - 1);
};

/** A plant that has shown so many points, all in one place, and closes a day; then one reading with less head. */
const placed = (policy: Policy, points: number, headShare: number) => {
  const mean = [2.2 / 2.8, powerAt(0.75, 2.2) / 1000, 1, 2.2 / 2.8];
  const subspace = { ...noTraits.subspace, points, mean };
  const operation = habituated(policy, { subspace, learntS: 101 * day - 60 }, 60);
  operation.send(at(2.2));
  return effectOf(operation.send(at(2.2, 0.75 / headShare, 45 * headShare)), "statistical.subspace-q") !== "none";
};

/** After so many days of generation a flow stands still for five hours, moves for six readings, and stands for eight. */
const standsAfter = (policy: Policy, days: number) => {
  const value = { value: 2.2, readings: 50, seconds: 5 * 3600, leastKw: 720, mostKw: 720 };
  const operation = habituated(policy, { still: value, learntS: days * day, flowDecimals: 3 });
  for (let i = 1; i <= 6; i++) operation.send(at(2.3 + 0.01 * i));
  const stands = Array.from({ length: 9 }, () => at(2.4));
  return breaking(operation, "temporal.stuck-flow", stands).length > 0;
};

/** A flow that stood for four hours shows another figure once and comes back; readings usually scatter by so much. */
const interrupted = (policy: Policy, usual: number) => {
  const value = { value: 2.2, readings: 50, seconds: 4 * 3600, leastKw: 720, mostKw: 720 };
  const noise = { last: Math.log(powerAt(0.75) / powerAt(1)), now: usual, usual, readings: 500_000 };
  const operation = habituated(policy, { still: value, longestStillS: 3600, flowDecimals: 3, noise });
  return breaking(operation, "temporal.stuck-flow", [at(2.3), at(2.2)]);
};

/** A measured row of readings, all different. */
const row = (length: number, from = 0): Quantities[] =>
  Array.from({ length }, (_, i) => at(2.2 + 0.1 * wobble(from + i, 11), 0.75 * (1 + 0.003 * wobble(from + i, 12))));

/** Three days in hours; then some hours of another kind, then hours of the second day again. */
const copied = (policy: Policy, other: number, from: number, to: number, change = (q: Quantities[]) => q) => {
  const operation = new Operation(3_600, policy);
  const days = change(row(72));
  for (const quantities of days) operation.send(quantities);
  for (const quantities of row(other + from, 900)) operation.send(quantities);
  return breaking(operation, "temporal.replayed", days.slice(24 + from, 24 + to)).map((i) => from + i);
};

/** Of the eight hours from the second of the second day on, only so many differ. */
const repeating = (different: number) => (readings: Quantities[]) =>
  readings.map((own, i) => (i >= 25 + different && i < 33 ? (readings[24 + different] as Quantities) : own));

/** A day in three-hour readings is sent again after so many days; half of them are enough to be found. */
const copiedAfter = (policy: Policy, days: number) => {
  const operation = new Operation(10_800, policy);
  const kept = row(8 * days);
  for (const quantities of kept) operation.send(quantities);
  return breaking(operation, "temporal.replayed", kept.slice(0, 12)).length > 0;
};

/** Twelve days of hours sent again an hour later in the day: how many of 288 are found. */
const shifted = (policy: Policy) => {
  const operation = new Operation(3_600, policy);
  const kept = row(288);
  for (const quantities of kept) operation.send(quantities);
  operation.send(at(2.37));
  return breaking(operation, "temporal.replayed", kept).length;
};

/** What is said of a reading of the first of so many gaps, sent days after the link was back. */
const keptBack = (policy: Policy, gaps: number) => {
  const operation = new Operation(3_600, policy);
  operation.send(at(2.2));
  for (let i = 0; i < gaps; i++) operation.skip(2).send(at(2.2 + 0.01 * i));
  return effectOf(operation.send(at(2.1), 1, { lateS: 5 * day }), "temporal.backdated");
};

const clockHours = [8, 11, 14, 17, 20, 23];

export const sequenceScenarios: readonly Scenario[] = [
  {
    promise: "what is computed is too smooth after 45 readings, when the noise of two dozen has died away",
    guards: ["fraud.noise_shortly"],
    outcome: (policy) => within(smoothAfter(policy), 42, 47),
    expected: true,
  },
  {
    promise: "a place beside the usual becomes usual over thousands of readings",
    guards: ["fraud.subspace_memory"],
    outcome: (policy) => [32.6, 33, 33.4, 33.8].map((q) => offPlace(policy, q, 200)),
    expected: [false, false, true, true],
  },
  {
    promise: "the usual place is known after four hundred readings",
    guards: ["fraud.subspace_points"],
    outcome: (policy) => [397, 399].map((points) => placed(policy, points, 0.9)),
    expected: [false, true],
  },
  {
    promise: "a plant that never moves is granted half a per cent of scatter",
    guards: ["fraud.subspace_least"],
    outcome: (policy) => [0.9735, 0.9717].map((share) => placed(policy, 500, share)),
    expected: [false, true],
  },
  {
    promise: "a stand-still counts as honest once it has ended, in the first eight months only",
    guards: ["fraud.habits_fixed"],
    outcome: (policy) => [239, 241].map((days) => standsAfter(policy, days)),
    expected: [false, true],
  },
  {
    promise: "a stand-still goes on after another figure where steps of 0.001 m3/s are a quarter of the scatter",
    guards: ["fraud.still_fine"],
    outcome: (policy) => [0.0017, 0.0019].map((usual) => interrupted(policy, usual)),
    expected: [[], [1]],
  },
  {
    promise: "eight hours sent again are found, seven are not",
    guards: ["fraud.replay_stretch"],
    outcome: (policy) => [copied(policy, 24, 1, 9), copied(policy, 24, 2, 9)],
    expected: [[8], []],
  },
  {
    promise: "eight hours with six different ones among them are found, with five they are steady operation",
    guards: ["fraud.replay_distinct"],
    outcome: (policy) => [6, 5].map((different) => copied(policy, 24, 1, 9, repeating(different))),
    expected: [[8], []],
  },
  {
    promise: "a day sent again is found every three hours, and seldom in between",
    guards: ["fraud.replay_clock"],
    outcome: (policy) => {
      const found = copied(policy, 24, 0, 24);
      return [clockHours.every((hour) => found.includes(hour)), found.length <= 10];
    },
    expected: [true, true],
  },
  {
    promise: "days sent again at another hour are found twice a day",
    guards: ["fraud.replay_marks_a_day"],
    outcome: (policy) => within(shifted(policy), 20, 28),
    expected: true,
  },
  {
    promise: "a day is remembered for a month, in three-hour readings for five weeks",
    guards: ["fraud.replay_days"],
    outcome: (policy) => [36, 42].map((days) => copiedAfter(policy, days)),
    expected: [true, false],
  },
  {
    promise: "the last eight gaps are remembered",
    guards: ["fraud.gaps_kept"],
    outcome: (policy) => [8, 9].map((gaps) => keptBack(policy, gaps)),
    expected: ["flag", "none"],
  },
];
