import type { MetricMaker } from "./metric.ts";

/** What runs in the background, and what the process runs on. */

/**
 * Where work waits. `commit`: single readings for a commit group; `mqtt`: messages without an outcome;
 * `webhook-events`, `webhook-deliveries`: events to be handed on, calls that are due; `alert-mails`, `letters`: mail that
 * is due; `direct-messages`, `ledger-works`: jobs of the ledger beside the log's; `mints`: parts of statements that are not
 * minted; `weather`, `model-training`: plants that are due; `acts`: administrative acts without their leaf.
 */
export const queueNames = [
  "commit",
  "mqtt",
  "webhook-events",
  "webhook-deliveries",
  "alert-mails",
  "letters",
  "direct-messages",
  "ledger-works",
  "mints",
  "weather",
  "model-training",
  "acts",
] as const;
export type QueueName = (typeof queueNames)[number];

/** Who shows a certificate: the broker within the gateway to devices, the gateway to a broker. */
export const tlsEnds = ["mqtt", "mqtt-client"] as const;
export type TlsEnd = (typeof tlsEnds)[number];

/** Loops that one gateway of a database runs at a time. */
export const leaderLoops = [
  "sequencer",
  "ledger-works",
  "ledger-fees",
  "alerts",
  "alertmanager",
  "model-training",
  "mqtt-readings",
  "mqtt-metrics",
] as const;
export type LeaderLoop = (typeof leaderLoops)[number];

export const severities = ["info", "warning", "critical"] as const;
/** Of alerts that are not resolved. */
export const openStates = ["pending", "firing", "acknowledged", "silenced"] as const;

export function upkeepMetrics(make: MetricMaker) {
  return { ...workMetrics(make), ...machineMetrics(make) };
}

function workMetrics(make: MetricMaker) {
  return {
    rollupsBehind: make.gauge({
      name: "hydro_rollups_behind_records",
      help: "Records that the rollups do not hold yet",
    }),
    slotsOpen: make.gauge({
      name: "hydro_sample_slots_open",
      help: "Slots of accounting intervals with samples that are in no record yet",
    }),
    oldestSlotSeconds: make.gauge({
      name: "hydro_sample_slot_oldest_seconds",
      help: "Time since the first sample of such a slot came, of the one that has waited longest; 0: there is none",
    }),
    queueDepth: make.gauge({
      name: "hydro_queue_depth",
      help: "What waits in a line, of all organisations; commit and mqtt are this process's own",
      labels: { queue: queueNames },
    }),
    queueOldestSeconds: make.gauge({
      name: "hydro_queue_oldest_seconds",
      help: "How long the oldest in the line has been due; 0 when nothing waits",
      labels: { queue: queueNames },
    }),
    webhookAttempts: make.counter({
      name: "hydro_webhook_attempts_total",
      help: "Attempts to deliver an event to a webhook, by outcome",
      labels: { outcome: ["delivered", "failed"] },
    }),
    alertsOpen: make.gauge({
      name: "hydro_alerts_open",
      help: "Alerts that are not resolved, by severity and state",
      labels: { severity: severities, state: openStates },
    }),
    alertPlantsFailed: make.counter({
      name: "hydro_alert_plants_failed_total",
      help: "Looks at a plant's alert rules that failed and are made again",
    }),
    alertSends: make.counter({
      name: "hydro_alert_sends_total",
      help: "Mails of alerts and calls of Alertmanagers, by outcome",
      labels: { channel: ["email", "alertmanager"], outcome: ["sent", "failed"] },
    }),
    weatherCalls: make.counter({
      name: "hydro_weather_calls_total",
      help: "Calls of the weather service, by outcome",
      labels: { outcome: ["ok", "failed"] },
    }),
    modelTrainings: make.counter({
      name: "hydro_model_trainings_total",
      help: "Plants looked at for a model of their own, by what came of it",
      labels: { outcome: ["too-few", "trained", "failed"] },
    }),
    calibrations: make.gauge({
      name: "hydro_calibrations",
      help: "Instruments with a calibration date, of all organisations: valid for more than 30 days, ends within 30 days, expired",
      labels: { state: ["valid", "due_30d", "expired"] },
    }),
  };
}

function machineMetrics(make: MetricMaker) {
  return {
    buildInfo: make.gauge({
      name: "hydro_build_info",
      help: "1, with the gateway's version and that of Node.js",
      labels: {
        version: { form: /^\d+\.\d+\.\d+/, words: "version of the gateway" },
        node: { form: /^v\d+\.\d+\.\d+/, words: "version of Node.js" },
      },
    }),
    poolConnections: make.gauge({
      name: "hydro_database_pool_connections",
      help: "Connections to PostgreSQL by pool: at work, idle, and callers that wait for one",
      labels: { pool: ["serve", "worker"], state: ["busy", "idle", "waiting"] },
    }),
    clockAhead: make.gauge({
      name: "hydro_clock_ahead_seconds",
      help: "By how much this machine's clock is ahead of the mirror's, to a few seconds; below 0: behind. Left out where no mirror has answered for ten minutes",
    }),
    databaseReady: make.gauge({
      name: "hydro_database_ready",
      help: "1 while PostgreSQL takes what this gateway writes; 0 while it is away or silent, full, only reads, or has a newer schema",
    }),
    diskFree: make.gauge({
      name: "hydro_disk_free_bytes",
      help: "Free on the file system of DATA_DIR, for this process's user",
    }),
    diskSize: make.gauge({ name: "hydro_disk_size_bytes", help: "Size of the file system of DATA_DIR" }),
    certificateExpiry: make.gauge({
      name: "hydro_tls_certificate_expiry_timestamp_seconds",
      help: "When the certificate that a listener shows, or the gateway to the broker (`mqtt-client`), ends, Unix time; left out where there is none",
      labels: { listener: tlsEnds },
    }),
    leader: make.gauge({
      name: "hydro_leader",
      help: "1 if this process runs the loop that one gateway of a database runs at a time",
      labels: { loop: leaderLoops },
    }),
  };
}
