import type { LeafCounts } from "../proof/checkpoint-message.ts";
import type { RecordEnvelope } from "../proof/record.ts";
import { membersOf } from "./differences.ts";
import { BrokenLink, count, type Finding, ok } from "./findings.ts";
import type { PublishedCheckpoint } from "./topic-check.ts";

/** As which of its new leaves a checkpoint's message counts a record. */
export type Counted = keyof LeafCounts;

/** A reading by its own verdict; all else, a correction too, is none of them. */
export function countedAs({ kind, members }: RecordEnvelope): Counted {
  const { status } = membersOf(members.verification);
  if (kind !== "reading") return "other";
  return status === "APPROVED"
    ? "approved"
    : status === "FLAGGED"
      ? "flagged"
      : status === "REJECTED"
        ? "rejected"
        : "other";
}

/**
 * A message says how many of its new leaves are approved, flagged and rejected readings, which no signature covers. None says
 * fewer of a kind than the records at hand are; as the sum is that of its leaves, none says more of another.
 *
 * @param leafOf of the records, in the order of the chain; -1 for what no checkpoint covers yet
 * @param checkpoints by size, ascending
 * @throws {BrokenLink}
 */
export function checkCounts(
  { plantId, counted }: { readonly plantId: string; readonly counted: readonly Counted[] },
  leafOf: Float64Array,
  checkpoints: readonly PublishedCheckpoint[],
): Finding[] {
  const own = new Map<PublishedCheckpoint, Record<Counted, number>>();
  let covering = 0;
  for (const [i, leaf] of leafOf.entries()) {
    if (leaf < 0) continue;
    while ((checkpoints[covering]?.checkpoint.size ?? Number.POSITIVE_INFINITY) <= leaf) covering++;
    const published = checkpoints[covering];
    // Behind a start in the middle of the topic, what a message does not say is new is another's.
    if (published === undefined || leaf < published.first) continue;
    const sums = own.get(published) ?? { approved: 0, flagged: 0, rejected: 0, other: 0 };
    own.set(published, sums);
    sums[counted[i] ?? "other"]++;
  }
  for (const [{ sequenceNumber, counts }, sums] of own) {
    const kind = (Object.keys(sums) as Counted[]).find((one) => sums[one] > counts[one]);
    if (kind === undefined) continue;
    const what = kind === "other" ? "that are no readings" : `that are ${kind} readings`;
    const detail = `message ${sequenceNumber} counts ${counts[kind]} leaves ${what}, but of plant ${plantId} alone it covers ${sums[kind]}`;
    throw new BrokenLink("counts", detail);
  }
  const messages = count(own.size, "message");
  return [
    ok("counts", `${messages} count no fewer approved, flagged, rejected and other leaves than are these records'`),
  ];
}
