import { readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ContextPlants, observationsFor } from "../../src/context/observations.ts";
import { refreshWeather, type WeatherDeps } from "../../src/context/weather-loop.ts";
import { changePlant } from "../../src/plants/changes.ts";
import { createLog } from "../../src/platform/log.ts";
import { createMetrics } from "../../src/platform/metrics.ts";
import { type Outbound, OutboundError } from "../../src/platform/outbound.ts";
import { contextPolicyInForce } from "../../src/verification/context.ts";
import { pilotPlant } from "../support/pilot.ts";
import { type Bench, telemetryBench } from "../support/telemetry.ts";

const vector = (name: string) => readFileSync(new URL(`../vectors/open-meteo/${name}`, import.meta.url));
const hourMs = 3_600_000;
const plantId = pilotPlant.plant_id;

let bench: Bench;
let calls: string[];
let answers: (number | Error | undefined)[];
let metrics: ReturnType<typeof createMetrics>;
beforeEach(async () => {
  bench = await telemetryBench();
  [calls, answers] = [[], []];
  metrics = createMetrics({ processMetrics: false });
  await bench.addPlant("acme", { ...pilotPlant, location: { latitude: 31.63, longitude: 77.34 } });
  await bench.addPlant("plain", { ...pilotPlant });
});
afterEach(() => bench?.close());

const outbound: Outbound = async (url) => {
  calls.push(url);
  const next = answers.shift();
  if (next instanceof Error) throw next;
  const body = vector(next === undefined ? "forecast.json" : "refused.json");
  return { status: next ?? 200, headers: {}, body };
};
const deps = (): WeatherDeps => ({
  ...{ db: bench.work.db, clock: { nowMs: () => bench.now }, log: createLog("silent"), metrics, outbound },
  ...{ baseUrl: "https://api.open-meteo.com", apiKey: undefined },
});
const refresh = () => refreshWeather(deps(), new AbortController().signal);
const outcomes = async () => {
  const { values } = await metrics.weatherCalls.get();
  return Object.fromEntries(
    values.filter(({ value }) => value > 0).map(({ labels, value }) => [labels.outcome, value]),
  );
};
const { mean_over: overS, least_hours: leastHours } = contextPolicyInForce.water;
const spans = { riverMs: 0, air: { overMs: overS * 1000, leastHours } };
async function seenAt(iso: string) {
  const asked = { orgId: "acme", plantId, endMs: Date.parse(iso), wantsRiver: false, wantsAir: true };
  const db = bench.deps.db.of("acme");
  const [seen] = await db.transaction().execute((tx) => observationsFor(tx, [asked], spans));
  return seen;
}

test("plants with a location are asked for, each three hours, and the others never", async () => {
  await refresh();
  await refresh();
  expect(calls).toHaveLength(1);
  expect(calls[0]).toMatch(/^https:\/\/api\.open-meteo\.com\/v1\/forecast\?latitude=31\.63&longitude=77\.34&/);
  bench.now += 3 * hourMs;
  await refresh();
  expect([calls.length, await outcomes()]).toEqual([2, { ok: 2 }]);
});

test("what was asked under a clock that was a year ahead is asked anew once that is put back, and not a year later", async () => {
  const right = bench.now;
  bench.now += 365 * 24 * hourMs;
  await refresh();
  bench.now = right;
  await refresh();
  await refresh();
  expect(calls).toHaveLength(2);
});

test("of several gateways one asks", async () => {
  await Promise.all([refresh(), refresh(), refresh()]);
  expect(calls).toHaveLength(1);
});

test("failures are a metric; the old answer serves on, and the service is asked less and less often", async () => {
  await refresh();
  bench.now += 3 * hourMs;
  answers.push(new OutboundError("too-slow", "slow"), 400, new OutboundError("connection", "gone"));
  for (const minutes of [0, 0.9, 0.2, 1.8, 0.3]) {
    bench.now += minutes * 60_000;
    await refresh();
  }
  expect([calls.length, await outcomes()]).toEqual([4, { ok: 1, failed: 3 }]);
  expect(await seenAt("2026-05-01T12:00:00Z")).toMatchObject([{ source: "weather:api.open-meteo.com" }]);
});

test("a plant that is put somewhere else is asked for anew, and nothing of the old place is said of it", async () => {
  await refresh();
  const apply = (before: typeof pilotPlant) => ({ ...before, location: { latitude: 10, longitude: 10 } });
  await changePlant(bench.deps, bench.actorOf("acme"), plantId, { mayChange: () => undefined, apply });
  answers.push(503);
  await refresh();
  expect([calls.length, calls[1]]).toEqual([2, expect.stringContaining("latitude=10.00")]);
  expect(await seenAt("2026-05-01T12:00:00Z")).toEqual([]);
});

test("a plant whose location is taken back is not asked for any more, and nothing of its place is said of it", async () => {
  await refresh();
  const change = (apply: (before: typeof pilotPlant) => typeof pilotPlant) =>
    changePlant(bench.deps, bench.actorOf("acme"), plantId, { mayChange: () => undefined, apply });
  const placed = { ...pilotPlant, location: { latitude: 31.63, longitude: 77.34 } };
  await change(() => pilotPlant);
  bench.now += 3 * hourMs;
  await refresh();
  expect([calls.length, await seenAt("2026-05-01T12:00:00Z")]).toEqual([1, []]);
  await change(() => placed);
  await refresh();
  expect([calls.length, await seenAt("2026-05-01T12:00:00Z")]).toMatchObject([2, [{ source: expect.any(String) }]]);
});

test("a reading gets the mean of the week before it, once six days of it are known", async () => {
  await refresh();
  expect(await seenAt("2026-04-27T23:30:00Z")).toEqual([]);
  expect(await seenAt("2026-04-28T00:30:00Z")).toMatchObject([
    { kind: "air_temperature_mean_c", observedAtMs: Date.parse("2026-04-28T00:00:00Z") },
  ]);
  // No forecast of what comes after it, and nothing once too little of its week is known.
  expect(await seenAt("2026-05-03T12:00:00Z")).toEqual([]);
});

test("only plants that have context are ever looked up", async () => {
  const plants = new ContextPlants();
  const key = { orgId: "acme", plantId };
  await plants.renew(bench.work.db);
  expect([plants.hasWeather(key), plants.hasRiver(key)]).toEqual([false, false]);
  await refresh();
  await plants.renew(bench.work.db);
  expect([plants.hasWeather(key), plants.hasWeather({ ...key, orgId: "plain" })]).toEqual([true, false]);
});
