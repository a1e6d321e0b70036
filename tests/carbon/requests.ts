import { calculate } from "../../src/carbon/calculation.ts";
import { calculationJson } from "../../src/carbon/calculation-wire.ts";
import type { FactorTable } from "../../src/carbon/factors.ts";
import { calculationSchema } from "../../src/carbon/request.ts";
import { Fault } from "../../src/kernel/fault.ts";

export type RequestParts = {
  readonly rulebook?: string;
  readonly grid?: unknown;
  readonly design?: Readonly<Record<string, unknown>>;
  readonly periods?: readonly Readonly<Record<string, unknown>>[];
  readonly [part: string]: unknown;
};

export const january = { from: "2025-01-01", to: "2025-02-01" };

/** A new run-of-river plant with a metered January of 1 GWh, and whatever a test changes. */
export function requestOf({ design = {}, ...parts }: RequestParts = {}) {
  return {
    rulebook: "acm0002-v22.0",
    grid: { table: "cea-v21.0", year: "2024-25", crediting_period: 1 },
    periods: [{ ...january, export_wh: "1000500000", import_wh: "500000" }],
    ...parts,
    design: { technology: "hydro", project_type: "greenfield", reservoir: "none", ...design },
  };
}

export function calculated(parts?: RequestParts, tables?: ReadonlyMap<string, FactorTable>) {
  return calculationJson(calculate(calculationSchema.parse(requestOf(parts)), tables));
}

/** The rule a request is refused by, with its clause and field; undefined when it is not refused. */
export function refusal(parts?: RequestParts, tables?: ReadonlyMap<string, FactorTable>) {
  return refusalOf(() => calculated(parts, tables));
}

export function refusalOf(run: () => unknown) {
  try {
    run();
    return undefined;
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== "rule-violated") throw error;
    const { rule, clause } = error.facts.extensions as { rule: string; clause: string | null };
    return { rule, clause, pointer: error.facts.errors?.[0]?.pointer };
  }
}

/** Net periods one after the other, one per month of 2025 from January. */
export function months(...netWh: (number | string | bigint)[]) {
  return netWh.map((net, i) => ({ from: monthStart(i), to: monthStart(i + 1), net_wh: String(net) }));
}

function monthStart(i: number): string {
  return new Date(Date.UTC(2025, i, 1)).toISOString().slice(0, 10);
}
