import type { Neighbour } from "../fraud/balance.ts";
import { wattHours } from "../hydropower/energy.ts";
import { heldOperation } from "./held-power.ts";
import { energyAfter } from "./interval-energy.ts";
import { type Evidence, evidenceOf, learn } from "./learnt.ts";
import type { Operation } from "./operation.ts";
import { tracesOf } from "./order.ts";
import { type Policy, policyInForce } from "./policy.ts";
import { powerStepAfter } from "./power-digit.ts";
import { registerAfter, registerRules } from "./register.ts";
import { gapsAfter } from "./temporal.ts";
import type { AssessmentInput, DeviceMemory, Verdict } from "./verdict.ts";

/**
 * What to remember of a device after a reading: the reading and what it taught, where it moves the memory (see
 * `order.ts`); else what was.
 */
export function remember(
  memory: DeviceMemory | undefined,
  input: AssessmentInput,
  verdict: Verdict,
  policy: Policy = policyInForce,
): DeviceMemory {
  const remembering = { ...input, memory };
  const operation = heldOperation(remembering, policy);
  return memoryAfter(remembering, operation, evidenceOf(remembering, operation, policy), verdict, policy);
}

/**
 * The same where operation and evidence are at hand. Registers that were not believed are forgotten, so that
 * no later difference starts from them: a span with a broken register earns nothing by its register, and the
 * next one starts anew.
 */
export function memoryAfter(
  input: AssessmentInput,
  operation: Operation,
  evidence: Evidence,
  verdict: Verdict,
  policy: Policy,
): DeviceMemory {
  const { memory, reading, device } = input;
  const traces = tracesOf(input);
  if (memory !== undefined && traces === "none") return memory;
  const { quantities } = reading;
  const gaps = gapsAfter(input, policy);
  const disbelieved = verdict.reasons.some(
    ({ rule, effect }) => effect === "reject" && (rule === registerRules.rollback || rule === registerRules.rate),
  );
  const isApproved = verdict.status === "APPROVED";
  const register = registerAfter(input, operation, policy, { isApproved, isDisbelieved: disbelieved });
  const energy = energyAfter(input, operation.ratedKw, policy, isApproved);
  const powerStepW = powerStepAfter(input, policy, isApproved);
  return {
    endMs: reading.endMs,
    intervalS: reading.intervalS ?? null,
    status: verdict.status,
    flowM3s: quantities.flow_rate_m3s ?? null,
    headM: quantities.head_height_m ?? null,
    powerKw: operation.power?.kw ?? null,
    kind: device.kind,
    unitKw: device.rated_power_kw ?? null,
    exportWh: disbelieved ? null : registerWh(quantities.energy_export_kwh_total),
    importWh: disbelieved ? null : registerWh(quantities.energy_import_kwh_total),
    ...(register !== undefined && { register }),
    ...(energy !== undefined && { energy }),
    ...(powerStepW !== undefined && { powerStepW }),
    ...(gaps.length > 0 && { gaps }),
    learnt: traces === "all" ? learn(evidence, !isApproved, verdict.reopen?.fromMs, policy) : evidence.learnt,
  };
}

/** What is remembered of one device: nothing of one that is called like what every object has, such as `constructor`. */
export function memoryOfDevice(
  memories: Readonly<Record<string, DeviceMemory | undefined>>,
  deviceId: string,
): DeviceMemory | undefined {
  return Object.hasOwn(memories, deviceId) ? memories[deviceId] : undefined;
}

/** The plant's other devices as they stand in its memory: the `siblings` of an assessment. */
export function neighboursOf(memories: Iterable<readonly [string, DeviceMemory]>, deviceId: string): Neighbour[] {
  const others = [...memories].filter(([id]) => id !== deviceId);
  // In the order of their ids, whatever order the memory was kept in: sums of fractions depend on it.
  others.sort(([a], [b]) => (a < b ? -1 : 1));
  return others.flatMap(([, { kind, unitKw, endMs, intervalS, powerKw, flowM3s }]) =>
    kind === undefined || unitKw === undefined ? [] : [{ kind, unitKw, endMs, intervalS, powerKw, flowM3s }],
  );
}

function registerWh(kwh: number | undefined): string | null {
  return kwh === undefined ? null : String(wattHours(kwh));
}
