import type { Neighbour } from "../fraud/balance.ts";
import type { Device, Plant } from "../hydropower/plant.ts";
import type { Reading } from "../hydropower/reading.ts";
import type { Observation } from "./observation.ts";
import type { EnergyMemory, Learnt, RegisterMemory } from "./state.ts";

export const statuses = ["APPROVED", "FLAGGED", "REJECTED"] as const;
export type Status = (typeof statuses)[number];

export const layerNames = ["physics", "temporal", "environmental", "statistical", "device"] as const;
export type LayerName = (typeof layerNames)[number];

/**
 * Why a layer judged as it did. `note` informs and never changes the status (so a reading that passed a
 * layer gets no flag from it); `flag` caps the trust score below approval; `reject` below the flag line.
 */
export type Reason = {
  readonly layer: LayerName;
  /** Stable id, `physics.efficiency-above-possible`: what a machine keys on. */
  readonly rule: string;
  readonly effect: "note" | "flag" | "reject";
  /** One plain sentence with the figures. */
  readonly detail: string;
};

export type LayerResult = {
  readonly layer: LayerName;
  /** False: the layer had nothing to judge and gave its weight to the others. */
  readonly applies: boolean;
  /** 0-1, four decimals; 0 weight goes with `applies: false` and a score of 1. */
  readonly score: number;
  /** Share in the trust score after redistribution, four decimals. */
  readonly weight: number;
};

/** A span of earlier records that a finding casts doubt on: to be reviewed again, never rewritten. */
export type Reopening = {
  /** The rule that found it. */
  readonly rule: string;
  /** Readings that end after the one and not after the other, ms since the epoch. */
  readonly fromMs: number;
  readonly toMs: number;
};

export type Verdict = {
  readonly status: Status;
  /** 0-1, four decimals, rounded down. */
  readonly trustScore: number;
  readonly layers: readonly LayerResult[];
  readonly reasons: readonly Reason[];
  /** Absent when no earlier record is touched. */
  readonly reopen?: Reopening;
};

/** Identity of a data file the verdict rests on. */
export type DataIdentity = { readonly id: string; readonly hash: string };

/** A span without readings, and when the next reading after it was received, ms since the epoch. */
export type Gap = readonly [fromMs: number, toMs: number, heardAtMs: number];

/** What the core remembers of one device: only readings that moved time forward change it. JSON, canonical. */
export type DeviceMemory = {
  /** End of the newest reading, ms since the epoch. */
  readonly endMs: number;
  readonly intervalS: number | null;
  readonly status: Status;
  readonly flowM3s: number | null;
  readonly headM: number | null;
  readonly powerKw: number | null;
  /** Registers as integer Wh in digits; null when the newest reading had none. */
  readonly exportWh: string | null;
  readonly importWh: string | null;
  /** Absent without an export register, and in a memory that is older than this. */
  readonly register?: RegisterMemory;
  /** Absent where energy and power of an interval were never told together, and in a memory that is older than this. */
  readonly energy?: EnergyMemory;
  /** The finest step in which an approved reading showed its power, W; absent before the first, and under earlier policies. */
  readonly powerStepW?: number;
  /** What the device is, for the balance with its neighbours: kind, and rating of a unit (null: the whole plant). */
  readonly kind?: string;
  readonly unitKw?: number | null;
  /** The last gaps before a reading, oldest first: [from, to, receipt of the reading that ended it], ms. */
  readonly gaps?: readonly Gap[];
  /** Absent in a memory that has learnt nothing yet. */
  readonly learnt?: Learnt;
};

/** All that a verdict depends on: the same input gives the same verdict, on any machine, at any time. */
export type AssessmentInput = {
  readonly plant: Plant;
  readonly device: Device;
  readonly reading: Reading;
  readonly receivedAtMs: number;
  /** Absent for the first reading, and for one older than the device's newest (judged without memory). */
  readonly memory: DeviceMemory | undefined;
  /** What the plant's other devices showed last, by the chain's order. */
  readonly siblings?: readonly Neighbour[];
  /** What others measured around the plant; absent: nothing is known, and nothing is made of it. */
  readonly context?: readonly Observation[] | undefined;
};
