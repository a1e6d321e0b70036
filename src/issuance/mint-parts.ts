/** What one mint is made of, as pure functions: whoever makes the parts of an intent makes the same ones. */

/** Smallest units in one transaction, at most: a bound on what a single mistake can mint, far below HTS's 2^63 - 1. */
export const mostPerTransaction = 1_000_000_000n;

export type MintPart = { readonly partNo: number; readonly amount: bigint; readonly memo: string };

/**
 * Full parts of `limit` and the rest. The memo is the statement's digest in hex, and which part of how many
 * where there are several: never two transactions with the same memo.
 *
 * @param amount smallest units, > 0
 */
export function partsOf(amount: bigint, statementSha256: string, limit = mostPerTransaction): MintPart[] {
  if (amount <= 0n || limit <= 0n) throw new RangeError("a mint is of at least one unit");
  const count = (amount + limit - 1n) / limit;
  return Array.from({ length: Number(count) }, (_, i) => ({
    partNo: i + 1,
    amount: BigInt(i + 1) < count ? limit : amount - limit * (count - 1n),
    memo: count === 1n ? statementSha256 : `${statementSha256} ${i + 1}/${count}`,
  }));
}

/** One token for each rulebook, vintage and unit. */
export function tokenKeyOf(token: {
  readonly rulebook: string;
  readonly vintage: number;
  readonly unitG: bigint;
}): string {
  return `${token.rulebook}/${token.vintage}/${token.unitG}`;
}

/** A token's key: of its kind for the first one, with the series behind it for those that follow. */
export function seriesKeyOf(kindKey: string, series: number): string {
  return series === 1 ? kindKey : `${kindKey}/${series}`;
}

/**
 * The parts that go into a token, in their order, up to the first that no longer fits: with that one the next
 * series begins, and nothing goes back into this one.
 *
 * @param ordered smallest units that were ordered in the token before, minted or not
 */
export function fittingParts<T extends Pick<MintPart, "amount">>(
  parts: readonly T[],
  ordered: bigint,
  maxSupply: bigint,
): { readonly fitting: readonly T[]; readonly isFull: boolean } {
  let sum = ordered;
  const end = parts.findIndex(({ amount }) => {
    sum += amount;
    return sum > maxSupply;
  });
  return end < 0 ? { fitting: parts, isFull: false } : { fitting: parts.slice(0, end), isFull: true };
}
