import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { canonicalText, type Json } from "../../src/kernel/canonical.ts";
import { type Connection, connect } from "../../src/platform/database.ts";
import { standingValues } from "../../src/telemetry/standing-values.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";

let database: TestDatabase;
let connection: Connection;
beforeAll(async () => {
  database = await testDatabase();
  connection = connect(database.url);
});
afterAll(async () => {
  await connection.close();
  await database.drop();
});

async function valuesIn(body: Json): Promise<Record<string, string>> {
  const readings = sql`(SELECT 'o' AS org_id, 'p' AS plant_id, 'd' AS device_id, now() AS ended_at, 1::bigint AS seq,
    'approved' AS standing, ${Buffer.from(canonicalText(body))}::bytea AS body)`;
  const { rows } = await sql<{ metric: string; value: string }>`
    SELECT metric, value::text AS value FROM ${standingValues(readings)} AS value`.execute(connection.db);
  return Object.fromEntries(rows.map(({ metric, value }) => [metric, value]));
}

const readings = { flow_rate_m3s: 2.5, power_output_kw: 900.1, temperature_c: -0.3 };
const exact = { flow_rate_m3s: "2.5", power_output_kw: "900.1", temperature_c: "-0.3" };

test("a reading's quantities are the exact decimals of its record", async () => {
  expect(await valuesIn({ device_id: "d", readings, verification: { reasons: [] } })).toEqual(exact);
});

test("a reason that quotes a reading changes no figure", async () => {
  const reason = 'the PLC wrote {"readings":{"flow_rate_m3s":99}} }';
  expect(await valuesIn({ filed_by: "key_1", readings, reason, source: "backfill" })).toEqual(exact);
  expect(await valuesIn({ a: '\\"readings":{"power_output_kw":1}', readings })).toEqual(exact);
});

test("another object of that name inside the record changes no figure", async () => {
  const correction = { replaces: "rec_1", readings: { flow_rate_m3s: 1 } };
  expect(await valuesIn({ correction, readings })).toEqual(exact);
});

test("a record without quantities has none", async () => {
  expect(await valuesIn({ device_id: "d", readings: {} })).toEqual({});
  expect(await valuesIn({ device_id: "d" })).toEqual({});
});
