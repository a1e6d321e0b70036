import { Fault } from "../kernel/fault.ts";

/** How many answers that are made while they are sent may be in work, and how many of them at the database at once. */
export type DownloadLimits = { readonly all: number; readonly perOrg: number; readonly pages: number };

/**
 * A page of records of each, some 2 MB, is in memory for as long as its reader takes. Without the last bound some dozens would
 * have all of the gateway's connections, and everybody else none.
 */
export const usualDownloads: DownloadLimits = { all: 32, perOrg: 8, pages: 4 };

/** An answer that nobody has begun to read by then was given up: the request's time was over before it was there, ms. */
const unreadMs = 30_000;

/**
 * Whose reader has taken so long for one piece, 64 KiB of records, ms, may lose its place to somebody else while the gateway has no other: a
 * few organisations could have all places for as long as they like.
 */
const stalledMs = 60_000;

/** One download's pieces, made as they are asked for. */
export type Download = {
  next(): Promise<IteratorResult<Uint8Array, unknown>>;
  return(value: undefined): Promise<unknown>;
};

/** Bounds exports and bundles, whose readers may be as slow as they like while there is room, for the gateway and for each organisation. */
export class Downloads {
  readonly #limits: DownloadLimits;
  readonly #orgs = new Map<string, number>();
  #all = 0;
  #pages = 0;
  /** Those that wait for their readers, the longest first, since when, ms. */
  readonly #idle = new Map<object, { readonly sinceMs: number; giveUp(): void }>();
  readonly #waiting: (() => void)[] = [];

  constructor(limits: DownloadLimits = usualDownloads) {
    this.#limits = limits;
  }

  /** Counted until its end, or until it is given up. @throws {Fault} `too-much-in-work` for the organisation, `overloaded` */
  admit(orgId: string, pieces: AsyncGenerator<Uint8Array>): Download {
    const leave = this.#take(orgId);
    let isGivenUp = false;
    const download: Download = {
      next: async () => {
        clearTimeout(unread);
        this.#idle.delete(download);
        if (isGivenUp) throw new Error("its reader took too long while others waited for a place");
        try {
          const next = await this.#inTurn(() => pieces.next());
          if (next.done) end();
          else this.#idle.set(download, { sinceMs: performance.now(), giveUp });
          return next;
        } catch (error) {
          end();
          throw error;
        }
      },
      return: async () => {
        end();
        return pieces.return(undefined);
      },
    };
    const end = () => {
      clearTimeout(unread);
      this.#idle.delete(download);
      leave();
    };
    const giveUp = () => {
      isGivenUp = true;
      end();
      // What it holds in memory goes now: nobody knows when its reader asks again.
      void pieces.return(undefined).catch(() => undefined);
    };
    const unread = setTimeout(leave, unreadMs);
    unread.unref();
    return download;
  }

  #take(orgId: string): () => void {
    const own = this.#orgs.get(orgId) ?? 0;
    if (own >= this.#limits.perOrg) {
      const detail = `${own} exports of your organisation are under way at this gateway, as many as it may have: read one to its end.`;
      throw new Fault("too-much-in-work", detail, { retryAfterS: 5 });
    }
    if (this.#all >= this.#limits.all) this.#giveUpStalled();
    if (this.#all >= this.#limits.all) {
      throw new Fault("overloaded", "This gateway has as many exports under way as it can serve.", { retryAfterS: 5 });
    }
    this.#orgs.set(orgId, own + 1);
    this.#all++;
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      this.#all--;
      const left = (this.#orgs.get(orgId) ?? 1) - 1;
      if (left === 0) this.#orgs.delete(orgId);
      else this.#orgs.set(orgId, left);
    };
  }

  /** The one whose reader has taken longest, where that is long. */
  #giveUpStalled(): void {
    const [longest] = this.#idle.values();
    if (longest !== undefined && performance.now() - longest.sinceMs >= stalledMs) longest.giveUp();
  }

  async #inTurn<R>(work: () => Promise<R>): Promise<R> {
    if (this.#pages >= this.#limits.pages) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#pages++;
    try {
      return await work();
    } finally {
      // Whoever waits has the place from here.
      const next = this.#waiting.shift();
      if (next === undefined) this.#pages--;
      else next();
    }
  }
}
