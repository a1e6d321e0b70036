import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytesToHex } from "../../src/kernel/canonical.ts";
import { formatCheckpoint, openCheckpoint, parseCheckpoint, signCheckpoint } from "../../src/proof/checkpoint.ts";
import { emptyRoot } from "../../src/proof/merkle.ts";
import {
  formatNote,
  formatVerifierKey,
  parseNote,
  parseVerifierKey,
  signNote,
  verifierKeyOf,
  verifyNote,
} from "../../src/proof/note.ts";
import { bytesFromBase64 } from "../../src/proof/text.ts";
import { testSigner, vectors } from "./fixtures.ts";

type NoteVectors = {
  seed: string;
  verifier_key: string;
  witness_key: string;
  notes: { about: string; body: string; note: string }[];
};
const known = vectors<NoteVectors>("notes.json");
const key = parseVerifierKey(known.verifier_key) ?? verifierKeyOf("broken", new Uint8Array(32));
const witness = parseVerifierKey(known.witness_key) ?? verifierKeyOf("broken", new Uint8Array(32));
const [first = { about: "", body: "", note: "" }] = known.notes;

describe("verifier keys", () => {
  test("read and write the independent library's text", () => {
    expect(formatVerifierKey(key)).toBe(known.verifier_key);
    expect(key.name).toBe("hydro-mrv.local/vectors");
    expect(formatVerifierKey(verifierKeyOf(key.name, key.publicKey))).toBe(known.verifier_key);
  });

  test.each([
    ["no id", known.verifier_key.replace(/\+[0-9a-f]{8}/, "")],
    ["an id of another key", known.verifier_key.replace(key.keyId, witness.keyId)],
    ["an id in capitals", known.verifier_key.replace(key.keyId, key.keyId.toUpperCase())],
    ["another name", `x${known.verifier_key}`],
    ["a name with a space", known.verifier_key.replace("/", " ")],
    ["a name with a no-break space", known.verifier_key.replace("/", "\u00a0")],
    ["a key cut short", known.verifier_key.slice(0, -4)],
    ["trailing text", `${known.verifier_key}\n`],
    ["another algorithm", `${key.name}+${key.keyId}+BA${known.verifier_key.slice(-42)}`],
  ])("with %s are refused", (_, text) => {
    expect(text).not.toBe(known.verifier_key);
    expect(parseVerifierKey(text)).toBeUndefined();
  });

  test("cannot be made of a bad name or length", () => {
    expect(() => verifierKeyOf("a b", key.publicKey)).toThrow(TypeError);
    expect(() => verifierKeyOf("", key.publicKey)).toThrow(TypeError);
    expect(() => verifierKeyOf("a", key.publicKey.slice(1))).toThrow(TypeError);
  });
});

describe("signed notes", () => {
  test.each(known.notes)("by the independent library verify: $about", async ({ body, note }) => {
    expect(await verifyNote(note, key)).toEqual({ ok: true, body });
    expect(formatNote(parseNote(note) ?? { body: "\n", signatures: [] })).toBe(note);
  });

  test("are signed byte for byte as the independent library signs", async () => {
    const signer = await testSigner(key.name, known.seed);
    expect(signer.keyId).toBe(key.keyId);
    for (const { body, note } of known.notes.filter(({ note }) => !note.includes("witness.example"))) {
      expect(await signNote(body, signer)).toBe(note);
    }
  });

  test("of a key that did not sign them are refused by name", async () => {
    const check = await verifyNote(first.note, witness);
    expect(check).toEqual({ ok: false, reason: `no signature by the key witness.example/w1+${witness.keyId}` });
  });

  test("with one good and one bad line of the same key are refused", async () => {
    const line = first.note.slice(first.body.length + 1);
    const forged = known.notes.find(({ about }) => about === "the empty tree")?.note.split("\n\n")[1] ?? "";
    expect((await verifyNote(`${first.body}\n${line}${line}`, key)).ok).toBe(true);
    expect((await verifyNote(`${first.body}\n${line}${forged}`, key)).ok).toBe(false);
    expect((await verifyNote(`${first.body}\n${forged}`, key)).ok).toBe(false);
  });

  const line = first.note.slice(first.body.length + 1);
  test.each([
    ["no signature", first.body],
    ["no signature line after the blank one", `${first.body}\n`],
    ["no last newline", first.note.slice(0, -1)],
    ["a blank line at the end", `${first.note}\n`],
    ["a carriage return", first.note.replace("\n", "\r\n")],
    ["a tab", first.note.replace("local", "lo\tcal")],
    ["a lone surrogate", first.note.replace("local", "\ud800")],
    ["a hyphen for the dash", first.note.replace("\u2014", "-")],
    ["two spaces", first.note.replace("\u2014 ", "\u2014  ")],
    ["text after the signature", `${first.note.slice(0, -1)} x\n`],
    ["base 64 without padding", first.note.replace(/=+\n$/, "\n")],
    ["a signature of nothing", `${first.body}\n\u2014 ${key.name} AAAA\n`],
    ["more signatures than anyone needs", first.note + line.repeat(100)],
    ["a size beyond the limit", "x".repeat(1_000_001) + first.note],
  ])("with %s are not notes", (_, text) => {
    expect(text).not.toBe(first.note);
    expect(parseNote(text)).toBeUndefined();
  });

  test("cannot be made of a text that no note can carry", async () => {
    const signer = await testSigner(key.name, known.seed);
    await expect(signNote("no newline", signer)).rejects.toThrow(TypeError);
    await expect(signNote("bell\u0007\n", signer)).rejects.toThrow(TypeError);
    await expect(signNote("a\n", { ...signer, sign: () => new Uint8Array(63) })).rejects.toThrow(TypeError);
  });

  test("break with any changed character", async () => {
    const position = fc.nat(first.note.length - 1);
    await fc.assert(
      fc.asyncProperty(position, fc.string({ unit: "binary", minLength: 0, maxLength: 2 }), async (at, put) => {
        const text = first.note.slice(0, at) + put + first.note.slice(at + 1);
        fc.pre(text !== first.note);
        expect((await verifyNote(text, key)).ok).toBe(false);
      }),
      { numRuns: 500 },
    );
  });
});

describe("checkpoints", () => {
  const checkpoint = { origin: key.name, size: 70_000, root: parseCheckpoint(first.body)?.root ?? emptyRoot };

  test("have the independent library's text, and give back what they say", async () => {
    const signer = await testSigner(key.name, known.seed);
    expect(formatCheckpoint(checkpoint)).toBe(first.body);
    expect(await signCheckpoint(checkpoint, signer)).toBe(first.note);
    expect(await openCheckpoint(first.note, key)).toEqual({ ok: true, checkpoint });
  });

  test("let extension lines pass and stay what they are", () => {
    expect(parseCheckpoint(`${first.body}anything\n`)).toEqual(checkpoint);
  });

  const [origin = "", size = "", root = ""] = first.body.split("\n");
  test.each([
    ["no origin", `\n${size}\n${root}\n`],
    ["no root", `${origin}\n${size}\n`],
    ["a leading zero", `${origin}\n0${size}\n${root}\n`],
    ["a sign", `${origin}\n+${size}\n${root}\n`],
    ["an exponent", `${origin}\n7e4\n${root}\n`],
    ["a size beyond 2^53", `${origin}\n9007199254740992\n${root}\n`],
    ["a short root", `${origin}\n${size}\n${root.slice(4)}\n`],
    ["a root with stray bits", `${origin}\n${size}\n${root.slice(0, -2)}${root.at(-2) === "B" ? "C" : "B"}=\n`],
    ["an empty extension line", `${first.body}\n`],
    ["no last newline", first.body.slice(0, -1)],
  ])("with %s are refused", (_, body) => {
    expect(parseCheckpoint(body)).toBeUndefined();
  });

  test("are opened only under the log's own name", async () => {
    const signer = await testSigner(key.name, known.seed);
    const foreign = await signNote(formatCheckpoint({ ...checkpoint, origin: "hydro-mrv.local/other" }), signer);
    expect((await openCheckpoint(foreign, key)).ok).toBe(false);
    expect(await openCheckpoint(await signNote("hello\n", signer), key)).toEqual({
      ok: false,
      reason: "the signed text is not a checkpoint",
    });
    await expect(signCheckpoint({ ...checkpoint, origin: "other" }, signer)).rejects.toThrow(TypeError);
  });

  test("cannot be written from what is no head", () => {
    expect(() => formatCheckpoint({ ...checkpoint, origin: "" })).toThrow(TypeError);
    expect(() => formatCheckpoint({ ...checkpoint, size: -1 })).toThrow(TypeError);
    expect(() => formatCheckpoint({ ...checkpoint, root: new Uint8Array(31) })).toThrow(TypeError);
  });

  test("name the empty tree by the hash of nothing", () => {
    const empty = known.notes.find(({ about }) => about === "the empty tree");
    expect(parseCheckpoint(empty?.body ?? "")).toEqual({ ...checkpoint, size: 0, root: emptyRoot });
  });
});

test("base 64 has one text for each value", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      expect(bytesToHex(bytesFromBase64(Buffer.from(bytes).toString("base64")) ?? new Uint8Array(1))).toBe(
        bytesToHex(bytes),
      );
    }),
  );
  expect(["AB==", "AA", "AA=", " AAAA", "AAA\n", "AA-_", "====", "é"].map(bytesFromBase64)).toEqual(
    Array(8).fill(undefined),
  );
});
