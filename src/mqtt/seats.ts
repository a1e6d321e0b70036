import type { Db } from "../platform/database.ts";
import type { EventBus } from "../platform/events.ts";
import { abandonedLeases, leaveLease, retireLease, takeLease } from "../platform/lease.ts";
import { startLoop } from "../platform/loop.ts";
import type { BrokerSettings } from "./broker-options.ts";
import { BrokerSession, type SessionDeps } from "./broker-session.ts";
import { metricFilters, readingFilter } from "./topics.ts";

export type SeatDeps = SessionDeps & {
  /** The loops' database. */
  readonly db: Db;
  /** Names this process among those on the database. */
  readonly holderName: string;
  readonly events: Pick<EventBus, "subscribe">;
};

/** How long a gateway that died keeps its sessions from the others, and how often each says that it lives. */
const [leaseMs, renewedEveryMs] = [15_000, 4_000];
/** How long a seat stands empty before the others close it: a gateway that was restarted is back by then. */
const emptyMs = 10_000;
/** A session that is closed has given all that it had when nothing came for this long. */
const quietMs = 5_000;
/** Gateways on one database. */
const mostSeats = 64;
/** What a session may have unacknowledged: a metric waits for the others of its reading, and many of them come. */
const [readingsAtOnce, metricsAtOnce] = [2_000, 20_000];

/** Seats that one gateway has at a time. */
const [readingsSeat, metricsSeat] = ["readings", "metrics"];

/** Elsewhere: another gateway has the session. */
export type BrokerState = "connected" | "away" | "elsewhere";

export type Seats = {
  state(): BrokerState;
  /** What is wrong, of either session that this gateway has. */
  whyNot(): string | undefined;
  stop(): Promise<void>;
};

/**
 * The gateways' sessions at the broker. A session's client id must outlive the process, so that what the broker holds
 * for it is read on after a restart, and must never be used by two at once: it belongs to a numbered seat, and seats
 * are leases of the database. Whole readings come by a shared subscription of all seats, where that is wished for; else,
 * as metrics always, which have to meet each other, by a session that one gateway has at a time.
 *
 * A broker goes on giving a session that nobody reads its share of the messages. So a seat that stays empty, or whose gateway
 * has said that it stops, is taken by another one, which ends its subscription, takes in what it has, and closes it.
 */
export function startSeats(deps: SeatDeps, settings: BrokerSettings): Seats {
  const shared = `$share/${settings.clientName}/${readingFilter}`;
  const numbers = Array.from({ length: mostSeats }, (_, i) => String(i + 1));
  const plan = { receiveMaximum: readingsAtOnce };
  const [names, filter] = settings.isShared ? [numbers, shared] : [[readingsSeat], readingFilter];
  const own = new Seat(deps, settings, names, { ...plan, filters: [filter] });
  const metrics = new Seat(deps, settings, [metricsSeat], { filters: metricFilters, receiveMaximum: metricsAtOnce });
  const closing = new Map<string, Seat>();
  // After an outage of the database all are empty at first.
  let wasEmpty: readonly string[] = [];
  const close = async () => {
    const empty = (await abandonedLeases(deps.db, leaseOf(""), emptyMs)).map(({ name, isLeft }) => ({
      ...{ seat: name.slice(leaseOf("").length), isLeft },
    }));
    for (const { seat, isLeft } of empty) {
      // Its subscription is ended only where there is another: the broker keeps nothing that nobody asks for.
      const isDue = settings.isShared ? own.takes && (isLeft || wasEmpty.includes(seat)) : wasEmpty.includes(seat);
      if (!isDue) continue;
      const isNeeded = seat === metricsSeat || (seat === readingsSeat && !settings.isShared);
      if (isNeeded || closing.has(seat)) continue;
      const filters = [seat === readingsSeat ? readingFilter : shared];
      closing.set(seat, new Seat(deps, settings, [seat], { ...plan, filters, isClosing: true }));
    }
    wasEmpty = empty.map(({ seat }) => seat);
    for (const [name, seat] of closing) if ((await seat.keep()) === "gone") closing.delete(name);
  };
  const loop = startLoop("MQTT sessions", deps.log, renewedEveryMs, async () => {
    await Promise.all([own.keep(), metrics.keep()]);
    await close();
    return "idle";
  });
  const unsubscribe = deps.events.subscribe(({ type }) => {
    if (type === "mqtt.left") loop.wake();
  });
  return {
    state: () => own.state,
    whyNot: () => own.whyNot ?? metrics.whyNot,
    async stop() {
      unsubscribe();
      await loop.stop();
      await Promise.all([own, metrics, ...closing.values()].map((seat) => seat.leave()));
    },
  };
}

type SeatPlan = Omit<ConstructorParameters<typeof BrokerSession>[2], "clientId">;

/** The first free one of some seats, for as long as its lease is renewed. */
class Seat {
  readonly #deps: SeatDeps;
  readonly #settings: BrokerSettings;
  readonly #names: readonly string[];
  readonly #plan: SeatPlan;
  #taken: { readonly name: string; readonly session: BrokerSession } | undefined;
  /** Who cannot say in time that it lives is taken for dead, and must not go on reading. */
  #lapse: NodeJS.Timeout | undefined;

  constructor(deps: SeatDeps, settings: BrokerSettings, names: readonly string[], plan: SeatPlan) {
    this.#deps = deps;
    this.#settings = settings;
    this.#names = names;
    this.#plan = plan;
  }

  get state(): BrokerState {
    if (this.#taken === undefined) return "elsewhere";
    return this.#taken.session.isConnected ? "connected" : "away";
  }

  get whyNot(): string | undefined {
    return this.#taken?.session.whyNot;
  }

  get takes(): boolean {
    return this.#taken?.session.takes === true;
  }

  /** @returns gone: there is nothing to keep, and nothing will be. */
  async keep(): Promise<"kept" | "gone"> {
    // While the database is asked, the lapse may have ended it.
    const before = this.#taken;
    if (before !== undefined && !(await this.#take(before.name))) {
      this.#deps.log.warn({ seat: before.name }, "another gateway has this one's MQTT session by now");
      await this.#end();
    }
    if (this.#taken === undefined) await this.#sit();
    if (this.#plan.isClosing !== true) return "kept";
    return this.#taken === undefined || (await this.#closed(this.#taken)) ? "gone" : "kept";
  }

  async #sit(): Promise<void> {
    for (const name of this.#names) {
      if (!(await this.#take(name))) continue;
      const clientId = `${this.#settings.clientName}-${name}`;
      this.#taken = { name, session: new BrokerSession(this.#deps, this.#settings, { ...this.#plan, clientId }) };
      return;
    }
    if (this.#plan.isClosing !== true && this.#names.length > 1) {
      this.#deps.log.error({ seats: this.#names.length }, "there is no MQTT session left for this gateway");
    }
  }

  async #closed({ name, session }: { readonly name: string; readonly session: BrokerSession }): Promise<boolean> {
    if (session.quietMs < quietMs) return false;
    clearTimeout(this.#lapse);
    this.#taken = undefined;
    await session.end({ forGood: true });
    await retireLease(this.#deps.db, leaseOf(name), this.#deps.holderName);
    this.#deps.log.info({ seat: name }, "closed the MQTT session of a gateway that is no more");
    return true;
  }

  async #take(name: string): Promise<boolean> {
    const askedAtMs = performance.now();
    if ((await takeLease(this.#deps.db, leaseOf(name), this.#deps.holderName, leaseMs)) === undefined) return false;
    clearTimeout(this.#lapse);
    this.#lapse = setTimeout(() => void this.#end(), leaseMs - (performance.now() - askedAtMs));
    return true;
  }

  async #end(): Promise<void> {
    clearTimeout(this.#lapse);
    const taken = this.#taken;
    this.#taken = undefined;
    await taken?.session.end();
  }

  async leave(): Promise<void> {
    const name = this.#taken?.name;
    await this.#end();
    if (name !== undefined) await leaveLease(this.#deps, leaseOf(name), { type: "mqtt.left" });
  }
}

const leaseOf = (name: string) => `mqtt/${name}`;
