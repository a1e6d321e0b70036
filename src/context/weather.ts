import { z } from "zod";
import type { OutboundRequest } from "../platform/outbound.ts";

/** Open-Meteo's forecast API: what it is asked, and what of its answer is taken. Fields: open-meteo.com/en/docs. */

export type Place = { readonly latitude: number; readonly longitude: number };

/** Days back that are asked for: a week before any reading of the last day. */
const pastDays = 9;

/** Two decimals are about a kilometre: as near as a weather model sees, and no nearer. */
export const placeText = ({ latitude, longitude }: Place): string => `${latitude.toFixed(2)},${longitude.toFixed(2)}`;

/** @param base such as `https://api.open-meteo.com` */
export function weatherUrl(base: string, place: string, apiKey: string | undefined): string {
  const [latitude = "", longitude = ""] = place.split(",");
  const query = new URLSearchParams({
    ...{ latitude, longitude, hourly: "temperature_2m", timezone: "GMT" },
    ...{ past_days: String(pastDays), forecast_days: "1" },
    ...(apiKey !== undefined && { apikey: apiKey }),
  });
  return `${base.replace(/\/+$/, "")}/v1/forecast?${query}`;
}

export const weatherRequest: OutboundRequest = { maxBytes: 200_000, timeoutMs: 10_000 };

const answerSchema = z.object({
  utc_offset_seconds: z.literal(0),
  hourly_units: z.object({ time: z.literal("iso8601"), temperature_2m: z.literal("°C") }),
  hourly: z.object({
    time: z.array(z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/)).max(1_000),
    temperature_2m: z.array(z.number().min(-100).max(70).nullable()),
  }),
});

/** An hour and its air temperature: ms since the epoch, degrees C. */
export type WeatherHour = readonly [atMs: number, temperatureC: number];

/** The hours of an answer; undefined where it is none of the form that is documented. */
export function hoursOf(answer: Uint8Array): WeatherHour[] | undefined {
  const parsed = answerSchema.safeParse(jsonOf(answer));
  if (!parsed.success) return undefined;
  const { time, temperature_2m: temperatures } = parsed.data.hourly;
  if (time.length !== temperatures.length) return undefined;
  const times = time.map((text) => Date.parse(`${text}Z`));
  // An hour that stands there twice would count twice in the mean, and make a week of fewer hours look whole.
  if (!times.every((atMs, i) => (i === 0 ? Number.isFinite(atMs) : atMs > (times[i - 1] as number)))) return undefined;
  return times.flatMap((atMs, i): WeatherHour[] => {
    const temperatureC = temperatures[i];
    return temperatureC === undefined || temperatureC === null ? [] : [[atMs, temperatureC]];
  });
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

/** Mean air temperature of the time before a moment, to a tenth; undefined where too few hours are known. */
export function meanBefore(
  hours: readonly WeatherHour[],
  atMs: number,
  { overMs, leastHours }: { readonly overMs: number; readonly leastHours: number },
): { readonly value: number; readonly lastMs: number } | undefined {
  const within = hours.filter(([hourMs]) => hourMs > atMs - overMs && hourMs <= atMs);
  const last = within.at(-1);
  if (last === undefined || within.length < leastHours) return undefined;
  const sum = within.reduce((all, [, temperatureC]) => all + temperatureC, 0);
  return { value: Math.round((sum / within.length) * 10) / 10, lastMs: last[0] };
}
