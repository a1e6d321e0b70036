import { describe, expect, test } from "vitest";
import { anomalyScore, compileForest } from "../../src/fraud/forest.ts";
import { priorForest } from "../../src/fraud/prior.ts";
import { canonicalBytes, contentHash } from "../../src/kernel/canonical.ts";
import { dayMs } from "../../src/simulator/calendar.ts";
import { trainForest } from "../../src/telemetry/forest-training.ts";
import { modelIdOf, seedOf, trainSet } from "../../src/telemetry/model-set.ts";
import { physicsRows } from "../../src/telemetry/prior-training.ts";
import { policyInForce } from "../../src/verification/policy.ts";
import { startMs } from "../simulator/builders.ts";
import { ownRows, sampled, setOf, trained } from "./plant-model.ts";

const rows = sampled(ownRows(4, 40), 4_096);

describe("a plant's own model", () => {
  test("comes out the same for the same readings: this hash, in a worker or not, on any machine", async () => {
    const set = setOf(rows);
    const model = await trainSet(set, rows);
    const here = trainForest({
      id: modelIdOf(set),
      featureNames: set.features,
      rows: [...rows.map(({ row }) => row), ...physicsRows(set.physics_plants)],
      seed: set.seed,
    });
    expect(contentHash(model)).toBe(contentHash(here));
    expect(contentHash(model)).toBe("467990dfa5aedadd18bba7805616705fec76e3f4f4e14a01f9281c4ef05ff66b");
  });

  test("has at most 200 kB, whatever the plant", async () => {
    for (const seed of [0, 7]) {
      const model = await trained(sampled(ownRows(seed, 40), 4_096));
      expect(canonicalBytes(model).length).toBeLessThanOrEqual(200_000);
    }
  });

  test("has another seed for another plant, another place or another reading: nobody can choose it", () => {
    const { readings, seed } = setOf(rows);
    const one = { orgId: "org", plantId: "plant" };
    const seeds = [
      seed,
      seedOf({ ...one, plantId: "other" }, 1_000, readings),
      seedOf({ ...one, orgId: "other" }, 1_000, readings),
      seedOf(one, 1_001, readings),
      setOf(rows.slice(1)).seed,
    ];
    expect(new Set(seeds).size).toBe(seeds.length);
  });

  test("stops training when it is told to", async () => {
    const stopping = new AbortController();
    const training = trainSet(setOf(rows), rows, stopping.signal);
    stopping.abort(new Error("stopped"));
    await expect(training).rejects.toThrow();
  });
});

test("draws readings by their commitments alone: what order they come in, and what lies beyond, changes nothing", () => {
  const all = ownRows(4, 5);
  const drawn = sampled(all, 200);
  expect(sampled([...all].reverse(), 200)).toEqual(drawn);
  expect(sampled(drawn, 200)).toEqual(drawn);
});

/** Half a year learnt, then a quarter of another season judged. `bench forest` does so with 18 plants and the whole pipeline. */
test("trained on a plant's own approved readings it finds no more honest ones anomalous than the prior does", async () => {
  const { good, flag } = policyInForce.statistical.anomaly;
  const counts = { own: { noted: 0, flagged: 0 }, prior: { noted: 0, flagged: 0 } };
  for (const seed of [5, 10]) {
    const all = ownRows(seed, 270);
    const learnt = all.filter(({ endMs }) => endMs <= startMs + 180 * dayMs);
    const own = compileForest(await trained(sampled(learnt, 4_096)));
    const judged = all.slice(learnt.length).filter((_, i) => i % 7 === 0);
    for (const { row } of judged) {
      for (const [count, forest] of [
        [counts.own, own],
        [counts.prior, priorForest],
      ] as const) {
        const score = anomalyScore(forest, row);
        if (score > good) count.noted++;
        if (score > flag) count.flagged++;
      }
    }
  }
  expect(counts.own.flagged).toBeLessThanOrEqual(counts.prior.flagged);
  expect(counts.own.noted).toBeLessThan(counts.prior.noted);
  expect(counts.prior.noted).toBeGreaterThan(0);
});
