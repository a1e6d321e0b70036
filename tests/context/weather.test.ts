import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { hoursOf, meanBefore, placeText, weatherUrl } from "../../src/context/weather.ts";

const vector = (name: string) => readFileSync(new URL(`../vectors/open-meteo/${name}`, import.meta.url));
const answer = vector("forecast.json");
const whole = JSON.parse(answer.toString()) as {
  utc_offset_seconds: number;
  hourly_units: { temperature_2m: string };
  hourly: { time: string[]; temperature_2m: (number | null)[] };
};
const changed = (change: (body: typeof whole) => void) => {
  const body = structuredClone(whole);
  change(body);
  return Buffer.from(JSON.stringify(body));
};
const hourMs = 3_600_000;

test("the service is asked for the air of the past days, in GMT, at a place to a kilometre", () => {
  const place = placeText({ latitude: 31.63891, longitude: -77.34449 });
  expect(place).toBe("31.64,-77.34");
  const url = new URL(weatherUrl("https://api.open-meteo.com/", place, "secret"));
  expect(`${url.origin}${url.pathname}`).toBe("https://api.open-meteo.com/v1/forecast");
  expect(Object.fromEntries(url.searchParams)).toEqual({
    ...{ latitude: "31.64", longitude: "-77.34", hourly: "temperature_2m", timezone: "GMT" },
    ...{ past_days: "9", forecast_days: "1", apikey: "secret" },
  });
  expect(weatherUrl("https://api.open-meteo.com", place, undefined)).not.toContain("apikey");
});

describe("an answer", () => {
  test("gives its hours, without those that are not known", () => {
    const hours = hoursOf(answer);
    expect(hours).toHaveLength(239);
    expect(hours?.[0]).toEqual([Date.parse("2026-04-22T00:00:00Z"), 5.2]);
    expect(hours?.at(-1)?.[0]).toBe(Date.parse("2026-05-01T23:00:00Z"));
  });

  test.each<[string, Uint8Array]>([
    ["a refusal", vector("refused.json")],
    ["no JSON", Buffer.from("<html>")],
    ["another unit", changed(({ hourly_units }) => void Object.assign(hourly_units, { temperature_2m: "°F" }))],
    ["another time zone", changed((body) => void Object.assign(body, { utc_offset_seconds: 19_800 }))],
    ["columns of other lengths", changed(({ hourly }) => void hourly.time.pop())],
    ["an hour that is none", changed(({ hourly }) => void hourly.time.splice(3, 1, "2026-13-41T25:61"))],
    ["one hour again and again", changed(({ hourly }) => void hourly.time.fill("2026-05-01T00:00"))],
    ["a temperature that is none", changed(({ hourly }) => void hourly.temperature_2m.splice(3, 1, 400))],
  ])("that is %s gives nothing", (_, bytes) => {
    expect(hoursOf(bytes)).toBeUndefined();
  });
});

describe("the mean before a reading", () => {
  const hours = Array.from({ length: 200 }, (_, i) => [i * hourMs, i % 2 === 0 ? 4 : 5] as const);
  const span = { overMs: 168 * hourMs, leastHours: 144 };

  test("is of the week before it, no hour later, to a tenth", () => {
    expect(meanBefore(hours, 170.5 * hourMs, span)).toEqual({ value: 4.5, lastMs: 170 * hourMs });
  });

  test("is none with fewer hours than six days of seven have", () => {
    expect(meanBefore(hours, 143 * hourMs, span)).toMatchObject({ lastMs: 143 * hourMs });
    expect(meanBefore(hours, 142 * hourMs, span)).toBeUndefined();
    expect(meanBefore(hours, 400 * hourMs, span)).toBeUndefined();
    expect(meanBefore([], 0, span)).toBeUndefined();
  });
});
