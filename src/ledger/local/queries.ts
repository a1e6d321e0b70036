import { proto } from "@hiero-ledger/proto";
import { decodeKey } from "./keys.ts";
import type { EntryRow, Store } from "./store.ts";
import { ledgerId, nftInfo, scheduleInfo, tokenInfo, tokenPartOfRecord } from "./token-queries.ts";
import { receiptLifeNs, type TransactionKey, transactionKey } from "./transaction.ts";
import { decisiveEntry } from "./verdict.ts";
import {
  accountId,
  accountNum,
  nsPerS,
  Refused,
  type StatusName,
  statusCode,
  timestampFromNs,
  tokenId,
  toLong,
  topicId,
  topicNum,
} from "./wire.ts";

/** Name of the query's oneof member. */
export type QueryKind = NonNullable<proto.Query["query"]>;

export type QueryContext = {
  readonly store: Store;
  readonly nowNs: bigint;
  /** True if this node took a transaction with the id, and its window is still open. */
  readonly isPendingHere: (key: TransactionKey) => boolean;
};

/** Answers one kind of query, header apart. @throws Refused with the precheck code of the header. */
type QueryHandler = (query: proto.Query, context: QueryContext) => object;

/** The versions this node reports: the HAPI line its shapes and prices follow. */
export const hapiVersion = { major: 0, minor: 73, patch: 0 } as const;

const queryHandlers: Readonly<Partial<Record<QueryKind, QueryHandler>>> = {
  transactionGetReceipt: receipt,
  transactionGetRecord: record,
  cryptogetAccountBalance: balance,
  cryptoGetInfo: accountInfo,
  consensusGetTopicInfo: topicInfo,
  tokenGetInfo: (query, { store }) => tokenInfo(query, store),
  tokenGetNftInfo: (query, { store }) => nftInfo(query, store),
  scheduleGetInfo: (query, { store, nowNs }) => scheduleInfo(query, store, nowNs),
  networkGetVersionInfo: () => ({ hapiProtoVersion: hapiVersion, hederaServicesVersion: hapiVersion }),
};

/** Two members of the response are not named as their query. */
const responseNames: Partial<Record<QueryKind, keyof proto.IResponse>> = {
  contractGetBytecode: "contractGetBytecodeResponse",
  ContractGetRecords: "contractGetRecordsResponse",
};

/** Every query is free: its cost is 0, and a payment sent along is not executed. */
export function answerQuery(query: proto.Query, context: QueryContext): Uint8Array {
  const kind = query.query;
  const asksCost = requestHeader(query)?.responseType === proto.ResponseType.COST_ANSWER;
  try {
    const handler = kind === undefined ? undefined : queryHandlers[kind];
    if (handler === undefined) throw new Refused("NOT_SUPPORTED");
    return encodeResponse(query, "OK", asksCost ? {} : handler(query, context));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return encodeResponse(query, error.status, {});
  }
}

/** A response with this precheck code in its header. */
export function encodeResponse(query: proto.Query, status: StatusName, answer: object): Uint8Array {
  const kind = query.query ?? "transactionGetReceipt";
  const header = {
    nodeTransactionPrecheckCode: statusCode(status),
    responseType: requestHeader(query)?.responseType ?? proto.ResponseType.ANSWER_ONLY,
    cost: toLong(0n),
  };
  return proto.Response.encode({ [responseNames[kind] ?? kind]: { ...answer, header } }).finish();
}

function requestHeader(query: proto.Query): proto.IQueryHeader | null | undefined {
  const member = query.query === undefined ? undefined : query[query.query];
  return member?.header;
}

/** What nodes still remember of an id: nothing once its window has closed, success or not. */
function rememberedEntries(key: TransactionKey, context: QueryContext): EntryRow[] {
  return context.nowNs > key.validStartNs + receiptLifeNs ? [] : context.store.entries(key);
}

function receipt(query: proto.Query, context: QueryContext): object {
  const asked = query.transactionGetReceipt;
  const key = transactionKey(asked?.transactionID);
  // Nothing here makes children with a nonce.
  const entries = asked?.transactionID?.nonce ? [] : rememberedEntries(key, context);
  const decisive = decisiveEntry(entries);
  if (decisive !== undefined) {
    const others = asked?.includeDuplicates ? entries.filter((entry) => entry !== decisive) : [];
    return { receipt: decodeReceipt(decisive), duplicateTransactionReceipts: others.map(decodeReceipt) };
  }
  if (!context.isPendingHere(key)) throw new Refused("RECEIPT_NOT_FOUND");
  return { receipt: { status: proto.ResponseCodeEnum.UNKNOWN } };
}

function record(query: proto.Query, context: QueryContext): object {
  const asked = query.transactionGetRecord;
  const entries = rememberedEntries(transactionKey(asked?.transactionID), context);
  const decisive = decisiveEntry(entries);
  if (decisive === undefined) throw new Refused("RECORD_NOT_FOUND");
  const others = asked?.includeDuplicates ? entries.filter((entry) => entry !== decisive) : [];
  const toRecord = (entry: EntryRow) => recordOf(entry, context.store);
  return { transactionRecord: toRecord(decisive), duplicateTransactionRecords: others.map(toRecord) };
}

function decodeReceipt(entry: EntryRow): proto.ITransactionReceipt {
  return proto.TransactionReceipt.decode(entry.receipt);
}

function recordOf(entry: EntryRow, store: Store): proto.ITransactionRecord {
  return {
    ...tokenPartOfRecord(entry, store),
    receipt: decodeReceipt(entry),
    transactionHash: entry.hash,
    consensusTimestamp: timestampFromNs(entry.consensusNs),
    transactionID: {
      accountID: accountId(entry.payerNum),
      transactionValidStart: timestampFromNs(entry.validStartNs),
      scheduled: entry.scheduled === 1n,
      nonce: Number(entry.nonce),
    },
    memo: entry.memo,
    transactionFee: toLong(entry.fee),
    transferList: {
      accountAmounts: store
        .transfers(entry.consensusNs)
        .map((transfer) => ({ accountID: accountId(transfer.accountNum), amount: toLong(transfer.amount) })),
    },
  };
}

function knownAccount(id: proto.IAccountID | null | undefined, context: QueryContext) {
  const num = accountNum(id);
  const account = num === undefined ? undefined : context.store.account(num);
  if (account === undefined) throw new Refused("INVALID_ACCOUNT_ID");
  return account;
}

function balance(query: proto.Query, context: QueryContext): object {
  const account = knownAccount(query.cryptogetAccountBalance?.accountID, context);
  const holdings = context.store.many<{ tokenNum: bigint; balance: bigint; decimals: bigint }>(
    "SELECT token_num, balance, decimals FROM holding JOIN token ON token.num = token_num WHERE account_num = ?",
    account.num,
  );
  const tokenBalances = holdings.map((row) => ({
    tokenId: tokenId(row.tokenNum),
    balance: toLong(row.balance),
    decimals: Number(row.decimals),
  }));
  return { accountID: accountId(account.num), balance: toLong(account.balance), tokenBalances };
}

function accountInfo(query: proto.Query, context: QueryContext): object {
  const account = knownAccount(query.cryptoGetInfo?.accountID, context);
  return {
    accountInfo: {
      accountID: accountId(account.num),
      contractAccountID: account.num.toString(16).padStart(40, "0"),
      key: decodeKey(account.key),
      balance: toLong(account.balance),
      receiverSigRequired: account.receiverSigRequired === 1n,
      expirationTime: timestampFromNs(account.createdNs + account.autoRenewS * nsPerS),
      autoRenewPeriod: { seconds: toLong(account.autoRenewS) },
      memo: account.memo,
      maxAutomaticTokenAssociations: Number(account.maxTokenAssociations),
      ledgerId,
    },
  };
}

function topicInfo(query: proto.Query, context: QueryContext): object {
  const num = topicNum(query.consensusGetTopicInfo?.topicID);
  const topic = num === undefined ? undefined : context.store.topic(num);
  if (topic === undefined) throw new Refused("INVALID_TOPIC_ID");
  return {
    topicID: topicId(topic.num),
    topicInfo: {
      memo: topic.memo,
      runningHash: topic.runningHash,
      sequenceNumber: toLong(topic.sequence),
      expirationTime: timestampFromNs(topic.createdNs + topic.autoRenewS * nsPerS),
      ...(topic.adminKey && { adminKey: decodeKey(topic.adminKey) }),
      ...(topic.submitKey && { submitKey: decodeKey(topic.submitKey) }),
      autoRenewPeriod: { seconds: toLong(topic.autoRenewS) },
      ...(topic.autoRenewNum !== null && { autoRenewAccount: accountId(topic.autoRenewNum) }),
      ledgerId,
    },
  };
}
