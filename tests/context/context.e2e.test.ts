import { readFileSync } from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sha256 } from "../../src/platform/digest.ts";
import { auditProgram } from "../audit/support.ts";
import { type TestGateway, testGateway } from "../support/gateway.ts";
import { pilotBody, pilotPlant } from "../support/pilot.ts";

/** A whole gateway with a weather service that answers as Open-Meteo does, and stops answering. */

const hourMs = 3_600_000;
const nowMs = Date.now();
const plantId = "BY-THE-RIVER";
let gateway: TestGateway;
let service: http.Server;
let asked: string[];
let mode: "answers" | "fails" | "hangs" = "answers";
let answered = "";

/** The recorded form, moved to the ten days that end today: 5 degrees all week. */
function answerNow(): string {
  const recorded = JSON.parse(readFileSync(new URL("../vectors/open-meteo/forecast.json", import.meta.url), "utf8"));
  const firstMs = Math.floor(nowMs / (24 * hourMs)) * 24 * hourMs - 9 * 24 * hourMs;
  const { time } = recorded.hourly;
  recorded.hourly.time = time.map((_: string, i: number) => new Date(firstMs + i * hourMs).toISOString().slice(0, 16));
  recorded.hourly.temperature_2m = time.map(() => 5);
  return JSON.stringify(recorded);
}

beforeAll(async () => {
  asked = [];
  answered = answerNow();
  service = http.createServer((request, response) => {
    asked.push(request.url ?? "");
    if (mode === "hangs") return;
    response.writeHead(mode === "answers" ? 200 : 503, { "content-type": "application/json" });
    response.end(mode === "answers" ? answered : '{"error":true,"reason":"overloaded"}');
  });
  await new Promise<void>((resolve) => service.listen(0, "127.0.0.3", resolve));
  const { port } = service.address() as AddressInfo;
  gateway = await testGateway({
    overrides: { weatherEveryMs: 200 },
    env: { WEATHER_URL: `http://127.0.0.3:${port}`, WEATHER_API_KEY: "k", OUTBOUND_ALLOW: "127.0.0.3" },
  });
});
afterAll(async () => {
  await gateway?.stop();
  service?.closeAllConnections();
  await new Promise<void>((resolve) => service.close(() => resolve()));
});

async function call(method: string, path: string, body: object | string) {
  const response = await fetch(`${gateway.baseUrl}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${gateway.apiKey}`,
      "content-type": typeof body === "string" ? "text/csv" : "application/json",
      prefer: "respond-async",
    },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  return { status: response.status, body: (await response.json()) as any };
}
const send = (readings: object, more: object = {}) =>
  call("POST", "/api/v1/telemetry", { ...pilotBody(readings as never), plant_id: plantId, device_id: "U1", ...more });
const minutesAgo = (minutes: number) => new Date(nowMs - minutes * 60_000).toISOString();
const table = (...rows: string[]) => `${["timestamp,flow,station,unit", ...rows].join("\n")}\n`;

describe("with context", () => {
  const flows = table(`${minutesAgo(90)},1.1,Aut,m3/s`, `${minutesAgo(90)},600,Banjar,l/s`, `${minutesAgo(30)},x,Aut,`);

  test("a table of flows is taken row by row, and says what became of each", async () => {
    const location = { latitude: 31.63891, longitude: 77.34449 };
    const devices = [{ device_id: "U1", kind: "turbine" }];
    const made = await call("POST", "/api/v1/plants", { ...pilotPlant, plant_id: plantId, location, devices });
    expect(made.status).toBe(201);
    const first = await call("POST", `/api/v1/plants/${plantId}/river-flows`, flows);
    expect(first).toMatchObject({
      status: 200,
      body: { accepted: 2, duplicates: 0, refused: 1, sha256: sha256(flows).toString("hex") },
    });
    expect(first.body.rows[2]).toEqual({ line: 4, outcome: "refused", detail: "flow is no decimal number" });
    const other = table(`${minutesAgo(90)},1.1,Aut,m3/s`, `${minutesAgo(90)},7,Banjar,m3/s`);
    const again = await call("POST", `/api/v1/plants/${plantId}/river-flows`, other);
    expect(again.body.rows).toEqual([
      { line: 2, outcome: "duplicate", detail: null },
      { line: 3, outcome: "refused", detail: "0.6 m3/s stands there already" },
    ]);
    const acts = await gateway.get("/api/v1/acts?limit=1000");
    const imports = acts.body.items.filter(({ act }: { act: string }) => act === "river-flows.imported");
    expect(imports).toMatchObject([{ detail: { accepted: 2 } }, { detail: { accepted: 0 } }]);
  });

  test("a reading's record names what it was judged with: value, source, time and hash", async () => {
    // A gateway hears of what is new a moment later.
    const seen = async () => (await send({ temperature_c: 20 })).body.context?.observations.length;
    await expect.poll(seen, { timeout: 30_000, interval: 300 }).toBe(2);
    const { body } = await send({ temperature_c: 20 });
    expect(body.context.policy.id).toBe("context-v1");
    const [river, air] = body.context.observations;
    // Of two gauges the one with most water.
    expect(river).toEqual({
      ...{ kind: "river_flow_m3s", value: 1.1, source: "gauge:Aut", observed_at: minutesAgo(90) },
      sha256: sha256(flows).toString("hex"),
    });
    expect(air).toMatchObject({ kind: "air_temperature_mean_c", value: 5, sha256: sha256(answered).toString("hex") });
    expect(air.source).toMatch(/^weather:127\.0\.0\.3:\d+$/);
    const rules = body.verification.reasons.map(({ rule, effect }: Record<string, string>) => `${rule} ${effect}`);
    expect(rules).toEqual(["environmental.flow-above-river note", "environmental.water-against-air note"]);
    expect([body.status, body.trust_score > 0.98]).toEqual(["APPROVED", true]);
    expect(asked[0]).toContain("latitude=31.64&longitude=77.34&hourly=temperature_2m");
    expect(asked).toHaveLength(1);
  });

  test("a correction takes the context of the reading that it replaces", async () => {
    const time = { timestamp: minutesAgo(20), interval_s: 300 };
    const first = await send({ ph: 4.5, turbidity_ntu: 180, temperature_c: 20 }, time);
    const path = `/api/v1/records/${first.body.record_id}/corrections`;
    const filed = await call("POST", path, { readings: pilotBody({ temperature_c: 19 }).readings, reason: "probe" });
    expect([filed.status, filed.body.context]).toEqual([201, first.body.context]);
  });

  test("readings do not wait for a service that hangs, and stale weather serves on", async () => {
    mode = "hangs";
    await gateway.roles.owner.pool.query(
      "UPDATE plant_weather SET due_at = now(), fetched_at = now() - interval '1 day'",
    );
    // The call is in the air, and nobody answers it.
    await expect.poll(() => asked.length, { timeout: 20_000 }).toBeGreaterThan(1);
    const { body } = await send({ temperature_c: 20 });
    expect(body.context.observations).toHaveLength(2);
  });

  test("the audit recomputes every verdict from the records alone", async () => {
    service.closeAllConnections();
    await gateway.roles.owner.pool.query("UPDATE river_flows SET flow_m3s = 99");
    const args = ["plant", "--url", gateway.baseUrl, "--plant", plantId];
    const waiting = async () =>
      (await gateway.get("/health/ready")).body.checks.find(({ name }: { name: string }) => name === "anchoring")
        .detail;
    await expect.poll(waiting, { timeout: 60_000 }).toMatch(/, 0 waiting/);
    const done = await auditProgram(args, { HYDRO_API_KEY: gateway.apiKey });
    expect(done).toMatchObject({ code: 0, out: expect.stringContaining("HOLDS") });
  });
});

test("a plant without context has records as before", async () => {
  const { body } = await gateway.post(pilotBody({ temperature_c: 20 }), { prefer: "respond-async" });
  expect([
    body.context,
    body.verification.layers.find(({ layer }: { layer: string }) => layer === "environmental").score,
  ]).toEqual([undefined, 1]);
});

test("a table of flows in any order waits for another one's rows and is taken, not answered 500", async () => {
  const path = `/api/v1/plants/${pilotPlant.plant_id}/river-flows`;
  const { body } = await call("POST", path, table(`${minutesAgo(600)},1,Aut,`));
  const [early, late] = [minutesAgo(500), minutesAgo(400)];
  const other = await gateway.roles.owner.pool.connect();
  const insert = (at: string) =>
    other.query(
      "INSERT INTO river_flows (org_id, plant_id, station, at, flow_m3s, import_id) VALUES ($1,$2,$3,$4,$5,$6)",
      [...["pilot", pilotPlant.plant_id, "Aut", at, 1, body.import_id]],
    );
  await other.query("BEGIN");
  await insert(early);
  const newestFirst = call("POST", path, table(`${late},1,Aut,`, `${early},1,Aut,`));
  const waiting = `SELECT FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE NOT granted AND datname = current_database()`;
  await expect.poll(async () => (await gateway.roles.owner.pool.query(waiting)).rowCount).toBe(1);
  await insert(late);
  await other.query("COMMIT");
  other.release();
  const { status, body: answer } = await newestFirst;
  expect([status, answer.accepted, answer.duplicates]).toEqual([200, 0, 2]);
});
