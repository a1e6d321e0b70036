import type { IssuanceView } from "../../issuance/issuance-store.ts";
import { canonicalText, type Json } from "../../kernel/canonical.ts";
import type { SigningKey } from "../../platform/signing-key.ts";
import { didKeyOf, withProof } from "../../proof/credential.ts";
import { base64FromBytes } from "../../proof/text.ts";

/** The log's key: the one that the topic's first message announces, so that the auditor needs no other. */
export type IssuerKey = SigningKey;

/** The verifier's signature on a statement, as its step says it. */
export type VerifiedBy = { readonly organisation: string; readonly signature: string };

export function verifiedBy(issuance: IssuanceView | undefined): VerifiedBy | null {
  const step = issuance?.steps.find((one) => one.step === "verify");
  if (step?.party == null || step.signature === null) return null;
  return { organisation: step.party.orgId, signature: base64FromBytes(step.signature) };
}

export type Claimed = {
  readonly statement: Json;
  readonly statementSha256: string;
  readonly label: string;
  readonly verified: VerifiedBy | null;
  /** When the statement was made, and when the newest step of its issuance was taken. */
  readonly madeAt: string;
  readonly asOf: string;
};

/** A W3C Verifiable Credential (data model 2.0) of a statement, in JCS form; Ed25519 gives the same bytes each time. */
export async function credentialText(claimed: Claimed, key: IssuerKey): Promise<string> {
  const issuer = didKeyOf(key.publicKey);
  const verificationMethod = `${issuer}#${issuer.slice("did:key:".length)}`;
  const document = credentialDocument(claimed, issuer);
  const options = { created: claimed.asOf, verificationMethod };
  return canonicalText(await withProof(document, options, (data) => key.sign(data)));
}

/** What the credential says, without its proof. */
export function credentialDocument({ statement, statementSha256, label, verified, madeAt }: Claimed, issuer: string) {
  return {
    "@context": ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/undefined-terms/v2"],
    type: ["VerifiableCredential", "MonitoringPeriodStatement"],
    issuer,
    validFrom: madeAt,
    credentialSubject: { label, statement, statementSha256, verified },
  };
}
