import type { AccountDeps } from "./auth-deps.ts";
import { findStanding, listStandingTo, saveToken } from "./invitation-store.ts";
import { newSecret } from "./seal.ts";
import { organisationName } from "./store.ts";
import { findAddressee, savePasswordLink } from "./user-store.ts";

/** Links that work once. Only their hash is kept; the newest one of its kind alone is good. */
export type OneUseLink = {
  readonly kind: "join" | "password";
  /** For people; the token is in the fragment, which browsers send to no server. */
  readonly url: string;
  readonly token: string;
  readonly expiresAt: Date;
  /** Of kind `join`: the organisation's name. */
  readonly organisation?: string;
};

export const joinLinkDays = 7;
const passwordLinkMs = 3_600_000;

/** A link for an invitation; undefined when it does not stand any more. */
export async function makeJoinLink(deps: AccountDeps, invitationId: string): Promise<OneUseLink | undefined> {
  const nowMs = deps.clock.nowMs();
  const invitation = await findStanding(deps.db, invitationId, new Date(nowMs));
  if (invitation === undefined) return undefined;
  const { text: token, hash } = newSecret("ghln");
  const expiresAt = new Date(nowMs + joinLinkDays * 86_400_000);
  await saveToken(deps.db, invitationId, hash, expiresAt);
  const organisation = await organisationName(deps.db, invitation.orgId);
  return { kind: "join", url: linkUrl(deps, "join", token), token, expiresAt, organisation: organisation ?? "" };
}

/**
 * What somebody needs who cannot sign in with this address: a link to set a password, or without an account the
 * newest invitation's. Undefined for an address that nobody has and nobody invited, and for a locked account.
 */
export async function makePasswordLink(deps: AccountDeps, email: string): Promise<OneUseLink | undefined> {
  const nowMs = deps.clock.nowMs();
  const user = await findAddressee(deps.db, email);
  if (user === undefined) {
    const [invitation] = await listStandingTo(deps.db, email, new Date(nowMs));
    return invitation && makeJoinLink(deps, invitation.invitationId);
  }
  if (user.lockedAt !== null) return undefined;
  const { text: token, hash } = newSecret("ghln");
  const expiresAt = new Date(nowMs + passwordLinkMs);
  await savePasswordLink(deps.db, { userId: user.userId, tokenHash: hash, expiresAt });
  return { kind: "password", url: linkUrl(deps, "password", token), token, expiresAt };
}

function linkUrl(deps: AccountDeps, kind: OneUseLink["kind"], token: string): string {
  return `${deps.publicUrl()}/account#${kind}=${token}`;
}
