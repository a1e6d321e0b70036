import { z } from "zod";
import { type Claim, claimOf, type State } from "../../issuance/lifecycle.ts";
import { type StatementJson, statementBytes } from "../../issuance/statement-wire.ts";
import { canonicalText, type Json, sha256Hex } from "../../kernel/canonical.ts";
import { commitment, parseRecord, type RecordEnvelope } from "../../proof/record.ts";
import { sameBytes } from "../../proof/text.ts";
import type { DeviceMemory } from "../../verification/verdict.ts";
import { ChainCheck, type ChainStart, type CheckedChain } from "../chain-check.ts";
import { type Members, membersOf, named } from "../differences.ts";
import { BrokenLink, type Finding, ok } from "../findings.ts";
import { checkReceived, coveredAt } from "../log-times.ts";
import type { Movements } from "../movements.ts";
import { samplesIn } from "../samples.ts";
import { signaturesIn } from "../signatures.ts";
import { linesOf } from "../sources/lines.ts";
import type { OpenedBundle } from "./open.ts";
import { type BundleTopic, checkInLog } from "./topic.ts";
import { type BundleFacts, paths } from "./types.ts";

/** What the records of a bundle say, once they are replayed. */
export type BundleChain = {
  readonly statement: {
    readonly bytes: Uint8Array;
    readonly json: StatementJson;
    readonly madeAt: string;
    readonly recordId: string;
  };
  /** Steps of the statement's issuance, oldest first. */
  readonly steps: readonly Step[];
  readonly label: Claim;
  /** When the newest of the records was accepted. */
  readonly asOf: string;
  /** Hashes of data that verdicts and figures name, each with where it is named first. */
  readonly named: ReadonlyMap<string, string>;
  readonly findings: readonly Finding[];
  /** Every reading is signed by its device. */
  readonly allSigned: boolean;
  /** Transactions of the ledger that the records name. */
  readonly movements: Movements | undefined;
};

export type Step = { readonly record: RecordEnvelope; readonly members: Members };

/** Replays the records of a bundle: readings to verdicts, to the statement, to the mint. @throws {BrokenLink} */
export async function checkBundleChain(
  bundle: OpenedBundle,
  facts: BundleFacts,
  topic: BundleTopic,
): Promise<BundleChain> {
  const { start, head, findings } = await startOf(bundle, facts, topic);
  const linesIn = (path: string) => (bundle.has(path) ? linesOf(bundle.stream(path), path) : nothing());
  const signatures = signaturesIn(linesIn(paths.signatures));
  const samples = samplesIn(linesIn(paths.samples));
  const check = new ChainCheck({ plantId: facts.plant_id, whole: facts.first_seq === 1, start, signatures, samples });
  const { statement, last, steps, hashes } = await readRecords(bundle, facts, check, head);
  const chain = check.finish();
  if ((await signatures.take(facts.last_seq)) !== undefined) {
    throw new BrokenLink("signatures", `${paths.signatures} holds more than the records name`);
  }
  if ((await samples.take(facts.last_seq)) !== undefined) {
    throw new BrokenLink("samples", `${paths.samples} holds more than the records name`);
  }
  // The plant's own models stand in records of the chain, which the replay has read.
  for (const hash of check.models) hashes.delete(hash);
  if (last.record.seq !== facts.last_seq) {
    throw new BrokenLink("chain", `${paths.records} ends at ${last.record.seq}, ${paths.facts} says ${facts.last_seq}`);
  }
  await requireSameStatement(bundle, statement.bytes);
  const issuanceId = steps[0]?.members.issuance_id ?? null;
  if (issuanceId !== facts.issuance_id) {
    throw new BrokenLink("label", `${paths.facts} names the issuance ${facts.issuance_id}, its records ${issuanceId}`);
  }
  const label = claimOf(steps.at(-1)?.members.state as State | undefined);
  if (label !== facts.label) {
    throw new BrokenLink("label", `${paths.facts} says "${facts.label}", its records "${label}"`);
  }
  const ofStatement = { recordId: statement.recordId, size: facts.statement_size, withReceipt: true };
  const ofLast = { recordId: last.record.recordId, size: facts.size, withReceipt: true };
  const inLog = await checkInLog(bundle, topic, statement.record, ofStatement);
  if (ofLast.recordId !== ofStatement.recordId) await checkInLog(bundle, topic, last.bytes, ofLast);
  const received = inTime(chain, topic, facts, statement.seq);
  const told = `records ${facts.first_seq} to ${facts.last_seq} of plant ${facts.plant_id} by the leaf of the last one: each names the one before it`;
  return {
    statement,
    steps,
    label,
    asOf: String(last.record.members.received_at),
    named: hashes,
    findings: [...findings, ...chain.findings, ...inLog, ok("in-log", told), ...received],
    allSigned: chain.allSigned,
    movements: chain.movements,
  };
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

/** Of two checkpoints: up to the statement's record all were under the first, those behind it under the second. */
function inTime(chain: CheckedChain, { published }: BundleTopic, facts: BundleFacts, statementSeq: number): Finding[] {
  const sizes = [...new Set([facts.statement_size, facts.size])];
  const checkpoints = sizes.flatMap((size) => published.get(size)?.history.checkpoints ?? []);
  const isBehind = (i: number) => chain.firstSeq + i > statementSeq && sizes.length > 1;
  const leafOf = Float64Array.from(chain.receivedMs, (_, i) => (isBehind(i) ? facts.statement_size : 0));
  const coveredMs = coveredAt(leafOf, checkpoints);
  chain.movements?.bound((seq) => coveredMs[seq - chain.firstSeq]);
  return checkReceived(chain, coveredMs);
}

/** What is gathered from the records while they are replayed. */
async function readRecords(bundle: OpenedBundle, facts: BundleFacts, check: ChainCheck, head: Head) {
  const steps: Step[] = [];
  const hashes = new Map<string, string>();
  let statement: (BundleChain["statement"] & { record: Uint8Array; seq: number }) | undefined;
  let last: { record: RecordEnvelope; bytes: Uint8Array } | undefined;
  let isVouched = head === undefined;
  for await (const line of linesOf(bundle.stream(paths.records), paths.records)) {
    // The chunk that a line lies in is given back to its stream.
    const bytes = Uint8Array.from(line);
    const record = await check.add(bytes);
    if (last === undefined) requireFirst(record, facts, head);
    last = { record, bytes };
    if (record.kind === "reading" || record.kind === "correction") collectHashes(record, hashes);
    if (record.kind === "issuance") {
      const members = membersOf(record.members.issuance);
      const { statement_no } = membersOf(members.statement);
      const isOfIt = members.period_id === facts.period_id && statement_no === facts.statement_no;
      // A request that was rejected may be followed by another one: the newest counts.
      if (isOfIt && members.step === "request") steps.length = 0;
      if (isOfIt) steps.push({ record, members });
    }
    if (record.kind !== "statement") continue;
    const json = record.members.statement as unknown as StatementJson;
    if (json.records.head_seq === facts.first_seq - 1) isVouched = requireVouched(record, json, head);
    if (json.period.period_id !== facts.period_id || json.statement_no !== facts.statement_no) continue;
    const madeAt = String(record.members.received_at);
    const { recordId, seq } = record;
    statement = { bytes: statementBytes(json), json, madeAt, record: bytes, recordId, seq };
    noteHash(hashes, json.rulebook.hash, `the statement's rulebook ${json.rulebook.id}`);
  }
  if (!isVouched) throw new BrokenLink("assessment", `no closing in ${paths.records} vouches for ${paths.assessment}`);
  if (statement === undefined || last === undefined) {
    throw new BrokenLink("statements", `${paths.records} holds no such statement`);
  }
  return { statement, last, steps, hashes };
}

/** The state that the records begin from; `head` is undefined for a chain from record 1 on. */
async function startOf(bundle: OpenedBundle, facts: BundleFacts, topic: BundleTopic) {
  const restated = { periodId: facts.period_id, statementNo: facts.statement_no };
  if (facts.first_seq === 1) {
    const start: ChainStart = { firstSeq: 1, memory: new Map(), earlier: [], commitments: new Map(), restated };
    return { start, head: undefined, findings: [] as Finding[] };
  }
  const assessment = await bundle.read(paths.assessment);
  const memory = readMemory(assessment);
  const earlier: RecordEnvelope[] = [];
  const commitments = new Map<number, Uint8Array>();
  for await (const line of linesOf(bundle.stream(paths.earlier), paths.earlier)) {
    const bytes = Uint8Array.from(line);
    const parsed = parseRecord(bytes);
    if (!parsed.ok) throw new BrokenLink("canonical", `${paths.earlier}, line ${earlier.length + 1}: ${parsed.reason}`);
    const { record } = parsed;
    const follows = record.seq > (earlier.at(-1)?.seq ?? 0) && record.seq < facts.first_seq;
    if (record.plantId !== facts.plant_id || !follows) {
      throw new BrokenLink("chain", `${paths.earlier}: ${named(record)} does not belong there`);
    }
    await checkInLog(bundle, topic, bytes, { recordId: record.recordId, size: facts.size });
    earlier.push(record);
    commitments.set(record.seq, commitment(bytes));
  }
  const start: ChainStart = { firstSeq: facts.first_seq, memory, earlier, commitments, restated };
  const detail = `${earlier.length} records before number ${facts.first_seq}, each a leaf of the log`;
  return { start, head: { assessmentSha256: sha256Hex(assessment) }, findings: [ok("earlier", detail)] };
}

const memorySchema = z.record(
  z.string(),
  z.looseObject({ endMs: z.int(), intervalS: z.number().nullable(), status: z.string() }),
);

function readMemory(bytes: Uint8Array): ReadonlyMap<string, DeviceMemory> {
  try {
    const value = memorySchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
    return new Map(Object.entries(value)) as unknown as ReadonlyMap<string, DeviceMemory>;
  } catch {
    throw new BrokenLink("assessment", `${paths.assessment} is not in its form`);
  }
}

type Head = { readonly assessmentSha256: string; prev?: string | null } | undefined;

function requireFirst(record: RecordEnvelope, facts: BundleFacts, head: Head): void {
  if (record.seq !== facts.first_seq) {
    throw new BrokenLink(
      "chain",
      `${paths.records} begins with ${named(record)}, ${paths.facts} says ${facts.first_seq}`,
    );
  }
  if (head !== undefined) head.prev = record.prev;
}

/** The closing at whose head the records begin: it says what the assessment remembered, and which record was last. */
function requireVouched(record: RecordEnvelope, { records }: StatementJson, head: Head): true {
  if (head !== undefined && records.assessment_sha256 !== head.assessmentSha256) {
    const detail = `${paths.assessment} has SHA-256 ${head.assessmentSha256}, the closing in ${named(record)} says ${records.assessment_sha256}`;
    throw new BrokenLink("assessment", detail);
  }
  if (head !== undefined && records.head_commitment !== head.prev) {
    throw new BrokenLink("assessment", `the closing in ${named(record)} is of another chain than the first record's`);
  }
  return true;
}

async function requireSameStatement(bundle: OpenedBundle, bytes: Uint8Array): Promise<void> {
  if (sameBytes(await bundle.read(paths.statement), bytes)) return;
  throw new BrokenLink("statements", `${paths.statement} is not the statement in ${paths.records}`);
}

function collectHashes(record: RecordEnvelope, found: Map<string, string>): void {
  const { policy, model } = membersOf(record.members.verification);
  const { table, rulebook } = membersOf(membersOf(record.members.carbon).factor);
  for (const [name, one] of Object.entries({ policy, model, table, rulebook })) {
    const { id, hash } = membersOf(one);
    if (typeof hash === "string" && !found.has(hash)) noteHash(found, hash, `the ${name} ${id} of ${named(record)}`);
  }
}

function noteHash(found: Map<string, string>, hash: string, where: string): void {
  if (!found.has(hash)) found.set(hash, where);
}

/** Two JSON values that must say the same. */
export function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  return canonicalText(a ?? null) === canonicalText(b ?? null);
}
