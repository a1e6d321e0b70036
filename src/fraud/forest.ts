import { contentHash } from "../kernel/canonical.ts";
import { exp2, naturalLog } from "./elementary.ts";
import { type ForestModel, forestModelSchema, rowsOf, type TreeShape, unpackTrees } from "./forest-model.ts";

export type { ForestModel } from "./forest-model.ts";

/**
 * A forest ready to score: every tree in flat arrays, indexed by node. A walk takes as many moves in any tree
 * and makes them without a branch, so that {@link abreast} trees are walked side by side.
 */
export type CompiledForest = {
  readonly identity: { readonly id: string; readonly hash: string };
  readonly featureNames: readonly string[];
  /** The first node of each tree; filled up to a multiple of {@link abreast} with empty trees. */
  readonly roots: Int32Array;
  readonly trees: number;
  /** Edges of the longest path in any tree. */
  readonly steps: number;
  /** Key of a node's threshold: an integer that orders as the float32 does. */
  readonly threshold: Int32Array;
  /**
   * Its left branch << 8 | the feature it splits by. The right branch follows the left. A leaf is its own left
   * branch and its key is above every finite one, so a walk of `steps` moves ends in a leaf whatever the tree
   * looks like.
   */
  readonly link: Int32Array;
  /** Edges from the root. */
  readonly depth: Uint8Array;
  /** Training rows that reached the node. */
  readonly rows: Int32Array;
  /** Path length a training row at the node had on average; at a leaf: its depth plus c(rows). */
  readonly pathLength: Float64Array;
  /** c(sample size): the path length of an average row. */
  readonly normaliser: number;
};

/** Trees walked side by side: the processor waits for the memory of all at once. */
const abreast = 10;

/** Euler's constant. */
const gamma = 0.5772156649015329;

/**
 * Mean path length of an unsuccessful search in a binary search tree of n rows, c(n) of Liu, Ting and
 * Zhou (2008): 2(ln(n - 1) + gamma) - 2(n - 1)/n; 1 at n = 2, 0 below. 10.24 at n = 256.
 */
export function averagePathLength(n: number): number {
  if (n <= 1) return 0;
  return n === 2 ? 1 : 2 * (naturalLog(n - 1) + gamma) - (2 * (n - 1)) / n;
}

/**
 * Checks a model and lays it out for scoring. Its identity is the content hash of the model as given.
 *
 * @throws ZodError when the model has the wrong form, RangeError when its trees are not whole.
 */
export function compileForest(model: unknown): CompiledForest {
  const checked = forestModelSchema.parse(model);
  return {
    identity: { id: checked.id, hash: contentHash(checked satisfies ForestModel) },
    featureNames: checked.feature_names,
    trees: checked.trees,
    ...flatten(unpackTrees(checked)),
    normaliser: averagePathLength(checked.sample_size),
  };
}

/**
 * How anomalous a row of features is: 2^(-E/c), where E is its mean path length over the trees. Near 1:
 * isolated at once. 0.5: average. Same bits on every machine.
 *
 * @throws RangeError unless there is one finite float32 per feature.
 */
export function anomalyScore(forest: CompiledForest, features: ArrayLike<number>): number {
  const row = keysOf(forest, features);
  const { roots, steps, threshold, link, pathLength } = forest;
  let total = 0;
  for (let tree = 0; tree < roots.length; tree += abreast) {
    let a = roots[tree] as number;
    let b = roots[tree + 1] as number;
    let c = roots[tree + 2] as number;
    let d = roots[tree + 3] as number;
    let e = roots[tree + 4] as number;
    let f = roots[tree + 5] as number;
    let g = roots[tree + 6] as number;
    let h = roots[tree + 7] as number;
    let i = roots[tree + 8] as number;
    let j = roots[tree + 9] as number;
    for (let step = 0; step < steps; step++) {
      a = branch(threshold, link, row, a);
      b = branch(threshold, link, row, b);
      c = branch(threshold, link, row, c);
      d = branch(threshold, link, row, d);
      e = branch(threshold, link, row, e);
      f = branch(threshold, link, row, f);
      g = branch(threshold, link, row, g);
      h = branch(threshold, link, row, h);
      i = branch(threshold, link, row, i);
      j = branch(threshold, link, row, j);
    }
    total += pathLength[a] as number;
    total += pathLength[b] as number;
    total += pathLength[c] as number;
    total += pathLength[d] as number;
    total += pathLength[e] as number;
    total += pathLength[f] as number;
    total += pathLength[g] as number;
    total += pathLength[h] as number;
    total += pathLength[i] as number;
    total += pathLength[j] as number;
  }
  return exp2(-(total / forest.trees) / forest.normaliser);
}

/** Where a row ends in one tree: edges from the root, and the training rows that ended there too. */
export function leafOf(
  forest: CompiledForest,
  tree: number,
  features: ArrayLike<number>,
): { readonly depth: number; readonly rows: number } {
  if (!(tree >= 0 && tree < forest.trees)) throw new RangeError(`the forest has no tree ${tree}`);
  const row = keysOf(forest, features);
  const { threshold, link } = forest;
  let leaf = forest.roots[tree] as number;
  for (let step = 0; step < forest.steps; step++) leaf = branch(threshold, link, row, leaf);
  return { depth: forest.depth[leaf] as number, rows: forest.rows[leaf] as number };
}

/**
 * Each feature's share in making a row stand out. Every split on the row's way changes the path length
 * that training rows on its side go on to expect; the shortening is credited to the feature split. Shares
 * of the features whose splits shortened the way in sum add up to 1; all are 0 when none did.
 *
 * @throws RangeError as {@link anomalyScore}.
 */
export function attribution(forest: CompiledForest, features: ArrayLike<number>): number[] {
  const row = keysOf(forest, features);
  const { threshold, link, pathLength } = forest;
  const move = (node: number) => branch(threshold, link, row, node);
  const shortened = new Float64Array(forest.featureNames.length);
  for (const root of forest.roots) {
    for (let node = root, next = move(node); next !== node; next = move(node)) {
      const split = (link[node] as number) & 255;
      const saved = (pathLength[node] as number) - (pathLength[next] as number);
      shortened[split] = (shortened[split] as number) + saved;
      node = next;
    }
  }
  let total = 0;
  for (const length of shortened) total += Math.max(length, 0);
  return Array.from(shortened, (length) => (length > 0 ? length / total : 0));
}

/** One move: to the left branch of a node when the row's key is below the node's, else to the right. */
function branch(threshold: Int32Array, link: Int32Array, row: Int32Array, node: number): number {
  const way = link[node] as number;
  return (way >>> 8) + Number((row[way & 255] as number) >= (threshold[node] as number));
}

// Filled and used within one synchronous call: no two calls can meet here.
const scratchFloats = new Float32Array(256);
const scratchKeys = new Int32Array(scratchFloats.buffer);

/** Writes a row's keys into the scratch space, which the next call overwrites. */
function keysOf(forest: CompiledForest, features: ArrayLike<number>): Int32Array {
  const width = forest.featureNames.length;
  if (features.length !== width) {
    throw new RangeError(`forest ${forest.identity.id} scores ${width} features, not ${features.length}`);
  }
  for (let i = 0; i < width; i++) {
    if (!Number.isFinite(Math.fround(features[i] as number))) {
      throw new RangeError(`feature ${forest.featureNames[i]} is ${features[i]}`);
    }
    putKey(i, features[i] as number);
  }
  return scratchKeys;
}

/** An int32 that orders as the float32 of the value does. Adding 0 makes -0 and 0, which are equal, one. */
function putKey(at: number, value: number): number {
  scratchFloats[at] = value + 0;
  const bits = scratchKeys[at] as number;
  const key = bits ^ ((bits >> 31) & 0x7fffffff);
  scratchKeys[at] = key;
  return key;
}

type FlatTrees = Omit<CompiledForest, "identity" | "featureNames" | "trees" | "normaliser">;

const aboveEveryKey = 0x7fffffff;

function flatten(trees: readonly TreeShape[]): FlatTrees {
  const rootCount = abreast * Math.ceil(trees.length / abreast);
  const size = trees.reduce((sum, tree) => sum + nodesOf(tree), rootCount - trees.length);
  // A link keeps 24 bits for the branch.
  if (size > 0xffffff) throw new RangeError(`a forest of ${size} nodes is too large`);
  const flat = {
    roots: new Int32Array(rootCount),
    threshold: new Int32Array(size),
    link: new Int32Array(size),
    depth: new Uint8Array(size),
    rows: new Int32Array(size),
    pathLength: new Float64Array(size),
  };
  let free = 0;
  let steps = 0;

  const place = (tree: TreeShape, node: number, depth: number): void => {
    steps = Math.max(steps, depth);
    flat.depth[node] = depth;
    flat.rows[node] = rowsOf(tree);
    if ("size" in tree) {
      flat.threshold[node] = aboveEveryKey;
      flat.link[node] = node << 8;
      flat.pathLength[node] = depth + averagePathLength(tree.size);
      return;
    }
    const left = free;
    free += 2;
    flat.threshold[node] = putKey(0, tree.threshold);
    flat.link[node] = (left << 8) | tree.feature;
    place(tree.left, left, depth + 1);
    place(tree.right, left + 1, depth + 1);
    flat.pathLength[node] = meanPathLength(flat, left, depth);
  };

  for (let i = 0; i < rootCount; i++) {
    flat.roots[i] = free;
    // An empty tree is a leaf of path length 0: it adds nothing to a sum.
    place(trees[i] ?? { size: 0 }, free++, 0);
  }
  return { ...flat, steps };
}

/** The branches' path lengths weighed by their training rows; a node no row reached has only its depth. */
function meanPathLength(flat: Pick<FlatTrees, "rows" | "pathLength">, left: number, depth: number): number {
  const [rowsLeft, rowsRight] = [flat.rows[left] as number, flat.rows[left + 1] as number];
  if (rowsLeft + rowsRight === 0) return depth;
  const total = rowsLeft * (flat.pathLength[left] as number) + rowsRight * (flat.pathLength[left + 1] as number);
  return total / (rowsLeft + rowsRight);
}

function nodesOf(tree: TreeShape): number {
  return "size" in tree ? 1 : 1 + nodesOf(tree.left) + nodesOf(tree.right);
}
