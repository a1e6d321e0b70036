import type { Db } from "../platform/database.ts";
import { releaseLease, takeLease } from "../platform/lease.ts";
import type { Log } from "../platform/log.ts";
import { startLoop } from "../platform/loop.ts";
import { BrokerSession, type BrokerSettings, type SessionDeps } from "./broker-session.ts";
import { metricFilters, readingFilter } from "./topics.ts";

export type SeatDeps = SessionDeps & {
  /** The loops' database. */
  readonly db: Db;
  /** Names this process among those on the database. */
  readonly holderName: string;
};

/** How long a gateway that died keeps its sessions from the others, and how often each says that it lives. */
const [leaseMs, renewedEveryMs] = [15_000, 4_000];
/** Gateways on one database. */
const mostSeats = 64;

/**
 * The gateways' sessions at the broker. A session's client id must outlive the process, so that what the broker holds
 * for it is read on after a restart, and must never be used by two at once: it belongs to a numbered seat, and seats
 * are leases of the database. Whole readings come by a shared subscription of all seats; metrics, which have to meet
 * each other, by a session of their own that one gateway has at a time.
 */
export function startSeats(
  deps: SeatDeps,
  settings: BrokerSettings,
): { isConnected(): boolean; stop(): Promise<void> } {
  const own = new Seat(
    deps,
    settings,
    Array.from({ length: mostSeats }, (_, i) => String(i + 1)),
    [`$share/${settings.clientName}/${readingFilter}`],
  );
  const metrics = new Seat(deps, settings, ["metrics"], metricFilters);
  const loop = startLoop("MQTT sessions", deps.log, renewedEveryMs, async () => {
    await Promise.all([own.keep(), metrics.keep()]);
    return "idle";
  });
  return {
    isConnected: () => own.isConnected,
    async stop() {
      await loop.stop();
      await Promise.all([own.leave(), metrics.leave()]);
    },
  };
}

/** The first free one of some seats, for as long as its lease is renewed. */
class Seat {
  readonly #deps: SeatDeps;
  readonly #settings: BrokerSettings;
  readonly #names: readonly string[];
  readonly #filters: readonly string[];
  #taken: { readonly name: string; readonly session: BrokerSession } | undefined;

  constructor(deps: SeatDeps, settings: BrokerSettings, names: readonly string[], filters: readonly string[]) {
    this.#deps = deps;
    this.#settings = settings;
    this.#names = names;
    this.#filters = filters;
  }

  get isConnected(): boolean {
    return this.#taken?.session.isConnected ?? false;
  }

  async keep(): Promise<void> {
    if (this.#taken !== undefined) {
      if (await this.#take(this.#taken.name)) return;
      this.#deps.log.warn({ seat: this.#taken.name }, "another gateway has this one's MQTT session by now");
      await this.#end();
    }
    for (const name of this.#names) {
      if (!(await this.#take(name))) continue;
      const clientId = `${this.#settings.clientName}-${name}`;
      const session = new BrokerSession(this.#deps, this.#settings, { clientId, filters: this.#filters });
      this.#taken = { name, session };
      return;
    }
  }

  async #take(name: string): Promise<boolean> {
    return (await takeLease(this.#deps.db, leaseOf(name), this.#deps.holderName, leaseMs)) !== undefined;
  }

  async #end(): Promise<void> {
    const taken = this.#taken;
    this.#taken = undefined;
    await taken?.session.end();
  }

  async leave(): Promise<void> {
    const name = this.#taken?.name;
    await this.#end();
    if (name !== undefined) await releaseLease(this.#deps.db, leaseOf(name), this.#deps.holderName);
  }
}

const leaseOf = (name: string) => `mqtt/${name}`;
