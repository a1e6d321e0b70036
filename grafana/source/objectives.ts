import type { Dashboard, Panel } from "./panels.ts";
import { max, now, quantile, rate, recorded, sum } from "./queries.ts";

type Objective = {
  /** Of the recording rules: `job:SERIES:ratio_rate1h`. */
  readonly series: string;
  readonly name: string;
  readonly promise: string;
  /** Share that may fail. */
  readonly budget: number;
  readonly runbook: string;
};

const requests: Objective = {
  series: "hydro_slo_requests_bad",
  name: "Requests",
  promise: "99.9 % of requests to the API and the public log are not answered 5xx",
  budget: 0.001,
  runbook: "RequestBudgetBurns",
};
const anchoring: Objective = {
  series: "hydro_anchor_slo_records_late",
  name: "Anchoring",
  promise: "99 % of approved records are anchored on the ledger within 60 s",
  budget: 0.01,
  runbook: "AnchorBudgetBurns",
};

const windows = ["5m", "30m", "1h", "2h", "6h", "1d", "3d"] as const;
const share = ({ series }: Objective, window: string) => recorded(`job:${series}:ratio_rate${window}`);

function panelsOf(objective: Objective): Panel[] {
  const { name, promise, budget, runbook } = objective;
  return [
    {
      kind: "value",
      title: `${name}: budget left`,
      description: `What is left of 30 days' allowance; ${promise}. Below 0 the promise is broken.`,
      unit: "percentunit",
      queries: [{ expr: `1 - max by (job) (${share(objective, "30d")}) / ${budget}`, legend: "{{job}}" }],
      thresholds: [
        { value: null, color: "red" },
        { value: 0.1, color: "yellow" },
        { value: 0.5, color: "green" },
      ],
      max: 1,
      runbook,
    },
    {
      kind: "value",
      title: `${name}: kept over 30 days`,
      description: `Share that kept the promise over 30 days: ${promise}.`,
      unit: "percentunit",
      queries: [{ expr: `1 - max by (job) (${share(objective, "30d")})`, legend: "{{job}}" }],
      thresholds: [
        { value: null, color: "red" },
        { value: 1 - budget, color: "green" },
      ],
      runbook,
    },
    {
      kind: "lines",
      title: `${name}: speed of spending`,
      description:
        "How many times faster than allowed the budget is spent, over windows. A page at 14.4 (1h and 5m) and 6 (6h and 30m), a ticket at 3 (1d and 2h) and 1 (3d and 6h).",
      unit: "short",
      queries: windows.map((window) => ({
        expr: `max by (job) (${share(objective, window)}) / ${budget}`,
        legend: window,
      })),
      min: 0,
      runbook,
    },
    {
      kind: "lines",
      title: `${name}: share that failed`,
      description: `Over five minutes and an hour, of ${name.toLowerCase()}; allowed on average are ${budget * 100} %.`,
      unit: "percentunit",
      queries: ["5m", "1h"].map((window) => ({ expr: `max by (job) (${share(objective, window)})`, legend: window })),
      min: 0,
      runbook,
    },
  ];
}

/** Whether the two promises are kept, and how fast their budgets are spent. */
export const objectives: Dashboard = {
  uid: "hydro-slo",
  title: "Hydro MRV / Objectives",
  description:
    "Two promises and what is left of their budgets: 99.9 % of requests accepted, 99 % of approved records anchored within 60 s. Needs deploy/prometheus/rules.",
  rows: [
    { title: "99.9 % of requests are accepted", panels: panelsOf(requests) },
    { title: "99 % of approved records are anchored within 60 s", panels: panelsOf(anchoring) },
    {
      title: "Behind them",
      panels: [
        {
          kind: "lines",
          title: "Alerts",
          description: "Alerts of deploy/prometheus/rules that fire or are about to.",
          unit: "short",
          queries: [
            {
              expr: 'sum by (alertname, alertstate) (ALERTS{job=~"$job", severity=~"page|ticket"})',
              legend: "{{alertname}} {{alertstate}}",
            },
          ],
        },
        {
          kind: "stacked",
          title: "Requests that count",
          description: "Requests a second that count for the promise, good and bad.",
          unit: "reqps",
          queries: [{ expr: sum(rate("hydro_slo_requests_total"), "result"), legend: "{{result}}" }],
          runbook: requests.runbook,
        },
        {
          kind: "lines",
          title: "Records that wait too long",
          description: "Approved records that have waited for more than 60 s now, and the time that 99 of 100 take.",
          unit: "short",
          queries: [
            { expr: max(now("hydro_anchor_pending_late")), legend: "late now" },
            { expr: quantile(0.99, "hydro_anchor_seconds"), legend: "p99, s" },
          ],
          runbook: anchoring.runbook,
        },
      ],
    },
  ],
};
