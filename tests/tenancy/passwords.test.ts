import { argon2Sync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { whyRefused } from "../../src/tenancy/password-rules.ts";
import { createPasswords, isOutdated } from "../../src/tenancy/passwords.ts";

describe("a password as it is kept", () => {
  const passwords = createPasswords();

  test("is argon2id as RFC 9106 has it", () => {
    const fill = (length: number, byte: number) => Buffer.alloc(length, byte);
    const tag = argon2Sync("argon2id", {
      ...{ message: fill(32, 1), nonce: fill(16, 2), secret: fill(8, 3), associatedData: fill(12, 4) },
      ...{ parallelism: 4, tagLength: 32, memory: 32, passes: 3 },
    });
    // RFC 9106, 5.3.
    expect(tag.toString("hex")).toBe("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
  });

  test("opens what the reference implementation made, with the parameters it says", async () => {
    const phc = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    expect(await passwords.matches("password", phc)).toBe(true);
    expect(await passwords.matches("passwort", phc)).toBe(false);
    expect(isOutdated(phc)).toBe(true);
  });

  test("has a salt of its own each time, OWASP's parameters, and matches itself alone", async () => {
    const [one, other] = await Promise.all([passwords.hash("correct horse"), passwords.hash("correct horse")]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    expect(one).not.toBe(other);
    expect(await passwords.matches("correct horse", one)).toBe(true);
    expect(await passwords.matches("correct horsf", one)).toBe(false);
    expect(isOutdated(one)).toBe(false);
  });

  test("is the same however its letters were composed (NFKC)", async () => {
    const phc = await passwords.hash("Z\u00fcrich am See 1");
    expect(await passwords.matches("Zu\u0308rich am See 1", phc)).toBe(true);
  });

  test("without an account is no, after the same work", async () => {
    expect(await passwords.matches("anything at all", undefined)).toBe(false);
  });

  test("is hashed by a few at once; more than can wait are sent away, and none is lost", async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 60 }, () => passwords.matches("x", undefined)));
    const refused = outcomes.filter(({ status }) => status === "rejected");
    expect(refused).toHaveLength(8);
    expect(refused[0]).toMatchObject({ reason: { code: "overloaded" } });
    expect(await passwords.matches("x", undefined)).toBe(false);
  });
});

describe("a password that is", () => {
  const email = "meera.thakur@hydro.example";
  const rule = (password: string) => whyRefused(password, email)?.rule;

  test.each([
    ["short", "password.too-short"],
    ["elevenchars", "password.too-short"],
    ["x".repeat(257), "password.too-long"],
    ["Meera.Thakur 2026", "password.holds-address"],
    ["my meera.thakur@hydro.example!", "password.holds-address"],
    ["aaaaaaaaaaaa", "password.common"],
    ["abcabcabcabcab", "password.common"],
    ["123456789012", "password.common"],
    ["abcdefghijklm", "password.common"],
    ["987654321098", "password.common"],
    ["Password123!", "password.common"],
    ["P@ssw0rd2026!!", "password.common"],
    ["passwordpassword", "password.common"],
    ["qwertyuiop12", "password.common"],
    ["Welcome2026!!!", "password.common"],
    ["iloveyou1234", "password.common"],
    ["HydroGateway1!", "password.common"],
  ])("%j is refused: %s", (password, expected) => {
    expect(rule(password)).toBe(expected);
  });

  test.each([
    "seven green kingfishers",
    "correct horse battery",
    "839204756102",
    "Bhakra-Nangal@1963",
    "\u0939\u093f\u092e\u093e\u091a\u0932 \u0928\u0926\u0940 \u092a\u093e\u0928\u0940",
    "xxxxxyt7-q2-m4-w9",
    "\u{1f40b}\u{1f30a}\u{1f3d4}\u{1f9ca}\u{1f332}\u{1f41f}\u{1f986}\u{1f33f}\u{26f5}\u{1f309}\u{1f319}\u{2744}",
  ])("%j is taken", (password) => {
    expect(rule(password)).toBeUndefined();
  });
});
