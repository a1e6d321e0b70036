import { sql } from "kysely";
import pg from "pg";
import type { Json } from "../kernel/canonical.ts";
import { connectionConfig, type Tx, together } from "./database.ts";
import type { Log } from "./log.ts";
import { pause, startLoop } from "./loop.ts";
import { cutWhenDeaf } from "./silence.ts";

/** What happened, for whoever waits in any gateway on this database. Small: it says where to look. */
export type DomainEvent =
  | { readonly type: "outbox.filled" }
  | { readonly type: "training.requested" }
  /** Something that organisations may want to be told. */
  | { readonly type: "tenant.event" }
  /** A message to an organisation's webhook waits. */
  | { readonly type: "webhook.due" }
  /** Something was done to an organisation, and is not sealed into its chain yet. */
  | { readonly type: "acts.recorded" }
  | { readonly type: "log.anchored"; readonly size: number }
  /** A record began or ceased to count. */
  | { readonly type: "review.changed" }
  | { readonly type: "issuance.changed"; readonly issuanceId: string; readonly state: string }
  | { readonly type: "mint.committed"; readonly intentId: string }
  /** Mints in it may be ordered. */
  | { readonly type: "token.created"; readonly tokenId: string }
  /** A transfer, a recall or a retirement was committed or has moved on: there may be something to do for it. */
  | { readonly type: "units.ordered" }
  /** There is work for the ledger beside the log's. */
  | { readonly type: "work.ordered" }
  | { readonly type: "work.done"; readonly jobId: string }
  /** Live streams have something new; of these organisations, or of whichever. */
  | { readonly type: "stream.grown"; readonly orgIds?: readonly string[] }
  /** A gateway that stops has left a session at the broker, for another one to go on with. */
  | { readonly type: "mqtt.left" }
  /** Somebody's session has ended. */
  | { readonly type: "access.changed" }
  /** An alert has another state: there may be mail of it, and Alertmanagers to tell. */
  | { readonly type: "alert.changed" }
  /** A plant has more context, or other. */
  | { readonly type: "context.changed" }
  /** A letter waits to be sent. */
  | { readonly type: "letter.queued" }
  | { readonly type: "alert.raised"; readonly alertId: string; readonly kind: AlertKind };

export type AlertKind = "issuance.record-lost-approval" | "mint.mismatch";

const channel = "hydro_events";

/** Sends the event when, and only when, the transaction commits. */
export async function publish(tx: Tx, event: DomainEvent): Promise<void> {
  await sql`SELECT pg_notify(${channel}, ${notify(event).payload})`.execute(tx);
}

/** The same for a statement that does it by itself: arguments of `pg_notify`. */
export function notify(event: DomainEvent): { readonly channel: string; readonly payload: string } {
  return { channel, payload: JSON.stringify(event) };
}

/** What an organisation can be told of: the types of its events. */
export const tenantEventTypes = [
  "record.flagged",
  "record.rejected",
  "record.reopened",
  "record.reviewed",
  "record.anchored",
  "period.closed",
  "period.amended",
  "statement.verified",
  "statement.approved",
  "credits.issued",
  "credits.waiting",
  "credits.transferred",
  "credits.returned",
  "credits.retired",
  "alert.issuance.record-lost-approval",
  "alert.mint.mismatch",
  "alert.fired",
  "alert.acknowledged",
  "alert.silenced",
  "alert.silence-ended",
  "alert.resolved",
  "webhook.test",
] as const;
export type TenantEventType = (typeof tenantEventTypes)[number];

export type TenantEvent = {
  /** `evt_…`, for good: whoever is told twice knows it by this. */
  readonly eventId: string;
  readonly orgId: string;
  readonly type: TenantEventType;
  readonly plantId?: string;
  readonly data: { readonly [member: string]: Json };
};

/** Writes events with the facts that they tell of: a crash before the commit leaves neither, after it both. */
export async function emit(tx: Tx, events: readonly TenantEvent[], at: Date): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map(({ eventId, orgId, type, plantId, data }) => ({
    org_id: orgId,
    event_id: eventId,
    type,
    plant_id: plantId ?? null,
    at,
    body: JSON.stringify({ type, timestamp: at.toISOString(), data }),
  }));
  // Made together: the commit may go right behind what a group writes.
  await together([tx.insertInto("tenant_events").values(rows).execute(), publish(tx, { type: "tenant.event" })]);
}

export type EventBus = {
  /** @returns a function that ends the subscription. */
  subscribe(listener: (event: DomainEvent) => void): () => void;
  /** Hands on an event that came by another way. */
  hear(event: DomainEvent): void;
  stop(): Promise<void>;
};

/**
 * Listens on a connection of its own and reconnects for ever. Events sent while it was away are lost, so
 * every listener also polls: an event only makes it sooner.
 */
export function startEventBus(url: string, log: Log, pingMs = 15_000): EventBus {
  const listeners = new Set<(event: DomainEvent) => void>();
  const hear = (event: DomainEvent) => {
    for (const listener of listeners) listener(event);
  };
  const stopping = new AbortController();
  let client: pg.Client | undefined;
  const listen = async () => {
    while (!stopping.signal.aborted) {
      const next = new pg.Client({ ...connectionConfig(url), keepAlive: true, connectionTimeoutMillis: 10_000 });
      const lost = new Promise<void>((resolve) => {
        next.on("error", () => resolve());
        next.on("end", () => resolve());
      });
      next.on("notification", (message) => {
        hear(JSON.parse(message.payload ?? "{}") as DomainEvent);
      });
      try {
        await next.connect();
        client = next;
        cutWhenDeaf(next, pingMs);
        if (!stopping.signal.aborted) await next.query(`LISTEN ${channel}`);
        else await next.end();
        await lost;
      } catch (error) {
        log.warn({ err: error }, "the event connection failed; polling goes on");
        await next.end().catch(() => undefined);
      }
      await pause(500, stopping.signal);
    }
  };
  const ended = listen();
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    hear,
    async stop() {
      stopping.abort();
      await client?.end().catch(() => undefined);
      await ended;
    },
  };
}

/** A loop that runs each minute, and at once when an event of this type is heard; returns what stops it. */
export function startWokenLoop(
  name: string,
  log: Log,
  events: EventBus,
  wokenBy: DomainEvent["type"],
  run: Parameters<typeof startLoop>[3],
): () => Promise<void> {
  const loop = startLoop(name, log, 60_000, run);
  const unsubscribe = events.subscribe(({ type }) => {
    if (type === wokenBy) loop.wake();
  });
  return () => {
    unsubscribe();
    return loop.stop();
  };
}
