import { sql } from "kysely";
import type { Clock } from "./kernel/time.ts";
import type { BrokerState } from "./mqtt/seats.ts";
import type { Db } from "./platform/database.ts";
import { forget } from "./platform/metric.ts";
import type { Metrics } from "./platform/metrics.ts";
import { deviceKinds, type Freshness, freshnesses } from "./platform/metrics-fleet.ts";

/** The part of the composition root that says what gauges show of all plants together. */

type FleetDeps = {
  readonly metrics: Metrics;
  readonly db: Db;
  readonly clock: Clock;
  readonly anchorMinIntervalMs: number;
  /** How long a count stands, ms; undefined: as long as scrapes lie apart. */
  readonly keptMs: number | undefined;
  /** Of the external broker; undefined: there is none. */
  readonly brokerState: () => BrokerState | undefined;
};

export function measureFleet({ metrics, db, clock, keptMs, anchorMinIntervalMs, brokerState }: FleetDeps): void {
  const { plants, devices, organisations, reviewsOpen, mqttBrokerConnected } = metrics;
  metrics.anchorMinInterval.set(anchorMinIntervalMs / 1000);
  metrics.measurements.add({
    name: "fleet",
    async read() {
      const counts = await countFleet(db, new Date(clock.nowMs()));
      for (const freshness of freshnesses) plants.set({ freshness }, counts.plants[freshness]);
      for (const kind of deviceKinds) devices.set({ kind }, counts.devices.get(kind) ?? 0);
      organisations.set(counts.organisations);
      for (const state of ["flagged", "reopened", "proposed"] as const) {
        reviewsOpen.set({ state }, counts.reviews.get(state) ?? 0);
      }
    },
    forget: () => [plants, devices, organisations, reviewsOpen].forEach(forget),
    keptMs: keptMs ?? 15_000,
  });
  if (brokerState() === undefined) return;
  metrics.measurements.add({
    name: "broker",
    keptMs: 0,
    read: () => mqttBrokerConnected.set(brokerState() === "connected" ? 1 : 0),
    forget: () => forget(mqttBrokerConnected),
  });
}

type Count = { readonly of: string; readonly count: bigint };

async function countFleet(db: Db, at: Date) {
  const [fresh, kinds, organisations, reviews] = await Promise.all([
    countPlants(db, at),
    sql<Count>`SELECT config->>'kind' AS of, count(*) FROM devices GROUP BY 1`.execute(db),
    db
      .selectFrom("organisations")
      .select(({ fn }) => fn.count<bigint>("org_id").as("count"))
      .executeTakeFirst(),
    sql<Count>`SELECT lower(effective_status) AS of, count(*) FROM reviews
      WHERE effective_status IN ('FLAGGED', 'REOPENED', 'PROPOSED') GROUP BY 1`.execute(db),
  ]);
  return {
    plants: fresh,
    devices: byName(kinds.rows),
    organisations: Number(organisations?.count ?? 0),
    reviews: byName(reviews.rows),
  };
}

const byName = (rows: readonly Count[]) => new Map(rows.map(({ of, count }) => [of, Number(count)]));

/**
 * Two looks into an index for each device, however long its history is. A reading without a time is seen while it is the
 * newest of its plant's chain. Chains that are no plant's, of organisations and
 * of the register, stand among the plants without a configuration.
 */
async function countPlants(db: Db, at: Date): Promise<Record<Freshness, number>> {
  const { rows } = await sql<Record<Freshness, bigint>>`
    SELECT count(*) FILTER (WHERE overdue_s < 0) AS reporting,
           count(*) FILTER (WHERE overdue_s >= 0 AND overdue_s < 86400) AS late,
           count(*) FILTER (WHERE overdue_s >= 86400) AS silent,
           count(*) FILTER (WHERE overdue_s IS NULL) AS never
    FROM (
      SELECT least(min(extract(epoch FROM ${at}::timestamptz - newest.ended_at)
                       - greatest(900, 3 * coalesce((device.config->>'interval_s')::integer, newest.interval_s, 0))),
                   extract(epoch FROM ${at}::timestamptz - min(untimed.ended_at)) - 900) AS overdue_s
      FROM plants AS plant JOIN plant_heads AS head USING (org_id, plant_id)
      LEFT JOIN devices AS device USING (org_id, plant_id)
      LEFT JOIN LATERAL (
        SELECT coalesce(record.ended_at, record.received_at) AS ended_at FROM records AS record
        WHERE record.org_id = plant.org_id AND record.plant_id = plant.plant_id AND record.seq = head.seq
          AND record.received_at > ${at}::timestamptz - interval '2 days' AND record.interval_s IS NULL AND record.status IS NOT NULL
      ) AS untimed ON true
      LEFT JOIN LATERAL (
        SELECT * FROM unnest(ARRAY[true, false]) AS form (is_interval) CROSS JOIN LATERAL (
          SELECT reading.ended_at, reading.interval_s FROM device_readings AS reading
          WHERE reading.org_id = device.org_id AND reading.plant_id = device.plant_id
            AND reading.device_id = device.device_id AND reading.is_interval = form.is_interval
          ORDER BY reading.ended_at DESC LIMIT 1
        ) AS own
      ) AS newest ON true
      WHERE plant.config <> '{}'
      GROUP BY plant.org_id, plant.plant_id
    ) AS plant`.execute(db);
  const [row] = rows;
  return {
    reporting: Number(row?.reporting ?? 0),
    late: Number(row?.late ?? 0),
    silent: Number(row?.silent ?? 0),
    never: Number(row?.never ?? 0),
  };
}
