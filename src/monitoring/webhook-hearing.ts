import type { Actor } from "../kernel/actor.ts";
import { type TenantEventType, tenantEventTypes } from "../platform/events.ts";
import { requireScope, type Scope } from "../tenancy/scope.ts";

/** What the API asks for where the same is read: a webhook tells nobody more than its maker could look up. */
const readWith: Readonly<Record<TenantEventType, readonly Scope[]>> = {
  "record.flagged": ["records:read"],
  "record.rejected": ["records:read"],
  "record.reopened": ["reviews:read"],
  "record.reviewed": ["reviews:read"],
  "record.anchored": ["records:read"],
  "period.closed": ["periods:read"],
  "period.amended": ["periods:read"],
  "statement.verified": ["issuance:read"],
  "statement.approved": ["issuance:read"],
  "credits.issued": ["issuance:read"],
  "credits.waiting": ["units:read"],
  "credits.transferred": ["units:read"],
  "credits.returned": ["units:read"],
  "credits.retired": ["units:read"],
  "alert.issuance.record-lost-approval": ["issuance:read"],
  "alert.mint.mismatch": ["issuance:read"],
  "alert.fired": ["alerts:read"],
  "alert.acknowledged": ["alerts:read"],
  "alert.silenced": ["alerts:read"],
  "alert.silence-ended": ["alerts:read"],
  "alert.resolved": ["alerts:read"],
  "webhook.test": [],
};

/**
 * A key that is narrowed to scopes has those with which it could read what a webhook of these types tells.
 *
 * @param types as they are chosen: types, families and `*`
 * @throws {Fault} `forbidden`
 */
export function requireHearing(actor: Actor, types: readonly string[]): void {
  const chosen = tenantEventTypes.filter((type) => types.some((one) => isOf(one, type)));
  for (const scope of new Set(chosen.flatMap((type) => readWith[type]))) requireScope(actor, scope);
}

function isOf(choice: string, type: TenantEventType): boolean {
  return choice === "*" || choice === type || (choice.endsWith(".*") && type.startsWith(choice.slice(0, -1)));
}
