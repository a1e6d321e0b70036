import { proto } from "@hiero-ledger/proto";

/** A response code by its name in the protobuf definition; results are stored and shown by name. */
export type StatusName = keyof typeof proto.ResponseCodeEnum;

type Long = NonNullable<proto.ITimestamp["seconds"]>;

export const nsPerS = 1_000_000_000n;

/** Raised where a transaction or query is refused for a reason the network has a code for. */
export class Refused extends Error {
  readonly status: StatusName;
  /** What the receipt says besides the status. */
  readonly receipt: proto.ITransactionReceipt;

  constructor(status: StatusName, receipt: proto.ITransactionReceipt = {}) {
    super(status);
    this.name = "Refused";
    this.status = status;
    this.receipt = receipt;
  }
}

export function isStatusName(name: unknown): name is StatusName {
  return typeof name === "string" && Number.isNaN(Number(name)) && name in proto.ResponseCodeEnum;
}

export function statusCode(name: StatusName): proto.ResponseCodeEnum {
  return proto.ResponseCodeEnum[name];
}

/** The runtime encodes decimal strings as 64-bit integers exactly; its types only know Long objects. */
export function toLong(value: bigint): Long {
  return value.toString() as unknown as Long;
}

export function fromLong(value: Long | null | undefined): bigint {
  return value === null || value === undefined ? 0n : BigInt(value.toString());
}

/** The number of `0.0.N`; undefined for another shard or realm, an alias, or nothing. */
export function accountNum(id: proto.IAccountID | null | undefined): bigint | undefined {
  if (!id?.accountNum || fromLong(id.shardNum) !== 0n || fromLong(id.realmNum) !== 0n) return undefined;
  return fromLong(id.accountNum);
}

export function accountId(num: bigint): proto.IAccountID {
  return { shardNum: toLong(0n), realmNum: toLong(0n), accountNum: toLong(num) };
}

/** As {@link accountNum}, for topics. */
export function topicNum(id: proto.ITopicID | null | undefined): bigint | undefined {
  if (!id?.topicNum || fromLong(id.shardNum) !== 0n || fromLong(id.realmNum) !== 0n) return undefined;
  return fromLong(id.topicNum);
}

export function topicId(num: bigint): proto.ITopicID {
  return { shardNum: toLong(0n), realmNum: toLong(0n), topicNum: toLong(num) };
}

/** As {@link accountNum}, for tokens. */
export function tokenNum(id: proto.ITokenID | null | undefined): bigint | undefined {
  if (!id?.tokenNum || fromLong(id.shardNum) !== 0n || fromLong(id.realmNum) !== 0n) return undefined;
  return fromLong(id.tokenNum);
}

export function tokenId(num: bigint): proto.ITokenID {
  return { shardNum: toLong(0n), realmNum: toLong(0n), tokenNum: toLong(num) };
}

/** As {@link accountNum}, for schedules. */
export function scheduleNum(id: proto.IScheduleID | null | undefined): bigint | undefined {
  if (!id?.scheduleNum || fromLong(id.shardNum) !== 0n || fromLong(id.realmNum) !== 0n) return undefined;
  return fromLong(id.scheduleNum);
}

export function scheduleId(num: bigint): proto.IScheduleID {
  return { shardNum: toLong(0n), realmNum: toLong(0n), scheduleNum: toLong(num) };
}

export function idText(num: bigint): string {
  return `0.0.${num}`;
}

/** The number in `0.0.N` or a bare `N`; undefined for anything else. */
export function numFromText(text: string): bigint | undefined {
  const match = /^(?:0\.0\.)?(\d{1,18})$/.exec(text);
  return match?.[1] === undefined ? undefined : BigInt(match[1]);
}

/** Nanoseconds since the Unix epoch. */
export function nsFromTimestamp(time: proto.ITimestamp | null | undefined): bigint {
  return fromLong(time?.seconds) * nsPerS + BigInt(time?.nanos ?? 0);
}

export function timestampFromNs(ns: bigint): proto.ITimestamp {
  return { seconds: toLong(ns / nsPerS), nanos: Number(ns % nsPerS) };
}

/** `SECONDS.NNNNNNNNN`, as mirrors write it. */
export function textFromNs(ns: bigint): string {
  return `${ns / nsPerS}.${(ns % nsPerS).toString().padStart(9, "0")}`;
}

/** Reads `SECONDS` or `SECONDS.N` with up to nine decimals. */
export function nsFromText(text: string): bigint | undefined {
  const match = /^(\d{1,10})(?:\.(\d{1,9}))?$/.exec(text);
  if (match?.[1] === undefined) return undefined;
  return BigInt(match[1]) * nsPerS + BigInt((match[2] ?? "").padEnd(9, "0"));
}
