import { expect, test } from "vitest";
import { base32Secret, otpauthUri, stepOfCode, totpCode, totpStep } from "../../src/tenancy/totp.ts";

const secret = new TextEncoder().encode("12345678901234567890");

// RFC 6238, appendix B, SHA-1; six digits are the last six of its eight.
test.each([
  [59, "287082"],
  [1_111_111_109, "081804"],
  [1_111_111_111, "050471"],
  [1_234_567_890, "005924"],
  [2_000_000_000, "279037"],
  [20_000_000_000, "353130"],
])("the code at %d s is that of RFC 6238", (seconds, code) => {
  expect(totpCode(secret, totpStep(seconds * 1000))).toBe(code);
});

test("the codes of the step before and after are taken too, others are not", () => {
  const nowMs = 1_111_111_111_000;
  const now = totpStep(nowMs);
  const steps = [-2, -1, 0, 1, 2].map((one) => stepOfCode(secret, totpCode(secret, now + one), nowMs));
  expect(steps).toEqual([undefined, now - 1, now, now + 1, undefined]);
  expect(stepOfCode(secret, "", nowMs)).toBeUndefined();
  expect(stepOfCode(secret, "0504711", nowMs)).toBeUndefined();
});

test("an app gets the secret in base 32 (RFC 4648) and a name that shows whose it is", () => {
  expect(base32Secret(secret)).toBe("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
  expect(
    ["f", "fo", "foo", "foob", "fooba", "foobar"].map((one) => base32Secret(new TextEncoder().encode(one))),
  ).toEqual(["MY", "MZXQ", "MZXW6", "MZXW6YQ", "MZXW6YTB", "MZXW6YTBOI"]);
  const uri = new URL(otpauthUri(secret, "a+b@x.example"));
  expect(decodeURIComponent(uri.pathname)).toBe("//totp/Hydro MRV Gateway:a+b@x.example".replace("//totp", ""));
  expect(Object.fromEntries(uri.searchParams)).toMatchObject({
    issuer: "Hydro MRV Gateway",
    digits: "6",
    period: "30",
  });
  expect(uri.search).not.toContain("+");
});
