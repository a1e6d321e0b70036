import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isPlanOutdated, volley } from "../../src/platform/volley.ts";
import { connectRoles, type Roles, type TestDatabase, testDatabase } from "../support/database.ts";

let database: TestDatabase;
let roles: Roles;
let client: pg.PoolClient;
beforeAll(async () => {
  database = await testDatabase();
  roles = connectRoles(database);
  client = await roles.owner.pool.connect();
  await client.query("CREATE TABLE things (thing integer PRIMARY KEY)");
});
afterAll(async () => {
  client?.release();
  await roles?.close();
  await database?.drop();
});

const ask = (text: string, ...values: unknown[]) => ({ text, values });
const preparedTexts = async () =>
  (await client.query("SELECT statement FROM pg_prepared_statements")).rows.map((row) => row.statement);
const things = async () => (await client.query("SELECT thing FROM things ORDER BY thing")).rows.map((row) => row.thing);

test("each statement of a volley gets its own answer, with its own types", async () => {
  const answers = await Promise.all(
    volley(client, [
      ask("SELECT $1::integer AS n, $2::bigint AS big", 1, "9007199254740993"),
      ask("INSERT INTO things VALUES (1), (2)"),
      ask(""),
      ask("SELECT thing FROM things WHERE thing > $1", 5),
    ]),
  );
  expect(answers.map(({ command, rowCount }) => [command, rowCount])).toEqual([
    ["SELECT", 1],
    ["INSERT", 2],
    [null, null],
    ["SELECT", 0],
  ]);
  expect(answers[0]?.rows).toEqual([{ n: 1, big: 9007199254740993n }]);
  await client.query("DELETE FROM things");
});

test("outside a transaction a volley is one: where one of it fails, nothing of it is left, and all are told why", async () => {
  const answers = volley(client, [
    ask("INSERT INTO things VALUES (1)"),
    ask("INSERT INTO things VALUES (1)"),
    ask("INSERT INTO things VALUES (3)"),
  ]);
  for (const answer of answers) await expect(answer).rejects.toThrow("duplicate key");
  expect(await things()).toEqual([]);
  expect(client.getTransactionStatus()).toBe("I");
});

test("a statement that comes up often is prepared, and goes on answering right", async () => {
  const text = "SELECT $1::integer + 1 AS next";
  const next = async (n: number) => (await volley(client, [ask(text, n)])[0])?.rows;
  for (let n = 0; n < 20; n++) expect(await next(n)).toEqual([{ next: n + 1 }]);
  expect((await preparedTexts()).filter((statement) => statement === text)).toHaveLength(1);
  // On another connection too.
  const other = await roles.owner.pool.connect();
  try {
    expect((await volley(other, [ask(text, 1)])[0])?.rows).toEqual([{ next: 2 }]);
  } finally {
    other.release();
  }
});

test("one that was to be prepared behind one that failed is prepared the next time", async () => {
  const text = "SELECT $1::integer + 2 AS next";
  const use = () => volley(client, [ask(text, 1)])[0];
  for (let n = 0; n < 7; n++) await use();
  // The eighth gives it its name, but is not run; one is sent behind it before that is known.
  const failing = volley(client, [ask("SELECT 1 / 0"), ask(text, 1)]);
  const behind = use();
  await expect(failing[1]).rejects.toThrow("division by zero");
  await expect(behind).rejects.toThrow("does not exist");
  expect((await use())?.rows).toEqual([{ next: 3 }]);
  expect((await use())?.rows).toEqual([{ next: 3 }]);
  // It is there before the one that fails.
  const late = volley(client, [ask(text, 1), ask("SELECT 1 / 0")]);
  await expect(late[0]).rejects.toThrow("division by zero");
  expect((await use())?.rows).toEqual([{ next: 3 }]);
});

test("a value that cannot be sent is the failure of its statement, and the connection goes on", async () => {
  const unsendable = {
    toPostgres() {
      throw new Error("no such value");
    },
  };
  const [before, wrong, after] = volley(client, [
    ask("SELECT 1 AS n"),
    ask("SELECT $1::text AS n", unsendable),
    ask("SELECT 3 AS n"),
  ]);
  await expect(wrong).rejects.toThrow("no such value");
  expect([(await before)?.rows, (await after)?.rows]).toEqual([[{ n: 1 }], [{ n: 3 }]]);
  const [only] = volley(client, [ask("SELECT $1::text AS n", unsendable)]);
  await expect(only).rejects.toThrow("no such value");
  expect((await volley(client, [ask("SELECT 4 AS n")])[0])?.rows).toEqual([{ n: 4 }]);
});

test("a table that gains a column under a prepared statement is no trouble to whoever asks", async () => {
  const look = () => roles.db.pipelined(["a"], (tx) => tx.selectFrom("organisations").selectAll().execute());
  const alone = () => roles.db.of("a").selectFrom("organisations").selectAll().execute();
  for (let n = 0; n < 20; n++) await Promise.all([look(), alone(), look()]);
  const named = async () =>
    (await volley(client, [ask("SELECT $1::integer AS n, thing FROM things LIMIT 0", 1)])[0])?.command;
  for (let n = 0; n < 20; n++) await named();
  await client.query("ALTER TABLE organisations ADD COLUMN colour text");
  await client.query("ALTER TABLE things ALTER COLUMN thing TYPE bigint");
  try {
    for (let n = 0; n < 20; n++) expect(await Promise.all([look(), alone(), look()])).toEqual([[], [], []]);
    // Without them it is told, and prepared anew.
    const told = await named().catch((error: unknown) => error);
    expect(isPlanOutdated(told)).toBe(true);
    expect(await named()).toBe("SELECT");
  } finally {
    await client.query("ALTER TABLE organisations DROP COLUMN colour");
  }
});
