import { resolutionWh, wattHours } from "../hydropower/energy.ts";
import type { Plant } from "../hydropower/plant.ts";
import { whole } from "./compact.ts";
import { broken, check, type Finding, figure } from "./grade.ts";
import type { Operation, PowerRange } from "./operation.ts";
import { isOlder } from "./order.ts";
import type { Policy } from "./policy.ts";
import { hiddenKw } from "./power-digit.ts";
import type { RegisterMemory, ShownRegister } from "./state.ts";
import type { AssessmentInput, DeviceMemory } from "./verdict.ts";
import { gapsAnd, stepsAhead, wandered } from "./wander.ts";

/** Rules by which a cumulative register cannot be believed. */
export const registerRules = { rollback: "temporal.register-rollback", rate: "temporal.register-rate" } as const;

/** Wh by which a register moved; undefined unless it was read both times. */
export function registerAdvanceWh(kwh: number | undefined, beforeWh: string | null): bigint | undefined {
  return kwh === undefined || beforeWh === null ? undefined : wattHours(kwh) - BigInt(beforeWh);
}

/**
 * What the next value of the export register is held against: what it showed last, be that of the newest reading or not.
 * Credits begin at that value too: one that was left out for a second, or was not believed, must not free the next.
 */
function shownBefore(memory: DeviceMemory): ShownRegister | undefined {
  if (memory.exportWh === null) return memory.register?.shown;
  return { wh: memory.exportWh, endMs: memory.endMs, isDisbelieved: false };
}

/** Registers against what they showed before: they only rise, and no faster than the plant generates. */
export function judgeRegisters(
  input: AssessmentInput,
  operation: Operation,
  memory: DeviceMemory,
  policy: Policy,
): Finding[] {
  const { energy_export_kwh_total: exportKwh, energy_import_kwh_total: importKwh } = input.reading.quantities;
  const before = shownBefore(memory);
  const exportedWh = registerAdvanceWh(exportKwh, before?.wh ?? null);
  const findings: Finding[] = [];
  for (const [name, advanceWh] of [
    // Behind a value that was not believed the register may well be where it was.
    ["export", before?.isDisbelieved ? undefined : exportedWh],
    ["import", registerAdvanceWh(importKwh, memory.importWh)],
  ] as const) {
    if (advanceWh === undefined || advanceWh >= 0n) continue;
    const detail = `the ${name} register fell by ${figure(Number(-advanceWh) / 1000)} kWh; it can only rise`;
    findings.push(broken("temporal", "register-rollback", "reject", policy.scores, detail));
  }
  if (before === undefined || exportedWh === undefined || exportedWh <= 0n) return findings;
  const advance = { before, advanceWh: Number(exportedWh), stepWh: registerStepWh(input, memory) };
  return [...findings, ...judgeAdvance(input, operation, memory, advance, policy)];
}

type Advance = { readonly before: ShownRegister; readonly advanceWh: number; readonly stepWh: number };

/** An advance of the export register against what the plant can generate and what the reading says it did. */
function judgeAdvance(
  input: AssessmentInput,
  operation: Operation,
  memory: DeviceMemory,
  advance: Advance,
  policy: Policy,
): Finding[] {
  const { before, advanceWh } = advance;
  const { temporal, scores } = policy;
  const elapsedS = (input.reading.endMs - before.endMs) / 1000;
  const { surelyWh, fullLoadWh } = atFullLoad(input, advance, policy);
  const rose = () => `the export register rose by ${figure(advanceWh / 1000)} kWh in ${figure(elapsedS)} s`;
  const rate = check("temporal", "register-rate", surelyWh / fullLoadWh, temporal.register_rate, scores, () => {
    return `${rose()}, full load gives ${figure(fullLoadWh / 1000)} kWh`;
  });
  // From a value that was not believed it may have come back to where it was: an account takes that for no energy.
  if (before.isDisbelieved && rate.reason?.effect === "reject") return [];
  const room = roomOf(input, operation, memory, policy);
  if (room === undefined || room.isGap) return [rate];
  const generatedWh = room.generatedWh + room.left * room.clockWh;
  const beyondWh = Math.max(0, advanceWh - room.hiddenWh - room.left * room.stepsWh);
  const above = temporal.register_above_power;
  return [
    rate,
    check("temporal", "register-above-power", beyondWh / generatedWh, above, scores, () => {
      const others = operation.ratedKw < input.plant.rated_power_kw ? " with the other units at full load" : "";
      const source = operation.power === undefined ? "full load" : `the reported power${others}`;
      const ahead = room.left < 1 ? " and was ahead of it" : "";
      const hides = room.hiddenWh > 0 ? `, and its last digit hides ${figure(room.hiddenWh / 1000)} kWh` : "";
      return `${rose()}${ahead}, ${source} gives ${figure(generatedWh / 1000)} kWh${hides}`;
    }),
  ];
}

/** What surely flowed by an advance, and what full load gives meanwhile, Wh. */
function atFullLoad({ plant, reading }: AssessmentInput, { before, ...advance }: Advance, { temporal }: Policy) {
  const elapsedS = (reading.endMs - before.endMs) / 1000;
  const surelyWh = Math.max(0, advance.advanceWh - advance.stepWh);
  return { surelyWh, fullLoadWh: (1000 * plant.rated_power_kw * (elapsedS + temporal.clock_tolerance)) / 3600 };
}

/** The register once the reading is known: its step, how far it is ahead, and what it showed. */
export function registerAfter(
  input: AssessmentInput,
  operation: Operation,
  policy: Policy,
  { isApproved, isDisbelieved }: { readonly isApproved: boolean; readonly isDisbelieved: boolean },
): RegisterMemory | undefined {
  const { memory, reading } = input;
  const exportKwh = reading.quantities.energy_export_kwh_total;
  const before = memory?.register;
  if (exportKwh === undefined) return isOlder(input) ? before : withoutValue(memory);
  if (isDisbelieved) return anew(input, policy, { wh: String(wattHours(exportKwh)), endMs: reading.endMs });
  if (memory !== undefined && isElsewhere(input, memory, policy)) return anew(input, policy);
  const stepWh = registerStepWh(input, memory);
  const gaps = before?.gaps === undefined ? {} : { gaps: before.gaps };
  const register = { stepWh, aheadWh: before?.aheadWh ?? 0, ...gaps };
  const room = memory === undefined || isOlder(input) ? undefined : roomOf(input, operation, memory, policy);
  if (room === undefined) return register;
  if (room.isGap) return isApproved ? { ...register, ...gapsAnd(before?.gaps, room.generatedWh, stepWh) } : register;
  // Power that is not believed takes nothing off: one reading that claims any would make room anew for those behind it.
  return { ...register, aheadWh: isApproved ? room.aheadWh : Math.max(register.aheadWh, room.aheadWh) };
}

/** A reading without the register leaves what it showed before. */
function withoutValue(memory: DeviceMemory | undefined): RegisterMemory | undefined {
  if (memory === undefined) return undefined;
  const shown = shownBefore(memory);
  if (shown === undefined) return memory.register;
  return { ...(memory.register ?? { stepWh: Number(resolutionWh(BigInt(shown.wh))), aheadWh: 0 }), shown };
}

/** A value that was not believed may be another meter's: of another step, and without room ahead of power. */
function anew({ plant, reading }: AssessmentInput, policy: Policy, disbelieved?: Omit<ShownRegister, "isDisbelieved">) {
  const stepWh = Number(resolutionWh(wattHours(reading.quantities.energy_export_kwh_total ?? 0)));
  const aheadWh = whole(stepsAhead * stepWh + policy.temporal.register_above_power.good * clockWhOf(plant, policy));
  return { stepWh, aheadWh, ...(disbelieved && { shown: { ...disbelieved, isDisbelieved: true } }) };
}

/** Whether the register does not go on from the value before, which was not believed. */
function isElsewhere(input: AssessmentInput, memory: DeviceMemory, policy: Policy): boolean {
  const before = shownBefore(memory);
  const advanceWh = registerAdvanceWh(input.reading.quantities.energy_export_kwh_total, before?.wh ?? null);
  if (before === undefined || !before.isDisbelieved || advanceWh === undefined) return false;
  const advance = { before, advanceWh: Number(advanceWh), stepWh: registerStepWh(input, memory) };
  const { surelyWh, fullLoadWh } = atFullLoad(input, advance, policy);
  return advanceWh < 0n || surelyWh > policy.temporal.register_rate.worst * fullLoadWh;
}

type Room = {
  /** What the reported power gives, with the plant's other units at full load. */
  readonly generatedWh: number;
  /** What the last digit of the power hides meanwhile. */
  readonly hiddenWh: number;
  /** What the register's steps, and clocks that are apart, may put it ahead; and how much of that is left, 0-1. */
  readonly stepsWh: number;
  readonly clockWh: number;
  readonly left: number;
  /** How far ahead it is after the reading. */
  readonly aheadWh: number;
  /** Whether the time since the last value is more than the reading's own: what flowed meanwhile is not known, nor credited. */
  readonly isGap: boolean;
};

/**
 * How far the register may rise beyond the reported power, or beyond full load where none is: by its steps and the
 * clocks' difference, in sum and not with each reading; and with each by what the power's last digit hides, since a power that
 * stands is rounded to one side for days. Undefined where nothing is known of how far it rose.
 */
function roomOf(input: AssessmentInput, { power, ratedKw }: Operation, memory: DeviceMemory, policy: Policy) {
  const { plant, reading } = input;
  const { physics, temporal } = policy;
  const shown = shownBefore(memory);
  const advanceWh = registerAdvanceWh(reading.quantities.energy_export_kwh_total, shown?.wh ?? null);
  if (shown === undefined || reading.intervalS === undefined || advanceWh === undefined) return undefined;
  const elapsedS = (reading.endMs - shown.endMs) / 1000;
  if (advanceWh < 0n) return undefined;
  // An energy of few digits beside the power makes that no larger.
  const claimedKw = reading.quantities.power_output_kw === undefined ? power?.mostKw : power?.kw;
  const ownKw = claimedKw ?? ratedKw;
  // Of a plant with several units this one says nothing of the others: they may have run at full load.
  const mostKw = Math.max(ownKw, physics.idle_power * ratedKw) + plant.rated_power_kw - ratedKw;
  const generatedWh = (1000 * mostKw * elapsedS) / 3600;
  const hiddenWh = (1000 * hiddenKw(input, policy) * elapsedS) / 3600;
  const stepWh = registerStepWh(input, memory);
  const clockWh = clockWhOf(plant, policy);
  const { good } = temporal.register_above_power;
  const moreWh = Number(advanceWh) - hiddenWh - good * generatedWh;
  const { left, aheadWh } = wandered(memory.register, stepWh, good * clockWh, moreWh);
  const isGap = elapsedS > reading.intervalS + temporal.gap;
  return { generatedWh, hiddenWh, stepsWh: stepsAhead * stepWh, clockWh, left, aheadWh, isGap } satisfies Room;
}

/**
 * Mean power between the last two values of the export register, kW, within its steps; undefined where that is not the reading's
 * own time, or a value is not believed.
 */
export function meanByRegister(input: AssessmentInput, { temporal }: Policy): PowerRange | undefined {
  const { reading, memory } = input;
  if (memory === undefined || reading.intervalS === undefined || isOlder(input)) return undefined;
  const shown = shownBefore(memory);
  const advanceWh = registerAdvanceWh(reading.quantities.energy_export_kwh_total, shown?.wh ?? null);
  if (shown === undefined || shown.isDisbelieved || advanceWh === undefined || advanceWh < 0n) return undefined;
  const elapsedS = (reading.endMs - shown.endMs) / 1000;
  if (Math.abs(elapsedS - reading.intervalS) > temporal.gap) return undefined;
  const kwPerWh = 3.6 / elapsedS;
  const [wh, stepWh] = [Number(advanceWh), registerStepWh(input, memory)];
  return { kw: wh * kwPerWh, leastKw: Math.max(0, wh - stepWh) * kwPerWh, mostKw: (wh + stepWh) * kwPerWh };
}

/** What clocks that are apart may put a register ahead. */
function clockWhOf({ rated_power_kw }: Plant, { temporal }: Policy): number {
  return (1000 * rated_power_kw * temporal.clock_tolerance) / 3600;
}

/** The step in which an export register shows its values: the finest that it ever showed. */
export function registerStepWh({ reading }: AssessmentInput, memory: DeviceMemory | undefined): number {
  const seen = [wattHours(reading.quantities.energy_export_kwh_total ?? 0)];
  if (memory?.exportWh != null) seen.push(BigInt(memory.exportWh));
  if (memory?.register !== undefined) seen.push(BigInt(memory.register.stepWh));
  return Number(resolutionWh(...seen));
}
