import { sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";
import { exportHistory } from "../../src/monitoring/history.ts";
import { keptFromMs, type RollupName, rollupLevels, rollupNames } from "../../src/monitoring/rollup-levels.ts";
import { rebuildRollups } from "../../src/monitoring/rollup-rebuild.ts";
import { keepMonths } from "../../src/monitoring/rollup-store.ts";
import { makeStrips } from "../../src/monitoring/rollup-strips.ts";
import { rollUp } from "../../src/monitoring/rollups.ts";
import { getLatest, getSeries } from "../../src/monitoring/series.ts";
import { expireLeases } from "../../src/platform/lease.ts";
import { createLog } from "../../src/platform/log.ts";
import { packOldMonths } from "../../src/telemetry/packing/packing.ts";
import { pilotBody, pilotPlant } from "../support/pilot.ts";
import { ReviewBench } from "../telemetry/review-bench.ts";
import { type Bucket, type RecordRow, recordsOf, standing, truthFrom } from "./rollup-truth.ts";

const dayMs = 86_400_000;
const { plant_id: plantId } = pilotPlant;

let own: ReviewBench;
beforeEach(async () => {
  own = await ReviewBench.open();
  await own.bench.connection.pool.query("SELECT ensure_record_partitions('2026-05-01', 14)");
});
afterEach(() => own.bench.close());

/** Lehmer's generator: the same steps at every run. */
function chance(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

/** A plant whose months go by, and what its records were: they are kept here, as their rows go when they are packed. */
class Walk {
  readonly #orgId: string;
  readonly #pick: (below: number) => number;
  readonly #records = new Map<bigint, RecordRow>();
  #packs = 0;
  /** Where many readings lie together, ms: what comes late is of such a time as often as of any other. */
  #dense = { fromMs: 0, toMs: 0 };

  constructor(orgId: string, pick: (below: number) => number) {
    this.#orgId = orgId;
    this.#pick = pick;
  }

  get #clock() {
    return own.bench.work.clock;
  }
  get #db() {
    return own.bench.work.db;
  }

  async step(): Promise<void> {
    const steps = [
      this.#send,
      this.#send,
      this.#send,
      this.#send,
      this.#burst,
      this.#burst,
      this.#decide,
      this.#decide,
      this.#correct,
      this.#decideCorrection,
      this.#roll,
      this.#roll,
      this.#rollTwice,
      this.#crash,
      this.#strips,
      this.#strips,
      this.#pack,
      this.#pack,
      this.#goOn,
      this.#goOn,
      this.#keep,
      this.#rebuild,
      this.#ahead,
    ];
    const made = steps[this.#pick(steps.length)] as () => Promise<unknown>;
    // Of what cannot be done, as a decision on what waits for none, nothing is to be seen.
    await made.call(this).catch((error: Error) => {
      if (!/Fault/.test(error.constructor.name)) throw error;
    });
    for (const row of await recordsOf(own.bench.connection.db, this.#orgId)) this.#records.set(row.seq, row);
  }

  #body(at: number, intervalS: number) {
    const pick = this.#pick;
    const odd = [{}, {}, {}, { ph: 4.5, turbidity_ntu: 180 }, { power_output_kw: 90_000 }][pick(5)];
    const readings = {
      power_output_kw: 850 + pick(500) / 10,
      ...(pick(3) === 0 && { temperature_c: pick(99) / 7 }),
      ...odd,
    };
    const source = own.bench.now - at > 20 * dayMs ? { source: "backfill" } : {};
    return pilotBody(readings, { timestamp: new Date(at).toISOString(), interval_s: intervalS, ...source });
  }

  async #send() {
    const backMs = [3_600_000, dayMs, 9 * dayMs, 60 * dayMs, 120 * dayMs][this.#pick(5)] as number;
    const { fromMs, toMs } = this.#dense;
    const isDense = this.#pick(2) === 0 && toMs > fromMs;
    const at = isDense
      ? fromMs + this.#pick((toMs - fromMs) / 1000) * 1000 + 30_000
      : own.bench.now - this.#pick(backMs / 1000) * 1000;
    await own.stream(this.#orgId, [this.#body(at - (at % 10_000), 10)]);
  }

  async #burst() {
    const intervalS = [60, 300, 3_600][this.#pick(3)] as number;
    const count = 100 + this.#pick(60);
    const end = own.bench.now - this.#pick(3) * dayMs;
    const from = end - (end % (intervalS * 1000)) - count * intervalS * 1000;
    const bodies = Array.from({ length: count }, (_, i) => this.#body(from + i * intervalS * 1000, intervalS));
    this.#dense = { fromMs: from, toMs: from + count * intervalS * 1000 };
    await own.stream(this.#orgId, bodies);
  }

  #some(kind: string) {
    const all = [...this.#records.values()].filter((row) => row.kind === kind);
    const row = all[this.#pick(Math.max(1, all.length))];
    return row === undefined ? "" : (JSON.parse(Buffer.from(row.body).toString()) as { id: string }).id;
  }

  #decide = async () => own.decide(this.#orgId, this.#some("reading"), this.#pick(2) ? "approve" : "reject");
  #decideCorrection = async () =>
    own.decide(this.#orgId, this.#some("correction"), this.#pick(3) ? "approve" : "reject");
  #correct = async () =>
    own.correct(this.#orgId, this.#some("reading"), this.#pick(2) ? { power_output_kw: 860 } : { temperature_c: 5 });
  #roll = async () => rollUp({ db: this.#db, clock: this.#clock, mostRecords: 1 + this.#pick(40) });
  #rollTwice = async () => Promise.all([this.#roll(), this.#roll(), this.#strips()]);
  #crash = async () => {
    const tell = async () => {
      throw new Error("the machine died");
    };
    await rollUp({ db: this.#db, clock: this.#clock, mostRecords: 1 + this.#pick(40), tell }).catch(() => undefined);
  };
  #strips = async () => makeStrips({ db: this.#db, clock: this.#clock });
  #pack = async () => {
    await expireLeases(this.#db);
    const settings = {
      hotDays: 20,
      restMs: 0,
      segmentRecords: 16,
      holderName: `packer ${this.#packs++}`,
      log: createLog("silent"),
    };
    for (let passes = this.#pick(4); passes >= 0; passes--)
      await packOldMonths({ db: this.#db, clock: this.#clock, ...settings });
  };
  #keep = async () => keepMonths(own.bench.connection.db, own.bench.now);
  #rebuild = async () => {
    const from = new Date(own.bench.now - this.#pick(100) * dayMs);
    const key = { orgId: this.#orgId, plantId };
    const known = await own.rows(sql`SELECT FROM rollup_positions WHERE org_id = ${this.#orgId}`);
    if (known.length > 0) await rebuildRollups({ db: this.#db, nowMs: own.bench.now }, key, from);
  };
  #goOn = async () => {
    own.bench.now += this.#pick(3) > 0 ? this.#pick(25) * dayMs : this.#pick(48) * 3_600_000;
  };

  /** A gateway whose clock is months ahead works for a while; then it is put back, and rollups are made again. */
  #ahead = async () => {
    const right = own.bench.now;
    own.bench.now += this.#pick(200) * dayMs;
    await this.#keep();
    await this.#roll();
    await this.#strips();
    own.bench.now = right;
    await this.#keep();
    const known = await own.rows(sql`SELECT FROM rollup_positions WHERE org_id = ${this.#orgId}`);
    const key = { orgId: this.#orgId, plantId };
    if (known.length > 0) await rebuildRollups({ db: this.#db, nowMs: right }, key, new Date(0));
  };

  async rollAll(): Promise<void> {
    while ((await rollUp({ db: this.#db, clock: this.#clock })) === "more");
    if (this.#pick(2)) while ((await this.#strips()) === "more");
  }

  async #truth() {
    const standings = await own.rows<{ seq: bigint; effective_status: string }>(
      sql`SELECT seq, effective_status FROM reviews WHERE org_id = ${this.#orgId}`,
    );
    const now = new Map(standings.map((row) => [row.seq, row.effective_status]));
    const verdictOf = (row: RecordRow) =>
      (JSON.parse(Buffer.from(row.body).toString()) as { verification: { status: string } }).verification.status;
    const rows = [...this.#records.values()].map((row) => ({ ...row, standing: now.get(row.seq) ?? verdictOf(row) }));
    return { rows, ...truthFrom(standing(rows)) };
  }

  async check(): Promise<void> {
    const { rows, buckets, newest } = await this.#truth();
    const actor = own.bench.actorOf(this.#orgId);
    const { deps, now } = own.bench;
    const latest = await getLatest(deps, actor, plantId);
    const latestText = latest.values.map((one) => [
      `${one.deviceId} ${one.metric}`,
      `${one.endedAt.toISOString()} ${one.value}`,
    ]);
    expect(Object.fromEntries(latestText)).toEqual(
      Object.fromEntries([...newest].map(([name, text]) => [name, text.replace(/ \d+ /, " ")])),
    );
    for (const metric of ["power_output_kw", "temperature_c"] as const) {
      for (const name of rollupNames) {
        const { widthS } = rollupLevels[name];
        for (const [fromMs, toMs] of this.#spans(name)) {
          const expected = this.#expected(buckets, metric, name, fromMs, toMs);
          const series = await getSeries(deps, actor, {
            plantId,
            metric,
            fromMs,
            toMs,
            resolution: name,
            maxPoints: 100_000,
          });
          expect(series.behind).toBe(0);
          const points = (series.devices[0]?.points ?? []).map((point) => [
            point.endedAtMs,
            rounded({ ...point, sum: String(point.sum) }),
          ]);
          expect(points, `${metric} ${name} ${new Date(fromMs).toISOString()} ${new Date(toMs).toISOString()}`).toEqual(
            expected,
          );
          const table = await exportHistory(deps, actor, {
            plantId,
            metrics: [metric],
            fromMs,
            toMs,
            resolution: name,
          });
          const exported = [];
          for await (const page of table.pages) {
            for (const [, , at, width, count, avg, min, max, last, approved, flagged, rejected] of page) {
              expect(width).toBe(widthS);
              exported.push([
                at,
                rounded({
                  count,
                  sum: String(Number(avg) * Number(count)),
                  min,
                  max,
                  last,
                  approved,
                  flagged,
                  rejected,
                } as Bucket),
              ]);
            }
          }
          expect(exported).toEqual(expected.filter(([endMs]) => (endMs as number) <= toMs));
        }
      }
    }
    const table = await exportHistory(deps, actor, {
      plantId,
      fromMs: now - 400 * dayMs,
      toMs: now,
      resolution: "raw",
    });
    const raw = [];
    for await (const page of table.pages) for (const row of page) raw.push([row[0], row[5], row.at(-2)]);
    expect(raw).toEqual(
      rows
        .toSorted((a, b) => a.ended_at.getTime() - b.ended_at.getTime() || Number(a.seq - b.seq))
        .map((row) => [row.ended_at.getTime(), row.standing, Number(row.seq)]),
    );
    const [orphans] = await own.rows<{
      n: bigint;
    }>(sql`SELECT count(*) AS n FROM rollups LEFT JOIN rollup_lines USING (org_id, line_id)
      WHERE org_id = ${this.#orgId} AND plant_id IS NULL`);
    expect(orphans?.n).toBe(0n);
  }

  #spans(name: RollupName): [number, number][] {
    const { now } = own.bench;
    const wide = 1000 * rollupLevels[name].widthS;
    const some = now - this.#pick(150) * dayMs - this.#pick(86_400) * 1000;
    return [
      [now - 200 * dayMs, now],
      [some, some + this.#pick(1_000) * wide + this.#pick(wide) + 1],
    ];
  }

  #expected(buckets: ReadonlyMap<string, Bucket>, metric: string, name: RollupName, fromMs: number, toMs: number) {
    const { widthS } = rollupLevels[name];
    const keptMs = Math.max(fromMs, keptFromMs(name, own.bench.now));
    if (keptMs >= toMs) return [];
    return [...buckets]
      .filter(([key]) => key.includes(` ${metric} ${widthS} `))
      .map(([key, bucket]) => [Date.parse(key.split(" ").at(-1) ?? ""), rounded(bucket)] as const)
      .filter(([endMs]) => endMs > keptMs && endMs < toMs + widthS * 1000);
  }
}

function rounded({ count, sum, min, max, last, approved, flagged, rejected }: Bucket) {
  return { count, sum: Number(Number(sum).toPrecision(10)), min, max, last, approved, flagged, rejected };
}

/** Others by hand: `WALK_SEEDS=1,2,3 WALK_STEPS=200`. */
const seeds = (process.env.WALK_SEEDS ?? "5").split(",").map(Number);
const steps = Number(process.env.WALK_STEPS ?? 60);

test.each(seeds)(
  "whatever comes late, is reviewed, packed or kept no longer, series and exports say what the records said (seed %i)",
  { timeout: 400_000 },
  async (seed) => {
    await own.rows(sql`UPDATE rollup_strip_marks SET ended_at = rollup_strip_end(${new Date(own.bench.now)}, width_s)`);
    const walk = new Walk(await own.newPlant(), chance(seed));
    for (let i = 1; i <= steps; i++) {
      await walk.step();
      if (i % 20 !== 0) continue;
      await walk.rollAll();
      await walk.check();
    }
  },
);
