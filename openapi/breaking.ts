/**
 * What a change of the API breaks for clients that were made from an earlier document. Pure: two OpenAPI 3.1 documents
 * in, sentences out, each naming the operation and the field.
 *
 * A client *sends* request bodies and parameters, and *reads* answers and webhook messages. What it sends has to be
 * taken still; what it reads has to be there still. A new enum value in an answer is no break: docs/api.md tells
 * clients to expect them.
 */

export type Break = {
  /** `GET /api/v1/plants`, or `webhook record.flagged`. */
  readonly operation: string;
  /** A JSON pointer into the body, a parameter's name or the like. */
  readonly place: string;
  readonly what: string;
};

type Json = null | boolean | number | string | readonly Json[] | { readonly [member: string]: Json | undefined };
type Members = { readonly [member: string]: Json | undefined };
export type Document = Members;
type Direction = "sends" | "reads";
type Found = (place: string, what: string) => void;

const membersOf = (value: Json | undefined): Members =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Members) : {};
const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

export function breaksOf(before: Document, after: Document): Break[] {
  const breaks: Break[] = [];
  for (const section of ["paths", "webhooks"] as const) {
    for (const [path, item] of Object.entries(membersOf(before[section]))) {
      for (const method of methods.filter((name) => name in membersOf(item))) {
        const operation = section === "paths" ? `${method.toUpperCase()} ${path}` : `webhook ${path}`;
        const found: Found = (place, what) => breaks.push({ operation, place, what });
        const old = membersOf(membersOf(item)[method]);
        const now = membersOf(membersOf(after[section])[path])[method];
        const schemas: Schemas = { before: schemasOf(before), after: schemasOf(after) };
        if (now === undefined) found("", "is gone");
        else if (section === "paths") compareOperation(schemas, old, membersOf(now), found);
        else compareBodies(schemas, membersOf(old.requestBody), membersOf(now).requestBody, "reads", "message", found);
      }
    }
  }
  return breaks;
}

export const sentenceOf = ({ operation, place, what }: Break): string =>
  `${operation}${place === "" ? "" : `: ${place}`} ${what}`;

type Schemas = { readonly before: Members; readonly after: Members };
const schemasOf = (document: Document) => membersOf(membersOf(document.components).schemas);

function compareOperation(schemas: Schemas, old: Members, now: Members, found: Found): void {
  if (old.operationId !== now.operationId) {
    found("", `is called ${String(now.operationId)} instead of ${String(old.operationId)} (operationId)`);
  }
  if (listOf(old.security).length === 0 && listOf(now.security).length > 0) found("", "needs a credential now");
  compareParameters(schemas, listOf(old.parameters), listOf(now.parameters), found);
  if (old.requestBody !== undefined) {
    compareBodies(schemas, membersOf(old.requestBody), now.requestBody, "sends", "request body", found);
  } else if (membersOf(now.requestBody).required === true) found("request body", "is required now");
  for (const [status, response] of Object.entries(membersOf(old.responses))) {
    if (!/^[23]/.test(status)) continue;
    const answer = membersOf(now.responses)[status];
    if (answer === undefined) found(`answer ${status}`, "is gone");
    else compareBodies(schemas, membersOf(response), answer, "reads", `answer ${status}`, found);
  }
}

function compareParameters(schemas: Schemas, old: readonly Json[], now: readonly Json[], found: Found): void {
  const nameOf = (parameter: Json) =>
    `${String(membersOf(parameter).in)} parameter ${String(membersOf(parameter).name)}`;
  const byName = new Map(now.map((one) => [nameOf(one), membersOf(one)]));
  const known = new Map(old.map((one) => [nameOf(one), membersOf(one)]));
  for (const [name, before] of known) {
    const after = byName.get(name);
    if (after === undefined) found(name, "is gone");
    else {
      if (after.required === true && before.required !== true) found(name, "is required now");
      compareSchemas({ schemas, direction: "sends", found, seen: new Set() }, name, before.schema, after.schema);
    }
  }
  for (const [name, after] of byName)
    if (!known.has(name) && after.required === true) found(name, "is new and required");
}

function compareBodies(
  schemas: Schemas,
  old: Members,
  now: Json | undefined,
  direction: Direction,
  name: string,
  found: Found,
): void {
  if (now === undefined) found(name, "is gone");
  else if (direction === "sends" && old.required !== true && membersOf(now).required === true) {
    found(name, "is required now");
  }
  if (now === undefined) return;
  for (const [type, media] of Object.entries(membersOf(old.content))) {
    const after = membersOf(membersOf(now).content)[type];
    if (after === undefined) found(name, `is no longer ${direction === "sends" ? "taken" : "given"} as ${type}`);
    else {
      const comparison = { schemas, direction, found, seen: new Set<string>() };
      compareSchemas(comparison, `${name} `, membersOf(media).schema, membersOf(after).schema);
    }
  }
}

type Comparison = {
  readonly schemas: Schemas;
  readonly direction: Direction;
  readonly found: Found;
  /** Pairs of named schemas that are being compared already: schemas may hold themselves. */
  readonly seen: Set<string>;
};

function compareSchemas(all: Comparison, place: string, old: Json | undefined, now: Json | undefined): void {
  const names = [membersOf(old).$ref, membersOf(now).$ref];
  if (names.every((name) => name !== undefined)) {
    const pair = names.join(" ");
    if (all.seen.has(pair)) return;
    all.seen.add(pair);
  }
  const [before, after] = [branchesOf(all.schemas.before, old), branchesOf(all.schemas.after, now)];
  // What was sent must find a branch that takes it; what is read now must be like a branch that was there.
  const [given, takers] = all.direction === "sends" ? [before, after] : [after, before];
  // What could only be null was kept for what there is now: nobody has read anything there.
  if (all.direction === "reads" && before.length > 0 && before.every(({ type }) => type === "null")) return;
  for (const one of given) {
    if (all.direction === "reads" && isNewKind(all.schemas, one, before)) continue;
    const fit = takers.filter((taker) => takesType(taker, one));
    if (fit.length === 0) {
      const types = `${nameOfTypes(before)} to ${nameOfTypes(after)}`;
      all.found(place, one.type === "null" ? "may be null now" : `changed its type from ${types}`);
      return;
    }
    const attempts = fit.map((taker) => attempt(all, place, one, taker));
    const least = attempts.toSorted((a, b) => a.length - b.length)[0] ?? [];
    for (const [at, what] of least) all.found(at, what);
  }
  if (all.direction === "reads") compareEnums(all, place, before, after);
}

/**
 * An alternative that a member of one value tells from all that were there: no client meets it unawares, as with a new
 * value of an enum.
 */
function isNewKind({ before: old, after: now }: Schemas, one: Members, before: readonly Members[]): boolean {
  if (before.length === 0 || one.properties === undefined) return false;
  return listOf(one.required).some((name) => {
    const own = valuesOf(now, membersOf(one.properties)[String(name)]);
    if (own?.length !== 1) return false;
    return before.every((other) => {
      const values = valuesOf(old, membersOf(other.properties)[String(name)]);
      return listOf(other.required).includes(name) && values !== undefined && !values.includes(own[0] as Json);
    });
  });
}

/** The values that a member may have, where they are listed. */
function valuesOf(schemas: Members, schema: Json | undefined): readonly Json[] | undefined {
  const branches = branchesOf(schemas, schema);
  const values = branches.map((one) => (one.const === undefined ? one.enum : [one.const]));
  return values.length > 0 && values.every((some) => some !== undefined)
    ? values.flatMap((some) => listOf(some))
    : undefined;
}

/** What comparing two branches finds, without saying it yet. */
function attempt(all: Comparison, place: string, one: Members, taker: Members): readonly (readonly [string, string])[] {
  const notes: (readonly [string, string])[] = [];
  const found: Found = (at, what) => notes.push([at, what]);
  const [old, now] = all.direction === "sends" ? [one, taker] : [taker, one];
  // Each attempt follows references on its own: what one of them has seen says nothing of the others.
  compareBranch({ ...all, found, seen: new Set(all.seen) }, place, old, now);
  return notes;
}

function compareBranch(all: Comparison, place: string, old: Members, now: Members): void {
  if (all.direction === "sends") {
    compareEnums(all, place, [old], [now]);
    compareLimits(all, place, old, now);
  }
  if (old.items !== undefined) compareSchemas(all, `${place}/items`, old.items, now.items ?? {});
  compareProperties(all, place, old, now);
}

function compareProperties(all: Comparison, place: string, old: Members, now: Members): void {
  const [before, after] = [membersOf(old.properties), membersOf(now.properties)];
  const [needed, needs] = [new Set(listOf(old.required)), new Set(listOf(now.required))];
  for (const [name, schema] of Object.entries(before)) {
    const at = `${place}/${name}`;
    if (!(name in after)) {
      all.found(at, "is gone");
      continue;
    }
    if (all.direction === "sends" && needs.has(name) && !needed.has(name)) all.found(at, "is required now");
    if (all.direction === "reads" && needed.has(name) && !needs.has(name)) all.found(at, "may be absent now");
    compareSchemas(all, at, schema, after[name]);
  }
  if (all.direction === "reads") return;
  for (const name of Object.keys(after)) {
    if (!(name in before) && needs.has(name)) all.found(`${place}/${name}`, "is new and required");
  }
}

/** A value that was named once and is no more: nobody is told by it again, or may send it. */
function compareEnums(all: Comparison, place: string, old: readonly Members[], now: readonly Members[]): void {
  const valuesOf = (some: readonly Members[]) =>
    some.map((one) => (one.enum === undefined ? undefined : listOf(one.enum)));
  const [before, after] = [valuesOf(old), valuesOf(now)];
  const named = after.flatMap((values) => values ?? []);
  if (after.some((values, i) => values === undefined && now[i]?.type !== "null")) return;
  if (named.length === 0) return;
  if (before.some((values, i) => values === undefined && old[i]?.type !== "null")) {
    if (all.direction === "sends") all.found(place, `takes only ${named.join(", ")} now`);
    return;
  }
  for (const value of before.flatMap((values) => values ?? [])) {
    if (!named.includes(value)) all.found(place, `has no value ${JSON.stringify(value)} any more`);
  }
}

const lowest = ["minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"];
const highest = ["maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"];
const exact = ["pattern", "format", "multipleOf", "const"];

/** How wide numbers are, said of what was so wide before: it refuses none that was taken. */
const isWidth = (name: string, before: Json | undefined, after: Json) =>
  name === "format" && before === undefined && (after === "double" || after === "int64");

/** Limits that refuse what was taken before. */
function compareLimits(all: Comparison, place: string, old: Members, now: Members): void {
  const numberOf = (schema: Members, name: string) => (typeof schema[name] === "number" ? schema[name] : undefined);
  for (const name of [...lowest, ...highest]) {
    const [before, after] = [numberOf(old, name), numberOf(now, name)];
    if (after === undefined) continue;
    const isNarrower = before === undefined || (lowest.includes(name) ? after > before : after < before);
    if (isNarrower) all.found(place, `takes less: ${name} ${before ?? "none"} is ${after} now`);
  }
  for (const name of exact) {
    if (now[name] !== undefined && now[name] !== old[name] && !isWidth(name, old[name], now[name]))
      all.found(place, `takes less: ${name} is ${String(now[name])} now`);
  }
  if (old.additionalProperties !== false && now.additionalProperties === false && old.type === "object") {
    all.found(place, "takes no other members now");
  }
}

/** A schema as the list of its alternatives, each of one type; references are followed. */
function branchesOf(schemas: Members, schema: Json | undefined): readonly Members[] {
  const members = membersOf(schema);
  if (typeof members.$ref === "string") {
    return branchesOf(schemas, schemas[members.$ref.slice(members.$ref.lastIndexOf("/") + 1)]);
  }
  const alternatives = members.anyOf ?? members.oneOf;
  if (alternatives !== undefined) return listOf(alternatives).flatMap((one) => branchesOf(schemas, one));
  if (members.allOf !== undefined) return [joined(schemas, members)];
  if (Array.isArray(members.type)) return members.type.map((type) => ofType(members, type));
  return [members];
}

/** A null among the types has no members, and null among the values is the null among the types. */
function ofType(members: Members, type: Json): Members {
  if (type === "null") return { type };
  const values = listOf(members.enum).filter((value) => value !== null);
  return { ...members, type, ...(members.enum !== undefined && { enum: values }) };
}

function joined(schemas: Members, { allOf, ...own }: Members): Members {
  const parts = [...listOf(allOf).map((part) => branchesOf(schemas, part)[0] ?? {}), own];
  return {
    ...Object.assign({}, ...parts),
    properties: Object.assign({}, ...parts.map(({ properties }) => properties)),
    required: parts.flatMap(({ required }) => listOf(required)),
  };
}

function takesType(taker: Members, given: Members): boolean {
  if (taker.type === undefined) return true;
  if (taker.type === given.type || (taker.type === "number" && given.type === "integer")) return true;
  return taker.type === "integer" && given.type === "number" && isOfIntegers(given);
}

/** A number of which the only values are whole ones, one by one. */
function isOfIntegers({ enum: values }: Members): boolean {
  return listOf(values).length > 0 && listOf(values).every((one) => Number.isInteger(one));
}

const nameOfTypes = (branches: readonly Members[]) =>
  [...new Set(branches.map(({ type }) => String(type ?? "anything")))].join(" or ");
