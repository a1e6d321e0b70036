import type { FactorTable } from "../carbon/factors.ts";
import type { Reading } from "../hydropower/reading.ts";
import type { RecordEnvelope } from "../proof/record.ts";
import { judge } from "../telemetry/judge.ts";
import { neighboursOf, remember } from "../verification/memory.ts";
import type { Policy } from "../verification/policy.ts";
import type { AssessmentInput, DeviceMemory, Reopening, Status } from "../verification/verdict.ts";
import type { NamedAccreditation } from "./accredited.ts";
import { ActsReplay } from "./acts-replay.ts";
import { ChainBooks } from "./chain-books.ts";
import { ConfigurationReplay } from "./configuration-replay.ts";
import { CoverageReplay } from "./coverage-replay.ts";
import { compareMember, membersOf, saysSo } from "./differences.ts";
import { IssuanceReplay } from "./issuance-replay.ts";
import { MemoryHistory } from "./memory-history.ts";
import { type Activated, ModelReplay } from "./model-replay.ts";
import { ModelRetraining } from "./model-retraining.ts";
import { Movements } from "./movements.ts";
import { PolicyReplay } from "./policy-replay.ts";
import {
  broken,
  contextOf,
  readingOf,
  recordedVerdict,
  requireReceivedAt,
  unknownContext,
  unknownData,
  unknownPolicy,
} from "./recorded.ts";
import { RegisterReplay } from "./register-replay.ts";
import { isRestated, type ReplayOptions, type ReplayStart } from "./replay-options.ts";
import { type Replayed, type Unknown, unknownOf } from "./replayed.ts";
import { ReviewReplay } from "./review-replay.ts";
import { type SampleCounts, SampleReplay } from "./samples.ts";
import { type SignatureCounts, SignatureReplay } from "./signatures.ts";
import { StatementReplay } from "./statement-replay.ts";
import { UnitsReplay } from "./units-replay.ts";

/**
 * Recomputes every verdict and carbon estimate of one plant from its chain alone, in `seq` order: configuration
 * records and the memory that earlier readings left are the only input. Byte-equal or broken; what rests on
 * data this program does not have is said, and never counts as recomputed.
 */
export class Replay {
  readonly #configuration = new ConfigurationReplay();
  readonly #memory = new MemoryHistory();
  readonly #policies = new PolicyReplay();
  readonly #coverage: CoverageReplay;
  readonly #reviews: ReviewReplay;
  readonly #books: ChainBooks;
  readonly #statements: StatementReplay;
  readonly #models = new ModelReplay();
  /** Undefined: models are taken as the chain brings them. */
  readonly #retraining: ModelRetraining | undefined;
  readonly #issuance: IssuanceReplay;
  readonly acts = new ActsReplay();
  /** Transactions of the ledger that the records name. */
  readonly movements = new Movements();
  readonly #units = new UnitsReplay(this.movements);
  readonly #register: RegisterReplay;
  readonly #signatures: SignatureReplay;
  readonly #samples: SampleReplay;
  /** What of the records before the start this version could not hold. */
  readonly before: Unknown[] = [];
  /** Proofs of keys before the start, until the first record behind it. */
  #earlier: Promise<unknown>[] = [];
  readonly #start: ReplayStart | undefined;

  /**
   * `commitmentOf`: of the chain's record at a place that was read, the newest included; `books` are kept on the
   * way; `retrain`: models are trained again from the readings they name; `start`: absent for a chain from record 1.
   *
   * @throws {BrokenLink} when the records before the start do not hold
   */
  constructor(
    commitmentOf: (seq: number) => Uint8Array,
    { books = new ChainBooks(commitmentOf), retrain = false, start, signatures, samples }: ReplayOptions = {},
  ) {
    this.#books = books;
    this.#signatures = new SignatureReplay(signatures);
    this.#samples = new SampleReplay(samples, this.#signatures);
    this.#start = start;
    this.#coverage = new CoverageReplay(start?.memory);
    const horizon = new Map([...(start?.memory ?? [])].map(([deviceId, { endMs }]) => [deviceId, endMs]));
    const retraining = retrain ? new ModelRetraining(commitmentOf) : undefined;
    this.#retraining = retraining;
    const told = {
      stands(...change: Parameters<ChainBooks["stands"]>) {
        books.stands(...change);
        retraining?.stands(...change);
      },
      decided: books.decided.bind(books),
    };
    this.#reviews = new ReviewReplay(commitmentOf, told, { firstSeq: start?.firstSeq ?? 1, horizon });
    this.#statements = new StatementReplay(this.#books, commitmentOf);
    this.#issuance = new IssuanceReplay(this.#books, commitmentOf, this.movements);
    this.#register = new RegisterReplay(commitmentOf);
    for (const [deviceId, memory] of start?.memory ?? []) this.#begin(deviceId, memory);
    for (const record of start?.earlier ?? []) this.#before(record);
    // Where among the earlier records the first readings were is not known; behind the start all of them were before.
    for (const deviceId of start?.memory.keys() ?? []) this.#configuration.judged(deviceId);
  }

  #begin(deviceId: string, memory: DeviceMemory): void {
    this.#memory.begin(deviceId, memory);
    this.#coverage.begin(deviceId, memory);
  }

  #before(record: RecordEnvelope): void {
    requireReceivedAt(record);
    if (record.kind === "model") this.#models.decide(record);
    else if (record.kind === "statement") {
      this.#statements.taken(record, this.#configuration.plant);
      this.#issuance.statement(record);
    } else if (record.kind === "device-key") {
      const proof = this.#signatures.change(record);
      // It is waited for with the first record behind the start: until then nobody listens.
      proof.catch(() => undefined);
      this.#earlier.push(proof);
    } else this.before.push(...unknownOf(this.#take(record)));
  }

  async #afterEarlier(record: RecordEnvelope): Promise<Replayed> {
    await Promise.all(this.#earlier.splice(0));
    return this.#take(record);
  }

  /** Uploaded grid tables that the plant's designs name. */
  get gridTables(): readonly FactorTable[] {
    return this.#statements.designs.tables;
  }

  /** Readings by their signatures, and changes of keys. */
  get signatures(): SignatureCounts {
    return this.#signatures.counts;
  }

  /** Records that were made of samples. */
  get samples(): SampleCounts {
    return this.#samples.counts;
  }

  /** Of the registrar's, as steps of issuances name them. */
  get accreditations(): readonly NamedAccreditation[] {
    return this.#issuance.accreditations;
  }

  /** Models of the plant's own that came into force. */
  get models(): readonly Activated[] {
    return this.#models.activated;
  }

  /** Of models that were trained again: why it cannot be told whether somebody chose the bounds of their readings. */
  get unbounded(): readonly string[] {
    return this.#retraining?.unbounded ?? [];
  }

  /** The chain's next record. @throws {BrokenLink} */
  step(record: RecordEnvelope): Replayed | Promise<Replayed> {
    return this.#earlier.length > 0 ? this.#afterEarlier(record) : this.#take(record);
  }

  #take(record: RecordEnvelope): Replayed | Promise<Replayed> {
    requireReceivedAt(record);
    this.movements.next(record);
    this.#reviews.next(record);
    this.#statements.next(record);
    switch (record.kind) {
      case "plant":
        return this.#configuration.ofPlant(record, (plant) => {
          this.#retraining?.plant(record.seq, plant);
          this.#samples.plant(record, plant);
        });
      case "device":
        return this.#configuration.ofDevice(record, (device) => this.#retraining?.device(record.seq, device));
      case "design":
        // A verdict does not depend on it: a form of another version costs this record and its statements.
        return this.#statements.designs.next(record, this.#configuration.plant, this.#configuration.lost);
      case "statement":
        return this.#stated(record);
      case "issuance": {
        const issued = this.#issuance.step(record);
        if (issued !== undefined) this.#units.issued(issued);
        return { kind: "issuance" };
      }
      case "transfer":
        this.#units.transfer(record);
        return { kind: "units" };
      case "retirement":
        this.#units.retirement(record);
        return { kind: "units" };
      case "claim":
        this.#issuance.claim(record);
        return { kind: "issuance" };
      case "bundle":
        return { kind: "handed-out" };
      case "administration":
        this.acts.step(record);
        return { kind: "acts" };
      case "device-key":
        return this.#signatures.change(record).then(() => ({ kind: "device-key" }));
      case "reading": {
        const { plant, devices } = this.#configuration;
        const held = this.#signatures.reading(record, plant) ?? this.#samples.reading(record, devices);
        return held === undefined ? this.#judge(record) : held.then(() => this.#judge(record));
      }
      case "correction":
        return this.#judge(record);
      case "review":
        this.#reviews.review(record);
        return { kind: "review" };
      case "reopen":
        this.#reviews.reopen(record);
        return { kind: "review" };
      case "model":
        return this.#model(record);
      default:
        if (this.#register.step(record)) return { kind: "registered" };
        return { kind: "unknown", why: `records of kind ${record.kind} are not known to this version` };
    }
  }

  async #stated(record: RecordEnvelope): Promise<Replayed> {
    const { plant, devices, lost } = this.#configuration;
    const restated =
      lost !== undefined
        ? ({ kind: "unknown", why: lost } as const)
        : !isRestated(this.#start, record)
          ? this.#statements.taken(record, plant)
          : await this.#statements.statement(record, { plant, devices: [...devices.values()], memory: this.#memory });
    this.#issuance.statement(record);
    return restated;
  }

  async #model(record: RecordEnvelope): Promise<Replayed> {
    const before = this.models.length;
    const why = this.#models.decide(record);
    const brought = this.models[before];
    if (brought !== undefined) await this.#retraining?.check(brought);
    return why === undefined ? { kind: "model" } : { kind: "unknown", why };
  }

  #judge(record: RecordEnvelope): Replayed {
    const { reading, receivedAtMs } = readingOf(record);
    // A correction takes the time of what it replaces.
    if (record.kind === "reading") this.#coverage.check(record, reading);
    const { plant, devices, lost: unread } = this.#configuration;
    if (unread !== undefined) {
      this.#review(record, reading, recordedVerdict(record).status, "unknown");
      return { kind: "unknown", why: unread };
    }
    const device = devices.get(reading.deviceId);
    if (plant === undefined || device === undefined) {
      throw broken(record, `no record before it registers device ${reading.deviceId} and plant ${record.plantId}`);
    }
    this.#configuration.judged(reading.deviceId);
    const memory = this.#memory.now.get(reading.deviceId);
    const siblings = neighboursOf(this.#memory.now, reading.deviceId);
    const context = contextOf(record);
    const observations = context?.observations;
    const input = { plant, device, reading, receivedAtMs, memory, siblings, context: observations };
    const { model } = membersOf(record.members.verification);
    const policy = this.#policies.of(record);
    const why =
      this.#models.check(record, membersOf(model)) ?? unknownData(record.members, plant) ?? unknownContext(context);
    if (why !== undefined) {
      const foreign = unknownPolicy(record.members);
      if (foreign !== undefined) this.#memory.lose(record.seq, reading.deviceId, foreign);
      return this.#asRecorded(record, input, policy, why);
    }
    const { verdict, memory: after, ...members } = judge(input, this.#models.inForce, policy);
    const lost = this.#memory.lostBy(record.seq, reading.deviceId);
    // Nobody can tell whether it is wrong, or follows from what another policy taught.
    if (lost !== undefined && !judgedMembers.every((name) => saysSo(record, name, members[name])))
      return this.#asRecorded(record, input, policy, `it rests on earlier readings, and ${lost}`);
    for (const name of judgedMembers) compareMember("replay", record, name, members[name]);
    this.#review(record, reading, verdict.status, verdict.reopen);
    this.#memory.remember(record.seq, reading.deviceId, after);
    return { kind: "recomputed" };
  }

  /** What the next reading is judged against follows from the reading and the verdict on record. */
  #asRecorded(record: RecordEnvelope, input: AssessmentInput, policy: Policy | undefined, why: string): Replayed {
    const verdict = recordedVerdict(record);
    this.#review(record, input.reading, verdict.status, "unknown");
    this.#memory.remember(record.seq, input.reading.deviceId, remember(input.memory, input, verdict, policy));
    return { kind: "unknown", why };
  }

  #review(record: RecordEnvelope, reading: Reading, status: Status, doubts: Reopening | "unknown" | undefined): void {
    const { deviceId, endMs, intervalS, timed } = reading;
    const onRecord = { recordId: record.recordId, deviceId, endMs, intervalS, timed, status };
    if (record.kind === "reading") {
      this.#books.reading(record.seq, record.recordId, reading, status);
      this.#retraining?.reading(record.seq, reading, status);
      this.#reviews.reading(record, onRecord, doubts);
    } else {
      const replaces = this.#reviews.correction(record, onRecord);
      this.#books.correction(record.seq, record.recordId, reading, replaces);
      this.#retraining?.correction(record.seq, reading, replaces);
    }
  }
}

const judgedMembers = ["verification", "carbon"] as const;
