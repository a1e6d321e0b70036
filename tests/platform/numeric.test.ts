import { expect, test } from "vitest";
import { numericBytes, readNumeric } from "../../src/platform/numeric.ts";

/** As PostgreSQL writes it: digits of base 10,000 around the point, none of them leading or trailing zeros. */
function sent(text: string): DataView {
  const [whole = "", fraction = ""] = text.replace("-", "").split(".");
  const left = whole.padStart(Math.ceil(whole.length / 4) * 4, "0");
  const right = fraction.padEnd(Math.ceil(fraction.length / 4) * 4, "0");
  const digits = ((left + right).match(/.{4}/g) ?? []).map(Number);
  let weight = left.length / 4 - 1;
  while (digits[0] === 0) {
    digits.shift();
    weight--;
  }
  while (digits.at(-1) === 0) digits.pop();
  const sign = text.startsWith("-") ? 0x4000 : 0;
  const bytes = Buffer.alloc(8 + 2 * digits.length);
  const words = [digits.length, weight & 0xffff, sign, fraction.length, ...digits];
  for (const [i, word] of words.entries()) bytes.writeUInt16BE(word, 2 * i);
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

test.each([
  ..."0 1 -1 9999 10000 10001 -123456789.125 0.1 0.3 0.0001 0.00001 -0.000012345678 4094.56".split(" "),
  ..."120000000 1000000000000000000000 99999999999999 0.000000000000000001".split(" "),
])("%s as PostgreSQL sends it is the double next to it", (text) => {
  const view = sent(text);
  expect(readNumeric(view, 0)).toBe(Number(text));
  expect(numericBytes(view, 0)).toBe(view.byteLength);
});

test("the double of a number with more digits than one has is near it", () => {
  for (const text of [
    "123456789012345678901234567890.123456789",
    "-0.1234567890123456789012345678901234567",
    "0.000000000000000000001",
    `22.5${"0".repeat(322)}5`,
    `-${"9".repeat(40)}.${"0".repeat(300)}1`,
  ])
    expect(readNumeric(sent(text), 0) / Number(text)).toBeCloseTo(1, 15);
});

test("what is no finite number is none", () => {
  for (const sign of [0xc000, 0xd000, 0xf000]) {
    const view = sent("1");
    view.setUint16(4, sign);
    expect(readNumeric(view, 0)).toBeNaN();
  }
});
