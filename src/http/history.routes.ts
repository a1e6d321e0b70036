import { z } from "@hono/zod-openapi";
import { type QuantityName, quantityNames } from "../hydropower/quantities.ts";
import { chosenIdSchema } from "../hydropower/reading.ts";
import { earliestMs, isoFromMs } from "../kernel/time.ts";
import { exportHistory } from "../monitoring/history.ts";
import { csvOf } from "../monitoring/history-csv.ts";
import { resolutions, rollupLevels } from "../monitoring/rollup-levels.ts";
import { getLatest, getSeries, type LatestValues, type Series } from "../monitoring/series.ts";
import { json } from "./answers.ts";
import type { HttpDeps } from "./deps.ts";
import * as examples from "./history.examples.ts";
import { latestSchema, seriesSchema } from "./history.schemas.ts";
import { failures, keyFailures, type Operation, secured } from "./operation.ts";
import { endParameter, someOf, timeParameter, wholeNumber } from "./parameters.ts";
import { plantParams } from "./periods.schemas.ts";
import { downloaded } from "./record-lines.ts";

const day = 86_400_000;

const spanParameters = {
  from: timeParameter("Begin of the span, exclusive; a day before `to` when left out").optional(),
  to: endParameter("End of the span, inclusive; now when left out").optional(),
  device_id: chosenIdSchema.describe("One device; all of the plant when left out").optional(),
};

function spanOf(deps: HttpDeps, { from, to }: { from?: number | undefined; to?: number | undefined }) {
  const toMs = to ?? deps.clock.nowMs();
  return { fromMs: from ?? Math.max(toMs - day, earliestMs), toMs };
}

const series = secured(
  {
    method: "get",
    path: "/api/v1/plants/{plant_id}/series",
    operationId: "getSeries",
    tags: ["Telemetry"],
    summary: "Look at a quantity over a span",
    description: `Minimum, maximum, mean, last value and count of buckets, with how many readings of each are approved, flagged (a verifier has them) and rejected, by their status of now. A bucket is (timestamp - interval_s, timestamp] of UTC, as a reading's interval is, and holds the readings that end in it; those at the ends of the span are given whole. Values are of readings that are not rejected, an accepted correction in place of what it replaces; a bucket of rejected ones alone has none. A reading is in here as soon as it is accepted; what a review changes, within seconds.

**Resolution.** \`auto\` takes the readings themselves for up to an hour, else the coarsest buckets of which the span has \`max_points\` or more. Minutes are kept for 90 days, five minutes for two years, hours and days for good.

**Points.** Of more buckets than \`max_points\`, that many are chosen by Largest-Triangle-Three-Buckets over the means: points that are there, none made up.`,
    request: {
      params: plantParams,
      query: z.strictObject({
        metric: z.enum(quantityNames as [QuantityName, ...QuantityName[]]).meta({ example: "power_output_kw" }),
        ...spanParameters,
        resolution: z.enum(["auto", ...resolutions]).default("auto"),
        max_points: wholeNumber(3, 10_000).default(1_000).openapi({
          type: "integer",
          minimum: 3,
          maximum: 10_000,
          default: 1_000,
          description: "Most points of one device",
          example: 1_000,
        }),
      }),
    },
    responses: {
      200: {
        description: "The series of each device",
        content: { "application/json": { schema: seriesSchema, example: examples.series } },
      },
      ...failures("invalid-request", "not-found", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { plant_id }, query }) => {
    const { fromMs, toMs } = spanOf(deps, query);
    const found = await getSeries(deps, actor, {
      ...{ plantId: plant_id, metric: query.metric, deviceId: query.device_id, fromMs, toMs },
      ...{ resolution: query.resolution, maxPoints: query.max_points },
    });
    const about = { plant_id, metric: query.metric, from: isoFromMs(fromMs), to: isoFromMs(toMs) };
    return json(c, { ...about, ...seriesAnswer(found) });
  },
);

function seriesAnswer({ resolution, devices, behind }: Series) {
  return {
    resolution,
    interval_s: resolution === "raw" ? null : rollupLevels[resolution].widthS,
    devices: devices.map(({ deviceId, buckets, points }) => ({
      device_id: deviceId,
      buckets,
      points: points.map(({ endedAtMs, count, sum, min, max, last, approved, flagged, rejected }) => ({
        timestamp: isoFromMs(endedAtMs),
        avg: count === 0 ? null : sum / count,
        ...{ min, max, last, count },
        quality: { approved, flagged, rejected, approved_share: share(approved, approved + flagged + rejected) },
      })),
    })),
    behind,
  };
}

const share = (part: number, whole: number) => Math.round((10_000 * part) / whole) / 10_000;

const latest = secured(
  {
    method: "get",
    path: "/api/v1/plants/{plant_id}/latest",
    operationId: "getLatestValues",
    tags: ["Telemetry"],
    summary: "Look at a plant's newest values",
    description:
      "The newest value of every quantity of every device by event time, whatever its verdict, with its record and where that stands. A reading is in here as soon as it is accepted. Of a plant with an `accounting` interval also the newest sample of each device, where it is newer than its records.",
    request: { params: plantParams },
    responses: {
      200: {
        description: "Newest values by device",
        content: { "application/json": { schema: latestSchema, example: examples.latest } },
      },
      ...failures("not-found", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { plant_id } }) => {
    const found = await getLatest(deps, actor, plant_id);
    return json(c, { plant_id, ...latestAnswer(found) });
  },
);

function latestAnswer({ values, behind, samples }: LatestValues) {
  const devices = Map.groupBy(values, ({ deviceId }) => deviceId);
  for (const { deviceId } of samples) if (!devices.has(deviceId)) devices.set(deviceId, []);
  return {
    devices: [...devices].map(([device_id, own]) => ({
      device_id,
      newest_sample: newestSample(
        samples.find(({ deviceId }) => deviceId === device_id),
        own,
      ),
      values: Object.fromEntries(
        own.map(({ metric, value, endedAt, receivedAt, recordId, status }) => [
          metric,
          {
            value,
            timestamp: endedAt.toISOString(),
            received_at: receivedAt.toISOString(),
            record_id: recordId,
            effective_status: status,
          },
        ]),
      ),
    })),
    behind,
  };
}

/** Of a device whose newest sample is in no record yet, or the record is not the newest. */
function newestSample(sample: LatestValues["samples"][number] | undefined, values: LatestValues["values"]) {
  if (sample === undefined || values.some(({ endedAt }) => endedAt >= sample.endedAt)) return undefined;
  const { endedAt, intervalS, receivedAt, readings } = sample;
  const times = { timestamp: endedAt.toISOString(), interval_s: intervalS, received_at: receivedAt.toISOString() };
  return { ...times, readings };
}

/** The encoder is no part of a gateway's memory until somebody asks for a file of this form. */
async function* parquetWhenAsked(table: Parameters<typeof csvOf>[0]): AsyncGenerator<Uint8Array> {
  const { parquetOf } = await import("../monitoring/history-parquet.ts");
  yield* parquetOf(table);
}

const formats = {
  csv: { type: "text/csv; charset=utf-8", encode: csvOf },
  parquet: { type: "application/vnd.apache.parquet", encode: parquetWhenAsked },
} as const;

const history = secured(
  {
    method: "get",
    path: "/api/v1/plants/{plant_id}/history",
    operationId: "exportHistory",
    tags: ["Telemetry"],
    summary: "Export a plant's readings or rollups as a table",
    description:
      "As CSV (RFC 4180) or Apache Parquet, sent while it is read, however long the span. `raw`: a row for each reading and correction that ends in the span, by event time, with its own verdict, where it stands now, and a column for each quantity. Else a row for each device, quantity and bucket that ends in it, as the series has them but for what was accepted in the last seconds. An answer that breaks off is not complete.",
    request: {
      params: plantParams,
      query: z.strictObject({
        ...spanParameters,
        metric: someOf(quantityNames, "Only these quantities", ["power_output_kw"]).optional(),
        resolution: z.enum(resolutions).default("raw"),
        format: z.enum(["csv", "parquet"]).default("csv"),
      }),
    },
    responses: {
      200: {
        description: "The table",
        headers: {
          "Content-Disposition": { description: "`attachment` with a name for the file", schema: { type: "string" } },
        },
        content: {
          "text/csv": { schema: z.string(), example: examples.history },
          "application/vnd.apache.parquet": {
            schema: z.string().openapi({ type: "string", format: "binary" }),
            example: "PAR1...PAR1",
          },
        },
      },
      ...failures("invalid-request", "not-found", "too-much-in-work", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { plant_id }, query }) => {
    const table = await exportHistory(deps, actor, {
      ...{ plantId: plant_id, deviceId: query.device_id, metrics: query.metric, ...spanOf(deps, query) },
      resolution: query.resolution,
    });
    const { type, encode } = formats[query.format];
    const name = `${plant_id}-${query.resolution}.${query.format}`;
    return c.body(downloaded(deps, c, encode(table)), 200, {
      "Content-Type": type,
      "Content-Disposition": `attachment; filename="${name}"`,
    });
  },
);

export const historyOperations: readonly Operation[] = [series, latest, history];
