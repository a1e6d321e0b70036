import { once } from "node:events";
import { connect as connectSocket, type Socket } from "node:net";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Role } from "../../src/kernel/actor.ts";
import { joinedForMs } from "../../src/mqtt/joiner.ts";
import { registerDevice, registerPlant } from "../../src/plants/plants.ts";
import { scoped } from "../../src/platform/scoped.ts";
import { setOrgQuota } from "../../src/tenancy/org-quotas.ts";
import { authenticate, createKey, createOrganisation, type KeyLimits, revokeKey } from "../../src/tenancy/tenancy.ts";
import { type TestGateway, testGateway } from "../support/gateway.ts";
import { mqttClient, type TestClient } from "../support/mqtt.ts";
import { pilotBody, pilotPlant, pilotTurbine } from "../support/pilot.ts";
import { readOnlySwitch, settingSwitch } from "../support/read-only.ts";

let gateway: TestGateway;
let url: string;
const clients: TestClient[] = [];
const sockets: Socket[] = [];
beforeAll(async () => {
  gateway = await testGateway({ env: { MQTT_PORT: "0" }, overrides: { http: { quotaWindowS: 2 } } });
  url = gateway.mqttUrl as string;
  const { tenancy, plants } = gateway.deps;
  for (const orgId of ["rival", "busy"]) {
    await createOrganisation(tenancy, { orgId, name: orgId });
    const actor = await authenticate(tenancy, await gateway.keyWith(["owner"], orgId));
    await registerPlant(plants, actor, pilotPlant);
    await registerDevice(plants, actor, pilotPlant.plant_id, pilotTurbine);
  }
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await Promise.all(clients.splice(0).map((client) => client.end()));
});
afterAll(() => gateway.stop());

async function device(key = gateway.apiKey): Promise<TestClient> {
  const client = await mqttClient(url, key);
  clients.push(client);
  return client;
}

async function keyOf(orgId: string, limits: KeyLimits = {}, role: Role = "device"): Promise<string> {
  return (await createKey(gateway.deps.tenancy, { orgId, roles: [role], label: "test", limits })).text;
}

const topic = (last: string, orgId = "pilot", deviceId = pilotTurbine.device_id) =>
  `hydro/${orgId}/${pilotPlant.plant_id}/${deviceId}/${last}`;

/** Parts of MQTT 3.1.1 (2.2.3, 1.5.3), for what no client library does. */
const text = (said: string) => Buffer.concat([Buffer.from([said.length >> 8, said.length & 255]), Buffer.from(said)]);
function packet(kind: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const { length } = body;
  return Buffer.concat([Buffer.from([kind, 0x80 | (length & 127), 0x80 | ((length >> 7) & 127), length >> 14]), body]);
}

/** Seconds of the last days that no other test has used. */
const startMs = Date.now() - 5 * 86_400_000;
let seconds = 0;
const freshTime = () => ({ timestamp: new Date(startMs + ++seconds * 10_000).toISOString(), interval_s: 1 });
const readings = { flow_rate_m3s: 2.5, head_height_m: 45, power_output_kw: 900 };
const kindOrDuplicate = (body: { type?: string; duplicate?: boolean }) => body.type ?? body.duplicate;
const kindOf = (body: { type: string }) => body.type.split("/").at(-1);

async function recordOf(recordId: string) {
  return (await gateway.get(`/api/v1/records/${recordId}`)).body;
}

describe("a reading by MQTT", () => {
  test("is on record when it is acknowledged, as if it had come by HTTP", async () => {
    const client = await device();
    const time = freshTime();
    await client.publish(topic("telemetry"), { ...time, readings });
    // Acknowledged before: the repetition by HTTP meets the record.
    const again = await gateway.post(pilotBody({}, time), { prefer: "respond-async" });
    expect(again.body).toMatchObject({ duplicate: true, status: "APPROVED" });
  });

  test("brings a receipt that names the record, and says when it is a repetition", async () => {
    const client = await device();
    const ear = await client.listen(topic("receipts"));
    const body = { ...freshTime(), readings, device_seq: 7 };
    await client.publish(topic("telemetry"), body);
    await client.publish(topic("telemetry"), body);
    const [first, second] = await ear.take(2);
    expect(first?.body).toMatchObject({
      ...{ status: "APPROVED", duplicate: false, trust_score: expect.any(Number), seq: expect.any(Number) },
      ...{ timestamp: body.timestamp, device_seq: 7, topic: topic("telemetry"), recorded_for: body.timestamp },
    });
    expect(second?.body).toMatchObject({ duplicate: true, record_id: first?.body.record_id });
    expect(await recordOf(first?.body.record_id)).toMatchObject({ plant_id: pilotPlant.plant_id, status: "APPROVED" });
  });

  test("that is refused is told why on the device's topic of errors, and is acknowledged", async () => {
    const client = await device();
    const ear = await client.listen(topic("errors"));
    const time = freshTime();
    await client.publish(topic("telemetry"), { ...time, readings });
    const bad: [unknown, string][] = [
      ["{", "malformed-json"],
      [{ ...time, readings: {} }, "invalid-request"],
      [{ ...time, readings: { ...readings, flow: 1 } }, "invalid-request"],
      [{ ...time, plant_id: "OTHER", readings }, "invalid-request"],
      [{ ...time, readings: { ...readings, flow_rate_m3s: 2.6 } }, "reading-conflict"],
      [{ timestamp: "2020-01-01T00:00:00Z", readings }, "timestamp-out-of-range"],
    ];
    for (const [body] of bad) await client.publish(topic("telemetry"), body);
    const problems = await ear.take(bad.length);
    expect(problems.map(({ body }) => kindOf(body))).toEqual(bad.map(([, kind]) => kind));
    expect(problems[4]?.body).toMatchObject({ timestamp: time.timestamp, topic: topic("telemetry"), status: 409 });
    expect(new Set(problems.map(({ body }) => body.instance)).size).toBe(bad.length);
  });

  test("without a time is one record for each message", async () => {
    const client = await device();
    const ear = await client.listen(topic("receipts"));
    for (let i = 0; i < 2; i++) await client.publish(topic("telemetry"), { readings });
    const ids = (await ear.take(2)).map(({ body }) => body.record_id);
    expect(new Set(ids).size).toBe(2);
  });

  test("many at once keep their order, and each is answered", async () => {
    const client = await device();
    const ear = await client.listen(topic("receipts"));
    const times = Array.from({ length: 300 }, freshTime);
    await Promise.all(times.map((time) => client.publish(topic("telemetry"), { ...time, readings })));
    const receipts = (await ear.take(300)).map(({ body }) => body);
    expect(receipts.map(({ timestamp }) => timestamp)).toEqual(times.map(({ timestamp }) => timestamp));
    expect(receipts.map(({ seq }) => seq)).toEqual(receipts.map((_, i) => receipts[0].seq + i));
  });

  test("may be published with QoS 0 and 2 too", async () => {
    const client = await device();
    const ear = await client.listen(topic("receipts"));
    for (const qos of [0, 2] as const) {
      await client.client.publishAsync(topic("telemetry"), JSON.stringify({ ...freshTime(), readings }), { qos });
    }
    expect((await ear.take(2)).map(({ body }) => body.duplicate)).toEqual([false, false]);
  });
});

describe("metrics one by one", () => {
  test("those of one time make one record, whether they come over one connection or several", async () => {
    const [client, other] = [await device(), await device()];
    const ear = await client.listen(topic("receipts"), topic("errors"));
    const time = freshTime();
    await Promise.all([
      client.publish(topic("flow_rate_m3s"), { ...time, value: 2.5 }),
      client.publish(topic("head_height_m"), { ...time, value: 45 }),
      other.publish(topic("power_output_kw"), { ...time, value: 900 }),
      other.publish(topic("energy_kwh"), `{"value":0.250,"timestamp":"${time.timestamp}","interval_s":1}`),
    ]);
    const receipts = (await ear.take(4)).map(({ body }) => body);
    expect(new Set(receipts.map(({ record_id }) => record_id)).size).toBe(1);
    expect(receipts.map((body) => body.topic).sort()).toEqual(
      ["energy_kwh", "flow_rate_m3s", "head_height_m", "power_output_kw"].map((last) => topic(last)),
    );
    expect((await recordOf(receipts[0].record_id)).readings).toMatchObject(readings);
    // One by one again, because an acknowledgement was lost: nothing new. Another value, or one more: a conflict.
    await client.publish(topic("power_output_kw"), { ...time, value: 900 });
    await client.publish(topic("energy_kwh"), `{"value":0.250,"timestamp":"${time.timestamp}","interval_s":1}`);
    await client.publish(topic("head_height_m"), { ...time, value: 45 });
    await client.publish(topic("power_output_kw"), { ...time, value: 901 });
    await client.publish(topic("ph"), { ...time, value: 7 });
    const later = (await ear.take(5)).map(({ body }) => body);
    expect(later.slice(0, 3)).toEqual(Array(3).fill(expect.objectContaining({ duplicate: true })));
    expect(later.slice(3).map(kindOf)).toEqual(["reading-conflict", "reading-conflict"]);
    expect(later.map(({ record_id }) => record_id)).toEqual(Array(5).fill(receipts[0].record_id));
  });

  test("those that a broken connection left unacknowledged come again with the rest, and are one reading", async () => {
    const lost = await device();
    const time = freshTime();
    const values = { flow_rate_m3s: 2.5, head_height_m: 45, power_output_kw: 900 };
    const publish = (client: TestClient, metrics: string[]) =>
      metrics.map((name) => client.publish(topic(name), { ...time, value: values[name as keyof typeof values] }));
    for (const published of publish(lost, ["flow_rate_m3s", "head_height_m"])) published.catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 500));
    lost.client.stream.destroy();
    await new Promise((resolve) => setTimeout(resolve, joinedForMs));
    const client = await device();
    const ear = await client.listen(topic("receipts"), topic("errors"));
    await Promise.all(publish(client, Object.keys(values)));
    const answers = (await ear.take(3)).map(({ body }) => body);
    expect(new Set(answers.map(({ record_id }) => record_id)).size).toBe(1);
    expect((await recordOf(answers[0].record_id)).readings).toEqual(values);
    expect(answers.map(kindOrDuplicate)).toEqual([false, false, false]);
  });

  test("a message is acknowledged only when its reading is on record", async () => {
    const client = await device();
    const time = freshTime();
    await client.publish(topic("flow_rate_m3s"), { ...time, value: 2.5 });
    const again = await gateway.post({ ...pilotBody(), ...time, readings: { flow_rate_m3s: 2.5 } });
    expect(again.body.duplicate).toBe(true);
  });
});

describe("who may do what", () => {
  test("only a good API key is let in, as the password or as the user name", async () => {
    await expect(mqttClient(url, "ghdk_wrong")).rejects.toThrow(/Bad username or password/i);
    await expect(mqttClient(url, "")).rejects.toThrow(/Bad username or password/i);
    const byName = await mqttClient(url, "", { username: gateway.apiKey });
    clients.push(byName);
    await byName.publish(topic("telemetry"), { ...freshTime(), readings });
  });

  test.each([
    ["another organisation's topic", () => topic("telemetry", "rival"), {}],
    ["another device's topic", () => topic("telemetry", "pilot", "OTHER"), { devices: [pilotTurbine.device_id] }],
    ["a plant that the key is not for", () => topic("telemetry"), { plants: ["ELSEWHERE"] }],
    ["a receipt", () => topic("receipts"), {}],
    ["a topic of no device", () => "hydro/pilot", {}],
    ["the broker's own topics", () => "$SYS/x/heartbeat", {}],
  ])("who publishes on %s is cut off, and nothing of it is taken in", async (_name, where, limits) => {
    const client = await device(await keyOf("pilot", limits));
    const ear = await (await device()).listen(topic("receipts"), topic("errors"));
    const closed = client.closed();
    client.publish(where(), { ...freshTime(), readings }).catch(() => undefined);
    await closed;
    await (await device()).publish(topic("telemetry"), { readings: { ...readings, flow_rate_m3s: 2.4 } });
    const first = await ear.next();
    expect((await recordOf(first.body.record_id)).readings.flow_rate_m3s).toBe(2.4);
  });

  test("who publishes on a metric of its device that there is none of is told which there are, and stays", async () => {
    const client = await device(await keyOf("pilot", { devices: [pilotTurbine.device_id] }));
    const ear = await (await device()).listen(topic("receipts"), topic("errors"));
    await client.publish(topic("flow"), 2.5);
    expect((await ear.next()).body).toMatchObject({
      type: expect.stringMatching(/invalid-request$/),
      topic: topic("flow"),
      detail: expect.stringMatching(/ends in "flow": use one of telemetry, flow_rate_m3s, /),
    });
    await client.publish(topic("telemetry"), { ...freshTime(), readings });
    expect((await ear.next()).body.record_id).toMatch(/^rec_/);
  });

  test("nobody hears another organisation's answers, nor anybody's readings", async () => {
    const rival = await device(await gateway.keyWith(["owner", "device"], "rival"));
    for (const filter of ["#", "hydro/#", "hydro/+/+/+/receipts", topic("receipts"), topic("telemetry", "rival")]) {
      await expect(rival.listen(filter), filter).rejects.toThrow();
    }
    const ear = await rival.listen("hydro/rival/+/+/receipts");
    await (await device()).publish(topic("telemetry"), { ...freshTime(), readings });
    await rival.publish(topic("telemetry", "rival"), { ...freshTime(), readings });
    expect((await ear.next()).topic).toBe(topic("receipts", "rival"));
  });

  test("a key that may send no readings hears no answers to any", async () => {
    const keys = [await keyOf("pilot", {}, "auditor"), await keyOf("pilot", { scopes: ["webhooks:read"] }, "owner")];
    for (const key of keys) {
      await expect((await device(key)).listen(topic("receipts"))).rejects.toThrow(/subscribe/i);
    }
    await (await device(await keyOf("pilot", { scopes: ["telemetry:write"] }))).listen(topic("receipts"));
  });

  test("a revoked key is cut off within a second, and refused at once", async () => {
    const key = await keyOf("pilot");
    const [publisher, listener] = [await device(key), await device(key)];
    await publisher.publish(topic("telemetry"), { ...freshTime(), readings });
    const closed = Promise.all([publisher.closed(), listener.closed()]);
    const { keyId } = await authenticate(gateway.deps.tenancy, key);
    await revokeKey(gateway.deps.tenancy, keyId);
    const revokedAtMs = performance.now();
    await expect(mqttClient(url, key)).rejects.toThrow(/Bad username or password/i);
    await closed;
    expect(performance.now() - revokedAtMs).toBeLessThan(1_000);
  });

  test("clients of two keys may have one client id, and a client of the same key takes the earlier one's place", async () => {
    const keys = [await keyOf("pilot"), await keyOf("pilot")] as const;
    const [one, other] = [
      await mqttClient(url, keys[0], { clientId: "plc" }),
      await mqttClient(url, keys[1], { clientId: "plc" }),
    ];
    clients.push(one, other);
    const closed = one.closed();
    const successor = await mqttClient(url, keys[0], { clientId: "plc" });
    clients.push(successor);
    await closed;
    for (const client of [other, successor]) await client.publish(topic("telemetry"), { ...freshTime(), readings });
  });

  test("a client's last will is no reading", async () => {
    const will = { topic: topic("telemetry"), payload: Buffer.from(JSON.stringify({ readings })), qos: 1 as const };
    const before = await mqttClient(url, gateway.apiKey, { will: { ...will, retain: false } });
    const ear = await (await device()).listen(topic("receipts"), topic("errors"));
    before.client.stream.destroy();
    await (await device()).publish(topic("telemetry"), { readings: { ...readings, flow_rate_m3s: 2.3 } });
    const first = await ear.next();
    expect((await recordOf(first.body.record_id)).readings.flow_rate_m3s).toBe(2.3);
  });
});

describe("bounds", () => {
  test("beyond its quota a client waits for its acknowledgement, and nothing is lost", async () => {
    const console = { ...gateway.deps.tenancy, db: scoped(gateway.roles.owner.pool) };
    await setOrgQuota(console, "busy", { orgPerMinute: 5, keyPerMinute: 0 });
    const client = await device(await gateway.keyWith(["device"], "busy"));
    const ear = await client.listen("hydro/busy/+/+/receipts", "hydro/busy/+/+/errors");
    const times = Array.from({ length: 12 }, freshTime);
    await Promise.all(times.map((time) => client.publish(topic("telemetry", "busy"), { ...time, readings })));
    const answers = (await ear.take(12)).map(({ body }) => body);
    expect(new Set(answers.map(({ record_id }) => record_id)).size).toBe(12);
    expect(answers.filter(({ type }) => type !== undefined)).toEqual([]);
  });

  test("a client listens to so many filters at a time and no more, to others once it has left some", async () => {
    const client = await device();
    const filters = Array.from({ length: 2_000 }, (_, i) => topic("receipts", "pilot", `D${i}`));
    await client.listen(...filters);
    await client.listen(...filters);
    await expect(client.listen(topic("errors"))).rejects.toThrow(/subscribe/i);
    await client.client.unsubscribeAsync(filters.slice(0, 1));
    await client.listen(topic("errors"));
    await expect(client.listen(...filters.slice(0, 1))).rejects.toThrow(/subscribe/i);
  });

  test("of messages that their client never releases nothing is kept but that they came", async () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const heldBytes = async () => {
      for (let i = 0; i < 5; i++) {
        collect();
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      return process.memoryUsage().arrayBuffers;
    };
    const key = await keyOf("pilot");
    const body = Buffer.from(JSON.stringify({ ...freshTime(), readings }).padEnd(120_000));
    const beforeBytes = await heldBytes();
    for (let i = 0; i < 10; i++) {
      const socket = connectSocket(Number(new URL(url).port), new URL(url).hostname);
      sockets.push(socket);
      const connect = [text("MQTT"), Buffer.from([4, 0xc2, 0, 0]), text(`c${i}`), text("device"), text(key)];
      socket.write(packet(0x10, ...connect));
      await once(socket, "data");
      for (let id = 1; id < 20; id++) {
        socket.write(packet(0x34, text(topic("telemetry")), Buffer.from([0, id]), body));
      }
      // PUBREC
      for (let bytes = 0; bytes < 19 * 4; ) bytes += ((await once(socket, "data")) as [Buffer])[0].length;
    }
    expect((await heldBytes()) - beforeBytes).toBeLessThan(5_000_000);
  });

  test("a packet longer than any reading ends its connection before it is in memory", async () => {
    const socket = connectSocket(Number(new URL(url).port), new URL(url).hostname);
    await once(socket, "connect");
    // CONNECT that announces 200 MB.
    socket.write(Buffer.from([0x10, 0x80, 0x84, 0xaf, 0x5f, 0, 4, 0x4d, 0x51, 0x54, 0x54]));
    await once(socket, "close");
  });
});

test("while PostgreSQL only reads, a published reading waits without an acknowledgement, and HTTP says to come again", async () => {
  const reading = await readOnlySwitch(gateway.databaseUrl);
  const client = await device();
  await reading.turn("on");
  const time = freshTime();
  let acknowledged = false;
  const published = client.publish(topic("telemetry"), { ...time, readings }).then(() => (acknowledged = true));
  const post = () => gateway.post(pilotBody({}, freshTime()), { prefer: "respond-async" });
  // The first may meet a connection that was just cut.
  await expect.poll(async () => (await post()).body.detail).toContain("takes nothing");
  const refused = await post();
  expect([refused.status, refused.headers.has("retry-after")]).toEqual([503, true]);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(acknowledged).toBe(false);
  await reading.turn("off");
  await published;
  await reading.end();
  expect((await gateway.post(pilotBody({}, time))).body).toMatchObject({ duplicate: true });
});

test("where a lock may be waited for only so long, a reading behind one is told to come again, and by MQTT waits for it", async () => {
  const limit = await settingSwitch(gateway.databaseUrl, "lock_timeout");
  const client = await device();
  await limit.turn("100ms");
  await expect.poll(async () => (await gateway.get("/health/ready")).status).toBe(200);
  const holder = await gateway.roles.owner.pool.connect();
  await holder.query("BEGIN; SELECT FROM plant_heads FOR UPDATE");
  try {
    const times = [freshTime(), freshTime(), freshTime()];
    let acknowledged = false;
    const published = client.publish(topic("telemetry"), { ...times[0], readings }).then(() => (acknowledged = true));
    // The first may meet a connection that was just cut.
    const post = () => gateway.post(pilotBody({}, times[1]), { prefer: "respond-async" });
    await expect.poll(async () => kindOf((await post()).body)).toBe("overloaded");
    const refused = await post();
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "1"]);

    const sent = await fetch(`${gateway.baseUrl}/api/v1/telemetry/batch`, {
      method: "POST",
      headers: { authorization: `Bearer ${gateway.apiKey}`, "content-type": "application/json" },
      body: JSON.stringify([pilotBody({}, times[1]), pilotBody({}, times[2])]),
    });
    expect([sent.status, kindOf((await sent.json()) as { type: string })]).toEqual([503, "overloaded"]);
    expect(acknowledged).toBe(false);
    await holder.query("COMMIT");
    await published;
    for (const [i, time] of times.entries())
      expect((await gateway.post(pilotBody({}, time))).body.duplicate, `reading ${i}`).toBe(i === 0);
  } finally {
    holder.release();
    await limit.turn("0");
    await limit.end();
  }
});
