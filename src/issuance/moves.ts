/**
 * The life of issued units on their way out of the treasury, as pure functions. (`docs/issuance.md` draws it.)
 *
 *   transfer    --order--> ordered --arrive--> done          the account held the token, or an airdrop arrived at once
 *                             |  \---wait---> pending_claim --arrive--> done     its owner has claimed the airdrop
 *                             |                    |
 *                             +--fail--> failed    +--cancel--> cancelled        recalled before it was claimed
 *                             +--cancel--> cancelled                             nothing had been sent yet
 *
 *   retirement  --order--> ordered --arrive--> done          final from the order on: its owner cannot take it back
 *                             |
 *                             +--fail--> failed              its token was deleted on the ledger before it was done
 *
 *   either      --book--> done                            it is on the ledger and its order was lost: the registrar's word
 *
 * Units are set aside with the order. They return to the holder with `fail` and `cancel` alone, which follow from a
 * proof that the ledger did not and will not move them.
 */

export const transferStates = ["ordered", "pending_claim", "done", "failed", "cancelled"] as const;
export type TransferState = (typeof transferStates)[number];

export const transferSteps = ["order", "wait", "arrive", "fail", "recall", "cancel", "book"] as const;
export type TransferStep = (typeof transferSteps)[number];

export const retirementStates = ["ordered", "done", "failed"] as const;
export type RetirementState = (typeof retirementStates)[number];

export const retirementSteps = ["order", "arrive", "fail", "book"] as const;
export type RetirementStep = (typeof retirementSteps)[number];

type Arrow<S> = { readonly from: readonly (S | undefined)[]; readonly to: S | "same" };

const transferArrows: Readonly<Record<TransferStep, Arrow<TransferState>>> = {
  order: { from: [undefined], to: "ordered" },
  wait: { from: ["ordered"], to: "pending_claim" },
  arrive: { from: ["ordered", "pending_claim"], to: "done" },
  fail: { from: ["ordered"], to: "failed" },
  /** The owner asks for an airdrop back; who is first, the receiver or the recall, is the ledger's word. */
  recall: { from: ["pending_claim"], to: "same" },
  cancel: { from: ["ordered", "pending_claim"], to: "cancelled" },
  book: { from: [undefined], to: "done" },
};

const retirementArrows: Readonly<Record<RetirementStep, Arrow<RetirementState>>> = {
  order: { from: [undefined], to: "ordered" },
  arrive: { from: ["ordered"], to: "done" },
  fail: { from: ["ordered"], to: "failed" },
  book: { from: [undefined], to: "done" },
};

/** Where a step leads; undefined: it is not possible there. `state` is undefined before the order. */
export function takeTransferStep(state: TransferState | undefined, step: TransferStep): TransferState | undefined {
  return leadsTo(transferArrows[step], state);
}

/** The same of a retirement. */
export function takeRetirementStep(
  state: RetirementState | undefined,
  step: RetirementStep,
): RetirementState | undefined {
  return leadsTo(retirementArrows[step], state);
}

function leadsTo<S>({ from, to }: Arrow<S>, state: S | undefined): S | undefined {
  if (!from.includes(state)) return undefined;
  return to === "same" ? state : to;
}

/** Where an owner's units of one issuance in one token are. Smallest units; they add up to what was minted. */
export type Places = {
  readonly minted: bigint;
  readonly free: bigint;
  readonly moving: bigint;
  readonly transferred: bigint;
  readonly retired: bigint;
};

type Place = Exclude<keyof Places, "minted">;

/** What a step does with the units it is about; undefined: nothing. */
export function passageOf(
  move: "transfer" | "retirement",
  step: TransferStep | RetirementStep,
): { readonly from: Place; readonly to: Place } | undefined {
  switch (step) {
    case "order":
      return { from: "free", to: "moving" };
    case "arrive":
      return { from: "moving", to: move === "transfer" ? "transferred" : "retired" };
    case "book":
      return { from: "free", to: move === "transfer" ? "transferred" : "retired" };
    case "fail":
    case "cancel":
      return { from: "moving", to: "free" };
    case "wait":
    case "recall":
      return undefined;
  }
}

/**
 * What the ledger says of a transfer that can never come about: it is the receiver's side that stands against it. The
 * units return. Whatever else ends an attempt is tried again.
 */
const refusals: Readonly<Record<string, string>> = {
  INVALID_ACCOUNT_ID: "there is no such account",
  INVALID_TRANSFER_ACCOUNT_ID: "there is no such account",
  ACCOUNT_DELETED: "the account is deleted",
  ACCOUNT_EXPIRED_AND_PENDING_REMOVAL: "the account has expired",
  ACCOUNT_FROZEN_FOR_TOKEN: "the account is frozen for the token",
  ACCOUNT_KYC_NOT_GRANTED_FOR_TOKEN: "the account has no KYC for the token",
  TOKENS_PER_ACCOUNT_LIMIT_EXCEEDED: "the account holds as many tokens as it can",
};

/** The account cannot be given the token directly; an airdrop may wait for it. */
const noRoom: ReadonlySet<string> = new Set([
  "TOKEN_NOT_ASSOCIATED_TO_ACCOUNT",
  "NO_REMAINING_AUTOMATIC_ASSOCIATIONS",
  "INVALID_SIGNATURE",
]);

/** What follows from a transfer's dead attempt. */
export function afterDeath(
  route: "transfer" | "airdrop",
  ending: string,
): { readonly next: "again" } | { readonly next: "airdrop" } | { readonly next: "fail"; readonly reason: string } {
  const refusal = refusals[ending];
  if (refusal !== undefined) return { next: "fail", reason: `${refusal} (${ending})` };
  if (route === "transfer" && noRoom.has(ending)) return { next: "airdrop" };
  return { next: "again" };
}
