import { generateKeyPairSync } from "node:crypto";
import { rename, rm, writeFile } from "node:fs/promises";
import { sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { anchoringGauges } from "../../src/anchoring/log-store.ts";
import { startLocalLedger } from "../../src/ledger/local/node.ts";
import { connect, type Db } from "../../src/platform/database.ts";
import { testDatabase } from "../support/database.ts";
import { faultyLedger } from "../support/ledger.ts";
import { topicMessages, verifyLog } from "./verify-log.ts";
import { ledgerOf, newGateway, newWorld, type TestGateway, type World } from "./world.ts";

const tables = [
  "log_state",
  "log_predecessors",
  "log_leaves",
  "log_nodes",
  "checkpoints",
  "ledger_jobs",
  "ledger_attempts",
  "outbox",
] as const;

/** A second database with the log as it is now: a dump and its restore. */
async function restoredCopy(world: World): Promise<World> {
  const database = await testDatabase();
  const { db, close } = connect(database.url, { maxConnections: 3, onIdleError: () => undefined });
  onTestFinished(async () => {
    await close();
    await database.drop();
  });
  for (const table of tables) {
    const { rows } = await sql<{ dump: string }>`
      SELECT coalesce(json_agg(row), '[]')::text AS dump FROM ${sql.table(table)} AS row`.execute(world.db);
    await sql`
      INSERT INTO ${sql.table(table)} OVERRIDING SYSTEM VALUE
      SELECT * FROM json_populate_recordset(NULL::${sql.table(table)}, ${rows[0]?.dump}::json)`.execute(db);
  }
  return { ...world, database, db };
}

async function haltOf(db: Db): Promise<string | null> {
  return (await anchoringGauges(db)).halted;
}

/** Whatever happens, this gateway puts nothing more on the topic, and takes records all the same. */
async function mustStandStill(world: World, gateway: TestGateway, reason: RegExp): Promise<void> {
  const before = (await topicMessages(world)).length;
  const signed = await world.db.selectFrom("checkpoints").select("size").execute();
  for (let i = 0; i < 5; i++) await gateway.pass();
  expect(await haltOf(world.db)).toMatch(reason);
  await world.enqueue("mill", 1);
  for (let i = 0; i < 5; i++) expect(await gateway.pass()).toBe("idle");
  expect(await topicMessages(world)).toHaveLength(before);
  expect(await world.db.selectFrom("checkpoints").select("size").execute()).toEqual(signed);
  expect((await anchoringGauges(world.db)).waiting).toBeGreaterThan(0);
  expect(gateway.logLines.filter((line) => line.includes("anchoring is halted"))).toHaveLength(1);
}

async function anchoredWorld(count = 2): Promise<{ world: World; gateway: TestGateway }> {
  const world = await newWorld();
  const gateway = await newGateway(world);
  await gateway.settle();
  await world.enqueue("dam", count);
  await gateway.settle();
  return { world, gateway };
}

test("an older dump, restored, signs nothing: the topic is further than the database", async () => {
  const { world, gateway } = await anchoredWorld();
  const dump = await restoredCopy(world);
  await world.enqueue("dam", 3);
  await gateway.settle();
  const restored = await newGateway(dump);
  await mustStandStill(dump, restored, /^message 3 of the topic has a checkpoint of 5 leaves, this database only 2: /);
  await verifyLog(world, { dam: 5 });
});

test("a dump with a checkpoint in flight sends that one again at most, under its old id", async () => {
  const { world, gateway } = await anchoredWorld();
  await world.enqueue("dam", 1);
  await gateway.pass();
  const dump = await restoredCopy(world);
  await gateway.settle();
  await world.enqueue("dam", 1);
  await gateway.settle();
  await dump.expireLease();
  const restored = await newGateway(dump);
  await mustStandStill(dump, restored, /has a checkpoint of 4 leaves, this database only 3/);
  await verifyLog(world, { dam: 4 });
});

test("a dump whose attempt in flight died makes no fresh one once the topic has gone on", async () => {
  const { world, gateway } = await anchoredWorld();
  await world.enqueue("dam", 1);
  world.faults.arm({ kind: "consensus", status: "THROTTLED_AT_CONSENSUS" }, { call: "submit" });
  await gateway.pass();
  const dump = await restoredCopy(world);
  await gateway.settle();
  const restored = await newGateway(dump);
  await mustStandStill(dump, restored, /this database never signed its transaction/);
  await verifyLog(world, { dam: 3 });
});

test("a mirror that lags behind the newer checkpoint blocks the restored dump, it does not let it pass", async () => {
  const { world, gateway } = await anchoredWorld();
  const dump = await restoredCopy(world);
  world.faults.setMirror({ kind: "stalled" });
  await world.enqueue("dam", 3);
  await gateway.pass();
  await gateway.pass();
  const restored = await newGateway(dump);
  await dump.enqueue("mill", 1);
  for (let i = 0; i < 10; i++) expect(await restored.pass()).toBe("idle");
  expect(await haltOf(dump.db)).toBeNull();
  expect(await dump.db.selectFrom("outbox").selectAll().execute()).toHaveLength(1);
  expect(restored.logLines.join()).toMatch(/the mirror shows the topic up to message 2, but it has come to 4/);
  world.faults.healMirror();
  // One heartbeat was enough to know that the mirror is behind.
  expect(await topicMessages(world)).toHaveLength(4);
  await mustStandStill(dump, restored, /restored from an older state/);
  await gateway.settle();
  await verifyLog(world, { dam: 5 });
});

test("a mirror that is away holds up the first signature of a start, and no later one", async () => {
  const { world, gateway } = await anchoredWorld();
  world.faults.setMirror({ kind: "down" });
  await world.enqueue("dam", 1);
  expect(await gateway.pass()).toBe("more");
  expect(await gateway.pass()).toBe("more");
  await world.expireLease();
  const later = await newGateway(world);
  await world.enqueue("dam", 1);
  for (let i = 0; i < 3; i++) expect(await later.pass()).toBe("idle");
  expect(await world.db.selectFrom("outbox").selectAll().execute()).toHaveLength(1);
  world.faults.healMirror();
  await later.settle();
  await verifyLog(world, { dam: 4 });
});

test("two live copies of one database: each stops before it signs twice over the other", async () => {
  const { world, gateway } = await anchoredWorld();
  const copy = await restoredCopy(world);
  const twin = await newGateway(copy);
  await twin.settle();
  await world.enqueue("dam", 1);
  await gateway.settle();
  await copy.enqueue("mill", 1);
  // Its proof is a moment old: nothing but the place of its own message can tell it of the other.
  for (let i = 0; i < 10; i++) await twin.pass();
  await world.enqueue("dam", 1);
  for (let i = 0; i < 10; i++) await gateway.pass();
  expect(await haltOf(copy.db)).toMatch(/has another root for 3 leaves than this database/);
  expect(await haltOf(world.db)).toMatch(/has another root for 3 leaves than this database/);
});

test("another database that is pointed at the topic finds it taken and never writes to it", async () => {
  const { world } = await anchoredWorld();
  const { topic_id } = await world.db.selectFrom("log_state").select("topic_id").executeTakeFirstOrThrow();
  const database = await testDatabase();
  const { db, close } = connect(database.url, { maxConnections: 3 });
  onTestFinished(async () => {
    await close();
    await database.drop();
  });
  const other: World = { ...world, database, db, keyFile: `${world.keyFile}.other` };
  const gateway = await newGateway(other, { topicId: topic_id as string });
  await mustStandStill(other, gateway, /^message 1 of the topic announces another log, .*: the topic is taken$/);
});

test("without its key file the gateway signs nothing and takes records; with it back, anchoring goes on", async () => {
  const { world } = await anchoredWorld();
  await rename(world.keyFile, `${world.keyFile}.away`);
  await world.expireLease();
  const keyless = await newGateway(world);
  await mustStandStill(
    world,
    keyless,
    /^the log's signing key is not here: no file at LOG_KEY_FILE; start with a copy of it, or/,
  );
  await expect(readKeyFile(world)).rejects.toThrow("ENOENT");
  await rename(`${world.keyFile}.away`, world.keyFile);
  const whole = await newGateway(world);
  await whole.settle();
  expect(await haltOf(world.db)).toBeNull();
  await verifyLog(world, { dam: 2, mill: 1 });
});

async function readKeyFile(world: World): Promise<unknown> {
  return rm(world.keyFile);
}

test("with another key the gateway signs nothing", async () => {
  const { world } = await anchoredWorld();
  const { privateKey } = generateKeyPairSync("ed25519");
  await writeFile(world.keyFile, privateKey.export({ type: "pkcs8", format: "pem" }));
  await world.expireLease();
  const stranger = await newGateway(world);
  await mustStandStill(
    world,
    stranger,
    /^the key at LOG_KEY_FILE is not the log's signing key; start with a copy of it, or/,
  );
});

test("a gateway without the key does not disturb the one that has it", async () => {
  const { world, gateway } = await anchoredWorld();
  const keyless = await newGateway(world, { deps: { logKey: undefined } });
  await keyless.pass();
  expect(await haltOf(world.db)).toBeNull();
  await world.enqueue("dam", 1);
  await gateway.settle();
  await verifyLog(world, { dam: 3 });
});

test("a ledger that was reset under the database is noticed: the topic does not exist there", async () => {
  const { world } = await anchoredWorld();
  const fresh = await startLocalLedger({ dataDir: ":memory:", consensusLatencyMs: 0, clock: world.clock });
  const ledger = ledgerOf(fresh);
  onTestFinished(async () => {
    await ledger.close();
    await fresh.close();
  });
  await world.expireLease();
  const gateway = await newGateway(world, { ledger });
  await gateway.pass();
  expect(await haltOf(world.db)).toMatch(/^topic 0\.0\.\d+ does not exist on this ledger/);
});

test("a receipt that lied about a place is noticed when the topic shows what really stands there", async () => {
  const world = await newWorld();
  let lies = false;
  const liar = faultyLedger(world.ledger, {
    async receipt(_, real) {
      const report = await real();
      const isToBend = lies && report.outcome === "final" && report.sequenceNumber !== undefined;
      return isToBend ? { ...report, sequenceNumber: (report.sequenceNumber ?? 0n) + 1n } : report;
    },
  });
  const gateway = await newGateway(world, { ledger: liar });
  await gateway.settle();
  lies = true;
  await world.enqueue("dam", 1);
  for (let i = 0; i < 5; i++) await gateway.pass();
  expect(await haltOf(world.db)).toMatch(/^message 3 of the topic is not the checkpoint that this database anchored/);
});

test("a checkpoint that our key did not sign is noise: it halts nothing", async () => {
  const { world, gateway } = await anchoredWorld();
  const stored = await world.db.selectFrom("checkpoints").select("note").executeTakeFirstOrThrow();
  const forged = stored.note.replace(/\n2\n/, "\n9\n");
  const message = JSON.stringify({
    checkpoint: forged,
    counts: { approved: 7, flagged: 0, other: 0, rejected: 0 },
    first: 2,
    type: "checkpoint",
    v: 1,
  });
  const { topic_id } = await world.db.selectFrom("log_state").select("topic_id").executeTakeFirstOrThrow();
  const seconds = Math.floor(world.clock.nowMs() / 1000) - 1;
  const prepared = await world.ledger.prepare(
    { kind: "submit-message", topicId: topic_id as string, message: new TextEncoder().encode(message) },
    {
      transactionId: `${world.ledger.payerAccountId}@${seconds}.000000000`,
      validDurationS: 60,
      nodeAccountId: world.ledger.nodeAccountIds[0] as string,
    },
  );
  await world.ledger.send(prepared);
  await expect.poll(() => topicMessages(world)).toHaveLength(3);
  await world.expireLease();
  const later = await newGateway(world);
  await world.enqueue("dam", 1);
  await later.settle();
  expect(await haltOf(world.db)).toBeNull();
  expect(gateway.logLines.join()).not.toContain("halted");
});
