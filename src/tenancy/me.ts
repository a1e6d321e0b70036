import type { Actor } from "../kernel/actor.ts";
import type { ScopedDb } from "../platform/scoped.ts";
import { hasSecondFactor } from "./second-factor.ts";
import { countRecoveryCodes } from "./second-factor-store.ts";
import { findUser, listMemberships, type Membership, type User } from "./user-store.ts";

/** What the gateway knows of whoever calls. */
export type Me = {
  readonly actor: Actor;
  /** Of a session of this gateway. */
  readonly account?: {
    readonly user: User;
    readonly hasSecondFactor: boolean;
    readonly recoveryCodesLeft: number;
    readonly memberships: readonly (Membership & { readonly name: string })[];
  };
};

export async function describeCaller(deps: { readonly db: ScopedDb }, actor: Actor): Promise<Me> {
  if (actor.person?.sessionId === undefined) return { actor };
  const db = deps.db.person(actor.person.userId);
  const user = await findUser(db, actor.person.userId);
  if (user === undefined) return { actor };
  const [has, left, memberships] = await Promise.all([
    hasSecondFactor(db, user.userId),
    countRecoveryCodes(db, user.userId),
    listMemberships(db, user.userId),
  ]);
  return { actor, account: { user, hasSecondFactor: has, recoveryCodesLeft: left, memberships } };
}
