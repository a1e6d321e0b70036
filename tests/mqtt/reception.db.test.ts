import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readMetric, readReading } from "../../src/http/reading-text.ts";
import type { Credential, Outcome } from "../../src/mqtt/message.ts";
import { Reception } from "../../src/mqtt/reception.ts";
import { parseTopic, type Subject } from "../../src/mqtt/topics.ts";
import { claimDevice, issueClaimCode } from "../../src/plants/claims.ts";
import { revokeDeviceKey } from "../../src/plants/device-keys.ts";
import { connect } from "../../src/platform/database.ts";
import { createLog } from "../../src/platform/log.ts";
import { Tracing } from "../../src/platform/tracing.ts";
import { createQuotas } from "../../src/tenancy/quotas.ts";
import { authenticate, createKey, createOrganisation, revokeKey } from "../../src/tenancy/tenancy.ts";
import { type Body, TestDevice } from "../support/device.ts";
import { pilotBody, pilotPlant, pilotTurbine } from "../support/pilot.ts";
import { type Bench, telemetryBench } from "../support/telemetry.ts";

/** What an external broker hands on, of which nobody but the message itself says who published it. */

let bench: Bench;
let reception: Reception;
const orgQuota = 40;
beforeAll(async () => {
  bench = await telemetryBench();
  const { db } = bench.deps;
  const quotas = createQuotas({
    db,
    defaults: { orgPerWindow: orgQuota, keyPerWindow: 0, windowS: 86_400 * 365 },
    elapsedMs: () => performance.now(),
    onTrouble: (error) => {
      throw error;
    },
  });
  reception = new Reception({
    ...{ accept: bench.deps, tenancy: tenancy(), quotas, log: createLog("silent"), metrics: bench.deps.metrics },
    ...{ random: bench.deps.random, readReading, readMetric, problemOf: ({ code }) => ({ type: code }) },
  });
  await createOrganisation(tenancy(), { orgId: "rival", name: "Rival" });
});
afterAll(async () => {
  await reception.stop();
  await bench.close();
});

const tenancy = () => ({ ...bench.deps, keyEnvironment: "local" as const });
const start = Date.parse("2026-05-01T12:00:00Z");
const at = (minute: number) => new Date(start + minute * 60_000 - 3_600_000).toISOString();
const body = (minute: number, more: Record<string, unknown> = {}, readings = {}): Body =>
  pilotBody(readings, { timestamp: at(minute), device_seq: minute, ...more });

const nobody: Credential = { kind: "none" };
const broker: Credential = { kind: "broker" };
const keyed = (text: string): Credential => ({ kind: "key", text, address: undefined });

let organisations = 0;
async function plant(signatures?: "required"): Promise<{ orgId: string; device: TestDevice }> {
  const orgId = `mqtt-${++organisations}`;
  const device = new TestDevice(60 + organisations);
  await bench.addPlant(orgId, { ...pilotPlant, ...(signatures && { signatures }) });
  const place = { plantId: pilotPlant.plant_id, deviceId: pilotTurbine.device_id };
  const { code } = await issueClaimCode(bench.deps, bench.actorOf(orgId), place);
  const key = { publicKey: device.publicHex, proof: device.claimProof(code) };
  await claimDevice({ ...bench.deps, tenancy: tenancy() }, { code, key, wantsApiKey: false }, { address: "192.0.2.1" });
  return { orgId, device };
}

const newKey = async (orgId: string, limits = {}) =>
  createKey(tenancy(), { orgId, roles: ["device"], label: "test", limits });

function send(orgId: string, message: unknown, credential: Credential, idempotencyKey?: string): Promise<Outcome> {
  const topic = `hydro/${orgId}/${pilotPlant.plant_id}/${pilotTurbine.device_id}/telemetry`;
  const payload = Buffer.from(JSON.stringify(message));
  return reception.take({ topic, subject: parseTopic(topic) as Subject, payload, credential, idempotencyKey });
}

const said = (outcome: Outcome) => (outcome.ok ? "on record" : outcome.fault.code);
const count = async (orgId: string) => {
  const { rows } = await sql<{
    n: number;
  }>`SELECT count(*)::int AS n FROM records WHERE org_id = ${orgId} AND kind = 'reading'`.execute(bench.connection.db);
  return rows[0]?.n;
};
const acts = async (orgId: string) =>
  (
    await sql<{ act: string }>`SELECT act FROM audit_trail WHERE org_id = ${orgId}`.execute(bench.connection.db)
  ).rows.map(({ act }) => act);

describe("at a broker that is not trusted", () => {
  test("a message counts with its device's signature or with a key, and not without", async () => {
    const { orgId, device } = await plant();
    const { text } = await newKey(orgId);
    expect(said(await send(orgId, body(1), nobody))).toBe("unauthenticated");
    expect(said(await send(orgId, device.signed(body(1), at(1)), nobody))).toBe("on record");
    expect(said(await send(orgId, body(2), keyed(text)))).toBe("on record");
    expect(await count(orgId)).toBe(2);
  });

  test("a signature that is wrong, another device's or of a revoked key does not count, and leaves no trace", async () => {
    const { orgId, device } = await plant();
    const before = await acts(orgId);
    const signed = device.signed(body(1), at(1));
    const changed = { ...signed, readings: { ...(signed.readings as object), power_output_kw: 950 } };
    expect(said(await send(orgId, changed, nobody))).toBe("signature-invalid");
    expect(said(await send(orgId, new TestDevice(99).signed(body(1), at(1)), nobody))).toBe("signature-invalid");
    // Where strangers could fill an organisation's audit trail, they would.
    expect(await acts(orgId)).toEqual(before);
    await revokeDeviceKey(
      { ...bench.deps, ...tenancy() },
      bench.actorOf(orgId),
      { plantId: pilotPlant.plant_id, deviceId: pilotTurbine.device_id },
      { keyId: device.keyId, reason: "stolen" },
    );
    expect(said(await send(orgId, signed, nobody))).toBe("signature-invalid");
    expect(await count(orgId)).toBe(0);
  });

  test("a key of another organisation, another device or no more in use is refused", async () => {
    const { orgId } = await plant();
    const [foreign, other, own] = [
      await newKey("rival"),
      await newKey(orgId, { devices: ["OTHER"] }),
      await newKey(orgId),
    ];
    expect(said(await send(orgId, body(1), keyed(foreign.text)))).toBe("forbidden");
    expect(said(await send(orgId, body(1), keyed(other.text)))).toBe("not-found");
    expect(said(await send(orgId, body(1), keyed("ghdk_local_nonsense")))).toBe("unauthenticated");
    expect(said(await send(orgId, body(1), keyed(own.text)))).toBe("on record");
    await revokeKey(tenancy(), (await authenticate(tenancy(), own.text)).keyId);
    expect(said(await send(orgId, body(2), keyed(own.text)))).toBe("unauthenticated");
    expect(await count(orgId)).toBe(1);
  });
});

describe("at a broker that the operator trusts", () => {
  test("a topic says who published, unless the plant takes signed readings only", async () => {
    const open = await plant();
    const strict = await plant("required");
    expect(said(await send(open.orgId, body(1), broker))).toBe("on record");
    expect(said(await send(strict.orgId, body(1), broker))).toBe("signature-required");
    expect(said(await send(strict.orgId, body(1), keyed((await newKey(strict.orgId)).text)))).toBe(
      "signature-required",
    );
    expect(said(await send(strict.orgId, strict.device.signed(body(1), at(1)), broker))).toBe("on record");
    const metric = parseTopic(`hydro/${strict.orgId}/${pilotPlant.plant_id}/${pilotTurbine.device_id}/flow_rate_m3s`);
    const payload = Buffer.from(JSON.stringify({ value: 2.5, timestamp: at(3) }));
    const unsigned = await reception.take({ topic: "", subject: metric as Subject, payload, credential: broker });
    expect(said(unsigned)).toBe("signature-required");
  });

  test("a device files no history: that is for whoever answers for the plant", async () => {
    const { orgId } = await plant();
    const backfill = { timestamp: "2026-03-01T00:00:00Z", source: "backfill", reason: "outage" };
    expect(said(await send(orgId, body(1, backfill), broker))).toBe("forbidden");
    expect(said(await send(orgId, body(1, backfill), keyed((await newKey(orgId)).text)))).toBe("forbidden");
  });

  test("a body that names another device than its topic is refused", async () => {
    const { orgId } = await plant();
    const outcome = await send(orgId, body(1, { device_id: "OTHER" }), broker);
    expect(outcome).toMatchObject({ ok: false, fault: { code: "invalid-request" } });
  });
});

describe("what a reception promises", () => {
  test("the same Idempotency-Key answers with the same record, also for a reading without a time", async () => {
    const { orgId } = await plant();
    const untimed = pilotBody();
    const outcomes = [
      await send(orgId, untimed, broker, "one"),
      await send(orgId, untimed, broker, "one"),
      await send(orgId, untimed, broker, "two"),
    ];
    const ids = outcomes.map((outcome) => (outcome.ok ? outcome.accepted.record?.recordId : ""));
    expect([ids[0] === ids[1], ids[0] === ids[2]]).toEqual([true, false]);
    expect(said(await send(orgId, untimed, broker, "with a blank"))).toBe("invalid-request");
  });

  test("a sample is received as what it is, and a metric of it that comes again alone is a repeat", async () => {
    const orgId = `mqtt-${++organisations}`;
    await bench.addPlant(orgId, { ...pilotPlant, accounting: { interval_s: 300 } });
    const sample = { ...body(1, { interval_s: 150 }), timestamp: at(-2.5) };
    const [first, again] = [await send(orgId, sample, broker), await send(orgId, sample, broker)];
    expect([said(first), first.ok && first.accepted.record]).toEqual(["on record", undefined]);
    const receipts = [first, again].map((outcome) => reception.answer(outcome, "topic"));
    expect(receipts.map(({ level }) => level)).toEqual(["receipts", "receipts"]);
    const [one, two] = receipts.map(({ text }) => JSON.parse(text) as Record<string, unknown>);
    expect(one).toMatchObject({
      ...{ kind: "sample", duplicate: false, record_id: null, record: null, device_seq: 1, topic: "topic" },
      ...{ slot: { from: at(-5), to: at(0) }, recorded_for: at(-2.5), sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    expect(two).toEqual({ ...one, duplicate: true });
    const topic = `hydro/${orgId}/${pilotPlant.plant_id}/${pilotTurbine.device_id}/flow_rate_m3s`;
    const metric = (value: number) =>
      reception.take({
        ...{ topic, subject: parseTopic(topic) as Subject, credential: broker },
        payload: Buffer.from(JSON.stringify({ value, timestamp: at(-2.5), interval_s: 150 })),
      });
    const repeat = await metric(2.5);
    expect(repeat.ok && [repeat.accepted.duplicate, repeat.accepted.sample?.intervalS]).toEqual([true, 150]);
    expect(said(await metric(2.6))).toBe("reading-conflict");
    await send(orgId, { ...sample, timestamp: at(0), device_seq: 2 }, broker);
    expect(await count(orgId)).toBe(1);
  });

  test("a metric that comes again alone is held against its own reading, where an instant and an interval end at once", async () => {
    for (const accounting of [undefined, { interval_s: 300 }]) {
      const orgId = `mqtt-${++organisations}`;
      await bench.addPlant(orgId, { ...pilotPlant, ...(accounting && { accounting }) });
      const [instant, interval] = [{ timestamp: at(0) }, { timestamp: at(0), interval_s: 60 }];
      await send(orgId, { ...instant, readings: { power_output_kw: 900, head_height_m: 44 } }, broker);
      await send(orgId, { ...interval, readings: { power_output_kw: 900, head_height_m: 45 } }, broker);
      const topic = `hydro/${orgId}/${pilotPlant.plant_id}/${pilotTurbine.device_id}/head_height_m`;
      const again = (time: object, value: number) =>
        reception.take({
          ...{ topic, subject: parseTopic(topic) as Subject, credential: broker },
          payload: Buffer.from(JSON.stringify({ value, ...time })),
        });
      const outcomes = await Promise.all([again(instant, 44), again(interval, 45)]);
      expect(outcomes.map((outcome) => outcome.ok && outcome.accepted.duplicate)).toEqual([true, true]);
    }
  });

  test("each reading counts against its organisation's quota; what is beyond is refused and says until when", async () => {
    const { orgId } = await plant();
    const all = await Promise.all(
      Array.from({ length: orgQuota + 5 }, (_, i) => send(orgId, body(i, {}, { flow_rate_m3s: 2 + i / 100 }), broker)),
    );
    const refused = all.filter((outcome) => !outcome.ok);
    expect(refused.map(said)).toEqual(Array(5).fill("quota-exceeded"));
    expect(reception.answer(refused[0] as Outcome, "topic").text).toMatch(/"retry_after_s":\d+/);
    expect(await count(orgId)).toBe(orgQuota);
  });

  test("connections that PostgreSQL cuts cost nothing: every message is on record once", async () => {
    const { orgId } = await plant();
    const machine = connect(bench.url, { maxConnections: 2 });
    try {
      // Whoever commits waits for the plant's head, and is cut off there.
      const { timed, untimed } = await machine.db.transaction().execute(async (tx) => {
        await sql`SELECT 1 FROM plant_heads WHERE org_id = ${orgId} FOR UPDATE`.execute(tx);
        const sent = {
          timed: Array.from({ length: 20 }, (_, i) => send(orgId, body(i), broker)),
          untimed: Array.from({ length: 10 }, () => send(orgId, pilotBody(), broker)),
        };
        for (let cut = 0; cut === 0; ) {
          const { rows } = await sql`
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock'`.execute(machine.db);
          cut = rows.length;
        }
        return sent;
      });
      const outcomes = await Promise.all([...timed, ...untimed]);
      expect(outcomes.map(said)).toEqual(Array(30).fill("on record"));
      expect(await count(orgId)).toBe(30);
    } finally {
      await machine.close();
    }
  });

  test("one that stops gives no outcome to what it did not take in", async () => {
    const { orgId } = await plant();
    const other = new Reception({
      ...{ accept: bench.deps, tenancy: tenancy(), log: createLog("silent"), metrics: bench.deps.metrics },
      ...{ random: bench.deps.random, readReading, readMetric, problemOf: ({ code }) => ({ type: code }) },
      quotas: { take: async () => [], takeMany: async (_actor, n) => ({ granted: n, exceeded: undefined }) },
    });
    await other.stop();
    const topic = `hydro/${orgId}/${pilotPlant.plant_id}/${pilotTurbine.device_id}/telemetry`;
    let known = false;
    const payload = Buffer.from(JSON.stringify(body(1)));
    void other.take({ topic, subject: parseTopic(topic) as Subject, payload, credential: broker }).then(() => {
      known = true;
    });
    await other.stop();
    expect([known, other.depth, await count(orgId)]).toEqual([false, 1, 0]);
  });
});

test("a message that is traced goes on in its publisher's trace, to its commit and its place in line for the ledger", async () => {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  const tracing = new Tracing(provider.getTracer("test"));
  const { orgId } = await plant();
  const traced = new Reception({
    ...{ accept: { ...bench.deps, tracing }, tracing, tenancy: tenancy(), log: createLog("silent") },
    ...{ metrics: bench.deps.metrics, random: bench.deps.random, readReading, readMetric },
    quotas: createQuotas({
      db: bench.deps.db,
      defaults: { orgPerWindow: 0, keyPerWindow: 0, windowS: 60 },
      elapsedMs: () => performance.now(),
      onTrouble: () => undefined,
    }),
    problemOf: ({ code }) => ({ type: code }),
  });
  const topic = `hydro/${orgId}/${pilotPlant.plant_id}/${pilotTurbine.device_id}/telemetry`;
  const take = (minute: number, traceparent?: string) =>
    traced.take({
      ...{ topic, subject: parseTopic(topic) as Subject, credential: broker },
      payload: Buffer.from(JSON.stringify(body(minute))),
      carrier: { traceparent },
    });
  const [one, other] = ["a".repeat(32), "b".repeat(32)];
  const outcomes = await Promise.all([
    take(1, `00-${one}-${"1".repeat(16)}-01`),
    take(2, `00-${other}-${"2".repeat(16)}-00`),
  ]);
  await traced.stop();
  expect(outcomes.map(said)).toEqual(["on record", "on record"]);
  const spans = exporter.getFinishedSpans().filter((span) => span.spanContext().traceId === one);
  const [message] = spans.filter(({ name }) => name === "hydro telemetry");
  expect(message?.parentSpanContext?.spanId).toBe("1".repeat(16));
  expect(spans.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["reading.await_commit", "readings.commit_group"]),
  );
  expect(exporter.getFinishedSpans().some((span) => span.spanContext().traceId === other)).toBe(false);
  const rows = await bench.connection.db.selectFrom("outbox").select("trace").where("org_id", "=", orgId).execute();
  expect(rows.flatMap(({ trace }) => trace ?? [])).toEqual([`00-${one}-${message?.spanContext().spanId}-01`]);
});
