import { refuse } from "../carbon/refusal.ts";
import type { Plant } from "../hydropower/plant.ts";
import type { Actor } from "../kernel/actor.ts";
import { canonicalText, type Json, sha256Hex } from "../kernel/canonical.ts";
import { assertState, Fault } from "../kernel/fault.ts";
import { isoFromMs } from "../kernel/time.ts";
import { plantNotFound } from "../plants/plants.ts";
import { findPlant, listDevices, type PlantKey } from "../plants/store.ts";
import type { Tx } from "../platform/database.ts";
import { managers, readers, requireRole } from "../tenancy/scope.ts";
import type { IssuanceDeps } from "./append.ts";
import { storedBooks } from "./books.ts";
import { requireOwnMwh } from "./claims.ts";
import type { ClosingFacts } from "./design-schema.ts";
import { tablesFor } from "./grid-tables.ts";
import { type PeriodView, periodViews, requirePeriod } from "./periods.ts";
import { makeStatement } from "./statement.ts";
import { parseStatement, type StatementJson, statementBytes } from "./statement-wire.ts";
import { newestStatement, requireSettled, type Stated, settleLosses, state, stateFollowers } from "./stating.ts";
import * as store from "./store.ts";

/**
 * Closes a period: computes it from what the plant's chain holds now and appends the statement to that chain.
 * Readings go on meanwhile; those accepted later need an amendment. Where records of an earlier period stopped
 * counting after it was stated, that one is amended first, in the same act: what was issued too much is a deficit
 * that this statement meets first, and neither its remainder nor the year's generation rests on what counts no more.
 *
 * @returns the statements that were made, the closed period's first
 * @throws {Fault} `forbidden`, `not-found`, `already-exists` when it is closed, `rule-violated`
 */
export async function closePeriod(
  deps: IssuanceDeps,
  actor: Actor,
  plantId: string,
  periodId: string,
  facts: ClosingFacts,
): Promise<[Stated, ...Stated[]]> {
  requireRole(actor, managers);
  const key = { orgId: actor.orgId, plantId };
  const at = new Date(deps.clock.nowMs());
  return deps.db
    .of(actor.orgId)
    .transaction()
    .execute(async (tx) => {
      const { plant, periods, period } = await openWork(tx, key, periodId);
      if (period.statements.length > 0) {
        throw new Fault("already-exists", `The period ${periodId} is closed: later arrivals need an amendment.`);
      }
      const earlier = periods.find((one) => one.from < period.from && one.statements.length === 0);
      if (earlier !== undefined) {
        const detail = `close the earlier period ${earlier.periodId} from ${earlier.from} first: this one carries on from it`;
        refuse({ rule: "period.order", clause: null, pointer: "", detail });
      }
      if (at.getTime() < period.toMs) {
        const detail = `the period ends at ${isoFromMs(period.toMs)}`;
        refuse({ rule: "period.not-over", clause: null, pointer: "", detail });
      }
      requireZone(period, plant);
      const { made, tip } = await settleLosses(deps, tx, { key, plant, at });
      const stated = await state(deps, tx, { key, plant, period, facts, reason: undefined, at, tip });
      await requireOwnMwh(tx, key, period, stated.json);
      await requireSettled(tx, key, { periodId, since: tip.seq });
      return [stated, ...made];
    });
}

/** The zone may change until the first reading: whoever replays the chain knows the plant's own, and no other midnights. */
function requireZone({ periodId, timeZone }: PeriodView, plant: Plant): void {
  if (timeZone === plant.time_zone) return;
  const detail = `the period ${periodId} was opened in ${timeZone}, and the plant's zone is ${plant.time_zone} now: withdraw it and open it anew`;
  refuse({ rule: "period.time-zone", clause: null, pointer: "", detail });
}

/**
 * States a closed period anew, with what arrived later and what the operator states now; each new statement
 * names the one it amends. Later periods that took something over from it which has changed by this (the
 * year's generation under an annual baseline, a trusted register) are stated anew with it.
 *
 * @returns the statements that were made, the asked period's first
 * @throws {Fault} `forbidden`, `not-found`, `rule-violated`
 */
export async function amendPeriod(
  deps: IssuanceDeps,
  actor: Actor,
  plantId: string,
  periodId: string,
  { reason, ...facts }: ClosingFacts & { readonly reason: string },
): Promise<[Stated, ...Stated[]]> {
  requireRole(actor, managers);
  const key = { orgId: actor.orgId, plantId };
  const at = new Date(deps.clock.nowMs());
  return deps.db
    .of(actor.orgId)
    .transaction()
    .execute(async (tx) => {
      const { plant, period } = await openWork(tx, key, periodId);
      if (period.statements.length === 0) {
        refuse({ rule: "period.not-closed", clause: null, pointer: "", detail: "only a closed period can be amended" });
      }
      const before = await newestStatement(tx, key, period);
      const work = { key, plant, at };
      const first = await state(deps, tx, { ...work, period, facts: merged(before.facts, facts), reason });
      requireChange(before, first.json);
      await requireOwnMwh(tx, key, period, first.json);
      return [first, ...(await stateFollowers(deps, tx, work, period))];
    });
}

/** A statement made again from what it names, beside the stored one. */
export type Recomputation = { readonly equal: boolean; readonly storedSha256: string; readonly sha256: string };

/**
 * Makes a stored statement again from the chain up to the place it names, and compares byte for byte.
 *
 * @throws {Fault} `forbidden`, `not-found`
 */
export async function recomputeStatement(
  deps: IssuanceDeps,
  actor: Actor,
  plantId: string,
  periodId: string,
  statementNo: number,
): Promise<Recomputation> {
  requireRole(actor, readers);
  const key = { orgId: actor.orgId, plantId };
  const period = await requirePeriod(deps.db.of(actor.orgId), key, periodId);
  const plant = await findPlant(deps.db.of(actor.orgId), actor.orgId, plantId);
  const bytes = await store.findStatement(deps.db.of(actor.orgId), key, periodId, statementNo);
  if (plant === undefined || bytes === undefined) {
    throw new Fault("not-found", `The period ${periodId} has no statement ${statementNo}.`);
  }
  const stored = parseStatement(bytes);
  const design = await store.findDesign(deps.db.of(actor.orgId), key, { version: stored.design.version });
  assertState(design !== undefined, "a statement names a design that is not stored");
  const { head_seq, head_commitment, log_size, assessment_sha256 } = stored.records;
  const tip = {
    seq: BigInt(head_seq),
    commitment: Buffer.from(head_commitment, "hex"),
    logSize: BigInt(log_size),
    assessmentSha256: assessment_sha256,
  };
  const task = {
    ...key,
    plant,
    devices: await listDevices(deps.db.of(actor.orgId), actor.orgId, plantId),
    period,
    design,
    facts: stored.facts,
    reason: stored.reason ?? undefined,
    tip,
    form: stored.v,
  };
  const tables = await tablesFor(deps.db.of(actor.orgId), actor.orgId, design.design.grid);
  const again = statementBytes((await makeStatement(storedBooks(deps.db.of(actor.orgId)), task, tables)).json);
  const [storedSha256, sha256] = [sha256Hex(bytes), sha256Hex(again)];
  return { equal: storedSha256 === sha256, storedSha256, sha256 };
}

async function openWork(tx: Tx, key: PlantKey, periodId: string) {
  const plant = await store.lockIssuance(tx, key);
  if (plant === undefined) throw plantNotFound(key.plantId);
  const periods = await periodViews(tx, key);
  const period = periods.find((one) => one.periodId === periodId) ?? (await requirePeriod(tx, key, periodId));
  return { plant, periods, period };
}

/** What is stated now replaces what was stated before; what is not mentioned stands. */
function merged(before: ClosingFacts, now: ClosingFacts): ClosingFacts {
  const given = Object.fromEntries(Object.entries(now).filter(([, value]) => value !== undefined));
  const late = new Map(
    [...(before.calibrations ?? []), ...(now.calibrations ?? [])].map((test) => [
      `${test.device_id}\n${test.on}`,
      test,
    ]),
  );
  return { ...before, ...given, ...(late.size > 0 && { calibrations: [...late.values()] }) };
}

/** An amendment that changes nothing would be one more statement to read for nothing. */
function requireChange(before: StatementJson, now: StatementJson): void {
  const essence = ({ records, facts, design, meters, er_g, warnings, factor }: StatementJson) =>
    canonicalText({ set: records.sha256, facts, design, meters, er_g, warnings, factor } as unknown as Json);
  if (essence(before) !== essence(now)) return;
  const detail = "nothing arrived or was stated since that changes the period";
  refuse({ rule: "amendment.no-change", clause: null, pointer: "", detail });
}
