import { type Fees, totalFee } from "./fees.ts";
import type { EntryRow, Store } from "./store.ts";
import type { ParsedTransaction } from "./transaction.ts";
import { fromLong, nsPerS, type StatusName } from "./wire.ts";

/** Why a transaction has no effect, known before it is tried. */
export type Verdict = { readonly status: StatusName; readonly charge: "nobody" | "without service" | "all" };

const minDurationS = 15n;
const maxDurationS = 180n;

export function isValidDuration(durationS: bigint): boolean {
  return durationS >= minDurationS && durationS <= maxDurationS;
}

/** Failures that do not use up a transaction id: a good copy may still run. */
const idKeepingFailures: readonly StatusName[] = ["INVALID_NODE_ACCOUNT", "INVALID_PAYER_SIGNATURE"];

export function keepsId(status: StatusName): boolean {
  return idKeepingFailures.includes(status);
}

/** True if the entry used up its transaction id. */
export function usesUpId(entry: EntryRow): boolean {
  return !keepsId(entry.result);
}

/**
 * The entry that a receipt shows: the first that used up the id, so that later duplicates never hide
 * the real result; else the first of all.
 */
export function decisiveEntry(entries: readonly EntryRow[]): EntryRow | undefined {
  return entries.find(usesUpId) ?? entries[0];
}

/** Out of its time, or a copy of one that was executed before. */
export function identityVerdict(
  store: Store,
  transaction: ParsedTransaction,
  consensusNs: bigint,
): Verdict | undefined {
  const { validStartNs } = transaction.id;
  // The payer does not answer for a node that lets a transaction miss its time.
  if (consensusNs < validStartNs) return { status: "INVALID_TRANSACTION_START", charge: "nobody" };
  if (consensusNs > validStartNs + transaction.durationS * nsPerS) {
    return { status: "TRANSACTION_EXPIRED", charge: "nobody" };
  }
  const isCopy = store.entries(transaction.id).some(usesUpId);
  return isCopy ? { status: "DUPLICATE_TRANSACTION", charge: "without service" } : undefined;
}

export function feeVerdict(transaction: ParsedTransaction, fees: Fees): Verdict | undefined {
  const isEnough = fromLong(transaction.body.transactionFee) >= totalFee(fees);
  return isEnough ? undefined : { status: "INSUFFICIENT_TX_FEE", charge: "nobody" };
}
