import type { KyselyPlugin } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rebuildRollups, rolledPlants } from "../../src/monitoring/rollup-rebuild.ts";
import { keepMonths } from "../../src/monitoring/rollup-store.ts";
import { rollUp } from "../../src/monitoring/rollups.ts";
import type { Db } from "../../src/platform/database.ts";
import { pilotBody } from "../support/pilot.ts";
import { steppedDatabase } from "../support/stepped-database.ts";
import { Crash, Steps } from "../support/steps.ts";
import { ReviewBench } from "../telemetry/review-bench.ts";
import { keptOf, truthOf } from "./rollup-truth.ts";

let own: ReviewBench;
beforeAll(async () => {
  own = await ReviewBench.open();
});
afterAll(() => own.bench.close());

const deps = (db: Db = own.bench.work.db, mostRecords = 1_000) => ({ db, clock: own.bench.work.clock, mostRecords });

async function rollAll(mostRecords?: number): Promise<void> {
  while ((await rollUp(deps(undefined, mostRecords))) === "more");
}

async function expectTruth(orgId: string): Promise<void> {
  const db = own.bench.connection.db;
  const [kept, truth] = [await keptOf(db, orgId), await truthOf(db, orgId)];
  expect(Object.fromEntries(kept.buckets)).toEqual(Object.fromEntries(truth.buckets));
  expect(Object.fromEntries(kept.newest)).toEqual(Object.fromEntries(truth.newest));
}

/** Minute readings from the given minute of the bench's hour before, of odd values. */
const minutes = (from: number, count: number, more: Record<string, unknown> = {}) =>
  Array.from({ length: count }, (_, i) => {
    const at = own.bench.now - 3_600_000 + (from + i) * 60_000;
    const readings = { power_output_kw: 900.1 + ((from + i) % 7) / 10, temperature_c: -0.3 + (from + i) / 100 };
    return pilotBody(readings, { timestamp: new Date(at).toISOString(), interval_s: 60, ...more });
  });

describe("rollups are what their definition makes of the records", () => {
  test("after readings that came in order, late, twice, flagged and rejected", async () => {
    const orgId = await own.newPlant();
    await own.stream(orgId, minutes(10, 20));
    await rollAll();
    await own.stream(orgId, minutes(1, 9).reverse());
    await own.stream(orgId, minutes(5, 10));
    await own.flagged(orgId, 3);
    await own.reading(orgId, 4, { power_output_kw: 5_000 });
    await own.stream(orgId, [pilotBody({ frequency_hz: 50.01 })]);
    await rollAll();
    await expectTruth(orgId);
    const { buckets } = await truthOf(own.bench.connection.db, orgId);
    const all = [...buckets.values()];
    expect([all.some((one) => one.flagged > 0), all.some((one) => one.rejected > 0)]).toEqual([true, true]);
    expect(all.some((one) => one.count > 20)).toBe(true);
  });

  test("of many readings within a minute, which came in any order and end at the same instants", async () => {
    const orgId = await own.newPlant();
    const seconds = [37, 2, 59, 58, 10, 60, 11, 45].flatMap((second, i) => {
      const timestamp = new Date(own.bench.now - 3_600_000 + second * 1_000).toISOString();
      const said = (power: number) => ({ power_output_kw: power, temperature_c: -i / 10 });
      // An instant and an interval of a second: two forms, which may end together.
      return [pilotBody(said(900 - i), { timestamp }), pilotBody(said(890 + i), { timestamp, interval_s: 1 })];
    });
    await own.stream(orgId, seconds);
    await rollAll();
    await expectTruth(orgId);
    const { newest } = await keptOf(own.bench.connection.db, orgId);
    expect(newest.get("TURBINE-001 power_output_kw")).toMatch(/ 895$/);
  });

  test("however the chain is cut into passes", async () => {
    const orgId = await own.newPlant();
    await own.stream(orgId, minutes(1, 50));
    await rollAll(7);
    await expectTruth(orgId);
  });

  test("when a verifier decides, a correction takes a reading's place, and falls again", async () => {
    const orgId = await own.newPlant();
    const flagged = await own.flagged(orgId, 1);
    const other = await own.flagged(orgId, 2);
    const plain = await own.reading(orgId, 3);
    await rollAll();
    await expectTruth(orgId);
    await own.decide(orgId, flagged.recordId, "approve");
    await own.decide(orgId, other.recordId, "reject");
    await rollAll();
    await expectTruth(orgId);
    const correction = await own.correct(orgId, plain.recordId, { power_output_kw: 880 });
    await rollAll();
    await expectTruth(orgId);
    await own.decide(orgId, correction.recordId, "approve");
    await rollAll();
    await expectTruth(orgId);
    expect((await truthOf(own.bench.connection.db, orgId)).newest.get("TURBINE-001 power_output_kw")).toMatch(/ 880$/);
    await own.decide(orgId, correction.recordId, "reject", "it was right after all");
    await rollAll();
    await expectTruth(orgId);
  });

  test("when a correction leaves out a quantity that the reading had: the newest of it is an earlier one", async () => {
    const orgId = await own.newPlant();
    await own.reading(orgId, 1, { temperature_c: 11 });
    const newest = await own.reading(orgId, 20, { temperature_c: 12 });
    await rollAll();
    const correction = await own.correct(orgId, newest.recordId);
    await own.decide(orgId, correction.recordId, "approve");
    await rollAll();
    await expectTruth(orgId);
    expect((await keptOf(own.bench.connection.db, orgId)).newest.get("TURBINE-001 temperature_c")).toMatch(/ 11$/);
  });

  test("when everything that ever happened is rolled up in one pass, reviews before what they are about included", async () => {
    const orgId = await own.newPlant();
    const flagged = await own.flagged(orgId, 1);
    const plain = await own.reading(orgId, 3);
    await own.decide(orgId, flagged.recordId, "approve");
    const correction = await own.correct(orgId, plain.recordId);
    await own.decide(orgId, correction.recordId, "approve");
    await own.stream(orgId, minutes(1, 30));
    await rollAll(2);
    await expectTruth(orgId);
  });
});

test("several gateways roll the same plants up at once, each record once", async () => {
  const orgs = [await own.newPlant(), await own.newPlant(), await own.newPlant()];
  for (let round = 0; round < 3; round++) {
    for (const orgId of orgs) await own.stream(orgId, minutes(1 + round * 15, 15));
    const gateways = Array.from({ length: 4 }, async () => {
      for (let i = 0; i < 10; i++) await rollUp(deps(undefined, 6));
    });
    await Promise.all(gateways);
  }
  await rollAll();
  for (const orgId of orgs) await expectTruth(orgId);
});

describe("a gateway that dies", () => {
  /** Fails the n-th statement before it is sent; what follows is the rollback. */
  function dyingAt(n: number): { db: Db; died: () => boolean } {
    let count = 0;
    const plugin: KyselyPlugin = {
      transformQuery({ node }) {
        if (++count === n) throw new Crash(`statement ${n}`);
        return node;
      },
      transformResult: async ({ result }) => result,
    };
    return { db: own.bench.work.db.withPlugin(plugin), died: () => count >= n };
  }

  test("at any statement of a pass leaves nothing of it, and the next gateway does all of it once", async () => {
    const orgId = await own.newPlant();
    const flagged = await own.flagged(orgId, 1);
    await rollAll();
    let deaths = 0;
    for (let n = 1; ; n++) {
      await own.stream(orgId, minutes(n, 1));
      await own.decide(orgId, flagged.recordId, n % 2 === 0 ? "reject" : "approve", `look ${n}`);
      const before = await keptOf(own.bench.connection.db, orgId);
      const { db, died } = dyingAt(n);
      await rollUp(deps(db)).catch((error) => expect(error).toBeInstanceOf(Crash));
      if (!died()) break;
      deaths++;
      expect(await keptOf(own.bench.connection.db, orgId)).toEqual(before);
      await rollAll();
      await expectTruth(orgId);
    }
    expect(deaths).toBeGreaterThanOrEqual(7);
  });

  test.each(["not-done", "done"] as const)("at its commit (%s) changes nothing of the end", async (mode) => {
    const orgId = await own.newPlant();
    await own.stream(orgId, minutes(1, 12));
    const steps = new Steps({ step: "commit write", mode });
    const dying = steppedDatabase(own.bench.urls.workerUrl, steps);
    await expect(rollUp(deps(dying.db))).rejects.toThrow(Crash);
    expect(steps.isDead).toBe(true);
    await dying.close();
    const [kept] = (await keptOf(own.bench.connection.db, orgId)).buckets;
    expect(kept !== undefined).toBe(mode === "done");
    await rollAll();
    await expectTruth(orgId);
  });
});

test("months of fine rollups are made and dropped also where buckets of some lie in no month of their own", async () => {
  const { connection, work } = own.bench;
  const orgId = await own.newPlant();
  await own.stream(orgId, minutes(1, 30));
  // Nobody has made a month: the gateways were away for long, and the first pass came before it.
  await rollAll();
  await keepMonths(work.db, own.bench.now);
  const column = async (text: string) => (await connection.pool.query(text)).rows.map((row) => Object.values(row)[0]);
  const months = () =>
    column("SELECT relname FROM pg_class WHERE relname ~ '^rollups_1m_2' AND relkind = 'r' ORDER BY 1");
  expect(await months()).toEqual(expect.arrayContaining(["rollups_1m_202606", "rollups_1m_202607"]));
  expect(await months()).not.toContain("rollups_1m_202605");
  await expectTruth(orgId);
  const widths = () => column("SELECT DISTINCT width_s FROM rollups ORDER BY 1");
  await keepMonths(work.db, own.bench.now + 91 * 86_400_000);
  expect(await widths()).toEqual([300, 3_600, 86_400]);
  await keepMonths(work.db, own.bench.now + 732 * 86_400_000);
  expect(await widths()).toEqual([3_600, 86_400]);
});

test("what a clock that was a year ahead dropped, or did not add, is made again from the records", async () => {
  const orgId = await own.newPlant();
  await own.stream(orgId, minutes(1, 20));
  await own.flagged(orgId, 3);
  await rollAll();
  const { db } = own.bench.connection;
  const ahead = own.bench.now + 365 * 86_400_000;
  await keepMonths(own.bench.work.db, ahead);
  await own.stream(orgId, minutes(21, 10));
  while ((await rollUp({ db: own.bench.work.db, clock: { nowMs: () => ahead } })) === "more");
  await keepMonths(own.bench.work.db, own.bench.now);
  const truth = await truthOf(db, orgId);
  expect((await keptOf(db, orgId)).buckets.size).toBeLessThan(truth.buckets.size);
  // Not rolled up yet: nothing of it is added twice.
  await own.stream(orgId, minutes(31, 5));
  const plants = await rolledPlants(db, orgId, undefined);
  expect(plants).toHaveLength(1);
  for (const plant of plants)
    expect(await rebuildRollups({ db, nowMs: own.bench.now }, plant, new Date(0))).toBeGreaterThan(0);
  await rollAll();
  await expectTruth(orgId);
});
