import type { z } from "zod";

/** Says of a value at once that a schema takes it as it is. False: only the schema itself can tell. */
export type PlainCheck = (value: unknown) => boolean;

type Schema = z.core.$ZodTypes;
type Check = z.core.$ZodChecks;

/**
 * The check that a schema amounts to, without what zod does to name the places that are wrong: nearly all values
 * are right, and this tells so in a fifth of the time. It is read off the schema, so there is no second list of
 * fields or ranges. Whatever it is true of, the schema takes and gives back equal; what it is false of goes to the
 * schema. Undefined for a schema that holds a part which is not known here, or one that makes others of values.
 */
export function plainCheckOf(schema: z.core.$ZodType): PlainCheck | undefined {
  const known = schema as Schema;
  const own = typeCheckOf(known);
  const further = furtherChecksOf(known._zod.def.checks ?? []);
  if (own === undefined || further === undefined) return undefined;
  return further.reduce(together, own);
}

/** Pairs call each other faster than a list is walked. */
function together(first: PlainCheck, then: PlainCheck): PlainCheck {
  return (value) => first(value) && then(value);
}

function typeCheckOf(schema: Schema): PlainCheck | undefined {
  const { def } = schema._zod;
  switch (def.type) {
    case "object":
      return objectCheck(def);
    case "union":
      return unionCheck(def);
    case "number":
      if (def.coerce) return undefined;
      if (!("format" in def)) return Number.isFinite;
      return def.format === "safeint" ? Number.isSafeInteger : undefined;
    case "enum": {
      const choices = new Set<unknown>(Object.values(def.entries));
      return (value) => choices.has(value);
    }
    case "string": {
      if (def.coerce) return undefined;
      if (!("format" in def)) return (value) => typeof value === "string";
      return def.format === "datetime" ? patternCheck((def as z.core.$ZodISODateTimeDef).pattern) : undefined;
    }
    default:
      return undefined;
  }
}

/** Each known key once, as an own member of a plain object; strict objects only. */
function objectCheck({ shape, catchall }: z.core.$ZodObjectDef): PlainCheck | undefined {
  if (catchall?._zod.def.type !== "never") return undefined;
  const members = new Map<string, { readonly check: PlainCheck; readonly needed: 0 | 1 }>();
  let needed = 0;
  for (const [key, member] of Object.entries(shape)) {
    const { def } = (member as Schema)._zod;
    const optional = def.type === "optional" && def.checks === undefined;
    const check = plainCheckOf(optional ? def.innerType : member);
    // Where a member that may be left out stands, only the schema can tell; where it is left out, this can.
    if (check === undefined && optional) continue;
    if (check === undefined) return undefined;
    members.set(key, { check, needed: optional ? 0 : 1 });
    if (!optional) needed++;
  }
  return (value) => {
    if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return false;
    let found = 0;
    for (const key in value) {
      const member = members.get(key);
      if (member === undefined || !member.check((value as Record<string, unknown>)[key])) return false;
      found += member.needed;
    }
    return found === needed;
  };
}

function unionCheck({ options, inclusive }: z.core.$ZodUnionDef): PlainCheck | undefined {
  if (inclusive === false) return undefined;
  const checks: PlainCheck[] = [];
  for (const option of options) {
    const check = plainCheckOf(option);
    if (check === undefined) return undefined;
    checks.push(check);
  }
  return (value) => checks.some((check) => check(value));
}

function furtherChecksOf(checks: readonly z.core.$ZodCheck<never>[]): readonly PlainCheck[] | undefined {
  const known = checks.map((check) => furtherCheckOf(check as unknown as Check));
  return known.every((check) => check !== undefined) ? known : undefined;
}

function furtherCheckOf(check: Check): PlainCheck | undefined {
  const { def } = check._zod;
  if (def.when !== undefined) return undefined;
  switch (def.check) {
    case "greater_than": {
      const { value: least, inclusive } = def;
      if (typeof least !== "number") return undefined;
      return inclusive ? (value) => (value as number) >= least : (value) => (value as number) > least;
    }
    case "less_than": {
      const { value: most, inclusive } = def;
      if (typeof most !== "number") return undefined;
      return inclusive ? (value) => (value as number) <= most : (value) => (value as number) < most;
    }
    case "string_format":
      return def.format === "regex" ? patternCheck(def.pattern) : undefined;
    case "overwrite": {
      const { tx } = def as z.core.$ZodCheckOverwriteDef;
      return (value) => Object.is(tx(value), value);
    }
    default:
      return refinement(def);
  }
}

/** The author's own rule, `refine`; `superRefine` has no such function and stays with the schema. */
function refinement(def: { readonly check: string; readonly fn?: unknown }): PlainCheck | undefined {
  const { check, fn } = def;
  return check === "custom" && typeof fn === "function" ? (value) => fn(value) === true : undefined;
}

/** A pattern with a state would answer differently the second time. */
function patternCheck(pattern: RegExp | undefined): PlainCheck | undefined {
  if (pattern === undefined || pattern.global || pattern.sticky) return undefined;
  return (value) => typeof value === "string" && pattern.test(value);
}
