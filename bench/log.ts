import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { keyInFile } from "../src/anchoring/identity.ts";
import { openLog } from "../src/anchoring/open-log.ts";
import { newSequencerMemory, runOnce, type SequencerDeps } from "../src/anchoring/sequencer.ts";
import { getProof } from "../src/audit/proof.ts";
import type { Actor } from "../src/kernel/actor.ts";
import { createHederaLedger } from "../src/ledger/hedera/ledger.ts";
import type { Ledger } from "../src/ledger/ledger.ts";
import { startLocalLedger } from "../src/ledger/local/node.ts";
import { type Connection, connect, type Db } from "../src/platform/database.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../src/platform/embedded-postgres.ts";
import { createLog } from "../src/platform/log.ts";
import { createMetrics } from "../src/platform/metrics.ts";
import { migrate } from "../src/platform/migrate.ts";
import { serveRole, workerRole } from "../src/platform/roles.ts";
import { type ScopedDb, scoped } from "../src/platform/scoped.ts";
import { verifyRecordProof } from "../src/proof/verify.ts";
import type { BenchRow } from "./row.ts";

const smallLog = 10_000;
const largeLog = 1_000_000;
const plants = 50;
/** Leaves put in line at once while a log is filled. */
const fillStep = 100_000;
/** Leaves after which every page in use was written once since the checkpoint: the first time costs a whole page. */
const settledBefore = 50_000;
/** Memory enough for the indexes of a million records; all else as PostgreSQL comes, durability included. */
const postgresSettings = { shared_buffers: "512MB" };
const rounds = { warmUp: 10, measured: 40, leaves: 250 };
const proofs = { warmUp: 500, measured: 2_000 };

const auditor: Actor = { orgId: "bench", keyId: "bench", roles: ["auditor"] };

/**
 * The log at a million leaves: what a proof costs, how long its text is, and whether an append still costs
 * what it did at ten thousand. Embedded PostgreSQL, the local ledger and the product's own sequencer: only the
 * records are made by SQL, short ones, and put in line without the telemetry before. Like a real one, each log
 * begins with one record (a registration) under a checkpoint of its own.
 */
export async function benchLog(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), "hydro-bench-"));
  const steps: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true })];
  try {
    const postgres = await startEmbeddedPostgres({ dataDir: folder, settings: postgresSettings });
    steps.push(() => postgres.stop());
    const local = await startLocalLedger({ dataDir: ":memory:" });
    steps.push(() => local.close());
    const ledger = createHederaLedger({
      network: "local",
      operatorId: local.operator.accountId,
      operatorKey: local.operator.privateKeyDer,
      nodes: local.network,
      mirrorUrl: local.mirrorUrl,
    });
    steps.push(() => ledger.close());
    const logs: GrowingLog[] = [];
    for (const name of ["small", "large"]) {
      await postgres.ensureDatabase(name);
      await migrate(postgres.url(name));
      const log = await GrowingLog.open(urlsOf(postgres, name), join(folder, `${name}.pem`), ledger);
      steps.push(() => log.close());
      logs.push(log);
    }
    const [small, large] = logs as [GrowingLog, GrowingLog];
    for (const log of logs) await log.growTo(1);
    await small.growTo(smallLog);
    await large.growTo(largeLog - settledBefore);
    await large.settle();
    await large.growTo(largeLog);
    return [...(await proofRows(large, ledger)), await appendRow(small, large)];
  } finally {
    for (const step of steps.reverse()) await step();
  }
}

const urlsOf = (postgres: EmbeddedPostgres, name: string) => ({
  all: postgres.url(name),
  serve: postgres.urlAs(serveRole, name),
  worker: postgres.urlAs(workerRole, name),
});

/** A log on a database of its own with the sequencer that writes it, stepped by hand. */
class GrowingLog {
  /** The superuser's: makes records and vacuums. */
  readonly db: Db;
  /** As requests have it. */
  readonly scoped: ScopedDb;
  size = 0;
  readonly #connections: readonly Connection[];
  readonly #deps: SequencerDeps;
  readonly #memory = newSequencerMemory();
  readonly #signal = new AbortController().signal;

  private constructor(all: Connection, serve: Connection, worker: Connection, deps: SequencerDeps) {
    this.db = all.db;
    this.scoped = scoped(serve.pool);
    this.#connections = [all, serve, worker];
    this.#deps = deps;
  }

  static async open(urls: ReturnType<typeof urlsOf>, logKeyFile: string, ledger: Ledger): Promise<GrowingLog> {
    const serve = connect(urls.serve, { role: serveRole });
    const worker = connect(urls.worker, { role: workerRole });
    const { db } = worker;
    const random = { bytes: (length: number) => randomBytes(length) };
    const opened = await openLog({ db, ledger, random }, { logKey: keyInFile(logKeyFile), topicId: undefined });
    return new GrowingLog(connect(urls.all), serve, worker, {
      db,
      ledger,
      random,
      clock: { nowMs: () => Date.now() },
      log: createLog("warn"),
      metrics: createMetrics({ processMetrics: false }),
      logKey: opened.key,
      origin: opened.log.origin,
      holderName: "bench",
    });
  }

  async growTo(size: number): Promise<void> {
    while (this.size < size) {
      const step = Math.min(fillStep, size - this.size);
      await putInLine(this.db, this.size, step);
      await this.#appendAll(this.size + step);
    }
  }

  /** Appends `count` leaves that wait in line. @returns what the pass that appended them took, ms per leaf */
  async appendTimed(count: number): Promise<number> {
    await putInLine(this.db, this.size, count);
    return (await this.#appendAll(this.size + count)) / count;
  }

  /** Steps until all is appended, anchored and confirmed. @returns the time of the passes that appended, ms */
  async #appendAll(size: number): Promise<number> {
    let appendingMs = 0;
    for (;;) {
      const startedMs = performance.now();
      const next = await runOnce(this.#deps, this.#memory, this.#signal);
      const tookMs = performance.now() - startedMs;
      const grown = await this.#storedSize();
      if (grown > this.size) appendingMs += tookMs;
      this.size = grown;
      if (next === "idle" && grown === size && (await this.#isSettled())) return appendingMs;
    }
  }

  async #storedSize(): Promise<number> {
    return Number((await this.db.selectFrom("log_state").select("size").executeTakeFirstOrThrow()).size);
  }

  async #isSettled(): Promise<boolean> {
    const open = this.db.selectFrom("checkpoints").select("size").where("consensus_timestamp", "is", null).limit(1);
    return (await open.executeTakeFirst()) === undefined;
  }

  /** What PostgreSQL does by itself within minutes of a bulk load, so that it does not do it while we measure. */
  async settle(): Promise<void> {
    await sql`CHECKPOINT`.execute(this.db);
    await sql`VACUUM (ANALYZE)`.execute(this.db);
  }

  async close(): Promise<void> {
    for (const connection of this.#connections) await connection.close();
  }
}

/** Record `n` of the bench: its id is as random as a real one, its plant one of {@link plants} in turn. */
const madeRecords = (from: number, count: number) => sql`
  SELECT n, record_id, plant_id, seq, body, sha256(body) AS commitment
  FROM generate_series(${from}::bigint, ${from + count - 1}::bigint) AS n
  CROSS JOIN LATERAL (
    SELECT 'rec_' || substr(md5(n::text), 1, 26) AS record_id, 'PLANT-' || n % ${plants} AS plant_id,
           n / ${plants} + 1 AS seq
  ) AS named
  CROSS JOIN LATERAL (
    SELECT convert_to(format('{"id":"%s","kind":"reading","org_id":"bench","plant_id":"%s","prev":%s,"salt":"%s","seq":%s}',
      record_id, plant_id, CASE WHEN seq = 1 THEN 'null' ELSE '"' || repeat(md5(seq::text), 2) || '"' END,
      md5(record_id), seq), 'UTF8') AS body
  ) AS written`;

async function putInLine(db: Db, from: number, count: number): Promise<void> {
  await sql`
    WITH made AS MATERIALIZED (${madeRecords(from, count)}),
    stored AS (
      INSERT INTO records (org_id, plant_id, seq, record_id, kind, received_at, status, commitment, body)
      SELECT 'bench', plant_id, seq, record_id, 'reading', now(), 'APPROVED', commitment, body FROM made
    ),
    named AS (
      INSERT INTO record_ids (record_id, org_id, plant_id, seq, received_at)
      SELECT record_id, 'bench', plant_id, seq, now() FROM made
    )
    INSERT INTO outbox (org_id, plant_id, seq, record_id, verdict, commitment, created_at)
    SELECT 'bench', plant_id, seq, record_id, 'approved', commitment, now() FROM made ORDER BY n`.execute(db);
}

async function proofRows(log: GrowingLog, ledger: Ledger): Promise<BenchRow[]> {
  const deps = {
    db: log.scoped,
    ledger: { network: ledger.network, mirrorUrl: ledger.mirrorUrl },
    mirror: ledger.mirror,
  };
  const ids = await randomRecordIds(log.db, proofs.warmUp + proofs.measured);
  const tookMs: number[] = [];
  let longest = 0;
  for (const id of ids) {
    const startedMs = performance.now();
    const { record, proof, verifier_key: verifierKey } = await getProof(deps, auditor, id);
    tookMs.push(performance.now() - startedMs);
    longest = Math.max(longest, Buffer.byteLength(proof));
    const { valid } = await verifyRecordProof({ record, proof, verifierKey });
    if (!valid) throw new Error(`the proof of ${id} does not verify`);
  }
  const p99 = quantile(tookMs.slice(proofs.warmUp), 0.99);
  return [
    {
      name: "log/proof-time",
      ours: p99,
      reference: null,
      ratio: null,
      unit: `ms, 99th percentile of ${proofs.measured} random records of ${largeLog}`,
      target: "<= 10",
      holds: p99 <= 10,
    },
    {
      name: "log/proof-size",
      ours: longest,
      reference: null,
      ratio: null,
      unit: "bytes, longest proof text",
      target: "<= 1500",
      holds: longest <= 1_500,
    },
  ];
}

async function randomRecordIds(db: Db, count: number): Promise<string[]> {
  const indexes = Array.from({ length: count }, () => randomBytes(6).readUIntBE(0, 6) % largeLog);
  const { rows } = await sql<{ record_id: string }>`
    SELECT leaf.record_id FROM unnest(${indexes}::bigint[]) AS wanted (leaf_index)
    JOIN log_leaves AS leaf USING (leaf_index)`.execute(db);
  return rows.map((row) => row.record_id);
}

async function appendRow(small: GrowingLog, large: GrowingLog): Promise<BenchRow> {
  const [smallMs, largeMs]: [number[], number[]] = [[], []];
  // The two take turns, so that a busy moment of the machine or the disk meets both.
  for (let round = 0; round < rounds.warmUp + rounds.measured; round++) {
    smallMs.push(await small.appendTimed(rounds.leaves));
    largeMs.push(await large.appendTimed(rounds.leaves));
  }
  // Whatever else the machine does only adds time: the quiet quarter of the rounds is what appending costs.
  const quietUs = (ms: readonly number[]) => quantile(ms.slice(rounds.warmUp), 0.25) * 1_000;
  const [reference, ours] = [quietUs(smallMs), quietUs(largeMs)];
  return {
    name: "log/append",
    ours,
    reference,
    ratio: ours / reference,
    unit: `us a leaf in batches of ${rounds.leaves}, at ${largeLog} leaves; reference: at ${smallLog}`,
    target: "<= 1.3 times",
    holds: ours / reference <= 1.3,
  };
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] as number;
}
