import { sql } from "kysely";
import pg from "pg";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import {
  type Connection,
  connect,
  isDatabaseAway,
  isDatabaseUnable,
  isStatementTimeout,
  withClient,
} from "../../src/platform/database.ts";
import { migrate } from "../../src/platform/migrate.ts";
import { ownerRole, serveRole } from "../../src/platform/roles.ts";
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

const caught = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

test("a connection that is cut under a query counts as the database being away, a bad statement does not", async () => {
  const running = caught(connection.pool.query("SELECT pg_sleep(30)"));
  const admin = new pg.Client({ connectionString: inject("postgresUrl") });
  await admin.connect();
  await expect
    .poll(
      async () =>
        (
          await admin.query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(30)%' AND pid <> pg_backend_pid()",
          )
        ).rowCount,
    )
    .toBe(1);
  await admin.end();
  expect(isDatabaseAway(await running)).toBe(true);
  expect(isDatabaseAway(await caught(connection.pool.query("SELECT nonsense")))).toBe(false);
});

test("the pool goes on after its connections were cut", async () => {
  expect((await connection.pool.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
});

test("work may take longer than its login lets others, a statement and a transaction; a request's statement may not", async () => {
  const name = new URL(database.url).pathname.slice(1);
  const limited = ["statement_timeout", "transaction_timeout"];
  for (const one of limited) await connection.pool.query(`ALTER DATABASE ${name} SET ${one} = '150ms'`);
  const [work, requests] = [connect(database.url), connect(database.url, { statementTimeoutMs: 200 })];
  try {
    await work.db.transaction().execute((tx) => sql`SELECT pg_sleep(0.4)`.execute(tx));
    await requests.db.transaction().execute(async (tx) => {
      for (let n = 0; n < 3; n++) await sql`SELECT pg_sleep(0.1)`.execute(tx);
    });
    expect(isStatementTimeout(await caught(requests.pool.query("SELECT pg_sleep(0.4)")))).toBe(true);
  } finally {
    await Promise.all([work.close(), requests.close()]);
    for (const one of limited) await connection.pool.query(`ALTER DATABASE ${name} RESET ${one}`);
  }
});

test("a server that is not there counts as away", async () => {
  const nowhere = connect("postgres://nobody:x@127.0.0.1:1/none");
  expect(isDatabaseAway(await caught(nowhere.pool.query("SELECT 1")))).toBe(true);
  await nowhere.close();
});

test("a socket that is not there is a database that is away, and not an error of what was asked", async () => {
  const nowhere = connect("postgres://hydro_serve:pw@/hydro?host=/run/no-postgresql");
  expect(isDatabaseAway(await caught(nowhere.pool.query("SELECT 1")))).toBe(true);
  await nowhere.close();
});

test("a server that only reads, or that has another schema, is at fault, not what was sent; a bad value is", async () => {
  const client = await connection.pool.connect();
  const errorOf = async (text: string) => caught(client.query(text));
  await client.query("SET default_transaction_read_only = on");
  const readOnly = await errorOf("CREATE TABLE never (n integer)");
  const unable = [readOnly, await errorOf("SELECT * FROM not_there"), await errorOf("SELECT nonsense")];
  const bad = [await errorOf("SELECT 1 / 0"), await errorOf("SELECT 'x'::integer")];
  client.release(true);
  expect(unable.map(isDatabaseUnable)).toEqual([true, true, true]);
  expect([...unable, ...bad].map(isDatabaseAway)).toEqual([false, false, false, false, false]);
  expect(bad.map(isDatabaseUnable)).toEqual([false, false]);
  for (const [constraint, isUnable] of [
    [undefined, true],
    ["closed", true],
    ["plants_check", false],
  ] as const)
    expect(isDatabaseUnable(Object.assign(new Error("check"), { code: "23514", constraint }))).toBe(isUnable);
  expect(isDatabaseUnable(Object.assign(new Error("could not extend file"), { code: "53100" }))).toBe(true);
});

test("a database that lets nobody in, as while a copy is put in its place, or a login that lost its role, is away", async () => {
  const own = await testDatabase();
  const name = new URL(own.url).pathname.slice(1);
  const opening = connect(own.serveUrl);
  const asSuper = (statement: string) => connection.pool.query(statement);
  await asSuper(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
  const refused = await caught(opening.pool.query("SELECT 1"));
  expect([refused, isDatabaseAway(refused)]).toEqual([expect.objectContaining({ code: "55000" }), true]);
  await asSuper(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
  expect((await opening.pool.query("SELECT 1")).rowCount).toBe(1);
  await opening.close();

  const roleless = connect(own.serveUrl, { role: ownerRole });
  const powerless = await caught(roleless.pool.query("SELECT 1"));
  expect([powerless, isDatabaseAway(powerless)]).toEqual([expect.objectContaining({ code: "42501" }), true]);
  await roleless.close();

  await own.drop();
  const gone = connect(own.serveUrl);
  expect(isDatabaseAway(await caught(gone.pool.query("SELECT 1")))).toBe(true);
  await gone.close();
});

test("64-bit numbers arrive whole", async () => {
  expect((await connection.pool.query("SELECT 9007199254740993::bigint AS n")).rows).toEqual([
    { n: 9007199254740993n },
  ]);
});

test("a connection cut inside a transaction fails that transaction only, and never the process", async () => {
  const admin = new pg.Client({ connectionString: inject("postgresUrl") });
  await admin.connect();
  const cut = caught(
    connection.db.transaction().execute(async (tx) => {
      const { rows } = await sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`.execute(tx);
      await admin.query("SELECT pg_terminate_backend($1)", [rows[0]?.pid]);
      // The break arrives while no statement is in work: only a listener keeps it from ending the process.
      await new Promise((resolve) => setTimeout(resolve, 50));
      await sql`SELECT 1`.execute(tx);
    }),
  );
  expect(isDatabaseAway(await cut)).toBe(true);
  await admin.end();
  expect((await connection.pool.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
});

test("what is committed is on disk, whatever the database has for its settings, and with its standbys where that is asked for", async () => {
  const other = await testDatabase();
  const name = new URL(other.url).pathname.slice(1);
  for (const [asked, held] of [
    ["off", "on"],
    ["local", "local"],
    ["remote_apply", "remote_apply"],
  ] as const) {
    await connection.pool.query(`ALTER DATABASE ${name} SET synchronous_commit = ${asked}`);
    const question = "SELECT current_setting('synchronous_commit') AS held";
    const serving = connect(other.serveUrl, { role: serveRole });
    expect((await serving.pool.query(question)).rows).toEqual([{ held }]);
    await serving.close();
    expect(await withClient(other.workerUrl, async (client) => (await client.query(question)).rows)).toEqual([
      { held },
    ]);
  }
  await other.drop();
});

test("lists with nulls, doubles and rows are read whole, whatever the database has for its settings", async () => {
  const other = await testDatabase();
  const name = new URL(other.url).pathname.slice(1);
  const settings = { array_nulls: "off", extra_float_digits: "0", row_security: "off", transform_null_equals: "on" };
  for (const [setting, value] of Object.entries(settings)) {
    await connection.pool.query(`ALTER DATABASE ${name} SET ${setting} = '${value}'`);
  }
  const serving = connect(other.serveUrl, { role: serveRole });
  const { rows } = await serving.pool.query(
    "SELECT $1::text[] AS list, 0.1::float8 + 0.2::float8 AS sum, (SELECT count(*)::int FROM plants) AS plants, NULL = NULL AS same",
    [["a", null]],
  );
  expect(rows).toEqual([{ list: ["a", null], sum: 0.1 + 0.2, plants: 0, same: null }]);
  await serving.close();
  await other.drop();
});

test("times, tables and locks are the gateway's own, whatever the database has for its settings", async () => {
  const other = await testDatabase();
  const name = new URL(other.url).pathname.slice(1);
  const settings = { datestyle: "SQL, DMY", timezone: "Asia/Kolkata", search_path: "nowhere" };
  const all = { ...settings, default_transaction_isolation: "serializable" };
  for (const [setting, value] of Object.entries(all)) {
    await connection.pool.query(`ALTER DATABASE ${name} SET ${setting} = ${pg.escapeLiteral(value)}`);
  }
  expect(await migrate(other.url)).toEqual([]);
  const question = `SELECT applied_at, current_setting('transaction_isolation') AS isolation
    FROM schema_migrations WHERE version = 1`;
  const seen = [{ applied_at: expect.any(Date), isolation: "read committed" }];
  const pool = connect(other.url, { role: ownerRole });
  expect((await pool.pool.query(question)).rows).toEqual(seen);
  await pool.close();
  expect(await withClient(other.url, async (client) => (await client.query(question)).rows)).toEqual(seen);
  await other.drop();
});
