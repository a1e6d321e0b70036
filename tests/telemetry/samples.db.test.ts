import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { silenceMs } from "../../src/hydropower/accounting.ts";
import { wattHours } from "../../src/hydropower/energy.ts";
import type { TelemetryBody } from "../../src/hydropower/reading.ts";
import { bytesToHex, sha256Hex } from "../../src/kernel/canonical.ts";
import { Fault } from "../../src/kernel/fault.ts";
import { changePlant } from "../../src/plants/changes.ts";
import { leafHash, rootFromLeaves } from "../../src/proof/merkle.ts";
import { commitGroup } from "../../src/telemetry/commit.ts";
import { openGroup } from "../../src/telemetry/group.ts";
import { graceMs } from "../../src/telemetry/slots.ts";
import { pilotPlant } from "../support/pilot.ts";
import { type Bench, recordedOf, telemetryBench } from "../support/telemetry.ts";
import { Sampling } from "./sampling-bench.ts";

let bench: Bench;
let sampling: Sampling;
let start: number;
beforeAll(async () => {
  bench = await telemetryBench();
  sampling = new Sampling(bench);
  start = bench.now;
});
afterAll(() => bench.close());
beforeEach(() => {
  bench.now = start;
});

const minutes = [60, 120, 180, 240, 300];

async function fault(promise: Promise<unknown>): Promise<Fault> {
  const error = await promise.then(
    () => undefined,
    (caught: unknown) => caught,
  );
  if (!(error instanceof Fault)) throw new Error(`expected a fault, got ${String(error)}`);
  return error;
}

const spans = async (orgId: string) =>
  (await sampling.readings(orgId)).map(({ timestamp, interval_s, samples }) => [
    (Date.parse(timestamp) - sampling.slotMs) / 1000 - interval_s,
    (Date.parse(timestamp) - sampling.slotMs) / 1000,
    samples?.count,
  ]);

describe("a sample", () => {
  test("is durable when it is answered, and makes no record before its slot is complete", async () => {
    const orgId = await sampling.plant();
    for (const endS of minutes.slice(0, 4)) {
      const { sample, duplicate, replayed } = await sampling.sample(orgId, endS);
      expect({ ...sample, duplicate, replayed }).toMatchObject({ recordId: null, duplicate: false, replayed: false });
      expect(sample.slot).toEqual({ fromMs: sampling.slotMs, lengthS: 300 });
      expect(bytesToHex(sample.sha256)).toBe(sha256Hex(sample.body));
    }
    expect(await sampling.count("samples", orgId)).toBe(4);
    expect(await sampling.readings(orgId)).toEqual([]);
    const { sample } = await sampling.sample(orgId, 300, { energy_kwh: 15.5, power_output_kw: 930 });
    const [made, ...others] = await sampling.readings(orgId);
    expect(others).toEqual([]);
    expect(made).toMatchObject({
      id: sample.recordId,
      interval_s: 300,
      timestamp: new Date(sampling.slotMs + 300_000).toISOString(),
      readings: { energy_kwh: 75.5, power_output_kw: 906, flow_rate_m3s: 2.5, head_height_m: 45 },
      signed: false,
      samples: { count: 5, received_at: new Date(start).toISOString() },
    });
    const lines = await sampling.lines(orgId);
    expect(made?.samples?.root).toBe(bytesToHex(rootFromLeaves(lines.map(leafHash))));
    expect(await sampling.count("sample_slots", orgId)).toBe(0);
    expect(await sampling.audit(orgId)).toEqual(
      expect.arrayContaining(["ok samples", "ok replay", "ok no-time-twice"]),
    );
  });

  test("is only what is shorter than its plant's interval and lies in one slot; a plant without one has none", async () => {
    const orgId = await sampling.plant();
    const sent = [
      sampling.body(300, {}, { interval_s: 300 }),
      sampling.body(630),
      sampling.body(0, {}, { interval_s: 3_600 }),
      sampling.body(400, { energy_kwh: undefined }, { interval_s: undefined }),
    ];
    for (const body of sent) recordedOf(await sampling.send(orgId, body));
    const without = await sampling.plant({ accounting: undefined });
    recordedOf(await sampling.send(without, sampling.body(60)));
    expect(await sampling.count("samples", orgId)).toBe(0);
    expect(await sampling.audit(orgId)).toContain("ok replay");
  });

  test("is held against earlier ones and their record: equal is a repeat, other content a conflict, else an overlap", async () => {
    const orgId = await sampling.plant();
    await sampling.sample(orgId, 60);
    const again = await sampling.sample(orgId, 60);
    expect([again.duplicate, again.sample.recordId]).toEqual([true, null]);
    const refused = await fault(sampling.send(orgId, sampling.body(60, { power_output_kw: 800 })));
    expect([refused.code, refused.facts.extensions]).toEqual([
      "reading-conflict",
      { sample_timestamp: new Date(sampling.slotMs + 60_000).toISOString() },
    ]);
    expect((await fault(sampling.send(orgId, sampling.body(90)))).code).toBe("interval-overlap");
    const whole = sampling.body(300, {}, { interval_s: 300 });
    expect((await fault(sampling.send(orgId, whole))).code).toBe("interval-overlap");
    for (const endS of minutes.slice(1)) await sampling.sample(orgId, endS);
    const [made] = await sampling.readings(orgId);
    const late = await sampling.sample(orgId, 60);
    expect([late.duplicate, late.sample.recordId]).toEqual([true, made?.id]);
    expect((await fault(sampling.send(orgId, whole))).code).toBe("interval-overlap");
    expect((await fault(sampling.send(orgId, sampling.body(300, { ph: 7 })))).code).toBe("reading-conflict");
    expect(await sampling.readings(orgId)).toHaveLength(1);
    const { rows } = await bench.connection.pool.query("SELECT act FROM audit_trail WHERE org_id = $1", [orgId]);
    expect(rows).toHaveLength(5);
  });

  test("answers the same under one Idempotency-Key, also after its record was made; another body is refused", async () => {
    const orgId = await sampling.plant();
    const first = await sampling.send(orgId, sampling.body(60), "one");
    const second = await sampling.send(orgId, sampling.body(60), "one");
    expect([first.replayed, second.replayed]).toEqual([false, true]);
    for (const endS of minutes.slice(1)) await sampling.sample(orgId, endS);
    const third = await sampling.send(orgId, sampling.body(60), "one");
    expect(third.sample?.recordId).toBe((await sampling.readings(orgId))[0]?.id);
    expect((await fault(sampling.send(orgId, sampling.body(120), "one"))).code).toBe("idempotency-key-reused");
  });

  test("that overlaps its neighbour a little is a record of its own, behind that of what cut it", async () => {
    const orgId = await sampling.plant();
    await sampling.sample(orgId, 60);
    recordedOf(await sampling.send(orgId, { ...sampling.body(0), timestamp: sampling.slotMs + 119_000 }));
    await sampling.sample(orgId, 179);
    expect(await spans(orgId)).toEqual([
      [0, 60, 1],
      [59, 119, undefined],
    ]);
    bench.now += silenceMs + 1;
    await sampling.closeDue();
    expect(await sampling.audit(orgId)).toEqual(
      expect.arrayContaining(["ok samples", "ok replay", "ok no-time-twice"]),
    );
  });

  test("that overlaps a record a little is a record of its own, and leaves its slot open", async () => {
    const orgId = await sampling.plant();
    await sampling.sample(orgId, 240);
    recordedOf(await sampling.send(orgId, sampling.body(30)));
    recordedOf(await sampling.send(orgId, { ...sampling.body(0), timestamp: sampling.slotMs + 89_000 }));
    expect(await sampling.count("sample_slots", orgId)).toBe(1);
    bench.now += silenceMs;
    await sampling.closeDue();
    expect((await spans(orgId)).at(-1)).toEqual([180, 240, 1]);
    expect(await sampling.audit(orgId)).toEqual(expect.arrayContaining(["ok samples", "ok replay"]));
  });

  test("lies in the month that it is of; what is before the first of them lies together", async () => {
    const orgId = await sampling.plant();
    const { rows: clock } = await bench.connection.pool.query("SELECT now() AS now");
    const today = clock[0].now as Date;
    const midnight = Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + 1, 1);
    bench.now = midnight + 600_000;
    await bench.connection.pool.query("SELECT ensure_sample_partitions(now()::date, 3)");
    for (const endMs of [sampling.slotMs, midnight, midnight + 60_000]) {
      for (let again = 0; again < 2; again++) {
        await sampling.send(orgId, { ...sampling.body(0), timestamp: endMs });
      }
    }
    const { rows } = await bench.connection.pool.query(
      "SELECT tableoid::regclass::text AS part FROM samples WHERE org_id = $1 ORDER BY ended_at",
      [orgId],
    );
    const name = (ms: number) => `samples_${new Date(ms).toISOString().slice(0, 7).replace("-", "")}`;
    // A month ends with its midnight, which an interval may end with too.
    const parts = ["samples_before", name(midnight), name(midnight)];
    expect(rows.map(({ part }) => part)).toEqual(parts);
  });

  test("that came by a clock which was a year ahead makes its record once that is put back, not when the wrong time comes", async () => {
    const [heard, silent] = [await sampling.plant(), await sampling.plant()];
    bench.now = start + 365 * 86_400_000;
    for (const orgId of [heard, silent]) await sampling.sample(orgId, 60);
    bench.now = start;
    // Of a time after the slot's: what is missing of it is waited for no longer than of any.
    await sampling.sample(heard, 360);
    const endMs = sampling.slotMs + 300_000;
    const recordsAt = async (nowMs: number) => {
      bench.now = nowMs;
      await sampling.closeDue();
      return [(await sampling.readings(heard)).length, (await sampling.readings(silent)).length];
    };
    expect(await recordsAt(endMs + graceMs - 1)).toEqual([0, 0]);
    expect(await recordsAt(endMs + graceMs)).toEqual([1, 0]);
    expect(await recordsAt(endMs + silenceMs - 1)).toEqual([1, 0]);
    expect(await recordsAt(endMs + silenceMs)).toEqual([1, 1]);
  });

  test("is taken of every month, also of those in which no gateway ran, and by a clock that was set back", async () => {
    const orgId = await sampling.plant();
    const { pool } = bench.connection;
    const { rows: clock } = await pool.query("SELECT now() AS now");
    const now = clock[0].now as Date;
    const later = (months: number, day: number) => Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months, day);
    bench.now = later(9, 10);
    const ensure = (table: string, ms: number) =>
      bench.work.db.executeQuery(
        sql`SELECT ${sql.raw(`ensure_${table}_partitions`)}(${new Date(ms).toISOString().slice(0, 10)}::date, 3)`.compile(
          bench.work.db,
        ),
      );
    await ensure("record", bench.now);
    await ensure("sample", bench.now);
    await ensure("sample", later(-40, 1));
    for (const months of [-41, 0, 3, 4, 5, 6, 7, 8, 9]) {
      const more = { source: "backfill", reason: "the gateway stood still" } as const;
      const { sample } = await sampling.send(orgId, { ...sampling.body(0), timestamp: later(months, 5), ...more });
      expect(sample?.recordId).toBeNull();
    }
    expect(await sampling.count("samples", orgId)).toBe(9);
  });

  test("is its organisation's alone, whatever a query says", async () => {
    const [orgId, other] = [await sampling.plant(), await sampling.plant()];
    await sampling.sample(orgId, 60);
    const { db } = bench.deps;
    for (const table of ["samples", "sample_slots"] as const) {
      expect(await db.of(orgId).selectFrom(table).select("plant_id").execute()).toHaveLength(1);
      expect(await db.of(other).selectFrom(table).select("plant_id").execute()).toEqual([]);
    }
    const [slot] = await db.of(orgId).selectFrom("sample_slots").selectAll().execute();
    if (slot === undefined) throw new Error("the slot is open");
    await expect(db.of(other).insertInto("sample_slots").values(slot).execute()).rejects.toThrow("row-level security");
    await expect(db.of(orgId).deleteFrom("samples").execute()).rejects.toThrow("permission denied");
    await expect(bench.connection.db.deleteFrom("samples").execute()).rejects.toThrow();
  });
});

describe("a slot with gaps", () => {
  test("waits for the device to go on and a grace, then makes a record of each run", async () => {
    const orgId = await sampling.plant();
    for (const endS of [60, 120, 240]) await sampling.sample(orgId, endS);
    bench.now += graceMs;
    await sampling.closeDue();
    expect(await sampling.readings(orgId)).toEqual([]);
    await sampling.sample(orgId, 360);
    await sampling.closeDue();
    expect(await sampling.readings(orgId)).toEqual([]);
    bench.now += graceMs;
    await sampling.closeDue();
    expect(await spans(orgId)).toEqual([
      [0, 120, 2],
      [180, 240, 1],
    ]);
    expect((await sampling.readings(orgId)).map(({ readings }) => readings.energy_kwh)).toEqual([30, 15]);
    expect(await sampling.count("sample_slots", orgId)).toBe(1);
  });

  test("takes late samples next to its records, never inside one", async () => {
    const orgId = await sampling.plant();
    for (const endS of [60, 240, 360]) await sampling.sample(orgId, endS);
    bench.now += graceMs;
    await sampling.closeDue();
    await sampling.sample(orgId, 180);
    await sampling.sample(orgId, 120);
    expect(await spans(orgId)).toHaveLength(2);
    bench.now += graceMs;
    await sampling.closeDue();
    expect(await spans(orgId)).toEqual([
      [0, 60, 1],
      [180, 240, 1],
      [60, 180, 2],
    ]);
    expect(await sampling.audit(orgId)).toEqual(
      expect.arrayContaining(["ok samples", "ok replay", "ok no-time-twice"]),
    );
  });

  test("is not closed half-way by a poor link that comes back after a day and sends in order", async () => {
    const orgId = await sampling.plant();
    bench.now += 30 * 3_600_000;
    for (let endS = 60; endS <= 3_600; endS += 60) {
      if (endS === 900) continue;
      await sampling.sample(orgId, endS);
      await sampling.closeDue();
    }
    expect((await spans(orgId)).map(([, , count]) => count)).toEqual(Array.from({ length: 11 }, () => 5));
    bench.now += graceMs;
    await sampling.closeDue();
    expect((await spans(orgId)).at(-1)).toEqual([600, 840, 4]);
  });

  test("is read by a group that can change it, and by no other: a year of history leaves a hundred thousand", async () => {
    const orgId = await sampling.plant();
    const actor = bench.actorOf(orgId);
    const itemOf = (endS: number) => ({
      ...{ actor, body: sampling.body(endS), receivedAtMs: bench.now, idempotencyKey: undefined },
    });
    const ends = Array.from({ length: 40 }, (_, i) => 60 - 300 * (39 - i));
    await commitGroup(bench.deps, ends.map(itemOf));
    const read = (endS: number) =>
      bench.deps.db
        .of(orgId)
        .transaction()
        .execute(async (tx) => (await openGroup(tx, [itemOf(endS)])).slots.open.map(({ fromMs }) => fromMs));
    const fromOf = (endS: number) => sampling.slotMs + 1000 * (endS - 60);
    // After the newest nothing was heard yet; the others are those that a reading of that time may lie in, or cut.
    expect(await read(1_260)).toEqual([fromOf(60)]);
    const near = await read(-2_820);
    expect(near).toEqual(expect.arrayContaining([fromOf(-3_240), fromOf(-2_940), fromOf(60)]));
    expect(near.length).toBeLessThan(7);
  });

  test("becomes a record a day after its last sample came, when nothing follows", async () => {
    const orgId = await sampling.plant();
    await sampling.sample(orgId, 60);
    bench.now += silenceMs - 1;
    await sampling.closeDue();
    expect(await sampling.readings(orgId)).toEqual([]);
    bench.now += 1;
    await sampling.closeDue();
    const [made] = await sampling.readings(orgId);
    expect(made).toMatchObject({
      received_at: new Date(start + silenceMs).toISOString(),
      samples: { count: 1, received_at: new Date(start).toISOString() },
    });
    expect(JSON.stringify(made?.verification)).not.toContain('"late"');
  });

  test("keeps the bounds that were in force when its samples came", async () => {
    const orgId = await sampling.plant();
    for (const endS of [60, 120]) await sampling.sample(orgId, endS);
    await changePlant(bench.deps, bench.actorOf(orgId), pilotPlant.plant_id, {
      mayChange: () => undefined,
      apply: (plant) => ({ ...plant, accounting: { interval_s: 900 } }),
    });
    for (let endS = 180; endS <= 900; endS += 60) await sampling.sample(orgId, endS);
    const without = { mayChange: () => undefined, apply: ({ accounting: _, ...plant }: typeof pilotPlant) => plant };
    await changePlant(bench.deps, bench.actorOf(orgId), pilotPlant.plant_id, without);
    recordedOf(await sampling.send(orgId, sampling.body(960)));
    expect((await fault(sampling.send(orgId, sampling.body(60, { ph: 7 })))).code).toBe("reading-conflict");
    bench.now += graceMs;
    await sampling.closeDue();
    expect((await spans(orgId)).slice(1)).toEqual([
      [0, 120, 2],
      [120, 900, 13],
    ]);
    expect(await sampling.audit(orgId)).toEqual(
      expect.arrayContaining(["ok samples", "ok replay", "ok no-time-twice"]),
    );
  });
});

describe("energy", () => {
  test("of records is that of samples, in whatever order and groups they come", async () => {
    const one = fc.record({ wh: fc.integer({ min: 0, max: 15_000 }), isSent: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(
        fc.array(one, { minLength: 10, maxLength: 15 }),
        fc.array(fc.nat(), { minLength: 15, maxLength: 15 }),
        fc.integer({ min: 1, max: 8 }),
        async (parts, keys, size) => {
          bench.now = start;
          const orgId = await sampling.plant();
          const bodies = parts
            .map(({ wh, isSent }, i) => ({
              isSent,
              key: keys[i] ?? 0,
              body: sampling.body(60 * (i + 1), { energy_kwh: wh / 1000 }),
            }))
            .filter(({ isSent }) => isSent)
            .sort((a, b) => a.key - b.key)
            .map(({ body }) => body);
          const actor = bench.actorOf(orgId);
          for (let i = 0; i < bodies.length; i += size) {
            const items = bodies.slice(i, i + size).flatMap((body) => {
              const item = { actor, body, receivedAtMs: bench.now, idempotencyKey: undefined };
              return [item, item];
            });
            const outcomes = await commitGroup(bench.deps, items);
            expect(outcomes.map((outcome) => outcome.ok && outcome.value.duplicate)).toEqual(
              items.map((_, at) => at % 2 === 1),
            );
          }
          bench.now += silenceMs;
          await sampling.closeDue();
          const sum = (some: readonly { readings: Readonly<Record<string, number | undefined>> }[]) =>
            some.reduce((total, { readings }) => total + wattHours(readings.energy_kwh ?? 0), 0n);
          const readings = await sampling.readings(orgId);
          expect(sum(readings)).toBe(sum(bodies as readonly TelemetryBody[]));
          expect(readings.reduce((total, { samples }) => total + (samples?.count ?? 0), 0)).toBe(bodies.length);
          expect(await sampling.count("sample_slots", orgId)).toBe(0);
          if (bodies.length > 0) expect(await sampling.audit(orgId)).toContain("ok samples");
        },
      ),
      { numRuns: 12 },
    );
  });

  test("of a group that completes one slot and begins the next is in the records of both", async () => {
    const orgId = await sampling.plant();
    const send = (ends: readonly number[]) =>
      commitGroup(
        bench.deps,
        ends.map((endS) => ({
          ...{ actor: bench.actorOf(orgId), body: sampling.body(endS) },
          ...{ receivedAtMs: bench.now, idempotencyKey: undefined },
        })),
      );
    await send([60, 120, 180, 240]);
    await send([300, 360, 420]);
    expect(await sampling.count("sample_slots", orgId)).toBe(1);
    bench.now += silenceMs;
    await sampling.closeDue();
    expect((await sampling.readings(orgId)).map(({ samples }) => samples?.count)).toEqual([5, 2]);
  });

  test("crosses the end of a month slot by slot, each in its own", async () => {
    const orgId = await sampling.plant();
    const midnight = Date.parse("2026-05-01T00:00:00Z");
    for (const endS of [-240, -180, -120, -60, 0, 60, 120, 180, 240, 300]) {
      await sampling.send(orgId, { ...sampling.body(0), timestamp: midnight + 1000 * endS });
    }
    expect((await sampling.readings(orgId)).map(({ timestamp }) => timestamp)).toEqual([
      "2026-05-01T00:00:00.000Z",
      "2026-05-01T00:05:00.000Z",
    ]);
  });
});
