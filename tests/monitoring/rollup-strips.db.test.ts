import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { findBuckets, type WantedBuckets } from "../../src/monitoring/bucket-store.ts";
import { findCurves } from "../../src/monitoring/curve-store.ts";
import { keepMonths } from "../../src/monitoring/rollup-store.ts";
import { makeStrips } from "../../src/monitoring/rollup-strips.ts";
import { rollUp } from "../../src/monitoring/rollups.ts";
import { pilotBody, pilotPlant } from "../support/pilot.ts";
import { ReviewBench } from "../telemetry/review-bench.ts";

/** Six hours of minutes. */
const stripMs = 360 * 60_000;
const minuteMs = 60_000;

let own: ReviewBench;
/** The beginning of the UTC day before the bench's, which is a strip's end too. */
let dayMs: number;
beforeAll(async () => {
  own = await ReviewBench.open();
  dayMs = Math.floor(own.bench.now / (4 * stripMs)) * 4 * stripMs - 4 * stripMs;
});
afterAll(() => own.bench.close());
beforeEach(() => setMarks(new Date(own.bench.now)));

const setMarks = (at: Date) => own.rows(sql`UPDATE rollup_strip_marks SET ended_at = ${at}`);
const deps = (nowMs = own.bench.now) => ({ db: own.bench.work.db, clock: { nowMs: () => nowMs } });

async function rollAll(): Promise<void> {
  while ((await rollUp(deps())) === "more");
}

async function stripAll(nowMs?: number): Promise<void> {
  while ((await makeStrips(deps(nowMs))) === "more");
}

/** Readings of a minute that end so many minutes into the day. */
const minutes = (places: readonly number[]) =>
  places.map((i) => {
    const readings = { power_output_kw: 900.1 + (i % 7) / 10, temperature_c: -0.3 + i / 1_000 };
    return pilotBody(readings, { timestamp: new Date(dayMs + i * minuteMs).toISOString(), interval_s: 60 });
  });

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

let stripsRead = 0;

/** What a series is chosen from, with strips where there are any. */
async function curve(orgId: string, fromMs: number, toMs: number, widthS = 60) {
  const span = { orgId, plantId: pilotPlant.plant_id, metric: "power_output_kw", devices: undefined, fromMs, toMs };
  const { db } = own.bench.connection;
  return db.transaction().execute(async (tx) => {
    const [curve] = (await findCurves(tx, span, widthS, 100_000)) ?? [];
    if (curve === undefined) return [];
    const { deviceId, stripsMs, endsMs, counts, sums } = curve;
    stripsRead += stripsMs.length;
    const chosen = [...endsMs].filter((_, i) => i % 3 !== 1);
    // What a tail alone knows of is asked for too.
    const wanted = [{ deviceId, stripsMs, endsMs: [...chosen, fromMs - widthS * 1000 - (fromMs % (widthS * 1000))] }];
    const found = (await findBuckets(tx, span, widthS, wanted)).get(deviceId) ?? [];
    const byRows = (await findBuckets(tx, span, widthS, [{ ...wanted[0], stripsMs: [] } as WantedBuckets])).get(
      deviceId,
    );
    expect(found).toEqual(byRows ?? []);
    expect(found.filter(({ endedAtMs }) => endedAtMs > fromMs).map(({ endedAtMs }) => endedAtMs)).toEqual(chosen);
    return [...endsMs].map((endMs, i) => [endMs, counts[i], (sums[i] as number).toFixed(6)]);
  });
}

/** The same from the buckets themselves. */
async function buckets(orgId: string, fromMs: number, toMs: number, widthS = 60) {
  const rows = await own.rows(sql<{ ended_at: Date; count: number; sum: string }>`
    SELECT ended_at, count, sum::text FROM rollups JOIN rollup_lines USING (org_id, line_id)
    WHERE org_id = ${orgId} AND metric = 'power_output_kw' AND width_s = ${widthS} AND ended_at > ${new Date(fromMs)}
      AND ended_at < ${new Date(toMs + widthS * 1000)} ORDER BY ended_at`);
  return rows.map((row) => [row.ended_at.getTime(), row.count, Number(row.sum).toFixed(6)]);
}

/** Spans of all, within one strip, over the bound of two, and of less than a bucket. */
async function expectSame(orgId: string): Promise<void> {
  for (const [from, to] of [
    [-3_000, 3_000],
    [10.5, 20.25],
    [350, 370],
    [-360, 360],
    [359.5, 359.75],
  ] as const) {
    const span = [dayMs + from * minuteMs, dayMs + to * minuteMs] as const;
    expect(await curve(orgId, ...span)).toEqual(await buckets(orgId, ...span));
  }
}

/** Strips of a width, by how far into the day they end, in their own lengths; whether they are made. */
async function strips(orgId: string, widthS = 60): Promise<[number, boolean][]> {
  const rows = await own.rows(sql<{ ended_at: Date; made: boolean }>`
    SELECT ended_at, means IS NOT NULL AS made FROM rollup_strips JOIN rollup_lines USING (org_id, line_id)
    WHERE org_id = ${orgId} AND metric = 'power_output_kw' AND width_s = ${widthS} ORDER BY ended_at`);
  return rows.map((row) => [(row.ended_at.getTime() - dayMs) / (360 * widthS * 1000), row.made]);
}

test("a series says what the buckets say, whatever came late, was rejected, decided or corrected since strips were made", async () => {
  const orgId = await own.newPlant();
  // Nothing of minutes 100 to 130; few of the third strip.
  await own.stream(orgId, minutes([...range(1, 99), ...range(131, 700), ...range(721, 740)]));
  await own.stream(orgId, [minutes([745])[0], pilotBody({ power_output_kw: 5_000 }, at(746))]);
  await rollAll();
  await expectSame(orgId);
  expect((await strips(orgId)).map(([n]) => n)).toEqual([1, 2, 3]);
  await stripAll();
  expect(await strips(orgId)).toEqual([
    [1, true],
    [2, true],
  ]);
  stripsRead = 0;
  await expectSame(orgId);
  expect(stripsRead).toBe(7);
  await own.stream(orgId, minutes(range(100, 110)));
  await rollAll();
  expect(await strips(orgId)).toEqual([
    [1, false],
    [2, true],
  ]);
  await expectSame(orgId);
  await stripAll();
  await expectSame(orgId);
  const flagged = await own.bench.connection.db
    .selectFrom("records")
    .select("record_id")
    .where("org_id", "=", orgId)
    .where("kind", "=", "reading")
    .where("ended_at", "=", new Date(dayMs + 400 * minuteMs))
    .executeTakeFirstOrThrow();
  const correction = await own.correct(orgId, flagged.record_id, { power_output_kw: 880 });
  await own.decide(orgId, correction.recordId, "approve");
  await rollAll();
  // The day was gathered anew: each strip of it is to be made again, whatever became of its buckets.
  expect((await strips(orgId)).map(([n, made]) => [n, made])).toEqual([
    [1, false],
    [2, false],
    [3, false],
  ]);
  await expectSame(orgId);
  await stripAll();
  await expectSame(orgId);
  expect((await strips(orgId)).filter(([, made]) => made).length).toBe(2);
});

const at = (i: number) => ({ timestamp: new Date(dayMs + i * minuteMs).toISOString(), interval_s: 60 });

test("what another writes at the same time is in the strip, or there is none", async () => {
  const orgId = await own.newPlant();
  await own.stream(orgId, minutes(range(1, 200)));
  await rollAll();
  await stripAll();
  await own.bench.connection.db.transaction().execute(async (tx) => {
    await sql`SELECT FROM rollup_positions WHERE org_id = ${orgId} FOR UPDATE`.execute(tx);
    // As a pass of a version does that knows nothing of strips.
    await sql`UPDATE rollups SET count = count + 1, sum = sum + 1000 WHERE org_id = ${orgId} AND width_s = 60`.execute(
      tx,
    );
    const others = makeStrips(deps());
    expect(await others).toBe("idle");
    expect(await strips(orgId)).toEqual([[1, true]]);
  });
  expect(await strips(orgId)).toEqual([[1, false]]);
  await expectSame(orgId);
  const held = await own.bench.connection.pool.connect();
  try {
    await held.query("BEGIN");
    await held.query("SELECT FROM rollup_positions WHERE org_id = $1 FOR UPDATE", [orgId]);
    await stripAll();
    expect(await strips(orgId)).toEqual([[1, false]]);
  } finally {
    await held.query("COMMIT");
    held.release();
  }
  await stripAll();
  expect(await strips(orgId)).toEqual([[1, true]]);
  await expectSame(orgId);
});

test("a bucket that is taken away takes its strip with it", async () => {
  const orgId = await own.newPlant();
  await own.stream(orgId, minutes(range(1, 200)));
  await rollAll();
  await stripAll();
  await own.rows(
    sql`DELETE FROM rollups WHERE org_id = ${orgId} AND width_s = 60 AND ended_at = ${new Date(dayMs + minuteMs)}`,
  );
  expect(await strips(orgId)).toEqual([[1, false]]);
  await expectSame(orgId);
  await own.rows(sql`DELETE FROM rollups WHERE org_id = ${orgId}`);
  await own.rows(sql`DELETE FROM rollup_lines WHERE org_id = ${orgId}`);
  await stripAll();
  expect(await own.rows(sql`SELECT FROM rollup_strips WHERE org_id = ${orgId}`)).toEqual([]);
});

test("a strip is asked for once it is over, of lines that reach into it, and made an hour later", async () => {
  const orgId = await own.newPlant();
  await setMarks(new Date(dayMs));
  await own.stream(orgId, minutes(range(1, 720)));
  await rollAll();
  const nowMs = dayMs + 3 * stripMs;
  await stripAll(nowMs - 2 * stripMs + 3_599_999);
  expect(await strips(orgId)).toEqual([]);
  await stripAll(nowMs - 2 * stripMs + 3_600_000);
  expect(await strips(orgId)).toEqual([[1, true]]);
  await own.stream(orgId, minutes([800]));
  await rollAll();
  expect(await strips(orgId)).toEqual([[1, true]]);
  await stripAll(nowMs + 100 * stripMs);
  expect(await strips(orgId)).toEqual([
    [1, true],
    [2, true],
  ]);
  await expectSame(orgId);
});

test("strips of what is not kept go with it", async () => {
  const orgId = await own.newPlant();
  await own.stream(orgId, minutes(range(1, 200)));
  await rollAll();
  await stripAll();
  expect(await strips(orgId)).toEqual([[1, true]]);
  await keepMonths(own.bench.work.db, own.bench.now + 91 * 86_400_000);
  expect(await strips(orgId)).toEqual([]);
  await keepMonths(own.bench.work.db, own.bench.now);
});

test("hours and five minutes are in strips as minutes are", async () => {
  const orgId = await own.newPlant();
  await own.stream(orgId, minutes(range(1, 30)));
  await rollAll();
  for (const widthS of [300, 3_600]) {
    const fromMs = Math.floor(dayMs / (360 * widthS * 1000)) * 360 * widthS * 1000 - 3 * 360 * widthS * 1000;
    await own.rows(sql`
      INSERT INTO rollups (org_id, line_id, width_s, ended_at, count, sum, min, max, last, last_at, approved, flagged, rejected)
      SELECT org_id, line_id, ${widthS}, ended_at, 2, n + 0.5, n, n, n, ended_at, 2, 0, 0
      FROM rollup_lines CROSS JOIN generate_series(1, 700) AS n
      CROSS JOIN LATERAL (SELECT ${new Date(fromMs)}::timestamptz + n * make_interval(secs => ${widthS}) AS ended_at) AS bucket
      WHERE org_id = ${orgId} AND metric = 'power_output_kw'`);
    await stripAll();
    expect((await strips(orgId, widthS)).map(([, made]) => made)).toEqual([true, true]);
    const span = [fromMs + 17 * 60_000, fromMs + 650 * widthS * 1000, widthS] as const;
    const found = await curve(orgId, ...span);
    expect(found.length).toBeGreaterThan(600);
    expect(found).toEqual(await buckets(orgId, ...span));
  }
});
