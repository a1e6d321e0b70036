import type { Actor } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import { reachOf, standingOf } from "../tenancy/standing.ts";
import type { HttpDeps } from "./deps.ts";

/** How long a call goes by how its caller stood when that was looked at last, ms. */
const freshMs = 500;

/**
 * Looks again at a caller who was let in, where a call may last: its body takes its time, or its answer does. Who was shut
 * out meanwhile neither sends on nor reads on.
 */
export type StillIn = {
  /** The actor as it stands now. @throws {Fault} `unauthenticated` */
  actor(): Promise<Actor>;
  /** For what goes on as it was begun. @throws {Fault} `unauthenticated`, `forbidden` where its reach is another one now */
  same(): Promise<void>;
};

export function stillIn({ auth, log }: Pick<HttpDeps, "auth" | "log">, admitted: Actor): StillIn {
  const out = (code: "unauthenticated" | "forbidden", what: string) => {
    log.info({ org_id: admitted.orgId, key_id: admitted.keyId }, `a call in work was ended: ${what}`);
    return new Fault(code, `While this call was carried out, ${what}: it goes no further.`);
  };
  let lookedMs = performance.now();
  let now = admitted;
  const actor = async () => {
    const nowMs = performance.now();
    if (nowMs - lookedMs <= freshMs) return now;
    const standing = await standingOf(auth, admitted);
    if (standing === undefined) throw out("unauthenticated", "its key or session ended");
    lookedMs = nowMs;
    now = standing.actor;
    return now;
  };
  const same = async () => {
    if (reachOf(await actor()) !== reachOf(admitted)) throw out("forbidden", "what its caller may do was changed");
  };
  return { actor, same };
}
