import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from "node:crypto";

/** What needs the gateway's own secret: sealing what must be read again, and names for what must not be read. */
export type Seal = {
  /** AES-256-GCM; `context` (whose it is) must be the same when it is opened. */
  seal(context: string, plain: Uint8Array): Uint8Array;
  /** @throws when it was sealed for another context or with another secret, or was changed */
  open(context: string, sealed: Uint8Array): Uint8Array;
  /** 32 bytes that stand for a text of some kind and do not show it. */
  nameOf(kind: string, text: string): Uint8Array;
};

const nonceLength = 12;
const tagLength = 16;

export function createSeal(secret: Uint8Array): Seal {
  const key = (purpose: string) => Buffer.from(hkdfSync("sha256", secret, "", `hydro-mrv-gateway ${purpose}`, 32));
  const [sealing, naming] = [key("seal"), key("name")];
  return {
    seal(context, plain) {
      const nonce = randomBytes(nonceLength);
      const cipher = createCipheriv("aes-256-gcm", sealing, nonce).setAAD(Buffer.from(context));
      return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    },
    open(context, sealed) {
      const bytes = Buffer.from(sealed);
      const [nonce, tag] = [bytes.subarray(0, nonceLength), bytes.subarray(-tagLength)];
      const decipher = createDecipheriv("aes-256-gcm", sealing, nonce).setAAD(Buffer.from(context)).setAuthTag(tag);
      return Buffer.concat([decipher.update(bytes.subarray(nonceLength, -tagLength)), decipher.final()]);
    },
    nameOf: (kind, text) => createHmac("sha256", naming).update(`${kind}\0${text}`).digest(),
  };
}

/** Prefixes of our opaque secrets, so that scanners and our log know them. */
export type SecretKind = "ghrt" | "ghln" | "ghrc";

/** A secret of 256 random bits that is shown once, and what is kept of it. */
export function newSecret(kind: SecretKind): { readonly text: string; readonly hash: Uint8Array } {
  const text = `${kind}_${randomBytes(32).toString("base64url")}`;
  return { text, hash: secretHash(text) };
}

/** Needs no slow hash: there is nothing to guess. */
export function secretHash(text: string): Uint8Array {
  return createHash("sha256").update(text).digest();
}
