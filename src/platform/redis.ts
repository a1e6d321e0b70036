import { createClient } from "@redis/client";
import type { DomainEvent, EventBus } from "./events.ts";
import type { Log } from "./log.ts";
import type { StreamWaker } from "./stream-log.ts";

/**
 * Redis beside PostgreSQL: it says sooner and cheaper what PostgreSQL knows, and is never needed. While it is away
 * everything goes on by PostgreSQL alone.
 */
export type Redis = {
  readonly waker: StreamWaker;
  readonly cache: Cache;
  stop(): Promise<void>;
};

/** Texts that can be found out again. */
export type Cache = {
  /** Undefined: not there, or Redis is away. */
  get(key: string): Promise<string | undefined>;
  /** @param keptS seconds after which it is forgotten */
  set(key: string, text: string, keptS: number): void;
};

/** What is not answered by then is found out in another way, ms. */
const patienceMs = 200;
const slowestRetryMs = 2_000;

/**
 * Connects in the background, and again for ever.
 *
 * @param name of the database that the gateways share: several may share one Redis
 */
export function startRedis(url: string, name: string, { events, log }: { events: EventBus; log: Log }): Redis {
  const channel = `hydro:${name}:streams`;
  const client = createClient({
    url,
    commandOptions: { timeout: patienceMs },
    // A wake-up that waits for Redis to come back is too late: the poll is sooner.
    disableOfflineQueue: true,
    maintNotifications: "disabled",
    pingInterval: 10_000,
    socket: {
      connectTimeout: 2_000,
      reconnectStrategy: (retries) => Math.min(slowestRetryMs, 50 * 2 ** Math.min(retries, 10)),
    },
  });
  const listener = client.duplicate({ disableOfflineQueue: false });
  const troubles = new Troubles(log);
  for (const one of [client, listener]) {
    one.on("error", (error: Error) => troubles.hear(error));
    one.on("ready", () => troubles.end());
    // Tried again in the background; what fails for good is in the error event.
    one.connect().catch(() => undefined);
  }
  listener
    .subscribe(channel, (text) => events.hear(JSON.parse(text) as DomainEvent))
    .catch((error: Error) => troubles.hear(error));
  const quietly = (work: Promise<unknown>) => void work.catch((error: Error) => troubles.hear(error));
  return {
    waker: {
      get isUp() {
        return client.isReady && listener.isReady;
      },
      wake(orgIds) {
        const event: DomainEvent = { type: "stream.grown", orgIds };
        quietly(client.publish(channel, JSON.stringify(event)));
      },
    },
    cache: {
      async get(key) {
        if (!client.isReady) return undefined;
        try {
          return (await client.get(`hydro:${name}:${key}`)) ?? undefined;
        } catch (error) {
          troubles.hear(error as Error);
          return undefined;
        }
      },
      set(key, text, keptS) {
        if (client.isReady)
          quietly(client.set(`hydro:${name}:${key}`, text, { expiration: { type: "EX", value: keptS } }));
      },
    },
    async stop() {
      for (const one of [listener, client]) one.destroy();
    },
  };
}

/** Says once that Redis is away, and once that it is back. */
class Troubles {
  readonly #log: Log;
  #isTold = false;

  constructor(log: Log) {
    this.#log = log;
  }

  hear(error: Error): void {
    if (this.#isTold) return;
    this.#isTold = true;
    this.#log.warn({ err: error }, "Redis is away: live streams go on by PostgreSQL alone");
  }

  end(): void {
    if (!this.#isTold) return;
    this.#isTold = false;
    this.#log.info("Redis is back");
  }
}
