import { z } from "zod";

/** Stands for "no split here" in a packed tree. Also bounds the number of features. */
const leafMark = 255;

const base64Schema = z.base64();

/**
 * A trained isolation forest as data: what is stored, hashed and disclosed. Trees stand one after
 * another, each in pre-order (node, left subtree, right subtree):
 * - `splits`: a byte per node, the index of the feature it splits, 255 for a leaf;
 * - `thresholds`: a float32 (little endian) per split: left when feature < threshold;
 * - `leaf_sizes`: a LEB128 number per leaf, the training rows that ended there.
 *
 * Features are single-precision numbers. A threshold is the split value of training rounded UP to
 * float32, which decides the same for every float32 feature as the unrounded value.
 */
export const forestModelSchema = z.strictObject({
  format: z.literal("isolation-forest/1"),
  id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/),
  feature_names: z.array(z.string().min(1).max(64)).min(1).max(leafMark),
  trees: z.int().min(1).max(1_000),
  sample_size: z.int().min(2).max(4_096),
  seed: z.int().min(0).max(4_294_967_295),
  training_rows: z.int().min(2),
  training_sha256: z.string().regex(/^[0-9a-f]{64}$/),
  splits: base64Schema,
  thresholds: base64Schema,
  leaf_sizes: base64Schema,
});

/** The JSON form of a forest; its content hash (`kernel/canonical.ts`) is the forest's identity. */
export type ForestModel = z.infer<typeof forestModelSchema>;

/** A tree while it is grown or read: a split with two branches, or a leaf with its number of rows. */
export type TreeShape =
  | { readonly feature: number; readonly threshold: number; readonly left: TreeShape; readonly right: TreeShape }
  | { readonly size: number };

export type PackedTrees = Pick<ForestModel, "splits" | "thresholds" | "leaf_sizes">;

/** Packs trees into the three strings of a model. Thresholds are rounded up to float32. */
export function packTrees(trees: readonly TreeShape[]): PackedTrees {
  const splits: number[] = [];
  const thresholds: number[] = [];
  const leafSizes: number[] = [];
  const visit = (node: TreeShape): void => {
    if ("size" in node) {
      splits.push(leafMark);
      pushLeb128(leafSizes, node.size);
      return;
    }
    splits.push(node.feature);
    thresholds.push(float32NotBelow(node.threshold));
    visit(node.left);
    visit(node.right);
  };
  for (const tree of trees) visit(tree);
  const thresholdBytes = new DataView(new ArrayBuffer(4 * thresholds.length));
  thresholds.forEach((threshold, i) => {
    thresholdBytes.setFloat32(4 * i, threshold, true);
  });
  return {
    splits: base64(Uint8Array.from(splits)),
    thresholds: base64(new Uint8Array(thresholdBytes.buffer)),
    leaf_sizes: base64(Uint8Array.from(leafSizes)),
  };
}

/**
 * Reads the trees back, in order.
 *
 * @throws RangeError when the strings do not hold exactly `trees` whole trees over the model's
 * features, or a tree's leaves do not hold `sample_size` rows together.
 */
export function unpackTrees(model: ForestModel): TreeShape[] {
  const splits = bytesOf(model.splits);
  const thresholds = bytesOf(model.thresholds);
  const leafSizes = bytesOf(model.leaf_sizes);
  const thresholdAt = new DataView(thresholds.buffer);
  let node = 0;
  let threshold = 0;
  const sizes = { at: 0 };

  const read = (depth: number): TreeShape => {
    const feature = splits[node++];
    if (feature === undefined || depth > 64) throw new RangeError("a tree of the forest is cut short");
    if (feature === leafMark) return { size: readLeb128(leafSizes, sizes) };
    if (feature >= model.feature_names.length) throw new RangeError(`the forest splits unknown feature ${feature}`);
    if (threshold + 4 > thresholds.length) throw new RangeError("the forest lacks thresholds");
    const value = thresholdAt.getFloat32(threshold, true);
    if (!Number.isFinite(value)) throw new RangeError("a threshold of the forest is not a number");
    threshold += 4;
    const left = read(depth + 1);
    return { feature, threshold: value, left, right: read(depth + 1) };
  };

  const trees: TreeShape[] = [];
  for (let i = 0; i < model.trees; i++) {
    const tree = read(0);
    if (rowsOf(tree) !== model.sample_size) throw new RangeError(`tree ${i} does not hold ${model.sample_size} rows`);
    trees.push(tree);
  }
  if (node !== splits.length || threshold !== thresholds.length || sizes.at !== leafSizes.length) {
    throw new RangeError("the forest holds more than its trees");
  }
  return trees;
}

/** Training rows below a node. */
export function rowsOf(tree: TreeShape): number {
  return "size" in tree ? tree.size : rowsOf(tree.left) + rowsOf(tree.right);
}

/** The smallest float32 that is not below x. */
function float32NotBelow(x: number): number {
  const rounded = Math.fround(x);
  if (rounded >= x) return rounded;
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, rounded);
  const bits = view.getInt32(0);
  // The next float32 upwards: one bit pattern further from zero above it, one nearer below it.
  view.setInt32(0, rounded === 0 ? 1 : bits + (bits >= 0 ? 1 : -1));
  return view.getFloat32(0);
}

function pushLeb128(bytes: number[], value: number): void {
  let rest = value;
  for (; rest > 127; rest >>>= 7) bytes.push((rest & 127) | 128);
  bytes.push(rest);
}

function readLeb128(bytes: Uint8Array, cursor: { at: number }): number {
  let value = 0;
  for (let shift = 0; shift < 28; shift += 7) {
    const byte = bytes[cursor.at++];
    if (byte === undefined) break;
    value |= (byte & 127) << shift;
    if (byte < 128) return value;
  }
  throw new RangeError("a leaf size of the forest is cut short");
}

function base64(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
