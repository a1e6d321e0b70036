import { decodeJwt } from "jose";
import type { Actor } from "../kernel/actor.ts";
import type { AuthDeps } from "./auth-deps.ts";
import { findOwnKey } from "./key-store.ts";
import { stillTakes } from "./oidc.ts";
import { sessionActor } from "./sessions.ts";
import { isInUse, keyActor } from "./tenancy.ts";

/** How an actor stands whom a call has let in before. */
export type Standing = {
  readonly actor: Actor;
  /** When its key is over, ms; undefined: not by itself. */
  readonly endsAtMs: number | undefined;
};

/**
 * Looks an actor up again, for a connection that outlives the call that opened it: nothing secret has to be kept.
 * Undefined when its key or session is over. A token of an organisation's own issuer is good until its own end, and
 * while that issuer's are taken as they were.
 */
export async function standingOf(deps: Pick<AuthDeps, "db" | "clock">, actor: Actor): Promise<Standing | undefined> {
  const { orgId, keyId, person } = actor;
  if (person === undefined) {
    const key = await findOwnKey(deps.db.of(orgId), orgId, keyId);
    if (key === undefined || !isInUse(key, deps.clock.nowMs())) return undefined;
    return { actor: keyActor(key), endsAtMs: key.expiresAt?.getTime() };
  }
  if (person.sessionId === undefined) {
    const isTaken = await stillTakes(deps.db.of(orgId), orgId, person.issuer);
    return isTaken ? { actor, endsAtMs: undefined } : undefined;
  }
  const now = await sessionActor(deps, { userId: person.userId, sessionId: person.sessionId, orgId });
  return now && { actor: now, endsAtMs: undefined };
}

/** What an actor may do and see, as a text to compare. */
export const reachOf = ({ roles, limits }: Actor): string => JSON.stringify([[...roles].sort(), limits ?? {}]);

/** When a presented token is over by its own word, ms; undefined for an API key. It was verified before. */
export function tokenEndMs(presented: string | undefined): number | undefined {
  if (presented === undefined || !presented.startsWith("eyJ")) return undefined;
  const { exp } = decodeJwt(presented);
  return exp === undefined ? undefined : exp * 1000;
}
