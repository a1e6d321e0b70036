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

/** A statement's place in the chain, the place up to which it is made, how many leaves it says that the log had, its form. */
export type StatedHead = {
  readonly seq: number;
  readonly headSeq: number;
  readonly logSize: number;
  /** NaN: of none that this version knows. */
  readonly form: number;
};

/**
 * Since when at the latest the newest of the records up to each had been accepted, ms: a chain goes on from one to the next, so
 * that none was accepted before what stands before it, whatever it says of itself. Of a record that is its own word or the
 * ledger's time, whichever is earlier.
 */
export function acceptedSince(receivedMs: readonly number[], coveredMs: Float64Array): Float64Array {
  let newestMs = Number.NEGATIVE_INFINITY;
  return coveredMs.map((atMs, i) => {
    const ownMs = Math.min(receivedMs[i] ?? Number.NaN, Number.isNaN(atMs) ? Number.POSITIVE_INFINITY : atMs);
    if (ownMs > newestMs) newestMs = ownMs;
    return newestMs;
  });
}

/** What the order of the chain and the ledger tell of times that records say: told, since a clock or a ledger may have stood. */
export function findTimes(
  { receivedMs, firstSeq }: Pick<RecordTimes, "receivedMs" | "firstSeq">,
  coveredMs: Float64Array,
): Finding[] {
  const [late, back] = [new Apart(firstSeq), new Apart(firstSeq)];
  const since = acceptedSince(receivedMs, coveredMs);
  for (const [i, saidMs] of receivedMs.entries()) {
    late.add(i, (coveredMs[i] ?? Number.NaN) - saidMs);
    back.add(i, (since[i - 1] ?? Number.NaN) - saidMs);
  }
  const findings: Finding[] = [];
  if (late.many > 0) {
    const detail = `${late.said} on the ledger up to ${late.most} later than received by their own word: until then whoever has the gateway could write them anew, with any time`;
    findings.push(note("received", detail));
  }
  if (back.many > 0) {
    const detail = `${back.said} received up to ${back.most} before records that stand before them, by their own word: they are back-dated, or the gateway's clock was behind; the order of the chain counts`;
    findings.push(note("received", detail));
  }
  return findings;
}

/** Records whose times lie further apart than clocks may. */
class Apart {
  many = 0;
  #first = 0;
  #mostMs = 0;
  readonly #firstSeq: number;

  constructor(firstSeq: number) {
    this.#firstSeq = firstSeq;
  }

  add(i: number, ms: number): void {
    if (!(ms > clockToleranceMs)) return;
    if (this.many++ === 0) this.#first = this.#firstSeq + i;
    this.#mostMs = Math.max(this.#mostMs, ms);
  }

  get said(): string {
    return `${count(this.many, "record")}, the first of them ${this.#first}, ${this.many === 1 ? "was" : "were"}`;
  }

  get most(): string {
    const hours = Math.ceil(this.#mostMs / 3_600_000);
    return hours < 48 ? count(hours, "hour") : count(Math.ceil(hours / 24), "day");
  }
}

/**
 * A period is stated by all that was accepted before: while it is computed readings go on, which takes minutes. Whoever
 * takes an earlier place of the chain chooses what counts, as without a check meter that came later. By both clocks, the
 * gateway's and the ledger's: one alone may be wrong, or late. A statement that says an earlier time than what stands before it
 * is as far from it as one that says a later.
 *
 * @throws {BrokenLink}
 */
export function checkHeads(
  { plantId, firstSeq, receivedMs, heads }: Omit<RecordTimes, "overMs"> & { readonly heads: readonly StatedHead[] },
  coveredMs: Float64Array,
): void {
  const apartMs = (times: ArrayLike<number>, seq: number, than: number): number =>
    (times[than - firstSeq] ?? Number.NaN) - (times[seq - firstSeq] ?? Number.NaN);
  for (const { seq, headSeq } of heads) {
    for (let between = Math.max(headSeq + 1, firstSeq); between < seq; between++) {
      const saidMs = apartMs(receivedMs, between, seq);
      if (!(Math.abs(saidMs) > clockToleranceMs && apartMs(coveredMs, between, seq) > clockToleranceMs)) continue;
      const left =
        saidMs > 0
          ? `record ${between} was accepted and on the ledger more than an hour before`
          : `record ${between} was on the ledger more than an hour before, and says a later time than the statement, which is back-dated`;
      throw new BrokenLink(
        "statements",
        `plant ${plantId}: record ${seq} states a period by the chain up to record ${headSeq}, although ${left}: what came between is left out`,
      );
    }
  }
}

/** For so long a gateway of an earlier version may go on beside one of a newer, ms. */
export const besideNewerMs = 86_400_000;

/**
 * Behind a statement of a newer form no gateway makes one of an earlier for more than a day; by when those before it in the
 * chain had been accepted, so that one which is back-dated gains nothing. @throws {BrokenLink}
 */
export function checkForms(
  { plantId, firstSeq, receivedMs, heads }: Omit<RecordTimes, "overMs"> & { readonly heads: readonly StatedHead[] },
  coveredMs: Float64Array,
): void {
  const since = acceptedSince(receivedMs, coveredMs);
  let newest: { readonly form: number; readonly sinceMs: number } | undefined;
  for (const { seq, form } of heads) {
    const sinceMs = since[seq - firstSeq] ?? Number.NaN;
    if (newest === undefined || form > newest.form) newest = { form, sinceMs };
    if (!(form < newest.form && sinceMs > newest.sinceMs + besideNewerMs)) continue;
    const detail = `record ${seq} is of form ${form}, behind one of form ${newest.form} and records of more than a day after it: its gateway makes none of an earlier form`;
    throw new BrokenLink("statements", `plant ${plantId}: ${detail}`);
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
