import { afterAll, beforeAll, expect, test } from "vitest";
import { ChainCheck } from "../../src/audit/chain-check.ts";
import * as examples from "../../src/http/periods.examples.ts";
import type { Plant } from "../../src/hydropower/plant.ts";
import type { Json } from "../../src/kernel/canonical.ts";
import { appendConfiguration } from "../../src/plants/append.ts";
import { updatePlant } from "../../src/plants/store.ts";
import { type Members, relink } from "../support/chain.ts";
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

async function call(method: string, path: string, body?: unknown, apiKey = gateway.apiKey) {
  const response = await fetch(`${gateway.baseUrl}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${apiKey}`,
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

async function read(from: number, to: number, more: { readonly [hour: number]: object } = {}) {
  const ids: string[] = [];
  for (let hour = from; hour <= to; hour++) {
    const answer = await call("POST", "/api/v1/telemetry", {
      plant_id: "PLANT-HP-001",
      device_id: "METER-001",
      timestamp: new Date(startMs + hour * 3_600_000).toISOString(),
      interval_s: 3600,
      readings: { energy_export_kwh_total: 7_000 + 300 * hour, energy_import_kwh_total: 12, ...more[hour] },
    });
    expect(answer.status).toBe(202);
    ids[hour] = answer.body.record_id;
  }
  return ids;
}

const force = (plant: Plant) =>
  gateway.register.db.transaction().execute(async (tx) => {
    await updatePlant(tx, key.orgId, plant);
    await appendConfiguration(gateway.register, tx, key, new Date(), {
      kind: "plant",
      content: { plant: plant as Json },
    });
  });

async function chain() {
  const text = (await call("GET", "/api/v1/records/export?plant_id=PLANT-HP-001")).text;
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Members);
}

async function audited(records?: readonly Uint8Array[]) {
  const check = new ChainCheck({ plantId: "PLANT-HP-001", whole: true });
  for (const line of records ?? relink(await chain(), 0, () => undefined)) await check.add(line);
  return check.finish().findings;
}

const holds = expect.objectContaining({ check: "statements", state: "ok" });

test("a period that is closed while an earlier one rests on records that stopped counting is found", async () => {
  await call("POST", `${plant}/devices`, { device_id: "METER-001", kind: "meter" });
  await call("PUT", `${plant}/design`, examples.design);
  // Before the first reading the zone may be put right.
  await force({ ...pilotPlant, time_zone: "Asia/Kathmandu" });
  await force(pilotPlant);
  const ids = await read(0, 50, { 5: { ph: 0 } });
  const verifier = await gateway.sessionWith(["verifier"]);
  const decide = (decision: string) =>
    call("POST", `/api/v1/records/${ids[5]}/decisions`, { decision, reason: "seen" }, verifier);
  expect((await decide("approve")).status).toBe(201);
  expect((await close("2025-03-01", "2025-03-02")).status).toBe(201);
  expect((await close("2025-03-02", "2025-03-03")).status).toBe(201);
  expect((await decide("reject")).status).toBe(201);
  const honest = await chain();
  expect(await audited()).toContainEqual(holds);
  // The closing told behind the decision that it should have answered: its own figures are the same.
  const [closing, decision] = honest.slice(-2) as [Members, Members];
  expect([closing.kind, decision.kind]).toEqual(["statement", "review"]);
  const [seq, next] = [closing.seq, decision.seq] as [number, number];
  const swapped = [...honest.slice(0, -2), { ...decision, seq }, { ...closing, seq: next }];
  await expect(audited(relink(swapped, 0, () => undefined))).rejects.toThrow(
    `rests on ${ids[5]}, which has stopped counting, and is not stated anew before it`,
  );
  await read(51, 92);
  // The gateway states it anew with the next closing.
  expect((await close("2025-03-03", "2025-03-04")).body.statements).toHaveLength(2);
  expect(await audited()).toContainEqual(holds);
});

test("a zone that changes between two periods, so that hours lie in both, is found", async () => {
  await force({ ...pilotPlant, time_zone: "Pacific/Kiritimati" });
  const [period] = (await close("2025-03-04", "2025-03-05")).body.statements;
  expect(period.period.from_at).toBe("2025-03-03T10:00:00.000Z");
  await expect(audited()).rejects.toThrow(
    /: plant\.time_zone is "Pacific\/Kiritimati", but readings before it were judged by "Asia\/Kolkata"$/,
  );
});
