import pg from "pg";
import { expect, inject, test } from "vitest";
import { testGateway } from "../support/gateway.ts";

test("a gateway that stops together with its PostgreSQL stops cleanly: what it held is left to its expiry", async () => {
  const gateway = await testGateway({ env: { MQTT_PORT: "0" } });
  const held = async () =>
    (await gateway.roles.owner.pool.query("SELECT name FROM leases WHERE expires_at > now()")).rows;
  await expect.poll(held).toContainEqual({ name: "sequencer" });
  const name = new URL(gateway.databaseUrl).pathname.slice(1);
  const admin = new pg.Client({ connectionString: inject("postgresUrl") });
  await admin.connect();
  await admin.query(`ALTER DATABASE "${name}" ALLOW_CONNECTIONS false`);
  await admin.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", [name]);
  await admin.end();
  await gateway.stop();
  // Said once of all: the log does not repeat itself.
  const said = gateway.logLines.map((line) => JSON.parse(line).msg);
  expect(said).toContain("a lease was left to its expiry");
});
