import type { proto } from "@hiero-ledger/proto";
import { servicePrices } from "../fees.ts";
import type { AccountRow } from "../store.ts";
import type { AirdropKey, TokenRow } from "../token-store.ts";
import { accountId, accountNum, fromLong, Refused, tokenId, tokenNum, toLong } from "../wire.ts";
import type { BodyHandler, HandlerContext, State } from "./handler.ts";
import { accountOf, keyOfAccount } from "./rules.ts";
import { associate, moveSerial, roomFor } from "./token-holding.ts";
import { tokenOf } from "./token-supply.ts";
import { checkTokenLists, keysOfList } from "./transfer.ts";

/** One receiver's share of an airdrop. */
type Gift = {
  readonly sender: AccountRow;
  readonly receiver: AccountRow;
  readonly amount: bigint;
  readonly serial: bigint;
};

/** HIP-904: who can hold the token gets it at once; for everybody else it waits, and the giver keeps it until claimed. */
export const airdropTokens: BodyHandler = {
  price: ({ tokenAirdrop: body }) =>
    BigInt(Math.max(1, receiversIn(body?.tokenTransfers ?? []))) * servicePrices.airdrop,
  check({ tokenAirdrop: body }) {
    const lists = body?.tokenTransfers ?? [];
    if (lists.length === 0) throw new Refused("EMPTY_TOKEN_TRANSFER_ACCOUNT_AMOUNTS");
    checkTokenLists(lists);
    for (const list of lists) {
      const givers = (list.transfers ?? []).filter((change) => fromLong(change.amount) < 0n);
      if (givers.length > 1) throw new Refused("AIRDROP_CONTAINS_MULTIPLE_SENDERS_FOR_A_TOKEN");
    }
  },
  keys: ({ tokenAirdrop: body }, state) => (body?.tokenTransfers ?? []).flatMap((list) => keysOfList(list, state)),
  handle(context) {
    for (const list of context.transaction.body.tokenAirdrop?.tokenTransfers ?? []) {
      const token = tokenOf(list.token, context);
      for (const gift of giftsIn(list, context)) give(token, gift, context);
    }
    return { receipt: {}, entityNum: null };
  },
};

function receiversIn(lists: readonly proto.ITokenTransferList[]): number {
  const units = lists.flatMap((list) => list.transfers ?? []).filter((change) => fromLong(change.amount) > 0n);
  return units.length + lists.flatMap((list) => list.nftTransfers ?? []).length;
}

function giftsIn(list: proto.ITokenTransferList, context: HandlerContext): Gift[] {
  const changes = (list.transfers ?? []).map((change) => ({
    account: accountOf(change.accountID, context),
    amount: fromLong(change.amount),
  }));
  const sender = changes.find((change) => change.amount < 0n)?.account;
  const units = changes.flatMap(({ account, amount }) =>
    sender !== undefined && amount > 0n ? [{ sender, receiver: account, amount, serial: 0n }] : [],
  );
  const serials = (list.nftTransfers ?? []).map((move) => ({
    sender: accountOf(move.senderAccountID, context),
    receiver: accountOf(move.receiverAccountID, context),
    amount: 1n,
    serial: fromLong(move.serialNumber),
  }));
  return [...units, ...serials];
}

function give(token: TokenRow, gift: Gift, context: HandlerContext): void {
  const room = roomFor(gift.receiver, token, context);
  if (room === "associated" || room === "automatic") {
    if (room === "automatic") associate(gift.receiver, token, true, context);
    move(token, gift, context);
    return;
  }
  checkOwned(token, gift, context);
  const key = { senderNum: gift.sender.num, receiverNum: gift.receiver.num, tokenNum: token.num, serial: gift.serial };
  if (gift.serial > 0n && context.tokens.pendingAirdrop(key) > 0n) {
    throw new Refused("PENDING_NFT_AIRDROP_ALREADY_EXISTS");
  }
  context.tokens.addAirdrop(key, gift.amount, context.consensusNs);
}

function move(token: TokenRow, { sender, receiver, amount, serial }: Gift, context: HandlerContext): void {
  if (serial > 0n) {
    moveSerial(token, serial, sender, receiver, context);
    return;
  }
  context.tokens.addUnits(sender.num, token.num, -amount, context.consensusNs);
  context.tokens.addUnits(receiver.num, token.num, amount, context.consensusNs);
}

/** What waits must be the giver's at least when it begins to wait. */
function checkOwned(token: TokenRow, { sender, amount, serial }: Gift, { tokens }: HandlerContext): void {
  const balance = tokens.holding(sender.num, token.num)?.balance;
  if (balance === undefined) throw new Refused("TOKEN_NOT_ASSOCIATED_TO_ACCOUNT");
  if (serial === 0n && balance < amount) throw new Refused("INSUFFICIENT_TOKEN_BALANCE");
  if (serial === 0n) return;
  const nft = tokens.nft(token.num, serial);
  if (nft === undefined) throw new Refused("INVALID_NFT_ID");
  if (nft.ownerNum !== sender.num) throw new Refused("SENDER_DOES_NOT_OWN_NFT_SERIAL_NO");
}

export const claimAirdrop: BodyHandler = {
  price: ({ tokenClaimAirdrop: body }) => BigInt(body?.pendingAirdrops?.length ?? 0) * servicePrices.claimAirdrop,
  check: ({ tokenClaimAirdrop: body }) => checkPending(body?.pendingAirdrops ?? []),
  keys: ({ tokenClaimAirdrop: body }, state) =>
    (body?.pendingAirdrops ?? []).map((id) => keyOfAccount(accountOf(id.receiverId, state))),
  handle(context) {
    for (const id of context.transaction.body.tokenClaimAirdrop?.pendingAirdrops ?? []) {
      const { key, amount } = pendingOf(id, context);
      const token = tokenOf(tokenId(key.tokenNum), context);
      const [sender, receiver] = [key.senderNum, key.receiverNum].map((num) => accountOf(accountId(num), context));
      if (sender === undefined || receiver === undefined) throw new Refused("INVALID_ACCOUNT_ID");
      if (context.tokens.holding(receiver.num, token.num) === undefined) associate(receiver, token, false, context);
      move(token, { sender, receiver, amount, serial: key.serial }, context);
      context.tokens.endAirdrop(key, context.consensusNs);
    }
    return { receipt: {}, entityNum: null };
  },
};

export const cancelAirdrop: BodyHandler = {
  price: ({ tokenCancelAirdrop: body }) => BigInt(body?.pendingAirdrops?.length ?? 0) * servicePrices.claimAirdrop,
  check: ({ tokenCancelAirdrop: body }) => checkPending(body?.pendingAirdrops ?? []),
  keys: ({ tokenCancelAirdrop: body }, state) =>
    (body?.pendingAirdrops ?? []).map((id) => keyOfAccount(accountOf(id.senderId, state))),
  handle(context) {
    for (const id of context.transaction.body.tokenCancelAirdrop?.pendingAirdrops ?? []) {
      context.tokens.endAirdrop(pendingOf(id, context).key, context.consensusNs);
    }
    return { receipt: {}, entityNum: null };
  },
};

const maxPending = 10;

function checkPending(ids: readonly proto.IPendingAirdropId[]): void {
  if (ids.length === 0) throw new Refused("EMPTY_PENDING_AIRDROP_ID_LIST");
  if (ids.length > maxPending) throw new Refused("PENDING_AIRDROP_ID_LIST_TOO_LONG");
  const keys = ids.map((id) => Object.values(keyOf(id)).join());
  if (new Set(keys).size !== keys.length) throw new Refused("PENDING_AIRDROP_ID_REPEATED");
}

function keyOf(id: proto.IPendingAirdropId): AirdropKey {
  const senderNum = accountNum(id.senderId);
  const receiverNum = accountNum(id.receiverId);
  const nft = id.nonFungibleToken;
  const num = tokenNum(nft?.token_ID ?? id.fungibleTokenType);
  if (senderNum === undefined || receiverNum === undefined || num === undefined) {
    throw new Refused("INVALID_PENDING_AIRDROP_ID");
  }
  return { senderNum, receiverNum, tokenNum: num, serial: fromLong(nft?.serialNumber) };
}

function pendingOf(id: proto.IPendingAirdropId, { tokens }: Pick<State, "tokens">) {
  const key = keyOf(id);
  const amount = tokens.pendingAirdrop(key);
  if (amount === 0n) throw new Refused("INVALID_PENDING_AIRDROP_ID");
  return { key, amount };
}

/** As records and receipts name it. */
export function airdropId({ senderNum, receiverNum, tokenNum: num, serial }: AirdropKey): proto.IPendingAirdropId {
  const asset =
    serial > 0n
      ? { nonFungibleToken: { token_ID: tokenId(num), serialNumber: toLong(serial) } }
      : { fungibleTokenType: tokenId(num) };
  return { senderId: accountId(senderNum), receiverId: accountId(receiverNum), ...asset };
}
