/**
 * Seeded pseudo-randomness for made-up data: never for secrets. Only 32-bit integer operations and exact
 * divisions, so a seed gives the same numbers on every machine.
 */
export type Random = {
  /** A number in [0, 1) with 32 random bits. */
  unit(): number;
  between(from: number, to: number): number;
  /** An integer from `from` to `to`, both included. */
  whole(from: number, to: number): number;
  chance(probability: number): boolean;
  /** About normal, mean 0 and standard deviation 1, within -3.5 to 3.5: four uniform draws, centred and scaled. */
  bell(): number;
  pick<T>(choices: readonly T[]): T;
};

const twoTo32 = 4_294_967_296;
/** Standard deviation of a sum of four uniform draws is 1 / sqrt(3). */
const bellScale = 1.7320508075688772;

/**
 * sfc32 (Doty-Humphrey, PractRand), its state mixed from a seed and a stream number: streams of one seed
 * are independent, so that weather, machine and instruments can be drawn apart.
 *
 * @throws RangeError when seed or stream is not an integer 0 to 2^32 - 1.
 */
export function randomOf(seed: number, stream = 0): Random {
  for (const value of [seed, stream]) {
    if (!Number.isInteger(value) || value < 0 || value >= twoTo32) {
      throw new RangeError(`a seed is an integer 0 to 4294967295, not ${value}`);
    }
  }
  let [a, b, c] = [mix(seed), mix(seed ^ 0x5bd1e995), mix(Math.imul(stream + 1, 0x9e3779b1))];
  let counter = 1;
  const uint32 = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  for (let i = 0; i < 15; i++) uint32();

  const unit = () => uint32() / twoTo32;
  const between = (from: number, to: number) => from + (to - from) * unit();
  const whole = (from: number, to: number) => from + Math.floor((to - from + 1) * unit());
  return {
    unit,
    between,
    whole,
    chance: (probability) => unit() < probability,
    bell: () => (unit() + unit() + unit() + unit() - 2) * bellScale,
    pick: <T>(choices: readonly T[]) => choices[whole(0, choices.length - 1)] as T,
  };
}

/** The finaliser of MurmurHash3 (Appleby): every bit of the input reaches every bit of the output. */
function mix(value: number): number {
  let mixed = value | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
