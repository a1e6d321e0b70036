import { generateKeyPairSync } from "node:crypto";
import { expect, onTestFinished, test } from "vitest";
import { anchoringGauges } from "../../src/anchoring/log-store.ts";
import { createHederaLedger } from "../../src/ledger/hedera/ledger.ts";
import { type Ledger, LedgerUnavailable } from "../../src/ledger/ledger.ts";
import { faultyLedger, type LedgerFaults } from "../support/ledger.ts";
import { topicMessages } from "./verify-log.ts";
import { newGateway, newWorld, type World } from "./world.ts";

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
