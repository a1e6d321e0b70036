import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TestGateway, testGateway } from "../support/gateway.ts";
import { pilotBody } from "../support/pilot.ts";

let gateway: TestGateway;
let database: pg.Client;
beforeAll(async () => {
  gateway = await testGateway();
  database = new pg.Client({ connectionString: gateway.databaseUrl });
  await database.connect();
});
afterAll(async () => {
  await database.end();
  await gateway.stop();
});

/** Rows that a reading would leave behind, anywhere. */
async function traces(): Promise<string> {
  const { rows } = await database.query(
    "SELECT (SELECT count(*) FROM records WHERE kind = 'reading') || '/' || (SELECT count(*) FROM device_readings) || '/' || (SELECT count(*) FROM idempotency_keys) || '/' || (SELECT max(seq) FROM plant_heads WHERE plant_id = 'PLANT-HP-001') AS n",
  );
  return (rows[0] as { n: string }).n;
}

const json = (change: Record<string, unknown>) => JSON.stringify({ ...pilotBody(), ...change });

describe("bad input gets a clear problem and leaves nothing behind", () => {
  const cases: [string, string, number, string, string | undefined][] = [
    ["malformed JSON", '{"plant_id": "PLANT-HP-001",', 400, "malformed-json", undefined],
    [
      "NaN",
      '{"plant_id":"PLANT-HP-001","device_id":"TURBINE-001","readings":{"flow_rate_m3s":NaN}}',
      400,
      "malformed-json",
      undefined,
    ],
    [
      "Infinity",
      '{"plant_id":"PLANT-HP-001","device_id":"TURBINE-001","readings":{"flow_rate_m3s":Infinity}}',
      400,
      "malformed-json",
      undefined,
    ],
    [
      "a number beyond what JSON numbers hold",
      '{"plant_id":"PLANT-HP-001","device_id":"TURBINE-001","readings":{"flow_rate_m3s":1e999}}',
      400,
      "invalid-request",
      "/readings/flow_rate_m3s",
    ],
    ["a body that is no object", "[]", 400, "invalid-request", undefined],
    ["an unknown field", json({ colour: "blue" }), 400, "invalid-request", "/colour"],
    ["an unknown quantity", JSON.stringify(pilotBody({ wind_ms: 3 })), 400, "invalid-request", "/readings/wind_ms"],
    [
      "a string for a number",
      JSON.stringify(pilotBody({ flow_rate_m3s: "2.5" })),
      400,
      "invalid-request",
      "/readings/flow_rate_m3s",
    ],
    [
      "a negative flow",
      JSON.stringify(pilotBody({ flow_rate_m3s: -1 })),
      400,
      "invalid-request",
      "/readings/flow_rate_m3s",
    ],
    ["no quantity at all", json({ readings: {} }), 400, "invalid-request", "/readings"],
    ["an interval without a timestamp", json({ interval_s: 300 }), 400, "invalid-request", "/timestamp"],
    [
      "an interval of more than a day",
      json({ interval_s: 86_401, timestamp: "2026-01-01T00:00:00Z" }),
      400,
      "invalid-request",
      "/interval_s",
    ],
    ["a time without an offset", json({ timestamp: "2026-01-01T00:00:00" }), 400, "invalid-request", "/timestamp"],
    [
      "energy finer than a Wh",
      JSON.stringify(pilotBody({ energy_kwh: 1.0001 })),
      400,
      "invalid-request",
      "/readings/energy_kwh",
    ],
    [
      "energy with more digits than a JSON number keeps",
      '{"plant_id":"PLANT-HP-001","device_id":"TURBINE-001","readings":{"energy_kwh":900.0000000000000001}}',
      400,
      "invalid-request",
      "/readings/energy_kwh",
    ],
    [
      "a time far in the future",
      json({ timestamp: "2100-01-01T00:00:00Z" }),
      400,
      "timestamp-out-of-range",
      "/timestamp",
    ],
    [
      "a time before commissioning",
      json({ timestamp: "2001-01-01T00:00:00Z" }),
      400,
      "timestamp-out-of-range",
      "/timestamp",
    ],
    ["an unknown plant", json({ plant_id: "NOWHERE" }), 404, "not-found", undefined],
    ["an unknown device", json({ device_id: "NOBODY" }), 404, "not-found", undefined],
  ];

  test.each(cases)("%s", async (_, body, status, code, pointer) => {
    const before = await traces();
    const answer = await gateway.post(body, { "idempotency-key": "bad" });
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toMatch(/^application\/problem\+json/);
    expect(answer.body.type).toMatch(new RegExp(`/problems/${code}$`));
    expect(answer.body.detail.length).toBeGreaterThan(10);
    if (pointer !== undefined)
      expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
    expect(await traces()).toBe(before);
  });

  test("a body over 1 MB is refused with 413", async () => {
    const answer = await gateway.post(`{"plant_id":"${"x".repeat(1_100_000)}"}`);
    expect(answer).toMatchObject({ status: 413, body: { type: expect.stringMatching(/body-too-large$/) } });
  });

  test("a wrong content type is refused with 415", async () => {
    expect(await gateway.post("plant=1", { "content-type": "application/x-www-form-urlencoded" })).toMatchObject({
      status: 415,
    });
  });

  test("an absent, a mistyped, a revoked and an unknown key get one and the same 401", async () => {
    const { createKey, revokeKey } = await import("../../src/tenancy/tenancy.ts");
    const revoked = await createKey(gateway.deps.tenancy, { orgId: "pilot", roles: ["operator"], label: "old" });
    await revokeKey(gateway.deps.tenancy, revoked.keyId);
    const { newApiKey } = await import("../../src/tenancy/api-key.ts");
    const keys = [`${gateway.apiKey}x`, gateway.apiKey.slice(0, -1), revoked.text, newApiKey("local").text];
    const answers = await Promise.all(keys.map((key) => gateway.post(pilotBody(), { authorization: `Bearer ${key}` })));
    expect(new Set(answers.map((answer) => `${answer.status} ${answer.body.type} ${answer.body.detail}`)).size).toBe(1);
    const absent = await fetch(`${gateway.baseUrl}/api/v1/telemetry`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
    });
    expect([answers[0]?.status, absent.status]).toEqual([401, 401]);
    expect(absent.headers.get("www-authenticate")).toMatch(/^Bearer/);
  });

  test("a key whose role may not send gets 403 and the roles that may", async () => {
    const key = await gateway.keyWith(["auditor"]);
    const answer = await gateway.post(pilotBody(), { authorization: `Bearer ${key}` });
    expect(answer).toMatchObject({ status: 403, body: { needed_roles: "owner operator device" } });
  });

  test("each problem's type is a page that explains it", async () => {
    const { body } = await gateway.post("{");
    const page = await fetch(new URL(body.type, gateway.baseUrl));
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("malformed");
  });

  test("no key, right or wrong, ever reaches the log", async () => {
    await gateway.post(pilotBody());
    await gateway.post(pilotBody(), { authorization: `Bearer ${gateway.apiKey}x` });
    expect(gateway.logLines.length).toBeGreaterThan(0);
    expect(gateway.logLines.join("")).not.toContain(gateway.apiKey.slice(24));
  });
});
