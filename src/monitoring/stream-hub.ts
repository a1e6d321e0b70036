import type { Actor } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import type { Clock } from "../kernel/time.ts";
import type { EventBus } from "../platform/events.ts";
import type { Log } from "../platform/log.ts";
import type { Metrics } from "../platform/metrics.ts";
import type { ScopedDb } from "../platform/scoped.ts";
import { readStreamEnds } from "../platform/stream-log.ts";
import type { Standing } from "../tenancy/standing.ts";
import { type Listening, StreamClient } from "./stream-client.ts";
import { doneBefore, idOf } from "./stream-event.ts";
import { type Asked, readPages } from "./stream-source.ts";
import { plantsOf } from "./stream-wish.ts";

export type HubDeps = {
  readonly db: ScopedDb;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Pick<Metrics, "streamClients" | "streamEvents" | "streamsEnded" | "streamLagSeconds">;
  readonly events: EventBus;
  /** Who an actor is at this moment; undefined: its credential is over. */
  readonly standing: (actor: Actor) => Promise<Standing | undefined>;
  /** How often a silent line is used, ms. */
  readonly heartbeatMs?: number;
};

export type Opening = Omit<Listening, "onEnd"> & {
  /** When the credential is over, ms; undefined: not by itself. */
  readonly endsAtMs: number | undefined;
  /** The last event that the client has. */
  readonly lastId: number | undefined;
};

/** All who listen at this gateway. */
export type Hub = {
  /**
   * Begins a stream: what follows `lastId` first, from the database, then what comes, without a gap and nothing twice.
   *
   * @throws {Fault} `overloaded` when too many listen
   */
  open(opening: Opening): Promise<{ leave(): void }>;
  stop(): void;
};

/** Of one gateway. */
const mostClients = 10_000;
/** A lost notification costs at most this, ms. */
const pollMs = 1_000;
/** Credentials are looked at again, ms; at once when somebody's access was changed anywhere. */
const standingMs = 30_000;
/** A client that catches up is given more when no more than this waits for it, bytes. */
const mostAheadBytes = 65_536;

/** An organisation of which somebody listens. */
type Feed = { readonly orgId: string; cursor: number; readonly live: Set<StreamClient>; listeners: number };

export function createHub(deps: HubDeps): Hub {
  const hub = new LiveHub(deps);
  return { open: (opening) => hub.open(opening), stop: () => hub.stop() };
}

class LiveHub {
  readonly #deps: HubDeps;
  readonly #feeds = new Map<string, Feed>();
  readonly #clients = new Set<StreamClient>();
  readonly #unsubscribe: () => void;
  readonly #timers: NodeJS.Timeout[];
  /** Organisations that may have something new. */
  readonly #grown = new Set<string>();
  #isLooking = false;
  #isStopped = false;

  constructor(deps: HubDeps) {
    this.#deps = deps;
    this.#unsubscribe = deps.events.subscribe((event) => {
      if (event.type === "stream.grown") this.#look(event.orgIds);
      if (event.type === "acts.recorded" || event.type === "access.changed") void this.#checkStandings();
    });
    this.#timers = [
      setInterval(() => this.#look(), pollMs),
      setInterval(() => this.#beat(), deps.heartbeatMs ?? 15_000),
      setInterval(() => void this.#checkStandings(), standingMs),
    ];
    for (const timer of this.#timers) timer.unref();
  }

  async open({ endsAtMs, lastId, ...listening }: Opening): Promise<{ leave(): void }> {
    const { db, metrics, clock } = this.#deps;
    const { orgId } = listening.actor;
    if (this.#isStopped || this.#clients.size >= mostClients) {
      throw new Fault("overloaded", "This gateway has all the streams that it can serve.", { retryAfterS: 5 });
    }
    const ends = await readStreamEnds(db.of(orgId), orgId);
    const feed = this.#feeds.get(orgId) ?? { orgId, cursor: ends.newest, live: new Set(), listeners: 0 };
    this.#feeds.set(orgId, feed);
    feed.listeners++;
    let expiry: NodeJS.Timeout | undefined;
    const onEnd: Listening["onEnd"] = (why) => {
      clearTimeout(expiry);
      this.#clients.delete(client);
      feed.live.delete(client);
      feed.listeners--;
      if (feed.listeners === 0) this.#feeds.delete(orgId);
      metrics.streamClients.dec({ form: listening.sink.form });
      metrics.streamsEnded.inc({ why });
      if (why === "slow-consumer") {
        this.#deps.log.warn({ org_id: orgId, key_id: listening.actor.keyId }, "a stream's reader was too slow");
      }
    };
    const client = new StreamClient({ ...listening, onEnd }, lastId ?? idOf(ends.newest, 1));
    this.#clients.add(client);
    metrics.streamClients.inc({ form: listening.sink.form });
    if (endsAtMs !== undefined) {
      const end = () => client.end("credential-ended");
      expiry = setTimeout(end, Math.min(Math.max(0, endsAtMs - clock.nowMs()), longestTimerMs));
      expiry.unref();
    }
    if (doneBefore(client.lastId) + 1 < ends.oldest) client.tellGap("too-old", idOf(ends.oldest - 1, 1));
    else if (doneBefore(client.lastId) > ends.newest) client.tellGap("unknown-event", idOf(ends.newest, 1));
    void this.#catchUp(client, feed);
    return { leave: () => client.leave() };
  }

  stop(): void {
    this.#isStopped = true;
    this.#unsubscribe();
    for (const timer of this.#timers) clearInterval(timer);
    for (const client of this.#clients) client.end("shutting-down");
  }

  /** Reads for one client until it is where the others are; from then on it hears what they hear. */
  async #catchUp(client: StreamClient, feed: Feed): Promise<void> {
    const { db, log } = this.#deps;
    const plants = plantsOf(client.wish, client.actor);
    let afterNo = doneBefore(client.lastId);
    while (!client.isOver) {
      // Nothing is awaited between this look and the joining: whatever the feed reads next goes to this client too.
      if (afterNo >= feed.cursor) {
        feed.live.add(client);
        return;
      }
      try {
        const page = (await readPages(db.of(feed.orgId), [{ orgId: feed.orgId, afterNo, plants }])).get(feed.orgId);
        for (const event of page?.events ?? []) this.#offer(client, event);
        afterNo = page?.lastNo ?? feed.cursor;
      } catch (error) {
        log.warn({ err: error }, "a stream cannot catch up, and will be tried again");
        await new Promise((resolve) => setTimeout(resolve, pollMs).unref());
      }
      if (client.sink.waitingBytes > mostAheadBytes) await client.sink.drained();
    }
  }

  #offer(client: StreamClient, event: Parameters<StreamClient["offer"]>[0]): void {
    if (client.offer(event)) this.#deps.metrics.streamEvents.inc({ event: event.facts.name });
  }

  /** Reads what is new, of these organisations or of all, once for all who listen. */
  #look(orgIds: Iterable<string> = this.#feeds.keys()): void {
    for (const orgId of orgIds) if (this.#feeds.has(orgId)) this.#grown.add(orgId);
    if (!this.#isLooking && this.#grown.size > 0) void this.#read();
  }

  async #read(): Promise<void> {
    this.#isLooking = true;
    try {
      while (this.#grown.size > 0 && !this.#isStopped) {
        const feeds = [...this.#grown].flatMap((orgId) => this.#feeds.get(orgId) ?? []);
        this.#grown.clear();
        if (feeds.length > 0) await this.#readFeeds(feeds);
      }
    } catch (error) {
      // PostgreSQL is away: the next poll reads on from where this stopped.
      if (!this.#isStopped) this.#deps.log.warn({ err: error }, "live streams stand still");
    } finally {
      this.#isLooking = false;
    }
  }

  async #readFeeds(feeds: readonly Feed[]): Promise<void> {
    const { db } = this.#deps;
    const asked: Asked[] = feeds.map((feed) => ({
      orgId: feed.orgId,
      afterNo: feed.cursor,
      plants: plantsOfAll(feed.live),
    }));
    const pages = await readPages(db.of(...feeds.map(({ orgId }) => orgId)), asked);
    for (const feed of feeds) {
      const page = pages.get(feed.orgId);
      if (page === undefined) continue;
      feed.cursor = page.lastNo;
      for (const event of page.events) {
        for (const client of feed.live) this.#offer(client, event);
      }
      if (page.isFull) this.#grown.add(feed.orgId);
    }
  }

  #beat(): void {
    for (const client of this.#clients) client.heartbeat();
  }

  /** Ends the streams of those who may not listen any more. One look for all streams of a credential. */
  async #checkStandings(): Promise<void> {
    const byCredential = Map.groupBy(this.#clients, ({ actor }) => credentialOf(actor));
    for (const clients of byCredential.values()) {
      const [first] = clients;
      if (first === undefined) continue;
      try {
        const standing = await this.#deps.standing(first.actor);
        for (const client of clients) {
          if (standing === undefined) client.end("credential-ended");
          else if (reachOf(standing.actor) !== reachOf(client.actor)) client.end("access-changed");
        }
      } catch (error) {
        this.#deps.log.warn({ err: error }, "a stream's credential cannot be looked at, and will be tried again");
      }
    }
  }
}

/** What a timer can hold, ms. */
const longestTimerMs = 2 ** 31 - 1;

const credentialOf = ({ orgId, keyId, person }: Actor) => JSON.stringify([orgId, keyId, person?.sessionId ?? null]);
const reachOf = ({ roles, limits }: Actor) => JSON.stringify([[...roles].sort(), limits ?? {}]);

/** Undefined: of all plants. */
function plantsOfAll(clients: ReadonlySet<StreamClient>): ReadonlySet<string> | undefined {
  const all = new Set<string>();
  for (const { wish, actor } of clients) {
    const plants = plantsOf(wish, actor);
    if (plants === undefined) return undefined;
    for (const plant of plants) all.add(plant);
  }
  return all;
}
