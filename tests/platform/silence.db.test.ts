import { sql } from "kysely";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { connect, isDatabaseAway } from "../../src/platform/database.ts";
import { publish, startEventBus } from "../../src/platform/events.ts";
import { createLog } from "../../src/platform/log.ts";
import { scoped } from "../../src/platform/scoped.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import { deafLine } from "../support/deaf-line.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

test("what waits on a line that nobody answers on any more fails as of a database that is away, and the next goes well", async () => {
  const line = await deafLine(database.url);
  const { db, pool, close } = connect(line.url, { longestSilenceMs: 400 });
  onTestFinished(async () => {
    await close();
    line.close();
  });
  const group = scoped(pool).pipelined(["a"], async (tx) => {
    await sql`SELECT 1`.execute(tx);
    line.forget();
    return sql`SELECT 2`.execute(tx);
  });
  await expect(group).rejects.toSatisfy(isDatabaseAway);
  const { rows } = await sql`SELECT 3 AS three`.execute(db);
  expect(rows).toEqual([{ three: 3 }]);
});

test("a statement that takes its time is waited for", async () => {
  const { db, close } = connect(database.url, { longestSilenceMs: 100 });
  onTestFinished(close);
  const { rows } = await sql`SELECT pg_sleep(0.7), 1 AS one`.execute(db);
  expect(rows).toMatchObject([{ one: 1 }]);
});

test("events are heard again though the line that they came by was never heard to end", async () => {
  const line = await deafLine(database.url);
  const { db, close } = connect(database.url);
  const bus = startEventBus(line.url, createLog("silent"), 200);
  onTestFinished(async () => {
    await bus.stop();
    await close();
    line.close();
  });
  let heard = 0;
  bus.subscribe(() => heard++);
  const isHeard = async () => {
    const before = heard;
    await db.transaction().execute((tx) => publish(tx, { type: "outbox.filled" }));
    await new Promise((resolve) => setTimeout(resolve, 50));
    return heard > before;
  };
  await expect.poll(isHeard).toBe(true);
  line.forget();
  expect(await isHeard()).toBe(false);
  await expect.poll(isHeard, { timeout: 5_000 }).toBe(true);
});
