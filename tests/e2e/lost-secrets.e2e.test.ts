import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readConfig } from "../../src/config.ts";
import { startGateway } from "../../src/gateway.ts";
import { SettingError } from "../../src/kernel/setting-error.ts";
import { createLog } from "../../src/platform/log.ts";
import { secretsInUse } from "../../src/platform/secrets-in-use.ts";
import { type TestGateway, testGateway } from "../support/gateway.ts";

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
async function elsewhere(carried: Record<string, string>): Promise<unknown> {
  const fixed = { ...gateway.databaseEnv, DATA_DIR: folder, PORT: "0", MQTT_PORT: "off" };
  const { config, secrets } = readConfig({ ...fixed, ...carried });
  const start = startGateway(config, secrets, { log: createLog("silent"), processMetrics: false });
  return start.then(
    async (other) => {
      await other.stop();
      return undefined;
    },
    (error: unknown) => error,
  );
}

const plantSecret = () => ({ PLANT_SECRET_FILE: join(gateway.dataDir, "plant-secret") });
const authSecret = () => ({ AUTH_SECRET_FILE: join(gateway.dataDir, "auth-secret") });

test("a gateway to which a database came without the plants' secret does not make another, and says which file is missing", async () => {
  const refusal = await elsewhere(authSecret());
  expect(refusal).toBeInstanceOf(SettingError);
  expect(String(refusal)).toMatch(/no .*plant-secret: set PLANT_SECRET_FILE to the file .*docs\/keys\.md/);
  expect(await readdir(folder)).not.toContain("plant-secret");
});

test("nor one for second factors, once there are people who may have some", async () => {
  expect(await elsewhere(plantSecret())).toBeUndefined();
  await rm(join(folder, "auth-secret"));
  await gateway.sessionWith(["verifier"]);
  const refusal = await elsewhere(plantSecret());
  expect(refusal).toBeInstanceOf(SettingError);
  expect(String(refusal)).toMatch(/no .*auth-secret: set AUTH_SECRET_FILE to the file/);
  expect(await readdir(folder)).not.toContain("auth-secret");
  expect(await elsewhere({ ...plantSecret(), ...authSecret() })).toBeUndefined();
});

test("the console sees what rests on them as a gateway does", async () => {
  const { owner, worker } = gateway.roles;
  for (const { db } of [owner, worker]) expect(await secretsInUse(db)).toEqual({ plant: true, auth: true });
});
