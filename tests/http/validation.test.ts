import { z } from "@hono/zod-openapi";
import { describe, expect, test } from "vitest";
import { verificationBody } from "../../src/http/issuances.schemas.ts";
import { wholeNumber } from "../../src/http/parameters.ts";
import { deviceBody, plantBody } from "../../src/http/plants.schemas.ts";
import { verifyBody } from "../../src/http/proof.schemas.ts";
import { telemetryBody } from "../../src/http/schemas.ts";
import { validBody, validQuery } from "../../src/http/validation.ts";
import { readJsonText } from "../../src/hydropower/json-text.ts";
import { Fault } from "../../src/kernel/fault.ts";

const reading = (readings: object, more: object = {}) => ({ plant_id: "P", device_id: "D", ...more, readings });

function refusal(schema: Parameters<typeof validBody>[0], value: unknown, text = JSON.stringify(value)): Fault {
  try {
    validBody(schema, value, readJsonText(text).energyErrors);
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
  throw new Error(`${text} was taken`);
}

const told = (fault: Fault) => fault.facts.errors?.map(({ pointer, rule, detail }) => [pointer, rule, detail]);

describe("a body that breaks the schema", () => {
  test.each<[string, unknown, [string, string, string]]>([
    ["a missing field", { plant_id: "P", readings: { ph: 7 } }, ["/device_id", "required", "is missing"]],
    [
      "an unknown field",
      reading({ ph: 7 }, { plant: 1 }),
      ["/plant", "unknown-field", "is not a field of this request"],
    ],
    [
      "an unknown quantity",
      reading({ ph: 7, "flow/rate~x": 1 }),
      ["/readings/flow~1rate~0x", "unknown-field", "is not a field of this request"],
    ],
    [
      "__proto__",
      JSON.parse('{"plant_id":"P","device_id":"D","__proto__":{},"readings":{"ph":7}}'),
      ["/__proto__", "unknown-field", "is not a field of this request"],
    ],
    [
      "a string for a number",
      reading({ flow_rate_m3s: "2.5" }),
      [
        "/readings/flow_rate_m3s",
        "type",
        'must be a number, not the string "2.5": write it without quotes, decimals with a point',
      ],
    ],
    [
      "null for a number",
      reading({ flow_rate_m3s: null }),
      ["/readings/flow_rate_m3s", "type", "must be a number, not null: leave out what is not known"],
    ],
    ["a negative flow", reading({ flow_rate_m3s: -1 }), ["/readings/flow_rate_m3s", "minimum", "must be at least 0"]],
    ["an efficiency above 1", reading({ efficiency: 1.01 }), ["/readings/efficiency", "maximum", "must be at most 1"]],
    ["no quantity", reading({}), ["/readings", "constraint", "must be: at least one quantity is needed"]],
    [
      "a time without offset",
      reading({ ph: 7 }, { timestamp: "2026-05-01T12:00:00" }),
      [
        "/timestamp",
        "format",
        "must be an ISO 8601 time with an offset, such as 2026-05-01T12:00:00Z or 2026-05-01T17:30:00+05:30",
      ],
    ],
    [
      "a time of another kind",
      reading({ ph: 7 }, { timestamp: true }),
      [
        "/timestamp",
        "constraint",
        "must be: an ISO 8601 time with an offset (2026-05-01T12:00:00Z), or whole milliseconds since 1970",
      ],
    ],
    [
      "an interval without its end",
      reading({ ph: 7 }, { interval_s: 60 }),
      ["/timestamp", "constraint", "must be: interval_s needs a timestamp: the end of the interval"],
    ],
    [
      "half a second",
      reading({ ph: 7 }, { timestamp: 0, interval_s: 0.5 }),
      ["/interval_s", "type", "must be a whole number, not the number 0.5"],
    ],
    ["a list", [], ["", "type", "must be an object, not an array"]],
  ])("%s is named by pointer, rule and words", (_about, value, expected) => {
    expect(told(refusal(telemetryBody, value))).toEqual([expected]);
  });

  test("is told every unknown field one by one, and in its detail how many places are wrong", () => {
    const fault = refusal(telemetryBody, reading({ ph: 7, a: 1, b: 2 }, { c: 3 }));
    expect(
      told(fault)
        ?.map(([pointer]) => pointer)
        .sort(),
    ).toEqual(["/c", "/readings/a", "/readings/b"]);
    expect(fault.message).toBe("The body is not valid at 3 places: see `errors`.");
  });

  test("gets a bounded answer", () => {
    const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [`x${i}`, 1]));
    const fault = refusal(telemetryBody, reading({ ph: 7, ...many }));
    expect(fault.facts.errors).toHaveLength(50);
    expect(fault.message).toContain("at 1000 places");
  });

  test("has a number beyond the range of doubles named", () => {
    const text = '{"plant_id":"P","device_id":"D","readings":{"flow_rate_m3s":1e999}}';
    expect(told(refusal(telemetryBody, readJsonText(text).value, text))).toEqual([
      ["/readings/flow_rate_m3s", "type", "must be a number, not a number beyond the range of numbers"],
    ]);
  });

  test("has an energy that is not exact named once", () => {
    for (const figure of ["0.1000000000000000055", "1.23456"]) {
      const text = `{"plant_id":"P","device_id":"D","readings":{"energy_kwh":${figure}}}`;
      const detail = `${figure} is not exact: at most 15 significant digits and 3 decimals of kWh`;
      expect(told(refusal(telemetryBody, readJsonText(text).value, text))).toEqual([
        ["/readings/energy_kwh", "energy-precision", detail],
      ]);
    }
  });

  test("of other calls is told in the same way", () => {
    const plant = {
      plant_id: "P",
      name: "N",
      time_zone: "Mars/Base",
      commissioned_on: "1.4.2019",
      rated_power_kw: 0,
      design_head_m: 45,
    };
    expect(told(refusal(plantBody, plant))).toEqual([
      ["/time_zone", "constraint", "must be: an IANA time zone such as Asia/Kolkata"],
      ["/commissioned_on", "format", "must be a calendar date such as 2026-05-01"],
      ["/rated_power_kw", "minimum", "must be more than 0"],
    ]);
    expect(told(refusal(deviceBody, { device_id: "D", kind: "dam" }))).toEqual([
      ["/kind", "choice", "must be one of turbine, meter, gauge, station"],
    ]);
    expect(
      told(refusal(verifyBody, { record: 5, proof: "", verifier_key: "" }))?.map(([pointer]) => pointer),
    ).toContain("/record");
  });

  test("has a kind that there is not named, with those that there are", () => {
    const fault = refusal(verificationBody, { decision: "maybe" });
    expect(told(fault)).toEqual([["/decision", "choice", "must be one of verify, reject"]]);
    expect(fault.message).toBe("The body is not valid: /decision must be one of verify, reject.");
  });
});

describe("a query parameter that stands twice where one is meant", () => {
  const schema = z.strictObject({
    limit: wholeNumber(1, 1000).optional(),
    form: z.enum(["csv", "parquet"]).optional(),
  });
  test.each([
    ["limit=1&limit=2&limit=2", "limit", "type", "stands 3 times: give it once"],
    ["form=csv&form=csv", "form", "choice", "stands 2 times: give it once"],
    ["form=xml", "form", "choice", "must be one of csv, parquet"],
  ])("is told so, and not that its value is none: %s", (query, parameter, rule, detail) => {
    const call = () => validQuery(schema, `http://gateway.example/?${query}`);
    expect(call).toThrow(expect.objectContaining({ facts: { errors: [{ parameter, rule, detail }] } }));
  });
});

test("a valid body comes through as it is", () => {
  const value = reading(
    { flow_rate_m3s: 0, power_output_kw: 0 },
    { timestamp: "2026-05-01T12:00:00+05:30", interval_s: 3600 },
  );
  expect(validBody(telemetryBody, value)).toEqual(value);
});
