import { collectDefaultMetrics } from "prom-client";
import { MetricMaker } from "./metric.ts";
import { ledgerMetrics } from "./metrics-ledger.ts";
import { servingMetrics } from "./metrics-serving.ts";
import { upkeepMetrics } from "./metrics-upkeep.ts";

/**
 * Every metric of the gateway, labels bounded: no text that a client sends becomes a label. `npm run metrics` writes
 * them to docs/metrics.md, which dashboards and alerts are checked against.
 */
export type Metrics = ReturnType<typeof createMetrics>;

export function createMetrics(options: { processMetrics: boolean }) {
  const make = new MetricMaker();
  const { registry, list } = make;
  if (options.processMetrics) collectDefaultMetrics({ register: registry });
  return { registry, list, ...servingMetrics(make), ...ledgerMetrics(make), ...upkeepMetrics(make) };
}
