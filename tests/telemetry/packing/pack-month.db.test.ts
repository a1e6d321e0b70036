import type { KyselyPlugin } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TelemetryBody } from "../../../src/hydropower/reading.ts";
import type { Db } from "../../../src/platform/database.ts";
import { acceptReadings } from "../../../src/telemetry/accept-batch.ts";
import { unpackBodies } from "../../../src/telemetry/packing/bodies.ts";
import { countUnpacked, segmentsOf } from "../../../src/telemetry/packing/month-store.ts";
import { packMonth } from "../../../src/telemetry/packing/pack-month.ts";
import { unpackReadings } from "../../../src/telemetry/packing/values.ts";
import { pilotBody, pilotPlant } from "../../support/pilot.ts";
import { steppedDatabase } from "../../support/stepped-database.ts";
import { Crash, Steps } from "../../support/steps.ts";
import { type Bench, telemetryBench } from "../../support/telemetry.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await telemetryBench();
});
afterAll(() => bench.close());

const may = "2026-05-01";

async function plantWith(orgId: string, readings: number): Promise<void> {
  await bench.addPlant(orgId);
  async function* items() {
    yield Array.from({ length: readings }, (_, i) => ({
      body: pilotBody(
        { power_output_kw: 900 + (i % 7) / 10 },
        { timestamp: new Date(bench.now - (readings - i) * 60_000).toISOString(), interval_s: 60 },
      ) as TelemetryBody,
    }));
  }
  for await (const _ of acceptReadings(bench.deps, bench.actorOf(orgId), items()));
}

async function hot(orgId: string): Promise<string[]> {
  const { rows } = await bench.connection.pool.query<{ body: Buffer }>(
    "SELECT body FROM records WHERE org_id = $1 ORDER BY seq",
    [orgId],
  );
  return rows.map(({ body }) => body.toString("utf8"));
}

async function packed(orgId: string): Promise<string[]> {
  const plant = { orgId, plantId: pilotPlant.plant_id };
  const segments = await segmentsOf(bench.work.db, plant, 0n, 1_000_000n);
  return segments.flatMap((bytes) => unpackBodies(bytes).map((body) => Buffer.from(body).toString("utf8")));
}

async function packAll(segmentRecords?: number): Promise<void> {
  const deps = { db: bench.work.db, ...(segmentRecords !== undefined && { segmentRecords }) };
  while ((await packMonth(deps, may)) === "more");
}

test("a month is packed whole: bytes as they were, values as the records say them", async () => {
  await plantWith("whole", 50);
  expect(await countUnpacked(bench.work.db, may)).toBe(52n);
  await packAll(20);
  expect(await packed("whole")).toEqual(await hot("whole"));
  expect(await countUnpacked(bench.work.db, may)).toBe(0n);
  const { rows } = await bench.connection.pool.query<{ content: Buffer }>(
    "SELECT content FROM packed_values WHERE org_id = 'whole' ORDER BY first_seq",
  );
  const values = rows.flatMap(({ content }) => unpackReadings(content));
  const said = (await hot("whole")).map((text) => JSON.parse(text)).filter(({ kind }) => kind === "reading");
  expect(values.map(({ seq, quantities }) => [Number(seq), quantities])).toEqual(
    said.map(({ seq, readings }) => [seq, readings]),
  );
});

test("what comes in while a month is packed is packed behind it, and nothing twice", async () => {
  await plantWith("grown", 10);
  await packAll();
  bench.now += 3_600_000;
  async function* more() {
    yield [{ body: pilotBody({}, { timestamp: new Date(bench.now).toISOString(), interval_s: 60 }) as TelemetryBody }];
  }
  for await (const _ of acceptReadings(bench.deps, bench.actorOf("grown"), more()));
  expect(await countUnpacked(bench.work.db, may)).toBe(1n);
  await packAll();
  expect(await packed("grown")).toEqual(await hot("grown"));
});

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
  return { db: bench.work.db.withPlugin(plugin), died: () => count >= n };
}

test("a crash at any statement leaves whole segments or none, and the next pass ends the work", async () => {
  await packAll();
  let deaths = 0;
  for (let n = 1; ; n++) {
    const orgId = `crash-${n}`;
    await plantWith(orgId, 6);
    const { db, died } = dyingAt(n);
    await packMonth({ db, segmentRecords: 4 }, may).catch((error) => expect(error).toBeInstanceOf(Crash));
    if (!died()) break;
    deaths++;
    expect(await packed(orgId)).toEqual([]);
    await packAll(4);
    expect(await packed(orgId)).toEqual(await hot(orgId));
  }
  expect(deaths).toBeGreaterThanOrEqual(4);
});

test.each(["not-done", "done"] as const)(
  "a crash at the commit (%s) leaves the segment out or in, whole",
  async (mode) => {
    await packAll();
    const orgId = `commit-${mode}`;
    await plantWith(orgId, 6);
    const dying = steppedDatabase(bench.urls.workerUrl, new Steps({ step: "commit write", mode }));
    await expect(packMonth({ db: dying.db, segmentRecords: 4 }, may)).rejects.toThrow(Crash);
    await dying.close();
    expect((await packed(orgId)).length).toBe(mode === "done" ? 4 : 0);
    await packAll(4);
    expect(await packed(orgId)).toEqual(await hot(orgId));
  },
);

test("a record whose bytes are not what was committed to is not packed", async () => {
  await plantWith("forged", 3);
  await bench.connection.pool.query(
    "UPDATE records SET body = convert_to(replace(convert_from(body, 'UTF8'), '900.1', '900.2'), 'UTF8') WHERE org_id = 'forged'",
  );
  await expect(packMonth({ db: bench.work.db }, may)).rejects.toThrow(/is not what its commitment says/);
  expect(await packed("forged")).toEqual([]);
});
