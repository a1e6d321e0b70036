import { afterAll, beforeAll, expect, test } from "vitest";
import { emit, type TenantEvent } from "../../src/platform/events.ts";
import { createKey, createOrganisation } from "../../src/tenancy/tenancy.ts";
import { type TestGateway, testGateway } from "../support/gateway.ts";
import { type Heard, Listener } from "./listener.ts";

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await testGateway();
});
afterAll(() => gateway?.stop());

const path = (query = "") => `${gateway.baseUrl}/api/v1/stream${query}`;
const socketPath = (query = "") => `${gateway.baseUrl}/api/v1/ws${query}`;

const reading = (power_output_kw: number) => ({
  plant_id: "PLANT-HP-001",
  device_id: "TURBINE-001",
  readings: { flow_rate_m3s: 2.5, head_height_m: 45, power_output_kw },
});
const post = async (power = 900) => {
  const { status, body } = await gateway.post(reading(power), { prefer: "respond-async" });
  expect(status).toBe(202);
  return body.record_id as string;
};
const of = (name: string, recordId: string) => (one: Heard) => one.event === name && one.data.record_id === recordId;

test("a reading, its verdict and its anchor come as they happen, over both transports the same", async () => {
  const sse = await Listener.sse(path(), gateway.apiKey);
  const webSocket = await Listener.webSocket(socketPath(), gateway.apiKey);
  const recordId = await post(901);
  const heard = await sse.event(of("reading", recordId));
  expect(heard.data).toMatchObject({
    plant_id: "PLANT-HP-001",
    device_id: "TURBINE-001",
    readings: { flow_rate_m3s: 2.5, head_height_m: 45, power_output_kw: 901 },
  });
  const verdict = await sse.event(of("verdict", recordId));
  expect(verdict.data).toMatchObject({ because: "reading", status: "APPROVED", seq: heard.data.seq });
  const anchored = await sse.event(({ event, data }) => event === "anchored" && data.to_seq >= heard.data.seq);
  expect(anchored.data).toMatchObject({ plant_id: "PLANT-HP-001", network: "local" });
  expect(anchored.data.transaction_id).toMatch(/^0\.0\.\d+@/);
  await webSocket.event(({ id }) => id === anchored.id);
  const upTo = ({ heard: all }: Listener) => all.slice(0, all.findIndex(({ id }) => id === anchored.id) + 1);
  expect(upTo(webSocket)).toEqual(upTo(sse));
  await Promise.all([sse.stop(), webSocket.stop()]);
});

test("who comes back with the last id gets what came meanwhile, once each and in order", async () => {
  const query = "?events=reading,verdict";
  const before = await Listener.sse(path(query), gateway.apiKey);
  const first = await post();
  await before.event(of("verdict", first));
  await before.stop();
  const missed = [await post(), await post(), await post()];
  const after = await Listener.sse(path(query), gateway.apiKey, { "last-event-id": before.lastId });
  missed.push(await post());
  await after.event(of("verdict", missed[3] as string));
  expect(after.events("reading").map(({ data }) => data.record_id)).toEqual(missed);
  expect(after.events("verdict").map(({ data }) => data.record_id)).toEqual(missed);
  const ids = after.heard.map(({ id }) => Number(id));
  expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
  const again = await Listener.webSocket(socketPath(`${query}&last_event_id=${before.lastId}`), gateway.apiKey);
  await again.event(of("verdict", missed[3] as string));
  expect(again.heard).toEqual(after.heard);
  await Promise.all([after.stop(), again.stop()]);
});

test("another organisation hears nothing, and its plants are told like none", async () => {
  await createOrganisation(gateway.deps.tenancy, { orgId: "foreign", name: "Foreign" });
  const key = await gateway.keyWith(["owner"], "foreign");
  const listener = await Listener.sse(path(), key);
  const own = await Listener.sse(path(), gateway.apiKey);
  const recordId = await post();
  await own.event(of("verdict", recordId));
  // But for what was done to it: its key.
  expect(listener.heard.filter(({ data }) => data.plant_id !== "ORGANISATION")).toEqual([]);
  for (const plant of ["PLANT-HP-001", "PLANT-NEVER"]) {
    expect((await gateway.get(`/api/v1/stream?plant_id=${plant}`, key)).status).toBe(404);
  }
  await Promise.all([listener.stop(), own.stop()]);
});

test("a key of one plant hears of that plant alone, and a revoked key's stream ends within a second", async () => {
  const { tenancy } = gateway.deps;
  const made = { orgId: "pilot", roles: ["auditor"] as const, label: "watcher" };
  const elsewhere = await createKey(tenancy, { ...made, limits: { plants: ["PLANT-ELSEWHERE"] } });
  const here = await createKey(tenancy, { ...made, limits: { plants: ["PLANT-HP-001"] } });
  const deaf = await Listener.sse(path(), elsewhere.text);
  const hearing = await Listener.sse(path(), here.text);
  const socket = await Listener.webSocket(socketPath(), here.text);
  await hearing.event(of("verdict", await post()));
  expect(deaf.heard).toEqual([]);

  const startMs = Date.now();
  const revoked = await fetch(`${gateway.baseUrl}/api/v1/keys/${here.keyId}`, {
    method: "DELETE",
    headers: { authorization: `Bearer ${gateway.apiKey}` },
  });
  expect(revoked.status).toBe(200);
  await Promise.all([hearing.closed, socket.closed]);
  expect(Date.now() - startMs).toBeLessThan(1_000);
  for (const listener of [hearing, socket]) {
    expect(listener.heard.at(-1)).toMatchObject({ event: "closed", data: { reason: "credential-ended" } });
  }
  expect(socket.closeCode).toBe(1008);
  await deaf.stop();
});

test("an alert is told to streams as to webhooks, with the fact it tells of", async () => {
  const listener = await Listener.sse(path("?events=alert&plant_id=PLANT-HP-001"), gateway.apiKey);
  const eventId = `evt_${"a".repeat(26)}`;
  const data = { issuance_id: "iss_1", device_id: "TURBINE-001" };
  const alert = {
    eventId,
    orgId: "pilot",
    type: "alert.issuance.record-lost-approval",
    plantId: "PLANT-HP-001",
    data,
  } as const;
  await gateway.roles.worker.db.transaction().execute((tx) => emit(tx, [alert], new Date()));
  const heard = await listener.event(({ event }) => event === "alert");
  expect(heard.data).toMatchObject({
    ...data,
    type: "issuance.record-lost-approval",
    plant_id: "PLANT-HP-001",
    event_id: eventId,
  });
  await listener.stop();
});

test("who asks for a device's alerts hears of those that rules found at it, and of no other", async () => {
  const listeners = await Promise.all(
    ["TURBINE-001", "ELSE"].map((device) => Listener.sse(path(`?events=alert&device_id=${device}`), gateway.apiKey)),
  );
  const all = await Listener.sse(path("?events=alert"), gateway.apiKey);
  const alert = (subject: string, i: number): TenantEvent => ({
    ...{ eventId: `evt_${String(i).repeat(26)}`, orgId: "pilot", plantId: "PLANT-HP-001" },
    type: "alert.fired",
    data: { plant_id: "PLANT-HP-001", kind: "threshold", subject },
  });
  const alerts = ["TURBINE-001", "", "a-key"].map(alert);
  await gateway.roles.worker.db.transaction().execute((tx) => emit(tx, alerts, new Date()));
  await all.event(({ data }) => data.subject === "a-key");
  expect(all.heard.map(({ data }) => data.device_id)).toEqual(["TURBINE-001", undefined, undefined]);
  const [own, other] = listeners as [Listener, Listener];
  await own.event(({ data }) => data.subject === "TURBINE-001");
  await Promise.all([...listeners, all].map((one) => one.stop()));
  expect([own.heard.length, other.heard.length]).toEqual([1, 0]);
});

test("a coarser resolution sends windows, and who comes back in one's middle misses nothing of it", async () => {
  const query = "?events=reading&resolution=5s&metric=power_output_kw";
  const endMs = Math.floor(Date.now() / 5_000) * 5_000 - 600_000;
  const send = async (power: number, atMs: number) => {
    const body = { ...reading(power), timestamp: new Date(atMs).toISOString(), interval_s: 1 };
    expect((await gateway.post(body, { prefer: "respond-async" })).status).toBe(202);
  };
  const before = await Listener.sse(path(query), gateway.apiKey);
  const began = before.lastId;
  await send(900, endMs - 1_000);
  const after = await Listener.sse(path(`${query}&last_event_id=${began}`), gateway.apiKey);
  await send(902, endMs);
  for (const listener of [before, after]) {
    const gathered = () =>
      listener.events("reading").reduce((sum, { data }) => sum + Number(data.readings.power_output_kw.count), 0);
    await listener.event(() => gathered() >= 2);
    for (const { data } of listener.events("reading")) {
      expect(data).toMatchObject({ device_id: "TURBINE-001", resolution: "5s", to: new Date(endMs).toISOString() });
    }
    expect(gathered()).toBe(2);
  }
  expect(after.heard).toEqual(before.heard);
  await Promise.all([before.stop(), after.stop()]);
});

test("windows hold what the stored series does: no rejected reading, and no correction that nobody has accepted", async () => {
  const query = "?events=reading,verdict&resolution=5s&metric=power_output_kw";
  const endMs = Math.floor(Date.now() / 5_000) * 5_000 - 1_200_000;
  const send = async (power: number, atMs: number) => {
    const body = { ...reading(power), timestamp: new Date(atMs).toISOString(), interval_s: 1 };
    return (await gateway.post(body, { prefer: "respond-async" })).body;
  };
  const listener = await Listener.sse(path(query), gateway.apiKey);
  const fine = await send(900, endMs - 2_000);
  const rejected = await send(90_000, endMs - 1_000);
  expect([fine.status, rejected.status]).toEqual(["APPROVED", "REJECTED"]);
  const correction = { readings: reading(880).readings, reason: "misread" };
  const filed = await fetch(`${gateway.baseUrl}/api/v1/records/${fine.record_id}/corrections`, {
    method: "POST",
    headers: { authorization: `Bearer ${gateway.apiKey}`, "content-type": "application/json" },
    body: JSON.stringify(correction),
  });
  expect(filed.status).toBe(201);
  await send(902, endMs);
  const last = await send(700, endMs + 5_000);
  const [, after] = await Promise.all([
    listener.event(of("verdict", last.record_id)),
    listener.event(({ event, data }) => event === "reading" && data.to === new Date(endMs + 5_000).toISOString()),
  ]);
  expect(after.data).toMatchObject({ count: 1 });
  const windows = listener.events("reading").filter(({ data }) => data.to === new Date(endMs).toISOString());
  const counts = windows.map(({ data }) => [data.count, data.readings.power_output_kw.max]);
  expect(counts.reduce((sum, [count]) => sum + count, 0)).toBe(2);
  expect(Math.max(...counts.map(([, most]) => most))).toBe(902);
  await listener.stop();
});
