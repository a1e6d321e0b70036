import { type MetricMaker, secondsBuckets } from "./metric.ts";

/** Requests, readings, MQTT and live streams. */

/** Route of requests that met none: one label for whatever paths a scanner tries. */
export const unmatched = "unmatched";

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "OTHER"] as const;
const verdicts = ["APPROVED", "FLAGGED", "REJECTED"] as const;

/**
 * The way of readings through the gateway, single ones, batches and MQTT alike. `authenticate`: who sends it;
 * `read`: its bytes taken in and checked against the schema; `wait`: in line for a commit group; `look_up`: plants
 * locked and what is remembered of them read; `assess`: judged, rows handed to PostgreSQL meanwhile; `commit`: from the
 * last verdict to PostgreSQL's answer that all of it is on disk.
 */
export const pipelineStages = ["authenticate", "read", "wait", "look_up", "assess", "commit"] as const;
export type PipelineStage = (typeof pipelineStages)[number];

export function servingMetrics(make: MetricMaker) {
  return {
    requestSeconds: make.histogram({
      name: "http_server_request_duration_seconds",
      help: "Time to answer a request; of a live stream, until it is open",
      labels: {
        method: methods,
        route: { form: /^(\/.*|unmatched)$/, words: "path template of the API, or `unmatched`" },
        status: { form: /^[1-5]\d\d$/, words: "HTTP status" },
      },
      buckets: secondsBuckets,
    }),
    requestsInFlight: make.tally({
      name: "hydro_http_requests_in_flight",
      help: "Requests that are being answered; open live streams are not among them",
    }),
    unreadable: make.counter({
      name: "hydro_http_unreadable_total",
      help: "What never became a request: late, with too long headers, or no HTTP",
      labels: { why: ["late", "too-long", "no-http"] },
    }),
    requestsRefused: make.counter({
      name: "hydro_requests_refused_total",
      help: "Requests beyond a quota, by which",
      labels: { policy: ["key", "org", "address"] },
    }),
    verdicts: make.counter({
      name: "hydro_readings_total",
      help: "Readings recorded, by verdict",
      labels: { status: verdicts },
    }),
    samples: make.counter({
      name: "hydro_samples_total",
      help: "Samples kept, of plants with an accounting interval; their records are counted as readings",
    }),
    repeats: make.counter({
      name: "hydro_reading_repeats_total",
      help: "Readings answered with an earlier record",
    }),
    trustScore: make.histogram({
      name: "hydro_trust_score",
      help: "Trust score of recorded readings",
      buckets: [0.1, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 1],
    }),
    stageSeconds: make.histogram({
      name: "hydro_pipeline_stage_seconds",
      help: "Time of one stage of taking readings in: of a request or message, a wait in line, or a commit group",
      labels: { stage: pipelineStages },
      buckets: secondsBuckets,
    }),
    commitSeconds: make.histogram({
      name: "hydro_commit_seconds",
      help: "Time of one commit group",
      buckets: secondsBuckets,
    }),
    commitGroupSize: make.histogram({
      name: "hydro_commit_group_size",
      help: "Readings in one commit group",
      buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000],
    }),
    mqttMessages: make.counter({
      name: "hydro_mqtt_messages_total",
      help: "Messages that came by MQTT, by what became of them",
      labels: { result: ["accepted", "duplicate", "refused"] },
    }),
    mqttConnected: make.tally({
      name: "hydro_mqtt_connections",
      help: "Connections to the external broker, or of clients to the embedded one",
    }),
    contextUses: make.counter({
      name: "hydro_context_readings_total",
      help: "Readings that were judged with context from outside",
    }),
    streamClients: make.tally({
      name: "hydro_stream_clients",
      help: "Live streams that are open",
      labels: { form: ["sse", "websocket"] },
    }),
    streamEvents: make.counter({
      name: "hydro_stream_events_total",
      help: "Events sent to live streams, each as often as it was sent",
      labels: { event: ["reading", "sample", "verdict", "anchored", "alert", "rollup"] },
    }),
    streamsEnded: make.counter({
      name: "hydro_streams_ended_total",
      help: "Live streams that ended, by why: slow-consumer was dropped, gone hung up itself",
      labels: { why: ["slow-consumer", "credential-ended", "access-changed", "shutting-down", "gone"] },
    }),
    streamLagSeconds: make.histogram({
      name: "hydro_stream_lag_seconds",
      help: "From the commit of what is new to its sending to all live streams",
      buckets: secondsBuckets,
    }),
    signIns: make.counter({
      name: "hydro_sign_ins_total",
      help: "Sign-ins by outcome: ok, refused, blocked, or a code of the second factor was missing or wrong",
      labels: { outcome: ["ok", "refused", "blocked", "code"] },
    }),
  };
}
