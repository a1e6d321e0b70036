import { randomBytes } from "node:crypto";
import { rename } from "node:fs/promises";
import { expect, test } from "vitest";
import { keyInFile, type LogKey, noteSigner } from "../../src/anchoring/identity.ts";
import { anchoringGauges } from "../../src/anchoring/log-store.ts";
import { readOrigin } from "../../src/anchoring/outbox.ts";
import { succeed } from "../../src/anchoring/successor.ts";
import { openCheckpoint, signCheckpoint } from "../../src/proof/checkpoint.ts";
import { decodeMessage, encodeCheckpointMessage } from "../../src/proof/checkpoint-message.ts";
import { parseVerifierKey, type VerifierKey } from "../../src/proof/note.ts";
import { topicMessages } from "./verify-log.ts";
import { newGateway, newWorld, type TestGateway, type World } from "./world.ts";

const random = { bytes: (length: number) => randomBytes(length) };
const ending = { reason: "the disk with the key is gone", by: "Meera Thakur" };

/** As the operator's command does it, with the key file as it is now. */
function goOn({ db, clock, keyFile }: World, topicId?: string) {
  return succeed({ db, clock, random }, { logKey: keyInFile(keyFile), topicId }, ending);
}

async function anchoredWorld(count = 2): Promise<{ world: World; gateway: TestGateway }> {
  const world = await newWorld();
  const gateway = await newGateway(world);
  await gateway.settle();
  await world.enqueue("dam", count);
  await gateway.settle();
  return { world, gateway };
}

/** The old gateway is gone, and the key with it. */
async function lose(world: World): Promise<void> {
  await rename(world.keyFile, `${world.keyFile}.lost`);
  await world.expireLease();
}

const logOf = (world: World) => world.db.selectFrom("log_state").selectAll().executeTakeFirstOrThrow();

/** What the topic says, heartbeats apart: announcements, and checkpoints by size and by which of the keys signed them. */
async function told(world: World, keys: readonly string[]): Promise<string[]> {
  const lines: string[] = [];
  for (const { message } of await topicMessages(world)) {
    const said = decodeMessage(message);
    if (said?.type === "log")
      lines.push(`log ${keys.indexOf(said.verifierKey)} after ${said.previous?.checkpoint.split("\n")[1]}`);
    if (said?.type !== "checkpoint") continue;
    for (const [i, key] of keys.entries()) {
      const opened = await openCheckpoint(said.checkpoint, parseVerifierKey(key) as VerifierKey);
      if (opened.ok) lines.push(`${opened.checkpoint.size} leaves by ${i}`);
    }
  }
  return lines;
}

test("a log whose key is lost ends, and another goes on from its tree on the same topic", async () => {
  const { world } = await anchoredWorld();
  const before = await logOf(world);
  await lose(world);
  const keyless = await newGateway(world);
  await world.enqueue("dam", 1);
  await keyless.pass();
  expect((await anchoringGauges(world.db)).halted).toMatch(
    /^the log's signing key is not here: .*; start with a copy of it, or, if there is none, .*npm run admin -- log successor/,
  );
  const { origin, verifierKey, before: ended } = await goOn(world);
  expect(ended).toEqual({ origin: before.origin, size: 2 });
  const gateway = await newGateway(world);
  await gateway.settle();
  await world.enqueue("mill", 2);
  await gateway.settle();
  expect((await anchoringGauges(world.db)).halted).toBeNull();
  const keys = [before.verifier_key, verifierKey];
  expect(await told(world, keys)).toEqual([
    ...["log 0 after undefined", "2 leaves by 0", "log 1 after 2", "3 leaves by 1", "5 leaves by 1"],
  ]);
  expect(await logOf(world)).toMatchObject({ origin, topic_id: before.topic_id, size: 5n });
  // Tokens are found by the name that their creation has in its memo.
  expect(await readOrigin(world.db)).toBe(before.origin);
});

test("a checkpoint that was signed with the old key and is on its way is on the topic before the new log is announced", async () => {
  const { world, gateway } = await anchoredWorld();
  const { verifier_key } = await logOf(world);
  await world.enqueue("dam", 1);
  world.faults.arm({ kind: "precheck", status: "BUSY" }, { call: "consensusSubmitMessage", times: 1_000_000 });
  await gateway.pass();
  await world.faults.clear();
  await lose(world);
  const { verifierKey } = await goOn(world);
  await world.enqueue("dam", 1);
  await (await newGateway(world)).settle();
  const lines = await told(world, [verifier_key, verifierKey]);
  expect(lines.slice(1)).toEqual(["2 leaves by 0", "3 leaves by 0", "log 1 after 3", "4 leaves by 1"]);
});

test("a second key that is lost has a third follow, and the whole topic stays this database's history", async () => {
  const { world } = await anchoredWorld();
  const keys = [(await logOf(world)).verifier_key];
  for (const suffix of [".first", ".second"]) {
    await rename(world.keyFile, `${world.keyFile}${suffix}`);
    await world.expireLease();
    keys.push((await goOn(world)).verifierKey);
    await world.enqueue("dam", 1);
    await (await newGateway(world)).settle();
  }
  // Read from its beginning, as by a gateway whose database was restored.
  await world.db.updateTable("log_state").set({ scanned_sequence: 0n }).execute();
  await world.expireLease();
  const gateway = await newGateway(world);
  await world.enqueue("dam", 1);
  await gateway.settle();
  expect((await anchoringGauges(world.db)).halted).toBeNull();
  expect((await told(world, keys)).slice(1)).toEqual([
    ...["2 leaves by 0", "log 1 after 2", "3 leaves by 1", "log 2 after 3", "4 leaves by 2", "5 leaves by 2"],
  ]);
});

test("a new key that is lost before its first checkpoint has the next one go on from the same place", async () => {
  const { world } = await anchoredWorld();
  const keys = [(await logOf(world)).verifier_key];
  const again = async (name: string) => {
    await rename(world.keyFile, `${world.keyFile}.${name}`);
    await world.expireLease();
    keys.push((await goOn(world)).verifierKey);
  };
  await again("first");
  // Nobody has heard of this one.
  await again("unheard");
  await (await newGateway(world)).settle();
  await again("announced");
  const gateway = await newGateway(world);
  const open = () => world.db.selectFrom("ledger_jobs").select("kind").where("state", "=", "open").execute();
  // Journaled, and not sent yet.
  while ((await open()).length === 0) await gateway.pass();
  expect(await open()).toEqual([{ kind: "announce" }]);
  await again("on its way");
  await world.enqueue("dam", 1);
  await (await newGateway(world)).settle();
  expect(await told(world, keys)).toEqual([
    ...["log 0 after undefined", "2 leaves by 0", "log 2 after 2", "log 3 after 2", "log 4 after 2", "3 leaves by 4"],
  ]);
});

test("another account than the one that paid for the last checkpoint announces nothing, and the gateway says which is needed", async () => {
  const { world } = await anchoredWorld();
  const { verifier_key } = await logOf(world);
  await lose(world);
  const { verifierKey } = await goOn(world);
  const paid = await world.db.selectFrom("checkpoints").select("transaction_id").executeTakeFirstOrThrow();
  await world.db.updateTable("checkpoints").set({ transaction_id: "0.0.99@1.000000001" }).execute();
  const gateway = await newGateway(world);
  for (let i = 0; i < 5; i++) await gateway.pass();
  expect(await told(world, [verifier_key, verifierKey])).not.toContain("log 1 after 2");
  expect((await anchoringGauges(world.db)).halted).toMatch(
    /0\.0\.99 paid for the last checkpoint, HEDERA_OPERATOR_ID is/,
  );
  expect(gateway.logLines.filter((line) => line.includes("anchoring is halted"))).toHaveLength(1);
  await world.db.updateTable("checkpoints").set(paid).execute();
  await world.expireLease();
  await (await newGateway(world)).settle();
  expect(await told(world, [verifier_key, verifierKey])).toContain("log 1 after 2");
  expect((await anchoringGauges(world.db)).halted).toBeNull();
});

test("the old key signs on somewhere: nothing more is anchored", async () => {
  const { world, gateway } = await anchoredWorld();
  const { origin, topic_id } = await logOf(world);
  await lose(world);
  await goOn(world);
  await (await newGateway(world)).settle();
  await world.expireLease();
  const signer = noteSigner(origin, gateway.deps.logKey as LogKey);
  const checkpoint = await signCheckpoint({ origin, size: 3, root: new Uint8Array(32) }, signer);
  const counts = { approved: 1, flagged: 0, rejected: 0, other: 0 };
  const message = encodeCheckpointMessage({ checkpoint, first: 2, counts });
  const { ledger } = world;
  const terms = {
    transactionId: `${ledger.payerAccountId}@${Math.floor(world.clock.nowMs() / 1000) - 5}.000000001`,
    ...{ nodeAccountId: ledger.nodeAccountIds[0] as string, validDurationS: 120, feeFactor: 1 },
  };
  await ledger.send(await ledger.prepare({ kind: "submit-message", topicId: topic_id as string, message }, terms));
  const next = await newGateway(world);
  await world.enqueue("dam", 1);
  for (let i = 0; i < 10; i++) await next.pass();
  expect((await anchoringGauges(world.db)).halted).toMatch(
    /^message \d+ of the topic has a checkpoint of 3 leaves under the key of .*, which ended at 2: somebody still signs with it$/,
  );
});

test("a log is not ended while a gateway signs, with its own key at hand, or for a history that is in doubt", async () => {
  const { world, gateway } = await anchoredWorld();
  await expect(goOn(world)).rejects.toThrow(/is the log's own, so it is not lost: move it away/);
  await rename(world.keyFile, `${world.keyFile}.lost`);
  await world.enqueue("dam", 1);
  await gateway.settle();
  await expect(goOn(world)).rejects.toThrow(/^A gateway with the log's key is at work on this database: stop it first/);
  await world.expireLease();
  await world.db.updateTable("log_state").set({ halted: "it is forked", halt_kind: "history" }).execute();
  await expect(goOn(world)).rejects.toThrow(/halted for its history, which a new key does not mend: it is forked/);
  expect(await world.db.selectFrom("log_predecessors").selectAll().execute()).toEqual([]);
});

test("a gateway that held the lease and wakes after the command can sign nothing more with the old key", async () => {
  const { world, gateway } = await anchoredWorld();
  await lose(world);
  const { verifierKey } = await goOn(world);
  await world.enqueue("dam", 1);
  // It still has the old key in memory, and its lease as it knows it.
  for (let i = 0; i < 3; i++) await gateway.pass();
  expect((await logOf(world)).size).toBe(2n);
  await (await newGateway(world)).settle();
  expect((await told(world, [verifierKey])).at(-1)).toBe("3 leaves by 0");
});

test("a log that signed nothing leaves nothing to go on from: another takes its place on a topic of its own", async () => {
  const world = await newWorld();
  const gateway = await newGateway(world);
  await gateway.settle();
  const before = await logOf(world);
  await lose(world);
  await expect(goOn(world, before.topic_id as string)).rejects.toThrow(/set HEDERA_TOPIC_ID to another topic/);
  expect((await goOn(world)).before).toBeUndefined();
  await world.enqueue("dam", 1);
  await (await newGateway(world)).settle();
  const now = await logOf(world);
  expect(now.topic_id).not.toBe(before.topic_id);
  expect(await told(world, [now.verifier_key])).toEqual(["log 0 after undefined", "1 leaves by 0"]);
});
