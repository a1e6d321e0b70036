import type { TelemetryBody } from "../hydropower/reading.ts";
import type { Actor } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import { isDatabaseAway, isStatementTimeout } from "../platform/database.ts";
import type { Log } from "../platform/log.ts";
import { requireSender } from "../telemetry/accept.ts";
import { acceptTogether, type BatchDeps, type SentItem } from "../telemetry/accept-batch.ts";
import { getRecord } from "../telemetry/queries.ts";
import { checkSignature } from "../telemetry/signatures.ts";
import { type Accepted, parseBody } from "../telemetry/types.ts";
import { deviceActor } from "../tenancy/device-actor.ts";
import { quotaFault } from "../tenancy/quota-fault.ts";
import type { Quotas } from "../tenancy/quotas.ts";
import { authenticate, type TenancyDeps } from "../tenancy/tenancy.ts";
import type { Message, Outcome } from "./message.ts";

export type MessageDeps = {
  readonly accept: BatchDeps;
  readonly tenancy: TenancyDeps;
  readonly quotas: Quotas;
  readonly log: Log;
  /** @throws {Fault} `malformed-json`, `invalid-request` */
  readReading(text: Uint8Array, place: { readonly plant_id: string; readonly device_id: string }): TelemetryBody;
};

type Read = { readonly body: TelemetryBody; readonly actor: Actor };

/**
 * Takes messages through the same door as every reading: who published it, whether it may, its quota, its signature,
 * then all that `acceptTogether` asks of a batch. Each message gets what it would get alone.
 *
 * @param paid messages that were counted against a quota before, when this was tried for the first time
 * @throws when PostgreSQL is away: all of them may be given again
 */
export async function acceptMessages(
  deps: MessageDeps,
  messages: readonly Message[],
  paid: WeakSet<Message>,
): Promise<readonly Outcome[]> {
  const callers = new Callers(deps);
  const read: (Read | Fault)[] = [];
  const bodies: (TelemetryBody | undefined)[] = [];
  for (const message of messages) {
    const body = faultOr(() => bodyOf(deps, message));
    bodies.push(body instanceof Fault ? undefined : body);
    read.push(body instanceof Fault ? body : await callers.admit(message, body));
  }
  await payQuotas(deps, messages, read, paid);
  const sent = read.map((one, i): SentItem => {
    const { idempotencyKey } = messages[i] as Message;
    if (one instanceof Fault) return { actor: nobody, item: { fault: one } };
    const isTimed = one.body.timestamp !== undefined;
    return { actor: one.actor, item: { body: one.body }, idempotencyKey: isTimed ? undefined : idempotencyKey };
  });
  const outcomes = await acceptTogether(deps.accept, sent);
  return Promise.all(
    outcomes.map(async (outcome, i): Promise<Outcome> => {
      const said = { timestamp: bodies[i]?.timestamp, device_seq: bodies[i]?.device_seq };
      if (outcome.ok) return { ok: true, accepted: outcome.value, said };
      const fault = publicFault(deps, outcome.error);
      const known = await repeatOfPart(deps, messages[i] as Message, read[i] as Read, fault);
      return known === undefined ? { ok: false, fault, said } : { ok: true, accepted: known, said };
    }),
  );
}

/** Stands for the sender where there is nothing to send. */
const nobody: Actor = { orgId: "", keyId: "", roles: [] };

function bodyOf(deps: MessageDeps, { place, text }: Message): TelemetryBody {
  const named = { plant_id: place.plantId, device_id: place.deviceId };
  const body = deps.readReading(text, named);
  for (const member of ["plant_id", "device_id"] as const) {
    if (body[member] === named[member]) continue;
    const detail = `is ${body[member]}, but the topic is of ${named[member]}`;
    throw new Fault("invalid-request", `The body is not valid: /${member} ${detail}.`, {
      errors: [{ pointer: `/${member}`, rule: "topic", detail }],
    });
  }
  return body;
}

/** Who published the messages of one chunk: a key is looked up once in it, and never remembered longer. */
class Callers {
  readonly #deps: MessageDeps;
  readonly #keys = new Map<string, Promise<Actor | Fault>>();

  constructor(deps: MessageDeps) {
    this.#deps = deps;
  }

  async admit(message: Message, body: TelemetryBody): Promise<Read | Fault> {
    try {
      const actor = await this.#actor(message, body);
      if (actor instanceof Fault) return actor;
      if (actor.orgId !== message.place.orgId) {
        throw new Fault("forbidden", "The API key is of another organisation than the topic.");
      }
      requireSender(actor);
      return { body, actor };
    } catch (error) {
      if (error instanceof Fault) return error;
      throw error;
    }
  }

  async #actor({ credential, place }: Message, body: TelemetryBody): Promise<Actor | Fault> {
    if (credential.kind === "key") {
      const name = `${credential.text}\n${credential.address ?? ""}`;
      const known = this.#keys.get(name);
      if (known !== undefined) return known;
      const found = authenticate(this.#deps.tenancy, credential.text, credential).catch((error: unknown) => {
        if (error instanceof Fault) return error;
        throw error;
      });
      this.#keys.set(name, found);
      return found;
    }
    if (credential.kind === "broker") return deviceActor(place, "mqtt");
    if (body.signature === undefined) {
      throw new Fault(
        "unauthenticated",
        "The broker does not say who published this: sign the reading with the device's key, or send an API key in the MQTT 5 user property `api-key`.",
      );
    }
    // Whoever has no key cannot write into an organisation's audit trail, nor use up its quota, by a wrong signature.
    const receivedAtMs = this.#deps.accept.clock.nowMs();
    await checkSignature(this.#deps.accept.db, { orgId: place.orgId, body, http: undefined, receivedAtMs });
    return deviceActor(place, body.signature.key_id);
  }
}

/** Each reading counts as a request of its sender; what is beyond a quota is refused as it would be by HTTP. */
async function payQuotas(
  deps: MessageDeps,
  messages: readonly Message[],
  read: (Read | Fault)[],
  paid: WeakSet<Message>,
): Promise<void> {
  const due = new Map<string, { readonly actor: Actor; readonly at: number[] }>();
  for (const [i, one] of read.entries()) {
    if (one instanceof Fault || paid.has(messages[i] as Message)) continue;
    const { actor } = one;
    const name = `${actor.orgId}\n${actor.keyId}`;
    const group = due.get(name) ?? { actor, at: [] };
    group.at.push(i);
    due.set(name, group);
  }
  for (const { actor, at } of due.values()) {
    const { granted, exceeded } = await deps.quotas.takeMany(actor, at.length);
    for (const i of at.slice(0, granted)) paid.add(messages[i] as Message);
    if (exceeded === undefined) continue;
    const fault = quotaFault(deps.accept, [exceeded]);
    for (const i of at.slice(granted)) read[i] = fault;
  }
}

/**
 * Metrics that were put together and come again one by one, because an acknowledgement was lost, say nothing new: all
 * that they hold is in the record.
 */
async function repeatOfPart(
  deps: MessageDeps,
  message: Message,
  { actor, body }: Read,
  fault: Fault,
): Promise<Accepted | undefined> {
  const recordId = fault.facts.extensions?.record_id;
  if (!message.isJoined || fault.code !== "reading-conflict" || typeof recordId !== "string") return undefined;
  const record = await getRecord({ db: deps.accept.db }, actor, recordId);
  const kept = parseBody(record).readings as Readonly<Record<string, number>>;
  const isThere = Object.entries(body.readings).every(([name, value]) => kept[name] === value);
  return isThere ? { record, duplicate: true, replayed: false } : undefined;
}

function publicFault(deps: MessageDeps, error: unknown): Fault {
  if (error instanceof Fault) return error;
  deps.log.error({ err: error }, "a reading that came by MQTT failed");
  return new Fault("internal", "The gateway failed on this reading. Report the id in `instance` if it happens again.", {
    cause: error,
  });
}

function faultOr<R>(make: () => R): R | Fault {
  try {
    return make();
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
}

/** Whether the same may go well later. */
export const isPassing = (error: unknown) => isDatabaseAway(error) || isStatementTimeout(error);
