/**
 * Seeded pseudo-randomness for training and made-up data: never for secrets. Only 32-bit integer
 * operations and exact divisions, so a seed gives the same numbers on every machine.
 */
export type SeededRandom = {
  /** An integer 0 to 2^32 - 1. */
  uint32(): number;
  /** A number in [0, 1) with 53 random bits. */
  unit(): number;
  /** An integer 0 to n - 1, every one equally likely. */
  below(n: number): number;
};

const twoTo32 = 4_294_967_296;

/**
 * xoshiro128** (Blackman and Vigna, 2018), its state filled by splitmix32 from a seed and a stream
 * number: streams of one seed are independent, so trees can be grown in any order.
 *
 * @throws RangeError when seed or stream is not an integer 0 to 2^32 - 1.
 */
export function seededRandom(seed: number, stream = 0): SeededRandom {
  assertUint32(seed, "seed");
  assertUint32(stream, "stream");
  const fill = splitmix32(splitmix32(seed)() ^ Math.imul(stream, 0x9e3779b1));
  let [a, b, c, d] = [fill(), fill(), fill(), fill() | 1];

  const uint32 = (): number => {
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotateLeft(d, 11);
    return result;
  };
  const unit = (): number => ((uint32() >>> 5) * 67_108_864 + (uint32() >>> 6)) / 9_007_199_254_740_992;
  const below = (n: number): number => {
    if (!Number.isInteger(n) || n < 1 || n > twoTo32) throw new RangeError(`cannot draw below ${n}`);
    const fair = twoTo32 - (twoTo32 % n);
    let drawn = uint32();
    while (drawn >= fair) drawn = uint32();
    return drawn % n;
  };
  return { uint32, unit, below };
}

/** `count` different integers of 0 to n - 1 in random order: the head of a Fisher-Yates shuffle. */
export function sampleWithoutReplacement(random: SeededRandom, n: number, count: number): Uint32Array {
  if (count > n) throw new RangeError(`cannot draw ${count} of ${n} without replacement`);
  const indices = Uint32Array.from({ length: n }, (_, i) => i);
  for (let i = 0; i < count; i++) {
    const j = i + random.below(n - i);
    const drawn = indices[j] as number;
    indices[j] = indices[i] as number;
    indices[i] = drawn;
  }
  return indices.slice(0, count);
}

function splitmix32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return mixed ^ (mixed >>> 15);
  };
}

function rotateLeft(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by));
}

function assertUint32(value: number, name: string): void {
  if (!Number.isInteger(value) || value < 0 || value >= twoTo32) {
    throw new RangeError(`${name} must be an integer 0 to 4294967295, not ${value}`);
  }
}
