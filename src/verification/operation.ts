import { designFlowM3s } from "../hydropower/efficiency.ts";
import { type EnergyRoom, energyRoom } from "./interval-energy.ts";
import type { Policy } from "./policy.ts";
import type { AssessmentInput } from "./verdict.ts";

/** Active power, kW, and the range around it that an energy figure of limited resolution leaves open. */
export type PowerRange = { readonly kw: number; readonly leastKw: number; readonly mostKw: number };

/** A reading put beside the machine it came from: what the layers judge. */
export type Operation = {
  readonly flowM3s: number | undefined;
  /** Measured, else the plant's design head. */
  readonly headM: number;
  readonly headMeasured: boolean;
  /** Measured, else between measured levels above and below; undefined when nothing tells the head of now. */
  readonly gaugedHeadM: number | undefined;
  /** Flow past the turbines; undefined when not sent. */
  readonly spillM3s: number | undefined;
  readonly power: PowerRange | undefined;
  /** The same as water and machine are held to it: where a display of few digits stands beside finer energy, what that says. */
  readonly held: PowerRange | undefined;
  /** Nameplate and design flow of the unit when the device is one, else of the plant. */
  readonly ratedKw: number;
  readonly designFlowM3s: number;
};

/** Whether a power is generation, and not what a meter shows at standstill. */
export function isGenerating(powerKw: number, { ratedKw }: Operation, policy: Policy): boolean {
  return powerKw > policy.physics.idle_power * ratedKw;
}

/** The operation a reading reports, its power as it is claimed. */
export function operationOf(input: AssessmentInput): Operation {
  const { plant, device, reading } = input;
  const { flow_rate_m3s, head_height_m, spill_flow_m3s } = reading.quantities;
  const { reservoir_level_m: above, tailwater_level_m: below } = reading.quantities;
  const levelHeadM = above === undefined || below === undefined || above <= below ? undefined : above - below;
  // A unit is no larger than its plant: a rating that says so would make all of its power look like a standstill.
  const ratedKw = Math.min(device.rated_power_kw ?? plant.rated_power_kw, plant.rated_power_kw);
  const power = powerRange(input);
  return {
    flowM3s: flow_rate_m3s,
    headM: head_height_m ?? plant.design_head_m,
    headMeasured: head_height_m !== undefined,
    gaugedHeadM: head_height_m ?? levelHeadM,
    spillM3s: spill_flow_m3s,
    power,
    held: power,
    ratedKw,
    designFlowM3s: designFlowM3s(plant) * (ratedKw / plant.rated_power_kw),
  };
}

/**
 * The power a reading claims. Where power and interval energy are both sent the larger counts, so that
 * neither can be inflated behind the other. Undefined: the reading says nothing about power.
 */
function powerRange(input: AssessmentInput): PowerRange | undefined {
  const { power_output_kw: powerKw, energy_kwh: energyKwh } = input.reading.quantities;
  const { intervalS } = input.reading;
  const mean =
    energyKwh === undefined || intervalS === undefined ? undefined : meanPower(energyKwh, intervalS, energyRoom(input));
  if (powerKw === undefined) return mean;
  const kw = Math.max(powerKw, mean?.leastKw ?? 0);
  return { kw, leastKw: kw, mostKw: Math.max(powerKw, mean?.mostKw ?? 0) };
}

/** Mean power of an interval from its energy, kW, within the resolution its decimals show, or the meter's wider steps. */
export function meanPower(energyKwh: number, intervalS: number, room?: EnergyRoom): PowerRange {
  const stepKwh = decimalStep(energyKwh);
  const hours = intervalS / 3600;
  return {
    kw: energyKwh / hours,
    leastKw: Math.max(0, energyKwh - Math.max(stepKwh, room?.aheadKwh ?? 0)) / hours,
    mostKw: (energyKwh + Math.max(stepKwh, room?.behindKwh ?? 0)) / hours,
  };
}

/** Resolution of a meter from a figure it showed: 1 for whole numbers, 0.1, 0.01 or 0.001. */
function decimalStep(kwh: number): number {
  const text = String(kwh);
  const point = text.indexOf(".");
  const decimals = point < 0 ? 0 : text.length - point - 1;
  return [1, 0.1, 0.01][decimals] ?? 0.001;
}
