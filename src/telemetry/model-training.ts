import { featureNames } from "../fraud/features.ts";
import { compileForest } from "../fraud/forest.ts";
import { priorForest } from "../fraud/prior.ts";
import { canonicalBytes, type Json, sha256Bytes } from "../kernel/canonical.ts";
import type { Clock } from "../kernel/time.ts";
import { isoFromMs } from "../kernel/time.ts";
import type { PlantKey } from "../plants/store.ts";
import type { Db } from "../platform/database.ts";
import { type Lease, LeaseTaken, releaseLease, requireLease, takeLease } from "../platform/lease.ts";
import type { Log } from "../platform/log.ts";
import type { Metrics } from "../platform/metrics.ts";
import { type DriftReport, driftReport } from "./model-drift.ts";
import { type ModelPolicy, modelPolicy } from "./model-policy.ts";
import { countApproved, type PlantNow, readPlantNow, readSample } from "./model-rows.ts";
import { type Due, nextDue, saveLook } from "./model-schedule.ts";
import {
  commitmentsOf,
  physicsPlantsFor,
  seedOf,
  type TrainingRow,
  type TrainingSet,
  trainingRows,
  trainSet,
} from "./model-set.ts";
import { findContents, findModel, insertCandidate } from "./model-store.ts";

export type TrainingDeps = {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Names this process among the gateways on the database. */
  readonly holderName: string;
  /** The shipped one if absent. */
  readonly policy?: ModelPolicy;
};

const leaseName = "model-training";
/** A training takes seconds; a gateway that died in one keeps the others waiting for this long. */
const leaseMs = 120_000;
const dayMs = 86_400_000;
/** The widest model that is stored; CHECK in the database. */
const mostBytes = 200_000;

/**
 * Looks at the next plant that is due for a model of its own and trains a candidate where its readings suffice.
 * Nothing takes effect by it. One gateway at a time; what was computed is written in one transaction together
 * with the plant's schedule, under the lease: a crash before it leaves nothing, and the plant is due again.
 */
export async function runModelTraining(deps: TrainingDeps, signal: AbortSignal): Promise<"more" | "idle"> {
  const lease = await takeLease(deps.db, leaseName, deps.holderName, leaseMs);
  if (lease === undefined) return "idle";
  try {
    const due = await nextDue(deps.db, deps.policy ?? modelPolicy, new Date(deps.clock.nowMs()));
    if (due === undefined) return "idle";
    await look(deps, lease, due, signal);
    return "more";
  } finally {
    await releaseLease(deps, leaseName);
  }
}

async function look(deps: TrainingDeps, lease: Lease, due: Due, signal: AbortSignal): Promise<void> {
  const at = new Date(deps.clock.nowMs());
  try {
    const trained = await train(deps, due, at, signal);
    const outcome = typeof trained === "string" ? trained : await store(deps, lease, due, trained, at);
    if (typeof trained === "string") await saveLook(deps.db, due, { at, outcome });
    deps.metrics.modelTrainings.inc({ outcome: typeof trained === "string" ? "too-few" : "trained" });
    deps.log.info({ plant: due.plantId, outcome }, "a plant's model was looked at");
  } catch (error) {
    if (signal.aborted || error instanceof LeaseTaken) throw error;
    // Said and left until the next look: one plant must not keep the others from theirs.
    deps.metrics.modelTrainings.inc({ outcome: "failed" });
    deps.log.error({ err: error, plant: due.plantId }, "training a plant's model failed");
    await saveLook(deps.db, due, { at, outcome: "The training failed; it is tried again with the next look." });
  }
}

type Trained = { readonly set: TrainingSet; readonly content: Uint8Array; readonly drift: DriftReport };

/** A candidate, or the sentence that says why there is none. */
async function train(deps: TrainingDeps, due: Due, at: Date, signal: AbortSignal): Promise<Trained | string> {
  const { db, policy = modelPolicy } = deps;
  const now = await readPlantNow(db, due);
  const from = isoFromMs(at.getTime() - policy.window * dayMs);
  const span = { head_seq: Number(now.headSeq), from, to: isoFromMs(at.getTime()) };
  const { fresh, days } = await countApproved(db, due, span, due.requestedBy === null ? due.afterSeq : 0n);
  const told = `${fresh} approved readings and ${days} days`;
  if (fresh < policy.least_readings || days < policy.least_days) {
    return `Too few yet: ${told}, of ${policy.least_readings} and ${policy.least_days} that are needed.`;
  }
  const rows = trainingRows(now, await readSample(db, due, span, policy.most_readings));
  signal.throwIfAborted();
  if (rows.length < policy.least_readings) {
    return `Too few with flow and power: ${rows.length} of ${policy.least_readings} that are needed.`;
  }
  const readings = commitmentsOf(rows);
  const set: TrainingSet = {
    policy: { id: policy.id, hash: policy.hash },
    ...span,
    most_readings: policy.most_readings,
    readings,
    physics_plants: physicsPlantsFor(readings, policy.physics_plants),
    seed: seedOf(due, span.head_seq, readings),
    features: [...featureNames],
  };
  const model = await trainSet(set, rows, signal);
  const content = canonicalBytes(model as Json);
  if (content.length > mostBytes) return `The forest came out at ${content.length} bytes, more than ${mostBytes}.`;
  const drift = await measureDrift(deps, due, { now, set, rows, candidate: compileForest(model) });
  return { set, content, drift };
}

type Candidate = {
  readonly now: PlantNow;
  readonly set: TrainingSet;
  readonly rows: readonly TrainingRow[];
  readonly candidate: ReturnType<typeof compileForest>;
};

async function measureDrift(deps: TrainingDeps, key: PlantKey, { now, set, rows, candidate }: Candidate) {
  const { db, policy = modelPolicy } = deps;
  const recentMs = Date.parse(set.to) - policy.recent_days * dayMs;
  const recent = { head_seq: set.head_seq, from: isoFromMs(recentMs), to: set.to };
  const recentRows = trainingRows(now, await readSample(db, key, recent, policy.recent_readings));
  const inForce = now.modelHash === null ? undefined : await readModel(db, { ...key, hash: now.modelHash });
  const reference =
    inForce === undefined
      ? rows.filter(({ endMs }) => endMs <= recentMs)
      : trainingRows(now, await readSample(db, key, inForce.training, inForce.training.most_readings));
  const input = {
    inForce: inForce?.forest ?? priorForest,
    candidate,
    recent: { ...recent, rows: recentRows },
    reference,
    isPrior: inForce === undefined,
  };
  return driftReport(input, policy);
}

async function readModel(db: Db, key: PlantKey & { readonly hash: Uint8Array }) {
  const [stored, model] = await Promise.all([findContents(db, [key]), findModel(db, key)]);
  const [found] = stored;
  if (found === undefined || model === undefined) return undefined;
  return { training: model.training, forest: compileForest(JSON.parse(new TextDecoder().decode(found.content))) };
}

async function store(deps: TrainingDeps, lease: Lease, due: Due, trained: Trained, at: Date): Promise<string> {
  const { set, content, drift } = trained;
  const hash = sha256Bytes(content);
  const { id } = JSON.parse(new TextDecoder().decode(content)) as { id: string };
  return deps.db.transaction().execute(async (tx) => {
    await requireLease(tx, leaseName, deps.holderName, lease);
    const { orgId, plantId, requestedBy } = due;
    const model = { orgId, plantId, modelId: id, hash, training: set, drift, state: "candidate" as const };
    const isNew = await insertCandidate(tx, { ...model, content, createdAt: at, requestedBy });
    const outcome = isNew
      ? `Trained ${id} on ${set.readings.count} readings: it waits for a verifier.`
      : `The same readings give the model ${id}, which was decided on already.`;
    await saveLook(tx, due, { at, outcome, trainedTo: BigInt(set.head_seq) });
    return outcome;
  });
}
