import { deviceAheadMs, isoFromMs } from "../kernel/time.ts";
import { BrokenLink, count, type Finding, note, ok } from "./findings.ts";
import { clockToleranceMs } from "./movements.ts";
import type { PublishedCheckpoint } from "./topic-check.ts";

/** What records of a chain say of their time, ms, each in the order of the chain; NaN where one says nothing. */
export type RecordTimes = {
  readonly plantId: string;
  readonly firstSeq: number;
  /** When it was received. */
  readonly receivedMs: readonly number[];
  /** What it tells of was over: a reading that has a time of its own, a period that is stated. */
  readonly overMs: readonly number[];
};

/**
 * No record was on the ledger before what it tells of had happened: a reading that is made up beforehand, or a period that
 * is closed before it is over. By when a record was received is the gateway's word, whose clock may be wrong; where that
 * lies behind the ledger's time it is told, and convicts nobody.
 *
 * @param coveredMs consensus time of the message that covers each record, by {@link coveredAt}
 * @throws {BrokenLink}
 */
export function checkReceived(
  { plantId, firstSeq, receivedMs, overMs }: RecordTimes,
  coveredMs: Float64Array,
): Finding[] {
  let [ahead, firstAhead, mostMs] = [0, 0, 0];
  for (const [i, atMs] of coveredMs.entries()) {
    const [saidMs, endMs] = [receivedMs[i] ?? Number.NaN, overMs[i] ?? Number.NaN];
    if (endMs > atMs + clockToleranceMs + deviceAheadMs) {
      throw new BrokenLink(
        "received",
        `plant ${plantId}: record ${firstSeq + i} is of what ended at ${isoFromMs(endMs)}, but the ledger had it at ${isoFromMs(atMs)}: it was there before it had happened`,
      );
    }
    if (!(saidMs > atMs + clockToleranceMs)) continue;
    if (ahead++ === 0) firstAhead = firstSeq + i;
    mostMs = Math.max(mostMs, saidMs - atMs);
  }
  const findings = [ok("received", "no record was on the ledger before what it tells of had happened")];
  if (ahead > 0) {
    const detail = `${count(ahead, "record")}, the first of them ${firstAhead}, ${ahead === 1 ? "says that it was" : "say that they were"} received up to ${Math.ceil(mostMs / 60_000)} minutes after the ledger had ${ahead === 1 ? "it" : "them"}: the gateway's clock was ahead, the ledger's time counts`;
    findings.push(note("received", detail));
  }
  return findings;
}

/** A statement's place in the chain, the place up to which it is made, and how many leaves it says that the log had. */
export type StatedHead = { readonly seq: number; readonly headSeq: number; readonly logSize: number };

/**
 * A period is stated by all that was accepted before: while it is computed readings go on, which takes minutes. Whoever
 * takes an earlier place of the chain chooses what counts, as without a check meter that came later. By both clocks, the
 * gateway's and the ledger's: one alone may be wrong, or late.
 *
 * @throws {BrokenLink}
 */
export function checkHeads(
  { plantId, firstSeq, receivedMs, heads }: Omit<RecordTimes, "overMs"> & { readonly heads: readonly StatedHead[] },
  coveredMs: Float64Array,
): void {
  const isBefore = (times: ArrayLike<number>, seq: number, than: number): boolean =>
    (times[seq - firstSeq] ?? Number.NaN) < (times[than - firstSeq] ?? Number.NaN) - clockToleranceMs;
  for (const { seq, headSeq } of heads) {
    for (let between = Math.max(headSeq + 1, firstSeq); between < seq; between++) {
      if (!isBefore(receivedMs, between, seq) || !isBefore(coveredMs, between, seq)) continue;
      const left = `record ${between} was accepted and on the ledger more than an hour before`;
      throw new BrokenLink(
        "statements",
        `plant ${plantId}: record ${seq} states a period by the chain up to record ${headSeq}, although ${left}: what came between is left out`,
      );
    }
  }
}

/** A statement says of the log what was before it: no more leaves than stand before its own. @throws {BrokenLink} */
export function checkLogSizes(
  { plantId, firstSeq, heads }: Pick<RecordTimes, "plantId" | "firstSeq"> & { readonly heads: readonly StatedHead[] },
  leafOf: Float64Array,
): void {
  for (const { seq, logSize } of heads) {
    const leaf = leafOf[seq - firstSeq] ?? -1;
    if (leaf < 0 || logSize <= leaf) continue;
    const detail = `record ${seq} says that the log had ${logSize} leaves before it, but it is leaf ${leaf} itself`;
    throw new BrokenLink("statements", `plant ${plantId}: ${detail}`);
  }
}

/**
 * By when the ledger had each record, ms, rounded up; NaN for what no checkpoint covers yet.
 *
 * @param leafOf by the chain's order, rising; -1 at the end for what no checkpoint covers yet
 * @param checkpoints by size, ascending
 */
export function coveredAt(leafOf: Float64Array, checkpoints: readonly PublishedCheckpoint[]): Float64Array {
  let covering = 0;
  return leafOf.map((leaf) => {
    if (leaf < 0) return Number.NaN;
    while ((checkpoints[covering]?.checkpoint.size ?? Number.POSITIVE_INFINITY) <= leaf) covering++;
    const published = checkpoints[covering];
    return published === undefined ? Number.NaN : msOf(published);
  });
}

/** Consensus time in whole milliseconds, rounded up. */
function msOf({ consensusTimestamp }: PublishedCheckpoint): number {
  return Math.ceil(1_000 * Number(consensusTimestamp));
}
