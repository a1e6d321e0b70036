import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RawBuilder, sql } from "kysely";
import type { TelemetryBody } from "../src/hydropower/reading.ts";
import type { Actor } from "../src/kernel/actor.ts";
import { registerDevice, registerPlant } from "../src/plants/plants.ts";
import { connect, type Db } from "../src/platform/database.ts";
import { startEmbeddedPostgres } from "../src/platform/embedded-postgres.ts";
import { createLog } from "../src/platform/log.ts";
import { createMetrics } from "../src/platform/metrics.ts";
import { migrate } from "../src/platform/migrate.ts";
import { ownerRole, serveRole, workerRole } from "../src/platform/roles.ts";
import { type ScopedDb, scoped } from "../src/platform/scoped.ts";
import { honestSamples } from "../src/simulator/instruments.ts";
import { bodyOf, reportsOf } from "../src/simulator/report.ts";
import { drawSite } from "../src/simulator/site.ts";
import { acceptReading, createCommits } from "../src/telemetry/accept.ts";
import { packOldMonths } from "../src/telemetry/packing/packing.ts";
import { findRecords } from "../src/telemetry/record-store.ts";
import { createOrganisation } from "../src/tenancy/tenancy.ts";
import { median } from "./fraud/measure.ts";
import type { BenchRow } from "./row.ts";

/** A month of five-minute readings of each, which are received a few seconds after their ends. */
const seeds = [1_003, 1_004, 1_008];
const startMs = Date.UTC(2025, 4, 1);
const days = 30;
const channels = 8;
const looks = 60;

type World = { readonly db: ScopedDb; readonly owner: Db; readonly worker: Db };
type Deps = Parameters<typeof acceptReading>[0] & Parameters<typeof registerPlant>[0];

const actorOf = (orgId: string): Actor => ({ orgId, keyId: "bench", roles: ["owner", "operator"] });
const clock = { now: startMs, nowMs: () => clock.now };

/**
 * What a month of records takes on disk, as rows and packed, tables and indexes altogether; how fast it is packed, all
 * checks included; and what it costs to find a record in it by its id.
 */
export async function benchPacking(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), "hydro-bench-"));
  const postgres = await startEmbeddedPostgres({ dataDir: folder });
  const name = "packing";
  await postgres.ensureDatabase(name);
  await migrate(postgres.url(name));
  const connections = ([serveRole, workerRole] as const).map((role) => connect(postgres.urlAs(role, name), { role }));
  connections.push(connect(postgres.url(name), { role: ownerRole }));
  const [serve, worker, owner] = connections as [
    (typeof connections)[0],
    (typeof connections)[0],
    (typeof connections)[0],
  ];
  try {
    return await measured({ db: scoped(serve.pool), owner: owner.db, worker: worker.db });
  } finally {
    for (const connection of connections) await connection.close();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measured(world: World): Promise<BenchRow[]> {
  await sql`SELECT ensure_record_partitions('2025-05-01', 2)`.execute(world.owner);
  const deps = depsOf(world.db);
  for (const seed of seeds) await readMonth(deps, seed);
  const [records = 0, readings = 0] = await numbers(
    world.owner,
    sql`SELECT count(*)::float8 AS records, count(*) FILTER (WHERE kind = 'reading')::float8 AS readings FROM records`,
  );
  const plain = await plainTable(world.owner);
  await sql`VACUUM FULL records`.execute(world.owner);
  const [rows = 0] = await numbers(world.owner, sizes("records_202505"));
  const byRow = await lookUps(world);
  const { packed, values, seconds } = await packedSizes(world, records);
  return [
    compared("values", values / readings, plain, {
      unit: `B on disk a reading of ${channels} quantities, key and time included; reference: a table of them alone`,
      target: "<= 8 B",
      holds: values / readings <= 8,
    }),
    compared("records", packed / records, rows / records, {
      unit: "B on disk a record, byte for byte, with what it is found by; reference: its row with its indexes",
      target: "ratio <= 0.1",
      holds: packed / rows <= 0.1,
    }),
    speedRow(records / seconds),
    await byIdRow(world, byRow),
  ];
}

/** Packs the month. @returns what it takes on disk, and how long that took */
async function packedSizes({ owner, worker }: World, records: number) {
  const tables = sizes("packed_records", "packed_values");
  const [noRecords = 0, noValues = 0] = await numbers(owner, tables);
  const startedMs = performance.now();
  await pack(worker);
  const seconds = (performance.now() - startedMs) / 1000;
  const [allRecords = 0, allValues = 0] = await numbers(owner, tables);
  const [hot = 0] = await numbers(owner, sql`SELECT count(*)::float8 FROM records`);
  if (hot !== 0) throw new Error(`${hot} records are still rows`);
  const contents = await numbers(
    owner,
    sql`SELECT sum(octet_length(bodies))::float8 AS bodies, sum(octet_length(facts))::float8 AS facts,
          (SELECT sum(octet_length(content))::float8 FROM packed_values) AS contents FROM packed_records`,
  );
  const [exact, facts, values] = contents.map((bytes) => (bytes / records).toFixed(1));
  console.error(`    ${records} records; of each ${exact} B exact bytes, ${facts} B facts, ${values} B values`);
  // A table's first pages are there without any row.
  return { packed: allRecords - noRecords, values: allValues - noValues, seconds };
}

function speedRow(speed: number): BenchRow {
  return {
    name: "packing/speed",
    ours: speed,
    ...{ reference: null, ratio: null },
    unit: "records/s packed, read back, compared, handed over and dropped",
    target: ">= 1,000",
    holds: speed >= 1_000,
  };
}

async function byIdRow(world: World, byRow: number): Promise<BenchRow> {
  const ours = await lookUps(world);
  return compared("by-id", ours, byRow, {
    unit: `ms a record by its id out of a packed month, median of ${looks}; reference: out of its row`,
    target: "ratio <= 20",
    holds: ours <= 20 * byRow,
  });
}

function compared(
  name: string,
  ours: number,
  reference: number,
  more: Pick<BenchRow, "unit" | "target" | "holds">,
): BenchRow {
  return { name: `packing/${name}`, ours, reference, ratio: ours / reference, ...more };
}

function depsOf(db: ScopedDb): Deps {
  const base = {
    ...{ db, clock, log: createLog("silent"), metrics: createMetrics({ processMetrics: false }) },
    random: { bytes: (length: number) => randomBytes(length) },
    plantSecret: randomBytes(32),
  };
  return { ...base, commits: createCommits(base) };
}

/** Sites whose readings have the number of quantities that is measured, others left out. */
async function readMonth(deps: Deps, seed: number): Promise<void> {
  const site = drawSite(seed);
  const orgId = `org-${seed}`;
  clock.now = startMs;
  await createOrganisation({ ...deps, keyEnvironment: "local" }, { orgId, name: orgId });
  await registerPlant(deps, actorOf(orgId), site.plant);
  await registerDevice(deps, actorOf(orgId), site.plant.plant_id, site.device);
  for (const report of reportsOf(site, honestSamples(site, startMs, days))) {
    const body = JSON.parse(JSON.stringify(bodyOf(site, report))) as TelemetryBody;
    // A link of a few seconds, never the same.
    clock.now = report.endMs + 900 + (randomBytes(2).readUInt16BE() % 4_000);
    await acceptReading(deps, actorOf(orgId), { ...body, readings: eight(body.readings) });
  }
}

function eight(readings: TelemetryBody["readings"]): TelemetryBody["readings"] {
  return Object.fromEntries(Object.entries(readings).slice(0, channels)) as TelemetryBody["readings"];
}

/** Bytes a row of the same readings as a table of their own: a key, a time, eight doubles. */
async function plainTable(db: Db): Promise<number> {
  const columns = Array.from({ length: channels }, (_, i) => `v${i} double precision`).join(", ");
  await sql
    .raw(
      `CREATE TABLE plain_readings (device integer, ended_at timestamptz, ${columns}, PRIMARY KEY (device, ended_at))`,
    )
    .execute(db);
  await sql`
    INSERT INTO plain_readings
    SELECT dense_rank() OVER (ORDER BY org_id), ended_at, v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8]
    FROM records CROSS JOIN LATERAL (
      SELECT array_agg(value::double precision) AS v FROM json_each_text(convert_from(body, 'UTF8')::json -> 'readings')
    ) AS quantities
    WHERE kind = 'reading'`.execute(db);
  const [bytes = 0, rows = 1] = await numbers(
    db,
    sql`SELECT pg_total_relation_size('plain_readings')::float8 AS bytes, count(*)::float8 AS rows FROM plain_readings`,
  );
  return bytes / rows;
}

const sizes = (...tables: readonly string[]) =>
  sql`SELECT ${sql.join(tables.map((table, i) => sql`pg_total_relation_size(${table}::text::regclass)::float8 AS ${sql.ref(`n${i}`)}`))}`;

async function numbers(db: Db, query: RawBuilder<unknown>): Promise<number[]> {
  const { rows } = await query.execute(db);
  return Object.values((rows[0] ?? {}) as Record<string, number>);
}

async function lookUps({ db, owner }: World): Promise<number> {
  const { rows } = await sql<{ org_id: string; record_id: string }>`
    SELECT org_id, record_id FROM record_ids ORDER BY random() LIMIT ${looks}`.execute(owner);
  const tookMs: number[] = [];
  for (const { org_id: orgId, record_id: id } of rows) {
    const startedMs = performance.now();
    const [found] = await findRecords(db.of(orgId), orgId, [id]);
    tookMs.push(performance.now() - startedMs);
    if (found?.recordId !== id) throw new Error(`record ${id} is not found`);
  }
  return median(tookMs);
}

async function pack(db: Db): Promise<void> {
  const later = { nowMs: () => startMs + 200 * 86_400_000 };
  const deps = { db, clock: later, log: createLog("silent"), holderName: "bench", hotDays: 90, restMs: 0 };
  while ((await packOldMonths(deps)) === "more");
}
