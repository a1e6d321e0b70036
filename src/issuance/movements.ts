import { orderWork, settleUnsent } from "../anchoring/outbox.ts";
import { refuse } from "../carbon/refusal.ts";
import { assertState, Fault } from "../kernel/fault.ts";
import { base32 } from "../kernel/ids.ts";
import type { Tx } from "../platform/database.ts";
import { recordActs } from "../tenancy/acts.ts";
import { registrarOrg } from "../tenancy/tenancy.ts";
import { appendRecord, type GatewayDeps } from "./append.ts";
import { type HoldingKey, listHoldings, passUnits } from "./holdings-store.ts";
import type { PeriodKey } from "./invitation-store.ts";
import { listIssuances, placeOf } from "./issuance-store.ts";
import { insertLostRetirement, lostRetirement } from "./lost-retirement.ts";
import * as mints from "./mint-store.ts";
import { settlePart } from "./minting.ts";
import { type Booked, type BookedAs, lockMovement, type Movement, markBooked } from "./movement-store.ts";
import { issuanceNotFound } from "./parties.ts";
import { lockIssuance } from "./store.ts";
import * as tokens from "./token-store.ts";

/**
 * The registrar writes into the books what the ledger shows and they do not: a mint as that of the issuance it was for, a
 * burn or transfer as one of the issuance whose units they were. With who says so and why: in the plant's chain, and among
 * the acts of the registrar and of the owner.
 *
 *   crash before the commit   nothing of it is in the books; the same call again
 *   after it                  all of it is; the same call again changes nothing
 */

export type Booking = {
  readonly tokenKey: string;
  readonly transactionId: string;
  /** Whose units they are or were; undefined: nobody's. */
  readonly issuanceId: string | undefined;
  /** What became of units that left the treasury for another account: absent, a transfer. What was burnt is retired. */
  readonly as?: "transfer" | "retirement" | undefined;
  /** Of a retirement: its statement as its page had it, which the ledger's memo proves; with it the page is there again. */
  readonly statement?: string | undefined;
  /** Who says so. */
  readonly by: string;
  readonly reason: string;
  /** Everything is looked at and nothing is kept. */
  readonly dryRun?: boolean | undefined;
};

type Token = tokens.TokenState & { readonly tokenId: string };

/**
 * Again with the same content: the first.
 *
 * @throws {Fault} `not-found`, `already-exists` where it was booked otherwise, `rule-violated`
 */
export async function bookMovement(deps: GatewayDeps, booking: Booking): Promise<BookedNow> {
  try {
    return await deps.db.transaction().execute(async (tx) => {
      const booked = await bookIn(deps, tx, booking);
      if (booking.dryRun) throw new TakenBack(booked);
      return booked;
    });
  } catch (error) {
    if (error instanceof TakenBack) return error.booked;
    throw error;
  }
}

type BookedNow = { readonly as: BookedAs; readonly repeated: boolean };

/** Ends a dry run's transaction without leaving anything. */
class TakenBack extends Error {
  readonly booked: BookedNow;

  constructor(booked: BookedNow) {
    super("a dry run");
    this.booked = booked;
  }
}

async function bookIn(deps: GatewayDeps, tx: Tx, booking: Booking): Promise<BookedNow> {
  const { tokenKey, transactionId, issuanceId } = booking;
  const at = new Date(deps.clock.nowMs());
  const place = issuanceId === undefined ? undefined : await placeOf(tx, issuanceId);
  if (issuanceId !== undefined && place === undefined) throw issuanceNotFound(issuanceId);
  // The plant before the token, as everybody who moves units takes them.
  if (place !== undefined) assertState((await lockIssuance(tx, place)) !== undefined, "an issuance without its plant");
  const token = await tokens.lockToken(tx, tokenKey);
  const movement = await lockMovement(tx, tokenKey, transactionId);
  if (token?.tokenId == null || movement === undefined) throw movementNotFound(booking);
  const as = bookedAs(movement, booking);
  if (booking.statement !== undefined && as !== "retirement") {
    const detail = `a statement is that of a retirement, and this would be booked as ${as}`;
    refuse({ rule: "movement.kind", clause: null, pointer: "", detail });
  }
  if (movement.booked !== null) return { as: sameBooking(movement.booked, { ...booking, as }), repeated: true };
  if (token.halt === null) {
    const detail = `the token ${tokenKey} is not halted: what moved in it is looked at by the next reconciliation`;
    refuse({ rule: "token.not-halted", clause: null, pointer: "", detail });
  }
  const about = { token: { ...token, tokenId: token.tokenId }, movement, booking };
  const booked = { as, issuanceId: issuanceId ?? null, by: booking.by, reason: booking.reason, at };
  if (place === undefined) {
    await bookToNobody(tx, about.token, movement);
    await markBooked(tx, movement, { ...booked, move: null });
  } else if (movement.kind === "mint") {
    // First: the record of the last part says by whose word it is minted.
    await markBooked(tx, movement, { ...booked, move: null });
    await bookMint(deps, tx, { ...about, place, at });
  } else {
    const move = await bookOutflow(deps, tx, { ...about, place, at, as: as as "transfer" | "retirement" });
    await markBooked(tx, movement, { ...booked, move });
  }
  await recordActs(tx, actsOf(movement, { ...booking, as }, place), at);
  return { as, repeated: false };
}

function movementNotFound({ tokenKey, transactionId }: Booking): Fault {
  const detail = `The token ${tokenKey} has no movement ${transactionId} that was found on the ledger and not in the books.`;
  return new Fault("not-found", detail);
}

/** @throws {Fault} `rule-violated` */
function bookedAs({ kind }: Movement, { issuanceId, as }: Booking): BookedAs {
  const own = kind === "mint" ? "mint" : kind === "burn" ? "retirement" : (as ?? "transfer");
  if (as !== undefined && as !== own) {
    const detail = `a ${kind} cannot be booked as a ${as}`;
    refuse({ rule: "movement.kind", clause: null, pointer: "", detail });
  }
  return issuanceId === undefined ? "nobody" : own;
}

/** @throws {Fault} `already-exists` */
function sameBooking(
  before: Booked,
  { as, issuanceId, by, reason }: Pick<Booking, "issuanceId" | "by" | "reason"> & { readonly as: BookedAs },
): BookedAs {
  const same = [before.as, before.issuanceId, before.by, before.reason];
  if ([as, issuanceId ?? null, by, reason].every((one, i) => one === same[i])) return as;
  const whose = before.issuanceId === null ? "nobody's" : `a ${before.as} of ${before.issuanceId}`;
  throw new Fault("already-exists", `${before.by} has booked it as ${whose} on ${before.at.toISOString()} already.`);
}

/**
 * Units that no issuance is charged for: they must not have been anybody's. What left has to be covered by what came into
 * the treasury and is nobody's either.
 *
 * @throws {Fault} `rule-violated`
 */
async function bookToNobody(tx: Tx, token: Token, { kind, units }: Movement): Promise<void> {
  const spare = token.reconciled?.spare ?? 0n;
  if (kind === "mint") return tokens.addSpare(tx, token.tokenKey, units);
  if (spare < units) {
    const detail = `${units} units have left the treasury and ${spare} in it are nobody's: they were somebody's; book them to their issuance, or have them sent back first`;
    refuse({ rule: "movement.not-covered", clause: null, pointer: "", detail });
  }
  await tokens.addSpare(tx, token.tokenKey, -units);
}

type About = {
  readonly token: Token;
  readonly movement: Movement;
  readonly booking: Booking;
  readonly place: PeriodKey;
  readonly at: Date;
};

/** The mint was that of this issuance, whose own is not signed any more. @throws {Fault} `rule-violated` */
async function bookMint(deps: GatewayDeps, tx: Tx, { token, movement, booking, place, at }: About): Promise<void> {
  const { units, transactionId } = movement;
  const intent = (await mints.listIntents(tx, place)).find((one) => one.issuanceId === booking.issuanceId);
  const waiting = intent?.parts.filter(({ state }) => state === "committed") ?? [];
  const isKind =
    intent?.rulebook === token.rulebook && intent.vintage === token.vintage && intent.unitG === token.unitG;
  const part = waiting.find(({ amount }) => amount === units);
  if (intent === undefined || !isKind || part === undefined) {
    const is =
      waiting.length === 0 ? "nothing" : `${waiting.map(({ amount }) => amount).join(" and ")} in ${intent?.tokenKey}`;
    const detail = `${units} units were minted in ${token.tokenKey}, and of ${booking.issuanceId} ${is} waits to be minted`;
    return refuse({ rule: "movement.not-awaited", clause: null, pointer: "", detail });
  }
  const { partNo, amount, memo } = part;
  const { intentId } = intent;
  const work = { kind: "mint", tokenId: token.tokenId, amount, transactionMemo: memo } as const;
  const order = { kind: "mint", subject: token.tokenKey, work, signers: [], scheduled: false } as const;
  const jobId = part.jobId ?? (await orderWork(tx, order, { random: deps.random, at }));
  if (part.jobId === null) await mints.assignJob(tx, intentId, partNo, { jobId, tokenKey: token.tokenKey });
  else await mints.moveToToken(tx, intentId, partNo, token.tokenKey);
  if (!(await settleUnsent(tx, jobId, at))) {
    const detail = `a mint of ${booking.issuanceId} is under way: wait until it has ended`;
    refuse({ rule: "movement.under-way", clause: null, pointer: "", detail });
  }
  await settlePart(deps, tx, { intentId, partNo, tokenId: token.tokenId, transactionId });
}

/** Units of this issuance that are gone: as if they had been ordered. @returns where it is in the chain @throws {Fault} `rule-violated` */
async function bookOutflow(
  deps: GatewayDeps,
  tx: Tx,
  { token, movement, booking, place, at, as }: About & { readonly as: "transfer" | "retirement" },
): Promise<NonNullable<Booked["move"]>> {
  const issuanceId = booking.issuanceId as string;
  const { units, transactionId, toAccount } = movement;
  const all = await listHoldings(tx, place.orgId, issuanceId);
  const holding = all.find(({ tokenId }) => tokenId === token.tokenId);
  if (holding === undefined || holding.free < units) {
    const detail = `${units} units have left the treasury, and of ${issuanceId} ${holding?.free ?? 0n} are free in token ${token.tokenId}`;
    return refuse({ rule: "holding.insufficient", clause: null, pointer: "", detail });
  }
  const lost = booking.statement === undefined ? undefined : await statedBy(tx, booking.statement, movement, holding);
  const moveId = lost?.said.retirement_id ?? `${as === "transfer" ? "trf" : "ret"}_${base32(deps.random.bytes(16))}`;
  const said = {
    ...{ step: "book", [`${as}_id`]: moveId, issuance_id: issuanceId, transaction_id: transactionId },
    ...{ token_id: token.tokenId, units: String(units), to_account: toAccount, memo: movement.memo },
    ...{ booked_by: booking.by, reason: booking.reason },
  };
  const { recordId, seq } = await appendRecord(deps, tx, holding, at, { kind: as, content: { [as]: said } });
  await passUnits(tx, holding, as, "book", units);
  const { orgId, plantId, tokenId } = holding;
  const key = { orgId, plantId, tokenId, issuanceId, recordId, seq, by: booking.by };
  if (lost !== undefined) await insertLostRetirement(tx, lost, movement, key);
  return { id: moveId, seq };
}

async function statedBy(tx: Tx, text: string, movement: Movement, { issuanceId, tokenId }: HoldingKey) {
  const place = await placeOf(tx, issuanceId);
  const all = place === undefined ? [] : await listIssuances(tx, place, place.periodId);
  const issuance = all.find((one) => one.issuanceId === issuanceId);
  assertState(issuance !== undefined, "units of an issuance without its row");
  return lostRetirement(tx, text, movement, { ...issuance, tokenId });
}

function actsOf(
  { transactionId, kind, units }: Movement,
  { tokenKey, issuanceId, as, by, reason }: Omit<Booking, "as"> & { readonly as: BookedAs },
  place: PeriodKey | undefined,
) {
  const what = { token: tokenKey, kind, units: String(units), as, issuance_id: issuanceId ?? null };
  const act = { actor: undefined, act: "token.movement-booked", object: transactionId } as const;
  const orgs = [registrarOrg, ...(place === undefined ? [] : [place.orgId])];
  return orgs.map((orgId) => ({ orgId, ...act, detail: { ...what, by, reason } }));
}
