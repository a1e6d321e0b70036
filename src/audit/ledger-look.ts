import { setTimeout as sleep } from "node:timers/promises";
import { transactionIdParts } from "../ledger/hashscan.ts";
import { type LedgerTime, LedgerUnavailable, type Mirror, type MirrorEntry, type TokenInfo } from "../ledger/ledger.ts";
import { BrokenLink } from "./findings.ts";

/** What cannot be told now: the mirror lags, or what it shows does not fit together yet. Says nothing else. */
export class NotShown extends Error {}

/** One token, and all that ever went in or out of its treasury, by consensus time. */
export type TokenLook = {
  readonly info: TokenInfo;
  readonly entries: readonly MirrorEntry[];
  readonly byId: ReadonlyMap<string, MirrorEntry>;
};

const pageSize = 100;
const tries = 3;
/** For so long a mirror may lack what the ledger has, s: replicas lag. */
const lagS = 180;
/** Longest time that a transaction may take from its valid start to consensus, s. */
const longestValidS = 180;

const transactionForm = /^\d{1,18}\.\d{1,18}\.\d{1,18}@\d{1,18}\.\d{9}(\?scheduled)?(\/\d{1,9})?$/;
const entityForm = /^\d{1,18}\.\d{1,18}\.\d{1,18}$/;

/** Reads a mirror for an audit: each call again where it does not answer; what is absent is so only once it must be there. */
export class LedgerLook {
  readonly #mirror: Mirror;
  readonly #watermark: LedgerTime | undefined;
  readonly #publishedAt: LedgerTime | undefined;
  readonly #tokens = new Map<string, TokenLook>();

  private constructor(mirror: Mirror, watermark: LedgerTime | undefined, publishedAt: LedgerTime | undefined) {
    this.#mirror = mirror;
    this.#watermark = watermark;
    this.#publishedAt = publishedAt;
  }

  /** `publishedAt`: consensus time by which all the records were on the topic, and so what they say was done. */
  static async open(mirror: Mirror, publishedAt: LedgerTime | undefined): Promise<LedgerLook> {
    return new LedgerLook(mirror, await asked(() => mirror.watermark()), publishedAt);
  }

  /** @throws {BrokenLink} when the ledger has no such token; {NotShown} while the mirror may still lack it */
  async token(tokenId: string, where: string): Promise<TokenLook> {
    const known = this.#tokens.get(tokenId);
    if (known !== undefined) return known;
    if (!entityForm.test(tokenId)) throw new BrokenLink("ledger", `${where}: ${tokenId} is no token's id`);
    const look = await this.#read(tokenId);
    if (look === undefined) throw this.#absent(`${where}: the ledger has no token ${tokenId}`, this.#publishedAt);
    this.#tokens.set(tokenId, look);
    return look;
  }

  /** The same anew, in place of what was read before. @throws {NotShown} */
  async again(tokenId: string): Promise<TokenLook> {
    await sleep(1_000);
    const look = await this.#read(tokenId);
    if (look === undefined) throw new NotShown(`the mirror shows the token ${tokenId} no more`);
    this.#tokens.set(tokenId, look);
    return look;
  }

  /**
   * What a transaction has done. @throws {BrokenLink} when there is none of that id, or it failed; {NotShown} while the
   * mirror may still lack it
   */
  async success(transactionId: string, tokenId: string, where: string): Promise<MirrorEntry> {
    const listed = this.#tokens.get(tokenId)?.byId.get(transactionId);
    if (listed?.result === "SUCCESS") return listed;
    if (!transactionForm.test(transactionId))
      throw new BrokenLink("ledger", `${where}: "${transactionId}" is no transaction's id`);
    const entries = (await asked(() => this.#mirror.transactions(transactionId))).filter(
      (entry) => entry.transactionId === transactionId,
    );
    const found = entries.find(({ result }) => result === "SUCCESS");
    if (found !== undefined) return found;
    const [failed] = entries;
    const detail =
      failed === undefined
        ? `the ledger has no transaction ${transactionId}`
        : `${transactionId} failed on the ledger: ${failed.result}`;
    throw this.#absent(`${where}: ${detail}`, this.#latestOf(transactionId));
  }

  /** The latest consensus time that a transaction of this id can have which the records know of. */
  #latestOf(transactionId: string): LedgerTime | undefined {
    const { own, scheduled } = transactionIdParts(transactionId);
    if (scheduled) return this.#publishedAt;
    const closes = String(Number(own.slice(own.indexOf("@") + 1)) + longestValidS);
    return this.#publishedAt === undefined || Number(closes) < Number(this.#publishedAt) ? closes : this.#publishedAt;
  }

  #absent(detail: string, latest: LedgerTime | undefined): Error {
    const isPast =
      this.#watermark !== undefined && latest !== undefined && Number(this.#watermark) > Number(latest) + lagS;
    if (isPast) return new BrokenLink("ledger", detail);
    return new NotShown(`${detail}, as far as the mirror shows it: it may lag, ask again in some minutes`);
  }

  async #read(tokenId: string): Promise<TokenLook | undefined> {
    const before = await asked(() => this.#mirror.token(tokenId));
    if (before === undefined) return undefined;
    const entries: MirrorEntry[] = [];
    for (;;) {
      const after = entries.at(-1)?.consensusTimestamp;
      const page = await asked(() => this.#mirror.treasuryEntries(before, after, pageSize));
      entries.push(...page);
      if (page.length < pageSize) break;
    }
    const info = (await asked(() => this.#mirror.token(tokenId))) ?? before;
    return { info, entries, byId: new Map(entries.map((entry) => [entry.transactionId, entry])) };
  }
}

/** @throws {LedgerUnavailable} when it does not answer several times */
async function asked<T>(ask: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof LedgerUnavailable) || attempt === tries) throw error;
      await sleep(250 * 2 ** attempt);
    }
  }
}
