import { generateKeyPairSync, randomBytes } from "node:crypto";
import { appendFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { MintMode } from "../../src/config.ts";
import type { Device, Plant } from "../../src/hydropower/plant.ts";
import { registerDevice, registerPlant } from "../../src/plants/plants.ts";
import { connect } from "../../src/platform/database.ts";
import { startEmbeddedPostgres } from "../../src/platform/embedded-postgres.ts";
import { migrate } from "../../src/platform/migrate.ts";
import { serveRole, workerRole } from "../../src/platform/roles.ts";
import { scoped } from "../../src/platform/scoped.ts";
import { authenticate, createKey, createOrganisation } from "../../src/tenancy/tenancy.ts";
import { pilotPlant } from "../support/pilot.ts";
import { LedgerProcess } from "./ledger-process.ts";
import { Slot } from "./slot.ts";

/** Seconds in which an attempt may reach consensus: the shortest the ledger knows. */
const validDurationS = 15;
/** How long a killed sequencer keeps the other gateway waiting. */
export const leaseMs = 1_500;

export type World = {
  readonly dataDir: string;
  /** The superuser's. */
  readonly databaseUrl: string;
  readonly apiKey: string;
  readonly devices: readonly { readonly plantId: string; readonly deviceId: string }[];
  readonly ledger: LedgerProcess;
  readonly slots: readonly [Slot, Slot];
  /** Writes a line into the campaign's own log, which stays with the data. */
  note(line: string): void;
  /** Stops PostgreSQL, politely or with all it had in memory lost, and starts it on the same port. */
  restartPostgres(how: "fast" | "crash", downMs?: number): Promise<void>;
};

/** What has to be ended, last begun first, whatever happens to the campaign itself. */
export class Closing {
  readonly #steps: (() => Promise<unknown>)[] = [];

  add(step: () => Promise<unknown>): void {
    this.#steps.push(step);
  }

  async run(): Promise<void> {
    for (const step of this.#steps.splice(0).reverse()) await step().catch((error: unknown) => console.error(error));
  }
}

export type WorldOptions = {
  readonly dataDir: string;
  readonly naive: boolean;
  readonly plants: number;
  /** At each plant. */
  readonly devices: number;
  /** Done before the ledger and the gateways run. */
  readonly prepare?: (databaseUrl: string) => Promise<void>;
  /** Of the one gateway and of the other; `journal` if absent. */
  readonly mintModes?: readonly [MintMode, MintMode];
  readonly lookupGapS?: number | undefined;
  /** More settings of both gateways. */
  readonly gatewayEnv?: Readonly<Record<string, string>>;
};

/** PostgreSQL, a ledger process, the plants, and two gateways that run. */
export async function startWorld(options: WorldOptions, closing: Closing): Promise<World> {
  const { dataDir } = options;
  let postgres = await startEmbeddedPostgres({ dataDir });
  closing.add(() => postgres.stop());
  await postgres.ensureDatabase("hydro");
  const databaseUrl = postgres.url("hydro");
  await migrate(databaseUrl);
  const { apiKey, devices } = await registerPlants(postgres.urlAs(serveRole, "hydro"), dataDir, options);
  await options.prepare?.(databaseUrl);
  const ledger = await LedgerProcess.start(join(dataDir, "ledger"), await freePorts());
  closing.add(() => ledger.kill());
  const settings = {
    ledger: { ...ledger.options, signers: { supply: supplyKey() } },
    validDurationS,
    leaseMs,
    ...(options.lookupGapS !== undefined && { lookupGapS: options.lookupGapS }),
    ...(options.naive && { naiveFile: join(dataDir, "naive-ids") }),
  };
  const [a, b] = [await freePort(), await freePort()];
  const logins = { serveUrl: postgres.urlAs(serveRole, "hydro"), workerUrl: postgres.urlAs(workerRole, "hydro") };
  const base = { ...logins, dataDir, settings, env: options.gatewayEnv ?? {} };
  const [ofA, ofB] = options.mintModes ?? ["journal", "journal"];
  const slots = [
    new Slot({ ...base, name: "a", port: a, mintMode: ofA }),
    new Slot({ ...base, name: "b", port: b, mintMode: ofB }),
  ] as const;
  for (const slot of slots) closing.add(() => slot.close());
  // One after the other: the first makes the log's key.
  for (const slot of slots) await slot.start();
  const startedAt = performance.now();
  return {
    dataDir,
    databaseUrl,
    apiKey,
    devices,
    note(line) {
      const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
      appendFileSync(join(dataDir, "campaign.log"), `${seconds} s: ${line}\n`);
    },
    ledger,
    slots,
    async restartPostgres(how, downMs = 0) {
      if (how === "fast") await postgres.stop();
      else await crashPostgres(join(dataDir, "postgres", "postmaster.pid"));
      await sleep(downMs);
      postgres = await startEmbeddedPostgres({ dataDir, settings: { port: new URL(databaseUrl).port } });
    },
  };
}

/** Of both gateways: signs mints. */
const supplyKey = (): string =>
  generateKeyPairSync("ed25519").privateKey.export({ format: "der", type: "pkcs8" }).toString("hex");

/** An immediate shutdown: no checkpoint, so that the next start has to recover from the write-ahead log. */
async function crashPostgres(pidFile: string): Promise<void> {
  const pid = Number((await readFile(pidFile, "utf8")).split("\n")[0]);
  process.kill(pid, "SIGQUIT");
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await sleep(20);
  }
}

async function registerPlants(serveUrl: string, dataDir: string, count: { plants: number; devices: number }) {
  const secret = randomBytes(32);
  await writeFile(join(dataDir, "plant-secret"), secret.toString("hex"), { mode: 0o600 });
  const { pool, close } = connect(serveUrl, { role: serveRole, maxConnections: 2 });
  const db = scoped(pool);
  try {
    const clock = { nowMs: () => Date.now() };
    const tenancy = { db, clock, keyEnvironment: "local" as const };
    await createOrganisation(tenancy, { orgId: "chaos", name: "Chaos" });
    const key = await createKey(tenancy, { orgId: "chaos", roles: ["owner", "operator", "device"], label: "chaos" });
    const actor = await authenticate(tenancy, key.text);
    const deps = { db, clock, random: { bytes: (length: number) => randomBytes(length) }, plantSecret: secret };
    const devices: { plantId: string; deviceId: string }[] = [];
    for (let p = 1; p <= count.plants; p++) {
      const plant: Plant = { ...pilotPlant, plant_id: `PLANT-${p}` };
      await registerPlant(deps, actor, plant);
      for (let d = 1; d <= count.devices; d++) {
        const device: Device = { device_id: `TURBINE-${p}-${d}`, kind: "turbine" };
        await registerDevice(deps, actor, plant.plant_id, device);
        devices.push({ plantId: plant.plant_id, deviceId: device.device_id });
      }
    }
    return { apiKey: key.text, devices };
  } finally {
    await close();
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

/** Ports below the range that outgoing connections are given, so that a killed ledger finds its own again. */
async function freePorts(): Promise<{ grpc: number; mirror: number }> {
  for (;;) {
    const grpc = 20_000 + (randomBytes(2).readUInt16BE() % 10_000);
    const wanted = [grpc, grpc + 1, grpc + 2, grpc + 3];
    if ((await Promise.all(wanted.map(isFree))).every(Boolean)) return { grpc, mirror: grpc + 3 };
  }
}
