import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { idOf, noOf, parsePosition } from "../../src/monitoring/stream-position.ts";
import { prepareStream } from "../../src/monitoring/streams.ts";
import { dropOldRuns, tellStreams } from "../../src/platform/stream-log.ts";
import { authenticate, createKey, revokeKey } from "../../src/tenancy/tenancy.ts";
import { replicaOf, type TestGateway, testGateway } from "../support/gateway.ts";
import { type Heard, Listener } from "./listener.ts";
import { TestSink, wishAll } from "./stream-parts.ts";

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await testGateway({ env: { STREAMS_KEY: "3" }, overrides: { streams: { heartbeatMs: 200 } } });
});
afterAll(() => gateway?.stop());

const path = (query = "", baseUrl = gateway.baseUrl) => `${baseUrl}/api/v1/stream${query}`;
const post = async () => {
  const readings = { flow_rate_m3s: 2.5, head_height_m: 45, power_output_kw: 900 };
  const body = { plant_id: "PLANT-HP-001", device_id: "TURBINE-001", readings };
  const answer = await gateway.post(body, { prefer: "respond-async" });
  expect(answer.status).toBe(202);
  return answer.body.record_id as string;
};
const of = (recordId: string) => (one: Heard) => one.event === "verdict" && one.data.record_id === recordId;
/** Nothing is told of it any more then. */
async function untilAnchored(listener: Listener, recordId: string): Promise<void> {
  const { data } = await listener.event(of(recordId));
  const isOf = (one: Heard) => one.data.plant_id === data.plant_id && one.data.to_seq >= data.seq;
  await listener.event((one) => one.event === "anchored" && isOf(one));
}
const readingsOf = (listener: Listener) => listener.events("reading").map(({ data }) => data.record_id);

test("every gateway tells the same under the same ids, and who is sent away by one that stops goes on at another", async () => {
  const first = await replicaOf(gateway);
  const there = await Listener.sse(path("?events=reading,verdict", first.baseUrl), gateway.apiKey);
  const here = await Listener.sse(path("?events=reading,verdict"), gateway.apiKey);
  const one = await post();
  await Promise.all([there.event(of(one)), here.event(of(one))]);
  expect(there.heard).toEqual(here.heard);

  await first.stop();
  await there.closed;
  expect(there.heard.at(-1)).toMatchObject({ event: "closed", data: { reason: "shutting-down" } });
  const missed = [await post(), await post()];
  const second = await replicaOf(gateway);
  const headers = { "last-event-id": there.lastId };
  const back = await Listener.sse(path("?events=reading,verdict", second.baseUrl), gateway.apiKey, headers);
  const last = await post();
  await Promise.all([back.event(of(last)), here.event(of(last))]);
  expect([...readingsOf(there), ...readingsOf(back)]).toEqual([one, ...missed, last]);
  expect([...there.heard.slice(0, -1), ...back.heard]).toEqual(here.heard);
  await Promise.all([back.stop(), here.stop()]);
  await second.stop();
});

test("a reader that takes nothing is ended by name, and hinders no other", async () => {
  const { hostname, port } = new URL(gateway.baseUrl);
  const slow = connect(Number(port), hostname);
  slow.write(`GET /api/v1/stream HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${gateway.apiKey}\r\n\r\n`);
  await once(slow, "readable");
  const quick = await Listener.sse(path("?events=alert"), gateway.apiKey);
  const mark = gateway.logLines.length;
  const wasEnded = () => gateway.logLines.slice(mark).find((line) => line.includes("its reader is too slow"));
  let sent = 0;
  // More than the system's own buffers hold between the two.
  while (wasEnded() === undefined && sent < 1_000) {
    const data = { text: "x".repeat(50_000), no: ++sent };
    const told = { kind: "event", name: "alert", orgId: "pilot", plantId: null, deviceId: null, data } as const;
    await gateway.roles.worker.db.transaction().execute((tx) => tellStreams(tx, [told]));
    await quick.event(() => quick.events("alert").length >= sent);
  }
  expect(JSON.parse(wasEnded() ?? "{}")).toMatchObject({ org_id: "pilot", form: "sse" });
  const { body: metrics } = await gateway.get("/metrics");
  expect(metrics).toContain('hydro_streams_ended_total{why="slow-consumer"} 1');
  expect(quick.events("alert").map(({ data }) => data.no)).toEqual(Array.from({ length: sent }, (_, i) => i + 1));
  await quick.stop();
  slow.destroy();
});

test("a key opens as many streams as it may, and gets each one's place back", async () => {
  const key = await gateway.keyWith(["auditor"]);
  const three = await Promise.all([1, 2, 3].map(() => Listener.sse(path(), key)));
  const refused = await gateway.get("/api/v1/stream", key);
  expect(refused).toMatchObject({ status: 429, body: { type: expect.stringContaining("too-much-in-work") } });
  await three[0]?.stop();
  const again = async () => Listener.sse(path(), key).catch(() => undefined);
  await expect.poll(again).toBeDefined();
  await Promise.all(three.slice(1).map((one) => one.stop()));
});

test("a stream that offers to go on as a WebSocket is a stream all the same, and any other call answered as if it had not", async () => {
  const key = await gateway.keyWith(["auditor"]);
  const { hostname, port } = new URL(gateway.baseUrl);
  const offer = "connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n";
  const ask = async (method: string, target: string, rest = "\r\n") => {
    const socket = connect(Number(port), hostname);
    socket.write(`${method} ${target} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${key}\r\n${offer}${rest}`);
    const [first] = await once(socket, "data");
    socket.destroy();
    return String(first);
  };
  // More than the key may have open at once.
  for (let i = 0; i < 5; i++) {
    await expect
      .poll(() => ask("GET", "/api/v1/stream"))
      .toMatch(/^HTTP\/1\.1 200 OK\r\n.*content-type: text\/event-stream/is);
  }
  const withBody = `content-type: application/json\r\ncontent-length: 7\r\n\r\n{"x":1}`;
  expect(await ask("POST", "/api/v1/verify", withBody)).toContain("/problems/invalid-request");
  expect(await ask("HEAD", "/api/v1/ws")).toMatch(/^HTTP\/1\.1 400 .*application\/problem\+json/s);
  const listener = await Listener.webSocket(`${gateway.baseUrl}/api/v1/ws`, key);
  await listener.stop();
});

test("a session's stream ends with its token, and at once when the session ends", async () => {
  const token = await gateway.sessionWith(["auditor"]);
  const listener = await Listener.sse(path(), token);
  const ended = await fetch(`${gateway.baseUrl}/api/v1/auth/logout-everywhere`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
  });
  expect(ended.status).toBe(200);
  await listener.closed;
  expect(listener.heard.at(-1)).toMatchObject({ event: "closed", data: { reason: "credential-ended" } });
});

test("a key's stream ends when the key does, however soon that is", async () => {
  const expiresAt = new Date(Date.now() + 2_000);
  const made = { orgId: "pilot", roles: ["auditor"], label: "for a moment", expiresAt } as const;
  const listener = await Listener.sse(path(), (await createKey(gateway.deps.tenancy, made)).text);
  await listener.closed;
  expect(Date.now() - expiresAt.getTime()).toBeLessThan(2_000);
  expect(listener.heard.at(-1)).toMatchObject({ event: "closed", data: { reason: "credential-ended" } });
});

test("a key that is revoked while its stream is made ready has none", async () => {
  const { deps } = gateway;
  const key = await createKey(deps.tenancy, { orgId: "pilot", roles: ["auditor"], label: "revoked" });
  const actor = await authenticate(deps.tenancy, key.text);
  const prepared = await prepareStream(deps.streams, actor, { wish: wishAll, from: undefined, endsAtMs: undefined });
  await revokeKey(deps.tenancy, key.keyId);
  const other = await Listener.sse(path(), gateway.apiKey);
  await other.event(of(await post()));
  const sink = new TestSink();
  prepared.begin(sink);
  await expect.poll(() => sink.ended, { timeout: 5_000 }).toBe("credential-ended");
  await other.stop();
});

test("a silent line is used now and then, and a quiet reader can come back to where it was", async () => {
  const listener = await Listener.webSocket(`${gateway.baseUrl}/api/v1/ws?events=alert`, gateway.apiKey);
  const before = listener.lastId;
  const recordId = await post();
  // What it does not want moves its place all the same.
  await expect.poll(() => Number(listener.lastId)).toBeGreaterThan(Number(before));
  expect(listener.heard).toEqual([]);
  const back = await Listener.sse(path(`?last_event_id=${before}`), gateway.apiKey);
  await back.event(of(recordId));
  await Promise.all([listener.stop(), back.stop()]);
});

test("who comes back too late is told of the gap and goes on behind it", async () => {
  await post();
  const twoDaysOn = new Date(Date.now() + 2 * 86_400_000);
  while ((await dropOldRuns(gateway.roles.worker.db, twoDaysOn)) === "more");
  const late = await Listener.sse(path("?last_event_id=3"), gateway.apiKey);
  const gap = await late.event(({ event }) => event === "gap");
  expect(gap.data).toMatchObject({ reason: "too-old", after: "3" });
  const recordId = await post();
  await untilAnchored(late, recordId);
  expect(readingsOf(late)).toEqual([recordId]);
  const never = await Listener.sse(path("?last_event_id=99999999"), gateway.apiKey);
  expect((await never.event(({ event }) => event === "gap")).data.reason).toBe("unknown-event");
  // Of what comes next nobody can have heard.
  const next = await Listener.sse(path(`?last_event_id=${idOf(noOf(Number(late.lastId)) + 1)}`), gateway.apiKey);
  expect((await next.event(({ event }) => event === "gap")).data.reason).toBe("unknown-event");
  const heard = await post();
  await untilAnchored(next, heard);
  expect(readingsOf(next)).toEqual([heard]);
  await Promise.all([late.stop(), never.stop(), next.stop()]);
});

test("who comes back while what it missed is dropped is told of the gap, and goes on", async () => {
  const { deps, roles } = gateway;
  const others = await Listener.sse(path("?events=reading,alert"), gateway.apiKey);
  const from = parsePosition(others.lastId);
  const event = { kind: "event", name: "alert", orgId: "pilot", plantId: null, deviceId: null, data: {} } as const;
  const many = Array.from({ length: 200 }, () => event);
  await roles.worker.db.transaction().execute((tx) => tellStreams(tx, many));
  // The gateway itself has read them: what it has not, it would tell of as a gap of its own.
  await expect.poll(() => others.events("alert").length, { timeout: 20_000 }).toBe(many.length);
  const actor = await authenticate(deps.tenancy, gateway.apiKey);
  const prepared = await prepareStream(deps.streams, actor, { wish: wishAll, from, endsAtMs: undefined });
  const twoDaysOn = new Date(Date.now() + 2 * 86_400_000);
  while ((await dropOldRuns(roles.worker.db, twoDaysOn)) === "more");
  const sink = new TestSink();
  const { leave } = prepared.begin(sink);
  await expect.poll(() => sink.named("gap").map(({ data }) => data.reason)).toEqual(["too-old"]);
  const recordId = await post();
  await expect.poll(() => sink.named("reading").map(({ data }) => data.record_id)).toEqual([recordId]);
  expect(sink.named("gap")).toHaveLength(1);
  leave();
  await others.stop();
});

test("a wrong parameter, a wrong id and a request that is no handshake are refused in words", async () => {
  const wrong = await gateway.get("/api/v1/stream?metric=power&dead_band=ph&resolution=2s&last_event_id=x");
  expect(wrong.status).toBe(400);
  const names = wrong.body.errors.map(({ parameter }: { parameter: string }) => parameter);
  expect(names.sort()).toEqual(["dead_band", "last_event_id", "metric", "resolution"]);
  expect((await gateway.get("/api/v1/ws")).body).toMatchObject({ status: 400, errors: [{ parameter: "Upgrade" }] });
  const socket = connect(Number(new URL(gateway.baseUrl).port), "127.0.0.1");
  socket.write("GET /api/v1/ws HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n");
  const [answer] = await once(socket, "data");
  expect(String(answer)).toMatch(/^HTTP\/1\.1 401 Unauthorized\r\n[\s\S]*"type":"[^"]*unauthenticated"/);
  socket.destroy();
});

test("an offer of another protocol is passed over, and the request answered", async () => {
  const socket = connect(Number(new URL(gateway.baseUrl).port), "127.0.0.1");
  socket.write("GET /health/live HTTP/1.1\r\nhost: x\r\nconnection: upgrade, http2-settings\r\nupgrade: h2c\r\n\r\n");
  const [answer] = await once(socket, "data");
  expect(String(answer)).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  socket.destroy();
});
