import { expect, test } from "vitest";
import { ReviewReplay } from "../../src/audit/review-replay.ts";
import { bytesToHex, type Json, sha256Bytes } from "../../src/kernel/canonical.ts";

/** Records from a bundle's start on: of three approved readings the last doubts the two before it, and earlier ones. */
const hour = 3_600_000;
const commitmentOf = (seq: number) => sha256Bytes(Buffer.from(`record ${seq}`));
const record = (seq: number, kind: string, members: { readonly [name: string]: Json } = {}) => ({
  ...{ recordId: `rec_${seq}`, kind, orgId: "operator", plantId: "PLANT-1", seq, prev: null, salt: "" },
  members,
});
const doubts = { rule: "register.rollback", fromMs: 6 * hour, toMs: 12 * hour };

function untilDoubt() {
  const reopened: number[] = [];
  const books = { stands: (seq: number) => void reopened.push(seq), decided: () => undefined };
  const replay = new ReviewReplay(commitmentOf, books, { firstSeq: 10, horizon: new Map([["METER-1", 9 * hour]]) });
  for (const seq of [10, 11, 12]) {
    const place = { deviceId: "METER-1", endMs: seq * hour, intervalS: 3600, timed: true };
    const reading = { recordId: `rec_${seq}`, ...place, status: "APPROVED" as const };
    replay.next(record(seq, "reading"));
    replay.reading(record(seq, "reading"), reading, seq === 12 ? { ...doubts, toMs: 11 * hour } : undefined);
  }
  return { replay, reopened };
}

const opening = (more: { readonly [name: string]: Json } = {}) =>
  record(13, "reopen", {
    reopen: {
      device_id: "METER-1",
      rule: doubts.rule,
      from: new Date(6 * hour).toISOString(),
      to: new Date(11 * hour).toISOString(),
      because: { id: "rec_12", seq: 12, commitment: bytesToHex(commitmentOf(12)) },
      records: { count: 5, sha256: "ab".repeat(32) },
      ...more,
    },
  });

test("a re-opening that reaches before the start is taken with the readings at hand that it doubts", () => {
  const { replay, reopened } = untilDoubt();
  replay.reopen(opening());
  expect(reopened).toEqual([10, 11]);
});

test("one that must come is missed, though it reaches before the start", () => {
  const { replay } = untilDoubt();
  expect(() => replay.next(record(13, "bundle"))).toThrow(/record 13 .* doubts earlier ones, which no record re-opens/);
});

test.each([
  ["a narrower span", { to: new Date(10 * hour).toISOString() }],
  ["a later beginning", { from: new Date(10 * hour).toISOString() }],
  ["another rule", { rule: "stuck" }],
  ["another device", { device_id: "METER-2" }],
  ["another reason", { because: { id: "rec_11", seq: 11, commitment: bytesToHex(commitmentOf(11)) } }],
  ["fewer readings than are at hand", { records: { count: 1, sha256: "ab".repeat(32) } }],
])("one of %s is found, though it reaches before the start", (_what, more) => {
  const { replay } = untilDoubt();
  expect(() => replay.reopen(opening(more))).toThrow(/record 13 .*what the reading before it calls for is/);
});

test("whoever filed a correction does not accept it; somebody else may, and it may be taken back", () => {
  const { replay } = untilDoubt();
  const place = { deviceId: "METER-1", endMs: 12 * hour, intervalS: 3600, timed: true };
  const replaces = { id: "rec_12", seq: 12, commitment: bytesToHex(commitmentOf(12)) };
  replay.reopen(opening());
  replay.correction(record(14, "correction", { correction: { replaces, reason: "misread", filed_by: "usr_1" } }), {
    ...{ recordId: "rec_14", ...place, status: "APPROVED" as const },
  });
  const review = (decided_by: string, decision: string, effects: Json) =>
    record(15, "review", {
      review: {
        record: { id: "rec_14", seq: 14, commitment: bytesToHex(commitmentOf(14)) },
        ...{ decision, reason: "seen", decided_by, supersedes: null, effects },
      },
    });
  const accepted = [
    { id: "rec_14", seq: 14, effective_status: "APPROVED" },
    { id: "rec_12", seq: 12, effective_status: "REPLACED" },
  ];
  expect(() => replay.review(review("usr_1", "approve", accepted))).toThrow(
    "record 15 (rec_15) of plant PLANT-1: usr_1 accepts the correction rec_14, which is its own",
  );
  expect(() => replay.review(review("usr_2", "approve", accepted))).not.toThrow();
});
