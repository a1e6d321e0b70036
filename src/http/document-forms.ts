/** Forms that zod-openapi writes and JSON Schema or the generators of clients do not take, as the same said plainer. */

type Members = { readonly [name: string]: unknown };

/** For `JSON.stringify`: each value of the document as it is written. */
export function plainer(name: string, value: unknown): unknown {
  if (name === "pattern" && typeof value === "string") return everybodysPattern(value);
  return isMembers(value) ? wideEnough(plainTruth(numbersInOneList(nullBesideOne(withoutOddDefault(value))))) : value;
}

/**
 * A pattern of JSON Schema has no flags; zod-openapi leaves those of the regular expression at its end. Control characters
 * by their codes: Python knows no classes of Unicode, and JavaScript, without a flag, takes them for letters.
 */
function everybodysPattern(pattern: string): string {
  const controls = "\\x00-\\x1f\\x7f-\\x9f";
  const plain = pattern.replace(/\/[a-z]+$/, "").replaceAll("\\p{Cc}", controls);
  return plain.replaceAll("\\P{Cc}", `[^${controls}]`);
}

const isMembers = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Generators write it into Go and others as if it were a literal there; what it means stands in the description. */
function withoutOddDefault(schema: Members): Members {
  const isOdd = (schema.type === "object" && isMembers(schema.default)) || Array.isArray(schema.anyOf);
  if (!isOdd || !("default" in schema)) return schema;
  const { default: value, description, ...rest } = schema;
  if (isMembers(value)) return { ...rest, ...(description !== undefined && { description }) };
  return { ...rest, description: [description, `Left out: ${JSON.stringify(value)}`].filter(Boolean).join(". ") };
}

/** A number, or its text where that is longer than a double holds: what stands under this name in the document. */
export const numberOrText = { NumberOrText: { anyOf: [{ type: "string" }, { type: "number", format: "double" }] } };

/**
 * A null among several simple types is one beside a schema of those: generators for Python make no type of it as one of
 * three alternatives, and oapi-codegen none of a list of three types. Limits of one of them are left out; the gateway's own
 * schema has them.
 */
function nullBesideOne(schema: Members): Members {
  const { anyOf, ...rest } = schema;
  if (!Array.isArray(anyOf) || anyOf.length !== 3) return schema;
  const types: unknown[] = anyOf.map(({ type }: Members) => type);
  const isOurs = ["string", "number", "null"].every((type) => types.includes(type));
  return isOurs ? { anyOf: [{ $ref: "#/components/schemas/NumberOrText" }, { type: "null" }], ...rest } : schema;
}

/**
 * One of some whole numbers is an integer with a list: of each number as an alternative for itself generators make classes
 * of one value, and openapi-generator ones that Java does not compile, as a listed `number` is a decimal there.
 */
function numbersInOneList(schema: Members): Members {
  const { anyOf, ...rest } = schema;
  if (!Array.isArray(anyOf) || !anyOf.every(isOneInteger)) return schema;
  return { type: "integer", enum: anyOf.flatMap((one) => one.enum), ...rest };
}

function isOneInteger(value: unknown): value is { readonly enum: readonly number[] } {
  if (!isMembers(value) || !Array.isArray(value.enum) || Object.keys(value).length !== 2) return false;
  return value.type === "number" && value.enum.every((one) => Number.isInteger(one));
}

/**
 * Said of each number, how much of it a client has to hold: of one that says nothing generators for Go make a float of 32 bits,
 * in which a register of 1,234,567.8 kWh is one of 1,234,567.75, and for Rust, Java and C# an integer of 32, in which no time in
 * milliseconds has a place. What counts up in a plant's life stays one of 32: some make a BigInt of a wider one.
 */
function wideEnough(schema: Members): Members {
  const types = [schema.type].flat();
  if (schema.format !== undefined) return schema;
  if (types.includes("number")) return { ...schema, format: "double" };
  const isWide = types.includes("integer") && typeof schema.maximum === "number" && schema.maximum >= 2 ** 31;
  return isWide ? { ...schema, format: "int64" } : schema;
}

/** A list of which the only word is true: openapi-generator's Python holds what comes to the text "true", and refuses it. */
function plainTruth(schema: Members): Members {
  const { enum: values, ...rest } = schema;
  if (schema.type !== "boolean" || !Array.isArray(values)) return schema;
  const words = `Always ${values.join(" or ")}`;
  const { description } = schema;
  const isSaid = typeof description === "string" && /^always /i.test(description);
  return { ...rest, description: isSaid ? description : [words, description].filter(Boolean).join(". ") };
}
