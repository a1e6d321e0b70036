import { randomBytes } from "node:crypto";
import { request } from "node:http";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mostReadings } from "../../src/http/batch-reader.ts";
import { batchAnswerSchema, batchItemSchema } from "../../src/http/telemetry-batch.schemas.ts";
import { setQuota } from "../../src/tenancy/quota-store.ts";
import { createOrganisation } from "../../src/tenancy/tenancy.ts";
import { TestDevice } from "../support/device.ts";
import { type TestGateway, testGateway } from "../support/gateway.ts";
import { pilotBody, pilotPlant, pilotTurbine } from "../support/pilot.ts";

let gateway: TestGateway;
beforeAll(async () => {
  // One window for all of the tests: which of them meets a limit is not for the clock to say.
  gateway = await testGateway({
    env: { RATE_LIMIT_KEY: "0", RATE_LIMIT_ORG: "0", RATE_LIMIT_ADDRESS: "0" },
    overrides: { http: { quotaWindowS: 86_400 * 365 } },
  });
  await createOrganisation(gateway.deps.tenancy, { orgId: "rival", name: "Rival" });
});
afterAll(() => gateway.stop());

/** Seconds of the last six days that no other test has used. */
const startMs = Date.now() - 6 * 86_400_000;
let seconds = 0;
const fresh = (readings: Record<string, unknown> = {}, more: Record<string, unknown> = {}) =>
  pilotBody(readings, { timestamp: startMs + ++seconds * 1000, interval_s: 1, ...more });
const freshMany = (count: number) => Array.from({ length: count }, () => fresh());

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
type Answer = { status: number; headers: Headers; body: any };

async function send(body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const isRaw = typeof body === "string" || body instanceof Uint8Array || body instanceof ReadableStream;
  const response = await fetch(`${gateway.baseUrl}/api/v1/telemetry/batch`, {
    method: "POST",
    headers: { authorization: `Bearer ${gateway.apiKey}`, "content-type": "application/json", ...headers },
    body: isRaw ? (body as NonNullable<RequestInit["body"]>) : JSON.stringify(body),
    ...(body instanceof ReadableStream && { duplex: "half" }),
  });
  const text = await response.text();
  const isLines = response.headers.get("content-type") === "application/x-ndjson";
  const parsed = isLines
    ? text
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line))
    : JSON.parse(text);
  return { status: response.status, headers: response.headers, body: parsed };
}

const lines = (bodies: readonly unknown[]) => `${bodies.map((body) => JSON.stringify(body)).join("\n")}\n`;
const asLines = { "content-type": "application/x-ndjson" };
const codeOf = ({ body }: Answer) => body.type?.split("/").at(-1);
// biome-ignore lint/suspicious/noExplicitAny: as above
const results = (items: any[]) => items.map((item) => item.problem?.type.split("/").at(-1) ?? item.result);

async function recorded(): Promise<number> {
  const { rows } = await gateway.roles.owner.pool.query(
    "SELECT count(*)::int AS n FROM records WHERE kind = 'reading'",
  );
  return (rows[0] as { n: number }).n;
}

describe("POST /api/v1/telemetry/batch", () => {
  test("answers for every reading in its place, and says of each what the single call would", async () => {
    const [first, second] = [fresh(), fresh({ flow_rate_m3s: 0 })];
    const answer = await send([
      first,
      second,
      first,
      { ...first, readings: { flow_rate_m3s: 1 } },
      fresh({}, { device_id: "NOBODY" }),
      fresh({ ph: 15 }),
      fresh({}, { timestamp: Date.now() - 8 * 86_400_000 }),
      7,
    ]);
    expect(answer.status).toBe(207);
    expect(batchAnswerSchema.parse(answer.body)).toEqual(answer.body);
    const refusals = ["reading-conflict", "not-found", "invalid-request", "timestamp-out-of-range", "invalid-request"];
    expect(results(answer.body.items)).toEqual(["accepted", "accepted", "duplicate", ...refusals]);
    expect(answer.body.items.map(({ index }: { index: number }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(answer.body.totals).toEqual({
      received: 8,
      accepted: 2,
      duplicates: 1,
      refused: 5,
      verdicts: { APPROVED: 1, FLAGGED: 0, REJECTED: 1 },
    });
    const [a, b, again, conflict, , wrong] = answer.body.items;
    expect([b.seq, again.record_id, conflict.problem.record_id]).toEqual([a.seq + 1, a.record_id, a.record_id]);
    expect(b.reasons[0].rule).toMatch(/^physics\./);
    expect(wrong.problem.errors).toMatchObject([{ pointer: "/readings/ph", rule: "maximum" }]);
    const { body: record } = await gateway.get(`/api/v1/records/${b.record_id}`);
    expect([record.seq, record.status, record.trust_score]).toEqual([b.seq, "REJECTED", b.trust_score]);
    const single = await gateway.post(second, { prefer: "respond-async" });
    expect([single.status, single.body.record_id]).toEqual([200, b.record_id]);
  });

  test("takes one reading a line; a line that is no JSON costs that line", async () => {
    const [a, b] = [fresh(), fresh()];
    const answer = await send(`${JSON.stringify(a)}\n{"plant_id":\n\n${JSON.stringify(b)}`, asLines);
    expect([answer.status, results(answer.body.items)]).toEqual([207, ["accepted", "malformed-json", "accepted"]]);
    const twice = await send(`${JSON.stringify(fresh()).replace("{", '{"plant_id":"X",')}\n`, asLines);
    expect(results(twice.body.items)).toEqual(["malformed-json"]);
    const exact = await send(lines([fresh()]).replace('"power_output_kw":900', '"energy_kwh":0.1234'), asLines);
    expect(exact.body.items[0].problem.errors).toMatchObject([{ pointer: "/readings/energy_kwh" }]);
  });

  test.each([
    ["gzip", gzipSync],
    ["br", brotliCompressSync],
  ])("is unpacked from %s", async (coding, pack) => {
    const answer = await send(pack(JSON.stringify(freshMany(700))), { "content-encoding": coding });
    expect([answer.status, answer.body.totals.accepted]).toEqual([200, 700]);
  });

  test("gives lines back as soon as they are durable, with the totals at the end", async () => {
    const bodies = [...freshMany(600), fresh({ ph: 15 }), fresh()];
    const answer = await send(lines(bodies), { ...asLines, accept: "application/x-ndjson" });
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "application/x-ndjson"]);
    const last = answer.body.pop();
    for (const item of answer.body) expect(batchItemSchema.parse(item)).toEqual(item);
    expect(answer.body).toHaveLength(602);
    expect(last).toMatchObject({ complete: true, totals: { received: 602, accepted: 601, refused: 1 } });
  });

  test("answers while the body still arrives, and goes on with it", async () => {
    let more: (text: string) => void = () => undefined;
    let end: () => void = () => undefined;
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        more = (text) => controller.enqueue(new TextEncoder().encode(text));
        end = () => controller.close();
      },
    });
    const headers = { ...asLines, authorization: `Bearer ${gateway.apiKey}`, accept: "application/x-ndjson" };
    more(lines([fresh()]));
    const init = { method: "POST", headers, body, duplex: "half" };
    const response = await fetch(`${gateway.baseUrl}/api/v1/telemetry/batch`, init as RequestInit);
    const reader = (response.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader();
    expect(JSON.parse((await reader.read()).value ?? "")).toMatchObject({ index: 0, result: "accepted" });
    more(lines([fresh()]));
    expect(JSON.parse((await reader.read()).value ?? "")).toMatchObject({ index: 1, result: "accepted" });
    end();
    expect(JSON.parse((await reader.read()).value ?? "")).toMatchObject({ complete: true });
  });

  test("sent again stores nothing anew, and what was missing is filled in", async () => {
    const bodies = freshMany(40);
    const first = await send(bodies.filter((_, i) => i % 2 === 0));
    const before = await recorded();
    const again = await send(bodies);
    expect(again.body.totals).toMatchObject({ received: 40, accepted: 20, duplicates: 20 });
    const known = again.body.items.filter(({ result }: { result: string }) => result === "duplicate");
    expect(known.map(({ record_id }: { record_id: string }) => record_id)).toEqual(
      first.body.items.map(({ record_id }: { record_id: string }) => record_id),
    );
    expect(await recorded()).toBe(before + 20);
    const third = await send(bodies);
    expect([third.status, third.headers.get("idempotent-replayed")]).toEqual([200, "true"]);
  });

  test("with an Idempotency-Key knows readings without a time again by their places", async () => {
    const bodies = [pilotBody(), pilotBody({ power_output_kw: 890 })];
    const key = { "idempotency-key": '"batch-1"' };
    const first = await send(bodies, key);
    const again = await send([...bodies, pilotBody({ power_output_kw: 880 })], key);
    expect(results(again.body.items)).toEqual(["duplicate", "duplicate", "accepted"]);
    expect(again.body.items[1]).toMatchObject({ record_id: first.body.items[1].record_id, replayed: true });
    const other = await send([pilotBody({ power_output_kw: 870 })], key);
    expect(results(other.body.items)).toEqual(["idempotency-key-reused"]);
    // The single call's key of the same text is another.
    const single = await gateway.post(pilotBody(), { ...key, prefer: "respond-async" });
    expect(single.headers.get("idempotent-replayed")).toBeNull();
  });

  test("of readings in any order keeps them in the order of the call, one chain without a gap", async () => {
    const bodies = freshMany(1_200).reverse();
    const { body } = await send(bodies);
    const seqs = body.items.map(({ seq }: { seq: number }) => seq);
    expect(seqs).toEqual(seqs.map((_: number, i: number) => seqs[0] + i));
    const { rows } = await gateway.roles.owner.pool.query(
      "SELECT convert_from(body, 'UTF8') AS body FROM records WHERE plant_id = $1 AND seq >= $2 ORDER BY seq",
      [pilotPlant.plant_id, seqs[0]],
    );
    const ends = rows
      .slice(0, bodies.length)
      .map((row) => Date.parse(JSON.parse((row as { body: string }).body).timestamp));
    expect(ends).toEqual(bodies.map((one) => (one as unknown as { timestamp: number }).timestamp));
  });
});

describe("a batch that goes wrong", () => {
  test("whose connection breaks leaves whole readings only, and the retry fills in the rest", async () => {
    const bodies = freshMany(1_500);
    const text = lines(bodies);
    const before = await recorded();
    const url = new URL(`${gateway.baseUrl}/api/v1/telemetry/batch`);
    const call = request({
      ...{ hostname: url.hostname, port: url.port, path: url.pathname, method: "POST" },
      headers: { ...asLines, authorization: `Bearer ${gateway.apiKey}`, "content-length": Buffer.byteLength(text) },
    });
    call.on("error", () => undefined);
    call.write(text.slice(0, Math.floor(text.length * 0.6)));
    await expect.poll(recorded, { timeout: 20_000 }).toBeGreaterThan(before);
    call.destroy();
    await expect.poll(() => gateway.deps.intake.use.batches, { timeout: 20_000 }).toBe(0);
    const stored = (await recorded()) - before;
    expect(stored).toBeGreaterThan(0);
    expect(stored).toBeLessThanOrEqual(Math.floor(bodies.length * 0.6));
    const again = await send(text, asLines);
    expect([again.status, again.body.totals]).toMatchObject([200, { duplicates: stored, accepted: 1_500 - stored }]);
    // What was stored is the beginning, as it was sent.
    expect(new Set(results(again.body.items.slice(0, stored)))).toEqual(new Set(["duplicate"]));
  });

  test("of one reading too many is refused there; the ten thousand before it are on record", async () => {
    const answer = await send(freshMany(mostReadings + 1));
    expect([answer.status, codeOf(answer), answer.body.totals.accepted]).toEqual([413, "body-too-large", mostReadings]);
    expect(answer.body.items).toHaveLength(mostReadings);
    expect(answer.body.detail).toContain("10000 readings");
  });

  test("made to burst is refused before it is unpacked, whatever it says of its length", async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1_048_576, " "));
    const before = process.memoryUsage().rss;
    for (const headers of [{}, asLines]) {
      const answer = await send(bomb, { ...headers, "content-encoding": "gzip" });
      expect([answer.status, codeOf(answer)]).toEqual([413, "body-too-large"]);
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1_048_576);
    const slow = gzipSync(Buffer.concat([Buffer.from(lines(freshMany(3))), Buffer.alloc(20 * 1_048_576, " ")]));
    const partly = await send(slow, { ...asLines, "content-encoding": "gzip" });
    expect([partly.status, codeOf(partly)]).toEqual([413, "body-too-large"]);
  });

  test("that is longer than 16 MiB is refused by what it says, or where it is, with what was whole before", async () => {
    const line = JSON.stringify(fresh());
    const body = `${line}\n${" ".repeat(60_000)}\n`.repeat(300);
    const declared = await send(body, asLines);
    expect([declared.status, codeOf(declared), declared.body.items]).toEqual([413, "body-too-large", undefined]);
    const pieces = new ReadableStream({
      pull(controller) {
        controller.enqueue(new TextEncoder().encode(`${line}\n${" ".repeat(60_000)}\n`));
      },
    });
    const chunked = await send(pieces, asLines).catch((error: unknown) => error as Error);
    // A sender without end hears nothing: its line is closed once 16 MiB more were read.
    if (!(chunked instanceof Error)) expect([chunked.status, codeOf(chunked)]).toEqual([413, "body-too-large"]);
    await expect.poll(() => gateway.deps.intake.use).toEqual({ bytes: 0, batches: 0 });
  });

  test.each([
    ["is no list", "{}", "application/json", 400, "malformed-json"],
    ["is empty", "", "application/json", 400, "malformed-json"],
    ["is of another type", "a,b\n", "text/csv", 415, "unsupported-media-type"],
  ])("and %s is a problem like any other", async (_, body, type, status, code) => {
    const answer = await send(body, { "content-type": type });
    expect([answer.status, codeOf(answer), answer.body.items]).toEqual([status, code, undefined]);
  });

  test("in the middle of its list says what was done before", async () => {
    const answer = await send(`[${JSON.stringify(fresh())},${JSON.stringify(fresh())} oops`);
    expect([answer.status, codeOf(answer), results(answer.body.items)]).toEqual([
      ...[400, "malformed-json"],
      ["accepted", "accepted"],
    ]);
    const streamed = await send(`[${JSON.stringify(fresh())} oops`, { accept: "application/x-ndjson" });
    expect(streamed.body.at(-1)).toMatchObject({ complete: false, totals: { accepted: 1 }, problem: { status: 400 } });
  });

  test("of broken gzip says so, and what was whole before", async () => {
    const packed = gzipSync(lines(freshMany(5_000)));
    const answer = await send(packed.subarray(0, packed.length - 5_000), { ...asLines, "content-encoding": "gzip" });
    expect([answer.status, codeOf(answer)]).toEqual([400, "invalid-request"]);
    expect(answer.body.errors[0].parameter).toBe("Content-Encoding");
    expect(answer.body.totals.accepted).toBeGreaterThan(0);
  });
});

test("a batch of 16 MiB is never in memory as a whole, however it comes", async () => {
  const { intake } = gateway.deps;
  // Blanks of two kinds in no order: they pack ten times at most.
  const blanks = () => Array.from(randomBytes(200), (byte) => byte.toString(2).padStart(8, "0")).join("");
  const padded = (body: unknown) =>
    (JSON.stringify(body) + blanks().replaceAll("0", " ").replaceAll("1", "\t")).slice(0, 1_676);
  const bodies = freshMany(mostReadings).map(padded);
  const text = `[${bodies.join(",")}]`;
  expect(text.length).toBeGreaterThan(16 * 1_000_000);
  for (const body of [text, gzipSync(text)]) {
    let most = 0;
    const sampling = setInterval(() => {
      most = Math.max(most, intake.use.bytes);
    }, 1);
    const answer = await send(body, typeof body === "string" ? {} : { "content-encoding": "gzip" });
    clearInterval(sampling);
    expect([answer.status, answer.body.totals.received]).toEqual([200, mostReadings]);
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThan(5 * 1_048_576);
  }
  expect(intake.use).toEqual({ bytes: 0, batches: 0 });
});

describe("a batch is let in", () => {
  test("reading by reading: plants and devices that the key is not for are as if they were not there", async () => {
    const rival = await gateway.keyWith(["owner"], "rival");
    const foreign = await send([fresh()], { authorization: `Bearer ${rival}` });
    expect([foreign.status, results(foreign.body.items)]).toEqual([207, ["not-found"]]);
    const made = await fetch(`${gateway.baseUrl}/api/v1/keys`, {
      method: "POST",
      headers: { authorization: `Bearer ${gateway.apiKey}`, "content-type": "application/json" },
      body: JSON.stringify({
        label: "one device",
        roles: ["device"],
        plants: [pilotPlant.plant_id],
        devices: ["OTHER"],
      }),
    });
    const { api_key: narrow } = (await made.json()) as { api_key: string };
    expect(made.status).toBe(201);
    const narrowed = await send([fresh()], { authorization: `Bearer ${narrow}` });
    expect(results(narrowed.body.items)).toEqual(["not-found"]);
  });

  test("with history only for who answers for the plant", async () => {
    const device = await gateway.keyWith(["device"]);
    const history = () =>
      fresh({}, { timestamp: Date.UTC(2026, 0, 1) + ++seconds * 1000, source: "backfill", reason: "logger" });
    const refused = await send([history()], { authorization: `Bearer ${device}` });
    expect(results(refused.body.items)).toEqual(["forbidden"]);
    const taken = await send([history(), { ...history(), reason: undefined }]);
    expect(results(taken.body.items)).toEqual(["accepted", "invalid-request"]);
    const { body } = await gateway.get(`/api/v1/records/${taken.body.items[0].record_id}`);
    expect(body).toMatchObject({ source: "backfill", reason: "logger" });
  });

  test("as far as the quota goes, and says what was done", async () => {
    const { roles } = gateway;
    await createOrganisation(gateway.deps.tenancy, { orgId: "small", name: "Small" });
    await setQuota(roles.owner.db, "small", { orgPerMinute: 1_000, keyPerMinute: 700 }, new Date());
    const key = await gateway.keyWith(["owner"], "small");
    const answer = await send(freshMany(900), { authorization: `Bearer ${key}` });
    expect([answer.status, codeOf(answer), answer.body["violated-policies"]]).toEqual([429, "quota-exceeded", ["key"]]);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(answer.body.totals.received).toBe(700);
    expect((await send([fresh()], { authorization: `Bearer ${key}` })).status).toBe(429);
  });

  test("while there is room: 429 for an organisation with too many, 503 for all, both with Retry-After", async () => {
    const { intake } = gateway.deps;
    const own = Array.from({ length: 16 }, () => intake.admit("pilot"));
    const full = await send([fresh()]);
    expect([full.status, codeOf(full), full.headers.get("retry-after")]).toEqual([429, "too-much-in-work", "1"]);
    own.pop()?.end();
    const others = Array.from({ length: 17 }, (_, i) => intake.admit(`org-${i}`));
    const busy = await send([fresh()]);
    expect([busy.status, codeOf(busy), busy.headers.get("retry-after")]).toEqual([503, "overloaded", "1"]);
    for (const pass of [...own, ...others]) pass.end();
    expect((await send([fresh()])).status).toBe(200);
  });
});

describe("signed readings", () => {
  const deviceId = "SIGNING-001";
  const device = new TestDevice(4);
  beforeAll(async () => {
    const call = async (path: string, body: unknown) => {
      const response = await fetch(`${gateway.baseUrl}/api/v1${path}`, {
        method: "POST",
        headers: { authorization: `Bearer ${gateway.apiKey}`, "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      expect(response.status).toBe(201);
      return (await response.json()) as { code: string };
    };
    await call(`/plants/${pilotPlant.plant_id}/devices`, { device_id: deviceId, kind: "turbine" });
    const { code } = await call(`/plants/${pilotPlant.plant_id}/devices/${deviceId}/claim-codes`, {});
    await call("/devices/claim", { code, public_key: device.publicHex, proof: device.claimProof(code) });
  });

  test("under one signature are each proven by their own path, and one that was changed is refused alone", async () => {
    const bodies = Array.from({ length: 9 }, (_, i) => fresh({}, { device_id: deviceId, device_seq: 100 + i }));
    const signed = device.batch(bodies, new Date().toISOString());
    signed[4] = { ...signed[4], readings: { power_output_kw: 901 } };
    const answer = await send(signed);
    const expected = bodies.map((_, i) => (i === 4 ? "signature-invalid" : "accepted"));
    expect(results(answer.body.items)).toEqual(expected);
    const { body } = await gateway.get(`/api/v1/records/${answer.body.items[8].record_id}`);
    expect(body).toMatchObject({ signed: true, signature: { key_id: device.keyId, form: "batch" } });
    const again = await send(bodies.map((one, i) => device.signed({ ...one, device_seq: 100 + i }, Date.now())));
    expect(again.body.totals).toMatchObject({ duplicates: 8, accepted: 1 });
  });

  test("are not signed as a message: it would have to be kept with each of them", async () => {
    const headers = { "signature-input": `sig=("@method");keyid="${device.keyId}"`, signature: "sig=:AA==:" };
    expect(codeOf(await send([fresh({}, { device_id: pilotTurbine.device_id })], headers))).toBe("signature-invalid");
  });
});
