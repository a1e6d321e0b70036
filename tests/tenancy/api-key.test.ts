import { expect, test } from "vitest";
import { hashSecret, newApiKey, parseApiKey, secretMatches } from "../../src/tenancy/api-key.ts";

test("a new key parses to its id, and its secret matches what is stored", () => {
  const key = newApiKey("local");
  expect(key.text).toMatch(/^ghdk_local_[0-9a-z]{12}_[0-9a-z]{39}$/);
  const parsed = parseApiKey(key.text);
  expect(parsed?.keyId).toBe(key.keyId);
  expect(secretMatches(parsed?.secret ?? "", key.secretHash)).toBe(true);
});

test("what is stored holds nothing of the secret's text", () => {
  const key = newApiKey("test");
  const secret = parseApiKey(key.text)?.secret ?? "";
  expect(Buffer.from(key.secretHash).toString("latin1")).not.toContain(secret.slice(0, 8));
  expect(key.secretHash).toHaveLength(32);
});

test("changing any one character makes the key unreadable, so a typing mistake never reaches the database", () => {
  const { text } = newApiKey("live");
  for (let i = 0; i < text.length; i++) {
    const other = text[i] === "a" ? "b" : "a";
    expect(parseApiKey(text.slice(0, i) + other + text.slice(i + 1))).toBeUndefined();
  }
});

test("another secret does not match, nor does a prefix of the right one", () => {
  const hash = hashSecret("a".repeat(32));
  expect(secretMatches("b".repeat(32), hash)).toBe(false);
  expect(secretMatches("a".repeat(31), hash)).toBe(false);
});

test("no two keys are alike", () => {
  const texts = new Set(Array.from({ length: 1000 }, () => newApiKey("local").text));
  expect(texts.size).toBe(1000);
});
