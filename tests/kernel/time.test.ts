import { describe, expect, test } from "vitest";
import { isoFromMs } from "../../src/kernel/time.ts";

const dayMs = 86_400_000;

describe("an instant as text", () => {
  test("is what the engine writes, whatever days were written before it", () => {
    const days = [-719_528, -1, 0, 1, 19_723, 20_778, 20_779, 2_932_896];
    const parts = [0, 1, 999, 59_999, 3_599_999, 3_600_000, 45_296_789, dayMs - 1];
    for (let turn = 0; turn < 3; turn++) {
      for (let i = 0; i < days.length * parts.length; i++) {
        const ms = (days[i % days.length] as number) * dayMs + (parts[(i + turn) % parts.length] as number);
        expect(isoFromMs(ms)).toBe(new Date(ms).toISOString());
      }
    }
    for (let day = 0; day < 200; day++)
      expect(isoFromMs(day * dayMs + 5)).toBe(new Date(day * dayMs + 5).toISOString());
  });

  test("of a year of other than four digits, or within a millisecond, is the engine's too", () => {
    for (const ms of [253_402_300_800_000, -62_167_219_200_001, 8.64e15, 1_700_000_000_000.7, -0.5]) {
      expect(isoFromMs(ms)).toBe(new Date(ms).toISOString());
    }
  });

  test("of no date is an error", () => {
    for (const ms of [Number.NaN, Number.POSITIVE_INFINITY, 8.64e15 + dayMs]) {
      expect(() => isoFromMs(ms)).toThrow(RangeError);
    }
  });
});
