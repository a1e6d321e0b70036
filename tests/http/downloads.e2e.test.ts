import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestGateway, testGateway } from "../support/gateway.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await testGateway();
});
afterAll(() => gateway?.stop());

const path = "/api/v1/records/export?plant_id=PLANT-HP-001";

/** More than the kernel takes of an answer that nobody reads. */
async function fill(): Promise<void> {
  const startMs = Math.floor(Date.now() / 60_000) * 60_000 - 6 * 86_400_000;
  const water = { ph: 7.1, turbidity_ntu: 3.2, temperature_c: 11.5, dissolved_oxygen_mg_l: 9.1, tds_mg_l: 90 };
  const readings = { flow_rate_m3s: 2.5, head_height_m: 45, power_output_kw: 900, ...water };
  const body = Array.from({ length: 8_000 }, (_, i) => ({
    ...{ plant_id: "PLANT-HP-001", device_id: "TURBINE-001", interval_s: 60, readings },
    timestamp: new Date(startMs + i * 60_000).toISOString(),
  }));
  const { status } = await fetch(`${gateway.baseUrl}/api/v1/telemetry/batch`, {
    method: "POST",
    headers: { authorization: `Bearer ${gateway.apiKey}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(status).toBe(200);
}

const headers = () => ({ authorization: `Bearer ${gateway.apiKey}` });

/** Asks for an export and reads nothing of it. */
async function deaf() {
  const line = new AbortController();
  // Kept: what nobody can read any more is hung up on.
  const response = await fetch(`${gateway.baseUrl}${path}`, { headers: headers(), signal: line.signal });
  return { response, hangUp: () => line.abort() };
}

test("of an organisation whose exports nobody reads the next one is refused, and everybody else is served", async () => {
  await fill();
  const lines = await Promise.all(Array.from({ length: 8 }, deaf));
  expect(lines.map(({ response }) => response.status)).toEqual(Array(8).fill(200));
  const refused = await fetch(`${gateway.baseUrl}${path}`, { headers: headers() });
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "5"]);
  expect(await refused.json()).toMatchObject({ type: expect.stringContaining("too-much-in-work") });
  expect((await gateway.get("/api/v1/plants")).status).toBe(200);
  lines[0]?.hangUp();
  const again = async () => {
    const response = await fetch(`${gateway.baseUrl}${path}`, { headers: headers() });
    const text = await response.text();
    return [response.status, text.split("\n").length > 8_000];
  };
  await expect.poll(again, { timeout: 20_000 }).toEqual([200, true]);
  for (const { hangUp } of lines) hangUp();
});
