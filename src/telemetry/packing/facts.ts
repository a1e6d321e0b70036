import { ByteReader, ByteWriter } from "./bytes.ts";
import { readIntegers, writeIntegers } from "./column.ts";

/**
 * What the columns of a record's row say, beside its id and commitment, which follow from its bytes: enough to find a
 * record, and to count it, without unpacking any. Times in milliseconds since the epoch.
 */
export type RecordFacts = {
  readonly seq: bigint;
  readonly kind: string;
  readonly deviceId: string | null;
  readonly receivedAtMs: number;
  readonly endedAtMs: number | null;
  readonly intervalS: number | null;
  readonly status: string | null;
  /** As the column has it: a decimal of four places. */
  readonly trustScore: string | null;
};

const version = 1;
const mostRecords = 100_000;
const trustUnits = 10_000;

export function packFacts(facts: readonly RecordFacts[]): Uint8Array {
  if (facts.length > mostRecords) throw new Error("these are too many records for a segment");
  const to = new ByteWriter();
  to.count(version);
  to.count(facts.length);
  const numbers = (pick: (one: RecordFacts) => bigint | number | null) => writeSome(to, facts.map(pick));
  const words = (pick: (one: RecordFacts) => string | null) => writeWords(to, facts.map(pick));
  numbers(({ seq }) => seq);
  words(({ kind }) => kind);
  words(({ deviceId }) => deviceId);
  numbers(({ receivedAtMs }) => receivedAtMs);
  numbers(({ endedAtMs }) => endedAtMs);
  numbers(({ intervalS }) => intervalS);
  words(({ status }) => status);
  numbers(({ trustScore }) => (trustScore === null ? null : Math.round(Number(trustScore) * trustUnits)));
  return to.done();
}

/** @throws if the bytes are not a segment's facts */
export function unpackFacts(bytes: Uint8Array): RecordFacts[] {
  const from = new ByteReader(bytes);
  const found = from.count(0xff);
  if (found !== version) throw new Error(`facts of a segment are of version ${found}; this program knows ${version}`);
  const count = from.count(mostRecords);
  const seqs = readSome(from, count);
  const kinds = readWords(from, count);
  const devices = readWords(from, count);
  const received = readSome(from, count);
  const ended = readSome(from, count);
  const intervals = readSome(from, count);
  const statuses = readWords(from, count);
  const trust = readSome(from, count);
  from.end();
  return seqs.map((seq, i) => ({
    seq: seq as bigint,
    kind: kinds[i] as string,
    deviceId: devices[i] ?? null,
    receivedAtMs: Number(received[i]),
    endedAtMs: numberOf(ended[i]),
    intervalS: numberOf(intervals[i]),
    status: statuses[i] ?? null,
    trustScore: trust[i] == null ? null : (Number(trust[i]) / trustUnits).toFixed(4),
  }));
}

const numberOf = (value: bigint | null | undefined) => (value == null ? null : Number(value));

/** Integers, some of them absent. */
function writeSome(to: ByteWriter, values: readonly (bigint | number | null)[]): void {
  writeIntegers(
    to,
    values.map((value) => (value === null ? 0n : 1n)),
  );
  writeIntegers(
    to,
    values.flatMap((value) => (value === null ? [] : [BigInt(value)])),
  );
}

function readSome(from: ByteReader, count: number): (bigint | null)[] {
  const present = readIntegers(from, count);
  const there = readIntegers(from, present.filter((one) => one === 1n).length);
  let next = 0;
  return present.map((one) => (one === 1n ? (there[next++] as bigint) : null));
}

/** Words of which there are few: each once, then which; 0 is none. */
function writeWords(to: ByteWriter, values: readonly (string | null)[]): void {
  const words = [...new Set(values.filter((value) => value !== null))];
  const places = new Map(words.map((word, i) => [word, BigInt(i + 1)]));
  to.count(words.length);
  for (const word of words) to.text(word);
  writeIntegers(
    to,
    values.map((value) => (value === null ? 0n : (places.get(value) as bigint))),
  );
}

function readWords(from: ByteReader, count: number): (string | null)[] {
  const words: string[] = [];
  for (let left = from.count(mostRecords); left > 0; left--) words.push(from.text());
  return readIntegers(from, count).map((place) => {
    if (place === 0n) return null;
    const word = words[Number(place) - 1];
    if (word === undefined) throw new Error("a packed column names a word that is not there");
    return word;
  });
}
