import { refuse } from "../carbon/refusal.ts";
import type { Plant } from "../hydropower/plant.ts";
import { canonicalText, type Json } from "../kernel/canonical.ts";
import { assertState, Fault } from "../kernel/fault.ts";
import { listDevices, type PlantKey } from "../plants/store.ts";
import type { Tx } from "../platform/database.ts";
import { appendRecord, type IssuanceDeps } from "./append.ts";
import { storedBooks } from "./books.ts";
import { assessed } from "./design.ts";
import { requireDesignOf } from "./design-in-force.ts";
import type { ClosingFacts } from "./design-schema.ts";
import { tablesFor } from "./grid-tables.ts";
import { changedSince, lostApprovals, newestIfIssued } from "./lost-approval.ts";
import { type PeriodView, periodViews } from "./periods.ts";
import { repointed } from "./repoint.ts";
import { carriedIn, makeStatement } from "./statement.ts";
import { carriedInJson, parseStatement, type StatementJson, statedFigures, statementBytes } from "./statement-wire.ts";
import { voidPending } from "./steps.ts";
import * as store from "./store.ts";
import { statementForm } from "./types.ts";

/** Statements as they are made: one, those of earlier periods that it calls for, and those that follow from it. */

/** A statement as it was made: its facts, and what it says. */
export type Stated = { readonly facts: store.StatementFacts; readonly json: StatementJson };

export type Tip = Awaited<ReturnType<typeof store.readTip>>;

type Work = {
  readonly key: PlantKey;
  readonly plant: Plant;
  readonly period: PeriodView;
  readonly facts: ClosingFacts;
  readonly reason: string | undefined;
  readonly at: Date;
  /** Where in the chain it is stated; absent: at its newest place. */
  readonly tip?: Tip;
};

/** What every statement of one act shares. */
export type Around = Pick<Work, "key" | "plant" | "at">;

/** Makes one statement, appends it to the chain and stores it: all of it with the transaction, or nothing. */
export async function state(deps: IssuanceDeps, tx: Tx, work: Work): Promise<Stated> {
  const { key, plant, period, facts, reason, at } = work;
  const design = await requireDesignOf(tx, key, period);
  const tables = await tablesFor(tx, key.orgId, design.design.grid);
  const tip = work.tip ?? (await store.readTip(tx, key));
  const fields = { "/fuel_g": "/fuel_g", "/calibrations": "/calibrations", "/periods/0/fuel_g": "/fuel_g" };
  const devices = await listDevices(tx, key.orgId, key.plantId);
  const task = { ...key, plant, devices, period, design, facts, reason, tip, form: statementForm };
  const { json } = await repointed(fields, () => makeStatement(storedBooks(tx), task, tables));
  const content = { statement: json as unknown as Json };
  const record = await appendRecord(deps, tx, key, at, { kind: "statement", content });
  const stored = { ...statedFigures(json), ...record, createdAt: at };
  const bytes = statementBytes(json);
  await store.insertStatement(tx, key, stored, bytes, tip.assessment);
  await voidPending(deps, tx, key, stored, at);
  return { facts: stored, json: parseStatement(bytes) };
}

/**
 * Amends every closed period whose statement rests on records that count no more, whether anything of it was issued
 * or not: a period that issued nothing still leaves its remainder, and its part of the annual baseline, to later ones.
 * Decisions go on meanwhile: it looks again until nothing is lost at the place of the chain that the caller then states at.
 */
export async function settleLosses(
  deps: IssuanceDeps,
  tx: Tx,
  work: Around,
): Promise<{ readonly made: Stated[]; readonly tip: Tip }> {
  const made: Stated[] = [];
  for (;;) {
    const tip = await store.readTip(tx, work.key);
    const found = await findLoss(tx, work.key, tip);
    if (found === undefined) return { made, tip };
    const { period, stated, lost } = found;
    const isIssued = (await newestIfIssued(tx, work.key, period.statements)) !== undefined;
    const since = isIssued ? "issued" : "stated";
    const reason = `${lost.length} of its records stopped counting after it was ${since}, first ${lost[0]?.recordId}`;
    const states = () => state(deps, tx, { ...work, period, facts: stated.facts, reason });
    made.push(await statedAnew(period, states));
    // It may have stated later periods anew with it: all are looked at again.
    made.push(...(await stateFollowers(deps, tx, work, period)));
  }
}

/** The first closed period, but for one, whose newest statement rests on records that do not count at a place of the chain. */
async function findLoss(tx: Tx, key: PlantKey, { seq }: Tip, but?: string) {
  for (const period of await periodViews(tx, key)) {
    if (period.statements.length === 0 || period.periodId === but) continue;
    const stated = await newestStatement(tx, key, period);
    const lost = await lostApprovals(tx, key, stated, seq);
    if (lost.length > 0) return { period, stated, lost };
  }
  return undefined;
}

/** With its record the plant's head is locked: what was decided while the period was computed is seen here. */
export async function requireSettled(
  tx: Tx,
  key: PlantKey,
  closed: { periodId: string; since: bigint },
): Promise<void> {
  if (!(await changedSince(tx, key, closed.since))) return;
  const found = await findLoss(tx, key, await store.readTip(tx, key), closed.periodId);
  if (found === undefined) return;
  const detail = `${found.lost[0]?.recordId} of the period ${found.period.periodId} stopped counting meanwhile: close it again`;
  refuse({ rule: "statement.outdated", clause: null, pointer: "", detail });
}

/** What stands against it is said of the period that it is about, not of the one that was to be closed. */
async function statedAnew({ periodId, from }: PeriodView, states: () => Promise<Stated>): Promise<Stated> {
  try {
    return await states();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const detail = `the period ${periodId} from ${from} has to be stated anew with it, and cannot be: ${error.message}`;
    throw new Fault(error.code, detail, error.facts);
  }
}

/** States anew the closed periods behind an amended one, as far as they took over what has changed by it. */
export async function stateFollowers(deps: IssuanceDeps, tx: Tx, work: Around, amended: PeriodView): Promise<Stated[]> {
  const made: Stated[] = [];
  const { key, plant } = work;
  const periods = await periodViews(tx, key);
  for (const period of periods.filter((one) => one.from > amended.from && one.statements.length > 0)) {
    const stated = await newestStatement(tx, key, period);
    if (!(await isTouched(tx, { key, plant, period, stated }))) break;
    const reason = `follows from the amendment of ${amended.periodId}`;
    const states = () => state(deps, tx, { ...work, period, facts: stated.facts, reason });
    made.push(await statedAnew(period, states));
  }
  return made;
}

type Later = Pick<Work, "key" | "plant" | "period"> & { readonly stated: StatementJson };

/** True when a closed period would now take over something else than its statement says. */
async function isTouched(tx: Tx, { key, plant, period, stated }: Later): Promise<boolean> {
  const { design } = await requireDesignOf(tx, key, period);
  const tip = await store.readTip(tx, key);
  const now = await carriedIn(
    storedBooks(tx),
    { ...key, period, tip, form: statementForm },
    assessed(design, plant).existingPlant,
  );
  return (
    canonicalText(carriedInJson(now, stated.v) as unknown as Json) !==
    canonicalText(stated.carried_in as unknown as Json)
  );
}

export async function newestStatement(
  tx: Tx,
  key: PlantKey,
  { periodId, statements }: PeriodView,
): Promise<StatementJson> {
  const bytes = await store.findStatement(tx, key, periodId, statements.length);
  assertState(bytes !== undefined, "a closed period without its statement");
  return parseStatement(bytes);
}
