// `npm run test:tools`: what needs programs that npm cannot bring. A missing one fails by name.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

type Step = { readonly command: readonly string[]; readonly cwd?: string };
type ToolTest = {
  readonly name: string;
  readonly needs: string;
  /** Beside it. */
  readonly alsoNeeds?: string;
  readonly hint: string;
  readonly steps: (scratch: string) => readonly Step[];
  /** It mostly waits: it runs beside the others, and what it prints is shown at its end. */
  readonly isSlow?: boolean;
};

const here = fileURLToPath(new URL(".", import.meta.url));

const suite = (name: string): Step => ({
  command: [
    ...[process.execPath, join(here, "../../node_modules/vitest/vitest.mjs"), "run"],
    ...["--config", join(here, "vitest.config.ts"), name],
  ],
});

const toolTests: readonly ToolTest[] = [
  {
    name: "a real Prometheus has changing data for every query of every dashboard; LedgerStalled fires without a ledger, and clears",
    needs: "prometheus",
    hint: "install Debian's prometheus",
    steps: () => [suite("dashboards")],
    isSlow: true,
  },
  {
    name: "readings by MQTT, one by one and in batches, and all who watch them, through stops of broker, PostgreSQL, Redis and gateways",
    needs: "mosquitto",
    alsoNeeds: "redis-server",
    hint: "install mosquitto and Redis 6 or newer",
    steps: () => [suite("ingest-chaos")],
    isSlow: true,
  },
  {
    name: "checkpoints, proofs and tiles verify with Go's own transparency-log library",
    needs: "go",
    hint: "install Go 1.23 or newer",
    steps: (scratch) => [
      { command: [process.execPath, join(here, "go", "produce.ts"), join(scratch, "cases.json")] },
      { command: ["go", "test", "-count=1", "./..."], cwd: join(here, "go") },
    ],
  },
  {
    name: "a live gateway's log reads with Go's own transparency-log library",
    needs: "go",
    hint: "install Go 1.23 or newer",
    steps: () => [{ command: [process.execPath, join(here, "go", "live.ts")] }],
  },
  {
    name: "a gateway signs with keys in OpenSSH's agent, and waits while the agent is away",
    needs: "ssh-agent",
    hint: "install OpenSSH's client",
    steps: () => [{ command: [process.execPath, join(here, "key-agent.ts")] }],
  },
  {
    name: "the SDKs' generated code is what openapi/openapi.json says",
    needs: "mvn",
    hint: "install a JDK 17 and Maven",
    steps: () => [{ command: [process.execPath, join(here, "..", "..", "sdk-gen", "generate.ts"), "--check"] }],
  },
  {
    name: "every snippet for curl runs as it stands",
    needs: "curl",
    hint: "install curl and OpenSSL",
    steps: () => [{ command: [process.execPath, join(here, "sdk", "curl.ts")] }],
  },
  {
    name: "the TypeScript SDK installs, sends, proves and is told, against a live gateway",
    needs: "npm",
    hint: "install npm",
    steps: () => [{ command: [process.execPath, join(here, "sdk", "typescript.ts")] }],
  },
  {
    name: "the Python SDK installs, sends, proves and is told, against a live gateway",
    needs: "python3",
    hint: "install Python 3.10 or newer, with venv",
    steps: () => [{ command: [process.execPath, join(here, "sdk", "python.ts")] }],
    isSlow: true,
  },
  {
    name: "the Java SDK builds, sends, proves and is told, against a live gateway",
    needs: "mvn",
    hint: "install a JDK 17 and Maven",
    steps: () => [{ command: [process.execPath, join(here, "sdk", "java.ts")] }],
  },
  {
    name: "two gateways wake each other's streams over Redis, which holds newest values, and go on without it",
    needs: "redis-server",
    hint: "install Redis 6 or newer",
    steps: () => [{ command: [process.execPath, join(here, "redis.ts")] }],
  },
  {
    name: "whoever goes to and fro between two gateways hears each event once, with a Redis that comes and goes and without any",
    needs: "redis-server",
    hint: "install Redis 6 or newer",
    steps: () => [suite("streams")],
    isSlow: true,
  },
  {
    name: "a real Alertmanager shows what fires at a gateway, and forgets it when it is over",
    needs: "prometheus-alertmanager",
    hint: "install Debian's prometheus-alertmanager (amtool comes with it)",
    steps: () => [{ command: [process.execPath, join(here, "alertmanager.ts")] }],
  },
  {
    name: "promtool and amtool take deploy/prometheus and deploy/alertmanager, and every alert fires, does not, and is sent right",
    needs: "promtool",
    hint: "install Debian's prometheus (promtool comes with it)",
    steps: () => [{ command: [process.execPath, join(here, "rules.ts")] }],
  },
  {
    name: "readings by MQTT through Mosquitto, restarted, killed, over TLS, for two gateways",
    needs: "mosquitto",
    hint: "install mosquitto and mosquitto-clients",
    steps: () => [suite("mosquitto")],
    isSlow: true,
  },
];

let [passed, failed] = [0, 0];
const slow = toolTests
  .filter(({ isSlow }) => isSlow)
  .map((test) => ({ test, ended: run(test, { isShownAtEnd: true }) }));
for (const test of toolTests) if (!test.isSlow) tell(test, await run(test, { isShownAtEnd: false }));
for (const { test, ended } of slow) tell(test, await ended);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

function tell({ name }: ToolTest, problem: string | undefined): void {
  if (problem === undefined) passed++;
  else failed++;
  console.log(problem === undefined ? `ok      ${name}` : `FAILED  ${name}: ${problem}`);
}

/** @returns what is wrong; undefined: nothing */
async function run(
  { needs, alsoNeeds, hint, steps }: ToolTest,
  output: { isShownAtEnd: boolean },
): Promise<string | undefined> {
  // Only its presence counts, except Go's version: ssh-agent has no word for its own, and "-h" ends it at once.
  const version = spawnSync(needs, [needs === "go" ? "version" : "-h"], { encoding: "utf8" });
  if (version.error !== undefined) return `${needs} is missing: ${hint}`;
  if (alsoNeeds !== undefined && spawnSync(alsoNeeds, ["-h"]).error !== undefined)
    return `${alsoNeeds} is missing: ${hint}`;
  const minor = /go1\.(\d+)/.exec(version.stdout)?.[1];
  if (needs === "go" && Number(minor) < 23) return `${version.stdout.trim()} is too old: ${hint}`;
  const scratch = mkdtempSync(join(tmpdir(), "hydro-tools-"));
  try {
    for (const step of steps(scratch)) {
      const ending = await runStep(step, { PROOF_CASES: join(scratch, "cases.json") }, output);
      if (ending !== 0) return `${step.command.join(" ")} ended with ${ending}`;
    }
    return undefined;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** @returns its exit code, or the signal that ended it */
function runStep(
  { command, cwd }: Step,
  env: Record<string, string>,
  { isShownAtEnd }: { isShownAtEnd: boolean },
): Promise<number | NodeJS.Signals | null> {
  const [program = "", ...args] = command;
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: isShownAtEnd ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"],
  });
  const printed: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => printed.push(chunk));
  return new Promise((resolve) => {
    child.once("error", (error) => {
      console.error(error.message);
      resolve(null);
    });
    child.once("close", (code, signal) => {
      process.stdout.write(Buffer.concat(printed));
      resolve(code ?? signal);
    });
  });
}
