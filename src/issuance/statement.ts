import { type CreditingSpan, requireClosable, vintageOf } from "../carbon/bounds.ts";
import { type Calculation, calculate } from "../carbon/calculation.ts";
import { refuse } from "../carbon/refusal.ts";
import { snapMs } from "../carbon/register-step.ts";
import type { CalculationRequest } from "../carbon/request.ts";
import type { CreditingPeriod } from "../carbon/rulebook.ts";
import type { Device, Plant } from "../hydropower/plant.ts";
import { assertState } from "../kernel/fault.ts";
import type { PlantKey } from "../plants/store.ts";
import type { Books } from "./books.ts";
import { assessed, carbonDesign, gridOf, rulebookOf } from "./design.ts";
import type { ClosingFacts, PlantDesign } from "./design-schema.ts";
import { type PlantEnergy, plantEnergy } from "./energy.ts";
import { aheadFrom } from "./meter-wire.ts";
import { parseStatement, type StatementJson, statedG, statementJson } from "./statement-wire.ts";
import type * as store from "./store.ts";
import type { CarriedIn, StatementForm, StatementTask, Tables } from "./types.ts";

export type MadeStatement = { readonly json: StatementJson; readonly calculation: Calculation };

/**
 * Makes the statement of a period: reads the registers, computes, and says from what. The same task gives the
 * same bytes whenever it is asked, because nothing after `tip` is looked at.
 *
 * @throws {Fault} `rule-violated`
 */
export async function makeStatement(books: Books, task: StatementTask, tables: Tables): Promise<MadeStatement> {
  const { period, plant, tip } = task;
  const { design } = task.design;
  const carried = await carriedIn(books, task, assessed(design, plant).existingPlant);
  const computed = await computePeriod(books, { ...task, design, carried, upToSeq: tip.seq }, tables);
  const window = { afterMs: period.fromMs + snapMs, toMs: period.toMs + snapMs };
  const records = await books.creditableSet({ ...task, upToSeq: tip.seq }, mainMeters(design), window);
  return { json: statementJson({ ...computed, task, carried, records }), calculation: computed.calculation };
}

/** Local days of a plant and what is to be known of them: the plant's chain up to a place holds the rest. */
export type PeriodQuestion = PlantKey & {
  readonly plant: Plant;
  readonly devices: readonly Device[];
  readonly design: PlantDesign;
  readonly period: Pick<store.Period, "from" | "to" | "fromMs" | "toMs" | "timeZone">;
  readonly facts: ClosingFacts;
  readonly carried: Pick<CarriedIn, "trusted"> & CarriedGrams;
  readonly upToSeq: bigint;
  readonly form: StatementForm;
};

type CarriedGrams = Pick<CarriedIn, "yearToDateWh" | "remainderG" | "deficitG" | "alreadyCountedG" | "takenBackG">;

export type ComputedPeriod = {
  readonly crediting: CreditingSpan;
  readonly energy: PlantEnergy;
  readonly request: CalculationRequest;
  readonly calculation: Calculation;
};

/**
 * The one path from registers to emission reductions, for statements and for comparisons with manual reports.
 *
 * @throws {Fault} `rule-violated`
 */
export async function computePeriod(books: Books, question: PeriodQuestion, tables: Tables): Promise<ComputedPeriod> {
  const { plant, design, period, facts, carried } = question;
  const rulebook = rulebookOf(design.rulebook);
  const { grid } = design;
  const [table, year] = "table" in grid ? [tables.get(grid.table), grid.year] : [];
  const crediting = requireClosable(period, rulebook, design.crediting, table, year);
  requireFuel(design, facts, rulebook.fuels.clause);
  const { reservoirEmits: grossNeeded } = assessed(design, plant);
  const energy = await plantEnergy(books, { ...question, ...period, trusted: carried.trusted, grossNeeded });
  const request = calculationRequest({ design, plant, days: period, energy, facts, carried, tables }, crediting.number);
  return { crediting, energy, request, calculation: calculate(request, tables) };
}

export function mainMeters({ meters }: PlantDesign): string[] {
  return meters.filter(({ role }) => role === "main").map(({ device_id }) => device_id);
}

/** @throws {Fault} `rule-violated`: fuel lowers the credits, and not told is not zero */
function requireFuel({ design }: PlantDesign, { fuel_g }: ClosingFacts, clause: string): void {
  if (fuel_g !== undefined || (design.fuel === undefined && design.coef_fuel_g_per_t === undefined)) return;
  const detail = "the design names a fuel: state how much was burnt, also when it was 0";
  refuse({ rule: "fuel.unknown", clause, pointer: "/fuel_g", detail });
}

type RequestParts = {
  readonly design: PlantDesign;
  readonly plant: Plant;
  readonly days: { readonly from: string; readonly to: string };
  readonly energy: Pick<PlantEnergy, "exportWh" | "importWh" | "grossWh" | "other">;
  readonly facts: ClosingFacts;
  readonly carried: CarriedGrams;
  readonly tables: Tables;
};

/** The period as a request to the calculator: anybody can send it there and get the statement's figures. */
export function calculationRequest(parts: RequestParts, number: CreditingPeriod): CalculationRequest {
  const { design, plant, days, energy, facts, carried, tables } = parts;
  const { from, to } = days;
  const { yearToDateWh, remainderG, deficitG, alreadyCountedG, takenBackG } = carried;
  return {
    rulebook: design.rulebook,
    grid: gridOf(design.grid, from, number, tables),
    design: carbonDesign(design, plant),
    periods: [
      {
        from,
        to,
        export_wh: String(energy.exportWh),
        import_wh: String(energy.importWh),
        gross_wh: energy.grossWh === null ? undefined : String(energy.grossWh),
        fuel_g: facts.fuel_g,
        le_g: facts.le_g,
        invoice_net_wh: energy.other === null ? undefined : String(energy.other.netWh),
      },
    ],
    year_to_date_net_wh: yearToDateWh === null ? undefined : String(yearToDateWh),
    issuance: {
      unit_g: design.issuance.unit_g,
      carry_in_g: String(remainderG - deficitG - alreadyCountedG + takenBackG),
    },
    ex_ante: design.ex_ante,
  };
}

/** Reads what a period takes over from statements at or before the task's place in the chain. */
export async function carriedIn(
  books: Books,
  task: Pick<StatementTask, "orgId" | "plantId" | "period" | "form"> & { readonly tip: Pick<store.ChainTip, "seq"> },
  hasAnnualBaseline: boolean,
): Promise<CarriedIn> {
  const { period, tip } = task;
  const statements = await books.listStatements(task, tip.seq);
  // Statements come in the order they were made: the newest of each period stays.
  const newest = new Map(statements.map((statement) => [statement.periodId, statement]));
  const earlier = (await books.listPeriods(task)).filter(
    ({ from, periodId }) => from < period.from && newest.has(periodId),
  );
  const vintage = vintageOf(period);
  const yearWh = earlier
    .filter((one) => vintageOf(one) === vintage)
    .reduce((all, { periodId }) => all + (newest.get(periodId)?.egFacilityWh ?? 0n), 0n);
  const amends = newest.get(period.periodId);
  const ofVintage = statements.findLast((statement) => statement.vintage === vintage)?.carryOutG ?? 0n;
  const last = statements.at(-1)?.carryOutG ?? 0n;
  return {
    trusted: await trustedBefore(books, task, earlier.at(-1), newest),
    yearToDateWh: hasAnnualBaseline ? yearWh : null,
    remainderG: ofVintage > 0n ? ofVintage : 0n,
    deficitG: last < 0n ? -last : 0n,
    alreadyCountedG: amends?.erG ?? 0n,
    takenBackG: task.form === 1 ? 0n : await notYetIntendedG(books, task, statements),
    amends,
  };
}

/** Grams of a period that its statements say are to be issued and no mint intent at or before the place covers. */
async function notYetIntendedG(
  books: Books,
  {
    orgId,
    plantId,
    period,
    tip,
  }: Pick<StatementTask, "orgId" | "plantId" | "period"> & {
    readonly tip: Pick<store.ChainTip, "seq">;
  },
  statements: readonly store.StatementFacts[],
): Promise<bigint> {
  const { periodId } = period;
  const intended = await books.intendedG({ orgId, plantId }, periodId, tip.seq);
  return statedG(statements.filter((one) => one.periodId === periodId)) - intended;
}

async function trustedBefore(
  books: Books,
  key: PlantKey,
  before: store.Period | undefined,
  newest: ReadonlyMap<string, store.StatementFacts>,
): Promise<CarriedIn["trusted"]> {
  if (before === undefined) return undefined;
  const statementNo = newest.get(before.periodId)?.statementNo ?? 0;
  const bytes = await books.findStatement(key, before.periodId, statementNo);
  assertState(bytes !== undefined, `statement ${statementNo} of ${before.periodId} is listed but not stored`);
  const { meters } = parseStatement(bytes);
  const exportWh = meters.flatMap(({ device_id, trusted_export_wh }) =>
    trusted_export_wh === null ? [] : [[device_id, BigInt(trusted_export_wh)] as const],
  );
  const left = meters.flatMap(({ device_id, ahead }) =>
    ahead === undefined ? [] : [[device_id, aheadFrom(ahead)] as const],
  );
  return { endMs: before.toMs, exportWh: new Map(exportWh), ahead: new Map(left) };
}
