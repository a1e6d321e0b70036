import { z } from "zod";
import { contentHash } from "../kernel/canonical.ts";
import { factorVintageClause } from "./bounds.ts";
import { millionths, textFromMillionths } from "./decimal.ts";
import { combinedMargin, type FactorTable } from "./factors.ts";
import { type Fraction, floorMillionths, fraction, plus, times } from "./fraction.ts";
import { refuse } from "./refusal.ts";
import { type CreditingPeriod, type MarginWeights, marginWeights, type Rulebook, type Technology } from "./rulebook.ts";
import { buildMargin, operatingMargin } from "./tool07.ts";
import { buildMarginSchema, operatingMarginSchema } from "./tool07-schema.ts";
import { decimalWire, wholeWire } from "./wire-numbers.ts";

const creditingPeriod = z
  .union([z.literal(1), z.literal(2), z.literal(3)], { error: "1, 2 or 3" })
  .describe("Which crediting period is running: it sets the weights of the margins");

/** Where the grid's emission factor comes from, one of five forms. */
export const gridSchema = z.union([
  z.strictObject({
    table: z.string().min(1).max(64).describe("A factor table by id, e.g. cea-v21.0"),
    year: z.string().min(1).max(20).describe("One of its years, e.g. 2024-25"),
    crediting_period: creditingPeriod,
  }),
  z.strictObject({
    ef_om: decimalWire.describe("Operating margin, tCO2/MWh"),
    ef_bm: decimalWire.describe("Build margin, tCO2/MWh"),
    crediting_period: creditingPeriod,
  }),
  z.strictObject({ ef_cm_t_per_mwh: decimalWire.describe("Combined margin, tCO2/MWh") }),
  z.strictObject({ ef_cm_g_per_mwh: wholeWire.describe("Combined margin, gCO2/MWh") }),
  z.strictObject({
    om: operatingMarginSchema.describe("TOOL07: operating margin from the grid's units"),
    bm: z.union([decimalWire, buildMarginSchema]).describe("TOOL07: build margin from units, or as known, tCO2/MWh"),
    crediting_period: creditingPeriod,
  }),
]);
export type GridInput = z.output<typeof gridSchema>;

/** The one factor of a calculation. Margins and weights are null where only the combined margin was given. */
export type ResolvedFactor = {
  readonly efOm: string | null;
  readonly efBm: string | null;
  readonly weights: MarginWeights | null;
  /** Combined margin, gCO2/MWh, rounded down. */
  readonly efCmGPerMwh: bigint;
  /** Of the table, or of the figures the request gave. */
  readonly hash: string;
  readonly table: FactorTable | undefined;
  readonly year: string | undefined;
  readonly creditingPeriod: CreditingPeriod | undefined;
  /** The table's own combined margin, for comparison only. */
  readonly cmPublished: string | null;
};

type Context = {
  readonly rulebook: Rulebook;
  readonly technology: Technology;
  readonly tables: ReadonlyMap<string, FactorTable>;
};

/**
 * The factor a request names.
 *
 * @throws {Fault} `rule-violated` for an unknown table or year and for a cell the table does not give
 */
export function resolveGrid(grid: GridInput, context: Context): ResolvedFactor {
  if ("table" in grid) return fromTable(grid, context);
  if ("ef_cm_g_per_mwh" in grid) return given(grid, BigInt(grid.ef_cm_g_per_mwh));
  if ("ef_cm_t_per_mwh" in grid) return given(grid, millionths(grid.ef_cm_t_per_mwh));
  const weights = marginWeights(context.rulebook, context.technology, grid.crediting_period);
  const shared = { weights, creditingPeriod: grid.crediting_period, hash: contentHash(grid) };
  if ("ef_om" in grid) {
    const [efOm, efBm] = [tidy(grid.ef_om), tidy(grid.ef_bm)];
    return { ...unnamed, ...shared, efOm, efBm, efCmGPerMwh: combinedMargin(efOm, efBm, weights) };
  }
  const om = operatingMargin(grid.om, context.rulebook, "/grid/om");
  const bm = typeof grid.bm === "string" ? fraction(grid.bm) : buildMargin(grid.bm, context.rulebook, "/grid/bm");
  const efCmGPerMwh = floorMillionths(plus(times(fraction(weights.om), om), times(fraction(weights.bm), bm)));
  return { ...unnamed, ...shared, efOm: shown(om), efBm: shown(bm), efCmGPerMwh };
}

const unnamed = { table: undefined, year: undefined, cmPublished: null } as const;

function given(grid: GridInput, efCmGPerMwh: bigint): ResolvedFactor {
  const none = { efOm: null, efBm: null, weights: null, creditingPeriod: undefined };
  return { ...unnamed, ...none, efCmGPerMwh, hash: contentHash(grid) };
}

function fromTable(grid: Extract<GridInput, { table: string }>, { rulebook, technology, tables }: Context) {
  const table = tables.get(grid.table);
  if (table === undefined) {
    const detail = `no emission-factor table is called ${grid.table}: there are ${[...tables.keys()].join(", ")}`;
    return refuse({ rule: "factor.unknown-table", clause: null, pointer: "/grid/table", detail });
  }
  const row = table.years.find(({ year }) => year === grid.year);
  if (row === undefined) {
    const years = table.years.map(({ year }) => year).join(", ");
    const detail = `${table.id} has no year ${grid.year}: it has ${years}`;
    return refuse({ rule: "factor.unknown-year", clause: factorVintageClause, pointer: "/grid/year", detail });
  }
  const weights = marginWeights(rulebook, technology, grid.crediting_period);
  return {
    efOm: cell(table, row, "om"),
    efBm: cell(table, row, "bm"),
    weights,
    efCmGPerMwh: combinedMargin(cell(table, row, "om"), cell(table, row, "bm"), weights),
    hash: table.hash,
    table,
    year: row.year,
    creditingPeriod: grid.crediting_period,
    cmPublished: row.cm_published,
  };
}

function cell(table: FactorTable, row: FactorTable["years"][number], name: "om" | "bm"): string {
  const value = row[name];
  if (value !== null) return value;
  const detail = `${table.id} gives no ${name} for ${row.year}, and a combined margin cannot be computed without it`;
  return refuse({ rule: "factor.absent-cell", clause: null, pointer: "/grid/year", detail });
}

function tidy(decimal: string): string {
  return textFromMillionths(millionths(decimal));
}

/** Six decimals, rounded down. */
function shown(margin: Fraction): string {
  return textFromMillionths(floorMillionths(margin));
}
