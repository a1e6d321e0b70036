import { calculate } from "../carbon/calculation.ts";
import { type CalculationJson, calculationJson } from "../carbon/calculation-wire.ts";
import { factorTables } from "../carbon/factors.ts";
import type { CalculationRequest } from "../carbon/request.ts";
import { type Actor, roles } from "../kernel/actor.ts";
import type { ScopedDb } from "../platform/scoped.ts";
import { requireRole } from "../tenancy/scope.ts";
import { tablesFor } from "./grid-tables.ts";
import type { Tables } from "./types.ts";

export { calculationSchema } from "../carbon/request.ts";

/** The answer to a request. @throws {Fault} `rule-violated` */
export function calculationAnswer(request: CalculationRequest, tables: Tables = factorTables): CalculationJson {
  return calculationJson(calculate(request, tables));
}

/**
 * Computes emission reductions from the request and the factor table it names: stores nothing. Any key may ask.
 *
 * @throws {Fault} `rule-violated` with `rule` and `clause` for what the rulebook does not allow or is not known
 */
export async function calculateCarbon(
  { db }: { readonly db: ScopedDb },
  actor: Actor,
  request: CalculationRequest,
): Promise<CalculationJson> {
  requireRole(actor, roles);
  return calculationAnswer(request, await tablesFor(db.of(actor.orgId), actor.orgId, request.grid));
}
