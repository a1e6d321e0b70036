import pg from "pg";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { deafLine } from "../support/deaf-line.ts";
import { replicaOf, type TestGateway, testGateway } from "../support/gateway.ts";
import { pilotBody } from "../support/pilot.ts";
import { readOnlySwitch } from "../support/read-only.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await testGateway();
});
afterAll(() => gateway.stop());

async function databaseCheck() {
  const { status, body } = await gateway.get("/health/ready");
  return [status, body.checks[0]];
}

const ready = [200, { name: "database", ok: true, detail: "PostgreSQL answers" }];

test("a gateway beside which a newer version brought the schema forward is not ready: traffic goes to the newer one", async () => {
  expect(await databaseCheck()).toEqual(ready);
  const { pool } = gateway.roles.owner;
  await pool.query("INSERT INTO schema_migrations (version, name, sha256) VALUES (9999, '9999_later.sql', '')");
  expect(await databaseCheck()).toMatchObject([503, { ok: false, detail: expect.stringMatching(/newer version/) }]);
  await pool.query("DELETE FROM schema_migrations WHERE version = 9999");
  expect(await databaseCheck()).toEqual(ready);
});

test("a gateway whose account cannot pay the ledger takes readings, and says why nothing is anchored", async () => {
  const faults = gateway.localLedger?.faults;
  faults?.arm({ kind: "precheck", status: "INSUFFICIENT_PAYER_BALANCE" }, { call: "submit", times: 10_000 });
  await gateway.post(pilotBody(), { prefer: "respond-async" });
  const anchoringCheck = async () => (await gateway.get("/health/ready")).body.checks[1];
  const words =
    /; the ledger refuses .* with INSUFFICIENT_PAYER_BALANCE since .*: the operator's account has too little HBAR$/;
  await expect
    .poll(anchoringCheck, { timeout: 10_000 })
    .toMatchObject({ ok: true, detail: expect.stringMatching(words) });
  await faults?.clear();
  const anchored = expect.stringMatching(/ 0 waiting$/);
  await expect.poll(anchoringCheck, { timeout: 60_000 }).toMatchObject({ ok: true, detail: anchored });
}, 90_000);

/** As Prometheus sees it, which asks anew after a few seconds. */
const scraped = async () => /^hydro_database_ready (\d)$/m.exec((await gateway.get("/metrics")).body)?.[1];

test("a gateway whose PostgreSQL only reads is not ready, and Prometheus hears of it though nobody calls", async () => {
  const reading = await readOnlySwitch(gateway.databaseUrl);
  await expect.poll(scraped, { timeout: 20_000 }).toBe("1");
  await reading.turn("on");
  await expect
    .poll(databaseCheck, { timeout: 10_000 })
    .toMatchObject([503, { ok: false, detail: "PostgreSQL only reads" }]);
  await expect.poll(scraped, { timeout: 20_000 }).toBe("0");
  await reading.turn("off");
  await expect.poll(databaseCheck, { timeout: 10_000 }).toEqual(ready);
  await expect.poll(scraped, { timeout: 20_000 }).toBe("1");
  await reading.end();
});

test("a gateway whose PostgreSQL has no room left is not ready, and is once a reading was taken again", async () => {
  const { pool } = gateway.roles.owner;
  const post = async () => (await gateway.post(pilotBody(), { prefer: "respond-async" })).status;
  await pool.query(`
    CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$;
    GRANT EXECUTE ON FUNCTION full_disk TO PUBLIC;
    CREATE TRIGGER full_disk BEFORE INSERT ON record_ids FOR EACH ROW EXECUTE FUNCTION full_disk()`);
  expect(await post()).toBe(503);
  const full = { name: "database", ok: false, detail: "PostgreSQL has no room left on its disk" };
  expect(await databaseCheck()).toEqual([503, full]);
  expect((await gateway.get("/health/live")).status).toBe(200);
  await pool.query("DROP TRIGGER full_disk ON record_ids");
  expect(await post()).toBe(202);
  expect(await databaseCheck()).toEqual(ready);
});

test("a gateway that PostgreSQL gives no connection says so", async () => {
  const database = new URL(gateway.databaseUrl).pathname.slice(1);
  const admin = new pg.Client({ connectionString: inject("postgresUrl") });
  await admin.connect();
  await admin.query(`ALTER DATABASE ${database} CONNECTION LIMIT 0`);
  await admin.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", [database]);
  const none = { name: "database", ok: false, detail: "PostgreSQL gives no more connections" };
  await expect.poll(databaseCheck, { timeout: 10_000 }).toEqual([503, none]);
  await admin.query(`ALTER DATABASE ${database} CONNECTION LIMIT -1`);
  await expect.poll(databaseCheck, { timeout: 10_000 }).toEqual(ready);
  await admin.end();
});

test("a gateway whose PostgreSQL has fallen silent says within seconds that it is not ready", async () => {
  const line = await deafLine(gateway.databaseEnv.DATABASE_URL as string);
  const env = { ...gateway.databaseEnv, DATABASE_URL: line.url };
  const replica = await replicaOf({ ...gateway, databaseEnv: env });
  const ask = () => fetch(`${replica.baseUrl}/health/ready`, { signal: AbortSignal.timeout(15_000) });
  expect((await ask()).status).toBe(200);
  line.forget();
  const answer = await ask();
  const silent = { name: "database", ok: false, detail: "PostgreSQL does not answer" };
  expect([answer.status, await answer.json()]).toMatchObject([503, { checks: [silent] }]);
  line.close();
  await replica.stop();
}, 60_000);
