import type { Actor } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import type { AuthDeps } from "./auth-deps.ts";
import { oidcActor } from "./oidc.ts";
import { sessionActor } from "./sessions.ts";
import { authenticate } from "./tenancy.ts";

/** A signed token in compact form (RFC 7515), of a length that a header may have. */
const tokenPattern = /^eyJ[\w-]{1,2000}\.[\w-]{1,8000}\.[\w-]{1,2000}$/;

/**
 * Turns what a request presents into an actor: an API key, an access token of this gateway, or a token of an
 * organisation's own issuer. What is wrong with it is told to nobody.
 *
 * @throws {Fault} `unauthenticated`
 */
export async function authenticateCaller(
  deps: AuthDeps,
  presented: string | undefined,
  from?: { readonly address: string | undefined },
): Promise<Actor> {
  if (presented === undefined || presented === "") {
    const detail = "Send an API key (`Authorization: Bearer ghdk_...` or `X-API-Key`) or an access token as Bearer.";
    throw new Fault("unauthenticated", detail);
  }
  if (!tokenPattern.test(presented)) return authenticate(deps, presented, from);
  const claims = await deps.accessTokens.verify(presented);
  const actor = claims === undefined ? await oidcActor(deps, presented) : await sessionActor(deps, claims);
  if (actor !== undefined) return actor;
  throw new Fault(
    "unauthenticated",
    "This token is not good here: it is over, ended, or of an issuer that nobody set.",
  );
}
