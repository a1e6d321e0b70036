import { type ChildProcess, spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { openSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { MintMode } from "../../src/config.ts";
import type { GatewayEvent, GatewayOrder, GatewaySettings } from "./gateway.ts";
import type { Order, Step } from "./steps.ts";

const patienceMs = 60_000;
const program = fileURLToPath(new URL("gateway.ts", import.meta.url));

export type SlotOptions = {
  readonly name: string;
  readonly port: number;
  readonly serveUrl: string;
  readonly workerUrl: string;
  readonly dataDir: string;
  readonly settings: GatewaySettings;
  readonly mintMode: MintMode;
  readonly env: Readonly<Record<string, string>>;
};

/**
 * One of the two places at which a gateway runs. The next process waits there with its modules loaded, so
 * that a death costs the time to start a gateway, not the time to start a runtime.
 */
export class Slot {
  readonly name: string;
  readonly url: string;
  /** Milliseconds from a start to readiness. */
  readonly startsMs: number[] = [];
  readonly #options: SlotOptions;
  readonly #news = new EventEmitter();
  readonly #logPath: string;
  readonly #logFile: number;
  #child: ChildProcess | undefined;
  #spare: { readonly child: ChildProcess; readonly loaded: Promise<unknown> };
  #closed = false;
  #turn: Promise<unknown> = Promise.resolve();
  isReady = false;
  holdsLease = false;
  /** The step at which the running process struck itself, if it did. */
  struck: Step | undefined;

  constructor(options: SlotOptions) {
    this.#options = options;
    this.name = options.name;
    this.url = `http://127.0.0.1:${options.port}`;
    this.#logPath = join(options.dataDir, `gateway-${options.name}.log`);
    this.#logFile = openSync(this.#logPath, "a");
    this.#spare = this.#spawn();
  }

  /**
   * Starts gateways until one is ready: while PostgreSQL is away none comes up.
   * @throws when none does for a minute.
   */
  async start(): Promise<void> {
    const givesUpAt = performance.now() + patienceMs;
    while (!this.#closed && !this.isReady) {
      if (performance.now() > givesUpAt) throw new Error(`no gateway comes up; the last words are in ${this.#logPath}`);
      const { child, loaded } = this.#spare;
      await loaded;
      this.#child = child;
      this.struck = undefined;
      const startedAt = performance.now();
      const over = new AbortController();
      const { signal } = over;
      // One that died while it waited tells of it no more.
      const ended = hasEnded(child) ? Promise.resolve() : once(child, "exit", { signal });
      const outcome = Promise.race([once(this.#news, "ready", { signal }), ended]);
      this.#say({ start: true });
      await outcome;
      over.abort();
      if (this.isReady) this.startsMs.push(performance.now() - startedAt);
      this.#spare = this.#spawn();
      if (!this.isReady) await sleep(200);
    }
  }

  /** Whoever kills, stops or starts the process takes turns with the others who do. */
  exclusively<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  order(trigger: Order | undefined): void {
    this.#say({ trigger: trigger ?? null });
  }

  signal(signal: NodeJS.Signals): void {
    this.#child?.kill(signal);
  }

  /** Resolves true when the running process has ended, false when that takes too long. */
  async ended(withinMs: number): Promise<boolean> {
    const child = this.#child;
    if (child === undefined || hasEnded(child)) return true;
    return happens((signal) => once(child, "exit", { signal }), withinMs);
  }

  /** Resolves true when the process has given itself the signal it was ordered to. */
  async strikesItself(withinMs: number): Promise<boolean> {
    if (this.struck !== undefined) return true;
    return happens((signal) => once(this.#news, "struck", { signal }), withinMs);
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const child of [this.#child, this.#spare.child]) {
      if (child === undefined || hasEnded(child)) continue;
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
    }
  }

  #say(order: GatewayOrder): void {
    if (this.#child?.stdin?.writable) this.#child.stdin.write(`${JSON.stringify(order)}\n`);
  }

  #spawn(): { child: ChildProcess; loaded: Promise<unknown> } {
    const { serveUrl, workerUrl, dataDir, port, settings, mintMode, env } = this.#options;
    const child = spawn(process.execPath, [program], {
      env: {
        PATH: process.env.PATH,
        DATABASE_URL: serveUrl,
        DATABASE_WORKER_URL: workerUrl,
        DATA_DIR: dataDir,
        PORT: String(port),
        LOG_LEVEL: "warn",
        MINT_MODE: mintMode,
        NODE_COMPILE_CACHE: join(dataDir, "compiled"),
        MQTT_PORT: "off",
        ...env,
        CHAOS: JSON.stringify(settings),
      },
      stdio: ["pipe", "pipe", this.#logFile],
    });
    child.stdin?.on("error", () => undefined);
    const own = new EventEmitter();
    const loaded = Promise.race([once(own, "loaded"), once(child, "exit")]);
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on("line", (line) => {
      const event = JSON.parse(line) as GatewayEvent;
      if (event.event === "loaded") own.emit("loaded");
      else if (child === this.#child) this.#hear(event);
    });
    child.once("exit", () => {
      if (child !== this.#child) return;
      this.isReady = false;
      this.holdsLease = false;
    });
    return { child, loaded };
  }

  #hear(event: Exclude<GatewayEvent, { event: "loaded" }>): void {
    if (event.event === "ready") this.isReady = true;
    else if (event.event === "lease") this.holdsLease = event.holds;
    else this.struck = event.step;
    this.#news.emit(event.event);
  }
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

async function happens(event: (signal: AbortSignal) => Promise<unknown>, withinMs: number): Promise<boolean> {
  const late = AbortSignal.timeout(withinMs);
  return event(late).then(
    () => true,
    () => false,
  );
}
