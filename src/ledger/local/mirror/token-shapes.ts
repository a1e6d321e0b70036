import type { ScheduleRow, SignatureRow } from "../schedule-store.ts";
import type { HoldingRow, NftRow, TokenRow } from "../token-store.ts";
import { idText, nsPerS, textFromNs } from "../wire.ts";
import { base64, keyJson, transactionIdJson, transactionName } from "./shapes.ts";
import type { AirdropRow, NftEventRow } from "./token-reader.ts";

// As shapes.ts, for tokens, serials, holdings, airdrops and schedules.

const typeName = (token: TokenRow) => (token.isNft === 1n ? "NON_FUNGIBLE_UNIQUE" : "FUNGIBLE_COMMON");

/** One row of the list of tokens. */
export function tokenRowJson(token: TokenRow) {
  return {
    admin_key: keyJson(token.adminKey),
    decimals: Number(token.decimals),
    metadata: base64(token.metadata),
    name: token.name,
    symbol: token.symbol,
    token_id: idText(token.num),
    type: typeName(token),
  };
}

/** Amounts of a token's own page are text, as on the public mirror. */
export function tokenJson(token: TokenRow) {
  const created = textFromNs(token.createdNs);
  return {
    admin_key: keyJson(token.adminKey),
    auto_renew_account: token.autoRenewNum === null ? null : idText(token.autoRenewNum),
    auto_renew_period: Number(token.autoRenewS),
    created_timestamp: created,
    custom_fees: { created_timestamp: created, fixed_fees: [], fractional_fees: [] },
    decimals: String(token.decimals),
    deleted: token.deletedNs !== null,
    expiry_timestamp: token.createdNs + token.autoRenewS * nsPerS,
    fee_schedule_key: null,
    freeze_default: false,
    freeze_key: null,
    initial_supply: String(token.initialSupply),
    kyc_key: null,
    max_supply: String(token.maxSupply),
    memo: token.memo,
    metadata: base64(token.metadata),
    metadata_key: keyJson(token.metadataKey),
    modified_timestamp: created,
    name: token.name,
    pause_key: null,
    pause_status: "NOT_APPLICABLE",
    supply_key: keyJson(token.supplyKey),
    supply_type: token.maxSupply > 0n ? "FINITE" : "INFINITE",
    symbol: token.symbol,
    token_id: idText(token.num),
    total_supply: String(token.totalSupply),
    treasury_account_id: idText(token.treasuryNum),
    type: typeName(token),
    wipe_key: null,
  };
}

export function nftJson(nft: NftRow) {
  return {
    account_id: nft.ownerNum === null ? null : idText(nft.ownerNum),
    created_timestamp: textFromNs(nft.createdNs),
    delegating_spender: null,
    deleted: nft.ownerNum === null,
    metadata: base64(nft.metadata),
    modified_timestamp: textFromNs(nft.createdNs),
    serial_number: nft.serial,
    spender: null,
    token_id: idText(nft.tokenNum),
  };
}

export function nftEventJson(event: NftEventRow) {
  return {
    consensus_timestamp: textFromNs(event.consensusNs),
    is_approval: false,
    nonce: Number(event.nonce),
    receiver_account_id: event.receiverNum === null ? null : idText(event.receiverNum),
    sender_account_id: event.senderNum === null ? null : idText(event.senderNum),
    transaction_id: transactionIdJson(event.payerNum, event.validStartNs),
    type: transactionName(event.kind),
  };
}

/** An association among those of one account. */
export function holdingJson(holding: HoldingRow, token: TokenRow | undefined) {
  return {
    automatic_association: holding.automatic === 1n,
    balance: holding.balance,
    created_timestamp: textFromNs(holding.createdNs),
    decimals: Number(token?.decimals ?? 0n),
    freeze_status: "NOT_APPLICABLE",
    kyc_status: "NOT_APPLICABLE",
    token_id: idText(holding.tokenNum),
  };
}

/** An association among those of one token. */
export function balanceJson(holding: HoldingRow, token: TokenRow) {
  return { account: idText(holding.accountNum), balance: holding.balance, decimals: Number(token.decimals) };
}

export function airdropJson(airdrop: AirdropRow) {
  return {
    amount: airdrop.amount,
    receiver_id: idText(airdrop.receiverNum),
    sender_id: idText(airdrop.senderNum),
    serial_number: airdrop.serial === 0n ? null : airdrop.serial,
    timestamp: { from: textFromNs(airdrop.sinceNs), to: null },
    token_id: idText(airdrop.tokenNum),
  };
}

export function scheduleJson(schedule: ScheduleRow, signatures: readonly SignatureRow[]) {
  return {
    admin_key: keyJson(schedule.adminKey),
    consensus_timestamp: textFromNs(schedule.createdNs),
    creator_account_id: idText(schedule.creatorNum),
    deleted: schedule.deletedNs !== null,
    executed_timestamp: schedule.executedNs === null ? null : textFromNs(schedule.executedNs),
    expiration_time: textFromNs(schedule.expirationNs),
    memo: schedule.memo,
    payer_account_id: idText(schedule.payerNum),
    schedule_id: idText(schedule.num),
    signatures: signatures.map((row) => ({
      consensus_timestamp: textFromNs(row.consensusNs),
      public_key_prefix: base64(row.publicKey),
      signature: base64(row.signature),
      type: "ED25519",
    })),
    transaction_body: base64(schedule.body),
    wait_for_expiry: schedule.waitForExpiry === 1n,
  };
}
