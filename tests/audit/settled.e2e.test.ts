import { afterAll, beforeAll, expect, test } from "vitest";
import { ChainCheck } from "../../src/audit/chain-check.ts";
import * as examples from "../../src/http/periods.examples.ts";
import type { Device, Plant } from "../../src/hydropower/plant.ts";
import type { Json } from "../../src/kernel/canonical.ts";
import { appendConfiguration } from "../../src/plants/append.ts";
import { updateDevice, updatePlant } from "../../src/plants/store.ts";
import { type TestGateway, testGateway } from "../support/gateway.ts";
import { pilotPlant } from "../support/pilot.ts";

/** An operator who puts in force, past his own gateway's rules, what readings behind it would be judged by. */
const plant = "/api/v1/plants/PLANT-HP-001";
const key = { orgId: "pilot", plantId: "PLANT-HP-001" };
/** Local midnight of 1 March 2025 in India. */
const startMs = Date.parse("2025-02-28T18:30:00Z");
let gateway: TestGateway;
beforeAll(async () => {
  gateway = await testGateway();
});
afterAll(() => gateway.stop());

async function call(method: string, path: string, body?: unknown) {
  const response = await fetch(`${gateway.baseUrl}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${gateway.apiKey}`,
      "content-type": "application/json",
      prefer: "respond-async",
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const json = text.startsWith("{") ? JSON.parse(text.split("\n")[0] ?? "") : {};
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  return { status: response.status, text, body: json as any };
}

async function close(from: string, to: string) {
  const opened = await call("POST", `${plant}/periods`, { from, to });
  return call("POST", `${plant}/periods/${opened.body.period_id}/close`, {});
}

const force = (draft: { readonly plant: Plant } | { readonly device: Device }) =>
  gateway.register.db.transaction().execute(async (tx) => {
    if ("plant" in draft) await updatePlant(tx, key.orgId, draft.plant);
    else await updateDevice(tx, key, draft.device);
    const kind = "plant" in draft ? "plant" : "device";
    await appendConfiguration(gateway.register, tx, key, new Date(), {
      kind,
      content: draft as { [name: string]: Json },
    });
  });

async function audited() {
  const check = new ChainCheck({ plantId: "PLANT-HP-001", whole: true });
  const chain = (await call("GET", "/api/v1/records/export?plant_id=PLANT-HP-001")).text;
  for (const line of chain.trimEnd().split("\n")) await check.add(Buffer.from(line));
  return check.finish().findings;
}

test("a zone that changes between two periods, so that hours lie in both, is found", async () => {
  await call("POST", `${plant}/devices`, { device_id: "METER-001", kind: "meter", rated_power_kw: 800 });
  await call("PUT", `${plant}/design`, examples.design);
  // Before the first reading it may be put right.
  await force({ plant: { ...pilotPlant, time_zone: "Asia/Kathmandu" } });
  await force({ plant: pilotPlant });
  for (let hour = 0; hour <= 50; hour++) {
    const answer = await call("POST", "/api/v1/telemetry", {
      plant_id: "PLANT-HP-001",
      device_id: "METER-001",
      timestamp: new Date(startMs + hour * 3_600_000).toISOString(),
      interval_s: 3600,
      readings: { energy_export_kwh_total: 7_000 + 300 * hour, energy_import_kwh_total: 12 },
    });
    expect(answer.status).toBe(202);
  }
  const [first] = (await close("2025-03-01", "2025-03-02")).body.statements;
  expect(await audited()).toContainEqual(expect.objectContaining({ check: "statements", state: "ok" }));
  await force({ plant: { ...pilotPlant, time_zone: "Pacific/Kiritimati" } });
  const [second] = (await close("2025-03-02", "2025-03-03")).body.statements;
  expect(second.period.from_at < first.period.to_at).toBe(true);
  await expect(audited()).rejects.toThrow(
    /: plant\.time_zone is "Pacific\/Kiritimati", but readings before it were judged by "Asia\/Kolkata"$/,
  );
});
