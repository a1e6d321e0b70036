import { z } from "zod";
import { plantSchema } from "../hydropower/plant.ts";
import { chosenIdSchema } from "../hydropower/reading.ts";
import { contentHash, type Json } from "../kernel/canonical.ts";
import { floorDivide, millionths } from "./decimal.ts";
import ceaV20 from "./factors/cea-v20.0.json" with { type: "json" };
import ceaV21 from "./factors/cea-v21.0.json" with { type: "json" };
import ceaV21WithImports from "./factors/cea-v21.0-with-imports.json" with { type: "json" };
import { acm0002V22, decimalSchema, type MarginWeights, marginWeights, type Rulebook } from "./rulebook.ts";

/** A figure that was not given stays null: what needs it is refused by the cell's name. */
const cellSchema = decimalSchema.nullable();

const yearSchema = z.strictObject({
  year: z.string().regex(/^\d{4}(-\d{2})?$/, { error: "a fiscal year such as 2024-25, or a calendar year" }),
  om: cellSchema,
  bm: cellSchema,
  cm_published: cellSchema,
  weighted_average: cellSchema,
});

/** A table as a file of the gateway has it. */
export const tableSchema = z.strictObject({
  id: chosenIdSchema,
  title: z.string().min(1).max(300),
  publisher: z.string().min(1).max(300),
  source: z.string().min(1).max(1000),
  version: z.string().min(1).max(60),
  published: z.string().regex(/^\d{4}-\d{2}$/),
  geography: z.string().regex(/^[A-Z]{2}$/),
  scope: z.string().min(1).max(300),
  unit: z.literal("tCO2/MWh"),
  time_zone: plantSchema.shape.time_zone,
  year_begins: z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, { error: "a month and day, 04-01" }),
  years: z
    .array(yearSchema)
    .min(1)
    .max(100)
    .refine((years) => years.every(({ year }, i) => i === 0 || firstYear(year) === firstYear(years[i - 1]?.year) + 1), {
      error: "years must follow each other",
    }),
});

/** A grid's emission factors by year, as published. */
export type FactorTable = z.infer<typeof tableSchema> & {
  readonly hash: string;
  /** Local days [from, until) of generation a custom table may serve for. */
  readonly valid?: { readonly from: string; readonly until: string };
};

/**
 * Checks a factor table and takes its content hash.
 *
 * @throws ZodError when it has the wrong form.
 */
export function loadFactorTable(json: unknown): FactorTable {
  return { ...tableSchema.parse(json), hash: contentHash(json as Json) };
}

/** The tables the gateway ships, by id. */
export const factorTables: ReadonlyMap<string, FactorTable> = new Map(
  [ceaV21, ceaV21WithImports, ceaV20].map(loadFactorTable).map((table) => [table.id, table]),
);

/** The grid factor of one moment. */
export type GridFactor = {
  readonly tableId: string;
  readonly tableHash: string;
  /** The table's year the factor was taken from. */
  readonly year: string;
  /** Combined margin, gCO2/MWh, rounded down. */
  readonly efCmGPerMwh: bigint;
  /** Operating and build margin as published, tCO2/MWh. */
  readonly efOm: string;
  readonly efBm: string;
  readonly weights: MarginWeights;
  readonly rulebook: { readonly id: string; readonly hash: string };
  /** True: the year has no factor yet, the latest published one stands in until it has. */
  readonly provisional: boolean;
};

/** Why there is no factor: a rule id and a sentence. */
export type FactorRefusal = { readonly refused: string; readonly detail: string };

/**
 * The combined margin for energy that ended at a moment (ms since the epoch), with the hydropower weights
 * of the first crediting period. The year is that of the table's own time zone; an interval that ends
 * exactly at the turn of the year belongs to the old one. After the last published year the latest serves,
 * said to be provisional; before the first, and for an unknown table, it is refused by name.
 */
export function factorFor(
  tableId: string,
  endMs: number,
  rulebook: Rulebook = acm0002V22,
  tables: ReadonlyMap<string, FactorTable> = factorTables,
): GridFactor | FactorRefusal {
  const table = tables.get(tableId);
  if (table === undefined) {
    return { refused: "carbon.unknown-factor-table", detail: `no emission-factor table is called ${tableId}` };
  }
  const known = lastAnswers.get(table);
  if (known !== undefined && known.rulebook === rulebook && endMs > known.fromMs && endMs < known.toMs) {
    return known.answer;
  }
  const year = yearBegun(endMs - 1, table);
  const answer = factorOfYear(table, year, rulebook);
  lastAnswers.set(table, { answer, rulebook, ...surelyWithin(year, table) });
  return answer;
}

type Answer = GridFactor | FactorRefusal;

/** The last answer of each table with the span in which it surely holds: zones and margins are slow to work out. */
const lastAnswers = new WeakMap<
  FactorTable,
  { readonly answer: Answer; readonly rulebook: Rulebook; readonly fromMs: number; readonly toMs: number }
>();

/** More than any zone's midnight is from midnight UTC, and than a day such as 02-31 is from a real one, ms. */
const farthestMs = 5 * 86_400_000;

/** A span that lies in the table's year which began in a calendar year, wherever its zone is. */
function surelyWithin(year: number, { year_begins }: FactorTable): { readonly fromMs: number; readonly toMs: number } {
  const beginsMs = (inYear: number) => Date.parse(`${inYear}-${year_begins}T00:00:00Z`);
  return { fromMs: beginsMs(year) + farthestMs, toMs: beginsMs(year + 1) - farthestMs };
}

function factorOfYear(table: FactorTable, wanted: number, rulebook: Rulebook): Answer {
  const tableId = table.id;
  const row = table.years.find(({ year }) => firstYear(year) === wanted);
  const latest = table.years.at(-1);
  const found = row ?? (latest !== undefined && wanted > firstYear(latest.year) ? latest : undefined);
  if (found === undefined) {
    return {
      refused: "carbon.before-factor-table",
      detail: `${tableId} begins with ${table.years[0]?.year}; this energy is of the year that began in ${wanted}`,
    };
  }
  if (found.om === null || found.bm === null) {
    const cell = found.om === null ? "om" : "bm";
    return { refused: "carbon.absent-factor-cell", detail: `${tableId} gives no ${cell} for ${found.year}` };
  }
  const weights = marginWeights(rulebook, "hydro", 1);
  return {
    tableId,
    tableHash: table.hash,
    year: found.year,
    efCmGPerMwh: combinedMargin(found.om, found.bm, weights),
    efOm: found.om,
    efBm: found.bm,
    weights: { om: weights.om, bm: weights.bm },
    rulebook: { id: rulebook.id, hash: rulebook.hash },
    provisional: row === undefined,
  };
}

/** w_OM x OM + w_BM x BM in gCO2/MWh, rounded down, from tCO2/MWh in text. */
export function combinedMargin(om: string, bm: string, weights: MarginWeights): bigint {
  const sum = millionths(om) * millionths(weights.om) + millionths(bm) * millionths(weights.bm);
  return floorDivide(sum, 1_000_000n);
}

/**
 * The calendar year in which the factor year of a local date began: 2024 for 2025-03-31 where years begin on
 * 1 April.
 */
export function factorYearOf(date: string, { year_begins }: FactorTable): number {
  const year = Number(date.slice(0, 4));
  return date.slice(5) < year_begins ? year - 1 : year;
}

/** Calendar year in which a table's year begins, from its label. */
export function firstYear(year: string | undefined): number {
  return Number(year?.slice(0, 4));
}

const partsFormats = new Map<string, Intl.DateTimeFormat>();

/** Calendar year in which the table's year of a moment began. */
function yearBegun(ms: number, table: FactorTable): number {
  const { time_zone } = table;
  let format = partsFormats.get(time_zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-CA", {
      timeZone: time_zone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
    });
    partsFormats.set(time_zone, format);
  }
  const parts = new Map(format.formatToParts(ms).map(({ type, value }) => [type, value]));
  return factorYearOf(`${parts.get("year")}-${parts.get("month")}-${parts.get("day")}`, table);
}
