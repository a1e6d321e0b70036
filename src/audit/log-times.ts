import { isoFromMs } from "../kernel/time.ts";
import { BrokenLink, type Finding, ok } from "./findings.ts";
import { clockToleranceMs } from "./movements.ts";
import type { PublishedCheckpoint } from "./topic-check.ts";

/** When each record of a chain says that it was received, ms, in the order of the chain; NaN where it says nothing. */
export type ReceivedTimes = {
  readonly plantId: string;
  readonly firstSeq: number;
  readonly receivedMs: readonly number[];
};

/**
 * No record was on the ledger before it says that it was received. A record's own time is the gateway's word, and what is
 * made up beforehand is given one that lies ahead: a reading of what has not happened yet, a period that is closed before
 * it is over, a step under an accreditation that is not valid yet.
 *
 * @param leafOf by the chain's order, rising; -1 at the end for what no checkpoint covers yet
 * @param checkpoints by size, ascending
 * @throws {BrokenLink}
 */
export function checkReceived(
  { plantId, firstSeq, receivedMs }: ReceivedTimes,
  leafOf: Float64Array,
  checkpoints: readonly PublishedCheckpoint[],
): Finding {
  let covering = 0;
  for (const [i, leaf] of leafOf.entries()) {
    if (leaf < 0) break;
    while ((checkpoints[covering]?.checkpoint.size ?? Number.POSITIVE_INFINITY) <= leaf) covering++;
    const published = checkpoints[covering];
    const saidMs = receivedMs[i] ?? Number.NaN;
    if (published === undefined || !(saidMs > msOf(published) + clockToleranceMs)) continue;
    const { sequenceNumber } = published;
    throw new BrokenLink(
      "received",
      `plant ${plantId}: record ${firstSeq + i} says that it was received at ${isoFromMs(saidMs)}, but message ${sequenceNumber} had it on the ledger at ${isoFromMs(msOf(published))}: it was there before`,
    );
  }
  return ok("received", "no record was on the ledger before the time at which it says that it was received");
}

/** Consensus time in whole milliseconds, rounded up. */
function msOf({ consensusTimestamp }: PublishedCheckpoint): number {
  return Math.ceil(1_000 * Number(consensusTimestamp));
}
