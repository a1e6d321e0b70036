import { z } from "@hono/zod-openapi";
import { failures, type Operation, open } from "./operation.ts";

const getMetrics = open(
  {
    method: "get",
    path: "/metrics",
    operationId: "getMetrics",
    tags: ["Operation"],
    summary: "Metrics for Prometheus",
    description: "Text exposition format. No label holds text that a client sent.",
    responses: {
      200: {
        description: "All metrics",
        content: { "text/plain": { schema: z.string(), example: "# TYPE hydro_log_size gauge\nhydro_log_size 119\n" } },
      },
      ...failures("internal"),
    },
  },
  async (deps, { c }) => {
    const { registry } = deps.metrics;
    return c.body(await deps.metrics.scrape(), 200, { "Content-Type": registry.contentType });
  },
  { unlimited: true },
);

export const metricsOperations: readonly Operation[] = [getMetrics];
