import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { canonicalBytes, type Json } from "../../src/kernel/canonical.ts";
import { signCheckpoint } from "../../src/proof/checkpoint.ts";
import {
  type CheckpointMessage,
  decodeMessage,
  encodeCheckpointMessage,
  encodeHeartbeatMessage,
  encodeIssuanceMessage,
  encodeLogMessage,
  longestMessageBytes,
} from "../../src/proof/checkpoint-message.ts";
import { formatVerifierKey, type NoteSigner, type VerifierKey } from "../../src/proof/note.ts";
import { largeEntry, testSigner } from "./fixtures.ts";

const origin = "hydro-mrv.local/0123456789abcdefghjkmnpqrs";
let signer: NoteSigner & { key: VerifierKey };
let checkpoint: string;
const size = 1_000_012;

beforeAll(async () => {
  signer = await testSigner(origin, "07".repeat(32));
  checkpoint = await signCheckpoint({ origin, size, root: largeEntry(0) }, signer);
});

/** A message over the last `count` leaves. */
function message(count: number): CheckpointMessage & { leaves: Uint8Array[] } {
  const leaves = Array.from({ length: count }, (_, i) => largeEntry(i));
  const counts = { approved: count, flagged: 0, rejected: 0, other: 0 };
  return { type: "checkpoint", checkpoint, first: size - count, counts, leaves };
}

const members = (bytes: Uint8Array) => JSON.parse(new TextDecoder().decode(bytes)) as { [name: string]: Json };

describe("the checkpoint message", () => {
  test("says what it said, and shows 12 commitments within one consensus message", () => {
    const bytes = encodeCheckpointMessage(message(12));
    expect(bytes.length).toBeLessThanOrEqual(longestMessageBytes);
    expect(decodeMessage(bytes)).toEqual(message(12));
    expect(Object.keys(members(bytes))).toEqual(["checkpoint", "counts", "first", "leaves", "type", "v"]);
  });

  test("leaves the list out when it does not fit, and never exceeds 1,024 bytes", () => {
    const sizes = Array.from({ length: 40 }, (_, count) => encodeCheckpointMessage(message(count)));
    expect(Math.max(...sizes.map(({ length }) => length))).toBeLessThanOrEqual(longestMessageBytes);
    const listed = sizes.map((bytes) => Object.hasOwn(members(bytes), "leaves"));
    expect(listed.lastIndexOf(true)).toBeGreaterThanOrEqual(12);
    expect(listed.indexOf(false)).toBe(listed.lastIndexOf(true) + 1);
    const { leaves: _, ...bare } = message(60);
    expect(decodeMessage(encodeCheckpointMessage(message(60)))).toEqual(bare);
  });

  test("cannot be sent when its own reader would refuse it", () => {
    expect(() => encodeCheckpointMessage({ ...message(3), first: 5 })).toThrow("impossible state");
    expect(() => encodeCheckpointMessage({ ...message(3), leaves: [largeEntry(1)] })).toThrow("impossible state");
    expect(() => encodeCheckpointMessage({ ...message(3), checkpoint: "hello" })).toThrow("impossible state");
    expect(() => encodeHeartbeatMessage({ origin, nonce: "x".repeat(65) })).toThrow("impossible state");
  });

  test.each<[string, (sent: { [name: string]: Json }) => { [name: string]: Json | undefined }]>([
    ["another version", (sent) => ({ ...sent, v: 2 })],
    ["another type", (sent) => ({ ...sent, type: "checkpoints" })],
    ["an unknown member", (sent) => ({ ...sent, plant_id: "PLANT-HP-001" })],
    ["no counts", (sent) => ({ ...sent, counts: undefined })],
    ["a count too many", (sent) => ({ ...sent, counts: { ...(sent.counts as object), more: 0 } })],
    ["counts that do not add up", (sent) => ({ ...sent, first: 3 })],
    ["a negative count", (sent) => ({ ...sent, counts: { approved: 4, flagged: -1, rejected: 0, other: 0 } })],
    ["a checkpoint without signature", (sent) => ({ ...sent, checkpoint: "a\n1\n" })],
    ["a leaf too few", (sent) => ({ ...sent, leaves: (sent.leaves as Json[]).slice(1) })],
    ["a leaf of another length", (sent) => ({ ...sent, leaves: ["AAAA", "AAAA", "AAAA"] })],
    ["leaves that are no list", (sent) => ({ ...sent, leaves: "AAAA" })],
  ])("with %s is a stranger's", (_, change) => {
    const sent = members(encodeCheckpointMessage(message(3)));
    expect(decodeMessage(canonicalBytes(sent))).toBeDefined();
    expect(decodeMessage(canonicalBytes(change(sent)))).toBeUndefined();
  });

  test("in any other encoding is a stranger's", () => {
    const sent = members(encodeCheckpointMessage(message(3)));
    expect(decodeMessage(new TextEncoder().encode(JSON.stringify(sent, undefined, 1)))).toBeUndefined();
    expect(decodeMessage(new TextEncoder().encode(JSON.stringify({ v: sent.v, ...sent })))).toBeUndefined();
  });
});

describe("the log's first message", () => {
  test("names origin and key, and the log before it", () => {
    const verifierKey = formatVerifierKey(signer.key);
    const previous = { topicId: "0.0.6255927", sequenceNumber: 41, checkpoint };
    const first = { type: "log" as const, origin, verifierKey };
    expect(decodeMessage(encodeLogMessage(first))).toEqual(first);
    expect(decodeMessage(encodeLogMessage({ ...first, previous }))).toEqual({ ...first, previous });
    expect(encodeLogMessage({ ...first, previous }).length).toBeLessThanOrEqual(longestMessageBytes);
    expect(() => encodeLogMessage({ ...first, origin: "hydro-mrv.local/other" })).toThrow("impossible state");
    expect(() => encodeLogMessage({ ...first, previous: { ...previous, sequenceNumber: 0 } })).toThrow();
    expect(() => encodeLogMessage({ ...first, previous: { ...previous, topicId: "x" } })).toThrow();
    expect(() => encodeLogMessage({ ...first, previous: { ...previous, checkpoint: "x" } })).toThrow();
  });
});

test("a heartbeat says whose and which", () => {
  const heartbeat = { type: "heartbeat" as const, origin, nonce: "b32-nonce_1" };
  expect(decodeMessage(encodeHeartbeatMessage(heartbeat))).toEqual(heartbeat);
});

describe("a mint's message", () => {
  const told = {
    type: "issuance" as const,
    origin,
    commitment: largeEntry(1),
    memo: `${"ab".repeat(32)} 2/3`,
    tokenId: "0.0.5005",
    amount: 9_223_372_036_854_775_807n,
  };

  test("names the statement by digest and leaf, the token and the amount, and nobody", () => {
    const bytes = encodeIssuanceMessage(told);
    expect(decodeMessage(bytes)).toEqual(told);
    expect(bytes.length).toBeLessThanOrEqual(longestMessageBytes);
    expect(Object.keys(members(bytes))).toEqual(["amount", "commitment", "memo", "origin", "token_id", "type", "v"]);
  });

  test.each([
    ["an amount of nothing", { amount: 0n }],
    ["a memo that is no digest", { memo: "statement one" }],
    ["a token that is none", { tokenId: "5005" }],
    ["half a leaf", { commitment: new Uint8Array(16) }],
  ])("is not sent with %s", (_, change) => {
    expect(() => encodeIssuanceMessage({ ...told, ...change })).toThrow();
  });
});

test("any bytes are read or refused, never thrown at", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array(),
        fc.json().map((json) => new TextEncoder().encode(json)),
      ),
      (bytes) => {
        expect(decodeMessage(bytes)).toBeUndefined();
      },
    ),
  );
  expect(decodeMessage(new Uint8Array(1_025).fill(0x31))).toBeUndefined();
});
