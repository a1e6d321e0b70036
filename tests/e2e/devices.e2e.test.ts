import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as examples from "../../src/http/periods.examples.ts";
import * as plantExamples from "../../src/http/plants.examples.ts";
import { audit } from "../audit/support.ts";
import { TestDevice } from "../support/device.ts";
import { type Answer, type TestGateway, testGateway } from "../support/gateway.ts";
import { pilotBody } from "../support/pilot.ts";

const publicUrl = "https://hydro.example";
let gateway: TestGateway;
let dir: string;
beforeAll(async () => {
  gateway = await testGateway({ env: { PUBLIC_URL: publicUrl } });
  dir = await mkdtemp(join(tmpdir(), "hydro-devices-"));
});
afterAll(async () => {
  await gateway.stop();
  await rm(dir, { recursive: true, force: true });
});

type Call = { key?: string | null; headers?: Record<string, string>; body?: unknown };

async function call(
  method: string,
  path: string,
  { key = gateway.apiKey, headers = {}, body }: Call = {},
): Promise<Answer> {
  const response = await fetch(`${gateway.baseUrl}${path}`, {
    method,
    headers: {
      ...(key !== null && { authorization: `Bearer ${key}` }),
      ...(body !== undefined && { "content-type": "application/json" }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: /^[{[]/.test(text) && !/^\{.*\}\n\{/.test(text) ? JSON.parse(text) : text,
  };
}

let plants = 0;
/** A plant of its own, its device claimed with a key. */
async function claimedPlant(more: Record<string, unknown> = {}) {
  const plantId = `PLANT-D-${++plants}`;
  const deviceId = `TURBINE-D-${plants}`;
  const plant = {
    plant_id: plantId,
    name: "A plant of devices",
    time_zone: "Asia/Kolkata",
    commissioned_on: "2015-01-01",
    rated_power_kw: 1000,
    design_head_m: 45,
    design_flow_m3s: 2.8,
    turbine_type: "francis",
    devices: [{ device_id: deviceId, kind: "turbine", interval_s: 60 }],
    ...more,
  };
  expect((await call("POST", "/api/v1/plants", { body: plant })).status).toBe(201);
  const device = new TestDevice(10 + plants);
  const { body: code } = await call("POST", `/api/v1/plants/${plantId}/devices/${deviceId}/claim-codes`, { body: {} });
  const claim = { code: code.code, public_key: device.publicHex, proof: device.claimProof(code.code) };
  const { status, body } = await call("POST", "/api/v1/devices/claim", { key: null, body: claim });
  expect(status).toBe(201);
  return { plantId, deviceId, device, key: body.api_key as string };
}

type Claimed = Awaited<ReturnType<typeof claimedPlant>>;
const readingOf = ({ plantId, deviceId }: Claimed, more: Record<string, unknown> = {}) => ({
  ...pilotBody({}, more),
  plant_id: plantId,
  device_id: deviceId,
});

let nonces = 0;
const nonce = () => `nonce-${++nonces}`;
const now = () => Math.floor(Date.now() / 1000);
const target = `${publicUrl}/api/v1/telemetry`;

describe("a signed request (RFC 9421)", () => {
  test("is recorded as signed under the public address, and taken once", async () => {
    const plant = await claimedPlant({ signatures: "required" });
    const text = JSON.stringify(readingOf(plant));
    const signed = plant.device.http(text, target, { created: now(), nonce: nonce() });
    const sent = () => call("POST", "/api/v1/telemetry", { key: plant.key, headers: signed, body: text });
    const first = await sent();
    expect([first.status, first.body.signed, first.body.signature.form]).toEqual([201, true, "http"]);
    const again = await sent();
    expect([again.status, again.body.type]).toEqual([409, expect.stringMatching(/signature-replayed$/)]);
    const fresh = plant.device.http(text, target, { created: now(), nonce: nonce() });
    expect((await call("POST", "/api/v1/telemetry", { key: plant.key, headers: fresh, body: text })).status).toBe(201);
  });

  test("of ten at once with one nonce one is taken", async () => {
    const plant = await claimedPlant();
    const text = JSON.stringify(readingOf(plant));
    const headers = plant.device.http(text, target, { created: now(), nonce: nonce() });
    const all = await Promise.all(
      Array.from({ length: 10 }, () => call("POST", "/api/v1/telemetry", { key: plant.key, headers, body: text })),
    );
    expect(all.map(({ status }) => status).sort()).toEqual([201, ...Array(9).fill(409)]);
  });

  test("to the private address, of another body, or too old is refused and never recorded as unsigned", async () => {
    const plant = await claimedPlant();
    const text = JSON.stringify(readingOf(plant));
    const sign = (at: { created: number }, uri = target) => plant.device.http(text, uri, { ...at, nonce: nonce() });
    const refused = async (headers: Record<string, string>, body = text) => {
      const { status, body: problem } = await call("POST", "/api/v1/telemetry", { key: plant.key, headers, body });
      return [status, problem.type.split("/").at(-1), problem.detail];
    };
    const invalid = (detail: RegExp) => [403, "signature-invalid", expect.stringMatching(detail)];
    expect(await refused(sign({ created: now() }, `${gateway.baseUrl}/api/v1/telemetry`))).toEqual(
      invalid(/does not hold/),
    );
    expect(await refused(sign({ created: now() }), text.replace("900", "990"))).toEqual(invalid(/digest/));
    expect(await refused(sign({ created: now() - 301 }))).toEqual(invalid(/5 minutes/));
    const { body } = await call("GET", `/api/v1/telemetry?plant_id=${plant.plantId}`);
    expect(body.items).toEqual([]);
  });

  test("is required of a plant that says so, by name", async () => {
    const plant = await claimedPlant({ signatures: "required" });
    const { status, body } = await call("POST", "/api/v1/telemetry", { key: plant.key, body: readingOf(plant) });
    expect([status, body.type]).toEqual([403, expect.stringMatching(/signature-required$/)]);
  });
});

describe("the envelope in the body", () => {
  test("a claimed device sends, its owner exports what was signed, an auditor holds it, live and from files", async () => {
    const plant = await claimedPlant({ signatures: "required" });
    const at = (minute: number) => new Date(Date.UTC(2026, 3, 1, 10, minute)).toISOString();
    const bodies = [1, 2, 3].map((seq) => readingOf(plant, { timestamp: at(seq), interval_s: 60, device_seq: seq }));
    const signedAt = new Date().toISOString();
    for (const body of plant.device.batch(bodies, signedAt))
      expect((await call("POST", "/api/v1/telemetry", { key: plant.key, body })).status).toBe(201);
    const text = JSON.stringify(readingOf(plant));
    const headers = plant.device.http(text, target, { created: now(), nonce: nonce() });
    const answer = await call("POST", "/api/v1/telemetry", { key: plant.key, headers, body: text });
    expect(answer.status).toBe(201);
    const save = join(dir, "saved");
    const live = ["plant", "--url", gateway.baseUrl, "--plant", plant.plantId, "--key", gateway.apiKey, "--save", save];
    const done = await audit(live);
    expect(done).toMatchObject({ code: 0, out: expect.stringMatching(/ok {4}signatures +4 readings signed/) });
    expect(done.out).toMatch(/a signature shows who sent it/);
    expect(await audit(["plant", "--saved", save])).toMatchObject({ code: 0 });
    // The same from the two exports by hand, and without what was signed.
    const chain = await call("GET", `/api/v1/records/export?plant_id=${plant.plantId}`);
    const signatures = await call("GET", `/api/v1/records/signatures?plant_id=${plant.plantId}`);
    const [chainFile, signedFile] = [join(dir, "chain.ndjson"), join(dir, "signed.ndjson")];
    await writeFile(chainFile, chain.body);
    await writeFile(signedFile, signatures.body);
    const byHand = ["plant", chainFile, "--url", gateway.baseUrl, "--key", gateway.apiKey];
    expect(await audit([...byHand, "--signatures", signedFile])).toMatchObject({ code: 0 });
    expect(await audit(byHand)).toMatchObject({ code: 3, out: expect.stringMatching(/give what was signed/) });
    const lines = (await readFile(signedFile, "utf8")).split("\n");
    await writeFile(signedFile, [lines[1], lines[0], ...lines.slice(2)].join("\n"));
    const swapped = await audit([...byHand, "--signatures", signedFile]);
    expect(swapped).toMatchObject({ code: 1, out: expect.stringMatching(/BROKEN +signatures: record 4 /) });
  });

  test("what a device signed goes into the evidence bundle, where each signature is held offline", async () => {
    const meter = { device_id: "METER-D", kind: "meter" };
    const registration = {
      rated_power_kw: 6000,
      country: "IN",
      grid_factor_table: "cea-v21.0",
      signatures: "required",
      devices: [{ device_id: "TURBINE-D-OTHER", kind: "turbine" }, meter],
      design: { ...examples.design, meters: [{ ...examples.design.meters[0], device_id: "METER-D", serial: "MD-1" }] },
    };
    const plantId = `PLANT-D-${plants + 1}`;
    const plant = { plant_id: plantId, name: "Bundled", time_zone: "Asia/Kolkata", commissioned_on: "2015-01-01" };
    const made = await call("POST", "/api/v1/plants", { body: { ...plant, design_head_m: 45, ...registration } });
    expect([made.status, made.body.design?.version], JSON.stringify(made.body)).toEqual([201, 1]);
    plants++;
    const device = new TestDevice(99);
    const codes = `/api/v1/plants/${plantId}/devices/METER-D/claim-codes`;
    const { body: code } = await call("POST", codes, { body: {} });
    const claim = {
      code: code.code,
      public_key: device.publicHex,
      proof: device.claimProof(code.code),
      api_key: false,
    };
    expect((await call("POST", "/api/v1/devices/claim", { key: null, body: claim })).body.api_key).toBeNull();
    const start = Date.parse("2025-02-28T18:30:00Z");
    const signedAt = Date.now();
    const hour = (n: number) => ({
      plant_id: plantId,
      device_id: "METER-D",
      timestamp: new Date(start + n * 3_600_000).toISOString(),
      interval_s: 3600,
      device_seq: n,
      readings: { energy_export_kwh_total: 7_000 + 300 * n, energy_import_kwh_total: 12 },
    });
    const headers = { prefer: "respond-async" };
    for (const body of device.batch(
      Array.from({ length: 25 }, (_, n) => hour(n)),
      signedAt,
    ))
      expect((await call("POST", "/api/v1/telemetry", { headers, body })).status).toBeLessThan(203);
    const periods = `/api/v1/plants/${plantId}/periods`;
    const opened = await call("POST", periods, { body: { from: "2025-03-01", to: "2025-03-02" } });
    const period = `${periods}/${opened.body.period_id}`;
    expect((await call("POST", `${period}/close`, { body: {} })).status).toBe(201);
    await expect
      .poll(async () => (await call("POST", `${period}/bundles`)).status, { timeout: 20_000 })
      .toBeLessThan(202);
    const response = await fetch(`${gateway.baseUrl}${period}/bundle`, {
      headers: { authorization: `Bearer ${gateway.apiKey}` },
    });
    const file = join(dir, "bundle.tar");
    await writeFile(file, Buffer.from(await response.arrayBuffer()));
    const done = await audit(["bundle", file]);
    expect(done).toMatchObject({ code: 0, out: expect.stringMatching(/ok {4}signatures +25 readings signed/) });
  });
});

describe("provisioning", () => {
  test("a whole plant in one call: units, devices, reservoir, grid; what follows from the units is filled in", async () => {
    const { status, body, headers } = await call("POST", "/api/v1/plants", { body: plantExamples.registration });
    expect([status, body]).toEqual([201, JSON.parse(JSON.stringify(plantExamples.registered))]);
    const got = await call("GET", "/api/v1/plants/PLANT-HP-002");
    expect(got.headers.get("etag")).toBe(headers.get("etag"));
    expect(got.body).toEqual(body);
  });

  test("all or nothing: a device that is taken, or a design the rulebook does not admit, leaves no plant", async () => {
    const plant = {
      ...plantExamples.registration,
      plant_id: "PLANT-NEVER",
      devices: [{ device_id: "TURBINE-001", kind: "turbine" }],
    };
    expect((await call("POST", "/api/v1/plants", { body: plant })).status).toBe(409);
    const design = { ...examples.design, meters: [{ ...examples.design.meters[0], device_id: "NOWHERE" }] };
    const refused = await call("POST", "/api/v1/plants", { body: { ...plant, devices: [], design } });
    expect([refused.status, refused.body.errors[0].pointer]).toEqual([400, "/design/meters/0/device_id"]);
    expect((await call("GET", "/api/v1/plants/PLANT-NEVER")).status).toBe(404);
  });

  test.each([
    ["units that do not add up", { rated_power_kw: 7000 }, /6000 kW together/],
    ["another number of units", { units: 3 }, /units says 3/],
    ["a reservoir of a run-of-river plant", { reservoir: { type: "none", area_m2: 5 } }, /run-of-river/],
    ["an unknown member", { location: { latitude: 1, longitude: 2, planet: "Mars" } }, /planet/],
    [
      "a device twice",
      { devices: [plantExamples.registration.devices[0], plantExamples.registration.devices[0]] },
      /once/,
    ],
  ])("%s is refused by name", async (_name, change, words) => {
    const { status, body } = await call("POST", "/api/v1/plants", {
      body: { ...plantExamples.registration, plant_id: "P-X", ...change },
    });
    expect([status, JSON.stringify(body)]).toEqual([400, expect.stringMatching(words)]);
  });

  test("a change starts from a known state: without it 428, from an old one 412, twice the same is no record", async () => {
    const { plantId } = await claimedPlant();
    const path = `/api/v1/plants/${plantId}`;
    const before = await call("GET", path);
    const tag = before.headers.get("etag") as string;
    const patch = (headers: Record<string, string>, body: unknown) =>
      call("PATCH", path, { headers: { "content-type": "application/merge-patch+json", ...headers }, body });
    expect((await patch({}, { name: "X" })).status).toBe(428);
    const changed = await patch(
      { "if-match": tag },
      { name: "Renamed", design_flow_m3s: null, signatures: "required" },
    );
    expect(changed.body).toMatchObject({ name: "Renamed", signatures: "required" });
    expect(changed.body).not.toHaveProperty("design_flow_m3s");
    expect((await patch({ "if-match": tag }, { name: "Lost" })).status).toBe(412);
    expect((await patch({ "if-match": `W/${changed.headers.get("etag")}` }, { name: "Weak" })).status).toBe(412);
    const same = await patch({ "if-match": "*" }, { name: "Renamed" });
    expect([same.status, same.headers.get("etag")]).toEqual([200, changed.headers.get("etag")]);
    expect([tag, changed.headers.get("etag")]).toEqual([expect.stringMatching(/^"/), expect.stringMatching(/^"/)]);
    expect(changed.headers.get("etag")).not.toBe(tag);
    const wrong = await patch({ "if-match": "*" }, { rated_power_kw: -1, plant_id: "OTHER" });
    expect([wrong.status, wrong.body.errors.map(({ pointer }: { pointer: string }) => pointer)]).toEqual([
      400,
      ["/rated_power_kw"],
    ]);
    expect((await patch({ "if-match": "*" }, { plant_id: "OTHER" })).body.errors[0]).toMatchObject({
      pointer: "/plant_id",
      rule: "fixed",
    });
    const chain = await call("GET", `/api/v1/records/export?plant_id=${plantId}`);
    const kinds = chain.body
      .trimEnd()
      .split("\n")
      .map((line: string) => JSON.parse(line).kind);
    expect(kinds).toEqual(["plant", "device", "device-key", "plant"]);
  });

  test("once there are readings the days they fall on stay where they are", async () => {
    const plant = await claimedPlant();
    const path = `/api/v1/plants/${plant.plantId}`;
    const zone = (time_zone: string) => call("PATCH", path, { headers: { "if-match": "*" }, body: { time_zone } });
    expect((await zone("Asia/Kathmandu")).status).toBe(200);
    expect((await call("POST", "/api/v1/telemetry", { body: readingOf(plant) })).status).toBe(201);
    expect((await zone("Asia/Kolkata")).body.errors[0]).toMatchObject({ pointer: "/time_zone", rule: "fixed" });
  });

  test("the machine that readings were judged by stays: a rebuilt plant is registered anew", async () => {
    const plant = await claimedPlant();
    const change = (body: object) =>
      call("PATCH", `/api/v1/plants/${plant.plantId}`, { headers: { "if-match": "*" }, body });
    expect((await change({ rated_power_kw: 1_100 })).status).toBe(200);
    expect((await call("POST", "/api/v1/telemetry", { body: readingOf(plant) })).status).toBe(201);
    // A pond that may rise by anything would explain any power where no head is measured.
    const reservoir = { type: "pondage", full_level_m: 9_000, lowest_level_m: -500 };
    const machines = [{ rated_power_kw: 1_200 }, { turbine_type: "pelton" }, { units: 3 }, { design_head_m: 60 }];
    for (const body of [...machines, { reservoir }]) {
      const refused = await change(body);
      expect([refused.status, refused.body.errors?.[0]?.rule]).toEqual([400, "fixed"]);
    }
    expect((await change({ name: "Renamed" })).status).toBe(200);
  });

  test("the rating that a device's readings were judged by stays too, and until then can be put right", async () => {
    const plant = await claimedPlant();
    const change = (body: object) =>
      call("PATCH", `/api/v1/plants/${plant.plantId}/devices/${plant.deviceId}`, {
        headers: { "if-match": "*" },
        body,
      });
    expect((await change({ rated_power_kw: 900 })).status).toBe(200);
    expect((await call("POST", "/api/v1/telemetry", { body: readingOf(plant) })).status).toBe(201);
    for (const rated_power_kw of [500, 30_000_000, null]) {
      const refused = await change({ rated_power_kw });
      expect([refused.status, refused.body.errors?.[0]]).toMatchObject([
        400,
        { pointer: "/rated_power_kw", rule: "fixed" },
      ]);
    }
    expect((await change({ name: "Renamed" })).status).toBe(200);
  });

  test("what records make public is the owner's to change, by this way too", async () => {
    const { plantId } = await claimedPlant();
    const operator = await gateway.keyWith(["operator"]);
    const body = { anchor_mode: "record", public_fields: ["timestamp"] };
    const change = (key: string) =>
      call("PATCH", `/api/v1/plants/${plantId}`, { key, headers: { "if-match": "*" }, body });
    expect((await change(operator)).status).toBe(403);
    expect((await change(gateway.apiKey)).status).toBe(200);
  });

  test("readings behind a change are judged by it, and the auditor follows", async () => {
    const plant = await claimedPlant();
    const send = () => call("POST", "/api/v1/telemetry", { body: readingOf(plant) });
    expect((await send()).body.status).toBe("APPROVED");
    const path = `/api/v1/plants/${plant.plantId}/devices/${plant.deviceId}`;
    const body = { sensor_limits: [{ quantity: "flow_rate_m3s", least: 0, most: 1.2 }] };
    const changed = call("PATCH", path, { headers: { "if-match": "*" }, body });
    const racing = Array.from({ length: 20 }, send);
    expect((await changed).status).toBe(200);
    await Promise.all(racing);
    const judged = (await send()).body;
    expect(judged.status).not.toBe("APPROVED");
    const live = ["plant", "--url", gateway.baseUrl, "--plant", plant.plantId, "--key", gateway.apiKey];
    expect(await audit(live)).toMatchObject({ code: 0 });
  });
});

describe("a device's configuration", () => {
  const config = (plant: Claimed, format: string, headers: Record<string, string> = {}, key = plant.key) =>
    call("GET", `/api/v1/devices/${plant.deviceId}/config?format=${format}`, { key, headers });

  test("is ready to use in three forms, holds no secret, and a shell reads it as it is", async () => {
    const plant = await claimedPlant({ signatures: "required" });
    const json = await config(plant, "json");
    expect(json.body).toMatchObject({
      base_url: publicUrl,
      plant_id: plant.plantId,
      device_id: plant.deviceId,
      interval_s: 60,
      signatures: "required",
      key_id: plant.device.keyId,
    });
    const env = await config(plant, "env");
    expect(env.body).not.toContain("ghdk_");
    const file = join(dir, "device.env");
    await writeFile(file, env.body);
    const script = `set -a; . ${file}; printf '%s\\n' "$HYDRO_TELEMETRY_URL" "$HYDRO_DEVICE_ID" "$HYDRO_KEY_ID" "$HYDRO_INTERVAL_S"`;
    const { stdout } = await promisify(execFile)("sh", ["-c", script]);
    expect(stdout.trimEnd().split("\n")).toEqual([target, plant.deviceId, plant.device.keyId, "60"]);
    const yaml = await config(plant, "yaml");
    expect(yaml.headers.get("content-type")).toMatch(/yaml/);
    expect(yaml.body).toContain(`plant_id: "${plant.plantId}"\n`);
    expect((await config(plant, "toml")).status).toBe(400);
  });

  test("answers 304 until something changes: device, plant or key", async () => {
    const plant = await claimedPlant();
    const first = await config(plant, "env");
    const tag = first.headers.get("etag") as string;
    const again = await config(plant, "env", { "if-none-match": `"x", W/${tag}` });
    expect([again.status, again.body, again.headers.get("etag")]).toEqual([304, "", tag]);
    expect((await config(plant, "json", { "if-none-match": tag })).status).toBe(200);
    const device = `/api/v1/plants/${plant.plantId}/devices/${plant.deviceId}`;
    const { headers } = await call("GET", device);
    const patched = await call("PATCH", device, {
      headers: { "if-match": headers.get("etag") as string },
      body: { interval_s: 5 },
    });
    expect(patched.body).toMatchObject({ interval_s: 5 });
    const second = await config(plant, "env", { "if-none-match": tag });
    expect([second.status, second.body]).toEqual([200, expect.stringContaining("HYDRO_INTERVAL_S=5\n")]);
    const fixed = await call("PATCH", device, { headers: { "if-match": "*" }, body: { kind: "meter" } });
    expect(fixed.body.errors[0]).toMatchObject({ pointer: "/kind", rule: "fixed" });
  });

  test("a device's key reads its own and sends its own, and nothing beside", async () => {
    const [plant, other] = [await claimedPlant(), await claimedPlant()];
    expect((await config(plant, "env", {}, other.key)).status).toBe(404);
    const send = (body: unknown) => call("POST", "/api/v1/telemetry", { key: plant.key, body });
    const own = await send(readingOf(plant));
    expect(own.status).toBe(201);
    expect((await send(readingOf(other))).status).toBe(404);
    expect((await call("GET", own.body.links.self, { key: plant.key })).status).toBe(200);
    expect((await call("GET", own.body.links.self, { key: other.key })).status).toBe(404);
    expect((await call("GET", "/api/v1/plants", { key: plant.key })).status).toBe(403);
  });
});
