import { refuse } from "../carbon/refusal.ts";
import type { Actor } from "../kernel/actor.ts";
import { assertState, Fault } from "../kernel/fault.ts";
import { base32 } from "../kernel/ids.ts";
import { earliestMs, isoFromMs } from "../kernel/time.ts";
import { plantNotFound } from "../plants/plants.ts";
import { findPlant, type PlantKey } from "../plants/store.ts";
import type { Tx } from "../platform/database.ts";
import type { ScopedDb } from "../platform/scoped.ts";
import { managers, readers, requireRole } from "../tenancy/scope.ts";
import { appendRecord, type GatewayDeps, type IssuanceDeps } from "./append.ts";
import type { EnergyClaim } from "./claim-store.ts";
import * as store from "./claim-store.ts";
import { type IssuanceView, listIssuances, pendingOf } from "./issuance-store.ts";
import { startOfLocalDay } from "./local-day.ts";
import { type PeriodDays, type PeriodView, periodViews } from "./periods.ts";
import { type Meeting, metDeficitG, parseStatement } from "./statement-wire.ts";
import { voidIssuance } from "./steps.ts";
import { findStatement, lockIssuance } from "./store.ts";

/**
 * One MWh is a credit here or a certificate elsewhere, never both. A claim names whole local days of a plant;
 * what is issued here cannot be claimed any more, and what is claimed is not issued.
 */
const clause = "one MWh as certificate or credit, not both: I-REC(E) and crediting programmes alike";

export type NewClaim = PeriodDays & {
  /** The other programme, for example `I-REC(E)`. */
  readonly scheme: string;
  /** Its own number of the claim. */
  readonly reference: string;
  readonly energyWh: bigint | null;
};

/**
 * Records that the MWh of some days were claimed elsewhere: a record of the plant's chain. A request to issue
 * them that still waits is void by it. The same claim again is the first one.
 *
 * @throws {Fault} `forbidden`, `not-found`, `already-exists` when the programme's number stands for another claim,
 *   `rule-violated` when the days are issued or on their way
 */
export async function recordClaim(
  deps: IssuanceDeps,
  actor: Actor,
  plantId: string,
  claim: NewClaim,
): Promise<EnergyClaim & { readonly created: boolean }> {
  requireRole(actor, managers);
  const key = { orgId: actor.orgId, plantId };
  const at = new Date(deps.clock.nowMs());
  return deps.db
    .of(actor.orgId)
    .transaction()
    .execute(async (tx) => {
      const plant = await lockIssuance(tx, key);
      if (plant === undefined) throw plantNotFound(plantId);
      const days = daysOf(claim, plant.time_zone);
      const known = await knownClaim(tx, key, claim, days);
      if (known !== undefined) return { ...known, created: false };
      await freeDays(deps, tx, key, days, { at, scheme: claim.scheme });
      const claimId = `clm_${base32(deps.random.bytes(16))}`;
      const { scheme, reference, energyWh } = claim;
      const content = {
        claim: {
          claim_id: claimId,
          scheme,
          reference,
          from_at: isoFromMs(days.fromMs),
          to_at: isoFromMs(days.toMs),
          energy_wh: energyWh === null ? null : String(energyWh),
          recorded_by: actor.keyId,
          withdraws: null,
        },
      };
      const { recordId } = await appendRecord(deps, tx, key, at, { kind: "claim", content });
      const made = { claimId, scheme, reference, ...days, energyWh, recordId, createdAt: at };
      await store.insertClaim(tx, key, { ...made, recordedBy: actor.keyId });
      return { ...made, withdrawn: null, created: true };
    });
}

type Days = { readonly fromMs: number; readonly toMs: number };

/** What stands under the programme's number from the same day on: this very claim, or none. @throws {Fault} `already-exists` */
async function knownClaim(tx: Tx, key: PlantKey, claim: NewClaim, days: Days): Promise<EnergyClaim | undefined> {
  const known = (await store.listClaims(tx, key)).find(
    (one) =>
      one.withdrawn === null &&
      one.scheme === claim.scheme &&
      one.reference === claim.reference &&
      one.fromMs === days.fromMs,
  );
  if (known === undefined || (known.toMs === days.toMs && known.energyWh === claim.energyWh)) return known;
  const { claimId, scheme, reference, energyWh } = known;
  const stands = `to ${isoFromMs(known.toMs)} and for ${energyWh === null ? "an energy that was not said" : `${energyWh} Wh`}`;
  throw new Fault("already-exists", `${scheme} ${reference} from this day is claim ${claimId} already, ${stands}.`);
}

/** The days' requests that wait are void; what is beyond that cannot be claimed elsewhere any more. */
async function freeDays(
  deps: IssuanceDeps,
  tx: Tx,
  key: PlantKey,
  days: Days,
  { at, scheme }: { readonly at: Date; readonly scheme: string },
): Promise<void> {
  const issuances = Map.groupBy(await listIssuances(tx, key), ({ periodId }) => periodId);
  const touched = (await periodViews(tx, key)).filter((one) => one.fromMs < days.toMs && days.fromMs < one.toMs);
  const pending: IssuanceView[] = [];
  for (const one of touched) {
    const { periodId, from, to } = one;
    const ofPeriod = issuances.get(periodId) ?? [];
    if (ofPeriod.some(({ state }) => state === "minting" || state === "issued")) {
      const detail = `${from} to ${to} is issued here: its MWh cannot be claimed under ${scheme} any more`;
      refuse({ rule: "claim.issued-here", clause, pointer: "/from", detail });
    }
    await requireNothingMet(tx, key, one, scheme);
    const waits = pendingOf(ofPeriod);
    if (waits !== undefined) pending.push(waits);
  }
  for (const issuance of pending) {
    await voidIssuance(deps, tx, issuance, `its MWh were claimed under ${scheme}`, at);
  }
}

/** What a period met of an earlier one's deficit stands behind units that are in circulation. @throws {Fault} `rule-violated` */
async function requireNothingMet(tx: Tx, key: PlantKey, period: PeriodView, scheme: string): Promise<void> {
  const { periodId, from, to, statements } = period;
  if (statements.length === 0) return;
  const bytes = await findStatement(tx, key, periodId, statements.length);
  assertState(bytes !== undefined, "a closed period without its statement");
  const metG = metDeficitG(parseStatement(bytes));
  if (metG === 0n) return;
  const detail = `${from} to ${to} made up for ${metG} g that the plant owed from earlier periods: its MWh cannot be claimed under ${scheme} any more`;
  refuse({ rule: "claim.issued-here", clause, pointer: "/from", detail });
}

/**
 * What is claimed elsewhere makes up for nothing that was issued here: held to it when a period is closed, and when
 * its operator amends it.
 *
 * @throws {Fault} `rule-violated`
 */
export async function requireOwnMwh(tx: Tx, key: PlantKey, period: PeriodView, stated: Meeting): Promise<void> {
  const metG = metDeficitG(stated);
  const claim = metG === 0n ? undefined : await standingClaim(tx, key, period);
  if (claim === undefined) return;
  const { scheme, reference, fromMs, toMs } = claim;
  const instead =
    period.statements.length === 0
      ? "withdraw the period, and open one without those days"
      : "amend it once a later period has met that";
  const detail = `MWh from ${isoFromMs(fromMs)} to ${isoFromMs(toMs)} are claimed under ${scheme} (${reference}), and cannot make up for ${metG} g that the plant owes from earlier periods: ${instead}`;
  refuse({ rule: "claim.elsewhere", clause, pointer: "", detail });
}

/**
 * Takes a claim back that was recorded by mistake or cancelled in the other programme: an act of the machine's
 * operator for the registrar, because an owner could otherwise sell twice. A record of the plant's chain.
 *
 * @throws {Fault} `not-found`
 */
export async function withdrawClaim(
  deps: GatewayDeps,
  key: PlantKey,
  claimId: string,
  reason: string,
): Promise<EnergyClaim> {
  const at = new Date(deps.clock.nowMs());
  return deps.db.transaction().execute(async (tx) => {
    if ((await lockIssuance(tx, key)) === undefined) throw plantNotFound(key.plantId);
    const claim = (await store.listClaims(tx, key)).find((one) => one.claimId === claimId);
    if (claim === undefined) throw new Fault("not-found", `There is no claim ${claimId} on plant ${key.plantId}.`);
    if (claim.withdrawn !== null) return claim;
    const withdraws = { claim_id: claimId, record_id: claim.recordId, reason };
    const { recordId } = await appendRecord(deps, tx, key, at, { kind: "claim", content: { claim: { withdraws } } });
    const withdrawn = { at, recordId, reason };
    await store.markClaimWithdrawn(tx, key, claimId, withdrawn);
    return { ...claim, withdrawn };
  });
}

/** @throws {Fault} `forbidden`, `not-found` */
export async function listClaims(
  deps: { readonly db: ScopedDb },
  actor: Actor,
  plantId: string,
): Promise<EnergyClaim[]> {
  requireRole(actor, readers);
  if ((await findPlant(deps.db.of(actor.orgId), actor.orgId, plantId)) === undefined) throw plantNotFound(plantId);
  return store.listClaims(deps.db.of(actor.orgId), { orgId: actor.orgId, plantId });
}

/** @throws {Fault} `rule-violated` for a period of which MWh are claimed elsewhere */
export async function requireUnclaimed(tx: Tx, key: PlantKey, period: Days): Promise<void> {
  const claim = await standingClaim(tx, key, period);
  if (claim === undefined) return;
  const { scheme, reference, fromMs, toMs } = claim;
  const detail = `MWh from ${isoFromMs(fromMs)} to ${isoFromMs(toMs)} are claimed under ${scheme} (${reference})`;
  refuse({ rule: "claim.elsewhere", clause, pointer: "", detail });
}

async function standingClaim(tx: Tx, key: PlantKey, period: Days): Promise<EnergyClaim | undefined> {
  const claims = await store.listClaims(tx, key);
  return claims.find((one) => one.withdrawn === null && one.fromMs < period.toMs && period.fromMs < one.toMs);
}

/** @throws {Fault} `invalid-request` */
function daysOf({ from, to }: PeriodDays, zone: string): Days {
  const days = { fromMs: startOfLocalDay(from, zone), toMs: startOfLocalDay(to, zone) };
  if (from < to && days.fromMs >= earliestMs) return days;
  if (from < to)
    throw wrongDay("/from", "A claim begins in the years 1 to 9999.", "must be a day of the years 1 to 9999");
  throw wrongDay("/to", "A claim ends after it begins.", "must be a day after `from`");
}

function wrongDay(pointer: string, summary: string, detail: string): Fault {
  return new Fault("invalid-request", summary, { errors: [{ pointer, rule: "claim.days", detail }] });
}
