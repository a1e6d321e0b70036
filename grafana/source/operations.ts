import type { Dashboard } from "./panels.ts";
import { increase, max, mean, now, quantile, rate, sum } from "./queries.ts";

const requests = "http_server_request_duration_seconds";

/** Is it up, how fast does it answer, what waits where. */
export const operations: Dashboard = {
  uid: "hydro-operations",
  title: "Hydro MRV / Operations",
  description:
    "Requests, the way of readings into the database, live streams, MQTT, queues, and what the process runs on.",
  rows: [
    {
      title: "Now",
      panels: [
        {
          kind: "value",
          title: "Gateways up",
          description: "Gateways that Prometheus reaches. With none, devices keep their readings and repeat them.",
          unit: "short",
          queries: [{ expr: sum(now("up")), legend: "up", steady: "gateways stay up under load" }],
          thresholds: [
            { value: null, color: "red" },
            { value: 1, color: "green" },
          ],
          runbook: "GatewayDown",
        },
        {
          kind: "value",
          title: "Version",
          description: "Versions of the gateways that run; two of them while a release is rolled out.",
          unit: "none",
          queries: [
            {
              expr: sum(now("hydro_build_info"), "version", "node"),
              legend: "{{version}} on {{node}}",
              steady: "a version does not change while it runs",
            },
          ],
        },
        {
          kind: "value",
          title: "Requests",
          description: "Requests answered a second, of all routes.",
          unit: "reqps",
          queries: [{ expr: sum(rate(`${requests}_count`)), legend: "requests" }],
        },
        {
          kind: "value",
          title: "Accepted",
          description:
            "Share of requests to the API and the public log that were not answered 5xx, over the time shown. 99.9 % are promised.",
          unit: "percentunit",
          queries: [
            {
              expr: `${sum(increase("hydro_slo_requests_total", 'result="good"'))} / ${sum(increase("hydro_slo_requests_total"))}`,
              legend: "accepted",
            },
          ],
          thresholds: [
            { value: null, color: "red" },
            { value: 0.999, color: "green" },
          ],
          runbook: "RequestBudgetBurns",
        },
        {
          kind: "value",
          title: "p99 of all answers",
          description:
            "99 of 100 requests are answered within this time. Calls that wait for an anchor are among them: a ledger takes seconds.",
          unit: "s",
          queries: [{ expr: quantile(0.99, requests), legend: "p99" }],
        },
        {
          kind: "value",
          title: "In flight",
          description: "Requests that are being answered now, live streams not among them.",
          unit: "short",
          queries: [{ expr: sum(now("hydro_http_requests_in_flight")), legend: "in flight" }],
        },
      ],
    },
    {
      title: "Requests",
      panels: [
        {
          kind: "stacked",
          title: "Requests by route",
          description: "Requests a second, by the route's template; unmatched is what scanners try.",
          unit: "reqps",
          queries: [{ expr: sum(rate(`${requests}_count`), "route"), legend: "{{route}}" }],
        },
        {
          kind: "stacked",
          title: "Answers by status",
          description: "4xx is what callers did wrong, 5xx is ours.",
          unit: "reqps",
          queries: [{ expr: sum(rate(`${requests}_count`), "status"), legend: "{{status}}" }],
          runbook: "RequestBudgetBurns",
        },
        {
          kind: "lines",
          title: "Time to answer",
          description: "Half, 95 and 99 of 100 requests are answered within these times.",
          unit: "s",
          queries: [
            { expr: quantile(0.5, requests), legend: "p50" },
            { expr: quantile(0.95, requests), legend: "p95" },
            { expr: quantile(0.99, requests), legend: "p99" },
          ],
        },
        {
          kind: "lines",
          title: "p95 by route",
          description: "95 of 100 requests of a route are answered within this time.",
          unit: "s",
          queries: [{ expr: quantile(0.95, requests, "route"), legend: "{{route}}" }],
        },
        {
          kind: "lines",
          title: "Refused by a quota",
          description: "Requests a second that were beyond the quota of a key, an organisation, or an address (429).",
          unit: "reqps",
          queries: [{ expr: sum(rate("hydro_requests_refused_total"), "policy"), legend: "{{policy}}" }],
        },
        {
          kind: "lines",
          title: "Never a request",
          description: "Connections whose bytes never became a request: too late, too long, or no HTTP.",
          unit: "ops",
          queries: [{ expr: sum(rate("hydro_http_unreadable_total"), "why"), legend: "{{why}}" }],
        },
      ],
    },
    {
      title: "Readings into the database",
      panels: [
        {
          kind: "stacked",
          title: "Readings by verdict",
          description: "Readings recorded a second, single ones, batches and MQTT alike.",
          unit: "ops",
          queries: [{ expr: sum(rate("hydro_readings_total"), "status"), legend: "{{status}}" }],
        },
        {
          kind: "lines",
          title: "Stages, p95",
          description: "Where the time goes between a request's first byte and PostgreSQL's word that it is on disk.",
          unit: "s",
          queries: [{ expr: quantile(0.95, "hydro_pipeline_stage_seconds", "stage"), legend: "{{stage}}" }],
        },
        {
          kind: "lines",
          title: "Commit groups",
          description: "Time of one commit of many readings. It follows the disk.",
          unit: "s",
          queries: [
            { expr: quantile(0.5, "hydro_commit_seconds"), legend: "p50" },
            { expr: quantile(0.99, "hydro_commit_seconds"), legend: "p99" },
          ],
        },
        {
          kind: "lines",
          title: "Readings in a commit",
          description:
            "Mean number of readings that share one commit: it grows with load, that is what keeps commits few.",
          unit: "short",
          queries: [{ expr: mean("hydro_commit_group_size"), legend: "mean" }],
        },
        {
          kind: "lines",
          title: "Repeats",
          description:
            "Readings a second that were answered with the record of an earlier one: devices that did not hear the answer.",
          unit: "ops",
          queries: [{ expr: sum(rate("hydro_reading_repeats_total")), legend: "repeats" }],
        },
        {
          kind: "stacked",
          title: "MQTT messages",
          description: "Messages by what became of them: on record, there already, refused.",
          unit: "ops",
          queries: [{ expr: sum(rate("hydro_mqtt_messages_total"), "result"), legend: "{{result}}" }],
          runbook: "MqttBrokerAway",
        },
      ],
    },
    {
      title: "Streams, webhooks, mail",
      panels: [
        {
          kind: "lines",
          title: "Open live streams",
          description: "Streams by form, at all gateways.",
          unit: "short",
          queries: [{ expr: sum(now("hydro_stream_clients"), "form"), legend: "{{form}}" }],
        },
        {
          kind: "stacked",
          title: "Events sent to streams",
          description: "Each as often as it was sent.",
          unit: "ops",
          queries: [{ expr: sum(rate("hydro_stream_events_total"), "event"), legend: "{{event}}" }],
        },
        {
          kind: "lines",
          title: "Streams, p99 from commit to sending",
          description: "How long after its commit an event is sent to all streams.",
          unit: "s",
          queries: [{ expr: quantile(0.99, "hydro_stream_lag_seconds"), legend: "p99" }],
        },
        {
          kind: "lines",
          title: "Streams that ended",
          description: "By why: a slow consumer was dropped, one that is gone hung up itself.",
          unit: "ops",
          queries: [{ expr: sum(rate("hydro_streams_ended_total"), "why"), legend: "{{why}}" }],
        },
        {
          kind: "lines",
          title: "Webhook attempts",
          description: "Calls of webhooks a second; failed ones are repeated for days, and their owners see why.",
          unit: "ops",
          queries: [{ expr: sum(rate("hydro_webhook_attempts_total"), "outcome"), legend: "{{outcome}}" }],
        },
        {
          kind: "lines",
          title: "MQTT connections",
          description: "To the external broker, or of clients to the embedded one.",
          unit: "short",
          queries: [{ expr: sum(now("hydro_mqtt_connections")), legend: "connections" }],
          runbook: "MqttBrokerAway",
        },
      ],
    },
    {
      title: "Queues and database",
      panels: [
        {
          kind: "lines",
          title: "Depth of queues",
          description: "What waits, by queue. All of them empty by themselves.",
          unit: "short",
          queries: [{ expr: max(now("hydro_queue_depth"), "queue"), legend: "{{queue}}" }],
          runbook: "QueueOld",
        },
        {
          kind: "lines",
          title: "Age of the oldest in a queue",
          description: "How long the first in line has waited. A quarter of an hour is a ticket.",
          unit: "s",
          queries: [{ expr: max(now("hydro_queue_oldest_seconds"), "queue"), legend: "{{queue}}" }],
          runbook: "QueueOld",
        },
        {
          kind: "stacked",
          title: "Database connections",
          description: "Connections of each pool at work and idle, and callers that wait for one.",
          unit: "short",
          queries: [
            { expr: sum(now("hydro_database_pool_connections"), "pool", "state"), legend: "{{pool}} {{state}}" },
          ],
          runbook: "DatabasePoolWaits",
        },
        {
          kind: "lines",
          title: "Rollups behind",
          description: "Records that the sums by hour, day and month do not hold yet. Answers add them themselves.",
          unit: "short",
          queries: [{ expr: max(now("hydro_rollups_behind_records")), legend: "records" }],
          runbook: "RollupsBehind",
        },
        {
          kind: "bars",
          title: "Loops by leader",
          description:
            "Gateways that run each of the loops that one at a time runs: 1 everywhere is right, 0 is a loop without a gateway.",
          unit: "short",
          queries: [
            {
              expr: sum(now("hydro_leader"), "loop"),
              legend: "{{loop}}",
              steady: "a lease stays where it is while its gateway lives",
            },
          ],
          min: 0,
        },
        {
          kind: "lines",
          title: "Sign-ins",
          description: "Sign-ins of people, by outcome; many refused ones are somebody guessing.",
          unit: "ops",
          queries: [{ expr: sum(rate("hydro_sign_ins_total"), "outcome"), legend: "{{outcome}}" }],
        },
      ],
    },
    {
      title: "Process and machine",
      panels: [
        {
          kind: "lines",
          title: "Event loop, p99 late",
          description: "How late the process comes to what is due. Above half a second it is held up.",
          unit: "s",
          queries: [{ expr: max(now("nodejs_eventloop_lag_p99_seconds"), "instance"), legend: "{{instance}}" }],
          runbook: "EventLoopLag",
        },
        {
          kind: "lines",
          title: "Processor",
          description: "Cores that each gateway uses.",
          unit: "percentunit",
          queries: [{ expr: sum(rate("process_cpu_seconds_total"), "instance"), legend: "{{instance}}" }],
        },
        {
          kind: "lines",
          title: "Memory",
          description: "Resident memory, and what of it the heap uses.",
          unit: "bytes",
          queries: [
            { expr: max(now("process_resident_memory_bytes"), "instance"), legend: "{{instance}} resident" },
            { expr: max(now("nodejs_heap_size_used_bytes"), "instance"), legend: "{{instance}} heap" },
          ],
        },
        {
          kind: "lines",
          title: "Garbage collection",
          description: "Share of time that goes into collecting garbage.",
          unit: "percentunit",
          queries: [{ expr: sum(rate("nodejs_gc_duration_seconds_sum"), "instance"), legend: "{{instance}}" }],
        },
        {
          kind: "lines",
          title: "Open files",
          description: "File descriptors in use, connections and files, and how many may be.",
          unit: "short",
          queries: [
            { expr: max(now("process_open_fds"), "instance"), legend: "{{instance}}" },
            {
              expr: max(now("process_max_fds"), "instance"),
              legend: "{{instance}} at most",
              steady: "a limit of the process",
            },
          ],
          runbook: "FileDescriptorsLow",
        },
        {
          kind: "lines",
          title: "Disk free",
          description: "Free on the file system of DATA_DIR, as a share of it.",
          unit: "percentunit",
          queries: [{ expr: freeShare("hydro_disk_free_bytes", "hydro_disk_size_bytes"), legend: "{{instance}}" }],
          min: 0,
          max: 1,
          runbook: "DiskFilling",
        },
      ],
    },
  ],
};

function freeShare(part: string, whole: string): string {
  return `min by (instance) (${now(part)} / ${now(whole)})`;
}
