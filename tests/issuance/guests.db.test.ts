import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { withdrawInvitation } from "../../src/issuance/invitations.ts";
import { type Parties, partyWorld } from "./parties.ts";

/** What PostgreSQL itself shows a guest, whose queries name no organisation at all. */

let world: Parties;
beforeAll(async () => {
  world = await partyWorld();
});
afterAll(() => world?.bench.close());

async function seen(guest: string, table: string): Promise<string[]> {
  const { rows } = await sql<{ org_id: string; period_id: string }>`
    SELECT DISTINCT org_id, to_jsonb(held) ->> 'period_id' AS period_id FROM ${sql.table(table)} AS held`.execute(
    world.deps.db.of(guest),
  );
  return rows.map((row) => `${row.org_id} ${row.period_id}`);
}

test("an invitation shows its period, and no other row of the plant or its organisation", async () => {
  const plant = await world.running();
  const invited = await world.closed(plant);
  await world.request(plant, invited);
  const { periodId: other } = await plant.open("2026-03-02", "2026-03-03");
  await plant.close(other);
  for (const table of ["monitoring_periods", "period_statements", "issuances", "period_invitations"]) {
    expect(await seen("verify-co", table), table).toEqual([`pilot ${invited}`]);
  }
  expect((await seen("verify-co", "issuance_steps")).length).toBe(1);
  for (const table of ["plants", "records", "device_readings", "project_designs", "plant_heads", "devices"]) {
    expect(await seen("verify-co", table), table).toEqual([]);
  }
  expect(await seen("elsewhere", "monitoring_periods")).toEqual([]);

  const [invitation] = (await world.db.selectFrom("period_invitations").selectAll().execute()).filter(
    (one) => one.guest_org_id === "verify-co",
  );
  await withdrawInvitation(world.deps, plant.actor, plant.plantId, invited, invitation?.invitation_id as string);
  for (const table of [
    "monitoring_periods",
    "period_statements",
    "issuances",
    "issuance_steps",
    "period_invitations",
  ]) {
    expect(await seen("verify-co", table), table).toEqual([]);
  }
});

test("a guest cannot write into the period that it sees", async () => {
  const plant = await world.running();
  const periodId = await world.closed(plant);
  await world.request(plant, periodId);
  const db = world.deps.db.of("verify-co");
  const forged = db.updateTable("issuances").set({ state: "verified" }).where("period_id", "=", periodId);
  expect((await forged.executeTakeFirst()).numUpdatedRows).toBe(0n);
  expect((await db.updateTable("period_invitations").set({ role: "issuer" }).executeTakeFirst()).numUpdatedRows).toBe(
    0n,
  );
  expect((await db.deleteFrom("monitoring_periods").executeTakeFirst()).numDeletedRows).toBe(0n);
});
