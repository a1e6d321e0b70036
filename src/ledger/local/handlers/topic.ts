import type { proto } from "@hiero-ledger/proto";
import { genesisRunningHash, runningHashV3 } from "../../../kernel/running-hash.ts";
import { includedMessageBytes, servicePrices } from "../fees.ts";
import { decodeKey, encodeKey, isSupportedKey } from "../keys.ts";
import type { ParsedTransaction } from "../transaction.ts";
import { accountNum, idText, nsFromTimestamp, Refused, textFromNs, toLong, topicId, topicNum } from "../wire.ts";
import type { BodyHandler, HandlerContext } from "./handler.ts";
import { autoRenewPeriod, checkMemo } from "./rules.ts";

const maxMessageBytes = 1024;
const runningHashVersion = 3n;

export const createTopic: BodyHandler = {
  price: () => servicePrices.createTopic,
  handle(context) {
    const { store, transaction, consensusNs } = context;
    const body = transaction.body.consensusCreateTopic ?? {};
    if (body.customFees?.length || body.feeScheduleKey || body.feeExemptKeyList?.length) {
      throw new Refused("NOT_SUPPORTED");
    }
    if (body.submitKey && !isSupportedKey(body.submitKey)) throw new Refused("INVALID_SUBMIT_KEY");
    if (body.adminKey && !isSupportedKey(body.adminKey)) throw new Refused("INVALID_ADMIN_KEY");
    if (body.adminKey && !context.isSignedBy(body.adminKey)) throw new Refused("INVALID_SIGNATURE");
    const num = store.nextEntityNum();
    store.insertTopic({
      num,
      memo: checkMemo(body.memo),
      adminKey: body.adminKey ? encodeKey(body.adminKey) : null,
      submitKey: body.submitKey ? encodeKey(body.submitKey) : null,
      autoRenewS: autoRenewPeriod(body.autoRenewPeriod),
      autoRenewNum: renewalPayer(body.autoRenewAccount, context),
      createdNs: consensusNs,
      sequence: 0n,
      runningHash: genesisRunningHash,
    });
    return { receipt: { topicID: topicId(num) }, entityNum: num };
  },
};

function renewalPayer(id: proto.IAccountID | null | undefined, context: HandlerContext): bigint | null {
  if (!id) return null;
  const num = accountNum(id);
  const account = num === undefined ? undefined : context.store.account(num);
  if (account === undefined) throw new Refused("INVALID_AUTORENEW_ACCOUNT");
  if (!context.isSignedBy(decodeKey(account.key))) throw new Refused("INVALID_SIGNATURE");
  return account.num;
}

export const submitMessage: BodyHandler = {
  price(body) {
    const length = BigInt(body.consensusSubmitMessage?.message?.length ?? 0);
    const extra = length > includedMessageBytes ? length - includedMessageBytes : 0n;
    return servicePrices.submitMessage + extra * servicePrices.messageByte;
  },
  target: (body) => topicNum(body.consensusSubmitMessage?.topicID),
  handle(context) {
    const { store, transaction, consensusNs } = context;
    const body = transaction.body.consensusSubmitMessage;
    const message = body?.message ?? new Uint8Array();
    if (message.length === 0) throw new Refused("INVALID_TOPIC_MESSAGE");
    if (message.length > maxMessageBytes) throw new Refused("MESSAGE_SIZE_TOO_LARGE");
    const num = topicNum(body?.topicID);
    const topic = num === undefined ? undefined : store.topic(num);
    if (topic === undefined) throw new Refused("INVALID_TOPIC_ID");
    if (topic.submitKey && !context.isSignedBy(decodeKey(topic.submitKey))) throw new Refused("INVALID_SIGNATURE");
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

type ChunkInfo = proto.IConsensusMessageChunkInfo | null | undefined;

function checkChunk(chunk: ChunkInfo, transaction: ParsedTransaction): void {
  if (!chunk) return;
  const number = chunk.number ?? 0;
  if (number < 1 || number > (chunk.total ?? 0)) throw new Refused("INVALID_CHUNK_NUMBER");
  const initial = chunk.initialTransactionID;
  const startsHere = nsFromTimestamp(initial?.transactionValidStart) === transaction.validStartNs;
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
