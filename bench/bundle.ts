import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { makeBundle, openBundle } from "../src/audit/bundle/seal.ts";
import { runAudit } from "../src/audit/command.ts";
import { readConfig } from "../src/config.ts";
import { type Gateway, startGateway } from "../src/gateway.ts";
import { closePeriod } from "../src/issuance/closing.ts";
import { openPeriod } from "../src/issuance/periods.ts";
import type { Actor } from "../src/kernel/actor.ts";
import { Fault } from "../src/kernel/fault.ts";
import { isoFromMs } from "../src/kernel/time.ts";
import { createLog } from "../src/platform/log.ts";
import { acceptReading } from "../src/telemetry/accept.ts";
import { createOrganisation } from "../src/tenancy/tenancy.ts";
import { registerMeteredPlant } from "./plant.ts";
import type { BenchRow } from "./row.ts";

/** 5-minute readings of a month of 30 days, and of a tenth of it for what memory must not grow with. */
const month = { from: "2025-06-01", to: "2025-07-01", readings: 8_640 };
const tenth = { from: "2025-06-01", to: "2025-06-04", readings: 864 };
const intervalS = 300;
const together = 100;
const actor: Actor = { orgId: "bench", keyId: "bench", roles: ["owner", "operator", "device"] };

/**
 * The evidence bundle of a month of 5-minute readings, by the product's own verbs on a whole gateway: accepted,
 * judged, chained, anchored and closed first, which is not timed; then made, read to a file, and audited offline.
 */
export async function benchBundle(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), "hydro-bench-"));
  const { config, secrets } = readConfig({ DATA_DIR: folder, PORT: "0" });
  const gateway = await startGateway(config, secrets, { log: createLog("error"), processMetrics: false });
  try {
    await createOrganisation(gateway.deps.tenancy, { orgId: actor.orgId, name: "Bench" });
    const small = await measured(gateway, folder, "PLANT-SMALL", tenth);
    const large = await measured(gateway, folder, "PLANT-LARGE", month);
    const of = `${month.readings} readings, ${(large.bytes / 1e6).toFixed(1)} MB`;
    if (small.heapBytes <= 0) throw new Error("memory was not seen to be used at all");
    const growth = (large.heapBytes - small.heapBytes) / 1e6;
    return [
      { ...row("bundle/build-time", large.buildMs / 1000, `s to make a bundle of ${of}, and read it`), target: "< 10" },
      { ...row("bundle/audit-time", large.auditMs / 1000, `s to audit a bundle of ${of}`), target: "< 10" },
      {
        ...row(
          "bundle/memory-growth",
          growth,
          `MB alive at most while reading it, beyond one of ${tenth.readings} readings`,
          4,
        ),
        target: "<= 4",
      },
    ];
  } finally {
    await gateway.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function row(name: string, ours: number, unit: string, most = 10): Omit<BenchRow, "target"> {
  return { name, ours, reference: null, ratio: null, unit, holds: ours <= most };
}

async function measured(gateway: Gateway, folder: string, plantId: string, days: typeof month) {
  const periodId = await closed(gateway, plantId, days);
  const { bundles } = gateway.deps;
  const file = join(folder, `${plantId}.tar`);
  const startedMs = performance.now();
  await untilAnchored(() => makeBundle(bundles, actor, plantId, periodId));
  const { read } = await openBundle(bundles, actor, plantId, periodId);
  await pipeline(read(), createWriteStream(file));
  const builtMs = performance.now();
  let report = "";
  const out = { write: (text: string) => (report += text) };
  const code = await runAudit(["bundle", file], { folder, dataDir: folder, apiKey: undefined }, { out, err: out });
  const auditedMs = performance.now();
  if (code !== 0 || !report.includes(`${days.readings + 1} readings recomputed`.replace(/\B(?=(\d{3})+ )/, ","))) {
    throw new Error(`the audit of the bundle did not hold:\n${report}`);
  }
  let bytes = 0;
  const heapBytes = await peakBytes(async (look) => {
    for await (const chunk of (await openBundle(bundles, actor, plantId, periodId)).read()) {
      bytes += chunk.length;
      look();
    }
  });
  return { buildMs: builtMs - startedMs, auditMs: auditedMs - builtMs, heapBytes, bytes };
}

/** A plant with its readings, closed. */
async function closed({ deps }: Gateway, plantId: string, { from, to, readings }: typeof month): Promise<string> {
  const deviceId = `METER-${plantId}`;
  await registerMeteredPlant(deps.plants, actor, plantId, deviceId);
  const startMs = Date.parse(`${from}T00:00:00Z`);
  for (let n = 0; n <= readings; n += together) {
    const wave = Array.from({ length: Math.min(together, readings + 1 - n) }, (_, i) => n + i);
    await Promise.all(
      wave.map((at) =>
        acceptReading(deps.accept, actor, {
          plant_id: plantId,
          device_id: deviceId,
          timestamp: isoFromMs(startMs + at * intervalS * 1000),
          interval_s: intervalS,
          readings: { energy_export_kwh_total: 7_000 + 400 * at, energy_import_kwh_total: 5 },
        }),
      ),
    );
  }
  const { periodId } = await openPeriod(deps.plants, actor, plantId, { from, to });
  await closePeriod(deps.plants, actor, plantId, periodId, {});
  return periodId;
}

/** Waits for the ledger, which is part of what is timed. */
async function untilAnchored<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Fault) || error.code !== "not-anchored-yet") throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** The most that is alive at a look, beyond what was before: garbage is collected at each. */
async function peakBytes(work: (look: () => void) => Promise<void>): Promise<number> {
  setFlagsFromString("--expose_gc");
  const collect = runInNewContext("gc") as () => void;
  const alive = () => {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  // What was used before is given back in several steps.
  for (let i = 0; i < 10; i++) await new Promise((resolve) => setImmediate(resolve, alive()));
  const before = alive();
  let most = before;
  await work(() => {
    most = Math.max(most, alive());
  });
  return most - before;
}
