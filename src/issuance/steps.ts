import { bytesToHex, type Json } from "../kernel/canonical.ts";
import { Fault } from "../kernel/fault.ts";
import type { Tx } from "../platform/database.ts";
import { publish } from "../platform/events.ts";
import { base64FromBytes } from "../proof/text.ts";
import { findMembership } from "../tenancy/user-store.ts";
import type { Accreditation } from "./accreditation-store.ts";
import { type AppendDeps, appendRecord } from "./append.ts";
import { type IssuanceView, insertStep, listIssuances, partiesOf, pendingOf, updateState } from "./issuance-store.ts";
import { conflictOf, type Party, type Refusal, type State, type Step, takeStep } from "./lifecycle.ts";
import type { StatementFacts } from "./store.ts";
import * as store from "./store.ts";

/** What a step of an issuance says beside who took it. */
export type StepFacts = {
  readonly party: Party | null;
  readonly accreditation?: Accreditation | undefined;
  readonly signature?: Uint8Array | undefined;
  readonly reason?: string | undefined;
  /** More members of the step's record. */
  readonly more?: { readonly [member: string]: Json };
};

/**
 * Takes one step: its record in the plant's chain with its place in line for the log, the row of the step and
 * the new state, all with the transaction. A crash before the commit leaves the issuance where it was, after it
 * the step stands and the same call again finds it. The caller holds the plant's row.
 *
 * @throws {Fault} `issuance-state`, `duties-conflict`
 */
export async function recordStep(
  deps: AppendDeps,
  tx: Tx,
  issuance: IssuanceView,
  step: Step,
  facts: StepFacts,
  at: Date,
): Promise<IssuanceView> {
  const ofPeriod = await listIssuances(tx, issuance, issuance.periodId);
  const earlier = { issuance: partiesOf([issuance]), period: partiesOf(ofPeriod) };
  const from = issuance.steps.length === 0 ? "closed" : issuance.state;
  const outcome = takeStep(from, earlier, step, facts.party);
  if ("refusal" in outcome) throw faultOf(outcome.refusal, issuance.state);
  const { state } = outcome;
  const { party, accreditation, signature, reason } = facts;
  const content = { issuance: await stepContent(tx, issuance, { step, state, facts }) };
  const record = await appendRecord(deps, tx, issuance, at, { kind: "issuance", content });
  const taken = {
    step,
    party,
    accreditationId: accreditation?.accreditationId ?? null,
    signature: signature ?? null,
    reason: reason ?? null,
    recordId: record.recordId,
    seq: record.seq,
    commitment: record.commitment,
    at,
  };
  await insertStep(tx, issuance, taken);
  if (state !== issuance.state) await updateState(tx, issuance, state);
  await publish(tx, { type: "issuance.changed", issuanceId: issuance.issuanceId, state });
  return { ...issuance, state, steps: [...issuance.steps, taken] };
}

/**
 * Who may not take a duty of this period is told so first, accredited or not.
 *
 * @throws {Fault} `duties-conflict`
 */
export async function requireFree(tx: Tx, { issuance }: { readonly issuance: IssuanceView }, party: Party) {
  const conflict = conflictOf(partiesOf(await listIssuances(tx, issuance, issuance.periodId)), party);
  if (conflict !== undefined) throw faultOf(conflict, issuance.state);
  // A key says not which person used it: a member of the plant's organisation may have asked for this with one.
  if ((await findMembership(tx, issuance.orgId, party.keyId)) === undefined) return;
  const detail = `You are a member of the organisation that this period is of: you cannot be its ${party.duty}.`;
  throw faultOf({ kind: "duties", duty: party.duty, held: "operator", detail }, issuance.state);
}

/** Ends a request that still waits, because what it asked for has changed. */
export function voidIssuance(deps: AppendDeps, tx: Tx, issuance: IssuanceView, reason: string, at: Date) {
  return recordStep(deps, tx, issuance, "void", { party: null, reason }, at);
}

/** A new statement of a period ends the request for the one before. */
export async function voidPending(
  deps: AppendDeps,
  tx: Tx,
  key: { readonly orgId: string; readonly plantId: string },
  { periodId, statementNo }: Pick<StatementFacts, "periodId" | "statementNo">,
  at: Date,
): Promise<void> {
  const pending = pendingOf(await listIssuances(tx, key, periodId));
  if (pending === undefined) return;
  await voidIssuance(deps, tx, pending, `statement ${statementNo} of the period amends the one it is about`, at);
}

async function stepContent(
  tx: Tx,
  issuance: IssuanceView,
  { step, state, facts }: { readonly step: Step; readonly state: State; readonly facts: StepFacts },
): Promise<Json> {
  const { party, accreditation, signature, reason, more } = facts;
  const statement = await statementOf(tx, issuance);
  return {
    issuance_id: issuance.issuanceId,
    step,
    state,
    period_id: issuance.periodId,
    statement: {
      statement_no: statement.statementNo,
      record_id: statement.recordId,
      seq: Number(statement.seq),
      commitment: bytesToHex(statement.commitment),
      sha256: bytesToHex(issuance.statementSha256),
    },
    party: party && { duty: party.duty, organisation: party.orgId, key_id: party.keyId },
    accreditation: accreditation
      ? {
          accreditation_id: accreditation.accreditationId,
          record_id: accreditation.recordId,
          commitment: bytesToHex(accreditation.commitment),
          public_key: bytesToHex(accreditation.publicKey),
        }
      : null,
    signature: signature ? base64FromBytes(signature) : null,
    reason: reason ?? null,
    ...more,
  };
}

async function statementOf(tx: Tx, issuance: IssuanceView): Promise<StatementFacts> {
  const statements = await store.listStatements(tx, issuance);
  const found = statements.find(
    (one) => one.periodId === issuance.periodId && one.statementNo === issuance.statementNo,
  );
  if (found === undefined) throw new Error("impossible state: an issuance of a statement that is not stored");
  return found;
}

function faultOf(refusal: Refusal, state: State): Fault {
  if (refusal.kind === "state") return new Fault("issuance-state", refusal.detail, { extensions: { state } });
  const { duty, held, detail } = refusal;
  return new Fault("duties-conflict", detail, { extensions: { duty, held_duty: held } });
}
