import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { callersRequestId, idempotencyKeyOf, preferenceOf, presentedKey } from "../../src/http/headers.ts";
import { Fault } from "../../src/kernel/fault.ts";

describe("Prefer", () => {
  test.each<[string | undefined, number, string | undefined]>([
    [undefined, 10_000, undefined],
    ["", 10_000, undefined],
    ["wait=20", 20_000, "wait=20"],
    ["wait=0", 0, "wait=0"],
    ["wait=600", 60_000, "wait=60"],
    ["respond-async", 0, "respond-async"],
    ["Respond-Async, WAIT=5", 5_000, "respond-async, wait=5"],
    ["wait=5, wait=50", 5_000, "wait=5"],
    ['wait="7"; x=1, handling=lenient', 7_000, "wait=7"],
    ["wait=soon", 10_000, undefined],
    ["wait=-1", 10_000, undefined],
    ["wait", 10_000, undefined],
    ["return=minimal", 10_000, undefined],
  ])("%j waits %d ms and is answered with %j", (header, waitMs, applied) => {
    expect(preferenceOf(header)).toEqual({ waitMs, applied });
  });

  test("is never an error and never more than a minute, whatever it holds", () => {
    fc.assert(
      fc.property(fc.string(), (header) => {
        const { waitMs } = preferenceOf(header);
        expect(waitMs).toBeGreaterThanOrEqual(0);
        expect(waitMs).toBeLessThanOrEqual(60_000);
      }),
    );
  });
});

describe("Idempotency-Key", () => {
  test.each<[string, string]>([
    ['"8e03978e-40d5-43dd-bc93-6894a57f9324"', "8e03978e-40d5-43dd-bc93-6894a57f9324"],
    ["8e03978e-40d5-43dd-bc93-6894a57f9324", "8e03978e-40d5-43dd-bc93-6894a57f9324"],
    ['"a\\"b\\\\c"', 'a"b\\c'],
    ['"a,b;c"', "a,b;c"],
    [`"${"x".repeat(255)}"`, "x".repeat(255)],
  ])("%s is the key %s", (header, key) => {
    expect(idempotencyKeyOf(header)).toBe(key);
  });

  test.each([
    "",
    '""',
    '"',
    '"a',
    'a"',
    '"a b"',
    "a b",
    "a, b",
    '"a";p=1',
    '"a\\n"',
    "é",
    '"é"',
    "a\u007f",
    "x".repeat(256),
  ])("%j is refused by name", (header) => {
    expect(() => idempotencyKeyOf(header)).toThrow(Fault);
    try {
      idempotencyKeyOf(header);
    } catch (error) {
      expect((error as Fault).code).toBe("invalid-request");
      expect((error as Fault).facts.errors?.[0]?.parameter).toBe("Idempotency-Key");
    }
  });

  test("is absent when not sent", () => {
    expect(idempotencyKeyOf(undefined)).toBeUndefined();
  });
});

describe("the API key", () => {
  test("comes from either header, or from both when they agree", () => {
    expect(presentedKey({ authorization: "Bearer ghdk_a", apiKey: undefined })).toBe("ghdk_a");
    expect(presentedKey({ authorization: "bearer   ghdk_a", apiKey: "ghdk_a" })).toBe("ghdk_a");
    expect(presentedKey({ authorization: undefined, apiKey: " ghdk_a " })).toBe("ghdk_a");
    expect(presentedKey({ authorization: undefined, apiKey: undefined })).toBeUndefined();
  });

  test.each([
    ["Bearer ghdk_a", "ghdk_b"],
    ["Basic dXNlcjpwYXNz", undefined],
    ["Basic dXNlcjpwYXNz", "ghdk_a"],
    ["Bearer", undefined],
    ["ghdk_a", undefined],
  ])("Authorization %j with X-API-Key %j is refused without repeating a key", (authorization, apiKey) => {
    let message = "";
    try {
      presentedKey({ authorization, apiKey });
    } catch (error) {
      expect((error as Fault).code).toBe("unauthenticated");
      message = (error as Fault).message;
    }
    expect(message).not.toBe("");
    expect(message).not.toMatch(/ghdk_[ab]|dXNlcjpwYXNz/);
  });
});

test("a caller's request id is repeated only when nothing in it can harm a log", () => {
  expect(callersRequestId("7f3c-A_1.b")).toBe("7f3c-A_1.b");
  for (const id of ["", "a b", "a\n", "{}", '"', "x".repeat(129), undefined])
    expect(callersRequestId(id)).toBeUndefined();
});
