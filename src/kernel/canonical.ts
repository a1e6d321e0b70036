import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";

/** A value JSON can carry. `undefined` members are left out, as `JSON.stringify` does. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * The canonical text of a JSON value by RFC 8785 (JCS): members sorted by UTF-16 code units, no white
 * space, numbers and strings as ECMAScript serialises them.
 *
 * @throws TypeError for what has no canonical form: NaN, Infinity, a lone surrogate, a bigint.
 */
export function canonicalText(value: Json): string {
  switch (typeof value) {
    case "boolean":
      return value ? "true" : "false";
    case "number":
      if (!Number.isFinite(value)) throw new TypeError(`${value} has no canonical form`);
      return String(value);
    case "string":
      return canonicalString(value);
    case "object":
      return value === null
        ? "null"
        : Array.isArray(value)
          ? canonicalArray(value)
          : canonicalObject(value as JsonObject);
    default:
      throw new TypeError(`${typeof value} has no canonical form`);
  }
}

type JsonObject = { readonly [key: string]: Json | undefined };

/** Visible ASCII without quote and backslash: nothing in it needs an escape. */
const plain = /^[ !#-[\]-~]*$/;

function canonicalString(text: string): string {
  if (plain.test(text)) return `"${text}"`;
  if (!text.isWellFormed()) throw new TypeError("a lone surrogate has no canonical form");
  return JSON.stringify(text);
}

/** Texts of values that are part of record after record. */
const constants = new WeakMap<object, string>();

/** The value frozen, and written from then on as it was found now: for what goes into record after record unchanged. */
export function canonicalConstant<T extends JsonObject | readonly Json[]>(value: T): T {
  for (const member of Object.values(value)) {
    if (typeof member === "object" && member !== null) canonicalConstant(member);
  }
  constants.set(Object.freeze(value), canonicalText(value));
  return value;
}

function canonicalArray(items: readonly Json[]): string {
  const constant = constants.get(items);
  if (constant !== undefined) return constant;
  let text = "[";
  for (let i = 0; i < items.length; i++) {
    if (i > 0) text += ",";
    text += canonicalText(items[i] as Json);
  }
  return `${text}]`;
}

function canonicalObject(object: JsonObject): string {
  const constant = constants.get(object);
  if (constant !== undefined) return constant;
  const keys = Object.keys(object);
  sortNames(keys);
  let text = "";
  for (const key of keys) {
    const member = object[key];
    if (member === undefined) continue;
    const { first, next } = nameOf(key);
    text += text === "" ? first : next;
    text += canonicalText(member);
  }
  return text === "" ? "{}" : `${text}}`;
}

/**
 * By UTF-16 code units, which `<` compares: exactly RFC 8785 section 3.2.3. The names of a record are few and partly in
 * order, which insertion makes the most of; the engine's own sort takes several times as long.
 */
function sortNames(keys: string[]): void {
  if (keys.length > fewNames) return void keys.sort();
  for (let i = 1; i < keys.length; i++) {
    const key = keys[i] as string;
    let at = i;
    for (; at > 0 && key < (keys[at - 1] as string); at--) keys[at] = keys[at - 1] as string;
    keys[at] = key;
  }
}

const fewNames = 64;

/** A name as it stands in text, with what is before it. */
type NameText = { readonly first: string; readonly next: string };

/** Nearly all are of a few dozen. */
const names = new Map<string, NameText>();
const mostNames = 1_000;

function nameOf(key: string): NameText {
  const known = names.get(key);
  if (known !== undefined) return known;
  const text = `${canonicalString(key)}:`;
  const name = { first: `{${text}`, next: `,${text}` };
  if (names.size < mostNames) names.set(key, name);
  return name;
}

const utf8 = new TextEncoder();

/** The canonical bytes (UTF-8 of {@link canonicalText}): what is hashed, stored and disclosed. */
export function canonicalBytes(value: Json): Uint8Array {
  return utf8.encode(canonicalText(value));
}

/** SHA-256, 32 bytes. */
export function sha256Bytes(data: Uint8Array): Uint8Array {
  return sha256(data);
}

/** SHA-256 as 64 lower-case hex digits. */
export function sha256Hex(data: Uint8Array): string {
  return bytesToHex(sha256(data));
}

/** Content hash of a data file (policy, factor table, model): SHA-256 over its canonical bytes, hex. */
export function contentHash(value: Json): string {
  return sha256Hex(canonicalBytes(value));
}

export { bytesToHex, hexToBytes };
