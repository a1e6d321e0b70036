import { ByteReader, ByteWriter } from "./bytes.ts";
import { readIntegers, writeIntegers } from "./column.ts";

/**
 * Readings of one device as columns, without loss: each value comes back as the very double that the record says. A
 * column is decimals of so many places as integers, where that is exact, else the bits of the doubles.
 */
export type PackedReading = {
  readonly seq: bigint;
  readonly endedAtMs: number;
  readonly quantities: Readonly<Record<string, number>>;
};

const version = 1;
export const mostReadings = 100_000;
const mostPlaces = 9;
/** The form of a column beside a number of decimal places. */
const bits = mostPlaces + 1;

export function packReadings(readings: readonly PackedReading[]): Uint8Array {
  if (readings.length > mostReadings) throw new Error(`a segment holds at most ${mostReadings} readings`);
  const to = new ByteWriter();
  to.count(version);
  to.count(readings.length);
  writeIntegers(
    to,
    readings.map(({ seq }) => seq),
  );
  writeIntegers(
    to,
    readings.map(({ endedAtMs }) => BigInt(endedAtMs)),
  );
  const names = [...new Set(readings.flatMap(({ quantities }) => Object.keys(quantities)))].sort();
  to.count(names.length);
  for (const name of names) {
    to.text(name);
    writeColumn(
      to,
      readings.map(({ quantities }) => quantities[name]),
    );
  }
  return to.done();
}

/** @throws if the bytes are not a segment */
export function unpackReadings(bytes: Uint8Array): PackedReading[] {
  const from = new ByteReader(bytes);
  const found = from.count(0xff);
  if (found !== version) throw new Error(`a packed segment is of version ${found}; this program knows ${version}`);
  const count = from.count(mostReadings);
  const seqs = readIntegers(from, count);
  const times = readIntegers(from, count);
  const quantities: Record<string, number>[] = seqs.map(() => ({}));
  for (let left = from.count(1_000); left > 0; left--) {
    const name = from.text();
    for (const [i, value] of readColumn(from, count).entries()) {
      if (value !== undefined) (quantities[i] as Record<string, number>)[name] = value;
    }
  }
  from.end();
  return seqs.map((seq, i) => ({
    seq,
    endedAtMs: Number(times[i]),
    quantities: quantities[i] as Record<string, number>,
  }));
}

function writeColumn(to: ByteWriter, values: readonly (number | undefined)[]): void {
  const present = values.map((value) => (value === undefined ? 0n : 1n));
  writeIntegers(to, present);
  const there = values.filter((value) => value !== undefined);
  const places = placesOf(there);
  to.count(places ?? bits);
  writeIntegers(to, places === undefined ? there.map(bitsOf) : there.map((value) => scaled(value, places)));
}

function readColumn(from: ByteReader, count: number): (number | undefined)[] {
  const present = readIntegers(from, count);
  const there = present.filter((one) => one === 1n).length;
  const form = from.count(bits);
  const integers = readIntegers(from, there);
  let next = 0;
  return present.map((one) => {
    if (one !== 1n) return undefined;
    const integer = integers[next++] as bigint;
    return form === bits ? ofBits(integer) : unscaled(integer, form);
  });
}

/** Powers of ten up to here are doubles without rounding. */
const tens = Array.from({ length: mostPlaces + 1 }, (_, places) => Number(`1e${places}`));

const scaled = (value: number, places: number) => BigInt(Math.round(value * (tens[places] as number)));

/** The double nearest to the decimal: a whole double over a power of ten is rounded once. */
const unscaled = (integer: bigint, places: number) => Number(integer) / (tens[places] as number);

/** Fewest decimal places in which every value comes back as it is; undefined: none are enough. */
function placesOf(values: readonly number[]): number | undefined {
  const comesBack = (value: number, places: number) => {
    const whole = Math.round(value * (tens[places] as number));
    return Number.isSafeInteger(whole) && !Object.is(whole, -0) && Object.is(unscaled(BigInt(whole), places), value);
  };
  let places = 0;
  for (const value of values) {
    while (places <= mostPlaces && !comesBack(value, places)) places++;
    if (places > mostPlaces) return undefined;
  }
  return values.every((value) => comesBack(value, places)) ? places : undefined;
}

const double = new DataView(new ArrayBuffer(8));

function bitsOf(value: number): bigint {
  double.setFloat64(0, value);
  return double.getBigInt64(0);
}

function ofBits(value: bigint): number {
  double.setBigInt64(0, value);
  return double.getFloat64(0);
}
