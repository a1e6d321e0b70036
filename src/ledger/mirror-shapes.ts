import { z } from "zod";
import type {
  AccountInfo,
  MirrorEntry,
  Nft,
  PendingAirdrop,
  ScheduleInfo,
  TokenInfo,
  TopicInfo,
  TopicMessage,
} from "./facts.ts";
import { transactionIdFromDashed } from "./hashscan.ts";
import { ledgerKeyShape } from "./mirror-key.ts";

/** Answers of a mirror's REST face (`/api/v1`), read into the port's terms. Unknown members are passed over. */

export const entityId = z.string().regex(/^\d+\.\d+\.\d+$/, "an entity id such as 0.0.1001");
export const time = z.string().regex(/^\d+\.\d{9}$/);
const optionalTime = time.nullish().transform((text) => text ?? undefined);
const optionalEntity = entityId.nullish().transform((id) => id ?? undefined);
const integer = z.union([z.int(), z.bigint()]).transform(BigInt);
const uint64 = z.union([z.int().nonnegative(), z.bigint().nonnegative()]).transform(BigInt);
/** Some numbers come as text. */
const uintText = z
  .string()
  .regex(/^\d{1,20}$/)
  .transform(BigInt);
const base64Bytes = z.base64().transform((text) => new Uint8Array(Buffer.from(text, "base64")));
const base64Hex = z.base64().transform((text) => Buffer.from(text, "base64").toString("hex"));
const publicKey = z
  .object({ key: z.string() })
  .nullish()
  .transform((key) => key?.key);

export const blocksShape = z.object({ blocks: z.array(z.object({ timestamp: z.object({ to: time.nullish() }) })) });

const suffixes = z.object({ scheduled: z.boolean().nullish(), nonce: z.int().nonnegative().nullish() });

/** Id in SDK text form with the suffixes `?scheduled` and `/nonce` that tell a child from its parent. */
function withSuffixes(payerAndStart: string, id: z.output<typeof suffixes>): string {
  return `${payerAndStart}${id.scheduled ? "?scheduled" : ""}${id.nonce ? `/${id.nonce}` : ""}`;
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const memoText = z.base64().transform((text) => {
  try {
    return utf8.decode(Buffer.from(text, "base64"));
  } catch {
    return undefined;
  }
});

const tokenTransfer = z
  .object({ token_id: entityId, account: entityId, amount: integer })
  .transform((move) => ({ tokenId: move.token_id, accountId: move.account, amount: move.amount }));

const nftTransfer = z
  .object({
    token_id: entityId,
    serial_number: uint64,
    sender_account_id: optionalEntity,
    receiver_account_id: optionalEntity,
  })
  .transform((move) => ({
    tokenId: move.token_id,
    serial: move.serial_number,
    senderAccountId: move.sender_account_id,
    receiverAccountId: move.receiver_account_id,
  }));

const entryShape = suffixes
  .extend({
    transaction_id: z.string().transform(transactionIdFromDashed),
    consensus_timestamp: time,
    result: z.string(),
    entity_id: optionalEntity,
    name: z.string(),
    memo_base64: memoText.nullish(),
    node: optionalEntity,
    parent_consensus_timestamp: optionalTime,
    transaction_hash: base64Hex,
    charged_tx_fee: uint64,
    token_transfers: z.array(tokenTransfer).nullish(),
    nft_transfers: z.array(nftTransfer).nullish(),
  })
  .transform(
    (entry): MirrorEntry => ({
      transactionId: withSuffixes(entry.transaction_id, entry),
      consensusTimestamp: entry.consensus_timestamp,
      result: entry.result,
      entityId: entry.entity_id,
      name: entry.name,
      memo: entry.memo_base64 ?? undefined,
      payerAccountId: entry.transaction_id.slice(0, entry.transaction_id.indexOf("@")),
      nodeAccountId: entry.node,
      scheduled: entry.scheduled ?? false,
      nonce: entry.nonce ?? 0,
      parentConsensusTimestamp: entry.parent_consensus_timestamp,
      transactionHash: entry.transaction_hash,
      chargedFee: entry.charged_tx_fee,
      tokenTransfers: entry.token_transfers ?? [],
      nftTransfers: entry.nft_transfers ?? [],
    }),
  );

const links = z.object({ next: z.string().nullish() }).nullish();

export const transactionsShape = z.object({ transactions: z.array(entryShape), links });

export const topicShape = z
  .object({
    topic_id: entityId,
    memo: z.string(),
    submit_key: publicKey,
    admin_key: publicKey,
    deleted: z.boolean().nullish(),
    created_timestamp: time,
  })
  .transform(
    (topic): TopicInfo => ({
      topicId: topic.topic_id,
      memo: topic.memo,
      submitKey: topic.submit_key,
      adminKey: topic.admin_key,
      deleted: topic.deleted ?? false,
      createdTimestamp: topic.created_timestamp,
    }),
  );

const initialTransactionId = suffixes
  .extend({ account_id: entityId, transaction_valid_start: time })
  .transform((id) => withSuffixes(`${id.account_id}@${id.transaction_valid_start}`, id));

export const messageShape = z
  .object({
    sequence_number: uint64,
    consensus_timestamp: time,
    message: base64Bytes,
    running_hash: base64Bytes,
    running_hash_version: z.int(),
    payer_account_id: entityId,
    chunk_info: z.object({ initial_transaction_id: initialTransactionId.nullish() }).nullish(),
  })
  .transform(
    (entry): TopicMessage => ({
      sequenceNumber: entry.sequence_number,
      consensusTimestamp: entry.consensus_timestamp,
      message: entry.message,
      runningHash: entry.running_hash,
      runningHashVersion: entry.running_hash_version,
      payerAccountId: entry.payer_account_id,
      transactionId: entry.chunk_info?.initial_transaction_id ?? undefined,
    }),
  );

export const messagesShape = z.object({ messages: z.array(messageShape), links });

export const tokenShape = z
  .object({
    token_id: entityId,
    type: z.enum(["FUNGIBLE_COMMON", "NON_FUNGIBLE_UNIQUE"]),
    name: z.string(),
    symbol: z.string(),
    memo: z.string().nullish(),
    decimals: uintText,
    total_supply: uintText,
    max_supply: uintText,
    supply_type: z.enum(["FINITE", "INFINITE"]),
    treasury_account_id: entityId,
    admin_key: ledgerKeyShape,
    supply_key: ledgerKeyShape,
    deleted: z.boolean().nullish(),
    created_timestamp: time,
  })
  .transform(
    (token): TokenInfo => ({
      tokenId: token.token_id,
      type: token.type === "FUNGIBLE_COMMON" ? "fungible" : "nft",
      name: token.name,
      symbol: token.symbol,
      memo: token.memo ?? "",
      decimals: Number(token.decimals),
      totalSupply: token.total_supply,
      maxSupply: token.supply_type === "FINITE" ? token.max_supply : undefined,
      treasuryAccountId: token.treasury_account_id,
      adminKey: token.admin_key,
      supplyKey: token.supply_key,
      deleted: token.deleted ?? false,
      createdTimestamp: token.created_timestamp,
    }),
  );

const listedToken = z.object({ token_id: entityId, name: z.string(), symbol: z.string() });

export const tokensShape = z.object({ tokens: z.array(listedToken), links });

export const nftShape = z
  .object({
    token_id: entityId,
    serial_number: uint64,
    metadata: base64Bytes,
    account_id: optionalEntity,
    deleted: z.boolean(),
    created_timestamp: time,
  })
  .transform(
    (nft): Nft => ({
      tokenId: nft.token_id,
      serial: nft.serial_number,
      metadata: nft.metadata,
      ownerAccountId: nft.account_id,
      deleted: nft.deleted,
      createdTimestamp: nft.created_timestamp,
    }),
  );

export const nftsShape = z.object({ nfts: z.array(nftShape), links });

export const nftEventsShape = z.object({
  transactions: z.array(z.object({ transaction_id: z.string().transform(transactionIdFromDashed), type: z.string() })),
});

export const holdingsShape = z.object({ tokens: z.array(z.object({ token_id: entityId, balance: uint64 })) });

export const accountShape = z
  .object({
    account: entityId,
    key: ledgerKeyShape,
    balance: z.object({ balance: uint64 }),
    max_automatic_token_associations: z.int().nullish(),
    memo: z.string(),
    created_timestamp: time.nullish(),
    deleted: z.boolean().nullish(),
  })
  .transform(
    (account): AccountInfo => ({
      accountId: account.account,
      key: account.key,
      balance: account.balance.balance,
      maxAutoAssociations: account.max_automatic_token_associations ?? 0,
      memo: account.memo,
      createdTimestamp: account.created_timestamp ?? "0.000000000",
      deleted: account.deleted ?? false,
    }),
  );

export const airdropsShape = z.object({
  airdrops: z.array(
    z
      .object({
        token_id: entityId,
        sender_id: entityId,
        receiver_id: entityId,
        amount: uint64.nullish(),
        serial_number: uint64.nullish(),
      })
      .transform(
        (airdrop): PendingAirdrop => ({
          tokenId: airdrop.token_id,
          senderAccountId: airdrop.sender_id,
          receiverAccountId: airdrop.receiver_id,
          amount: airdrop.serial_number ? 1n : (airdrop.amount ?? 0n),
          serial: airdrop.serial_number || undefined,
        }),
      ),
  ),
});

export const scheduleShape = z
  .object({
    schedule_id: entityId,
    creator_account_id: entityId,
    payer_account_id: entityId,
    memo: z.string(),
    consensus_timestamp: time,
    expiration_time: optionalTime,
    executed_timestamp: optionalTime,
    deleted: z.boolean(),
    wait_for_expiry: z.boolean().nullish(),
    transaction_body: base64Bytes,
    signatures: z.array(z.object({ public_key_prefix: base64Hex })),
  })
  .transform(
    (schedule): ScheduleInfo => ({
      scheduleId: schedule.schedule_id,
      creatorAccountId: schedule.creator_account_id,
      payerAccountId: schedule.payer_account_id,
      memo: schedule.memo,
      createdTimestamp: schedule.consensus_timestamp,
      expirationTime: schedule.expiration_time,
      executedTimestamp: schedule.executed_timestamp,
      deleted: schedule.deleted,
      waitForExpiry: schedule.wait_for_expiry ?? false,
      transactionBody: schedule.transaction_body,
      signedBy: schedule.signatures.map((signature) => signature.public_key_prefix),
    }),
  );
