import { randomBytes } from "node:crypto";
import type { Device, Plant } from "../../src/hydropower/plant.ts";
import type { GatewayDeps } from "../../src/issuance/append.ts";
import type { Actor } from "../../src/kernel/actor.ts";
import type { Randomness } from "../../src/kernel/time.ts";
import { registerDevice, registerPlant } from "../../src/plants/plants.ts";
import type { Connection } from "../../src/platform/database.ts";
import { createLog } from "../../src/platform/log.ts";
import { createMetrics } from "../../src/platform/metrics.ts";
import { type AcceptDeps, createCommits } from "../../src/telemetry/accept.ts";
import { type BatchDeps, createBatchGate } from "../../src/telemetry/accept-batch.ts";
import type { Accepted, AcceptedRecord } from "../../src/telemetry/types.ts";
import { createOrganisation } from "../../src/tenancy/tenancy.ts";
import { connectRoles, type DatabaseUrls, testDatabase } from "./database.ts";
import { pilotPlant, pilotTurbine } from "./pilot.ts";

export type Bench = {
  readonly urls: DatabaseUrls;
  /** The owner's, for what a test looks at or forces. */
  readonly connection: Connection;
  readonly url: string;
  /** Of requests. */
  readonly deps: AcceptDeps & BatchDeps;
  /** Of the loops. */
  readonly work: GatewayDeps & Pick<AcceptDeps, "metrics">;
  /** Of the registrar's console. */
  readonly register: GatewayDeps;
  /** The clock's time, ms; tests move it. */
  now: number;
  actorOf(orgId: string): Actor;
  addPlant(orgId: string, plant?: Plant, device?: Device): Promise<void>;
  close(): Promise<void>;
};

/** What became a record of its own. @throws where it became a sample */
export function recordedOf(accepted: Accepted): AcceptedRecord {
  if (accepted.record === undefined) throw new Error("a sample, where a record was expected");
  return accepted;
}

/** Telemetry on a real database, without HTTP and without anchoring. */
export async function telemetryBench(options: { readonly random?: Randomness } = {}): Promise<Bench> {
  const database = await testDatabase();
  const roles = connectRoles(database);
  const bench: Bench = {
    now: Date.parse("2026-05-01T12:00:00Z"),
    urls: database,
    connection: roles.owner,
    url: database.url,
    deps: undefined as unknown as Bench["deps"],
    work: undefined as unknown as Bench["work"],
    register: undefined as unknown as GatewayDeps,
    actorOf: (orgId) => ({ orgId, keyId: `key-${orgId}`, roles: ["owner", "operator"] }),
    async addPlant(orgId, plant = pilotPlant, device = pilotTurbine) {
      await createOrganisation({ ...base, keyEnvironment: "local" }, { orgId, name: orgId }).catch(() => undefined);
      const { keyId, roles: held } = bench.actorOf(orgId);
      await roles.db
        .of(orgId)
        .insertInto("api_keys")
        .values({
          ...{ key_id: keyId, org_id: orgId, roles: [...held], label: "test", secret_hash: randomBytes(32) },
          created_at: new Date(bench.now),
        })
        .onConflict((conflict) => conflict.column("key_id").doNothing())
        .execute();
      await registerPlant(base, bench.actorOf(orgId), plant);
      await registerDevice(base, bench.actorOf(orgId), plant.plant_id, device);
    },
    async close() {
      await roles.close();
      await database.drop();
    },
  };
  const base = {
    db: roles.db,
    clock: { nowMs: () => bench.now },
    random: options.random ?? { bytes: (length: number) => randomBytes(length) },
    log: createLog("silent"),
    metrics: createMetrics({ processMetrics: false }),
    plantSecret: Buffer.alloc(32, 7),
  };
  // Partitions follow the calendar of the machine; the bench's clock stands still in May 2026.
  const partitions = "SELECT ensure_record_partitions('2026-05-01', 2)";
  await roles.owner.pool.query(partitions);
  return Object.assign(bench, {
    deps: { ...base, commits: createCommits(base), batchGate: createBatchGate() },
    work: { ...base, db: roles.worker.db },
    register: { ...base, db: roles.owner.db },
  });
}
