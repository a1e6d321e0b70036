import { sha384 } from "@noble/hashes/sha2.js";

/** What enters the running hash of one topic message. */
export type RunningHashInput = {
  /** The topic's running hash before this message, 48 bytes; 48 zero bytes before the first. */
  readonly previous: Uint8Array;
  /** The account that pays, `0.0.N`. */
  readonly payer: string;
  /** `0.0.N`. */
  readonly topicId: string;
  /** Seconds and nanoseconds since the Unix epoch, nine decimals: `1683553059.977315003`. */
  readonly consensusTimestamp: string;
  /** The message's number in its topic, from 1. */
  readonly sequenceNumber: bigint;
  readonly message: Uint8Array;
};

/** The running hash of a topic that has no message yet. */
export const genesisRunningHash: Uint8Array = new Uint8Array(48);

const hashLength = 48;
const blockDataLength = 76;
const version = 3n;

// The network hashes the bytes that Java's ObjectOutputStream writes (Java Object Serialization
// Specification, chapter 6), so the stream's markers are part of the hash.
const streamHeader = [0xac, 0xed, 0x00, 0x05];
// TC_ARRAY, then TC_CLASSDESC of byte[]: name "[B", serialVersionUID, flags, no fields, end, no super class.
const firstByteArray = [
  0x75, 0x72, 0x00, 0x02, 0x5b, 0x42, 0xac, 0xf3, 0x17, 0xf8, 0x06, 0x08, 0x54, 0xe0, 0x02, 0x00, 0x00, 0x78, 0x70,
];
const blockData = [0x77, blockDataLength];
// TC_ARRAY, then TC_REFERENCE to the class description above.
const nextByteArray = [0x75, 0x71, 0x00, 0x7e, 0x00, 0x00];
const lengthOfHash = [0x00, 0x00, 0x00, hashLength];

/**
 * The running hash (version 3) of a topic after one more message: SHA-384, 48 bytes. Equal to
 * `running_hash` of public mirrors, so a chain of messages can be checked without trusting a mirror.
 *
 * @throws TypeError if an id or the time is malformed, or `previous` is not 48 bytes long.
 */
export function runningHashV3(input: RunningHashInput): Uint8Array {
  if (input.previous.length !== hashLength) throw new TypeError("a running hash has 48 bytes");
  return sha384(
    concat([
      streamHeader,
      firstByteArray,
      lengthOfHash,
      input.previous,
      blockData,
      facts(input),
      nextByteArray,
      lengthOfHash,
      sha384(input.message),
    ]),
  );
}

function facts(input: RunningHashInput): Uint8Array {
  const bytes = new Uint8Array(blockDataLength);
  const view = new DataView(bytes.buffer);
  const time = /^(\d{1,18})\.(\d{9})$/.exec(input.consensusTimestamp);
  if (time === null) throw new TypeError("a consensus timestamp has the form SECONDS.NNNNNNNNN");
  const longs = [version, ...entity(input.payer), ...entity(input.topicId), BigInt(time[1] ?? 0)];
  longs.forEach((value, i) => {
    view.setBigInt64(8 * i, value);
  });
  view.setInt32(8 * longs.length, Number(time[2]));
  view.setBigInt64(8 * longs.length + 4, input.sequenceNumber);
  return bytes;
}

function entity(id: string): bigint[] {
  if (!/^\d{1,18}\.\d{1,18}\.\d{1,18}$/.test(id)) throw new TypeError("an entity id has the form SHARD.REALM.NUMBER");
  return id.split(".").map(BigInt);
}

function concat(parts: readonly ArrayLike<number>[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}
