/**
 * Objects that stand inside schemas become schemas of their own: a generator then makes one class of those that are
 * equal, and classes are called after what they are, not after how deep they lie. Pure.
 */

type Json = null | boolean | number | string | Json[] | { [member: string]: Json | undefined };
type Members = { [member: string]: Json | undefined };
type Place = { readonly name: string; readonly schema: Members };

const isMembers = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isObject = (schema: Members) => isMembers(schema.properties) && Object.keys(schema.properties).length > 0;

/** What an object is, whatever is said of it and wherever its own objects stand. */
const shapeOf = ({ description: _, type: _type, ...rest }: Members) => JSON.stringify(rest);

export function nameObjects(schemas: Members): Members {
  const places: Place[] = [];
  for (const [name, schema] of Object.entries(schemas)) if (isMembers(schema)) visit(name, schema, places);
  const named = new Map<string, string>();
  for (const [name, schema] of Object.entries(schemas)) {
    if (isMembers(schema) && isObject(schema) && !named.has(shapeOf(schema))) named.set(shapeOf(schema), name);
  }
  const all: Members = { ...schemas };
  for (const [shape, some] of Map.groupBy(places, ({ schema }) => shapeOf(schema))) {
    if (named.has(shape)) continue;
    const [first] = some.toSorted((a, b) => a.name.length - b.name.length || (a.name < b.name ? -1 : 1));
    if (first === undefined) continue;
    const name = first.name in all ? freeName(first.name, all) : first.name;
    named.set(shape, name);
    const { description, ...schema } = first.schema;
    all[name] = { ...schema, type: "object", ...(some.length === 1 && description !== undefined && { description }) };
  }
  return Object.fromEntries(
    Object.entries(all).map(([name, schema]) => [name, isMembers(schema) ? replaced(schema, named, name) : schema]),
  );
}

/** Something else is called so already: a statement, and what a list of statements says of each. */
function freeName(name: string, all: Members): string {
  const candidates = [`${name}Item`, `${name}Part`, ...Array.from({ length: 8 }, (_, i) => `${name}${i + 2}`)];
  const free = candidates.find((one) => !(one in all));
  if (free === undefined) throw new Error(`too many schemas would be called ${name}`);
  return free;
}

const pascal = (text: string) => text.replaceAll(/(?:^|_)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** One of many: `PeriodStatements` are made of `PeriodStatement`s, the `items` of an `AlertList` are `Alert`s. */
const oneOfMany = (name: string) =>
  name
    .replace(/(?:List|Page)Items$/, "s")
    .replace(/ies$/, "ys")
    .replace(/([^s])s$/, "$1");

/** Every object below a schema, with the name that it would have. */
function visit(name: string, schema: Members, places: Place[], isTop = true): void {
  if (!isTop && isObject(schema)) places.push({ name, schema });
  if (isMembers(schema.properties)) {
    for (const [member, below] of Object.entries(schema.properties)) {
      if (isMembers(below)) visit(`${name}${pascal(member)}`, below, places, false);
    }
  }
  if (isMembers(schema.items)) visit(oneOfMany(name), schema.items, places, false);
  if (isMembers(schema.additionalProperties)) visit(oneOfMany(name), schema.additionalProperties, places, false);
}

function replaced(schema: Members, named: ReadonlyMap<string, string>, self?: string): Members {
  const name = isObject(schema) ? named.get(shapeOf(schema)) : undefined;
  if (name !== undefined && name !== self) {
    const reference = { $ref: `#/components/schemas/${name}` };
    return Array.isArray(schema.type) ? { anyOf: [reference, { type: "null" }] } : reference;
  }
  const below = (value: Json | undefined) => (isMembers(value) ? replaced(value, named) : value);
  return {
    ...schema,
    ...(isMembers(schema.properties) && {
      properties: Object.fromEntries(Object.entries(schema.properties).map(([member, one]) => [member, below(one)])),
    }),
    ...(schema.items !== undefined && { items: below(schema.items) }),
    ...(isMembers(schema.additionalProperties) && { additionalProperties: below(schema.additionalProperties) }),
  };
}
