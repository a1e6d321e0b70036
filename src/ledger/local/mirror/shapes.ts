import { decodeKey } from "../keys.ts";
import type { AccountRow, EntryRow, MessageRow, TopicRow } from "../store.ts";
import { idText, nsPerS, textFromNs } from "../wire.ts";
import type { Moves } from "./reader.ts";

// JSON bodies with the members, names and null-ness of the public mirror node's REST API (v1).
// Whole numbers are JSON numbers, as there; hbar amounts of this ledger stay below 2^53, those of tokens are
// written in full.

export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

export function keyJson(encoded: Uint8Array | null) {
  if (encoded === null) return null;
  const ed25519 = decodeKey(encoded).ed25519;
  return ed25519 ? { _type: "ED25519", key: hex(ed25519) } : { _type: "ProtobufEncoded", key: hex(encoded) };
}

/** `0.0.5-1604557331-565419523`. */
export function transactionIdJson(payerNum: bigint, validStartNs: bigint): string {
  return `${idText(payerNum)}-${textFromNs(validStartNs).replace(".", "-")}`;
}

export function topicJson(topic: TopicRow) {
  const created = textFromNs(topic.createdNs);
  return {
    admin_key: keyJson(topic.adminKey),
    auto_renew_account: topic.autoRenewNum === null ? null : idText(topic.autoRenewNum),
    auto_renew_period: Number(topic.autoRenewS),
    created_timestamp: created,
    custom_fees: { created_timestamp: created, fixed_fees: [] },
    deleted: false,
    fee_exempt_key_list: [],
    fee_schedule_key: null,
    memo: topic.memo,
    submit_key: keyJson(topic.submitKey),
    timestamp: { from: created, to: null },
    topic_id: idText(topic.num),
  };
}

export function messageJson(row: MessageRow) {
  return {
    chunk_info:
      row.chunkNumber === null
        ? null
        : {
            initial_transaction_id: {
              account_id: idText(row.payerNum),
              nonce: 0,
              scheduled: false,
              transaction_valid_start: textFromNs(row.initialStartNs ?? 0n),
            },
            number: Number(row.chunkNumber),
            total: Number(row.chunkTotal),
          },
    consensus_timestamp: textFromNs(row.consensusNs),
    message: base64(row.message),
    payer_account_id: idText(row.payerNum),
    running_hash: base64(row.runningHash),
    running_hash_version: 3,
    sequence_number: Number(row.sequence),
    topic_id: idText(row.topicNum),
  };
}

export function transactionJson(entry: EntryRow, { hbar, units, serials }: Moves) {
  return {
    batch_key: keyJson(entry.batchKey),
    bytes: null,
    charged_tx_fee: Number(entry.fee),
    consensus_timestamp: textFromNs(entry.consensusNs),
    entity_id: entry.entityNum === null ? null : idText(entry.entityNum),
    max_custom_fees: [],
    max_fee: String(entry.maxFee),
    memo_base64: base64(Buffer.from(entry.memo)),
    name: transactionName(entry.kind),
    nft_transfers: serials.map((move) => ({
      is_approval: false,
      receiver_account_id: move.receiverNum === null ? null : idText(move.receiverNum),
      sender_account_id: move.senderNum === null ? null : idText(move.senderNum),
      serial_number: move.serial,
      token_id: idText(move.tokenNum),
    })),
    node: entry.nodeNum === 0n ? null : idText(entry.nodeNum),
    nonce: Number(entry.nonce),
    parent_consensus_timestamp: entry.parentNs === null ? null : textFromNs(entry.parentNs),
    result: entry.result,
    scheduled: entry.scheduled === 1n,
    staking_reward_transfers: [],
    token_transfers: units.map((move) => ({
      account: idText(move.accountNum),
      amount: move.amount,
      is_approval: false,
      token_id: idText(move.tokenNum),
    })),
    transaction_hash: base64(entry.hash),
    transaction_id: transactionIdJson(entry.payerNum, entry.validStartNs),
    transfers: hbar.map((transfer) => ({
      account: idText(transfer.accountNum),
      amount: Number(transfer.amount),
      is_approval: false,
    })),
    valid_duration_seconds: String(entry.durationS),
    valid_start_timestamp: textFromNs(entry.validStartNs),
  };
}

/** Mirrors name a kind by its protobuf member in capitals, `CONSENSUSSUBMITMESSAGE`. */
export function transactionName(kind: string): string {
  return kind.toUpperCase();
}

export function accountJson(account: AccountRow, balance: object, transactions: readonly object[]) {
  return {
    account: idText(account.num),
    alias: null,
    auto_renew_period: Number(account.autoRenewS),
    balance,
    created_timestamp: textFromNs(account.createdNs),
    decline_reward: false,
    deleted: false,
    ethereum_nonce: 0,
    evm_address: `0x${account.num.toString(16).padStart(40, "0")}`,
    expiry_timestamp: textFromNs(account.createdNs + account.autoRenewS * nsPerS),
    key: keyJson(account.key),
    max_automatic_token_associations: Number(account.maxTokenAssociations),
    memo: account.memo,
    pending_reward: 0,
    receiver_sig_required: account.receiverSigRequired === 1n,
    staked_account_id: null,
    staked_node_id: null,
    stake_period_start: null,
    transactions,
  };
}

export function nodeJson(num: bigint, index: number, address: string, from: string) {
  const separator = address.lastIndexOf(":");
  const ip = address.slice(0, separator);
  return {
    admin_key: null,
    decline_reward: false,
    description: `local node ${index}`,
    file_id: "0.0.102",
    grpc_proxy_endpoint: null,
    max_stake: null,
    memo: idText(num),
    min_stake: null,
    node_account_id: idText(num),
    node_cert_hash: "0x",
    node_id: index,
    public_key: "0x",
    reward_rate_start: null,
    service_endpoints: [{ domain_name: "", ip_address_v4: ip, port: Number(address.slice(separator + 1)) }],
    stake: null,
    stake_not_rewarded: null,
    stake_rewarded: null,
    staking_period: null,
    timestamp: { from, to: null },
  };
}
