import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytesToHex, canonicalBytes, type Json } from "../../src/kernel/canonical.ts";
import { commitment, parseRecord } from "../../src/proof/record.ts";

const members: { readonly [name: string]: Json } = {
  v: 1,
  id: "rec_0123456789abcdefghjkmnpqrs",
  kind: "reading",
  org_id: "demo",
  plant_id: "PLANT-HP-001",
  seq: 2,
  prev: "5a".repeat(32),
  salt: "00".repeat(16),
  readings: { flow_rate_m3s: 2.5 },
};
const text = (json: string) => new TextEncoder().encode(json);

describe("a record", () => {
  test("is read from its canonical bytes", () => {
    const result = parseRecord(canonicalBytes(members));
    expect(result).toEqual({
      ok: true,
      record: {
        recordId: members.id,
        kind: "reading",
        orgId: "demo",
        plantId: "PLANT-HP-001",
        seq: 2,
        prev: members.prev,
        salt: members.salt,
        members,
      },
    });
  });

  test("stands in the log as the SHA-256 of its exact bytes", () => {
    expect(bytesToHex(commitment(text("abc")))).toBe(
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    );
  });

  test.each([
    ["no id", { id: undefined }, "id is missing"],
    ["an id of another form", { id: "7" }, "id is missing"],
    ["an org_id of another form", { org_id: "a b" }, "org_id"],
    ["a kind that is no word", { kind: "Reading!" }, "kind"],
    ["an empty plant_id", { plant_id: "" }, "plant_id"],
    ["seq 0", { seq: 0, prev: null }, "seq"],
    ["seq as text", { seq: "2" }, "seq"],
    ["a fractional seq", { seq: 2.5 }, "seq"],
    ["a short salt", { salt: "00" }, "salt"],
    ["prev in capitals", { prev: "5A".repeat(32) }, "prev"],
    ["prev missing", { prev: undefined }, "prev"],
    ["no prev after the first", { prev: null }, "prev"],
    ["a prev in the first", { seq: 1 }, "prev"],
  ])("with %s is refused by that name", (_, wrong, name) => {
    const result = parseRecord(canonicalBytes({ ...members, ...wrong }));
    expect(result.ok ? "accepted" : result.reason).toContain(name);
  });

  test.each([
    ["not UTF-8", Uint8Array.of(0x22, 0xff, 0x22)],
    ["with a byte order mark", text(`\ufeff${JSON.stringify(members)}`)],
    ["not JSON", text("{")],
    ["empty", new Uint8Array(0)],
    ["null", text("null")],
    ["a list", text("[]")],
    ["with members out of order", text('{"b":1,"a":1}')],
    ["with a member twice", text('{"a":1,"a":1}')],
    ["with a number beyond the range", text('{"a":1e400}')],
    ["with a number in another form", text('{"a":1.0}')],
    ["with a lone surrogate", text('{"a":"\\ud800"}')],
    ["with needless escapes", text('{"a":"\\u0041"}')],
    ["nested without end", text("[".repeat(200_000))],
    ["nested deep and closed", text("[".repeat(200_000) + "]".repeat(200_000))],
    ["longer than 1 MiB", new Uint8Array(1_048_577).fill(0x20)],
  ])("%s is refused, not thrown at", (_, bytes) => {
    expect(parseRecord(bytes).ok).toBe(false);
  });

  test("is taken down to 64 levels, in every language alike", () => {
    const nested = (levels: number): Json => (levels > 1 ? [nested(levels - 1)] : []);
    expect(parseRecord(canonicalBytes({ ...members, extra: nested(63) })).ok).toBe(true);
    expect(parseRecord(canonicalBytes({ ...members, extra: nested(64) }))).toEqual({
      ok: false,
      reason: "the record is nested deeper than 64 levels",
    });
  });

  test("with a member called __proto__ keeps it as a member", () => {
    const polluting = `{"__proto__":{"seq":1},${new TextDecoder().decode(canonicalBytes(members)).slice(1)}`;
    const result = parseRecord(text(polluting));
    expect(result.ok && result.record.seq).toBe(2);
  });

  test("of random JSON is read only when it is canonical", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(3), (value, indent) => {
        const spaced = text(JSON.stringify({ ...members, extra: value }, undefined, indent));
        const canonical = canonicalBytes({ ...members, extra: value as Json });
        expect(parseRecord(canonical).ok).toBe(true);
        expect(parseRecord(spaced).ok).toBe(bytesToHex(spaced) === bytesToHex(canonical));
      }),
    );
  });
});
