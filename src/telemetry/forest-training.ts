import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { IsolationForest, type TreeNode } from "ml-isolation-forest";
import { type ForestModel, packTrees, type TreeShape } from "../fraud/forest-model.ts";
import { type SeededRandom, sampleWithoutReplacement, seededRandom } from "../fraud/random.ts";
import { sha256Hex } from "../kernel/canonical.ts";

export type ForestTraining = {
  readonly id: string;
  readonly featureNames: readonly string[];
  /** One row per observation, one finite number per feature; taken as float32. */
  readonly rows: readonly ArrayLike<number>[];
  /** Default 100. */
  readonly trees?: number;
  /** Rows drawn for each tree, without replacement; default 256, or all rows when there are fewer. */
  readonly sampleSize?: number;
  /** Integer 0 to 2^32 - 1. Same rows and seed: same forest, byte for byte, on any machine. */
  readonly seed: number;
};

/**
 * Trains an isolation forest through `ml-isolation-forest`, one tree per subsample. The library draws from
 * `Math.random`: for the length of each call that is a seeded generator. Nothing else can run meanwhile,
 * for the call is synchronous, yet a gateway should use {@link trainForestInWorker}, which keeps its event
 * loop free and its `Math.random` untouched.
 *
 * @throws RangeError for fewer than 2 rows, a row of the wrong width, or a value that is no finite float32.
 */
export function trainForest(training: ForestTraining): ForestModel {
  const { id, featureNames, seed, trees = 100 } = training;
  const rows = training.rows.map((row, i) => float32Row(row, featureNames.length, i));
  if (rows.length < 2) throw new RangeError("a forest needs at least 2 rows");
  const sampleSize = Math.min(training.sampleSize ?? 256, rows.length);
  return {
    format: "isolation-forest/1",
    id,
    feature_names: [...featureNames],
    trees,
    sample_size: sampleSize,
    seed,
    training_rows: rows.length,
    training_sha256: rowsHash(rows, featureNames.length),
    ...packTrees(growTrees(rows, trees, sampleSize, seed).map(shapeOf)),
  };
}

/** The library's own trees for the same data and seed: what compiled path lengths are checked against. */
export function growTrees(
  rows: readonly (readonly number[])[],
  trees: number,
  sampleSize: number,
  seed: number,
): TreeNode[] {
  return Array.from({ length: trees }, (_, tree) => {
    const random = seededRandom(seed, tree);
    const sample = Array.from(
      sampleWithoutReplacement(random, rows.length, sampleSize),
      (index) => rows[index] as readonly number[],
    );
    const library = new IsolationForest({ nEstimators: 1 });
    withSeededMathRandom(random, () => library.train(sample));
    return library.forest[0] as TreeNode;
  });
}

/**
 * {@link trainForest} in a worker thread, on the rows given and those of `physicsPlants` plants of the physics
 * prior behind them.
 *
 * @throws as {@link trainForest}, and the signal's reason when it aborts
 */
export async function trainForestInWorker(
  training: ForestTraining,
  { physicsPlants = 0, signal }: { readonly physicsPlants?: number; readonly signal?: AbortSignal | undefined } = {},
): Promise<ForestModel> {
  const worker = new Worker(new URL("./forest-worker.ts", import.meta.url), {
    workerData: { training, physicsPlants },
  });
  try {
    // `once` rejects with the worker's error if training throws.
    const [model] = (await once(worker, "message", { signal })) as [ForestModel];
    return model;
  } finally {
    await worker.terminate();
  }
}

function withSeededMathRandom(random: SeededRandom, train: () => void): void {
  const original = Math.random;
  Math.random = random.unit;
  try {
    train();
  } finally {
    Math.random = original;
  }
}

function shapeOf(node: TreeNode): TreeShape {
  if (node.left === undefined || node.right === undefined) return { size: node.trainingSet?.length ?? 0 };
  return {
    feature: node.splitColumn as number,
    threshold: node.splitValue as number,
    left: shapeOf(node.left),
    right: shapeOf(node.right),
  };
}

function float32Row(row: ArrayLike<number>, width: number, index: number): number[] {
  if (row.length !== width) throw new RangeError(`training row ${index} has ${row.length} of ${width} features`);
  return Array.from(row, (value) => {
    const single = Math.fround(value);
    if (!Number.isFinite(single)) throw new RangeError(`training row ${index} holds ${value}`);
    return single;
  });
}

/** SHA-256 of all rows as little-endian float32, row by row. */
function rowsHash(rows: readonly (readonly number[])[], width: number): string {
  const view = new DataView(new ArrayBuffer(4 * width * rows.length));
  rows.forEach((row, i) => {
    row.forEach((value, j) => {
      view.setFloat32(4 * (i * width + j), value, true);
    });
  });
  return sha256Hex(new Uint8Array(view.buffer));
}
