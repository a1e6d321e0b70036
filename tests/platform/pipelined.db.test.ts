import { once } from "node:events";
import { type AddressInfo, connect as connectTo, createServer } from "node:net";
import { type KyselyPlugin, sql } from "kysely";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { connect, type Db, type Tx, together } from "../../src/platform/database.ts";
import { pipelined } from "../../src/platform/pipelined.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database?.drop());

function open(url: string): Db {
  const { db, close } = connect(url, { maxConnections: 1 });
  onTestFinished(close);
  return db;
}

/** A way to PostgreSQL that counts how often its client waits for an answer before it says more. */
async function countingLine(url: string) {
  const target = new URL(url);
  const port = Number(target.port);
  let waits = 0;
  let isAsking = false;
  const server = createServer((near) => {
    const far = connectTo(port, target.hostname);
    near.on("data", (chunk) => {
      if (!isAsking) waits++;
      isAsking = true;
      far.write(chunk);
    });
    far.on("data", (chunk) => {
      isAsking = false;
      near.write(chunk);
    });
    near.on("error", () => undefined).on("close", () => far.destroy());
    far.on("error", () => undefined).on("close", () => near.destroy());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  target.port = String((server.address() as AddressInfo).port);
  const counted = async (work: () => Promise<unknown>) => {
    const before = waits;
    await work();
    return waits - before;
  };
  return { url: target.href, counted };
}

const three = (tx: Tx) =>
  together([
    sql`SELECT 1`.execute(tx),
    tx.selectFrom("organisations").select("org_id").execute(),
    sql`SELECT 2`.execute(tx),
  ]);

test("statements that are made together wait for PostgreSQL once, and so does what runs before them", async () => {
  const line = await countingLine(database.url);
  const db = open(line.url);
  await sql`SELECT 1`.execute(db);
  const first = [{ text: "SELECT 0", values: [] }];
  expect(await line.counted(() => pipelined(db, first, three))).toBe(2);
  expect(await line.counted(() => db.transaction().execute(three))).toBe(5);
});

const plain: KyselyPlugin = { transformQuery: ({ node }) => node, transformResult: async ({ result }) => result };

for (const { name, of } of [
  { name: "a connection's", of: (db: Db) => db },
  { name: "one that was made otherwise", of: (db: Db) => db.withPlugin(plain) },
]) {
  test(`what comes first runs before anything of the work, and the work has its answer: ${name}`, async () => {
    const db = of(open(database.url));
    const first = [
      {
        text: "INSERT INTO organisations (org_id, name, created_at) VALUES ($1, $1, now()) RETURNING org_id",
        values: [name],
      },
    ];
    const [seen, inserted] = await pipelined(db, first, async (tx, answers) => {
      const found = tx.selectFrom("organisations").select("org_id").where("org_id", "=", name).execute();
      return [await found, (await answers[0])?.rows];
    });
    expect([seen, inserted]).toEqual([[{ org_id: name }], [{ org_id: name }]]);
  });

  test(`where what comes first fails, nothing behind it runs: ${name}`, async () => {
    const db = of(open(database.url));
    let ran: PromiseSettledResult<unknown> | undefined;
    const failing = pipelined(db, [{ text: "SELECT 1 / 0", values: [] }], async (tx) => {
      [ran] = await Promise.allSettled([sql`SELECT 1`.execute(tx)]);
    });
    await failing.catch(() => undefined);
    expect(ran?.status).toBe("rejected");
  });

  test(`work that fails leaves nothing of what came first: ${name}`, async () => {
    const db = of(open(database.url));
    const first = [
      { text: "INSERT INTO organisations (org_id, name, created_at) VALUES ('gone', 'gone', now())", values: [] },
    ];
    const failing = pipelined(db, first, async (tx) => {
      await three(tx);
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(await db.selectFrom("organisations").select("org_id").where("org_id", "=", "gone").execute()).toEqual([]);
  });
}
