import { expect, test } from "vitest";
import { parseOffset, parseTime, timeHint } from "../../src/importer/timestamps.ts";

const pst = parseOffset("-08:00");

test.each([
  ["2015-10-02T02:00:00-08:00", "2015-10-02T10:00:00.000Z"],
  ["2015-10-02T02:00:00Z", "2015-10-02T02:00:00.000Z"],
  ["2015-10-02 02:00 +0530", "2015-10-01T20:30:00.000Z"],
  ["2015-10-02T02:00:00.250+05", "2015-10-01T21:00:00.250Z"],
  ["1443780000000", "2015-10-02T10:00:00.000Z"],
  ["946684800000", "2000-01-01T00:00:00.000Z"],
])("%s is the instant it says, whatever the command's offset", (text, iso) => {
  expect(parseTime(text, 0)).toEqual({ ms: Date.parse(iso) });
  expect(parseTime(text, pst)).toEqual({ ms: Date.parse(iso) });
});

test("a time without an offset takes the command's, and is not guessed at without one", () => {
  expect(parseTime("2015-10-02 02:00", pst)).toEqual({ ms: Date.parse("2015-10-02T10:00:00Z") });
  expect(parseTime("2015-10-02", pst)).toEqual({ ms: Date.parse("2015-10-02T08:00:00Z") });
  expect(parseTime("2015-10-02 02:00", undefined)).toEqual({ needsOffset: true });
});

test("24:00 is the midnight after", () => {
  expect(parseTime("2015-12-31T24:00:00Z", undefined)).toEqual({ ms: Date.parse("2016-01-01T00:00:00Z") });
});

test.each([
  ...["2015-02-29T00:00:00Z", "2015-13-01T00:00:00Z", "2015-10-02T25:00:00Z", "2015-10-02T24:30:00Z"],
  ...["2015-10-02T02:60:00Z", "02/10/2015 02:00", "yesterday", "", "2015-10-02T02:00:00+99:00", "1443780000"],
  ...["20151002020000", "201510020200", "199912312400", "0026-05-01T12:00:00Z"],
])("%s is no time, never another one", (text) => {
  expect(parseTime(text, 0)).toEqual({ unreadable: true });
});

test("the last of February exists in leap years only", () => {
  expect(parseTime("2016-02-29T00:00:00Z", undefined)).toEqual({ ms: Date.parse("2016-02-29T00:00:00Z") });
  expect(parseTime("1900-02-29T00:00:00Z", undefined)).toEqual({ unreadable: true });
});

test.each([
  ["23/11/2026", "dmy", "2026-11-23T00:00:00Z"],
  ["1.5.2026 7:05", "dmy", "2026-05-01T07:05:00Z"],
  ["01-05-2026 07:05:09,250", "dmy", "2026-05-01T07:05:09.250Z"],
  ["01-05-26 07:05", "dmy", "2026-05-01T07:05:00Z"],
  ["5/1/26 7:05 PM", "mdy", "2026-05-01T19:05:00Z"],
  ["5/1/2026 1:00 PM", "mdy", "2026-05-01T13:00:00Z"],
  ["5/1/2026, 12:00:30 AM", "mdy", "2026-05-01T00:00:30Z"],
  ["2026-05-01 07:05", "dmy", "2026-05-01T07:05:00Z"],
] as const)("%s of a file with dates %s", (text, date, iso) => {
  expect(parseTime(text, 0, { date })).toEqual({ ms: Date.parse(iso) });
});

test.each(["31/02/2026", "11/23/2026", "1.5/2026", "1/5/026", "1/5/2026 13:00 PM", "1/5/2026 0:30 AM"])(
  "%s is no day first, never another one",
  (text) => expect(parseTime(text, 0, { date: "dmy" })).toEqual({ unreadable: true }),
);

test("local times of a zone follow its clocks through the year, and what they show twice or never is told", () => {
  const timeZone = "Europe/Zurich";
  const at = (text: string) => parseTime(text, undefined, { timeZone });
  expect(at("2026-01-15 12:00")).toEqual({ ms: Date.parse("2026-01-15T11:00:00Z") });
  expect(at("2026-07-15 12:00")).toEqual({ ms: Date.parse("2026-07-15T10:00:00Z") });
  expect(at("2026-03-29 01:59:59")).toEqual({ ms: Date.parse("2026-03-29T00:59:59Z") });
  expect(at("2026-03-29 02:00")).toEqual({ shown: "never" });
  expect(at("2026-03-29 03:00")).toEqual({ ms: Date.parse("2026-03-29T01:00:00Z") });
  expect(at("2026-10-25 02:30")).toEqual({ shown: "twice" });
  expect(at("2026-10-25 02:30+01:00")).toEqual({ ms: Date.parse("2026-10-25T01:30:00Z") });
  expect(at("2026-10-25 03:00")).toEqual({ ms: Date.parse("2026-10-25T02:00:00Z") });
  expect(parseTime("2026-07-15 12:00", undefined, { timeZone: "Asia/Kolkata" })).toEqual({
    ms: Date.parse("2026-07-15T06:30:00Z"),
  });
});

test("what is wrong with a time is told with the option that mends it", () => {
  const hint = (text: string, rules = {}) => timeHint(text, parseTime(text, undefined, rules), rules);
  expect(hint("23/11/2026 01:00")).toMatch(/--date dmy or --date mdy$/);
  expect(hint("23/11/26 01:00")).toMatch(/--date dmy or --date mdy$/);
  expect(hint("23/11/2026 01:00", { date: "dmy" })).toMatch(/--utc-offset or --time-zone$/);
  expect(hint("2026-10-25 02:30", { timeZone: "Europe/Zurich" })).toMatch(/shown twice by clocks in Europe\/Zurich/);
  expect(hint("yesterday")).toMatch(/no time such as 2026-05-01T12:00:00Z$/);
});
