import { bytesToHex, sha256Bytes } from "../kernel/canonical.ts";
import { commitment, parseRecord, type RecordEnvelope } from "../proof/record.ts";
import type { NamedAccreditation } from "./accredited.ts";
import { CommitmentTable } from "./commitments.ts";
import { membersOf, named } from "./differences.ts";
import { BrokenLink, count, type Finding, note, ok } from "./findings.ts";
import { type Counted, countedAs } from "./leaf-counts.ts";
import type { StatedHead } from "./log-times.ts";
import { type MeterClaim, MeterClaims } from "./meter-claims.ts";
import type { Movements } from "./movements.ts";
import { PublicForms } from "./public-forms.ts";
import { RecordForms } from "./record-forms.ts";
import { Replay } from "./replay.ts";
import type { ReplayStart } from "./replay-options.ts";
import { ReplayTally } from "./replay-tally.ts";
import type { SampleSource } from "./samples.ts";
import type { SignatureSource } from "./signatures.ts";
import { formOf } from "./statement-form.ts";

export type ChainCheckOptions = {
  /** Undefined: the plant of the first record. */
  readonly plantId: string | undefined;
  /** True: the chain must begin with record 1, and every verdict is recomputed. False: any range of it. */
  readonly whole: boolean;
  /** True: the plant's own models are trained again too. */
  readonly retrain?: boolean;
  /** A part of the chain that is replayed from a known state, instead of the whole. */
  readonly start?: ChainStart;
  /** What devices signed, where it is at hand. */
  readonly signatures?: SignatureSource | undefined;
  /** What records were made of, where it is at hand. */
  readonly samples?: SampleSource | undefined;
};

/** Where a part begins: what replaying it needs, and the commitments of the records before it by place. */
export type ChainStart = ReplayStart & { readonly commitments: ReadonlyMap<number, Uint8Array> };

/** What a checked chain offers to the check of the log. */
export type CheckedChain = {
  readonly plantId: string;
  readonly orgId: string;
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly lastRecordId: string;
  readonly commitments: CommitmentTable;
  /** When each record says that it was received, ms, in order; NaN where it says nothing. */
  readonly receivedMs: readonly number[];
  /** When what each tells of was over, ms, in order; NaN where it tells of no time. */
  readonly overMs: readonly number[];
  /** As which leaf each is counted on the topic, in order. */
  readonly counted: readonly Counted[];
  /** Statements, and up to which place each is made. */
  readonly heads: readonly StatedHead[];
  readonly publicForms: PublicForms;
  readonly findings: readonly Finding[];
  /** True: every reading is signed by its device, every signature was held, and none was corrected by a person. */
  readonly allSigned: boolean;
  /** Under which steps of issuances were taken; none where they were not replayed. */
  readonly accreditations: readonly NamedAccreditation[];
  /** Main meters of what is minted. */
  readonly claims: readonly MeterClaim[];
  /** Transactions of the ledger that the records name; undefined where they were not replayed. */
  readonly movements: Movements | undefined;
};

/**
 * Reads one plant's chain record by record from exact bytes: canonical, numbered without a gap, each naming
 * the commitment of the one before. From record 1 on it also recomputes every verdict.
 */
export class ChainCheck {
  #plantId: string | undefined;
  #orgId: string | undefined;
  readonly #replay: Replay | undefined;
  readonly #whole: boolean;
  readonly #commitments = new CommitmentTable();
  /** SHA-256 of every record's id. */
  readonly #ids = new CommitmentTable();
  readonly #publicForms = new PublicForms();
  readonly #forms = new RecordForms();
  readonly #meters = new MeterClaims();
  #corrections = 0;
  readonly #receivedMs: number[] = [];
  readonly #overMs: number[] = [];
  readonly #counted: Counted[] = [];
  readonly #heads: StatedHead[] = [];
  #first: RecordEnvelope | undefined;
  #last: RecordEnvelope | undefined;
  #lastCommitment = "";
  #line = 0;
  readonly #tally: ReplayTally;

  constructor({ plantId, whole, retrain = false, start, signatures, samples }: ChainCheckOptions) {
    this.#plantId = plantId;
    this.#whole = whole;
    this.#tally = new ReplayTally({ retrain });
    const firstSeq = start?.firstSeq ?? 1;
    const commitmentOf = (seq: number) =>
      (seq < firstSeq ? start?.commitments.get(seq) : undefined) ?? this.#commitments.list.at(seq - firstSeq);
    const known = { retrain, start, signatures, samples };
    this.#replay = whole || start !== undefined ? new Replay(commitmentOf, known) : undefined;
  }

  /** The next record's exact bytes. @returns what it says @throws {BrokenLink} */
  async add(bytes: Uint8Array): Promise<RecordEnvelope> {
    this.#line++;
    const parsed = parseRecord(bytes);
    if (!parsed.ok) {
      const after = this.#last === undefined ? "the first record" : `the record after ${named(this.#last)}`;
      throw new BrokenLink("canonical", `line ${this.#line}, ${after}: ${parsed.reason}`);
    }
    const { record } = parsed;
    this.#checkPlace(record);
    this.#checkId(record);
    const digest = commitment(bytes);
    this.#publicForms.next(record, this.#commitments.add(digest));
    this.#forms.next(record);
    this.#meters.next(record);
    if (record.kind === "correction") this.#corrections++;
    this.#receivedMs.push(receivedMsOf(record));
    this.#overMs.push(overMsOf(record));
    this.#counted.push(countedAs(record));
    if (record.kind === "statement") this.#heads.push(headOf(record));
    await this.#replayed(record);
    this.#first ??= record;
    this.#last = record;
    this.#lastCommitment = bytesToHex(digest);
    return record;
  }

  /** Hashes of the plant's own models that came into force. */
  get models(): readonly string[] {
    return this.#replay?.models.map(({ forest }) => forest.identity.hash) ?? [];
  }

  /** @throws {BrokenLink} when there was no record. */
  finish(): CheckedChain {
    const [first, last] = [this.#first, this.#last];
    if (first === undefined || last === undefined) throw new BrokenLink("chain", "there is no record to check");
    const signed = this.#replay?.signatures;
    return {
      ...{ plantId: first.plantId, orgId: first.orgId },
      firstSeq: first.seq,
      lastSeq: last.seq,
      lastRecordId: last.recordId,
      commitments: this.#commitments,
      receivedMs: this.#receivedMs,
      overMs: this.#overMs,
      counted: this.#counted,
      heads: this.#heads,
      publicForms: this.#publicForms,
      findings: this.#findings(first, last),
      allSigned:
        signed !== undefined &&
        signed.held > 0 &&
        signed.unheld + signed.unsigned + signed.behindRevoked.late + this.#corrections === 0,
      accreditations: this.#replay?.accreditations ?? [],
      claims: this.#meters.claims,
      movements: this.#replay?.movements,
    };
  }

  #checkPlace(record: RecordEnvelope): void {
    this.#plantId ??= record.plantId;
    this.#orgId ??= record.orgId;
    if (record.plantId !== this.#plantId || record.orgId !== this.#orgId) {
      const detail = `line ${this.#line} holds ${named(record)}, not one of plant ${this.#plantId} of the same organisation`;
      throw new BrokenLink("chain", detail);
    }
    const last = this.#last;
    if (last === undefined) {
      if (this.#whole && record.seq !== 1) {
        throw new BrokenLink("chain", `the chain begins with ${named(record)}: record 1 is missing`);
      }
      return;
    }
    if (record.seq !== last.seq + 1) throw this.#misplaced(record, last);
    if (record.prev !== this.#lastCommitment) {
      throw new BrokenLink(
        "chain",
        `${named(record)}: prev names ${record.prev}, but SHA-256 of ${named(last)} is ${this.#lastCommitment}: one of the two was changed`,
      );
    }
  }

  /**
   * Records are told apart by their ids: under the id of the reading that it replaces, a correction would look like the
   * reading, and nobody would see that what a statement rests on has stopped counting.
   */
  #checkId(record: RecordEnvelope): void {
    if (this.#ids.add(sha256Bytes(new TextEncoder().encode(record.recordId))) >= 0) return;
    throw new BrokenLink("chain", `${named(record)}: a record before it has that id already`);
  }

  #misplaced(record: RecordEnvelope, last: RecordEnvelope): BrokenLink {
    const line = `line ${this.#line}, after ${named(last)}`;
    const detail =
      record.seq <= last.seq
        ? `${named(record)} comes again or out of order`
        : `${named(record)} comes next: record ${last.seq + 1} is missing or out of place`;
    return new BrokenLink("chain", `${line}: ${detail}`);
  }

  async #replayed(record: RecordEnvelope): Promise<void> {
    const replayed = await this.#replay?.step(record);
    if (replayed !== undefined) this.#tally.add(replayed);
  }

  #findings(first: RecordEnvelope, last: RecordEnvelope): Finding[] {
    const total = count(last.seq - first.seq + 1, "record");
    return [
      ok("canonical", `${total} of plant ${first.plantId}, each the canonical form (RFC 8785) of what it says`),
      ok(
        "chain",
        `numbers ${first.seq} to ${last.seq} without a gap, each record naming the commitment of the one before`,
      ),
      ...(this.#replay === undefined
        ? [note("replay", "verdicts are not recomputed for a range: that needs the chain from record 1 on")]
        : this.#tally.findings(this.#replay)),
      ...this.#forms.findings(),
    ];
  }
}

/** By its own word; of what was made of samples also when the last of them had come. NaN where it says nothing. */
function receivedMsOf({ members: { received_at, samples } }: RecordEnvelope): number {
  const ownMs = Date.parse(String(received_at));
  return samples === undefined ? ownMs : Math.max(ownMs, Date.parse(String(membersOf(samples).received_at)));
}

/** A reading that the gateway gave its time tells of no other: without one of its own it earns nothing. */
function overMsOf({ kind, members }: RecordEnvelope): number {
  if (kind === "statement") return Date.parse(String(membersOf(membersOf(members.statement).period).to_at));
  const isTimed = (kind === "reading" || kind === "correction") && members.timestamp_source === "device";
  return isTimed ? Date.parse(String(members.timestamp)) : Number.NaN;
}

/** NaN for what it does not say. */
function headOf({ seq, members: { statement } }: RecordEnvelope): StatedHead {
  const { v, records } = membersOf(statement);
  const { head_seq, log_size } = membersOf(records);
  return { seq, headSeq: Number(head_seq), logSize: Number(log_size), form: formOf(v) ?? Number.NaN };
}
