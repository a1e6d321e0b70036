import { createPrivateKey, sign } from "node:crypto";
import { canonicalBytes, type Json, sha256Hex } from "../kernel/canonical.ts";
import { base64FromBytes, sameBytes } from "../proof/text.ts";

/** What is signed: the digest helps a person compare it with `statement_sha256` of the issuance. */
export type Signed = { readonly signature: string; readonly sha256: string };

/** A statement or a key that cannot be used; the message says why. */
export class UnsignableError extends Error {}

/**
 * Signs a statement off the gateway: Ed25519 over its exact bytes, as any Ed25519 tool does it. A line feed
 * that an editor put at the end is not part of the statement; anything else that is not its canonical form is
 * refused, because the signature would not hold.
 *
 * @param key PKCS #8 in PEM, as `openssl genpkey -algorithm ed25519` writes it
 * @throws {UnsignableError}
 */
export function signStatement(file: Uint8Array, key: Uint8Array): Signed {
  const bytes = file.at(-1) === 0x0a ? file.subarray(0, -1) : file;
  if (!isCanonical(bytes)) {
    throw new UnsignableError(
      "The file is not a statement in its canonical form (RFC 8785): download it again, byte for byte.",
    );
  }
  const signature = sign(null, bytes, ed25519Key(key));
  return { signature: base64FromBytes(signature), sha256: sha256Hex(bytes) };
}

function isCanonical(bytes: Uint8Array): boolean {
  try {
    const value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as Json;
    const isStatement = typeof value === "object" && value !== null && "statement_no" in value;
    return isStatement && sameBytes(canonicalBytes(value), bytes);
  } catch {
    return false;
  }
}

function ed25519Key(pem: Uint8Array) {
  let key: ReturnType<typeof createPrivateKey>;
  try {
    key = createPrivateKey(Buffer.from(pem));
  } catch (error) {
    throw new UnsignableError(`The key file is no private key in PEM: ${(error as Error).message}.`);
  }
  if (key.asymmetricKeyType === "ed25519") return key;
  throw new UnsignableError(`The key is of type ${key.asymmetricKeyType}, not Ed25519.`);
}
