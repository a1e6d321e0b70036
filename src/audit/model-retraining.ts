import type { Device, Plant } from "../hydropower/plant.ts";
import type { Quantities } from "../hydropower/quantities.ts";
import type { Reading } from "../hydropower/reading.ts";
import { contentHash, type Json } from "../kernel/canonical.ts";
import { deviceAheadMs } from "../kernel/time.ts";
import type { RecordEnvelope } from "../proof/record.ts";
import { modelPolicy } from "../telemetry/model-policy.ts";
import {
  commitmentsOf,
  physicsPlantsFor,
  seedOf,
  smallestCommitments,
  type TrainingReading,
  type TrainingSet,
  trainingRows,
  trainSet,
} from "../telemetry/model-set.ts";
import type { EffectiveStatus } from "../telemetry/review-rules.ts";
import type { Status } from "../verification/verdict.ts";
import { named } from "./differences.ts";
import { BrokenLink } from "./findings.ts";
import type { Activated } from "./model-replay.ts";

const seen = ["flow_rate_m3s", "head_height_m", "power_output_kw", "energy_kwh"] as const;
type Figures = Pick<Quantities, (typeof seen)[number]>;
type Kept = Omit<TrainingReading, "commitment" | "quantities"> & { readonly seq: number; readonly quantities: Figures };

/**
 * Trains a plant's models again from its chain alone: the readings that each training set names are drawn by its
 * rule, and the forest must come out byte for byte. Keeps the figures of every reading while it goes.
 */
export class ModelRetraining {
  readonly #commitmentOf: (seq: number) => Uint8Array;
  readonly #readings: Kept[] = [];
  /** Effective statuses of records, each with the place from which on it holds, ascending. */
  readonly #statuses = new Map<number, { readonly from: number; readonly status: EffectiveStatus }[]>();
  /** By the place of the reading: corrections filed for it. */
  readonly #corrections = new Map<number, { readonly seq: number; readonly quantities: Figures }[]>();
  /** Of a correction: the place of the reading it is of. */
  readonly #corrected = new Map<number, number>();
  /** Of each model whose training policy this version does not have: what cannot be told. */
  readonly unbounded: string[] = [];
  readonly #plants: { readonly seq: number; readonly plant: Plant }[] = [];
  readonly #devices: { readonly seq: number; readonly device: Device }[] = [];

  /** `commitmentOf`: of the chain's record at a place that was read. */
  constructor(commitmentOf: (seq: number) => Uint8Array) {
    this.#commitmentOf = commitmentOf;
  }

  plant(seq: number, plant: Plant): void {
    this.#plants.push({ seq, plant });
  }

  device(seq: number, device: Device): void {
    this.#devices.push({ seq, device });
  }

  reading(seq: number, { deviceId, endMs, intervalS, timed, quantities }: Reading, status: Status): void {
    if (!timed) return;
    this.#readings.push({ seq, deviceId, endMs, intervalS, quantities: figuresOf(quantities) });
    if (status !== "APPROVED") this.stands(seq, status, seq);
  }

  /** A correction of the record at `replaces`: that is a reading, or a correction of one. */
  correction(seq: number, { quantities }: Reading, replaces: number): void {
    const readingSeq = this.#corrected.get(replaces) ?? replaces;
    this.#corrected.set(seq, readingSeq);
    const filed = { seq, quantities: figuresOf(quantities) };
    this.#corrections.set(readingSeq, [...(this.#corrections.get(readingSeq) ?? []), filed]);
  }

  /** The record at a place stands otherwise from the record at `from` on. */
  stands(seq: number, status: EffectiveStatus, from: number): void {
    const changes = this.#statuses.get(seq) ?? [];
    this.#statuses.set(seq, changes);
    changes.push({ from, status });
  }

  /** @throws {BrokenLink} when its policy bounds it otherwise, or other readings, another seed or another forest come out */
  async check({ forest, training, record }: Activated): Promise<void> {
    const { id, hash } = forest.identity;
    const broken = (detail: string) => new BrokenLink("retraining", `${named(record)}: model ${id}: ${detail}`);
    if (training.head_seq >= record.seq) throw broken("training.head_seq does not lie before it");
    const { policy } = training;
    const isOurs = policy.hash === modelPolicy.hash;
    const wrong = isOurs ? this.#whyOtherBounds(training, record) : undefined;
    if (wrong !== undefined) throw broken(wrong);
    const plant = this.#plants.findLast(({ seq }) => seq <= training.head_seq)?.plant;
    if (plant === undefined) throw broken("no record up to training.head_seq registers the plant");
    const rows = trainingRows({ plant, devices: this.#devicesAt(training.head_seq) }, this.#drawn(training));
    const readings = commitmentsOf(rows);
    if (readings.count !== training.readings.count || readings.sha256 !== training.readings.sha256) {
      const ours = `${readings.count} (SHA-256 ${readings.sha256})`;
      const theirs = `${training.readings.count} (SHA-256 ${training.readings.sha256})`;
      throw broken(`its rule draws ${ours} of the chain's readings, not the ${theirs} it names`);
    }
    const seed = seedOf(record, training.head_seq, readings);
    if (seed !== training.seed) throw broken(`its seed is ${training.seed}, but plant and readings give ${seed}`);
    const trained = contentHash((await trainSet(training, rows)) as Json);
    if (trained !== hash) throw broken(`training it again gives a forest that hashes to ${trained}, not to ${hash}`);
    const unknown = `the training policy ${policy.id} with hash ${policy.hash}, which is not in this version`;
    if (!isOurs) this.unbounded.push(`whether nobody chose the readings of ${id}: it names ${unknown}`);
  }

  /** Whoever chose the span, or how many readings, would choose the readings. */
  #whyOtherBounds({ from, to, head_seq, ...set }: TrainingSet, record: RecordEnvelope): string | undefined {
    const { window, most_readings, least_readings, physics_plants } = modelPolicy;
    const [fromMs, toMs] = [Date.parse(from), Date.parse(to)];
    const plants = physicsPlantsFor(set.readings, physics_plants);
    if (toMs - fromMs !== window * dayMs) return `training.from does not lie ${window} days before training.to`;
    if (set.most_readings !== most_readings) return `training.most_readings is not its policy's ${most_readings}`;
    if (set.readings.count < least_readings)
      return `it is trained on fewer than its policy's ${least_readings} readings`;
    if (set.physics_plants !== plants) return `training.physics_plants is not the ${plants} that its policy gives`;
    if (toMs > Date.parse(String(record.members.received_at)) + clocksMs) return "it was trained after its approval";
    // It is trained at `to`: what was accepted up to then had ended.
    const later = this.#readings.find(({ seq, endMs }) => seq <= head_seq && endMs > toMs + clocksMs);
    return later && `training.to lies before record ${later.seq} ended, which training.head_seq says was there`;
  }

  #devicesAt(headSeq: number): Map<string, Device> {
    const before = this.#devices.filter(({ seq }) => seq <= headSeq);
    return new Map(before.map(({ device }) => [device.device_id, device]));
  }

  #drawn({ head_seq, from, to, most_readings }: TrainingSet): TrainingReading[] {
    const [fromMs, toMs] = [Date.parse(from), Date.parse(to)];
    const inSpan = this.#readings.filter(({ seq, endMs }) => seq <= head_seq && endMs > fromMs && endMs <= toMs);
    const counting = inSpan.flatMap((reading) => this.#counting(reading, head_seq));
    return smallestCommitments(counting, most_readings);
  }

  /** The reading as it counted at a place of the chain, or the correction that stood for it; nothing if neither. */
  #counting(reading: Kept, upToSeq: number): TrainingReading[] {
    const standing = this.#corrections.get(reading.seq)?.find(({ seq }) => this.#statusOf(seq, upToSeq) === "APPROVED");
    if (standing !== undefined) {
      return [{ ...reading, quantities: standing.quantities, commitment: this.#commitmentOf(standing.seq) }];
    }
    if ((this.#statusOf(reading.seq, upToSeq) ?? "APPROVED") !== "APPROVED") return [];
    return [{ ...reading, commitment: this.#commitmentOf(reading.seq) }];
  }

  #statusOf(seq: number, upToSeq: number): EffectiveStatus | undefined {
    return this.#statuses.get(seq)?.findLast(({ from }) => from <= upToSeq)?.status;
  }
}

const dayMs = 86_400_000;
/** How far the clocks of a device and of two gateways may lie apart. */
const clocksMs = 2 * deviceAheadMs;

/** What the forest sees of a reading, without the rest. */
function figuresOf(quantities: Quantities): Figures {
  return Object.fromEntries(seen.flatMap((name) => (quantities[name] === undefined ? [] : [[name, quantities[name]]])));
}
