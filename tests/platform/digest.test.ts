import { createHash, createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { hmacSha256, sha256 } from "../../src/platform/digest.ts";
import { packed } from "../../src/platform/packed.ts";
import { systemRandomness } from "../../src/platform/randomness.ts";

test("digests are SHA-256 and HMAC-SHA-256, whatever the length of key and text, also one after the other", () => {
  for (const keyLength of [1, 31, 32, 63, 64, 65, 200]) {
    const key = Buffer.alloc(keyLength, keyLength);
    const mac = hmacSha256(key);
    for (const text of ["", "rec_1", "é".repeat(127), "x".repeat(256), "x".repeat(257), "y".repeat(5_000), "rec_2"]) {
      expect(mac(text)).toBe(createHmac("sha256", key).update(text).digest("hex"));
      expect(sha256(text).toString("hex")).toBe(createHash("sha256").update(text).digest("hex"));
    }
  }
});

test("random bytes are handed out once: of a hundred thousand draws no two are equal, and each is as long as asked", () => {
  const random = systemRandomness();
  const draws = Array.from({ length: 100_000 }, () => Buffer.from(random.bytes(16)).toString("hex"));
  expect(new Set(draws).size).toBe(draws.length);
  for (const length of [0, 1, 1_024, 1_025, 10_000]) expect(random.bytes(length)).toHaveLength(length);
});

test("packed rows are found again by their places", () => {
  const rows = ["a", "", "bcd", "e"].map((text) => Buffer.from(text));
  const { bytes, starts, lengths } = packed(rows);
  const cut = starts.map((start, i) => bytes.toString("latin1", start - 1, start - 1 + (lengths[i] as number)));
  expect(cut).toEqual(["a", "", "bcd", "e"]);
});
