import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytesToHex } from "../../src/kernel/canonical.ts";
import { formatTlogProof, parseTlogProof } from "../../src/proof/tlog-proof.ts";
import { recordChecks, type VerifyInput, verifyRecordProof } from "../../src/proof/verify.ts";
import { vectors } from "./fixtures.ts";

type RecordVectors = {
  commitment: string;
  index: number;
  size: number;
  cases: {
    about: string;
    expected: boolean;
    record: string;
    proof: string;
    verifier_key: string;
    failing: string[];
  }[];
};
const golden = vectors<RecordVectors>("record.json");
const [logged = { record: "", proof: "", verifier_key: "" }] = golden.cases;
const good: VerifyInput = { record: logged.record, proof: logged.proof, verifierKey: logged.verifier_key };

describe("the golden record", () => {
  test.each(golden.cases)("$about: $expected", async ({ expected, record, proof, verifier_key, failing }) => {
    const result = await verifyRecordProof({ record, proof, verifierKey: verifier_key });
    expect(result.checks.filter(({ ok }) => !ok).map(({ check }) => check)).toEqual(failing);
    expect(result.valid).toBe(expected);
    expect(result.checks.map(({ check }) => check)).toEqual([...recordChecks]);
  });

  test("is told by id, place and head", async () => {
    const { proven } = await verifyRecordProof(good);
    expect([proven?.commitment, proven?.index, proven?.checkpoint.size]).toEqual([golden.commitment, 6, 11]);
    expect(proven?.record.recordId).toBe("rec_0123456789abcdefghjkmnpqrs");
    expect(proven?.record.seq).toBe(7);
  });

  test("is the same as bytes and as text, with and without the commitment the caller was told", async () => {
    const record = new TextEncoder().encode(logged.record);
    expect((await verifyRecordProof({ ...good, record, commitment: golden.commitment })).valid).toBe(true);
    const other = await verifyRecordProof({ ...good, commitment: "00".repeat(32) });
    expect(other.checks.filter(({ ok }) => !ok).map(({ check }) => check)).toEqual(["commitment"]);
    expect(other.proven).toBeUndefined();
  });
});

describe("hostile input", () => {
  const parts = ["record", "proof", "verifierKey"] as const;

  test("of one changed byte anywhere is never valid and never throws", async () => {
    const bytesOf = {
      record: encode(logged.record),
      proof: encode(logged.proof),
      verifierKey: encode(good.verifierKey),
    };
    const change = fc.tuple(fc.constantFrom(...parts), fc.nat(), fc.integer({ min: 1, max: 255 }));
    await fc.assert(
      fc.asyncProperty(change, async ([part, at, difference]) => {
        const bytes = bytesOf[part].slice();
        const place = at % bytes.length;
        bytes[place] = (bytes[place] ?? 0) ^ difference;
        const text = new TextDecoder().decode(bytes);
        const result = await verifyRecordProof({ ...good, [part]: part === "record" ? bytes : text });
        expect(result.valid).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  test("with pieces cut out, doubled or put in is never valid and never throws", async () => {
    const edit = fc.record({ part: fc.constantFrom(...parts), from: fc.nat(), length: fc.nat(40), put: fc.string() });
    await fc.assert(
      fc.asyncProperty(edit, fc.boolean(), async ({ part, from, length, put }, double) => {
        const text = part === "record" ? logged.record : good[part];
        const start = from % text.length;
        const piece = text.slice(start, start + length);
        const edited = text.slice(0, start) + (double ? piece + piece : put) + text.slice(start + length);
        fc.pre(edited !== text);
        expect((await verifyRecordProof({ ...good, [part]: edited })).valid).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });

  test("of any text or bytes is answered", async () => {
    const anyText = fc.string({ unit: "binary" });
    const record = fc.oneof(anyText, fc.uint8Array());
    await fc.assert(
      fc.asyncProperty(record, anyText, anyText, async (record, proof, verifierKey) => {
        const result = await verifyRecordProof({ record, proof, verifierKey });
        expect(result.valid).toBe(false);
        expect(result.checks).toHaveLength(recordChecks.length);
      }),
    );
  });

  test("of any other type is answered", async () => {
    await fc.assert(
      fc.asyncProperty(fc.anything(), fc.anything(), fc.anything(), async (record, proof, verifierKey) => {
        const result = await verifyRecordProof({ record, proof, verifierKey } as unknown as VerifyInput);
        expect(result.valid).toBe(false);
      }),
    );
    expect((await verifyRecordProof(undefined as unknown as VerifyInput)).valid).toBe(false);
  });

  test("of a lone surrogate does not become another record", async () => {
    const result = await verifyRecordProof({ ...good, record: `${logged.record}\ud800` });
    expect(result.checks.slice(0, 3).map(({ ok }) => ok)).toEqual([false, false, false]);
  });
});

describe("the tlog-proof text", () => {
  test("survives reading and writing", () => {
    const proof = parseTlogProof(logged.proof);
    expect(proof && formatTlogProof(proof)).toBe(logged.proof);
    expect(proof?.path.map((hash) => bytesToHex(hash).length)).toEqual([64, 64, 64, 64]);
    const single = { index: 0, path: [], checkpoint: "note\n", extra: encode("hello") };
    expect(formatTlogProof(single)).toBe("c2sp.org/tlog-proof@v1\nextra aGVsbG8=\nindex 0\n\nnote\n");
    expect(parseTlogProof(formatTlogProof(single))).toEqual(single);
  });

  test.each([
    ["another header", logged.proof.replace("@v1", "@v2")],
    ["no index", logged.proof.replace(/index \d+\n/, "")],
    ["extra data that is not base 64", logged.proof.replace("\nindex", "\nextra !\nindex")],
    ["extra data twice", logged.proof.replace("\nindex", "\nextra AAAA\nextra AAAA\nindex")],
    ["an index beyond 2^53", logged.proof.replace("index 6", "index 9007199254740992")],
    [
      "a path longer than any tree is high",
      logged.proof.replace("index 6", `index 6${"\n".padEnd(0)}${hashLines(64)}`),
    ],
    ["a short hash", logged.proof.replace("index 6\n", "index 6\nAAAA\n")],
    ["no blank line", logged.proof.replaceAll("\n\n", "\n")],
  ])("with %s is refused", (_, text) => {
    expect(text).not.toBe(logged.proof);
    expect(parseTlogProof(text)).toBeUndefined();
  });
});

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function hashLines(count: number): string {
  return Array(count)
    .fill(`${"A".repeat(43)}=`)
    .join("\n");
}
