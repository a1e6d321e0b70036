import type { Plant } from "../../../src/hydropower/plant.ts";
import type { Policy } from "../../../src/verification/policy.ts";
import type { Verdict } from "../../../src/verification/verdict.ts";
import { aDay, course, fourHours, once, play, played, readingAfter, type Shift, settled, strongest } from "../exact.ts";
import { calmPlant, Operation } from "../learning.ts";
import type { Scenario } from "../scenario.ts";

// What a machine should give where its plant has not run: by its registered type, or by the type it behaves like.
// Figures are ln. The exact plant runs at 0.755 of its design flow unless told.

const curve = (window: string) => `physics.learnt-curve-${window}`;
const [reading, ofDay, down] = [[curve("reading")], [curve("day"), curve("month")], [curve("down")]];

/** Efficiencies of a usual machine at a load, as the table has them; `usual` at 0.755. */
const francis = { usual: 0.8831, 0.3: 0.562, 0.4: 0.705, 0.42: 0.726, 0.485: 0.786, 0.6: 0.855, 0.97: 0.859 } as const;
const propeller = { usual: 0.6541, 0.3: 0.145, 0.6: 0.488 } as const;
const crossflow = { usual: 0.7158, 0.25: 0.62 } as const;
/** What the exact plant shows at a load if it is as good a machine there as at its usual flow. */
const asGood = (there: number, { usual }: { readonly usual: number }) => Math.log(there / usual);

const francisPair: Plant = { ...calmPlant, turbine_type: "francis", units: 2 };
const propellerPair: Plant = { ...calmPlant, turbine_type: "propeller", units: 2 };
const onePropeller: Plant = { ...calmPlant, turbine_type: "propeller", units: 1 };
const { design_flow_m3s: _registered, ...unregistered } = calmPlant;
const oneFrancis: Plant = { ...unregistered, turbine_type: "francis", units: 1 };
const unknownMachine: Plant = { ...calmPlant, units: 1 };

/** Sixty-one days of a plant, half of each elsewhere if told. */
const plain = (plant: Plant, evening: Shift = {}, policy?: Policy, power = 0): Operation => {
  const operation = new Operation(fourHours, policy, plant);
  play(operation, 61 * aDay, (i) => (i % aDay < 3 ? { power } : { power, ...evening }));
  return operation;
};

const pair = once(() => plain(francisPair));
const pairAtHalf = once(() => plain(francisPair, { at: 0.485, power: asGood(francis[0.485], francis) }));
const pairAtThird = once(() => plain(francisPair, { at: 0.3, power: asGood(francis[0.6], francis) }));
const propellers = once(() => plain(propellerPair, { at: 0.6, power: asGood(propeller[0.6], propeller) }));
const propellerAlone = once(() => plain(onePropeller));
const francisAlone = once(() => plain(oneFrancis));

const one = (state: () => Operation, at: number, level: number) => (power: number, policy: Policy) => [
  readingAfter(state(), policy, { at, power: level + power }),
];
const dayAt = (state: () => Operation, at: number, level: number) => (power: number, policy: Policy) =>
  play(state().fork(policy), aDay, { at, power: level + power });
const less = (more: (power: number, policy: Policy) => readonly Verdict[]) => (power: number, policy: Policy) =>
  more(-power, policy);

/** Days elsewhere, a day at home; then a day of more power at a flow near the days elsewhere. */
const guessed = (days: number, policy: Policy): Verdict[] => {
  const operation = settled().fork(policy);
  course(operation, [days, { at: 0.955 }], [1, {}]);
  return play(operation, aDay, { at: 0.89, power: 0.07 });
};

/** After a reading of a quarter hour at little flow, one at less, far too good for it. */
const stopping = (at: number, policy: Policy): Verdict[] => {
  const operation = settled().fork(policy, 900);
  play(operation, 1, { at: 0.25 });
  return play(operation, 1, { at, power: 0.5 });
};

/** So many days of a plant of unknown machine, then a reading far too high. */
const unknownFor = (days: number, policy: Policy): Verdict[] => {
  const operation = new Operation(fourHours, policy, unknownMachine);
  play(operation, days * aDay);
  return [readingAfter(operation, policy, { power: 0.27 })];
};

/**
 * An unknown machine of 0.7 that gives a fifth less at a lower load: by its scatter one type, by its mean another.
 * Then a day at a quarter of its flow as the type named would have it.
 */
const takenFor = (load: number, day: number) => (policy: Policy) => {
  const level = Math.log(0.7 / 0.75);
  const operation = new Operation(fourHours, policy, unknownMachine);
  play(operation, 61 * aDay, (i) => (i % aDay < 3 ? { power: level } : { at: load, power: level - 0.2 }));
  return strongest(play(operation, aDay, { at: 0.25, power: level + day }), ...ofDay);
};

/** Its usual machine, of an efficiency that is like one type and less like another. */
const alike = (efficiency: number) => once(() => plain(unknownMachine, {}, undefined, Math.log(efficiency / 0.75)));
/** By 0.0225 less like a propeller than like a crossflow machine; by 0.03 less than like a turgo machine. */
const [nearPropeller, farFromPropeller] = [alike(0.72), alike(0.7777)];

/** A day of more power without any gauge of the head, where the levels lie so far apart, of design head. */
const beside = (type: "pondage" | "storage", swing: number, power: number, policy: Policy): Verdict[] => {
  const reservoir = { type, full_level_m: 600, lowest_level_m: 600 - 45 * swing };
  const operation = new Operation(fourHours, policy, { ...calmPlant, reservoir }).skip(61 * aDay);
  operation.memory = settled().memory;
  return play(operation, aDay, { power, unmeasured: true });
};

const byType: readonly Scenario[] = [
  played(
    ["learning.spare_least_load"],
    down,
    "less power of a pair whose second unit has started at a low load",
    less(dayAt(pair, 0.42, asGood(francis[0.42], francis))),
    [
      [0.147, "note"],
      [0.153, "flag"],
    ],
  ),
  played(
    ["learning.spare_least_load"],
    down,
    "less power at a flow that only one of two units would take",
    less(dayAt(pairAtThird, 0.3, asGood(francis[0.6], francis))),
    [
      [0.147, "note"],
      [0.153, "flag"],
      [0.35, "flag"],
    ],
  ),
  played(
    ["learning.prior_fullest"],
    reading,
    "one unit where a pair ran so far",
    one(pairAtHalf, 0.485, asGood(francis[0.97], francis)),
    [
      [0.118, "note"],
      [0.122, "flag"],
    ],
  ),
  played(
    ["learning.prior_fullest"],
    reading,
    "a flow that one of two propellers cannot take",
    one(propellers, 0.6, asGood(propeller[0.6], propeller)),
    [
      [0.117, "note"],
      [0.121, "flag"],
      [0.3, "flag"],
    ],
  ),
  played(
    ["learning.prior_margin", "learning.prior_margin_step"],
    ofDay,
    "a day at half flow where the design flow is not registered",
    dayAt(francisAlone, 0.45, asGood(francis[0.4], francis)),
    [
      [0.134, "none"],
      [0.17, "flag"],
    ],
  ),
  played(
    ["learning.prior_least"],
    ofDay,
    "a day at a load at which a propeller hardly turns",
    dayAt(propellerAlone, 0.3, asGood(0.2, propeller)),
    [
      [0.048, "note"],
      [0.053, "flag"],
    ],
  ),
];

const byGuess: readonly Scenario[] = [
  played(
    ["learning.spare_unknown"],
    ofDay,
    "a day at a flow near those that it knows",
    (power, policy) => play(settled().fork(policy), aDay, { at: 0.8, power }),
    [
      [0.048, "note"],
      [0.052, "flag"],
    ],
  ),
  played(["learning.hours_guess"], ofDay, "a high day near a flow of so many days", guessed, [
    [3, "none"],
    [4, "flag"],
  ]),
  played(["learning.transient_share"], reading, "a high reading at so little flow after a quarter", stopping, [
    [0.15, "none"],
    [0.19, "none"],
    [0.205, "flag"],
    [0.23, "flag"],
  ]),
];

const byLikeness: readonly Scenario[] = [
  played(["learning.likeness_hours"], reading, "a high reading of an unknown machine after so many days", unknownFor, [
    [13, "none"],
    [14, "flag"],
  ]),
  {
    promise: "a machine whose scatter is that of a Francis may be one, though its mean is not quite",
    guards: ["learning.likeness_mean"],
    outcome: takenFor(0.45, asGood(crossflow[0.25], crossflow) + 0.04),
    expected: "none",
  },
  {
    promise: "a machine that is far from a Francis in the mean is none, though its scatter is: as one it would pass",
    guards: ["learning.likeness_mean"],
    outcome: takenFor(0.465, asGood(crossflow[0.25], crossflow) + 0.04),
    expected: "flag",
  },
  {
    promise: "a machine may be of another type that it is nearly as much like, where it has not run, and of no other",
    guards: ["learning.likeness_doubt"],
    outcome: (policy) => [
      strongest(dayAt(nearPropeller, 0.89, Math.log(0.72 / 0.75))(0.1, policy), ...ofDay),
      strongest(dayAt(farFromPropeller, 0.89, Math.log(0.7777 / 0.75))(0.1, policy), ...ofDay),
    ],
    expected: ["none", "flag"],
  },
  played(
    ["learning.still_pond"],
    ofDay,
    "a day of 0.0315 more beside a pond that moves the head by",
    (swing, policy) => beside("pondage", swing, 0.0315, policy),
    [
      [0.0295, "flag"],
      [0.0305, "note"],
    ],
  ),
  played(
    ["learning.pond_share"],
    ofDay,
    "a day of more power beside a pond that moves the head by 0.08",
    (power, policy) => beside("pondage", 0.08, power, policy),
    [
      [0.062, "note"],
      [0.066, "flag"],
    ],
  ),
  played(
    ["learning.pond_share"],
    ofDay,
    "the same beside a reservoir, which takes a season",
    (power, policy) => beside("storage", 0.08, power, policy),
    [[0.04, "flag"]],
  ),
];

export const machineScenarios: readonly Scenario[] = [...byType, ...byGuess, ...byLikeness];
