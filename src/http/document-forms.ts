/** Forms that zod-openapi writes and JSON Schema or the generators of clients do not take, as the same said plainer. */

type Members = { readonly [name: string]: unknown };

/** For `JSON.stringify`: each value of the document as it is written. */
export function plainer(name: string, value: unknown): unknown {
  // A pattern of JSON Schema has no flags; zod-openapi leaves those of the regular expression at its end.
  if (name === "pattern" && typeof value === "string") return value.replace(/\/[a-z]+$/, "");
  return isMembers(value) ? typesAsList(withoutObjectAsDefault(value)) : value;
}

const isMembers = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Generators write it into Go and others as if it were a literal there; what it means stands in the description. */
function withoutObjectAsDefault(schema: Members): Members {
  if (schema.type !== "object" || !isMembers(schema.default)) return schema;
  const { default: _, ...rest } = schema;
  return rest;
}

/**
 * A null among several simple types is one of a list of types: generators for Python make no type of it as an alternative.
 * Limits of one of them are left out; the gateway's own schema has them.
 */
function typesAsList(schema: Members): Members {
  const { anyOf, ...rest } = schema;
  if (!Array.isArray(anyOf) || anyOf.length < 3) return schema;
  const types: unknown[] = anyOf.map(({ type }: Members) => type);
  const areSimple = types.every((type) => type === "string" || type === "number" || type === "null");
  return areSimple && types.includes("null") ? { type: types, ...rest } : schema;
}
