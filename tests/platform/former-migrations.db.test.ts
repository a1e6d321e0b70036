import { createHash, randomBytes } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { expect, inject, onTestFinished, test } from "vitest";
import { connectionConfig } from "../../src/platform/database.ts";
import { formerTexts } from "../../src/platform/former-migrations.ts";
import { migrate } from "../../src/platform/migrate.ts";
import { dumpSchema } from "../../src/platform/schema-dump.ts";
import { testDatabase } from "../support/database.ts";

const folder = fileURLToPath(new URL("../../migrations/", import.meta.url));
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/** What stood in a file before, by what stands there now. */
const without = (part: string) => [part, ""] as const;
const trace = (table: string) =>
  without(`ALTER TABLE ${table} ADD COLUMN trace text CHECK (trace ~ '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$');\n`);
const tracesBefore = [
  "-- Of a checkpoint: some of its records, each with when it was recorded, ms since the epoch. Requests do not see them.\nALTER TABLE ledger_jobs ADD COLUMN traces text[];\n",
  "-- Of some records of the checkpoint, each with when it was recorded, ms since the epoch.\nALTER TABLE checkpoints ADD COLUMN traces text[];\n",
] as const;
const accepted = `  -- Mints that no statement asked for and a person has looked into: never a reason to halt again.
  accepted_transactions text[] NOT NULL DEFAULT '{}',
`;

/** A database as it was left by a version that had another text of one file, with the files up to `upTo`. */
async function databaseOf(version: number, changes: readonly (readonly [string, string])[], upTo: number) {
  const name = `former_${randomBytes(6).toString("hex")}`;
  const url = Object.assign(new URL(inject("postgresUrl")), { pathname: `/${name}` }).href;
  const admin = new pg.Client(connectionConfig(inject("postgresUrl")));
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  await admin.query(`ALTER DATABASE ${name} OWNER TO hydro_owner`);
  const client = new pg.Client(connectionConfig(url));
  await client.connect();
  onTestFinished(async () => {
    await client.end();
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await admin.end();
  });
  await client.query("GRANT CREATE, USAGE ON SCHEMA public TO hydro_owner; SET ROLE hydro_owner");
  await client.query(
    "CREATE TABLE schema_migrations (version integer PRIMARY KEY, name text NOT NULL, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())",
  );
  for (const file of (await readdir(folder)).filter((one) => /^\d{4}_.*\.sql$/.test(one)).sort()) {
    const number = Number(file.slice(0, 4));
    if (number > upTo) break;
    let text = await readFile(`${folder}${file}`, "utf8");
    if (number === version) for (const [now, before] of changes) text = text.replace(now, before);
    await client.query(text);
    await client.query("INSERT INTO schema_migrations (version, name, sha256) VALUES ($1, $2, $3)", [
      ...[number, file, sha256(text)],
    ]);
  }
  await client.query("RESET ROLE");
  const hash = (await client.query("SELECT sha256 FROM schema_migrations WHERE version = $1", [version])).rows[0]
    .sha256;
  return { url, client, hash };
}

/** Columns that came later stand at their table's end. */
const sorted = (dump: string) => dump.split("\n").sort();

test.each([
  [7, "of its first text", [without(accepted)], 8],
  [
    27,
    "of its first text",
    [without("CREATE INDEX alerts_own ON alerts (org_id, alert_id) WHERE rule_id IS NULL AND state <> 'resolved';\n")],
    28,
  ],
  [29, "of its first text", [trace("mint_intents"), trace("transfers"), trace("retirements"), tracesBefore], 29],
  [29, "of its second text", [tracesBefore], 30],
] as const)(
  "a database that had migration %i %s comes to today's schema, and another start has nothing to do",
  async (version, _, changes, upTo) => {
    const { url, client, hash } = await databaseOf(version, changes, upTo);
    expect(formerTexts.get(version)?.map((former) => former.hash)).toContain(hash);
    const ran = await migrate(url);
    expect(ran.filter((name) => name.includes("first text"))).toHaveLength(1);
    const today = await testDatabase();
    onTestFinished(() => today.drop());
    const fresh = new pg.Client(connectionConfig(today.url));
    await fresh.connect();
    onTestFinished(() => fresh.end());
    expect(sorted(await dumpSchema(client))).toEqual(sorted(await dumpSchema(fresh)));
    expect(await migrate(url)).toEqual([]);
  },
  60_000,
);
