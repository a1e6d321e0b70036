import type { proto } from "@hiero-ledger/proto";
import { servicePrices } from "../fees.ts";
import { decodeKey } from "../keys.ts";
import type { TokenRow } from "../token-store.ts";
import { fromLong, Refused, tokenNum, toLong } from "../wire.ts";
import type { BodyHandler, HandlerContext, Outcome, State } from "./handler.ts";
import { maxAmount } from "./rules.ts";

/** Most serials in one mint or burn. */
const maxSerials = 10;
const maxMetadataBytes = 100;

export const mintToken: BodyHandler = {
  price: ({ tokenMint: body }) =>
    body?.metadata?.length ? BigInt(body.metadata.length) * servicePrices.mintSerial : servicePrices.changeSupply,
  target: (body) => tokenNum(body.tokenMint?.token),
  check({ tokenMint: body }) {
    const amount = fromLong(body?.amount);
    const metadata = body?.metadata ?? [];
    if (amount !== 0n && metadata.length > 0) throw new Refused("INVALID_TRANSACTION_BODY");
    if (amount < 0n || amount > maxAmount) throw new Refused("INVALID_TOKEN_MINT_AMOUNT");
    if (metadata.length > maxSerials) throw new Refused("BATCH_SIZE_LIMIT_EXCEEDED");
    if (metadata.some((bytes) => bytes.length > maxMetadataBytes)) throw new Refused("METADATA_TOO_LONG");
  },
  keys: ({ tokenMint: body }, state) => supplyKey(tokenOf(body?.token, state)),
  handle(context) {
    const { amount, token: id, metadata } = context.transaction.body.tokenMint ?? {};
    const token = tokenOf(id, context);
    return token.isNft === 1n
      ? mintSerials(context, token, metadata ?? [])
      : mintUnits(context, token, fromLong(amount));
  },
};

function mintUnits({ tokens, transaction, consensusNs }: HandlerContext, token: TokenRow, amount: bigint): Outcome {
  if (transaction.body.tokenMint?.metadata?.length) throw new Refused("INVALID_TOKEN_MINT_AMOUNT");
  checkRoom(token, amount);
  tokens.addToSupply(token.num, amount);
  if (amount > 0n) tokens.addUnits(token.treasuryNum, token.num, amount, consensusNs);
  return supplyOutcome(token, token.totalSupply + amount);
}

function mintSerials(
  { tokens, consensusNs }: HandlerContext,
  token: TokenRow,
  metadata: readonly Uint8Array[],
): Outcome {
  if (metadata.length === 0) throw new Refused("INVALID_TOKEN_MINT_METADATA");
  checkRoom(token, BigInt(metadata.length));
  const serials = metadata.map((bytes, index) => {
    const serial = token.lastSerial + BigInt(index) + 1n;
    const ownerNum = token.treasuryNum;
    tokens.insertNft({ tokenNum: token.num, serial, metadata: bytes, ownerNum, createdNs: consensusNs });
    return serial;
  });
  tokens.setLastSerial(token.num, serials.at(-1) ?? token.lastSerial);
  tokens.addToSupply(token.num, BigInt(serials.length));
  return supplyOutcome(token, token.totalSupply + BigInt(serials.length), serials);
}

function checkRoom(token: TokenRow, amount: bigint): void {
  const supply = token.totalSupply + amount;
  if (token.maxSupply > 0n && supply > token.maxSupply) throw new Refused("TOKEN_MAX_SUPPLY_REACHED");
  if (supply > maxAmount) throw new Refused("INVALID_TOKEN_MINT_AMOUNT");
}

export const burnToken: BodyHandler = {
  price: () => servicePrices.changeSupply,
  target: (body) => tokenNum(body.tokenBurn?.token),
  check({ tokenBurn: body }) {
    const amount = fromLong(body?.amount);
    const serials = body?.serialNumbers ?? [];
    if (amount !== 0n && serials.length > 0) throw new Refused("INVALID_TRANSACTION_BODY");
    if (amount < 0n || amount > maxAmount) throw new Refused("INVALID_TOKEN_BURN_AMOUNT");
    if (serials.length > maxSerials) throw new Refused("BATCH_SIZE_LIMIT_EXCEEDED");
    if (serials.some((serial) => fromLong(serial) <= 0n)) throw new Refused("INVALID_NFT_ID");
  },
  keys: ({ tokenBurn: body }, state) => supplyKey(tokenOf(body?.token, state)),
  handle(context) {
    const { amount, token: id, serialNumbers } = context.transaction.body.tokenBurn ?? {};
    const token = tokenOf(id, context);
    const serials = [...new Set((serialNumbers ?? []).map(fromLong))];
    return token.isNft === 1n ? burnSerials(context, token, serials) : burnUnits(context, token, fromLong(amount));
  },
};

function burnUnits({ tokens, transaction, consensusNs }: HandlerContext, token: TokenRow, amount: bigint): Outcome {
  if (transaction.body.tokenBurn?.serialNumbers?.length || amount > token.totalSupply) {
    throw new Refused("INVALID_TOKEN_BURN_AMOUNT");
  }
  if (amount > 0n) tokens.addUnits(token.treasuryNum, token.num, -amount, consensusNs);
  tokens.addToSupply(token.num, -amount);
  return supplyOutcome(token, token.totalSupply - amount);
}

function burnSerials({ tokens, consensusNs }: HandlerContext, token: TokenRow, serials: readonly bigint[]): Outcome {
  if (serials.length === 0) throw new Refused("INVALID_TOKEN_BURN_METADATA");
  for (const serial of serials) {
    const nft = tokens.nft(token.num, serial);
    if (nft === undefined || nft.ownerNum === null) throw new Refused("INVALID_NFT_ID");
    if (nft.ownerNum !== token.treasuryNum) throw new Refused("TREASURY_MUST_OWN_BURNED_NFT");
    tokens.moveNft(nft, null, consensusNs);
  }
  tokens.addToSupply(token.num, -BigInt(serials.length));
  return supplyOutcome(token, token.totalSupply - BigInt(serials.length));
}

function supplyOutcome(token: TokenRow, supply: bigint, serials: readonly bigint[] = []): Outcome {
  return { receipt: { newTotalSupply: toLong(supply), serialNumbers: serials.map(toLong) }, entityNum: token.num };
}

/** @throws Refused for a token that is not there, or not any more. */
export function tokenOf(id: proto.ITokenID | null | undefined, { tokens }: Pick<State, "tokens">): TokenRow {
  const num = tokenNum(id);
  const token = num === undefined ? undefined : tokens.token(num);
  if (token === undefined) throw new Refused("INVALID_TOKEN_ID");
  if (token.deletedNs !== null) throw new Refused("TOKEN_WAS_DELETED");
  return token;
}

function supplyKey(token: TokenRow): proto.IKey[] {
  if (token.supplyKey === null) throw new Refused("TOKEN_HAS_NO_SUPPLY_KEY");
  return [decodeKey(token.supplyKey)];
}
