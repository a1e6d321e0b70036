import { describe, expect, test } from "vitest";
import { autoResolution, insteadOfRaw } from "../../src/monitoring/rollup-levels.ts";

const now = Date.parse("2026-05-01T12:00:00Z");
const hours = 3_600_000;
const auto = (spanMs: number, maxPoints = 1_000, agoMs = 0) =>
  autoResolution(now - agoMs - spanMs, now - agoMs, maxPoints, now);

describe("the resolution that is chosen for a span", () => {
  test.each([
    ["an hour", 1, "raw"],
    ["six hours", 6, "1m"],
    ["a day", 24, "1m"],
    ["four days", 96, "5m"],
    ["six weeks", 1_008, "1h"],
    ["a year", 8_760, "1h"],
    ["ten years", 87_600, "1d"],
  ])("of %s is the coarsest with a thousand buckets or more", (_name, span, expected) => {
    expect(auto(span * hours)).toBe(expected);
  });

  test("follows the points that are asked for", () => {
    expect(auto(8_760 * hours, 300)).toBe("1d");
    expect(auto(8_760 * hours, 10_000)).toBe("5m");
  });

  test("is one whose buckets are still kept", () => {
    expect(auto(24 * hours, 1_000, 100 * 24 * hours)).toBe("5m");
    expect(auto(24 * hours, 1_000, 1_000 * 24 * hours)).toBe("1h");
  });

  test("is, where an hour has too many readings, the finest whose buckets are still kept", () => {
    const days = [1, 100, 1_000].map((ago) => now - ago * 24 * hours);
    expect(days.map((fromMs) => insteadOfRaw(fromMs, now))).toEqual(["1m", "5m", "1h"]);
  });
});
