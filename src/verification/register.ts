import { resolutionWh, wattHours } from "../hydropower/energy.ts";
import { whole } from "./compact.ts";
import { broken, check, type Finding, figure } from "./grade.ts";
import type { Operation } from "./operation.ts";
import { isOlder } from "./order.ts";
import type { Policy } from "./policy.ts";
import type { RegisterMemory } from "./state.ts";
import type { AssessmentInput, DeviceMemory } from "./verdict.ts";

/** Rules by which a cumulative register cannot be believed. */
export const registerRules = { rollback: "temporal.register-rollback", rate: "temporal.register-rate" } as const;

/**
 * Steps by which a register may be ahead of power. Between two values it shows nothing, so one; and where it stood
 * between them is not known anew after a gap, so another one.
 */
const stepsAhead = 2;

/** Wh by which a register moved; undefined unless it was read both times. */
export function registerAdvanceWh(kwh: number | undefined, beforeWh: string | null): bigint | undefined {
  return kwh === undefined || beforeWh === null ? undefined : wattHours(kwh) - BigInt(beforeWh);
}

/** Registers against what they showed before: they only rise, and no faster than the plant generates. */
export function judgeRegisters(
  input: AssessmentInput,
  operation: Operation,
  memory: DeviceMemory,
  policy: Policy,
): Finding[] {
  const { energy_export_kwh_total: exportKwh, energy_import_kwh_total: importKwh } = input.reading.quantities;
  const exportedWh = registerAdvanceWh(exportKwh, memory.exportWh);
  const findings: Finding[] = [];
  for (const [name, advanceWh] of [
    ["export", exportedWh],
    ["import", registerAdvanceWh(importKwh, memory.importWh)],
  ] as const) {
    if (advanceWh === undefined || advanceWh >= 0n) continue;
    const detail = `the ${name} register fell by ${figure(Number(-advanceWh) / 1000)} kWh; it can only rise`;
    findings.push(broken("temporal", "register-rollback", "reject", policy.scores, detail));
  }
  if (exportedWh === undefined || exportedWh <= 0n) return findings;
  return [...findings, ...judgeAdvance(input, operation, memory, policy, Number(exportedWh))];
}

/** An advance of the export register against what the plant can generate and what the reading says it did. */
function judgeAdvance(
  input: AssessmentInput,
  operation: Operation,
  memory: DeviceMemory,
  policy: Policy,
  advanceWh: number,
): Finding[] {
  const { plant, reading } = input;
  const { temporal, scores } = policy;
  const elapsedS = (reading.endMs - memory.endMs) / 1000;
  const surelyWh = Math.max(0, advanceWh - registerStepWh(input, memory));
  const fullLoadWh = (1000 * plant.rated_power_kw * (elapsedS + temporal.clock_tolerance)) / 3600;
  const rose = () => `the export register rose by ${figure(advanceWh / 1000)} kWh in ${figure(elapsedS)} s`;
  const rate = check("temporal", "register-rate", surelyWh / fullLoadWh, temporal.register_rate, scores, () => {
    return `${rose()}, full load gives ${figure(fullLoadWh / 1000)} kWh`;
  });
  const room = roomOf(input, operation, memory, policy);
  if (room === undefined) return [rate];
  const generatedWh = room.generatedWh + room.left * room.clockWh;
  const beyondWh = Math.max(0, advanceWh - room.left * room.stepsWh);
  const above = temporal.register_above_power;
  return [
    rate,
    check("temporal", "register-above-power", beyondWh / generatedWh, above, scores, () => {
      const others = operation.ratedKw < plant.rated_power_kw ? " with the other units at full load" : "";
      const ahead = room.left < 1 ? " and was ahead of it" : "";
      return `${rose()}${ahead}, the reported power${others} gives ${figure(generatedWh / 1000)} kWh`;
    }),
  ];
}

/** The register once the reading is known: its step, and how far it is ahead. */
export function registerAfter(
  input: AssessmentInput,
  operation: Operation,
  policy: Policy,
  disbelieved: boolean,
): RegisterMemory | undefined {
  const { memory, reading } = input;
  // One that was not believed may be another meter's.
  if (disbelieved) return undefined;
  const before = memory?.register;
  if (reading.quantities.energy_export_kwh_total === undefined) return before;
  const register = { stepWh: registerStepWh(input, memory), aheadWh: before?.aheadWh ?? 0 };
  const room = memory === undefined || isOlder(input) ? undefined : roomOf(input, operation, memory, policy);
  return room === undefined ? register : { ...register, aheadWh: room.aheadWh };
}

type Room = {
  /** What the reported power gives, with the plant's other units at full load. */
  readonly generatedWh: number;
  /** What the register's steps, and clocks that are apart, may put it ahead; and how much of that is left, 0-1. */
  readonly stepsWh: number;
  readonly clockWh: number;
  readonly left: number;
  /** How far ahead it is after the reading. */
  readonly aheadWh: number;
};

/**
 * How far the register may rise beyond the reported power: by its steps and the clocks' difference, in sum and not with
 * each reading. Undefined where power or the time between the two values is not known.
 */
function roomOf(input: AssessmentInput, { power, ratedKw }: Operation, memory: DeviceMemory, policy: Policy) {
  const { plant, reading } = input;
  const { physics, temporal } = policy;
  const elapsedS = (reading.endMs - memory.endMs) / 1000;
  const consecutive = reading.intervalS !== undefined && elapsedS <= reading.intervalS + temporal.gap;
  const advanceWh = registerAdvanceWh(reading.quantities.energy_export_kwh_total, memory.exportWh);
  if (power === undefined || !consecutive || advanceWh === undefined || advanceWh < 0n) return undefined;
  // An energy of few digits beside the power makes that no larger.
  const ownKw = reading.quantities.power_output_kw === undefined ? power.mostKw : power.kw;
  // Of a plant with several units this one says nothing of the others: they may have run at full load.
  const mostKw = Math.max(ownKw, physics.idle_power * ratedKw) + plant.rated_power_kw - ratedKw;
  const generatedWh = (1000 * mostKw * elapsedS) / 3600;
  const stepsWh = stepsAhead * registerStepWh(input, memory);
  const clockWh = (1000 * plant.rated_power_kw * temporal.clock_tolerance) / 3600;
  const { good } = temporal.register_above_power;
  const mostWh = stepsWh + good * clockWh;
  const before = Math.min(memory.register?.aheadWh ?? 0, mostWh);
  const after = before + Number(advanceWh) - good * generatedWh;
  const aheadWh = whole(Math.min(mostWh, Math.max(0, after)));
  return { generatedWh, stepsWh, clockWh, left: 1 - before / mostWh, aheadWh } satisfies Room;
}

/** The step in which an export register shows its values: the finest that it ever showed. */
export function registerStepWh({ reading }: AssessmentInput, memory: DeviceMemory | undefined): number {
  const seen = [wattHours(reading.quantities.energy_export_kwh_total ?? 0)];
  if (memory?.exportWh != null) seen.push(BigInt(memory.exportWh));
  if (memory?.register !== undefined) seen.push(BigInt(memory.register.stepWh));
  return Number(resolutionWh(...seen));
}
