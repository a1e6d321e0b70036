import { featureNames } from "../../src/fraud/features.ts";
import type { ForestModel } from "../../src/fraud/forest-model.ts";
import { canonicalBytes, sha256Bytes } from "../../src/kernel/canonical.ts";
import { reportsOf } from "../../src/simulator/report.ts";
import { modelPolicy } from "../../src/telemetry/model-policy.ts";
import {
  commitmentsOf,
  physicsPlantsFor,
  seedOf,
  smallestCommitments,
  type TrainingReading,
  type TrainingRow,
  type TrainingSet,
  trainingRows,
  trainSet,
} from "../../src/telemetry/model-set.ts";
import { honest } from "../simulator/builders.ts";

/** Honest readings of a simulated plant as a forest sees them, in the order of their time. */
export function ownRows(seed: number, days: number): TrainingRow[] {
  const { site, samples } = honest(seed, days);
  const { plant, device } = site;
  const readings = Array.from(reportsOf(site, samples), ({ endMs, intervalS, quantities }): TrainingReading => {
    const commitment = sha256Bytes(canonicalBytes({ plant: plant.plant_id, endMs }));
    return { commitment, deviceId: device.device_id, endMs, intervalS, quantities };
  });
  const devices = new Map([[device.device_id, device]]);
  return trainingRows({ plant, devices }, readings).sort((a, b) => a.endMs - b.endMs);
}

export const sampled = (rows: readonly TrainingRow[], most: number) => smallestCommitments(rows, most);

/** A training set of rows that a plant's chain might hold. */
export function setOf(rows: readonly TrainingRow[]): TrainingSet {
  const readings = commitmentsOf(rows);
  return {
    policy: { id: modelPolicy.id, hash: modelPolicy.hash },
    head_seq: 1_000,
    from: "2025-05-01T00:00:00.000Z",
    to: "2026-05-01T00:00:00.000Z",
    most_readings: modelPolicy.most_readings,
    readings,
    physics_plants: physicsPlantsFor(readings, modelPolicy.physics_plants),
    seed: seedOf({ orgId: "org", plantId: "plant" }, 1_000, readings),
    features: [...featureNames],
  };
}

export const trained = (rows: readonly TrainingRow[]): Promise<ForestModel> => trainSet(setOf(rows), rows);
