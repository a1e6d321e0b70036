import { expect, test } from "vitest";
import { quantityNames } from "../../src/hydropower/quantities.ts";
import { mapColumns, parseMap } from "../../src/importer/mapping.ts";

const none = new Map<string, string>();

test("the river files need no mapping", () => {
  const mapping = mapColumns(["timestamp", "power_kw", "turbine_flow_m3s", "spill_flow_m3s"], none);
  expect(mapping.timestamp).toBe(0);
  expect(new Set(mapping.quantities)).toEqual(
    new Set([
      { column: 1, name: "power_output_kw" },
      { column: 2, name: "flow_rate_m3s" },
      { column: 3, name: "spill_flow_m3s" },
    ]),
  );
  expect(mapping.unused).toEqual([]);
});

test("every wire name is its own heading, whatever its case and spacing", () => {
  const heading = ["Timestamp", ...quantityNames.map((name) => name.toUpperCase().replaceAll("_", " "))];
  expect(mapColumns(heading, none).quantities).toEqual(quantityNames.map((name, i) => ({ column: i + 1, name })));
});

test("the command's mapping holds over a heading's meaning", () => {
  const heading = ["when", "power_kw", "gross_kw"];
  const mapping = mapColumns(heading, parseMap("when=timestamp, gross_kw=power_output_kw, power_kw=-"));
  expect(mapping).toMatchObject({
    timestamp: 0,
    quantities: [{ column: 2, name: "power_output_kw" }],
    unused: ["power_kw"],
  });
});

test("columns that mean nothing here are named, not sent", () => {
  expect(mapColumns(["time", "power_kw", "remarks"], none).unused).toEqual(["remarks"]);
});

test.each([
  ["power_kw", /must be COLUMN=QUANTITY/],
  ["power_kw=", /must be COLUMN=QUANTITY/],
  ["a=ph=ph", /must be COLUMN=QUANTITY/],
  ["power_kw=powr", /"powr" is no quantity; known are timestamp, .*power_output_kw/],
  ["power_kw=toString", /"toString" is no quantity/],
  ["a=ph,a=ph", /twice/],
])("--map %s is refused with what is wrong", (text, message) => {
  expect(() => parseMap(text)).toThrow(message);
});

test.each([
  [["timestamp", "power_kw"], "flow=flow_rate_m3s", /"flow", but the heading has timestamp, power_kw/],
  [["timestamp", "power_kw", "power_output_kw"], "", /"power_kw" and "power_output_kw", would both be power_output_kw/],
  [["day", "power_kw"], "", /No column is the time/],
  [["timestamp", "constructor"], "", /No column is a quantity/],
])("the heading %j with --map '%s' is refused with what is wrong", (heading, map, message) => {
  expect(() => mapColumns(heading, map === "" ? none : parseMap(map))).toThrow(message);
});
