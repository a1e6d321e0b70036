import { randomBytes } from "node:crypto";
import type { Role } from "../../src/kernel/actor.ts";
import type { AuthDeps } from "../../src/tenancy/auth-deps.ts";
import { insertSecondFactor, markConfirmed } from "../../src/tenancy/second-factor-store.ts";
import { openSession, type Tokens } from "../../src/tenancy/sessions.ts";
import { addMembership, insertUser } from "../../src/tenancy/user-store.ts";

/** Nobody's: who signs in with it is refused. */
const noPassword = `$argon2id$v=19$m=8,t=1,p=1$${"A".repeat(22)}$${"A".repeat(43)}`;

/** A member of an organisation with a second factor, signed in; without the waits of choosing and hashing passwords. */
export async function signedIn(
  auth: Pick<AuthDeps, "db" | "clock" | "random" | "accessTokens" | "seal">,
  roles: readonly Role[],
  orgId: string,
): Promise<Tokens> {
  const userId = `usr_${randomBytes(13).toString("hex")}`;
  const at = new Date(auth.clock.nowMs());
  await auth.db
    .person(userId, orgId)
    .transaction()
    .execute(async (tx) => {
      const user = { userId, email: `${userId}@users.example`, name: "Test", passwordHash: noPassword, createdAt: at };
      await insertUser(tx, user);
      await addMembership(tx, { orgId, userId, roles, at });
      await insertSecondFactor(tx, { userId, sealedSecret: auth.seal.seal(`totp ${userId}`, randomBytes(20)), at });
      await markConfirmed(tx, userId, 0, at);
    });
  return openSession(auth, { userId, orgId, roles, secondFactor: true });
}
