import type { MirrorEntry } from "../ledger/ledger.ts";

/** A settled mint may be missing for so long, ms: mirrors lag. */
export const mirrorLagMs = 180_000;

export type Mismatch = { readonly reason: string; readonly transactionId: string | null };

/** What an entry did to a token's units. */
export type UnitsEntry = Pick<MirrorEntry, "transactionId" | "consensusTimestamp" | "name" | "memo" | "tokenTransfers">;

/** What moved units of a token and is not in the books. */
export type NewMovement = {
  readonly transactionId: string;
  readonly kind: "mint" | "burn" | "transfer";
  /** Smallest units, above 0. */
  readonly units: bigint;
  /** Null where no account or several got them. */
  readonly toAccount: string | null;
  readonly memo: string | null;
  readonly consensusTimestamp: string;
  /** Why it is not in the books. */
  readonly reason: string;
};

/** What one look at a token on the mirror found. */
export type Reconciled = {
  /** Smallest units, or serials. */
  readonly minted: bigint;
  readonly burned: bigint;
  /** Units that the treasury holds by what went in and out of it. */
  readonly treasury?: bigint;
  /** Units of them that are nobody's. */
  readonly spare?: bigint;
  /** What moved units and is not in the books. */
  readonly movements?: readonly NewMovement[];
  /** Nothing is missing from the list that they were found in. */
  readonly isWhole?: boolean;
  /** Consensus time of the newest that was read. */
  readonly to: string | undefined;
  /** Units or serials by which the ledger and the books differ. */
  readonly difference: bigint;
  readonly mismatch: Mismatch | undefined;
  /** Serials of certificates, by intent. */
  readonly serials?: ReadonlyMap<string, bigint>;
  /** The ledger has the token deleted, for good. */
  readonly isDeleted?: boolean;
  /** All its mints by memo, or all its certificates by address; absent while something may be missing. */
  readonly shown?: ReadonlyMap<string, ShownMint>;
  /** Which of what owners ordered it did, of units; absent while something may be missing. */
  readonly moved?: ShownMoves;
};

/** Transactions by what they did: by the id of the transfer or retirement. */
export type ShownMoves = ReadonlyMap<string, string>;

/** `amount`: into the treasury of the books. */
export type ShownMint = { readonly transactionId: string; readonly amount: bigint };
