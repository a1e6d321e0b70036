import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readConfig } from "../../src/config.ts";
import { startGateway } from "../../src/gateway.ts";
import { SettingError } from "../../src/kernel/setting-error.ts";
import { createLog } from "../../src/platform/log.ts";
import { secretsInUse } from "../../src/platform/secrets-in-use.ts";
import { newSigningKey } from "../../src/tenancy/access-token.ts";
import { connectRoles, testDatabase } from "../support/database.ts";
import { databaseEnv, type TestGateway, testGateway } from "../support/gateway.ts";

/** A database that comes to another machine: restored there, or shared with a second gateway. */

let gateway: TestGateway;
let folder: string;

beforeAll(async () => {
  gateway = await testGateway();
  folder = await mkdtemp(join(tmpdir(), "hydro-elsewhere-"));
});
afterAll(async () => {
  await gateway?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Starts there and stops again; @returns why it did not start */
async function elsewhere(carried: Record<string, string>, lines: string[] = []): Promise<unknown> {
  const fixed = { ...gateway.databaseEnv, DATA_DIR: folder, PORT: "0", MQTT_PORT: "off" };
  const { config, secrets } = readConfig({ ...fixed, ...carried });
  const start = startGateway(config, secrets, {
    log: createLog("info", { write: (line) => lines.push(line) }),
    processMetrics: false,
  });
  return start.then(
    async (other) => {
      await other.stop();
      return undefined;
    },
    (error: unknown) => error,
  );
}

const authKey = () => ({ AUTH_KEY_FILE: join(gateway.dataDir, "auth-key.pem") });
const plantSecret = () => ({ PLANT_SECRET_FILE: join(gateway.dataDir, "plant-secret") });
const authSecret = () => ({ AUTH_SECRET_FILE: join(gateway.dataDir, "auth-secret") });

test("a gateway to which a database came without the plants' secret does not make another, and says which file is missing", async () => {
  const refusal = await elsewhere({ ...authSecret(), ...authKey() });
  expect(refusal).toBeInstanceOf(SettingError);
  expect(String(refusal)).toMatch(/no .*plant-secret: set PLANT_SECRET_FILE to the file .*docs\/keys\.md/);
  expect(await readdir(folder)).not.toContain("plant-secret");
});

test("nor one for second factors, once there are people who may have some", async () => {
  await gateway.sessionWith(["verifier"]);
  const refusal = await elsewhere({ ...plantSecret(), ...authKey() });
  expect(refusal).toBeInstanceOf(SettingError);
  expect(String(refusal)).toMatch(/no .*auth-secret: set AUTH_SECRET_FILE to the file/);
  expect(await readdir(folder)).not.toContain("auth-secret");
  expect(await elsewhere({ ...plantSecret(), ...authSecret(), ...authKey() })).toBeUndefined();
});

test("nor any beside a gateway that runs, be it the key of access tokens, which one that is alone makes anew", async () => {
  const refusal = await elsewhere({ ...plantSecret(), ...authSecret() });
  expect(refusal).toBeInstanceOf(SettingError);
  expect(String(refusal)).toMatch(
    /no .*auth-key\.pem: set AUTH_KEY_FILE to the file that the gateway of this database/,
  );
  expect(await readdir(folder)).not.toContain("auth-key.pem");
});

describe("a gateway whose secrets are other ones", () => {
  const own = join(tmpdir(), `hydro-other-${process.pid}`);
  const files = ["PLANT_SECRET_FILE", "AUTH_SECRET_FILE", "AUTH_KEY_FILE"] as const;
  const env = Object.fromEntries(files.map((setting) => [setting, join(own, setting)]));
  beforeAll(async () => {
    await mkdir(own, { recursive: true });
    for (const setting of ["PLANT_SECRET_FILE", "AUTH_SECRET_FILE"])
      await writeFile(join(own, setting), randomBytes(32).toString("hex"));
    await writeFile(join(own, "AUTH_KEY_FILE"), newSigningKey());
  });
  afterAll(() => rm(own, { recursive: true, force: true }));

  test.each(files)("does not start beside one that runs, and names the file: %s", async (setting) => {
    const shared = { ...plantSecret(), ...authSecret(), ...authKey() };
    const refusal = await elsewhere({ ...shared, [setting]: env[setting] as string });
    expect(refusal).toBeInstanceOf(SettingError);
    expect(String(refusal)).toContain(`${setting} holds another secret than that of the gateway `);
    expect(await elsewhere(shared)).toBeUndefined();
  });

  test("names them all at once", async () => {
    const refusal = String(await elsewhere(env));
    for (const setting of files) expect(refusal).toContain(setting);
  });

  test("starts once the other one has stopped, or has said nothing for a minute, and tells what that costs", async () => {
    const database = await testDatabase();
    const here = databaseEnv(database);
    const lines: string[] = [];
    expect(await elsewhere({ ...here, ...plantSecret(), ...authSecret(), ...authKey() })).toBeUndefined();
    const { owner, close } = connectRoles(database);
    const { db } = owner;
    // As after a machine that went away, which cannot say that it ends.
    await sql`INSERT INTO secret_prints SELECT setting, 'gone', sha256('gone'), now() - interval '61 seconds'
      FROM secret_prints`.execute(db);
    expect(await elsewhere({ ...here, ...env }, lines)).toBeUndefined();
    for (const setting of files) expect(lines.join("")).toContain(`${setting} holds another secret than before: `);
    const { rows } = await sql<{ holder: string }>`SELECT DISTINCT holder FROM secret_prints`.execute(db);
    expect(rows).toEqual([{ holder: "" }]);
    await close();
    await database.drop();
  });
});

test("a lost supply key of a local gateway is not made anew for tokens that have it, and the start says which file is missing", async () => {
  const shared = { ...plantSecret(), ...authSecret(), ...authKey() };
  await rm(join(folder, "supply-key"), { force: true });
  const { db } = gateway.roles.owner;
  await sql`INSERT INTO ledger_jobs (job_id, kind, payload, state, created_at, subject)
    VALUES ('job_test', 'create-token', '', 'settled', now(), 'a/2026/1000')`.execute(db);
  await sql`INSERT INTO tokens (token_key, rulebook, vintage, unit_g, treasury_account_id, job_id, created_at, max_supply)
    VALUES ('a/2026/1000', 'a', 2026, 1000, '0.0.2', 'job_test', now(), 1)`.execute(db);
  const refusal = await elsewhere(shared);
  expect(refusal).toBeInstanceOf(SettingError);
  expect(String(refusal)).toMatch(/no .*supply-key: set HEDERA_SUPPLY_KEY_FILE to the file .*docs\/keys\.md/);
  expect(await readdir(folder)).not.toContain("supply-key");
  expect(await elsewhere({ ...shared, HEDERA_SUPPLY_KEY_FILE: join(gateway.dataDir, "supply-key") })).toBeUndefined();
});

test("a gateway without the log's key, or with another, says at its start that it anchors nothing", async () => {
  const shared = { ...plantSecret(), ...authSecret(), ...authKey() };
  const keyed = { ...shared, HEDERA_SUPPLY_KEY_FILE: join(gateway.dataDir, "supply-key") };
  const anchorsNothing = "this gateway anchors nothing";
  const [with_, without, other]: string[][] = [[], [], []];
  expect(await elsewhere({ ...keyed, LOG_KEY_FILE: join(gateway.dataDir, "log-key.pem") }, with_)).toBeUndefined();
  expect(with_?.join("")).not.toContain(anchorsNothing);
  expect(await elsewhere(keyed, without)).toBeUndefined();
  expect(without?.join("")).toContain(anchorsNothing);
  await writeFile(join(folder, "other.pem"), newSigningKey());
  expect(await elsewhere({ ...keyed, LOG_KEY_FILE: join(folder, "other.pem") }, other)).toBeUndefined();
  expect(other?.join("")).toMatch(/LOG_KEY_FILE is not the log's signing key.*anchors nothing/);
});

test("the console sees what rests on them as a gateway does", async () => {
  const { owner, worker } = gateway.roles;
  for (const { db } of [owner, worker])
    expect(await secretsInUse(db)).toEqual({ plant: true, auth: true, supply: true });
});
