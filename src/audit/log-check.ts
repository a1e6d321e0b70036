import { bytesToHex } from "../kernel/canonical.ts";
import { sha256 } from "../platform/digest.ts";
import { treeHashes } from "../proof/merkle.ts";
import { sameBytes } from "../proof/text.ts";
import { appendLeaves, emptyTree, rootOf, type TreeEdge } from "../proof/tree.ts";
import type { NamedAccreditation } from "./accredited.ts";
import { AccreditedBefore } from "./accredited-before.ts";
import type { CommitmentTable } from "./commitments.ts";
import { BrokenLink, count, type Finding, note, ok } from "./findings.ts";
import { type Counted, checkCounts } from "./leaf-counts.ts";
import {
  acceptedSince,
  checkForms,
  checkHeads,
  checkLogSizes,
  checkReceived,
  coveredAt,
  findTimes,
  type RecordTimes,
  type StatedHead,
} from "./log-times.ts";
import type { RegisterRecords } from "./register.ts";
import type { PublishedCheckpoint, TopicHistory } from "./topic-check.ts";

/** The records whose leaves are looked for among the log's entries. */
export type WantedRecords = RecordTimes & {
  /** Numbers follow each other without a gap. */
  readonly commitments: CommitmentTable;
  /** As which leaf each is counted on the topic; absent: not looked at. */
  readonly counted?: readonly Counted[] | undefined;
  /** Which of them state a period, and up to which place. */
  readonly heads: readonly StatedHead[];
  /** Records of the registrar that they name: each is in the log before the record that names it. */
  readonly accreditations: readonly NamedAccreditation[];
  /** Of the registrar's chain, where they are at hand. */
  readonly register?: RegisterRecords | undefined;
  /** Records at the end that are not in the log yet are told, not failed. */
  readonly allowPending: boolean;
};

const native = treeHashes(sha256);
const chunkLeaves = 512;

/**
 * Rebuilds the log's tree from all its entries (which nobody vouches for) and compares its root with every
 * checkpoint of the topic: when all agree, each checkpoint extends the one before it, so the log only grew.
 * On the way it finds the leaf of every wanted record.
 */
export class LogCheck {
  readonly #history: TopicHistory;
  readonly #wanted: WantedRecords | undefined;
  /** Leaf index per wanted record, -1 while not found. */
  readonly #leafOf: Float64Array;
  readonly #accredited: AccreditedBefore;
  #edge: TreeEdge = emptyTree;
  #pending: Uint8Array[] = [];
  #size = 0;
  /** Position of the next checkpoint to compare. */
  #next = 0;
  /** Direct messages whose leaf was met, each once. */
  readonly #madePublic = new Set<number>();
  #repeated = 0;
  #firstRepeat: string | undefined;

  constructor(history: TopicHistory, wanted?: WantedRecords) {
    this.#history = history;
    this.#wanted = wanted;
    this.#leafOf = new Float64Array(wanted?.commitments.list.length ?? 0).fill(-1);
    this.#accredited = new AccreditedBefore(wanted?.accreditations ?? [], wanted?.register);
    this.#compare();
  }

  /** The log's next entry, a 32-byte commitment. @throws {BrokenLink} */
  add(entry: Uint8Array): void {
    const checkpoint = this.#history.checkpoints[this.#next];
    // Entries beyond the topic's newest checkpoint are not published yet: nothing can be said of them.
    if (checkpoint === undefined) return;
    if (entry.length !== 32) {
      throw new BrokenLink("entries", `entry ${this.#size} of the log has ${entry.length} bytes, not 32`);
    }
    this.#checkListed(entry, checkpoint);
    this.#find(entry);
    this.#accredited.entry(entry, this.#size);
    this.#checkPublic(entry);
    this.#pending.push(native.leafHash(entry));
    this.#size++;
    if (this.#pending.length === chunkLeaves) this.#append();
    if (this.#size === checkpoint.checkpoint.size) this.#compare();
  }

  /** @throws {BrokenLink} */
  finish(): Finding[] {
    const missing = this.#history.checkpoints[this.#next];
    if (missing !== undefined) {
      const { sequenceNumber, checkpoint } = missing;
      throw new BrokenLink(
        "entries",
        `message ${sequenceNumber} covers ${checkpoint.size} leaves, but only ${this.#size} entries of the log were found`,
      );
    }
    this.#checkAllPublicMet();
    const compared = count(this.#history.checkpoints.length, "checkpoint");
    const findings = [
      ok(
        "append-only",
        `the tree rebuilt from ${count(this.#size, "entry", "entries")} has the root of all ${compared}`,
      ),
    ];
    if (this.#repeated > 0) {
      const detail = `${count(this.#repeated, "repeated leaf", "repeated leaves")} of these records; the first counts: ${this.#firstRepeat}`;
      findings.push(note("first-wins", detail));
    }
    if (this.#wanted !== undefined) findings.push(...this.#placed(this.#wanted));
    return findings;
  }

  /** By when the ledger had each of the records, ms; NaN for what no checkpoint covers yet. */
  get coveredMs(): Float64Array {
    return coveredAt(this.#leafOf, this.#history.checkpoints);
  }

  /** Those of the registrar's records that are leaves of the log. */
  get register(): RegisterRecords | undefined {
    return this.#accredited.logged;
  }

  #append(): void {
    if (this.#pending.length === 0) return;
    const { size, frontier } = appendLeaves(this.#edge, this.#pending, native);
    this.#edge = { size, frontier };
    this.#pending = [];
  }

  #compare(): void {
    this.#append();
    for (;;) {
      const published = this.#history.checkpoints[this.#next];
      if (published?.checkpoint.size !== this.#size) return;
      if (!sameBytes(rootOf(this.#edge), published.checkpoint.root)) throw this.#rewritten(published);
      this.#next++;
    }
  }

  #rewritten({ sequenceNumber, checkpoint, first }: PublishedCheckpoint): BrokenLink {
    const before = this.#history.checkpoints[this.#next - 1];
    const agreed =
      before === undefined
        ? ""
        : `; up to message ${before.sequenceNumber} (${before.checkpoint.size} leaves) they agree`;
    return new BrokenLink(
      "append-only",
      `message ${sequenceNumber}: its checkpoint of ${checkpoint.size} leaves is not what the entries lead to${agreed}. Either the log was rewritten, or its entries from ${first} on were changed or exchanged`,
    );
  }

  #checkListed(entry: Uint8Array, { listedAt, first, sequenceNumber }: PublishedCheckpoint): void {
    if (listedAt === undefined || this.#size < first) return;
    const listed = this.#history.listed.at(listedAt + this.#size - first);
    if (sameBytes(listed, entry)) return;
    throw new BrokenLink(
      "entries",
      `entry ${this.#size} of the log is not the leaf that message ${sequenceNumber} lists`,
    );
  }

  /** A direct message names its record's place in the log. */
  #checkPublic(entry: Uint8Array): void {
    const { direct } = this.#history;
    const position = direct.positionOf(entry);
    if (position < 0 || this.#madePublic.has(position)) return;
    this.#madePublic.add(position);
    const { sequenceNumber, leafIndex } = direct.at(position);
    if (leafIndex === this.#size) return;
    const detail = `message ${sequenceNumber} says that its record is leaf ${leafIndex}, but it is leaf ${this.#size}`;
    throw new BrokenLink("direct-message", detail);
  }

  #checkAllPublicMet(): void {
    const { direct } = this.#history;
    if (this.#madePublic.size === direct.length) return;
    const absent = Array.from({ length: direct.length }, (_, i) => i).find((i) => !this.#madePublic.has(i)) ?? 0;
    const { sequenceNumber, leafIndex } = direct.at(absent);
    throw new BrokenLink(
      "direct-message",
      `message ${sequenceNumber} makes a record public as leaf ${leafIndex}, which is no leaf of the log`,
    );
  }

  #find(entry: Uint8Array): void {
    const position = this.#wanted?.commitments.find(entry) ?? -1;
    if (position < 0) return;
    const before = this.#leafOf[position] ?? -1;
    if (before < 0) {
      this.#leafOf[position] = this.#size;
      return;
    }
    this.#repeated++;
    this.#firstRepeat ??= `leaf ${this.#size} repeats leaf ${before}`;
  }

  /** Every record has its leaf, and leaves stand in the order of acceptance. */
  #placed(wanted: WantedRecords): Finding[] {
    const total = this.#leafOf.length;
    let anchored = total;
    if (wanted.allowPending) while (anchored > 0 && this.#leafOf[anchored - 1] === -1) anchored--;
    for (let i = 0; i < anchored; i++) {
      const leaf = this.#leafOf[i] ?? -1;
      if (leaf < 0) throw this.#absent(wanted, i);
      if (i > 0 && leaf < (this.#leafOf[i - 1] ?? 0)) {
        const seq = wanted.firstSeq + i;
        const detail = `record ${seq} is leaf ${leaf} of the log, before record ${seq - 1}, which is leaf ${this.#leafOf[i - 1]}`;
        throw new BrokenLink("log-order", `plant ${wanted.plantId}: ${detail}`);
      }
    }
    const { coveredMs } = this;
    const { counted } = wanted;
    checkHeads(wanted, coveredMs);
    checkForms(wanted, coveredMs);
    checkLogSizes(wanted, this.#leafOf);
    const findings = [
      ok("in-log", `${count(anchored, "record")}, each a leaf of the log that the topic's checkpoints cover`),
      ok("log-order", "the leaves stand in the order of acceptance"),
      ...checkReceived(wanted, coveredMs),
      ...findTimes(wanted, coveredMs),
      ...(counted === undefined ? [] : checkCounts({ ...wanted, counted }, this.#leafOf, this.#history.checkpoints)),
      ...this.#accredited.findings({
        ...wanted,
        leafOf: this.#leafOf,
        acceptedMs: acceptedSince(wanted.receivedMs, coveredMs),
        coveredMs: (leaf) => coveredAt(Float64Array.of(leaf), this.#history.checkpoints)[0] ?? Number.NaN,
      }),
    ];
    if (anchored < total) {
      findings.push(note("not-anchored", `the newest ${count(total - anchored, "record")} not in any checkpoint yet`));
    }
    return findings;
  }

  #absent({ plantId, firstSeq, commitments }: WantedRecords, position: number): BrokenLink {
    const nothingAfter = this.#leafOf.subarray(position).every((leaf) => leaf < 0);
    const hint = nothingAfter
      ? ", nor is any record after it: if it was accepted moments ago, audit again, or give --allow-pending"
      : "";
    return new BrokenLink(
      "in-log",
      `plant ${plantId}: record ${firstSeq + position} (commitment ${bytesToHex(commitments.list.at(position))}) is in no checkpoint of the topic${hint}`,
    );
  }
}

/** All entries, as far as the topic's messages list them; undefined when some message lists none. */
export function entriesOnTopic({ checkpoints, listed, start }: TopicHistory): Iterable<Uint8Array> | undefined {
  if (start.after !== 0n || checkpoints.some(({ listedAt }) => listedAt === undefined)) return undefined;
  return entriesOf(listed);
}

function* entriesOf(listed: TopicHistory["listed"]): Iterable<Uint8Array> {
  for (let i = 0; i < listed.length; i++) yield listed.at(i);
}
