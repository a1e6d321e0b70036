import { chmod, mkdir, mkdtemp, readFile, rename, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SettingError } from "../../src/kernel/setting-error.ts";
import { connectionConfig } from "../../src/platform/database.ts";
import { startEmbeddedPostgres } from "../../src/platform/embedded-postgres.ts";

let folder: string;
let dataDir: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hydro-private-"));
  // Below a directory that nobody else may enter, as a clone in root's home is.
  await chmod(folder, 0o700);
  dataDir = join(folder, "data");
  await mkdir(dataDir);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const settings = { fsync: "off" };

async function query<R>(url: string, text: string): Promise<R[]> {
  const client = new pg.Client(connectionConfig(url));
  await client.connect();
  const { rows } = await client.query(text);
  await client.end();
  return rows as R[];
}

test("it works below a private directory, keeps its data over a restart, and is reachable only with its password", async () => {
  const first = await startEmbeddedPostgres({ dataDir, settings });
  await first.ensureDatabase("hydro");
  await query(first.url("hydro"), "CREATE TABLE kept AS SELECT 42 AS answer");
  const wrong = new URL(first.url("hydro"));
  wrong.password = "wrong";
  await expect(query(wrong.href, "SELECT 1")).rejects.toThrow(/password authentication failed/);
  await first.stop();
  const second = await startEmbeddedPostgres({ dataDir, settings });
  expect(await query(second.url("hydro"), "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
  await second.stop();
  expect((await stat(join(dataDir, "postgres-password"))).mode & 0o077).toBe(0);
});

test("a postmaster left behind by a killed gateway is adopted, not fought with", async () => {
  const left = await startEmbeddedPostgres({ dataDir, settings });
  const pid = Number((await readFile(join(dataDir, "postgres", "postmaster.pid"), "utf8")).split("\n")[0]);
  const adopted = await startEmbeddedPostgres({ dataDir, settings });
  expect(adopted.url("hydro")).toBe(left.url("hydro"));
  await adopted.stop();
  expect(() => process.kill(pid, 0)).toThrow(/ESRCH/);
});

test("a copy of a data directory without its password is told so, and gets no other one", async () => {
  await (await startEmbeddedPostgres({ dataDir, settings })).stop();
  const [file, kept] = [join(dataDir, "postgres-password"), join(dataDir, "kept")];
  await rename(file, kept);
  const start = startEmbeddedPostgres({ dataDir, settings });
  await expect(start).rejects.toThrow(/^There is no .*postgres-password, the password of the database beside it: copy/);
  await expect(start).rejects.toBeInstanceOf(SettingError);
  await rename(kept, file);
  await (await startEmbeddedPostgres({ dataDir, settings })).stop();
});

test("a data directory that another gateway uses is refused with one sentence", async () => {
  const running = await startEmbeddedPostgres({ dataDir, settings });
  const gateway = new pg.Client(connectionConfig(running.url("hydro")));
  await gateway.connect();
  await expect(startEmbeddedPostgres({ dataDir, settings })).rejects.toThrow(
    /^Another gateway is running on the data directory .*DATA_DIR/,
  );
  await gateway.end();
  await running.stop();
});
