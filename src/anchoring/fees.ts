import type { Clock } from "../kernel/time.ts";
import type { Ledger, LedgerTime } from "../ledger/ledger.ts";
import type { Db } from "../platform/database.ts";
import { takeLease } from "../platform/lease.ts";
import { nanosOf } from "./attempt.ts";
import { midnightOf } from "./fee-cap.ts";
import * as store from "./fees-store.ts";

/**
 * Learns from the mirror what our transactions cost. A receipt does not say it, and asking a node costs a fee itself. The
 * mirror's list of what the account paid is read on from the oldest transaction whose fee is not known; one that is not
 * in the list long after it was signed is asked for by its id.
 */

export type FeeDeps = {
  readonly db: Db;
  readonly clock: Clock;
  readonly ledger: Pick<Ledger, "mirror" | "payerAccountId">;
  readonly holderName: string;
};

/** How far the list was read. Losing it costs reading it again. */
export type FeeMemory = { readTo?: LedgerTime | undefined };

export const feesLease = "ledger-fees";
const leaseMs = 60_000;

const pageSize = 100;
/** Pages of one pass. */
const mostPages = 10;
/** What the list does not show by then is asked for by itself; every window is closed long before, ms. */
const overdueMs = 600_000;
const overdueAtOnce = 20;

/** One pass. @returns "more" when the list goes on @throws {LedgerUnavailable} */
export async function learnFees(deps: FeeDeps, memory: FeeMemory, signal: AbortSignal): Promise<"more" | "idle"> {
  if (!(await store.anyUntold(deps.db))) return "idle";
  if ((await takeLease(deps.db, feesLease, deps.holderName, leaseMs)) === undefined) return "idle";
  const next = await readList(deps, memory, signal);
  await askOverdue(deps, signal);
  return next;
}

async function readList({ db, ledger }: FeeDeps, memory: FeeMemory, signal: AbortSignal): Promise<"more" | "idle"> {
  const first = await store.firstUntold(db);
  if (first === undefined) return "idle";
  // Nothing of ours is before the oldest one's valid start.
  if (memory.readTo === undefined || nanosOf(memory.readTo) < nanosOf(first)) memory.readTo = first;
  for (let page = 0; page < mostPages; page++) {
    signal.throwIfAborted();
    const entries = await ledger.mirror.entriesOf(ledger.payerAccountId, memory.readTo, pageSize);
    await store.settleCharges(db, entries);
    memory.readTo = entries.at(-1)?.consensusTimestamp ?? memory.readTo;
    if (entries.length < pageSize) return "idle";
  }
  return "more";
}

async function askOverdue({ db, clock, ledger }: FeeDeps, signal: AbortSignal): Promise<void> {
  const before = new Date(clock.nowMs() - overdueMs);
  for (const id of await store.untoldBefore(db, before, overdueAtOnce)) {
    signal.throwIfAborted();
    // Read first: what is absent now was not there at this time.
    const watermark = await ledger.mirror.watermark();
    const entry = (await ledger.mirror.transactions(id)).find(({ transactionId }) => transactionId === id);
    if (entry !== undefined) await store.settleCharges(db, [entry]);
    else if (watermark !== undefined && isLongBefore(id, watermark)) await store.dropCharge(db, id);
  }
}

/** Its window closed long before that time: it never ran. What a schedule ran is listed because it ran. */
function isLongBefore(transactionId: string, watermark: LedgerTime): boolean {
  const start = /@(\d+\.\d+)$/.exec(transactionId)?.[1];
  return start !== undefined && nanosOf(watermark) - nanosOf(start) > BigInt(overdueMs) * 1_000_000n;
}

const [hourMs, dayMs] = [3_600_000, 86_400_000];
/** Days that a forecast looks back, today among them. */
const daysBack = 7;

/**
 * How many days a balance (tinybars) lasts at the fees of the last 7 days, or since the first fee where that is less; an
 * hour is the least that is looked at.
 *
 * @returns undefined where nothing was charged
 */
export async function daysLeft({ db, clock }: Pick<FeeDeps, "db" | "clock">, balance: bigint) {
  const from = midnightOf(clock.nowMs(), daysBack - 1);
  const charged = await store.chargedSince(db, from);
  if (charged === undefined || charged.tinybars === 0n) return undefined;
  const spanMs = Math.max(hourMs, clock.nowMs() - Math.max(from.getTime(), charged.first.getTime()));
  // A tenth of a day is exact enough; the division is of whole numbers.
  const tenths = (balance * BigInt(Math.round(spanMs)) * 10n) / (charged.tinybars * BigInt(dayMs));
  return Number(tenths) / 10;
}
