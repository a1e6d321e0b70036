import { generateKeyPairSync, randomBytes } from "node:crypto";
import {
  AccountId,
  Client,
  PendingAirdropId,
  PrivateKey,
  Timestamp,
  TokenClaimAirdropTransaction,
  TokenId,
  TransactionId,
  TransactionReceiptQuery,
} from "@hashgraph/sdk";
import { expect } from "vitest";
import { newWorksMemory, runWorks, type WorksDeps } from "../../src/anchoring/works.ts";
import { resolveAirdrops } from "../../src/issuance/airdrops.ts";
import { isExplained } from "../../src/issuance/explained.ts";
import { listHoldings } from "../../src/issuance/holdings-store.ts";
import { haltToken, mintDone, orderMints } from "../../src/issuance/mint-orders.ts";
import { isLookedAt, moveDead, moveDone, orderMoves } from "../../src/issuance/move-orders.ts";
import { reconcile } from "../../src/issuance/reconciliation.ts";
import { orderRetirement } from "../../src/issuance/retirements.ts";
import type { MintTerms } from "../../src/issuance/tokens.ts";
import { orderTransfer } from "../../src/issuance/transfers.ts";
import type { UnitDeps } from "../../src/issuance/unit-orders.ts";
import type { Actor } from "../../src/kernel/actor.ts";
import { createHederaLedger } from "../../src/ledger/hedera/ledger.ts";
import type { Ledger, LedgerKey, LedgerWork, MirrorEntry } from "../../src/ledger/ledger.ts";
import { Faults } from "../../src/ledger/local/faults.ts";
import { startLocalLedger } from "../../src/ledger/local/node.ts";
import { createLog } from "../../src/platform/log.ts";
import { createMetrics } from "../../src/platform/metrics.ts";
import { anyLog } from "../support/any-log.ts";
import { steppedLedger } from "../support/ledger.ts";
import { steppedDatabase, steppedScoped } from "../support/stepped-database.ts";
import { Steps } from "../support/steps.ts";
import { actorOf, type Parties, partyWorld } from "./parties.ts";

const newKey = () => generateKeyPairSync("ed25519").privateKey.export({ format: "der", type: "pkcs8" }).toString("hex");

export type UnitsOptions = {
  readonly scheduled?: boolean;
  readonly retirementAccount?: boolean;
  /** Beside the gateway's supply key, both needed. */
  readonly registrarKey?: string;
};

/** Plants with issued units on a real local ledger: parties, tokens, mints and all. */
export async function unitsWorld(options: UnitsOptions = {}) {
  const parties = await partyWorld();
  const [startMs, began] = [parties.bench.now, performance.now()];
  let aheadMs = 0;
  /** Both the gateway's and the ledger's; it never stands still. */
  const clock = {
    nowMs: () => startMs + (performance.now() - began) + aheadMs,
    advance(ms: number) {
      aheadMs += ms;
    },
  };
  const faults = new Faults();
  const local = await startLocalLedger({
    ...{ dataDir: ":memory:", consensusLatencyMs: 0, blockPeriodMs: 10, clock, faults },
  });
  const ledgerWith = (signers: Readonly<Record<string, string>>, operator: Operator = local.operator) =>
    createHederaLedger({
      network: "local",
      operatorId: operator.accountId,
      operatorKey: operator.privateKeyDer,
      nodes: local.network,
      mirrorUrl: local.mirrorUrl,
      requestTimeoutMs: 2_000,
      signers,
    });
  const supply = newKey();
  const ledger = ledgerWith({ supply });
  const own = ledger.signerKeys.supply as LedgerKey;
  await anyLog(parties.db, ledger);
  const { registrarKey } = options;
  const terms: MintTerms = {
    treasuryAccountId: ledger.payerAccountId,
    supplySigner: "supply",
    mintMode: options.scheduled ? "scheduled" : "journal",
    ...(registrarKey === undefined
      ? { supplyKey: own, adminKey: ledger.payerKey }
      : { supplyKey: { threshold: 2, keys: [own, registrarKey] } }),
  };
  const outside = outsideOf({ clock, ledgerWith, network: local.network }, { supply });
  const retirementAccountId = options.retirementAccount ? (await outside.account(-1)).accountId : undefined;
  const base = {
    ...parties,
    clock,
    faults,
    local,
    ledger,
    terms,
    outside,
    retirementAccountId,
    /** With a second factor, as units are given away. */
    actorOfPilot: () => ({ ...actorOf("pilot", []), ...parties.bench.actorOf("pilot") }),
  };
  const processes: UnitsProcess[] = [];
  return {
    ...base,
    /** One process: its own pool, memory and name. Nothing runs by itself. */
    process(parts: { readonly steps?: Steps; readonly ledger?: Ledger; readonly terms?: MintTerms } = {}) {
      const process = newProcess({ ...base, terms: parts.terms ?? terms }, parts);
      processes.push(process);
      return process;
    },
    async expireLeases() {
      await parties.db
        .updateTable("leases")
        .set({ expires_at: new Date(0) })
        .execute();
    },
    /** A plant with 8,400 units of 1 kg, issued. */
    async issued(process: { settle(): Promise<void> }) {
      const plant = await parties.running({ issuance: { unit_g: "1000" } });
      const periodId = await parties.closed(plant);
      const { issuanceId } = await parties.minting(plant, periodId);
      await process.settle();
      return { plant, periodId, issuanceId };
    },
    async close() {
      await faults.clear();
      for (const process of processes) await process.close();
      await ledger.close();
      await outside.close();
      await local.close();
      await parties.close();
    },
  };
}

export type UnitsWorld = Awaited<ReturnType<typeof unitsWorld>>;
/** What a process stands on. */
type Ground = Pick<Parties, "deps" | "bench" | "db"> & {
  readonly clock: { nowMs(): number };
  readonly ledger: Ledger;
  readonly terms: MintTerms;
  readonly retirementAccountId: string | undefined;
  actorOfPilot(): Actor;
};
export type Account = { readonly accountId: string; readonly key: string };

type Operator = { readonly accountId: string; readonly privateKeyDer: string };
type LedgerWith = (signers: Readonly<Record<string, string>>, operator?: Operator) => Ledger;

type Around = {
  readonly clock: { nowMs(): number };
  readonly ledgerWith: LedgerWith;
  readonly network: Record<string, string>;
};

/** Others on the same ledger, and the operator behind the gateway's back. */
function outsideOf({ clock, ledgerWith, network }: Around, keys: Readonly<Record<string, string>>) {
  const ledgers: Ledger[] = [];
  let made = 0;
  const open = (signers: Readonly<Record<string, string>>, operator?: Operator) => {
    const ledger = ledgerWith(signers, operator);
    ledgers.push(ledger);
    return ledger;
  };
  const operator = open(keys);
  /** Runs one transaction to its end. @returns its id and status */
  async function run(ledger: Ledger, work: LedgerWork, signers: readonly string[] = []) {
    const start = Math.floor(clock.nowMs() / 1000) - 5;
    const transactionId = `${ledger.payerAccountId}@${start}.${String(++made).padStart(9, "0")}`;
    const nodeAccountId = ledger.nodeAccountIds[0] as string;
    const terms = { transactionId, validDurationS: 60, nodeAccountId, signers };
    await ledger.send(await ledger.prepare(work, terms));
    for (;;) {
      const report = await ledger.receipt(transactionId, nodeAccountId);
      if (report.outcome === "final") return { transactionId, ...report };
    }
  }
  return {
    /** The operator with the supply key, beside the gateway's books. */
    act: (work: LedgerWork, signers: readonly string[] = []) => run(operator, work, signers),
    /** The ledger of a gateway that signs with more keys than the supply key. */
    ledgerWith: (signers: Readonly<Record<string, string>>) => open({ ...keys, ...signers }),
    /** An account of somebody else; `free`: how many tokens it takes unasked. */
    async account(free: number): Promise<Account> {
      const key = newKey();
      const raw = open({ raw: key }).signerKeys.raw as string;
      const create = {
        kind: "create-account",
        key: raw,
        maxAutoAssociations: free,
        memo: "",
        initialBalance: 100_000_000_000n,
      } as const;
      const { accountId } = await run(operator, create);
      return { accountId: accountId as string, key };
    },
    /** HIP-904: that account takes what waits for it of some tokens, with one transaction. */
    async claim({ accountId, key }: Account, ...tokenIds: readonly string[]) {
      const waiting = tokenIds.map(
        (tokenId) =>
          new PendingAirdropId({
            senderId: AccountId.fromString(operator.payerAccountId),
            receiverId: AccountId.fromString(accountId),
            tokenId: TokenId.fromString(tokenId),
          }),
      );
      const client = Client.forNetwork(network, { scheduleNetworkUpdate: false }).setOperator(
        accountId,
        PrivateKey.fromStringDer(key),
      );
      try {
        const start = Timestamp.fromDate(new Date(Math.floor(clock.nowMs()) - 5_000));
        const claim = new TokenClaimAirdropTransaction()
          .setPendingAirdropIds(waiting)
          .setTransactionId(TransactionId.withValidStart(AccountId.fromString(accountId), start));
        const response = await claim.execute(client);
        const receipt = new TransactionReceiptQuery().setTransactionId(response.transactionId).setValidateStatus(false);
        const { status } = await receipt.execute(client);
        return { transactionId: response.transactionId.toString(), status: status.toString() };
      } finally {
        client.close();
      }
    },
    /** As that account. */
    as: ({ accountId, key }: Account, work: LedgerWork) => run(open({}, { accountId, privateKeyDer: key }), work),
    async close() {
      for (const ledger of ledgers) await ledger.close();
    },
  };
}

/** What one process does when its loops run, one after the other and only when told to. */
function newProcess(world: Ground, parts: { readonly steps?: Steps; readonly ledger?: Ledger }) {
  const steps = parts.steps ?? new Steps();
  const { db, close: closeLoops } = steppedDatabase(world.bench.urls.workerUrl, steps);
  const requests = steppedScoped(world.bench.urls.serveUrl, steps);
  const ledger = steppedLedger(parts.ledger ?? world.ledger, steps);
  const { mirror } = ledger;
  const logLines: string[] = [];
  const log = createLog("info", { write: (line) => logLines.push(line) });
  const chain = { ...world.deps, db, clock: world.clock, log };
  const serving = { ...chain, db: requests.db };
  const deps: UnitDeps = { ...serving, network: "local", mirror, retirementAccountId: world.retirementAccountId };
  const works: WorksDeps = {
    ...{ db, ledger, clock: world.clock, random: world.deps.random, log },
    metrics: createMetrics({ processMetrics: false }),
    holderName: randomBytes(6).toString("hex"),
    pacing: { minMs: 1, maxMs: 10 },
    widest: 1,
    orders: {
      explains: (job, watch) => isExplained({ ...chain, mirror }, job.order, watch),
      async done(tx, job) {
        await mintDone(chain, tx, job);
        await moveDone(chain, tx, job);
      },
      dead: (tx, job) => moveDead(chain, tx, job),
      async foreign(tx, job, transactionId) {
        if (await isLookedAt(tx, job.order.work, transactionId)) return "done";
        return haltToken(chain, tx, job.subject, {
          reason: "not in the journal",
          transactionId: transactionId ?? null,
        });
      },
      noBatches: (tx, job) => haltToken(chain, tx, job.subject, { reason: "no batches", transactionId: null }),
    },
  };
  const memory = newWorksMemory();
  const doubts = new Map<string, string>();
  const signal = new AbortController().signal;
  const process = {
    deps,
    logLines,
    transfer: (issuanceId: string, toAccount: string, units: bigint, key = randomBytes(8).toString("hex")) =>
      orderTransfer(deps, world.actorOfPilot(), issuanceId, { toAccount, units }, key),
    retire: (issuanceId: string, units: bigint, key = randomBytes(8).toString("hex")) =>
      orderRetirement(deps, world.actorOfPilot(), issuanceId, { ...forAcme, units }, key),
    /** Every loop once. */
    async pass() {
      await orderMints({ ...chain, terms: world.terms });
      await orderMoves({ ...chain, terms: world.terms, mirror });
      await runWorks(works, memory, signal);
      await resolveAirdrops({ ...chain, mirror }, signal);
    },
    /** Until nothing is left that the ledger could do now. */
    async settle() {
      // By time: a job may rest for ten seconds, which are more passes on a fast machine than on a slow one.
      for (const untilMs = performance.now() + 60_000; performance.now() < untilMs; ) {
        await process.pass();
        if (!(await hasWork(world))) return;
        await new Promise((resolve) => setImmediate(resolve));
      }
      throw new Error(`not settled: ${logLines.at(-1)}`);
    },
    reconcile: async () => (await reconcile({ ...chain, mirror, doubts }, signal)).halted,
    /** By how many units ledger and books differ. */
    difference: async () => (await reconcile({ ...chain, mirror, doubts }, signal)).difference,
    async close() {
      await closeLoops();
      await requests.close();
    },
  };
  return process;
}

export type UnitsProcess = ReturnType<typeof newProcess>;

export const forAcme = {
  beneficiary: { name: "Acme Ltd", id: "DE 123456789", country: "DE" },
  reason: "Scope 2 of 2025",
  usePeriod: { from: "2025-01-01", to: "2025-12-31" },
} as const;

/** Open work that is not held, or a move that nothing stands against. Airdrops that wait for their receiver are no work. */
async function hasWork({ db }: Pick<Parties, "db">): Promise<boolean> {
  const jobs = await db
    .selectFrom("ledger_jobs")
    .select("job_id")
    .where("state", "=", "open")
    .where("held", "=", false)
    .limit(1)
    .execute();
  const halted = db
    .selectFrom("tokens")
    .select("token_id")
    .where("halted", "is not", null)
    .where("token_id", "is not", null);
  const moves = await db
    .selectFrom("transfers")
    .select("transfer_id")
    .where(({ or, and, eb }) =>
      or([eb("state", "=", "ordered"), and([eb("state", "=", "pending_claim"), eb("recalled_at", "is not", null)])]),
    )
    .where("token_id", "not in", halted)
    .limit(1)
    .execute();
  const mints = await db.selectFrom("mint_parts").select("memo").where("state", "=", "committed").limit(1).execute();
  return jobs.length + moves.length + mints.length > 0;
}

/** Entries on the ledger with a memo that changed the treasury of a token, or made an airdrop. */
export async function onLedger(world: UnitsWorld, memo: string): Promise<MirrorEntry[]> {
  const { ledger, local } = world;
  const found: MirrorEntry[] = [];
  const answer = await fetch(
    `${local.mirrorUrl}/api/v1/transactions?account.id=${ledger.payerAccountId}&result=success&limit=100&order=desc`,
  );
  const { transactions } = (await answer.json()) as {
    transactions: { transaction_id: string; memo_base64: string; scheduled: boolean; name: string }[];
  };
  for (const one of transactions) {
    if (Buffer.from(one.memo_base64, "base64").toString() !== memo || one.name === "SCHEDULECREATE") continue;
    const [payer, seconds, nanos] = one.transaction_id.split("-");
    const id = `${payer}@${seconds}.${nanos}${one.scheduled ? "?scheduled" : ""}`;
    const entries = await ledger.mirror.transactions(id);
    found.push(...entries.filter(({ transactionId, result }) => transactionId === id && result === "SUCCESS"));
  }
  return found;
}

/** Where the units of an issuance are. */
export async function placesOf(world: UnitsWorld, issuanceId: string) {
  const [holding, ...more] = await listHoldings(world.db, "pilot", issuanceId);
  expect(more).toEqual([]);
  if (holding === undefined) throw new Error("no holding");
  const { minted, free, moving, transferred, retired } = holding;
  expect(free + moving + transferred + retired).toBe(minted);
  return { tokenId: holding.tokenId, free, moving, transferred, retired };
}
