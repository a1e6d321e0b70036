import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { newWorksMemory, runWorks, type WorksDeps } from "../../src/anchoring/works.ts";
import type { GatewayDeps, IssuanceDeps } from "../../src/issuance/append.ts";
import { orderCertificates } from "../../src/issuance/certificate-orders.ts";
import { isExplained } from "../../src/issuance/explained.ts";
import { haltToken, type MintDeps, mintDone, orderMints } from "../../src/issuance/mint-orders.ts";
import { commitMint } from "../../src/issuance/minting.ts";
import { isLookedAt } from "../../src/issuance/move-orders.ts";
import { reconcile } from "../../src/issuance/reconciliation.ts";
import type { MintTerms } from "../../src/issuance/tokens.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { createLog } from "../../src/platform/log.ts";
import { createMetrics } from "../../src/platform/metrics.ts";
import { createOrganisation } from "../../src/tenancy/tenancy.ts";
import { newWorld, type World } from "../anchoring/world.ts";
import { type Approved, approveMany } from "../chaos/mint/approvals.ts";
import { anyLog } from "../support/any-log.ts";
import { connectRoles } from "../support/database.ts";
import { actorOf } from "./parties.ts";

const random = { bytes: (length: number) => randomBytes(length) };
const issuer = actorOf("issue-co", ["issuer"]);

export type MintWorld = {
  readonly world: World;
  /** Of the loops. */
  readonly chain: GatewayDeps;
  readonly approved: readonly Approved[];
  readonly deps: MintDeps;
  /** The issuer has it minted, in parts of so many units at most. */
  mint(issuance: Approved, most?: bigint): Promise<void>;
  /** Plans and works until nothing is left to do. */
  settle(ledger?: Ledger, gap?: Pick<WorksDeps, "tokenGapS">): Promise<void>;
  /** As a gateway that is started anew: what this one remembers is gone. */
  forget(): void;
  /** How many tokens are halted. */
  reconcile(): Promise<number>;
  /** By how many units ledger and books differ. */
  difference(): Promise<bigint>;
};

async function openJobs({ db }: World): Promise<number> {
  const rows = await db
    .selectFrom("ledger_jobs")
    .select("job_id")
    .where("state", "=", "open")
    .where("held", "=", false)
    .execute();
  return rows.length;
}

/** Approved statements, a real ledger, and the parts of a gateway that mint. */
export async function mintWorld(count: number, terms: Partial<MintTerms> = {}): Promise<MintWorld> {
  const world = await newWorld();
  const { clock, ledger } = world;
  const folder = await mkdtemp(join(tmpdir(), "hydro-mint-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const plantSecret = randomBytes(32);
  await writeFile(join(folder, "plant-secret"), plantSecret.toString("hex"));
  const roles = connectRoles(world.database);
  onTestFinished(() => roles.close());
  await createOrganisation({ db: roles.db, clock, keyEnvironment: "local" }, { orgId: "chaos", name: "Chaos" });
  const approved = await approveMany(world.database.url, folder, count);
  const serving: IssuanceDeps = { db: roles.db, clock, random, plantSecret };
  const chain: GatewayDeps = { ...serving, db: roles.worker.db };
  await anyLog(world.db, ledger);
  const keys = { supplyKey: ledger.signerKeys.supply as string, adminKey: ledger.payerKey, supplySigner: "supply" };
  const all: MintTerms = { treasuryAccountId: ledger.payerAccountId, ...keys, mintMode: "journal", ...terms };
  const deps: MintDeps = { ...chain, terms: all };
  const works: Omit<WorksDeps, "ledger"> = {
    db: chain.db,
    clock,
    random,
    log: createLog("silent"),
    metrics: createMetrics({ processMetrics: false }),
    holderName: randomBytes(6).toString("hex"),
    pacing: { minMs: 1, maxMs: 10 },
    batches: all.mintMode === "batch",
    orders: {
      explains: (job, watch) => isExplained({ ...chain, mirror: ledger.mirror }, job.order, watch),
      done: (tx, job) => mintDone(chain, tx, job),
      async foreign(tx, job, transactionId) {
        if (await isLookedAt(tx, job.order.work, transactionId)) return "done";
        return haltToken(chain, tx, job.subject, { reason: "foreign", transactionId: transactionId ?? null });
      },
      noBatches: (tx, job) => haltToken(chain, tx, job.subject, { reason: "no batches", transactionId: null }),
    },
  };
  let memory = newWorksMemory();
  const look = () => reconcile({ ...chain, mirror: ledger.mirror }, new AbortController().signal);
  return {
    world,
    chain,
    approved,
    deps,
    mint: async ({ issuanceId }, most) => void (await commitMint(serving, issuer, issuanceId, most)),
    async settle(through = ledger, gap) {
      const signal = new AbortController().signal;
      const plan = async () => [await orderMints(deps), await orderCertificates(deps)].includes("more");
      for (const untilMs = performance.now() + 60_000; performance.now() < untilMs; ) {
        await runWorks({ ...works, ...gap, ledger: through }, memory, signal);
        // Half a minute between two looks is not waited for.
        if (gap !== undefined) memory.resting.clear();
        if (!(await plan()) && (await openJobs(world)) === 0) return;
        await new Promise((resolve) => setImmediate(resolve));
      }
      throw new Error("the ledger's works do not come to an end");
    },
    forget() {
      memory = newWorksMemory();
    },
    reconcile: async () => (await look()).halted,
    difference: async () => (await look()).difference,
  };
}
