import { generateKeyPairSync, randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { orderWork, releaseWorks } from "../../src/anchoring/outbox.ts";
import { Places } from "../../src/anchoring/places.ts";
import { Refusals } from "../../src/anchoring/refusals.ts";
import { newWorksMemory, runWorks } from "../../src/anchoring/works.ts";
import { createHederaLedger } from "../../src/ledger/hedera/ledger.ts";
import type { SendReport, TokenInfo } from "../../src/ledger/ledger.ts";
import type { CallFault } from "../../src/ledger/local/faults.ts";
import { faultyLedger, type LedgerFaults, naiveLedger } from "../support/ledger.ts";
import {
  mintsOnLedger,
  newWorker,
  openJobs,
  openTopic,
  orderMint,
  orderToken,
  subject,
  tokensCreated,
  verifyMints,
  verifyTold,
  wanted,
} from "./works-world.ts";
import { newWorld, type World } from "./world.ts";

async function attempts(world: World) {
  return world.db
    .selectFrom("ledger_attempts as attempt")
    .innerJoin("ledger_jobs as job", "job.job_id", "attempt.job_id")
    .select(["job.kind", "attempt.phase", "attempt.ending"])
    .orderBy("attempt.created_at")
    .execute();
}

/** Nodes that run what they are sent and then never say anything about it, as if every receipt were lost. */
const silent: LedgerFaults = {
  async send(_, real) {
    await real();
    return { outcome: "unknown", detail: "no reply" } satisfies SendReport;
  },
  receipt: async () => ({ outcome: "not-found" }),
};

test("a token and mints whose replies and receipts are lost are found again on the mirror, and nothing is repeated", async () => {
  const world = await newWorld();
  await orderToken(world);
  const ledger = faultyLedger(world.ledger, {
    ...silent,
    async receipt() {
      world.clock.advance(8_000);
      return { outcome: "not-found" };
    },
  });
  await newWorker(world, { ledger }).settle();
  await verifyMints(world);
  expect(await attempts(world)).toEqual(
    ["create-token", "mint", "mint"].map((kind) => ({ kind, phase: "succeeded", ending: "found on the mirror" })),
  );
});

test("a mint that the mirror does not show is not done again while its list lacks what its supply has", async () => {
  const world = await newWorld();
  await orderToken(world);
  const { mirror } = world.ledger;
  let looks = 0;
  // Its entries come late, long after the time in which the attempt could have run; supplies and tokens do not.
  const isLate = () => looks < 40;
  const ledger = faultyLedger(world.ledger, {
    ...silent,
    async receipt() {
      world.clock.advance(8_000);
      return { outcome: "not-found" };
    },
    mirror: {
      async transactions(id) {
        const seen = await mirror.transactions(id);
        const mints = seen.filter(({ name }) => name === "TOKENMINT");
        if (mints.length > 0 && isLate()) looks++;
        return isLate() ? seen.filter((entry) => !mints.includes(entry)) : seen;
      },
      treasuryEntries: async (...query) => (isLate() ? [] : mirror.treasuryEntries(...query)),
    },
  });
  await newWorker(world, { ledger }).settle();
  expect(looks).toBe(40);
  await verifyMints(world);
  expect(await attempts(world)).toEqual(
    ["create-token", "mint", "mint"].map((kind) => ({ kind, phase: "succeeded", ending: "found on the mirror" })),
  );
});

test("should a fresh id ever follow a lost reply, the first mint is seen before another is signed", async () => {
  const world = await newWorld();
  await orderToken(world);
  world.faults.arm({ kind: "reply-lost-after", how: "reset" }, { call: "tokenMint" });
  await newWorker(world, { ledger: naiveLedger(world.ledger) }).pass();
  const mints = await mintsOnLedger(world);
  expect(mints).toContain("statement one 1500");
  expect(new Set(mints).size).toBe(mints.length);
  const held = await world.db.selectFrom("ledger_jobs").select("job_id").where("held", "=", true).execute();
  expect(held).not.toHaveLength(0);
});

test("a mint of one of our statements that the journal does not know stops all mints of its token", async () => {
  const world = await newWorld();
  await orderToken(world);
  const first = newWorker(world);
  await first.settle();
  const [tokenId] = (await tokensCreated(world)) as [string];
  // As after a database that was restored from before the order.
  const memo = "statement one";
  await world.db.transaction().execute((tx) => orderMint(world, tx, { tokenId, memo }));
  await world.db.transaction().execute((tx) => orderMint(world, tx, { tokenId, memo: "statement three" }));
  await world.expireLease();
  await newWorker(world).settle();
  await verifyMints(world);
  const jobs = await world.db.selectFrom("ledger_jobs").select("held").where("state", "=", "open").execute();
  expect(jobs).toEqual([{ held: true }, { held: true }]);
});

test("an order that is made again after its journal was lost signs nothing while the mirror's list lacks what its supply has", async () => {
  const world = await newWorld();
  await orderToken(world);
  await newWorker(world).settle();
  const [tokenId] = (await tokensCreated(world)) as [string];
  // As after a database that was restored from before the order, beside a mirror that answers an empty list for a while.
  await world.db.transaction().execute((tx) => orderMint(world, tx, { tokenId, memo: "statement one" }));
  await world.expireLease();
  const { mirror } = world.ledger;
  let looks = 0;
  const treasuryEntries: typeof mirror.treasuryEntries = async (...query) =>
    looks++ < 3 ? [] : mirror.treasuryEntries(...query);
  const worker = newWorker(world, { ledger: faultyLedger(world.ledger, { mirror: { treasuryEntries } }) });
  await worker.settle();
  expect(worker.foreign).toHaveLength(1);
  await verifyMints(world);
});

test("a gateway whose mirror answers, and is behind, keeps the lease and looks ever more seldom", async () => {
  const world = await newWorld();
  await orderToken(world);
  await newWorker(world).settle();
  const [tokenId] = (await tokensCreated(world)) as [string];
  await world.db.transaction().execute((tx) => orderMint(world, tx, { tokenId, memo: "statement one" }));
  await world.expireLease();
  const treasuryEntries = async () => [];
  const worker = newWorker(world, { ledger: faultyLedger(world.ledger, { mirror: { treasuryEntries } }) });
  const deps = { ...worker.deps, leaseMs: 600, mostSilentMs: 1_000 };
  const memory = newWorksMemory();
  for (const untilMs = performance.now() + 6_000; performance.now() < untilMs; ) {
    await runWorks(deps, memory, new AbortController().signal);
    expect(memory.reach.standsBack(1, deps.mostSilentMs)).toBe(false);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const lines = worker.logLines.filter((line) => line.includes("the mirror is behind"));
  expect(lines.length).toBeGreaterThan(1);
  expect(lines.length).toBeLessThan(4);
  expect(lines[0]).toContain("behind its own sums");
});

test("an order that the network takes, charges and ends without effect is told with its token and what stands against it, until it is done", async () => {
  const world = await newWorld();
  await orderToken(world);
  world.faults.arm({ kind: "consensus", status: "TOKEN_IS_PAUSED" }, { call: "tokenMint", times: 10_000 });
  const { deps } = newWorker(world);
  const refusals = new Refusals();
  const memory = newWorksMemory();
  const stop = new AbortController();
  const passes = (async () => {
    while (!stop.signal.aborted) {
      await runWorks({ ...deps, refusals }, memory, stop.signal);
      memory.resting.clear();
      await new Promise((resolve) => setImmediate(resolve));
    }
  })();
  await expect
    .poll(() => refusals.words)
    .toMatch(
      /^the ledger refuses mint in acm0002-v22\.0\/2026\/1000 with TOKEN_IS_PAUSED since \S+: the token is paused: whoever has its pause key/,
    );
  await world.faults.clear();
  await expect.poll(() => refusals.words, { timeout: 20_000 }).toBeUndefined();
  stop.abort();
  await passes;
  await newWorker(world).settle();
  await verifyMints(world);
});

test("an order whose memo stands on another amount that a person has looked at is asked about now and then, not without end", async () => {
  const world = await newWorld();
  await orderToken(world);
  await newWorker(world).settle();
  const [tokenId] = (await tokensCreated(world)) as [string];
  const work = { kind: "mint", tokenId, amount: 7n, transactionMemo: "statement one" } as const;
  const order = { kind: "mint", subject, work, signers: ["supply"], scheduled: false } as const;
  const facts = { random: { bytes: (length: number) => randomBytes(length) }, at: new Date(world.clock.nowMs()) };
  await world.db.transaction().execute((tx) => orderWork(tx, order, facts));
  await world.expireLease();
  const { deps } = newWorker(world);
  let asked = 0;
  const foreign = async () => {
    asked++;
    return "done" as const;
  };
  const memory = newWorksMemory();
  const signal = AbortSignal.timeout(1_500);
  for (let passes = 0; passes < 3; passes++) {
    await runWorks({ ...deps, orders: { ...deps.orders, foreign } }, memory, signal);
  }
  expect(asked).toBe(1);
  await verifyMints(world);
});

test("by schedule, an order that is made again after its journal was lost finds the first mint and adds none", async () => {
  const world = await newWorld();
  await orderToken(world);
  await newWorker(world, { scheduled: true }).settle();
  const [tokenId] = (await tokensCreated(world)) as [string];
  world.clock.advance(120_000);
  await world.expireLease();
  for (const memo of Object.keys(wanted))
    await world.db.transaction().execute((tx) => orderMint(world, tx, { tokenId, memo, scheduled: true }));
  // A mirror that lags shows no mint, so that the order is sent once more: the network knows it.
  const before = { ...((await world.ledger.mirror.token(tokenId)) as TokenInfo), totalSupply: 0n };
  const mirror: LedgerFaults["mirror"] = { treasuryEntries: async () => [], token: async () => before };
  await newWorker(world, { ledger: faultyLedger(world.ledger, { mirror }), scheduled: true }).settle();
  await verifyMints(world);
  const endings = (await attempts(world)).filter(({ kind }) => kind === "mint").map(({ ending }) => ending);
  expect(endings.slice(-2)).toEqual(Array(2).fill("IDENTICAL_SCHEDULE_ALREADY_CREATED"));
});

test("by schedule, a mint that the mirror shows already is taken as done without another attempt", async () => {
  const world = await newWorld();
  await orderToken(world);
  await newWorker(world, { scheduled: true }).settle();
  const before = (await attempts(world)).length;
  await world.expireLease();
  const [tokenId] = (await tokensCreated(world)) as [string];
  const memo = "statement two";
  await world.db.transaction().execute((tx) => orderMint(world, tx, { tokenId, memo, scheduled: true }));
  await newWorker(world, { scheduled: true }).settle();
  await verifyMints(world);
  expect(await attempts(world)).toHaveLength(before);
});

test("while a token is held nothing new is signed in it, and what is under way is followed to its end", async () => {
  const world = await newWorld();
  await orderToken(world);
  world.local.consensus.hold();
  const worker = newWorker(world);
  const stopping = new AbortController();
  const flight = worker.pass(stopping.signal);
  await expect.poll(() => world.local.consensus.waiting).toBe(1);
  await world.db.updateTable("ledger_jobs").set({ held: true }).where("subject", "=", subject).execute();
  world.local.consensus.release();
  await expect.poll(() => tokensCreated(world)).toHaveLength(1);
  await expect
    .poll(() => attempts(world))
    .toContainEqual({ kind: "create-token", phase: "succeeded", ending: "SUCCESS" });
  stopping.abort();
  await flight;
});

test("two workers at once mint each statement once", async () => {
  const world = await newWorld();
  await orderToken(world);
  const workers = [newWorker(world), newWorker(world)];
  await Promise.all(workers.map((worker) => worker.settle()));
  await verifyMints(world);
});

test("with a supply key of two, a scheduled mint waits for the registrar's signature and then runs once", async () => {
  const world = await newWorld();
  const { ledger, local } = world;
  const registrar = generateKeyPairSync("ed25519");
  const publicHex = registrar.publicKey.export({ format: "der", type: "spki" }).subarray(-32).toString("hex");
  await orderToken(world, { threshold: 2, keys: [ledger.signerKeys.supply as string, publicHex] });
  // A pass ends when all rest: two looks may take longer than usual on a busy machine.
  const worker = newWorker(world, { scheduled: true, restMs: 250 });
  const schedules = async () =>
    (await attempts(world)).filter(({ kind, phase }) => kind === "mint" && phase !== "open");
  for (let passes = 0; (await schedules()).length < 2; passes++) {
    expect(passes).toBeLessThan(200);
    await worker.pass();
  }
  await worker.pass();
  expect(await mintsOnLedger(world)).toEqual([]);
  const office = createHederaLedger({
    network: "local",
    operatorId: local.operator.accountId,
    operatorKey: local.operator.privateKeyDer,
    nodes: local.network,
    mirrorUrl: local.mirrorUrl,
    signers: { registrar: registrar.privateKey.export({ format: "der", type: "pkcs8" }).toString("hex") },
  });
  const rows = await world.db.selectFrom("ledger_attempts").select("entity_id").orderBy("created_at").execute();
  for (const [i, { entity_id }] of rows.slice(-2).entries()) {
    const transactionId = `${ledger.payerAccountId}@${Math.floor(world.clock.nowMs() / 1000) - 5}.00000077${i}`;
    const nodeAccountId = ledger.nodeAccountIds[0] as string;
    const terms = { transactionId, validDurationS: 60, nodeAccountId, signers: ["registrar"] };
    await office.send(await office.prepare({ kind: "sign-schedule", scheduleId: entity_id as string }, terms));
  }
  await worker.settle();
  await office.close();
  await verifyMints(world);
});

test("in a batch, mint and message are both there or neither, and a part that is refused takes the other back", async () => {
  const world = await newWorld();
  const topicId = await openTopic(world);
  await orderToken(world);
  // More than the token may ever hold, so that the second part fails after the first had its effect.
  const worker = newWorker(world, { topicId });
  await worker.settle();
  const [tokenId] = (await tokensCreated(world)) as [string];
  const work = { kind: "mint", tokenId, amount: 999_999n, transactionMemo: "too much" } as const;
  const told = { topicId, message: "told: too much" };
  const order = { kind: "mint", subject, work, signers: ["supply"], scheduled: false, told } as const;
  const facts = { random: worker.deps.random, at: new Date(world.clock.nowMs()) };
  await world.db.transaction().execute((tx) => orderWork(tx, order, facts));
  const stopping = new AbortController();
  const flight = worker.pass(stopping.signal);
  const endings = async () => (await attempts(world)).map(({ ending }) => ending);
  await expect.poll(endings).toContain("INNER_TRANSACTION_FAILED");
  stopping.abort();
  await flight;
  await verifyMints(world);
  await verifyTold(world, topicId);
});

test("the sequencer beside it knows the place of a batch's message for ours", async () => {
  const world = await newWorld();
  const topicId = await openTopic(world);
  await orderToken(world);
  const worker = newWorker(world, { topicId });
  const places = new Places();
  Object.assign(worker.deps, { places });
  places.landed("before", 0n);
  await worker.settle();
  places.landed("after", 3n);
  expect(places.hasStranger).toBe(false);
});

test.each([
  ["refuses them at its door", { kind: "precheck", status: "NOT_SUPPORTED" }],
  ["ends them without effect", { kind: "consensus", status: "NOT_SUPPORTED" }],
] as const)("a network that %s stops mints in batches with its word, and they go on alone", async (_, fault) => {
  const world = await newWorld();
  const topicId = await openTopic(world);
  await orderToken(world);
  world.faults.arm(fault as CallFault, { call: "atomicBatch", times: 1_000 });
  const ledger = faultyLedger(world.ledger, {
    async receipt(_id, real) {
      const report = await real();
      if (report.outcome !== "final") world.clock.advance(8_000);
      return report;
    },
  });
  const worker = newWorker(world, { topicId, ledger });
  await worker.settle();
  expect(new Set(worker.noBatches)).toEqual(new Set(["NOT_SUPPORTED"]));
  expect(await mintsOnLedger(world)).toEqual([]);
  await world.expireLease();
  await world.db.transaction().execute((tx) => releaseWorks(tx, subject));
  await newWorker(world, { topicId, batches: false }).settle();
  await verifyMints(world);
  expect(await world.ledger.mirror.messagesAfter(topicId, 0n, 10)).toEqual([]);
});

test("of an order that waits for a mirror which does not answer readiness is told, until it does", async () => {
  const world = await newWorld();
  await orderToken(world);
  const refusals = new Refusals();
  const { deps } = newWorker(world);
  const memory = newWorksMemory();
  const pass = async () => {
    memory.resting.clear();
    await runWorks({ ...deps, refusals }, memory, AbortSignal.timeout(5_000));
  };
  world.faults.setMirror({ kind: "status", status: 503 });
  await pass();
  expect(refusals.words).toBeUndefined();
  world.clock.advance(120_000);
  await pass();
  expect(refusals.words).toMatch(/^create-token in .* waits since .*503/);
  world.faults.healMirror();
  for (let passes = 0; passes < 50 && (await openJobs(world)) > 0; passes++) await pass();
  expect(refusals.words).toBeUndefined();
  await verifyMints(world);
});
