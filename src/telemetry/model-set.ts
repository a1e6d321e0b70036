import { z } from "zod";
import { featureNames } from "../fraud/features.ts";
import type { ForestModel } from "../fraud/forest-model.ts";
import type { Device, Plant } from "../hydropower/plant.ts";
import type { Quantities } from "../hydropower/quantities.ts";
import { bytesToHex, canonicalBytes, sha256Bytes, sha256Hex } from "../kernel/canonical.ts";
import { operationOf } from "../verification/operation.ts";
import { operationFeatures } from "../verification/statistical.ts";
import { type ForestTraining, trainForestInWorker } from "./forest-training.ts";
import { readingsPerPlant as readingsPerPriorPlant } from "./prior-training.ts";

/**
 * What a plant's own model is trained on, so told that anybody with the plant's chain draws the same readings
 * and trains the same forest: pure but for the worker thread.
 */

const hash = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * Of all timed readings accepted up to `head_seq` that ended after `from` and not after `to` and counted there
 * (approved, corrections in the places of what they replace), those with the `most_readings` smallest
 * commitments: commitments are hashes, so they are as good as drawn at random, and nobody chooses them. Those
 * without flow or power are left out; features are taken by plant and devices as configured at `head_seq`.
 */
export const trainingSetSchema = z.strictObject({
  policy: z.strictObject({ id: z.string(), hash }),
  head_seq: z.int().min(1),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  most_readings: z.int().min(2).max(100_000),
  /** Readings trained on, and SHA-256 over their commitments in sorted order. */
  readings: z.strictObject({ count: z.int().min(2), sha256: hash }),
  /** Rows of the physics prior trained on beside them, from this many of its plants. */
  physics_plants: z.int().min(1).max(4_096),
  seed: z.int().min(0).max(4_294_967_295),
  features: z.array(z.string()),
});
export type TrainingSet = z.output<typeof trainingSetSchema>;

/** A reading that may be trained on. */
export type TrainingReading = {
  readonly commitment: Uint8Array;
  readonly deviceId: string;
  readonly endMs: number;
  readonly intervalS: number | undefined;
  readonly quantities: Quantities;
};

/** The plant with its devices by id. */
export type Configured = { readonly plant: Plant; readonly devices: ReadonlyMap<string, Device> };

export type TrainingRow = { readonly commitment: Uint8Array; readonly endMs: number; readonly row: readonly number[] };

/** Readings as the forest sees them; those it cannot see are left out. */
export function trainingRows({ plant, devices }: Configured, readings: readonly TrainingReading[]): TrainingRow[] {
  return readings.flatMap(({ commitment, deviceId, endMs, intervalS, quantities }) => {
    const device = devices.get(deviceId);
    if (device === undefined) return [];
    const reading = { plantId: plant.plant_id, deviceId, endMs, intervalS, timed: true, quantities };
    const input = { plant, device, reading: { ...reading, deviceSeq: undefined }, receivedAtMs: endMs };
    const row = operationFeatures(plant, operationOf({ ...input, memory: undefined }));
    return row === undefined ? [] : [{ commitment, endMs, row }];
  });
}

/** SHA-256 over commitments in the order given, and how many they are. */
export function commitmentsOf(rows: readonly TrainingRow[]): TrainingSet["readings"] {
  const commitments = Buffer.concat(rows.map(({ commitment }) => commitment));
  return { count: rows.length, sha256: sha256Hex(commitments) };
}

/** The seed of a plant's training: of who it is and what it is trained on, so that nobody can try several. */
export function seedOf(
  { orgId, plantId }: { readonly orgId: string; readonly plantId: string },
  headSeq: number,
  { sha256 }: TrainingSet["readings"],
): number {
  const digest = sha256Bytes(canonicalBytes({ org_id: orgId, plant_id: plantId, head_seq: headSeq, readings: sha256 }));
  return Buffer.from(digest).readUInt32BE(0);
}

/** Plants of the physics prior that give as many rows as the plant has itself, at most so many. */
export function physicsPlantsFor({ count }: TrainingSet["readings"], most: number): number {
  return Math.min(most, Math.max(1, Math.round(count / readingsPerPriorPlant)));
}

/** The id of a plant's model: readable, and different for another training set. */
export function modelIdOf({ head_seq, readings }: Pick<TrainingSet, "head_seq" | "readings">): string {
  return `plant-v1-${head_seq}-${readings.sha256.slice(0, 8)}`;
}

/** Trains the forest of a set whose rows are at hand, in the order of their commitments. @throws as {@link trainForestInWorker} */
export function trainSet(set: TrainingSet, rows: readonly TrainingRow[], signal?: AbortSignal): Promise<ForestModel> {
  const training: ForestTraining = {
    id: modelIdOf(set),
    featureNames,
    rows: rows.map(({ row }) => row),
    seed: set.seed,
  };
  return trainForestInWorker(training, { physicsPlants: set.physics_plants, signal });
}

/** Readings in the order of their commitments, the smallest `most`. */
export function smallestCommitments<R extends Pick<TrainingReading, "commitment">>(
  readings: readonly R[],
  most: number,
): R[] {
  const keyed = readings.map((reading) => ({ reading, key: bytesToHex(reading.commitment) }));
  return keyed
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .slice(0, most)
    .map(({ reading }) => reading);
}
