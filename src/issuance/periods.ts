import { requireClosable } from "../carbon/bounds.ts";
import { textFromMillionths } from "../carbon/decimal.ts";
import { refuse } from "../carbon/refusal.ts";
import type { Actor } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import { base32 } from "../kernel/ids.ts";
import { plantNotFound } from "../plants/plants.ts";
import { findPlant, type PlantKey } from "../plants/store.ts";
import type { Db } from "../platform/database.ts";
import { managers, readers, requireRole } from "../tenancy/scope.ts";
import type { IssuanceDeps } from "./append.ts";
import { rulebookOf } from "./design.ts";
import { requireDesignOf } from "./design-in-force.ts";
import { tablesFor } from "./grid-tables.ts";
import { startOfLocalDay } from "./local-day.ts";
import { repointed } from "./repoint.ts";
import * as store from "./store.ts";

/** A period with what has been stated of it, oldest first; closed once there is a statement. */
export type PeriodView = store.Period & { readonly statements: readonly store.StatementFacts[] };

/** Local days [from, to) of the plant. */
export type PeriodDays = { readonly from: string; readonly to: string };

/**
 * Opens a monitoring period. Its bounds are local midnights of the plant's zone, fixed here; it lies in one
 * vintage, one crediting period and, where no year's factor is fixed, one year of its factor table, and follows
 * whatever is closed already.
 *
 * @throws {Fault} `forbidden`, `not-found`, `rule-violated`
 */
export async function openPeriod(
  deps: IssuanceDeps,
  actor: Actor,
  plantId: string,
  days: PeriodDays,
): Promise<PeriodView> {
  requireRole(actor, managers);
  const key = { orgId: actor.orgId, plantId };
  return deps.db
    .of(actor.orgId)
    .transaction()
    .execute(async (tx) => {
      const plant = await store.lockIssuance(tx, key);
      if (plant === undefined) throw plantNotFound(plantId);
      const found = await requireDesignOf(tx, key, days);
      const { grid, crediting, rulebook } = found.design;
      const tables = await tablesFor(tx, actor.orgId, grid);
      const [table, year] = "table" in grid ? [tables.get(grid.table), grid.year] : [];
      const fields = { "/periods/0": "/from", "/periods/0/from": "/from", "/periods/0/to": "/to" };
      await repointed(fields, () => requireClosable(days, rulebookOf(rulebook), crediting, table, year));
      await requireRoom(tx, key, days);
      const zone = plant.time_zone;
      const period: store.Period = {
        periodId: `per_${base32(deps.random.bytes(16))}`,
        ...days,
        timeZone: zone,
        fromMs: startOfLocalDay(days.from, zone),
        toMs: startOfLocalDay(days.to, zone),
        openedAt: new Date(deps.clock.nowMs()),
      };
      await store.insertPeriod(tx, key, { ...period, openedBy: actor.keyId });
      return { ...period, statements: [] };
    });
}

/** Periods never overlap, and none is put before one whose carry and yearly baseline are settled. */
async function requireRoom(db: Db, key: PlantKey, { from, to }: PeriodDays): Promise<void> {
  const periods = await store.listPeriods(db, key);
  const other = periods.find((one) => one.from < to && from < one.to);
  if (other !== undefined) {
    const detail = `${other.from} to ${other.to} is period ${other.periodId} already`;
    refuse({ rule: "period.overlap", clause: null, pointer: other.from <= from ? "/from" : "/to", detail });
  }
  const closed = new Set((await store.listStatements(db, key)).map(({ periodId }) => periodId));
  const later = periods.find((one) => one.from >= to && closed.has(one.periodId));
  if (later === undefined) return;
  const detail = `the later period ${later.periodId} from ${later.from} is closed: what it carries is settled`;
  refuse({ rule: "period.before-closed", clause: null, pointer: "/from", detail });
}

/**
 * Withdraws a period that was opened by mistake, and gives it back once more.
 *
 * @param mayWithdraw throws where the caller means another state; what may come between is that it is closed, and then it stays
 * @throws {Fault} `forbidden`, `not-found`, `already-exists` when it is closed
 */
export async function withdrawPeriod(
  deps: IssuanceDeps,
  actor: Actor,
  plantId: string,
  periodId: string,
  mayWithdraw: () => Promise<void> = async () => undefined,
): Promise<PeriodView> {
  requireRole(actor, managers);
  await mayWithdraw();
  const key = { orgId: actor.orgId, plantId };
  return deps.db
    .of(actor.orgId)
    .transaction()
    .execute(async (tx) => {
      if ((await store.lockIssuance(tx, key)) === undefined) throw plantNotFound(plantId);
      const period = await requirePeriod(tx, key, periodId);
      if (period.statements.length > 0)
        throw new Fault("already-exists", `The period ${periodId} is closed: it stays.`);
      await store.deletePeriod(tx, key, periodId);
      return period;
    });
}

/** A plant's periods in the order of their days. @throws {Fault} `forbidden`, `not-found` */
export async function listPeriods(deps: IssuanceDeps, actor: Actor, plantId: string): Promise<PeriodView[]> {
  requireRole(actor, readers);
  const key = { orgId: actor.orgId, plantId };
  if ((await findPlant(deps.db.of(actor.orgId), actor.orgId, plantId)) === undefined) throw plantNotFound(plantId);
  return periodViews(deps.db.of(actor.orgId), key);
}

/** @throws {Fault} `forbidden`, `not-found` */
export async function getPeriod(
  deps: IssuanceDeps,
  actor: Actor,
  plantId: string,
  periodId: string,
): Promise<PeriodView> {
  requireRole(actor, readers);
  return requirePeriod(deps.db.of(actor.orgId), { orgId: actor.orgId, plantId }, periodId);
}

/** The exact bytes of a statement; the newest unless a number is given. @throws {Fault} `forbidden`, `not-found` */
export async function getStatement(
  deps: IssuanceDeps,
  actor: Actor,
  plantId: string,
  periodId: string,
  statementNo?: number,
): Promise<Uint8Array> {
  requireRole(actor, readers);
  const key = { orgId: actor.orgId, plantId };
  const { statements } = await requirePeriod(deps.db.of(actor.orgId), key, periodId);
  const bytes = await store.findStatement(deps.db.of(actor.orgId), key, periodId, statementNo ?? statements.length);
  if (bytes !== undefined) return bytes;
  const which = statementNo === undefined ? "is open: it has no statement yet" : `has no statement ${statementNo}`;
  throw new Fault("not-found", `The period ${periodId} ${which}.`);
}

/** All periods of a plant with their statements. */
export async function periodViews(db: Db, key: PlantKey): Promise<PeriodView[]> {
  const byPeriod = Map.groupBy(await store.listStatements(db, key), ({ periodId }) => periodId);
  const periods = await store.listPeriods(db, key);
  return periods.map((period) => ({ ...period, statements: byPeriod.get(period.periodId) ?? [] }));
}

/** @throws {Fault} `not-found`, the same for a period, a plant or an organisation that is not the caller's */
export async function requirePeriod(db: Db, key: PlantKey, periodId: string): Promise<PeriodView> {
  const found = (await periodViews(db, key)).find((period) => period.periodId === periodId);
  if (found !== undefined) return found;
  throw new Fault("not-found", `There is no period ${periodId} of plant ${key.plantId} in your organisation.`);
}

/** @throws {Fault} `rule-violated` */
export async function requireDesign(db: Db, key: PlantKey): Promise<store.StoredDesign> {
  const found = await store.findDesign(db, key);
  if (found !== undefined) return found;
  const detail = `the plant ${key.plantId} has no project design: register one first`;
  return refuse({ rule: "design.missing", clause: null, pointer: "", detail });
}

/** Grams as tonnes in decimal text. */
export const tonnesText = textFromMillionths;
