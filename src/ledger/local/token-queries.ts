import { proto } from "@hiero-ledger/proto";
import { airdropId } from "./handlers/airdrop.ts";
import { transactionOf } from "./handlers/schedule.ts";
import { decodeKey } from "./keys.ts";
import { ScheduleStore } from "./schedule-store.ts";
import type { EntryRow, Store } from "./store.ts";
import { type AirdropKey, type TokenRow, TokenStore } from "./token-store.ts";
import { transactionIdOf } from "./transaction.ts";
import {
  accountId,
  fromLong,
  nsPerS,
  Refused,
  scheduleId,
  scheduleNum,
  timestampFromNs,
  tokenId,
  tokenNum,
  toLong,
} from "./wire.ts";

/** What nodes answer of tokens, serials and schedules; headers are the caller's. @throws Refused */

/** Ledger id of local networks. */
export const ledgerId = Uint8Array.of(3);

function knownToken(id: proto.ITokenID | null | undefined, tokens: TokenStore): TokenRow {
  const num = tokenNum(id);
  const token = num === undefined ? undefined : tokens.token(num);
  if (token === undefined) throw new Refused("INVALID_TOKEN_ID");
  return token;
}

export function tokenInfo(query: proto.Query, store: Store): proto.ITokenGetInfoResponse {
  const token = knownToken(query.tokenGetInfo?.token, new TokenStore(store));
  return {
    tokenInfo: {
      tokenId: tokenId(token.num),
      name: token.name,
      symbol: token.symbol,
      memo: token.memo,
      metadata: token.metadata,
      decimals: Number(token.decimals),
      totalSupply: toLong(token.totalSupply),
      maxSupply: toLong(token.maxSupply),
      supplyType: token.maxSupply > 0n ? proto.TokenSupplyType.FINITE : proto.TokenSupplyType.INFINITE,
      tokenType: token.isNft === 1n ? proto.TokenType.NON_FUNGIBLE_UNIQUE : proto.TokenType.FUNGIBLE_COMMON,
      treasury: accountId(token.treasuryNum),
      ...(token.adminKey && { adminKey: decodeKey(token.adminKey) }),
      ...(token.supplyKey && { supplyKey: decodeKey(token.supplyKey) }),
      ...(token.metadataKey && { metadataKey: decodeKey(token.metadataKey) }),
      autoRenewPeriod: { seconds: toLong(token.autoRenewS) },
      ...(token.autoRenewNum !== null && { autoRenewAccount: accountId(token.autoRenewNum) }),
      expiry: timestampFromNs(token.createdNs + token.autoRenewS * nsPerS),
      ledgerId,
    },
  };
}

export function nftInfo(query: proto.Query, store: Store): proto.ITokenGetNftInfoResponse {
  const tokens = new TokenStore(store);
  const asked = query.tokenGetNftInfo?.nftID;
  const token = knownToken(asked?.token_ID, tokens);
  const nft = tokens.nft(token.num, fromLong(asked?.serialNumber));
  if (nft === undefined || nft.ownerNum === null) throw new Refused("INVALID_NFT_ID");
  return {
    nft: {
      nftID: { token_ID: tokenId(token.num), serialNumber: toLong(nft.serial) },
      accountID: accountId(nft.ownerNum),
      creationTime: timestampFromNs(nft.createdNs),
      metadata: nft.metadata,
      ledgerId,
    },
  };
}

/** A schedule that has expired is forgotten, executed or not; a mirror still shows it. */
export function scheduleInfo(query: proto.Query, store: Store, nowNs: bigint): proto.IScheduleGetInfoResponse {
  const schedules = new ScheduleStore(store);
  const num = scheduleNum(query.scheduleGetInfo?.scheduleID);
  const schedule = num === undefined ? undefined : schedules.schedule(num);
  if (schedule === undefined || schedule.expirationNs <= nowNs) throw new Refused("INVALID_SCHEDULE_ID");
  return {
    scheduleInfo: {
      scheduleID: scheduleId(schedule.num),
      creatorAccountID: accountId(schedule.creatorNum),
      payerAccountID: accountId(schedule.payerNum),
      scheduledTransactionBody: proto.SchedulableTransactionBody.decode(schedule.body),
      scheduledTransactionID: transactionIdOf(transactionOf(schedule).id),
      memo: schedule.memo,
      ...(schedule.adminKey && { adminKey: decodeKey(schedule.adminKey) }),
      signers: { keys: schedules.signatures(schedule.num).map(({ publicKey }) => ({ ed25519: publicKey })) },
      expirationTime: timestampFromNs(schedule.expirationNs),
      waitForExpiry: schedule.waitForExpiry === 1n,
      ...(schedule.executedNs !== null && { executionTime: timestampFromNs(schedule.executedNs) }),
      ...(schedule.deletedNs !== null && { deletionTime: timestampFromNs(schedule.deletedNs) }),
      ledgerId,
    },
  };
}

/** What a record says of tokens: units and serials moved, airdrops that began to wait. */
export function tokenPartOfRecord(entry: EntryRow, store: Store): proto.ITransactionRecord {
  const tokens = new TokenStore(store);
  const { consensusNs } = entry;
  const units = tokens.transfers(consensusNs).map((row) => ({
    token: tokenId(row.tokenNum),
    transfers: [{ accountID: accountId(row.accountNum), amount: toLong(row.amount) }],
  }));
  const serials = tokens.nftTransfers(consensusNs).map((row) => ({
    token: tokenId(row.tokenNum),
    nftTransfers: [
      {
        serialNumber: toLong(row.serial),
        ...(row.senderNum !== null && { senderAccountID: accountId(row.senderNum) }),
        ...(row.receiverNum !== null && { receiverAccountID: accountId(row.receiverNum) }),
      },
    ],
  }));
  const airdrops = store.many<AirdropKey & { readonly amount: bigint }>(
    "SELECT * FROM airdrop WHERE consensus_ns = ?",
    consensusNs,
  );
  return {
    tokenTransferLists: merged([...units, ...serials]),
    newPendingAirdrops: airdrops.map((row) => ({
      pendingAirdropId: airdropId(row),
      ...(row.serial === 0n && { pendingAirdropValue: { amount: toLong(row.amount) } }),
    })),
    ...(entry.parentNs !== null && { parentConsensusTimestamp: timestampFromNs(entry.parentNs) }),
  };
}

/** One list for each token. */
function merged(lists: readonly proto.ITokenTransferList[]): proto.ITokenTransferList[] {
  const byToken = Map.groupBy(lists, (list) => String(list.token?.tokenNum));
  return [...byToken.values()].map((same) => ({
    token: same[0]?.token ?? null,
    transfers: same.flatMap((list) => list.transfers ?? []),
    nftTransfers: same.flatMap((list) => list.nftTransfers ?? []),
  }));
}
