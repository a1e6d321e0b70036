import { bytesToHex } from "../kernel/canonical.ts";
import { commitment, parseRecord, type RecordEnvelope } from "../proof/record.ts";
import { CommitmentTable } from "./commitments.ts";
import { named } from "./differences.ts";
import { BrokenLink, count, type Finding, note, ok, unchecked } from "./findings.ts";
import { PublicForms } from "./public-forms.ts";
import { Replay } from "./replay.ts";
import type { ReplayStart } from "./replay-options.ts";
import type { SampleSource } from "./samples.ts";
import type { SignatureSource } from "./signatures.ts";

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
  readonly publicForms: PublicForms;
  readonly findings: readonly Finding[];
  /** True: every reading is signed by its device, and every signature was held. */
  readonly allSigned: boolean;
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
  readonly #retrain: boolean;
  readonly #commitments = new CommitmentTable();
  readonly #publicForms = new PublicForms();
  #first: RecordEnvelope | undefined;
  #last: RecordEnvelope | undefined;
  #lastCommitment = "";
  #line = 0;
  #recomputed = 0;
  #configurations = 0;
  #statements = 0;
  #models = 0;
  #reviews = 0;
  #issuanceSteps = 0;
  #registered = 0;
  #moves = 0;
  #taken = 0;
  #handedOut = 0;
  #unknown = 0;
  readonly #unknownWhy = new Map<string, number>();

  constructor({ plantId, whole, retrain = false, start, signatures, samples }: ChainCheckOptions) {
    this.#plantId = plantId;
    this.#whole = whole;
    this.#retrain = retrain;
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
    const digest = commitment(bytes);
    this.#publicForms.next(record, this.#commitments.add(digest));
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
      publicForms: this.#publicForms,
      findings: this.#findings(first, last),
      allSigned: signed !== undefined && signed.held > 0 && signed.unheld + signed.unsigned === 0,
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
    if (replayed === undefined) return;
    if (replayed.kind === "recomputed") this.#recomputed++;
    else if (replayed.kind === "configuration" || replayed.kind === "device-key") this.#configurations++;
    else if (replayed.kind === "review") this.#reviews++;
    else if (replayed.kind === "statement") this.#statements++;
    else if (replayed.kind === "model") this.#models++;
    else if (replayed.kind === "taken") this.#taken++;
    else if (replayed.kind === "handed-out") this.#handedOut++;
    else if (replayed.kind === "acts") return;
    else if (replayed.kind === "issuance") this.#issuanceSteps++;
    else if (replayed.kind === "registered") this.#registered++;
    else if (replayed.kind === "units") this.#moves++;
    else {
      this.#unknown++;
      this.#unknownWhy.set(replayed.why, (this.#unknownWhy.get(replayed.why) ?? 0) + 1);
    }
  }

  #retrained(models: number): Finding[] {
    const many = count(models, "model");
    if (!this.#retrain)
      return [note("retraining", `that ${many} came of the readings named was not tried: --retrain does`)];
    const again = `${many} trained again from the chain's own readings, byte for byte equal`;
    const unbounded = this.#replay?.unbounded ?? [];
    return [ok("retraining", again), ...unbounded.map((why) => unchecked("retraining", why))];
  }

  #issuanceFindings(): Finding[] {
    const findings: Finding[] = [];
    if (this.#issuanceSteps > 0) {
      const made = count(this.#issuanceSteps, "step or claim", "steps and claims");
      findings.push(ok("issuance", `${made}: in order, by parties apart, signed as told, minted as stated and once`));
      const detail = "that the keys were accredited then stands in the registrar's chain, which the steps name";
      findings.push(note("issuance", detail));
    }
    if (this.#moves > 0) {
      const made = count(this.#moves, "step of transfers and retirements", "steps of transfers and retirements");
      findings.push(
        ok("units", `${made}: of units that were issued and free, by their digests, no unit in two places`),
      );
    }
    if (this.#registered > 0) {
      const made = count(this.#registered, "decision");
      findings.push(ok("register", `${made} of the registrar: each withdrawal of what stood, no key of two parties`));
    }
    const acts = this.#replay?.acts.count ?? 0;
    if (acts > 0)
      findings.push(ok("administration", `${count(acts, "act")} of the organisation's administration, each once`));
    return findings;
  }

  #sampleFindings(): Finding[] {
    const { records = 0, samples = 0, unheld = 0 } = this.#replay?.samples ?? {};
    const findings: Finding[] = [];
    if (records > 0) {
      const made = `${count(records, "reading")} made again from ${count(samples, "sample")}`;
      findings.push(ok("samples", `${made}: time, values and root of each, byte for byte equal`));
    }
    if (unheld > 0) {
      const detail = `whether ${count(unheld, "reading")} follow from what was sent: give their samples with --samples`;
      findings.push(unchecked("samples", detail));
    }
    return findings;
  }

  #signatureFindings(): Finding[] {
    const { held = 0, unheld = 0, unsigned = 0, changes = 0 } = this.#replay?.signatures ?? {};
    const findings: Finding[] = [];
    if (changes > 0) {
      const made = count(changes, "change");
      findings.push(ok("device-keys", `${made} of devices' keys: each key proves itself, each rotation is signed for`));
    }
    if (held > 0) {
      const signed = count(held, "reading");
      findings.push(ok("signatures", `${signed} signed by their devices, each held against the key in use there`));
    }
    if (held + unheld > 0 && unsigned > 0) {
      findings.push(
        note("signatures", `${count(unsigned, "reading")} without a signature: nothing shows who sent them`),
      );
    }
    if (unheld > 0) {
      const detail = `whether the signatures of ${count(unheld, "reading")} hold: give what was signed with --signatures`;
      findings.push(unchecked("signatures", detail));
    }
    return findings;
  }

  #findings(first: RecordEnvelope, last: RecordEnvelope): Finding[] {
    const total = count(last.seq - first.seq + 1, "record");
    const findings = [
      ok("canonical", `${total} of plant ${first.plantId}, each the canonical form (RFC 8785) of what it says`),
      ok(
        "chain",
        `numbers ${first.seq} to ${last.seq} without a gap, each record naming the commitment of the one before`,
      ),
    ];
    if (this.#replay === undefined) {
      findings.push(note("replay", "verdicts are not recomputed for a range: that needs the chain from record 1 on"));
      return findings;
    }
    const judged = `verdict and carbon estimate of ${count(this.#recomputed, "reading")}`;
    findings.push(ok("replay", `${judged} recomputed, byte for byte equal`));
    findings.push(ok("no-time-twice", "no device's readings cover the same time twice"));
    if (this.#reviews > 0) {
      const made = count(this.#reviews, "decision or re-opening", "decisions and re-openings");
      findings.push(ok("reviews", `${made} checked: each possible where it stands, with the effects it states`));
    }
    if (this.#statements > 0) {
      const made = count(this.#statements, "statement");
      findings.push(
        ok("statements", `${made} made again from registers, decisions and design before it, byte for byte equal`),
      );
    }
    if (this.#models > 0) {
      const inForce = this.#replay.models.map(
        ({ forest: { identity } }) => `${identity.id} (SHA-256 ${identity.hash})`,
      );
      const made = count(this.#models, "decision");
      const detail = `${made} on the plant's model followed, and every verdict recomputed with the one in force there`;
      findings.push(ok("models", inForce.length === 0 ? detail : `${detail}: ${inForce.join(", ")}`));
      if (inForce.length > 0) findings.push(...this.#retrained(inForce.length));
    }
    if (this.#taken > 0) {
      const others = count(this.#taken, "statement of another period", "statements of other periods");
      findings.push(note("statements", `${others} taken as they stand: their records are not at hand`));
    }
    if (this.#handedOut > 0) {
      findings.push(note("bundles", `${count(this.#handedOut, "evidence bundle")} handed out, with their digests`));
    }
    for (const { id, hash, publisher, source } of this.#replay.gridTables) {
      const detail = `the owner's own factors ${id} (SHA-256 ${hash}): compare them with ${publisher}, ${source}`;
      findings.push(note("grid-table", detail));
    }
    findings.push(...this.#issuanceFindings(), ...this.#sampleFindings(), ...this.#signatureFindings());
    findings.push(note("configuration", `${count(this.#configurations, "configuration record")} fed the replay`));
    if (this.#unknown > 0) {
      const why = [...this.#unknownWhy].map(([reason, times]) => `${times}: ${reason}`).join("; ");
      findings.push(
        unchecked("replay", `${count(this.#unknown, "record")} cannot be recomputed with this version (${why})`),
      );
    }
    return findings;
  }
}
