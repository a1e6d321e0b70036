import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Connection, connect } from "../../src/platform/database.ts";
import { serveRole } from "../../src/platform/roles.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import { runbooksDir } from "./rules.ts";

/** What somebody who follows a runbook asks of the database, as the login that docs/tenancy.md has made for it. */

const statementsIn = (page: string) =>
  [...readFileSync(join(runbooksDir, page), "utf8").matchAll(/^psql .*? -c "([^"]*)"/gms)].map(([, sql = ""]) => sql);
const pages = readdirSync(runbooksDir).filter((page) => statementsIn(page).length > 0);

let database: TestDatabase;
let owner: pg.Client;
let serve: Connection;

let administrator: pg.Client;
beforeAll(async () => {
  database = await testDatabase();
  const name = new URL(database.url).pathname.slice(1);
  const tenancy = readFileSync(fileURLToPath(new URL("../../docs/tenancy.md", import.meta.url)), "utf8");
  const made = tenancy.match(/^(CREATE ROLE|GRANT).*gateway_owner.*;/gm) ?? [];
  administrator = new pg.Client({ connectionString: database.url, application_name: "psql" });
  await administrator.connect();
  for (const line of made)
    await administrator.query(line.replaceAll("gateway_owner", `owner_${name}`).replace("…", "pw"));
  const url = Object.assign(new URL(database.url), { username: `owner_${name}`, password: "pw" }).href;
  owner = new pg.Client({ connectionString: url });
  await owner.connect();
  serve = connect(database.serveUrl, { role: serveRole });
});
afterAll(async () => {
  const { user } = owner;
  await owner.end();
  await administrator.query(`DROP ROLE ${user}`);
  await administrator.end();
  await serve.close();
  await database.drop();
});

test.each(pages)("what %s asks of the database is answered to the owner's login", async (page) => {
  for (const statement of statementsIn(page)) await owner.query(statement);
});

test("who waits for a lock, and which session that is no gateway's holds it, is shown, and that one can be ended", async () => {
  const holder = new pg.Client({ connectionString: database.serveUrl, application_name: "somebody" });
  holder.on("error", () => undefined);
  await holder.connect();
  await holder.query("BEGIN; SELECT pg_advisory_xact_lock(1)");
  const waits = serve.pool.query("SELECT pg_advisory_lock(1)");
  const [working = "", held = ""] = statementsIn("DatabasePoolWaits.md");
  await expect
    .poll(async () => (await owner.query(working)).rows, { timeout: 20_000 })
    .toContainEqual(expect.objectContaining({ wait_event_type: "Lock", left: "SELECT pg_advisory_lock(1)" }));
  const { rows } = await owner.query<{ held_by: number }>(held);
  expect(rows).toContainEqual(
    expect.objectContaining({
      application_name: "somebody",
      state: "idle in transaction",
      held_by: expect.any(Number),
    }),
  );
  await owner.query("SELECT pg_terminate_backend($1)", [rows[0]?.held_by]);
  await waits;
});
