import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import { type Connection, connect } from "../../src/platform/database.ts";
import { ownerRole, serveRole, workerRole } from "../../src/platform/roles.ts";
import { type ScopedDb, scoped } from "../../src/platform/scoped.ts";
import { templateDatabase } from "./postgres.ts";

export type DatabaseUrls = {
  /** A superuser's, who may work as the owner. */
  readonly url: string;
  readonly serveUrl: string;
  readonly workerUrl: string;
};

export type TestDatabase = DatabaseUrls & { drop(): Promise<void> };

/** A database of its own, cloned from the migrated template in a few milliseconds. */
export async function testDatabase(): Promise<TestDatabase> {
  const admin = inject("postgresUrl");
  const name = `test_${randomBytes(8).toString("hex")}`;
  await run(admin, `CREATE DATABASE ${name} TEMPLATE ${templateDatabase} STRATEGY FILE_COPY`);
  const here = (base: string) => Object.assign(new URL(base), { pathname: `/${name}` }).href;
  return {
    url: here(admin),
    serveUrl: here(inject("serveUrl")),
    workerUrl: here(inject("workerUrl")),
    drop: () => run(admin, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

export type Roles = {
  /** The registrar's acts, and whatever a test looks at. */
  readonly owner: Connection;
  readonly serve: Connection;
  readonly worker: Connection;
  /** As requests have it. */
  readonly db: ScopedDb;
  close(): Promise<void>;
};

/** A pool for each role, as a gateway and its operator have them. */
export function connectRoles(urls: DatabaseUrls): Roles {
  const owner = connect(urls.url, { role: ownerRole });
  const serve = connect(urls.serveUrl, { role: serveRole });
  const worker = connect(urls.workerUrl, { role: workerRole });
  return {
    owner,
    serve,
    worker,
    db: scoped(serve.pool),
    async close() {
      for (const connection of [owner, serve, worker]) await connection.close();
    },
  };
}

async function run(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
