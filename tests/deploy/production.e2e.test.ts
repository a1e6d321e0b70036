import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { globSync, readdirSync, readFileSync } from "node:fs";
import { cp, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { testDatabase } from "../support/database.ts";

/** What deploy/ makes of the gateway, without the engines that would run it. */

const root = fileURLToPath(new URL("../../", import.meta.url));
const dockerfile = readFileSync(join(root, "deploy/container/Dockerfile"), "utf8");
const unit = readFileSync(join(root, "deploy/systemd/hydro-mrv-gateway.service"), "utf8");
const { devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/** As the image has it: only what its Dockerfile copies. */
let image: string;
beforeEach(async () => {
  image = await mkdtemp(join(tmpdir(), "hydro-image-"));
  const copied = [...dockerfile.matchAll(/^COPY (.+) \S+$/gm)].flatMap(([, sources = ""]) => sources.split(" "));
  for (const path of copied) await cp(join(root, path), join(image, path), { recursive: true });
});
afterEach(() => rm(image, { recursive: true, force: true }));

const install = () => symlink(join(root, "node_modules"), join(image, "node_modules"));

type Ended = { readonly code: number; readonly out: string; readonly err: string };

function run(...argv: string[]): Promise<Ended> {
  const env = { PATH: process.env.PATH, NODE_ENV: "production", DATA_DIR: join(image, "data") };
  return new Promise((resolve) => {
    execFile(process.execPath, ["src/bin/run.mjs", ...argv], { cwd: image, env }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}

/** Waits for it, and goes on reading: a program whose output nobody takes ends another way. */
function printed(program: ChildProcess, pattern: RegExp): Promise<RegExpExecArray> {
  let text = "";
  return new Promise((resolve, reject) => {
    program.stdout?.on("data", (piece) => {
      text += piece;
      const found = pattern.exec(text);
      if (found !== null) resolve(found);
    });
    program.once("exit", () => reject(new Error(`it ended with: ${text}`)));
  });
}

describe("in production", () => {
  test("what the image holds is all that a gateway reads, and its process is the gateway: it heeds the signal to stop", async () => {
    await install();
    const database = await testDatabase();
    const file = join(image, "database-url");
    await writeFile(file, `${database.url}\n`);
    const env = {
      ...{ PATH: process.env.PATH, NODE_ENV: "production", DATA_DIR: join(image, "data"), DATABASE_URL_FILE: file },
      ...{ HOST: "0.0.0.0", PORT: "0", MQTT_PORT: "off", CACHE_DIRECTORY: join(image, "cache") },
    };
    const gateway = spawn(process.execPath, ["src/bin/run.mjs", "serve"], { cwd: image, env });
    try {
      const [, baseUrl = ""] = await printed(gateway, /docs {5}(http:\/\/127\.0\.0\.1:\d+)\/docs\n/);
      expect((await fetch(`${baseUrl}/health/live`)).status).toBe(200);
      for (const path of ["/docs", "/docs/snippets", "/openapi.json"])
        expect((await fetch(`${baseUrl}${path}`)).status).toBe(200);
      const flags = readFileSync(`/proc/${gateway.pid}/cmdline`, "utf8").split("\0");
      expect(flags.slice(1)).toContain("--max-old-space-size=600");
      expect(flags.at(-2)).toMatch(/serve\.ts$/);
      // No source is left for Node to strip, with a compiler that would stay in memory.
      expect(flags.join(" ")).toMatch(/--import=\S+load\.mjs/);
      expect(readdirSync(join(image, "cache", "stripped"))).toHaveLength(globSync(join(image, "src/**/*.ts")).length);
      gateway.kill("SIGTERM");
      expect(await once(gateway, "exit")).toEqual([0, null]);
    } finally {
      gateway.kill("SIGKILL");
      await database.drop();
    }
  });

  test("nothing is installed: what is missing is said", async () => {
    const ended = await run("migrate");
    expect(ended).toMatchObject({ code: 1, err: "Nothing is installed: run npm ci --omit=dev.\n" });
  });

  test("other programs are started the same way, and those for development are not", async () => {
    await install();
    expect(await run("audit", "--help")).toMatchObject({ code: 0, err: "" });
    const refused = await run("chaos");
    expect([refused.code, refused.err]).toEqual([2, expect.stringMatching(/"chaos" is for development/)]);
  });
});

test("image and service use the Node that everything is tested with", () => {
  const major = devDependencies.node.split(".")[0];
  expect(dockerfile).toMatch(new RegExp(`^FROM docker\\.io/library/node:${major}-`, "m"));
  for (const text of [dockerfile, unit]) expect(text).toMatch(/NODE_ENV=production/);
  expect(unit).toMatch(/^ExecStart=\/usr\/bin\/node src\/bin\/run\.mjs serve$/m);
});

test("the service is started again however long PostgreSQL is away, and not where a setting is wrong", () => {
  expect(unit).toMatch(/^StartLimitIntervalSec=0$/m);
  expect(unit).toMatch(/^Restart=always$/m);
  expect(unit).toMatch(/^RestartPreventExitStatus=78$/m);
});
