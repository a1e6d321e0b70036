/**
 * The ledger as the rest of the gateway sees it. An implementation reports what it saw; it never
 * decides whether a try may be repeated (that is `anchoring/attempt.ts`) and never repeats by itself.
 */

export type NetworkName = "local" | "testnet" | "previewnet" | "mainnet";

/** Consensus or valid-start time: seconds and nanoseconds since the Unix epoch, `"1708387201.000000000"`. */
export type LedgerTime = string;

/** What a transaction shall do. Tokens and schedules join this union with the issuance part. */
export type LedgerWork =
  | { readonly kind: "create-topic"; readonly memo: string }
  | { readonly kind: "submit-message"; readonly topicId: string; readonly message: Uint8Array };

/** Everything that fixes a transaction's bytes besides its work. */
export type AttemptTerms = {
  /** `0.0.5@1604557331.565419523`: payer and valid start, nanoseconds padded to nine digits. */
  readonly transactionId: string;
  /** Seconds after valid start in which it may reach consensus, 15-180. */
  readonly validDurationS: number;
  /** The node account it is signed for, `0.0.3`. */
  readonly nodeAccountId: string;
};

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
 * `unknown`   no answer: it may or may not have been taken, now or later.
 */
export type SendReport =
  | { readonly outcome: "accepted"; readonly duplicate: boolean }
  | { readonly outcome: "refused"; readonly status: string }
  | { readonly outcome: "unknown"; readonly detail: string };

/** What a node says of a transaction id. Neither `pending` nor `not-found` is ever proof of absence. */
export type ReceiptReport =
  | {
      readonly outcome: "final";
      readonly status: string;
      readonly topicId?: string;
      readonly sequenceNumber?: bigint;
      readonly runningHash?: Uint8Array;
    }
  | { readonly outcome: "pending" }
  | { readonly outcome: "not-found" }
  | { readonly outcome: "unknown"; readonly detail: string };

export type TopicMessage = {
  readonly sequenceNumber: bigint;
  readonly consensusTimestamp: LedgerTime;
  readonly message: Uint8Array;
  readonly runningHash: Uint8Array;
  readonly runningHashVersion: number;
  readonly payerAccountId: string;
  /** Transaction id in SDK text form, from `chunk_info.initial_transaction_id`; absent when the mirror gives none. */
  readonly transactionId: string | undefined;
};

export type MirrorTransaction = {
  readonly transactionId: string;
  readonly consensusTimestamp: LedgerTime;
  readonly result: string;
  /** The created entity, e.g. the topic of a create-topic transaction. */
  readonly entityId: string | undefined;
};

export type TopicInfo = {
  readonly topicId: string;
  readonly memo: string;
  readonly submitKey: string | undefined;
  readonly adminKey: string | undefined;
  readonly createdTimestamp: LedgerTime;
};

/** Reads of a mirror node's public REST face. A network failure throws {@link LedgerUnavailable}. */
export type Mirror = {
  /** Consensus time up to which the mirror has ingested (`blocks` newest `timestamp.to`). */
  watermark(): Promise<LedgerTime | undefined>;
  /** Entries with this id: duplicates and children too, so filter on `result`. Empty = none seen. */
  transactions(transactionId: string): Promise<readonly MirrorTransaction[]>;
  topic(topicId: string): Promise<TopicInfo | undefined>;
  /** Messages with sequence number > `after`, ascending, at most `limit` (<= 100). */
  messagesAfter(topicId: string, after: bigint, limit: number): Promise<readonly TopicMessage[]>;
  /** The newest message, if the topic has any. */
  newestMessage(topicId: string): Promise<TopicMessage | undefined>;
};

export type Ledger = {
  readonly network: NetworkName;
  readonly payerAccountId: string;
  /** Node accounts to rotate over, at least one. */
  readonly nodeAccountIds: readonly string[];
  readonly mirror: Mirror;
  /** Base URL of the mirror REST face, without `/api/v1`. */
  readonly mirrorUrl: string;
  prepare(work: LedgerWork, terms: AttemptTerms): Promise<PreparedTransaction>;
  send(transaction: PreparedTransaction): Promise<SendReport>;
  receipt(transactionId: string, nodeAccountId: string): Promise<ReceiptReport>;
  close(): Promise<void>;
};

/** The ledger or its mirror did not answer. Says nothing about any transaction. */
export class LedgerUnavailable extends Error {
  constructor(detail: string, cause?: unknown) {
    super(detail, cause === undefined ? undefined : { cause });
    this.name = "LedgerUnavailable";
  }
}
