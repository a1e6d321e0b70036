import { proto } from "@hiero-ledger/proto";
import { servicePrices } from "../fees.ts";
import { encodeKey } from "../keys.ts";
import { accountNum, fromLong, Refused, type StatusName, tokenId } from "../wire.ts";
import type { BodyHandler } from "./handler.ts";
import { accountOf, autoRenewPeriod, checkMemo, keyOfAccount, maxAmount, optionalKey, present } from "./rules.ts";

const maxTextBytes = 100;
const maxDecimals = 2n ** 31n - 1n;

type Creation = proto.ITokenCreateTransactionBody;

/** Without custom fees and without KYC, freeze, wipe and pause: a key for one of them is refused. */
export const createToken: BodyHandler = {
  price: () => servicePrices.createToken,
  check({ tokenCreation: body }) {
    checkText(body?.name, "MISSING_TOKEN_NAME", "TOKEN_NAME_TOO_LONG");
    checkText(body?.symbol, "MISSING_TOKEN_SYMBOL", "TOKEN_SYMBOL_TOO_LONG");
    checkMemo(body?.memo);
    checkSupply(body ?? {});
    if ((body?.metadata?.length ?? 0) > maxTextBytes) throw new Refused("METADATA_TOO_LONG");
    const extras = [body?.kycKey, body?.freezeKey, body?.wipeKey, body?.pauseKey, body?.feeScheduleKey];
    if (extras.some(Boolean) || body?.customFees?.length || body?.freezeDefault) throw new Refused("NOT_SUPPORTED");
  },
  keys({ tokenCreation: body }, state) {
    const treasury = accountOf(body?.treasury, state, "INVALID_TREASURY_ACCOUNT_FOR_TOKEN");
    const renewing = body?.autoRenewAccount;
    return present(
      keyOfAccount(treasury),
      optionalKey(body?.adminKey, "INVALID_ADMIN_KEY"),
      renewing ? keyOfAccount(accountOf(renewing, state, "INVALID_AUTORENEW_ACCOUNT")) : undefined,
    );
  },
  handle(context) {
    const { store, tokens, transaction, consensusNs } = context;
    const body = transaction.body.tokenCreation ?? {};
    const supplyKey = optionalKey(body.supplyKey, "INVALID_SUPPLY_KEY");
    const metadataKey = optionalKey(body.metadataKey, "INVALID_METADATA_KEY");
    if (isNft(body) && supplyKey === undefined) throw new Refused("TOKEN_HAS_NO_SUPPLY_KEY");
    const treasury = accountOf(body.treasury, context);
    const initialSupply = fromLong(body.initialSupply);
    const num = store.nextEntityNum();
    tokens.insertToken({
      num,
      isNft: isNft(body) ? 1n : 0n,
      name: body.name ?? "",
      symbol: body.symbol ?? "",
      memo: body.memo ?? "",
      metadata: body.metadata ?? new Uint8Array(),
      decimals: BigInt(body.decimals ?? 0),
      maxSupply: fromLong(body.maxSupply),
      initialSupply,
      totalSupply: initialSupply,
      lastSerial: 0n,
      treasuryNum: treasury.num,
      adminKey: body.adminKey ? encodeKey(body.adminKey) : null,
      supplyKey: supplyKey ? encodeKey(supplyKey) : null,
      metadataKey: metadataKey ? encodeKey(metadataKey) : null,
      autoRenewS: autoRenewPeriod(body.autoRenewPeriod),
      autoRenewNum: accountNum(body.autoRenewAccount) ?? null,
      createdNs: consensusNs,
      deletedNs: null,
    });
    tokens.associate(treasury.num, num, false, consensusNs);
    if (initialSupply > 0n) tokens.addUnits(treasury.num, num, initialSupply, consensusNs);
    return { receipt: { tokenID: tokenId(num) }, entityNum: num };
  },
};

function isNft(body: Creation): boolean {
  return body.tokenType === proto.TokenType.NON_FUNGIBLE_UNIQUE;
}

function checkText(text: string | null | undefined, missing: StatusName, tooLong: StatusName): void {
  if (!text) throw new Refused(missing);
  if (Buffer.byteLength(text) > maxTextBytes) throw new Refused(tooLong);
  if (text.includes("\0")) throw new Refused("INVALID_ZERO_BYTE_IN_STRING");
}

function checkSupply(body: Creation): void {
  const decimals = BigInt(body.decimals ?? 0);
  const initial = fromLong(body.initialSupply);
  const max = fromLong(body.maxSupply);
  if (decimals < 0n || decimals > maxDecimals || (isNft(body) && decimals > 0n)) {
    throw new Refused("INVALID_TOKEN_DECIMALS");
  }
  if (initial < 0n || initial > maxAmount || (isNft(body) && initial > 0n)) {
    throw new Refused("INVALID_TOKEN_INITIAL_SUPPLY");
  }
  const isLimited = body.supplyType === proto.TokenSupplyType.FINITE;
  if (isLimited ? max <= 0n || max > maxAmount : max !== 0n) throw new Refused("INVALID_TOKEN_MAX_SUPPLY");
  if (isLimited && initial > max) throw new Refused("INVALID_TOKEN_INITIAL_SUPPLY");
}
