import { randomBytes } from "node:crypto";
import type { Device, Plant } from "../../src/hydropower/plant.ts";
import type { Actor } from "../../src/kernel/actor.ts";
import { registerDevice, registerPlant } from "../../src/plants/plants.ts";
import { type Connection, connect } from "../../src/platform/database.ts";
import { createLog } from "../../src/platform/log.ts";
import { createMetrics } from "../../src/platform/metrics.ts";
import { type AcceptDeps, createCommits } from "../../src/telemetry/accept.ts";
import { createOrganisation } from "../../src/tenancy/tenancy.ts";
import { testDatabase } from "./database.ts";
import { pilotPlant, pilotTurbine } from "./pilot.ts";

export type Bench = {
  readonly databaseUrl: string;
  readonly connection: Connection;
  readonly url: string;
  readonly deps: AcceptDeps;
  /** The clock's time, ms; tests move it. */
  now: number;
  actorOf(orgId: string): Actor;
  addPlant(orgId: string, plant?: Plant, device?: Device): Promise<void>;
  close(): Promise<void>;
};

/** Telemetry on a real database, without HTTP and without anchoring. */
export async function telemetryBench(): Promise<Bench> {
  const database = await testDatabase();
  const connection = connect(database.url);
  const bench: Bench = {
    now: Date.parse("2026-05-01T12:00:00Z"),
    databaseUrl: database.url,
    connection,
    url: database.url,
    deps: undefined as unknown as AcceptDeps,
    actorOf: (orgId) => ({ orgId, keyId: `key-${orgId}`, roles: ["owner", "operator"] }),
    async addPlant(orgId, plant = pilotPlant, device = pilotTurbine) {
      await createOrganisation({ ...base, keyEnvironment: "local" }, { orgId, name: orgId }).catch(() => undefined);
      await registerPlant(base, bench.actorOf(orgId), plant);
      await registerDevice(base, bench.actorOf(orgId), plant.plant_id, device);
    },
    async close() {
      await connection.close();
      await database.drop();
    },
  };
  const base = {
    db: connection.db,
    clock: { nowMs: () => bench.now },
    random: { bytes: (length: number) => randomBytes(length) },
    log: createLog("silent"),
    metrics: createMetrics({ processMetrics: false }),
    plantSecret: Buffer.alloc(32, 7),
  };
  // Partitions follow the calendar of the machine; the bench's clock stands still in May 2026.
  const partitions = "SELECT ensure_record_partitions('2026-05-01', 2)";
  await connection.pool.query(partitions);
  return Object.assign(bench, { deps: { ...base, commits: createCommits(base) } });
}
