import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Device, Plant } from "../../src/hydropower/plant.ts";
import type { TelemetryBody } from "../../src/hydropower/reading.ts";
import { Fault } from "../../src/kernel/fault.ts";
import { acceptReading } from "../../src/telemetry/accept.ts";
import { acceptReadings, type BatchItem, type BatchOutcome } from "../../src/telemetry/accept-batch.ts";
import { pilotBody, pilotPlant } from "../support/pilot.ts";
import { type Bench, recordedOf, telemetryBench } from "../support/telemetry.ts";

/** A bench whose randomness is the same at every run, so that two make the very same records of the same readings. */
function determinedBench(): Promise<Bench> {
  let drawn = 0;
  return telemetryBench({
    random: { bytes: (length) => createHash("sha512").update(String(++drawn)).digest().subarray(0, length) },
  });
}

let [alone, together]: [Bench, Bench] = [undefined as unknown as Bench, undefined as unknown as Bench];
beforeAll(async () => {
  [alone, together] = await Promise.all([determinedBench(), determinedBench()]);
});
afterAll(() => Promise.all([alone.close(), together.close()]));

const orgId = "org-1";
const meterPlant: Plant = { ...pilotPlant, plant_id: "PLANT-HP-002", name: "Second" };
const meter: Device = { device_id: "METER-002", kind: "meter" };

async function* inChunks(bodies: readonly unknown[], sizes: readonly number[]): AsyncGenerator<readonly BatchItem[]> {
  for (let at = 0, i = 0; at < bodies.length; i++) {
    const size = sizes[i % sizes.length] as number;
    yield bodies.slice(at, at + size).map((body) => ({ body: body as TelemetryBody }));
    at += size;
  }
}

async function sendTogether(bodies: readonly unknown[], sizes: readonly number[]): Promise<BatchOutcome[]> {
  const outcomes: BatchOutcome[] = [];
  for await (const chunk of acceptReadings(together.deps, together.actorOf(orgId), inChunks(bodies, sizes))) {
    outcomes.push(...chunk);
  }
  return outcomes;
}

const told = (outcome: BatchOutcome) => {
  if (outcome.ok) {
    const { record, ...how } = recordedOf(outcome.value);
    return { ...how, recordId: record.recordId, seq: record.seq, status: record.status };
  }
  if (!(outcome.error instanceof Fault)) throw outcome.error;
  return { code: outcome.error.code, detail: outcome.error.message };
};

async function sendAlone(bodies: readonly unknown[]) {
  const outcomes = [];
  for (const body of bodies) {
    const sent = acceptReading(alone.deps, alone.actorOf(orgId), body as TelemetryBody);
    outcomes.push(
      told(
        await sent.then(
          (value): BatchOutcome => ({ ok: true, value }),
          (error: unknown): BatchOutcome => ({ ok: false, error }),
        ),
      ),
    );
  }
  return outcomes;
}

const tables = {
  records: "SELECT plant_id, seq, convert_from(body, 'UTF8') AS body, commitment, status, trust_score FROM records",
  record_ids: "SELECT * FROM record_ids",
  device_readings: "SELECT * FROM device_readings",
  outbox: "SELECT plant_id, seq, record_id, verdict, commitment FROM outbox",
  plant_heads: "SELECT plant_id, seq, commitment, device_memory FROM plant_heads",
  device_learnt: "SELECT * FROM device_learnt",
  reviews: "SELECT * FROM reviews",
  tenant_events: "SELECT event_id, type, plant_id, body FROM tenant_events",
  audit_trail: "SELECT act, subject, detail FROM audit_trail",
};

async function stored(bench: Bench) {
  const found: Record<string, unknown[]> = {};
  for (const [name, query] of Object.entries(tables)) {
    const { rows } = await bench.connection.pool.query(query);
    found[name] = rows
      .map((row) => JSON.stringify(row, (_, value) => (typeof value === "bigint" ? `${value}` : value)))
      .sort();
  }
  return found;
}

/** Two devices for a day, honest but for what is named; then what repeats, contradicts, comes late or early. */
function mixedReadings(now: number): unknown[] {
  const bodies: unknown[] = [];
  const start = now - 5 * 86_400_000;
  for (let i = 0; i < 260; i++) {
    const end = { timestamp: new Date(start + i * 300_000).toISOString(), interval_s: 300 };
    const flow = 2 + 0.5 * Math.sin(i / 20);
    const honest = { flow_rate_m3s: flow, power_output_kw: Math.round(flow * 360), energy_kwh: Math.round(flow * 30) };
    const inflated = i > 200 && i < 230 ? { power_output_kw: Math.round(flow * (i < 215 ? 470 : 425)) } : {};
    bodies.push(pilotBody({ ...honest, ...inflated }, end));
    if (i % 3 === 0) {
      const energy_export_kwh_total = i === 150 ? 5 : 1_000 + i * 30;
      bodies.push({
        plant_id: meterPlant.plant_id,
        device_id: meter.device_id,
        ...end,
        readings: { energy_export_kwh_total },
      });
    }
    if (i % 40 === 7) bodies.push(pilotBody({ ...honest, ...inflated }, end));
    if (i % 40 === 9) bodies.push(pilotBody({ flow_rate_m3s: 1 }, end));
    if (i % 40 === 11) bodies.push(pilotBody({ flow_rate_m3s: 1 }, { ...end, interval_s: 120 }));
    if (i % 40 === 13) bodies.push(pilotBody({ flow_rate_m3s: 1 }, { device_id: "NOBODY" }));
    if (i % 40 === 15) bodies.push(pilotBody());
    if (i % 40 === 17) bodies.push(pilotBody({}, { timestamp: now + 3_600_000 }));
    if (i % 40 === 19) bodies.push(pilotBody({}, { timestamp: start - 3_600_000 - i * 1000, interval_s: 60 }));
  }
  return bodies;
}

describe("a batch", () => {
  test("leaves, byte for byte, what the same readings leave one by one in that order", async () => {
    for (const bench of [alone, together]) {
      await bench.addPlant(orgId);
      await bench.addPlant(orgId, meterPlant, meter);
    }
    const bodies = mixedReadings(alone.now);
    const single = await sendAlone(bodies);
    const batch = (await sendTogether(bodies, [1, 2, 50, 7, 120, 33])).map(told);
    expect(batch).toEqual(single);
    expect(await stored(together)).toEqual(await stored(alone));
    const kinds = new Set(single.map((one) => ("code" in one ? one.code : one.duplicate ? "duplicate" : one.status)));
    expect([...kinds].sort()).toEqual([
      ...["APPROVED", "FLAGGED", "REJECTED", "duplicate", "interval-overlap"],
      ...["not-found", "reading-conflict", "timestamp-out-of-range"],
    ]);
  });

  test("takes live readings a week late, older ones as history of an operator with a reason, which the record says", async () => {
    const days = (count: number, more = {}) =>
      pilotBody({}, { timestamp: new Date(together.now - count * 86_400_000).toISOString(), interval_s: 60, ...more });
    const backfill = { source: "backfill", reason: "logger read out by hand" };
    const outcomes = await sendTogether([days(6.99), days(7.01), days(60, backfill)], [3]);
    expect(outcomes.map(told)).toMatchObject([
      { duplicate: false },
      { code: "timestamp-out-of-range" },
      { duplicate: false },
    ]);
    const last = outcomes[2];
    const body = JSON.parse(Buffer.from((last?.ok && last.value.record?.body) || []).toString());
    expect(body).toMatchObject({ ...backfill, filed_by: `key-${orgId}`, interval_s: 60 });

    const device = { ...together.actorOf(orgId), roles: ["device"] as const };
    const chunks = acceptReadings(together.deps, device, inChunks([days(90, backfill), days(1)], [2]));
    const [refused, taken] = ((await chunks.next()).value ?? []).map(told);
    expect([refused, taken]).toMatchObject([{ code: "forbidden" }, { duplicate: false }]);
  });

  test("that was taken in time is known again however late it is sent again", async () => {
    const late = (days: number, energy = {}) =>
      pilotBody(energy, { timestamp: new Date(together.now - days * 86_400_000).toISOString(), interval_s: 60 });
    const bodies = [late(6.98), late(6.97)];
    const before = together.now;
    const [first, second] = (await sendTogether(bodies, [2])).map(told);
    together.now += 86_400_000;
    try {
      expect((await sendTogether([...bodies, late(7.5)], [3])).map(told)).toEqual([
        { ...first, duplicate: true },
        { ...second, duplicate: true },
        expect.objectContaining({ code: "timestamp-out-of-range" }),
      ]);
    } finally {
      together.now = before;
    }
  });

  test("of readings without a time is known again by its key and their places", async () => {
    const send = async (bodies: readonly unknown[], idempotencyKey: string) => {
      const chunks = inChunks(bodies, [2]);
      const outcomes: BatchOutcome[] = [];
      for await (const chunk of acceptReadings(together.deps, together.actorOf(orgId), chunks, { idempotencyKey })) {
        outcomes.push(...chunk);
      }
      return outcomes.map(told);
    };
    const bodies = [pilotBody(), pilotBody(), pilotBody({ power_output_kw: 880 })];
    const first = await send(bodies, "k-1");
    expect(new Set(first.map((one) => "recordId" in one && one.recordId)).size).toBe(3);
    const again = await send([...bodies.slice(0, 2), pilotBody({ power_output_kw: 870 }), pilotBody()], "k-1");
    expect(again.slice(0, 2)).toEqual(first.slice(0, 2).map((one) => ({ ...one, replayed: true })));
    expect(again.slice(2)).toMatchObject([{ code: "idempotency-key-reused" }, { replayed: false }]);
    expect(await send([pilotBody()], "k-2")).toMatchObject([{ replayed: false }]);
  });

  test("beside one of another plant under the same key is refused by its key, not for a failure of ours", async () => {
    const plant = { ...pilotPlant, plant_id: "PLANT-HP-003", name: "Third" };
    await together.addPlant(orgId, plant, { device_id: "TURBINE-003", kind: "turbine" });
    const here = pilotBody();
    const there = pilotBody({}, { plant_id: plant.plant_id, device_id: "TURBINE-003" });
    const send = async (body: unknown, idempotencyKey: string) => {
      const chunks = acceptReadings(together.deps, together.actorOf(orgId), inChunks([body], [1]), { idempotencyKey });
      const outcomes = (await chunks.next()).value ?? [];
      return outcomes.map(told).map((one) => ("code" in one ? one.code : "on record"))[0];
    };
    for (let round = 0; round < 10; round++) {
      const [one, other] = await Promise.all([send(here, `shared-${round}`), send(there, `shared-${round}`)]);
      expect([one, other].sort()).toEqual(["idempotency-key-reused", "on record"]);
    }
  });

  test("in which one reading cannot be written loses that one, and keeps the order of the others", async () => {
    const pool = together.connection.pool;
    await pool.query("ALTER TABLE device_readings ADD CONSTRAINT planted CHECK (energy_wh IS DISTINCT FROM 666000)");
    try {
      const bodies = Array.from({ length: 21 }, (_, i) =>
        pilotBody(
          { energy_kwh: i === 8 ? 666 : 70 + i },
          { timestamp: together.now - 3_600_000 + i * 60_000, interval_s: 60 },
        ),
      );
      const outcomes = await sendTogether(bodies, [21]);
      expect(outcomes.map(({ ok }) => ok)).toEqual(bodies.map((_, i) => i !== 8));
      const seqs = outcomes.flatMap((one) => (one.ok ? [Number(one.value.record?.seq)] : []));
      expect(seqs).toEqual(seqs.map((_, i) => (seqs[0] as number) + i));
    } finally {
      await pool.query("ALTER TABLE device_readings DROP CONSTRAINT planted");
    }
  });

  test("that fails with PostgreSQL tries nothing further", async () => {
    let tries = 0;
    const away = Object.assign(new Error("gone"), { code: "57P01" });
    const db = {
      ...together.deps.db,
      pipelined: async () => {
        tries++;
        throw away;
      },
    };
    const chunks = acceptReadings(
      { ...together.deps, db },
      together.actorOf(orgId),
      inChunks([pilotBody(), pilotBody()], [2]),
    );
    await expect(chunks.next()).rejects.toBe(away);
    expect(tries).toBe(1);
  });

  test("of somebody who may not send is refused before a reading is read", async () => {
    const auditor = { ...together.actorOf(orgId), roles: ["auditor"] as const };
    let read = false;
    const source = (async function* () {
      read = true;
      yield [{ body: pilotBody() as TelemetryBody }];
    })();
    await expect(acceptReadings(together.deps, auditor, source).next()).rejects.toMatchObject({ code: "forbidden" });
    expect(read).toBe(false);
  });
});
