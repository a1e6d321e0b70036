import { spawnSync } from "node:child_process";
import { createHmac, randomBytes } from "node:crypto";
import { chown, mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import pg from "pg";
import { SettingError } from "../kernel/setting-error.ts";
import { applicationName } from "./database.ts";
import { type Binaries, findBinaries, type Identity, unprivileged } from "./postgres-binaries.ts";
import { host, launch, onceGone, stopChild } from "./postgres-process.ts";
import { type DatabaseRole, ensureRoles, serveRole, workerRole } from "./roles.ts";

/** The cluster that `npm start` brings along: real PostgreSQL, data below the data directory. */
export type EmbeddedPostgres = {
  /** Connection URL of a database in this cluster; the superuser's. */
  url(database: string): string;
  /** The same for whoever logs in as one of the gateway's working roles, and can become nobody else. */
  urlAs(role: DatabaseRole, database: string): string;
  /** Creates the database unless it is there, and lets the working roles log in. */
  ensureDatabase(name: string): Promise<void>;
  stop(): Promise<void>;
};

export type EmbeddedPostgresOptions = {
  readonly dataDir: string;
  /** Extra server settings, e.g. `{ fsync: "off" }` in tests only. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Called when it ends though nobody stopped it, with why, if it said that. */
  readonly onEnd?: (why?: string) => void;
};

/** The database of a gateway in the embedded cluster. */
export const embeddedDatabase = "hydro";

const superuser = "postgres";

/**
 * Starts the cluster in `<dataDir>/postgres`, creating it the first time. A postmaster left behind by a
 * killed run is adopted.
 *
 * @throws with one sentence when another gateway uses the directory or PostgreSQL does not come up.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const cluster = join(options.dataDir, "postgres");
  await mkdir(options.dataDir, { recursive: true });
  const password = await passwordOf(options.dataDir);
  const leftover = await runningPostmaster(cluster);
  if (leftover !== undefined && (await answers(leftover.port, password))) {
    await refuseIfInUse(leftover.port, password, options.dataDir);
    const watch = setInterval(() => {
      if (isAlive(leftover.pid)) return;
      clearInterval(watch);
      options.onEnd?.();
    }, 1_000).unref();
    return handle(leftover.port, password, () => {
      clearInterval(watch);
      return stopPid(leftover.pid);
    });
  }
  // Its pid lives but is not PostgreSQL's: PostgreSQL would believe the file and refuse to start.
  if (leftover !== undefined) await rm(join(cluster, "postmaster.pid"), { force: true });
  const binaries = await findBinaries();
  const identity = unprivileged();
  if (!(await exists(join(cluster, "PG_VERSION"))))
    await initialise(binaries, identity, cluster, options.dataDir, password);
  const port = await freePort();
  const { child, words } = await launch(binaries, identity, cluster, port, options.settings ?? {});
  let isStopping = false;
  onceGone(child, () => {
    if (!isStopping) options.onEnd?.(words.failure);
  });
  return handle(port, password, () => {
    isStopping = true;
    return stopChild(child);
  });
}

/**
 * URL of a database in the cluster of `dataDir`, the superuser's, while some process runs it, for work beside a
 * gateway; undefined when nothing answers there.
 */
export async function runningPostgresUrl(dataDir: string, database: string): Promise<string | undefined> {
  const running = await runningPostmaster(join(dataDir, "postgres"));
  if (running === undefined) return undefined;
  const password = await passwordOf(dataDir);
  if (!(await answers(running.port, password))) return undefined;
  return handle(running.port, password, async () => undefined).url(database);
}

/** False: after a power cut or a container's restart the pid file may name a process that is none of ours. */
async function answers(port: number, password: string): Promise<boolean> {
  const { url } = handle(port, password, async () => undefined);
  try {
    await withClient(url("postgres"), async () => undefined);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ECONNREFUSED") return false;
    throw error;
  }
}

function handle(port: number, password: string, stop: () => Promise<void>): EmbeddedPostgres {
  const urlOf = (login: string, secret: string, database: string) =>
    `postgres://${login}:${secret}@${host}:${port}/${database}`;
  const url = (database: string) => urlOf(superuser, password, database);
  return {
    url,
    urlAs: (role, database) => urlOf(role, passwordFor(role, password), database),
    stop,
    async ensureDatabase(name) {
      await withClient(url("postgres"), async (client) => {
        const found = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
        if (found.rowCount === 0) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`);
      });
      await withClient(url(name), async (client) => {
        await ensureRoles(client);
        for (const role of [serveRole, workerRole] as const) {
          await client.query(`ALTER ROLE ${role} LOGIN PASSWORD ${pg.escapeLiteral(passwordFor(role, password))}`);
        }
      });
    },
  };
}

/** Under a name of its own: whether a gateway is at work is told by the names of its sessions. */
async function withClient<R>(url: string, use: (client: pg.Client) => Promise<R>): Promise<R> {
  const client = new pg.Client({ connectionString: url, application_name: "hydro-mrv-setup" });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

/** Follows from the superuser's, which the data directory keeps, and leads nowhere back. */
function passwordFor(role: DatabaseRole, password: string): string {
  return createHmac("sha256", password).update(role).digest("base64url");
}

/** A cluster that is there takes its own password and no other. @throws {SettingError} */
async function passwordOf(dataDir: string): Promise<string> {
  const file = join(dataDir, "postgres-password");
  const isThere = await exists(file);
  if (!isThere && (await exists(join(dataDir, "postgres", "PG_VERSION"))))
    throw new SettingError(
      `There is no ${file}, the password of the database beside it: copy the whole of DATA_DIR (docs/deploy.md).`,
    );
  if (!isThere) await writeFile(file, randomBytes(24).toString("base64url"), { mode: 0o600, flag: "wx" });
  return (await readFile(file, "utf8")).trim();
}

async function initialise(
  binaries: Binaries,
  identity: Identity,
  cluster: string,
  dataDir: string,
  password: string,
): Promise<void> {
  // A half-made cluster of an interrupted first start has no PG_VERSION and holds nothing.
  await rm(cluster, { recursive: true, force: true });
  await mkdir(cluster, { mode: 0o700 });
  const passwordFile = join(dataDir, "postgres-password.tmp");
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  try {
    if (identity.spawn.uid !== undefined) {
      await chown(cluster, identity.spawn.uid, identity.spawn.gid ?? identity.spawn.uid);
      await chown(passwordFile, identity.spawn.uid, identity.spawn.gid ?? identity.spawn.uid);
    }
    // Text order must not depend on the machine: the builtin provider's C.UTF-8 is the same everywhere.
    const flags = [
      "--encoding=UTF8",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--locale=C",
      "--auth=scram-sha-256",
    ];
    const command = [
      ...identity.prefix,
      binaries.initdb,
      "-D",
      cluster,
      "-U",
      superuser,
      `--pwfile=${passwordFile}`,
      ...flags,
    ];
    const done = spawnSync(command[0] as string, command.slice(1), { ...identity.spawn, encoding: "utf8" });
    if (done.status !== 0)
      throw new Error(
        `PostgreSQL could not create its data in ${cluster}: ${(done.stderr || String(done.error)).trim()}`,
      );
  } catch (error) {
    await rm(cluster, { recursive: true, force: true });
    throw error;
  } finally {
    await rm(passwordFile, { force: true });
  }
}

async function stopPid(pid: number): Promise<void> {
  try {
    process.kill(pid, "SIGINT");
  } catch {
    // ESRCH: it is gone.
  }
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 50));
}

async function runningPostmaster(cluster: string): Promise<{ pid: number; port: number } | undefined> {
  const lines = (await readFile(join(cluster, "postmaster.pid"), "utf8").catch(() => "")).split("\n");
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!Number.isInteger(pid) || pid <= 0 || !Number.isInteger(port) || port <= 0) return undefined;
  // A stale file: PostgreSQL removes it itself at the next start.
  return isAlive(pid) ? { pid, port } : undefined;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function refuseIfInUse(port: number, password: string, dataDir: string): Promise<void> {
  const url = `postgres://${superuser}:${password}@${host}:${port}/postgres`;
  const users = await withClient(url, async (client) => {
    const found = await client.query("SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name = $1", [
      applicationName,
    ]);
    return (found.rows[0] as { n: number }).n;
  });
  if (users > 0)
    throw new Error(
      `Another gateway is running on the data directory ${dataDir}: stop it, or set DATA_DIR to another folder.`,
    );
}

async function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, host, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
