import { vintageOf } from "../carbon/bounds.ts";
import { refuse } from "../carbon/refusal.ts";
import type { Actor } from "../kernel/actor.ts";
import { sha256Bytes } from "../kernel/canonical.ts";
import { assertState, Fault } from "../kernel/fault.ts";
import { base32 } from "../kernel/ids.ts";
import { plantNotFound } from "../plants/plants.ts";
import type { Tx } from "../platform/database.ts";
import { decidedBy } from "../telemetry/review-queries.ts";
import { managers, requireRole } from "../tenancy/scope.ts";
import type { IssuanceDeps } from "./append.ts";
import { requireUnclaimed } from "./claims.ts";
import type { PeriodKey } from "./invitation-store.ts";
import { type Issuance, type IssuanceView, insertIssuance, listIssuances } from "./issuance-store.ts";
import type { State } from "./lifecycle.ts";
import { lostApprovals } from "./lost-approval.ts";
import { claimMeterDays, noteTakenDays, requireOwnDays } from "./meter-days.ts";
import { requireSerials } from "./meter-serials.ts";
import { type PeriodView, periodViews, requireDesign, requirePeriod } from "./periods.ts";
import { parseStatement, statedG } from "./statement-wire.ts";
import { recordStep } from "./steps.ts";
import * as store from "./store.ts";

/** An issuance after a call; `repeated`: the call had been made before and changed nothing. */
export type Taken = { readonly issuance: IssuanceView; readonly repeated: boolean };

/**
 * The operator asks for the newest statement of a closed period to be verified and issued. Asked again, or
 * twice at once, there is one request.
 *
 * @throws {Fault} `forbidden`, `not-found`, `duties-conflict`, `rule-violated`
 */
export async function requestIssuance(
  deps: IssuanceDeps,
  actor: Actor,
  plantId: string,
  periodId: string,
): Promise<Taken> {
  requireRole(actor, managers);
  const key = { orgId: actor.orgId, plantId, periodId };
  const at = new Date(deps.clock.nowMs());
  let asked: Issuance | undefined;
  return deps.db
    .of(actor.orgId)
    .transaction()
    .execute(async (tx) => {
      if ((await store.lockIssuance(tx, key)) === undefined) throw plantNotFound(plantId);
      const period = await requirePeriod(tx, key, periodId);
      const newest = newestOf(period);
      const earlier = await listIssuances(tx, key, periodId);
      const same = earlier.find(({ statementNo, state }) => statementNo === newest.statementNo && !isOver(state));
      if (same !== undefined) return { issuance: same, repeated: true };
      await requireOwnHandsClean(tx, actor, period, key);
      await requireClear(deps, tx, key, period, at);
      const issuance = await issuanceOf(deps, tx, key, period, at);
      asked = issuance;
      await insertIssuance(tx, issuance);
      await claimMeterDays(tx, issuance);
      await requireOwnDays(tx, issuance);
      const party = { duty: "operator", orgId: actor.orgId, keyId: actor.keyId } as const;
      const requested = await recordStep(deps, tx, { ...issuance, steps: [] }, "request", { party }, at);
      return { issuance: requested, repeated: false };
    })
    .catch(async (error: unknown) => {
      if (asked !== undefined) await noteTakenDays(deps, asked, error);
      throw error;
    });
}

const isOver = (state: State) => state === "rejected" || state === "voided";

function newestOf({ periodId, statements }: PeriodView): store.StatementFacts {
  const newest = statements.at(-1);
  if (newest !== undefined) return newest;
  const detail = `the period ${periodId} is open: close it first`;
  return refuse({ rule: "period.not-closed", clause: null, pointer: "", detail });
}

async function issuanceOf(deps: IssuanceDeps, tx: Tx, key: PeriodKey, period: PeriodView, at: Date): Promise<Issuance> {
  const { statementNo } = newestOf(period);
  const bytes = await store.findStatement(tx, key, key.periodId, statementNo);
  assertState(bytes !== undefined, "a statement that is listed but not stored");
  const statement = parseStatement(bytes);
  return {
    ...key,
    issuanceId: `iss_${base32(deps.random.bytes(16))}`,
    statementNo,
    state: "requested",
    rulebook: statement.rulebook.id,
    vintage: statement.period.vintage,
    unitG: BigInt(statement.issuance.unit_g),
    units: await unitsOf(tx, key, period),
    statementSha256: sha256Bytes(bytes),
    requestedAt: at,
  };
}

/** Whole units that the period's statements say are to be issued and no mint intent covers. @throws {Fault} `rule-violated` */
export async function unitsOf(tx: Tx, key: PeriodKey, period: PeriodView): Promise<bigint> {
  const { unitG } = newestOf(period);
  const dueG = statedG(period.statements) - (await store.intendedG(tx, key));
  if (dueG % unitG === 0n) return dueG / unitG;
  const detail = `${dueG} g were stated in a smaller unit and are no whole number of ${unitG} g: amend the period`;
  return refuse({ rule: "issuance.unit", clause: null, pointer: "", detail });
}

/** Whoever decided on readings of the period cannot be its operator as well. @throws {Fault} `duties-conflict` */
async function requireOwnHandsClean(tx: Tx, actor: Actor, period: PeriodView, key: PeriodKey): Promise<void> {
  if (!(await decidedBy(tx, key, actor.keyId, { fromMs: period.fromMs, toMs: period.toMs }))) return;
  const detail = "This key has decided on readings of the period: it cannot ask for them to be issued.";
  throw new Fault("duties-conflict", detail, { extensions: { duty: "operator", held_duty: "verifier" } });
}

/**
 * What must hold at every step on the way to the ledger: the MWh are claimed nowhere else, its meters stand in
 * this plant, and the statement is the newest and still says what counts.
 *
 * @throws {Fault} `rule-violated`
 */
export async function requireClear(
  deps: IssuanceDeps,
  tx: Tx,
  key: PeriodKey,
  period: PeriodView,
  at: Date,
): Promise<void> {
  await requireUnclaimed(tx, key, period);
  await requireSerials(deps, tx, key, (await requireDesign(tx, key)).design, at);
  const { seq } = await store.readTip(tx, key);
  for (const one of await restsOn(tx, key, period)) {
    const bytes = await store.findStatement(tx, key, one.periodId, newestOf(one).statementNo);
    assertState(bytes !== undefined, "a statement that is listed but not stored");
    const [lost] = await lostApprovals(tx, key, parseStatement(bytes), seq);
    if (lost === undefined) continue;
    const detail = `the record ${lost.recordId} it rests on is ${lost.effectiveStatus} now: amend the period ${one.periodId}`;
    refuse({ rule: "statement.outdated", clause: null, pointer: "", detail });
  }
}

/** The period, and under an annual baseline those of its year before it: their generation used that baseline up. */
async function restsOn(tx: Tx, key: PeriodKey, period: PeriodView): Promise<readonly PeriodView[]> {
  const bytes = await store.findStatement(tx, key, period.periodId, newestOf(period).statementNo);
  assertState(bytes !== undefined, "a statement that is listed but not stored");
  if (parseStatement(bytes).carried_in.year_to_date_net_wh === null) return [period];
  const ofYear = (await periodViews(tx, key)).filter(
    (one) => one.statements.length > 0 && one.from < period.from && vintageOf(one) === vintageOf(period),
  );
  return [period, ...ofYear];
}
