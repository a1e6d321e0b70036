import { type KyselyPlugin, sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { tellChanged, tellEnded } from "../../src/monitoring/rollup-told.ts";
import { rollUp } from "../../src/monitoring/rollups.ts";
import type { Db } from "../../src/platform/database.ts";
import { readSpans, type Span } from "../../src/platform/stream-log.ts";
import { pilotBody } from "../support/pilot.ts";
import { Crash } from "../support/steps.ts";
import { ReviewBench } from "../telemetry/review-bench.ts";

let own: ReviewBench;
let orgId = "";
let nowMs = 0;
const hourMs = 3_600_000;

beforeAll(async () => {
  own = await ReviewBench.open();
});
afterAll(() => own.bench.close());
beforeEach(async () => {
  orgId = await own.newPlant();
  // Ten seconds after a full hour: everything up to it may be told.
  nowMs = Math.floor(own.bench.now / hourMs) * hourMs + 10_000;
  await own.bench.connection.db.deleteFrom("stream_rollups").execute();
});

const clock = { nowMs: () => nowMs };
const work = () => own.bench.work.db;
const ended = (db: Db = work()) => tellEnded({ db, clock });
const roll = async () => {
  const tell = (tx: Parameters<typeof tellChanged>[0], touched: Parameters<typeof tellChanged>[1]) =>
    tellChanged(tx, touched, nowMs);
  while ((await rollUp({ db: work(), clock, tell })) === "more");
};
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
  return { db: work().withPlugin(plugin), died: () => count >= n };
}

const minutesFrom = (startMs: number, count: number) =>
  Array.from({ length: count }, (_, i) =>
    pilotBody(
      { power_output_kw: 900 + i },
      { timestamp: new Date(startMs + 60_000 * (i + 1)).toISOString(), interval_s: 60 },
    ),
  );

async function told() {
  const { spans } = await readSpans(work(), [{ orgId, after: { no: 0 } }], 10_000);
  return spans.flatMap((span: Span) => (span.kind === "event" && span.name === "rollup" ? [span] : []));
}
const windows = async () => (await told()).map(({ data }) => `${data.resolution} ${String(data.to).slice(14, 19)}`);

describe("rollup events", () => {
  test("are told, and everybody's rollups go on, where a mean is nearer to 0 than any double", async () => {
    nowMs = own.bench.now + 10_000;
    await ended();
    const lastMs = Math.floor(nowMs / 60_000) * 60_000 + 120_000;
    const at = (second: number, temperature: number) =>
      pilotBody(
        { temperature_c: temperature },
        { timestamp: new Date(lastMs - 60_000 + second * 1_000).toISOString() },
      );
    await own.stream(orgId, [at(1, 5e-324), at(2, 0), at(3, 0)]);
    await roll();
    nowMs = lastMs + 10_000;
    while ((await ended()) === "more");
    const figures = { avg: 0, min: 0, max: 5e-324, count: 3 };
    expect((await told()).map(({ data }) => data.readings)).toMatchObject([{ temperature_c: figures }]);
    await own.stream(orgId, [at(4, 0)]);
    await roll();
    expect((await told()).at(-1)?.data.readings).toMatchObject({ temperature_c: { ...figures, count: 4 } });
  });

  test("each window is told once, when it is over, with its figures", async () => {
    const lastMs = nowMs - 10_000;
    nowMs = lastMs - 6 * 60_000 + 10_000;
    await ended();
    await own.stream(orgId, minutesFrom(lastMs - 6 * 60_000, 6));
    await roll();
    expect(await windows()).toEqual([]);
    nowMs = lastMs + 10_000;
    while ((await ended()) === "more");
    expect(await ended()).toBe("idle");
    const minutes = ["55:00", "56:00", "57:00", "58:00", "59:00", "00:00"].map((end) => `1m ${end}`);
    const coarse =
      new Date(lastMs).getUTCHours() === 0 ? ["5m 00:00", "1h 00:00", "1d 00:00"] : ["5m 00:00", "1h 00:00"];
    expect((await windows()).sort()).toEqual([...minutes, "5m 55:00", ...coarse].sort());
    const hour = (await told()).find(({ data }) => data.resolution === "1h");
    expect(hour?.data.readings).toMatchObject({
      power_output_kw: { avg: 902.5, min: 900, max: 905, last: 905, count: 6 },
    });
  });

  test("after a clock that was ahead is put back, windows are told once they are over, not before", async () => {
    const lastMs = nowMs - 10_000;
    nowMs = lastMs + 7 * 86_400_000;
    await ended();
    nowMs = lastMs - 3 * 60_000 + 10_000;
    await ended();
    await own.stream(orgId, minutesFrom(lastMs - 3 * 60_000, 3));
    await roll();
    expect(await windows()).toEqual([]);
    nowMs = lastMs + 10_000;
    while ((await ended()) === "more");
    expect(await windows()).toContain("1m 59:00");
  });

  test("a window that a late record changes is told again, in the pass that changed it; history is not", async () => {
    const lastMs = nowMs - 10_000;
    await ended();
    await own.stream(orgId, minutesFrom(lastMs - 120_000, 1));
    await roll();
    expect((await windows()).sort()).toEqual(["1h 00:00", "1m 59:00", "5m 00:00"]);
    const before = await windows();
    await own.stream(orgId, minutesFrom(lastMs - 50 * hourMs, 1));
    await roll();
    expect(await windows()).toEqual(before);
  });

  test("what a review changes is told, down to what counts no more, and of the rest of the day nothing", async () => {
    const lastMs = nowMs - 10_000;
    await ended();
    const at = (minute: number, more: object) =>
      pilotBody(more as Record<string, unknown>, {
        timestamp: new Date(lastMs - minute * 60_000).toISOString(),
        interval_s: 60,
      });
    await own.stream(orgId, [at(3, { power_output_kw: 890 }), at(2, { ph: 4.5, turbidity_ntu: 180 })]);
    const [, flagged] = await own.rows<{ record_id: string; status: string }>(
      sql`SELECT record_id, status FROM records WHERE org_id = ${orgId} AND kind = 'reading' ORDER BY seq`,
    );
    expect(flagged?.status).toBe("FLAGGED");
    await roll();
    const before = (await told()).length;
    const since = async () =>
      (await told()).slice(before).map(({ data }) => ({
        window: `${data.resolution} ${String(data.to).slice(14, 19)}`,
        ...(data.readings as Record<string, { count: number; avg: number | null }>),
      }));
    await own.decide(orgId, flagged?.record_id ?? "", "reject");
    await roll();
    const nothing = { count: 0, avg: null, min: null, max: null, last: null };
    const told1 = await since();
    expect(told1.map(({ window }) => window).filter((window) => window.startsWith("1m"))).toEqual(["1m 58:00"]);
    expect(told1.find(({ window }) => window === "1m 58:00")).toMatchObject({ ph: nothing, power_output_kw: nothing });
    const hour = told1.find(({ window }) => window === "1h 00:00");
    expect(hour).toMatchObject({ ph: nothing, power_output_kw: { count: 1, avg: 890 } });
  });

  test("a quantity that a correction leaves out is told to be none any more", async () => {
    await ended();
    const timestamp = new Date(nowMs - 130_000).toISOString();
    await own.stream(orgId, [pilotBody({ ph: 7.2, power_output_kw: 900 }, { timestamp, interval_s: 60 })]);
    await roll();
    const [reading] = await own.rows<{ record_id: string }>(
      sql`SELECT record_id FROM records WHERE org_id = ${orgId} AND kind = 'reading'`,
    );
    const correction = await own.correct(orgId, reading?.record_id ?? "", { power_output_kw: 880 });
    await own.decide(orgId, correction.recordId, "approve");
    await roll();
    const minute = (await told()).filter(({ data }) => data.resolution === "1m").at(-1);
    expect(minute?.data.readings).toMatchObject({
      power_output_kw: { avg: 880, count: 1 },
      ph: { avg: null, last: null, count: 0 },
    });
    expect(minute?.data.readings).not.toHaveProperty("head_height_m");
  });

  test("a crash at any step tells a minute wholly or not at all, and the next pass tells it", async () => {
    const lastMs = nowMs - 10_000;
    nowMs -= 60_000;
    await ended();
    await own.stream(orgId, minutesFrom(lastMs - 60_000, 1));
    await roll();
    nowMs += 60_000;
    let deaths = 0;
    for (let n = 1; ; n++) {
      const { db, died } = dyingAt(n);
      await ended(db).catch((error) => expect(error).toBeInstanceOf(Crash));
      if (!died()) break;
      deaths++;
      expect(await windows()).toEqual([]);
    }
    expect(deaths).toBeGreaterThanOrEqual(4);
    while ((await ended()) === "more");
    expect((await windows()).filter((one) => one.startsWith("1m"))).toEqual(["1m 00:00"]);
  });
});
