import type { Device, Plant } from "../hydropower/plant.ts";
import { withUnitFigures } from "../hydropower/plant-parts.ts";
import type { Actor } from "../kernel/actor.ts";
import { canonicalText, type Json } from "../kernel/canonical.ts";
import { Fault } from "../kernel/fault.ts";
import type { Tx } from "../platform/database.ts";
import { managers, requireRole } from "../tenancy/scope.ts";
import type { PlantDeps } from "./append.ts";
import { lockPlants } from "./heads.ts";
import { type PlantRow, type RowError, readPlantRows } from "./import-rows.ts";
import { registerDevicesIn, registerPlantIn, viewPlant } from "./plants.ts";

/** `completed`: the plant was there, and a device of it was not. `unchanged`: all of it was there. */
export type RowOutcome = "created" | "completed" | "unchanged" | "refused";

export type ImportReport = {
  readonly dryRun: boolean;
  readonly counts: Readonly<Record<RowOutcome, number>>;
  readonly rows: readonly {
    readonly line: number;
    readonly plantId: string | undefined;
    readonly outcome: RowOutcome;
    readonly errors: readonly RowError[];
  }[];
};

/**
 * Registers the plants of a CSV table, each row in a transaction of its own: a refused one hinders no other, and the
 * same table again changes nothing. A dry run does all of it and takes it back.
 *
 * @throws {Fault} `forbidden`, `invalid-request` for what is no such table
 */
export async function importPlants(
  deps: PlantDeps,
  actor: Actor,
  text: string,
  { dryRun }: { readonly dryRun: boolean },
): Promise<ImportReport> {
  requireRole(actor, managers);
  const rows: ImportReport["rows"][number][] = [];
  for (const row of readPlantRows(text)) {
    const { outcome, errors } = await importRow(deps, actor.orgId, row, dryRun);
    rows.push({ line: row.line, plantId: row.plantId, outcome, errors });
  }
  const counts = { created: 0, completed: 0, unchanged: 0, refused: 0 };
  for (const { outcome } of rows) counts[outcome]++;
  return { dryRun, counts, rows };
}

type Judged = { readonly outcome: RowOutcome; readonly errors: readonly RowError[] };

async function importRow(deps: PlantDeps, orgId: string, row: PlantRow, dryRun: boolean): Promise<Judged> {
  const { read } = row;
  if (read === undefined) return { outcome: "refused", errors: row.errors };
  try {
    return await deps.db
      .of(orgId)
      .transaction()
      .execute(async (tx) => {
        const outcome = await register(deps, tx, orgId, read);
        if (dryRun) throw new TakenBack(outcome);
        return { outcome, errors: [] };
      });
  } catch (error) {
    if (error instanceof TakenBack) return { outcome: error.outcome, errors: [] };
    if (!(error instanceof Fault)) throw error;
    const column = error instanceof OtherConfiguration ? error.column : "devices";
    return { outcome: "refused", errors: [{ column, rule: error.code, detail: error.message }] };
  }
}

/** Ends a dry run's transaction without leaving anything. */
class TakenBack extends Error {
  readonly outcome: RowOutcome;

  constructor(outcome: RowOutcome) {
    super("a dry run");
    this.outcome = outcome;
  }
}

class OtherConfiguration extends Fault {
  readonly column: string;

  constructor(column: string, what: string) {
    super(
      "already-exists",
      `${what} exists with another configuration: change it there, an import overwrites nothing.`,
    );
    this.column = column;
  }
}

async function register(
  deps: PlantDeps,
  tx: Tx,
  orgId: string,
  { plant, devices }: { readonly plant: Plant; readonly devices: readonly Device[] },
): Promise<RowOutcome> {
  const at = new Date(deps.clock.nowMs());
  const key = { orgId, plantId: plant.plant_id };
  // A plant that is there is held still while it is compared.
  await lockPlants(tx, [key]);
  const before = await viewPlant(tx, key);
  if (before === undefined) await registerPlantIn(deps, tx, { orgId, plant, at });
  else if (!isSame(before.plant, withUnitFigures(plant))) {
    throw new OtherConfiguration("plant_id", `The plant ${plant.plant_id}`);
  }
  const added: Device[] = [];
  for (const device of devices) {
    const there = before?.devices.find(({ device_id }) => device_id === device.device_id);
    if (there === undefined) added.push(device);
    else if (!isSame(there, device)) throw new OtherConfiguration("devices", `The device ${device.device_id}`);
  }
  await registerDevicesIn(deps, tx, { key, devices: added, at });
  return before === undefined ? "created" : added.length > 0 ? "completed" : "unchanged";
}

function isSame(a: object, b: object): boolean {
  return canonicalText(a as Json) === canonicalText(b as Json);
}
