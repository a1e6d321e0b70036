import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connectRoles, type Roles, type TestDatabase, testDatabase } from "../support/database.ts";

let database: TestDatabase;
let roles: Roles;
const odd = `o"d\\d,{}'é `;
beforeAll(async () => {
  database = await testDatabase();
  roles = connectRoles(database);
  await roles.owner.db
    .insertInto("organisations")
    .values(["a", "b", "c", odd].map((org_id) => ({ org_id, name: org_id, created_at: new Date() })))
    .execute();
});
afterAll(async () => {
  await roles?.close();
  await database?.drop();
});

const seenBy = async (...orgIds: string[]) =>
  (
    await roles.db
      .of(...orgIds)
      .selectFrom("organisations")
      .select("org_id")
      .orderBy("org_id")
      .execute()
  ).map((row) => row.org_id);

test("a single statement sees the organisations it is asked for, and nothing else", async () => {
  expect(await seenBy("a")).toEqual(["a"]);
  expect(await seenBy("a", "c", "a")).toEqual(["a", "c"]);
  expect(await seenBy("nobody")).toEqual([]);
  expect(await roles.db.shared.selectFrom("organisations").selectAll().execute()).toEqual([]);
});

test("a person's transaction sees the person's own, and the organisations named with it", async () => {
  const at = new Date();
  await roles.owner.db
    .insertInto("users")
    .values(
      ["anna", odd].map((user_id) => ({
        ...{ user_id, email: user_id, email_key: user_id, name: user_id, created_at: at, locked_at: null },
        password_hash: "$argon2id$",
      })),
    )
    .execute();
  await roles.owner.db
    .insertInto("memberships")
    .values({ org_id: "a", user_id: "anna", roles: ["owner"], created_at: at })
    .execute();
  const seen = async (...[userId, ...orgIds]: [string, ...string[]]) => {
    const db = roles.db.person(userId, ...orgIds);
    const users = await db.selectFrom("users").select("user_id").execute();
    const orgs = await db.transaction().execute((tx) => tx.selectFrom("organisations").select("org_id").execute());
    return [users.map(({ user_id }) => user_id), orgs.map(({ org_id }) => org_id).sort()];
  };
  expect(await seen("anna")).toEqual([["anna"], ["a"]]);
  expect(await seen("anna", "b")).toEqual([["anna"], ["a", "b"]]);
  expect(await seen(odd)).toEqual([[odd], []]);
  expect(await seen("")).toEqual([[], []]);
  // Nothing is left of the person for whoever is next.
  const left = await Promise.all(
    Array.from({ length: 32 }, (_, i) =>
      roles.db[i % 2 === 0 ? "of" : "person"]("c").selectFrom("users").selectAll().execute(),
    ),
  );
  expect(left.flat()).toEqual([]);
});

test("an organisation's id is data, however it is spelt", async () => {
  expect(await seenBy(odd)).toEqual([odd]);
  expect(await seenBy('a","b')).toEqual([]);
});

test("nothing is left on the connection, after success, failure and rollback", async () => {
  const left = async () => {
    const clients = await Promise.all(Array.from({ length: 16 }, () => roles.serve.pool.connect()));
    const seen = await Promise.all(clients.map((client) => client.query("SELECT org_id FROM organisations")));
    for (const client of clients) client.release();
    return seen.flatMap(({ rows }) => rows);
  };
  const db = roles.db.of("a", "b");
  await seenBy("a");
  expect(await left()).toEqual([]);
  await expect(sql`SELECT 1 / 0`.execute(db)).rejects.toThrow("division by zero");
  expect(await left()).toEqual([]);
  await db.transaction().execute((tx) => tx.selectFrom("organisations").selectAll().execute());
  expect(await left()).toEqual([]);
  await expect(db.transaction().execute(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await left()).toEqual([]);
});

test("a transaction keeps its organisations to its end, over a failed statement too", async () => {
  const found = roles.db
    .of("b")
    .transaction()
    .execute(async (tx) => {
      const first = await tx.selectFrom("organisations").select("org_id").execute();
      const both = await Promise.all([1, 2].map(() => tx.selectFrom("organisations").select("org_id").execute()));
      return [first, ...both];
    });
  expect(await found).toEqual(Array(3).fill([{ org_id: "b" }]));
  const failing = roles.db
    .of("b")
    .transaction()
    .execute(async (tx) => {
      await sql`SELECT nonsense`.execute(tx).catch(() => undefined);
      await tx.selectFrom("organisations").selectAll().execute();
    });
  await expect(failing).rejects.toThrow("current transaction is aborted");
});

test("a transaction's own isolation level holds", async () => {
  const level = roles.db
    .of("a")
    .transaction()
    .setIsolationLevel("serializable")
    .execute(
      async (tx) =>
        (await sql<{ level: string }>`SELECT current_setting('transaction_isolation') AS level`.execute(tx)).rows,
    );
  expect(await level).toEqual([{ level: "serializable" }]);
});

test("a hundred organisations at once on sixteen connections never see each other", async () => {
  const orgs = ["a", "b", "c"];
  const looks = Array.from({ length: 300 }, async (_, i) => {
    const org = orgs[i % 3] as string;
    const db = roles.db.of(org);
    const found =
      i % 2 === 0
        ? await db.selectFrom("organisations").select("org_id").execute()
        : await db.transaction().execute((tx) => tx.selectFrom("organisations").select("org_id").execute());
    return found.length === 1 && found[0]?.org_id === org;
  });
  expect((await Promise.all(looks)).every(Boolean)).toBe(true);
});

test("writes tell how many rows they touched, as without it", async () => {
  const db = roles.db.of("new");
  const values = { org_id: "new", name: "New", created_at: new Date() };
  const insert = () =>
    db
      .insertInto("organisations")
      .values(values)
      .onConflict((c) => c.doNothing())
      .executeTakeFirst();
  expect((await insert()).numInsertedOrUpdatedRows).toBe(1n);
  expect((await insert()).numInsertedOrUpdatedRows).toBe(0n);
  const { rows } = await sql<{ n: bigint; at: Date }>`SELECT 9007199254740993::bigint AS n, now() AS at`.execute(db);
  expect(rows[0]?.n).toBe(9007199254740993n);
  expect(rows[0]?.at).toBeInstanceOf(Date);
});

test("one statement is one round trip and one transaction", async () => {
  const { rows } = await sql<{ org: string; id: string }>`
    SELECT org_id AS org, pg_current_xact_id()::text AS id FROM organisations`.execute(roles.db.of("a"));
  expect(rows).toHaveLength(1);
  const client = await roles.serve.pool.connect();
  try {
    expect((await client.query("SELECT pg_xact_status($1::xid8) AS status", [rows[0]?.id])).rows).toEqual([
      { status: "committed" },
    ]);
  } finally {
    client.release();
  }
});
