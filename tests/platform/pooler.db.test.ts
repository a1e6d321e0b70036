import { once } from "node:events";
import { type AddressInfo, connect as connectTo, createServer } from "node:net";
import { expect, test } from "vitest";
import { connect } from "../../src/platform/database.ts";
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
