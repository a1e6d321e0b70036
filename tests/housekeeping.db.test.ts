import { sql } from "kysely";
import pg from "pg";
import { expect, test } from "vitest";
import { Cleanups } from "../src/gateway-cleanups.ts";
import { startHousekeeping } from "../src/housekeeping.ts";
import { keepMonths } from "../src/monitoring/rollup-store.ts";
import { createLog } from "../src/platform/log.ts";
import { connectRoles, testDatabase } from "./support/database.ts";

const newest = (table: string) => sql<{ name: string }>`
  SELECT max(inhrelid::regclass::text) AS name FROM pg_inherits WHERE inhparent = ${table}::regclass AND inhrelid::regclass::text ~ '_[0-9]{6}$'`;

test("months are made while somebody reads for hours, as a backup does, without holding up what comes in", async () => {
  const database = await testDatabase();
  const roles = connectRoles(database);
  const cleanups = new Cleanups();
  const backup = new pg.Client({ connectionString: database.url });
  await backup.connect();
  const gone: string[] = [];
  for (const table of ["records", "samples"]) {
    const name = (await newest(table).execute(roles.owner.db)).rows[0]?.name as string;
    await sql.raw(`DROP TABLE ${name}`).execute(roles.owner.db);
    gone.push(name);
  }
  await backup.query("BEGIN; SELECT FROM records; SELECT FROM samples; SELECT FROM rollups");
  const sureTime = { nowMs: async () => Date.now(), isTheDatabases: async () => true };
  const keep = () => startHousekeeping(roles.worker, createLog("silent"), sureTime, cleanups);
  const made = async () => {
    const names = sql`SELECT FROM unnest(${gone}::text[]) AS name WHERE to_regclass(name) IS NOT NULL`;
    return (await names.execute(roles.owner.db)).rows.length;
  };

  keep();
  const rollups = keepMonths(roles.worker.db, Date.now()).then(
    () => "made",
    () => "given up",
  );
  // Time for them to ask for the tables.
  await new Promise((resolve) => setTimeout(resolve, 300));
  await roles.owner.db.transaction().execute(async (tx) => {
    await sql`SET LOCAL lock_timeout = '8s'`.execute(tx);
    await sql`LOCK TABLE records, samples, rollups IN ROW EXCLUSIVE MODE`.execute(tx);
  });
  expect([await made(), await rollups]).toEqual([0, "given up"]);

  await backup.query("COMMIT");
  keep();
  await expect.poll(made).toBe(2);
  await keepMonths(roles.worker.db, Date.now());
  await cleanups.run();
  await backup.end();
  await roles.close();
  await database.drop();
});
