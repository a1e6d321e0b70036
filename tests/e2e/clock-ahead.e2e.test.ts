import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestGateway, testGateway } from "../support/gateway.ts";

/** A gateway that is started on a machine whose clock is a year ahead, as after a dead battery, beside a ledger that knows the time. */

let gateway: TestGateway;
const machine = { offMs: 0 };
const dayMs = 86_400_000;

beforeAll(async () => {
  gateway = await testGateway({
    overrides: { clock: { nowMs: () => Date.now() + machine.offMs }, packing: { everyMs: 200 } },
  });
});

afterAll(() => gateway?.stop());

const owner = () => gateway.roles.owner.db;
const daysAgo = (days: number) => new Date(Date.now() - days * dayMs);
const monthOf = (at: Date) => `${at.toISOString().slice(0, 7)}-01`;

/** What is old by any clock, and what is by that of the machine alone. */
const [old, young] = [monthOf(daysAgo(200)), monthOf(daysAgo(31))];

async function fill() {
  for (const month of [old, young]) {
    await sql`SELECT ensure_record_partitions(${month}::date, 1), ensure_rollup_partitions('1m', ${month}::date, 1)`.execute(
      owner(),
    );
  }
  for (const [name, at] of [
    ["old", daysAgo(40)],
    ["young", daysAgo(2)],
  ] as const) {
    await sql`INSERT INTO tenant_events (event_id, org_id, type, plant_id, at, body, handed_on)
      VALUES (${`evt_${name}`}, 'pilot', 'record.flagged', NULL, ${at}, '{}', true)`.execute(owner());
    await sql`INSERT INTO device_nonces (org_id, key_id, nonce, expires_at) SELECT 'pilot', 'k', ${name}, ${new Date(
      at.getTime() + 3 * dayMs,
    )}`.execute(owner());
  }
}

async function left() {
  const names = sql<{ name: string }>`
    SELECT event_id AS name FROM tenant_events WHERE event_id IN ('evt_old', 'evt_young')
    UNION ALL SELECT 'nonce ' || nonce FROM device_nonces
    UNION ALL SELECT 'rollups ' || month FROM unnest(${[old, young]}::date[]) AS month
      WHERE to_regclass('rollups_1m_' || to_char(month, 'YYYYMM')) IS NOT NULL
    UNION ALL SELECT 'records ' || month FROM unnest(${[old, young]}::date[]) AS month
      WHERE to_regclass('records_' || to_char(month, 'YYYYMM')) IS NOT NULL AND NOT record_month_closed(month)
    UNION ALL SELECT 'session' FROM sessions WHERE ended_at IS NULL`;
  return (await names.execute(owner())).rows.map(({ name }) => name).sort();
}

test("a clock that is a year ahead lets go of nothing that a right one would have kept", async () => {
  await gateway.sessionWith(["operator"]);
  await gateway.restart(async () => {
    machine.offMs = 365 * dayMs;
    await fill();
  });
  await expect.poll(left, { timeout: 20_000 }).not.toContain("evt_old");
  await expect.poll(left, { timeout: 20_000 }).not.toContain(`records ${old}`);
  await expect.poll(left, { timeout: 20_000 }).not.toContain(`rollups ${old}`);
  expect(await left()).toEqual(["evt_young", "nonce young", `records ${young}`, `rollups ${young}`, "session"].sort());
}, 60_000);
