import { describe, expect, test } from "vitest";
import { importTable } from "../../src/http/plants.examples.ts";
import { Fault } from "../../src/kernel/fault.ts";
import { importColumns, readPlantRows } from "../../src/plants/import-rows.ts";

const heading = "plant_id,name,time_zone,commissioned_on,rated_power_kw,design_head_m";
const good = (id: string) => `${id},A plant,Asia/Kolkata,2020-01-01,1000,45`;
const rows = (...lines: string[]) => readPlantRows(lines.join("\n"));
const told = (lines: string[]) =>
  rows(heading, ...lines).map(({ line, errors }) => [line, errors.map(({ column, rule }) => [column, rule])]);

test("a table with units and devices gives plants as the API takes them", () => {
  const [first, second] = readPlantRows(importTable);
  expect(first?.errors).toEqual([]);
  expect(first?.read).toEqual({
    plant: {
      plant_id: "HP-TIRTHAN",
      name: "Tirthan",
      time_zone: "Asia/Kolkata",
      commissioned_on: "2021-06-01",
      country: "IN",
      rated_power_kw: 6000,
      design_head_m: 120,
      grid_factor_table: "cea-v21.0",
      turbine_units: ["U1", "U2"].map((unit_id) => ({
        unit_id,
        turbine_type: "francis",
        rated_power_kw: 3000,
        design_head_m: 120,
        design_flow_m3s: 2.9,
      })),
    },
    devices: [
      { device_id: "TIRTHAN-METER", kind: "meter", interval_s: 900 },
      { device_id: "TIRTHAN-U1", kind: "turbine", rated_power_kw: 3000, interval_s: 60 },
    ],
  });
  expect(second?.read?.devices).toEqual([{ device_id: "SAINJ-METER", kind: "meter" }]);
});

test("every column reaches its own member", () => {
  const values: Record<string, string> = {
    plant_id: "P",
    name: '"A, ""plant"""',
    time_zone: "UTC",
    commissioned_on: "2020-01-01",
    country: "IN",
    turbine_type: "kaplan",
    grid_factor_table: "cea-v21.0",
    signatures: "required",
    rated_power_kw: "1000",
    design_head_m: "45.5",
    design_flow_m3s: "2.6",
    units: "1",
    latitude: "-31.5",
    longitude: "77",
    elevation_m: "1500",
    river: "Beas",
    region: "HP",
    reservoir_type: "storage",
    reservoir_area_m2: "10000",
    reservoir_live_volume_m3: "50000",
    reservoir_full_level_m: "1600",
    reservoir_lowest_level_m: "1590",
    grid_operator: "HPSEBL",
    grid_connection_point: "Banjar",
    grid_voltage_kv: "33",
    grid_frequency_hz: "50",
    turbine_units: "U1:kaplan:1000",
    devices: "D1:turbine",
  };
  expect(Object.keys(values).sort()).toEqual([...importColumns].sort());
  const [row] = rows(importColumns.join(","), importColumns.map((name) => values[name]).join(","));
  expect(row?.errors).toEqual([]);
  expect(row?.read?.plant).toMatchObject({
    name: 'A, "plant"',
    location: { latitude: -31.5, longitude: 77, elevation_m: 1500, river: "Beas", region: "HP" },
    reservoir: { type: "storage", area_m2: 10_000, live_volume_m3: 50_000, full_level_m: 1600, lowest_level_m: 1590 },
    grid: { operator: "HPSEBL", connection_point: "Banjar", voltage_kv: 33, frequency_hz: 50 },
    turbine_units: [{ unit_id: "U1", turbine_type: "kaplan", rated_power_kw: 1000 }],
  });
});

describe("each row is judged, with its line and column", () => {
  test.each([
    ["a number that is none", "P,A,UTC,2020-01-01,1 000,45", [["rated_power_kw", "invalid_type"]]],
    ["what is missing", "P,A,UTC,,1000,45", [["commissioned_on", "required"]]],
    [
      "two things",
      "P/1,A,Mars,2020-01-01,1000,45",
      [
        ["plant_id", "invalid_format"],
        ["time_zone", "custom"],
      ],
    ],
    ["a cell too many", "P,A,UTC,2020-01-01,1000,45,x", [["", "cells"]]],
  ])("%s", (_name, line, errors) =>
    expect(told([good("OK"), line, good("OK2")])).toEqual([
      [2, []],
      [3, errors],
      [4, []],
    ]),
  );

  test("units and devices by their column", () => {
    const table = (units: string, devices: string) =>
      rows(`${heading},turbine_units,devices`, `${good("P")},${units},${devices}`)[0]?.errors.map(
        ({ column, detail }) => [column, detail],
      );
    expect(table("U1:francis:600;U2:francis:500", "")).toEqual([
      ["turbine_units", expect.stringMatching(/1100 kW together/)],
    ]);
    expect(table("U1:steam:1000", "D1:dam;D2:meter:::x")).toEqual([
      ["turbine_units", expect.stringMatching(/turbine_type/)],
      ["devices", expect.stringMatching(/kind|meter/)],
      ["devices", expect.anything()],
    ]);
  });

  test("a plant or device that stands twice is refused where it stands again", () => {
    expect(told([good("P"), good("Q"), good("P")])).toEqual([
      [2, []],
      [3, []],
      [4, [["plant_id", "repeated"]]],
    ]);
    const [, again] = rows(`${heading},devices`, `${good("P")},D1:meter`, `${good("Q")},D2:meter;D1:meter`);
    expect([again?.read, again?.errors[0]?.detail]).toEqual([undefined, "D1 stands in line 2 already"]);
  });

  test("lines are counted through quotes and blank lines", () => {
    const found = rows(heading, '"P1","two\nlines",UTC,2020-01-01,1000,45', "", good("P2"));
    expect(found.map(({ line, plantId }) => [line, plantId])).toEqual([
      [2, "P1"],
      [5, "P2"],
    ]);
  });
});

test.each([
  ["an unknown column", `${heading},dam\n${good("P")},1`, /no column "dam"/],
  ["a column twice", `${heading},name\n${good("P")},x`, /twice/],
  ["no row", heading, /no rows/],
  ["nothing", "", /no rows/],
  ["an open quote", `${heading}\n"P`, /line 2/],
  ["too many rows", [heading, ...Array.from({ length: 2001 }, (_, i) => good(`P${i}`))].join("\n"), /2001 rows/],
])("%s is no table", (_name, text, why) => {
  expect(() => readPlantRows(text)).toThrow(Fault);
  expect(() => readPlantRows(text)).toThrow(why);
});
