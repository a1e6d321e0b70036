import type { proto } from "@hiero-ledger/proto";
import type { ScheduleStore } from "../schedule-store.ts";
import type { Store } from "../store.ts";
import type { TokenStore } from "../token-store.ts";
import type { ParsedTransaction } from "../transaction.ts";
import type { StatusName } from "../wire.ts";

export type HandlerContext = {
  readonly store: Store;
  readonly tokens: TokenStore;
  readonly schedules: ScheduleStore;
  readonly transaction: ParsedTransaction;
  readonly consensusNs: bigint;
  /** Moves tinybars; shown in the record's transfer list. @throws Refused if the giver has too little. */
  readonly transfer: (fromNum: bigint, toNum: bigint, tinybars: bigint) => void;
  /** Every key that a transaction must be signed with, its payer's first. @throws Refused if none can be told. */
  readonly keysOf: (transaction: ParsedTransaction) => readonly proto.IKey[];
  /** Runs a part of this batch at the next consensus time. */
  readonly runPart: (part: ParsedTransaction) => StatusName;
  /** Runs what a schedule holds, signed by these public keys, at the next consensus time, which it returns. */
  readonly runScheduled: (transaction: ParsedTransaction, publicKeys: readonly Uint8Array[]) => bigint;
};

/** What a handler may read before the transaction runs. */
export type State = Pick<HandlerContext, "store" | "tokens" | "schedules">;

/** What a successful transaction leaves: the receipt without its status, and the entity it concerns. */
export type Outcome = { readonly receipt: proto.ITransactionReceipt; readonly entityNum: bigint | null };

/** One kind of transaction. */
export type BodyHandler = {
  /** Service price in tinycents. */
  price(body: proto.TransactionBody): bigint;
  /** The entity that a failed transaction concerns, for the mirror. */
  target?(body: proto.TransactionBody): bigint | undefined;
  /** What is wrong whatever the state: nodes refuse it at once. @throws Refused */
  check?(body: proto.TransactionBody): void;
  /** Keys that must sign besides the payer's. @throws Refused if the entities that say so do not exist. */
  keys?(body: proto.TransactionBody, state: State): readonly proto.IKey[];
  /** Applies the effect at consensus, checked and signed. @throws Refused: everything it wrote is rolled back. */
  handle(context: HandlerContext): Outcome;
};
