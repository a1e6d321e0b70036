/**
 * The life of one request to issue what a statement says, as pure functions. (`docs/issuance.md` draws it.)
 *
 *   closed period --request--> requested --verify--> verified --approve--> approved --mint--> minting --issue--> issued
 *                  operator        |      verifier      |       issuer         |    issuer      |      the ledger
 *                                  |                    |                      |                | intent committed:
 *                                  +--reject--> rejected|                      |                | no way back
 *                                  |                    |                      |
 *                                  +----------void------+----------void--------+--> voided
 *                                      a statement that amends it, or a claim elsewhere
 *
 * A rejected or voided request stays as it ended; the operator may make another one. Operator, verifier and
 * issuer are three organisations, and so three keys: nobody holds two of these duties for one period. Another issuer
 * may approve what one has approved and not minted: an issuer that is gone holds nothing up.
 */

export const states = ["requested", "verified", "rejected", "approved", "minting", "issued", "voided"] as const;
export type State = (typeof states)[number];

export const steps = ["request", "verify", "reject", "approve", "mint", "issue", "void"] as const;
export type Step = (typeof steps)[number];

export const duties = ["operator", "verifier", "issuer"] as const;
export type Duty = (typeof duties)[number];

/** Who took a step. */
export type Party = { readonly duty: Duty; readonly orgId: string; readonly keyId: string };

type Arrow = { readonly from: readonly (State | "closed")[]; readonly to: State; readonly duty: Duty | null };

/** Null: no person's step but what follows from something else. */
const arrows: Readonly<Record<Step, Arrow>> = {
  request: { from: ["closed"], to: "requested", duty: "operator" },
  verify: { from: ["requested"], to: "verified", duty: "verifier" },
  reject: { from: ["requested"], to: "rejected", duty: "verifier" },
  approve: { from: ["verified", "approved"], to: "approved", duty: "issuer" },
  mint: { from: ["approved"], to: "minting", duty: "issuer" },
  issue: { from: ["minting"], to: "issued", duty: null },
  void: { from: ["requested", "verified", "approved"], to: "voided", duty: null },
};

/** While one of a period is in such a state there is no other: a later statement or a claim ends it. */
export const pendingStates = arrows.void.from as readonly State[];

/** The duty a step belongs to; null: nobody's. */
export function dutyOf(step: Step): Duty | null {
  return arrows[step].duty;
}

export type Refusal =
  | { readonly kind: "state"; readonly detail: string }
  | { readonly kind: "duties"; readonly duty: Duty; readonly held: Duty; readonly detail: string };

/**
 * Where a step leads, or why it cannot be taken.
 *
 * @param state where the issuance stands; `closed` before there is one
 * @param earlier who took steps so far: of this issuance, and of any issuance of the period
 * @param party who takes this one; null for a step that is nobody's
 */
export function takeStep(
  state: State | "closed",
  earlier: { readonly issuance: readonly Party[]; readonly period: readonly Party[] },
  step: Step,
  party: Party | null,
): { readonly state: State } | { readonly refusal: Refusal } {
  const { from, to, duty } = arrows[step];
  if ((party?.duty ?? null) !== duty) throw new TypeError(`the step ${step} belongs to ${duty ?? "nobody"}`);
  const conflict = party && (conflictOf(earlier.period, party) ?? otherParty(earlier.issuance, step, party));
  if (conflict) return { refusal: conflict };
  if (state === "approved" && step === "approve" && approverOf(earlier.issuance) === party?.orgId) {
    return { refusal: { kind: "state", detail: "Your organisation has approved this issuance already." } };
  }
  if (!from.includes(state)) {
    const detail = `The step ${step} needs an issuance that is ${from.join(" or ")}; this one is ${state}.`;
    return { refusal: { kind: "state", detail } };
  }
  return { state: to };
}

/** What an organisation or a key that holds another duty of the period already is refused with. */
export function conflictOf(earlier: readonly Party[], { duty, orgId, keyId }: Party): Refusal | undefined {
  const held = earlier.find((one) => one.duty !== duty && (one.orgId === orgId || one.keyId === keyId));
  if (held === undefined) return undefined;
  const detail = `Your organisation is the ${held.duty} of this period: it cannot be its ${duty} too.`;
  return { kind: "duties", duty, held: held.duty, detail };
}

/** The organisation that approved an issuance last, by who took its steps so far. */
export function approverOf(earlier: readonly Party[]): string | undefined {
  return earlier.findLast(({ duty }) => duty === "issuer")?.orgId;
}

/** Whoever approved an issuance last mints it. */
function otherParty(earlier: readonly Party[], step: Step, { duty, orgId }: Party): Refusal | undefined {
  const last = earlier.findLast((one) => one.duty === duty);
  if (step === "approve" || last === undefined || last.orgId === orgId) return undefined;
  return { kind: "duties", duty, held: duty, detail: `Another organisation is the ${duty} of this issuance already.` };
}

/** What may be said of a figure, and nothing stronger: no credit of any programme's own name. */
export const claims = ["unverified estimate", "verified statement", "issued"] as const;
export type Claim = (typeof claims)[number];

/** How a statement's figures may be called, given where its issuance stands; undefined: it has none. */
export function claimOf(state: State | undefined): Claim {
  if (state === "issued") return "issued";
  return state === "verified" || state === "approved" || state === "minting"
    ? "verified statement"
    : "unverified estimate";
}
