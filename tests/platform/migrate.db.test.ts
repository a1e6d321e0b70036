import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { connectionConfig } from "../../src/platform/database.ts";
import { migrate } from "../../src/platform/migrate.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";

let database: TestDatabase;
let owner: pg.Client;
/** Who reads for hours, as a backup does. */
let backup: pg.Client;
beforeEach(async () => {
  database = await testDatabase();
  const open = async () => {
    const client = new pg.Client(connectionConfig(database.url));
    await client.connect();
    return client;
  };
  [owner, backup] = [await open(), await open()];
});
afterEach(async () => {
  await Promise.all([owner.end(), backup.end()]);
  await database.drop();
});

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test("a migration gives way to who reads for hours, so that nobody waits behind it, and is done when that ends", async () => {
  await owner.query(`
    ALTER TABLE log_nodes RENAME COLUMN first_index TO node_index;
    ALTER TABLE log_nodes RENAME COLUMN hashes TO hash;
    ALTER TABLE log_nodes DROP CONSTRAINT log_nodes_hashes_check;
    ALTER TABLE log_nodes ADD CONSTRAINT log_nodes_hash_check CHECK (octet_length(hash) = 32);
    ALTER TABLE log_leaves ADD CONSTRAINT log_leaves_record_id_key UNIQUE (record_id);
    DELETE FROM schema_migrations WHERE version = 37`);
  await backup.query("BEGIN; SELECT FROM log_leaves");
  const told: string[] = [];
  const options = { pauseMs: 100, tell: (sentence: string) => void told.push(sentence) };
  const ran = Promise.all([migrate(database.url, {}, options), migrate(database.url, {}, options)]);
  await pause(300);

  await owner.query("BEGIN; SET LOCAL lock_timeout = '8s'; LOCK TABLE log_leaves IN ROW EXCLUSIVE MODE; COMMIT");
  await expect
    .poll(() => told, { timeout: 20_000 })
    .toContainEqual(expect.stringMatching(/^0037_runs_of_nodes\.sql waits for others to end/));
  const half = "SELECT FROM pg_attribute WHERE attrelid = 'log_nodes'::regclass AND attname = 'hashes'";
  expect((await owner.query(half)).rowCount).toBe(0);

  await backup.query("COMMIT");
  expect((await ran).flat()).toEqual(["0037_runs_of_nodes.sql"]);
});

test("a start does not wait for who reads for hours to make the months to come, only for the one that it is", async () => {
  const { rows } = await owner.query<{ name: string }>(
    `SELECT inhrelid::regclass::text AS name FROM pg_inherits
     WHERE inhparent = 'records'::regclass AND inhrelid::regclass::text ~ '_[0-9]{6}$' ORDER BY 1`,
  );
  const months = rows.map(({ name }) => name);
  expect(months).toHaveLength(3);
  await owner.query(`DROP TABLE ${months[2]}`);
  await backup.query("BEGIN; SELECT FROM records; SELECT FROM samples");
  expect(await migrate(database.url)).toEqual([]);
  await backup.query("COMMIT");

  await owner.query(`DROP TABLE ${months[0]}`);
  await backup.query("BEGIN; SELECT FROM records");
  let done = false;
  const started = migrate(database.url, {}, { pauseMs: 100 }).then(() => {
    done = true;
  });
  await pause(1500);
  expect(done).toBe(false);
  await backup.query("COMMIT");
  await started;
  expect(
    (await owner.query("SELECT FROM unnest($1::text[]) AS name WHERE to_regclass(name) IS NULL", [months])).rowCount,
  ).toBe(0);
});

test("a migration lasts as long as it has to, whatever its database has for the longest statement", async () => {
  const name = new URL(database.url).pathname.slice(1);
  await owner.query(`ALTER DATABASE ${name} SET statement_timeout = '300ms'`);
  await owner.query("SELECT pg_advisory_lock(7246001)");
  const ran = migrate(database.url, {}, { pauseMs: 100 });
  await pause(1500);
  await owner.query("SELECT pg_advisory_unlock(7246001)");
  expect(await ran).toEqual([]);
});

test("a database whose migrations only said something else is taken, one whose migrations did something else is not", async () => {
  const set = (version: number, column: string, value: string | null) =>
    owner.query(`UPDATE schema_migrations SET ${column} = $2 WHERE version = $1`, [version, value]);
  const refused = /^0036_rollups_of_other_months\.sql was changed after it had been applied/;
  const row = async (version: number) =>
    (await owner.query("SELECT sha256, statements_sha256 FROM schema_migrations WHERE version = $1", [version]))
      .rows[0];

  // A comment was put right since.
  await set(36, "sha256", "0".repeat(64));
  expect(await migrate(database.url)).toEqual([]);
  const { statements_sha256: statements } = await row(36);
  await set(36, "statements_sha256", "0".repeat(64));
  await expect(migrate(database.url)).rejects.toThrow(refused);

  // From before statements were known: the file itself tells, or that it is one that only said something else.
  await set(36, "statements_sha256", null);
  await expect(migrate(database.url)).rejects.toThrow(refused);
  await owner.query("ALTER TABLE schema_migrations DROP COLUMN statements_sha256");
  await expect(migrate(database.url)).rejects.toThrow(refused);
  const { rows } = await owner.query(
    "SELECT FROM schema_migrations WHERE statements_sha256 IS NOT NULL AND version < 36",
  );
  expect(rows.length).toBeGreaterThan(20);

  await set(36, "statements_sha256", statements);
  const first = "8925b6de4c9134141bd4e48146a924b2356c28d296755c48c6f2e7396a1ed523";
  await set(37, "sha256", first);
  expect(await migrate(database.url)).toEqual([]);
  expect(await row(37)).toEqual({ sha256: first, statements_sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
});
