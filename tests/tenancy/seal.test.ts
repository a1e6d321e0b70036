import { expect, test } from "vitest";
import { redact } from "../../src/platform/log.ts";
import { createSeal, newSecret, secretHash } from "../../src/tenancy/seal.ts";

const seal = createSeal(Buffer.alloc(32, 1));
const plain = Buffer.from("a secret of twenty b");

test("what was sealed is opened with the same secret and context only, and never the same twice", () => {
  const sealed = seal.seal("totp usr_1", plain);
  expect(Buffer.from(seal.open("totp usr_1", sealed))).toEqual(plain);
  expect(Buffer.from(sealed).includes(plain)).toBe(false);
  expect(seal.seal("totp usr_1", plain)).not.toEqual(sealed);
  expect(() => seal.open("totp usr_2", sealed)).toThrow();
  expect(() => createSeal(Buffer.alloc(32, 2)).open("totp usr_1", sealed)).toThrow();
  for (let at = 0; at < sealed.length; at++) {
    const changed = Uint8Array.from(sealed, (byte, i) => (i === at ? byte ^ 1 : byte));
    expect(() => seal.open("totp usr_1", changed), `byte ${at}`).toThrow();
  }
});

test("names differ by kind, text and secret", () => {
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
  const names = [
    seal.nameOf("sign-in", "a"),
    seal.nameOf("sign-in", "b"),
    seal.nameOf("letter", "a"),
    createSeal(Buffer.alloc(32, 2)).nameOf("sign-in", "a"),
  ].map(hex);
  expect(new Set(names).size).toBe(4);
  expect(hex(seal.nameOf("sign-in", "a"))).toBe(names[0]);
});

test("a secret that is shown once is kept as its hash, and cut out of every log line", () => {
  const { text, hash } = newSecret("ghln");
  expect(text).toMatch(/^ghln_[\w-]{43}$/);
  expect(secretHash(text)).toEqual(hash);
  const token = "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJ1c3JfMSJ9.c2lnbmF0dXJl";
  const line = redact(`link ${text} token ${token} key ghdk_live_4k2m9x7q1w8e_0123456789abcdef end`);
  expect(line).toBe("link ghln_[redacted] token [redacted] key ghdk_live_4k2m9x7q1w8e_[redacted] end");
});
