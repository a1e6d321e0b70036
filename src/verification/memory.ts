import { wattHours } from "../hydropower/energy.ts";
import { operationOf } from "./operation.ts";
import { registerRules } from "./temporal.ts";
import type { AssessmentInput, DeviceMemory, Verdict } from "./verdict.ts";

/**
 * What to remember of a device after a reading: the reading, when it is newer than what is remembered;
 * else what was. Registers that were not believed are forgotten, so that no later difference starts from
 * them: a span with a broken register earns nothing by its register, and the next one starts anew.
 */
export function remember(memory: DeviceMemory | undefined, input: AssessmentInput, verdict: Verdict): DeviceMemory {
  const { reading } = input;
  if (memory !== undefined && reading.endMs <= memory.endMs) return memory;
  const { quantities } = reading;
  const disbelieved = verdict.reasons.some(
    ({ rule, effect }) => effect === "reject" && (rule === registerRules.rollback || rule === registerRules.rate),
  );
  return {
    endMs: reading.endMs,
    intervalS: reading.intervalS ?? null,
    status: verdict.status,
    flowM3s: quantities.flow_rate_m3s ?? null,
    headM: quantities.head_height_m ?? null,
    powerKw: operationOf(input).power?.kw ?? null,
    exportWh: disbelieved ? null : registerWh(quantities.energy_export_kwh_total),
    importWh: disbelieved ? null : registerWh(quantities.energy_import_kwh_total),
  };
}

function registerWh(kwh: number | undefined): string | null {
  return kwh === undefined ? null : String(wattHours(kwh));
}
