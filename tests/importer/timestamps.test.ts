import { expect, test } from "vitest";
import { parseOffset, parseTime } from "../../src/importer/timestamps.ts";

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
