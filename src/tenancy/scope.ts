import type { Actor, Person, Role } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";

/** The first line of every verb: the actor holds one of these roles, or the call ends with 403. */
export function requireRole(actor: Actor, allowed: readonly Role[]): void {
  if (actor.roles.some((role) => allowed.includes(role))) return;
  const needed = [...new Set(allowed)];
  const detail = `This needs one of the roles ${needed.join(", ")}; you have ${actor.roles.join(", ") || "none"}.`;
  throw new Fault("forbidden", detail, { extensions: { needed_roles: needed.join(" ") } });
}

/** Parts of the API, each to read or to change: what a key may be narrowed to, beside its roles. */
export const scopes = [
  "telemetry:read",
  "telemetry:write",
  "streams:read",
  "records:read",
  "reviews:read",
  "reviews:write",
  "models:read",
  "models:write",
  "plants:read",
  "plants:write",
  "devices:read",
  "devices:write",
  "periods:read",
  "periods:write",
  "issuance:read",
  "issuance:write",
  "units:read",
  "units:write",
  "carbon:read",
  "carbon:write",
  "keys:read",
  "keys:write",
  "organisation:read",
  "organisation:write",
  "webhooks:read",
  "webhooks:write",
  "alerts:read",
  "alerts:write",
] as const;
export type Scope = (typeof scopes)[number];

/** Beside the role: a key that is narrowed to scopes has this one. @throws {Fault} `forbidden` */
export function requireScope({ limits }: Actor, scope: string): void {
  if (limits?.scopes === undefined || limits.scopes.includes(scope)) return;
  const detail = `This needs the scope ${scope}; the key has ${limits.scopes.join(", ")}.`;
  throw new Fault("forbidden", detail, { extensions: { needed_scope: scope } });
}

/** A plant that the actor may not touch is to be told like one that does not exist. */
export function mayUsePlant({ limits }: Actor, plantId: string): boolean {
  return limits?.plants === undefined || limits.plants.includes(plantId);
}

export function mayUseDevice({ limits }: Actor, deviceId: string): boolean {
  return limits?.devices === undefined || limits.devices.includes(deviceId);
}

/** For what holds readings of every device of a plant and cannot be parted. @throws {Fault} `forbidden` */
export function requireEveryDevice({ limits }: Actor): void {
  if (limits?.devices === undefined) return;
  throw new Fault("forbidden", "The key is for some devices only, and this call is about all of a plant.", {
    extensions: { needed_devices: "all" },
  });
}

/** For what no key may do. @throws {Fault} `session-required` */
export function requirePerson(actor: Actor): Person {
  if (actor.person !== undefined) return actor.person;
  throw new Fault("session-required", "An API key cannot do this: sign in, and send the access token.");
}

/** For what concerns the own account at this gateway. @throws {Fault} `session-required` */
export function requireSession(actor: Actor): Person & { readonly sessionId: string } {
  const { person } = actor;
  if (person?.sessionId !== undefined) return { ...person, sessionId: person.sessionId };
  throw new Fault("session-required", "This concerns an account of this gateway: sign in, and send the access token.");
}

/**
 * For every act of a verifier or an issuer, and for what gives units away, after `requireRole`: a person who signed in here with a second factor. A
 * token of an organisation's own issuer is not enough, whatever it says: that issuer is a party to the act.
 *
 * @throws {Fault} `second-factor-required`
 */
export function requireSecondFactor(actor: Actor): void {
  if (actor.person?.secondFactor === true) return;
  const detail =
    "What verifiers and issuers decide, and what gives units away, needs a session with a second factor: an API key is not enough.";
  throw new Fault("second-factor-required", detail);
}

/** Roles that members of an organisation may have. */
export const memberRoles = ["owner", "operator", "verifier", "issuer", "auditor"] as const satisfies readonly Role[];
export type MemberRole = (typeof memberRoles)[number];

/** Who may look at an organisation's plants and records. */
export const readers = ["owner", "operator", "verifier", "issuer", "auditor"] as const satisfies readonly Role[];
/** Who may send readings. */
export const senders = ["owner", "operator", "device"] as const satisfies readonly Role[];
/** Who may make a plant's records public. */
export const owners = ["owner"] as const satisfies readonly Role[];
/** Who may register plants and devices. */
export const managers = ["owner", "operator"] as const satisfies readonly Role[];
/** Who sees what is done to the organisation itself. */
export const administrators = ["owner", "auditor", "registrar"] as const satisfies readonly Role[];
/** Who may issue credits of a statement that a verifier has signed. */
export const issuers = ["issuer"] as const satisfies readonly Role[];
/** Who may be invited to another organisation's period. */
export const guests = ["verifier", "issuer", "auditor"] as const satisfies readonly Role[];
/** Who keeps the registrar's chain. */
export const registrars = ["registrar"] as const satisfies readonly Role[];
/** Who may decide on readings that are in doubt. */
export const deciders = ["verifier"] as const satisfies readonly Role[];
/** Who may ask for a plant's model to be trained anew. It takes effect by a decider's approval only. */
export const trainers = ["owner", "verifier"] as const satisfies readonly Role[];
