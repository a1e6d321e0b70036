import { z } from "@hono/zod-openapi";
import { json } from "./answers.ts";
import * as examples from "./examples.ts";
import { failures, type Operation, open } from "./operation.ts";

const healthSchema = z
  .object({
    status: z.enum(["ready", "not-ready"]),
    checks: z.array(z.object({ name: z.string(), ok: z.boolean(), detail: z.string() })),
  })
  .meta({ id: "Readiness" });

const live = open(
  {
    method: "get",
    path: "/health/live",
    operationId: "getLiveness",
    tags: ["Operation"],
    summary: "Is the process alive?",
    description: "Looks at nothing else: restart the process when this does not answer.",
    responses: {
      200: {
        description: "Alive",
        content: {
          "application/json": { schema: z.object({ status: z.literal("live") }), example: { status: "live" } },
        },
      },
      ...failures("internal"),
    },
  },
  (_deps, { c }) => json(c, { status: "live" }),
  { unlimited: true },
);

const ready = open(
  {
    method: "get",
    path: "/health/ready",
    operationId: "getReadiness",
    tags: ["Operation"],
    summary: "Can the gateway take readings?",
    description: "Send traffic only where this answers 200. Each check says what it found.",
    responses: {
      200: { description: "Ready", content: { "application/json": { schema: healthSchema, example: examples.ready } } },
      503: {
        description: "Not ready, and why",
        content: { "application/json": { schema: healthSchema, example: examples.notReady } },
      },
      ...failures("internal"),
    },
  },
  async (deps, { c }) => {
    const { ready: isReady, checks } = await deps.readiness();
    return json(c, { status: isReady ? "ready" : "not-ready", checks }, isReady ? 200 : 503);
  },
  { unlimited: true },
);

export const healthOperations: readonly Operation[] = [live, ready];
