import type { LedgerTime, MirrorEntry, TokenOfTreasury } from "../ledger/ledger.ts";
import type { Retirement } from "./retirement-store.ts";
import type { Transfer } from "./transfer-store.ts";

/**
 * What left the treasury on the mirror, compared with the transfers and retirements that were ordered: entry by entry,
 * so that a difference names its transaction. What comes back into the treasury is nobody's fault: anybody may send.
 */

export type MoveMismatch = { readonly reason: string; readonly transactionId: string | null };

export type OrderedMoves = {
  readonly transfers: readonly Pick<
    Transfer,
    | "transferId"
    | "units"
    | "toAccount"
    | "memo"
    | "state"
    | "route"
    | "transactionId"
    | "claimTransactionId"
    | "settledAt"
  >[];
  readonly retirements: readonly Pick<
    Retirement,
    "retirementId" | "units" | "accountId" | "memo" | "state" | "transactionId" | "settledAt"
  >[];
};

export type Entry = Pick<MirrorEntry, "transactionId" | "name" | "memo" | "tokenTransfers">;

/** Units that an entry brought into the treasury; below 0: that left it. */
export function treasuryChange(
  { tokenTransfers }: Pick<MirrorEntry, "tokenTransfers">,
  { tokenId, treasuryAccountId }: TokenOfTreasury,
): bigint {
  return tokenTransfers
    .filter((one) => one.tokenId === tokenId && one.accountId === treasuryAccountId)
    .reduce((sum, { amount }) => sum + amount, 0n);
}

/** Units that an entry made, or, below 0, that it burnt. */
export function unitsChange({ tokenTransfers }: Pick<MirrorEntry, "tokenTransfers">, { tokenId }: TokenOfTreasury) {
  return tokenTransfers.filter((one) => one.tokenId === tokenId).reduce((sum, { amount }) => sum + amount, 0n);
}

type Expected = {
  readonly id: string;
  readonly what: string;
  readonly memo: string;
  readonly units: bigint;
  /** Undefined: burnt. */
  readonly receiver: string | undefined;
  readonly transactionId: string | null;
  readonly isGivenUp: boolean;
  readonly mayBeClaimed: boolean;
  readonly settledAt: Date | null;
};

/** Mirrors lag: a settled move may be missing for so long, ms. */
const mirrorLagMs = 180_000;

type Facts = {
  readonly watermark: LedgerTime | undefined;
  /** A person has looked into these. */
  readonly accepted?: readonly string[];
};

/** The first entry that nobody ordered as it is, or the first settled move that the mirror does not have. */
export function compareMoves(
  entries: readonly Entry[],
  token: TokenOfTreasury,
  ordered: OrderedMoves,
  { watermark, accepted = [] }: Facts,
): MoveMismatch | undefined {
  const all = expectedOf(ordered);
  const { odd, seen } = lookThrough(entries, token, all);
  return odd.find(({ transactionId }) => !accepted.includes(transactionId)) ?? missingOf(all, seen, watermark);
}

/** Every entry that took units out of the treasury and that nobody ordered as it is, in the order of the ledger. */
export const oddMoves = (entries: readonly Entry[], token: TokenOfTreasury, ordered: OrderedMoves) =>
  lookThrough(entries, token, expectedOf(ordered)).odd;

/** The transaction of each that the ledger did just as it was ordered, by the order's id. */
export function doneMoves(
  entries: readonly Entry[],
  token: TokenOfTreasury,
  ordered: OrderedMoves,
): ReadonlyMap<string, string> {
  return lookThrough(entries, token, expectedOf(ordered)).seen;
}

function lookThrough(entries: readonly Entry[], token: TokenOfTreasury, all: readonly Expected[]) {
  const byMemo = new Map(all.map((one) => [one.memo, one]));
  const seen = new Map<string, string>();
  const odd: { readonly reason: string; readonly transactionId: string }[] = [];
  for (const entry of entries) {
    const out = -treasuryChange(entry, token);
    if (entry.name === "TOKENMINT" || out <= 0n) continue;
    const receivers = receiversOf(entry, token);
    const found =
      entry.name === "TOKENCLAIMAIRDROP"
        ? claimedOf(all, entry, { out, receivers, seen })
        : byMemo.get(entry.memo ?? "");
    const reason = found === undefined ? "nobody ordered it" : differenceOf(found, entry, { out, receivers, seen });
    if (reason === undefined && found !== undefined) seen.set(found.id, entry.transactionId);
    else {
      const what = entry.name === "TOKENBURN" ? "a burn" : "a transfer out of the treasury";
      odd.push({ reason: `${what} of ${out} units: ${reason}`, transactionId: entry.transactionId });
    }
  }
  return { odd, seen };
}

/** Accounts that got units by an entry. */
export const receiversOf = ({ tokenTransfers }: Pick<Entry, "tokenTransfers">, { tokenId }: TokenOfTreasury) =>
  tokenTransfers.filter((one) => one.tokenId === tokenId && one.amount > 0n).map(({ accountId }) => accountId);

type Seen = { readonly out: bigint; readonly receivers: readonly string[]; readonly seen: ReadonlyMap<string, string> };

/** A claim has the memo of whoever claims: it is known by receiver and amount, one airdrop at a time. */
function claimedOf(all: readonly Expected[], { transactionId }: Entry, { out, receivers, seen }: Seen) {
  return (
    all.find((one) => one.mayBeClaimed && one.transactionId === transactionId) ??
    all.find(
      (one) =>
        one.mayBeClaimed &&
        one.settledAt === null &&
        one.units === out &&
        !seen.has(one.id) &&
        receivers.includes(one.receiver ?? ""),
    )
  );
}

function differenceOf(found: Expected, entry: Entry, { out, receivers, seen }: Seen): string | undefined {
  const { id, what, units, receiver, transactionId, isGivenUp } = found;
  if (seen.has(id)) return `${what} was done before`;
  if (isGivenUp) return `${what} was given up, and its units are the owner's again`;
  if (out !== units) return `${what} is of ${units}`;
  if (receiver === undefined && entry.name !== "TOKENBURN") return `${what} is to be burnt`;
  if (receiver !== undefined && (receivers.length !== 1 || receivers[0] !== receiver))
    return `${what} is for ${receiver}`;
  if (transactionId !== null && transactionId !== entry.transactionId) return `${what} was done by ${transactionId}`;
  return undefined;
}

function missingOf(
  all: readonly Expected[],
  seen: ReadonlyMap<string, string>,
  watermark: LedgerTime | undefined,
): MoveMismatch | undefined {
  const readToMs = watermark === undefined ? 0 : Number(watermark) * 1000;
  const missing = all.find(
    ({ id, settledAt, isGivenUp }) =>
      settledAt !== null && !isGivenUp && settledAt.getTime() + mirrorLagMs < readToMs && !seen.has(id),
  );
  if (missing === undefined) return undefined;
  const reason = `${missing.what} of ${missing.units} units is settled, but not on the mirror`;
  return { reason, transactionId: missing.transactionId };
}

function expectedOf({ transfers, retirements }: OrderedMoves): Expected[] {
  return [
    ...transfers.map((one) => ({
      id: one.transferId,
      what: `the transfer ${one.transferId}`,
      memo: one.memo,
      units: one.units,
      receiver: one.toAccount,
      // What an airdrop moves is told by itself or by its claim: which of the two is known once it is settled.
      transactionId:
        one.claimTransactionId ?? (one.route === "airdrop" && one.settledAt === null ? null : one.transactionId),
      isGivenUp: one.state === "failed" || one.state === "cancelled",
      mayBeClaimed: one.route === "airdrop",
      settledAt: one.settledAt,
    })),
    ...retirements.map((one) => ({
      id: one.retirementId,
      what: `the retirement ${one.retirementId}`,
      memo: one.memo,
      units: one.units,
      receiver: one.accountId ?? undefined,
      transactionId: one.transactionId,
      isGivenUp: one.state === "failed",
      mayBeClaimed: false,
      settledAt: one.settledAt,
    })),
  ];
}
