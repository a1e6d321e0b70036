import { expect, test } from "vitest";
import { parseRetryAfter } from "../../src/importer/api.ts";
import { ProgressBar, progressLine } from "../../src/importer/progress.ts";
import { summary } from "../../src/importer/report.ts";
import { emptyTally } from "../../src/importer/tally.ts";

test("Retry-After is understood as seconds and as a date", () => {
  expect(parseRetryAfter("3", 0)).toBe(3_000);
  expect(parseRetryAfter("Thu, 01 Jan 1970 00:00:10 GMT", 4_000)).toBe(6_000);
  expect(parseRetryAfter("Thu, 01 Jan 1970 00:00:10 GMT", 20_000)).toBe(0);
  expect(parseRetryAfter("soon", 0)).toBeUndefined();
  expect(parseRetryAfter(null, 0)).toBeUndefined();
});

test("the bar's speed is this run's, its share the whole file's", () => {
  const line = progressLine({ done: 372, total: 744, sinceMs: 1_000, from: 272 });
  expect(line).toBe("[###############...............]  50 %  372 of 744 rows  100 rows/s  4 s left");
});

test("nothing to do is all done", () => {
  expect(progressLine({ done: 0, total: 0, sinceMs: 0, from: 0 })).toContain("100 %");
});

test("a terminal gets one line that changes, a file a line now and then", () => {
  const written = (isTTY: boolean) => {
    const texts: string[] = [];
    const bar = new ProgressBar({ isTTY, write: (text) => texts.push(text) }, { total: 10, from: 0, nowMs: 0 });
    for (let done = 1; done <= 10; done++) bar.show(done, done * 1_000);
    bar.end(10, 10_000);
    return texts;
  };
  expect(written(true).length).toBe(11);
  expect(written(true).every((text) => text.startsWith("\r"))).toBe(true);
  expect(written(false).every((text) => text.endsWith("\n"))).toBe(true);
  expect(written(false).length).toBe(2);
});

test("the summary names every count, and what it left out of its lists", () => {
  const tally = emptyTally();
  Object.assign(tally, {
    rows: 9,
    sent: 7,
    duplicates: 2,
    refused: 3,
    skipped: { "no time": 1 },
    verdicts: { FLAGGED: 1 },
  });
  tally.refusals.push({ line: 4, detail: "is not JSON" });
  const text = summary(tally, { sent: 7, seconds: 2 });
  for (const part of [
    "rows read   9",
    "7 in 2.0 s: 4 rows/s",
    "duplicates  2",
    "1 with no time",
    "line 4: is not JSON",
  ]) {
    expect(text).toContain(part);
  }
  expect(text).toContain("and 2 more");
  expect(text).toContain("0 APPROVED, 1 FLAGGED, 0 REJECTED");
});
