import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anomalyScore, attribution, averagePathLength, compileForest, leafOf } from "../../src/fraud/forest.ts";
import { type ForestModel, packTrees, type TreeShape, unpackTrees } from "../../src/fraud/forest-model.ts";
import { contentHash } from "../../src/kernel/canonical.ts";

const leaf = (size: number): TreeShape => ({ size });
const split = (feature: number, threshold: number, left: TreeShape, right: TreeShape): TreeShape => ({
  feature,
  threshold,
  left,
  right,
});

function modelOf(trees: TreeShape[], sampleSize: number, features = 2): ForestModel {
  return {
    format: "isolation-forest/1",
    id: "by-hand",
    feature_names: Array.from({ length: features }, (_, i) => `x${i}`),
    trees: trees.length,
    sample_size: sampleSize,
    seed: 1,
    training_rows: sampleSize,
    training_sha256: "0".repeat(64),
    ...packTrees(trees),
  };
}

/** x0 >= 10 is alone at depth 1; the other seven rows are split again by x1 at 5. */
const lopsided = split(0, 10, split(1, 5, leaf(4), leaf(3)), leaf(1));

describe("averagePathLength", () => {
  test("has the factor 2 on Euler's constant: 10.24 at 256, not the library's 9.67", () => {
    expect(averagePathLength(256)).toBeCloseTo(10.2448, 4);
  });

  test("agrees with the published formula for every sample size, and is 0, 0, 1 below 3", () => {
    expect([0, 1, 2].map(averagePathLength)).toEqual([0, 0, 1]);
    for (let n = 3; n <= 4_096; n++) {
      const formula = 2 * (Math.log(n - 1) + 0.5772156649015329) - (2 * (n - 1)) / n;
      expect(Math.abs(averagePathLength(n) - formula)).toBeLessThan(1e-13);
    }
  });
});

describe("anomalyScore", () => {
  test("is 2^(-E/c) of the mean path length, leaves adjusted by their size", () => {
    const deep = split(1, 0, leaf(2), leaf(6));
    const forest = compileForest(modelOf([lopsided, deep], 8));
    const pathLengths = [2 + averagePathLength(4), 1 + averagePathLength(6)];
    const expected = 2 ** (-((pathLengths[0] as number) + (pathLengths[1] as number)) / 2 / averagePathLength(8));
    expect(anomalyScore(forest, [9, 1])).toBeCloseTo(expected, 14);
  });

  test("is the same whatever the number of trees, if all trees are alike", () => {
    const one = anomalyScore(compileForest(modelOf([lopsided], 8)), [3, 7]);
    for (let trees = 2; trees <= 9; trees++) {
      const forest = compileForest(modelOf(new Array<TreeShape>(trees).fill(lopsided), 8));
      expect(anomalyScore(forest, [3, 7])).toBeCloseTo(one, 14);
    }
  });

  test("sends a value equal to the threshold right and the next float32 below it left", () => {
    const forest = compileForest(modelOf([lopsided], 8));
    expect(leafOf(forest, 0, [10, 0])).toEqual({ depth: 1, rows: 1 });
    expect(leafOf(forest, 0, [9.999999, 0])).toEqual({ depth: 2, rows: 4 });
  });

  test("treats -0 and 0 alike, in a row and in a threshold", () => {
    for (const threshold of [0, -0]) {
      const forest = compileForest(modelOf([split(0, threshold, leaf(5), leaf(3))], 8));
      for (const zero of [0, -0]) expect(leafOf(forest, 0, [zero, 0]).rows).toBe(3);
      expect(leafOf(forest, 0, [-1e-40, 0]).rows).toBe(5);
    }
  });

  test("orders any two float32 numbers as the comparison of floats does", () => {
    fc.assert(
      fc.property(
        fc.float({ noNaN: true, noDefaultInfinity: true }),
        fc.float({ noNaN: true, noDefaultInfinity: true }),
        (value, threshold) => {
          const forest = compileForest(modelOf([split(1, threshold, leaf(5), leaf(3))], 8));
          expect(leafOf(forest, 0, [0, value]).rows).toBe(value < threshold ? 5 : 3);
        },
      ),
    );
  });

  test("refuses a row of the wrong width and values that are no finite float32", () => {
    const forest = compileForest(modelOf([lopsided], 8));
    expect(() => anomalyScore(forest, [1])).toThrow("scores 2 features, not 1");
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 1e300]) {
      expect(() => anomalyScore(forest, [1, value])).toThrow("feature x1");
      expect(() => attribution(forest, [1, value])).toThrow("feature x1");
    }
  });
});

describe("attribution", () => {
  test("credits the feature whose split isolates the row", () => {
    const forest = compileForest(modelOf([lopsided, lopsided, lopsided], 8));
    expect(attribution(forest, [11, 0])).toEqual([1, 0]);
  });

  test("divides the credit among the features in proportion to the shortening", () => {
    // Both trees isolate the row at depth 1 from 8 rows of mean path length m: each saves m - 1.
    const other = split(1, 10, split(0, 5, leaf(4), leaf(3)), leaf(1));
    const forest = compileForest(modelOf([lopsided, other], 8));
    expect(attribution(forest, [11, 11])).toEqual([0.5, 0.5]);
  });

  test("is all 0 for a row that nothing isolates faster than average", () => {
    const forest = compileForest(modelOf([split(0, 10, leaf(7), leaf(1))], 8));
    expect(attribution(forest, [3, 0])).toEqual([0, 0]);
  });
});

describe("a model", () => {
  const treeArbitrary = fc.letrec<{ tree: TreeShape }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 6 },
      fc.record({ size: fc.integer({ min: 0, max: 300 }) }),
      fc
        .tuple(
          fc.integer({ min: 0, max: 4 }),
          fc.float({ noNaN: true, noDefaultInfinity: true }),
          tie("tree"),
          tie("tree"),
        )
        .map(([feature, threshold, left, right]) => split(feature, threshold, left, right)),
    ),
  })).tree;
  const rowsIn = (tree: TreeShape): number => ("size" in tree ? tree.size : rowsIn(tree.left) + rowsIn(tree.right));

  test("packs and unpacks to the same trees", () => {
    fc.assert(
      fc.property(treeArbitrary, (tree) => {
        expect(unpackTrees(modelOf([tree, tree], rowsIn(tree), 5))).toEqual([tree, tree]);
      }),
    );
  });

  test("decides as the unrounded threshold does for every float32 feature", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e30, max: 1e30, noNaN: true }),
        fc.integer({ min: -3, max: 3 }),
        (threshold, steps) => {
          const floats = new Float32Array([threshold]);
          const bits = new Int32Array(floats.buffer);
          bits[0] = (bits[0] as number) + steps;
          const value = floats[0] as number;
          if (!Number.isFinite(value)) return;
          const forest = compileForest(modelOf([split(0, threshold, leaf(5), leaf(3))], 8));
          expect(leafOf(forest, 0, [value, 0]).rows).toBe(value < threshold ? 5 : 3);
        },
      ),
      { numRuns: 500 },
    );
  });

  test("is known by the content hash of its JSON: any change makes it another", () => {
    const model = modelOf([lopsided], 8);
    const { identity } = compileForest(model);
    expect(identity).toEqual({ id: "by-hand", hash: contentHash(model) });
    expect(compileForest(modelOf([split(0, 11, leaf(7), leaf(1))], 8)).identity.hash).not.toBe(identity.hash);
    expect(compileForest({ ...model, seed: 2 }).identity.hash).not.toBe(identity.hash);
  });

  test.each<[string, Partial<Record<keyof ForestModel, unknown>>, RegExp]>([
    ["fewer trees than it claims", { trees: 2 }, /cut short/],
    ["leaves that do not hold the sample", { sample_size: 9 }, /does not hold 9 rows/],
    ["a split on an unknown feature", { feature_names: ["x0"] }, /unknown feature 1/],
    ["too few thresholds", { thresholds: "" }, /lacks thresholds/],
    ["thresholds that no split uses", { thresholds: "AAAgQQAAoEAAAKBA" }, /more than its trees/],
    ["a threshold that is not a number", { thresholds: "AADAfwAAoEA=" }, /not a number/],
    ["too few leaf sizes", { leaf_sizes: "BA==" }, /cut short/],
    ["text that is no base64", { splits: "?" }, /base64/],
    ["an unknown member", { extra: 1 } as object, /extra/],
    ["another format", { format: "isolation-forest/2" }, /format/],
  ])("with %s is refused", (_, change, message) => {
    expect(() => compileForest({ ...modelOf([lopsided], 8), ...change })).toThrow(message);
  });
});
