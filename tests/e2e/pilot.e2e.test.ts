import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TestGateway, testGateway } from "../support/gateway.ts";
import { pilotBody, pilotPlant } from "../support/pilot.ts";

// The ten situations in which the origin project answered wrongly, through the public API.

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await testGateway();
});
afterAll(() => gateway.stop());

/** A turbine of its own for each situation, so that none is judged against another's past. */
let turbines = 0;
async function newTurbine(plantId = pilotPlant.plant_id): Promise<string> {
  const deviceId = `T-${++turbines}`;
  const response = await fetch(`${gateway.baseUrl}/api/v1/plants/${plantId}/devices`, {
    method: "POST",
    headers: { authorization: `Bearer ${gateway.apiKey}`, "content-type": "application/json" },
    body: JSON.stringify({ device_id: deviceId, kind: "turbine" }),
  });
  expect(response.status).toBe(201);
  return deviceId;
}

async function verdict(readings: Record<string, unknown>, more: Record<string, unknown> = {}) {
  const body = pilotBody(readings, {
    device_id: await newTurbine((more.plant_id as string | undefined) ?? pilotPlant.plant_id),
    ...more,
  });
  const answer = await gateway.post(body, { prefer: "respond-async" });
  expect(answer.status).toBe(202);
  const flags = answer.body.verification.reasons.filter((reason: { effect: string }) => reason.effect !== "note");
  return {
    status: answer.body.status as string,
    flags: flags.map((reason: { rule: string }) => reason.rule) as string[],
  };
}

const hour = { timestamp: "2026-03-01T10:00:00Z", interval_s: 3600 };

describe("the pilot's situations", () => {
  test("900 kWh in an hour at 2.5 m3/s and 45 m is approved without a flag", async () => {
    expect(await verdict({ energy_kwh: 900 }, hour)).toEqual({ status: "APPROVED", flags: [] });
  });

  test.each([300, 900, 86_400])("the same power over %i s is approved", async (interval_s) => {
    expect(await verdict({ energy_kwh: (900 * interval_s) / 3600 }, { ...hour, interval_s })).toEqual({
      status: "APPROVED",
      flags: [],
    });
  });

  test("ten times the power is rejected", async () => {
    expect((await verdict({ power_output_kw: 9000 }, hour)).status).toBe("REJECTED");
  });

  test.each([1.3, 1.5, 2])("%f times the power with measured head is rejected", async (factor) => {
    expect((await verdict({ power_output_kw: 900 * factor }, hour)).status).toBe("REJECTED");
  });

  test("half the power is flagged as under-reporting", async () => {
    expect((await verdict({ power_output_kw: 450 }, hour)).status).toBe("FLAGGED");
  });

  test("pH 4.5 with turbidity 180 is flagged", async () => {
    expect((await verdict({ ph: 4.5, turbidity_ntu: 180 }, hour)).status).toBe("FLAGGED");
  });

  test("pH 0 is judged as 0, never as missing", async () => {
    const { status, flags } = await verdict({ ph: 0 }, hour);
    expect(status).toBe("FLAGGED");
    expect(flags.join()).toMatch(/environmental/);
  });

  test("an efficiency above 1 is refused by name", async () => {
    const answer = await gateway.post(pilotBody({ efficiency: 1.2 }));
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: "/readings/efficiency" }] } });
  });

  test("an honest restart after a stop is approved", async () => {
    const device_id = await newTurbine();
    const send = (minutes: number, readings: Record<string, number>) =>
      gateway.post(
        pilotBody(readings, {
          device_id,
          timestamp: new Date(Date.parse("2026-03-02T08:00:00Z") + minutes * 60_000).toISOString(),
          interval_s: 300,
        }),
      );
    await send(0, {});
    await send(5, { flow_rate_m3s: 0, power_output_kw: 0 });
    expect((await send(10, { flow_rate_m3s: 0, power_output_kw: 0 })).body.status).toBe("APPROVED");
    expect((await send(15, {})).body).toMatchObject({ status: "APPROVED" });
  });

  test("a 6 MW plant is judged against its own rating, not another's", async () => {
    const plant = {
      ...pilotPlant,
      plant_id: "SIX",
      name: "Six",
      rated_power_kw: 6000,
      design_head_m: 80,
      design_flow_m3s: 9,
    };
    const created = await fetch(`${gateway.baseUrl}/api/v1/plants`, {
      method: "POST",
      headers: { authorization: `Bearer ${gateway.apiKey}`, "content-type": "application/json" },
      body: JSON.stringify(plant),
    });
    expect(created.status).toBe(201);
    const full = { flow_rate_m3s: 8.6, head_height_m: 80, power_output_kw: 5700 };
    expect((await verdict(full, { ...hour, plant_id: "SIX" })).status).toBe("APPROVED");
    expect((await verdict(full, hour)).status).toBe("REJECTED");
  });
});
