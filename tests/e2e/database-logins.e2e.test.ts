import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { readConfig } from "../../src/config.ts";
import { startGateway } from "../../src/gateway.ts";
import { listPlants } from "../../src/plants/plants.ts";
import { withClient } from "../../src/platform/database.ts";
import { embeddedDatabase, startEmbeddedPostgres } from "../../src/platform/embedded-postgres.ts";
import { createLog } from "../../src/platform/log.ts";
import { migrate } from "../../src/platform/migrate.ts";

/** How a gateway comes to its three roles: in its own PostgreSQL, in one of others, and on data from before them. */

const settings = { fsync: "off", synchronous_commit: "off" };
let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "hydro-logins-"));
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

/** Starts, looks, stops; returns what was logged. */
async function started(
  env: Record<string, string>,
  look: (gateway: Awaited<ReturnType<typeof startGateway>>) => Promise<void> = async () => undefined,
): Promise<string> {
  const lines: string[] = [];
  const { config, secrets } = readConfig({ DATA_DIR: dataDir, PORT: "0", ...env });
  const log = createLog("warn", { write: (line) => lines.push(line) });
  const gateway = await startGateway(config, secrets, { log, processMetrics: false, postgresSettings: settings });
  try {
    await look(gateway);
  } finally {
    await gateway.stop();
  }
  return lines.join("");
}

const whoServes = async (client: pg.ClientBase) =>
  (await client.query("SELECT session_user::text AS login, current_user::text AS role")).rows[0];

/** A database as gateways made it before there were roles: all of it a superuser's. */
async function makeOld(url: string): Promise<void> {
  await withClient(url, async (client) => {
    await client.query(
      "CREATE TABLE schema_migrations (version integer PRIMARY KEY, name text NOT NULL, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())",
    );
    const folder = new URL("../../migrations/", import.meta.url);
    const names = (await readdir(folder)).filter((name) => /^000[1-8]_/.test(name)).sort();
    for (const name of names) {
      const text = await readFile(new URL(name, folder), "utf8");
      await client.query(text);
      const hash = createHash("sha256").update(text).digest("hex");
      await client.query("INSERT INTO schema_migrations VALUES ($1, $2, $3)", [Number(name.slice(0, 4)), name, hash]);
    }
    await client.query("SELECT ensure_record_partitions((now() AT TIME ZONE 'UTC')::date, 3)");
    await client.query("INSERT INTO organisations VALUES ('old', 'Old', now())");
    await client.query("INSERT INTO plants VALUES ('old', 'DAM', '{\"plant_id\":\"DAM\"}', now())");
  });
}

test("a data directory from before the roles starts as ever: they are made, and everything in it is there", async () => {
  const postgres = await startEmbeddedPostgres({ dataDir, settings });
  await withClient(postgres.url("postgres"), (client) => client.query(`CREATE DATABASE ${embeddedDatabase}`));
  await makeOld(postgres.url(embeddedDatabase));
  await postgres.stop();
  for (const _start of ["first", "second"]) {
    await started({}, async ({ deps, databaseUrl }) => {
      const actor = { orgId: "old", keyId: "k", roles: ["auditor"] } as const;
      const { plants } = await listPlants(deps.plants, actor, { after: "", limit: 10 });
      expect(plants).toEqual([{ plant_id: "DAM" }]);
      expect(await withClient(databaseUrl, whoServes)).toEqual({ login: "hydro_serve", role: "hydro_serve" });
      const stranger = { ...actor, orgId: "stranger" };
      expect((await listPlants(deps.plants, stranger, { after: "", limit: 10 })).plants).toEqual([]);
    });
  }
});

describe("in a PostgreSQL of one's own", () => {
  const tag = randomBytes(4).toString("hex");
  const database = `own_${tag}`;
  const [dba, serve, worker] = [`dba_${tag}`, `gateway_${tag}`, `loops_${tag}`];
  const urlOf = (login: string) => {
    const url = new URL(inject("postgresUrl"));
    return Object.assign(url, { username: login, password: login, pathname: `/${database}` }).href;
  };
  const superUrl = Object.assign(new URL(inject("postgresUrl")), { pathname: `/${database}` }).href;
  const asSuper = (...statements: string[]) =>
    withClient(inject("postgresUrl"), async (client) => {
      for (const statement of statements) await client.query(statement);
    });
  const logins = { DATABASE_URL: urlOf(serve), DATABASE_WORKER_URL: urlOf(worker) };

  beforeAll(() =>
    asSuper(
      ...[dba, serve, worker].map((login) => `CREATE ROLE ${login} LOGIN PASSWORD '${login}'`),
      `CREATE DATABASE ${database} OWNER ${dba}`,
    ),
  );
  afterAll(() =>
    asSuper(
      `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`,
      ...[dba, serve, worker].map((one) => `DROP ROLE ${one}`),
    ),
  );

  test("a login that may not be the owner is told which line its administrator runs", async () => {
    await expect(migrate(urlOf(dba))).rejects.toThrow(new RegExp(`act as hydro_owner.*GRANT hydro_owner TO "${dba}";`));
    await asSuper(`GRANT hydro_owner TO ${dba}`);
    await expect(migrate(urlOf(dba), { serveUrl: urlOf(serve) })).rejects.toThrow(
      new RegExp(`let ${serve} work as hydro_serve.*GRANT hydro_serve TO "?${serve}"?;`),
    );
  });

  test("without the owner's login a gateway does not start before the schema is there, and says so", async () => {
    await asSuper(`GRANT hydro_serve TO ${serve}`, `GRANT hydro_worker TO ${worker}`);
    await expect(started(logins)).rejects.toThrow(
      /lacks 0001_initial.sql: run npm run migrate with DATABASE_OWNER_URL/,
    );
  });

  test("with three logins it migrates as the owner, serves and works; each connection is one role's", async () => {
    const said = await started({ ...logins, DATABASE_OWNER_URL: urlOf(dba) }, async (gateway) => {
      expect((await fetch(`${gateway.baseUrl}/health/ready`)).status).toBe(200);
      const { rows } = await withClient(superUrl, (client) =>
        client.query(
          "SELECT DISTINCT usename::text AS login FROM pg_stat_activity WHERE datname = $1 AND usename <> 'postgres' ORDER BY 1",
          [database],
        ),
      );
      expect(rows.map(({ login }) => login)).toEqual([serve, worker].sort());
    });
    expect(said).not.toContain("one login");
    // From then on the owner's login is not needed to start.
    await started(logins);
    const odd = await withClient(superUrl, (client) =>
      client.query(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relowner <> 'hydro_owner'::regrole",
      ),
    );
    expect(odd.rows).toEqual([]);
  });

  test("a serving login that could take more than its role is refused beside a worker's", async () => {
    await expect(started({ ...logins, DATABASE_URL: superUrl })).rejects.toThrow(
      /DATABASE_URL logs in as .*hydro_worker.*superuser.* too/,
    );
    await asSuper(`GRANT hydro_worker TO ${serve}`);
    await expect(started(logins)).rejects.toThrow("DATABASE_URL logs in as hydro_worker too");
    await asSuper(`REVOKE hydro_worker FROM ${serve}`);
  });

  test("one login for everything works, in each role by turn, and is warned of", async () => {
    expect(await started({ DATABASE_URL: superUrl })).toContain("DATABASE_URL is the one login of requests and loops");
  });
});
