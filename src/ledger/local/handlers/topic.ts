import type { proto } from "@hiero-ledger/proto";
import { genesisRunningHash, runningHashV3 } from "../../../kernel/running-hash.ts";
import { includedMessageBytes, servicePrices } from "../fees.ts";
import { decodeKey, encodeKey } from "../keys.ts";
import type { Store, TopicRow } from "../store.ts";
import type { ParsedTransaction } from "../transaction.ts";
import { accountNum, idText, nsFromTimestamp, Refused, textFromNs, toLong, topicId, topicNum } from "../wire.ts";
import type { BodyHandler } from "./handler.ts";
import { accountOf, autoRenewPeriod, checkMemo, keyOfAccount, optionalKey, present } from "./rules.ts";

const maxMessageBytes = 1024;
const runningHashVersion = 3n;

export const createTopic: BodyHandler = {
  price: () => servicePrices.createTopic,
  keys(body, state) {
    const { adminKey, autoRenewAccount } = body.consensusCreateTopic ?? {};
    const renewing = autoRenewAccount ? accountOf(autoRenewAccount, state, "INVALID_AUTORENEW_ACCOUNT") : undefined;
    return present(optionalKey(adminKey, "INVALID_ADMIN_KEY"), renewing && keyOfAccount(renewing));
  },
  handle({ store, transaction, consensusNs }) {
    const body = transaction.body.consensusCreateTopic ?? {};
    if (body.customFees?.length || body.feeScheduleKey || body.feeExemptKeyList?.length) {
      throw new Refused("NOT_SUPPORTED");
    }
    const submitKey = optionalKey(body.submitKey, "INVALID_SUBMIT_KEY");
    const num = store.nextEntityNum();
    store.insertTopic({
      num,
      memo: checkMemo(body.memo),
      adminKey: body.adminKey ? encodeKey(body.adminKey) : null,
      submitKey: submitKey ? encodeKey(submitKey) : null,
      autoRenewS: autoRenewPeriod(body.autoRenewPeriod),
      autoRenewNum: accountNum(body.autoRenewAccount) ?? null,
      createdNs: consensusNs,
      sequence: 0n,
      runningHash: genesisRunningHash,
    });
    return { receipt: { topicID: topicId(num) }, entityNum: num };
  },
};

export const submitMessage: BodyHandler = {
  price(body) {
    const length = BigInt(body.consensusSubmitMessage?.message?.length ?? 0);
    const extra = length > includedMessageBytes ? length - includedMessageBytes : 0n;
    return servicePrices.submitMessage + extra * servicePrices.messageByte;
  },
  target: (body) => topicNum(body.consensusSubmitMessage?.topicID),
  keys(body, { store }) {
    const { submitKey } = topicOf(body, store);
    return submitKey ? [decodeKey(submitKey)] : [];
  },
  handle({ store, transaction, consensusNs }) {
    const body = transaction.body.consensusSubmitMessage;
    const message = body?.message ?? new Uint8Array();
    if (message.length === 0) throw new Refused("INVALID_TOPIC_MESSAGE");
    if (message.length > maxMessageBytes) throw new Refused("MESSAGE_SIZE_TOO_LARGE");
    const topic = topicOf(transaction.body, store);
    checkChunk(body?.chunkInfo, transaction);
    const sequence = topic.sequence + 1n;
    const runningHash = runningHashV3({
      previous: topic.runningHash,
      payer: idText(transaction.payerNum),
      topicId: idText(topic.num),
      consensusTimestamp: textFromNs(consensusNs),
      sequenceNumber: sequence,
      message,
    });
    store.insertMessage({
      topicNum: topic.num,
      sequence,
      consensusNs,
      payerNum: transaction.payerNum,
      message,
      runningHash,
      ...chunkColumns(body?.chunkInfo),
    });
    store.advanceTopic(topic.num, sequence, runningHash);
    return {
      receipt: {
        topicSequenceNumber: toLong(sequence),
        topicRunningHash: runningHash,
        topicRunningHashVersion: toLong(runningHashVersion),
      },
      entityNum: topic.num,
    };
  },
};

function topicOf(body: proto.TransactionBody, store: Store): TopicRow {
  const num = topicNum(body.consensusSubmitMessage?.topicID);
  const topic = num === undefined ? undefined : store.topic(num);
  if (topic === undefined) throw new Refused("INVALID_TOPIC_ID");
  return topic;
}

type ChunkInfo = proto.IConsensusMessageChunkInfo | null | undefined;

function checkChunk(chunk: ChunkInfo, transaction: ParsedTransaction): void {
  if (!chunk) return;
  const number = chunk.number ?? 0;
  if (number < 1 || number > (chunk.total ?? 0)) throw new Refused("INVALID_CHUNK_NUMBER");
  const initial = chunk.initialTransactionID;
  const startsHere = nsFromTimestamp(initial?.transactionValidStart) === transaction.id.validStartNs;
  if (accountNum(initial?.accountID) !== transaction.payerNum || (number === 1 && !startsHere)) {
    throw new Refused("INVALID_CHUNK_TRANSACTION_ID");
  }
}

function chunkColumns(chunk: ChunkInfo) {
  if (!chunk) return { chunkNumber: null, chunkTotal: null, initialStartNs: null };
  return {
    chunkNumber: BigInt(chunk.number ?? 0),
    chunkTotal: BigInt(chunk.total ?? 0),
    initialStartNs: nsFromTimestamp(chunk.initialTransactionID?.transactionValidStart),
  };
}
