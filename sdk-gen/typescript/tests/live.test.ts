import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import {
  GatewayError,
  HydroGateway,
  InvalidRequestError,
  type LogKey,
  NoAnswerError,
  NotFoundError,
  PreconditionFailedError,
  SampleKept,
  type TelemetryReading,
  UnauthenticatedError,
  verifyProof,
  verifyWebhook,
} from "hydro-mrv-client";

const env = process.env as Record<string, string>;
const { HYDRO_URL, HYDRO_API_KEY, HYDRO_PLANT_ID, HYDRO_DEVICE_ID, HYDRO_BAD_LINE } = env;
const gateway = new HydroGateway({ baseUrl: HYDRO_URL as string, apiKey: HYDRO_API_KEY as string });
const startMs = Date.UTC(2026, 4, 1);

const reading = (minute: number, power_output_kw = 900): TelemetryReading => ({
  plant_id: HYDRO_PLANT_ID as string,
  device_id: HYDRO_DEVICE_ID as string,
  timestamp: new Date(startMs + minute * 60_000).toISOString(),
  interval_s: 60,
  source: "backfill",
  reason: "tests of the client",
  readings: { flow_rate_m3s: 2.5, head_height_m: 45, power_output_kw },
});
const now = (): TelemetryReading => {
  const { timestamp: _, interval_s: __, source: ___, reason: ____, ...rest } = reading(0);
  return rest;
};
const overBadLine = (line: string, more = {}) =>
  new HydroGateway({ baseUrl: `${HYDRO_BAD_LINE}/${line}`, apiKey: HYDRO_API_KEY as string, ...more });
const seen = async (line: string) =>
  (
    (await (await fetch(`${HYDRO_BAD_LINE}/seen`)).json()) as { line: string; method: string; key: string | null }[]
  ).filter((one) => one.line === line);

test("a reading is judged and anchored, and its proof holds offline; one changed digit breaks it", async () => {
  const record = await gateway.send(now());
  assert.equal(record.anchor?.state, "anchored");
  assert.ok(["APPROVED", "FLAGGED", "REJECTED"].includes(record.status ?? ""));
  const proof = await gateway.proofOf(record.record_id);
  const { verifier_key } = (await gateway.getLogKey()) as LogKey;
  assert.equal((await verifyProof(proof, verifier_key)).valid, true);
  const changed = { ...proof, record: proof.record.replace('"power_output_kw":900', '"power_output_kw":901') };
  assert.notEqual(changed.record, proof.record);
  assert.equal((await verifyProof(changed, proof.verifier_key)).valid, false);
});

test("a reading that is kept as a sample is told as one, never as a record", async () => {
  const sampled = (minute: number): TelemetryReading => ({
    ...reading(minute),
    plant_id: env.HYDRO_SAMPLING_PLANT_ID as string,
    device_id: env.HYDRO_SAMPLING_DEVICE_ID as string,
  });
  const kept = await gateway.send(sampled(1)).catch((error: unknown) => error);
  assert.ok(kept instanceof SampleKept);
  assert.deepEqual([kept.sample.kind, kept.sample.duplicate], ["sample", false]);
  const hashes: (string | undefined)[] = [];
  for await (const sent of gateway.sendAll([sampled(1), sampled(2)])) {
    hashes.push(sent.result === "sample" ? sent.sample.sha256 : undefined);
  }
  assert.deepEqual(hashes, [kept.sample.sha256, hashes[1]]);
  assert.ok(hashes[1]);
});

test("any number of readings goes in batches, each told what became of it, in order", async () => {
  async function* readings() {
    for (let minute = 1; minute <= 25; minute++) yield reading(minute);
    yield { ...reading(26), device_id: "NOBODY" };
    yield reading(1);
  }
  const results = [];
  for await (const sent of gateway.sendAll(readings(), { size: 10 })) results.push(sent);
  assert.deepEqual(
    results.map(({ index }) => index),
    Array.from({ length: 27 }, (_, i) => i),
  );
  assert.equal(results.filter(({ result }) => result === "accepted").length, 25);
  assert.equal(results[25]?.result, "refused");
  assert.equal(results[25]?.reading.device_id, "NOBODY");
  assert.equal(results[26]?.result, "duplicate");
});

test("a list is walked page by page to its end", async () => {
  const walk = async (limit: number) => {
    const ids = [];
    const query = { plant_id: HYDRO_PLANT_ID as string, limit };
    const list = gateway.items((page) => gateway.listTelemetry({ query: { ...query, ...page } }));
    for await (const { record_id } of list) ids.push(record_id);
    return ids;
  };
  const [small, whole] = [await walk(7), await walk(1000)];
  assert.ok(whole.length >= 26);
  assert.deepEqual(small, whole);
});

test("refusals are typed errors with the problem and its places", async () => {
  await assert.rejects(gateway.getRecord({ path: { id: "rec_5f2rkq0v9c8hxw3n7d1ytbgm4e" } }), NotFoundError);
  await assert.rejects(gateway.send({ ...now(), flow: 1 } as TelemetryReading), (error) => {
    assert.ok(error instanceof InvalidRequestError && error instanceof GatewayError);
    assert.equal(error.code, "invalid-request");
    assert.equal(error.status, 400);
    assert.equal(error.problem.errors?.[0]?.pointer, "/flow");
    return true;
  });
  const stranger = new HydroGateway({ baseUrl: HYDRO_URL as string, token: async () => "nobody" });
  await assert.rejects(stranger.listPlants(), UnauthenticatedError);
});

test("what is read is changed only where nobody else has changed it, by the tag of its answer", async () => {
  const path = { plant_id: HYDRO_PLANT_ID as string };
  const read = await gateway.answerOf((heard) => gateway.getPlant({ path, ...heard }));
  assert.deepEqual([read.value.plant_id, read.status], [HYDRO_PLANT_ID, 200]);
  assert.ok(read.headers.get("RateLimit"));
  const name = (to: string, tag: string) => (heard: object) =>
    gateway.changePlant({ path, headers: { "if-match": tag }, body: { name: to }, ...heard });
  const changed = await gateway.answerOf(name("By TypeScript", read.etag));
  assert.notEqual(changed.etag, read.etag);
  await assert.rejects(() => gateway.answerOf(name("Too late", read.etag)), PreconditionFailedError);
  const again = await gateway.answerOf(name(read.value.name as string, changed.etag));
  assert.equal(again.value.name, read.value.name);
  const made = await gateway.answerOf((heard) => gateway.createApiKey({ body: { roles: ["auditor"] }, ...heard }));
  assert.equal(made.location, `/api/v1/keys/${made.value.key_id}`);
  await assert.rejects(() => gateway.answerOf(() => gateway.getPlant({ path })), TypeError);
});

test("a lost answer is fetched with the same Idempotency-Key and leaves one record", async () => {
  const count = async () =>
    (await gateway.listTelemetry({ query: { plant_id: HYDRO_PLANT_ID as string, limit: 1000 } })).items.length;
  const before = await count();
  await overBadLine("lost").send(now());
  assert.equal(await count(), before + 1);
  const tries = await seen("lost");
  assert.equal(tries.length, 2);
  assert.ok(tries[0]?.key);
  assert.equal(tries[0]?.key, tries[1]?.key);
});

test("Retry-After is waited for, and not beyond the longest wait", async () => {
  const startedMs = performance.now();
  await overBadLine("busy").listPlants();
  assert.ok(performance.now() - startedMs >= 990);
  const askedMs = performance.now();
  await overBadLine("proxy").listPlants();
  assert.ok(performance.now() - askedMs >= 900);
  await assert.rejects(overBadLine("proxy", { retries: 0 }).getCaller(), { status: 503, code: "about:blank" });
  await assert.rejects(overBadLine("busy", { longestWaitMs: 500 }).getCaller(), {
    code: "quota-exceeded",
    retryAfterS: 1,
  });
});

test("who is told to come back at once leaves time between tries all the same", async () => {
  const startedMs = performance.now();
  await overBadLine("hurry").listPlants();
  assert.ok(performance.now() - startedMs >= 740);
});

test("what somebody else on the way answers is never taken for the gateway's answer", async () => {
  for (const line of ["portal", "json", "cdn", "torn", "edge"]) {
    assert.match((await overBadLine(line).send(now())).record_id, /^rec_/, line);
    const tries = await seen(line);
    assert.deepEqual([tries.length, tries[0]?.key === tries[1]?.key], [2, true], line);
  }
  await assert.rejects(overBadLine("portal", { retries: 0 }).getCaller(), (error) => {
    assert.ok(error instanceof NoAnswerError);
    assert.match(error.message, /is not the gateway: HTTP 200, text\/html: <h1>Sign in/);
    return true;
  });
  await assert.rejects(
    overBadLine("json", { retries: 0 }).getCaller(),
    /is not the gateway: HTTP 200 lacks [a-z_]+: {"login"/,
  );
  await assert.rejects(overBadLine("edge", { retries: 0 }).getCaller(), { status: 503, message: "Unavailable" });
  await assert.rejects(overBadLine("moved").send(now()), { status: 301, message: /The gateway is elsewhere: http/ });
});

test("a try that takes too long is given up and tried again; without tries left it says so", async () => {
  assert.ok((await overBadLine("late", { timeoutMs: 700 }).listPlants()).items.length > 0);
  await assert.rejects(overBadLine("late", { timeoutMs: 700, retries: 0 }).getCaller(), NoAnswerError);
  const nobody = new HydroGateway({ baseUrl: "http://127.0.0.1:1", retries: 0 });
  await assert.rejects(nobody.listPlants(), /No answer in 1 try: fetch failed \(.*(ECONNREFUSED|bad port)/);
});

test("a live stream that breaks off, and one whose key has ended, goes on behind the last message; a gap is told", async () => {
  const keyOf = () => gateway.createApiKey({ body: { roles: ["auditor"], scopes: ["streams:read"] } });
  let key = await keyOf();
  const watching = new HydroGateway({ baseUrl: `${HYDRO_BAD_LINE}/cut`, apiKey: () => key.api_key });
  const query = { events: ["reading" as const], plant_id: [HYDRO_PLANT_ID as string], last_event_id: "999999999999" };
  const told: string[] = [];
  for await (const message of watching.stream(query, { signal: AbortSignal.timeout(30_000) })) {
    if (message.event === "gap") told.push(message.data.reason);
    else if (message.event === "reading" && "record_id" in message.data) told.push(message.data.timestamp);
    if (told.length === 3) break;
    if (told.length === 2) {
      const ended = key.key_id;
      key = await keyOf();
      await gateway.revokeApiKey({ path: { key_id: ended } });
    }
    await gateway.send(reading(100 + told.length), { waitS: 0 });
  }
  assert.deepEqual(told, ["unknown-event", reading(101).timestamp, reading(102).timestamp]);
  const lines = (await seen("cut")).length;
  assert.ok(lines >= 3, `${lines} connections`);
  const stranger = new HydroGateway({ baseUrl: HYDRO_URL as string, apiKey: "nobody" });
  await assert.rejects(stranger.stream().next(), UnauthenticatedError);
  const portal = new HydroGateway({ baseUrl: `${HYDRO_BAD_LINE}/portal`, retries: 0 });
  await assert.rejects(portal.stream().next(), NoAnswerError);
  const stop = new AbortController();
  setTimeout(() => stop.abort(new Error("enough")), 300);
  await assert.rejects(gateway.stream({ events: ["alert"] }, { signal: stop.signal }).next(), /enough/);
});

test("a webhook's message is received and verified", async () => {
  const received: Promise<{ headers: Record<string, string>; body: string }> = new Promise((resolve) => {
    const server = createServer(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk;
      response.writeHead(204).end();
      server.close();
      resolve({ headers: request.headers as Record<string, string>, body });
    }).listen(0, "127.0.0.7", async () => {
      const { port } = server.address() as { port: number };
      const made = await gateway.createWebhook({
        body: { url: `http://127.0.0.7:${port}/`, types: ["period.closed"] },
      });
      secret = made.secret;
      await gateway.testWebhook({ path: { endpoint_id: made.endpoint_id } });
    });
  });
  let secret = "";
  const message = await received;
  const event = await verifyWebhook(message, secret);
  assert.equal(event.type, "webhook.test");
});
