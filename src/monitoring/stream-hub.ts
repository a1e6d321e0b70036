import type { Actor } from "../kernel/actor.ts";
import type { Clock } from "../kernel/time.ts";
import type { EventBus } from "../platform/events.ts";
import type { Log } from "../platform/log.ts";
import type { Metrics } from "../platform/metrics.ts";
import type { ScopedDb } from "../platform/scoped.ts";
import { type LogPlace, readStreamEnds, type StreamEnds } from "../platform/stream-history.ts";
import { reachOf, type Standing } from "../tenancy/standing.ts";
import { type Ending, type Listening, type Sink, StreamClient } from "./stream-client.ts";
import type { StreamEvent, StreamEventName } from "./stream-event.ts";
import {
  admit,
  beginningOf,
  byTurns,
  droppedTo,
  type Feed,
  goOnIn,
  lastDropped,
  newFeed,
  offered,
  part,
} from "./stream-feed.ts";
import { type Place, type StreamLimits, StreamPlaces } from "./stream-places.ts";
import { type Position, placeOf, positionAt, startOf } from "./stream-position.ts";
import { type Asked, readPages } from "./stream-source.ts";
import { plantsOf } from "./stream-wish.ts";

export type HubDeps = {
  readonly db: ScopedDb;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Pick<Metrics, "streamClients" | "streamEvents" | "streamsEnded" | "streamLagSeconds">;
  readonly events: Pick<EventBus, "subscribe">;
  /** Who an actor is at this moment; undefined: its credential is over. */
  readonly standing: (actor: Actor) => Promise<Standing | undefined>;
  readonly limits: StreamLimits;
  /** How often a silent line is used, ms. */
  readonly heartbeatMs?: number;
};

/** Who wants to listen. */
export type Asking = Pick<Listening, "actor" | "wish"> & {
  /** When the credential is over, ms; undefined: not by itself. */
  readonly endsAtMs: number | undefined;
  /** Where the client stands; undefined: it wants what comes from now on. */
  readonly from: Position | undefined;
};

/** A stream that can begin; one of the two has to be called. */
export type Prepared = {
  /** What follows its place first, from the database, then what comes, without a gap and nothing twice. */
  begin(sink: Sink): { leave(): void };
  cancel(): void;
};

/** All who listen at this gateway. */
export type Hub = {
  /** @throws {Fault} `too-much-in-work`, `overloaded` */
  prepare(asking: Asking): Promise<Prepared>;
  stop(): void;
};

/** A lost notification costs at most this, ms. */
const pollMs = 1_000;
/** Credentials are looked at again, ms; at once when somebody's access was changed anywhere. */
const standingMs = 30_000;
/** A client that catches up is given more when no more than this waits for it, bytes. */
const mostAheadBytes = 65_536;

/** Who is not further behind than so many numbers is read for together with the others. */
const nearly = 100;

type Held = { readonly client: StreamClient; expiry: NodeJS.Timeout | undefined };

export function createHub(deps: HubDeps): Hub {
  return new LiveHub(deps);
}

class LiveHub implements Hub {
  readonly #deps: HubDeps;
  readonly #places: StreamPlaces;
  readonly #feeds = new Map<string, Feed>();
  readonly #clients = new Map<StreamClient, Held>();
  readonly #unsubscribe: () => void;
  readonly #timers: NodeJS.Timeout[];
  /** Organisations that may have something new. */
  readonly #grown = new Set<string>();
  /** Events since they were counted last. */
  readonly #sent = new Map<StreamEventName, number>();
  #isLooking = false;
  #isStopped = false;

  constructor(deps: HubDeps) {
    this.#deps = deps;
    this.#places = new StreamPlaces(deps.limits);
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

  async prepare(asking: Asking): Promise<Prepared> {
    const { orgId } = asking.actor;
    const place = this.#places.take(asking.actor, this.#isStopped);
    try {
      const { from } = asking;
      const ends = await readStreamEnds(this.#deps.db.of(orgId), orgId, from && placeOf(from));
      return { begin: (sink) => this.#begin(asking, sink, ends, place), cancel: () => place.leave() };
    } catch (error) {
      place.leave();
      throw error;
    }
  }

  #begin({ endsAtMs, from, ...asking }: Asking, sink: Sink, ends: StreamEnds, place: Place): { leave(): void } {
    const { metrics } = this.#deps;
    const feed = this.#feedOf(asking.actor.orgId, ends.newest);
    const onEnd: Listening["onEnd"] = (why) => {
      place.leave();
      this.#over(held, feed, why);
    };
    const onSent: Listening["onSent"] = (name) => this.#sent.set(name, (this.#sent.get(name) ?? 0) + 1);
    const client = new StreamClient({ ...asking, sink, onSent, onEnd }, from ?? positionAt(ends.newest));
    const held: Held = { client, expiry: undefined };
    this.#clients.set(client, held);
    metrics.streamClients.inc({ form: sink.form });
    this.#endAt(held, endsAtMs);
    if (from !== undefined && !ends.isKnown) client.tellGap("unknown-event", ends.newest);
    else if (from !== undefined && startOf(from) + 1 < ends.oldest) client.tellGap("too-old", lastDropped(ends));
    if (this.#isStopped) client.end("shutting-down");
    // What became of its credential while it was made ready was told to others only; and when that is over is not known yet.
    void this.#checkStandings([held]);
    void this.#catchUp(client, feed);
    return { leave: () => client.leave() };
  }

  #over({ client, expiry }: Held, feed: Feed, why: Ending | "gone"): void {
    const { metrics, log } = this.#deps;
    const { actor, position, sink } = client;
    clearTimeout(expiry);
    this.#clients.delete(client);
    part(feed, client);
    if (feed.listeners === 0) this.#feeds.delete(feed.orgId);
    metrics.streamClients.dec({ form: sink.form });
    metrics.streamsEnded.inc({ why });
    if (why !== "slow-consumer") return;
    const who = { org_id: actor.orgId, key_id: actor.keyId, form: sink.form, last_event_id: position.id };
    log.warn(who, "a live stream was ended: its reader is too slow");
  }

  stop(): void {
    this.#isStopped = true;
    this.#unsubscribe();
    for (const timer of this.#timers) clearInterval(timer);
    for (const client of this.#clients.keys()) client.end("shutting-down");
  }

  #feedOf(orgId: string, newest: LogPlace): Feed {
    const feed = this.#feeds.get(orgId) ?? newFeed(orgId, newest);
    this.#feeds.set(orgId, feed);
    feed.listeners++;
    return feed;
  }

  #endAt(held: Held, endsAtMs: number | undefined): void {
    clearTimeout(held.expiry);
    if (endsAtMs === undefined) return;
    const leftMs = endsAtMs - this.#deps.clock.nowMs();
    // A timer holds no more; by then its credential has been looked at many times.
    held.expiry = setTimeout(() => held.client.end("credential-ended"), Math.min(Math.max(0, leftMs), 2 ** 31 - 1));
    held.expiry.unref();
  }

  /** Reads for one client until it is where the others are; from then on it hears what they hear. */
  async #catchUp(client: StreamClient, feed: Feed): Promise<void> {
    const { db, log } = this.#deps;
    const plants = plantsOf(client.wish, client.actor);
    let after = beginningOf(client);
    while (!client.isOver) {
      if (feed.cursor.no - after.no < nearly) {
        feed.joining.set(client, after);
        this.#look([feed.orgId]);
        return;
      }
      try {
        const page = (await readPages(db.of(feed.orgId), [{ orgId: feed.orgId, after, plants }])).get(feed.orgId);
        after = page?.otherHistory ?? offered(client, page?.firstNo === undefined ? droppedTo(feed.cursor) : page);
        if (page?.otherHistory !== undefined) client.tellGap("unknown-event", page.otherHistory);
      } catch (error) {
        log.warn({ err: error }, "a stream cannot catch up, and will be tried again");
        await new Promise((resolve) => setTimeout(resolve, pollMs).unref());
      }
      if (client.sink.waitingBytes > mostAheadBytes) await client.sink.drained();
    }
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
    for (const feed of feeds) admit(feed);
    const asked: Asked[] = feeds.map(({ orgId, cursor, plants }) => ({ orgId, after: cursor, plants }));
    const pages = await readPages(db.of(...feeds.map(({ orgId }) => orgId)), asked);
    for (const feed of feeds) {
      const page = pages.get(feed.orgId);
      if (page === undefined) continue;
      if (page.otherHistory !== undefined) {
        this.#deps.log.warn({ org_id: feed.orgId }, "the database has gone back: live streams go on behind a gap");
        goOnIn(feed, page.otherHistory);
        continue;
      }
      feed.cursor = page.last;
      await byTurns(feed.live, (client) => {
        offered(client, page);
        if (!page.isFull) client.pass(page.asOfMs);
      });
      this.#noteLag(page.events);
      if (page.isFull) this.#grown.add(feed.orgId);
    }
    this.#count();
  }

  #noteLag(events: readonly StreamEvent[]): void {
    const nowMs = this.#deps.clock.nowMs();
    for (const { facts } of events) this.#deps.metrics.streamLagSeconds.observe(Math.max(0, nowMs - facts.atMs) / 1000);
  }

  /** Once for many: the registry's way is long. */
  #count(): void {
    for (const [event, count] of this.#sent) this.#deps.metrics.streamEvents.inc({ event }, count);
    this.#sent.clear();
  }

  #beat(): void {
    for (const client of this.#clients.keys()) client.heartbeat();
    this.#count();
  }

  /** Ends the streams of those who may not listen any more. One look for all streams of a credential. */
  async #checkStandings(clients: Iterable<Held> = this.#clients.values()): Promise<void> {
    const byCredential = Map.groupBy(clients, ({ client }) => credentialOf(client.actor));
    for (const some of byCredential.values()) {
      const [first] = some;
      if (first === undefined) continue;
      try {
        const standing = await this.#deps.standing(first.client.actor);
        for (const held of some) this.#holdTo(held, standing);
      } catch (error) {
        this.#deps.log.warn({ err: error }, "a stream's credential cannot be looked at, and will be tried again");
      }
    }
  }

  #holdTo(held: Held, standing: Standing | undefined): void {
    const { client } = held;
    if (client.isOver) return;
    if (standing === undefined) client.end("credential-ended");
    else if (reachOf(standing.actor) !== reachOf(client.actor)) client.end("access-changed");
    else if (standing.endsAtMs !== undefined) this.#endAt(held, standing.endsAtMs);
  }
}

/** Of an issuer's tokens each says by itself what it reaches, also of one person's. */
const credentialOf = (actor: Actor) => {
  const { orgId, keyId, person } = actor;
  return JSON.stringify([orgId, keyId, person?.sessionId ?? person?.issuer ?? null, reachOf(actor)]);
};
