import { Fault } from "../kernel/fault.ts";

/** How much of all batches may be in memory at once, and how many may be in work. Bytes count text and what it becomes. */
export type IntakeLimits = {
  readonly bytes: number;
  readonly orgBytes: number;
  readonly batches: number;
  readonly orgBatches: number;
};

/**
 * About 25,000 readings, and half of it for one organisation: some 80 MB parsed, whatever is sent. The answers of so
 * many batches take as much again.
 */
export const usualIntake: IntakeLimits = { bytes: 33_554_432, orgBytes: 16_777_216, batches: 32, orgBatches: 16 };

/** What a reading takes beside its text, bytes. */
export const readingOverhead = 1_024;

/** One batch's part of the intake. */
export type Pass = {
  /** Waits until there is room; undefined: there is. Whoever waits reads nothing, so that the sender's line fills up. */
  take(bytes: number): Promise<void> | undefined;
  give(bytes: number): void;
  /** Gives back all; for good. */
  end(): void;
};

type Use = { bytes: number; batches: number };
type Waiter = { readonly org: Use; readonly bytes: number; readonly go: () => void };

/**
 * Bounds what batches hold in memory, for the gateway and for each organisation. A new batch is refused while its bound
 * is reached; those in work wait for room, so that no half of a batch is refused for what others send.
 */
export class Intake {
  readonly #limits: IntakeLimits;
  readonly #all: Use = { bytes: 0, batches: 0 };
  readonly #orgs = new Map<string, Use>();
  readonly #waiting = new Set<Waiter>();
  readonly #ending = new AbortController();

  constructor(limits: IntakeLimits = usualIntake) {
    this.#limits = limits;
  }

  /** Bytes and batches in work. */
  get use(): Readonly<Use> {
    return this.#all;
  }

  /** Aborts, with the {@link Fault} that tells a sender, when batches begin no further chunk. */
  get ending(): AbortSignal {
    return this.#ending.signal;
  }

  /**
   * For a gateway that stops: batches that are not done so much later, ms, end behind the chunk that is in work, with what
   * became of each reading until there. Cut off instead, a sender would know nothing of what is on record.
   */
  endAfter(ms: number): void {
    const detail = "The gateway stops, and did not finish this batch: send the readings without a result again.";
    const fault = new Fault("deadline-exceeded", detail, { retryAfterS: 1 });
    setTimeout(() => this.#ending.abort(fault), ms).unref();
  }

  /** @throws {Fault} `too-much-in-work` for the organisation, `overloaded` for the gateway */
  admit(orgId: string): Pass {
    const { bytes, orgBytes, batches, orgBatches } = this.#limits;
    const org = this.#orgs.get(orgId) ?? { bytes: 0, batches: 0 };
    if (org.batches >= orgBatches || org.bytes >= orgBytes) {
      const detail = `${org.batches} batches of your organisation are in work, as much as it may have: send this one again.`;
      throw new Fault("too-much-in-work", detail, { retryAfterS: 1 });
    }
    if (this.#all.batches >= batches || this.#all.bytes >= bytes) {
      throw new Fault("overloaded", "The gateway has as many batches in work as it can hold: send this one again.", {
        retryAfterS: 1,
      });
    }
    this.#orgs.set(orgId, org);
    org.batches++;
    this.#all.batches++;
    return this.#pass(orgId, org);
  }

  #pass(orgId: string, org: Use): Pass {
    let held = 0;
    let ended = false;
    const waiting = new Set<Waiter>();
    const hold = (bytes: number) => {
      held += bytes;
      org.bytes += bytes;
      this.#all.bytes += bytes;
    };
    const give = (bytes: number) => {
      if (ended) return;
      hold(-bytes);
      this.#wake();
    };
    const wait = (bytes: number) =>
      new Promise<void>((resolve) => {
        const go = () => {
          waiting.delete(waiter);
          this.#waiting.delete(waiter);
          if (!ended) hold(bytes);
          resolve();
        };
        const waiter: Waiter = { org, bytes, go };
        waiting.add(waiter);
        this.#waiting.add(waiter);
      });
    return {
      take: (bytes) => {
        if (ended) return undefined;
        if (!this.#hasRoom(org, bytes)) return wait(bytes);
        hold(bytes);
        return undefined;
      },
      give,
      end: () => {
        if (ended) return;
        give(held);
        ended = true;
        org.batches--;
        this.#all.batches--;
        if (org.batches === 0) this.#orgs.delete(orgId);
        for (const { go } of waiting) go();
      },
    };
  }

  /** What is larger than the bound itself passes alone. */
  #hasRoom(org: Use, bytes: number): boolean {
    const fits = (use: Use, limit: number) => use.bytes === 0 || use.bytes + bytes <= limit;
    return fits(org, this.#limits.orgBytes) && fits(this.#all, this.#limits.bytes);
  }

  #wake(): void {
    for (const waiter of this.#waiting) {
      if (!this.#hasRoom(waiter.org, waiter.bytes)) continue;
      waiter.go();
    }
  }
}
