import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findBuckets } from "../../src/monitoring/bucket-store.ts";
import { findCurves } from "../../src/monitoring/curve-store.ts";
import { exportHistory } from "../../src/monitoring/history.ts";
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

  test("is shown and exported where a sum is nearer to 0 than any double", async () => {
    const orgId = await own.newPlant();
    const temperatures = [4.4e-323, -4e-323, -5e-324];
    await own.stream(
      orgId,
      temperatures.map((temperature, i) =>
        pilotBody(
          { temperature_c: temperature },
          { timestamp: new Date(own.bench.now - 600_000 + (i + 1) * 1_000).toISOString() },
        ),
      ),
    );
    const asked = { metric: "temperature_c", resolution: "1m" } as const;
    for (const look of ["before", "after"]) {
      const { devices } = await ask(orgId, asked);
      expect([look, devices[0]?.points]).toMatchObject([look, [{ count: 3, sum: 0, min: -4e-323, max: 4.4e-323 }]]);
      await rollAll();
    }
    const span = { fromMs: own.bench.now - 3_600_000, toMs: own.bench.now };
    const table = await exportHistory(own.bench.deps, own.bench.actorOf(orgId), {
      ...{ plantId: pilotPlant.plant_id, metrics: ["temperature_c"], ...span, resolution: "1m" },
    });
    for await (const rows of table.pages) expect(rows.map((row) => row[5])).toEqual([0]);
  });

  test("counts a reading and what replaced it once, whichever of the two is rolled up", async () => {
    const orgId = await own.newPlant();
    const powers = async () => {
      const series = await ask(orgId, { resolution: "1h", fromMs: own.bench.now - 86_400_000 });
      return series.devices[0]?.points.map(({ count, sum }) => [count, sum]);
    };
    const reading = await own.reading(orgId, 3, { power_output_kw: 900 });
    await rollAll();
    const first = await own.correct(orgId, reading.recordId, { power_output_kw: 880 });
    await own.decide(orgId, first.recordId, "approve");
    expect(await powers()).toEqual([[1, 900]]);
    expect(await rollUp({ db: own.bench.work.db, clock: own.bench.work.clock, mostRecords: 1 })).toBe("more");
    expect(await powers()).toEqual([[1, 900]]);
    await rollAll();
    expect(await powers()).toEqual([[1, 880]]);
    const second = await own.correct(orgId, first.recordId, { power_output_kw: 870 });
    await own.decide(orgId, second.recordId, "approve");
    expect(await powers()).toEqual([[1, 880]]);
    await rollAll();
    expect(await powers()).toEqual([[1, 870]]);
    const other = await own.reading(orgId, 5, { power_output_kw: 800 });
    const corrected = await own.correct(orgId, other.recordId, { power_output_kw: 790 });
    await own.decide(orgId, corrected.recordId, "approve");
    const expected = [
      [1, 870],
      [1, 790],
    ];
    expect(await powers()).toEqual(expected);
    await rollUp({ db: own.bench.work.db, clock: own.bench.work.clock, mostRecords: 2 });
    expect(await powers()).toEqual(expected);
    await rollAll();
    expect(await powers()).toEqual(expected);
  });

  test("of minutes shows none that are no longer kept, neither those that still lie there nor what comes late", async () => {
    const orgId = await own.newPlant();
    const [beforeMs, dayMs] = [own.bench.now, 86_400_000];
    const at = (seconds: number) => ({
      timestamp: new Date(beforeMs - 85 * dayMs + 1_000 * seconds).toISOString(),
      ...{ interval_s: 10, source: "backfill" },
    });
    const points = async (resolution: "1m" | "1h") => {
      const span = { fromMs: beforeMs - 86 * dayMs, toMs: beforeMs - 84 * dayMs, resolution };
      const { devices } = await ask(orgId, span);
      const table = await exportHistory(own.bench.deps, own.bench.actorOf(orgId), {
        ...{ plantId: pilotPlant.plant_id, metrics: ["power_output_kw"], ...span },
      });
      const counts: unknown[] = [];
      for await (const rows of table.pages) counts.push(...rows.map((row) => row[4]));
      return [devices.flatMap((one) => one.points.map(({ count }) => count)), counts];
    };
    try {
      await own.stream(orgId, [pilotBody({ power_output_kw: 850 }, at(10))]);
      await rollAll();
      expect(await points("1m")).toEqual([[1], [1]]);
      own.bench.now += 8 * dayMs;
      await own.stream(orgId, [pilotBody({ power_output_kw: 852 }, at(20))]);
      for (let i = 0; i < 2; i++) {
        expect(await points("1m")).toEqual([[], []]);
        expect((await points("1h"))[0]).toEqual([2]);
        await rollAll();
      }
    } finally {
      own.bench.now = beforeMs;
    }
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

describe("buckets of a plant with many devices", () => {
  const hour = 3_600_000;
  const devices = ["D-1", "D-2", "D-3", "D-4"];
  const span = { plantId: "P", metric: "power_output_kw", devices: undefined, fromMs: 0, toMs: 10 * hour };

  /** Hours 1 to 10 of each device but D-2, which has none of them; hour 3 of D-3 holds a rejected reading alone. */
  async function manyDevices(orgId: string): Promise<void> {
    await own.rows(sql`
      WITH line AS (
        INSERT INTO rollup_lines (org_id, plant_id, device_id, metric, last_at, last_seq, last_value)
        SELECT ${orgId}, 'P', device_id, 'power_output_kw', 'epoch', 1, 1 FROM unnest(${devices}::text[]) AS device_id
        RETURNING line_id, device_id)
      INSERT INTO rollups (org_id, line_id, width_s, ended_at, count, sum, min, max, last, last_at, approved, flagged, rejected)
      SELECT ${orgId}, line_id, 3600, ended_at, CASE WHEN is_empty THEN 0 ELSE 2 END, CASE WHEN is_empty THEN 0 ELSE hour + 0.5 END,
             CASE WHEN is_empty THEN NULL ELSE hour - 1 END, value, value - 2, CASE WHEN is_empty THEN NULL ELSE ended_at END,
             CASE WHEN is_empty THEN 0 ELSE 1 END, CASE WHEN is_empty THEN 0 ELSE 1 END, CASE WHEN is_empty THEN 1 ELSE 0 END
      FROM line CROSS JOIN generate_series(1, 10) AS hour
      CROSS JOIN LATERAL (SELECT device_id = 'D-3' AND hour = 3 AS is_empty, 'epoch'::timestamptz + hour * interval '1 hour' AS ended_at) AS place
      CROSS JOIN LATERAL (SELECT CASE WHEN is_empty THEN NULL ELSE hour + 7 END AS value) AS valued
      WHERE device_id <> 'D-2'`);
  }

  test("are found whole, device by device, however few at a time; and not at all where they are too many", async () => {
    const orgId = await own.newPlant();
    await manyDevices(orgId);
    const ask = (most: number, more: object = {}) =>
      own.bench.connection.db.transaction().execute((tx) => findCurves(tx, { ...span, orgId, ...more }, 3600, most));
    for (const most of [30, 40, 1_000]) {
      const curves = (await ask(most)) ?? [];
      expect(curves.map(({ deviceId, endsMs }) => [deviceId, endsMs.length])).toEqual([
        ["D-1", 10],
        ["D-3", 10],
        ["D-4", 10],
      ]);
      expect([...(curves[1]?.endsMs ?? [])]).toEqual(Array.from({ length: 10 }, (_, i) => (i + 1) * hour));
      expect([...(curves[1]?.counts ?? [])]).toEqual([2, 2, 0, 2, 2, 2, 2, 2, 2, 2]);
      expect([...(curves[1]?.sums ?? [])].slice(0, 4)).toEqual([1.5, 2.5, 0, 4.5]);
    }
    for (const most of [5, 10, 29]) expect(await ask(most)).toBeUndefined();
    expect((await ask(10, { devices: ["D-4"] }))?.map(({ deviceId }) => deviceId)).toEqual(["D-4"]);
  });

  test("are whole and in order however many there are: years of hours, of two devices", async () => {
    const orgId = await own.newPlant();
    await own.rows(sql`
      WITH line AS (
        INSERT INTO rollup_lines (org_id, plant_id, device_id, metric, last_at, last_seq, last_value)
        SELECT ${orgId}, 'P', device_id, 'power_output_kw', 'epoch', 1, 1 FROM unnest(ARRAY['D-1', 'D-2']) AS device_id
        RETURNING line_id, device_id)
      INSERT INTO rollups (org_id, line_id, width_s, ended_at, count, sum, min, max, last, last_at, approved, flagged, rejected)
      SELECT ${orgId}, line_id, 3600, ended_at, 1, value, value, value, value, ended_at, 1, 0, 0
      FROM line CROSS JOIN generate_series(1, 3000) AS hour
      CROSS JOIN LATERAL (SELECT 'epoch'::timestamptz + hour * interval '1 hour' AS ended_at,
        (hour - 1500) * 1000.0625 + CASE device_id WHEN 'D-2' THEN 0.5 ELSE 0 END AS value) AS valued`);
    const wide = { ...span, orgId, toMs: 3000 * hour };
    const hours = Array.from({ length: 3000 }, (_, i) => i + 1);
    const kwOf = (deviceId: string, n: number) => (n - 1500) * 1000.0625 + (deviceId === "D-2" ? 0.5 : 0);
    await own.bench.connection.db.transaction().execute(async (tx) => {
      const curves = (await findCurves(tx, wide, 3600, 10_000)) ?? [];
      expect(curves.map(({ deviceId }) => deviceId)).toEqual(["D-1", "D-2"]);
      for (const { deviceId, endsMs, sums } of curves) {
        expect([...endsMs]).toEqual(hours.map((n) => n * hour));
        expect([...sums]).toEqual(hours.map((n) => kwOf(deviceId, n)));
      }
      const wanted = curves.map(({ deviceId, endsMs }) => ({ deviceId, endsMs: [...endsMs] }));
      const found = await findBuckets(tx, wide, 3600, wanted);
      for (const [deviceId, buckets] of found)
        expect(buckets.map(({ endedAtMs, last }) => [endedAtMs, last])).toEqual(
          hours.map((n) => [n * hour, kwOf(deviceId, n)]),
        );
      expect(found.size).toBe(2);
    });
  });

  test("say nothing of values where every reading was rejected", async () => {
    const orgId = await own.newPlant();
    await manyDevices(orgId);
    const found = await own.bench.connection.db
      .transaction()
      .execute((tx) =>
        findBuckets(tx, { ...span, orgId }, 3600, [{ deviceId: "D-3", endsMs: [2 * hour, 3 * hour, 99 * hour] }]),
      );
    expect([...found]).toEqual([
      [
        "D-3",
        [
          {
            ...{
              deviceId: "D-3",
              endedAtMs: 2 * hour,
              count: 2,
              sum: 2.5,
              min: 1,
              max: 9,
              last: 7,
              lastAtMs: 2 * hour,
            },
            ...{ approved: 1, flagged: 1, rejected: 0 },
          },
          {
            ...{
              deviceId: "D-3",
              endedAtMs: 3 * hour,
              count: 0,
              sum: 0,
              min: null,
              max: null,
              last: null,
              lastAtMs: null,
            },
            ...{ approved: 0, flagged: 0, rejected: 1 },
          },
        ],
      ],
    ]);
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

  test("are held only once the rollups have passed a review: what it changed is shown, however quiet the plant is", async () => {
    const orgId = await own.newPlant();
    const held = new Map<string, string>();
    const cache = {
      get: async (key: string) => held.get(key),
      set: (key: string, text: string) => void held.set(key, text),
    };
    const power = async () => {
      const { values } = await getLatest({ ...own.bench.deps, cache }, own.bench.actorOf(orgId), pilotPlant.plant_id);
      return values.find(({ metric }) => metric === "power_output_kw");
    };
    const reading = await own.reading(orgId, 3);
    const correction = await own.correct(orgId, reading.recordId, { power_output_kw: 880 });
    await rollAll();
    await own.decide(orgId, correction.recordId, "approve");
    expect(await power()).toMatchObject({ recordId: reading.recordId, status: "REPLACED" });
    await rollAll();
    for (const look of ["found", "held"]) {
      expect([look, await power()]).toMatchObject([look, { recordId: correction.recordId, value: 880 }]);
    }
    expect([...held.values()].join()).toContain(correction.recordId);
  });

  test("come from the cache for the chain that they were found at, not for another that is as long", async () => {
    const held = new Map<string, string>();
    const cache = {
      get: async (key: string) => held.get(key),
      set: (key: string, text: string) => void held.set(key, text),
    };
    const power = async (orgId: string) => {
      const deps = { ...own.bench.deps, cache };
      const { values } = await getLatest(deps, own.bench.actorOf(orgId), pilotPlant.plant_id);
      return values.find(({ metric }) => metric === "power_output_kw")?.value;
    };
    const [before, restored] = [await own.newPlant(), await own.newPlant()];
    await own.reading(before, 1, { power_output_kw: 900 });
    await own.reading(restored, 1, { power_output_kw: 880 });
    expect(await power(before)).toBe(900);
    // What Redis holds of a database that was set back and then took as many other records.
    const [key, text] = [...held][0] as [string, string];
    held.set(key.replace(before, restored), text);
    expect(await power(restored)).toBe(880);
    held.set(key, text.replace('"value":900', '"value":901'));
    expect(await power(before)).toBe(901);
  });
});
