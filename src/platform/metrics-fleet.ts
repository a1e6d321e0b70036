import type { MetricMaker } from "./metric.ts";

/** The fleet that reports here, in counts alone: nothing that names a plant or an organisation. */

/** A plant by its newest reading; see the help of `hydro_plants`. */
export const freshnesses = ["reporting", "late", "silent", "never"] as const;
export type Freshness = (typeof freshnesses)[number];

export const deviceKinds = ["turbine", "meter", "gauge", "station"] as const;

export function fleetMetrics(make: MetricMaker) {
  return {
    plants: make.gauge({
      name: "hydro_plants",
      help: "Plants by the newest reading of any of their devices: it ended within three intervals (at least 15 min) ago; up to a day longer ago; before that; there is none",
      labels: { freshness: freshnesses },
    }),
    devices: make.gauge({
      name: "hydro_devices",
      help: "Devices of all plants, by kind",
      labels: { kind: deviceKinds },
    }),
    organisations: make.gauge({ name: "hydro_organisations", help: "Organisations, the registrar's among them" }),
    reviewsOpen: make.gauge({
      name: "hydro_reviews_open",
      help: "Readings that wait for a verifier: flagged, opened again, or with a proposed correction",
      labels: { state: ["flagged", "reopened", "proposed"] },
    }),
    readingReasons: make.counter({
      name: "hydro_reading_reasons_total",
      help: "Rules that stood against readings which were flagged or rejected; a reading may have several",
      labels: {
        rule: { form: /^[a-z]+\.[a-z0-9-]+$/, words: "id of a rule, as in a record's reasons" },
        effect: ["flag", "reject"],
      },
    }),
    sloRequests: make.counter({
      name: "hydro_slo_requests_total",
      help: "Requests to the API and the public log by the objective that 99.9 % are accepted: bad are those answered 5xx, also for overload",
      labels: { result: ["good", "bad"] },
    }),
    mqttBrokerConnected: make.gauge({
      name: "hydro_mqtt_broker_connected",
      help: "1 while this gateway has its session at the external broker, 0 also where another gateway has it; left out without MQTT_URL",
    }),
    anchorMinInterval: make.gauge({
      name: "hydro_anchor_min_interval_seconds",
      help: "ANCHOR_MIN_INTERVAL_S, the least time between two messages to the ledger",
    }),
  };
}
