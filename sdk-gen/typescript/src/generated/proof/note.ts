import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, hexToBytes } from "../kernel/canonical.ts";
import { base64FromBytes, bytesFromBase64 } from "./text.ts";

/** C2SP signed notes with Ed25519 keys (signature type 0x01, RFC 8032 over the note text). */

const ed25519Type = 0x01;
const publicKeyLength = 32;
const signatureLength = 64;
/** A note has to be read whole before anything in it can be trusted, so its size is bounded first. */
const longestNote = 1_000_000;
const mostSignatures = 100;

export type VerifierKey = {
  /** Key name; a log's key is named as its origin. */
  readonly name: string;
  /** First 4 bytes of SHA-256(name || 0x0A || 0x01 || public key), 8 lower-case hex digits. */
  readonly keyId: string;
  /** 32 bytes (RFC 8032). */
  readonly publicKey: Uint8Array<ArrayBuffer>;
};

/** Who signs: the private key stays with whoever made the function. */
export type NoteSigner = Pick<VerifierKey, "name" | "keyId"> & {
  /** The 64-byte Ed25519 signature over the bytes. */
  readonly sign: (bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>;
};

const utf8 = new TextEncoder();

/** The verifier key of a name and a 32-byte Ed25519 public key. @throws TypeError for a bad name or length. */
export function verifierKeyOf(name: string, publicKey: Uint8Array): VerifierKey {
  if (!isKeyName(name)) throw new TypeError("a key name is not empty and has no white space and no +");
  if (publicKey.length !== publicKeyLength) throw new TypeError("an Ed25519 public key has 32 bytes");
  const input = Uint8Array.of(...utf8.encode(`${name}\n`), ed25519Type, ...publicKey);
  return { name, keyId: bytesToHex(sha256(input).slice(0, 4)), publicKey: Uint8Array.from(publicKey) };
}

/** `<name>+<key id>+<base64(0x01 || public key)>`. */
export function formatVerifierKey({ name, keyId, publicKey }: VerifierKey): string {
  return `${name}+${keyId}+${base64FromBytes(Uint8Array.of(ed25519Type, ...publicKey))}`;
}

/** Undefined for any text that is not an Ed25519 verifier key whose id fits its name and key. */
export function parseVerifierKey(text: string): VerifierKey | undefined {
  const match = /^([^+]+)\+([0-9a-f]{8})\+(\S+)$/u.exec(text);
  if (match === null) return undefined;
  const [, name = "", keyId = "", encoded = ""] = match;
  const bytes = bytesFromBase64(encoded);
  if (!isKeyName(name) || bytes?.length !== 1 + publicKeyLength || bytes[0] !== ed25519Type) return undefined;
  const key = verifierKeyOf(name, bytes.slice(1));
  return key.keyId === keyId ? key : undefined;
}

function isKeyName(name: string): boolean {
  return name !== "" && isNoteText(name) && !/[\p{White_Space}+]/u.test(name);
}

/** Valid UTF-8 and no ASCII control character but newline. */
function isNoteText(text: string): boolean {
  if (!text.isWellFormed()) return false;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x20 && unit !== 0x0a) return false;
  }
  return true;
}

export type NoteSignature = {
  readonly name: string;
  /** 8 lower-case hex digits. */
  readonly keyId: string;
  /** What follows the 4 bytes of the key id. */
  readonly signature: Uint8Array<ArrayBuffer>;
};

export type Note = {
  /** The signed text, its last newline included. */
  readonly body: string;
  readonly signatures: readonly NoteSignature[];
};

/** Body, blank line, one line per signature. @throws TypeError for a body that no note can carry. */
export function formatNote({ body, signatures }: Note): string {
  if (!body.endsWith("\n") || !isNoteText(body)) {
    throw new TypeError("a note's text ends in a newline and has no control characters");
  }
  const lines = signatures.map(({ name, keyId, signature }) => {
    return `\u2014 ${name} ${base64FromBytes(Uint8Array.of(...hexToBytes(keyId), ...signature))}\n`;
  });
  return `${body}\n${lines.join("")}`;
}

/** Undefined for text that is not a signed note. Checks form only: nothing in it may be trusted yet. */
export function parseNote(text: string): Note | undefined {
  if (text.length > longestNote || !isNoteText(text)) return undefined;
  const split = text.lastIndexOf("\n\n");
  if (split < 0 || !text.endsWith("\n") || text.length === split + 2) return undefined;
  const lines = text.slice(split + 2, -1).split("\n");
  if (lines.length > mostSignatures) return undefined;
  const signatures: NoteSignature[] = [];
  for (const line of lines) {
    const signature = parseSignatureLine(line);
    if (signature === undefined) return undefined;
    signatures.push(signature);
  }
  return { body: text.slice(0, split + 1), signatures };
}

function parseSignatureLine(line: string): NoteSignature | undefined {
  const parts = line.split(" ");
  const [dash, name = "", encoded = ""] = parts;
  const bytes = bytesFromBase64(encoded);
  if (parts.length !== 3 || dash !== "\u2014" || !isKeyName(name) || bytes === undefined || bytes.length < 5) {
    return undefined;
  }
  return { name, keyId: bytesToHex(bytes.slice(0, 4)), signature: bytes.slice(4) };
}

/** Signs a body (which ends in a newline) with one key. */
export async function signNote(body: string, signer: NoteSigner): Promise<string> {
  const signature = Uint8Array.from(await signer.sign(utf8.encode(body)));
  if (signature.length !== signatureLength) throw new TypeError("an Ed25519 signature has 64 bytes");
  return formatNote({ body, signatures: [{ name: signer.name, keyId: signer.keyId, signature }] });
}

export type NoteCheck =
  | { readonly ok: true; readonly body: string }
  | { readonly ok: false /** One plain sentence. */; readonly reason: string };

/**
 * Checks the signature of one trusted key. Lines of other keys are ignored, as the specification demands
 * (witnesses may add theirs); every line of this key must hold.
 */
export async function verifyNote(text: string, key: VerifierKey): Promise<NoteCheck> {
  const note = parseNote(text);
  if (note === undefined) return { ok: false, reason: "the text is not a signed note" };
  const ours = note.signatures.filter(({ name, keyId }) => name === key.name && keyId === key.keyId);
  if (ours.length === 0) return { ok: false, reason: `no signature by the key ${key.name}+${key.keyId}` };
  for (const { signature } of ours) {
    if (!(await verifyEd25519(key.publicKey, signature, utf8.encode(note.body)))) {
      return { ok: false, reason: `the signature by the key ${key.name}+${key.keyId} does not hold` };
    }
  }
  return { ok: true, body: note.body };
}

type Bytes = Uint8Array<ArrayBuffer>;

/** RFC 8032. */
export async function verifyEd25519(publicKey: Bytes, signature: Bytes, data: Bytes): Promise<boolean> {
  const algorithm = { name: "Ed25519" };
  const key = await crypto.subtle.importKey("raw", publicKey, algorithm, false, ["verify"]);
  return crypto.subtle.verify(algorithm, key, signature, data);
}
