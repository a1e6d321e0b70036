import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { base32, newRecordId, recordIdPattern } from "../../src/kernel/ids.ts";

test("a record id carries all 128 random bits in 26 characters", () => {
  const zero = newRecordId({ bytes: (n) => new Uint8Array(n) });
  const ones = newRecordId({ bytes: (n) => new Uint8Array(n).fill(255) });
  expect(zero).toBe(`rec_${"0".repeat(26)}`);
  expect(ones).toBe(`rec_${"z".repeat(25)}w`);
});

test("every new record id has the published form, and no two are equal", () => {
  const ids = Array.from({ length: 500 }, () => newRecordId({ bytes: (n) => randomBytes(n) }));
  for (const id of ids) expect(id).toMatch(recordIdPattern);
  expect(new Set(ids).size).toBe(ids.length);
});

test("base 32 keeps every bit of whole bytes, however many there are", () => {
  expect(base32(Uint8Array.of(0xff))).toBe("zw");
  expect(base32(Uint8Array.of(0, 1))).toBe("000g");
  const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
  for (let length = 0; length <= 40; length++) {
    const bytes = randomBytes(length);
    const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
    const digits = bits.match(/.{1,5}/g) ?? [];
    expect(base32(bytes)).toBe(digits.map((digit) => alphabet[Number.parseInt(digit.padEnd(5, "0"), 2)]).join(""));
  }
});
