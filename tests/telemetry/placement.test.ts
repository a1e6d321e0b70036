import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { snapMs } from "../../src/carbon/register-step.ts";
import { place, type Wanted } from "../../src/telemetry/placement.ts";
import type { Covered } from "../../src/telemetry/store.ts";

const hash = (n: number) => new Uint8Array(32).fill(n);
const minute = 60_000;

const earlier = (fromMs: number, toMs: number, more: Partial<Covered> = {}): Covered => ({
  isInterval: true,
  endedAtMs: toMs,
  intervalS: (toMs - fromMs) / 1000,
  fromMs,
  toMs,
  contentHash: hash(1),
  recordId: `rec-${toMs}`,
  ...more,
});
const wanted = (fromMs: number, toMs: number, content = 1): Wanted => ({
  isInterval: true,
  fromMs,
  toMs,
  contentHash: hash(content),
});

describe("where a reading falls among its device's earlier ones", () => {
  test("intervals that only touch are neighbours, not overlaps", () => {
    const neighbours = [earlier(0, 5 * minute), earlier(10 * minute, 15 * minute)];
    expect(place(wanted(5 * minute, 10 * minute), neighbours)).toEqual({
      kind: "new",
      fromMs: 5 * minute,
      toMs: 10 * minute,
      snappedMs: 0,
    });
  });

  test("the same interval with the same content is a duplicate, with other content a conflict", () => {
    const first = earlier(0, 5 * minute);
    expect(place(wanted(0, 5 * minute), [first])).toEqual({ kind: "duplicate", recordId: first.recordId });
    expect(place(wanted(0, 5 * minute, 2), [first])).toEqual({ kind: "conflict", recordId: first.recordId });
  });

  test("the same end with another length is an overlap", () => {
    expect(place(wanted(2 * minute, 5 * minute), [earlier(0, 5 * minute)])).toMatchObject({ kind: "overlap" });
  });

  test("an overlap of up to 2 s at either edge is cut off and noted", () => {
    const before = earlier(0, 5 * minute + snapMs);
    const after = earlier(10 * minute - snapMs, 15 * minute);
    expect(place(wanted(5 * minute, 10 * minute), [before, after])).toEqual({
      kind: "new",
      fromMs: 5 * minute + snapMs,
      toMs: 10 * minute - snapMs,
      snappedMs: 2 * snapMs,
    });
  });

  test("one millisecond more than 2 s is an overlap", () => {
    expect(place(wanted(5 * minute, 10 * minute), [earlier(0, 5 * minute + snapMs + 1)])).toMatchObject({
      kind: "overlap",
      overlapMs: snapMs + 1,
    });
  });

  test("an interval inside another, or around another, is an overlap however short", () => {
    expect(place(wanted(1000, 2000), [earlier(0, 5 * minute)])).toMatchObject({ kind: "overlap" });
    expect(place(wanted(0, 5 * minute), [earlier(1000, 2000)])).toMatchObject({ kind: "overlap" });
  });

  test("two neighbours that leave nothing between them make an overlap", () => {
    expect(place(wanted(1000, 3000), [earlier(0, 2500), earlier(2000, 9000)])).toMatchObject({ kind: "overlap" });
  });

  test("instants never overlap: only the very same instant meets another", () => {
    const instant = earlier(minute, minute, { isInterval: false, intervalS: null });
    const at = (ms: number, content = 1): Wanted => ({
      isInterval: false,
      fromMs: ms,
      toMs: ms,
      contentHash: hash(content),
    });
    expect(place(at(minute + 1), [instant])).toMatchObject({ kind: "new" });
    expect(place(at(minute), [instant])).toMatchObject({ kind: "duplicate" });
    expect(place(at(minute, 2), [instant])).toMatchObject({ kind: "conflict" });
  });

  test("whatever is accepted never covers a moment twice", () => {
    const step = fc.integer({ min: 0, max: 400 });
    fc.assert(
      fc.property(fc.array(fc.tuple(step, fc.integer({ min: 1, max: 40 })), { maxLength: 60 }), (pairs) => {
        const accepted: Covered[] = [];
        for (const [start, length] of pairs) {
          const fromMs = start * 500;
          const toMs = fromMs + length * 1000;
          const placement = place(wanted(fromMs, toMs), accepted);
          if (placement.kind === "new") {
            accepted.push(earlier(placement.fromMs, placement.toMs, { endedAtMs: toMs, intervalS: length }));
          }
        }
        const sorted = [...accepted].sort((a, b) => a.fromMs - b.fromMs);
        sorted.forEach((covered, i) => {
          expect(covered.toMs).toBeGreaterThan(covered.fromMs);
          const next = sorted[i + 1];
          if (next !== undefined) expect(next.fromMs).toBeGreaterThanOrEqual(covered.toMs);
        });
      }),
    );
  });
});
