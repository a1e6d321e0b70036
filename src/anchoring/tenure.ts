import type { Db, Tx } from "../platform/database.ts";
import { releaseLease, takeLease } from "../platform/lease.ts";
import { fence, LeaseLost, takeOver } from "./log-store.ts";

/** The time in which this gateway is the one writer of the log. */
export type Tenure = {
  /** Every write carries it, so that a paused holder that was overtaken cannot commit. */
  readonly token: bigint;
  /** Aborts when another gateway has taken over. */
  readonly lost: AbortSignal;
  /** Stops renewing. The lease itself stays until it expires or is given up. */
  end(): Promise<void>;
};

export type TenureDeps = {
  readonly db: Db;
  /** Names this process among the gateways on the database. */
  readonly holderName: string;
  /** How long a silent holder keeps the others waiting, ms; 6,000 if absent. */
  readonly leaseMs?: number;
};

export const leaseName = "sequencer";
const defaultLeaseMs = 6_000;

/** @returns undefined while another gateway holds the lease. */
export async function takeTenure(deps: TenureDeps): Promise<Tenure | undefined> {
  const leaseMs = deps.leaseMs ?? defaultLeaseMs;
  const take = () => takeLease(deps.db, leaseName, deps.holderName, leaseMs);
  const lease = await take();
  if (lease === undefined) return undefined;
  const lost = new AbortController();
  let renewal: Promise<void> = Promise.resolve();
  const renew = async () => {
    // PostgreSQL away: the fence decides what this holder may still write.
    const renewed = await take().catch(() => lease);
    if (renewed?.token !== lease.token) lost.abort(new LeaseLost());
  };
  // A pass may wait for the ledger longer than the lease runs.
  const timer = setInterval(() => {
    renewal = renewal.then(renew);
  }, leaseMs / 3);
  timer.unref();
  return {
    token: lease.token,
    lost: lost.signal,
    async end() {
      clearInterval(timer);
      await renewal;
    },
  };
}

/** Gives the lease up at shutdown, so that another gateway goes on at once. */
export async function resign(deps: TenureDeps): Promise<void> {
  await releaseLease(deps.db, leaseName, deps.holderName);
}

/**
 * First deed of a new holder, before it reads anything it will act on: after this commit an earlier holder,
 * however late it wakes, can no longer change what was read.
 */
export async function seize(db: Db, token: bigint): Promise<void> {
  await db.transaction().execute((tx) => takeOver(tx, token));
}

/** One write of the sequencer: all of it or none, and none at all once another holder has taken over. */
export async function write<T>(db: Db, token: bigint, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.transaction().execute(async (tx) => {
    await fence(tx, token);
    return work(tx);
  });
}
