import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Demo } from "../../src/bin/demo.ts";

const serve = fileURLToPath(new URL("../../src/bin/serve.ts", import.meta.url));

export type GatewayProcess = {
  readonly child: ChildProcess;
  readonly demo: Demo;
  /** Everything it printed so far. */
  printed(): string;
  /** Sends the signal and waits for the end. @returns the exit code, null when killed. */
  end(signal: NodeJS.Signals): Promise<number | null>;
};

/** A data directory that is removed afterwards. */
export async function scratchDataDir(): Promise<{ dataDir: string; remove(): Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), "hydro-process-"));
  return { dataDir, remove: () => rm(dataDir, { recursive: true, force: true }) };
}

/** Runs the program to its end, for starts that are meant to fail. */
export async function runToEnd(env: Record<string, string>): Promise<{ code: number | null; printed: string }> {
  const { child, printed } = launch(env);
  const code = await new Promise<number | null>((resolve) => child.once("exit", resolve));
  return { code, printed: printed() };
}

/** `npm start`'s program as a process of its own, ready to take readings. */
export async function startProcess(dataDir: string, env: Record<string, string> = {}): Promise<GatewayProcess> {
  const { child, printed } = launch({ DATA_DIR: dataDir, PORT: "0", ...env });
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on("data", () => printed().includes("Ctrl-C stops it") && resolve());
    child.once("exit", () => reject(new Error(`the gateway ended: ${printed()}`)));
  });
  return {
    child,
    demo: JSON.parse(await readFile(join(dataDir, "demo.json"), "utf8")) as Demo,
    printed,
    end(signal) {
      child.kill(signal);
      return ended;
    },
  };
}

function launch(env: Record<string, string>): { child: ChildProcess; printed(): string } {
  const child = spawn(process.execPath, [serve], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      text += chunk.toString();
    });
  }
  return { child, printed: () => text };
}
