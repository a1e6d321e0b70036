import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runningPostgresUrl, startEmbeddedPostgres } from "../../src/platform/embedded-postgres.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "hydro-programs-"));
});
afterEach(async () => {
  await rm(dataDir, { recursive: true, force: true });
});

type Ended = { readonly code: number; readonly out: string; readonly err: string };

function program(name: string, argv: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  const file = join(root, "src", "bin", `${name}.ts`);
  const { PATH } = process.env;
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [file, ...argv],
      { cwd: root, env: { PATH, DATA_DIR: dataDir, ...env } },
      (error, out, err) => resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}

test("the console works without a gateway, starting PostgreSQL for the while, and leaves all as it was made", async () => {
  expect(await program("admin", ["org", "create", "acme", "--name", "Acme"])).toMatchObject({ code: 0, out: "" });
  expect(await runningPostgresUrl(dataDir, "hydro")).toBeUndefined();
  const key = await program("admin", ["key", "create", "acme", "--roles", "device"]);
  expect(key.out).toMatch(/^ghdk_local_\S+\n$/);
  expect(await program("admin", ["org", "create", "acme", "--name", "Acme"])).toMatchObject({
    code: 1,
    err: "The organisation acme exists already.\n",
  });
});

test("the console works beside whoever runs the embedded PostgreSQL, and leaves it running", async () => {
  await program("migrate", []);
  const postgres = await startEmbeddedPostgres({ dataDir });
  try {
    expect((await program("admin", ["org", "create", "beside", "--name", "Beside"])).code).toBe(0);
    expect((await program("admin", ["org", "list"])).out).toContain("beside");
    expect(await runningPostgresUrl(dataDir, "hydro")).toBe(postgres.url("hydro"));
  } finally {
    await postgres.stop();
  }
});

test("migrate says what it ran, and nothing the second time", async () => {
  expect((await program("migrate", [])).out).toMatch(/^Ran 0001_\w+\.sql/);
  expect((await program("migrate", [])).out).toBe("Nothing to do: the schema is this version's.\n");
});

test("a pid file left by a crash does not pass for a running PostgreSQL", async () => {
  await mkdir(join(dataDir, "postgres"));
  // Another process has the number by now, and nothing listens on the port.
  await writeFile(join(dataDir, "postgres", "postmaster.pid"), `${process.pid}\n${dataDir}\n0\n9\n\n127.0.0.1\n`);
  expect(await runningPostgresUrl(dataDir, "hydro")).toBeUndefined();
});

test.each([
  ["admin", ["org"], 2, /Say which/],
  ["admin", ["key", "create", "acme", "--roles", "boss"], 2, /"boss" is no role/],
  ["import", ["nothing.csv"], 2, /Say which plant/],
  ["ledger", ["--nothing"], 2, /'--nothing'/],
  ["ledger", ["--latency-ms", "soon"], 2, /--latency-ms is "soon"/],
  ["migrate", ["--dry-run"], 2, /"--dry-run" is nothing/],
])("%s %j ends with %i and one sentence, and touches nothing", async (name, argv, code, message) => {
  const ended = await program(name, argv);
  expect(ended.code).toBe(code);
  expect(ended.err).toMatch(message);
  expect(ended.err.trim().split("\n").length).toBe(1);
  expect(await runningPostgresUrl(dataDir, "hydro")).toBeUndefined();
});

test("a database that does not answer is told in one sentence", async () => {
  const env = { DATABASE_URL: "postgres://nobody@127.0.0.1:9/none" };
  for (const [name, argv] of [
    ["admin", ["org", "list"]],
    ["migrate", []],
  ] as const) {
    const ended = await program(name, argv, env);
    expect(ended.code).toBe(1);
    expect(ended.err).toMatch(/ECONNREFUSED/);
    expect(ended.err.trim().split("\n").length).toBe(1);
  }
});

test.each(["admin", "import", "migrate"])("%s --help explains itself", async (name) => {
  const { code, out } = await program(name, ["--help"]);
  expect(code).toBe(0);
  expect(out).toContain(`npm run ${name}`);
});
