import fc from "fast-check";
import { expect, test } from "vitest";
import { decimalFromText, floorDivide, floorTimes, millionths, textFromMillionths } from "../../src/carbon/decimal.ts";

test.each([
  ["0.9646", 964_600n],
  ["1", 1_000_000n],
  ["12.000001", 12_000_001n],
])("%s is %d millionths", (text, value) => {
  expect(millionths(text)).toBe(value);
});

test.each(["", "-1", "1.", ".5", "1,5", "NaN", "0x10", " 1"])("%j is not a decimal", (text) => {
  expect(() => decimalFromText(text)).toThrow(RangeError);
});

test("more than six decimals are refused rather than cut", () => {
  expect(() => millionths("0.1234567")).toThrow(RangeError);
});

test("the shortest text of any number is read exactly", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e30, noNaN: true }), (x) => {
      const { digits, exponent } = decimalFromText(String(x));
      expect(Number(`${digits}e${exponent}`)).toBe(x);
    }),
  );
});

test("division rounds down for either sign", () => {
  expect([floorDivide(7n, 2n), floorDivide(-7n, 2n), floorDivide(-8n, 2n)]).toEqual([3n, -4n, -4n]);
  expect(floorTimes(decimalFromText("2.5e3"), 3n, 7n)).toBe(1071n);
});

test("grams become tonnes without trailing zeros", () => {
  expect([0n, 664_425n, 1_000_000n, 1_500_000n, -1n].map(textFromMillionths)).toEqual([
    "0",
    "0.664425",
    "1",
    "1.5",
    "-0.000001",
  ]);
});

test("whole millionths and their text say the same, and the text ends in no zero behind its point", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 20n }), fc.nat(8), (digits, zeros) => {
      const value = digits * 10n ** BigInt(zeros);
      const text = textFromMillionths(value);
      expect(millionths(text)).toBe(value);
      expect(text).toMatch(/^(0|[1-9]\d*)(\.\d*[1-9])?$/);
      if (value > 0n) expect(textFromMillionths(-value)).toBe(`-${text}`);
    }),
  );
});
