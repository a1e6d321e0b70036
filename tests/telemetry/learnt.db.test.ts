import { afterAll, beforeAll, expect, test } from "vitest";
import type { Device } from "../../src/hydropower/plant.ts";
import type { TelemetryBody } from "../../src/hydropower/reading.ts";
import { registerDevice } from "../../src/plants/plants.ts";
import { migrate } from "../../src/platform/migrate.ts";
import { acceptReading } from "../../src/telemetry/accept.ts";
import { pilotBody, pilotPlant } from "../support/pilot.ts";
import { type Bench, recordedOf, telemetryBench } from "../support/telemetry.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await telemetryBench();
});
afterAll(() => bench.close());

const sister: Device = { device_id: "TURBINE-002", kind: "turbine" };

/** An organisation with a plant of two turbines. */
async function newPlant(orgId: string): Promise<void> {
  await bench.addPlant(orgId);
  await registerDevice(bench.deps, bench.actorOf(orgId), pilotPlant.plant_id, sister);
}

async function read(orgId: string, deviceId: string, hour: number, powerKw = 880 + (hour % 7)) {
  const time = { timestamp: new Date(bench.now - (60 - hour) * 3_600_000).toISOString(), interval_s: 3_600 };
  const body = pilotBody({ power_output_kw: powerKw }, { device_id: deviceId, ...time });
  return recordedOf(await acceptReading(bench.deps, bench.actorOf(orgId), body as TelemetryBody)).record;
}

const rows = async <T>(text: string, orgId: string) =>
  (await bench.connection.pool.query(text, [orgId])).rows as readonly T[];

test("a reading writes what its own device taught, and touches no other's", async () => {
  await newPlant("two");
  for (let hour = 0; hour < 4; hour++) for (const id of ["TURBINE-001", "TURBINE-002"]) await read("two", id, hour);
  const versions = async () => {
    const found = await rows<{ device_id: string; version: string }>(
      "SELECT device_id, xmin::text || ' ' || ctid::text AS version FROM device_learnt WHERE org_id = $1",
      "two",
    );
    return Object.fromEntries(found.map(({ device_id, version }) => [device_id, version]));
  };
  const before = await versions();
  await read("two", "TURBINE-001", 4);
  const after = await versions();
  expect(Object.keys(after).sort()).toEqual(["TURBINE-001", "TURBINE-002"]);
  expect(after["TURBINE-002"]).toEqual(before["TURBINE-002"]);
  expect(after["TURBINE-001"]).not.toEqual(before["TURBINE-001"]);
});

test("the head holds of each device what the others are held against, and nothing that it taught", async () => {
  const [head] = await rows<{ device_memory: string }>(
    "SELECT device_memory FROM plant_heads WHERE org_id = $1 AND plant_id <> 'ORGANISATION'",
    "two",
  );
  const memory = JSON.parse(head?.device_memory ?? "{}") as Record<string, object>;
  expect(Object.values(memory)).toEqual([1, 2].map(() => expect.objectContaining({ kind: "turbine" })));
  for (const own of Object.values(memory)) expect(own).not.toHaveProperty("learnt");
});

test("what plants taught before it stood by itself is taken along: later readings are judged as if nothing had moved", async () => {
  for (const orgId of ["moved", "stayed"]) {
    await newPlant(orgId);
    for (let hour = 0; hour < 30; hour++) for (const id of ["TURBINE-001", "TURBINE-002"]) await read(orgId, id, hour);
  }
  const remembered = (orgId: string) =>
    rows(
      `SELECT device_id, device_memory::jsonb -> device_id AS standing, learnt::jsonb
       FROM plant_heads JOIN device_learnt USING (org_id, plant_id) WHERE org_id = $1 ORDER BY device_id`,
      orgId,
    );
  const before = await remembered("moved");
  expect(before).toHaveLength(2);
  // As a gateway of before had it: all of it in the head, as one text.
  await bench.connection.pool.query(`
    UPDATE plant_heads AS head SET device_memory = (
      SELECT json_object_agg(device.key, (device.value || jsonb_build_object('learnt', own.learnt::jsonb)))
      FROM jsonb_each(head.device_memory::jsonb) AS device
      JOIN device_learnt AS own ON own.org_id = head.org_id AND own.plant_id = head.plant_id AND own.device_id = device.key
    )::text WHERE device_memory <> '{}'`);
  await bench.connection.pool.query("DROP TABLE device_learnt");
  await bench.connection.pool.query("ALTER TABLE plant_heads RENAME COLUMN device_memory TO memory");
  await bench.connection.pool.query("DELETE FROM schema_migrations WHERE version = 35");
  expect(await migrate(bench.url)).toEqual(["0035_device_learnt.sql"]);
  expect(await remembered("moved")).toEqual(before);
  const judged = async (orgId: string) => {
    const { body } = await read(orgId, "TURBINE-001", 30, 620);
    const { verification, readings } = JSON.parse(Buffer.from(body).toString());
    return { verification, readings };
  };
  expect(await judged("moved")).toEqual(await judged("stayed"));
});
