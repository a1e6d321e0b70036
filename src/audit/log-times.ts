import { bytesToHex } from "../kernel/canonical.ts";
import { isoFromMs } from "../kernel/time.ts";
import { BrokenLink, count, type Finding, ok } from "./findings.ts";
import type { NamedAccreditation } from "./issuance-schemas.ts";
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

/**
 * That the accreditations which steps name are records of the log, and were there before the steps: one that was made up, or
 * made afterwards, is found without the registrar's chain.
 */
export class AccreditedBefore {
  readonly #named: readonly NamedAccreditation[];
  /** First leaf by commitment, -1 while not found. */
  readonly #leafOf: Map<string, number>;

  constructor(named: readonly NamedAccreditation[]) {
    this.#named = named;
    this.#leafOf = new Map(named.map(({ commitment }) => [commitment, -1]));
  }

  entry(entry: Uint8Array, leaf: number): void {
    if (this.#leafOf.size === 0) return;
    const commitment = bytesToHex(entry);
    if (this.#leafOf.get(commitment) === -1) this.#leafOf.set(commitment, leaf);
  }

  /** @param stepLeafOf of the chain's records, in order; -1 for what no checkpoint covers yet @throws {BrokenLink} */
  findings(chain: { readonly plantId: string; readonly firstSeq: number }, stepLeafOf: Float64Array): Finding[] {
    if (this.#named.length === 0) return [];
    for (const { id, commitment, seq } of this.#named) {
      const [leaf, stepLeaf] = [this.#leafOf.get(commitment) ?? -1, stepLeafOf[seq - chain.firstSeq] ?? -1];
      if (stepLeaf < 0 || (leaf >= 0 && leaf < stepLeaf)) continue;
      const where =
        leaf < 0 ? "which is no leaf of the log" : `which is leaf ${leaf} of the log, behind the step's ${stepLeaf}`;
      const named = `plant ${chain.plantId}: record ${seq} is a step under the accreditation ${id} (commitment ${commitment})`;
      throw new BrokenLink("accredited", `${named}, ${where}`);
    }
    const steps = count(this.#named.length, "step");
    return [
      ok("accredited", `${steps} under ${count(this.#leafOf.size, "accreditation")}, each in the log before them`),
    ];
  }
}
