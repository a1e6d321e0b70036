import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Resolution } from "../../src/monitoring/rollup-levels.ts";
import { rollUp } from "../../src/monitoring/rollups.ts";
import { getLatest, getSeries, type SeriesQuery } from "../../src/monitoring/series.ts";
import { pilotBody, pilotPlant } from "../support/pilot.ts";
import { fault, ReviewBench } from "../telemetry/review-bench.ts";
import { truthOf } from "./rollup-truth.ts";

let own: ReviewBench;
beforeAll(async () => {
  own = await ReviewBench.open();
});
afterAll(() => own.bench.close());

const rollAll = async () => {
  while ((await rollUp({ db: own.bench.work.db, clock: own.bench.work.clock })) === "more");
};

function ask(orgId: string, query: Partial<SeriesQuery> = {}) {
  return getSeries(own.bench.deps, own.bench.actorOf(orgId), {
    ...{ plantId: pilotPlant.plant_id, metric: "power_output_kw", resolution: "auto", maxPoints: 1_000 },
    ...{ fromMs: own.bench.now - 2 * 3_600_000, toMs: own.bench.now, ...query },
  });
}

const minute = (i: number, power: number) =>
  pilotBody(
    { power_output_kw: power },
    { timestamp: new Date(own.bench.now - 7_200_000 + i * 60_000).toISOString(), interval_s: 60 },
  );

/** The series of the one device, against the definition. */
async function expectTruth(orgId: string, resolution: Exclude<Resolution, "raw">, widthS: number): Promise<void> {
  const series = await ask(orgId, { resolution });
  const { buckets } = await truthOf(own.bench.connection.db, orgId);
  const expected = [...buckets].filter(([name]) => name.startsWith(`TURBINE-001 power_output_kw ${widthS} `));
  const points = series.devices[0]?.points ?? [];
  expect(points.map(({ endedAtMs }) => new Date(endedAtMs).toISOString())).toEqual(
    expected.map(([name]) => name.split(" ").at(-1)),
  );
  for (const [i, [, bucket]] of expected.entries()) {
    expect(points[i]).toMatchObject({ ...bucket, sum: expect.closeTo(Number(bucket.sum), 6) });
  }
}

describe("a series", () => {
  test("is the rollups with what was accepted since, whatever part of it is rolled up", async () => {
    const orgId = await own.newPlant();
    const bodies = Array.from({ length: 100 }, (_, i) => minute(i + 1, 850 + (i % 50)));
    await own.stream(orgId, bodies.slice(0, 40));
    await expectTruth(orgId, "5m", 300);
    await rollAll();
    await own.stream(orgId, bodies.slice(50));
    await own.stream(orgId, bodies.slice(40, 50));
    for (const [name, width] of [
      ["1m", 60],
      ["5m", 300],
      ["1h", 3600],
      ["1d", 86_400],
    ] as const) {
      await expectTruth(orgId, name, width);
    }
    await rollAll();
    await expectTruth(orgId, "5m", 300);
  });

  test("of an hour is the readings themselves", async () => {
    const orgId = await own.newPlant();
    await own.stream(orgId, [minute(90, 801), minute(91, 802)]);
    const { resolution, devices } = await ask(orgId, { fromMs: own.bench.now - 3_600_000 });
    expect(resolution).toBe("raw");
    expect(devices[0]?.points.map(({ last, count }) => [last, count])).toEqual([
      [801, 1],
      [802, 1],
    ]);
  });

  test("has at most so many points, all of them buckets that are there", async () => {
    const orgId = await own.newPlant();
    await own.stream(
      orgId,
      Array.from({ length: 110 }, (_, i) => minute(i + 1, i === 60 ? 20 : 900)),
    );
    const [whole, thin] = [
      await ask(orgId, { resolution: "1m" }),
      await ask(orgId, { resolution: "1m", maxPoints: 9 }),
    ];
    expect([thin.devices[0]?.buckets, thin.devices[0]?.points.length]).toEqual([110, 9]);
    for (const point of thin.devices[0]?.points ?? []) expect(whole.devices[0]?.points).toContainEqual(point);
    expect(thin.devices[0]?.points.map(({ min }) => min)).toContain(20);
  });

  test("chooses the same points of the same buckets, whatever part of them is rolled up", async () => {
    const orgId = await own.newPlant();
    const bodies = Array.from({ length: 110 }, (_, i) => minute(i + 1, 700 + ((i * 37) % 200)));
    const thin = async () => (await ask(orgId, { resolution: "1m", maxPoints: 12 })).devices;
    await own.stream(orgId, bodies.slice(0, 60));
    await rollAll();
    await own.stream(orgId, bodies.slice(60));
    const half = await thin();
    await rollAll();
    const all = await thin();
    expect(half.map(({ buckets, points }) => [buckets, points.length])).toEqual([[110, 12]]);
    expect(half).toEqual(all);
    expect(all[0]?.points.every(({ count, approved }) => count === 1 && approved === 1)).toBe(true);
  });

  test("of a key for other devices, of another organisation, or of no time shows nothing", async () => {
    const orgId = await own.newPlant();
    await own.stream(orgId, [minute(1, 900)]);
    const other = { ...own.bench.actorOf(orgId), limits: { devices: ["ELSE"] } } as never;
    const query = { plantId: pilotPlant.plant_id, metric: "power_output_kw", resolution: "1h", maxPoints: 10 } as const;
    const span = { fromMs: own.bench.now - 7_200_000, toMs: own.bench.now };
    expect((await getSeries(own.bench.deps, other, { ...query, ...span })).devices).toEqual([]);
    expect((await getLatest(own.bench.deps, other, pilotPlant.plant_id)).values).toEqual([]);
    const stranger = own.bench.actorOf("nobody");
    expect((await fault(getSeries(own.bench.deps, stranger, { ...query, ...span }))).code).toBe("not-found");
    expect((await fault(getLatest(own.bench.deps, stranger, pilotPlant.plant_id))).code).toBe("not-found");
    expect((await fault(ask(orgId, { fromMs: own.bench.now }))).code).toBe("invalid-request");
  });
});

describe("newest values", () => {
  test("are those of the newest reading by event time, rolled up or not, with where its record stands", async () => {
    const orgId = await own.newPlant();
    const flagged = await own.flagged(orgId, 1);
    for (const look of ["before", "after"]) {
      const { values, behind } = await getLatest(own.bench.deps, own.bench.actorOf(orgId), pilotPlant.plant_id);
      expect([look, behind]).toEqual([look, 0]);
      expect(values.find(({ metric }) => metric === "ph")).toMatchObject({
        ...{ value: 4.5, recordId: flagged.recordId, status: "FLAGGED", deviceId: "TURBINE-001" },
      });
      await rollAll();
    }
    const newer = await own.reading(orgId, 5, { ph: 7 });
    await own.reading(orgId, 3, { ph: 6 });
    await own.decide(orgId, flagged.recordId, "approve");
    const { values } = await getLatest(own.bench.deps, own.bench.actorOf(orgId), pilotPlant.plant_id);
    expect(values.find(({ metric }) => metric === "ph")).toMatchObject({ value: 7, recordId: newer.recordId });
    expect(values.find(({ metric }) => metric === "turbidity_ntu")).toMatchObject({ value: 180, status: "APPROVED" });
  });
});
