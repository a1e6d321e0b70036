import { afterAll, beforeAll, expect, test } from "vitest";
import { tellChanged, tellEnded } from "../../src/monitoring/rollup-told.ts";
import { rollUp } from "../../src/monitoring/rollups.ts";
import { readSpans } from "../../src/platform/stream-log.ts";
import { pilotBody } from "../support/pilot.ts";
import { ReviewBench } from "../telemetry/review-bench.ts";
import { keptOf, truthOf } from "./rollup-truth.ts";

let own: ReviewBench;
beforeAll(async () => {
  own = await ReviewBench.open();
});
afterAll(() => own.bench.close());

/** Lehmer's generator: the same steps at every run. */
function chance(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

const spanS = 3 * 3_600;
const seeds = [1, 2];

test.each(seeds)(
  "whatever comes, is reviewed and corrected, rollups say what the records do, and streams what the rollups do (seed %i)",
  { timeout: 240_000 },
  async (seed) => {
    const pick = chance(seed);
    const { bench } = own;
    const orgId = await own.newPlant();
    await bench.connection.db.deleteFrom("stream_rollups").execute();
    let nowMs = bench.now - 1_000 * (spanS - 1_800);
    const clock = { nowMs: () => nowMs };
    const db = bench.work.db;
    const tell = (tx: Parameters<typeof tellChanged>[0], touched: Parameters<typeof tellChanged>[1]) =>
      tellChanged(tx, touched, nowMs);
    const told = async () => {
      while ((await tellEnded({ db, clock })) === "more");
    };
    await told();
    const send = () => {
      const at = bench.now - 1_000 * pick(spanS);
      const timestamp = new Date(at - (at % 10_000)).toISOString();
      const odd = [{}, {}, {}, { ph: 4.5, turbidity_ntu: 180 }, { power_output_kw: 90_000 }][pick(5)];
      const readings = {
        power_output_kw: 850 + pick(500) / 10,
        ...(pick(2) === 0 && { temperature_c: pick(99) / 7 }),
        ...odd,
      };
      return own.stream(orgId, [
        pilotBody(readings, { timestamp, ...(pick(3) > 0 && { interval_s: [10, 60, 300][pick(3)] }) }),
      ]);
    };
    const some = async (kind: string) => {
      const all = (await own.chain(orgId)).filter((record) => record.kind === kind);
      return all[pick(Math.max(1, all.length))]?.record_id;
    };
    const steps = [
      send,
      send,
      send,
      send,
      send,
      send,
      async () => own.decide(orgId, (await some("reading")) ?? "", pick(2) ? "approve" : "reject"),
      async () => own.decide(orgId, (await some("correction")) ?? "", pick(3) ? "approve" : "reject"),
      async () =>
        own.correct(orgId, (await some("reading")) ?? "", pick(2) ? { power_output_kw: 860 } : { temperature_c: 5 }),
      async () => rollUp({ db, clock, tell, mostRecords: 1 + pick(9) }),
      async () => {
        nowMs = Math.min(nowMs + 60_000 * pick(20), bench.now);
        await told();
      },
    ];
    const failed = 0;
    // Of steps that cannot be done, as a decision on what waits for none, nothing is to be seen.
    for (let i = 0; i < 150; i++) await steps[pick(steps.length)]?.().catch(() => undefined);
    nowMs = bench.now + 86_400_000 / 2;
    while ((await rollUp({ db, clock, tell })) === "more");
    await told();
    const [kept, truth] = [await keptOf(bench.connection.db, orgId), await truthOf(bench.connection.db, orgId)];
    expect(Object.fromEntries(kept.buckets)).toEqual(Object.fromEntries(truth.buckets));
    expect(Object.fromEntries(kept.newest)).toEqual(Object.fromEntries(truth.newest));
    const { spans } = await readSpans(db, [{ orgId, after: { no: 0 } }], 100_000);
    const heard = new Map<string, object>();
    const widths: Record<string, number> = { "1m": 60, "5m": 300, "1h": 3_600, "1d": 86_400 };
    for (const span of spans) {
      if (span.kind !== "event" || span.name !== "rollup") continue;
      for (const [metric, { count, min, max, last }] of Object.entries(
        span.data.readings as Record<string, { count: number; min: number; max: number; last: number }>,
      )) {
        const name = `${span.deviceId} ${metric} ${widths[String(span.data.resolution)]} ${span.data.to}`;
        if (count > 0) heard.set(name, { count, min, max, last });
        else expect(heard.delete(name)).toBe(true);
      }
    }
    const overMs = Math.floor((nowMs - 5_000) / 60_000) * 60_000;
    const said = [...kept.buckets].filter(
      ([name, { count }]) => count > 0 && Date.parse(name.split(" ").at(-1) ?? "") <= overMs,
    );
    console.log(
      "seed",
      seed,
      "failed",
      failed,
      "buckets",
      kept.buckets.size,
      "said",
      said.length,
      "spans",
      spans.length,
    );
    expect(Object.fromEntries(heard)).toEqual(
      Object.fromEntries(said.map(([name, { count, min, max, last }]) => [name, { count, min, max, last }])),
    );
  },
);
