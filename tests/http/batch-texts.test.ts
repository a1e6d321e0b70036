import { describe, expect, test } from "vitest";
import { ArraySplitter, LineSplitter, longestItemBytes, type Splitter } from "../../src/http/batch-texts.ts";
import { Fault } from "../../src/kernel/fault.ts";

/** The texts that a body is cut into, arriving in pieces of a length; the code of the fault that ended it last. */
function cut(splitter: Splitter, body: string | Uint8Array, pieceLength: number): (string | undefined)[] {
  const bytes = Buffer.from(body);
  const found: (string | undefined)[] = [];
  try {
    for (let at = 0; at < bytes.length; at += pieceLength) {
      for (const item of splitter.push(bytes.subarray(at, at + pieceLength)))
        found.push(item && String(Buffer.from(item)));
    }
    for (const item of splitter.end()) found.push(item && String(Buffer.from(item)));
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    found.push(error.code);
  }
  return found;
}

const pieceLengths = [1, 2, 3, 7, 64, 100_000];

describe.each(pieceLengths)("in pieces of %i bytes", (length) => {
  const array = (body: string) => cut(new ArraySplitter(), body, length);
  const lines = (body: string) => cut(new LineSplitter(), body, length);

  test("an array is cut at its members, whatever stands in their strings", () => {
    const members = ['{"a":"]}[{\\"\\\\"}', '{"b":[1,[2,{"c":"é,"}]]}', "{}", '["x"]'];
    expect(array(` [ ${members.join(" ,\n\t")}\r\n] \n`)).toEqual(members);
    expect(array(`\uFEFF[${members[0]}]`)).toEqual([members[0]]);
    expect(array("[]")).toEqual([]);
  });

  test("members that are no objects are members all the same", () => {
    expect(array('[1, null,"a" ,{"b":2}]')).toEqual(["1", "null", '"a" ', '{"b":2}']);
  });

  test.each([
    ["nothing", "", []],
    ["an object", '{"a":1}', []],
    ["an array that does not end", '[{"a":1},', ['{"a":1}']],
    ["a member that does not end", '[{"a":1},{"b":', ['{"a":1}']],
    ["a comma too many at the end", '[{"a":1},]', ['{"a":1}']],
    ["a comma too many at the beginning", '[,{"a":1}]', []],
    ["no comma", '[{"a":1} {"b":2}]', ['{"a":1}']],
    ["something behind it", '[{"a":1}] x', ['{"a":1}']],
    ["a bracket of the other kind", '[{"a":1},{"b":[1}]]', ['{"a":1}']],
    ["brackets without end", `[{"a":1},${"[".repeat(100)}`, ['{"a":1}']],
  ])("%s is no list, but what was whole before is given", (_, body, whole) => {
    expect(array(body)).toEqual([...whole, "malformed-json"]);
  });

  test("lines are cut at line feeds only; empty ones are none, the last needs no line feed", () => {
    expect(lines('{"a":1}\n\n  \r\n{"b":"\\n"}\r\n{"c":3}')).toEqual(['{"a":1}', '{"b":"\\n"}\r', '{"c":3}']);
    expect(lines('\uFEFF{"a":1}')).toEqual(['{"a":1}']);
    expect(lines("")).toEqual([]);
  });

  test("what is too long for a reading is passed over, and the next one is whole", () => {
    const long = JSON.stringify({ a: "x".repeat(longestItemBytes) });
    expect(array(`[${long},{"b":2}]`)).toEqual([undefined, '{"b":2}']);
    expect(lines(`${long}\n{"b":2}\n`)).toEqual([undefined, '{"b":2}']);
  });
});
