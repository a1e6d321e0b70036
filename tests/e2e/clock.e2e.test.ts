import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { type TestGateway, testGateway } from "../support/gateway.ts";
import { mqttClient } from "../support/mqtt.ts";
import { pilotPlant, pilotTurbine } from "../support/pilot.ts";

/** A gateway on a machine whose clock is set while it runs, beside a ledger whose clock is right. */

let gateway: TestGateway;
const machine = { offMs: 0 };

beforeAll(async () => {
  gateway = await testGateway({
    env: { MQTT_PORT: "0" },
    overrides: { clock: { nowMs: () => Date.now() + machine.offMs } },
  });
  // A topic that a wrong clock kept from being made comes a minute late, which is tests/anchoring/clocks.db.test.ts' business.
  expect((await gateway.post(reading(now(-2_000)), { Prefer: "wait=30" })).status).toBe(201);
});

afterAll(() => gateway?.stop());

const reading = (timestamp: string) => ({
  ...{ plant_id: pilotPlant.plant_id, device_id: pilotTurbine.device_id, timestamp, interval_s: 1 },
  readings: { power_output_kw: 900 },
});
const now = (aheadMs = 0) => new Date(Date.now() + aheadMs).toISOString();

async function told() {
  const [ready, metrics] = await Promise.all([gateway.get("/health/ready"), gateway.get("/metrics")]);
  const [, aheadS] = /^hydro_clock_ahead_seconds (\S+)$/m.exec(metrics.body) ?? [];
  const clock = ready.body.checks.find(({ name }: { name: string }) => name === "clock");
  return { status: ready.status, detail: clock?.detail, aheadS: Number(aheadS) };
}

test("a machine's clock that is behind costs no reading: its devices are told to send again, and its operator what is wrong", async () => {
  machine.offMs = -1_200_000;
  const at = now();
  const refused = await gateway.post(reading(at));
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "60"]);
  expect(refused.body).toMatchObject({
    type: expect.stringMatching(/\/problems\/clock-behind$/),
    detail: expect.stringMatching(
      /^The gateway's own clock is 1[12]\d\d s behind: keep the reading and send it again\.$/,
    ),
  });
  const { status, detail, aheadS } = await told();
  expect([status, detail]).toEqual([200, expect.stringMatching(/^this machine's clock is 1[12]\d\d s behind/)]);
  expect(aheadS).toBeCloseTo(-1_200, -1.5);
  await expect.poll(() => gateway.logLines.join(""), { timeout: 15_000 }).toMatch(/s behind the mirror's/);

  machine.offMs = 0;
  // What the ledger refused meanwhile for the clock's sake is tried again after a pause.
  expect((await gateway.post(reading(at), { Prefer: "wait=30" })).status).toBe(201);
  expect((await told()).detail).toBeUndefined();
}, 60_000);

test("a reading by MQTT waits for its acknowledgement until the machine's clock is set, in its order with the others", async () => {
  const topic = `hydro/pilot/${pilotPlant.plant_id}/${pilotTurbine.device_id}`;
  const client = await mqttClient(gateway.mqttUrl as string, gateway.apiKey);
  onTestFinished(() => client.end());
  const answers = await client.listen(`${topic}/errors`, `${topic}/receipts`);
  machine.offMs = -1_200_000;
  const times = [0, 1_000, 2_000].map((ms) => now(ms));
  const acknowledged: number[] = [];
  const all = times.map((timestamp, i) =>
    client
      .publish(`${topic}/telemetry`, { timestamp, interval_s: 1, readings: { power_output_kw: 900 } })
      .then(() => acknowledged.push(i)),
  );
  await expect.poll(() => gateway.logLines.join(""), { timeout: 15_000 }).toMatch(/messages wait for this machine's/);
  expect(acknowledged).toEqual([]);

  machine.offMs = 0;
  await Promise.all(all);
  const heard = await answers.take(3);
  expect(heard.map((one) => [one.topic, one.body.timestamp])).toEqual(times.map((time) => [`${topic}/receipts`, time]));
}, 60_000);

test("a device whose own clock is ahead is told so, whatever this machine's clock shows", async () => {
  const ours = await gateway.post(reading(now(900_000)));
  machine.offMs = -1_200_000;
  const both = await gateway.post(reading(now(900_000)));
  machine.offMs = 0;
  for (const { status, body } of [ours, both]) {
    expect([status, body.type]).toEqual([400, expect.stringMatching(/timestamp-out-of-range$/)]);
  }
});

test("of a machine's clock that is ahead its operator is told, and readings are taken", async () => {
  machine.offMs = 1_200_000;
  const taken = await gateway.post(reading(now()), { Prefer: "wait=0" });
  const { status, detail, aheadS } = await told();
  machine.offMs = 0;
  expect([200, 201, 202]).toContain(taken.status);
  expect([status, detail]).toEqual([
    200,
    expect.stringMatching(/^this machine's clock is 1[12]\d\d s ahead of the mirror's/),
  ]);
  expect(aheadS).toBeCloseTo(1_200, -1.5);
});
