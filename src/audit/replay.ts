import { z } from "zod";
import { type FactorTable, factorTables } from "../carbon/factors.ts";
import { acm0002V22 } from "../carbon/rulebook.ts";
import { priorForest } from "../fraud/prior.ts";
import { type Device, deviceSchema, type Plant, plantSchema } from "../hydropower/plant.ts";
import { quantitiesSchema } from "../hydropower/quantities.ts";
import type { Reading } from "../hydropower/reading.ts";
import type { Json } from "../kernel/canonical.ts";
import { isoFromMs } from "../kernel/time.ts";
import type { RecordEnvelope } from "../proof/record.ts";
import { judge } from "../telemetry/judge.ts";
import { remember } from "../verification/memory.ts";
import { policyV1 } from "../verification/policy.ts";
import {
  type DeviceMemory,
  layerNames,
  type Reopening,
  type Status,
  statuses,
  type Verdict,
} from "../verification/verdict.ts";
import { ChainBooks } from "./chain-books.ts";
import { Coverage } from "./coverage.ts";
import { compareMember, type Members, membersOf, named } from "./differences.ts";
import { BrokenLink } from "./findings.ts";
import { IssuanceReplay } from "./issuance-replay.ts";
import { RegisterReplay } from "./register-replay.ts";
import { ReviewReplay } from "./review-replay.ts";
import { StatementReplay } from "./statement-replay.ts";

/** What a replayed record was, or why nothing is said of it. */
export type Replayed =
  | { readonly kind: "configuration" }
  | { readonly kind: "recomputed" }
  /** A decision, a re-opening or a correction that was possible there and had the effects it states. */
  | { readonly kind: "review" }
  /** A period's statement that came out byte-equal. */
  | { readonly kind: "statement" }
  /** A step of an issuance, or a claim elsewhere, that was possible there. */
  | { readonly kind: "issuance" }
  /** A decision of the registrar, in the chain that belongs to no plant. */
  | { readonly kind: "registered" }
  | { readonly kind: "unknown"; readonly why: string };

/** Readings that a statement's head may lie back, for the hash of what the assessment remembered there. */
const rememberedReadings = 20_000;

/**
 * Recomputes every verdict and carbon estimate of one plant from its chain alone, in `seq` order: configuration
 * records and the memory that earlier readings left are the only input. Byte-equal or broken; what rests on
 * data this program does not have is said, and never counts as recomputed.
 */
export class Replay {
  #plant: Plant | undefined;
  readonly #devices = new Map<string, Device>();
  readonly #memory = new Map<string, DeviceMemory>();
  readonly #coverage = new Map<string, Coverage>();
  readonly #reviews: ReviewReplay;
  readonly #books: ChainBooks;
  readonly #statements: StatementReplay;
  readonly #issuance: IssuanceReplay;
  readonly #register: RegisterReplay;
  /** What the newest readings each replaced in the memory, oldest first. */
  readonly #replaced: { seq: number; deviceId: string; before: DeviceMemory | undefined }[] = [];
  /** A configuration could not be read: what is judged under it cannot be recomputed either. */
  #configurationLost = false;

  /** `commitmentOf`: of the chain's record at a place that was read, the newest included; `books` are kept on the way. */
  constructor(commitmentOf: (seq: number) => Uint8Array, books = new ChainBooks(commitmentOf)) {
    this.#books = books;
    this.#reviews = new ReviewReplay(commitmentOf, this.#books);
    this.#statements = new StatementReplay(this.#books, commitmentOf);
    this.#issuance = new IssuanceReplay(this.#books, commitmentOf);
    this.#register = new RegisterReplay(commitmentOf);
  }

  /** Uploaded grid tables that the plant's designs name. */
  get gridTables(): readonly FactorTable[] {
    return this.#statements.tables;
  }

  /** The chain's next record. @throws {BrokenLink} */
  step(record: RecordEnvelope): Replayed | Promise<Replayed> {
    this.#reviews.next(record);
    switch (record.kind) {
      case "plant":
        return this.#configure(record, () => {
          this.#plant = plantSchema.parse(record.members.plant);
          return this.#plant.plant_id === record.plantId;
        });
      case "device":
        return this.#configure(record, () => {
          const device = deviceSchema.parse(record.members.device);
          this.#devices.set(device.device_id, device);
          return true;
        });
      case "design":
        // A verdict does not depend on it: a form of another version costs this record and its statements.
        return this.#statements.design(record);
      case "statement":
        return this.#stated(record);
      case "issuance":
        this.#issuance.step(record);
        return { kind: "issuance" };
      case "claim":
        this.#issuance.claim(record);
        return { kind: "issuance" };
      case "reading":
      case "correction":
        return this.#judge(record);
      case "review":
        this.#reviews.review(record);
        return { kind: "review" };
      case "reopen":
        this.#reviews.reopen(record);
        return { kind: "review" };
      default:
        if (this.#register.step(record)) return { kind: "registered" };
        return { kind: "unknown", why: `records of kind ${record.kind} are not known to this version` };
    }
  }

  async #stated(record: RecordEnvelope): Promise<Replayed> {
    const restated = this.#configurationLost
      ? ({ kind: "unknown", why: configurationLost } as const)
      : await this.#statements.statement(record, { plant: this.#plant, memoryAt: (seq) => this.#memoryAt(seq) });
    this.#issuance.statement(record);
    return restated;
  }

  #configure(record: RecordEnvelope, read: () => boolean): Replayed {
    let fits: boolean;
    try {
      fits = read();
    } catch {
      this.#configurationLost = true;
      return { kind: "unknown", why: `a ${record.kind} record is of a form not known to this version` };
    }
    if (!fits) throw broken(record, `plant.plant_id is not ${record.plantId}`);
    return { kind: "configuration" };
  }

  #judge(record: RecordEnvelope): Replayed {
    const { reading, receivedAtMs } = readingOf(record);
    // A correction takes the time of what it replaces.
    if (record.kind === "reading") this.#checkCover(record, reading);
    if (this.#configurationLost) {
      this.#review(record, reading, recordedVerdict(record).status, "unknown");
      return { kind: "unknown", why: configurationLost };
    }
    const device = this.#devices.get(reading.deviceId);
    if (this.#plant === undefined || device === undefined) {
      throw broken(record, `no record before it registers device ${reading.deviceId} and plant ${record.plantId}`);
    }
    const memory = this.#memory.get(reading.deviceId);
    const input = { plant: this.#plant, device, reading, receivedAtMs, memory };
    const why = unknownData(record.members, this.#plant);
    if (why !== undefined) {
      const verdict = recordedVerdict(record);
      this.#review(record, reading, verdict.status, "unknown");
      // What the next reading is judged against follows from the reading and the verdict on record.
      this.#remember(record.seq, reading.deviceId, remember(memory, input, verdict));
      return { kind: "unknown", why };
    }
    const { verdict, memory: after, ...members } = judge(input);
    for (const name of ["verification", "carbon"] as const) compareMember("replay", record, name, members[name]);
    this.#review(record, reading, verdict.status, verdict.reopen);
    this.#remember(record.seq, reading.deviceId, after);
    return { kind: "recomputed" };
  }

  #remember(seq: number, deviceId: string, after: DeviceMemory): void {
    this.#replaced.push({ seq, deviceId, before: this.#memory.get(deviceId) });
    // Cut in halves, not one by one: a shift for each reading of millions costs too much.
    if (this.#replaced.length > 2 * rememberedReadings) this.#replaced.splice(0, rememberedReadings);
    this.#memory.set(deviceId, after);
  }

  /** The memory as it was at a place of the chain; undefined when that lies too far back. */
  #memoryAt(seq: number): ReadonlyMap<string, DeviceMemory> | undefined {
    const oldest = this.#replaced[0];
    if (oldest !== undefined && oldest.seq > seq + 1 && this.#replaced.length >= rememberedReadings) return undefined;
    const memory = new Map(this.#memory);
    for (const { deviceId, before } of this.#replaced.filter((one) => one.seq > seq).reverse()) {
      if (before === undefined) memory.delete(deviceId);
      else memory.set(deviceId, before);
    }
    return memory;
  }

  #review(record: RecordEnvelope, reading: Reading, status: Status, doubts: Reopening | "unknown" | undefined): void {
    const { deviceId, endMs, intervalS, timed } = reading;
    const onRecord = { recordId: record.recordId, deviceId, endMs, intervalS, timed, status };
    if (record.kind === "reading") {
      this.#books.reading(record.seq, record.recordId, reading, status);
      this.#reviews.reading(record, onRecord, doubts);
    } else {
      this.#books.correction(record.seq, record.recordId, reading, this.#reviews.correction(record, onRecord));
    }
  }

  /** No time of a device is on record twice; a small overlap that was cut off is noted exactly so. */
  #checkCover(record: RecordEnvelope, reading: Reading): void {
    if (!reading.timed) return;
    const coverage = this.#coverage.get(reading.deviceId) ?? new Coverage();
    this.#coverage.set(reading.deviceId, coverage);
    const placed = coverage.add(reading.endMs, reading.intervalS);
    if (placed.kind !== "new") {
      const detail = `its time (${record.members.timestamp}) is covered by an earlier reading of ${reading.deviceId}`;
      throw new BrokenLink("no-time-twice", `${named(record)}: ${detail}`);
    }
    const { fromMs, toMs, snappedMs } = placed;
    const covers = snappedMs === 0 ? null : { from: isoFromMs(fromMs), to: isoFromMs(toMs), snapped_ms: snappedMs };
    compareMember("replay", record, "covers", covers);
  }
}

const configurationLost = "the configuration before it could not be read";

function broken(record: RecordEnvelope, detail: string): BrokenLink {
  return new BrokenLink("replay", `${named(record)}: ${detail}`);
}

function readingOf(record: RecordEnvelope): { reading: Reading; receivedAtMs: number } {
  const { device_id, device_seq, timestamp, timestamp_source, interval_s, received_at, readings } = record.members;
  const quantities = quantitiesSchema.safeParse(readings);
  if (!quantities.success) throw broken(record, "readings are not in their form");
  const [endMs, receivedAtMs] = [instant(timestamp), instant(received_at)];
  if (endMs === undefined) throw broken(record, "timestamp is not a time in UTC with milliseconds");
  if (receivedAtMs === undefined) throw broken(record, "received_at is not a time in UTC with milliseconds");
  const timed = timestamp_source === "device";
  if (!timed && (timestamp_source !== "gateway" || endMs !== receivedAtMs || interval_s !== undefined)) {
    throw broken(record, "timestamp_source, timestamp, interval_s and received_at do not fit each other");
  }
  if (typeof device_id !== "string") throw broken(record, "device_id is missing");
  if (!isWhole(interval_s) || !isWhole(device_seq))
    throw broken(record, "interval_s or device_seq is not a whole number");
  const reading = {
    plantId: record.plantId,
    deviceId: device_id,
    endMs,
    intervalS: interval_s,
    timed,
    deviceSeq: device_seq,
    quantities: quantities.data,
  };
  return { reading, receivedAtMs };
}

const recordedVerdictSchema = z.object({
  status: z.enum(statuses),
  trust_score: z.number(),
  reasons: z.array(
    z.object({ layer: z.enum(layerNames), rule: z.string(), effect: z.enum(["note", "flag", "reject"]) }),
  ),
});

function recordedVerdict(record: RecordEnvelope): Verdict {
  const parsed = recordedVerdictSchema.safeParse(record.members.verification);
  if (!parsed.success) throw broken(record, "verification is not in its form");
  const { status, trust_score: trustScore, reasons } = parsed.data;
  return { status, trustScore, layers: [], reasons: reasons.map((reason) => ({ ...reason, detail: "" })) };
}

function isWhole(value: Json | undefined): value is number | undefined {
  return value === undefined || (typeof value === "number" && Number.isSafeInteger(value) && value >= 0);
}

function instant(value: Json | undefined): number | undefined {
  if (typeof value !== "string") return undefined;
  const ms = Date.parse(value);
  return Number.isNaN(ms) || isoFromMs(ms) !== value ? undefined : ms;
}

/** Why a verdict rests on data this version does not have; undefined when it has all of it. */
function unknownData({ verification, carbon }: Members, plant: Plant): string | undefined {
  const { policy, model } = membersOf(verification);
  const { factor, reasons } = membersOf(carbon);
  const { table, rulebook } = membersOf(factor);
  const known = (what: string, claimed: Json | undefined, ours: string | undefined) => {
    const { id, hash } = membersOf(claimed);
    return hash === undefined || hash === ours
      ? undefined
      : `the ${what} ${id} with hash ${hash} is not in this version`;
  };
  const tableId = membersOf(table).id;
  const ours = typeof tableId === "string" ? factorTables.get(tableId) : undefined;
  const withoutTable = JSON.stringify(reasons ?? []).includes("carbon.unknown-factor-table");
  if (withoutTable && factorTables.has(plant.grid_factor_table ?? "")) {
    return `the factor table ${plant.grid_factor_table} was not known when it was recorded`;
  }
  return (
    known("policy", policy, policyV1.hash) ??
    known("model", model, priorForest.identity.hash) ??
    known("factor table", table, ours?.hash) ??
    known("rulebook", rulebook, acm0002V22.hash)
  );
}
