import type { Client } from "aedes";
import type { Actor } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import { isDatabaseUnable } from "../platform/database.ts";
import type { Log } from "../platform/log.ts";
import { startLoop } from "../platform/loop.ts";
import type { Metrics } from "../platform/metrics.ts";
import { authenticateAll, type TenancyDeps } from "../tenancy/tenancy.ts";
import { saidGoodbye } from "./embedded-flow.ts";
import type { Credential } from "./message.ts";

/** Who a client is: its key's text, since whether that is still good is asked anew for each message. */
export type Session = {
  readonly credential: Extract<Credential, { kind: "key" }>;
  readonly actor: Actor;
  /** What it listens to. */
  readonly filters: Set<string>;
  /** Metrics that wait for the others of their reading. */
  openMetrics: number;
  /** Aborted where the connection broke: a client that says goodbye has sent what it had. */
  readonly connection: AbortController;
};

/** How often it is looked whether the keys of connected clients are still good. */
const lookedAfterEveryMs = 500;
/** The broker holds each in memory, about 1 kB. A client may listen to receipts and errors of all devices that a key can name. */
const mostFilters = { ofClient: 2_000, ofAll: 100_000 } as const;

/** The clients of the embedded broker that were let in. One whose key is good no more is cut off within a second. */
export class Sessions {
  readonly #deps: { readonly tenancy: TenancyDeps; readonly log: Log; readonly metrics: Metrics };
  readonly #open = new Map<Client, Session>();
  #filters = 0;
  readonly #loop: { stop(): Promise<void> };

  constructor(deps: { readonly tenancy: TenancyDeps; readonly log: Log; readonly metrics: Metrics }) {
    this.#deps = deps;
    this.#loop = startLoop("MQTT keys", deps.log, lookedAfterEveryMs, async () => {
      await this.#lookAfter();
      return "idle";
    });
  }

  of(client: Client): Session | undefined {
    return this.#open.get(client);
  }

  add(client: Client, session: Session): void {
    // Gone while its key was looked up: nobody will tell of its end.
    if (client.closed) return;
    this.#open.set(client, session);
    this.#deps.metrics.mqttConnected.inc();
  }

  remove(client: Client): void {
    const session = this.#open.get(client);
    if (session === undefined) return;
    this.#open.delete(client);
    this.#filters -= session.filters.size;
    this.#deps.metrics.mqttConnected.dec();
    if (!saidGoodbye(client)) session.connection.abort();
  }

  /** Whether the client may listen to one filter more; counted until it leaves that, or is gone. */
  listen(client: Client, filter: string): boolean {
    const { filters } = this.#open.get(client) ?? {};
    if (filters === undefined) return false;
    if (filters.has(filter)) return true;
    if (filters.size >= mostFilters.ofClient || this.#filters >= mostFilters.ofAll) return false;
    filters.add(filter);
    this.#filters++;
    return true;
  }

  unlisten(client: Client, filters: readonly string[]): void {
    const held = this.#open.get(client)?.filters;
    for (const filter of filters) if (held?.delete(filter)) this.#filters--;
  }

  async #lookAfter(): Promise<void> {
    // The library tells of the end of those that it has welcomed.
    for (const client of this.#open.keys()) if (client.closed) this.remove(client);
    const clients = [...this.#open];
    if (clients.length === 0) return;
    const credentials = clients.map(([, { credential }]) => credential);
    const found = await authenticateAll(this.#deps.tenancy, credentials).catch((error: unknown) => {
      // Nothing is taken in either, as long as nobody can say whether a key is good.
      if (isDatabaseUnable(error)) return [];
      throw error;
    });
    for (const [i, now] of found.entries()) {
      const client = clients[i]?.[0];
      if (!(now instanceof Fault) || client === undefined) continue;
      this.#deps.log.info("a client's key is good no more: its MQTT connection was cut");
      client.close();
      this.remove(client);
    }
  }

  stop(): Promise<void> {
    return this.#loop.stop();
  }
}
