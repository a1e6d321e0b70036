import type { Actor } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";

/** How many streams may be open at one gateway at once. 0: no limit. */
export type StreamLimits = { readonly perCredential: number; readonly perOrg: number; readonly all: number };

/** One stream's place among them. */
export type Place = { leave(): void };

export class StreamPlaces {
  readonly #limits: StreamLimits;
  readonly #taken = new Map<string, number>();
  #all = 0;

  constructor(limits: StreamLimits) {
    this.#limits = limits;
  }

  /** @throws {Fault} `too-much-in-work` for the caller's own limits, `overloaded` when the gateway is full or stops */
  take({ orgId, keyId }: Pick<Actor, "orgId" | "keyId">, isStopped: boolean): Place {
    const { perCredential, perOrg, all } = this.#limits;
    if (isStopped || (all > 0 && this.#all >= all)) {
      throw new Fault("overloaded", "This gateway has all the streams that it can serve.", { retryAfterS: 5 });
    }
    // Ids hold no line feed.
    const [credential, org] = [`${orgId}\n${keyId}`, orgId];
    this.#require(credential, perCredential, "Your key or session");
    this.#require(org, perOrg, "Your organisation");
    for (const name of [credential, org]) this.#taken.set(name, (this.#taken.get(name) ?? 0) + 1);
    this.#all++;
    let isTaken = true;
    return {
      leave: () => {
        if (!isTaken) return;
        isTaken = false;
        this.#all--;
        for (const name of [credential, org]) this.#giveBack(name);
      },
    };
  }

  #require(name: string, most: number, who: string): void {
    if (most === 0 || (this.#taken.get(name) ?? 0) < most) return;
    const detail = `${who} has ${most} live streams open at this gateway, which is all it may: end one, or ask for more in one.`;
    throw new Fault("too-much-in-work", detail, { retryAfterS: 5 });
  }

  #giveBack(name: string): void {
    const left = (this.#taken.get(name) ?? 1) - 1;
    if (left === 0) this.#taken.delete(name);
    else this.#taken.set(name, left);
  }
}
