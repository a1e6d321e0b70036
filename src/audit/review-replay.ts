import { z } from "zod";
import { bytesToHex, canonicalText, type Json, sha256Bytes } from "../kernel/canonical.ts";
import type { RecordEnvelope } from "../proof/record.ts";
import { reopenContent } from "../telemetry/review-reopen.ts";
import {
  decided,
  decisions,
  type EffectiveStatus,
  firstStanding,
  reopened,
  type Standing,
  whyNotReplaceable,
} from "../telemetry/review-rules.ts";
import type { Reopening, Status } from "../verification/verdict.ts";
import { BrokenLink } from "./findings.ts";
import { SpanIndex } from "./span-index.ts";

/** A reading of the chain as reviews need it. */
type ReadingOnRecord = {
  readonly recordId: string;
  readonly deviceId: string;
  readonly endMs: number;
  readonly intervalS: number | undefined;
  readonly timed: boolean;
  readonly status: Status;
};

const namedRecord = z.strictObject({ id: z.string(), seq: z.int().min(1), commitment: z.string() });
const reviewSchema = z.strictObject({
  record: namedRecord,
  decision: z.enum(decisions),
  reason: z.string().min(1),
  decided_by: z.string(),
  supersedes: z.string().nullable(),
  effects: z.array(z.unknown()),
});
const correctionSchema = z.strictObject({ replaces: namedRecord, reason: z.string().min(1), filed_by: z.string() });
const reopenSchema = z.looseObject({
  rule: z.string(),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  records: z.strictObject({ count: z.int().min(1), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
});

type Tail<T extends readonly unknown[]> = T extends readonly [unknown, ...infer Rest] ? Rest : never;

type Due = {
  readonly because: RecordEnvelope;
  readonly deviceId: string;
  /** Undefined: what it says of the readings in the span cannot be told here. */
  readonly content: Json | undefined;
  /** Undefined: whether there is one cannot be told here either. */
  readonly span: Reopening | undefined;
  /** It must come: some reading at hand is in doubt. */
  readonly isSure: boolean;
};

/** Where the readings at hand begin: by place, and by device the end (ms) up to which there may be earlier ones. */
export type ReviewStart = { readonly firstSeq: number; readonly horizon: ReadonlyMap<string, number> };

/** Who is told that the record at a place stands otherwise from another place on, and who decided on records. */
type ChangesOfStatus = {
  stands(seq: number, status: EffectiveStatus, from: number): void;
  /** Somebody decided on the reading or correction of a time. */
  decided(by: string, endMs: number): void;
};

/**
 * Follows where every reading of a plant stands, from its chain alone: that each decision was possible and had
 * the effects it states, that a correction takes the place of what it names, and that a verdict's doubt of
 * earlier readings is followed by exactly the record that re-opens them.
 */
export class ReviewReplay {
  readonly #commitmentOf: (seq: number) => Uint8Array;
  readonly #books: ChangesOfStatus;
  /** By place in the chain. */
  readonly #readings: (ReadingOnRecord | undefined)[] = [];
  /** Those that a later record touched, and what waits from the first. */
  readonly #standings = new Map<number, Standing>();
  readonly #newestDecision = new Map<number, string>();
  /** Of a correction: the place of what it names. */
  readonly #replaces = new Map<number, number>();
  /** Of a correction: who filed it. */
  readonly #filedBy = new Map<number, string>();
  /** Approved and never reviewed, by device. */
  readonly #undoubted = new Map<string, SpanIndex>();
  /** The re-opening that must come next; where the verdict could not be recomputed, the one that may. */
  #due: Due | undefined;
  readonly #start: ReviewStart;
  /** Corrections of readings before the start: where those stand is not known. */
  readonly #ofEarlier = new Set<number>();

  /** `commitmentOf`: of the chain's record at a place that was read; `books` are told of each change. */
  constructor(
    commitmentOf: (seq: number) => Uint8Array,
    books: ChangesOfStatus,
    start: ReviewStart = { firstSeq: 1, horizon: new Map() },
  ) {
    this.#commitmentOf = commitmentOf;
    this.#books = books;
    this.#start = start;
  }

  /** Before each record: a re-opening that is due must be it. @throws {BrokenLink} */
  next(record: RecordEnvelope): void {
    if (record.kind === "reopen" || this.#due === undefined) return;
    const due = this.#due;
    this.#due = undefined;
    if (!due.isSure) return;
    throw broken(record, "the reading before it doubts earlier ones, which no record re-opens");
  }

  /** A reading; `doubts` is what its verdict re-opens, "unknown" where the verdict was not recomputed. */
  reading(record: RecordEnvelope, reading: ReadingOnRecord, doubts: Reopening | "unknown" | undefined): void {
    const { seq } = record;
    const { deviceId, status } = reading;
    this.#readings[seq] = reading;
    const standing = firstStanding("reading", record.recordId, status);
    if (standing.reviewed) this.#standings.set(seq, standing);
    else if (status === "APPROVED") this.#undoubtedOf(deviceId).add(reading.endMs, seq);
    if (doubts === undefined) return;
    if (doubts === "unknown") {
      this.#due = { because: record, deviceId, content: undefined, span: undefined, isSure: false };
      return;
    }
    const reachesBack = this.#reachesBack(deviceId, doubts.fromMs);
    const atHand = this.#content(record, deviceId, doubts);
    const content = reachesBack ? undefined : atHand;
    const isSure = atHand !== undefined;
    if (reachesBack || isSure) this.#due = { because: record, deviceId, content, span: doubts, isSure };
  }

  /** A correction, once it is judged. @returns the place of what it replaces. @throws {BrokenLink} */
  correction(record: RecordEnvelope, reading: ReadingOnRecord): number {
    const { replaces, filed_by } = read(record, "correction", correctionSchema);
    this.#filedBy.set(record.seq, filed_by);
    if (replaces.seq < this.#start.firstSeq) {
      this.#readings[record.seq] = reading;
      this.#standings.set(record.seq, firstStanding("correction", record.recordId, reading.status));
      this.#ofEarlier.add(record.seq);
      return replaces.seq;
    }
    const before = this.#named(record, replaces);
    const place = ({ deviceId, endMs, intervalS, timed }: ReadingOnRecord) =>
      [deviceId, endMs, intervalS, timed].join();
    const original = this.#readings[replaces.seq];
    if (original === undefined || place(original) !== place(reading) || !reading.timed) {
      throw broken(record, `it does not take the device and time of ${replaces.id}, which it replaces`);
    }
    const refusal = whyNotReplaceable(before);
    if (refusal !== undefined) throw broken(record, `${replaces.id} cannot be replaced: ${refusal.detail}`);
    this.#readings[record.seq] = reading;
    this.#standings.set(record.seq, firstStanding("correction", record.recordId, reading.status));
    this.#replaces.set(record.seq, replaces.seq);
    return replaces.seq;
  }

  /** A verifier's decision. @throws {BrokenLink} */
  review(record: RecordEnvelope): void {
    const review = read(record, "review", reviewSchema);
    const { seq } = review.record;
    // Of a reading before the start nothing is known, and nothing at hand rests on it.
    if (seq < this.#start.firstSeq) return;
    const replacesSeq = this.#replaces.get(seq);
    const standing = this.#named(record, review.record);
    const outcome = decided(review.decision, standing, replacesSeq === undefined ? undefined : this.#at(replacesSeq));
    if ("refusal" in outcome) throw broken(record, `${review.record.id} was not to decide: ${outcome.refusal.detail}`);
    if (review.decision === "approve" && this.#filedBy.get(seq) === review.decided_by) {
      throw broken(record, `${review.decided_by} accepts the correction ${review.record.id}, which is its own`);
    }
    if (review.supersedes !== (this.#newestDecision.get(seq) ?? null)) {
      throw broken(record, "review.supersedes is not the decision before it");
    }
    const effects = [[seq, outcome.record] as const];
    if (replacesSeq !== undefined && outcome.replaced !== undefined) effects.push([replacesSeq, outcome.replaced]);
    const stated = effects.map(([place, after]) => ({
      id: after.recordId,
      seq: place,
      effective_status: after.effectiveStatus,
    }));
    if (!this.#ofEarlier.has(seq) && canonicalText(stated) !== canonicalText(review.effects as Json)) {
      throw broken(record, `review.effects are not ${canonicalText(stated)}`);
    }
    for (const [place, after] of effects) this.#stand(place, after, record.seq);
    const { endMs, timed } = this.#readings[seq] as ReadingOnRecord;
    if (timed) this.#books.decided(review.decided_by, endMs);
    this.#newestDecision.set(seq, record.recordId);
  }

  /** A re-opening: what the verdict of the reading before it calls for. @throws {BrokenLink} */
  reopen(record: RecordEnvelope): void {
    const due = this.#due;
    this.#due = undefined;
    if (due === undefined) throw broken(record, "the reading before it doubts no earlier one");
    const { rule, from, to, records } = read(record, "reopen", reopenSchema);
    const span = due.span ?? { rule, fromMs: Date.parse(from), toMs: Date.parse(to) };
    const content = due.content ?? this.#asFarAsKnown(due, span, records);
    if (content === undefined || canonicalText(content) !== canonicalText(record.members.reopen ?? null)) {
      throw broken(record, `what the reading before it calls for is ${canonicalText(content ?? null)}`);
    }
    for (const seq of this.#undoubtedOf(due.deviceId).within(span.fromMs, span.toMs)) {
      const after = reopened(this.#at(seq));
      if (after !== undefined) this.#stand(seq, after, record.seq);
    }
  }

  #reachesBack(deviceId: string, fromMs: number): boolean {
    return fromMs < (this.#start.horizon.get(deviceId) ?? Number.NEGATIVE_INFINITY);
  }

  /** What re-opens a span; undefined where nothing in it counts. */
  #content(because: RecordEnvelope, deviceId: string, span: Reopening): Json | undefined {
    const hashes = this.#undoubtedOf(deviceId)
      .within(span.fromMs, span.toMs)
      .map((seq) => bytesToHex(this.#commitmentOf(seq)));
    if (hashes.length === 0) return undefined;
    const sha256 = sha256Bytes(Buffer.from(hashes.sort().join(""), "hex"));
    return this.#opening(because, deviceId, span, { count: BigInt(hashes.length), sha256 });
  }

  /** The same where readings before the start may be among them: their number and digest are the record's word. */
  #asFarAsKnown({ because, deviceId }: Due, span: Reopening, said: z.infer<typeof reopenSchema>["records"]) {
    if (!this.#reachesBack(deviceId, span.fromMs)) return this.#content(because, deviceId, span);
    if (said.count < this.#undoubtedOf(deviceId).within(span.fromMs, span.toMs).length) return undefined;
    const records = { count: BigInt(said.count), sha256: Buffer.from(said.sha256, "hex") };
    return this.#opening(because, deviceId, span, records);
  }

  #opening({ recordId, seq }: RecordEnvelope, ...what: Tail<Parameters<typeof reopenContent>>): Json {
    return reopenContent({ recordId, seq: BigInt(seq), commitment: this.#commitmentOf(seq) }, ...what);
  }

  #undoubtedOf(deviceId: string): SpanIndex {
    const index = this.#undoubted.get(deviceId) ?? new SpanIndex();
    this.#undoubted.set(deviceId, index);
    return index;
  }

  /** Where the record at a place of a reading or correction stands. */
  #at(seq: number): Standing {
    const reading = this.#readings[seq];
    if (reading === undefined) throw new Error(`impossible state: no reading at place ${seq}`);
    return this.#standings.get(seq) ?? firstStanding("reading", reading.recordId, reading.status);
  }

  /** Where a record that another one names stands. @throws {BrokenLink} when it is not the one it is called */
  #named(record: RecordEnvelope, { id, seq, commitment }: z.infer<typeof namedRecord>): Standing {
    const reading = seq < record.seq ? this.#readings[seq] : undefined;
    if (reading?.recordId === id && bytesToHex(this.#commitmentOf(seq)) === commitment) return this.#at(seq);
    throw broken(record, `it names reading ${id} at place ${seq}, which is not in the chain before it`);
  }

  #stand(seq: number, after: Standing, from: number): void {
    const reading = this.#readings[seq];
    if (reading !== undefined) this.#undoubted.get(reading.deviceId)?.remove(reading.endMs, seq);
    this.#standings.set(seq, after);
    this.#books.stands(seq, after.effectiveStatus, from);
  }
}

function read<S extends z.ZodType>(record: RecordEnvelope, member: string, schema: S): z.output<S> {
  const parsed = schema.safeParse(record.members[member]);
  if (!parsed.success) throw broken(record, `${member} is not in its form`);
  return parsed.data;
}

function broken({ seq, recordId, plantId }: RecordEnvelope, detail: string): BrokenLink {
  return new BrokenLink("reviews", `record ${seq} (${recordId}) of plant ${plantId}: ${detail}`);
}
