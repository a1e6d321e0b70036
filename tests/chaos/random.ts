import { type SeededRandom, seededRandom } from "../../src/fraud/random.ts";

/** Draws everything once in a seeded order before anything comes again. */
export class Deck<T> {
  readonly #all: readonly T[];
  readonly #random: SeededRandom;
  #rest: T[];

  constructor(all: readonly T[], random: SeededRandom) {
    this.#all = all;
    this.#random = random;
    this.#rest = [...all];
  }

  /** @param isWanted what to prefer as long as there is any of it, in this round or not */
  draw(isWanted: (one: T) => boolean = () => true): T {
    const wanted = [this.#rest.filter(isWanted), this.#all.filter(isWanted), this.#rest].find(
      (some) => some.length > 0,
    );
    const drawn = wanted?.[this.#random.below(wanted.length)] as T;
    this.take(drawn);
    return drawn;
  }

  /** What is still to come in this round. */
  get rest(): readonly T[] {
    return this.#rest;
  }

  take(one: T): void {
    this.#rest = this.#rest.filter((other) => other !== one);
    if (this.#rest.length === 0) this.#rest = [...this.#all];
  }

  /** It could not be played: it comes again in this round. */
  giveBack(drawn: T): void {
    if (!this.#rest.includes(drawn)) this.#rest.push(drawn);
  }
}

/** Independent streams of one seed, one for each who draws. */
export const streamOf = (seed: number, who: number): SeededRandom => seededRandom(seed, who);

/** An integer from `least` to `most`, both included. */
export const between = (random: SeededRandom, least: number, most: number): number =>
  least + random.below(most - least + 1);
