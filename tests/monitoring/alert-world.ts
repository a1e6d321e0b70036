import { randomBytes } from "node:crypto";
import { telemetryBody } from "../../src/http/schemas.ts";
import { messageSchema } from "../../src/http/webhook-events.ts";
import type { Actor } from "../../src/kernel/actor.ts";
import { lookAtAlerts } from "../../src/monitoring/alert-evaluation.ts";
import type { AlertDeps } from "../../src/monitoring/alert-pass.ts";
import { alertRuleSchema } from "../../src/monitoring/alert-rule.ts";
import { createRule, setDefaults } from "../../src/monitoring/alert-rules.ts";
import { type Alert, listAlerts } from "../../src/monitoring/alerts.ts";
import { createMetrics } from "../../src/platform/metrics.ts";
import { acceptReading } from "../../src/telemetry/accept.ts";
import { createSeal } from "../../src/tenancy/seal.ts";
import { pilotBody } from "../support/pilot.ts";
import { type Bench, telemetryBench } from "../support/telemetry.ts";

export const plantId = "PLANT-HP-001";
export const minuteMs = 60_000;

/** Alerts of plants on a real database: readings go in, looks are made when a test says so. */
export async function alertWorld() {
  const bench = await telemetryBench();
  const metrics = createMetrics({ processMetrics: false });
  const random = { bytes: (length: number) => randomBytes(length) };
  const clock = { nowMs: () => bench.now };
  const log = bench.deps as unknown as { log: AlertDeps["log"] };
  const depsOf = (holderName = "one"): AlertDeps => ({
    ...{ db: bench.work.db, clock, random, metrics, holderName },
    log: log.log,
  });
  const seal = createSeal(randomBytes(32));
  const verbs = { db: bench.deps.db, clock, random, plantSecret: Buffer.alloc(32, 7), sendsMail: true, seal };
  return { bench, metrics, depsOf, verbs, ...handsOf(bench, depsOf, verbs) };
}

export type AlertWorld = Awaited<ReturnType<typeof alertWorld>>;

function handsOf(bench: Bench, depsOf: (holderName?: string) => AlertDeps, verbs: Parameters<typeof createRule>[0]) {
  const owner = (orgId = "acme"): Actor => bench.actorOf(orgId);
  return {
    owner,
    /** A look, and those that follow at once. */
    async look(deps: AlertDeps = depsOf()): Promise<void> {
      while ((await lookAtAlerts(deps, new AbortController().signal)) === "more");
    },
    later(minutes: number): void {
      bench.now += minutes * minuteMs;
    },
    /** A reading for the minutes that end `minutesAgo`. */
    async send(readings: object, { minutesAgo = 0, minutes = 5, orgId = "acme", more = {} } = {}): Promise<void> {
      const timestamp = new Date(bench.now - minutesAgo * minuteMs).toISOString();
      const body = telemetryBody.parse(
        pilotBody(readings as Record<string, unknown>, { timestamp, interval_s: minutes * 60, ...more }),
      );
      await acceptReading(bench.deps, owner(orgId), body);
    },
    async rule(rule: object, orgId = "acme") {
      return createRule(verbs, owner(orgId), plantId, alertRuleSchema.parse({ name: "a rule", ...rule }));
    },
    async withoutDefaults(orgId = "acme"): Promise<void> {
      await setDefaults(verbs, owner(orgId), plantId, false, () => undefined);
    },
    async alerts(orgId = "acme"): Promise<Alert[]> {
      return (await listAlerts(verbs, owner(orgId), { limit: 1000 })).alerts;
    },
    /** State and subject of each, newest first. */
    async states(orgId = "acme"): Promise<string[]> {
      const { alerts } = await listAlerts(verbs, owner(orgId), { limit: 1000 });
      return alerts.map(({ state, subject }) => `${state} ${subject}`.trim());
    },
    /** Types of the events that an organisation was told of about alerts, in order. */
    async told(orgId = "acme"): Promise<string[]> {
      const { rows } = await bench.connection.pool.query(
        "SELECT type, body FROM tenant_events WHERE org_id = $1 AND type LIKE 'alert.%' ORDER BY event_no",
        [orgId],
      );
      for (const { type, body } of rows) messageSchema(type).parse(JSON.parse(body));
      return rows.map(({ type }) => type);
    },
  };
}
