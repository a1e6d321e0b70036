import { sql } from "kysely";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { insertNodes, readNodes, readRun } from "../../src/anchoring/node-store.ts";
import { connect, type Db } from "../../src/platform/database.ts";
import type { TreeNode } from "../../src/proof/tree.ts";
import { largeEntry, StoredLog } from "../proof/fixtures.ts";
import { testDatabase } from "../support/database.ts";

/** Appends of sizes that begin and end in the middle of runs, fill them, and go over several. */
const appends = [1, 1, 2, 28, 1, 31, 32, 33, 5, 64, 1, 100, 257, 3];

let db: Db;
const log = new StoredLog();

async function freshDatabase(): Promise<Db> {
  const database = await testDatabase();
  const connection = connect(database.url, { maxConnections: 2 });
  onTestFinished(async () => {
    await connection.close();
    await database.drop();
  });
  return connection.db;
}

async function appended(to: Db, entries: number): Promise<void> {
  const before = log.nodes.length;
  const first = log.edge.size;
  log.append(Array.from({ length: entries }, (_, i) => largeEntry(first + i)));
  await to.transaction().execute((tx) => insertNodes(tx, log.nodes.slice(before)));
}

beforeAll(async () => {
  const database = await testDatabase();
  const connection = connect(database.url, { maxConnections: 2 });
  db = connection.db;
  for (const entries of appends) await appended(db, entries);
  return async () => {
    await connection.close();
    await database.drop();
  };
});

const sorted = (nodes: readonly TreeNode[]) =>
  nodes
    .map(({ level, index, hash }) => ({ level, index, hash: Buffer.from(hash).toString("hex") }))
    .sort((a, b) => a.level - b.level || a.index - b.index);

test("every subtree that an append completed is found, whatever came with it", async () => {
  expect(sorted(await readNodes(db, log.nodes))).toEqual(sorted(log.nodes));
  for (const node of log.nodes) expect(sorted(await readNodes(db, [node]))).toEqual(sorted([node]));
});

test("a subtree that is not complete is not found in its neighbours' row", async () => {
  const beyond = Array.from({ length: 12 }, (_, level) => ({ level, index: Math.floor(log.edge.size / 2 ** level) }));
  expect(await readNodes(db, beyond)).toEqual([]);
});

test("neighbours are read in order from any place to any other, and none beyond the last", async () => {
  for (const level of [0, 1, 4]) {
    const own = sorted(log.nodes.filter((node) => node.level === level)).map(({ hash }) => hash);
    for (const first of [0, 1, 31, 32, 33, 60, own.length - 1, own.length, own.length + 40]) {
      for (const count of [1, 2, 31, 32, 33, 256]) {
        const read = await readRun(db, { level, first, count });
        expect(read.map((hash) => Buffer.from(hash).toString("hex"))).toEqual(own.slice(first, first + count));
      }
    }
  }
});

test("a leaf takes less than two rows a run of 32", async () => {
  const fresh = await freshDatabase();
  const whole = new StoredLog();
  whole.append(Array.from({ length: 3200 }, (_, i) => largeEntry(i)));
  await fresh.transaction().execute((tx) => insertNodes(tx, whole.nodes));
  const rows = await fresh.selectFrom("log_nodes").select("first_index").execute();
  expect(rows.length).toBeLessThan((2 * 3200) / 32 + 12);
});

test("rows of one subtree each, as they were written before, are read as they are and grown from", async () => {
  const fresh = await freshDatabase();
  const old = log.nodes.filter(({ level, index }) => (index + 1) * 2 ** level <= 77);
  for (const { level, index, hash } of old)
    await sql`INSERT INTO log_nodes (level, first_index, hashes) VALUES (${level}, ${index}, ${hash})`.execute(fresh);
  const later = log.nodes.filter(({ level, index }) => (index + 1) * 2 ** level > 77);
  await fresh.transaction().execute((tx) => insertNodes(tx, later));
  expect(sorted(await readNodes(fresh, log.nodes))).toEqual(sorted(log.nodes));
  expect(await readRun(fresh, { level: 0, first: 50, count: 80 })).toHaveLength(80);
});

test("two appends from the same size cannot both be stored", async () => {
  const fresh = await freshDatabase();
  const nodes = (size: number) =>
    Array.from({ length: size }, (_, index) => ({ level: 0, index, hash: largeEntry(index) }));
  await fresh.transaction().execute((tx) => insertNodes(tx, nodes(5)));
  await expect(fresh.transaction().execute((tx) => insertNodes(tx, nodes(1)))).rejects.toThrow(/log_nodes_pkey/);
});
