import { afterEach, describe, expect, test } from "vitest";
import { anomalyScore, compileForest, leafOf } from "../../src/fraud/forest.ts";
import priorModel from "../../src/fraud/models/prior-v1.json" with { type: "json" };
import { seededRandom } from "../../src/fraud/random.ts";
import { canonicalText, contentHash } from "../../src/kernel/canonical.ts";
import { growTrees, trainForest, trainForestInWorker } from "../../src/telemetry/forest-training.ts";
import { trainPrior } from "../../src/telemetry/prior-training.ts";
import { type AnomalySetName, anomalySet, areaUnderCurve, mean, publishedAuc } from "../fraud/anomaly-sets.ts";

const pima = anomalySet("pima");
const training = { id: "pima", rows: pima.rows, featureNames: pima.featureNames, seed: 42 };

describe("trainForest", () => {
  test("agrees with the library's own path lengths exactly, on seen and unseen rows", () => {
    const rows = pima.rows.map((row) => row.map(Math.fround));
    const forest = compileForest(trainForest(training));
    const random = seededRandom(5);
    const unseen = Array.from({ length: 200 }, () =>
      (rows[0] as number[]).map((_, j) =>
        Math.fround((rows[random.below(rows.length)]?.[j] as number) * 2 * random.unit()),
      ),
    );
    const mismatches: unknown[] = [];
    growTrees(rows, 100, 256, training.seed).forEach((tree, t) => {
      for (const row of [...rows.slice(0, 200), ...unseen]) {
        const { depth, rows: size } = leafOf(forest, t, row);
        const ours = depth + libraryAdjustment(size);
        if (ours !== tree.pathLengthFromRoot(row, 0)) mismatches.push({ t, row });
      }
    });
    expect(mismatches).toEqual([]);
  });

  test("gives the same forest for the same data and seed: this hash, on any machine", () => {
    expect(contentHash(trainForest(training))).toBe("f928330df01639408def66a6dea47d8bccd6cd7ce27e616df78d1544001cacab");
  });

  test("gives another forest for another seed or other data", () => {
    const hash = contentHash(trainForest(training));
    expect(contentHash(trainForest({ ...training, seed: 43 }))).not.toBe(hash);
    expect(contentHash(trainForest({ ...training, rows: pima.rows.slice(1) }))).not.toBe(hash);
  });

  test("draws 256 rows per tree, or all when there are fewer", () => {
    expect(trainForest(training).sample_size).toBe(256);
    const few = trainForest({ ...training, rows: pima.rows.slice(0, 40), trees: 10 });
    expect(few.sample_size).toBe(40);
    expect(anomalyScore(compileForest(few), pima.rows[0] as number[])).toBeGreaterThan(0);
  });

  test("refuses rows it cannot learn from", () => {
    expect(() => trainForest({ ...training, rows: pima.rows.slice(0, 1) })).toThrow("at least 2 rows");
    expect(() => trainForest({ ...training, rows: [...pima.rows, [1, 2]] })).toThrow("row 768 has 2 of 8 features");
    expect(() => trainForest({ ...training, rows: [...pima.rows, new Array(8).fill(Number.NaN)] })).toThrow("row 768");
  });
});

describe("Math.random", () => {
  const original = Math.random;
  afterEach(() => {
    Math.random = original;
  });

  test("is the caller's own again after training, and was not drawn from", () => {
    let drawn = 0;
    const counting = () => {
      drawn++;
      return 0.5;
    };
    Math.random = counting;
    trainForest({ ...training, trees: 3 });
    expect(Math.random).toBe(counting);
    expect(drawn).toBe(0);
  });

  test("is restored when the library fails in the middle of a tree", () => {
    let reads = 0;
    const failing = new Proxy([1, 2, 3], {
      get(row, key) {
        if (++reads > 100) throw new Error("row cannot be read");
        return Reflect.get(row, key);
      },
    });
    expect(() => growTrees([failing, failing, [4, 5, 6], [7, 8, 9]], 100, 4, 1)).toThrow("row cannot be read");
    expect(Math.random).toBe(original);
  });
});

describe("trainForestInWorker", () => {
  test("trains the same forest in another thread", async () => {
    expect(await trainForestInWorker(training)).toEqual(trainForest(training));
  });

  test("fails as training fails", async () => {
    await expect(trainForestInWorker({ ...training, rows: [] })).rejects.toThrow("at least 2 rows");
  });
});

describe("detection", () => {
  const meanAuc = (name: AnomalySetName, seeds: number) => {
    const { rows, featureNames, anomalous } = anomalySet(name);
    return mean(
      Array.from({ length: seeds }, (_, seed) => {
        const forest = compileForest(trainForest({ id: name, rows, featureNames, seed }));
        return areaUnderCurve(
          rows.map((row) => anomalyScore(forest, row)),
          anomalous,
        );
      }),
    );
  };

  test.each<[AnomalySetName, number]>([
    ["annthyroid", 10],
    ["breastw", 10],
    ["ionosphere", 10],
    ["pima", 20],
  ])("reaches the published mean AUC on %s within 0.01", (name, seeds) => {
    expect(Math.abs(meanAuc(name, seeds) - publishedAuc[name])).toBeLessThanOrEqual(0.01);
  });
});

test("training the prior afresh gives the committed file, byte for byte", () => {
  expect(canonicalText(trainPrior())).toBe(canonicalText(priorModel));
});

/** The leaf adjustment as `ml-isolation-forest` 0.1.0 computes it, Euler's constant without its factor 2. */
function libraryAdjustment(rows: number): number {
  if (rows < 2) return 0;
  return rows === 2 ? 1 : 2 * Math.log(rows - 1) + 0.57721 - (2 * (rows - 1)) / rows;
}
