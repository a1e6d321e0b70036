/** What can be asked of the ledger. Amounts are smallest units (of a token with 3 decimals: thousandths). */

/** Consensus or valid-start time: seconds and nanoseconds since the Unix epoch, `"1708387201.000000000"`. */
export type LedgerTime = string;

/**
 * Who must sign: one public key as hex (64 digits ed25519, 66 digits compressed secp256k1), or at least
 * `threshold` of several.
 */
export type LedgerKey = string | { readonly threshold: number; readonly keys: readonly LedgerKey[] };

export type CreateTokenWork = {
  /** 1-100 bytes each. */
  readonly name: string;
  readonly symbol: string;
  /** Finite: most units (or serials) that may ever be in circulation at once, 1 to 2^63 - 1. */
  readonly maxSupply: bigint;
  /** Receives every mint and gives every burn. Signs the creation. */
  readonly treasuryAccountId: string;
  readonly supplyKey: LedgerKey;
  /** Without one nobody can ever change the token. Signs the creation. */
  readonly adminKey?: LedgerKey;
  /** At most 100 bytes. The payer renews the token every 90 days. */
  readonly memo: string;
};

export type SubmitMessageWork = {
  readonly kind: "submit-message";
  readonly topicId: string;
  /** 1-1,024 bytes. */
  readonly message: Uint8Array;
};

/** Changes a token's supply, in or out of its treasury. */
export type SupplyWork =
  /** Fungible units; at least 1. */
  | { readonly kind: "mint"; readonly tokenId: string; readonly amount: bigint }
  /** One serial for each metadata: 1-10 of at most 100 bytes. */
  | { readonly kind: "mint-nft"; readonly tokenId: string; readonly metadata: readonly Uint8Array[] }
  /** At least 1. */
  | { readonly kind: "burn"; readonly tokenId: string; readonly amount: bigint }
  /** 1-10 serials that the treasury owns. */
  | { readonly kind: "burn-nft"; readonly tokenId: string; readonly serials: readonly bigint[] };

type Units = {
  readonly tokenId: string;
  readonly fromAccountId: string;
  readonly toAccountId: string;
  /** At least 1. */
  readonly amount: bigint;
};

type OneSerial = {
  readonly tokenId: string;
  readonly fromAccountId: string;
  readonly toAccountId: string;
  readonly serial: bigint;
};

/** The giver signs. Fails where the receiver cannot hold the token. */
export type TransferWork = ({ readonly kind: "transfer" } & Units) | ({ readonly kind: "transfer-nft" } & OneSerial);

/** HIP-904: arrives at once where the account can hold the token, else waits until its owner claims it. */
export type AirdropWork = ({ readonly kind: "airdrop" } & Units) | ({ readonly kind: "airdrop-nft" } & OneSerial);

/**
 * Takes back what of a token waits for one receiver, all of it. The giver signs. Ends as INVALID_PENDING_AIRDROP_ID
 * when nothing waits any more.
 */
export type CancelAirdropWork = {
  readonly kind: "cancel-airdrop";
  readonly tokenId: string;
  readonly fromAccountId: string;
  readonly toAccountId: string;
};

/** Work that may wait in a schedule for its signatures, and stand in an atomic batch. */
export type SchedulableWork = SubmitMessageWork | SupplyWork | TransferWork;

export type CreateAccountWork = {
  readonly kind: "create-account";
  readonly key: LedgerKey;
  /** Tinybars (1e-8 hbar) that the payer gives; 0 for none. */
  readonly initialBalance: bigint;
  /** Tokens it takes without an association of its own: 0 none, -1 any number. */
  readonly maxAutoAssociations: number;
  readonly memo: string;
};

/** Work that stands in an atomic batch but not in a schedule. */
export type ImmediateWork =
  | { readonly kind: "create-topic"; readonly memo: string }
  | ({ readonly kind: "create-fungible-token"; readonly decimals: number } & CreateTokenWork)
  | ({ readonly kind: "create-nft-token" } & CreateTokenWork)
  | CreateAccountWork
  /** Lets an account hold tokens; the account signs. */
  | { readonly kind: "associate"; readonly accountId: string; readonly tokenIds: readonly string[] }
  | AirdropWork
  | CancelAirdropWork;

/** At most 100 bytes, part of the transaction and of every record of it. */
export type WithMemo = { readonly transactionMemo?: string };

/**
 * Registers work that runs as soon as the signatures it needs are in (HIP-423). The network refuses a
 * second one that is equal in inner work (its memo too), memo, expiration and wait flag, with
 * IDENTICAL_SCHEDULE_ALREADY_CREATED and the ids of the first, until the first has expired: also when that
 * was executed long ago. So none of these may depend on the attempt.
 */
export type CreateScheduleWork = {
  readonly kind: "create-schedule";
  readonly inner: SchedulableWork & WithMemo;
  /** Pays the inner work when it runs; its signature is one of those needed. */
  readonly payerAccountId: string;
  /** At most 100 bytes. */
  readonly memo: string;
  /** Whole seconds, `"1708387201.000000000"`; after the present, at most 62 days. */
  readonly expirationTime: LedgerTime;
  /** True: runs at the expiration time, not before. */
  readonly waitForExpiry: boolean;
  /** How many times its usual cap the inner work may cost; 1 if absent. Part of what makes two schedules the same. */
  readonly innerFeeFactor?: number;
};

/** One part of an atomic batch: a transaction of its own id, paid by the operator. */
export type BatchPart = {
  readonly work: (SchedulableWork | ImmediateWork) & WithMemo;
  /** Its own id, deduplicated by itself; never an id of the batch or of another part. */
  readonly transactionId: string;
  /** Seconds, 15-180. */
  readonly validDurationS: number;
  /** As in {@link AttemptTerms}. */
  readonly signers?: readonly string[];
};

/**
 * All parts take effect in their order, or none does (HIP-551). 1-50 parts, 6,144 bytes in all. The fees of
 * the parts are charged even when nothing takes effect. The batch key is the operator's.
 */
export type BatchWork = { readonly kind: "batch"; readonly parts: readonly BatchPart[] };

/** Adds the signatures of the operator and of the signers to a schedule. */
export type SignScheduleWork = { readonly kind: "sign-schedule"; readonly scheduleId: string };

/** Work of one transaction, by itself or inside a batch or schedule. */
export type SingleWork = SchedulableWork | ImmediateWork | CreateScheduleWork | SignScheduleWork;

export type LedgerWork = (SingleWork | BatchWork) & WithMemo;

export type WorkKind = LedgerWork["kind"];

/** Everything that fixes a transaction's bytes besides its work. */
export type AttemptTerms = {
  /** `0.0.5@1604557331.565419523`: payer and valid start, nanoseconds padded to nine digits. */
  readonly transactionId: string;
  /** Seconds after valid start in which it may reach consensus, 15-180. */
  readonly validDurationS: number;
  /** The node account it is signed for, `0.0.3`. */
  readonly nodeAccountId: string;
  /** Names of the ledger's configured signers that sign besides the operator, in this order. */
  readonly signers?: readonly string[];
  /** How many times the usual cap of its kind it may cost, its parts too; 1 if absent. */
  readonly feeFactor?: number;
};
