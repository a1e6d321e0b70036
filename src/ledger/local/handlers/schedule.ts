import { createHash } from "node:crypto";
import { proto } from "@hiero-ledger/proto";
import { servicePrices } from "../fees.ts";
import { encodeKey, isSatisfied, isSignedBy, publicKeysIn } from "../keys.ts";
import type { ScheduleRow, ScheduleStore } from "../schedule-store.ts";
import { type BodyKind, type ParsedTransaction, scheduledTransaction, transactionIdOf } from "../transaction.ts";
import { nsFromTimestamp, nsPerS, Refused, scheduleId, scheduleNum } from "../wire.ts";
import type { BodyHandler, HandlerContext, Outcome } from "./handler.ts";
import { accountOf, checkMemo, optionalKey, present } from "./rules.ts";

/** A schedule that names no expiration time lives this long. */
const defaultLifeNs = 1800n * nsPerS;
const maxLifeNs = 62n * 86_400n * nsPerS;
/**
 * Schedules that may end within the same second. Public networks keep a tenth of their capacity for them, which is this many
 * mints of all accounts together, whether they have run by then or not.
 */
const mostInASecond = 12;

/** Kinds that may be scheduled, of those that this ledger executes. */
const schedulable: readonly BodyKind[] = [
  "consensusSubmitMessage",
  "cryptoTransfer",
  "tokenMint",
  "tokenBurn",
  "cryptoCreateAccount",
  "consensusCreateTopic",
  "tokenCreation",
  "tokenAssociate",
  "tokenAirdrop",
  "tokenClaimAirdrop",
  "tokenCancelAirdrop",
  "scheduleDelete",
];

export const createSchedule: BodyHandler = {
  price: () => servicePrices.createSchedule,
  check({ scheduleCreate: body }) {
    checkMemo(body?.memo);
    const inner = innerBytes(body);
    const kind = proto.SchedulableTransactionBody.decode(inner).data;
    if (kind === undefined) throw new Refused("INVALID_TRANSACTION");
    if (!schedulable.includes(kind)) throw new Refused("SCHEDULED_TRANSACTION_NOT_IN_WHITELIST");
    checkMemo(body?.scheduledTransactionBody?.memo);
  },
  keys: ({ scheduleCreate: body }) => present(optionalKey(body?.adminKey, "INVALID_ADMIN_KEY")),
  handle(context) {
    const { store, schedules, transaction, consensusNs } = context;
    const body = transaction.body.scheduleCreate ?? {};
    const identity = identityOf(body);
    const payer = body.payerAccountID
      ? accountOf(body.payerAccountID, context, "INVALID_SCHEDULE_PAYER_ID").num
      : transaction.payerNum;
    const expirationNs = expirationOf(body, consensusNs);
    const existing = schedules.identical(identity, consensusNs);
    if (existing !== undefined) throw new Refused("IDENTICAL_SCHEDULE_ALREADY_CREATED", receiptOf(existing));
    if (schedules.endingIn(expirationNs / nsPerS) >= mostInASecond) throw new Refused("SCHEDULE_EXPIRY_IS_BUSY");
    const num = store.nextEntityNum();
    const schedule: ScheduleRow = {
      num,
      creatorNum: transaction.id.accountNum,
      creatorStartNs: transaction.id.validStartNs,
      payerNum: payer,
      adminKey: body.adminKey ? encodeKey(body.adminKey) : null,
      memo: body.memo ?? "",
      body: innerBytes(body),
      identity,
      expirationNs,
      waitForExpiry: body.waitForExpiry ? 1n : 0n,
      createdNs: consensusNs,
      executedNs: null,
      deletedNs: null,
      lapsed: 0n,
    };
    const required = requiredKeys(schedule, context);
    schedules.insertSchedule(schedule);
    addSignatures(schedule, required, context);
    runWhenSigned(schedule, required, context);
    return outcomeOf(schedule);
  },
};

export const signSchedule: BodyHandler = {
  price: () => servicePrices.signSchedule,
  target: (body) => scheduleNum(body.scheduleSign?.scheduleID),
  handle(context) {
    const schedule = openSchedule(context.transaction.body.scheduleSign?.scheduleID, context);
    const required = requiredKeys(schedule, context);
    if (addSignatures(schedule, required, context) === 0) throw new Refused("NO_NEW_VALID_SIGNATURES");
    runWhenSigned(schedule, required, context);
    return outcomeOf(schedule);
  },
};

export const deleteSchedule: BodyHandler = {
  price: () => servicePrices.signSchedule,
  target: (body) => scheduleNum(body.scheduleDelete?.scheduleID),
  keys({ scheduleDelete: body }, { schedules }) {
    const schedule = known(body?.scheduleID, schedules);
    if (schedule.adminKey === null) throw new Refused("SCHEDULE_IS_IMMUTABLE");
    return [proto.Key.decode(schedule.adminKey)];
  },
  handle(context) {
    const schedule = openSchedule(context.transaction.body.scheduleDelete?.scheduleID, context);
    context.schedules.markDeleted(schedule.num, context.consensusNs);
    return { receipt: { scheduleID: scheduleId(schedule.num) }, entityNum: schedule.num };
  },
};

type Creation = proto.IScheduleCreateTransactionBody;

function innerBytes(body: Creation | null | undefined): Uint8Array {
  if (!body?.scheduledTransactionBody) throw new Refused("INVALID_TRANSACTION");
  return proto.SchedulableTransactionBody.encode(body.scheduledTransactionBody).finish();
}

/** Payer and creator are no part of it, as on the public networks. Every field is framed by its length. */
function identityOf(body: Creation): Uint8Array {
  const hash = createHash("sha256");
  const expiration = body.expirationTime ? nsFromTimestamp(body.expirationTime).toString() : "";
  const parts = [
    innerBytes(body),
    Buffer.from(body.memo ?? ""),
    body.adminKey ? encodeKey(body.adminKey) : new Uint8Array(),
    Buffer.from(expiration),
    Buffer.from(body.waitForExpiry ? "wait" : ""),
  ];
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest();
}

function expirationOf(body: Creation, consensusNs: bigint): bigint {
  if (!body.expirationTime) return consensusNs + defaultLifeNs;
  const expirationNs = nsFromTimestamp(body.expirationTime);
  if (expirationNs <= consensusNs) {
    throw new Refused("SCHEDULE_EXPIRATION_TIME_MUST_BE_HIGHER_THAN_CONSENSUS_TIME");
  }
  if (expirationNs > consensusNs + maxLifeNs) throw new Refused("SCHEDULE_EXPIRATION_TIME_TOO_FAR_IN_FUTURE");
  return expirationNs;
}

/** The transaction that the schedule runs: its creator's id, marked as scheduled. */
export function transactionOf(schedule: ScheduleRow): ParsedTransaction {
  const id = { accountNum: schedule.creatorNum, validStartNs: schedule.creatorStartNs, scheduled: true };
  return scheduledTransaction(schedule.body, id, schedule.payerNum);
}

function requiredKeys(schedule: ScheduleRow, context: HandlerContext): readonly proto.IKey[] {
  try {
    return context.keysOf(transactionOf(schedule));
  } catch (error) {
    throw error instanceof Refused ? new Refused("UNRESOLVABLE_REQUIRED_SIGNERS") : error;
  }
}

/** Keeps the required public keys that signed this transaction. Returns how many are new. */
function addSignatures(schedule: ScheduleRow, required: readonly proto.IKey[], context: HandlerContext): number {
  const { schedules, transaction, consensusNs } = context;
  const before = new Set(signedHex(schedule.num, schedules));
  const wanted = new Map(required.flatMap(publicKeysIn).map((key) => [Buffer.from(key).toString("hex"), key]));
  const added = [...wanted].flatMap(([hex, publicKey]) => {
    const signature = before.has(hex) ? undefined : signatureBy(publicKey, transaction);
    return signature === undefined ? [] : [{ publicKey, signature, consensusNs }];
  });
  for (const row of added) schedules.addSignature(schedule.num, row);
  return added.length;
}

function signatureBy(ed25519: Uint8Array, { signatures, bodyBytes }: ParsedTransaction): Uint8Array | undefined {
  return signatures.find((pair) => isSignedBy({ ed25519 }, [pair], bodyBytes))?.ed25519 ?? undefined;
}

function signedHex(num: bigint, schedules: ScheduleStore): string[] {
  return schedules.signatures(num).map(({ publicKey }) => Buffer.from(publicKey).toString("hex"));
}

/** True if the signatures gathered so far are all that the scheduled transaction needs. */
export function isReady(schedule: ScheduleRow, required: readonly proto.IKey[], schedules: ScheduleStore): boolean {
  const signed = new Set(signedHex(schedule.num, schedules));
  return required.every((key) => isSatisfied(key, (publicKey) => signed.has(Buffer.from(publicKey).toString("hex"))));
}

/** Runs once, whatever its result: an executed schedule takes no further signature. */
function runWhenSigned(schedule: ScheduleRow, required: readonly proto.IKey[], context: HandlerContext): void {
  const { schedules } = context;
  if (schedule.waitForExpiry === 1n || !isReady(schedule, required, schedules)) return;
  const publicKeys = schedules.signatures(schedule.num).map((signature) => signature.publicKey);
  schedules.markExecuted(schedule.num, context.runScheduled(transactionOf(schedule), publicKeys));
}

function known(id: proto.IScheduleID | null | undefined, schedules: ScheduleStore): ScheduleRow {
  const num = scheduleNum(id);
  const schedule = num === undefined ? undefined : schedules.schedule(num);
  if (schedule === undefined) throw new Refused("INVALID_SCHEDULE_ID");
  return schedule;
}

function openSchedule(
  id: proto.IScheduleID | null | undefined,
  { schedules, consensusNs }: HandlerContext,
): ScheduleRow {
  const schedule = known(id, schedules);
  if (schedule.deletedNs !== null) throw new Refused("SCHEDULE_ALREADY_DELETED");
  if (schedule.executedNs !== null) throw new Refused("SCHEDULE_ALREADY_EXECUTED");
  if (schedule.expirationNs <= consensusNs) throw new Refused("INVALID_SCHEDULE_ID");
  return schedule;
}

function receiptOf(schedule: ScheduleRow): proto.ITransactionReceipt {
  return { scheduleID: scheduleId(schedule.num), scheduledTransactionID: transactionIdOf(transactionOf(schedule).id) };
}

function outcomeOf(schedule: ScheduleRow): Outcome {
  return { receipt: receiptOf(schedule), entityNum: schedule.num };
}
