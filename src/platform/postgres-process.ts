import { type ChildProcess, spawn } from "node:child_process";
import type { Binaries, Identity } from "./postgres-binaries.ts";
import { PostgresWords } from "./postgres-words.ts";

/** PostgreSQL as a child process, from its start to its end. */

export const host = "127.0.0.1";

export async function launch(
  binaries: Binaries,
  identity: Identity,
  cluster: string,
  port: number,
  settings: Readonly<Record<string, string>>,
): Promise<{ readonly child: ChildProcess; readonly words: PostgresWords }> {
  const all = {
    listen_addresses: host,
    unix_socket_directories: "",
    timezone: "UTC",
    log_timezone: "UTC",
    max_connections: "100",
    // A checkpoint every half gigabyte, as it usually is, comes each minute under load, and every page behind it goes
    // through the log in full again.
    max_wal_size: "4GB",
    wal_buffers: "16MB",
    ...settings,
  };
  const flags = Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const command = [...identity.prefix, binaries.postgres, "-D", cluster, "-p", String(port), ...flags];
  // A process group of its own: a terminal's Ctrl-C must reach the gateway first, which stops PostgreSQL last.
  const child = spawn(command[0] as string, command.slice(1), {
    ...identity.spawn,
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const words = new PostgresWords();
  await new Promise<void>((resolve, reject) => {
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      words.hear(text);
      if (words.isReady) resolve();
    });
    child.once("error", reject);
    onceGone(child, () => reject(new Error(`PostgreSQL did not start: ${words.lastWords}`)));
  });
  child.unref();
  return { child, words };
}

/** Its last words come behind its end; and those that it leaves behind for a moment may hold the line open. It may act twice. */
export function onceGone(child: ChildProcess, act: () => void): void {
  child.once("exit", () => setTimeout(act, 1_000).unref());
  child.once("close", act);
}

export async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.ref();
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGINT"); // "fast" shutdown: sessions are ended, everything committed is kept
  await gone;
}
