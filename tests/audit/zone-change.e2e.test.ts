import { afterAll, beforeAll, expect, test } from "vitest";
import { ChainCheck } from "../../src/audit/chain-check.ts";
import * as examples from "../../src/http/periods.examples.ts";
import { type TestGateway, testGateway } from "../support/gateway.ts";

const plant = "/api/v1/plants/PLANT-HP-001";
let gateway: TestGateway;
beforeAll(async () => {
  gateway = await testGateway();
});
afterAll(() => gateway.stop());

async function call(method: string, path: string, body?: unknown) {
  const type = method === "PATCH" ? "application/merge-patch+json" : "application/json";
  const response = await fetch(`${gateway.baseUrl}${path}`, {
    method,
    headers: {
      ...(method === "PATCH" && { "if-match": "*" }),
      authorization: `Bearer ${gateway.apiKey}`,
      "content-type": type,
      prefer: "respond-async",
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const json = text.startsWith("{") ? JSON.parse(text.split("\n")[0] ?? "") : {};
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  return { status: response.status, text, body: json as any };
}

const days = { from: "2025-03-01", to: "2025-03-02" };

/** Hourly registers from the local midnight at which the day begins to two hours after the next. */
async function read(startMs: number) {
  for (let hour = 0; hour <= 26; hour++) {
    const answer = await call("POST", "/api/v1/telemetry", {
      plant_id: "PLANT-HP-001",
      device_id: "METER-001",
      timestamp: new Date(startMs + hour * 3_600_000).toISOString(),
      interval_s: 3600,
      readings: { energy_export_kwh_total: 7_000 + 300 * hour, energy_import_kwh_total: 12 },
    });
    expect(answer.status).toBe(202);
  }
}

test("a period opened before its plant's time zone was put right is closed only when it was opened anew", async () => {
  await call("POST", `${plant}/devices`, { device_id: "METER-001", kind: "meter" });
  await call("PUT", `${plant}/design`, examples.design);
  const opened = await call("POST", `${plant}/periods`, days);
  expect(opened.status).toBe(201);
  expect((await call("PATCH", plant, { time_zone: "Asia/Kathmandu" })).status).toBe(200);
  await read(Date.parse("2025-02-28T18:15:00Z"));
  const old = `${plant}/periods/${opened.body.period_id}`;
  const refused = await call("POST", `${old}/close`, {});
  expect([refused.status, refused.body.rule]).toEqual([422, "period.time-zone"]);
  expect((await call("DELETE", old)).status).toBeLessThan(300);
  const anew = await call("POST", `${plant}/periods`, days);
  expect((await call("POST", `${plant}/periods/${anew.body.period_id}/close`, {})).status).toBe(201);
  const check = new ChainCheck({ plantId: "PLANT-HP-001", whole: true });
  const chain = (await call("GET", "/api/v1/records/export?plant_id=PLANT-HP-001")).text;
  for (const line of chain.trimEnd().split("\n")) await check.add(Buffer.from(line));
  expect(check.finish().findings).toContainEqual(expect.objectContaining({ check: "statements", state: "ok" }));
});
