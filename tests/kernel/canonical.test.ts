import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  canonicalBytes,
  canonicalConstant,
  canonicalText,
  contentHash,
  type Json,
} from "../../src/kernel/canonical.ts";

describe("canonical bytes", () => {
  test("the example of RFC 8785 section 3.2.4 comes out byte for byte", () => {
    // Source: RFC 8785, sections 3.2.2 (input) and 3.2.4 (bytes).
    const input = JSON.parse(
      '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}',
    ) as Json;
    const expected =
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}';
    expect(Buffer.from(canonicalBytes(input)).toString("utf8")).toBe(expected);
  });

  test("members sort by UTF-16 code units, as in RFC 8785 section 3.2.3", () => {
    const input = { "\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\u{1f600}": 5, "\u0080": 6, "\u00f6": 7 };
    const order = [...canonicalText(input).matchAll(/:(\d)/g)].map((match) => match[1]).join("");
    expect(order).toBe("2467153");
  });

  test("parsing canonical text and writing it again changes nothing, whatever the value", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const text = canonicalText(value as Json);
        expect(canonicalText(JSON.parse(text))).toBe(text);
      }),
    );
  });

  test("the order in which members were written does not matter", () => {
    expect(contentHash({ a: 1, b: [{ d: 2, c: 3 }] })).toBe(contentHash({ b: [{ c: 3, d: 2 }], a: 1 }));
  });

  test.each([2, 17, 64, 65, 300])("%i members in any order stand as the engine sorts their names", (count) => {
    const names = Array.from(
      { length: count },
      (_, i) => `${String.fromCharCode(33 + ((i * 37) % 90_000))}${(i * 7_919) % 997}`,
    );
    const expected = names.toSorted().map((name) => `${JSON.stringify(name)}:1`);
    expect(canonicalText(Object.fromEntries(names.map((name) => [name, 1])))).toBe(`{${expected.join()}}`);
  });

  test("a constant is written as it would be without, wherever it stands, and cannot change", () => {
    const value = () => ({ z: [{ b: 1, a: "ü" }, null], a: { d: [], c: 0.5 } });
    const [constant, free] = [canonicalConstant(value()), value()];
    expect(canonicalText(constant)).toBe(canonicalText(free));
    expect(canonicalText({ list: constant.z, of: [constant, constant.a] })).toBe(
      canonicalText({ list: free.z, of: [free, free.a] }),
    );
    expect(() => constant.z.push(null)).toThrow(TypeError);
    expect(() => Object.assign(constant.a, { c: 1 })).toThrow(TypeError);
  });

  test("absent and undefined members are the same, null is another value", () => {
    expect(canonicalText({ a: undefined })).toBe("{}");
    expect(canonicalText({ a: null })).toBe('{"a":null}');
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, "\ud800"])(
    "%s is refused, not written as something else",
    (value) => {
      expect(() => canonicalText({ value })).toThrow(TypeError);
    },
  );

  test("a bigint is refused: exact figures are digit strings", () => {
    expect(() => canonicalText({ value: 1n } as unknown as Json)).toThrow(TypeError);
  });
});
