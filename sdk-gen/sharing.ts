/**
 * Objects that stand in several schemas become schemas of their own, so that a generator makes one class of them. Pure.
 */

type Json = null | boolean | number | string | Json[] | { [member: string]: Json | undefined };
type Members = { [member: string]: Json | undefined };
type Place = { readonly name: string; readonly schema: Members };

const isMembers = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isObject = (schema: Members) => isMembers(schema.properties) && Object.keys(schema.properties).length > 0;

/** What an object is, whatever is said of it and wherever its own objects stand. */
const shapeOf = ({ description: _, type: _type, ...rest }: Members) => JSON.stringify(rest);

export function shareObjects(schemas: Members): Members {
  const places: Place[] = [];
  for (const [name, schema] of Object.entries(schemas)) if (isMembers(schema)) visit(name, schema, places);
  const named = new Map<string, string>();
  for (const [name, schema] of Object.entries(schemas)) {
    if (isMembers(schema) && isObject(schema) && !named.has(shapeOf(schema))) named.set(shapeOf(schema), name);
  }
  const shared: Members = { ...schemas };
  for (const [shape, some] of Map.groupBy(places, ({ schema }) => shapeOf(schema))) {
    if (some.length < 2 || named.has(shape)) continue;
    const [first] = some.toSorted((a, b) => a.name.length - b.name.length || (a.name < b.name ? -1 : 1));
    if (first === undefined) continue;
    named.set(shape, first.name);
    const { description: _, ...schema } = first.schema;
    shared[first.name] = { ...schema, type: "object" };
  }
  return Object.fromEntries(
    Object.entries(shared).map(([name, schema]) => [name, isMembers(schema) ? replaced(schema, named, name) : schema]),
  );
}

const pascal = (text: string) => text.replaceAll(/(?:^|_)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** Every object below a schema, with the name that it would have. */
function visit(name: string, schema: Members, places: Place[], isTop = true): void {
  if (!isTop && isObject(schema)) places.push({ name, schema });
  if (isMembers(schema.properties)) {
    for (const [member, below] of Object.entries(schema.properties)) {
      if (isMembers(below)) visit(`${name}${pascal(member)}`, below, places, false);
    }
  }
  if (isMembers(schema.items)) visit(name.replace(/s$/, ""), schema.items, places, false);
  if (isMembers(schema.additionalProperties)) visit(`${name}Value`, schema.additionalProperties, places, false);
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
