// The only file that must run on any Node >= 20 before anything is installed: it installs what is
// missing, then hands over to Node 24 (the npm package `node`) for everything else. In production
// (`NODE_ENV`) nothing is installed: the Node that runs this becomes the program itself.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { strippedFlag } from "./stripped/flag.mjs";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const modules = join(root, "node_modules");
const stamp = join(modules, ".installed-for");
const node24 = join(modules, "node", "bin", process.platform === "win32" ? "node.exe" : "node");

/** Programs: one file each. Tasks: command lines run in order, all under Node 24. */
const programs = ["serve", "migrate", "admin", "import", "ledger", "openapi", "metrics", "audit", "simulate"];
// A young generation as large as the engine would let it grow holds 100 MB of what nobody needs any more: readings come
// and go in milliseconds. And the C library (glibc) gives buffers of whole batches back to the system only when told to.
const nodeFlags = JSON.parse(readFileSync(join(root, "src", "bin", "node-flags.json"), "utf8"));
const tool = (name, bin = name) => {
  const home = join(modules, name);
  const meta = JSON.parse(readFileSync(join(home, "package.json"), "utf8"));
  return join(home, typeof meta.bin === "string" ? meta.bin : meta.bin[bin]);
};
const vitest = (...args) => [tool("vitest"), "run", ...args];
/** Redocly's command would else tell its maker of each run, and ask whether there is a newer version. */
const env = { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };
const tasks = {
  test: (args) => [vitest(...args)],
  "test:tools": (args) => [[join(root, "tests", "tools", "run.ts"), ...args]],
  sdk: (args) => [[join(root, "sdk-gen", "generate.ts"), ...args]],
  "openapi:breaks": (args) => [[join(root, "openapi", "breaks.ts"), ...args]],
  chaos: (args) => [[join(root, "tests", "chaos", "run.ts"), ...args]],
  dashboards: (args) => [[join(root, "grafana", "source", "write.ts"), ...args]],
  bench: (args) => [[join(root, "bench", "run.ts"), ...args]],
  // Without its tests where they ran already.
  verify: (args) => [
    [tool("@biomejs/biome", "biome"), "ci", ".", ...(process.stdout.isTTY ? [] : ["--colors=off"])],
    [tool("typescript", "tsc")],
    [join(root, "tests", "support", "arrows.ts")],
    [tool("@redocly/cli", "redocly"), "lint", join("openapi", "openapi.json")],
    [join(root, "openapi", "breaks.ts")],
    ...(args.includes("--no-tests") ? [] : [vitest("--project", "pure")]),
  ],
};

function install() {
  const wanted = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted && existsSync(node24)) return;
  console.error("Installing what is missing (once; about a minute) ...");
  const npm = process.env.npm_execpath;
  const args = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
  const done = npm
    ? spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: ["ignore", 2, 2] })
    : spawnSync("npm", args, { cwd: root, stdio: ["ignore", 2, 2], shell: process.platform === "win32" });
  if (done.status !== 0) {
    console.error("The installation failed (npm's words are above). Check the network, then run the command again.");
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
}

function ready() {
  if (typeof process.execve !== "function" || Number(process.versions.node.split(".")[0]) < 24) {
    console.error(`NODE_ENV=production needs Node.js 24 or newer, and not on Windows; this is ${process.version}.`);
    process.exit(1);
  }
  if (!existsSync(modules)) {
    console.error("Nothing is installed: run npm ci --omit=dev.");
    process.exit(1);
  }
}

/**
 * In an image, or under a service manager, what is there is used: this process becomes the program, so that signals reach
 * it and no other process is there.
 */
function become(command, more) {
  process.execve(process.execPath, [process.execPath, ...command], { ...more, ...env });
}

function run(command, more = {}) {
  return new Promise((resolve) => {
    const child = spawn(node24, command, { cwd: root, stdio: "inherit", env: { ...more, ...env } });
    // A terminal sends Ctrl-C to the whole group; the child stops itself. Here it only must not kill us first.
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
      process.removeAllListeners(signal);
      process.on(signal, () => signal !== "SIGINT" && child.kill(signal));
    }
    child.on("exit", (code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 1)));
  });
}

const [name, ...args] = process.argv.slice(2);
if (name === undefined || !(programs.includes(name) || name in tasks)) {
  console.error(`Say which: ${[...programs, ...Object.keys(tasks)].join(", ")}.`);
  process.exit(2);
}
const isProduction = process.env.NODE_ENV === "production";
if (isProduction && !programs.includes(name)) {
  console.error(`NODE_ENV=production has ${programs.join(", ")}; "${name}" is for development.`);
  process.exit(2);
}
if (isProduction) ready();
else install();
const own = nodeFlags[name] ?? { flags: [], env: {} };
// What was made of the sources at the first start is kept for the next ones: two seconds each. CACHE_DIRECTORY is systemd's.
const cache = process.env.CACHE_DIRECTORY ?? join(modules, ".cache");
if (name === "serve")
  own.flags.push(strippedFlag(isProduction ? process.execPath : node24, join(cache, "stripped"), [join(root, "src")]));
else env.NODE_COMPILE_CACHE ??= join(cache, "compiled");
const commands = programs.includes(name)
  ? [[...own.flags, join(root, "src", "bin", `${name}.ts`), ...args]]
  : tasks[name](args);
if (isProduction) become(commands[0], own.env);
for (const command of commands) {
  const code = await run(command, own.env);
  if (code !== 0) process.exit(code);
}
