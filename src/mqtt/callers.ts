import type { TelemetryBody } from "../hydropower/reading.ts";
import type { Actor } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import type { Clock } from "../kernel/time.ts";
import type { ScopedDb } from "../platform/scoped.ts";
import { requireSender } from "../telemetry/accept.ts";
import { checkSignature } from "../telemetry/signatures.ts";
import { deviceActor } from "../tenancy/device-actor.ts";
import { authenticateAll, type TenancyDeps } from "../tenancy/tenancy.ts";
import type { Message } from "./message.ts";

export type CallerDeps = { readonly tenancy: TenancyDeps; readonly db: ScopedDb; readonly clock: Clock };

/**
 * Who published each message, or why it does not count. Keys are looked up together, once for these messages, and
 * remembered no longer: one that is revoked is refused with the next.
 *
 * @param bodies what was read of them; a fault stays as it is
 * @returns faults `unauthenticated`, `forbidden`, `signature-invalid`
 */
export async function callersOf(
  deps: CallerDeps,
  messages: readonly Message[],
  bodies: readonly (TelemetryBody | Fault)[],
): Promise<readonly (Actor | Fault)[]> {
  const byKey = await actorsByKey(deps, messages);
  const callers: (Actor | Fault)[] = [];
  for (const [i, message] of messages.entries()) {
    const body = bodies[i] as TelemetryBody | Fault;
    callers.push(body instanceof Fault ? body : await callerOf(deps, message, body, byKey));
  }
  return callers;
}

const nameOf = ({ text, address }: { readonly text: string; readonly address: string | undefined }) =>
  `${text}\n${address ?? ""}`;

async function actorsByKey({ tenancy }: CallerDeps, messages: readonly Message[]) {
  const shown = new Map(
    messages.flatMap(({ credential }) => (credential.kind === "key" ? [[nameOf(credential), credential]] : [])),
  );
  const found = await authenticateAll(tenancy, [...shown.values()]);
  return new Map([...shown.keys()].map((name, i) => [name, found[i] as Actor | Fault]));
}

async function callerOf(
  deps: CallerDeps,
  { credential, place }: Message,
  body: TelemetryBody,
  byKey: ReadonlyMap<string, Actor | Fault>,
): Promise<Actor | Fault> {
  if (credential.kind === "broker") return deviceActor(place, `mqtt/${place.deviceId}`);
  try {
    if (credential.kind === "none") return await signerOf(deps, place, body);
    const actor = byKey.get(nameOf(credential)) as Actor | Fault;
    if (actor instanceof Fault) return actor;
    if (actor.orgId !== place.orgId) {
      return new Fault("forbidden", "The API key is of another organisation than the topic.");
    }
    requireSender(actor);
    return actor;
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
}

/** Whoever has no key cannot write into an organisation's audit trail, nor use up its quota, by a wrong signature. */
async function signerOf({ db, clock }: CallerDeps, place: Message["place"], body: TelemetryBody): Promise<Actor> {
  if (body.signature === undefined) {
    throw new Fault(
      "unauthenticated",
      "The broker does not say who published this: sign the reading with the device's key, or send an API key in the MQTT 5 user property `api-key`.",
    );
  }
  await checkSignature(db, { orgId: place.orgId, body, http: undefined, receivedAtMs: clock.nowMs() });
  return deviceActor(place, body.signature.key_id);
}
