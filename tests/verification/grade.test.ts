import fc from "fast-check";
import { expect, test } from "vitest";
import { figure } from "../../src/verification/grade.ts";

test("a figure of a sentence is the number to four significant digits, without trailing zeros", () => {
  expect([0, -0, 5, 12.3, 1234, 12_345, -0.5, 0.12345, 45.678, 1e-7, 1e21].map(figure)).toEqual([
    "0",
    "0",
    "5",
    "12.3",
    "1234",
    "12350",
    "-0.5",
    "0.1235",
    "45.68",
    "1e-7",
    "1e+21",
  ]);
  const short = fc.tuple(fc.integer({ min: -99_999, max: 99_999 }), fc.integer({ min: -8, max: 25 }));
  const values = fc.oneof(
    short.map(([digits, exponent]) => Number(`${digits}e${exponent}`)),
    fc.double(),
  );
  fc.assert(
    fc.property(values, (value) => {
      expect(figure(value)).toBe(String(Number(value.toPrecision(4))));
    }),
    { numRuns: 5_000 },
  );
});
