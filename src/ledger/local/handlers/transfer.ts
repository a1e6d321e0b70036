import type { proto } from "@hiero-ledger/proto";
import { servicePrices } from "../fees.ts";
import { accountNum, fromLong, Refused, type StatusName, tokenNum } from "../wire.ts";
import type { BodyHandler, HandlerContext, State } from "./handler.ts";
import { accountOf, keyOfAccount } from "./rules.ts";
import { makeRoom, moveSerial } from "./token-holding.ts";
import { tokenOf } from "./token-supply.ts";

/** Most accounts whose hbar, or whose tokens, one transfer changes; most serials it moves. */
const maxChanges = 10;

type TokenList = proto.ITokenTransferList;

/** Without allowances, custom fees and accounts made by a transfer to an alias. */
export const cryptoTransfer: BodyHandler = {
  price: ({ cryptoTransfer: body }) =>
    body?.tokenTransfers?.length ? servicePrices.transferToken : servicePrices.transferHbar,
  check({ cryptoTransfer: body }) {
    const hbar = body?.transfers?.accountAmounts ?? [];
    if (hbar.length > maxChanges) throw new Refused("TRANSFER_LIST_SIZE_LIMIT_EXCEEDED");
    checkAmounts(hbar, "INVALID_ACCOUNT_AMOUNTS");
    checkTokenLists(body?.tokenTransfers ?? []);
  },
  keys({ cryptoTransfer: body }, state) {
    const lists = body?.tokenTransfers ?? [];
    const hbar = body?.transfers?.accountAmounts ?? [];
    return [...keysOfAmounts(hbar, state), ...lists.flatMap((list) => keysOfList(list, state))];
  },
  handle(context) {
    const body = context.transaction.body.cryptoTransfer;
    for (const change of takingsFirst(body?.transfers?.accountAmounts ?? [])) moveHbar(change, context);
    for (const list of body?.tokenTransfers ?? []) moveTokens(list, context);
    return { receipt: {}, entityNum: null };
  },
};

/** Rules of all token lists together, of a transfer or an airdrop. */
export function checkTokenLists(lists: readonly TokenList[]): void {
  const nums = lists.map((list) => tokenNum(list.token));
  if (new Set(nums).size !== nums.length) throw new Refused("TOKEN_ID_REPEATED_IN_TOKEN_LIST");
  const changes = lists.flatMap((list) => list.transfers ?? []);
  if (changes.length > maxChanges) throw new Refused("TOKEN_TRANSFER_LIST_SIZE_LIMIT_EXCEEDED");
  const moves = lists.flatMap((list) => list.nftTransfers ?? []);
  if (moves.length > maxChanges) throw new Refused("BATCH_SIZE_LIMIT_EXCEEDED");
  if (moves.some((move) => move.isApproval)) throw new Refused("NOT_SUPPORTED");
  for (const { transfers = [], nftTransfers = [] } of lists) {
    if (!transfers?.length && !nftTransfers?.length) throw new Refused("EMPTY_TOKEN_TRANSFER_ACCOUNT_AMOUNTS");
    checkAmounts(transfers ?? [], "TRANSFERS_NOT_ZERO_SUM_FOR_TOKEN");
    const serials = (nftTransfers ?? []).map((move) => fromLong(move.serialNumber));
    if (new Set(serials).size !== serials.length) throw new Refused("INVALID_ACCOUNT_AMOUNTS");
  }
}

function checkAmounts(changes: readonly proto.IAccountAmount[], unbalanced: StatusName): void {
  if (changes.some((change) => change.isApproval)) throw new Refused("NOT_SUPPORTED");
  const nums = changes.map((change) => accountNum(change.accountID));
  if (new Set(nums).size !== nums.length) throw new Refused("ACCOUNT_REPEATED_IN_ACCOUNT_AMOUNTS");
  const sum = changes.reduce((total, change) => total + fromLong(change.amount), 0n);
  if (sum !== 0n) throw new Refused(unbalanced);
}

/** Whoever gives signs, and whoever asked to be asked before receiving. */
export function keysOfList(list: TokenList, state: State): proto.IKey[] {
  const moves = (list.nftTransfers ?? []).flatMap((move) => [
    { accountID: move.senderAccountID, gives: true },
    { accountID: move.receiverAccountID, gives: false },
  ]);
  const changes = (list.transfers ?? []).map(({ accountID, amount }) => ({ accountID, gives: fromLong(amount) < 0n }));
  return [...changes, ...moves].flatMap((side) => keyOfSide(side.accountID, side.gives, state));
}

function keysOfAmounts(changes: readonly proto.IAccountAmount[], state: State): proto.IKey[] {
  return changes.flatMap(({ accountID, amount }) => keyOfSide(accountID, fromLong(amount) < 0n, state));
}

function keyOfSide(id: proto.IAccountID | null | undefined, gives: boolean, state: State): proto.IKey[] {
  const account = accountOf(id, state);
  return gives || account.receiverSigRequired === 1n ? [keyOfAccount(account)] : [];
}

/** What is given is checked before what is received. */
export function takingsFirst(changes: readonly proto.IAccountAmount[]): proto.IAccountAmount[] {
  return [...changes].sort((a, b) => (fromLong(a.amount) < fromLong(b.amount) ? -1 : 1));
}

function moveHbar(change: proto.IAccountAmount, context: HandlerContext): void {
  const account = accountOf(change.accountID, context);
  const amount = fromLong(change.amount);
  if (account.balance + amount < 0n) throw new Refused("INSUFFICIENT_ACCOUNT_BALANCE");
  context.store.addToBalance(account.num, amount, context.consensusNs);
}

function moveTokens(list: TokenList, context: HandlerContext): void {
  const token = tokenOf(list.token, context);
  const { expectedDecimals } = list;
  if (expectedDecimals && BigInt(expectedDecimals.value ?? 0) !== token.decimals) {
    throw new Refused("UNEXPECTED_TOKEN_DECIMALS");
  }
  if (list.transfers?.length && token.isNft === 1n) {
    throw new Refused("ACCOUNT_AMOUNT_TRANSFERS_ONLY_ALLOWED_FOR_FUNGIBLE_COMMON");
  }
  for (const change of takingsFirst(list.transfers ?? [])) {
    const account = accountOf(change.accountID, context);
    makeRoom(account, token, context);
    context.tokens.addUnits(account.num, token.num, fromLong(change.amount), context.consensusNs);
  }
  for (const move of list.nftTransfers ?? []) {
    const [from, to] = [accountOf(move.senderAccountID, context), accountOf(move.receiverAccountID, context)];
    moveSerial(token, fromLong(move.serialNumber), from, to, context);
  }
}
