import { createHash, generateKeyPairSync, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { onTestFinished } from "vitest";
import { runDirect } from "../../src/anchoring/direct.ts";
import { keyInFile, readLogKey } from "../../src/anchoring/identity.ts";
import { openLog } from "../../src/anchoring/open-log.ts";
import type { Leaf } from "../../src/anchoring/outbox.ts";
import { newSequencerMemory, runOnce, type SequencerDeps } from "../../src/anchoring/sequencer.ts";
import { canonicalBytes } from "../../src/kernel/canonical.ts";
import { createHederaLedger } from "../../src/ledger/hedera/ledger.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { Faults } from "../../src/ledger/local/faults.ts";
import { type LocalLedger, startLocalLedger } from "../../src/ledger/local/node.ts";
import { connect, type Db } from "../../src/platform/database.ts";
import { createLog } from "../../src/platform/log.ts";
import { createMetrics } from "../../src/platform/metrics.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import { enqueueWithIds } from "../support/leaves.ts";
import { steppedLedger } from "../support/ledger.ts";
import { steppedDatabase } from "../support/stepped-database.ts";
import { Steps } from "../support/steps.ts";

/** A wall clock that a test can move on; it never stands still. */
export class MovableClock {
  #aheadMs = 0;

  nowMs(): number {
    return Date.now() + this.#aheadMs;
  }

  advance(ms: number): void {
    this.#aheadMs += ms;
  }
}

export type World = {
  readonly clock: MovableClock;
  readonly local: LocalLedger;
  readonly faults: Faults;
  readonly ledger: Ledger;
  readonly database: TestDatabase;
  readonly db: Db;
  readonly keyFile: string;
  /** Puts the next records of a plant in line, each in a transaction of its own. */
  enqueue(plantId: string, count: number): Promise<void>;
  /** The same in one transaction. */
  enqueueMany(plantId: string, count: number): Promise<void>;
  /** Lets whoever holds the lease lose it, as if its time had run out. */
  expireLease(): Promise<void>;
  /** Ends every connection to the database but the world's own. */
  cutConnections(): Promise<void>;
};

const random = { bytes: (length: number) => randomBytes(length) };

/** A real PostgreSQL database and a real local ledger in memory, with a clock they share. */
export async function newWorld(): Promise<World> {
  const clock = new MovableClock();
  const faults = new Faults();
  const database = await testDatabase();
  const options = { dataDir: ":memory:", consensusLatencyMs: 0, blockPeriodMs: 10, clock, faults };
  const local = await startLocalLedger(options);
  const ledger = ledgerOf(local);
  const { db, close } = connect(`${database.url}?application_name=world`, {
    maxConnections: 3,
    onIdleError: () => undefined,
  });
  const dataDir = mkdtempSync(join(tmpdir(), "hydro-anchoring-"));
  onTestFinished(async () => {
    await faults.clear();
    await ledger.close();
    await local.close();
    await close();
    await database.drop();
    rmSync(dataDir, { recursive: true });
  });
  const seqs = new Map<string, bigint>();
  const world: World = {
    clock,
    local,
    faults,
    ledger,
    database,
    db,
    keyFile: join(dataDir, "log-key.pem"),
    async enqueue(plantId, count) {
      for (let i = 0; i < count; i++) await this.enqueueMany(plantId, 1);
    },
    async enqueueMany(plantId, count) {
      const newest = seqs.get(plantId) ?? 0n;
      seqs.set(plantId, newest + BigInt(count));
      const leaves = Array.from({ length: count }, (_, i) => leafOf(plantId, newest + BigInt(i + 1)));
      await this.db.transaction().execute((tx) => enqueueWithIds(tx, leaves, new Date(clock.nowMs())));
    },
    async expireLease() {
      await this.db
        .updateTable("leases")
        .set({ expires_at: new Date(0) })
        .execute();
    },
    async cutConnections() {
      await sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name <> 'world'`.execute(this.db);
    },
  };
  return world;
}

/** Signs mints, as the gateway's supply key. */
const supplyKey = generateKeyPairSync("ed25519").privateKey.export({ format: "der", type: "pkcs8" }).toString("hex");

export function ledgerOf(local: LocalLedger): Ledger {
  return createHederaLedger({
    signers: { supply: supplyKey },
    network: "local",
    operatorId: local.operator.accountId,
    operatorKey: local.operator.privateKeyDer,
    nodes: local.network,
    mirrorUrl: local.mirrorUrl,
    requestTimeoutMs: 2_000,
  });
}

/** The owner of this plant makes its records public. */
export const openPlant = "open-mill";

export function leafOf(plantId: string, seq: bigint): Leaf {
  const recordId = `rec_${plantId}_${seq}`;
  const commitment = createHash("sha256").update(recordId).digest();
  const publicForm = plantId === openPlant ? canonicalBytes(publicFieldsOf(seq)) : undefined;
  return { orgId: "org", plantId, seq, recordId, verdict: "approved", commitment, publicForm };
}

export const publicFieldsOf = (seq: bigint) => ({ energy_wh: `${seq}000`, power_output_kw: Number(seq) + 0.5 });

export type GatewayOptions = {
  readonly steps?: Steps;
  readonly ledger?: Ledger;
  readonly topicId?: string;
  readonly deps?: Partial<SequencerDeps>;
  readonly keyFile?: string;
};

/** One process that anchors: its own pool, memory and name. */
export type TestGateway = {
  readonly deps: SequencerDeps;
  readonly logLines: string[];
  pass(signal?: AbortSignal): Promise<"more" | "idle">;
  /** One pass of the direct messages. */
  direct(signal?: AbortSignal): Promise<"idle">;
  /** Passes, of both in turn, until nothing is left to do. @throws when that takes more than `most` passes. */
  settle(most?: number): Promise<void>;
};

export async function newGateway(world: World, options: GatewayOptions = {}): Promise<TestGateway> {
  const steps = options.steps ?? new Steps();
  const { db, close } = steppedDatabase(world.database.workerUrl, steps);
  onTestFinished(close);
  const ledger = steppedLedger(options.ledger ?? world.ledger, steps);
  const keyFile = options.keyFile ?? world.keyFile;
  const opened = await openLog({ db, ledger, random }, { logKey: keyInFile(keyFile), topicId: options.topicId });
  const logLines: string[] = [];
  const deps: SequencerDeps = {
    db,
    ledger,
    clock: world.clock,
    random,
    log: createLog("info", { write: (line) => logLines.push(line) }),
    metrics: createMetrics({ processMetrics: false }),
    origin: opened.log.origin,
    logKey: await readLogKey(keyFile),
    holderName: randomBytes(6).toString("hex"),
    pacing: { minMs: 1, maxMs: 10 },
    ...options.deps,
  };
  const memory = newSequencerMemory();
  const pass = (signal = new AbortController().signal) => runOnce(deps, memory, signal);
  const direct = (signal = new AbortController().signal) => runDirect(deps, memory, signal);
  return {
    deps,
    logLines,
    pass,
    direct,
    async settle(most = 100) {
      for (let passes = 0; passes < most; passes++) {
        const more = await pass();
        await direct();
        if (more === "idle" && (await isSettled(world.db))) return;
      }
      throw new Error(`not settled after ${most} passes: ${logLines.at(-1)}`);
    },
  };
}

async function isSettled(db: Db): Promise<boolean> {
  const rows = await Promise.all([
    db.selectFrom("outbox").select("outbox_id").limit(1).execute(),
    db.selectFrom("ledger_jobs").select("job_id").where("state", "=", "open").execute(),
    db.selectFrom("checkpoints").select("size").where("consensus_timestamp", "is", null).limit(1).execute(),
    db.selectFrom("log_state").select("size").where("announced", "=", false).execute(),
  ]);
  return rows.every((found) => found.length === 0);
}
