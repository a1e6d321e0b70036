import { servicePrices } from "../fees.ts";
import type { AccountRow } from "../store.ts";
import type { TokenRow } from "../token-store.ts";
import { accountNum, Refused, tokenNum } from "../wire.ts";
import type { BodyHandler, HandlerContext, State } from "./handler.ts";
import { accountOf, keyOfAccount } from "./rules.ts";
import { tokenOf } from "./token-supply.ts";

export const associateTokens: BodyHandler = {
  price: ({ tokenAssociate: body }) => BigInt(Math.max(1, body?.tokens?.length ?? 0)) * servicePrices.associate,
  target: (body) => accountNum(body.tokenAssociate?.account),
  check({ tokenAssociate: body }) {
    const nums = (body?.tokens ?? []).map(tokenNum);
    if (new Set(nums).size !== nums.length) throw new Refused("TOKEN_ID_REPEATED_IN_TOKEN_LIST");
  },
  keys: ({ tokenAssociate: body }, state) => [keyOfAccount(accountOf(body?.account, state))],
  handle(context) {
    const body = context.transaction.body.tokenAssociate;
    const account = accountOf(body?.account, context);
    for (const id of body?.tokens ?? []) associate(account, tokenOf(id, context), false, context);
    return { receipt: {}, entityNum: account.num };
  },
};

/** @throws Refused if the account is associated already. */
export function associate(
  account: AccountRow,
  token: TokenRow,
  automatic: boolean,
  { tokens, consensusNs }: Pick<HandlerContext, "tokens" | "consensusNs">,
): void {
  if (tokens.holding(account.num, token.num) !== undefined) throw new Refused("TOKEN_ALREADY_ASSOCIATED_TO_ACCOUNT");
  tokens.associate(account.num, token.num, automatic, consensusNs);
}

/** Whether an account can be given a token now, and if not, why. */
export function roomFor(
  account: AccountRow,
  token: TokenRow,
  { tokens }: Pick<State, "tokens">,
): "associated" | "automatic" | "TOKEN_NOT_ASSOCIATED_TO_ACCOUNT" | "NO_REMAINING_AUTOMATIC_ASSOCIATIONS" {
  if (tokens.holding(account.num, token.num) !== undefined) return "associated";
  const most = account.maxTokenAssociations;
  if (most === 0n) return "TOKEN_NOT_ASSOCIATED_TO_ACCOUNT";
  const used = tokens.automaticAssociations(account.num);
  return most < 0n || used < most ? "automatic" : "NO_REMAINING_AUTOMATIC_ASSOCIATIONS";
}

/** Makes sure that the account can hold the token, using up a free automatic association if need be. */
export function makeRoom(account: AccountRow, token: TokenRow, context: HandlerContext): void {
  const room = roomFor(account, token, context);
  if (room === "automatic") associate(account, token, true, context);
  else if (room !== "associated") throw new Refused(room);
}

/** Moves one serial. @throws Refused if the giver does not own it or the receiver cannot hold it. */
export function moveSerial(
  token: TokenRow,
  serial: bigint,
  sender: AccountRow,
  receiver: AccountRow,
  context: HandlerContext,
): void {
  if (token.isNft === 0n) throw new Refused("NFT_TRANSFERS_ONLY_ALLOWED_FOR_NON_FUNGIBLE_UNIQUE");
  const nft = context.tokens.nft(token.num, serial);
  if (nft === undefined || nft.ownerNum === null) throw new Refused("INVALID_NFT_ID");
  if (nft.ownerNum !== sender.num) throw new Refused("SENDER_DOES_NOT_OWN_NFT_SERIAL_NO");
  makeRoom(receiver, token, context);
  context.tokens.moveNft(nft, receiver.num, context.consensusNs);
}
