import { sql } from "kysely";
import type { Clock } from "../kernel/time.ts";
import type { Db } from "../platform/database.ts";
import { sha256 } from "../platform/digest.ts";
import { isDue } from "../platform/due.ts";
import { publish } from "../platform/events.ts";
import type { Log } from "../platform/log.ts";
import type { Metrics } from "../platform/metrics.ts";
import { type Outbound, OutboundError } from "../platform/outbound.ts";
import { hoursOf, placeText, weatherRequest, weatherUrl } from "./weather.ts";

/**
 * Keeps an answer about the weather at each plant with a location. Readings wait for none of this: they take what stands
 * there, fresh or stale, and a service that is away is a metric and a later try.
 */
export type WeatherDeps = {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Pick<Metrics, "weatherCalls">;
  readonly outbound: Outbound;
  /** Such as `https://api.open-meteo.com`. */
  readonly baseUrl: string;
  readonly apiKey: string | undefined;
};

/** How long an answer is fresh, how long one try may take before another gateway makes one, first and longest wait, ms. */
const freshMs = 3 * 3_600_000;
const tryMs = 120_000;
const [firstWaitMs, longestWaitMs] = [60_000, 6 * 3_600_000];

/** Asks for what is due, one place after the other. */
export async function refreshWeather(deps: WeatherDeps, signal: AbortSignal): Promise<"idle"> {
  await leavePlants(deps);
  await takeUpPlants(deps);
  while (!signal.aborted) {
    const due = await claimDue(deps);
    if (due === undefined) return "idle";
    await refresh(deps, due);
  }
  return "idle";
}

/** Of plants whose location was taken back nothing is asked any more, and what was known goes with it. */
async function leavePlants({ db }: WeatherDeps): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { rows } = await sql`
      UPDATE plant_weather AS known SET place = '', due_at = 'infinity', failures = 0,
        fetched_at = NULL, source = NULL, sha256 = NULL, answer = NULL, hours = NULL
      WHERE known.place <> '' AND NOT EXISTS (
        SELECT FROM plants AS plant WHERE plant.org_id = known.org_id AND plant.plant_id = known.plant_id
          AND plant.config ? 'location')
      RETURNING known.plant_id`.execute(tx);
    if (rows.length > 0) await publish(tx, { type: "context.changed" });
  });
}

/** Plants that have a location, at the place where it is now. */
async function takeUpPlants({ db, clock }: WeatherDeps): Promise<void> {
  const { rows } = await sql<{ org_id: string; plant_id: string; latitude: number; longitude: number }>`
    SELECT org_id, plant_id, (config->'location'->>'latitude')::float8 AS latitude,
           (config->'location'->>'longitude')::float8 AS longitude
    FROM plants WHERE config ? 'location'`.execute(db);
  if (rows.length === 0) return;
  const now = new Date(clock.nowMs());
  // An answer about another place goes with it.
  await sql`
    INSERT INTO plant_weather AS known (org_id, plant_id, place, due_at)
    SELECT org_id, plant_id, place, ${now} FROM unnest(
      ${rows.map(({ org_id }) => org_id)}::text[], ${rows.map(({ plant_id }) => plant_id)}::text[],
      ${rows.map(placeText)}::text[]) AS plant (org_id, plant_id, place)
    ON CONFLICT (org_id, plant_id) DO UPDATE SET place = excluded.place, due_at = excluded.due_at, failures = 0,
      fetched_at = NULL, source = NULL, sha256 = NULL, answer = NULL, hours = NULL
    WHERE known.place <> excluded.place`.execute(db);
}

type Due = { org_id: string; plant_id: string; place: string; failures: number };

async function claimDue({ db, clock }: WeatherDeps): Promise<Due | undefined> {
  const now = clock.nowMs();
  const { rows } = await sql<Due>`
    UPDATE plant_weather SET due_at = ${new Date(now + tryMs)}
    WHERE (org_id, plant_id) = (SELECT org_id, plant_id FROM plant_weather
                                WHERE place <> '' AND ${isDue(sql`due_at`, now, longestWaitMs)}
                                ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING org_id, plant_id, place, failures`.execute(db);
  return rows[0];
}

async function refresh(deps: WeatherDeps, due: Due): Promise<void> {
  const answer = await ask(deps, due.place);
  const hours = answer && hoursOf(answer);
  const isGood = answer !== undefined && hours !== undefined && hours.length > 0;
  deps.metrics.weatherCalls.inc({ outcome: isGood ? "ok" : "failed" });
  const now = deps.clock.nowMs();
  const failures = isGood ? 0 : due.failures + 1;
  const waitMs = isGood ? freshMs : Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(due.failures, 10));
  await deps.db.transaction().execute(async (tx) => {
    await tx
      .updateTable("plant_weather")
      .set({
        due_at: new Date(now + waitMs),
        failures,
        ...(isGood && {
          fetched_at: new Date(now),
          source: `weather:${new URL(deps.baseUrl).host}`,
          sha256: sha256(answer),
          answer,
          hours: JSON.stringify(hours),
        }),
      })
      .where("org_id", "=", due.org_id)
      .where("plant_id", "=", due.plant_id)
      .where("place", "=", due.place)
      .execute();
    if (isGood) await publish(tx, { type: "context.changed" });
  });
}

async function ask(deps: WeatherDeps, place: string): Promise<Uint8Array | undefined> {
  try {
    const { status, body } = await deps.outbound(weatherUrl(deps.baseUrl, place, deps.apiKey), weatherRequest);
    if (status === 200) return body;
    deps.log.warn({ status }, "the weather service refused");
  } catch (error) {
    const reason = error instanceof OutboundError ? error.reason : "internal";
    // No URL in the log: it holds the key of the service.
    deps.log.warn({ reason }, "the weather service could not be asked");
  }
  return undefined;
}
