import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Bucket, curveOf, joined, thinned } from "../../src/monitoring/curve.ts";
import { lttb } from "../../src/monitoring/lttb.ts";

const bucket = (endedAtMs: number, count: number, sum: number): Bucket => ({
  ...{ deviceId: "D", endedAtMs, count, sum, min: null, max: null, last: null, lastAtMs: null },
  ...{ approved: count, flagged: 0, rejected: 0 },
});

const buckets = fc
  .uniqueArray(fc.record({ at: fc.nat(60), count: fc.nat(3), sum: fc.integer({ min: -500, max: 500 }) }), {
    selector: ({ at }) => at,
    maxLength: 50,
  })
  .map((rows) => rows.sort((a, b) => a.at - b.at).map(({ at, count, sum }) => bucket(at, count, sum)));

describe("a curve", () => {
  test("joined with what came later holds each bucket once, by time, with all of its readings", () => {
    fc.assert(
      fc.property(buckets, buckets, (before, after) => {
        const both = Map.groupBy([...before, ...after], ({ endedAtMs }) => endedAtMs);
        const expected = [...both].sort(([a], [b]) => a - b);
        const { endsMs, counts, sums } = joined(curveOf(before), curveOf(after));
        const total = (parts: readonly Bucket[], of: "count" | "sum") => parts.reduce((sum, part) => sum + part[of], 0);
        expect([...endsMs]).toEqual(expected.map(([end]) => end));
        expect([...counts]).toEqual(expected.map(([, parts]) => total(parts, "count")));
        expect([...sums]).toEqual(expected.map(([, parts]) => total(parts, "sum")));
      }),
    );
  });

  test("of few buckets is shown whole, those of rejected readings among them", () => {
    const curve = curveOf([bucket(1, 1, 5), bucket(2, 0, 0), bucket(3, 1, 7)]);
    expect(thinned(curve, 3)).toEqual([0, 1, 2]);
  });

  test("of many is chosen from by its means; a bucket of rejected readings alone is the first to be left out", () => {
    fc.assert(
      fc.property(buckets, fc.integer({ min: 3, max: 20 }), (own, most) => {
        fc.pre(own.length > most);
        const valued = own.filter(({ count }) => count > 0);
        const places = lttb(
          valued.map(({ endedAtMs }) => endedAtMs),
          valued.map(({ sum, count }) => sum / count),
          most,
        );
        expect(thinned(curveOf(own), most).map((place) => own[place])).toEqual(places.map((place) => valued[place]));
      }),
    );
  });
});
