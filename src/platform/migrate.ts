import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { connectionConfig } from "./database.ts";

const folder = fileURLToPath(new URL("../../migrations/", import.meta.url));
const filePattern = /^(\d{4})_[a-z0-9_]+\.sql$/;

/** Any fixed number of ours: two gateways that start at once migrate one after the other. */
const migrationLock = 7_246_001;

type Migration = { readonly version: number; readonly name: string; readonly sql: string; readonly hash: string };

async function readMigrations(): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => filePattern.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(`${folder}${name}`, "utf8");
      return { version: Number(name.slice(0, 4)), name, sql, hash: createHash("sha256").update(sql).digest("hex") };
    }),
  );
}

/**
 * Brings the database forward to this code's schema, each file in a transaction of its own.
 *
 * @returns the names of the migrations that ran now.
 * @throws when an applied file was changed since, or the database is newer than this code.
 */
export async function migrate(url: string): Promise<string[]> {
  const client = new pg.Client(connectionConfig(url));
  // A connection that is cut fails the statement under way, or the next: without a listener it would end the process.
  client.on("error", () => undefined);
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [migrationLock]);
    await client.query(
      "CREATE TABLE IF NOT EXISTS schema_migrations (version integer PRIMARY KEY, name text NOT NULL, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())",
    );
    const { rows } = await client.query<{ version: number; sha256: string }>(
      "SELECT version, sha256 FROM schema_migrations",
    );
    const applied = new Map(rows.map((row) => [row.version, row.sha256]));
    const migrations = await readMigrations();
    for (const version of applied.keys()) {
      if (!migrations.some((migration) => migration.version === version)) {
        throw new Error(
          `The database has migration ${version}, which this version of the gateway does not know: start a newer one.`,
        );
      }
    }
    const ran: string[] = [];
    for (const migration of migrations) {
      const hash = applied.get(migration.version);
      if (hash === undefined) {
        await apply(client, migration);
        ran.push(migration.name);
      } else if (hash !== migration.hash) {
        throw new Error(`${migration.name} was changed after it had been applied: migrations only go forward.`);
      }
    }
    await client.query("SELECT ensure_record_partitions((now() AT TIME ZONE 'UTC')::date, 3)");
    return ran;
  } finally {
    await client.end();
  }
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  await client.query("BEGIN");
  try {
    await client.query("INSERT INTO schema_migrations (version, name, sha256) VALUES ($1, $2, $3)", [
      migration.version,
      migration.name,
      migration.hash,
    ]);
    await client.query(migration.sql);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    throw new Error(`${migration.name} failed: ${(error as Error).message}`, { cause: error });
  }
}
