import { createHash } from "node:crypto";
import { proto } from "@hiero-ledger/proto";
import { accountId, accountNum, fromLong, nsFromTimestamp, Refused, timestampFromNs } from "./wire.ts";

/** Name of the body's oneof member: `consensusSubmitMessage`, `cryptoCreateAccount`, ... */
export type BodyKind = NonNullable<proto.TransactionBody["data"]>;

/** A transaction's identity: one account, one valid start; with `scheduled`, what that account's schedule ran. */
export type TransactionKey = {
  readonly accountNum: bigint;
  readonly validStartNs: bigint;
  readonly scheduled: boolean;
};

/** A transaction as a node received it, decoded once. Times in nanoseconds since the Unix epoch. */
export type ParsedTransaction = {
  readonly kind: BodyKind;
  readonly body: proto.TransactionBody;
  readonly bodyBytes: Uint8Array;
  readonly signatures: readonly proto.ISignaturePair[];
  /** SHA-384 of the signed transaction bytes. */
  readonly hash: Uint8Array;
  readonly id: TransactionKey;
  /** The account of the id; of a scheduled transaction whom the schedule names. */
  readonly payerNum: bigint;
  readonly durationS: bigint;
  readonly nodeNum: bigint | undefined;
};

export function keyText(key: TransactionKey): string {
  return `${key.accountNum}@${key.validStartNs}${key.scheduled ? "?scheduled" : ""}`;
}

/** @throws Refused for an id that is none, or of a child. */
export function transactionKey(id: proto.ITransactionID | null | undefined): TransactionKey {
  const num = accountNum(id?.accountID);
  if (num === undefined || !id?.transactionValidStart) throw new Refused("INVALID_TRANSACTION_ID");
  const validStartNs = nsFromTimestamp(id.transactionValidStart);
  return { accountNum: num, validStartNs, scheduled: id.scheduled === true };
}

export function transactionIdOf(key: TransactionKey): proto.ITransactionID {
  return {
    accountID: accountId(key.accountNum),
    transactionValidStart: timestampFromNs(key.validStartNs),
    scheduled: key.scheduled,
  };
}

/** Receipts and duplicate detection live until valid start + 180 s. */
export const receiptLifeNs = 180_000_000_000n;

const maxTransactionBytes = 6144;

/** @throws Refused for bytes that are too many or no transaction. */
export function parseTransaction(raw: Uint8Array): ParsedTransaction {
  if (raw.length > maxTransactionBytes) throw new Refused("TRANSACTION_OVERSIZE");
  return parseSigned(decoded(() => proto.Transaction.decode(raw).signedTransactionBytes));
}

/** As {@link parseTransaction}, for a protobuf `SignedTransaction`, the form of a batch's parts. */
export function parseSigned(signedBytes: Uint8Array): ParsedTransaction {
  const signed = decoded(() => proto.SignedTransaction.decode(signedBytes));
  const body = decoded(() => proto.TransactionBody.decode(signed.bodyBytes));
  if (body.data === undefined) throw new Refused("INVALID_TRANSACTION_BODY");
  const id = body.transactionID;
  if (!id?.transactionValidStart) throw new Refused("INVALID_TRANSACTION_ID");
  if (id.scheduled || id.nonce) throw new Refused("TRANSACTION_ID_FIELD_NOT_ALLOWED");
  const payerNum = accountNum(id.accountID);
  if (payerNum === undefined) throw new Refused("PAYER_ACCOUNT_NOT_FOUND");
  return {
    kind: body.data,
    body,
    bodyBytes: signed.bodyBytes,
    signatures: signed.sigMap?.sigPair ?? [],
    hash: createHash("sha384").update(signedBytes).digest(),
    id: { accountNum: payerNum, validStartNs: nsFromTimestamp(id.transactionValidStart), scheduled: false },
    payerNum,
    durationS: fromLong(body.transactionValidDuration?.seconds),
    nodeNum: accountNum(body.nodeAccountID),
  };
}

/** What a schedule holds, as the transaction that the network runs by itself. It has no signatures of its own. */
export function scheduledTransaction(bytes: Uint8Array, id: TransactionKey, payerNum: bigint): ParsedTransaction {
  const { memo, transactionFee, data, ...members } = decoded(() => proto.SchedulableTransactionBody.decode(bytes));
  if (data === undefined) throw new Refused("INVALID_TRANSACTION_BODY");
  const body = proto.TransactionBody.create({
    ...members,
    memo,
    transactionFee,
    transactionID: transactionIdOf({ ...id, scheduled: true }),
  });
  const bodyBytes = proto.TransactionBody.encode(body).finish();
  return {
    kind: data,
    body,
    bodyBytes,
    signatures: [],
    hash: createHash("sha384").update(bodyBytes).digest(),
    id: { ...id, scheduled: true },
    payerNum,
    durationS: 0n,
    nodeNum: undefined,
  };
}

function decoded<T>(decode: () => T): T {
  try {
    return decode();
  } catch {
    throw new Refused("INVALID_TRANSACTION");
  }
}
