import { afterEach, expect, test } from "vitest";
import { Listener } from "../monitoring/listener.ts";
import { RedisServer } from "../support/redis-server.ts";
import { type TwoGateways, twoGateways } from "../support/two-gateways.ts";

let both: TwoGateways | undefined;
let redis: RedisServer | undefined;
afterEach(async () => {
  await both?.stop();
  await redis?.remove();
  both = redis = undefined;
});

/** Lehmer's generator: the same steps at every run. */
function chance(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state * 48_271) % 2_147_483_647;
    return Math.floor((state / 2_147_483_647) * below);
  };
}

const words = ({ heard }: { readonly heard: readonly { event: string; data: unknown }[] }) =>
  heard.filter(({ event }) => event !== "closed").map(({ event, data }) => JSON.stringify([event, data]));

/** Somebody who hangs up behind any event, and comes back at the other gateway over either transport. */
class Traveller {
  readonly query: string;
  line: Listener;
  /** Behind what it has. */
  #lastId: string;
  readonly #had: string[] = [];
  readonly #bases: readonly string[];
  readonly #key: string;

  private constructor(query: string, bases: readonly string[], key: string, line: Listener) {
    this.query = query;
    this.#bases = bases;
    this.#key = key;
    this.line = line;
    this.#lastId = line.lastId;
  }

  static async open(query: string, bases: readonly string[], key: string): Promise<Traveller> {
    return new Traveller(query, bases, key, await Listener.sse(`${bases[0]}/api/v1/stream?${query}`, key));
  }

  async goOn(pick: (below: number) => number): Promise<void> {
    await this.line.stop();
    const taken = this.line.heard.slice(0, pick(this.line.heard.length + 1));
    const lastId = taken.at(-1)?.id ?? this.#lastId;
    this.#had.push(...words({ heard: taken }));
    this.#lastId = lastId;
    const base = this.#bases[pick(2)] ?? "";
    this.line = pick(2)
      ? await Listener.sse(`${base}/api/v1/stream?${this.query}`, this.#key, { "last-event-id": lastId })
      : await Listener.webSocket(`${base}/api/v1/ws?${this.query}&last_event_id=${lastId}`, this.#key);
  }

  get all(): string[] {
    return [...this.#had, ...words(this.line)];
  }
}

test.each(["with a Redis that comes and goes", "without Redis"])(
  "two gateways tell each event once, in order, to whoever goes to and fro between them, %s",
  { timeout: 300_000 },
  async (how) => {
    redis = how !== "without Redis" ? await RedisServer.start() : undefined;
    both = await twoGateways({ env: redis === undefined ? {} : { REDIS_URL: redis.url } });
    const { first, second } = both;
    const pick = chance(Number(process.env.WALK_SEED ?? 7));
    const bases = [first.baseUrl, second.baseUrl];
    const queries = [
      "events=reading,verdict",
      "events=reading,verdict&resolution=5s",
      "events=reading&metric=power_output_kw",
      "events=verdict,anchored",
    ];
    const witnesses = await Promise.all(
      queries.map((query) => Listener.sse(`${bases[1]}/api/v1/stream?${query}`, first.apiKey)),
    );
    const travellers = await Promise.all(queries.map((query) => Traveller.open(query, bases, first.apiKey)));
    let isAway = false;
    for (let i = 0; i < Number(process.env.WALK_STEPS ?? 25); i++) {
      const power_output_kw = 890 + 5 * pick(4);
      const lateMs = 1_000 * ([0, 0, 0, pick(8), pick(60)][pick(5)] as number);
      const timestamp = new Date(Math.floor((Date.now() - lateMs) / 1_000) * 1_000).toISOString();
      const readings = { flow_rate_m3s: 2.5, head_height_m: 45, power_output_kw };
      const body = { plant_id: "PLANT-HP-001", device_id: "TURBINE-001", interval_s: 1, timestamp, readings };
      await fetch(`${bases[pick(2)]}/api/v1/telemetry`, {
        method: "POST",
        headers: {
          authorization: `Bearer ${first.apiKey}`,
          "content-type": "application/json",
          prefer: "respond-async",
        },
        body: JSON.stringify(body),
      }).then((answer) => answer.text());
      if (pick(4) === 0) await travellers[pick(2) + 2 * pick(2)]?.goOn(pick);
      if (redis !== undefined && pick(8) === 0) {
        await (isAway ? redis.run() : redis.end("SIGKILL"));
        isAway = !isAway;
      }
      await new Promise((resolve) => setTimeout(resolve, 50 * pick(12)));
    }
    // The last windows are told.
    await new Promise((resolve) => setTimeout(resolve, 14_000));
    for (const [i, one] of travellers.entries()) {
      const expected = words(witnesses[i] as Listener);
      expect(expected.length).toBeGreaterThan(5);
      expect([queries[i], ...one.all]).toEqual([queries[i], ...expected]);
    }
    await Promise.all([...witnesses, ...travellers.map(({ line }) => line)].map((one) => one.stop()));
    if (isAway) await redis?.run();
  },
);
