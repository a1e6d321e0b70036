import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestGateway, testGateway } from "../support/gateway.ts";
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

test("a gateway whose PostgreSQL only reads is not ready", async () => {
  const reading = await readOnlySwitch(gateway.databaseUrl);
  await reading.turn("on");
  await expect.poll(databaseCheck).toMatchObject([503, { ok: false, detail: "PostgreSQL only reads" }]);
  await reading.turn("off");
  await expect.poll(databaseCheck).toEqual(ready);
  await reading.end();
});
