import { expect, test } from "vitest";
import { mapColumns } from "../../src/importer/mapping.ts";
import { type RowRules, readCsvRow, readJsonRow } from "../../src/importer/rows.ts";

const rules: RowRules = {
  plantId: "PLANT",
  deviceId: "UNIT-1",
  intervalS: 3_600,
  stampIsStart: false,
  utcOffsetMs: undefined,
  required: [],
  emptyTexts: [],
};
const heading = ["timestamp", "power_kw", "turbine_flow_m3s", "energy_export_kwh_total", "interval_s", "device_id"];
const mapping = mapColumns(heading, new Map());
const time = "2015-10-02T02:00:00-08:00";

const read = (cells: string[], more: Partial<RowRules> = {}) =>
  readCsvRow({ line: 2, cells: [...cells, ...Array(heading.length - cells.length).fill("")] }, mapping, {
    ...rules,
    ...more,
  });
const bodyOf = (outcome: ReturnType<typeof read>) => {
  if (outcome.kind !== "ready") throw new Error(JSON.stringify(outcome));
  return outcome.reading.body;
};

test("a row becomes the body of the main call", () => {
  expect(bodyOf(read([time, "479000", "2154.9", "12345.678"]))).toEqual({
    plant_id: "PLANT",
    device_id: "UNIT-1",
    timestamp: "2015-10-02T10:00:00.000Z",
    interval_s: 3_600,
    readings: { power_output_kw: 479_000, flow_rate_m3s: 2_154.9, energy_export_kwh_total: 12_345.678 },
  });
});

test("an empty cell is absent, a 0 is 0", () => {
  expect(bodyOf(read([time, "", "2489.0"])).readings).toEqual({ flow_rate_m3s: 2_489 });
  expect(bodyOf(read([time, "0", "0"])).readings).toEqual({ power_output_kw: 0, flow_rate_m3s: 0 });
});

test("texts that stand for 'not measured' are absent too, when they are named", () => {
  expect(bodyOf(read([time, "NaN", "5"], { emptyTexts: ["NaN", "n/a"] })).readings).toEqual({ flow_rate_m3s: 5 });
  expect(read([time, "NaN", "5"])).toMatchObject({
    kind: "unreadable",
    detail: '"NaN" is no number for power_output_kw: where it means "not measured", say --empty "NaN"',
  });
});

test("a row with nothing to send is skipped with its reason", () => {
  expect(read([time])).toMatchObject({ kind: "skipped", reason: "no quantity" });
  expect(read(["", "5"])).toMatchObject({ kind: "skipped", reason: "no time" });
  expect(read([time, "5"], { deviceId: undefined })).toMatchObject({ kind: "skipped", reason: "no device" });
  expect(read([time, "", "5"], { required: ["power_output_kw"] })).toMatchObject({ reason: "no power_output_kw" });
});

test("a row says its own device and interval before the command does", () => {
  expect(bodyOf(read([time, "5", "", "", "900", "UNIT-2"]))).toMatchObject({ device_id: "UNIT-2", interval_s: 900 });
});

test("times that begin an interval are sent as its end", () => {
  expect(bodyOf(read([time, "5"], { stampIsStart: true })).timestamp).toBe("2015-10-02T11:00:00.000Z");
});

test("without an interval a row is an instant", () => {
  expect(bodyOf(read([time, "5"], { intervalS: undefined }))).not.toHaveProperty("interval_s");
});

test.each([
  [["2015-10-02 02:00", "5"], /no offset from UTC/],
  [["soon", "5"], /is no time/],
  [[time, "1,5"], /is no number/],
  [[time, "0x10"], /is no number/],
  [[time, "Infinity"], /is no number/],
  [[time, "1e999"], /is no number/],
  [[time, "", "", "1234567.0001"], /is no number for energy_export/],
  [[time, "", "", "12345678901234567"], /is no number for energy_export/],
  [[time, "5", "", "", "1.5"], /is no number of seconds/],
  [[time, "5", "", "", "90000"], /an interval of 90000 s/],
])("%j is listed as unreadable, never guessed at", (cells, message) => {
  const outcome = read(cells);
  expect(outcome.kind === "unreadable" && outcome.detail).toMatch(message);
});

test("a row with too few or too many cells is unreadable", () => {
  expect(readCsvRow({ line: 2, cells: [time, "5"] }, mapping, rules)).toMatchObject({
    detail: "has 2 cells, but the heading has 6",
  });
});

const json = (body: unknown, more: Partial<RowRules> = {}) =>
  readJsonRow({ line: 1, cells: [typeof body === "string" ? body : JSON.stringify(body)] }, { ...rules, ...more });

test("an NDJSON line is a body: what it lacks comes from the command, null is absent", () => {
  const outcome = json({ timestamp: 1443780000000, device_seq: 7, readings: { ph: 7, turbidity_ntu: null } });
  expect(bodyOf(outcome)).toEqual({
    ...{ plant_id: "PLANT", device_id: "UNIT-1", timestamp: "2015-10-02T10:00:00.000Z", interval_s: 3_600 },
    ...{ device_seq: 7, readings: { ph: 7 } },
  });
});

test("what a device signed goes out as it was written, whatever the command says of times and intervals", () => {
  const signature = { key_id: "dk_1", signed_at: "2015-10-02T02:00:00Z", value: "x" };
  for (const timestamp of ["2015-10-02T02:00:00Z", "2015-10-02T07:30:00+05:30", 1443751200000]) {
    for (const times of [{ timestamp }, { timestamp, interval_s: 60 }]) {
      const signed = {
        plant_id: "PLANT",
        device_id: "UNIT-2",
        ...times,
        device_seq: 7,
        readings: { ph: 7 },
        signature,
      };
      expect(bodyOf(json(signed, { stampIsStart: true, reason: "logger" }))).toEqual({
        ...signed,
        ...{ source: "backfill", reason: "logger" },
      });
    }
  }
});

test("an NDJSON line of another plant, without a time or without a quantity is skipped", () => {
  const readings = { ph: 7 };
  expect(json({ plant_id: "OTHER", timestamp: time, readings })).toMatchObject({ reason: "of another plant" });
  expect(json({ readings })).toMatchObject({ reason: "no time" });
  expect(json({ timestamp: time })).toMatchObject({ reason: "no quantity" });
  expect(json({ timestamp: time, readings: { ph: null } })).toMatchObject({ reason: "no quantity" });
});

test("what is no JSON object is unreadable", () => {
  expect(json("{")).toMatchObject({ kind: "unreadable", detail: expect.stringContaining("is not JSON") });
  expect(json("[]")).toMatchObject({ kind: "unreadable", detail: "is no JSON object" });
  expect(json({ timestamp: "2015-10-02 02:00", readings: { ph: 7 } })).toMatchObject({ kind: "unreadable" });
});

test.each([
  [
    "energies with more digits than can be exact",
    '{"energy_kwh":1000.00000000000000001}',
    /1000.00000000000000001 is not exact/,
  ],
  ["two values of one name", '{"power_output_kw":900,"power_output_kw":90}', /"power_output_kw" stands twice/],
])("an NDJSON line with %s is unreadable, as the gateway would have it", (_, readings, detail) => {
  const line = `{"timestamp":"${time}","readings":${readings}}`;
  expect(json(line)).toMatchObject({ kind: "unreadable", detail: expect.stringMatching(detail) });
});

test("members that this program does not know are the gateway's to judge", () => {
  expect(bodyOf(json({ timestamp: time, flow: 3, readings: { head: 1 } }))).toMatchObject({
    flow: 3,
    readings: { head: 1 },
  });
});

const flow = (text: string, more: Partial<RowRules> = {}) => {
  const outcome = read([time, "", text], more);
  return outcome.kind === "ready" ? outcome.reading.body.readings : outcome;
};

test.each([
  ["2,5", "comma", 2.5],
  ["1.234,5", "comma", 1_234.5],
  ["1 234,5", "comma", 1_234.5],
  ["1\u202f234\u202f567,5", "comma", 1_234_567.5],
  ["1'234", "comma", 1_234],
  ["1,234.5", "point", 1_234.5],
  ["1234.5", "point", 1_234.5],
  ["-,5", "comma", -0.5],
] as const)("%s in a file of decimal %s is %d", (text, decimal, value) => {
  expect(flow(text, { decimal })).toEqual({ flow_rate_m3s: value });
});

test("a number that could be two is none: the row says how to tell", () => {
  const detail = (text: string, decimal?: "comma" | "point") =>
    (flow(text, { decimal }) as unknown as { detail: string }).detail;
  expect(detail("2,5")).toMatch(/--decimal comma$/);
  expect(detail("1,234")).toMatch(/--decimal comma or --decimal point$/);
  expect(detail("1.234,5")).toMatch(/--decimal comma$/);
  for (const text of ["1.5", "1.23,5", "1.234.56", "1.234'567", "12 34"]) {
    expect(detail(text, "comma")).toBe(`"${text}" is no number for flow_rate_m3s`);
  }
  expect(detail("12,34", "point")).toBe('"12,34" is no number for flow_rate_m3s');
  expect(detail("n/a")).toMatch(/say --empty "n\/a"$/);
});

test("a column in another unit than its quantity is sent in the quantity's, exactly", () => {
  const own = mapColumns(
    ["time", "Active power (MW)", "Flow (l/s)", "energy [MWh]"],
    new Map([["energy [MWh]", "energy_kwh"]]),
  );
  expect(own.used).toEqual([
    "time -> timestamp",
    "Active power (MW) -> power_output_kw (times 1000)",
    "Flow (l/s) -> flow_rate_m3s (times 1/1000)",
    "energy [MWh] -> energy_kwh (times 1000)",
  ]);
  const cells = [time, "0.9", "2500", "1.005001"];
  expect(bodyOf(readCsvRow({ line: 2, cells }, own, rules)).readings).toEqual({
    power_output_kw: 900,
    flow_rate_m3s: 2.5,
    energy_kwh: 1_005.001,
  });
  // 0.5 Wh is no whole Wh.
  const finer = [time, "", "", "1.0050015"];
  expect(readCsvRow({ line: 3, cells: finer }, own, rules)).toMatchObject({ kind: "unreadable" });
  const asText = () => mapColumns(["time", "Power (MW)"], new Map([["Power (MW)", "flow_rate_m3s"]]));
  expect(asText).toThrow(/names another unit than flow_rate_m3s/);
});
