import { expect, test } from "vitest";
import { readAnchors } from "../../src/anchoring/outbox.ts";
import { decodeMessage } from "../../src/proof/checkpoint-message.ts";
import { faultyLedger, type LedgerFaults } from "../support/ledger.ts";
import { topicMessages, verifyLog } from "./verify-log.ts";
import { leafOf, newGateway, newWorld, openPlant, type TestGateway, type World } from "./world.ts";

async function kindsOnTopic(world: World): Promise<string[]> {
  return (await topicMessages(world)).map(({ message }) => decodeMessage(message)?.type ?? "unknown");
}

async function readyGateway(faults: LedgerFaults = {}): Promise<{ world: World; gateway: TestGateway }> {
  const world = await newWorld();
  const gateway = await newGateway(world, { ledger: faultyLedger(world.ledger, faults) });
  await gateway.settle();
  return { world, gateway };
}

/** Appends what waits and brings its checkpoint home; direct messages stay where they are. */
async function anchor(gateway: TestGateway): Promise<void> {
  for (let passes = 0; passes < 2; passes++) expect(await gateway.pass()).toBe("more");
}

/** Whether a transaction id belongs to a direct message. */
async function isDirect(world: World, transactionId: string): Promise<boolean> {
  const row = await world.db
    .selectFrom("ledger_attempts as attempt")
    .innerJoin("ledger_jobs as job", "job.job_id", "attempt.job_id")
    .select("job.kind")
    .where("attempt.transaction_id", "=", transactionId)
    .executeTakeFirst();
  return row?.kind === "record";
}

test("a direct message waits for the checkpoint that covers its record", async () => {
  const { world, gateway } = await readyGateway();
  await world.enqueue(openPlant, 1);
  await gateway.pass();
  await gateway.direct();
  expect(await kindsOnTopic(world)).toEqual(["log"]);
  await gateway.pass();
  await gateway.direct();
  expect(await kindsOnTopic(world)).toEqual(["log", "checkpoint", "record"]);
  await gateway.settle();
  await verifyLog(world, { [openPlant]: 1 });
});

test("what is told of a record names its own message once that is on the topic, and none in log mode", async () => {
  const { world, gateway } = await readyGateway();
  const [open, closed] = [leafOf(openPlant, 1n).recordId, leafOf("dam", 1n).recordId];
  await world.enqueue(openPlant, 1);
  await world.enqueue("dam", 1);
  await anchor(gateway);
  const before = await readAnchors(world.db, [open, closed]);
  expect(before.get(open)).toMatchObject({ state: "anchored", publicMessage: { state: "pending" } });
  expect(before.get(closed)).not.toHaveProperty("publicMessage");
  await gateway.direct();
  const [message] = (await topicMessages(world)).slice(-1);
  expect((await readAnchors(world.db, [open])).get(open)).toMatchObject({
    publicMessage: {
      state: "published",
      sequenceNumber: message?.sequenceNumber,
      transactionId: message?.transactionId,
    },
  });
});

test("a checkpoint never waits for a direct message whose outcome is unknown, nor does the proof come into doubt", async () => {
  const world = await newWorld();
  const faults: LedgerFaults = {};
  const gateway = await newGateway(world, { ledger: faultyLedger(world.ledger, faults) });
  await gateway.settle();
  await world.enqueue(openPlant, 1);
  await anchor(gateway);
  faults.receipt = async (id, real) => ((await isDirect(world, id)) ? { outcome: "pending" } : real());
  const stopping = new AbortController();
  const flight = gateway.direct(stopping.signal);
  await expect.poll(() => kindsOnTopic(world)).toContain("record");
  // With the mirror away, a doubt about who writes here would hold the next signature up.
  world.faults.setMirror({ kind: "down" });
  for (let i = 0; i < 2; i++) {
    await world.enqueue("dam", 1);
    await anchor(gateway);
  }
  world.faults.healMirror();
  expect(await kindsOnTopic(world)).toEqual(["log", "checkpoint", "record", "checkpoint", "checkpoint"]);
  stopping.abort();
  await flight;
  delete faults.receipt;
  await gateway.settle();
  await verifyLog(world, { [openPlant]: 1, dam: 2 });
});

test("a message that the topic was read past while nobody knew of it is found, not sent again", async () => {
  const world = await newWorld();
  const faults: LedgerFaults = {};
  const gateway = await newGateway(world, { ledger: faultyLedger(world.ledger, faults) });
  await gateway.settle();
  await world.enqueue(openPlant, 1);
  await anchor(gateway);
  faults.receipt = async (id, real) => ((await isDirect(world, id)) ? { outcome: "not-found" } : real());
  const stopping = new AbortController();
  const flight = gateway.direct(stopping.signal);
  await expect.poll(() => kindsOnTopic(world)).toContain("record");
  stopping.abort();
  await flight;
  world.clock.advance(60_000);
  await world.enqueue("dam", 1);
  await anchor(gateway);
  await gateway.pass();
  const { scanned_sequence } = await world.db
    .selectFrom("log_state")
    .select("scanned_sequence")
    .executeTakeFirstOrThrow();
  expect(scanned_sequence).toBeGreaterThanOrEqual(4n);
  await gateway.settle();
  await verifyLog(world, { [openPlant]: 1, dam: 1 });
  const attempts = await world.db
    .selectFrom("ledger_attempts")
    .select("ending")
    .where("after_sequence", "is not", null);
  expect(await attempts.execute()).toEqual([{ ending: "found on the topic" }]);
});

test("records taken while the ledger is down get one checkpoint and one message each when it is back", async () => {
  const { world, gateway } = await readyGateway();
  await world.enqueue(openPlant, 3);
  await gateway.pass();
  world.faults.ledgerDown("reset");
  const stopping = new AbortController();
  const pass = gateway.pass(stopping.signal);
  await world.enqueue(openPlant, 4);
  await gateway.direct(stopping.signal);
  stopping.abort();
  await pass;
  world.faults.ledgerUp();
  await anchorAllButDirect(gateway);
  world.faults.ledgerDown("reset");
  const down = new AbortController();
  const flight = gateway.direct(down.signal);
  await expect
    .poll(() => world.db.selectFrom("ledger_attempts").select("job_id").where("phase", "=", "open").execute())
    .toHaveLength(4);
  down.abort();
  await flight;
  world.faults.ledgerUp();
  await gateway.settle();
  await verifyLog(world, { [openPlant]: 7 });
});

async function anchorAllButDirect(gateway: TestGateway): Promise<void> {
  while ((await gateway.pass()) === "more");
}

test("at most four are in the air at once, beside a checkpoint", async () => {
  const { world, gateway } = await readyGateway();
  await world.enqueueMany(openPlant, 10);
  await anchorAllButDirect(gateway);
  world.local.consensus.hold();
  const flights = gateway.direct();
  await expect.poll(() => world.local.consensus.waiting).toBe(4);
  await world.enqueue("dam", 1);
  const settling = anchorAllButDirect(gateway);
  await expect.poll(() => world.local.consensus.waiting).toBe(5);
  world.local.consensus.release();
  await Promise.all([settling, flights]);
  await gateway.settle();
  await verifyLog(world, { [openPlant]: 10, dam: 1 });
  expect((await kindsOnTopic(world)).filter((kind) => kind === "heartbeat")).toEqual([]);
});

test("a gateway that is paused over a direct message finds the work done and cannot write", async () => {
  const world = await newWorld();
  const faults: LedgerFaults = {};
  const paused = await newGateway(world, { ledger: faultyLedger(world.ledger, faults) });
  await paused.settle();
  await world.enqueue(openPlant, 1);
  await anchor(paused);
  let go = () => {};
  const stood = new Promise<void>((resolve) => {
    go = resolve;
  });
  let arrive = () => {};
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  faults.receipt = async (_, real) => {
    arrive();
    await stood;
    return real();
  };
  const flight = paused.direct();
  await arrived;
  await world.expireLease();
  const other = await newGateway(world);
  await other.settle();
  await verifyLog(world, { [openPlant]: 1 });
  go();
  await flight;
  await other.settle();
  await verifyLog(world, { [openPlant]: 1 });
});

test("while anchoring is halted no direct message is signed", async () => {
  const { world, gateway } = await readyGateway();
  await world.enqueue(openPlant, 1);
  await anchor(gateway);
  const halt = { halted: "a person has to look", halt_kind: "history" };
  await world.db.updateTable("log_state").set(halt).execute();
  await gateway.direct();
  expect(await kindsOnTopic(world)).toEqual(["log", "checkpoint"]);
  const attempts = await world.db.selectFrom("ledger_attempts").select("phase").where("phase", "=", "open").execute();
  expect(attempts).toEqual([]);
});

test("nothing is sent before this tenure has proven the topic's history", async () => {
  const { world, gateway } = await readyGateway();
  await world.enqueue(openPlant, 1);
  await anchor(gateway);
  await world.expireLease();
  const later = await newGateway(world);
  world.faults.setMirror({ kind: "down" });
  await later.pass();
  await later.direct();
  expect(await world.db.selectFrom("ledger_attempts").select("phase").where("phase", "=", "open").execute()).toEqual(
    [],
  );
  world.faults.healMirror();
  await later.settle();
  await verifyLog(world, { [openPlant]: 1 });
});

test("a message of the topic that another put between ours still puts the history in doubt", async () => {
  const { world, gateway } = await readyGateway();
  const other = await newGateway(world, { deps: { origin: "somebody/else" } });
  await world.enqueue(openPlant, 1);
  await anchor(gateway);
  await world.ledger.send(
    await world.ledger.prepare(
      { kind: "submit-message", topicId: await topicOf(world), message: new TextEncoder().encode("noise") },
      {
        transactionId: `${world.ledger.payerAccountId}@${Math.floor(world.clock.nowMs() / 1000) - 5}.000000777`,
        validDurationS: 60,
        nodeAccountId: other.deps.ledger.nodeAccountIds[0] as string,
      },
    ),
  );
  await expect.poll(() => kindsOnTopic(world)).toContain("unknown");
  await gateway.direct();
  await world.enqueue("dam", 1);
  await gateway.pass();
  expect(await kindsOnTopic(world)).toEqual(["log", "checkpoint", "unknown", "record", "heartbeat"]);
});

async function topicOf(world: World): Promise<string> {
  const { topic_id } = await world.db.selectFrom("log_state").select("topic_id").executeTakeFirstOrThrow();
  return topic_id as string;
}
