import type { proto } from "@hiero-ledger/proto";
import type { Store } from "../store.ts";
import type { ParsedTransaction } from "../transaction.ts";

export type HandlerContext = {
  readonly store: Store;
  readonly transaction: ParsedTransaction;
  readonly consensusNs: bigint;
  /** Moves tinybars; shown in the record's transfer list. @throws Refused if the giver has too little. */
  readonly transfer: (fromNum: bigint, toNum: bigint, tinybars: bigint) => void;
  /** True if the transaction carries signatures that satisfy the key. */
  readonly isSignedBy: (key: proto.IKey) => boolean;
};

/** What a successful transaction leaves: the receipt without its status, and the entity it concerns. */
export type Outcome = { readonly receipt: proto.ITransactionReceipt; readonly entityNum: bigint };

/** One kind of transaction. */
export type BodyHandler = {
  /** Service price in tinycents. */
  price(body: proto.TransactionBody): bigint;
  /** The entity that a failed transaction concerns, for the mirror. */
  target?(body: proto.TransactionBody): bigint | undefined;
  /** Applies the effect at consensus. @throws Refused: everything it wrote is rolled back. */
  handle(context: HandlerContext): Outcome;
};
