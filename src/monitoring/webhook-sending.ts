import { sql } from "kysely";
import type { Clock, Randomness } from "../kernel/time.ts";
import type { Db } from "../platform/database.ts";
import { clocksApartMs } from "../platform/due.ts";
import type { Log } from "../platform/log.ts";
import { pause } from "../platform/loop.ts";
import type { Metrics } from "../platform/metrics.ts";
import { type Outbound, OutboundError } from "../platform/outbound.ts";
import { recordActs } from "../tenancy/acts.ts";
import { secretOf, signedHeaders } from "./webhook-signature.ts";

/**
 * Sends what waits. A delivery is claimed before it is sent, by putting its next attempt off: a process that dies
 * in between, or a lost answer, means one more attempt, never none. Receivers tell repeats by `webhook-id`.
 */
export type SendingDeps = {
  readonly db: Db;
  readonly clock: Clock;
  readonly random: Randomness;
  readonly log: Log;
  readonly metrics: Pick<Metrics, "webhookAttempts">;
  readonly outbound: Outbound;
  readonly plantSecret: Uint8Array;
};

/** Waits after the 1st, 2nd ... attempt that failed, s: about three days in all; then the delivery is dead. */
export const retryDelaysS = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];
const longestDelayS = 86_400;

const lookAgainMs = 500;
const timeoutMs = 15_000;
/** What a receiver answers is read so far and thrown away. */
const maxBytes = 16_384;
/** Longer than an attempt can take, ms. */
const claimMs = 4 * timeoutMs;
/** In the air at once, in all and for one endpoint: a slow one holds up nobody else. */
const [widest, widestOfOne] = [32, 4];

/** Sends everything that is due, until nothing is. */
export async function sendDue(deps: SendingDeps, signal: AbortSignal): Promise<"idle"> {
  const flights = new Map<Promise<void>, string>();
  while (!signal.aborted) {
    const free = widest - flights.size;
    const due = free > 0 ? await claimDue(deps, [...flights.values()], free) : [];
    for (const one of due) {
      const flight: Promise<void> = attempt(deps, one).finally(() => flights.delete(flight));
      flights.set(flight, one.endpoint_id);
    }
    if (flights.size === 0) return "idle";
    // What falls due meanwhile does not wait for the slowest receiver.
    const landed = new AbortController();
    const look = pause(lookAgainMs, AbortSignal.any([landed.signal, signal]));
    await Promise.race([...flights.keys(), look]).finally(() => landed.abort());
  }
  // At a stop each attempt in the air comes to its end: its claim is as long.
  await Promise.all(flights.keys());
  return "idle";
}

/**
 * What is put off for longer than any delivery is was so by a clock that has been put back since: it would wait until the
 * wrong time came.
 */
export async function bringBack({ db, clock }: Pick<SendingDeps, "db" | "clock">): Promise<void> {
  const now = clock.nowMs();
  const [first, again] = [0, 1.1 * 1000 * longestDelayS].map((waitMs) => new Date(now + waitMs + clocksApartMs));
  await sql`
    UPDATE webhook_deliveries AS delivery SET next_at = ${new Date(now)}
    FROM webhook_endpoints AS endpoint
    WHERE endpoint.disabled_at IS NULL AND delivery.endpoint_id = endpoint.endpoint_id AND delivery.state = 'pending'
      AND delivery.next_at > ${first} AND (delivery.attempts = 0 OR delivery.next_at > ${again})`.execute(db);
}

type Due = {
  org_id: string;
  endpoint_id: string;
  delivery_id: bigint;
  event_id: string;
  body: string;
  url: string;
  attempts: number;
  secret_no: number;
  earlier_secret_until: Date | null;
};

/** Takes due deliveries, a few of each endpoint, and puts their next attempt off while this one runs. */
async function claimDue(deps: SendingDeps, inAir: readonly string[], free: number): Promise<Due[]> {
  const now = deps.clock.nowMs();
  const { rows } = await sql<Due>`
    WITH busy AS (
      SELECT endpoint_id, count(*) AS flights FROM unnest(${[...inAir]}::text[]) AS flight (endpoint_id) GROUP BY 1
    ), due AS (
      SELECT delivery.delivery_id, endpoint.url, endpoint.secret_no, endpoint.earlier_secret_until
      FROM (
        -- Whoever has least in the air comes first, and of these anybody: in an order that stays, the last of many that
        -- are slow would never have their turn.
        SELECT endpoint.*, coalesce(busy.flights, 0) AS flights
        FROM webhook_endpoints AS endpoint LEFT JOIN busy USING (endpoint_id)
        WHERE disabled_at IS NULL ORDER BY flights, random() OFFSET 0
      ) AS endpoint CROSS JOIN LATERAL (
        SELECT delivery_id FROM webhook_deliveries
        WHERE endpoint_id = endpoint.endpoint_id AND state = 'pending' AND next_at <= ${new Date(now)}
        ORDER BY next_at LIMIT greatest(0, ${widestOfOne} - endpoint.flights)
        FOR UPDATE SKIP LOCKED
      ) AS delivery
      LIMIT ${free}
    )
    UPDATE webhook_deliveries AS delivery
    SET attempts = attempts + 1, next_at = ${new Date(now + claimMs)}
    FROM due, tenant_events AS event
    WHERE delivery.delivery_id = due.delivery_id AND event.event_id = delivery.event_id
    RETURNING delivery.org_id, delivery.endpoint_id, delivery.delivery_id, delivery.event_id, delivery.attempts,
      event.body, due.url, due.secret_no, due.earlier_secret_until`.execute(deps.db);
  return rows;
}

type Outcome = {
  readonly status: number | null;
  /** In a word; null: the receiver has it. */
  readonly error: string | null;
  readonly retryAfterS?: number;
};

/** One attempt and what comes of it. Should the database fail here, the claim runs out and it is sent again. */
async function attempt(deps: SendingDeps, due: Due): Promise<void> {
  const startMs = performance.now();
  const at = new Date(deps.clock.nowMs());
  const outcome = await send(deps, due, at);
  const elapsedMs = Math.round(performance.now() - startMs);
  deps.metrics.webhookAttempts.inc({ outcome: outcome.error === null ? "delivered" : "failed" });
  await settle(deps, due, outcome, at, elapsedMs).catch((error: unknown) =>
    deps.log.warn({ err: error, delivery: String(due.delivery_id) }, "a webhook's attempt could not be written down"),
  );
}

async function send(deps: SendingDeps, due: Due, at: Date): Promise<Outcome> {
  const isChanging = due.earlier_secret_until !== null && at < due.earlier_secret_until;
  const numbers = isChanging ? [due.secret_no, due.secret_no - 1] : [due.secret_no];
  const secrets = numbers.map((no) => secretOf(deps.plantSecret, due.endpoint_id, no));
  const message = { id: due.event_id, body: due.body, atS: Math.floor(at.getTime() / 1000) };
  try {
    const { status, headers } = await deps.outbound(due.url, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...signedHeaders(message, secrets) },
      body: Buffer.from(due.body),
      ...{ maxBytes, timeoutMs, headOnly: true },
    });
    if (status >= 200 && status < 300) return { status, error: null };
    return { status, error: "status", retryAfterS: waitAskedS(headers["retry-after"], deps.clock.nowMs()) };
  } catch (error) {
    if (error instanceof OutboundError) return { status: error.status ?? null, error: error.reason };
    deps.log.error({ err: error }, "a webhook could not be sent");
    return { status: null, error: "internal" };
  }
}

/** Either form that RFC 9110, 10.2.3 has: seconds, or a date; 0 where nothing is asked for that can be read. */
function waitAskedS(retryAfter: string | undefined, nowMs: number): number {
  if (retryAfter === undefined) return 0;
  const seconds = /^\d{1,9}$/.test(retryAfter)
    ? Number(retryAfter)
    : Math.ceil((Date.parse(retryAfter) - nowMs) / 1000);
  return Number.isNaN(seconds) ? 0 : Math.min(Math.max(0, seconds), longestDelayS);
}

/** 410 Gone switches the endpoint off, as the specification has it. */
const gone = 410;

async function settle(
  deps: SendingDeps,
  due: Due,
  { status, error, retryAfterS = 0 }: Outcome,
  at: Date,
  elapsedMs: number,
): Promise<void> {
  const { org_id, endpoint_id, delivery_id } = due;
  const endedAt = new Date(deps.clock.nowMs());
  const delayS = retryDelaysS[due.attempts - 1];
  await deps.db.transaction().execute(async (tx) => {
    await tx
      .insertInto("webhook_attempts")
      .values({ org_id, delivery_id, at, status, error, elapsed_ms: elapsedMs })
      .execute();
    const row = tx.updateTable("webhook_deliveries").where("delivery_id", "=", delivery_id);
    // Once it was claimed again, or is to be sent anew, the failure of an earlier attempt settles nothing.
    const own = row.where("attempts", "=", due.attempts);
    if (error === null) await row.set({ state: "delivered", ended_at: endedAt }).execute();
    else if (delayS === undefined) await own.set({ state: "dead", ended_at: endedAt }).execute();
    else {
      const waitMs = 1000 * Math.max(retryAfterS, jittered(deps.random, delayS));
      // From its end on: of a receiver that took its time nothing of the wait would be left.
      await own.set({ next_at: new Date(endedAt.getTime() + waitMs) }).execute();
    }
    if (status !== gone) return;
    const { numUpdatedRows } = await tx
      .updateTable("webhook_endpoints")
      .set({ disabled_at: endedAt, disabled_why: "it answered 410 Gone" })
      .where("endpoint_id", "=", endpoint_id)
      .where("disabled_at", "is", null)
      .executeTakeFirst();
    // Several attempts in the air may be answered so.
    if (numUpdatedRows === 0n) return;
    const detail = { why: "it answered 410 Gone" };
    await recordActs(
      tx,
      [{ orgId: org_id, actor: undefined, act: "webhook.switched-off", object: endpoint_id, detail }],
      at,
    );
  });
}

/** A tenth more or less, so that receivers that were away are not met by everything at once. */
function jittered(random: Randomness, delayS: number): number {
  const [byte = 0] = random.bytes(1);
  return delayS * (0.9 + (0.2 * byte) / 255);
}
