import type { Clock } from "../kernel/time.ts";
import type { Db } from "../platform/database.ts";
import type { Log } from "../platform/log.ts";
import { type Spending, spendingOf } from "./fees-store.ts";

/**
 * What may be spent on the ledger in a day (UTC). Once the day's fees reach it nothing new is signed: no checkpoint, no
 * message, no mint, no heartbeat. What was signed before is followed to its end, readings are taken in as ever, and all
 * that waits goes on at midnight UTC, or when the gateway is started with a higher cap. The last transactions before the
 * cap may go beyond it by their own fees.
 */
export class FeeCap {
  readonly #deps: { readonly db: Db; readonly clock: Clock; readonly log: Log };
  /** Undefined: no limit. */
  readonly tinybars: bigint | undefined;
  #wasReached = false;

  constructor(deps: { readonly db: Db; readonly clock: Clock; readonly log: Log }, tinybars: bigint | undefined) {
    this.#deps = deps;
    this.tinybars = tinybars;
  }

  /** Whether nothing new may be signed now. */
  async isReached(): Promise<boolean> {
    if (this.tinybars === undefined) return false;
    const isReached = reaches(await this.spending(), this.tinybars);
    if (isReached !== this.#wasReached) this.#say(isReached);
    this.#wasReached = isReached;
    return isReached;
  }

  /** Of the day that it is. */
  spending(): Promise<Spending> {
    const { db, clock } = this.#deps;
    return spendingOf(db, midnightOf(clock.nowMs()));
  }

  #say(isReached: boolean): void {
    const facts = { cap_tinybars: String(this.tinybars) };
    if (isReached) this.#deps.log.error(facts, `nothing new is sent to the ledger: ${capReached}`);
    else this.#deps.log.warn(facts, "the ledger is sent to again: today's fees are below LEDGER_DAILY_FEE_CAP_HBAR");
  }
}

/** Whether nothing new may be signed for want of money. */
export const isPaused = async ({ feeCap }: { readonly feeCap?: FeeCap | undefined }): Promise<boolean> =>
  feeCap !== undefined && (await feeCap.isReached());

/** Why nothing is sent, in words. */
export const capReached =
  "today's fees reached LEDGER_DAILY_FEE_CAP_HBAR, and it goes on at midnight UTC or with a higher cap";

export const reaches = ({ told, expected }: Spending, cap: bigint): boolean => told + expected >= cap;

const dayMs = 86_400_000;

/** The last midnight UTC, or one that many days before it. */
export const midnightOf = (nowMs: number, daysBefore = 0): Date =>
  new Date((Math.floor(nowMs / dayMs) - daysBefore) * dayMs);
