import { type Role, roles } from "../kernel/actor.ts";
import { UsageError } from "./admin-command.ts";

/** One of a few words. @throws {UsageError} */
export function oneOf<const T extends string>(name: string, known: readonly T[], text: string): T {
  const found = known.find((one) => one === text);
  if (found === undefined) throw new UsageError(`${name} "${text}" must be one of ${known.join(", ")}.`);
  return found;
}

/** Roles by commas. @throws {UsageError} */
export function readRoles(text: string): Role[] {
  const names = [...new Set(text.split(",").map((name) => name.trim()))];
  return names.map((name) => {
    const role = roles.find((known) => known === name);
    if (role === undefined) throw new UsageError(`"${name}" is no role: choose of ${roles.join(", ")}.`);
    return role;
  });
}

const instantPattern = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2}))?$/;

/** An instant in milliseconds; a date alone is its beginning in UTC. @throws {UsageError} */
export function readInstant(name: string, text: string): number {
  const at = instantPattern.test(text) ? new Date(text) : undefined;
  const isReal = at !== undefined && !Number.isNaN(at.getTime());
  if (isReal && text.startsWith(new Date(text.slice(0, 10)).toISOString().slice(0, 10))) return at.getTime();
  throw new UsageError(`${name} "${text}" must be a date such as 2027-01-31, or a time such as 2027-01-31T12:00:00Z.`);
}
