import { collectDefaultMetrics } from "prom-client";
import { Measurements } from "./measurements.ts";
import { MetricMaker } from "./metric.ts";
import { fleetMetrics } from "./metrics-fleet.ts";
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
  const measurements = new Measurements();
  return {
    registry,
    list,
    measurements,
    /** The text that Prometheus reads. */
    async scrape(): Promise<string> {
      await measurements.refresh();
      return registry.metrics();
    },
    ...servingMetrics(make),
    ...ledgerMetrics(make),
    ...upkeepMetrics(make),
    ...fleetMetrics(make),
  };
}
