import { calculate } from "../carbon/calculation.ts";
import { type CalculationJson, calculationJson } from "../carbon/calculation-wire.ts";
import { type FactorTable, factorTables } from "../carbon/factors.ts";
import type { CalculationRequest } from "../carbon/request.ts";
import { type Actor, roles } from "../kernel/actor.ts";
import { requireRole } from "../tenancy/scope.ts";

export { calculationSchema } from "../carbon/request.ts";

/**
 * Computes emission reductions from the request alone: stores nothing, reads no table of the plant. Any key
 * may ask.
 *
 * @throws {Fault} `rule-violated` with `rule` and `clause` for what the rulebook does not allow or is not known
 */
export function calculateCarbon(
  actor: Actor,
  request: CalculationRequest,
  tables: ReadonlyMap<string, FactorTable> = factorTables,
): CalculationJson {
  requireRole(actor, roles);
  return calculationJson(calculate(request, tables));
}
