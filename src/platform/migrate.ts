import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import pg from "pg";
import { connectionConfig, type Db, ourSettings } from "./database.ts";
import { type FormerText, formerTexts } from "./former-migrations.ts";
import { type GivingWay, givingWay, isInTheWay, waitBriefly } from "./giving-way.ts";
import { ensureRoles, grantRole, ownerRole, serveRole, workerRole } from "./roles.ts";
import { statementsOf } from "./sql-statements.ts";

const folder = fileURLToPath(new URL("../../migrations/", import.meta.url));
const filePattern = /^(\d{4})_[a-z0-9_]+\.sql$/;

/** Any fixed number of ours: two gateways that start at once migrate one after the other. */
const migrationLock = 7_246_001;

type Migration = {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
  /** Of the file, to the byte. */
  readonly hash: string;
  /** Of what it does: a comment may be put right. */
  readonly statementsHash: string;
};

/** What a database knows of a migration that it had; one that an earlier version applied, nothing of its statements. */
type Applied = { readonly hash: string; readonly statementsHash: string | null };

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/** Of the migrations that this code knows: as they were when it started, whatever files a newer version puts in their place. */
let newest: number | undefined;

/** The newest migration that this code knows. */
export async function newestKnown(): Promise<number> {
  if (newest === undefined) await readMigrations();
  return newest ?? 0;
}

async function readMigrations(): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => filePattern.test(name)).sort();
  const migrations = await Promise.all(
    names.map(async (name) => {
      const sql = await readFile(`${folder}${name}`, "utf8");
      const version = Number(name.slice(0, 4));
      return { version, name, sql, hash: sha256(sql), statementsHash: sha256(statementsOf(sql)) };
    }),
  );
  newest ??= Math.max(...migrations.map(({ version }) => version));
  return migrations;
}

/** URLs whose logins shall be able to work as the roles; absent: nobody's. */
export type WorkingUrls = { readonly serveUrl?: string | undefined; readonly workerUrl?: string | undefined };

/**
 * Brings the database forward to this code's schema, each file in a transaction of its own, as the role that owns it.
 * Makes the roles where they are missing, and lets the given logins take theirs. Gives way to whoever uses a table that it
 * needs for itself: a file that does not get its locks is taken back, and tried again.
 *
 * @param url of a login that may work as the owner, and that may make roles where they are missing.
 * @returns the names of the migrations that ran now.
 * @throws when what an applied file does was changed since, or the database is newer than this code.
 */
export async function migrate(url: string, working: WorkingUrls = {}, options: GivingWay = {}): Promise<string[]> {
  const client = new pg.Client(connectionConfig(url));
  // A connection that is cut fails the statement under way, or the next: without a listener it would end the process.
  client.on("error", () => undefined);
  await client.connect();
  try {
    await client.query(ourSettings);
    await waitBriefly(client);
    const lock = () => client.query("SELECT pg_advisory_lock($1)", [migrationLock]);
    // Nobody waits behind this one but migrations.
    await givingWay("a migration", lock, { ...options, pauseMs: 100 });
    await givingWay("the owner of what was made before", () => ensureRoles(client), options);
    if (working.serveUrl !== undefined) await grantRole(client, loginOf(working.serveUrl), serveRole);
    if (working.workerUrl !== undefined) await grantRole(client, loginOf(working.workerUrl), workerRole);
    await client.query(`SET ROLE ${ownerRole}`);
    const applied = await givingWay("a migration", () => appliedMigrations(client), options);
    const migrations = await readMigrations();
    refuseNewer(applied.keys(), migrations);
    const ran: string[] = [];
    for (const migration of migrations) {
      const before = applied.get(migration.version);
      if (before === undefined) {
        await givingWay(migration.name, () => apply(client, migration), options);
        ran.push(migration.name);
        continue;
      }
      const former = formerOf(before, migration);
      if (former?.mend !== undefined) {
        await givingWay(migration.name, () => mend(client, migration, former), options);
        ran.push(`${migration.name} (what its first text lacked)`);
      } else if (former === undefined && !isTheSame(before, migration)) {
        throw new Error(`${migration.name} was changed after it had been applied: migrations only go forward.`);
      } else if (before.statementsHash === null) {
        await noteStatements(client, migration);
      }
    }
    await makeMonths(client, options);
    return ran;
  } finally {
    await client.end();
  }
}

async function appliedMigrations(client: pg.Client): Promise<Map<number, Applied>> {
  await client.query(
    "CREATE TABLE IF NOT EXISTS schema_migrations (version integer PRIMARY KEY, name text NOT NULL, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now(), statements_sha256 text)",
  );
  // Asked first: whoever adds a column, there or not, waits for all who read the table.
  const { rowCount } = await client.query(
    "SELECT FROM pg_attribute WHERE attrelid = 'schema_migrations'::regclass AND attname = 'statements_sha256'",
  );
  if (rowCount === 0) await client.query("ALTER TABLE schema_migrations ADD COLUMN statements_sha256 text");
  const { rows } = await client.query<{ version: number; sha256: string; statements_sha256: string | null }>(
    "SELECT version, sha256, statements_sha256 FROM schema_migrations",
  );
  return new Map(
    rows.map(({ version, sha256: hash, statements_sha256: statementsHash }) => [version, { hash, statementsHash }]),
  );
}

function isTheSame({ hash, statementsHash }: Applied, migration: Migration): boolean {
  return statementsHash === null ? hash === migration.hash : statementsHash === migration.statementsHash;
}

/** Only of before the statements' hash was kept: what is mended, or was looked at, has one. */
function formerOf({ hash, statementsHash }: Applied, { version }: Migration): FormerText | undefined {
  return statementsHash === null ? formerTexts.get(version)?.find((former) => former.hash === hash) : undefined;
}

/** Wholly or not at all; from then on the database has had today's text. */
async function mend(client: pg.Client, migration: Migration, former: FormerText): Promise<void> {
  const { version, name, hash, statementsHash } = migration;
  await inTransaction(client, name, async () => {
    await client.query(former.mend ?? "");
    await client.query("UPDATE schema_migrations SET sha256 = $2, statements_sha256 = $3 WHERE version = $1", [
      version,
      hash,
      statementsHash,
    ]);
  });
}

/** The hash of the file stays what it was: a version of before, which this one may be taken back to, holds its own against it. */
async function noteStatements(client: pg.Client, { version, statementsHash }: Migration): Promise<void> {
  await client.query("UPDATE schema_migrations SET statements_sha256 = $2 WHERE version = $1", [
    version,
    statementsHash,
  ]);
}

/** Without the month that it is nothing could be taken. Those to come are left to the running gateway where somebody reads for long. */
async function makeMonths(client: pg.Client, options: GivingWay): Promise<void> {
  for (const table of ["record", "sample"]) {
    const make = (months: number) =>
      client.query(`SELECT ensure_${table}_partitions((now() AT TIME ZONE 'UTC')::date, ${months})`);
    await givingWay(`this month's partition of ${table}s`, () => make(1), options);
    await make(3).catch((error: unknown) => {
      if (!isInTheWay(error)) throw error;
    });
  }
}

/**
 * For a start that has no owner's login: the database is as this code needs it, or the start ends here.
 *
 * @throws with one sentence that says who has to do what.
 */
export async function requireMigrated(client: pg.ClientBase): Promise<void> {
  const versions = await client
    .query<{ version: number }>("SELECT version FROM schema_migrations")
    .then(({ rows }) => new Set(rows.map(({ version }) => version)))
    // 42P01: there is no such table; 42501: there is one of before the roles.
    .catch((error: { code?: string }) => {
      if (error.code !== "42P01" && error.code !== "42501") throw error;
      return new Set<number>();
    });
  const migrations = await readMigrations();
  refuseNewer(versions, migrations);
  const missing = migrations.find(({ version }) => !versions.has(version));
  if (missing === undefined) return;
  throw new Error(`The database lacks ${missing.name}: run npm run migrate with DATABASE_OWNER_URL first.`);
}

/**
 * Why a gateway that runs can take nothing in: the server only reads, or a newer version has brought the schema forward
 * beside it. Undefined: it can.
 */
export async function whyUnable(db: Db): Promise<string | undefined> {
  const known = await newestKnown();
  const { rows } = await sql<{ version: number; read_only: boolean }>`
    SELECT max(version) AS version, current_setting('transaction_read_only') = 'on' AS read_only
    FROM schema_migrations`.execute(db);
  const [state] = rows;
  if (state?.read_only) return "PostgreSQL only reads";
  const isNewer = (state?.version ?? 0) > known;
  return isNewer ? "the database was brought forward for a newer version of the gateway: start that one" : undefined;
}

function refuseNewer(applied: Iterable<number>, migrations: readonly Migration[]): void {
  for (const version of applied) {
    if (migrations.some((migration) => migration.version === version)) continue;
    throw new Error(
      `The database has migration ${version}, which this version of the gateway does not know: start a newer one.`,
    );
  }
}

/** Who logs in with a URL, the driver's own defaults included. */
function loginOf(url: string): string {
  const { user } = new pg.Client({ connectionString: url });
  if (user === undefined) throw new Error("A database URL names no user.");
  return user;
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  const { version, name, hash, statementsHash } = migration;
  await inTransaction(client, name, async () => {
    await client.query(
      "INSERT INTO schema_migrations (version, name, sha256, statements_sha256) VALUES ($1, $2, $3, $4)",
      [version, name, hash, statementsHash],
    );
    await client.query(migration.sql);
  });
}

async function inTransaction(client: pg.Client, name: string, work: () => Promise<void>): Promise<void> {
  await client.query("BEGIN");
  try {
    await work();
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    throw new Error(`${name} failed: ${(error as Error).message}`, { cause: error });
  }
}
