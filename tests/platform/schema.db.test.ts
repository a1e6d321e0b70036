import { randomBytes } from "node:crypto";
import { readdir } from "node:fs/promises";
import pg from "pg";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { connectionConfig } from "../../src/platform/database.ts";
import { migrate } from "../../src/platform/migrate.ts";
import { dumpSchema } from "../../src/platform/schema-dump.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await testDatabase();
  client = new pg.Client(connectionConfig(database.url));
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

test("the migrations make exactly the schema that was reviewed (renew it with `npm test -- -u`)", async () => {
  await expect(await dumpSchema(client)).toMatchFileSnapshot("../../migrations/schema.sql");
});

/** A person may belong to several organisations: accounts and sessions are above them. */
const ofPeople = ["password_links", "recovery_codes", "refresh_tokens", "second_factors", "sessions", "users"];
/** Wrong codes of devices, mail to addresses, counters against guessing, and codes for organisations that are not there yet. */
const beforeSignIn = ["claim_attempts", "letters", "registration_codes", "sign_in_failures"];
const ofTheGateway = [
  "anchor_waits",
  "checkpoints",
  "leases",
  "ledger_attempts",
  "ledger_charges",
  "ledger_fees",
  "ledger_jobs",
  "log_nodes",
  "log_predecessors",
  "log_state",
  "rollup_strip_marks",
  "secret_prints",
  "stream_rollups",
  "token_movements",
];

test("every table that holds what an organisation owns has org_id; the rest is named here with its reason", async () => {
  const { rows } = await client.query<{ table_name: string }>(`
    SELECT relation.relname AS table_name FROM pg_class AS relation
    WHERE relation.relnamespace = 'public'::regnamespace AND relation.relkind IN ('r', 'p')
      AND NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = relation.oid AND attname = 'org_id' AND attnotnull)
    ORDER BY 1`);
  const named = [...ofTheGateway, "schema_migrations", "tokens", ...ofPeople, ...beforeSignIn];
  expect(rows.map((row) => row.table_name)).toEqual(named.sort());
});

test("migrating again does nothing, and two gateways that start at once both succeed", async () => {
  expect(await migrate(database.url)).toEqual([]);
  const name = `fresh_${randomBytes(6).toString("hex")}`;
  await client.query(`CREATE DATABASE ${name}`);
  const url = new URL(inject("postgresUrl"));
  url.pathname = `/${name}`;
  const ran = await Promise.all([migrate(url.href), migrate(url.href)]);
  const files = (await readdir(new URL("../../migrations/", import.meta.url))).filter((file) => /^\d{4}_/.test(file));
  expect(ran.flat()).toEqual(files.sort());
  await client.query(`DROP DATABASE ${name} WITH (FORCE)`);
});

test("a migration that was changed after it was applied stops the start", async () => {
  await client.query("UPDATE schema_migrations SET sha256 = 'other', statements_sha256 = 'other'");
  await expect(migrate(database.url)).rejects.toThrow(/0001_initial.sql was changed after it had been applied/);
});

test("a database of a newer gateway stops the start", async () => {
  await client.query("INSERT INTO schema_migrations (version, name, sha256) VALUES (9999, 'future', '')");
  await expect(migrate(database.url)).rejects.toThrow(
    /migration 9999, which this version of the gateway does not know/,
  );
});

test("text sorts the same on every machine: the builtin C.UTF-8 order", async () => {
  const { rows } = await client.query(
    "SELECT datlocprovider AS provider, datlocale AS locale FROM pg_database WHERE datname = current_database()",
  );
  expect(rows).toEqual([{ provider: "b", locale: "C.UTF-8" }]);
});
