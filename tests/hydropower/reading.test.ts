import fc from "fast-check";
import { expect, test } from "vitest";
import { quantityNames } from "../../src/hydropower/quantities.ts";
import { telemetrySchema, timestampMs, timestampSchema } from "../../src/hydropower/reading.ts";
import { canonicalText, type Json } from "../../src/kernel/canonical.ts";
import { judge } from "../verification/builders.ts";

const years = { min: new Date("0000-01-01T00:00:00Z"), max: new Date("9999-12-31T23:59:59.999Z"), noInvalidDate: true };

test("a timestamp of the usual form is the instant it says, in any year", () => {
  fc.assert(
    fc.property(fc.date(years), (at) => timestampMs(at.toISOString()) === at.getTime()),
    { numRuns: 2_000 },
  );
});

test.each([
  "0000-01-01T00:00:00.000Z",
  "0099-12-31T23:59:59.999Z",
  "0100-01-01T00:00:00.000Z",
  "1969-12-31T23:59:59.999Z",
  "2024-02-29T00:00:00.001Z",
  "2026-05-01T12:00:00Z",
  "2026-05-01T12:00:00.1Z",
  "2026-05-01T12:00:00.123456789Z",
  "2026-05-01T12:00:00.12+05:30",
  "2026-05-01T12:00:00-03:00",
])("%s is read as any other reader reads it", (text) => {
  expect(timestampMs(timestampSchema.parse(text))).toBe(Date.parse(text));
});

test("milliseconds since 1970 are taken as they are", () => {
  expect(timestampMs(1_777_636_800_123)).toBe(1_777_636_800_123);
});

test.each(quantityNames)("a %s of -0 is judged as the 0 that its record says", (name) => {
  const running = { flow_rate_m3s: 2.5, head_height_m: 45, power_output_kw: 900, energy_kwh: 900 };
  const sent = { plant_id: "P", device_id: "D", readings: { ...running, [name]: -0 } };
  const { readings } = telemetrySchema.parse(sent);
  const recorded = JSON.parse(canonicalText(readings as Json));
  expect(readings).toStrictEqual(recorded);
  expect(judge({ quantities: readings })).toEqual(judge({ quantities: recorded }));
});
