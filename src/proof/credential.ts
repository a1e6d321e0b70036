import { canonicalBytes, type Json, sha256Bytes } from "../kernel/canonical.ts";
import { verifyEd25519 } from "./note.ts";

/** W3C Data Integrity proofs of cryptosuite `eddsa-jcs-2022` (vc-di-eddsa section 3.3) by keys named as `did:key`. */

type Document = { readonly [member: string]: Json | undefined };

const alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
/** Multicodec `ed25519-pub` as a varint. */
const ed25519Prefix = [0xed, 0x01] as const;

/** `did:key` of an Ed25519 public key of 32 bytes. */
export function didKeyOf(publicKey: Uint8Array): string {
  return `did:key:z${base58(Uint8Array.of(...ed25519Prefix, ...publicKey))}`;
}

export type ProofOptions = {
  /** A time in UTC. */
  readonly created: string;
  readonly verificationMethod: string;
};

/** The document with its proof. `sign`: Ed25519 over the 64 bytes it is given. */
export async function withProof(
  document: Document,
  options: ProofOptions,
  sign: (data: Uint8Array) => Uint8Array | Promise<Uint8Array>,
): Promise<Document> {
  const proof = {
    "@context": document["@context"],
    type: "DataIntegrityProof",
    cryptosuite: "eddsa-jcs-2022",
    created: options.created,
    verificationMethod: options.verificationMethod,
    proofPurpose: "assertionMethod",
  };
  const signature = await sign(signedBytes(document, proof));
  return { ...document, proof: { ...proof, proofValue: `z${base58(signature)}` } };
}

/** Undefined when the proof holds for this key; else one plain sentence. Never throws for any JSON object. */
export async function whyProofFails(secured: Document, publicKey: Uint8Array): Promise<string | undefined> {
  const { proof, ...document } = secured;
  if (typeof proof !== "object" || proof === null || Array.isArray(proof)) return "there is no proof";
  const { proofValue, ...options } = proof as Document;
  if (options.type !== "DataIntegrityProof" || options.cryptosuite !== "eddsa-jcs-2022") {
    return "the proof is not of cryptosuite eddsa-jcs-2022";
  }
  if (options.proofPurpose !== "assertionMethod") return "the proof's purpose is not assertionMethod";
  const signature =
    typeof proofValue === "string" && proofValue.startsWith("z") ? bytesOfBase58(proofValue.slice(1)) : undefined;
  if (signature?.length !== 64) return "proofValue is not a signature of 64 bytes in base 58";
  const data = Uint8Array.from(signedBytes(document, options));
  return (await verifyEd25519(Uint8Array.from(publicKey), signature, data)) ? undefined : "the signature does not hold";
}

/** Section 3.3.4: the hash of the proof's options, then the hash of the document. */
function signedBytes(document: Document, options: Document): Uint8Array {
  const hashes = [options, document].map((part) => sha256Bytes(canonicalBytes(part)));
  return Uint8Array.of(...(hashes[0] as Uint8Array), ...(hashes[1] as Uint8Array));
}

function base58(bytes: Uint8Array): string {
  let value = bytes.reduce((all, byte) => all * 256n + BigInt(byte), 0n);
  let text = "";
  for (; value > 0n; value /= 58n) text = alphabet.charAt(Number(value % 58n)) + text;
  const zeros = bytes.findIndex((byte) => byte !== 0);
  return "1".repeat(zeros < 0 ? bytes.length : zeros) + text;
}

/** Undefined for text of other letters. Leading zero bytes are kept. */
function bytesOfBase58(text: string): Uint8Array<ArrayBuffer> | undefined {
  let value = 0n;
  if (text.length > 128) return undefined;
  for (const letter of text) {
    const digit = alphabet.indexOf(letter);
    if (digit < 0) return undefined;
    value = value * 58n + BigInt(digit);
  }
  const bytes: number[] = [];
  for (; value > 0n; value /= 256n) bytes.unshift(Number(value % 256n));
  const zeros = [...text].findIndex((letter) => letter !== "1");
  return Uint8Array.of(...new Array<number>(zeros < 0 ? text.length : zeros).fill(0), ...bytes);
}
