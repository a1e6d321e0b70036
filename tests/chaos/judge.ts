import { isDeepStrictEqual } from "node:util";
import { bytesToHex, sha256Bytes } from "../../src/kernel/canonical.ts";
import { genesisRunningHash, runningHashV3 } from "../../src/kernel/running-hash.ts";
import type { TopicMessage } from "../../src/ledger/ledger.ts";
import { openCheckpoint } from "../../src/proof/checkpoint.ts";
import { type CheckpointMessage, decodeMessage, type LeafCounts } from "../../src/proof/checkpoint-message.ts";
import { leafHash } from "../../src/proof/merkle.ts";
import { parseVerifierKey, type VerifierKey } from "../../src/proof/note.ts";
import { parseRecord } from "../../src/proof/record.ts";
import { appendLeaves, emptyTree, type TreeEdge } from "../../src/proof/tree.ts";
import type { Notes, Told } from "./clients.ts";
import type { Evidence } from "./evidence.ts";

const wrongs = ["lost", "doubled", "out_of_order", "rewritten"] as const;
/**
 * lost          acknowledged, but not stored as told, or not under a checkpoint on the ledger
 * doubled       one reading twice on record, one record twice in the log, one content twice on the ledger
 * out_of_order  a leaf before its plant's forerunner, a checkpoint that does not go on where the last one ended
 * rewritten     anything that does not fit what was said before: hashes, chains, roots, signatures, answers
 */
export type Wrong = (typeof wrongs)[number];

export class Findings {
  readonly counts: Record<Wrong, number> = { lost: 0, doubled: 0, out_of_order: 0, rewritten: 0 };
  /** The first few of each kind, in words. */
  readonly details: string[] = [];
  stored = 0;
  anchored = 0;
  checkpoints = 0;

  add(wrong: Wrong, detail: string): void {
    this.counts[wrong]++;
    if (this.counts[wrong] <= 5) this.details.push(`${wrong}: ${detail}`);
  }

  get isClean(): boolean {
    return wrongs.every((wrong) => this.counts[wrong] === 0);
  }
}

/** Compares what clients were told, what the database holds and what the ledger holds, all from scratch. */
export async function judge(notes: Notes, evidence: Evidence): Promise<Findings> {
  const findings = new Findings();
  judgeChains(findings, evidence);
  judgeLeaves(findings, evidence);
  const covered = await judgeTopic(findings, evidence);
  judgeAnswers(findings, notes, evidence, covered);
  return findings;
}

/** Every plant's records form one chain without a gap, each the SHA-256 of its bytes. */
function judgeChains(findings: Findings, { records }: Evidence): void {
  let before: { plantId: string; seq: number; commitment: string } | undefined;
  for (const record of records) {
    const { plantId, seq, recordId, body } = record;
    const commitment = bytesToHex(sha256Bytes(body));
    if (commitment !== bytesToHex(record.commitment)) findings.add("rewritten", `${recordId} has another hash`);
    const previous = before?.plantId === plantId ? before : undefined;
    if (seq !== (previous?.seq ?? 0) + 1) findings.add("out_of_order", `${plantId} has ${seq} after ${previous?.seq}`);
    const parsed = parseRecord(body);
    const fits = parsed.ok && parsed.record.seq === seq && parsed.record.prev === (previous?.commitment ?? null);
    if (!fits) findings.add("rewritten", `${recordId} does not follow ${plantId} ${previous?.seq}`);
    before = { plantId, seq, commitment };
  }
}

/** Every record is in the log once, after its plant's forerunner. */
function judgeLeaves(findings: Findings, { records, leaves }: Evidence): void {
  const stored = new Map(records.map((record) => [record.recordId, record]));
  const seen = new Set<string>();
  const newest = new Map<string, number>();
  for (const leaf of leaves) {
    for (const name of [leaf.recordId, bytesToHex(leaf.commitment)]) {
      if (seen.has(name)) findings.add("doubled", `${leaf.recordId} is in the log twice`);
      seen.add(name);
    }
    if (leaf.seq !== (newest.get(leaf.plantId) ?? 0) + 1)
      findings.add("out_of_order", `leaf ${leaf.plantId} ${leaf.seq} after ${newest.get(leaf.plantId)}`);
    newest.set(leaf.plantId, leaf.seq);
    const record = stored.get(leaf.recordId);
    if (record === undefined || !record.commitment.equals(leaf.commitment) || record.seq !== leaf.seq)
      findings.add("rewritten", `the leaf of ${leaf.recordId} is not its record's`);
  }
}

type Placed = { readonly message: TopicMessage; readonly size: number };

/** The topic: one announcement, then checkpoints that rebuild, each once. @returns the sound ones by place. */
async function judgeTopic(findings: Findings, evidence: Evidence): Promise<Map<number, Placed>> {
  const { messages, topicId, topicsCreated } = evidence;
  if (topicsCreated > 1) findings.add("doubled", `${topicsCreated} topics were created`);
  judgeRunningHashes(findings, topicId, messages);
  const key = parseVerifierKey(evidence.verifierKey);
  if (key === undefined) throw new Error("the log's verifier key cannot be read");
  const log = new RebuiltLog(evidence);
  const placed = new Map<number, Placed>();
  const seen = new Set<string>();
  let size = 0;
  for (const message of messages) {
    const decoded = decodeMessage(message.message);
    const place = `message ${message.sequenceNumber}`;
    if (decoded === undefined) findings.add("rewritten", `${place} is none of ours`);
    if (decoded === undefined || decoded.type === "heartbeat") continue;
    const content = bytesToHex(message.message);
    if (seen.has(content)) {
      findings.add("doubled", `${place} repeats an earlier one under ${message.transactionId}`);
      continue;
    }
    seen.add(content);
    if (decoded.type === "record" || decoded.type === "issuance") continue;
    if (decoded.type === "log") {
      if (decoded.verifierKey !== evidence.verifierKey) findings.add("rewritten", `${place} announces another log`);
      continue;
    }
    findings.checkpoints++;
    if (decoded.first !== size) findings.add("out_of_order", `${place} goes on from ${decoded.first}, not ${size}`);
    const rebuilt = await judgeCheckpoint(findings, log, key, decoded, place);
    size = Math.max(size, rebuilt ?? size);
    if (rebuilt !== undefined) placed.set(Number(message.sequenceNumber), { message, size: rebuilt });
  }
  return placed;
}

function judgeRunningHashes(findings: Findings, topicId: string, messages: readonly TopicMessage[]): void {
  let previous: Uint8Array = genesisRunningHash;
  for (const [i, message] of messages.entries()) {
    const { sequenceNumber, consensusTimestamp, payerAccountId } = message;
    const rebuilt = runningHashV3({
      previous,
      payer: payerAccountId,
      topicId,
      consensusTimestamp,
      sequenceNumber,
      message: message.message,
    });
    const fits = sequenceNumber === BigInt(i + 1) && bytesToHex(rebuilt) === bytesToHex(message.runningHash);
    if (!fits) findings.add("rewritten", `the running hash breaks at message ${sequenceNumber}`);
    previous = message.runningHash;
  }
}

/** @returns the checkpoint's size when signature, root, leaves and counts are all what the leaves give. */
async function judgeCheckpoint(
  findings: Findings,
  log: RebuiltLog,
  key: VerifierKey,
  message: CheckpointMessage,
  place: string,
): Promise<number | undefined> {
  const opened = await openCheckpoint(message.checkpoint, key);
  if (!opened.ok) {
    findings.add("rewritten", `${place}: ${opened.reason}`);
    return undefined;
  }
  const { size, root } = opened.checkpoint;
  const rebuilt = log.rebuild(message.first, size);
  const isListed = message.leaves?.every((leaf, i) => rebuilt?.leaves[i]?.equals(leaf)) ?? true;
  if (rebuilt?.root === bytesToHex(root) && isListed && isDeepStrictEqual(rebuilt.counts, message.counts)) return size;
  findings.add("rewritten", `${place} with ${size} leaves does not rebuild from the database`);
  return undefined;
}

/** The tree as the leaves in the database give it, grown from nothing. */
class RebuiltLog {
  readonly #leaves: Evidence["leaves"];
  readonly #statuses: ReadonlyMap<string, string | null>;
  #edge: TreeEdge & { readonly root?: Uint8Array } = emptyTree;

  constructor({ leaves, records }: Evidence) {
    this.#leaves = leaves;
    this.#statuses = new Map(records.map((record) => [record.recordId, record.status]));
  }

  /** What a checkpoint of `size` leaves has to say; undefined when there are not so many. */
  rebuild(first: number, size: number) {
    if (size > this.#leaves.length) return undefined;
    if (size < this.#edge.size) this.#edge = emptyTree;
    const more = this.#leaves.slice(this.#edge.size, size).map((leaf) => leafHash(leaf.commitment));
    const grown = appendLeaves(this.#edge, more);
    this.#edge = grown;
    const own = this.#leaves.slice(first, size);
    const count = (status: string | null) => own.filter((leaf) => this.#statuses.get(leaf.recordId) === status).length;
    const counts: LeafCounts = {
      approved: count("APPROVED"),
      flagged: count("FLAGGED"),
      rejected: count("REJECTED"),
      other: count(null),
    };
    return { root: bytesToHex(grown.root), leaves: own.map((leaf) => leaf.commitment), counts };
  }
}

/** What the clients were told still holds, and nothing is there that they were not told. */
function judgeAnswers(findings: Findings, notes: Notes, evidence: Evidence, placed: Map<number, Placed>): void {
  for (const contradiction of notes.contradictions) findings.add("doubled", contradiction);
  const records = new Map(evidence.records.map((record) => [record.recordId, record]));
  const indexes = new Map(evidence.leaves.map((leaf, i) => [leaf.recordId, i]));
  const end = Math.max(0, ...[...placed.values()].map(({ size }) => size));
  const isAnchored = (recordId: string) => (indexes.get(recordId) ?? Number.POSITIVE_INFINITY) < end;
  const told = new Set<string>();
  for (const one of notes.told) {
    if (told.has(one.recordId)) findings.add("doubled", `${one.recordId} answers two readings`);
    told.add(one.recordId);
    const record = records.get(one.recordId);
    if (record === undefined) findings.add("lost", `${one.recordId} is not on record`);
    else if (!isAnchored(one.recordId)) findings.add("lost", `${one.recordId} is not anchored`);
    const isSame = one.commitment === undefined || record?.commitment.toString("hex") === one.commitment;
    const isAsTold = record?.seq === one.seq && isSame;
    if (record !== undefined && !(isAsTold && anchorHolds(one, indexes.get(one.recordId), placed)))
      findings.add("rewritten", `${one.recordId} is not what its client was told`);
  }
  const readings = evidence.records.filter((record) => record.isReading);
  for (const { recordId } of readings)
    if (!told.has(recordId)) findings.add("doubled", `${recordId} is on record, but answers no reading`);
  findings.stored = readings.length;
  findings.anchored = readings.filter((record) => isAnchored(record.recordId)).length;
}

function anchorHolds({ anchor }: Told, index: number | undefined, placed: Map<number, Placed>): boolean {
  if (anchor === undefined) return true;
  const found = placed.get(anchor.sequenceNumber);
  const isThere = found !== undefined && index === anchor.leafIndex && index < found.size;
  return isThere && found.message.transactionId === anchor.transactionId;
}
