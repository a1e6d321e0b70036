import { expect, test } from "vitest";
import { intervalsByLine } from "../../src/importer/plan.ts";

const hour = 3_600_000;
const at = (...hours: number[]) => hours.map((h, i) => ({ line: i + 2, ms: h * hour }));

test("hours that follow each other cover an hour each, the first and the last too", () => {
  expect([...intervalsByLine([at(0, 1, 2, 3)]).values()]).toEqual([3_600, 3_600, 3_600, 3_600]);
});

test("the row after a gap does not claim the gap", () => {
  expect(intervalsByLine([at(0, 1, 6, 7)]).get(4)).toBe(3_600);
});

test("devices do not see each other's times, and the file's order does not matter", () => {
  const shuffled = [at(0, 1, 2)[2], at(0, 1, 2)[0], at(0, 1, 2)[1]].filter((one) => one !== undefined);
  const intervals = intervalsByLine([shuffled, [{ line: 9, ms: 0.5 * hour }]]);
  expect(intervals.get(2)).toBe(3_600);
  expect(intervals.has(9)).toBe(false);
});

test("neighbours further than a day apart say nothing", () => {
  expect(intervalsByLine([at(0, 48)]).size).toBe(0);
});
