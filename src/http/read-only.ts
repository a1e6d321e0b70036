import { isDeepStrictEqual } from "node:util";
import type { z } from "@hono/zod-openapi";
import { jsonPointer } from "../hydropower/json-text.ts";
import { Fault } from "../kernel/fault.ts";

/**
 * What the gateway sets of a thing stands in what GET answers, and in the body of its PUT as `readOnly`: whoever reads,
 * changes and sends back takes nothing out. Nothing is changed by it, and what says something else than stands is refused.
 */

/** What PUT takes: what it changes, and whatever else GET answers beside it, which may be left out. */
export function withReadOnly<S extends z.ZodObject>(changes: S, answer: z.ZodObject, id: string): S {
  const others = Object.entries(answer.shape).filter(([name]) => !(name in changes.shape));
  const shape = others.map(([name, schema]) => [name, (schema as z.ZodType).optional().meta({ readOnly: true })]);
  const both = changes.safeExtend(Object.fromEntries(shape)).meta({ id });
  readOnly.set(both, new Set(others.map(([name]) => name)));
  // Of what is checked by it nothing has those members: see parted.
  return both as unknown as S;
}

const readOnly = new WeakMap<z.ZodType, ReadonlySet<string>>();

/** The members that only the gateway sets. */
export const readOnlyOf = (schema: z.ZodType): ReadonlySet<string> => readOnly.get(schema) ?? new Set();

export type Members = Readonly<Record<string, unknown>>;

/** A body without what only the gateway sets, and that: it is held against what stands as it was sent. */
export function parted(schema: z.ZodType, body: unknown): { readonly own: unknown; readonly given?: Members } {
  const names = readOnlyOf(schema);
  if (names.size === 0 || typeof body !== "object" || body === null || Array.isArray(body)) return { own: body };
  const { true: given = [], false: own = [] } = Object.groupBy(Object.entries(body), ([name]) => `${names.has(name)}`);
  return { own: Object.fromEntries(own), given: Object.fromEntries(given) };
}

/** @throws {Fault} `invalid-request` where something that the gateway sets is given as something else than stands */
export function requireAsStands(given: Members | undefined, standing: unknown): void {
  const stands = (standing === undefined ? {} : JSON.parse(JSON.stringify(standing))) as Members;
  const isOther = ([name, value]: [string, unknown]) =>
    !Object.hasOwn(stands, name) || !isDeepStrictEqual(value, stands[name]);
  const errors = Object.entries(given ?? {})
    .filter(isOther)
    .map(([name]) => ({
      pointer: jsonPointer([name]),
      rule: "read-only",
      detail: "is set by the gateway and not what stands: leave it out, or send it as GET answers it",
    }));
  if (errors.length === 0) return;
  const where = errors.map(({ pointer }) => pointer).join(", ");
  throw new Fault(
    "invalid-request",
    `The body is not valid: what the gateway sets is not what stands, at ${where}. Leave it out, or send it as GET answers it.`,
    { errors },
  );
}
