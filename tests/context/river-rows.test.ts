import { describe, expect, test } from "vitest";
import { readFlowRows } from "../../src/context/river-rows.ts";

const nowMs = Date.parse("2026-05-01T12:00:00Z");
const rows = (text: string) => readFlowRows(text, nowMs);
const reads = (line: string) => rows(`timestamp,flow,station,unit\n${line}\n`)[0];

test("rows give time, station and flow in m3/s, whatever the order of columns and the unit", () => {
  const table =
    "Station,timestamp,Unit,flow\nBanjar,2026-05-01T05:30:00+05:30,m3/s,4.2\nBanjar,1777600800000,l/s,350\nAut,2026-05-01T00:00:00Z,ft3/s,100\n";
  expect(rows(table).map(({ read }) => read)).toEqual([
    { atMs: Date.parse("2026-05-01T00:00:00Z"), station: "Banjar", flowM3s: 4.2 },
    { atMs: 1_777_600_800_000, station: "Banjar", flowM3s: 0.35 },
    { atMs: Date.parse("2026-05-01T00:00:00Z"), station: "Aut", flowM3s: 2.8316846592 },
  ]);
  expect(rows("timestamp,flow,station\n2026-05-01T00:00:00Z,0,Aut\n")[0]?.read?.flowM3s).toBe(0);
});

describe("a row that says nothing readable is refused for itself", () => {
  test.each([
    ["2026-05-01,1,Aut,", /timestamp is no ISO 8601 time/],
    ["2026-05-01T13:00:00Z,1,Aut,", /lies ahead/],
    ["0000-12-31T23:59:59Z,1,Aut,", /before the year 1/],
    ["2026-05-01T00:00:00Z,-1,Aut,", /flow is no decimal number/],
    ["2026-05-01T00:00:00Z,1e3,Aut,", /flow is no decimal number/],
    ["2026-05-01T00:00:00Z,,Aut,", /flow is no decimal number/],
    ["2026-05-01T00:00:00Z,400001,Aut,", /more than 400000/],
    ["2026-05-01T00:00:00Z,1,,", /station is no name/],
    ["2026-05-01T00:00:00Z,1,Aut,gpm", /unit is none of m3\/s, l\/s, ft3\/s/],
    ["2026-05-01T00:00:00Z,1,Aut", /3 cells, not 4/],
  ])("%s", (line, error) => {
    expect(reads(line)).toMatchObject({ line: 2, read: undefined, error: expect.stringMatching(error) });
  });
});

test.each([
  ["", /timestamp is missing/],
  ["timestamp,flow\n", /station is missing/],
  ["timestamp,flow,station,depth\n", /no column depth/],
  ["timestamp,flow,station,flow\n", /stands twice/],
  ["timestamp,flow,station\n", /no rows/],
  ['timestamp,flow,station\n"2026', /line 2 is no line of CSV/],
  [`timestamp,flow,station\n${"x,1,y\n".repeat(10_001)}`, /10001 rows, and 10000 fit/],
])("what is no such table is refused as a whole: %#", (text, error) => {
  expect(() => rows(text)).toThrow(error);
});
