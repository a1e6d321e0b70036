import { type Db, type Tx, together } from "../platform/database.ts";
import { type Lease, takeLease } from "../platform/lease.ts";
import { pipelined } from "../platform/pipelined.ts";
import { fence, type Holder, LeaseLost, letThrough, takeOver } from "./log-store.ts";
import type { Reach } from "./reach.ts";

/** The time in which this gateway is the one writer of the log. */
export type Tenure = Holder & {
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
  /** How long a holder that the ledger does not answer keeps the others waiting, ms; a minute if absent. */
  readonly mostSilentMs?: number;
};

export const leaseName = "sequencer";
const defaultLeaseMs = 6_000;
const defaultMostSilentMs = 60_000;

/** The lease as it was last taken, by this process's own monotonic clock. */
export type HeldLease = { readonly lease: Lease; readonly takenAtMs: number };

/**
 * Takes the lease, or goes on with one that was taken a moment ago: asking before every pass would cost a
 * flush to disk each, and whether it still holds is for the fence to say anyway.
 *
 * @returns undefined while another gateway holds the lease, or may take it as the ledger does not answer this one.
 */
export async function takeTenure(
  deps: TenureDeps,
  memory: { held?: HeldLease | undefined; readonly reach: Reach },
  name: string = leaseName,
): Promise<Tenure | undefined> {
  const leaseMs = deps.leaseMs ?? defaultLeaseMs;
  const take = async () => {
    // It runs out, and the others take it, in half of this time.
    if (memory.reach.standsBack(2 * leaseMs, deps.mostSilentMs ?? defaultMostSilentMs)) {
      memory.held = undefined;
      return undefined;
    }
    const takenAtMs = performance.now();
    const taken = await takeLease(deps.db, name, deps.holderName, leaseMs);
    memory.held = taken && { lease: taken, takenAtMs };
    return taken;
  };
  const { held } = memory;
  const ageMs = held === undefined ? Number.POSITIVE_INFINITY : performance.now() - held.takenAtMs;
  const lease = ageMs < (2 * leaseMs) / 3 ? held?.lease : await take();
  if (lease === undefined) return undefined;
  const lost = new AbortController();
  let renewal: Promise<void> | undefined;
  const renew = async () => {
    // PostgreSQL away: the fence decides what this holder may still write.
    const renewed = await take().catch(() => lease);
    if (renewed?.token !== lease.token) lost.abort(new LeaseLost());
    renewal = undefined;
  };
  // A pass may wait for the ledger longer than the lease runs.
  const timer = setInterval(() => {
    renewal ??= renew();
  }, leaseMs / 3);
  timer.unref();
  // Beside the pass: whoever waits for an anchor need not wait for this, and the fence keeps out whoever has lost it.
  if (lease === held?.lease && ageMs >= leaseMs / 3) renewal = renew();
  return {
    token: lease.token,
    leaseMs,
    lost: lost.signal,
    async end() {
      clearInterval(timer);
      await renewal;
    },
  };
}

/**
 * First deed of a new holder, before it reads anything it will act on: after this commit an earlier holder,
 * however late it wakes, can no longer change what was read.
 */
export async function seize(db: Db, holder: Holder): Promise<void> {
  await db.transaction().execute((tx) => takeOver(tx, holder));
}

/** One write of the sequencer: all of it or none, and none at all once another holder has taken over. */
export async function write<T>(db: Db, holder: Holder, work: (tx: Tx) => Promise<T>): Promise<T> {
  return pipelined(db, [fence(holder)], async (tx, [fenced]) => {
    // Its first statements travel with the fence, run behind it, and stand only where that lets them through.
    const [, result] = await together([letThrough(fenced), work(tx)]);
    return result;
  });
}
