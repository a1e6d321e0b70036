import type { Labels, LabelValues, Listed } from "./metric.ts";
import { createMetrics } from "./metrics.ts";

/** `docs/metrics.md`: the list that dashboards, alerts and CI go by. */

type Row = { readonly name: string; readonly type: string; readonly labels: string; readonly help: string };

const intro = `# Metrics

What \`GET /metrics\` shows, in the Prometheus text format. Written by \`npm run metrics\` from \`src/platform/metrics*.ts\`:
a metric that is renamed or whose labels change fails CI until this page says the same, and dashboards and alert rules
are checked against it. How they are meant to be read: [observability.md](observability.md).

A histogram has the series \`_bucket\` (with the label \`le\`), \`_sum\` and \`_count\`. Labels hold only the values that are
listed, or have the form that is named: no text that a client sends, and nothing that names an organisation.
`;

const process = `
## Of the process

Made by the client library (prom-client), on Linux; elsewhere some are missing.
`;

/** The whole page. */
export async function metricsPage(): Promise<string> {
  const rows = ourRows();
  const ours = new Set(rows.map(({ name }) => name));
  const all = await createMetrics({ processMetrics: true }).registry.getMetricsAsJSON();
  const others = all
    .filter(({ name }) => !ours.has(name))
    .map(({ name, type, help }): Row => ({ name, type: String(type), labels: "", help }));
  return `${intro}\n${table(rows)}${process}\n${table(others)}`;
}

/** The gateway's own metrics, by name. */
export function ourRows(): Row[] {
  const { list } = createMetrics({ processMetrics: false });
  return sorted(list.map(({ name, type, labels, help }) => ({ name, type, labels: labelWords(labels), help })));
}

/** What differs between the gateway's own metrics and those that a page lists, each in a sentence that names it. */
export function differences(page: string): string[] {
  const listed = new Map(rowsOf(page).map((row) => [row.name, row]));
  const made = new Map(ourRows().map((row) => [row.name, row]));
  const gone = [...listed.values()].filter(({ name }) => !made.has(name) && !/^(process|nodejs)_/.test(name));
  const said = [...made.values()].flatMap((row) => {
    const before = listed.get(row.name);
    if (before === undefined) return [`${row.name} is new: the page does not list it`];
    return (["type", "labels", "help"] as const)
      .filter((part) => before[part] !== row[part])
      .map((part) => `${row.name} has another ${part}: "${before[part]}" in the page, "${row[part]}" in the code`);
  });
  return [...gone.map(({ name }) => `${name} is gone or has another name: dashboards and alerts may use it`), ...said];
}

function rowsOf(page: string): Row[] {
  return [...page.matchAll(/^\| `(\w+)` \| (\w+) \| (.*?) \| (.*) \|$/gm)].map(
    ([, name = "", type = "", labels = "", help = ""]) => ({ name, type, labels: labels.trim(), help }),
  );
}

function table(rows: readonly Row[]): string {
  const lines = sorted(rows).map(({ name, type, labels, help }) => `| \`${name}\` | ${type} | ${labels} | ${help} |`);
  return ["| Name | Type | Labels | Meaning |", "|---|---|---|---|", ...lines, ""].join("\n");
}

const sorted = (rows: readonly Row[]) => [...rows].sort((a, b) => (a.name < b.name ? -1 : 1));

function labelWords(labels: Listed["labels"]): string {
  return Object.entries((labels ?? {}) as Labels)
    .map(([name, values]) => `\`${name}\`: ${valueWords(values)}`)
    .join("; ");
}

function valueWords(values: LabelValues): string {
  return "form" in values ? values.words : values.map((value) => `\`${value}\``).join(", ");
}
