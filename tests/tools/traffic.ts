import { readFileSync } from "node:fs";
import http from "node:http";
import { type AddressInfo, connect } from "node:net";
import { createOrganisation } from "../../src/tenancy/tenancy.ts";
import { type BundleWorld, bundleWorld } from "../audit/bundle/world.ts";
import { Listener } from "../monitoring/listener.ts";
import { Receiver } from "../monitoring/receiver.ts";
import { mqttClient } from "../support/mqtt.ts";
import { pilotBody, pilotPlant } from "../support/pilot.ts";
import { shortPolicy } from "../telemetry/model-bench.ts";

/** A whole gateway with everything around it that its metrics speak of, and traffic of every kind. */

const hourMs = 3_600_000;
const plantPath = "/api/v1/plants/PLANT-HP-001";
const riverPlant = "BY-THE-RIVER";
const latePlant = "FIVE-HOURS-LATE";
const topic = (last: string) => `hydro/pilot/PLANT-HP-001/TURBINE-001/${last}`;

/** A weather service that says the same always: the recorded form, moved to the ten days that end today. */
async function weatherService(): Promise<http.Server> {
  const recorded = JSON.parse(readFileSync(new URL("../vectors/open-meteo/forecast.json", import.meta.url), "utf8"));
  const firstMs = Math.floor(Date.now() / (24 * hourMs)) * 24 * hourMs - 9 * 24 * hourMs;
  const { time } = recorded.hourly;
  recorded.hourly.time = time.map((_: string, i: number) => new Date(firstMs + i * hourMs).toISOString().slice(0, 16));
  const service = http.createServer((_request, response) => {
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(recorded));
  });
  await new Promise<void>((resolve) => service.listen(0, "127.0.0.3", resolve));
  return service;
}

export async function openWorld() {
  const [receiver, weather] = await Promise.all([Receiver.open("127.0.0.3"), weatherService()]);
  const world = await bundleWorld({
    env: {
      ...{ MQTT_PORT: "0", OUTBOUND_ALLOW: "127.0.0.3", LEDGER_DAILY_FEE_CAP_HBAR: "100000" },
      ...{ WEATHER_URL: `http://127.0.0.3:${(weather.address() as AddressInfo).port}`, WEATHER_API_KEY: "k" },
      ...{ ALERTMANAGER_URL: receiver.url, STREAMS_MOST: "3", RATE_LIMIT_ADDRESS: "60" },
    },
    overrides: {
      ...{ processMetrics: true, alertsEveryMs: 500, weatherEveryMs: 500, http: { quotaWindowS: 5 } },
      modelTraining: { policy: shortPolicy },
    },
  });
  return {
    world,
    receiver,
    async close() {
      await world.gateway.stop();
      await receiver.close();
      weather.closeAllConnections();
      await new Promise((resolve) => weather.close(resolve));
    },
  };
}

export type TrafficWorld = Awaited<ReturnType<typeof openWorld>>;

/** What is there once: plants, devices, rules, a webhook, people who try to come in. */
export async function settle({ world, receiver }: TrafficWorld): Promise<void> {
  const { gateway, call } = world;
  await call("owner", "POST", "/api/v1/webhooks", { url: receiver.url, types: ["record.*"] });
  const rule = { kind: "threshold", name: "Low head", severity: "critical", quantity: "head_height_m", below: 40 };
  await call("operator", "POST", `${plantPath}/alert-rules`, rule);
  const day = (days: number) => new Date(Date.now() + days * 24 * hourMs).toISOString().slice(0, 10);
  for (const [device_id, until] of [
    ["VALID", day(300)],
    ["DUE", day(10)],
    ["ENDED", day(-10)],
  ]) {
    await call("operator", "POST", `${plantPath}/devices`, {
      device_id,
      kind: "gauge",
      calibration_valid_until: until,
    });
  }
  const location = { latitude: 31.63891, longitude: 77.34449 };
  const devices = [{ device_id: "U1", kind: "turbine" }];
  await call("operator", "POST", "/api/v1/plants", { ...pilotPlant, plant_id: riverPlant, location, devices });
  await fetch(`${gateway.baseUrl}/api/v1/plants/${riverPlant}/river-flows`, {
    method: "POST",
    headers: { authorization: `Bearer ${gateway.apiKey}`, "content-type": "text/csv" },
    body: `timestamp,flow,station,unit\n${new Date(Date.now() - hourMs).toISOString()},3.1,Aut,m3/s\n`,
  });
  await call("operator", "POST", "/api/v1/plants", {
    ...{ ...pilotPlant, plant_id: latePlant },
    devices: [{ device_id: "L1", kind: "turbine" }],
  });
  const long = { timestamp: new Date(Date.now() - 5 * hourMs).toISOString(), interval_s: 600 };
  await call("device", "POST", "/api/v1/telemetry", { ...pilotBody({}, long), plant_id: latePlant, device_id: "L1" });
  await createOrganisation(gateway.deps.tenancy, { orgId: "newcomer", name: "Newcomer" });
  await call("hats", "POST", `${plantPath}/models`);
  await call("nobody", "POST", "/api/v1/auth/login", { email: "nobody@example.com", password: "not my password" });
}

/** Readings of every verdict, their repetition, and calls that are refused. */
export async function sendReadings({ world }: TrafficWorld): Promise<void> {
  const { call } = world;
  const send = (body: object) => call("device", "POST", "/api/v1/telemetry", body);
  const time = { timestamp: new Date(Date.now() - 1_000).toISOString() };
  await Promise.all([
    send(pilotBody()),
    send(pilotBody({ power_output_kw: 450 })),
    send(pilotBody({ power_output_kw: 5_000 })),
    send(pilotBody({ head_height_m: 36 })),
    send({ ...pilotBody(), plant_id: riverPlant, device_id: "U1" }),
    send(pilotBody({}, time)),
  ]);
  await send(pilotBody({}, time));
  await send(pilotBody({ power_output_kw: 880 }, time));
  await send({ nothing: true });
  await call("nobody", "GET", "/api/v1/plants");
  await call("device", "POST", "/api/v1/plants", {});
  await call("device", "GET", "/nowhere");
  await fetch(`${world.gateway.baseUrl}/api/v1/plants`);
  await call("owner", "GET", `${plantPath}/models`);
}

/** A thousand readings in one call, seconds apart. */
export async function sendBatch({ world }: TrafficWorld, no: number): Promise<void> {
  const startMs = Date.now() - 3 * 24 * hourMs + no * 1_000_000;
  const lines = Array.from({ length: 1_000 }, (_, i) =>
    JSON.stringify(pilotBody({}, { timestamp: new Date(startMs + i * 1_000).toISOString(), interval_s: 1 })),
  );
  await fetch(`${world.gateway.baseUrl}/api/v1/telemetry/batch`, {
    method: "POST",
    headers: { authorization: `Bearer ${world.keys.device}`, "content-type": "application/x-ndjson" },
    body: lines.join("\n"),
  }).then((response) => response.text());
}

/** A device by MQTT: a reading, its repetition, and what is none. */
export async function sendByMqtt({ world }: TrafficWorld): Promise<void> {
  const client = await mqttClient(world.gateway.mqttUrl as string, world.gateway.apiKey);
  const { plant_id, device_id, ...reading } = pilotBody({}, { timestamp: new Date().toISOString() });
  await client.publish(topic("telemetry"), reading);
  await client.publish(topic("telemetry"), reading);
  await client.publish(topic("telemetry"), "{");
  await new Promise((resolve) => setTimeout(resolve, 4_000));
  await client.end();
}

/** Streams of both forms for a moment; one more than the gateway has room for is refused with 503. */
export async function followStreams({ world }: TrafficWorld): Promise<void> {
  const { baseUrl, apiKey } = world.gateway;
  const open = [
    await Listener.sse(`${baseUrl}/api/v1/stream`, apiKey),
    await Listener.sse(`${baseUrl}/api/v1/stream`, apiKey),
    await Listener.webSocket(`${baseUrl}/api/v1/ws`, apiKey),
  ];
  for (let i = 0; i < 4; i++) await world.call("device", "GET", "/api/v1/stream");
  await new Promise((resolve) => setTimeout(resolve, 4_000));
  await Promise.all(open.map((listener) => listener.stop()));
}

/** Bytes that are no request, and more calls without a key than one address may make. */
export async function annoy({ world }: TrafficWorld): Promise<void> {
  const { hostname, port } = new URL(world.gateway.baseUrl);
  await new Promise<void>((resolve) => {
    const socket = connect(Number(port), hostname, () => socket.write("HELLO\r\n\r\n"));
    socket.on("data", () => socket.destroy());
    socket.on("close", () => resolve());
    socket.on("error", () => undefined);
  });
  await Promise.all(Array.from({ length: 90 }, () => fetch(`${world.gateway.baseUrl}/log/checkpoint`)));
}

/** A month's day from its readings to units on the ledger. @returns the path of the issuance, ready to be minted */
export async function verifiedDay({ world }: TrafficWorld, day: number): Promise<string> {
  return world.verified(await world.closedDay(day));
}

/** Asks for the mint without waiting for it: while the ledger is away it stays asked for. */
export async function mint(world: BundleWorld, issuance: string): Promise<void> {
  await world.call("issuer", "POST", `${issuance}/approval`);
  await world.call("issuer", "POST", `${issuance}/mint`);
}
