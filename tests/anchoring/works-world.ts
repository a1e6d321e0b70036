import { randomBytes } from "node:crypto";
import { expect, onTestFinished } from "vitest";
import { holdWorks, orderWork } from "../../src/anchoring/outbox.ts";
import { newWorksMemory, runWorks, type WorksDeps } from "../../src/anchoring/works.ts";
import type { Ledger, LedgerKey } from "../../src/ledger/ledger.ts";
import type { Tx } from "../../src/platform/database.ts";
import { createLog } from "../../src/platform/log.ts";
import { createMetrics } from "../../src/platform/metrics.ts";
import { steppedLedger } from "../support/ledger.ts";
import { steppedDatabase } from "../support/stepped-database.ts";
import { Steps } from "../support/steps.ts";
import type { World } from "./world.ts";

/** One process that works on orders: its own pool, memory and name. */
export type TestWorker = {
  readonly deps: WorksDeps;
  readonly logLines: string[];
  /** What was found that the journal does not know, and the words of networks without batches. */
  readonly foreign: readonly string[];
  readonly noBatches: readonly string[];
  /** One pass: everything that can be done now. */
  pass(signal?: AbortSignal): Promise<"idle">;
  /** Passes until no job is open but held ones. */
  settle(): Promise<void>;
};

export type WorkerOptions = {
  readonly steps?: Steps;
  readonly ledger?: Ledger;
  readonly scheduled?: boolean;
  /** How long a schedule rests between two looks. */
  readonly restMs?: number;
  /** The topic on which mints are told in one batch with them. */
  readonly topicId?: string;
  /** False: a batch that was ordered goes as a mint alone. */
  readonly batches?: boolean;
};

const random = { bytes: (length: number) => randomBytes(length) };
export const subject = "acm0002-v22.0/2026/1000";

/** Amounts by memo that {@link orderToken} has minted as soon as its token is there. */
export const wanted: Readonly<Record<string, bigint>> = { "statement one": 1_500n, "statement two": 27n };

/** Orders the token; the mints follow with its creation, in the same transaction. */
export async function orderToken(world: World, supplyKey?: LedgerKey): Promise<void> {
  const { ledger, clock, db } = world;
  const work = {
    kind: "create-fungible-token",
    ...{ name: "Hydro", symbol: "H26", memo: "1 token = 1 tCO2e", decimals: 3, maxSupply: 1_000_000n },
    treasuryAccountId: ledger.payerAccountId,
    supplyKey: supplyKey ?? (ledger.signerKeys.supply as string),
    ...(supplyKey === undefined && { adminKey: ledger.payerKey }),
  } as const;
  const order = { kind: "create-token", subject, work, signers: [], scheduled: false } as const;
  await db.transaction().execute((tx) => orderWork(tx, order, { random, at: new Date(clock.nowMs()) }));
}

export async function orderMint(
  world: World,
  tx: Tx,
  mint: { tokenId: string; memo: string; scheduled?: boolean; topicId?: string | undefined },
) {
  const { tokenId, memo, scheduled = false, topicId } = mint;
  const work = { kind: "mint", tokenId, amount: wanted[memo] ?? 1n, transactionMemo: memo } as const;
  const told = topicId === undefined ? undefined : { topicId, message: `told: ${memo}` };
  const order = { kind: "mint", subject, work, signers: ["supply"], scheduled, ...(told && { told }) } as const;
  return orderWork(tx, order, { random, at: new Date(world.clock.nowMs()) });
}

export function newWorker(world: World, options: WorkerOptions = {}): TestWorker {
  const steps = options.steps ?? new Steps();
  const { db, close } = steppedDatabase(world.database.workerUrl, steps);
  onTestFinished(close);
  const logLines: string[] = [];
  const foreign: string[] = [];
  const noBatches: string[] = [];
  const deps: WorksDeps = {
    db,
    ledger: steppedLedger(options.ledger ?? world.ledger, steps),
    clock: world.clock,
    random,
    log: createLog("info", { write: (line) => logLines.push(line) }),
    metrics: createMetrics({ processMetrics: false }),
    holderName: randomBytes(6).toString("hex"),
    pacing: { minMs: 1, maxMs: options.restMs ?? 10 },
    widest: 1,
    batches: options.batches ?? options.topicId !== undefined,
    orders: {
      async done(tx, { kind, entityId }) {
        if (kind !== "create-token") return;
        for (const memo of Object.keys(wanted))
          await orderMint(world, tx, {
            tokenId: entityId as string,
            memo,
            ...(options.scheduled && { scheduled: true }),
            topicId: options.topicId,
          });
      },
      async foreign(tx, job, transactionId) {
        foreign.push(`${job.order.work.transactionMemo} ${transactionId}`);
        await holdWorks(tx, job.subject);
      },
      async noBatches(tx, job, status) {
        noBatches.push(status);
        await holdWorks(tx, job.subject);
      },
    },
  };
  const memory = newWorksMemory();
  const pass = (signal = new AbortController().signal) => runWorks(deps, memory, signal);
  return {
    deps,
    logLines,
    foreign,
    noBatches,
    pass,
    async settle() {
      for (const untilMs = performance.now() + 60_000; performance.now() < untilMs; ) {
        await pass();
        if ((await openJobs(world)) === 0) return;
        await new Promise((resolve) => setImmediate(resolve));
      }
      throw new Error(`not settled: ${logLines.at(-1)}`);
    },
  };
}

export async function openJobs({ db }: World): Promise<number> {
  const rows = await db
    .selectFrom("ledger_jobs")
    .select("job_id")
    .where("state", "=", "open")
    .where("held", "=", false)
    .execute();
  return rows.length;
}

/** Successful creations of tokens on the ledger, by token id. */
export async function tokensCreated({ ledger }: World): Promise<string[]> {
  const query = `account.id=${ledger.payerAccountId}&transactiontype=TOKENCREATION&result=success&limit=100`;
  const answer = await fetch(`${ledger.mirrorUrl}/api/v1/transactions?${query}`);
  const { transactions } = (await answer.json()) as { transactions: { entity_id: string }[] };
  return transactions.map((entry) => entry.entity_id);
}

/** A topic of the payer's, as the log has one. */
export async function openTopic({ ledger, clock }: World): Promise<string> {
  const transactionId = `${ledger.payerAccountId}@${Math.floor(clock.nowMs() / 1000) - 5}.000000999`;
  const nodeAccountId = ledger.nodeAccountIds[0] as string;
  const terms = { transactionId, validDurationS: 60, nodeAccountId };
  await ledger.send(await ledger.prepare({ kind: "create-topic", memo: "log" }, terms));
  let topicId: string | undefined;
  await expect
    .poll(async () => {
      const report = await ledger.receipt(transactionId, nodeAccountId);
      topicId = report.outcome === "final" ? report.topicId : undefined;
      return topicId;
    })
    .toBeDefined();
  return topicId as string;
}

/** Each statement is told once, and by the very batch that minted it. */
export async function verifyTold({ ledger: { mirror }, ...world }: World, topicId: string): Promise<void> {
  const messages = await mirror.messagesAfter(topicId, 0n, 100);
  const texts = messages.map(({ message }) => new TextDecoder().decode(message));
  expect([...texts].sort()).toEqual(Object.keys(wanted).map((memo) => `told: ${memo}`));
  const attempts = await world.db.selectFrom("ledger_attempts").select(["part_ids", "sequence_number"]).execute();
  for (const { sequenceNumber, transactionId, consensusTimestamp } of messages) {
    const [, mintId] = attempts.find(({ part_ids }) => part_ids?.[0] === transactionId)?.part_ids ?? [];
    const [mint] = await mirror.transactions(mintId as string);
    const [told] = await mirror.transactions(transactionId as string);
    expect(mint).toMatchObject({ result: "SUCCESS", name: "TOKENMINT" });
    expect(mint?.parentConsensusTimestamp).toBe(told?.parentConsensusTimestamp);
    expect(told?.consensusTimestamp).toBe(consensusTimestamp);
    expect(texts[Number(sequenceNumber) - 1]).toBe(`told: ${mint?.memo}`);
  }
}

/** Every mint on the ledger as `memo amount`. */
export async function mintsOnLedger(world: World): Promise<string[]> {
  const found: string[] = [];
  for (const tokenId of await tokensCreated(world)) {
    const token = { tokenId, treasuryAccountId: world.ledger.payerAccountId };
    const mints = await world.ledger.mirror.mints(token, undefined, 1_000);
    found.push(...mints.map(({ memo, amount }) => `${memo} ${amount}`));
  }
  return found.sort();
}

/** One token, and of each statement exactly what was ordered. */
export async function verifyMints(world: World): Promise<void> {
  expect(await tokensCreated(world)).toHaveLength(1);
  expect(await mintsOnLedger(world)).toEqual(Object.entries(wanted).map(([memo, amount]) => `${memo} ${amount}`));
}
