import { deviceKeyIdPattern } from "../hydropower/device-key.ts";
import { Fault } from "../kernel/fault.ts";
import { coveredComponents, parseSignatureParams, signatureBase } from "../proof/http-signature.ts";
import type { HttpSignature } from "./signatures.ts";

/** A request as HTTP carried it, for a signature around it (RFC 9421). */
export type HttpMessage = {
  readonly method: string;
  /** As the caller addressed it: behind a proxy, under the public address. */
  readonly targetUri: string;
  header(name: string): string | undefined;
  /** Exact bytes as they came. */
  readonly body: Uint8Array;
};

/**
 * The signature of a device around its request; undefined where no key of a device signed. What others sign, such as
 * a proxy, is passed over. Read only: whether it holds is for {@link checkSignature}.
 *
 * @throws {Fault} `signature-invalid` for one that is not in its form
 */
export function readHttpSignature(message: HttpMessage): HttpSignature | undefined {
  const input = message.header("signature-input");
  if (input === undefined) return undefined;
  const ours = membersOf(input).flatMap(([label, text]) => {
    const params = parseSignatureParams(text);
    const keyid = params?.params.get("keyid");
    const isOurs = typeof keyid === "string" && deviceKeyIdPattern.test(keyid);
    return params && isOurs && params.end === text.length ? [{ label, params, keyId: keyid }] : [];
  });
  const [one, ...more] = ours;
  if (one === undefined) {
    if (/keyid="?dk_/.test(input)) throw wrong("Signature-Input is not in its form: plain components, then parameters");
    return undefined;
  }
  if (more.length > 0) throw wrong("two keys of devices signed the request: one is enough");
  const { label, params, keyId } = one;
  const missing = coveredComponents.find((name) => !params.components.includes(name));
  if (missing !== undefined) throw wrong(`it does not cover ${missing}`);
  const signature = new Map(membersOf(message.header("signature") ?? "")).get(label);
  const value = /^:([A-Za-z0-9+/]{86}==):$/.exec(signature ?? "")?.[1];
  if (value === undefined) throw wrong(`the header Signature holds no ${label}=:64 bytes in base 64:`);
  const base = signatureBase(params, (name) => componentOf(message, name));
  if (base === undefined) throw wrong("it covers something that the request does not have");
  const [nonce, created] = [params.params.get("nonce"), params.params.get("created")];
  if (typeof nonce !== "string" || nonce === "" || nonce.length > longestNonce) {
    throw wrong(`it needs a nonce of at most ${longestNonce} characters`);
  }
  if (typeof created !== "number") throw wrong("it does not say when it was created");
  const evidence = { v: 1, form: "http", base, body: textOf(message.body), signature: value } as const;
  return { keyId, nonce, created, evidence };
}

const longestNonce = 128;

function componentOf(message: HttpMessage, name: string): string | undefined {
  if (name === "@method") return message.method;
  if (name === "@target-uri") return message.targetUri;
  if (name.startsWith("@")) return undefined;
  return message.header(name)?.trim();
}

/** A byte order mark stays: the digest is of all that came. */
function textOf(body: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    throw wrong("the body is not UTF-8 text");
  }
}

/** Members of a dictionary (RFC 9651 section 3.2) by key, each with its text; commas in strings do not separate. */
function membersOf(header: string): [string, string][] {
  const members: [string, string][] = [];
  for (const [text] of header.matchAll(/(?:"(?:[^"\\]|\\.)*"|[^",])+/g)) {
    const [, key, value] = /^\s*([a-z*][a-z0-9_.*-]*)=(.*?)\s*$/s.exec(text) ?? [];
    if (key !== undefined && value !== undefined) members.push([key, value]);
  }
  return members;
}

function wrong(why: string): Fault {
  return new Fault("signature-invalid", `The HTTP signature cannot be used: ${why}.`);
}
