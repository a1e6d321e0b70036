import { request } from "node:http";
import { connect } from "node:net";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { countCalibrations } from "../../src/gateway-queues.ts";
import { operations } from "../../src/http/app.ts";
import { type TestGateway, testGateway } from "../support/gateway.ts";
import { mqttClient } from "../support/mqtt.ts";
import { pilotPlant, pilotTurbine } from "../support/pilot.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await testGateway({ env: { MQTT_PORT: "0" } });
  // Due since the days when a weather service was asked.
  await sql`INSERT INTO plant_weather (org_id, plant_id, place, due_at)
    SELECT org_id, plant_id, '32.0,77.0', now() - interval '1 year' FROM plants LIMIT 1`.execute(
    gateway.roles.owner.db,
  );
});
afterAll(() => gateway.stop());

const scrape = async (from = gateway): Promise<string> => (await from.get("/metrics")).body;
const shown = (text: string, series: string): number | undefined => {
  const line = text.split("\n").find((one) => one.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
};

const times = Array.from({ length: 20 }, (_, i) => new Date(Date.now() - (i + 1) * 60_000).toISOString());
const body = (timestamp?: string, kw = 900) => ({
  ...{ plant_id: pilotPlant.plant_id, device_id: pilotTurbine.device_id },
  ...(timestamp && { timestamp, interval_s: 30 }),
  readings: { flow_rate_m3s: 2.5, head_height_m: 45, power_output_kw: kw },
});
const batch = (items: readonly unknown[], accept = "application/json") =>
  fetch(`${gateway.baseUrl}/api/v1/telemetry/batch`, {
    method: "POST",
    headers: { authorization: `Bearer ${gateway.apiKey}`, "content-type": "application/json", accept },
    body: JSON.stringify(items),
  });

describe("a scrape", () => {
  test("leaves out what cannot be measured, and shows the rest", async () => {
    await sql`REVOKE SELECT ON devices, admin_acts FROM hydro_worker`.execute(gateway.roles.owner.db);
    const text = await scrape();
    await sql`GRANT SELECT ON devices, admin_acts TO hydro_worker`.execute(gateway.roles.owner.db);
    expect(text).not.toMatch(/^hydro_calibrations\{/m);
    expect(text).not.toMatch(/^hydro_queue_depth\{queue="acts"\}/m);
    expect(text).toMatch(/^hydro_queue_depth\{queue="commit"\} 0$/m);
    expect(text).toMatch(/^hydro_outbox_depth \d+$/m);
    expect(text).toMatch(/^hydro_database_pool_connections\{pool="serve",state="waiting"\} 0$/m);
    expect(text).toMatch(/^hydro_leader\{loop="sequencer"\} 1$/m);
    expect(gateway.logLines.join("")).toContain('"measurement":"calibrations"');
  });

  test("has no line for the weather where nobody is asked about it any more", async () => {
    // What could not be measured before is left out for a while.
    const waiting = (what: string) => scrape().then((text) => shown(text, `hydro_queue_${what}{queue="weather"}`));
    await expect.poll(() => waiting("depth"), { timeout: 10_000, interval: 200 }).toBe(0);
    expect(await waiting("oldest_seconds")).toBe(0);
  });

  test("shows the version, the disk, and what the ledger costs", async () => {
    await gateway.post(body());
    // Of the first transactions the mirror is asked a few seconds later.
    const days = () => scrape().then((text) => shown(text, "hydro_ledger_operator_days_left"));
    await expect.poll(days, { timeout: 40_000, interval: 200 }).toBeGreaterThan(0);
    const text = await scrape();
    expect(text).toMatch(/^hydro_build_info\{version="\d+\.\d+\.\d+",node="v24\.[\d.]+"\} 1$/m);
    expect(shown(text, "hydro_disk_free_bytes")).toBeGreaterThan(0);
    expect(shown(text, "hydro_ledger_operator_balance_tinybars")).toBeGreaterThan(0);
    expect(shown(text, "hydro_ledger_fees_today_tinybars")).toBeGreaterThan(0);
    expect(shown(text, 'hydro_ledger_paused{reason="fee_cap"}')).toBe(0);
    expect(text).not.toMatch(/^hydro_ledger_daily_fee_cap_tinybars /m);
    expect(text).not.toMatch(/^hydro_tls_certificate_expiry_timestamp_seconds/m);
  });
});

test("readings are counted once each, singly, in a batch and by MQTT, and their stages are timed", async () => {
  const [before, already] = [await scrape(), await readingsOnRecord()];
  const [one, two, three, four, five] = times;
  await gateway.post(body(one));
  await gateway.post(body(one));
  expect(
    (await batch([body(one), body(two), body(three, 90_000), { ...body(four), device_id: "NOBODY" }])).status,
  ).toBe(207);
  const client = await mqttClient(gateway.mqttUrl as string, gateway.apiKey);
  const topic = `hydro/pilot/${pilotPlant.plant_id}/${pilotTurbine.device_id}/telemetry`;
  const { plant_id: _, device_id: __, ...reading } = body(five);
  await client.publish(topic, reading);
  await client.publish(topic, reading);
  await client.end();
  const after = await scrape();
  const grown = (series: string) => (shown(after, series) ?? 0) - (shown(before, series) ?? 0);
  const verdicts = ["APPROVED", "FLAGGED", "REJECTED"].map((status) =>
    grown(`hydro_readings_total{status="${status}"}`),
  );
  expect(verdicts.reduce((sum, count) => sum + count)).toBe(4);
  expect((await readingsOnRecord()) - already).toBe(4);
  expect(grown("hydro_trust_score_count")).toBe(4);
  expect(grown("hydro_reading_repeats_total")).toBe(3);
  expect(grown('hydro_mqtt_messages_total{result="accepted"}')).toBe(1);
  expect(grown('hydro_mqtt_messages_total{result="duplicate"}')).toBe(1);
  for (const stage of ["authenticate", "read"])
    expect(grown(`hydro_pipeline_stage_seconds_count{stage="${stage}"}`)).toBe(5);
  // A batch waits once for each of its chunks.
  expect(grown('hydro_pipeline_stage_seconds_count{stage="wait"}')).toBeGreaterThanOrEqual(5);
  const groups = grown("hydro_commit_seconds_count");
  for (const stage of ["look_up", "assess", "commit"])
    expect(grown(`hydro_pipeline_stage_seconds_count{stage="${stage}"}`)).toBe(groups);
});

async function readingsOnRecord(): Promise<number> {
  const rows = await gateway.roles.owner.db
    .selectFrom("records")
    .select("record_id")
    .where("kind", "=", "reading")
    .execute();
  return rows.length;
}

test("an open stream is counted as one, and is no request any more", async () => {
  const listening = new AbortController();
  await fetch(`${gateway.baseUrl}/api/v1/stream`, {
    headers: { authorization: `Bearer ${gateway.apiKey}`, accept: "text/event-stream" },
    signal: listening.signal,
  });
  const text = await scrape();
  expect(shown(text, 'hydro_stream_clients{form="sse"}')).toBe(1);
  expect(shown(text, "hydro_http_requests_in_flight")).toBe(1);
  listening.abort();
  await expect.poll(() => scrape().then((now) => shown(now, 'hydro_stream_clients{form="sse"}'))).toBe(0);
});

/** What a client may put anywhere. */
const canary = "canary7f3a";

describe("labels", () => {
  test("hold no text of a client, whatever it sends", async () => {
    const path = `/${canary}/api/v1/${canary}?${canary}=${canary}`;
    const headers = {
      "x-request-id": canary,
      "user-agent": canary,
      "x-api-key": canary,
      traceparent: canary,
      "idempotency-key": canary,
      origin: `https://${canary}.example`,
    };
    for (const method of ["GET", "POST", "PROPFIND", "M-SEARCH", "DELETE"]) await raw(method, path, headers);
    await raw("GET", `/api/v1/plants/${canary}`, headers);
    await raw("GET", `/api/v1/records/${canary}`, { authorization: `Bearer ${gateway.apiKey}` });
    await raw("GET", `/problems/${canary}`, {});
    await gateway.post({ ...body(times[8]), plant_id: canary });
    await gateway.post({ ...body(times[9]), [canary]: 1 });
    await gateway.post(`{"${canary}`);
    await gateway.post(
      { ...body(times[10]), device_id: canary },
      { "idempotency-key": canary, "x-request-id": canary },
    );
    await batch([{ [canary]: canary }]);
    await raw(
      "POST",
      "/api/v1/auth/login",
      { "content-type": "application/json" },
      `{"email":"${canary}@x.example","password":"${canary}"}`,
    );
    await line(`${canary} / HTTP/9\r\n\r\n`);
    await line(`GET / HTTP/1.1\r\nHost: x\r\n${canary}: ${"x".repeat(20_000)}\r\n\r\n`);
    const client = await mqttClient(gateway.mqttUrl as string, gateway.apiKey);
    await client
      .publish(`hydro/pilot/${pilotPlant.plant_id}/${canary}/telemetry`, { [canary]: canary })
      .catch(() => undefined);
    await client.end().catch(() => undefined);
    const text = await scrape();
    expect(text).not.toContain(canary);
    expect(shown(text, 'hydro_http_unreadable_total{why="no-http"}')).toBeGreaterThan(0);
    expect(shown(text, 'hydro_http_unreadable_total{why="too-long"}')).toBeGreaterThan(0);
    expect(text).toMatch(/method="OTHER",route="unmatched"/);
    expect(text).toMatch(/route="\/api\/v1\/plants\/\{plant_id\}"/);
  });

  test("have the values that are listed, and no others", async () => {
    const { list } = gateway.deps.metrics;
    const routes = new Set([...operations.map(({ route }) => route.path), "unmatched"]);
    const samples = [...(await scrape()).matchAll(/^(\w+)(?:\{(.*)\})? \S+$/gm)];
    expect(samples.length).toBeGreaterThan(300);
    for (const [, series = "", labels = ""] of samples) {
      const definition =
        list.find(({ name }) => name === series) ??
        list.find(({ name, type }) => type === "histogram" && series.replace(/_(bucket|sum|count)$/, "") === name);
      expect(definition, series).toBeDefined();
      for (const [, name = "", value = ""] of labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)) {
        if (name === "le") continue;
        const values = definition?.labels?.[name];
        expect(values, `${series} ${name}`).toBeDefined();
        if (name === "route") expect(routes).toContain(value);
        else if (values !== undefined && "form" in values) expect(value).toMatch(values.form);
        else expect(values).toContain(value);
      }
    }
  });
});

/** With a method and path that `fetch` would not send. */
function raw(method: string, path: string, headers: Record<string, string>, content?: string): Promise<void> {
  const { hostname, port } = new URL(gateway.baseUrl);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, method, path, headers }, (answer) => {
      answer.resume();
      answer.on("end", resolve);
    });
    sent.on("error", reject);
    sent.end(content);
  });
}

/** Bytes that are no request. */
function line(text: string): Promise<void> {
  const { hostname, port } = new URL(gateway.baseUrl);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => socket.write(text));
    socket.on("error", () => undefined);
    socket.on("close", () => resolve());
    socket.resume();
  });
}

test("calibrations are counted by how they stand on the day", async () => {
  const { db } = gateway.roles.owner;
  const until = async (deviceId: string, date: string) =>
    sql`INSERT INTO devices (org_id, plant_id, device_id, config, created_at) VALUES ('pilot', ${pilotPlant.plant_id},
      ${deviceId}, ${JSON.stringify({ ...pilotTurbine, device_id: deviceId, calibration_valid_until: date })}, now())`.execute(
      db,
    );
  const at = new Date("2031-03-10T12:00:00Z");
  const before = await countCalibrations(db, at);
  await until("M1", "2031-03-09");
  await until("M2", "2031-03-10");
  await until("M3", "2031-04-09");
  await until("M4", "2031-04-10");
  const after = await countCalibrations(db, at);
  expect(after).toEqual({ valid: before.valid + 1, due: before.due + 2, expired: before.expired + 1 });
});

test("with its daily cap reached the gateway takes readings in, and says why it sends nothing", async () => {
  const capped = await testGateway({ env: { LEDGER_DAILY_FEE_CAP_HBAR: "0" } });
  try {
    const answer = await capped.post(body(), { prefer: "respond-async" });
    expect([answer.status, answer.body.anchor.state]).toEqual([202, "pending"]);
    const ready = await capped.get("/health/ready");
    expect(ready.status).toBe(200);
    expect(JSON.stringify(ready.body)).toContain("today's fees reached LEDGER_DAILY_FEE_CAP_HBAR");
    const text = await scrape(capped);
    expect(shown(text, 'hydro_ledger_paused{reason="fee_cap"}')).toBe(1);
    expect(shown(text, "hydro_ledger_daily_fee_cap_tinybars")).toBe(0);
    expect(shown(text, "hydro_outbox_depth")).toBeGreaterThan(0);
    expect(text).not.toMatch(/^hydro_ledger_operator_days_left /m);
    expect(await capped.roles.owner.db.selectFrom("ledger_attempts").selectAll().execute()).toEqual([]);
    expect(capped.logLines.join("")).toContain("nothing new is sent to the ledger");
  } finally {
    await capped.stop();
  }
});
