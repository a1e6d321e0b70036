import type { Dashboard } from "./panels.ts";
import { increase, max, mean, now, quantile, rate, sum } from "./queries.ts";

/** What is doubted, by which rule, and who still has to decide. */
export const fraud: Dashboard = {
  uid: "hydro-fraud",
  title: "Hydro MRV / Fraud and data quality",
  description: "Verdicts, trust, the rules behind them, and readings that wait for a verifier.",
  rows: [
    {
      title: "Verdicts",
      panels: [
        {
          kind: "value",
          title: "Not approved",
          description:
            "Share of the readings in the time shown that were flagged or rejected. Above 30 % look for a firmware or a unit, not for fraud.",
          unit: "percentunit",
          queries: [
            {
              expr: `${sum(increase("hydro_readings_total", 'status=~"FLAGGED|REJECTED"'))} / ${sum(increase("hydro_readings_total"))}`,
              legend: "not approved",
            },
          ],
          thresholds: [
            { value: null, color: "green" },
            { value: 0.05, color: "yellow" },
            { value: 0.3, color: "red" },
          ],
          runbook: "ReadingsNotApproved",
        },
        {
          kind: "value",
          title: "Flagged",
          description: "Readings flagged in the time shown: a verifier decides on them.",
          unit: "short",
          queries: [{ expr: sum(increase("hydro_readings_total", 'status="FLAGGED"')), legend: "flagged" }],
        },
        {
          kind: "value",
          title: "Rejected",
          description: "Readings rejected in the time shown: they are kept and proven, and never count.",
          unit: "short",
          queries: [{ expr: sum(increase("hydro_readings_total", 'status="REJECTED"')), legend: "rejected" }],
        },
        {
          kind: "value",
          title: "Mean trust",
          description: "Mean trust score of the readings of late, 0 to 1.",
          unit: "percentunit",
          queries: [{ expr: mean("hydro_trust_score"), legend: "trust" }],
        },
        {
          kind: "value",
          title: "Wait for a verifier",
          description: "Readings that are flagged, were opened again, or have a correction proposed.",
          unit: "short",
          queries: [{ expr: sum(max(now("hydro_reviews_open"), "state")), legend: "open" }],
        },
        {
          kind: "value",
          title: "Refused messages",
          description: "MQTT messages in the time shown that were no reading, or of nobody who may send it.",
          unit: "short",
          queries: [{ expr: sum(increase("hydro_mqtt_messages_total", 'result="refused"')), legend: "refused" }],
        },
      ],
    },
    {
      title: "Trust",
      panels: [
        {
          kind: "heatmap",
          title: "Trust scores",
          description:
            "Readings a second by trust score. A second band below the usual one is a plant, a firmware, or a cheat.",
          unit: "percentunit",
          queries: [{ expr: sum(rate("hydro_trust_score_bucket"), "le"), legend: "{{le}}" }],
        },
        {
          kind: "lines",
          title: "Trust, lowest twentieth and half",
          description: "Five, and fifty, of a hundred readings have a trust score below this.",
          unit: "percentunit",
          queries: [
            { expr: quantile(0.05, "hydro_trust_score"), legend: "p5" },
            { expr: quantile(0.5, "hydro_trust_score"), legend: "p50" },
          ],
          min: 0,
          max: 1,
        },
        {
          kind: "stacked",
          title: "Share of each verdict",
          description: "Readings of late by verdict, as shares of all.",
          unit: "percentunit",
          queries: [
            {
              expr: `${sum(rate("hydro_readings_total"), "status")} / on () group_left () ${sum(rate("hydro_readings_total"))}`,
              legend: "{{status}}",
            },
          ],
          min: 0,
          max: 1,
          runbook: "ReadingsNotApproved",
        },
      ],
    },
    {
      title: "Rules",
      panels: [
        {
          kind: "stacked",
          title: "Rules against readings",
          description:
            "How often each rule stood against a reading that was flagged or rejected. docs/fraud.md says what each looks at.",
          unit: "ops",
          queries: [{ expr: sum(rate("hydro_reading_reasons_total"), "rule"), legend: "{{rule}}" }],
          runbook: "ReadingsNotApproved",
        },
        {
          kind: "bars",
          title: "Rules in the time shown",
          description: "The ten rules that stood most often against readings.",
          unit: "short",
          queries: [
            {
              expr: `topk(10, ${sum(increase("hydro_reading_reasons_total"), "rule", "effect")})`,
              legend: "{{rule}} ({{effect}})",
            },
          ],
          min: 0,
        },
        {
          kind: "lines",
          title: "Open reviews",
          description: "Readings that wait for a verifier, by why.",
          unit: "short",
          queries: [{ expr: max(now("hydro_reviews_open"), "state"), legend: "{{state}}" }],
        },
      ],
    },
    {
      title: "Senders",
      panels: [
        {
          kind: "lines",
          title: "Calls refused",
          description:
            "Calls a second without a right: 401 no credential that holds, 403 not for this one, 409 other content for an interval on record.",
          unit: "reqps",
          queries: [
            {
              expr: sum(rate("http_server_request_duration_seconds_count", 'status=~"401|403|409"'), "status"),
              legend: "{{status}}",
            },
          ],
        },
        {
          kind: "lines",
          title: "Repeats",
          description:
            "Readings a second that were there already. A replayed day shows here, and as other content for the same interval (409).",
          unit: "ops",
          queries: [{ expr: sum(rate("hydro_reading_repeats_total")), legend: "repeats" }],
        },
        {
          kind: "lines",
          title: "Models of plants",
          description: "Plants looked at for a model of their own, by what came of it.",
          unit: "ops",
          queries: [{ expr: sum(rate("hydro_model_trainings_total"), "outcome"), legend: "{{outcome}}" }],
        },
      ],
    },
  ],
};
