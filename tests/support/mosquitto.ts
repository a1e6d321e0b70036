import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** What docs/mqtt.md asks of a broker whose own acknowledgement shall be a promise. */
export const durableSettings = [
  "persistence true",
  "autosave_interval 1",
  "persistent_client_expiration 14d",
  "max_inflight_messages 0",
  "max_queued_messages 0",
  "max_queued_bytes 0",
  "message_size_limit 131072",
];

export type MosquittoOptions = {
  /** Instead of {@link durableSettings}. */
  readonly settings?: readonly string[];
  /** Lines of its configuration beside those of {@link durableSettings} and its listener. */
  readonly lines?: readonly string[];
  /** User names and passwords; absent: anybody may do anything. */
  readonly users?: Readonly<Record<string, string>>;
};

/** Debian's own Mosquitto, in a folder of its own, which can be stopped, killed and started on the same port. */
export class Mosquitto {
  readonly dir: string;
  readonly port: number;
  #child: ChildProcess | undefined;

  private constructor(dir: string, port: number) {
    this.dir = dir;
    this.port = port;
  }

  static async start({ settings = durableSettings, lines = [], users }: MosquittoOptions = {}): Promise<Mosquitto> {
    const dir = await mkdtemp(join(tmpdir(), "hydro-mosquitto-"));
    const broker = new Mosquitto(dir, await freePort());
    // Started by root, it becomes a user of its own, who has to get there.
    await chmod(dir, 0o755);
    await mkdir(join(dir, "data"));
    await chmod(join(dir, "data"), 0o777);
    const access = users === undefined ? ["allow_anonymous true"] : [`password_file ${broker.file("passwords")}`];
    if (users !== undefined) await broker.setUsers(users);
    const config = [
      `listener ${broker.port} 127.0.0.1`,
      ...access,
      ...settings,
      `persistence_location ${join(dir, "data")}/`,
      "log_dest stderr",
      "log_type error",
      ...lines,
    ];
    await writeFile(broker.file("mosquitto.conf"), `${config.join("\n")}\n`);
    await broker.run();
    return broker;
  }

  get url(): string {
    return `mqtt://127.0.0.1:${this.port}`;
  }

  get pid(): number {
    return this.#child?.pid as number;
  }

  file(name: string): string {
    return join(this.dir, name);
  }

  async setUsers(users: Readonly<Record<string, string>>): Promise<void> {
    const lines = Object.entries(users).map(([name, password]) => `${name}:${password}`);
    await writeFile(this.file("passwords"), `${lines.join("\n")}\n`);
    execFileSync("mosquitto_passwd", ["-U", this.file("passwords")]);
    await chmod(this.file("passwords"), 0o644);
  }

  /** Starts it again, as it was. */
  async run(): Promise<void> {
    const child = spawn("mosquitto", ["-c", this.file("mosquitto.conf")], { stdio: ["ignore", "ignore", "inherit"] });
    this.#child = child;
    while (!(await answers(this.port))) {
      if (child.exitCode !== null) throw new Error(`mosquitto ended with ${child.exitCode}`);
      await sleep(20);
    }
  }

  /** SIGTERM: it saves what it has. SIGKILL: it has what it saved. */
  async end(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  }

  async remove(): Promise<void> {
    await this.end("SIGKILL");
    await rm(this.dir, { recursive: true, force: true });
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const closed = once(server, "close");
  server.close();
  await closed;
  return typeof address === "object" && address !== null ? address.port : 0;
}
