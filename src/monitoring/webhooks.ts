import type { Actor } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import { base32 } from "../kernel/ids.ts";
import type { Clock, Randomness } from "../kernel/time.ts";
import type { Tx } from "../platform/database.ts";
import { emit, publish, type TenantEventType, tenantEventTypes } from "../platform/events.ts";
import type { ScopedDb } from "../platform/scoped.ts";
import { takeTurn } from "../platform/turns.ts";
import { recordActs } from "../tenancy/acts.ts";
import { owners, requireRole } from "../tenancy/scope.ts";
import { startTelling } from "./webhook-feed.ts";
import { requireHearing } from "./webhook-hearing.ts";
import { secretOf, secretText } from "./webhook-signature.ts";
import * as store from "./webhook-store.ts";

export type { Delivery, Endpoint } from "./webhook-store.ts";

/** Webhooks by the Standard Webhooks specification: who is told of what, by owners alone. */

export type WebhookDeps = {
  readonly db: ScopedDb;
  readonly clock: Clock;
  readonly random: Randomness;
  /** The gateway's secret from which those of the endpoints are derived; at least 32 bytes. */
  readonly plantSecret: Uint8Array;
};

/** What an owner chooses. */
export type EndpointChoice = Pick<store.Endpoint, "url" | "types" | "plants" | "description">;

/** Types, and families of them, that may be chosen. */
export const chosenTypes: readonly string[] = [
  "*",
  ...new Set(tenantEventTypes.map((type) => `${type.slice(0, type.indexOf("."))}.*`)),
  ...tenantEventTypes,
];

export type EndpointChange = { readonly [Member in keyof EndpointChoice]?: EndpointChoice[Member] | undefined } & {
  readonly enabled?: boolean | undefined;
};

const mostEndpoints = 20;
/** How long the secret before still signs after a change, ms. */
const overlapMs = 24 * 3_600_000;

/** @throws {Fault} `forbidden`, also of what the key may not read; `rule-violated` for one too many */
export async function createEndpoint(deps: WebhookDeps, actor: Actor, choice: EndpointChoice) {
  requireRole(actor, owners);
  requireHearing(actor, choice.types);
  const at = new Date(deps.clock.nowMs());
  const endpoint: store.Endpoint = {
    ...choice,
    orgId: actor.orgId,
    endpointId: `whk_${base32(deps.random.bytes(16))}`,
    createdAt: at,
    updatedAt: at,
    secretNo: 1,
    earlierSecretUntil: null,
    disabled: null,
  };
  await deps.db
    .of(actor.orgId)
    .transaction()
    .execute(async (tx) => {
      await takeTurn(tx, "webhooks", actor.orgId);
      if ((await store.listEndpoints(tx, actor.orgId)).length >= mostEndpoints) {
        const detail = `An organisation has at most ${mostEndpoints} webhooks: delete one first.`;
        throw new Fault("rule-violated", detail, { extensions: { rule: "webhook.most" } });
      }
      await store.insertEndpoint(tx, endpoint);
      await startTelling(tx, endpoint);
      await acted(tx, actor, "webhook.created", endpoint, at);
    });
  return { endpoint, secret: secretOfEndpoint(deps, endpoint) };
}

/** @throws {Fault} `forbidden` */
export async function listEndpoints(deps: WebhookDeps, actor: Actor): Promise<store.Endpoint[]> {
  requireRole(actor, owners);
  return store.listEndpoints(deps.db.of(actor.orgId), actor.orgId);
}

/** @throws {Fault} `forbidden`, `not-found` */
export async function getEndpoint(deps: WebhookDeps, actor: Actor, endpointId: string): Promise<store.Endpoint> {
  requireRole(actor, owners);
  return (await store.findEndpoint(deps.db.of(actor.orgId), actor.orgId, endpointId)) ?? notFound(endpointId);
}

/** Changes what is given; `enabled: true` lets one go on that was switched off. `mayChange` throws where the caller means another state. @throws {Fault} `forbidden`, `not-found` */
export async function updateEndpoint(
  deps: WebhookDeps,
  actor: Actor,
  endpointId: string,
  change: EndpointChange,
  mayChange: (standing: store.Endpoint) => void = () => undefined,
): Promise<store.Endpoint> {
  return changed(deps, actor, endpointId, "webhook.changed", (endpoint, at) => {
    mayChange(endpoint);
    const { enabled, ...choice } = change;
    const given = Object.fromEntries(Object.entries(choice).filter(([, value]) => value !== undefined));
    const off = endpoint.disabled ?? { at, why: "by its owner" };
    const next = { ...endpoint, ...given, disabled: (enabled ?? endpoint.disabled === null) ? null : off };
    // Also of another URL: what is told there then is told to whoever chose it. To switch one off takes nothing more.
    if (Object.keys(given).length > 0 || next.disabled === null) requireHearing(actor, next.types);
    return next;
  });
}

/** The old secret signs too for a day, so that receivers can change over. @throws {Fault} `forbidden`, `not-found` */
export async function rotateSecret(deps: WebhookDeps, actor: Actor, endpointId: string) {
  const endpoint = await changed(deps, actor, endpointId, "webhook.secret-rotated", (one, at) => ({
    ...one,
    secretNo: one.secretNo + 1,
    earlierSecretUntil: new Date(at.getTime() + overlapMs),
  }));
  return { endpoint, secret: secretOfEndpoint(deps, endpoint) };
}

/**
 * With all its deliveries and their log. `mayDelete` throws where the caller means another state.
 *
 * @returns what it was
 * @throws {Fault} `forbidden`, `not-found`
 */
export async function deleteEndpoint(
  deps: WebhookDeps,
  actor: Actor,
  endpointId: string,
  mayDelete: (standing: store.Endpoint) => void = () => undefined,
): Promise<store.Endpoint> {
  requireRole(actor, owners);
  const at = new Date(deps.clock.nowMs());
  return deps.db
    .of(actor.orgId)
    .transaction()
    .execute(async (tx) => {
      const endpoint = (await store.findEndpoint(tx, actor.orgId, endpointId, { lock: true })) ?? notFound(endpointId);
      mayDelete(endpoint);
      await store.deleteEndpoint(tx, actor.orgId, endpointId);
      await acted(tx, actor, "webhook.deleted", endpoint, at);
      return endpoint;
    });
}

/** Sends a `webhook.test` event to this endpoint alone. @returns its id @throws {Fault} `forbidden`, `not-found` */
export async function testEndpoint(deps: WebhookDeps, actor: Actor, endpointId: string): Promise<string> {
  requireRole(actor, owners);
  const at = new Date(deps.clock.nowMs());
  const { orgId } = actor;
  const eventId = `evt_${base32(deps.random.bytes(16))}`;
  await deps.db
    .of(actor.orgId)
    .transaction()
    .execute(async (tx) => {
      const endpoint = (await store.findEndpoint(tx, orgId, endpointId, { lock: true })) ?? notFound(endpointId);
      const type: TenantEventType = "webhook.test";
      await emit(tx, [{ eventId, orgId, type, data: { endpoint_id: endpointId } }], at);
      await store.insertDelivery(tx, endpoint, eventId, at);
      await publish(tx, { type: "webhook.due" });
    });
  return eventId;
}

/** One page of deliveries, newest first. `next` is the one to continue before. @throws {Fault} `forbidden`, `not-found` */
export async function listDeliveries(
  deps: WebhookDeps,
  actor: Actor,
  endpointId: string,
  page: Parameters<typeof store.listDeliveries>[3],
): Promise<{ deliveries: store.Delivery[]; next: bigint | undefined }> {
  await getEndpoint(deps, actor, endpointId);
  const found = await store.listDeliveries(deps.db.of(actor.orgId), actor.orgId, endpointId, {
    ...page,
    limit: page.limit + 1,
  });
  const deliveries = found.slice(0, page.limit);
  return { deliveries, next: found.length > page.limit ? deliveries.at(-1)?.deliveryId : undefined };
}

/**
 * Sends a delivery again whatever became of it, or all that are dead. Its id stays, so that a receiver that has
 * had it can tell.
 *
 * @returns how many are on their way @throws {Fault} `forbidden`, `not-found`
 */
export async function replay(
  deps: WebhookDeps,
  actor: Actor,
  endpointId: string,
  which: { readonly eventId: string } | "dead",
): Promise<number> {
  await getEndpoint(deps, actor, endpointId);
  const at = new Date(deps.clock.nowMs());
  return deps.db
    .of(actor.orgId)
    .transaction()
    .execute(async (tx) => {
      const count = await store.replayDeliveries(tx, actor.orgId, endpointId, which, at);
      if (which !== "dead" && count === 0)
        throw new Fault("not-found", `There is no delivery of ${which.eventId} here.`);
      await publish(tx, { type: "webhook.due" });
      return count;
    });
}

async function changed(
  deps: WebhookDeps,
  actor: Actor,
  endpointId: string,
  act: Parameters<typeof acted>[2],
  change: (endpoint: store.Endpoint, at: Date) => store.Endpoint,
): Promise<store.Endpoint> {
  requireRole(actor, owners);
  const at = new Date(deps.clock.nowMs());
  return deps.db
    .of(actor.orgId)
    .transaction()
    .execute(async (tx) => {
      const before = (await store.findEndpoint(tx, actor.orgId, endpointId, { lock: true })) ?? notFound(endpointId);
      const endpoint = { ...change(before, at), updatedAt: at };
      await store.saveEndpoint(tx, endpoint);
      await startTelling(tx, endpoint);
      await acted(tx, actor, act, endpoint, at);
      await publish(tx, { type: "webhook.due" });
      return endpoint;
    });
}

function acted(
  tx: Tx,
  actor: Actor,
  act: "webhook.created" | "webhook.changed" | "webhook.secret-rotated" | "webhook.deleted",
  { endpointId: object, orgId, url, types, plants, disabled }: store.Endpoint,
  at: Date,
): Promise<void> {
  // A URL's query may hold a receiver's own secret.
  const { origin, pathname } = new URL(url);
  const detail = { url: `${origin}${pathname}`, types: [...types], plants: plants && [...plants] };
  return recordActs(tx, [{ orgId, actor, act, object, detail: { ...detail, enabled: disabled === null } }], at);
}

const secretOfEndpoint = ({ plantSecret }: WebhookDeps, { endpointId, secretNo }: store.Endpoint): string =>
  secretText(secretOf(plantSecret, endpointId, secretNo));

function notFound(endpointId: string): never {
  throw new Fault("not-found", `There is no webhook ${endpointId} in your organisation.`);
}
