import type { Dashboard } from "./panels.ts";
import { increase, max, now, rate, sum } from "./queries.ts";

/** All plants together: metrics name none, the portal and the API do. */
export const fleet: Dashboard = {
  uid: "hydro-fleet",
  title: "Hydro MRV / Plant fleet",
  description:
    "Plants, devices, readings, alerts and calibrations of all organisations, in counts. Which plant it is, the API says: metrics name nobody.",
  rows: [
    {
      title: "Fleet",
      panels: [
        {
          kind: "value",
          title: "Plants that report",
          description: "Plants whose newest reading ended within three of its intervals, at least 15 minutes.",
          unit: "short",
          queries: [{ expr: max(now("hydro_plants", 'freshness="reporting"')), legend: "reporting" }],
        },
        {
          kind: "value",
          title: "Late",
          description: "Plants whose newest reading is overdue by up to a day.",
          unit: "short",
          queries: [{ expr: max(now("hydro_plants", 'freshness="late"')), legend: "late" }],
          thresholds: [
            { value: null, color: "green" },
            { value: 1, color: "orange" },
          ],
        },
        {
          kind: "value",
          title: "Silent",
          description: "Plants that have not been heard for more than a day beyond what is usual for them.",
          unit: "short",
          queries: [{ expr: max(now("hydro_plants", 'freshness="silent"')), legend: "silent" }],
          thresholds: [
            { value: null, color: "green" },
            { value: 1, color: "red" },
          ],
        },
        {
          kind: "value",
          title: "Organisations",
          description: "Organisations with an account here, the registrar's among them.",
          unit: "short",
          queries: [{ expr: max(now("hydro_organisations")), legend: "organisations" }],
        },
        {
          kind: "value",
          title: "Alerts firing",
          description: "Alerts at plants that fire and that nobody has acknowledged.",
          unit: "short",
          queries: [{ expr: sum(max(now("hydro_alerts_open", 'state="firing"'), "severity")), legend: "firing" }],
          thresholds: [
            { value: null, color: "green" },
            { value: 1, color: "orange" },
          ],
        },
        {
          kind: "value",
          title: "Calibrations ended",
          description: "Instruments whose calibration has ended: what they measure may not count.",
          unit: "short",
          queries: [{ expr: max(now("hydro_calibrations", 'state="expired"')), legend: "ended" }],
          thresholds: [
            { value: null, color: "green" },
            { value: 1, color: "red" },
          ],
          runbook: "Calibrations",
        },
      ],
    },
    {
      title: "Plants and devices",
      panels: [
        {
          kind: "stacked",
          title: "Plants by freshness",
          description: "By the newest reading of any of a plant's devices.",
          unit: "short",
          queries: [{ expr: max(now("hydro_plants"), "freshness"), legend: "{{freshness}}" }],
          runbook: "NoReadings",
        },
        {
          kind: "bars",
          title: "Devices by kind",
          description: "Devices of all plants.",
          unit: "short",
          queries: [{ expr: max(now("hydro_devices"), "kind"), legend: "{{kind}}" }],
          min: 0,
        },
        {
          kind: "bars",
          title: "Calibrations",
          description: "Instruments by how their calibration stands: valid, ends within 30 days, has ended.",
          unit: "short",
          queries: [{ expr: max(now("hydro_calibrations"), "state"), legend: "{{state}}" }],
          min: 0,
          runbook: "Calibrations",
        },
      ],
    },
    {
      title: "Readings",
      panels: [
        {
          kind: "stacked",
          title: "Readings",
          description: "Readings recorded a second, by verdict.",
          unit: "ops",
          queries: [{ expr: sum(rate("hydro_readings_total"), "status"), legend: "{{status}}" }],
          runbook: "NoReadings",
        },
        {
          kind: "bars",
          title: "Readings in the time shown",
          description: "By verdict. Only approved ones can ever count.",
          unit: "short",
          queries: [{ expr: sum(increase("hydro_readings_total"), "status"), legend: "{{status}}" }],
          min: 0,
        },
        {
          kind: "lines",
          title: "Repeats and context",
          description:
            "Readings answered with an earlier record, and readings judged with a river's gauge or the weather as a hint.",
          unit: "ops",
          queries: [
            { expr: sum(rate("hydro_reading_repeats_total")), legend: "repeats" },
            { expr: sum(rate("hydro_context_readings_total")), legend: "with context" },
          ],
        },
      ],
    },
    {
      title: "Alerts at plants",
      panels: [
        {
          kind: "stacked",
          title: "Open alerts by severity",
          description: "Alerts that are not resolved.",
          unit: "short",
          queries: [
            { expr: sum(max(now("hydro_alerts_open"), "severity", "state"), "severity"), legend: "{{severity}}" },
          ],
        },
        {
          kind: "stacked",
          title: "Open alerts by state",
          description: "Pending ones have not held long enough to be told of; acknowledged ones somebody looks after.",
          unit: "short",
          queries: [{ expr: sum(max(now("hydro_alerts_open"), "severity", "state"), "state"), legend: "{{state}}" }],
        },
        {
          kind: "lines",
          title: "People told",
          description: "Mails of alerts and calls of Alertmanagers a second, by outcome.",
          unit: "ops",
          queries: [
            { expr: sum(rate("hydro_alert_sends_total"), "channel", "outcome"), legend: "{{channel}} {{outcome}}" },
          ],
          runbook: "AlertsNotSent",
        },
        {
          kind: "lines",
          title: "Looks at rules that failed",
          description: "Looks at a plant's alert rules that failed and are made again: more than a few are a fault.",
          unit: "ops",
          queries: [
            {
              expr: sum(rate("hydro_alert_plants_failed_total")),
              legend: "failed",
              steady: "only a fault of the gateway or its database moves it",
            },
          ],
        },
        {
          kind: "lines",
          title: "Weather",
          description: "Calls of the weather service a second, by outcome. Verdicts do without when it fails.",
          unit: "ops",
          queries: [{ expr: sum(rate("hydro_weather_calls_total"), "outcome"), legend: "{{outcome}}" }],
        },
        {
          kind: "lines",
          title: "Models trained",
          description: "Plants looked at for a model of their own, by what came of it.",
          unit: "ops",
          queries: [{ expr: sum(rate("hydro_model_trainings_total"), "outcome"), legend: "{{outcome}}" }],
        },
      ],
    },
  ],
};
