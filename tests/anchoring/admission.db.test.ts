import { generateKeyPairSync } from "node:crypto";
import { expect, onTestFinished, test } from "vitest";
import { anchoringGauges } from "../../src/anchoring/log-store.ts";
import { createHederaLedger } from "../../src/ledger/hedera/ledger.ts";
import { type Ledger, LedgerUnavailable } from "../../src/ledger/ledger.ts";
import { changeOperatorKey } from "../support/change-key.ts";
import { faultyLedger, type LedgerFaults } from "../support/ledger.ts";
import { topicMessages, verifyLog } from "./verify-log.ts";
import { newWorker, orderToken, verifyMints } from "./works-world.ts";
import { newGateway, newWorld, type TestGateway, type World } from "./world.ts";

/** The ledger as an operator has it whose account and key are its own. */
async function otherOperator({ ledger, local, clock }: World): Promise<Ledger> {
  const key = generateKeyPairSync("ed25519").privateKey.export({ format: "der", type: "pkcs8" }).toString("hex");
  const common = {
    network: "local",
    nodes: local.network,
    mirrorUrl: local.mirrorUrl,
    requestTimeoutMs: 2_000,
  } as const;
  const { accountId: operatorId, privateKeyDer: operatorKey } = local.operator;
  const founder = createHederaLedger({ ...common, operatorId, operatorKey, signers: { other: key } });
  onTestFinished(() => founder.close());
  const transactionId = `${operatorId}@${Math.floor(clock.nowMs() / 1000) - 5}.000000777`;
  const nodeAccountId = ledger.nodeAccountIds[0] as string;
  const account = { maxAutoAssociations: 0, memo: "", initialBalance: 100_000_000_000n };
  const work = { kind: "create-account", key: founder.signerKeys.other as string, ...account } as const;
  await founder.send(await founder.prepare(work, { transactionId, validDurationS: 60, nodeAccountId }));
  const made = async () => (await founder.mirror.transactions(transactionId))[0]?.entityId;
  await expect.poll(made).toBeDefined();
  const other = createHederaLedger({ ...common, operatorId: (await made()) as string, operatorKey: key, signers: {} });
  onTestFinished(() => other.close());
  return other;
}

/** A log on its topic, and the ledger of somebody who did not make it. */
async function takenOver() {
  const world = await newWorld();
  const before = await newGateway(world);
  await world.enqueue("dam", 2);
  await before.settle();
  await world.expireLease();
  return { world, ledger: await otherOperator(world) };
}

test("a gateway whose operator's key the topic does not take pays for nothing there, says why, and lets another one go on", async () => {
  const { world, ledger } = await takenOver();
  const wrong = await newGateway(world, { ledger });
  await world.enqueue("dam", 2);
  for (let i = 0; i < 5; i++) expect(await wrong.pass()).toBe("idle");
  const paid = await ledger.mirror.entriesOf(ledger.payerAccountId, "0.000000000", 100);
  expect(paid.map(({ name }) => name)).toEqual(["CRYPTOCREATEACCOUNT"]);
  const { halted } = await anchoringGauges(world.db);
  expect(halted).toMatch(/^topic 0\.0\.\d+ takes messages of one key alone, and HEDERA_OPERATOR_KEY is another: /);
  expect(wrong.logLines.filter((line) => line.includes("anchoring is halted"))).toHaveLength(1);

  const right = await newGateway(world);
  await right.settle();
  expect(await anchoringGauges(world.db)).toMatchObject({ halted: null, waiting: 0, anchoredSize: 4 });
  expect((await topicMessages(world)).length).toBeGreaterThan(2);
});

test("a topic that the mirror does not show at first is looked up again before more is paid for", async () => {
  const { world, ledger } = await takenOver();
  const away = async () => {
    throw new LedgerUnavailable("the mirror is away");
  };
  const faults: LedgerFaults = { mirror: { topic: away } };
  const wrong = await newGateway(world, { ledger: faultyLedger(ledger, faults) });
  await world.enqueue("dam", 2);
  await wrong.pass();
  delete faults.mirror;
  // It was let in by then, and had the log's lease.
  await world.expireLease();
  for (let i = 0; i < 5; i++) await wrong.pass();
  const paid = await ledger.mirror.entriesOf(ledger.payerAccountId, "0.000000000", 100);
  expect(paid.filter(({ name }) => name === "CONSENSUSSUBMITMESSAGE").length).toBeLessThanOrEqual(1);
  expect((await anchoringGauges(world.db)).halted).toMatch(/takes messages of one key alone/);
});

/** Two networks with a log each, on topics of one number. */
async function twoNetworks() {
  const [world, other] = [await newWorld(), await newWorld()];
  await anchor(world, await newGateway(world), 3);
  await anchor(other, await newGateway(other), 9);
  await world.expireLease();
  return { world, other };
}

async function anchor(world: World, gateway: TestGateway, records: number): Promise<void> {
  for (let i = 0; i < records; i++) {
    await world.enqueue("dam", 1);
    await gateway.settle();
  }
}

test("a gateway whose mirror is of another network signs nothing, says so, and its log goes on with the right one", async () => {
  const { world, other } = await twoNetworks();
  const before = (await topicMessages(world)).length;
  // The topic of that number is open to anybody there.
  const anybody = async (topicId: string) => {
    const topic = await other.ledger.mirror.topic(topicId);
    return topic && { ...topic, submitKey: undefined };
  };
  const mirror = { ...other.ledger.mirror, topic: anybody };
  const wrong = await newGateway(world, { ledger: { ...world.ledger, mirror } });
  await world.enqueue("dam", 2);
  for (let i = 0; i < 5; i++) expect(await wrong.pass()).toBe("idle");
  expect((await topicMessages(world)).length).toBe(before);
  expect((await anchoringGauges(world.db)).halted).toMatch(/has another key .*is of another network$/);

  const right = await newGateway(world);
  await right.settle();
  expect((await anchoringGauges(world.db)).halted).toBeNull();
  await verifyLog(world, { dam: 5 });
}, 60_000);

/** Passes until the log says why nothing is signed, and on as soon as that is mended. */
async function closesAndGoesOn(world: World, gateway: TestGateway, why: RegExp, mend: () => Promise<void>) {
  const halted = async () => {
    await gateway.pass();
    await world.expireLease();
    return (await anchoringGauges(world.db)).halted;
  };
  await expect.poll(halted, { timeout: 30_000 }).toMatch(why);
  await mend();
  await expect.poll(halted, { timeout: 30_000 }).toBeNull();
  await gateway.settle();
}

test("an operator's key that is changed under the running gateway is told, and it goes on by itself once it is back", async () => {
  const world = await newWorld();
  const gateway = await newGateway(world, { deps: { leaseMs: 600 } });
  await anchor(world, gateway, 2);
  const { changeBack } = await changeOperatorKey(world);
  await world.enqueue("dam", 2);
  // The attempt is in the journal and refused; its window closes.
  expect(await gateway.pass()).toBe("more");
  await closesAndGoesOn(world, gateway, /^the operator's account 0\.0\.\d+ has another key /, changeBack);
  await verifyLog(world, { dam: 4 });
}, 90_000);

test("a topic that takes another key's messages from now on is paid no more, and told", async () => {
  const world = await newWorld();
  const faults: LedgerFaults = {};
  const gateway = await newGateway(world, { ledger: faultyLedger(world.ledger, faults), deps: { leaseMs: 600 } });
  await anchor(world, gateway, 2);
  const { local, ledger } = world;
  const paid = async () => (await ledger.mirror.entriesOf(ledger.payerAccountId, "0.000000000", 500)).length;
  const before = await paid();
  local.faults.arm({ kind: "consensus", status: "INVALID_SIGNATURE" }, { call: "consensusSubmitMessage", times: 1000 });
  faults.mirror = {
    topic: async (topicId) => {
      const topic = await ledger.mirror.topic(topicId);
      return topic && { ...topic, submitKey: "ab".repeat(32) };
    },
  };
  await world.enqueue("dam", 2);
  for (let i = 0; i < 20; i++) await gateway.pass();
  expect(await paid()).toBe(before + 1);
  await closesAndGoesOn(world, gateway, /^topic 0\.0\.\d+ takes messages of one key alone/, async () => {
    delete faults.mirror;
    await local.faults.clear();
  });
  await verifyLog(world, { dam: 4 });
}, 90_000);

test("a deleted topic is told as one", async () => {
  const world = await newWorld();
  const gateway = await newGateway(world);
  await anchor(world, gateway, 1);
  await world.expireLease();
  const topic = async (topicId: string) => {
    const shown = await world.ledger.mirror.topic(topicId);
    return shown && { ...shown, deleted: true };
  };
  const next = await newGateway(world, { ledger: faultyLedger(world.ledger, { mirror: { topic } }) });
  await next.pass();
  expect((await anchoringGauges(world.db)).halted).toMatch(/^topic 0\.0\.\d+ is deleted: /);
});

test("mints wait while the operator's key is another one, and are done once when it is back", async () => {
  const world = await newWorld();
  const { changeBack } = await changeOperatorKey(world);
  await orderToken(world);
  const worker = newWorker(world);
  for (let i = 0; i < 3; i++) await worker.pass();
  expect(await world.db.selectFrom("ledger_attempts").select("transaction_id").execute()).toEqual([]);
  expect(worker.logLines.filter((line) => line.includes("nothing that was ordered is signed"))).toHaveLength(1);
  await changeBack();
  const done = async () => {
    await worker.pass();
    const open = world.db.selectFrom("ledger_jobs").select("job_id").where("state", "=", "open");
    return (await open.execute()).length;
  };
  await expect.poll(done, { timeout: 30_000 }).toBe(0);
  await verifyMints(world);
}, 60_000);
