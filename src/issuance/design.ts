import { type CreditingSpan, creditingSpan, factorVintageClause } from "../carbon/bounds.ts";
import { decimalFromText, floorTimes } from "../carbon/decimal.ts";
import { type Assessed, assessDesign, type ProjectDesign, requireRegistrable } from "../carbon/design.ts";
import { factorYearOf, firstYear } from "../carbon/factors.ts";
import { type GridInput, resolveGrid } from "../carbon/grid.ts";
import { refuse } from "../carbon/refusal.ts";
import { type CreditingPeriod, type Rulebook, rulebooks } from "../carbon/rulebook.ts";
import type { Plant } from "../hydropower/plant.ts";
import type { Actor } from "../kernel/actor.ts";
import { canonicalText, type Json } from "../kernel/canonical.ts";
import { Fault } from "../kernel/fault.ts";
import { plantNotFound } from "../plants/plants.ts";
import { deviceKeyText, findDevices, findPlant, type PlantKey } from "../plants/store.ts";
import type { Tx } from "../platform/database.ts";
import { managers, readers, requireRole } from "../tenancy/scope.ts";
import { appendRecord, type IssuanceDeps } from "./append.ts";
import { requireCreditingKept } from "./crediting-kept.ts";
import { requireStatedKept } from "./design-in-force.ts";
import type { GridChoice, PlantDesign } from "./design-schema.ts";
import { tablesFor, uploadOf } from "./grid-tables.ts";
import { localDate } from "./local-day.ts";
import { registerSerials } from "./meter-serials.ts";
import * as store from "./store.ts";
import type { Tables } from "./types.ts";

/** A registered version with what the rulebook says of it. */
export type RegisteredDesign = store.StoredDesign & {
  readonly assessed: Assessed;
  /** The crediting period that runs today; null before the first and after the last. */
  readonly running: CreditingSpan | null;
};

/**
 * Registers a plant's project design, or a new version of it. What the rulebook does not apply to is refused
 * with its clause, never stored. The same design again makes no new version.
 *
 * @param mayReplace throws where the caller does not mean the version that stands; asked under the plant's lock
 * @throws {Fault} `forbidden`, `not-found`, `invalid-request`, `rule-violated`
 */
export async function putDesign(
  deps: IssuanceDeps,
  actor: Actor,
  plantId: string,
  design: PlantDesign,
  mayReplace: (standing: RegisteredDesign | undefined) => void = () => undefined,
): Promise<RegisteredDesign & { readonly created: boolean }> {
  requireRole(actor, managers);
  const key = { orgId: actor.orgId, plantId };
  const at = new Date(deps.clock.nowMs());
  return deps.db
    .of(actor.orgId)
    .transaction()
    .execute((tx) => putDesignIn(deps, tx, { key, design, at }, mayReplace));
}

/** The same within a transaction. @throws {Fault} `not-found`, `invalid-request`, `rule-violated` */
export async function putDesignIn(
  deps: IssuanceDeps,
  tx: Tx,
  { key, design, at }: { readonly key: PlantKey; readonly design: PlantDesign; readonly at: Date },
  mayReplace: (standing: RegisteredDesign | undefined) => void = () => undefined,
): Promise<RegisteredDesign & { readonly created: boolean }> {
  const plant = await store.lockIssuance(tx, key);
  if (plant === undefined) throw plantNotFound(key.plantId);
  await requireDevices(tx, key, design);
  const tables = await tablesFor(tx, key.orgId, design.grid);
  const result = checkDesign(design, plant, tables);
  const running = runningPeriod(design, plant, at.getTime());
  const before = await store.findDesign(tx, key);
  mayReplace(before && standingAs(before, plant, at.getTime()));
  if (before !== undefined && canonicalText(before.design as Json) === canonicalText(design as Json)) {
    return { ...before, assessed: result, running, created: false };
  }
  if (before !== undefined) {
    const versions = await store.listDesigns(tx, key);
    await requireCreditingKept(tx, key, versions, design);
    await requireStatedKept(tx, key, versions, design);
  }
  const version = (before?.version ?? 0) + 1;
  const { id, hash } = rulebookOf(design.rulebook);
  // The chain alone must hold all that a statement follows from.
  const gridTable = uploadOfChosen(design, tables);
  const content = { version, design: design as Json, rulebook: { id, hash }, grid_table: gridTable };
  const record = await appendRecord(deps, tx, key, at, { kind: "design", content });
  await store.insertDesign(tx, key, { version, design, record, at });
  await registerSerials(deps, tx, key, design, at);
  const { recordId, commitment } = record;
  return { version, design, recordId, commitment, createdAt: at, assessed: result, running, created: true };
}

/** The newest version, or one by number. @throws {Fault} `forbidden`, `not-found` */
export async function getDesign(
  deps: IssuanceDeps,
  actor: Actor,
  plantId: string,
  version?: number,
): Promise<RegisteredDesign> {
  requireRole(actor, readers);
  const key = { orgId: actor.orgId, plantId };
  const plant = await findPlant(deps.db.of(actor.orgId), actor.orgId, plantId);
  if (plant === undefined) throw plantNotFound(plantId);
  const found = await store.findDesign(deps.db.of(actor.orgId), key, { version });
  if (found === undefined) {
    const which = version === undefined ? "no project design yet: register one" : `no project design ${version}`;
    throw new Fault("not-found", `The plant ${plantId} has ${which}.`);
  }
  return standingAs(found, plant, deps.clock.nowMs());
}

function standingAs(found: store.StoredDesign, plant: Plant, nowMs: number): RegisteredDesign {
  return { ...found, assessed: assessed(found.design, plant), running: runningPeriod(found.design, plant, nowMs) };
}

/** What the rulebook says of a design. @throws {Fault} `rule-violated` */
export function assessed(design: PlantDesign, plant: Plant): Assessed {
  return assessDesign(carbonDesign(design, plant), rulebookOf(design.rulebook), design.crediting.start);
}

/** The rulebook a design names. @throws {Fault} `rule-violated` */
export function rulebookOf(id: string): Rulebook {
  const rulebook = rulebooks.get(id);
  if (rulebook !== undefined) return rulebook;
  const detail = `no rulebook is called ${id}: there are ${[...rulebooks.keys()].join(", ")}`;
  return refuse({ rule: "rulebook.unknown", clause: null, pointer: "/rulebook", detail });
}

/** What a rulebook is called; undefined for one that this version does not have. */
export const titleOfRulebook = (id: string): string | undefined => rulebooks.get(id)?.title;

/** The design as a calculation takes it: with the plant's country and the day its eligibility is judged on. */
export function carbonDesign({ design, crediting }: PlantDesign, plant: Plant): ProjectDesign {
  return { ...design, country: design.country ?? plant.country, first_period_start: crediting.start };
}

function uploadOfChosen({ grid }: PlantDesign, tables: Tables): Json | undefined {
  const table = "table" in grid ? tables.get(grid.table) : undefined;
  return table && uploadOf(table);
}

/**
 * The grid factor of a period as a calculation takes it. A table without a fixed year gives the factor of the
 * year in which the period's first local day lies (ex post), and of no other: which year's factor counts is
 * settled for the whole crediting period, so an earlier one never stands in.
 *
 * @throws {Fault} `rule-violated` when the table does not have that year
 */
export function gridOf(choice: GridChoice, day: string, number: CreditingPeriod, tables: Tables): GridInput {
  if ("ef_om" in choice) return { ...choice, crediting_period: number };
  if (!("table" in choice)) return choice;
  return { table: choice.table, year: choice.year ?? yearOf(choice.table, day, tables), crediting_period: number };
}

function yearOf(tableId: string, day: string, tables: Tables): string {
  const table = tables.get(tableId);
  if (table === undefined) return day.slice(0, 4);
  const begun = factorYearOf(day, table);
  const label = table.years.find(({ year }) => firstYear(year) === begun)?.year;
  if (label !== undefined) return label;
  const year = table.year_begins === "01-01" ? `${begun}` : `${begun}-${String((begun + 1) % 100).padStart(2, "0")}`;
  const detail =
    `the project design takes its factor from grid.table ${tableId} for the year of generation (ex post), and that has no ` +
    `${year}: it has ${table.years[0]?.year} to ${table.years.at(-1)?.year}. Another year's factor does not stand in for it. ` +
    `Once ${year} is published, upload a table that has it (POST /api/v1/carbon/grid-tables) and ` +
    "register the design anew with grid.table naming it and in_force_from, the first day that it serves for (PUT /api/v1/plants/{plant_id}/design)";
  return refuse({ rule: "factor.unknown-year", clause: factorVintageClause, pointer: "", detail });
}

/** @throws {Fault} `rule-violated` */
function checkDesign(design: PlantDesign, plant: Plant, tables: Tables): Assessed {
  const result = requireAllowed(design, plant);
  checkGrid(design, rulebookOf(design.rulebook), tables);
  return result;
}

/** That a rulebook allows a design at this plant; its grid is asked about with each period. @throws {Fault} `rule-violated` */
export function requireAllowed(design: PlantDesign, plant: Plant): Assessed {
  const rulebook = rulebookOf(design.rulebook);
  const result = requireRegistrable(carbonDesign(design, plant), rulebook, design.crediting.start);
  creditingSpan(rulebook, design.crediting.kind, design.crediting.start, design.crediting.start);
  checkCapacities(design, plant);
  return result;
}

function checkGrid({ grid, design, crediting }: PlantDesign, rulebook: Rulebook, tables: Tables): void {
  // Without a fixed year only the table can be looked for: each period has a year of its own.
  if ("table" in grid && grid.year === undefined && tables.has(grid.table)) return;
  resolveGrid(gridOf(grid, crediting.start, 1, tables), { rulebook, technology: design.technology, tables });
}

/** The nameplate bounds what each main meter may credit, so it is known and never more than what stands there. */
function checkCapacities({ design, meters }: PlantDesign, plant: Plant): void {
  const clause = "monitored parameter Cap_PJ";
  const ratedW = floorTimes(decimalFromText(String(plant.rated_power_kw)), 1000n);
  const at = { clause, pointer: "/design/cap_pj_w" };
  if (design.cap_pj_w === undefined) {
    refuse({ rule: "design.size-missing", ...at, detail: "cap_pj_w is missing: it bounds what may be credited" });
  }
  if (BigInt(design.cap_pj_w) > ratedW) {
    const detail = `${design.cap_pj_w} W is more than the ${ratedW} W the plant is registered with`;
    refuse({ rule: "design.capacity-contradiction", ...at, detail });
  }
  const main = meters.filter(({ role }) => role === "main");
  const without = meters.findIndex(({ role, capacity_w }) => role === "main" && capacity_w === undefined);
  if (main.length > 1 && without >= 0) {
    const detail = "with several main meters each needs the capacity behind it";
    refuse({ rule: "meter.capacity-missing", clause, pointer: `/meters/${without}/capacity_w`, detail });
  }
  const sum = main.reduce((all, { capacity_w }) => all + BigInt(capacity_w ?? 0), 0n);
  if (sum > BigInt(design.cap_pj_w)) {
    const detail = `the main meters stand for ${sum} W, the project for ${design.cap_pj_w} W`;
    refuse({ rule: "meter.capacity-contradiction", clause, pointer: "/meters", detail });
  }
}

async function requireDevices(tx: Tx, key: PlantKey, { meters }: PlantDesign): Promise<void> {
  const found = await findDevices(
    tx,
    meters.map(({ device_id }) => ({ ...key, deviceId: device_id })),
  );
  const errors = meters.flatMap(({ device_id: deviceId }, i) =>
    found.has(deviceKeyText({ ...key, deviceId }))
      ? []
      : [
          {
            pointer: `/meters/${i}/device_id`,
            rule: "unknown-device",
            detail: "is no device of this plant: register it",
          },
        ],
  );
  if (errors.length > 0)
    throw new Fault("invalid-request", "The design names devices the plant does not have.", { errors });
}

function runningPeriod({ rulebook, crediting }: PlantDesign, plant: Plant, nowMs: number): CreditingSpan | null {
  const today = localDate(nowMs, plant.time_zone);
  return creditingSpan(rulebookOf(rulebook), crediting.kind, crediting.start, today) ?? null;
}
