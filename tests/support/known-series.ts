import type { Labels, LabelValues } from "../../src/platform/metric.ts";
import { createMetrics } from "../../src/platform/metrics.ts";
import { readQuery, targetLabels } from "./promql.ts";

/** What a gateway's `/metrics` has, as queries name it. */
export type KnownSeries = { readonly type: string; readonly labels: Labels };

/** Every series of a gateway by name, histograms in their three parts, the process's own included. */
export async function knownSeries(): Promise<ReadonlyMap<string, KnownSeries>> {
  const { list, registry } = createMetrics({ processMetrics: true });
  const known = new Map<string, KnownSeries>();
  const add = (name: string, type: string, labels: Labels) => {
    if (type !== "histogram") known.set(name, { type, labels });
    else {
      const le = { form: /./, words: "bound" };
      known.set(`${name}_bucket`, { type: "bucket", labels: { ...labels, le } });
      known.set(`${name}_sum`, { type: "counter", labels });
      known.set(`${name}_count`, { type: "counter", labels });
    }
  };
  for (const { name, type, values } of await registry.getMetricsAsJSON()) {
    const names = new Set(values.flatMap(({ labels }) => Object.keys(labels)));
    names.delete("le");
    add(name, String(type), Object.fromEntries([...names].map((label) => [label, { form: /./, words: "" }])));
  }
  for (const { name, type, labels } of list) add(name, type, (labels ?? {}) as Labels);
  return known;
}

/** Series of Prometheus itself that rules and dashboards may use. */
const ofPrometheus: Readonly<Record<string, KnownSeries>> = {
  up: { type: "gauge", labels: {} },
  ALERTS: { type: "gauge", labels: { alertname: [], alertstate: ["firing", "pending"], severity: [], slo: [] } },
  prometheus_rule_evaluation_failures_total: { type: "counter", labels: { rule_group: [] } },
  prometheus_notifications_dropped_total: { type: "counter", labels: {} },
};

export type Vocabulary = {
  readonly series: ReadonlyMap<string, KnownSeries>;
  /** Names of recording rules. They keep the label `job` alone. */
  readonly recorded: ReadonlySet<string>;
};

/** What is wrong with the series and labels that a query names, each in a sentence. */
export function unknownIn(expression: string, { series, recorded }: Vocabulary, legend = ""): string[] {
  const { selectors, groupedBy } = readQuery(expression);
  const labels = new Set<string>(["job"]);
  const wrong: string[] = [];
  for (const { name, matchers } of selectors) {
    const known =
      series.get(name) ?? ofPrometheus[name] ?? (recorded.has(name) ? { type: "recorded", labels: {} } : undefined);
    if (known === undefined) {
      wrong.push(`no gateway has a metric ${name}`);
      continue;
    }
    if (known.type !== "recorded") for (const label of targetLabels) labels.add(label);
    for (const label of Object.keys(known.labels)) labels.add(label);
    for (const { label, op, value } of matchers) {
      if (label === "job" || (label === "instance" && known.type !== "recorded")) continue;
      const values = known.labels[label];
      if (values === undefined) wrong.push(`${name} has no label ${label}`);
      else if (!allows(values, op, value)) wrong.push(`${name} has no ${label} "${value}"`);
    }
  }
  const shown = [...legend.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, label = ""]) => label);
  if (selectors.length === 0) wrong.push("it asks for no series");
  for (const label of [...groupedBy, ...shown]) {
    if (!labels.has(label)) wrong.push(`none of its series has a label ${label}`);
  }
  return wrong;
}

function allows(values: LabelValues, op: string, value: string): boolean {
  if ("form" in values) return op.includes("~") || values.form.test(value);
  if (values.length === 0) return true;
  return op.includes("~") ? values.some((one) => new RegExp(`^(?:${value})$`).test(one)) : values.includes(value);
}
