import { sql } from "kysely";
import type { Json } from "../kernel/canonical.ts";
import { base32 } from "../kernel/ids.ts";
import type { Clock, Randomness } from "../kernel/time.ts";
import type { Db, Tx } from "../platform/database.ts";
import { clocksApartMs } from "../platform/due.ts";
import { emit, publish, type TenantEvent } from "../platform/events.ts";
import { type Told, tellStreams } from "../platform/stream-log.ts";
import { type AnchoredLeaf, anchoredLeaves, anchoredSize } from "../telemetry/anchored.ts";
import type { Endpoint } from "./webhook-store.ts";

/**
 * From events to deliveries. Each step is one transaction that marks what it took: a crash before its commit repeats
 * the step, after it nothing is made twice.
 */
export type FeedDeps = { readonly db: Db; readonly clock: Clock; readonly random: Randomness };

const mostEvents = 500;
/** Of one event: it stays below what Standard Webhooks allows of a body. */
const mostRecords = 100;
const mostLeaves = 5_000;

/** An alert as it was written. */
type Alert = {
  readonly orgId: string;
  readonly plantId: string | null;
  /** That it is about; null: of its plant as a whole, or of none. */
  readonly deviceId: string | null;
  readonly eventId: string;
  readonly body: string;
};

/** Hands events on to every endpoint that chose them, and alerts to live streams. @returns "more" while there may be others */
export async function feedDeliveries(deps: FeedDeps): Promise<"more" | "idle"> {
  const at = new Date(deps.clock.nowMs());
  return deps.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ events: number; deliveries: number; alerts: Alert[] | null }>`
      WITH event AS (
        SELECT event_no, event_id, org_id, type, plant_id, at, body FROM tenant_events
        -- Another gateway's feed is waited for, not overtaken: streams tell an alert's changes in their order.
        WHERE NOT handed_on ORDER BY event_no LIMIT ${mostEvents} FOR UPDATE
      ), marked AS (
        UPDATE tenant_events SET handed_on = true WHERE event_no IN (SELECT event_no FROM event) RETURNING 1
      ), made AS (
        INSERT INTO webhook_deliveries (org_id, endpoint_id, event_id, created_at, next_at)
        SELECT endpoint.org_id, endpoint.endpoint_id, event.event_id, ${at}, ${at}
        FROM event JOIN webhook_endpoints AS endpoint ON endpoint.org_id = event.org_id
        WHERE endpoint.disabled_at IS NULL
          -- One that was made later than now was made under a clock that has been put back since.
          AND (endpoint.created_at <= event.at OR endpoint.created_at > ${new Date(at.getTime() + clocksApartMs)})
          AND event.type <> 'webhook.test'
          AND endpoint.types && ARRAY['*', split_part(event.type, '.', 1) || '.*', event.type]
          AND (endpoint.plants IS NULL OR event.plant_id = ANY(endpoint.plants))
        ORDER BY event.event_no
        -- An endpoint that is being deleted is waited for, and left out.
        FOR KEY SHARE OF endpoint
        ON CONFLICT DO NOTHING RETURNING 1
      )
      SELECT (SELECT count(*)::int FROM marked) AS events, (SELECT count(*)::int FROM made) AS deliveries,
             (SELECT jsonb_agg(jsonb_build_object(
                       'orgId', org_id, 'plantId', plant_id, 'eventId', event_id, 'body', body,
                       -- A rule's alert is about a device, or else about its plant or a key.
                       'deviceId', (SELECT device_id FROM devices AS device
                                    WHERE device.org_id = event.org_id AND device.plant_id = event.plant_id
                                      AND device.device_id = event.body::jsonb -> 'data' ->> 'subject'))
                     ORDER BY event_no)
              FROM event WHERE type LIKE 'alert.%') AS alerts`.execute(tx);
    const [{ events, deliveries, alerts } = { events: 0, deliveries: 0, alerts: null }] = rows;
    if (deliveries > 0) await publish(tx, { type: "webhook.due" });
    await tellStreams(tx, (alerts ?? []).map(toldOf));
    return events === mostEvents ? "more" : "idle";
  });
}

/** In a stream as in a webhook, but for the place that both say in their own way. */
function toldOf({ orgId, plantId, deviceId, eventId, body }: Alert): Told {
  const { type, timestamp, data } = JSON.parse(body) as {
    readonly type: string;
    readonly timestamp: string;
    readonly data: { readonly [member: string]: Json };
  };
  const told = { type: type.slice("alert.".length), timestamp, event_id: eventId, ...data };
  return { kind: "event", name: "alert", orgId, plantId, deviceId, data: told };
}

const anchoredTypes = ["*", "record.*", "record.anchored"];

/** From here on the endpoint's organisation is told what is anchored, if the endpoint wants to know. */
export async function startTelling(tx: Tx, { orgId, types }: Endpoint): Promise<void> {
  if (!types.some((type) => anchoredTypes.includes(type))) return;
  await tx
    .insertInto("webhook_anchored")
    .values({ org_id: orgId, told_to: await anchoredSize(tx) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Tells organisations with a webhook for it which of their records were anchored. @returns "more" while some are behind */
export async function feedAnchored(deps: FeedDeps): Promise<"more" | "idle"> {
  const size = await anchoredSize(deps.db);
  const behind = await deps.db
    .selectFrom("webhook_anchored")
    .select("org_id")
    .where("told_to", "<", size)
    .limit(100)
    .execute();
  for (const { org_id } of behind) await tellAnchored(deps, org_id, size);
  return behind.length > 0 ? "more" : "idle";
}

async function tellAnchored(deps: FeedDeps, orgId: string, size: bigint): Promise<void> {
  const at = new Date(deps.clock.nowMs());
  await deps.db.transaction().execute(async (tx) => {
    const row = await tx
      .selectFrom("webhook_anchored")
      .select("told_to")
      .where("org_id", "=", orgId)
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined || row.told_to >= size) return;
    if (!(await isWanted(tx, orgId))) {
      await tx.deleteFrom("webhook_anchored").where("org_id", "=", orgId).execute();
      return;
    }
    const to = row.told_to + BigInt(mostLeaves) < size ? row.told_to + BigInt(mostLeaves) : size;
    const leaves = await anchoredLeaves(tx, orgId, { from: row.told_to, to });
    await emit(tx, anchoredEvents(deps.random, orgId, leaves), at);
    await tx.updateTable("webhook_anchored").set({ told_to: to }).where("org_id", "=", orgId).execute();
  });
}

async function isWanted(tx: Tx, orgId: string): Promise<boolean> {
  const wanted = await tx
    .selectFrom("webhook_endpoints")
    .select("endpoint_id")
    .where("org_id", "=", orgId)
    .where(sql<boolean>`types && ${anchoredTypes}::text[]`)
    .executeTakeFirst();
  return wanted !== undefined;
}

/** One event for up to 100 records of a plant: a batch of thousands must not become thousands of calls. */
function anchoredEvents(random: Randomness, orgId: string, leaves: readonly AnchoredLeaf[]): TenantEvent[] {
  const events: TenantEvent[] = [];
  for (const [plantId, ofPlant] of Map.groupBy(leaves, ({ plantId }) => plantId)) {
    for (let i = 0; i < ofPlant.length; i += mostRecords) {
      const records = ofPlant.slice(i, i + mostRecords).map(({ recordId, seq, leafIndex }) => ({
        ...{ record_id: recordId, seq: Number(seq), leaf_index: Number(leafIndex) },
      }));
      const eventId = `evt_${base32(random.bytes(16))}`;
      events.push({ eventId, orgId, type: "record.anchored", plantId, data: { plant_id: plantId, records } });
    }
  }
  return events;
}

/** Events and what was sent of them are kept for this long. */
const keptDays = 30;

/** Deletes old events with their deliveries, but none that still waits. @returns "more" while there may be others */
export async function dropOldEvents(deps: FeedDeps): Promise<"more" | "idle"> {
  const before = new Date(deps.clock.nowMs() - keptDays * 86_400_000);
  const { rows } = await sql`
    DELETE FROM tenant_events WHERE event_no IN (
      SELECT event_no FROM tenant_events AS event
      WHERE at < ${before} AND handed_on AND NOT EXISTS (
        SELECT FROM webhook_deliveries WHERE event_id = event.event_id AND state = 'pending')
      ORDER BY at LIMIT 1000)
    RETURNING 1`.execute(deps.db);
  return rows.length === 1000 ? "more" : "idle";
}
