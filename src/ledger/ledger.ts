import type { Mirror } from "./facts.ts";
import type { AttemptTerms, LedgerWork } from "./work.ts";

export type * from "./facts.ts";
export type * from "./work.ts";

/**
 * The ledger as the rest of the gateway sees it. An implementation reports what it saw; it never
 * decides whether a try may be repeated (that is `anchoring/attempt.ts`) and never repeats by itself.
 */

export type NetworkName = "local" | "testnet" | "previewnet" | "mainnet";

/** Signed once, stored, and sent as often as needed: the same bytes every time. */
export type PreparedTransaction = AttemptTerms & {
  readonly signedBytes: Uint8Array;
  /** SHA-384 of the signed transaction bytes, hex; mirrors show the same bytes in base64 as `transaction_hash`. */
  readonly transactionHash: string;
};

/**
 * What became of one send:
 * `accepted`  the node took it (precheck OK, or DUPLICATE_TRANSACTION: some copy was taken before);
 * `refused`   the node's precheck refused this copy, so this copy did not enter consensus through it;
 * `unknown`   no answer: it may or may not have been taken, now or later; `isAnswer`: the node said that it cannot tell.
 */
export type SendReport =
  | { readonly outcome: "accepted"; readonly duplicate: boolean }
  | { readonly outcome: "refused"; readonly status: string }
  | { readonly outcome: "unknown"; readonly detail: string; readonly isAnswer?: boolean };

/** What a node says of a transaction id. Neither `pending` nor `not-found` is ever proof of absence. */
export type ReceiptReport =
  | {
      readonly outcome: "final";
      readonly status: string;
      readonly topicId?: string;
      readonly sequenceNumber?: bigint;
      readonly runningHash?: Uint8Array;
      readonly accountId?: string;
      readonly tokenId?: string;
      /** Also beside IDENTICAL_SCHEDULE_ALREADY_CREATED: the schedule that was there before. */
      readonly scheduleId?: string;
      /** The id under which the schedule's work runs or ran, `0.0.5@1604557331.565419523?scheduled`. */
      readonly scheduledTransactionId?: string;
      /** Serials of an NFT mint, ascending. */
      readonly serials?: readonly bigint[];
      /** Of a mint or burn: units in circulation after it. */
      readonly newTotalSupply?: bigint;
    }
  | { readonly outcome: "pending" }
  | { readonly outcome: "not-found" }
  | { readonly outcome: "unknown"; readonly detail: string; readonly isAnswer?: boolean };

export type Ledger = {
  readonly network: NetworkName;
  readonly payerAccountId: string;
  /** The payer's public key, as a {@link LedgerKey} has it. */
  readonly payerKey: string;
  /** Public keys of the configured signers, by name. */
  readonly signerKeys: Readonly<Record<string, string>>;
  /** Node accounts to rotate over, at least one. The same list for good, which {@link Ledger.renewNodes} brings up to date. */
  readonly nodeAccountIds: readonly string[];
  readonly mirror: Mirror;
  /** Base URL of the mirror REST face, without `/api/v1`. */
  readonly mirrorUrl: string;
  /** Touches no network. Signed by the operator and by the signers that the terms name. */
  prepare(work: LedgerWork, terms: AttemptTerms): Promise<PreparedTransaction>;
  send(transaction: PreparedTransaction): Promise<SendReport>;
  /** The id as it was prepared, or of a batch's part, or with `?scheduled` of what a schedule ran. */
  receipt(transactionId: string, nodeAccountId: string): Promise<ReceiptReport>;
  /**
   * Takes the nodes that the mirror lists in place of those known so far.
   *
   * @returns what changed, or why the list is not taken
   * @throws {LedgerUnavailable}
   */
  renewNodes(): Promise<
    { readonly added: readonly string[]; readonly removed: readonly string[] } | { readonly refused: string }
  >;
  close(): Promise<void>;
};

/** The ledger or its mirror did not answer. Says nothing about any transaction. */
export class LedgerUnavailable extends Error {
  constructor(detail: string, cause?: unknown) {
    super(detail, cause === undefined ? undefined : { cause });
    this.name = "LedgerUnavailable";
  }
}

/** The mirror answered, and what it shows cannot be all there is yet: it lags, or a list of it is not whole. */
export class LedgerBehind extends LedgerUnavailable {}
