import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isDatabaseAway, type Tx } from "../../src/platform/database.ts";
import { beforeCommit } from "../../src/platform/effects.ts";
import { connectRoles, type Roles, type TestDatabase, testDatabase } from "../support/database.ts";

let database: TestDatabase;
let roles: Roles;
beforeAll(async () => {
  database = await testDatabase();
  roles = connectRoles(database);
  await roles.owner.db
    .insertInto("organisations")
    .values(["a", "b", "c"].map((org_id) => ({ org_id, name: org_id, created_at: new Date() })))
    .execute();
});
afterAll(async () => {
  await roles?.close();
  await database?.drop();
});

const orgsSeen = async (tx: Tx) =>
  (await tx.selectFrom("organisations").select("org_id").orderBy("org_id").execute()).map((row) => row.org_id);
const add = (tx: Tx, orgId: string) =>
  tx.insertInto("organisations").values({ org_id: orgId, name: orgId, created_at: new Date() }).execute();
const stored = async () => orgsSeen(roles.owner.db as unknown as Tx);

/** What connections show that nobody has said for whom: all of the pool's. */
async function left(): Promise<unknown[]> {
  const clients = await Promise.all(Array.from({ length: 16 }, () => roles.serve.pool.connect()));
  const seen = await Promise.all(
    clients.map((client) => client.query("SELECT org_id, pg_current_xact_id_if_assigned() FROM organisations")),
  );
  const idle = clients.map((client) => client.getTransactionStatus());
  for (const client of clients) client.release();
  expect(new Set(idle)).toEqual(new Set(["I"]));
  return seen.flatMap(({ rows }) => rows);
}

test("every statement of a pipelined transaction is its organisations', from the first one sent to the last", async () => {
  const seen = await roles.db.pipelined(["a", "c", "a"], async (tx) => {
    const together = await Promise.all([orgsSeen(tx), orgsSeen(tx), orgsSeen(tx)]);
    return [...together, await orgsSeen(tx)];
  });
  expect(seen).toEqual(Array(4).fill(["a", "c"]));
  expect(await roles.db.pipelined([], orgsSeen)).toEqual([]);
  expect(await left()).toEqual([]);
});

test("pipelined transactions of many organisations on sixteen connections never see each other", async () => {
  const orgs = ["a", "b", "c"];
  const looks = Array.from({ length: 300 }, async (_, i) => {
    const org = orgs[i % 3] as string;
    if (i % 5 === 0) return (await orgsSeen(roles.db.of(org) as unknown as Tx)).join() === org;
    const seen = await roles.db.pipelined([org], (tx) => Promise.all([orgsSeen(tx), orgsSeen(tx)]));
    return seen.flat().join() === `${org},${org}`;
  });
  expect((await Promise.all(looks)).every(Boolean)).toBe(true);
});

test("it is one transaction: a row of another organisation is refused, and everything sent with it is undone", async () => {
  const before = await stored();
  const writing = roles.db.pipelined(["new", "newer"], async (tx) => {
    await Promise.all([add(tx, "new"), add(tx, "foreign"), add(tx, "newer")]);
  });
  await expect(writing).rejects.toThrow("row-level security");
  expect(await stored()).toEqual(before);
  expect(await left()).toEqual([]);
});

test("a statement whose failure nobody waited for still fails the transaction", async () => {
  const before = await stored();
  const writing = roles.db.pipelined(["new"], async (tx) => {
    sql`SELECT 1 / 0`.execute(tx).catch(() => undefined);
    await add(tx, "new").catch(() => undefined);
    return "done";
  });
  await expect(writing).rejects.toThrow("division by zero");
  expect(await stored()).toEqual(before);
  expect(await left()).toEqual([]);
});

test("so does one that fails behind an answer, when all that could tell of it is the commit's", async () => {
  const before = await stored();
  const writing = roles.db.pipelined(["new"], async (tx) => {
    await add(tx, "new");
    sql`SELECT 1 / 0`.execute(tx).catch(() => undefined);
    return "done";
  });
  await expect(writing).rejects.toThrow("division by zero");
  expect(await stored()).toEqual(before);
  expect(await left()).toEqual([]);
});

test("work that fails leaves nothing of what it sent", async () => {
  const before = await stored();
  const writing = roles.db.pipelined(["new"], async (tx) => {
    await add(tx, "new");
    throw new Error("no");
  });
  await expect(writing).rejects.toThrow("no");
  expect(await stored()).toEqual(before);
  expect(await left()).toEqual([]);
});

test("where its organisations cannot be set, no statement of it runs", async () => {
  const before = await stored();
  const seen: unknown[] = [];
  const writing = roles.db.pipelined(["a", "no\0text"], async (tx) => {
    const [looked, added] = await Promise.allSettled([orgsSeen(tx), add(tx, "a2")]);
    seen.push(looked.status, added.status);
  });
  await expect(writing).rejects.toThrow("invalid byte sequence");
  expect(seen).toEqual(["rejected", "rejected"]);
  expect(await stored()).toEqual(before);
  expect(await left()).toEqual([]);
});

test("a statement made after its transaction is refused: the connection may be another organisation's by then", async () => {
  let kept: Tx | undefined;
  await roles.db.pipelined(["a"], async (tx) => {
    kept = tx;
    await orgsSeen(tx);
  });
  await expect(orgsSeen(kept as Tx)).rejects.toThrow("after its transaction");
  // Of two that go on by themselves, the one outlives the failure of the other.
  let tardy: Promise<unknown> | undefined;
  const failing = roles.db.pipelined(["a"], async (tx) => {
    tardy = orgsSeen(tx).then(async () => {
      await expect.poll(() => isOver).toBe(true);
      return orgsSeen(tx);
    });
    tardy.catch(() => undefined);
    throw new Error("no");
  });
  let isOver = false;
  await expect(failing).rejects.toThrow("no");
  isOver = true;
  await expect(tardy).rejects.toThrow("after its transaction");
});

test("inside of a marked call it carries the call's mark, or does not commit", async () => {
  const marked = (mark: string, isGood: boolean) =>
    beforeCommit.run(
      async (run) => {
        expect(await run("SELECT org_id FROM organisations WHERE org_id = $1", [mark])).toBe(1);
        if (!isGood) throw new Error("marked before");
      },
      () => roles.db.pipelined([mark], (tx) => add(tx, mark)),
    );
  await marked("first", true);
  await expect(marked("second", false)).rejects.toThrow("marked before");
  expect(await stored()).toContain("first");
  expect(await stored()).not.toContain("second");
});

test("a connection that is cut under it fails it, leaves nothing, and is not used again", async () => {
  const before = await stored();
  const writing = roles.db.pipelined(["new"], async (tx) => {
    const { rows } = await sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`.execute(tx);
    await add(tx, "new");
    await sql`SELECT pg_terminate_backend(${rows[0]?.pid})`.execute(roles.owner.db);
    await Promise.all([add(tx, "new2"), orgsSeen(tx)]);
  });
  await expect(writing).rejects.toThrow();
  expect(await stored()).toEqual(before);
  expect(await roles.db.pipelined(["a"], orgsSeen)).toEqual(["a"]);
});

test("a transaction that PostgreSQL ended while this process stood still failed for nothing that was sent", async () => {
  for (const limit of ["idle_in_transaction_session_timeout", "transaction_timeout"]) {
    const halted = roles.db.pipelined(["a"], async (tx) => {
      await sql.raw(`SET LOCAL ${limit} = 50`).execute(tx);
      // Nothing is heard meanwhile: the next statement is on its way before it is known that the connection has ended.
      for (const startedAt = performance.now(); performance.now() - startedAt < 500; );
      return sql`SELECT 1`.execute(tx);
    });
    await expect(halted).rejects.toSatisfy(isDatabaseAway);
  }
});
