import pg from "pg";
import type { Actor } from "../../src/kernel/actor.ts";
import type { Sink } from "../../src/monitoring/stream-client.ts";
import { createHub, type Hub } from "../../src/monitoring/stream-hub.ts";
import { type Position, parsePosition } from "../../src/monitoring/stream-position.ts";
import type { Wish } from "../../src/monitoring/stream-wish.ts";
import { prepareStream } from "../../src/monitoring/streams.ts";
import type { DomainEvent } from "../../src/platform/events.ts";
import { createLog } from "../../src/platform/log.ts";
import { createMetrics } from "../../src/platform/metrics.ts";
import { type Bench, telemetryBench } from "../support/telemetry.ts";
import type { Fact } from "./stream-model.ts";
import { TestSink } from "./stream-parts.ts";

/** Live streams of two gateways on one real database, whose clock stands where a test puts it. */
export type StreamWorld = {
  readonly bench: Bench;
  readonly hubs: readonly [Hub, Hub];
  /** Both clocks go on, by so many ms. */
  later(ms: number): Promise<void>;
  /** What is told meanwhile is committed only at the end of it. */
  holdCommits(): Promise<() => Promise<void>>;
  /** A gateway hears that there is something new; else its poll finds it. */
  wake(which: number): void;
  open(which: number, wish: Wish, lastId: string | undefined, actor?: Actor): Promise<Line>;
  /** Of a log that holds everything, when each was told by the database's clock. */
  timed(log: readonly Fact[]): Promise<Fact[]>;
  close(): Promise<void>;
};

/** A client's connection, and all that it told. */
export type Line = { readonly sink: TestSink; leave(): void };

export async function streamWorld(): Promise<StreamWorld> {
  const bench = await telemetryBench();
  const admin = new pg.Client({ connectionString: bench.url });
  await admin.connect();
  // What streams take PostgreSQL's time from, and nothing else does.
  await admin.query(`
    SET allow_system_table_mods = on;
    ALTER FUNCTION pg_catalog.clock_timestamp() RENAME TO running_clock_timestamp;
    CREATE TABLE public.standing_clock (at timestamptz NOT NULL);
    GRANT SELECT ON public.standing_clock TO PUBLIC;
    CREATE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE
      AS 'SELECT at FROM public.standing_clock';
    CREATE FUNCTION public.held_commit() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN PERFORM pg_advisory_xact_lock_shared(42); RETURN NULL; END $$;
    CREATE CONSTRAINT TRIGGER held AFTER INSERT ON stream_runs DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION public.held_commit();`);
  await admin.query("INSERT INTO public.standing_clock VALUES ($1)", [new Date(bench.now)]);
  const ears: Set<(event: DomainEvent) => void>[] = [new Set(), new Set()];
  const hubOf = (own: Set<(event: DomainEvent) => void>) =>
    createHub({
      ...{ db: bench.deps.db, clock: { nowMs: () => bench.now }, log: createLog("silent"), heartbeatMs: 3_600_000 },
      metrics: createMetrics({ processMetrics: false }),
      events: {
        subscribe(listener) {
          own.add(listener);
          return () => own.delete(listener);
        },
      },
      standing: async (actor) => ({ actor, endsAtMs: undefined }),
      limits: { perCredential: 0, perOrg: 0, all: 0 },
    });
  const hubs = [hubOf(ears[0] as Set<never>), hubOf(ears[1] as Set<never>)] as const;
  return {
    bench,
    hubs,
    async later(ms) {
      bench.now += ms;
      await admin.query("UPDATE public.standing_clock SET at = $1", [new Date(bench.now)]);
    },
    async holdCommits() {
      await admin.query("SELECT pg_advisory_lock(42)");
      return async () => void (await admin.query("SELECT pg_advisory_unlock(42)"));
    },
    wake(which) {
      for (const listener of ears[which] ?? []) listener({ type: "stream.grown" });
    },
    async open(which, wish, lastId, actor = bench.actorOf("acme")) {
      const from: Position | undefined = lastId === undefined ? undefined : parsePosition(lastId);
      const hub = hubs[which] as Hub;
      const prepared = await prepareStream({ db: bench.deps.db, hub }, actor, { wish, from, endsAtMs: undefined });
      const sink = new TestSink();
      const { leave } = prepared.begin(sink satisfies Sink);
      return { sink, leave };
    },
    async timed(log) {
      const { rows } = await admin.query("SELECT last_no, at FROM stream_runs ORDER BY last_no");
      const toldMs = ({ id }: Fact) => rows.find(({ last_no }) => 2 * Number(last_no) + 1 >= id).at.getTime() as number;
      return log.map((fact) => ({ ...fact, atMs: toldMs(fact) }));
    },
    async close() {
      for (const hub of hubs) hub.stop();
      await admin.end();
      await bench.close();
    },
  };
}
