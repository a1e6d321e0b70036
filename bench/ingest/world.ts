import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import nodeFlags from "../../src/bin/node-flags.json" with { type: "json" };
import { strippedFlag } from "../../src/bin/stripped/flag.mjs";
import { connect, type Db } from "../../src/platform/database.ts";
import { embeddedDatabase, runningPostgresUrl } from "../../src/platform/embedded-postgres.ts";
import { LedgerProcess } from "../../tests/chaos/ledger-process.ts";

/** The whole gateway as `npm start` runs it, in a process of its own: PostgreSQL with its durability, ledger, sequencer. */
export type World = {
  readonly baseUrl: string;
  readonly apiKey: string;
  /** The superuser's, to look at what was stored. */
  readonly db: Db;
  /** URL of another database in the same PostgreSQL. */
  otherDatabase(name: string): Promise<string>;
  /** CPU seconds that gateway and PostgreSQL have used. */
  cpu(): { readonly gateway: number; readonly postgres: number };
  /** Resident memory of the gateway, MB. */
  rssMb(): number;
  /** Waits until everything accepted is in the log. */
  settled(): Promise<void>;
  stop(): Promise<void>;
};

const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * @param settings more of the gateway's
 * @param program that is the gateway
 */
export async function startWorld(
  settings: Readonly<Record<string, string>> = {},
  program = "src/bin/serve.ts",
): Promise<World> {
  const dataDir = await mkdtemp(join(tmpdir(), "hydro-bench-"));
  const { NODE_COMPILE_CACHE: _, ...around } = process.env;
  const env = {
    ...around,
    ...nodeFlags.serve.env,
    DATA_DIR: dataDir,
    PORT: "0",
    RATE_LIMIT_KEY: "0",
    RATE_LIMIT_ORG: "0",
    LOG_LEVEL: "error",
    MQTT_PORT: "off",
    ...settings,
  };
  const stripped = strippedFlag(process.execPath, join(root, "node_modules", ".cache", "stripped-bench"), [
    join(root, "src"),
    join(root, "bench", "ingest"),
  ]);
  const gateway = startProgram([...nodeFlags.serve.flags, stripped, program], env);
  await printed(gateway, /docs/i);
  const demo = JSON.parse(readFileSync(join(dataDir, "demo.json"), "utf8")) as { base_url: string; api_key: string };
  const url = (await runningPostgresUrl(dataDir, embeddedDatabase)) as string;
  const { db, close } = connect(url, { maxConnections: 2 });
  const postmaster = Number(readFileSync(join(dataDir, "postgres", "postmaster.pid"), "utf8").split("\n")[0]);
  const pid = gateway.pid as number;
  return {
    baseUrl: demo.base_url,
    apiKey: demo.api_key,
    db,
    otherDatabase: async (name) => (await runningPostgresUrl(dataDir, name)) as string,
    cpu: () => ({ gateway: cpuSeconds(pid), postgres: familySeconds(postmaster) }),
    rssMb: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024,
    async settled() {
      const waiting = () => db.selectFrom("outbox").select("outbox_id").limit(1).executeTakeFirst();
      while ((await waiting()) !== undefined) await wait(100);
    },
    async stop() {
      await close();
      await stopProgram(gateway);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** The same without its ledger, which is a process of its own as a network is. */
export async function startWorldBesideLedger(
  settings: Readonly<Record<string, string>> = {},
  latencyMs = 0,
): Promise<World & { readonly ledger: LedgerProcess["options"] }> {
  const dir = await mkdtemp(join(tmpdir(), "hydro-bench-ledger-"));
  const ledger = await LedgerProcess.start(dir, { grpc: 0, mirror: 0 }, { latencyMs });
  const gone = async () => {
    await ledger.kill();
    await rm(dir, { recursive: true, force: true });
  };
  try {
    const env = { ...settings, BENCH_LEDGER: JSON.stringify(ledger.options) };
    const world = await startWorld(env, "bench/ingest/serve-beside-ledger.ts");
    return { ...world, ledger: ledger.options, stop: () => world.stop().finally(gone) };
  } catch (error) {
    await gone();
    throw error;
  }
}

export function startProgram(args: readonly string[], env: NodeJS.ProcessEnv = process.env): ChildProcess {
  return spawn(process.execPath, args, { cwd: root, env, stdio: ["ignore", "pipe", "inherit"] });
}

/** Waits for a line of the program's output; goes on emptying it. */
export async function printed(program: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    program.once("exit", (code) => reject(new Error(`${program.spawnargs.join(" ")} ended with ${code}: ${text}`)));
    program.stdout?.setEncoding("utf8").on("data", (piece: string) => {
      if (text.length < 100_000) text += piece;
      if (pattern.test(text)) resolve(text);
    });
  });
}

export async function stopProgram(program: ChildProcess): Promise<void> {
  if (program.exitCode !== null) return;
  const ended = once(program, "exit");
  program.kill("SIGTERM");
  await ended;
}

const ticksPerSecond = 100;

/** User and system time of a process, with that of its children that have ended, s. */
function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / ticksPerSecond;
}

function familySeconds(parent: number): number {
  let sum = cpuSeconds(parent);
  for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    try {
      const fields = readFileSync(`/proc/${name}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
      if (Number(fields[1]) === parent) sum += cpuSeconds(Number(name));
    } catch {
      // It has ended meanwhile.
    }
  }
  return sum;
}
