import type { Context } from "hono";
import type { Actor } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import { subscriberOf } from "../kernel/networks.ts";
import { quotaFault } from "../tenancy/quota-fault.ts";
import type { Standing } from "../tenancy/quotas.ts";
import { clientAddress } from "./client-address.ts";
import type { HttpDeps } from "./deps.ts";
import type { Env } from "./env.ts";

type Deps = Pick<HttpDeps, "limits" | "quotas" | "strangers" | "metrics" | "trustedProxies">;

/**
 * Who is calling, once the quotas of the credential and its organisation have room. A request whose credential is
 * not good counts against its address, so that guessing costs the guesser.
 *
 * @throws {Fault} `unauthenticated`, `quota-exceeded`
 */
export async function admitted(deps: Deps, c: Context<Env>, authenticateCaller: () => Promise<Actor>): Promise<Actor> {
  let actor: Actor;
  try {
    actor = await authenticateCaller();
  } catch (error) {
    if (error instanceof Fault && error.code === "unauthenticated") admitStranger(deps, c);
    throw error;
  }
  c.set("actor", actor);
  show(deps, c, await deps.quotas.take(actor));
  return actor;
}

/** Lets a call without a credential in. @throws {Fault} `quota-exceeded` */
export function admitStranger(deps: Deps, c: Context<Env>): void {
  const standing = deps.strangers.take(subscriberOf(clientAddress(c, deps.trustedProxies) ?? ""));
  if (standing !== undefined) show(deps, c, [standing]);
}

/** `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers-10), on every answer that a quota counts. */
function show(deps: Deps, c: Context<Env>, standings: readonly Standing[]): void {
  if (standings.length === 0) return;
  let [policies, stands] = ["", ""];
  for (const { policy, limit, windowS, remaining, resetS } of standings) {
    const comma = policies === "" ? "" : ", ";
    policies += `${comma}"${policy}";q=${limit};w=${windowS}`;
    stands += `${comma}"${policy}";r=${remaining};t=${resetS}`;
  }
  c.header("RateLimit-Policy", policies);
  c.header("RateLimit", stands);
  const exceeded = standings.filter((one) => one.exceeded);
  const [first] = exceeded;
  if (first === undefined) return;
  throw quotaFault(deps, [first, ...exceeded.slice(1)]);
}
