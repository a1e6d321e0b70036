import { generateKeyPairSync } from "node:crypto";
import { expect, onTestFinished, test } from "vitest";
import { createHederaLedger } from "../../src/ledger/hedera/ledger.ts";
import { faultyLedger, type LedgerFaults } from "../support/ledger.ts";
import { mintsOnLedger, newWorker, openJobs, orderToken } from "./works-world.ts";
import { newWorld } from "./world.ts";

/** Mints that wait for the registrar's signature until their schedules end. */

const timeout = 10_000;
const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Two mints in schedules, which a registrar may sign. */
async function waitingForSignatures() {
  const world = await newWorld();
  const { ledger, local, clock } = world;
  const registrar = generateKeyPairSync("ed25519");
  const publicHex = registrar.publicKey.export({ format: "der", type: "spki" }).subarray(-32).toString("hex");
  await orderToken(world, { threshold: 2, keys: [ledger.signerKeys.supply as string, publicHex] });
  const faults: LedgerFaults = {};
  const worker = newWorker(world, { scheduled: true, ledger: faultyLedger(ledger, faults) });
  const office = createHederaLedger({
    ...{ network: "local", nodes: local.network, mirrorUrl: local.mirrorUrl },
    ...{ operatorId: local.operator.accountId, operatorKey: local.operator.privateKeyDer },
    signers: { registrar: registrar.privateKey.export({ format: "der", type: "pkcs8" }).toString("hex") },
  });
  onTestFinished(() => office.close());
  const schedules = async () => {
    const rows = await world.db
      .selectFrom("ledger_attempts")
      .select("entity_id")
      .where("scheduled_transaction_id", "is not", null)
      .orderBy("created_at")
      .execute();
    return rows.map(({ entity_id }) => entity_id as string);
  };
  const nodeAccountId = ledger.nodeAccountIds[0] as string;
  let signed = 0;
  const sign = async (scheduleId: string) => {
    const transactionId = `${ledger.payerAccountId}@${Math.floor(clock.nowMs() / 1000) - 5}.00000077${signed++}`;
    const terms = { transactionId, validDurationS: 60, nodeAccountId, signers: ["registrar"] };
    await office.send(await office.prepare({ kind: "sign-schedule", scheduleId }, terms));
    const receipt = () => office.receipt(transactionId, nodeAccountId);
    await expect.poll(receipt).toMatchObject({ outcome: "final" });
    return receipt();
  };
  const stopping = new AbortController();
  const running = (async () => {
    while (!stopping.signal.aborted) await worker.pass(stopping.signal).then(() => later(5));
  })();
  onTestFinished(async () => {
    stopping.abort();
    await running;
  });
  await expect.poll(async () => (await schedules()).length, { timeout }).toBe(2);
  const endMs = async (scheduleId: string) =>
    Number((await ledger.mirror.schedule(scheduleId))?.expirationTime ?? 0) * 1_000;
  return { world, faults, schedules, sign, endMs };
}

test("a schedule that is signed in its last moment is not asked for anew where a replica of the mirror lags by less than a minute", async () => {
  const { world, faults, schedules, sign, endMs } = await waitingForSignatures();
  const { clock, ledger } = world;
  const all = await schedules();
  const ends = await Promise.all(all.map(async (id) => ({ id, atMs: await endMs(id) })));
  const [first] = ends.sort((a, b) => a.atMs - b.atMs) as [(typeof ends)[number]];
  const { mirror } = ledger;
  // The watermark is of a replica that has caught up, what is looked up of one that has not.
  faults.mirror = {
    schedule: async (id) =>
      ({ ...((await mirror.schedule(id)) as never as object), executedTimestamp: undefined }) as never,
    transactions: async (id) => (id.endsWith("?scheduled") ? [] : mirror.transactions(id)),
    treasuryEntries: async () => [],
    token: async (id) => ({ ...((await mirror.token(id)) as never as object), totalSupply: 0n }) as never,
  };
  clock.advance(first.atMs - 5_000 - clock.nowMs());
  expect(await sign(first.id)).toMatchObject({ status: "SUCCESS" });
  clock.advance(15_000);
  await later(500);
  expect(await schedules()).toEqual(all);
  delete faults.mirror;
  for (const { id } of ends.slice(1)) await sign(id);
  await expect.poll(() => openJobs(world), { timeout }).toBe(0);
  expect(await mintsOnLedger(world)).toHaveLength(2);
});

test("a schedule is not asked for anew, however late it looks unsigned, while the list of mints shows what it ran", async () => {
  const { world, faults, schedules, sign, endMs } = await waitingForSignatures();
  const { clock, ledger } = world;
  const all = await schedules();
  clock.advance(Math.min(...(await Promise.all(all.map(endMs)))) - 5_000 - clock.nowMs());
  const { mirror } = ledger;
  faults.mirror = {
    schedule: async (id) =>
      ({ ...((await mirror.schedule(id)) as never as object), executedTimestamp: undefined }) as never,
    transactions: async (id) => (id.endsWith("?scheduled") ? [] : mirror.transactions(id)),
  };
  for (const id of all) expect(await sign(id)).toMatchObject({ status: "SUCCESS" });
  clock.advance(80_000);
  await later(500);
  expect(await schedules()).toEqual(all);
  expect(await openJobs(world)).toBe(2);
  delete faults.mirror;
  await expect.poll(() => openJobs(world), { timeout }).toBe(0);
  expect(await mintsOnLedger(world)).toHaveLength(2);
});

test("who signs after the end signs the next schedule, and each mint is there once", async () => {
  const { world, schedules, sign, endMs } = await waitingForSignatures();
  const before = await schedules();
  const ends = await Promise.all(before.map(endMs));
  world.clock.advance(Math.max(...ends) + 70_000 - world.clock.nowMs());
  await expect.poll(async () => (await schedules()).length, { timeout }).toBe(4);
  const [, , ...next] = await schedules();
  for (const id of before) expect(await sign(id)).not.toMatchObject({ status: "SUCCESS" });
  for (const id of next) expect(await sign(id)).toMatchObject({ status: "SUCCESS" });
  for (const id of next) expect(await sign(id)).not.toMatchObject({ status: "SUCCESS" });
  await expect.poll(() => openJobs(world), { timeout }).toBe(0);
  expect(await mintsOnLedger(world)).toHaveLength(2);
});
