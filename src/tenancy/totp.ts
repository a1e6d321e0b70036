import { createHmac, timingSafeEqual } from "node:crypto";

/** Time-based one-time passwords (RFC 6238) as every app shows them: SHA-1, six digits, steps of 30 seconds. */

const stepMs = 30_000;
const digits = 6;
/** Steps before and after the present one whose codes are taken too: clocks differ, and people type slowly. */
const drift = 1;

/** The code of a time step (RFC 4226, 5.3). */
export function totpCode(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac("sha1", secret).update(counter).digest();
  const offset = mac.readUInt8(mac.length - 1) & 15;
  const truncated = mac.readUInt32BE(offset) & 0x7fff_ffff;
  return String(truncated % 10 ** digits).padStart(digits, "0");
}

export function totpStep(nowMs: number): number {
  return Math.floor(nowMs / stepMs);
}

/** The time step whose code this is, near the present one; undefined for a wrong code. */
export function stepOfCode(secret: Uint8Array, code: string, nowMs: number): number | undefined {
  const now = totpStep(nowMs);
  const steps = [0, -1, 1].filter((one) => Math.abs(one) <= drift).map((one) => now + one);
  return steps.find((step) => {
    const [expected, given] = [totpCode(secret, step), code].map((text) => Buffer.from(text)) as [Buffer, Buffer];
    return expected.length === given.length && timingSafeEqual(expected, given);
  });
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Base 32 of RFC 4648 without padding: how apps take a secret. */
export function base32Secret(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return (bits.match(/.{1,5}/g) ?? []).map((some) => alphabet[Number.parseInt(some.padEnd(5, "0"), 2)]).join("");
}

/** What an app reads from a QR code. */
export function otpauthUri(secret: Uint8Array, email: string): string {
  const issuer = "Hydro MRV Gateway";
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(email)}`;
  const query = new URLSearchParams({
    secret: base32Secret(secret),
    issuer,
    algorithm: "SHA1",
    digits: "6",
    period: "30",
  });
  return `otpauth://totp/${label}?${query.toString().replaceAll("+", "%20")}`;
}
