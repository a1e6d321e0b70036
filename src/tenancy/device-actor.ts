import type { Actor } from "../kernel/actor.ts";

/**
 * A device that is known by something else than an API key: its own signature, or the word of a broker that the
 * operator trusts. It may send its own readings, and nothing more.
 */
export function deviceActor(
  { orgId, plantId, deviceId }: { readonly orgId: string; readonly plantId: string; readonly deviceId: string },
  keyId: string,
): Actor {
  const limits = { scopes: ["telemetry:write"], plants: [plantId], devices: [deviceId] };
  return { orgId, keyId, roles: ["device"], limits };
}
