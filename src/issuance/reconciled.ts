/** A settled mint may be missing for so long, ms: mirrors lag. */
export const mirrorLagMs = 180_000;

export type Mismatch = { readonly reason: string; readonly transactionId: string | null };

/** What one look at a token on the mirror found. */
export type Reconciled = {
  /** Smallest units, or serials. */
  readonly minted: bigint;
  readonly burned: bigint;
  /** Units that the treasury holds by what went in and out of it. */
  readonly treasury?: bigint;
  /** Consensus time of the newest that was read. */
  readonly to: string | undefined;
  /** Units or serials by which the ledger and the books differ. */
  readonly difference: bigint;
  readonly mismatch: Mismatch | undefined;
  /** Serials of certificates, by intent. */
  readonly serials?: ReadonlyMap<string, bigint>;
};
