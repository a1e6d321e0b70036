import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { HederaOptions } from "../../src/ledger/hedera/ledger.ts";

const program = fileURLToPath(new URL("../../src/bin/ledger.ts", import.meta.url));

/** Short, so that a silent node costs a call and not a campaign. */
const requestTimeoutMs = 1_500;

export type FaultState = { readonly armed: readonly { readonly fault: object; readonly left: number }[] };

/** The local ledger as a process of its own that can be killed and started again on its data and ports. */
export class LedgerProcess {
  readonly #dataDir: string;
  readonly #ports: { readonly grpc: number; readonly mirror: number };
  /** From a node's OK to consensus. */
  readonly #latencyMs: number;
  #child: ChildProcess | undefined;
  #options: HederaOptions | undefined;

  private constructor(dataDir: string, ports: { grpc: number; mirror: number }, latencyMs: number) {
    this.#dataDir = dataDir;
    this.#ports = ports;
    this.#latencyMs = latencyMs;
  }

  static async start(
    dataDir: string,
    ports: { grpc: number; mirror: number },
    { latencyMs = 1 }: { readonly latencyMs?: number } = {},
  ): Promise<LedgerProcess> {
    const ledger = new LedgerProcess(dataDir, ports, latencyMs);
    await ledger.launch();
    return ledger;
  }

  /** How to reach it. */
  get options(): HederaOptions {
    if (this.#options === undefined) throw new Error("the ledger has not been started");
    return this.#options;
  }

  /** Another program's outgoing connection may hold a port of the dead ledger for a while: it is asked for again. */
  async launch(): Promise<void> {
    for (let tries = 1; ; tries++)
      try {
        return await this.#launchOnce();
      } catch (fault) {
        if (tries === 20) throw fault;
        await sleep(1_000);
      }
  }

  async #launchOnce(): Promise<void> {
    const { grpc, mirror } = this.#ports;
    const args = ["--data", this.#dataDir, "--grpc-port", String(grpc), "--mirror-port", String(mirror)];
    args.push("--latency-ms", String(this.#latencyMs), "--fault-control");
    const child = spawn(process.execPath, [program, ...args], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    this.#child = child;
    const said = new Map<string, string>();
    await new Promise<void>((resolve, reject) => {
      child.once("exit", (code) => reject(new Error(`the ledger ended with ${code}`)));
      createInterface({ input: child.stdout }).on("line", (line) => {
        const [, name, value] = /^ {2}(\w+) +(.*)$/.exec(line) ?? [];
        if (name !== undefined && value !== undefined) said.set(name, value);
        if (said.has("key")) resolve();
      });
    });
    this.#options ??= {
      network: "local",
      operatorId: said.get("operator")?.split(",")[0] ?? "",
      operatorKey: said.get("key") ?? "",
      nodes: JSON.parse(said.get("network") ?? "{}") as Record<string, string>,
      mirrorUrl: said.get("mirror")?.replace(/\/api\/v1$/, "") ?? "",
      requestTimeoutMs,
    };
  }

  /** Whatever was accepted but not at consensus is lost, as in a network that drops it. */
  async kill(): Promise<void> {
    if (this.#child === undefined || this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await gone;
  }

  /** Gives a fault order; see the ledger's control port. Undefined while the process is down. */
  async faults(order?: object): Promise<FaultState | undefined> {
    const init = order === undefined ? {} : { method: "POST", body: JSON.stringify(order) };
    const answer = await fetch(`${this.options.mirrorUrl}/faults`, init).catch(() => undefined);
    if (answer === undefined) return undefined;
    if (answer.status !== 200) throw new Error(`the ledger refused the order ${JSON.stringify(order)}`);
    return (await answer.json()) as FaultState;
  }
}
