import { priorForest } from "../../src/fraud/prior.ts";
import { hydraulicPowerKw } from "../../src/hydropower/hydraulics.ts";
import type { Plant } from "../../src/hydropower/plant.ts";
import type { Quantities } from "../../src/hydropower/quantities.ts";
import { assessAndRemember } from "../../src/verification/assess.ts";
import { type Policy, policyInForce } from "../../src/verification/policy.ts";
import { noTraits, type Traits } from "../../src/verification/state.ts";
import type { DeviceMemory, Verdict } from "../../src/verification/verdict.ts";
import { memory, pilotPlant, type Situation } from "./builders.ts";

/** A plant without a turbine type, so that physics leaves room for what is learnt. */
export const calmPlant: Plant = { ...pilotPlant, turbine_type: undefined };
export const firstDayMs = Date.parse("2024-01-01T00:00:00Z");
export const dayMs = 86_400_000;

/** Noise of one reading, about -1 to 1: the same for the same reading. */
export function wobble(i: number, of = 1): number {
  const x = Math.imul((i + 1) * 2_654_435_761 + of * 40_503, 0x85ebca6b) >>> 0;
  return ((x ^ (x >>> 15)) % 2_001) / 1_000 - 1;
}

export type Change = {
  readonly power?: number;
  readonly flow?: number;
  readonly head?: number;
  /** Guide vanes that open in proportion to the true flow are sent along. */
  readonly gated?: boolean;
  readonly more?: Quantities;
};

/** An honest reading of the calm plant: flow that swings over the day, efficiency of 0.75, instruments of 0.3 %. */
export function honest(
  i: number,
  stepsPerDay: number,
  { power = 1, flow = 1, head = 1, gated = false, more = {} }: Change = {},
): Quantities {
  const flowM3s =
    1.9 + 0.5 * Math.abs(((i % stepsPerDay) / stepsPerDay) * 2 - 1) + 0.05 * wobble(Math.floor(i / stepsPerDay), 7);
  const headM = 45 * (1 + 0.001 * wobble(i, 2));
  return {
    flow_rate_m3s: flow * flowM3s,
    head_height_m: head * headM,
    power_output_kw: power * 0.75 * hydraulicPowerKw({ flowM3s, headM }) * (1 + 0.003 * wobble(i, 3)),
    ...(gated ? { gate_opening_pct: Math.round(300 * flowM3s) / 10 } : {}),
    ...more,
  };
}

export type Seen = { readonly i: number; readonly verdict: Verdict };

/** Runs one device through readings of its plant: hours, or shorter. Days count from 0. */
export class Operation {
  memory: DeviceMemory | undefined;
  readonly #stepS: number;
  readonly #policy: Policy;
  readonly #plant: Plant;
  #next = 0;

  constructor(stepS = 3_600, policy: Policy = policyInForce, plant: Plant = calmPlant) {
    this.#stepS = stepS;
    this.#policy = policy;
    this.#plant = plant;
  }

  get stepsPerDay(): number {
    return 86_400 / this.#stepS;
  }

  /** A copy that goes on from here by itself, under another policy or in other steps if told. */
  fork(policy = this.#policy, stepS = this.#stepS): Operation {
    const copy = new Operation(stepS, policy, this.#plant);
    copy.memory = this.memory;
    copy.#next = (this.#next * this.#stepS) / stepS;
    return copy;
  }

  skip(readings: number): this {
    this.#next += readings;
    return this;
  }

  run(days: number, change: Change | ((i: number) => Change | undefined) = {}): Seen[] {
    return this.steps(Math.round(days * this.stepsPerDay), change);
  }

  steps(readings: number, change: Change | ((i: number) => Change | undefined) = {}): Seen[] {
    return Array.from({ length: readings }, () => {
      const i = this.#next++;
      const changed = typeof change === "function" ? change(i) : change;
      return { i, verdict: this.send(honest(i, this.stepsPerDay, changed), i) };
    });
  }

  /** Sends the next reading, or one of another time; so many seconds after its end, or as one of an instant. */
  send(quantities: Quantities, i = this.#next++, { lateS = 1, instant = false } = {}): Verdict {
    const endMs = firstDayMs + (i + 1) * this.#stepS * 1000;
    const reading = {
      plantId: calmPlant.plant_id,
      deviceId: "T",
      endMs,
      intervalS: instant ? undefined : this.#stepS,
      timed: true,
      deviceSeq: undefined,
      quantities,
    };
    const given = {
      plant: this.#plant,
      device: { device_id: "T", kind: "station" as const },
      reading,
      receivedAtMs: endMs + 1000 * lateS,
      memory: this.memory,
    };
    const { verdict, memory: after } = assessAndRemember(given, this.#policy, priorForest);
    this.memory = after;
    return verdict;
  }
}

/** Readings whose verdict names one of these rules as flag or reject. */
export function flaggedBy(seen: readonly Seen[], ...rules: readonly string[]): Seen[] {
  return seen.filter(({ verdict }) =>
    verdict.reasons.some(({ rule, effect }) => rules.includes(rule) && effect !== "note"),
  );
}

export function notApproved(seen: readonly Seen[]): Seen[] {
  return seen.filter(({ verdict }) => verdict.status !== "APPROVED");
}

/** A situation of the calm plant whose memory holds these habits. */
export function withTraits(
  traits: Partial<Traits>,
  situation: Situation,
  agoS = 3600,
  overrides: Partial<DeviceMemory> = {},
): Situation {
  const learnt = { river: null, channels: {}, traits: { ...noTraits, learntS: 30 * 86_400, ...traits } };
  return { plant: { turbine_type: undefined }, ...situation, memory: memory(agoS, { learnt, ...overrides }) };
}
