import type { Actor } from "../kernel/actor.ts";
import { bytesToHex, type Json, sha256Hex } from "../kernel/canonical.ts";
import { assertState, Fault } from "../kernel/fault.ts";
import { base32 } from "../kernel/ids.ts";
import type { Tx } from "../platform/database.ts";
import { publish } from "../platform/events.ts";
import type { ScopedDb } from "../platform/scoped.ts";
import { owners, readers, requireRole, requireSecondFactor } from "../tenancy/scope.ts";
import { type AppendDeps, appendRecord } from "./append.ts";
import { passUnits } from "./holdings-store.ts";
import { placeOf } from "./issuance-store.ts";
import { takeRetirementStep } from "./moves.ts";
import { issuanceNotFound } from "./parties.ts";
import * as store from "./retirement-store.ts";
import { lockIssuance } from "./store.ts";
import { type Asked, askedOf, lockKey, sameOrder, takeUnits, type UnitDeps } from "./unit-orders.ts";
import { type RetirementStatement, statementBytesOf, tonnesOf } from "./unit-statements.ts";

/**
 * Units taken out of circulation for somebody, for good: burnt, or moved to the retirement account. Final from the
 * order's commit on; the ledger follows through the journal of attempts, once. What is retired is nobody's any more:
 * it cannot be moved, retired again, or claimed elsewhere. Only where the ledger has the token deleted before it did it
 * does a retirement fail: then its units are retired nowhere.
 */

export type NewRetirement = {
  readonly units: bigint;
  /** On whose behalf; becomes public as it is written. */
  readonly beneficiary: { readonly name: string; readonly id: string | null; readonly country: string | null };
  readonly reason: string;
  /** Local days for which the beneficiary claims them, both included. */
  readonly usePeriod: { readonly from: string; readonly to: string } | null;
};

/**
 * The owner retires units of an issuance. The same key and content again is the first order.
 *
 * @throws {Fault} `forbidden`, `second-factor-required`, `not-found`, `issuance-state`, `rule-violated`,
 *   `idempotency-key-reused`
 */
export async function orderRetirement(
  deps: UnitDeps,
  actor: Actor,
  issuanceId: string,
  wanted: NewRetirement,
  idempotencyKey: string,
): Promise<{ readonly retirement: store.Retirement; readonly repeated: boolean }> {
  requireRole(actor, owners);
  requireSecondFactor(actor);
  const { units, usePeriod, ...told } = wanted;
  if (usePeriod !== null && usePeriod.to < usePeriod.from) throw endsBeforeItBegins();
  const asked = askedOf(idempotencyKey, { issuance_id: issuanceId, units: String(units), usePeriod, ...told });
  return deps.db
    .of(actor.orgId)
    .transaction()
    .execute(async (tx) => {
      await lockKey(tx, actor.orgId, asked);
      const made = sameOrder(await store.retirementOfKey(tx, actor.orgId, idempotencyKey), asked);
      if (made !== undefined) return { retirement: made, repeated: true };
      const retirementId = await writeOrder(deps, tx, actor, { issuanceId, wanted, asked });
      const retirement = await store.findRetirement(tx, retirementId);
      assertState(retirement !== undefined, "a retirement that vanished");
      return { retirement, repeated: false };
    });
}

function endsBeforeItBegins(): Fault {
  const errors = [{ pointer: "/use_period/to", rule: "retirement.use-period", detail: "must not be before `from`" }];
  return new Fault("invalid-request", "The period of use ends before it begins.", { errors });
}

type Order = { readonly issuanceId: string; readonly wanted: NewRetirement; readonly asked: Asked };

async function writeOrder(deps: UnitDeps, tx: Tx, actor: Actor, { issuanceId, wanted, asked }: Order): Promise<string> {
  const { units, beneficiary, reason, usePeriod } = wanted;
  const { issuance, holding } = await takeUnits(tx, actor, issuanceId, units, "retirement");
  const { orgId, plantId, tokenId } = holding;
  const at = new Date(deps.clock.nowMs());
  const retirementId = `ret_${base32(deps.random.bytes(16))}`;
  const accountId = deps.retirementAccountId ?? null;
  const method = accountId === null ? "burn" : "account";
  const said: RetirementStatement = {
    ...{ v: 1, type: "retirement", retirement_id: retirementId, token_id: tokenId },
    ...{ units: String(units), unit_g: String(issuance.unitG), tonnes: tonnesOf(units, issuance.unitG) },
    ...{ rulebook: issuance.rulebook, vintage: issuance.vintage, issued_under: bytesToHex(issuance.statementSha256) },
    ...{ beneficiary, reason, use_period: usePeriod, method, account_id: accountId, ordered_at: at.toISOString() },
  };
  const statement = statementBytesOf(said);
  const memo = sha256Hex(statement);
  const content = {
    retirement: {
      ...{ step: "order", retirement_id: retirementId, issuance_id: issuanceId, ordered_by: actor.keyId },
      ...{ statement: said as Json, sha256: memo },
    },
  };
  const { recordId, seq } = await appendRecord(deps, tx, holding, at, { kind: "retirement", content });
  await store.insertRetirement(tx, {
    ...{ orgId, plantId, issuanceId, tokenId, retirementId, units, method, accountId, ...asked },
    ...{ requestedBy: actor.keyId, statement, memo, recordId, seq, createdAt: at },
  });
  await publish(tx, { type: "units.ordered" });
  return retirementId;
}

/** The ledger has retired the units: its record and the new state, with the transaction. Again: nothing. */
export async function settleRetirement(
  deps: AppendDeps,
  tx: Tx,
  known: store.Retirement,
  transactionId: string,
): Promise<void> {
  assertState((await lockIssuance(tx, known)) !== undefined, "a retirement without its plant");
  const retirement = await store.findRetirement(tx, known.retirementId);
  assertState(retirement !== undefined, "a retirement that vanished");
  const { retirementId, issuanceId, units } = retirement;
  if (retirement.state === "done") {
    assertState(retirement.transactionId === transactionId, `${retirementId} was retired twice`);
    return;
  }
  assertState(takeRetirementStep(retirement.state, "arrive") === "done", `${retirementId} is ${retirement.state}`);
  const at = new Date(deps.clock.nowMs());
  const said = { step: "arrive", retirement_id: retirementId, issuance_id: issuanceId, transaction_id: transactionId };
  const { seq } = await appendRecord(deps, tx, retirement, at, { kind: "retirement", content: { retirement: said } });
  await passUnits(tx, retirement, "retirement", "arrive", units);
  await store.markRetired(tx, retirementId, { transactionId, lastSeq: seq, at });
}

/** The ledger did not do it and never will: its units are their owner's, and retired nowhere. */
export async function failRetirement(
  deps: AppendDeps,
  tx: Tx,
  retirement: store.Retirement,
  reason: string,
): Promise<void> {
  const { retirementId, issuanceId, units } = retirement;
  assertState(takeRetirementStep(retirement.state, "fail") === "failed", `${retirementId} is ${retirement.state}`);
  const at = new Date(deps.clock.nowMs());
  const said = { step: "fail", retirement_id: retirementId, issuance_id: issuanceId, reason };
  const { seq } = await appendRecord(deps, tx, retirement, at, { kind: "retirement", content: { retirement: said } });
  await passUnits(tx, retirement, "retirement", "fail", units);
  await store.markNotRetired(tx, retirementId, { failure: reason, lastSeq: seq, at });
}

/** Retirements of an own issuance, newest first. @throws {Fault} `forbidden`, `not-found` */
export async function listOwnRetirements(
  deps: { readonly db: ScopedDb },
  actor: Actor,
  issuanceId: string,
): Promise<store.Retirement[]> {
  requireRole(actor, readers);
  if ((await placeOf(deps.db.of(actor.orgId), issuanceId))?.orgId !== actor.orgId) throw issuanceNotFound(issuanceId);
  return store.listRetirements(deps.db.of(actor.orgId), actor.orgId, issuanceId);
}

/** Public: whoever has its id may look at it. @throws {Fault} `not-found` */
export async function getRetirement(
  deps: { readonly db: ScopedDb },
  retirementId: string,
): Promise<store.PublicRetirement> {
  const retirement = await store.findPublic(deps.db.shared, retirementId);
  if (retirement === undefined) throw new Fault("not-found", `There is no retirement ${retirementId}.`);
  return retirement;
}

/** Public: what the ledger has retired, newest first. @throws {Fault} `invalid-request` for a broken cursor */
export async function listRetired(
  deps: { readonly db: ScopedDb },
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<{ readonly items: readonly store.PublicRetirement[]; readonly nextCursor: string | undefined }> {
  const after = cursor === undefined ? undefined : parseCursor(cursor);
  const found = await store.retiredPage(deps.db.shared, { after, limit: limit + 1 });
  const items = found.slice(0, limit);
  const last = items.at(-1);
  const isMore = found.length > limit && last !== undefined && last.settledAt !== null;
  const place = isMore && `${last.settledAt.getTime()}.${last.retirementId}`;
  return { items, nextCursor: place ? Buffer.from(place).toString("base64url") : undefined };
}

function parseCursor(cursor: string): store.RetirementPlace {
  const match = /^(\d{1,15})\.(ret_[0-9a-hjkmnp-tv-z]{26})$/.exec(Buffer.from(cursor, "base64url").toString("latin1"));
  if (match !== null) return { settledAtMs: Number(match[1]), retirementId: match[2] as string };
  throw new Fault("invalid-request", "The cursor is not one of ours: take it from `next_cursor`, unchanged.", {
    errors: [{ parameter: "cursor", rule: "cursor", detail: "not a cursor of this API" }],
  });
}
