import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { sql } from "kysely";
import type { IssuanceDeps } from "../src/issuance/append.ts";
import { closePeriod } from "../src/issuance/closing.ts";
import { openPeriod } from "../src/issuance/periods.ts";
import type { Actor } from "../src/kernel/actor.ts";
import { connect, type Db } from "../src/platform/database.ts";
import { startEmbeddedPostgres } from "../src/platform/embedded-postgres.ts";
import { migrate } from "../src/platform/migrate.ts";
import { serveRole } from "../src/platform/roles.ts";
import { scoped } from "../src/platform/scoped.ts";
import { createOrganisation } from "../src/tenancy/tenancy.ts";
import { registerMeteredPlant } from "./plant.ts";
import type { BenchRow } from "./row.ts";

/** 5-minute readings of 2025, a year of 365 days. */
const year = { from: "2025-01-01", to: "2026-01-01", readings: 105_120 };
/** A tenth of it, for what memory must not grow with. */
const tenth = { from: "2025-01-01", to: "2025-02-06", readings: 10_368 };
const rounds = { warmUp: 1, measured: 5 };
const whPerReading = 400_000;

const actor: Actor = { orgId: "bench", keyId: "bench", roles: ["operator"] };

/**
 * Closing a year of 5-minute readings by the product's own verb, from the first look at the database to the
 * commit of the statement, on embedded PostgreSQL with its own settings. Only the rows of the readings are
 * made by SQL; what the registers say is checked against the statement.
 */
export async function benchPeriod(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), "hydro-bench-"));
  const postgres = await startEmbeddedPostgres({ dataDir: folder });
  const name = "period";
  await postgres.ensureDatabase(name);
  await migrate(postgres.url(name));
  const connection = connect(postgres.urlAs(serveRole, name), { role: serveRole });
  const owner = connect(postgres.url(name), { maxConnections: 1 });
  try {
    const db = scoped(connection.pool);
    const random = { bytes: (length: number) => randomBytes(length) };
    const deps: IssuanceDeps = { db, clock: { nowMs: () => Date.now() }, random, plantSecret: randomBytes(32) };
    await createOrganisation({ ...deps, keyEnvironment: "local" }, { orgId: actor.orgId, name: "Bench" });
    return [await timeRow(deps, owner.db), await memoryRow(deps, owner.db)];
  } finally {
    await Promise.all([connection.close(), owner.close()]);
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function timeRow(deps: IssuanceDeps, owner: Db): Promise<BenchRow> {
  const tookMs: number[] = [];
  for (let round = 0; round < rounds.warmUp + rounds.measured; round++) {
    const close = await openedPeriod(deps, owner, year);
    const startedMs = performance.now();
    await close();
    tookMs.push(performance.now() - startedMs);
  }
  const measured = tookMs.slice(rounds.warmUp).sort((a, b) => a - b);
  const ours = measured[Math.floor(measured.length / 2)] as number;
  return {
    name: "period/close-time",
    ours,
    reference: null,
    ratio: null,
    unit: `ms, median of ${rounds.measured} closings of ${year.readings} readings`,
    target: "< 2000",
    holds: ours < 2_000,
  };
}

async function memoryRow(deps: IssuanceDeps, owner: Db): Promise<BenchRow> {
  const small = await peakBytes(await openedPeriod(deps, owner, tenth));
  const large = await peakBytes(await openedPeriod(deps, owner, year));
  const ours = (large - small) / 1e6;
  return {
    name: "period/memory-growth",
    ours,
    reference: null,
    ratio: null,
    unit: `MB alive at most while closing ${year.readings} readings, beyond the same for ${tenth.readings}`,
    target: "<= 8",
    holds: ours <= 8,
  };
}

/** The most that is alive while `work` runs, beyond what was before: garbage is collected at each look. */
async function peakBytes(work: () => Promise<void>): Promise<number> {
  setFlagsFromString("--expose_gc");
  const collect = runInNewContext("gc") as () => void;
  const alive = () => {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const before = alive();
  let most = before;
  let looks = 0;
  const looking = setInterval(() => {
    looks++;
    most = Math.max(most, alive());
  }, 1);
  await work();
  clearInterval(looking);
  if (looks < 3) throw new Error("memory was not looked at while the period closed");
  return most - before;
}

let plants = 0;

/** A plant with its readings and an open period. @returns what closes it */
async function openedPeriod(
  deps: IssuanceDeps,
  owner: Db,
  { from, to, readings }: typeof year,
): Promise<() => Promise<void>> {
  const plantId = `PLANT-${++plants}`;
  const deviceId = `METER-${plants}`;
  await registerMeteredPlant(deps, actor, plantId, deviceId);
  await insertReadings(deps.db.of(actor.orgId), plantId, deviceId, from, readings);
  // By the tables' owner, and outside of any transaction.
  await sql`VACUUM (ANALYZE) device_readings`.execute(owner);
  const { periodId } = await openPeriod(deps, actor, plantId, { from, to });
  const expected = String(BigInt(whPerReading) * BigInt(readings));
  return async () => {
    const [{ json }] = await closePeriod(deps, actor, plantId, periodId, {});
    if (json.eg_facility_wh !== expected || json.records.count !== readings) {
      throw new Error(`the statement says ${json.eg_facility_wh} Wh of ${json.records.count} readings`);
    }
  };
}

/** One reading at the start, then one every five minutes: both registers, all approved. */
async function insertReadings(db: Db, plantId: string, deviceId: string, from: string, count: number): Promise<void> {
  await sql`
    INSERT INTO device_readings (org_id, plant_id, device_id, is_interval, ended_at, interval_s, covers_from,
      covers_to, content_hash, record_id, seq, status, commitment, energy_wh, export_wh, import_wh, gross_wh,
      power_w)
    SELECT ${actor.orgId}, ${plantId}, ${deviceId}, true, at, 300, at - interval '300 s', at, sha256(id::bytea), id,
      n + 10, 'APPROVED', sha256(id::bytea), ${whPerReading}, 7000000 + n * ${whPerReading}, 5000, n * ${whPerReading},
      12 * ${whPerReading}
    FROM generate_series(0, ${count}::bigint) AS n
    CROSS JOIN LATERAL (
      SELECT ${from}::timestamptz + n * interval '300 s' AS at, ${plantId}::text || '/' || n AS id
    ) AS made`.execute(db);
  await sql`UPDATE plant_heads SET seq = seq + ${count} + 11 WHERE plant_id = ${plantId}`.execute(db);
}
