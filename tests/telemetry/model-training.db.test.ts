import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bytesToHex } from "../../src/kernel/canonical.ts";
import { LeaseTaken } from "../../src/platform/lease.ts";
import { runModelTraining } from "../../src/telemetry/model-training.ts";
import { pilotPlant } from "../support/pilot.ts";
import { steppedDatabase } from "../support/stepped-database.ts";
import { Crash, Steps } from "../support/steps.ts";
import { forever, ModelBench, shortPolicy } from "./model-bench.ts";

let models: ModelBench;
beforeAll(async () => {
  models = await ModelBench.open();
});
afterAll(() => models.world.bench.close());

const { plant_id: plantId } = pilotPlant;
const dayMs = 86_400_000;

describe("the schedule", () => {
  test("trains when enough approved readings of enough days have come, says so, and then leaves the plant alone", async () => {
    const orgId = await models.plantWith(24 * 9);
    expect(await models.train()).toBe(0);
    await models.world.stream(orgId, models.hours(-24 * 14, 24 * 5));
    expect(await models.train()).toBe(1);
    const { schedule, models: listed } = await models.list(orgId);
    const [trained] = listed;
    expect(trained?.model).toMatchObject({ state: "candidate", requestedBy: null, plantId });
    expect(schedule.outcome).toBe(`Trained ${trained?.model.modelId} on 336 readings: it waits for a verifier.`);
    expect(await models.train()).toBe(0);
    await models.decide(orgId, bytesToHex(trained?.model.hash as Uint8Array), "reject", "too young");
    expect(await models.train()).toBe(0);
  });

  test("counts days and not only readings, and looks again after a day, or once a clock that was ahead is put back", async () => {
    const orgId = await models.world.newPlant();
    const quarters = models.hours(-400, 400).map((body, i) => ({
      ...(body as object),
      timestamp: new Date(models.world.bench.now - 6 * dayMs + i * 900_000).toISOString(),
      interval_s: 900,
    }));
    await models.world.stream(orgId, quarters);
    expect(await models.train()).toBe(1);
    expect((await models.list(orgId)).schedule.outcome).toBe(
      "Too few yet: 400 approved readings and 5 days, of 300 and 10 that are needed.",
    );
    expect(await models.train()).toBe(0);
    models.world.bench.now += dayMs;
    expect(await models.train()).toBe(1);
    models.world.bench.now -= dayMs;
    // By a clock that was a day ahead, and is right again, it would not be looked at for two.
    expect(await models.train()).toBe(1);
    expect(await models.train()).toBe(0);
    expect((await models.list(orgId)).models).toEqual([]);
  });

  test("takes what somebody asked for first, and answers that too", async () => {
    const orgId = await models.plantWith(24);
    await models.request(orgId);
    await models.train();
    const { schedule, models: listed } = await models.list(orgId);
    expect(listed).toEqual([]);
    expect(schedule).toMatchObject({ requestedAt: null, outcome: expect.stringMatching(/^Too few yet: 24 approved/) });
  });

  test("leaves out what does not count: flagged, rejected and replaced readings", async () => {
    const orgId = await models.world.newPlant();
    await models.world.stream(orgId, models.hours(-24 * 16, 24 * 14));
    const wrong = await models.world.flagged(orgId, 1);
    await models.world.reading(orgId, 2, { power_output_kw: 9_000 });
    const corrected = await models.world.correct(orgId, wrong.recordId);
    await models.world.decide(orgId, corrected.recordId, "approve");
    await models.request(orgId);
    await models.train();
    const { hash, model } = await models.newest(orgId);
    // The correction stands in the place of what it replaces.
    expect(model.training.readings.count).toBe(24 * 14 + 1);
    await models.decide(orgId, hash);
    // What comes and is decided later changes nothing of what it was trained on: an auditor draws the same.
    const late = await models.world.reading(orgId, 3);
    await models.world.decide(orgId, corrected.recordId, "reject", "no photo");
    await models.world.decide(orgId, (await models.world.correct(orgId, late.recordId)).recordId, "approve");
    expect(await models.world.audit(orgId, undefined, true)).toContain("ok retraining");
  });
});

describe("the same readings", () => {
  test("give the same bytes whoever trains them, in another process state and a second time", async () => {
    const orgId = await models.plantWith(24 * 14);
    await models.request(orgId);
    await models.train();
    const first = await models.newest(orgId);
    await models.request(orgId);
    await models.train(models.training("another gateway"));
    const { models: listed } = await models.list(orgId);
    expect(listed.map(({ model }) => bytesToHex(model.hash))).toEqual([first.hash]);
  });
});

describe("two gateways", () => {
  test("never train the same plant at once, nor leave two candidates", async () => {
    const orgs = await Promise.all([models.plantWith(24 * 14), models.plantWith(24 * 14)]);
    for (const orgId of orgs) await models.request(orgId);
    const passes = await Promise.all(
      ["one", "two", "three"].map((name) => runModelTraining(models.training(name), forever)),
    );
    expect(passes.filter((pass) => pass === "more")).toHaveLength(1);
    await Promise.all(["one", "two"].map((name) => models.train(models.training(name))));
    await models.train();
    for (const orgId of orgs) expect((await models.list(orgId)).models).toHaveLength(1);
  });

  test("one that is paused until its lease is another's writes nothing", async () => {
    const orgId = await models.plantWith(24 * 14);
    await models.request(orgId);
    const steal = "UPDATE leases SET holder = 'thief', token = token + 1, expires_at = now() + interval '1 hour'";
    let results = 0;
    const db = models.world.bench.connection.db.withPlugin({
      transformQuery: ({ node }) => node,
      transformResult: async ({ result }) => {
        if (++results === 4) await models.world.bench.connection.pool.query(`${steal} WHERE name = 'model-training'`);
        return result;
      },
    });
    await expect(runModelTraining({ ...models.training("paused"), db }, forever)).rejects.toThrow(LeaseTaken);
    expect((await models.list(orgId)).models).toEqual([]);
    expect(await runModelTraining(models.training("late"), forever)).toBe("idle");
    await models.world.bench.connection.pool.query("DELETE FROM leases WHERE name = 'model-training'");
    expect(await models.train()).toBe(1);
  });
});

describe("a gateway that dies", () => {
  test("at any step of a training leaves a whole candidate or none, and the next one ends it", async () => {
    const orgId = await models.plantWith(24 * 14);
    const { urls } = models.world.bench;
    const deadAt = async (steps: Steps) => {
      const { db, close } = steppedDatabase(urls.workerUrl, steps);
      const run = runModelTraining({ ...models.training(`dying-${steps.taken.length}`), db }, forever);
      await run.catch((error) => {
        if (!(error instanceof Crash)) throw error;
      });
      await close();
    };
    await models.request(orgId);
    const whole = new Steps();
    await deadAt(whole);
    expect(whole.taken.length).toBeGreaterThan(2);
    const expected = await models.newest(orgId);
    for (const [i, step] of whole.taken.entries()) {
      for (const mode of ["not-done", "done"] as const) {
        const time = whole.taken.slice(0, i + 1).filter((taken) => taken === step).length;
        await sql`ALTER TABLE plant_models DISABLE TRIGGER USER`.execute(models.world.bench.connection.db);
        await sql`DELETE FROM plant_models WHERE org_id = ${orgId}`.execute(models.world.bench.connection.db);
        await sql`ALTER TABLE plant_models ENABLE TRIGGER USER`.execute(models.world.bench.connection.db);
        await models.request(orgId);
        await deadAt(new Steps({ step, time, mode }));
        await sql`UPDATE leases SET expires_at = now() - interval '1 second'`.execute(models.world.bench.connection.db);
        const waits = (await models.list(orgId)).schedule.requestedAt !== null;
        expect((await models.list(orgId)).models, `died at ${step}, ${mode}`).toHaveLength(waits ? 0 : 1);
        await models.train(models.training("successor"));
        expect((await models.newest(orgId)).hash).toBe(expected.hash);
      }
    }
  });

  test("or is stopped in the middle leaves nothing, and the plant is still due", async () => {
    const orgId = await models.plantWith(24 * 14);
    await models.request(orgId);
    const stopping = new AbortController();
    const run = runModelTraining(models.training(), stopping.signal);
    stopping.abort(new Error("stopped"));
    await expect(run).rejects.toThrow("stopped");
    const { models: listed, schedule } = await models.list(orgId);
    expect([listed, schedule.requestedAt === null]).toEqual([[], false]);
    expect(await models.train()).toBe(1);
  });

  test("one plant that cannot be trained does not keep the others from theirs", async () => {
    const [bad, good] = [await models.plantWith(24 * 14), await models.plantWith(24 * 14)];
    await models.request(bad);
    await models.request(good);
    const { connection } = models.world.bench;
    await sql`UPDATE plants SET config = '{}' WHERE org_id = ${bad}`.execute(connection.db);
    expect(await models.train(models.training("gateway", shortPolicy))).toBe(2);
    expect((await models.list(bad)).schedule.outcome).toMatch(/^The training failed/);
    expect((await models.list(good)).models).toHaveLength(1);
  });
});
