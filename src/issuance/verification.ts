import { refuse } from "../carbon/refusal.ts";
import type { Actor } from "../kernel/actor.ts";
import { assertState } from "../kernel/fault.ts";
import { verifyEd25519 } from "../proof/note.ts";
import { sameBytes } from "../proof/text.ts";
import { deciders, requireRole, requireSecondFactor } from "../tenancy/scope.ts";
import type { Accreditation } from "./accreditation-store.ts";
import type { IssuanceDeps } from "./append.ts";
import type { Party } from "./lifecycle.ts";
import { requireOwnDays } from "./meter-days.ts";
import { type OpenIssuance, openIssuance, requireAccredited, stepOf } from "./parties.ts";
import { requireClear, type Taken } from "./requests.ts";
import { recordStep, requireFree } from "./steps.ts";
import { findStatement } from "./store.ts";

/** What a verifier makes of a statement: signs it off the gateway, or says why not. */
export type Finding =
  | { readonly decision: "verify" /** Ed25519 over the statement's exact bytes. */; readonly signature: Uint8Array }
  | { readonly decision: "reject"; readonly reason: string };

/**
 * A verifier of another organisation signs a statement or rejects it. The signature is held against the keys
 * that its organisation is accredited with for the rulebook at this moment. The same finding again is the first.
 *
 * @throws {Fault} `forbidden`, `second-factor-required`, `not-found`, `not-accredited`, `duties-conflict`,
 *   `issuance-state`, `rule-violated`
 */
export async function decideOnIssuance(
  deps: IssuanceDeps,
  actor: Actor,
  issuanceId: string,
  finding: Finding,
): Promise<Taken> {
  requireRole(actor, deciders);
  requireSecondFactor(actor);
  const at = new Date(deps.clock.nowMs());
  const party: Party = { duty: "verifier", orgId: actor.orgId, keyId: actor.keyId };
  return stepOf(deps, actor, issuanceId, async (tx) => {
    const open = await openIssuance(tx, actor, issuanceId);
    const { key, issuance, period } = open;
    if (isRepeat(open, party, finding)) return { issuance, repeated: true };
    await requireFree(tx, open, party);
    const accreditations = await requireAccredited(tx, actor, "verifier", open, at);
    if (finding.decision === "reject") {
      const facts = { party, accreditation: accreditations[0], reason: finding.reason };
      return { issuance: await recordStep(deps, tx, issuance, "reject", facts, at), repeated: false };
    }
    const bytes = await findStatement(tx, key, key.periodId, issuance.statementNo);
    assertState(bytes !== undefined, "an issuance of a statement that is not stored");
    const accreditation = await signer(accreditations, finding.signature, bytes);
    const facts = { party, accreditation, signature: finding.signature };
    const verified = await recordStep(deps, tx, issuance, "verify", facts, at);
    await requireClear(deps, tx, key, period, at);
    await requireOwnDays(tx, issuance);
    return { issuance: verified, repeated: false };
  });
}

function isRepeat({ issuance }: OpenIssuance, party: Party, finding: Finding): boolean {
  const made = issuance.steps.find(({ step }) => step === finding.decision);
  if (made?.party?.orgId !== party.orgId) return false;
  if (finding.decision === "reject") return made.reason === finding.reason;
  return made.signature !== null && sameBytes(made.signature, finding.signature);
}

/** The accreditation whose key made the signature. @throws {Fault} `rule-violated` */
async function signer(
  accreditations: readonly Accreditation[],
  signature: Uint8Array,
  statement: Uint8Array,
): Promise<Accreditation> {
  for (const accreditation of accreditations) {
    const [key, signed, data] = [accreditation.publicKey, signature, statement].map((bytes) => Uint8Array.from(bytes));
    if (key && signed && data && (await verifyEd25519(key, signed, data))) return accreditation;
  }
  const detail =
    "is no Ed25519 signature over the statement's exact bytes by a key your organisation is accredited with";
  return refuse({ rule: "signature.invalid", clause: null, pointer: "/signature", detail });
}
