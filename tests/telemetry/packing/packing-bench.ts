import type { TelemetryBody } from "../../../src/hydropower/reading.ts";
import type { Db } from "../../../src/platform/database.ts";
import { expireLeases } from "../../../src/platform/lease.ts";
import { createLog } from "../../../src/platform/log.ts";
import { acceptReadings } from "../../../src/telemetry/accept-batch.ts";
import { type PackingDeps, packOldMonths } from "../../../src/telemetry/packing/packing.ts";
import { listChain } from "../../../src/telemetry/record-store.ts";
import { pilotBody, pilotPlant } from "../../support/pilot.ts";
import { type Bench, telemetryBench } from "../../support/telemetry.ts";

/** Plants with readings received in May 2026, and a packer that lives when that month is old. */
export class PackingBench {
  readonly bench: Bench;

  private constructor(bench: Bench) {
    this.bench = bench;
  }

  static async open(): Promise<PackingBench> {
    return new PackingBench(await telemetryBench());
  }

  close(): Promise<void> {
    return this.bench.close();
  }

  /** A plant with minute readings; its chain begins with its own two records. */
  async plantWith(orgId: string, readings: number): Promise<void> {
    await this.bench.addPlant(orgId);
    await this.read(orgId, readings);
  }

  /** Readings that end a minute apart, the last one now. */
  async read(orgId: string, readings: number): Promise<void> {
    const { now } = this.bench;
    async function* items() {
      yield Array.from({ length: readings }, (_, i) => ({
        body: pilotBody(
          { power_output_kw: 900 + (i % 7) / 10 },
          { timestamp: new Date(now - (readings - i) * 60_000).toISOString(), interval_s: 60 },
        ) as TelemetryBody,
      }));
    }
    for await (const _ of acceptReadings(this.bench.deps, this.bench.actorOf(orgId), items()));
  }

  packer(more: Partial<PackingDeps> = {}): PackingDeps {
    const { db, clock } = this.bench.work;
    const later = { nowMs: () => clock.nowMs() + 130 * 86_400_000 };
    return {
      db,
      log: createLog("silent"),
      clock: later,
      holderName: "packer",
      hotDays: 90,
      restMs: 0,
      segmentRecords: 4,
      ...more,
    };
  }

  /** Packs until there is nothing left to do; whoever held a lease is gone. */
  async packAll(more: Partial<PackingDeps> = {}): Promise<void> {
    await expireLeases(this.bench.work.db);
    while ((await packOldMonths(this.packer(more))) === "more");
  }

  /** Exact bytes of the chain, as whoever asks is shown it. */
  async chain(orgId: string, db: Db = this.bench.deps.db.of(orgId)): Promise<string[]> {
    const page = { orgId, plantId: pilotPlant.plant_id, toSeq: undefined, limit: 7 };
    const found: string[] = [];
    for (let afterSeq = 0n; ; ) {
      const rows = await listChain(db, { ...page, afterSeq });
      found.push(...rows.map(({ body }) => Buffer.from(body).toString("utf8")));
      const last = rows.at(-1);
      if (last === undefined || rows.length < page.limit) return found;
      afterSeq = last.seq;
    }
  }

  async count(table: string): Promise<number> {
    const { rows } = await this.bench.connection.pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`);
    return rows[0]?.n ?? 0;
  }

  async hasRowsOf(month: string): Promise<boolean> {
    const { rows } = await this.bench.connection.pool.query("SELECT to_regclass($1) IS NOT NULL AS there", [
      `public.records_${month}`,
    ]);
    return rows[0].there;
  }
}
