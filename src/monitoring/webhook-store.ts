import { sql } from "kysely";
import type { Db, Tx } from "../platform/database.ts";

export type Endpoint = {
  readonly orgId: string;
  readonly endpointId: string;
  readonly url: string;
  readonly types: readonly string[];
  /** Null: of all plants, and of what belongs to none. */
  readonly plants: readonly string[] | null;
  readonly description: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly secretNo: number;
  /** The secret before this one still signs too, until then. */
  readonly earlierSecretUntil: Date | null;
  readonly disabled: { readonly at: Date; readonly why: string } | null;
};

export async function insertEndpoint(tx: Tx, endpoint: Endpoint): Promise<void> {
  await tx
    .insertInto("webhook_endpoints")
    .values({
      org_id: endpoint.orgId,
      endpoint_id: endpoint.endpointId,
      created_at: endpoint.createdAt,
      ...columnsOf(endpoint),
    })
    .execute();
}

/** Writes everything of an endpoint that may change. */
export async function saveEndpoint(tx: Tx, endpoint: Endpoint): Promise<void> {
  await tx
    .updateTable("webhook_endpoints")
    .set(columnsOf(endpoint))
    .where("org_id", "=", endpoint.orgId)
    .where("endpoint_id", "=", endpoint.endpointId)
    .execute();
}

const columnsOf = (endpoint: Endpoint) => ({
  url: endpoint.url,
  types: [...endpoint.types],
  plants: endpoint.plants === null ? null : [...endpoint.plants],
  description: endpoint.description,
  updated_at: endpoint.updatedAt,
  secret_no: endpoint.secretNo,
  earlier_secret_until: endpoint.earlierSecretUntil,
  disabled_at: endpoint.disabled?.at ?? null,
  disabled_why: endpoint.disabled?.why ?? null,
});

/** With its deliveries and their log. @returns false when there was none */
export async function deleteEndpoint(tx: Tx, orgId: string, endpointId: string): Promise<boolean> {
  const result = await tx
    .deleteFrom("webhook_endpoints")
    .where("org_id", "=", orgId)
    .where("endpoint_id", "=", endpointId)
    .executeTakeFirst();
  return result.numDeletedRows === 1n;
}

/** Endpoints of an organisation by id; `lock`: until the transaction ends. */
export async function findEndpoint(
  db: Db,
  orgId: string,
  endpointId: string,
  options: { readonly lock?: boolean } = {},
): Promise<Endpoint | undefined> {
  const query = db
    .selectFrom("webhook_endpoints")
    .selectAll()
    .where("org_id", "=", orgId)
    .where("endpoint_id", "=", endpointId);
  const row = await (options.lock ? query.forUpdate() : query).executeTakeFirst();
  return row && toEndpoint(row);
}

export async function listEndpoints(db: Db, orgId: string): Promise<Endpoint[]> {
  const rows = await db
    .selectFrom("webhook_endpoints")
    .selectAll()
    .where("org_id", "=", orgId)
    .orderBy("created_at")
    .orderBy("endpoint_id")
    .execute();
  return rows.map(toEndpoint);
}

type EndpointRow = {
  org_id: string;
  endpoint_id: string;
  url: string;
  types: string[];
  plants: string[] | null;
  description: string;
  created_at: Date;
  updated_at: Date;
  secret_no: number;
  earlier_secret_until: Date | null;
  disabled_at: Date | null;
  disabled_why: string | null;
};

function toEndpoint(row: EndpointRow): Endpoint {
  return {
    orgId: row.org_id,
    endpointId: row.endpoint_id,
    url: row.url,
    types: row.types,
    plants: row.plants,
    description: row.description,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    secretNo: row.secret_no,
    earlierSecretUntil: row.earlier_secret_until,
    disabled: row.disabled_at === null ? null : { at: row.disabled_at, why: row.disabled_why ?? "" },
  };
}

export const deliveryStates = ["pending", "delivered", "dead"] as const;
export type DeliveryState = (typeof deliveryStates)[number];

export type Delivery = {
  readonly deliveryId: bigint;
  readonly eventId: string;
  readonly type: string;
  readonly state: DeliveryState;
  readonly createdAt: Date;
  readonly attempts: number;
  /** Of a pending one. */
  readonly nextAt: Date;
  readonly endedAt: Date | null;
  readonly log: readonly Attempt[];
};

export type Attempt = {
  readonly at: Date;
  readonly status: number | null;
  readonly error: string | null;
  readonly elapsedMs: number;
};

/** One page of an endpoint's deliveries, newest first, each with its attempts, oldest first. */
export async function listDeliveries(
  db: Db,
  orgId: string,
  endpointId: string,
  page: { readonly before: bigint | undefined; readonly limit: number; readonly state: DeliveryState | undefined },
): Promise<Delivery[]> {
  const { rows } = await sql<DeliveryRow>`
    SELECT delivery.delivery_id, delivery.event_id, event.type, delivery.state, delivery.created_at, delivery.attempts,
      delivery.next_at, delivery.ended_at,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('at', log.at, 'status', log.status, 'error', log.error,
                                                    'elapsedMs', log.elapsed_ms) ORDER BY log.at), '[]')
       FROM webhook_attempts AS log WHERE log.delivery_id = delivery.delivery_id) AS log
    FROM webhook_deliveries AS delivery JOIN tenant_events AS event USING (event_id)
    WHERE delivery.org_id = ${orgId} AND delivery.endpoint_id = ${endpointId}
      AND (${page.before ?? null}::bigint IS NULL OR delivery.delivery_id < ${page.before ?? null}::bigint)
      AND (${page.state ?? null}::text IS NULL OR delivery.state = ${page.state ?? null})
    ORDER BY delivery.delivery_id DESC LIMIT ${page.limit}`.execute(db);
  return rows.map((row) => ({
    deliveryId: row.delivery_id,
    eventId: row.event_id,
    type: row.type,
    state: row.state,
    createdAt: row.created_at,
    attempts: row.attempts,
    nextAt: row.next_at,
    endedAt: row.ended_at,
    log: row.log.map((one) => ({ ...one, at: new Date(one.at) })),
  }));
}

type DeliveryRow = {
  delivery_id: bigint;
  event_id: string;
  type: string;
  state: DeliveryState;
  created_at: Date;
  attempts: number;
  next_at: Date;
  ended_at: Date | null;
  log: { at: string; status: number | null; error: string | null; elapsedMs: number }[];
};

/** Sends again, from the first attempt on: one delivery, or all dead ones. @returns how many */
export async function replayDeliveries(
  tx: Tx,
  orgId: string,
  endpointId: string,
  which: { readonly eventId: string } | "dead",
  at: Date,
): Promise<number> {
  const update = tx
    .updateTable("webhook_deliveries")
    .set({ state: "pending", attempts: 0, next_at: at, ended_at: null })
    .where("org_id", "=", orgId)
    .where("endpoint_id", "=", endpointId);
  const chosen = which === "dead" ? update.where("state", "=", "dead") : update.where("event_id", "=", which.eventId);
  return Number((await chosen.executeTakeFirst()).numUpdatedRows);
}

export async function insertDelivery(
  tx: Tx,
  { orgId, endpointId }: Endpoint,
  eventId: string,
  at: Date,
): Promise<void> {
  const row = { org_id: orgId, endpoint_id: endpointId, event_id: eventId, created_at: at, next_at: at };
  await tx.insertInto("webhook_deliveries").values(row).execute();
}
