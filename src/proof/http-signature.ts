import { canonicalText, type Json, sha256Bytes } from "../kernel/canonical.ts";
import { deviceAheadMs } from "../kernel/time.ts";
import { differsFrom, type ReadingFacts } from "./signed-reading.ts";
import { base64FromBytes } from "./text.ts";

/** A reading signed as an HTTP message (RFC 9421), with the bytes that were signed and the body they stand for. */
export type HttpForm = {
  readonly v: 1;
  readonly form: "http";
  /** The signature base (RFC 9421 section 2.5). */
  readonly base: string;
  readonly body: string;
  readonly signature: string;
};

/** What a device's signature must cover. */
export const coveredComponents = ["@method", "@target-uri", "content-digest"] as const;

/** Value of `@signature-params`: covered components in order, and parameters. */
export type SignatureParams = {
  readonly components: readonly string[];
  readonly params: ReadonlyMap<string, string | number>;
  /** In its one serialisation (RFC 9421 section 2.3). */
  readonly text: string;
  /** Where in the given text it ended. */
  readonly end: number;
};

const component = /"((?:@?[a-z0-9][a-z0-9_-]*))"/y;
const parameter = /; *([a-z*][a-z0-9_.*-]*)=(?:"((?:[ !#-[\]-~]|\\["\\])*)"|(-?\d{1,15}))/y;

/** An inner list of plain components with its parameters, from `at` on; undefined for any other form. */
export function parseSignatureParams(text: string, at = 0): SignatureParams | undefined {
  const skip = () => {
    while (text[at] === " ") at++;
  };
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match !== null) at += match[0].length;
    return match;
  };
  if (text[at++] !== "(") return undefined;
  const components: string[] = [];
  for (skip(); text[at] !== ")"; skip()) {
    const found = take(component);
    if (found === null || components.includes(found[1] as string)) return undefined;
    components.push(found[1] as string);
  }
  at++;
  const params = new Map<string, string | number>();
  for (let found = take(parameter); found !== null; found = take(parameter)) {
    const [, name = "", quoted, digits] = found;
    // Of a name that stands twice the last one counts, in the place of the first (RFC 9651 section 4.2.3.2).
    params.set(name, quoted === undefined ? Number(digits) : quoted.replace(/\\(.)/g, "$1"));
  }
  if (text[at] === ";") return undefined;
  return { components, params, text: serialised(components, params), end: at };
}

function serialised(components: readonly string[], params: SignatureParams["params"]): string {
  const value = (one: string | number) =>
    typeof one === "number" ? String(one) : `"${one.replace(/["\\]/g, (found) => `\\${found}`)}"`;
  const list = components.map((name) => `"${name}"`).join(" ");
  return `(${list})${[...params].map(([name, one]) => `;${name}=${value(one)}`).join("")}`;
}

/** The signature base; `valueIn` gives each component's value, undefined for one that is not there. */
export function signatureBase(
  signature: SignatureParams,
  valueIn: (component: string) => string | undefined,
): string | undefined {
  const lines: string[] = [];
  for (const name of signature.components) {
    const value = valueIn(name);
    if (value === undefined || value.includes("\n")) return undefined;
    lines.push(`"${name}": ${value}\n`);
  }
  return `${lines.join("")}"@signature-params": ${signature.text}`;
}

/** `sha-256=:...:` of a body (RFC 9530). */
export function contentDigest(body: Uint8Array): string {
  return `sha-256=:${base64FromBytes(sha256Bytes(body))}:`;
}

const sha256Member = /(?:^|,)\s*sha-256=:([A-Za-z0-9+/]{43}=):\s*(?=,|$)/;

/** Whether a Content-Digest holds the SHA-256 of the body; other algorithms beside it are passed over. */
export function digestFits(header: string, body: Uint8Array): boolean {
  const [, digest] = sha256Member.exec(header) ?? [];
  return digest !== undefined && digest === base64FromBytes(sha256Bytes(body));
}

/** Whether such a message says what the record says, in time and by its own digest; undefined when all holds. */
export function checkHttpForm({ base, body }: HttpForm, facts: ReadingFacts): string | undefined {
  const parsed = parseBase(base);
  if (parsed === undefined) return "what was signed is no signature base";
  const { values, signature } = parsed;
  const missing = coveredComponents.find((name) => !values.has(name));
  if (missing !== undefined) return `the signature does not cover ${missing}`;
  if (values.get("@method") !== "POST") return "what was signed is no POST";
  if (!digestFits(values.get("content-digest") as string, utf8.encode(body)))
    return "the body is not the one whose digest was signed";
  const { keyid, alg, created, expires, nonce } = Object.fromEntries(signature.params);
  if (keyid !== facts.keyId) return "what was signed names another key";
  if (alg !== undefined && alg !== "ed25519") return "what was signed names another algorithm than ed25519";
  if (typeof nonce !== "string" || nonce.length === 0) return "the signature has no nonce";
  if (typeof created !== "number") return "the signature does not say when it was made";
  if (Math.abs(facts.receivedAtMs - created * 1000) > deviceAheadMs)
    return "it was signed more than 5 minutes before or after it came";
  if (typeof expires === "number" && expires * 1000 < facts.receivedAtMs) return "the signature had expired";
  const other = differsFrom(jsonIn(body), facts);
  return other === undefined ? undefined : `what was signed has another ${other}`;
}

function parseBase(base: string): { values: Map<string, string>; signature: SignatureParams } | undefined {
  const lines = base.split("\n");
  const last = /^"@signature-params": (.*)$/.exec(lines.pop() ?? "")?.[1];
  const signature = last === undefined ? undefined : parseSignatureParams(last);
  if (signature?.text !== last || signature === undefined) return undefined;
  const values = new Map<string, string>();
  for (const [i, line] of lines.entries()) {
    const [, name, value] = /^"([^"]+)": (.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined || signature.components[i] !== name) return undefined;
    values.set(name, value);
  }
  return lines.length === signature.components.length ? { values, signature } : undefined;
}

function jsonIn(text: string): { readonly [name: string]: Json | undefined } {
  try {
    const value = JSON.parse(text) as Json;
    // What has no canonical form cannot be compared.
    canonicalText(value);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as { readonly [name: string]: Json })
      : {};
  } catch {
    return {};
  }
}

const utf8 = new TextEncoder();
