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
const pingMs = 10_000;
/** An open line on which nothing was said for so long is given up, ms. */
const longestSilenceMs = 15_000;

/**
 * Connects in the background, and again for ever.
 *
 * @param name of the database that the gateways share: several may share one Redis
 */
export function startRedis(url: string, name: string, { events, log }: { events: EventBus; log: Log }): Redis {
  const channel = `hydro:${name}:streams`;
  const client = createClient({
    url,
    // A wake-up that waits for Redis to come back is too late: the poll is sooner.
    disableOfflineQueue: true,
    maintNotifications: "disabled",
    pingInterval: pingMs,
    socket: {
      connectTimeout: 2_000,
      socketTimeout: longestSilenceMs,
      reconnectStrategy: (retries) => Math.min(slowestRetryMs, 50 * 2 ** Math.min(retries, 10)),
    },
  });
  const listener = client.duplicate();
  const troubles = new Troubles(log);
  const patience = new Patience(troubles);
  let isSubscribed = false;
  // Once it has subscribed, it does so again by itself whenever the line is a new one.
  const subscribe = async () => {
    if (isSubscribed) return;
    await listener.subscribe(channel, (text) => events.hear(JSON.parse(text) as DomainEvent));
    isSubscribed = true;
  };
  client.on("ready", () => patience.restore());
  listener.on("ready", () => void subscribe().catch((error: Error) => troubles.hear(error)));
  for (const one of [client, listener]) {
    one.on("error", (error: Error) => troubles.hear(error));
    one.on("ready", () => troubles.end());
    // Tried again in the background; what fails for good is in the error event.
    one.connect().catch(() => undefined);
  }
  const answers = () => client.isReady && !patience.isAtItsEnd;
  const quietly = (work: Promise<unknown>) => void patience.wait(work).catch((error: Error) => troubles.hear(error));
  return {
    waker: {
      get isUp() {
        return answers() && listener.isReady && isSubscribed;
      },
      wake(orgIds) {
        if (!answers()) return;
        const event: DomainEvent = { type: "stream.grown", orgIds };
        quietly(client.publish(channel, JSON.stringify(event)));
      },
    },
    cache: {
      async get(key) {
        if (!answers()) return undefined;
        try {
          return (await patience.wait(client.get(`hydro:${name}:${key}`))) ?? undefined;
        } catch (error) {
          troubles.hear(error as Error);
          return undefined;
        }
      },
      set(key, text, keptS) {
        if (answers()) quietly(client.set(`hydro:${name}:${key}`, text, { expiration: { type: "EX", value: keptS } }));
      },
    },
    async stop() {
      for (const one of [listener, client]) one.destroy();
    },
  };
}

/**
 * A Redis that takes what it is sent and does not answer, such as one whose machine is stopped, is away: its line stays
 * open, and the client's own time limit ends when a command is sent. Nothing more is sent until it has answered.
 */
class Patience {
  readonly #troubles: Troubles;
  isAtItsEnd = false;

  constructor(troubles: Troubles) {
    this.#troubles = troubles;
  }

  /** @throws when no answer is there in time, or what the work throws */
  wait<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      let isOver = false;
      // After a pause of this process the answer is there already and only has to be read.
      const timer = setTimeout(() => setImmediate(giveUp), patienceMs);
      const giveUp = () => {
        if (isOver) return;
        this.isAtItsEnd = true;
        reject(new Error(`Redis has not answered for ${patienceMs} ms`));
      };
      const end = () => {
        isOver = true;
        clearTimeout(timer);
      };
      work.then(
        (answer) => {
          end();
          this.restore();
          resolve(answer);
        },
        (error: Error) => {
          end();
          // An answer too; or the line is broken, and a new one begins anew.
          this.isAtItsEnd = false;
          reject(error);
        },
      );
    });
  }

  restore(): void {
    if (!this.isAtItsEnd) return;
    this.isAtItsEnd = false;
    this.#troubles.end();
  }
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
