import { createHash } from "node:crypto";
import { proto } from "@hiero-ledger/proto";
import { accountNum, fromLong, nsFromTimestamp, Refused } from "./wire.ts";

/** Name of the body's oneof member: `consensusSubmitMessage`, `cryptoCreateAccount`, ... */
export type BodyKind = NonNullable<proto.TransactionBody["data"]>;

/** A transaction as a node received it, decoded once. Times in nanoseconds since the Unix epoch. */
export type ParsedTransaction = {
  readonly kind: BodyKind;
  readonly body: proto.TransactionBody;
  readonly bodyBytes: Uint8Array;
  readonly signatures: readonly proto.ISignaturePair[];
  /** SHA-384 of the signed transaction bytes. */
  readonly hash: Uint8Array;
  readonly payerNum: bigint;
  readonly validStartNs: bigint;
  readonly durationS: bigint;
  readonly nodeNum: bigint | undefined;
};

/** A transaction's identity: one payer, one valid start. */
export type TransactionKey = Pick<ParsedTransaction, "payerNum" | "validStartNs">;

export function keyText(key: TransactionKey): string {
  return `${key.payerNum}@${key.validStartNs}`;
}

/** Receipts and duplicate detection live until valid start + 180 s. */
export const receiptLifeNs = 180_000_000_000n;

const maxTransactionBytes = 6144;

/** @throws Refused for bytes that are too many or no transaction. */
export function parseTransaction(raw: Uint8Array): ParsedTransaction {
  if (raw.length > maxTransactionBytes) throw new Refused("TRANSACTION_OVERSIZE");
  const { signedBytes, signed, body } = decode(raw);
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
    payerNum,
    validStartNs: nsFromTimestamp(id.transactionValidStart),
    durationS: fromLong(body.transactionValidDuration?.seconds),
    nodeNum: accountNum(body.nodeAccountID),
  };
}

function decode(raw: Uint8Array) {
  try {
    const signedBytes = proto.Transaction.decode(raw).signedTransactionBytes;
    const signed = proto.SignedTransaction.decode(signedBytes);
    return { signedBytes, signed, body: proto.TransactionBody.decode(signed.bodyBytes) };
  } catch {
    throw new Refused("INVALID_TRANSACTION");
  }
}
