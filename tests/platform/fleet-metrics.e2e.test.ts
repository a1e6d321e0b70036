import { afterAll, beforeAll, expect, test } from "vitest";
import { deviceKinds } from "../../src/hydropower/plant.ts";
import { deviceKinds as labelled } from "../../src/platform/metrics-fleet.ts";
import { type TestGateway, testGateway } from "../support/gateway.ts";
import { pilotPlant, pilotTurbine } from "../support/pilot.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await testGateway({ overrides: { fleetKeptMs: 1_000 } });
});
afterAll(() => gateway.stop());

const at = { plant_id: pilotPlant.plant_id, device_id: pilotTurbine.device_id };
const good = { flow_rate_m3s: 2.5, head_height_m: 45, power_output_kw: 900 };

/** A series as it stands now; what is asked for at a scrape is kept for a while, so it is looked at until it says so. */
const shows = (series: string, value: number) =>
  expect
    .poll(
      async () =>
        (await gateway.get("/metrics")).body.split("\n").find((line: string) => line.startsWith(`${series} `)),
      {
        timeout: 40_000,
        interval: 500,
      },
    )
    .toBe(`${series} ${value}`);

test("a plant is never heard of, then late by the age of its newest reading, then reporting", async () => {
  await shows('hydro_plants{freshness="never"}', 1);
  await shows('hydro_devices{kind="turbine"}', 1);
  // With the registrar's.
  await shows("hydro_organisations", 2);
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
  await gateway.post({ ...at, timestamp: hoursAgo(5), interval_s: 600, readings: good });
  await shows('hydro_plants{freshness="late"}', 1);
  await shows('hydro_plants{freshness="never"}', 0);
  await gateway.post({ ...at, readings: good });
  await shows('hydro_plants{freshness="reporting"}', 1);
  await shows('hydro_plants{freshness="late"}', 0);
}, 180_000);

test("the rules that stood against a rejected reading are counted", async () => {
  const { body } = await gateway.post({ ...at, readings: { ...good, power_output_kw: 5_000 } });
  expect(body.status).toBe("REJECTED");
  const against = body.verification.reasons.filter(({ effect }: { effect: string }) => effect !== "note");
  expect(against.length).toBeGreaterThan(0);
  for (const { rule, effect } of against) {
    await shows(`hydro_reading_reasons_total{rule="${rule}",effect="${effect}"}`, 1);
  }
});

test("a flagged reading waits for a verifier", async () => {
  const { body } = await gateway.post({ ...at, readings: { ...good, power_output_kw: 450 } });
  expect(body.status).toBe("FLAGGED");
  await shows('hydro_reviews_open{state="flagged"}', 1);
  await shows('hydro_reviews_open{state="reopened"}', 0);
}, 120_000);

test("a client's mistake is good, an answer of ours is what it is, and looks at the gateway itself do not count", async () => {
  const counted = async () => {
    const page: string = (await gateway.get("/metrics")).body;
    return (result: string) =>
      Number(new RegExp(`^hydro_slo_requests_total\\{result="${result}"\\} (\\d+)$`, "m").exec(page)?.[1]);
  };
  const before = await counted();
  await gateway.post("no JSON");
  await gateway.get("/log/checkpoint");
  await gateway.get("/health/ready");
  await gateway.get("/nowhere");
  const after = await counted();
  expect([after("good") - before("good"), after("bad") - before("bad")]).toEqual([2, 0]);
});

test("kinds of devices are the same in the metrics as everywhere", () => {
  expect(labelled).toEqual(deviceKinds);
});
