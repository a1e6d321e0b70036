import { refuse } from "../carbon/refusal.ts";
import type { Actor } from "../kernel/actor.ts";
import { bytesToHex, type Json } from "../kernel/canonical.ts";
import { assertState, Fault } from "../kernel/fault.ts";
import { base32 } from "../kernel/ids.ts";
import type { Tx } from "../platform/database.ts";
import { publish } from "../platform/events.ts";
import { issuers, requireRole, requireSecondFactor } from "../tenancy/scope.ts";
import type { AppendDeps, IssuanceDeps } from "./append.ts";
import { creditHolding } from "./holdings-store.ts";
import { type IssuanceView, listIssuances, partiesOf } from "./issuance-store.ts";
import { approverOf, type Party, type Step } from "./lifecycle.ts";
import { requireOwnDays } from "./meter-days.ts";
import { type MintPart, mostPerTransaction, partsOf, tokenKeyOf } from "./mint-parts.ts";
import * as store from "./mint-store.ts";
import { bookedMints, type Movement } from "./movement-store.ts";
import { invitedRoles, type OpenIssuance, openIssuance, requireAccredited, stepOf } from "./parties.ts";
import { requireClear, type Taken, unitsOf } from "./requests.ts";
import { recordStep, requireFree } from "./steps.ts";
import { lockIssuance } from "./store.ts";

/** The issuer's two steps, and what the worker says when the ledger has done its part. */

/**
 * The issuer, a third organisation, accepts a verified statement for issue. Where another one has and is invited no
 * more, this one takes its place.
 *
 * @throws {Fault} `forbidden`, `second-factor-required`, `not-found`, `not-accredited`, `duties-conflict`,
 *   `issuance-state`, `rule-violated`
 */
export async function approveIssuance(deps: IssuanceDeps, actor: Actor, issuanceId: string): Promise<Taken> {
  requireRole(actor, issuers);
  requireSecondFactor(actor);
  return issuerStep(deps, actor, issuanceId, "approve", async (tx, open, facts, at) => {
    if (open.issuance.units === 0n) {
      const detail = "the statement adds no whole unit: it is verified, and there is nothing to issue";
      refuse({ rule: "issuance.nothing", clause: null, pointer: "", detail });
    }
    await requireIssuerGone(tx, open);
    return recordStep(deps, tx, open.issuance, "approve", facts, at);
  });
}

/** What an issuer has approved is that one's to mint, as long as the plant's owner has it invited. @throws {Fault} `duties-conflict` */
async function requireIssuerGone(tx: Tx, { key, issuance }: OpenIssuance): Promise<void> {
  const approver = approverOf(partiesOf([issuance]));
  if (approver === undefined || !(await invitedRoles(tx, approver, key)).includes("issuer")) return;
  const detail =
    "Another organisation is the issuer of this issuance already, and stays it while it is invited to the period: " +
    "the plant's owner can withdraw that invitation.";
  throw new Fault("duties-conflict", detail, { extensions: { duty: "issuer", held_duty: "issuer" } });
}

/**
 * The issuer has the credits minted: the intent, its parts and the record that says so are one commit, and
 * there is no way back from it. A crash before it leaves the issuance approved; after it the worker goes on
 * until the ledger has done all of it, once. Asked again, or twice at once, there is one intent.
 *
 * @param most smallest units in one transaction
 * @throws {Fault} `forbidden`, `second-factor-required`, `not-found`, `not-accredited`, `duties-conflict`,
 *   `issuance-state`, `rule-violated`
 */
export async function commitMint(
  deps: IssuanceDeps,
  actor: Actor,
  issuanceId: string,
  most = mostPerTransaction,
): Promise<Taken> {
  requireRole(actor, issuers);
  requireSecondFactor(actor);
  return issuerStep(deps, actor, issuanceId, "mint", async (tx, open, facts, at) => {
    const { key, issuance, period } = open;
    const { rulebook, vintage, unitG, units: amount, statementSha256 } = issuance;
    // What adds no unit is never approved: the step says so by its state.
    const parts = amount === 0n ? [] : partsOf(amount, bytesToHex(statementSha256), most);
    const intentId = `mnt_${base32(deps.random.bytes(16))}`;
    const tokenKey = tokenKeyOf(issuance);
    const mint = { intent_id: intentId, token_key: tokenKey, unit_g: String(unitG), ...amounts(amount, parts) };
    const minting = await recordStep(deps, tx, issuance, "mint", { ...facts, more: { mint } }, at);
    assertState(parts.length > 0, "an approved issuance of nothing");
    assertState((await unitsOf(tx, key, period)) === amount, "an issuance of other units than its statement's");
    const { recordId, seq } = minting.steps.at(-1) as (typeof minting.steps)[number];
    const { statementNo } = issuance;
    const intent = { ...key, intentId, issuanceId, statementNo, rulebook, vintage, unitG, tokenKey, amount };
    await store.insertIntent(tx, { ...intent, statementSha256, recordId, seq, createdAt: at }, parts);
    await publish(tx, { type: "mint.committed", intentId });
    return minting;
  });
}

function amounts(amount: bigint, parts: readonly MintPart[]): { readonly [member: string]: Json } {
  return {
    amount: String(amount),
    parts: parts.map((part) => ({ part_no: part.partNo, amount: String(part.amount), memo: part.memo })),
  };
}

type IssuerFacts = {
  readonly party: Party;
  readonly accreditation: Awaited<ReturnType<typeof requireAccredited>>[0];
};
type Act = (tx: Tx, open: OpenIssuance, facts: IssuerFacts, at: Date) => Promise<IssuanceView>;

async function issuerStep(deps: IssuanceDeps, actor: Actor, issuanceId: string, step: Step, act: Act): Promise<Taken> {
  const at = new Date(deps.clock.nowMs());
  const party: Party = { duty: "issuer", orgId: actor.orgId, keyId: actor.keyId };
  return stepOf(deps, actor, issuanceId, async (tx) => {
    const open = await openIssuance(tx, actor, issuanceId);
    const { key, issuance, period } = open;
    // The last one's: who was replaced since is not told that his approval stands.
    const isRepeat = issuance.steps.findLast((one) => one.step === step)?.party?.orgId === actor.orgId;
    if (isRepeat && issuance.state !== "voided") return { issuance, repeated: true };
    await requireFree(tx, open, party);
    const [accreditation] = await requireAccredited(tx, actor, "issuer", open, at);
    const after = await act(tx, open, { party, accreditation }, at);
    await requireClear(deps, tx, key, period, at);
    await requireOwnDays(tx, issuance);
    return { issuance: after, repeated: false };
  });
}

/**
 * The worker's word that the ledger has minted one part, in the worker's own transaction. With the last part
 * the issuance is issued: a record of the plant's chain. The same word again changes nothing.
 */
export async function settlePart(
  deps: AppendDeps,
  tx: Tx,
  minted: store.PartMinted,
): Promise<"part" | "issued" | "repeated"> {
  const at = new Date(deps.clock.nowMs());
  const known = await store.findIntent(tx, minted.intentId);
  assertState(known !== undefined, `a mint of the intent ${minted.intentId}, which is not stored`);
  await lockIssuance(tx, known);
  const before = (await store.findIntent(tx, minted.intentId))?.parts.find(({ partNo }) => partNo === minted.partNo);
  assertState(before !== undefined, `the intent ${minted.intentId} has no part ${minted.partNo}`);
  if (before.state === "minted") {
    assertState(before.transactionId === minted.transactionId, `part ${before.memo} was minted twice`);
    return "repeated";
  }
  await store.markPartMinted(tx, { ...minted, at });
  const { issuanceId } = known;
  await creditHolding(tx, { ...known, issuanceId, tokenId: minted.tokenId }, before.amount);
  const intent = await store.findIntent(tx, minted.intentId);
  assertState(intent !== undefined, "an intent that vanished");
  if (intent.parts.some(({ state }) => state !== "minted")) return "part";
  await store.markIntentMinted(tx, intent.intentId, at);
  const issuance = (await listIssuances(tx, intent, intent.periodId)).find(
    (one) => one.issuanceId === intent.issuanceId,
  );
  assertState(issuance !== undefined, "a mint without its issuance");
  const booked = await bookedMints(tx, issuanceId);
  const parts = intent.parts.map((part) => ({
    ...bookedAs(booked.get(part.transactionId ?? "")),
    part_no: part.partNo,
    amount: String(part.amount),
    token_id: part.tokenId,
    transaction_id: part.transactionId,
    ...(part.messageTransactionId !== null && { message_transaction_id: part.messageTransactionId }),
  }));
  const more = { minted: { intent_id: intent.intentId, parts } };
  await recordStep(deps, tx, issuance, "issue", { party: null, more }, at);
  return "issued";
}

/** A mint that the ledger had of a statement that was lost: under which memo, and who says that it is this one's, and why. */
function bookedAs(movement: Movement | undefined): { readonly [member: string]: Json } {
  if (movement?.booked == null) return {};
  const { by, reason } = movement.booked;
  return { booked: { memo: movement.memo, by, reason } };
}
