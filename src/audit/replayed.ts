import type { StatementForm } from "../issuance/types.ts";

/** What a replayed record was, or why nothing is said of it. */
export type Replayed =
  | { readonly kind: "configuration" }
  | { readonly kind: "recomputed" }
  /** A decision, a re-opening or a correction that was possible there and had the effects it states. */
  | { readonly kind: "review" }
  /** A verifier's decision on the plant's model that was possible there. */
  | { readonly kind: "model" }
  /** A period's statement that came out byte-equal, by the rules of its form. */
  | { readonly kind: "statement"; readonly form: StatementForm }
  /** A step of an issuance, or a claim elsewhere, that was possible there. */
  | { readonly kind: "issuance" }
  /** A step of a transfer or retirement of issued units that was possible there. */
  | { readonly kind: "units" }
  /** A statement of whose period the records are not at hand, held as it stands. */
  | { readonly kind: "taken" }
  /** A device's key that came, took over or was revoked, as its signatures allow. */
  | { readonly kind: "device-key" }
  /** What was handed out: the digest of an evidence bundle. */
  | { readonly kind: "handed-out" }
  /** Acts of an organisation's administration. */
  | { readonly kind: "acts" }
  /** A decision of the registrar, in the chain that belongs to no plant. */
  | { readonly kind: "registered" }
  | Unknown;

/** What this version could not hold. */
export type Unknown = { readonly kind: "unknown"; readonly why: string };

/** Of a step that is not waited for: none where it was held. */
export function unknownOf(replayed: Replayed | Promise<Replayed>): Unknown[] {
  return !(replayed instanceof Promise) && replayed.kind === "unknown" ? [replayed] : [];
}
