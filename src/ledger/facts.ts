import type { LedgerKey, LedgerTime } from "./work.ts";

/** What a mirror node shows. Amounts are smallest units, fees and balances of hbar tinybars (1e-8 hbar). */

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
  /** SDK text form, with `?scheduled` for what a schedule ran and `/nonce` for a child. */
  readonly transactionId: string;
  readonly consensusTimestamp: LedgerTime;
  readonly result: string;
  /** The created entity, e.g. the topic of a create-topic transaction; the token of a mint or burn. */
  readonly entityId: string | undefined;
};

export type TokenTransfer = {
  readonly tokenId: string;
  readonly accountId: string;
  /** Below 0 when taken. A mint shows the treasury's gain alone, a burn its loss. */
  readonly amount: bigint;
};

export type NftTransfer = {
  readonly tokenId: string;
  readonly serial: bigint;
  /** Undefined for a mint. */
  readonly senderAccountId: string | undefined;
  /** Undefined for a burn. */
  readonly receiverAccountId: string | undefined;
};

/** One transaction's whole entry on a mirror. */
export type MirrorEntry = MirrorTransaction & {
  /** `TOKENMINT`, `TOKENBURN`, `CRYPTOTRANSFER`, `SCHEDULECREATE`, ... */
  readonly name: string;
  /** The transaction's memo, UTF-8; undefined when its bytes are no text. */
  readonly memo: string | undefined;
  readonly payerAccountId: string;
  /** Undefined for what the network ran by itself: scheduled transactions. */
  readonly nodeAccountId: string | undefined;
  readonly scheduled: boolean;
  readonly nonce: number;
  /** Of the batch that it was a part of, or the transaction that caused it. */
  readonly parentConsensusTimestamp: LedgerTime | undefined;
  /** SHA-384 of the signed transaction bytes, hex. */
  readonly transactionHash: string;
  readonly chargedFee: bigint;
  readonly tokenTransfers: readonly TokenTransfer[];
  readonly nftTransfers: readonly NftTransfer[];
};

/** One successful mint of a token. */
export type TokenMint = {
  /** With `?scheduled` when a schedule ran it. */
  readonly transactionId: string;
  readonly consensusTimestamp: LedgerTime;
  readonly memo: string | undefined;
  readonly payerAccountId: string;
  /** Fungible units; of an NFT mint the number of serials. */
  readonly amount: bigint;
  /** Of an NFT mint, ascending; empty for fungible units. */
  readonly serials: readonly bigint[];
};

export type TopicInfo = {
  readonly topicId: string;
  readonly memo: string;
  readonly submitKey: string | undefined;
  readonly adminKey: string | undefined;
  readonly deleted: boolean;
  readonly createdTimestamp: LedgerTime;
};

export type TokenInfo = {
  readonly tokenId: string;
  readonly type: "fungible" | "nft";
  readonly name: string;
  readonly symbol: string;
  readonly memo: string;
  readonly decimals: number;
  /** In circulation now: all mints less all burns. */
  readonly totalSupply: bigint;
  /** Undefined: no limit. */
  readonly maxSupply: bigint | undefined;
  readonly treasuryAccountId: string;
  readonly adminKey: LedgerKey | undefined;
  readonly supplyKey: LedgerKey | undefined;
  readonly deleted: boolean;
  readonly createdTimestamp: LedgerTime;
};

export type Nft = {
  readonly tokenId: string;
  readonly serial: bigint;
  readonly metadata: Uint8Array;
  /** Undefined once burned. */
  readonly ownerAccountId: string | undefined;
  readonly deleted: boolean;
  readonly createdTimestamp: LedgerTime;
};

export type AccountInfo = {
  readonly accountId: string;
  readonly key: LedgerKey | undefined;
  /** Tinybars. */
  readonly balance: bigint;
  /** Tokens it takes without an association of its own: 0 none, -1 any number. */
  readonly maxAutoAssociations: number;
  readonly memo: string;
  readonly createdTimestamp: LedgerTime;
  readonly deleted: boolean;
};

/** An airdrop that waits for its receiver. */
export type PendingAirdrop = {
  readonly tokenId: string;
  readonly senderAccountId: string;
  readonly receiverAccountId: string;
  /** Of fungible units; 1 for a serial. */
  readonly amount: bigint;
  readonly serial: bigint | undefined;
};

export type ScheduleInfo = {
  readonly scheduleId: string;
  readonly creatorAccountId: string;
  readonly payerAccountId: string;
  readonly memo: string;
  readonly createdTimestamp: LedgerTime;
  readonly expirationTime: LedgerTime | undefined;
  /** When the inner work ran, whatever its result; see its entry for that. */
  readonly executedTimestamp: LedgerTime | undefined;
  readonly deleted: boolean;
  readonly waitForExpiry: boolean;
  /** Protobuf `SchedulableTransactionBody`. */
  readonly transactionBody: Uint8Array;
  /** Public keys (or their first bytes) that have signed, hex. */
  readonly signedBy: readonly string[];
};

/** Usual: all that move units by themselves. A fee in units may be taken of any other (HIP-991). Absent: the usual. */
export type MovingKinds = "usual" | "any";

/**
 * Reads of a mirror node's public REST face. A network failure throws `LedgerUnavailable`. Lists come in
 * ascending order, from after what is known; less than `limit` (at most 100) means that there is no more yet.
 */
export type Mirror = {
  /** Consensus time up to which the mirror has ingested (`blocks` newest `timestamp.to`). */
  watermark(): Promise<LedgerTime | undefined>;
  /**
   * Entries with this id: duplicates and children too, so filter on `transactionId` and `result`. With
   * `?scheduled` only what the schedule ran. Empty = none seen.
   */
  transactions(transactionId: string): Promise<readonly MirrorEntry[]>;
  topic(topicId: string): Promise<TopicInfo | undefined>;
  /** Messages with sequence number > `after`, ascending, at most `limit` (<= 100). */
  messagesAfter(topicId: string, after: bigint, limit: number): Promise<readonly TopicMessage[]>;
  /** The newest message, if the topic has any. */
  newestMessage(topicId: string): Promise<TopicMessage | undefined>;
  /** The message that reached consensus at exactly this time, of whatever topic. */
  messageAt(time: LedgerTime): Promise<TopicMessage | undefined>;
  token(tokenId: string): Promise<TokenInfo | undefined>;
  /**
   * Successful mints of a token with consensus time > `after` (undefined: from the first), whoever paid and
   * whether a schedule or batch ran them. Found through the treasury's gains, so one treasury per look-up.
   * Mirrors do not list an account's serials this way: an NFT mint that somebody else than the treasury paid
   * for is found with {@link Mirror.nfts} alone. The sum less all burns must be the token's `totalSupply`.
   */
  mints(token: TokenOfTreasury, after: LedgerTime | undefined, limit: number): Promise<readonly TokenMint[]>;
  /**
   * As {@link Mirror.mints}, for whatever moved the token in or out of the treasury: by the usual kinds of transactions,
   * which are found without reading all that the account has ever paid for, or by any.
   */
  treasuryEntries(
    token: TokenOfTreasury,
    after: LedgerTime | undefined,
    limit: number,
    kinds?: MovingKinds,
  ): Promise<readonly MirrorEntry[]>;
  /** Creations of tokens that an account paid for, with consensus time > `after` (undefined: from the first). */
  tokenCreations(payerAccountId: string, after: LedgerTime | undefined, limit: number): Promise<readonly MirrorEntry[]>;
  /** Tokens that an account holds or has ever held, its own as treasury among them, with ids > `after`, by id. */
  tokensOf(accountId: string, after: string | undefined, limit: number): Promise<readonly ListedToken[]>;
  /** The transaction that reached consensus at exactly this time. */
  entryAt(time: LedgerTime): Promise<MirrorEntry | undefined>;
  /** Serials > `after`, burned ones too where the mirror keeps them. */
  nfts(tokenId: string, after: bigint, limit: number): Promise<readonly Nft[]>;
  nft(tokenId: string, serial: bigint): Promise<Nft | undefined>;
  /** Id of the transaction that minted a serial. */
  nftMint(tokenId: string, serial: bigint): Promise<string | undefined>;
  /** Units (or serials) an account holds; undefined when it is not associated with the token. */
  tokenBalance(accountId: string, tokenId: string): Promise<bigint | undefined>;
  /** Airdrops that wait for `receiverAccountId`, of all senders or of one in one token. At most 100. */
  pendingAirdrops(
    receiverAccountId: string,
    of?: Pick<PendingAirdrop, "tokenId" | "senderAccountId">,
  ): Promise<readonly PendingAirdrop[]>;
  /**
   * Transactions that moved hbar of an account, fees among it, by consensus time: after a time, failed ones too, at most
   * `limit` (100).
   */
  entriesOf(accountId: string, after: LedgerTime, limit: number): Promise<readonly MirrorEntry[]>;
  account(accountId: string): Promise<AccountInfo | undefined>;
  schedule(scheduleId: string): Promise<ScheduleInfo | undefined>;
  /** The consensus nodes of the network's present address book, those without an open endpoint too. */
  nodes(): Promise<readonly LedgerNode[]>;
};

export type LedgerNode = {
  readonly accountId: string;
  /** An address or a name, as the network has it. */
  readonly endpoints: readonly { readonly host: string; readonly port: number }[];
};

/** A row of a list of tokens. */
export type ListedToken = Pick<TokenInfo, "tokenId" | "name" | "symbol">;

export type TokenOfTreasury = Pick<TokenInfo, "tokenId" | "treasuryAccountId">;
