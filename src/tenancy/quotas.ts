import type { Actor } from "../kernel/actor.ts";
import type { ScopedDb } from "../platform/scoped.ts";
import { type QuotaSubject, takeSlice, type Window } from "./quota-store.ts";

/** Requests in one window. 0: no limit. */
export type QuotaDefaults = { readonly orgPerWindow: number; readonly keyPerWindow: number; readonly windowS: number };

/** How a caller stands with one quota, for the RateLimit headers. */
export type Standing = {
  readonly policy: "key" | "org" | "address";
  readonly limit: number;
  readonly windowS: number;
  /** What is left of the window for all gateways together, as far as this one knows. */
  readonly remaining: number;
  readonly resetS: number;
  readonly exceeded: boolean;
};

export type Quotas = {
  /** Takes one request of the credential's and the organisation's quota. What has no limit is left out. */
  take(actor: Pick<Actor, "orgId" | "keyId">): Promise<readonly Standing[]>;
  /** Takes as many of `count` requests as both have left, and says which of them has not more. */
  takeMany(
    actor: Pick<Actor, "orgId" | "keyId">,
    count: number,
  ): Promise<{ readonly granted: number; readonly exceeded: Standing | undefined }>;
};

/** The largest part of a window that a gateway holds for itself. */
const sliceShare = 0.01;
/** Subjects that are remembered before those whose window is over are forgotten. */
const mostSubjects = 20_000;

const sliceOf = (limit: number) => Math.max(1, Math.floor(limit * sliceShare));

/**
 * Quotas that all gateways of one database share. Each takes slices of 1 % of a window from a row and spends them
 * in memory, fetching the next before the last is gone: in the usual case a request waits for no statement.
 *
 * What is granted never exceeds the limit. A gateway that knows a caller begins a new window on credit of one slice
 * while it asks, so at most one slice for each gateway comes on top; and a gateway that holds a slice which it does
 * not need keeps as much from the others. A fixed window lets through twice its limit around its end.
 */
export function createQuotas(deps: {
  readonly db: ScopedDb;
  readonly defaults: QuotaDefaults;
  /** Of a clock that only goes forward. */
  readonly elapsedMs: () => number;
  readonly onTrouble: (error: unknown) => void;
}): Quotas {
  const { defaults, elapsedMs } = deps;
  const allowances = new Map<string, Allowance>();
  const allowanceOf = (subject: QuotaSubject) => {
    const mapKey = `${subject.orgId}\n${subject.subject}`;
    const known = allowances.get(mapKey);
    if (known !== undefined) return known;
    if (allowances.size >= mostSubjects) {
      for (const [key, one] of allowances) if (one.isOver(elapsedMs())) allowances.delete(key);
    }
    const ask = (slice: number) => takeSlice(deps.db.of(subject.orgId), subject, slice, defaults.windowS);
    const fallback = subject.policy === "org" ? defaults.orgPerWindow : defaults.keyPerWindow;
    const windowMs = defaults.windowS * 1000;
    const made = new Allowance({ ask, fallback, windowMs, elapsedMs, onTrouble: deps.onTrouble });
    allowances.set(mapKey, made);
    return made;
  };
  const takeOne = async (subject: QuotaSubject): Promise<Standing | undefined> => {
    const allowance = allowanceOf(subject);
    const ready = allowance.take();
    const exceeded = !(typeof ready === "boolean" ? ready : await ready);
    if (allowance.limit === 0) return undefined;
    const { limit, remaining, resetS } = allowance;
    return { policy: subject.policy, limit, windowS: defaults.windowS, remaining, resetS, exceeded };
  };
  const takeSome = async (subject: QuotaSubject, count: number) => {
    const allowance = allowanceOf(subject);
    const granted = await allowance.takeMany(count);
    const { limit, remaining, resetS } = allowance;
    const standing = { policy: subject.policy, limit, windowS: defaults.windowS, remaining, resetS, exceeded: true };
    return { granted, exceeded: granted < count ? standing : undefined };
  };
  return {
    async takeMany({ orgId, keyId }, count) {
      const key = await takeSome({ orgId, policy: "key", subject: `key:${keyId}` }, count);
      const org = await takeSome({ orgId, policy: "org", subject: "org" }, key.granted);
      return { granted: org.granted, exceeded: org.exceeded ?? key.exceeded };
    },
    async take({ orgId, keyId }) {
      const key = await takeOne({ orgId, policy: "key", subject: `key:${keyId}` });
      // What the key may not do costs its organisation nothing.
      if (key?.exceeded) return [key];
      const org = await takeOne({ orgId, policy: "org", subject: "org" });
      return [key, org].filter((one) => one !== undefined);
    },
  };
}

type AllowanceDeps = {
  readonly ask: (slice: number) => Promise<Window>;
  /** The limit of an organisation that has none of its own. */
  readonly fallback: number;
  readonly windowMs: number;
  readonly elapsedMs: () => number;
  readonly onTrouble: (error: unknown) => void;
};

/** What one gateway holds of one subject's window. */
export class Allowance {
  readonly #deps: AllowanceDeps;
  /** Undefined before the first answer: nothing is given on credit to who is not known. */
  #limit: number | undefined;
  #windowNo: bigint | undefined;
  #endsAtMs = 0;
  #granted = 0;
  #used = 0;
  /** Of all gateways, at the last look. */
  #taken = 0;
  #exhausted = false;
  #asking: Promise<void> | undefined;

  constructor(deps: AllowanceDeps) {
    this.#deps = deps;
  }

  get limit(): number {
    return this.#limit ?? this.#deps.fallback;
  }

  get remaining(): number {
    const held = Math.max(0, this.#granted - this.#used);
    return Math.min(this.limit, Math.max(0, this.limit - this.#taken) + held);
  }

  get resetS(): number {
    return Math.max(1, Math.ceil((this.#endsAtMs - this.#deps.elapsedMs()) / 1000));
  }

  isOver(nowMs: number): boolean {
    return nowMs >= this.#endsAtMs && this.#asking === undefined;
  }

  /** True: one request was taken. A promise where the row has to be asked first. */
  take(): boolean | Promise<boolean> {
    if (this.#deps.elapsedMs() >= this.#endsAtMs && this.#asking === undefined) this.#turn();
    if (this.#granted > this.#used) {
      this.#used++;
      this.#fetchAhead();
      return true;
    }
    if (this.#exhausted && this.#asking === undefined) return false;
    return this.#takeAfterAsking();
  }

  /** Takes as many of `count` as the window has left. */
  async takeMany(count: number): Promise<number> {
    if (this.#deps.elapsedMs() >= this.#endsAtMs && this.#asking === undefined) this.#turn();
    let taken = 0;
    for (;;) {
      const some = Math.min(count - taken, Math.max(0, this.#granted - this.#used));
      this.#used += some;
      taken += some;
      if (taken === count || (this.#exhausted && this.#asking === undefined)) break;
      if (this.#asking === undefined) this.#fetch(Math.max(sliceOf(this.limit), count - taken));
      await this.#asking;
    }
    this.#fetchAhead();
    return taken;
  }

  async #takeAfterAsking(): Promise<boolean> {
    while (this.#granted <= this.#used) {
      if (this.#asking === undefined) {
        if (this.#exhausted) return false;
        this.#fetch(sliceOf(this.limit));
      }
      await this.#asking;
    }
    this.#used++;
    return true;
  }

  /** A new window begins, as far as this gateway's clock tells: a slice on credit, and the question with it. */
  #turn(): void {
    const credit = this.#limit === undefined ? 0 : sliceOf(this.#limit);
    [this.#granted, this.#used, this.#taken, this.#exhausted] = [credit, 0, 0, false];
    this.#windowNo = undefined;
    this.#endsAtMs = this.#deps.elapsedMs() + this.#deps.windowMs;
    if (credit > 0) this.#fetchQuietly(credit + sliceOf(this.limit));
  }

  #fetchAhead(): void {
    if (this.#asking !== undefined || this.#exhausted || this.#limit === 0) return;
    const slice = sliceOf(this.limit);
    if (this.#granted - this.#used < slice / 2) this.#fetchQuietly(slice);
  }

  #fetchQuietly(slice: number): void {
    this.#fetch(slice);
    this.#asking?.catch(this.#deps.onTrouble);
  }

  #fetch(slice: number): void {
    this.#asking = this.#deps
      .ask(slice)
      .then((window) => this.#hear(slice, window))
      .catch((error: unknown) => {
        // The window is not known then: the next request asks anew.
        this.#endsAtMs = 0;
        throw error;
      })
      .finally(() => {
        this.#asking = undefined;
      });
  }

  #hear(slice: number, { windowNo, taken, leftMs, ownLimit }: Window): void {
    this.#limit = ownLimit ?? this.#deps.fallback;
    const unlimited = this.#limit === 0;
    const granted = unlimited ? Number.POSITIVE_INFINITY : Math.max(0, Math.min(slice, this.#limit - (taken - slice)));
    if (windowNo !== this.#windowNo) {
      // What was given on credit is part of the first slice; a window that turned while we asked begins at nothing.
      if (this.#windowNo !== undefined) this.#used = 0;
      this.#granted = 0;
    }
    this.#windowNo = windowNo;
    this.#granted += granted;
    this.#taken = Math.min(taken, this.#limit);
    this.#exhausted = granted < slice;
    this.#endsAtMs = this.#deps.elapsedMs() + leftMs;
  }
}
