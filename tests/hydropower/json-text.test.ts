import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readJsonText } from "../../src/hydropower/json-text.ts";
import { Fault } from "../../src/kernel/fault.ts";

function refusal(text: string): Fault {
  try {
    readJsonText(text);
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
  throw new Error(`${text} was taken`);
}

const points = "no JSON number begins here; it has no plus, and a digit on each side of its point";
const comma = "write decimals with a point, 2.5 and not 2,5";

describe("JSON text", () => {
  test("is read as JSON.parse reads it", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        fc.pre(!text.includes("\\u0000"));
        expect(readJsonText(` ${text}\n`).value).toEqual(JSON.parse(text));
      }),
    );
  });

  test("that JSON.parse refuses is refused as malformed-json, never by another error", () => {
    const alphabet = fc.constantFrom(...'{}[]",:\\ \n\t0123456789-+.eEtrufalsn\u0001é'.split(""));
    fc.assert(
      fc.property(fc.string({ unit: alphabet, maxLength: 12 }), (text) => {
        let parsed = true;
        try {
          JSON.parse(text);
        } catch {
          parsed = false;
        }
        if (!parsed) expect(refusal(text).code).toBe("malformed-json");
      }),
      { numRuns: 5_000 },
    );
  });

  test.each([
    ['{"a": NaN}', "line 1, column 7: no JSON value begins here; leave out what is not measured", 6],
    ['{"a": -Infinity}', "line 1, column 7: no JSON value begins here; leave out what is not measured", 6],
    ['{"a": 1.#QNAN}', "line 1, column 8: a comma or } should stand here", 7],
    ['{"a": .5}', `line 1, column 7: ${points}`, 6],
    ['{"a": +5}', `line 1, column 7: ${points}`, 6],
    ['{"a": 2,5, "b": 1}', `line 1, column 9: a member's name in double quotes should stand here; ${comma}`, 8],
    ["2,5", `line 1, column 2: something follows the JSON value; ${comma}`, 1],
    ['{"a": 2, b: 1}', "line 1, column 10: a member's name in double quotes should stand here", 9],
    ['{\n  "a": 1,\n}', "line 3, column 1: a member's name in double quotes should stand here", 12],
    ['{"a": 1} {}', "line 1, column 10: something follows the JSON value", 9],
    ["", "line 1, column 1: it is empty", 0],
    ['{"a":', "line 1, column 6: the text ends where a value should stand", 5],
    ['{"a": 01}', "line 1, column 8: a comma or } should stand here", 7],
    ['{"a" 1}', "line 1, column 6: a colon should stand here", 5],
    ["{'a': 1}", "line 1, column 2: a member's name in double quotes should stand here", 1],
    ['{"a": "x', "line 1, column 7: the string that begins here is not closed or holds a wrong character", 6],
  ])("%j is refused at its place", (text, words, position) => {
    const fault = refusal(text);
    expect(fault.message).toBe(`The body is not JSON: ${words}.`);
    expect(fault.facts.extensions).toEqual({ position });
  });

  test.each(['{"power":900,"power":9}', '{"a":{"b":1,"b":1}}', '{"power":1,"p\\u006fwer":2}'])(
    "%s is refused, since a name that stands twice leaves open which value holds",
    (text) => {
      expect(refusal(text).message).toContain("stands twice in one object");
    },
  );

  test("may use one name in two objects", () => {
    expect(readJsonText('[{"a":1},{"a":2},{"b":{"a":3}}]').value).toEqual([{ a: 1 }, { a: 2 }, { b: { a: 3 } }]);
  });

  test("makes no prototype of a member named __proto__", () => {
    const { value } = readJsonText('{"__proto__":{"admin":true}}');
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.keys(value as object)).toEqual(["__proto__"]);
  });

  test.each(['"\\ud800"', '"a\\u0000b"', '{"\\udc00":1}'])("%s holds no text and is refused", (text) => {
    expect(refusal(text).message).toContain("half a surrogate pair or a NUL");
  });

  test("takes whole surrogate pairs, escaped or not", () => {
    expect(readJsonText('["\\ud83d\\ude00","😀"]').value).toEqual(["😀", "😀"]);
  });

  test("nested deeper than any body is refused, however deep", () => {
    for (const depth of [33, 300_000]) expect(refusal("[".repeat(depth)).message).toContain("nested too deep");
    expect(readJsonText(`${"[".repeat(32)}${"]".repeat(32)}`).value).toHaveLength(1);
  });
});

describe("energies in kWh", () => {
  const flaws = (text: string) => readJsonText(text).energyErrors.map(({ pointer, rule }) => [pointer, rule]);

  test.each(["900", "900.125", "0", "123456789012.345", "9e2", "1.5000", "123456789012345"])(
    "%s is exact",
    (figure) => {
      expect(flaws(`{"readings":{"energy_kwh":${figure}}}`)).toEqual([]);
    },
  );

  test.each([
    // Its nearest double prints as 0.1: only the text shows what was written.
    "0.1000000000000000055",
    "900.1250000000000001",
    "0.0005",
    "1234567890123456",
    "1e-4",
  ])("%s is refused by what was written, not by its nearest double", (figure) => {
    expect(flaws(`{"readings":{"energy_kwh":${figure}}}`)).toEqual([["/readings/energy_kwh", "energy-precision"]]);
  });

  test("are checked under every name, in every place, and other quantities are left alone", () => {
    const figure = "1.23456";
    const text = `{"readings":{"energy_export_kwh_total":${figure},"energy_import_kwh_total":${figure},"gross_energy_kwh_total":${figure},"flow_rate_m3s":${figure}}}`;
    expect(flaws(text).map(([pointer]) => pointer)).toEqual([
      "/readings/energy_export_kwh_total",
      "/readings/energy_import_kwh_total",
      "/readings/gross_energy_kwh_total",
    ]);
    expect(flaws(`[{"energy_kwh":1},{"energy_kwh":${figure}}]`)).toEqual([["/1/energy_kwh", "energy-precision"]]);
  });
});
