import type { Actor } from "../kernel/actor.ts";
import { chosenIdPattern } from "../kernel/ids.ts";
import { mayUseDevice, mayUsePlant, senders } from "../tenancy/scope.ts";
import { answerLevels, topicRoot } from "./topics.ts";

/**
 * Whether a client may hear what this filter brings: receipts and errors of devices that its key may send readings of.
 * A wildcard stands only for a level that nothing narrows.
 */
export function mayListen(actor: Actor, filter: string): boolean {
  if (!maySend(actor)) return false;
  const levels = filter.split("/");
  const [root, orgId, plantId = "", deviceId = "", last = ""] = levels;
  if (levels.length !== 5 || root !== topicRoot || orgId !== actor.orgId) return false;
  if (!Object.hasOwn(answerLevels, last)) return false;
  const isAllowed = (level: string, mayUse: (id: string) => boolean, narrowed: readonly string[] | undefined) =>
    level === "+" ? narrowed === undefined : chosenIdPattern.test(level) && mayUse(level);
  return (
    isAllowed(plantId, (id) => mayUsePlant(actor, id), actor.limits?.plants) &&
    isAllowed(deviceId, (id) => mayUseDevice(actor, id), actor.limits?.devices)
  );
}

function maySend({ roles, limits }: Actor): boolean {
  return (
    roles.some((role) => senders.some((one) => one === role)) && limits?.scopes?.includes("telemetry:write") !== false
  );
}
