import type { proto } from "@hiero-ledger/proto";
import { servicePrices } from "../fees.ts";
import { decodeKey, encodeKey } from "../keys.ts";
import type { TokenRow } from "../token-store.ts";
import { Refused, tokenNum } from "../wire.ts";
import type { BodyHandler, HandlerContext } from "./handler.ts";
import { accountOf, keyOfAccount, optionalKey, present } from "./rules.ts";
import { makeRoom } from "./token-holding.ts";
import { tokenOf } from "./token-supply.ts";

/** What whoever has a token's admin key can do to it. */

const changeable = new Set(["token", "treasury", "supplyKey"]);

/** Gives a token another treasury, which takes all that the old one holds of it, or another supply key; nothing else. */
export const updateToken: BodyHandler = {
  price: () => servicePrices.changeToken,
  target: (body) => tokenNum(body.tokenUpdate?.token),
  check({ tokenUpdate: body }) {
    const asked = Object.entries(body ?? {}).filter(([name, value]) => !changeable.has(name) && isGiven(value));
    if (asked.length > 0) throw new Refused("NOT_SUPPORTED");
  },
  keys({ tokenUpdate: body }, state) {
    const treasury = body?.treasury;
    return present(
      adminKeyOf(tokenOf(body?.token, state)),
      treasury ? keyOfAccount(accountOf(treasury, state, "INVALID_TREASURY_ACCOUNT_FOR_TOKEN")) : undefined,
    );
  },
  handle(context) {
    const { token: id, treasury, supplyKey } = context.transaction.body.tokenUpdate ?? {};
    const token = tokenOf(id, context);
    const key = optionalKey(supplyKey, "INVALID_SUPPLY_KEY");
    if (key !== undefined && token.supplyKey === null) throw new Refused("TOKEN_HAS_NO_SUPPLY_KEY");
    if (key !== undefined) context.tokens.setSupplyKey(token.num, encodeKey(key));
    if (treasury) moveTreasury(context, token, treasury);
    return { receipt: {}, entityNum: token.num };
  },
};

/** Nothing can be done with a token after it; what accounts hold of it stays there. */
export const deleteToken: BodyHandler = {
  price: () => servicePrices.changeToken,
  target: (body) => tokenNum(body.tokenDeletion?.token),
  keys: ({ tokenDeletion: body }, state) => [adminKeyOf(tokenOf(body?.token, state))],
  handle(context) {
    const token = tokenOf(context.transaction.body.tokenDeletion?.token, context);
    context.tokens.deleteToken(token.num, context.consensusNs);
    return { receipt: {}, entityNum: token.num };
  },
};

/** Members that a decoder made up are empty. */
function isGiven(value: unknown): boolean {
  return (
    value !== null &&
    value !== undefined &&
    value !== "" &&
    value !== 0 &&
    !(Array.isArray(value) && value.length === 0)
  );
}

function adminKeyOf({ adminKey }: TokenRow): proto.IKey {
  if (adminKey === null) throw new Refused("TOKEN_IS_IMMUTABLE");
  return decodeKey(adminKey);
}

function moveTreasury(context: HandlerContext, token: TokenRow, treasury: proto.IAccountID): void {
  const { tokens, consensusNs } = context;
  const account = accountOf(treasury, context);
  if (account.num === token.treasuryNum) return;
  makeRoom(account, token, context);
  const balance = tokens.holding(token.treasuryNum, token.num)?.balance ?? 0n;
  if (token.isNft === 1n) {
    for (const nft of tokens.nftsOf(token.treasuryNum, token.num)) tokens.moveNft(nft, account.num, consensusNs);
  } else if (balance > 0n) {
    tokens.addUnits(token.treasuryNum, token.num, -balance, consensusNs);
    tokens.addUnits(account.num, token.num, balance, consensusNs);
  }
  tokens.setTreasury(token, account.num, consensusNs);
}
