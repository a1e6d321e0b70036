import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** Every metric of the gateway, labels bounded: no text that a client sends becomes a label. */
export type Metrics = ReturnType<typeof createMetrics>;

const secondsBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export function createMetrics(options: { processMetrics: boolean }) {
  const registry = new Registry();
  const registers = [registry];
  if (options.processMetrics) collectDefaultMetrics({ register: registry });
  return {
    registry,
    requestSeconds: new Histogram({
      name: "http_server_request_duration_seconds",
      help: "Time to answer a request",
      labelNames: ["method", "route", "status"],
      buckets: secondsBuckets,
      registers,
    }),
    requestsRefused: new Counter({
      name: "hydro_requests_refused_total",
      help: "Requests beyond a quota, by which",
      labelNames: ["policy"],
      registers,
    }),
    verdicts: new Counter({
      name: "hydro_readings_total",
      help: "Readings recorded, by verdict",
      labelNames: ["status"],
      registers,
    }),
    repeats: new Counter({
      name: "hydro_reading_repeats_total",
      help: "Readings answered with an earlier record",
      registers,
    }),
    trustScore: new Histogram({
      name: "hydro_trust_score",
      help: "Trust score of recorded readings",
      buckets: [0.1, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 1],
      registers,
    }),
    commitSeconds: new Histogram({
      name: "hydro_commit_seconds",
      help: "Time of one commit group",
      buckets: secondsBuckets,
      registers,
    }),
    commitGroupSize: new Histogram({
      name: "hydro_commit_group_size",
      help: "Readings in one commit group",
      buckets: [1, 2, 5, 10, 20, 50, 100, 200],
      registers,
    }),
    mqttMessages: new Counter({
      name: "hydro_mqtt_messages_total",
      help: "Messages that came by MQTT, by what became of them",
      labelNames: ["result"],
      registers,
    }),
    mqttConnected: new Gauge({
      name: "hydro_mqtt_connections",
      help: "Connections to the external broker, or of clients to the embedded one",
      registers,
    }),
    outboxDepth: new Gauge({ name: "hydro_outbox_depth", help: "Records that wait for the log", registers }),
    outboxOldestSeconds: new Gauge({
      name: "hydro_outbox_oldest_seconds",
      help: "Age of the oldest record that waits for the log",
      registers,
    }),
    logSize: new Gauge({ name: "hydro_log_size", help: "Leaves in the log", registers }),
    anchoredSize: new Gauge({
      name: "hydro_log_anchored_size",
      help: "Leaves under an anchored checkpoint",
      registers,
    }),
    anchoringHalted: new Gauge({
      name: "hydro_anchoring_halted",
      help: "1 when anchoring stopped to avoid a second history",
      registers,
    }),
    rollupsBehind: new Gauge({
      name: "hydro_rollups_behind_records",
      help: "Records that the rollups do not hold yet",
      registers,
    }),
    tokensHalted: new Gauge({
      name: "hydro_tokens_halted",
      help: "Tokens in which nothing more is issued, because the ledger and the statements differ",
      registers,
    }),
    ledgerSends: new Counter({
      name: "hydro_ledger_sends_total",
      help: "Sends to the ledger, by outcome",
      labelNames: ["kind", "outcome"],
      registers,
    }),
    ledgerAttempts: new Counter({
      name: "hydro_ledger_attempts_total",
      help: "Attempts that ended, by how",
      labelNames: ["kind", "phase"],
      registers,
    }),
    webhookAttempts: new Counter({
      name: "hydro_webhook_attempts_total",
      help: "Attempts to deliver an event to a webhook, by outcome",
      labelNames: ["outcome"],
      registers,
    }),
    streamClients: new Gauge({
      name: "hydro_stream_clients",
      help: "Live streams that are open",
      labelNames: ["form"],
      registers,
    }),
    streamEvents: new Counter({
      name: "hydro_stream_events_total",
      help: "Events sent to live streams, each as often as it was sent",
      labelNames: ["event"],
      registers,
    }),
    streamsEnded: new Counter({
      name: "hydro_streams_ended_total",
      help: "Live streams that ended, by why: slow-consumer was dropped, gone hung up itself",
      labelNames: ["why"],
      registers,
    }),
    streamLagSeconds: new Histogram({
      name: "hydro_stream_lag_seconds",
      help: "From the commit of what is new to its sending to all live streams",
      buckets: secondsBuckets,
      registers,
    }),
    alertsOpen: new Gauge({
      name: "hydro_alerts_open",
      help: "Alerts that are not resolved, by severity and state",
      labelNames: ["severity", "state"],
      registers,
    }),
    alertPlantsFailed: new Counter({
      name: "hydro_alert_plants_failed_total",
      help: "Looks at a plant's alert rules that failed and are made again",
      registers,
    }),
    alertSends: new Counter({
      name: "hydro_alert_sends_total",
      help: "Mails of alerts and calls of Alertmanagers, by outcome",
      labelNames: ["channel", "outcome"],
      registers,
    }),
    weatherCalls: new Counter({
      name: "hydro_weather_calls_total",
      help: "Calls of the weather service, by outcome",
      labelNames: ["outcome"],
      registers,
    }),
    contextUses: new Counter({
      name: "hydro_context_readings_total",
      help: "Readings that were judged with context from outside",
      registers,
    }),
    modelTrainings: new Counter({
      name: "hydro_model_trainings_total",
      help: "Plants looked at for a model of their own, by what came of it",
      labelNames: ["outcome"],
      registers,
    }),
    signIns: new Counter({
      name: "hydro_sign_ins_total",
      help: "Sign-ins by outcome: ok, refused, blocked, or a code of the second factor was missing or wrong",
      labelNames: ["outcome"],
      registers,
    }),
    flightSeconds: new Histogram({
      name: "hydro_ledger_flight_seconds",
      help: "From the journal entry of a checkpoint to its settled receipt",
      buckets: [...secondsBuckets, 30, 60, 120, 300],
      registers,
    }),
  };
}
