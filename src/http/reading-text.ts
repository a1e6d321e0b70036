import { isUtf8 } from "node:buffer";
import { type JsonText, readJsonText } from "../hydropower/json-text.ts";
import { type MetricBody, metricSchema, type TelemetryBody } from "../hydropower/reading.ts";
import { Fault } from "../kernel/fault.ts";
import { telemetryBody } from "./schemas.ts";
import { validBody } from "./validation.ts";

/**
 * One reading from its bytes, with all the checks of the single call's body; for transports where it comes among others.
 *
 * @param place where the reading is from, if the transport says it: stands in for members that are not there
 * @throws {Fault} `malformed-json`, `invalid-request`
 */
export function readReading(
  bytes: Uint8Array,
  place?: { readonly plant_id: string; readonly device_id: string },
): TelemetryBody {
  const { value, energyErrors } = jsonOf(bytes);
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return validBody(telemetryBody, place !== undefined && isObject ? { ...place, ...value } : value, energyErrors);
}

/**
 * One metric: a bare number, or an object with `value`, `timestamp` and `interval_s`. The number is given as it was
 * written, so that energy is judged by its digits.
 *
 * @throws {Fault} `malformed-json`, `invalid-request`
 */
export function readMetric(bytes: Uint8Array): MetricBody & { readonly text: string } {
  const { value } = jsonOf(bytes);
  const body = validBody(metricSchema, typeof value === "number" ? { value } : value);
  return { ...body, text: numberText(bytes) };
}

function jsonOf(bytes: Uint8Array): JsonText {
  if (!isUtf8(bytes)) throw new Fault("malformed-json", "The reading is not UTF-8 text.");
  return readJsonText(textOf(bytes));
}

/** The digits of the number, or of the member `value` of an object that holds it. */
function numberText(bytes: Uint8Array): string {
  let text = "";
  JSON.parse(textOf(bytes), (name, value: unknown, { source = "" }: { source?: string } = {}) => {
    if (typeof value === "number" && (name === "value" || name === "")) text = source;
    return value;
  });
  return text;
}

const textOf = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString();
