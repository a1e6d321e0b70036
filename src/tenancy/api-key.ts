import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { crc32 } from "node:zlib";

/**
 * An API key: `ghdk_<env>_<key id>_<secret><checksum>`. The key id finds the row; the secret is 160
 * random bits, kept only as a SHA-256; the checksum (CRC-32 of all before it, 7 base-36 digits) lets
 * secret scanners and typing mistakes be told from real keys without asking us.
 */
export type NewApiKey = { readonly keyId: string; readonly text: string; readonly secretHash: Uint8Array };

export type PresentedKey = { readonly keyId: string; readonly secret: string };

const alphabet = "0123456789abcdefghijklmnopqrstuvwxyz";
const keyPattern = /^ghdk_(local|test|live)_([0-9a-z]{12})_([0-9a-z]{32})([0-9a-z]{7})$/;

export type KeyEnvironment = "local" | "test" | "live";

/** A key's prefix tells rehearsal from the real thing: `network` is the Hedera network of its gateway. */
export function keyEnvironmentOf(network: string): KeyEnvironment {
  if (network === "local") return "local";
  return network === "mainnet" ? "live" : "test";
}

export function newApiKey(environment: KeyEnvironment): NewApiKey {
  const keyId = randomText(12);
  const secret = randomText(32);
  const body = `ghdk_${environment}_${keyId}_${secret}`;
  return { keyId, text: body + checksum(body), secretHash: hashSecret(secret) };
}

/** The parts of a well-formed key; undefined for anything else, a wrong checksum included. */
export function parseApiKey(text: string): PresentedKey | undefined {
  const match = keyPattern.exec(text);
  if (match === null) return undefined;
  const [, , keyId, secret, sum] = match as unknown as [string, string, string, string, string];
  return checksum(text.slice(0, -7)) === sum ? { keyId, secret } : undefined;
}

export function hashSecret(secret: string): Uint8Array {
  return createHash("sha256").update(secret).digest();
}

/** Constant-time: how long it takes says nothing about where the two differ. */
export function secretMatches(secret: string, hash: Uint8Array): boolean {
  const presented = hashSecret(secret);
  return presented.length === hash.length && timingSafeEqual(presented, hash);
}

function checksum(body: string): string {
  return crc32(body).toString(36).padStart(7, "0");
}

function randomText(length: number): string {
  let text = "";
  while (text.length < length) {
    // Rejection keeps every character equally likely: 252 is the largest multiple of 36 in a byte.
    for (const byte of randomBytes(length)) if (byte < 252 && text.length < length) text += alphabet[byte % 36];
  }
  return text;
}
