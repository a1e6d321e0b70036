import type { TelemetryBody } from "../hydropower/reading.ts";
import type { Actor } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import { base32 } from "../kernel/ids.ts";
import type { Randomness } from "../kernel/time.ts";
import { isDatabaseUnable, isHeldUp, isStatementTimeout } from "../platform/database.ts";
import type { Log } from "../platform/log.ts";
import { acceptTogether, type BatchDeps, type SentItem } from "../telemetry/accept-batch.ts";
import { quotaFault } from "../tenancy/quota-fault.ts";
import type { Quotas } from "../tenancy/quotas.ts";
import type { TenancyDeps } from "../tenancy/tenancy.ts";
import { callersOf } from "./callers.ts";
import type { Message, Outcome } from "./message.ts";
import { outcomeOfPart } from "./parts.ts";

export type MessageDeps = {
  readonly accept: BatchDeps;
  readonly tenancy: TenancyDeps;
  readonly quotas: Quotas;
  readonly log: Log;
  readonly random: Randomness;
  /** @throws {Fault} `malformed-json`, `invalid-request` */
  readReading(text: Uint8Array, place: { readonly plant_id: string; readonly device_id: string }): TelemetryBody;
};

/** What is remembered of messages that are tried until they are known to be recorded or refused. */
export class Tries {
  /** Counted against a quota. */
  readonly paid = new WeakSet<Message>();
  readonly #keys = new WeakMap<Message, string>();

  /** By which a reading that tells no time is known again, where its commit's answer was lost. Nobody's own: it has a blank. */
  keyOf(message: Message, random: Randomness): string {
    const key = message.idempotencyKey ?? this.#keys.get(message) ?? `mqtt ${base32(random.bytes(16))}`;
    this.#keys.set(message, key);
    return key;
  }
}

type Read = { readonly body: TelemetryBody; readonly actor: Actor };

/**
 * Takes messages through the same door as every reading: who published it, whether it may, its quota, its signature,
 * then all that `acceptTogether` asks of a batch. Each message gets what it would get alone.
 *
 * @throws when PostgreSQL is away: all of them may be given again
 */
export async function acceptMessages(
  deps: MessageDeps,
  messages: readonly Message[],
  tries: Tries,
): Promise<readonly Outcome[]> {
  const { db, clock, metrics } = deps.accept;
  const reads = metrics.stageSeconds.startTimer({ stage: "read" });
  const bodies = messages.map((message) => faultOr(() => bodyOf(deps, message)));
  reads();
  const authenticates = metrics.stageSeconds.startTimer({ stage: "authenticate" });
  const callers = await callersOf({ tenancy: deps.tenancy, db, clock }, messages, bodies);
  authenticates();
  const read = callers.map((actor, i): Read | Fault =>
    actor instanceof Fault ? actor : { actor, body: bodies[i] as TelemetryBody },
  );
  await payQuotas(deps, messages, read, tries.paid);
  const sent = read.map((one, i): SentItem => {
    if (one instanceof Fault) return { actor: nobody, item: { fault: one } };
    const isTimed = one.body.timestamp !== undefined;
    const idempotencyKey = isTimed ? undefined : tries.keyOf(messages[i] as Message, deps.random);
    return { actor: one.actor, item: { body: one.body }, idempotencyKey, trace: messages[i]?.trace };
  });
  const outcomes = await acceptTogether(deps.accept, sent);
  return Promise.all(
    outcomes.map(async (outcome, i): Promise<Outcome> => {
      const body = bodies[i] as TelemetryBody | Fault;
      const said = body instanceof Fault ? {} : { timestamp: body.timestamp, device_seq: body.device_seq };
      if (outcome.ok) return { ok: true, accepted: outcome.value, said };
      const fault = publicFault(outcome.error);
      const one = read[i] as Read | Fault;
      if (one instanceof Fault || messages[i]?.isJoined !== true) return { ok: false, fault, said };
      return { ...(await outcomeOfPart({ db }, one, fault)), said };
    }),
  );
}

/** Stands for the sender where there is nothing to send. */
const nobody: Actor = { orgId: "", keyId: "", roles: [] };

function bodyOf(deps: MessageDeps, { place, text, idempotencyKey }: Message): TelemetryBody {
  if (idempotencyKey !== undefined && !keyPattern.test(idempotencyKey)) {
    throw new Fault("invalid-request", "The user property idempotency-key must be 1-255 visible ASCII characters.");
  }
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

const keyPattern = /^[!-~]{1,255}$/;

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

/** A failure of ours, told without its inside; {@link Fault.cause} keeps it for the log. */
export function publicFault(error: unknown): Fault {
  if (error instanceof Fault) return error;
  const detail = "The gateway failed on this reading. Report the id in `instance` if it happens again.";
  return new Fault("internal", detail, { cause: error });
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
export const isPassing = (error: unknown) => isDatabaseUnable(error) || isStatementTimeout(error) || isHeldUp(error);
