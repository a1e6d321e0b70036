import { afterAll, beforeAll, expect, test } from "vitest";
import { type Connection, connect } from "../../src/platform/database.ts";
import { LeaseTaken, releaseLease, requireLease, takeLease } from "../../src/platform/lease.ts";
import { createLog } from "../../src/platform/log.ts";
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

const expire = (name: string) =>
  connection.pool.query("UPDATE leases SET expires_at = now() - interval '1 second' WHERE name = $1", [name]);

test("of many that reach for a free lease, one gets it", async () => {
  const tries = await Promise.all(
    Array.from({ length: 10 }, (_, i) => takeLease(connection.db, "race", `holder-${i}`, 60_000)),
  );
  expect(tries.filter((lease) => lease !== undefined)).toEqual([{ token: 1n }]);
});

test("the holder renews under the same token; a successor gets a higher one", async () => {
  expect(await takeLease(connection.db, "work", "a", 60_000)).toEqual({ token: 1n });
  expect(await takeLease(connection.db, "work", "a", 60_000)).toEqual({ token: 1n });
  expect(await takeLease(connection.db, "work", "b", 60_000)).toBeUndefined();
  await expire("work");
  expect(await takeLease(connection.db, "work", "b", 60_000)).toEqual({ token: 2n });
  expect(await takeLease(connection.db, "work", "a", 60_000)).toBeUndefined();
});

test("a write under a lease keeps others from taking it until its commit, and fails once another has it", async () => {
  const { db } = connection;
  const held = { token: 1n };
  expect(await takeLease(db, "fenced", "a", 60_000)).toEqual(held);
  await expire("fenced");
  let successor: ReturnType<typeof takeLease> | undefined;
  await db.transaction().execute(async (tx) => {
    await requireLease(tx, "fenced", "a", held);
    successor = takeLease(db, "fenced", "b", 60_000);
    // Asked meanwhile, it is answered only after this transaction has ended.
    expect(await Promise.race([successor, tx.selectNoFrom(({ lit }) => lit(1).as("one")).execute()])).toEqual([
      { one: 1 },
    ]);
  });
  expect(await successor).toEqual({ token: 2n });
  const late = db.transaction().execute((tx) => requireLease(tx, "fenced", "a", held));
  await expect(late).rejects.toThrow(LeaseTaken);
});

test("beside a schema that is newer than its code nobody gets a lease or keeps one, so that a gateway that knows it does", async () => {
  const { db, pool } = connection;
  const lasting = 60_000;
  expect(await takeLease(db, "older", "a", lasting)).toEqual({ token: 1n });
  await pool.query("INSERT INTO schema_migrations (version, name, sha256) VALUES (9999, '9999_later.sql', '')");
  expect(await takeLease(db, "older", "a", lasting)).toBeUndefined();
  expect(await takeLease(db, "new", "a", lasting)).toBeUndefined();
  await pool.query("DELETE FROM schema_migrations WHERE version = 9999");
  expect(await takeLease(db, "older", "a", lasting)).toEqual({ token: 1n });
});

test("a lease given up is free at once, and only its holder can give it up", async () => {
  await takeLease(connection.db, "left", "a", 60_000);
  const { db } = connection;
  const log = createLog("silent");
  await releaseLease({ db, holderName: "b", log }, "left");
  expect(await takeLease(connection.db, "left", "c", 60_000)).toBeUndefined();
  await releaseLease({ db, holderName: "a", log }, "left");
  expect(await takeLease(connection.db, "left", "c", 60_000)).toEqual({ token: 2n });
});

test("a lease of a clock that was put back a year is nobody's for long: another takes it, and its holder writes no more", async () => {
  const { db } = connection;
  const held = { token: 1n };
  expect(await takeLease(db, "far", "a", 60_000)).toEqual(held);
  await connection.pool.query("UPDATE leases SET expires_at = expires_at + interval '1 year' WHERE name = 'far'");
  expect(await takeLease(db, "far", "b", 60_000)).toEqual({ token: 2n });
  expect(await takeLease(db, "far", "a", 60_000)).toBeUndefined();
  await expect(db.transaction().execute((tx) => requireLease(tx, "far", "a", held))).rejects.toThrow(LeaseTaken);
});
