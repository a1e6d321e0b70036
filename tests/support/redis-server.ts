import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@redis/client";

export type RedisOptions = {
  /** Saves what it holds every second, so that after a kill it begins with something old; absent: it begins empty. */
  readonly saves?: boolean;
};

/** Debian's own Redis, which can be stopped, killed, halted and started on the same port. */
export class RedisServer {
  readonly #dir: string;
  readonly #port: number;
  readonly #saves: boolean;
  #child: ChildProcess | undefined;

  private constructor(dir: string, port: number, saves: boolean) {
    this.#dir = dir;
    this.#port = port;
    this.#saves = saves;
  }

  static async start({ saves = false }: RedisOptions = {}): Promise<RedisServer> {
    const redis = new RedisServer(await mkdtemp(join(tmpdir(), "hydro-redis-")), await freePort(), saves);
    await redis.run();
    return redis;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.#port}`;
  }

  /** Starts it again, as it was. */
  async run(): Promise<void> {
    const save = this.#saves ? ["--save", "1 1"] : ["--save", ""];
    const args = [
      "--port",
      String(this.#port),
      "--bind",
      "127.0.0.1",
      ...save,
      "--appendonly",
      "no",
      "--dir",
      this.#dir,
    ];
    const child = spawn("redis-server", args, { stdio: ["ignore", "pipe", "inherit"] });
    this.#child = child;
    let said = "";
    for await (const piece of child.stdout) {
      said += String(piece);
      if (said.includes("Ready to accept connections")) break;
    }
    if (!said.includes("Ready to accept connections")) throw new Error(`redis-server ended: ${said}`);
    child.stdout.resume();
  }

  /** It answers nothing and keeps its lines open. */
  halt(): void {
    this.#child?.kill("SIGSTOP");
  }

  goOn(): void {
    this.#child?.kill("SIGCONT");
  }

  /** How many have subscribed to the channels of these names. */
  async listenersOf(pattern: string): Promise<number> {
    const client = createClient({ url: this.url });
    client.on("error", () => undefined);
    await client.connect();
    try {
      const counts = await client.pubSubNumSub(await client.pubSubChannels(pattern));
      return Object.values(counts).reduce((sum, count) => sum + Number(count), 0);
    } finally {
      client.destroy();
    }
  }

  /** SIGTERM: it saves first, where it saves at all. */
  async end(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  }

  async remove(): Promise<void> {
    await this.end("SIGKILL");
    await rm(this.#dir, { recursive: true, force: true });
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
