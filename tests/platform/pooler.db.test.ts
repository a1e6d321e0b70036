import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, connect as connectTo, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readConfig } from "../../src/config.ts";
import { startGateway } from "../../src/gateway.ts";
import { SettingError } from "../../src/kernel/setting-error.ts";
import { connect } from "../../src/platform/database.ts";
import { createLog } from "../../src/platform/log.ts";
import { serveRole } from "../../src/platform/roles.ts";
import { requireSessions } from "../../src/platform/sessions.ts";
import { testDatabase } from "../support/database.ts";

/** What PgBouncer lets a connection begin with. */
const known = new Set(["user", "database", "application_name", "client_encoding", "datestyle", "timezone"]);

/** A way to PostgreSQL on which, as behind PgBouncer, a connection that begins with other settings is refused. */
async function strictLine(url: string) {
  const target = new URL(url);
  const server = createServer((near) => {
    near.once("data", (hello: Buffer) => {
      const words = hello.subarray(8).toString().split("\0");
      const other = words.filter((word, at) => at % 2 === 0 && word !== "").find((name) => !known.has(name));
      if (other !== undefined) return near.end(refusal(`unsupported startup parameter: ${other}`));
      const far = connectTo(Number(target.port), target.hostname);
      far.write(hello);
      near.on("error", () => far.destroy()).pipe(far);
      far.on("error", () => near.destroy()).pipe(near);
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { url: Object.assign(new URL(url), { port }).href, close: () => server.close() };
}

/** A way to PostgreSQL on which all that is asked, once somebody is let in, is asked of one session, as of a pooler's. */
async function sharingLine(url: string) {
  const target = new URL(url);
  let shared: Socket | undefined;
  const server = createServer((near) => {
    const own = connectTo(Number(target.port), target.hostname);
    const pass = (chunk: Buffer) => void near.write(chunk);
    own.on("data", pass).on("error", () => undefined);
    near.on("error", () => undefined).on("close", () => own === shared || own.destroy());
    near.on("data", (chunk: Buffer) => {
      // A query; before it comes what lets somebody in, behind it the farewell.
      if (chunk[0] !== 0x51) return void (own === shared || own.write(chunk));
      shared ??= own;
      shared.removeAllListeners("data").on("data", pass).write(chunk);
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const close = () => {
    shared?.destroy();
    server.close();
  };
  return { url: Object.assign(new URL(url), { port }).href, close };
}

function refusal(why: string): Buffer {
  const fields = Buffer.from(`SFATAL\0C08P01\0M${why}\0\0`);
  const head = Buffer.from([0x45, 0, 0, 0, 0]);
  head.writeUInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
}

test("behind a pooler that keeps a session for each connection a gateway's limits hold as without", async () => {
  const database = await testDatabase();
  const line = await strictLine(database.serveUrl);
  await requireSessions(line.url, "DATABASE_URL");
  const { pool, close } = connect(line.url, { role: serveRole, statementTimeoutMs: 90_000 });
  const { rows } = await pool.query(
    `SELECT current_setting('idle_in_transaction_session_timeout') AS idle, current_setting('statement_timeout') AS longest,
       current_user AS role`,
  );
  expect(rows).toEqual([{ idle: "10s", longest: "90s", role: serveRole }]);
  await close();
  line.close();
  await database.drop();
});

test.each(["DATABASE_OWNER_URL", "DATABASE_URL", "DATABASE_WORKER_URL"])(
  "a start whose %s leads to a pooler that shares sessions ends with its name",
  async (setting) => {
    const database = await testDatabase();
    const { url, serveUrl, workerUrl } = database;
    const urls: Record<string, string> = {
      DATABASE_OWNER_URL: url,
      DATABASE_URL: serveUrl,
      DATABASE_WORKER_URL: workerUrl,
    };
    const line = await sharingLine(urls[setting] ?? "");
    const dataDir = await mkdtemp(join(tmpdir(), "hydro-pooler-"));
    const { config, secrets } = readConfig({
      ...urls,
      [setting]: line.url,
      DATA_DIR: dataDir,
      PORT: "0",
      MQTT_PORT: "off",
    });
    const start = startGateway(config, secrets, { log: createLog("silent"), processMetrics: false });
    const refusal = await start.then(
      (gateway) => gateway.stop(),
      (error: unknown) => error,
    );
    expect(refusal).toBeInstanceOf(SettingError);
    expect(String(refusal)).toContain(`${setting} leads to a pooler`);
    line.close();
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  },
);
