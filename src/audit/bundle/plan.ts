import { snapMs } from "../../carbon/register-step.ts";
import { storedBooks } from "../../issuance/books.ts";
import { importLeft, leftBehind } from "../../issuance/days-between.ts";
import type { PeriodKey } from "../../issuance/invitation-store.ts";
import { type IssuanceView, listIssuances } from "../../issuance/issuance-store.ts";
import { claimOf } from "../../issuance/lifecycle.ts";
import { type MeterPlace, nearestHolding, type RegisterName } from "../../issuance/meter-store.ts";
import { bookedPlaces } from "../../issuance/movement-store.ts";
import { type PeriodView, requirePeriod } from "../../issuance/periods.ts";
import { listRetirements, type Retirement } from "../../issuance/retirement-store.ts";
import { carriedIn, mainMeters } from "../../issuance/statement.ts";
import { parseStatement, type StatementJson } from "../../issuance/statement-wire.ts";
import * as periods from "../../issuance/store.ts";
import { listTransfers, type Transfer } from "../../issuance/transfer-store.ts";
import { assertState, Fault } from "../../kernel/fault.ts";
import type { Db } from "../../platform/database.ts";
import { type Beginning, beginningBefore, firstAccepted } from "./store.ts";

/** What a bundle is of: a period's newest statement, how far its issuance has got, and which part of the chain. */
export type Plan = PeriodKey & {
  readonly period: PeriodView;
  readonly facts: periods.StatementFacts;
  readonly bytes: Uint8Array;
  readonly statement: StatementJson;
  readonly design: periods.StoredDesign;
  /** Of this statement; undefined: nobody has asked for one. */
  readonly issuance: IssuanceView | undefined;
  readonly label: string;
  /** Of the issued units, as far as they have got: oldest first. */
  readonly transfers: readonly Transfer[];
  readonly retirements: readonly Retirement[];
  /** Undefined: the bundle begins with the plant's first record. */
  readonly beginning: Beginning | undefined;
  readonly firstSeq: bigint;
  readonly lastSeq: bigint;
};

/** @throws {Fault} `not-found` for a period that is not there or not closed */
export async function planOf(db: Db, key: PeriodKey): Promise<Plan> {
  const period = await requirePeriod(db, key, key.periodId);
  const facts = period.statements.at(-1);
  if (facts === undefined) {
    throw new Fault("not-found", `The period ${key.periodId} is open: there is no statement to give evidence of.`);
  }
  const bytes = await periods.findStatement(db, key, key.periodId, facts.statementNo);
  assertState(bytes !== undefined, "a statement is listed but not stored");
  const statement = parseStatement(bytes);
  const design = await periods.findDesign(db, key, { version: statement.design.version });
  assertState(design !== undefined, "a statement names a design that is not stored");
  const all = await listIssuances(db, key, key.periodId);
  // After a rejected request there may be another one: the newest by its place in the chain.
  const issuance = all
    .filter(({ statementNo }) => statementNo === facts.statementNo)
    .sort((a, b) => Number((a.steps[0]?.seq ?? 0n) - (b.steps[0]?.seq ?? 0n)))
    .at(-1);
  const transfers = issuance === undefined ? [] : await listTransfers(db, key.orgId, issuance.issuanceId);
  const retirements = issuance === undefined ? [] : await listRetirements(db, key.orgId, issuance.issuanceId);
  const booked = issuance === undefined ? [] : await bookedPlaces(db, issuance.issuanceId);
  const moves = [...transfers, ...retirements].map((one) => one.lastSeq);
  const steps = [issuance?.steps.at(-1)?.seq ?? facts.seq, ...moves, ...booked];
  const needed = await firstNeeded(db, key, { period, statement, design });
  const beginning = await beginningBefore(db, key, needed ?? facts.seq);
  return {
    ...key,
    period,
    facts,
    bytes,
    statement,
    design,
    issuance,
    label: claimOf(issuance?.state),
    transfers: transfers.toReversed(),
    retirements: retirements.toReversed(),
    beginning,
    firstSeq: beginning === undefined ? 1n : beginning.headSeq + 1n,
    lastSeq: steps.reduce((a, b) => (b > a ? b : a)),
  };
}

/**
 * Place of the first record that the statement is made from: of all readings between the register before the
 * period (before the days between, where it may have rolled over or risen by import on them) and the one after it, whenever they were
 * accepted. Undefined: from none.
 */
async function firstNeeded(
  db: Db,
  { orgId, plantId }: PeriodKey,
  { period, statement, design }: Pick<Plan, "period" | "statement" | "design">,
): Promise<bigint | undefined> {
  const { fromMs, toMs } = period;
  const gross = statement.meters.some(({ gross_wh }) => gross_wh !== null);
  const registers: RegisterName[] = gross ? ["exportWh", "importWh", "grossWh"] : ["exportWh", "importWh"];
  const upToSeq = BigInt(statement.records.head_seq);
  const main = mainMeters(design.design);
  const task = { orgId, plantId, period, tip: { seq: upToSeq }, form: statement.v };
  const { trusted } = await carriedIn(storedBooks(db), task, false);
  const first: bigint[] = [];
  for (const meter of design.design.meters) {
    const deviceId = meter.device_id;
    const place: MeterPlace = { orgId, plantId, deviceId, upToSeq };
    const span = { deviceId, fromMs: fromMs - snapMs, toMs: toMs + snapMs };
    // A check meter is read at the bounds alone.
    for (const register of main.includes(deviceId) ? registers : []) {
      const before = await nearestHolding(db, place, register, "at or before", fromMs + snapMs);
      const after = await nearestHolding(db, place, register, "after", toMs + snapMs);
      const days = { sinceMs: trusted?.endMs, base: register === "exportWh" ? before : undefined };
      const left = await leftBehind(storedBooks(db), place, meter, days);
      const sinceMs = statement.v < 4 || register !== "importWh" ? undefined : trusted?.endMs;
      const drawn = await importLeft(storedBooks(db), place, { sinceMs, base: before });
      span.fromMs = Math.min(span.fromMs, ...[before, left, drawn].map((row) => row?.endMs ?? span.fromMs));
      span.toMs = Math.max(span.toMs, after?.endMs ?? span.toMs);
    }
    const seq = await firstAccepted(db, { orgId, plantId }, span);
    if (seq !== undefined) first.push(seq);
  }
  return first.length === 0 ? undefined : first.reduce((a, b) => (b < a ? b : a));
}
