import { sql } from "kysely";
import { isoFromMs } from "../kernel/time.ts";
import { type PlantKey, plantKeyText } from "../plants/store.ts";
import type { Db, Tx } from "../platform/database.ts";
import { meanBefore, type WeatherHour } from "./weather.ts";

/** What stands about a plant at the time of a reading. */

export type Asked = PlantKey & {
  readonly endMs: number;
  /** Of each kind only what the reading can be held against. */
  readonly wantsRiver: boolean;
  readonly wantsAir: boolean;
};

export type Seen = {
  readonly kind: "river_flow_m3s" | "air_temperature_mean_c";
  readonly value: number;
  readonly source: string;
  readonly observedAtMs: number;
  /** Hex. */
  readonly sha256: string;
};

export type Spans = {
  /** How old the river's flow may be, ms. */
  readonly riverMs: number;
  readonly air: { readonly overMs: number; readonly leastHours: number };
};

/**
 * Which plants have any context: so that the others, nearly all, cost nothing. Kept in memory and renewed by a loop; for
 * the moments until then a new series is not seen, which the records say by not having it.
 */
export class ContextPlants {
  #river: ReadonlySet<string> = new Set();
  #weather: ReadonlySet<string> = new Set();

  async renew(db: Db): Promise<void> {
    const { rows } = await sql<{ org_id: string; plant_id: string; kind: string }>`
      SELECT org_id, plant_id, 'river' AS kind FROM plants AS plant
      WHERE EXISTS (SELECT FROM river_flows AS flow WHERE flow.org_id = plant.org_id AND flow.plant_id = plant.plant_id)
      UNION ALL SELECT org_id, plant_id, 'weather' FROM plant_weather WHERE hours IS NOT NULL`.execute(db);
    const of = (kind: string) =>
      new Set(
        rows
          .filter((row) => row.kind === kind)
          .map((row) => plantKeyText({ orgId: row.org_id, plantId: row.plant_id })),
      );
    this.#river = of("river");
    this.#weather = of("weather");
  }

  hasRiver(key: PlantKey): boolean {
    return this.#river.size > 0 && this.#river.has(plantKeyText(key));
  }

  hasWeather(key: PlantKey): boolean {
    return this.#weather.size > 0 && this.#weather.has(plantKeyText(key));
  }
}

/**
 * For each of some readings what was observed before its end. Of several gauges the one with most water at its newest
 * observation: the hint that doubts least.
 */
export async function observationsFor(tx: Tx, asked: readonly Asked[], spans: Spans): Promise<Seen[][]> {
  const found: Seen[][] = asked.map(() => []);
  await addRiver(tx, asked, spans, found);
  await addAir(tx, asked, spans, found);
  return found;
}

async function addRiver(tx: Tx, asked: readonly Asked[], { riverMs }: Spans, found: Seen[][]): Promise<void> {
  const wanted = asked.flatMap((one, at) => (one.wantsRiver ? [{ ...one, at }] : []));
  if (wanted.length === 0) return;
  const { rows } = await sql<{ position: bigint; station: string; at: Date; flow_m3s: number; sha256: Uint8Array }>`
    SELECT asked.position, flow.station, flow.at, flow.flow_m3s, import.sha256
    FROM unnest(
      ${wanted.map(({ orgId }) => orgId)}::text[], ${wanted.map(({ plantId }) => plantId)}::text[],
      ${wanted.map(({ endMs }) => isoFromMs(endMs))}::timestamptz[],
      ${wanted.map(({ endMs }) => isoFromMs(endMs - riverMs))}::timestamptz[]
    ) WITH ORDINALITY AS asked (org_id, plant_id, to_at, from_at, position)
    CROSS JOIN LATERAL (
      SELECT newest.* FROM (
        SELECT DISTINCT ON (station) * FROM river_flows AS own
        WHERE own.org_id = asked.org_id AND own.plant_id = asked.plant_id AND own.at <= asked.to_at AND own.at >= asked.from_at
        ORDER BY station, at DESC
      ) AS newest ORDER BY newest.flow_m3s DESC, newest.station LIMIT 1
    ) AS flow
    JOIN river_imports AS import ON import.org_id = flow.org_id AND import.plant_id = flow.plant_id
      AND import.import_id = flow.import_id`.execute(tx);
  for (const row of rows)
    found[wanted[Number(row.position) - 1]?.at ?? -1]?.push({
      kind: "river_flow_m3s",
      value: row.flow_m3s,
      source: `gauge:${row.station}`,
      observedAtMs: row.at.getTime(),
      sha256: Buffer.from(row.sha256).toString("hex"),
    });
}

async function addAir(tx: Tx, asked: readonly Asked[], { air }: Spans, found: Seen[][]): Promise<void> {
  const wanted = asked.flatMap((one, at) => (one.wantsAir ? [{ ...one, at }] : []));
  if (wanted.length === 0) return;
  const keys = [...new Map(wanted.map((one) => [plantKeyText(one), one])).values()];
  const { rows } = await sql<{ org_id: string; plant_id: string; source: string; sha256: Uint8Array; hours: unknown }>`
    SELECT org_id, plant_id, source, sha256, hours FROM plant_weather
    WHERE hours IS NOT NULL AND (org_id, plant_id) IN (
      SELECT * FROM unnest(${keys.map(({ orgId }) => orgId)}::text[], ${keys.map(({ plantId }) => plantId)}::text[]))`.execute(
    tx,
  );
  const answers = new Map(rows.map((row) => [plantKeyText({ orgId: row.org_id, plantId: row.plant_id }), row]));
  for (const one of wanted) {
    const answer = answers.get(plantKeyText(one));
    const mean = answer && meanBefore(answer.hours as WeatherHour[], one.endMs, air);
    if (answer === undefined || mean === undefined) continue;
    found[one.at]?.push({
      kind: "air_temperature_mean_c",
      value: mean.value,
      source: answer.source,
      observedAtMs: mean.lastMs,
      sha256: Buffer.from(answer.sha256).toString("hex"),
    });
  }
}
