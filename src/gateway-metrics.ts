import { X509Certificate } from "node:crypto";
import { statfs } from "node:fs/promises";
import manifest from "../package.json" with { type: "json" };
import { anchoringGauges } from "./anchoring/log-store.ts";
import { lateBefore } from "./anchoring/slo.ts";
import { countCalibrations, heldLeases, type OwnQueue, standingOfQueues } from "./gateway-queues.ts";
import type { Clock } from "./kernel/time.ts";
import { countOpen } from "./monitoring/alert-tell.ts";
import type { ClockWatch } from "./platform/clock-watch.ts";
import type { Connection } from "./platform/database.ts";
import type { Log } from "./platform/log.ts";
import { forget } from "./platform/metric.ts";
import type { Metrics } from "./platform/metrics.ts";
import {
  type LeaderLoop,
  leaderLoops,
  openStates,
  queueNames,
  severities,
  type TlsEnd,
  tlsEnds,
} from "./platform/metrics-upkeep.ts";

/** The part of the composition root that says what gauges show. All of it is asked when somebody scrapes. */

export type MeasuringDeps = {
  readonly metrics: Metrics;
  readonly log: Log;
  readonly clock: Clock;
  readonly clockWatch: ClockWatch;
  readonly serve: Pick<Connection, "pool">;
  readonly worker: Connection;
  readonly holderName: string;
  readonly dataDir: string;
  /** Plants stay due for ever where nobody is asked about the weather any more: that is no line. */
  readonly asksWeather: boolean;
};

/** A line in memory. */
export type Line = { readonly depth: number; readonly oldestMs: number };

export function startMeasuring(deps: MeasuringDeps): void {
  const { metrics, log } = deps;
  metrics.buildInfo.set({ version: manifest.version, node: process.version }, 1);
  const warn: typeof metrics.measurements.onFailure = ({ measurement, error }) =>
    log.warn({ err: error, measurement }, "a metric cannot be measured and is left out until it can");
  metrics.measurements.onFailure = warn;
  // First, before the others take connections.
  measureMachine(deps);
  measureClock(deps);
  measureLog(deps);
  measureQueues(deps);
  measureUpkeep(deps);
}

type Readiness = () => Promise<{ readonly checks: readonly { readonly name: string; readonly ok: boolean }[] }>;

/** What balancers are told of the database: where devices send by MQTT alone, no answer shows it. */
export function measureReadiness({ metrics }: Pick<MeasuringDeps, "metrics">, readiness: Readiness): void {
  metrics.measurements.add({
    name: "readiness",
    async read() {
      const { checks } = await readiness();
      metrics.databaseReady.set(checks.some(({ name, ok }) => name === "database" && ok) ? 1 : 0);
    },
    forget: () => forget(metrics.databaseReady),
  });
}

/** Lines and certificates of listeners and connections that were opened later. */
export function measureEdges(
  { metrics }: Pick<MeasuringDeps, "metrics">,
  lines: Readonly<Record<OwnQueue, Line | undefined>>,
  certificates: Readonly<Record<TlsEnd, () => string | undefined>>,
): void {
  metrics.measurements.add({
    name: "own queues",
    keptMs: 0,
    read() {
      for (const queue of ["commit", "mqtt"] as const) {
        metrics.queueDepth.set({ queue }, lines[queue]?.depth ?? 0);
        metrics.queueOldestSeconds.set({ queue }, (lines[queue]?.oldestMs ?? 0) / 1000);
      }
    },
    forget: () => undefined,
  });
  for (const listener of tlsEnds) {
    const certificate = certificates[listener];
    if (certificate() === undefined) continue;
    metrics.measurements.add({
      name: `certificate of ${listener}`,
      keptMs: 0,
      read() {
        const { validToDate } = new X509Certificate(certificate() ?? "");
        metrics.certificateExpiry.set({ listener }, validToDate.getTime() / 1000);
      },
      forget: () => undefined,
    });
  }
}

function measureClock({ metrics, clockWatch }: MeasuringDeps): void {
  const { clockAhead } = metrics;
  metrics.measurements.add({
    name: "clock",
    keptMs: 0,
    read() {
      const { aheadMs } = clockWatch;
      if (aheadMs === undefined) forget(clockAhead);
      else clockAhead.set(aheadMs / 1000);
    },
    forget: () => forget(clockAhead),
  });
}

function measureLog({ metrics, worker, clock }: MeasuringDeps): void {
  const { outboxDepth, outboxOldestSeconds, logSize, anchoredSize, anchoringHalted } = metrics;
  const { anchorPendingLate, anchorLastSuccess } = metrics;
  const gauges = [outboxDepth, outboxOldestSeconds, logSize, anchoredSize, anchoringHalted, anchorPendingLate];
  const startedMs = Date.now() - 1000 * process.uptime();
  metrics.measurements.add({
    name: "log",
    async read() {
      const now = await anchoringGauges(worker.db, lateBefore(clock.nowMs()));
      const oldestMs = now.oldestWaitingAt === null ? 0 : clock.nowMs() - now.oldestWaitingAt.getTime();
      outboxDepth.set(now.waiting);
      outboxOldestSeconds.set(Math.max(0, oldestMs) / 1000);
      logSize.set(now.size);
      anchoredSize.set(now.anchoredSize);
      anchoringHalted.set(now.halted === null ? 0 : 1);
      anchorPendingLate.set(now.late);
      anchorLastSuccess.set((now.lastAnchoredAt?.getTime() ?? startedMs) / 1000);
    },
    forget: () => [...gauges, anchorLastSuccess].forEach(forget),
  });
}

function measureQueues({ metrics, worker, clock, asksWeather }: MeasuringDeps): void {
  metrics.measurements.add({
    name: "queues",
    async read() {
      for (const { queue, depth, oldestS } of await standingOfQueues(worker.db, new Date(clock.nowMs()))) {
        const isNone = queue === "weather" && !asksWeather;
        metrics.queueDepth.set({ queue }, isNone ? 0 : depth);
        metrics.queueOldestSeconds.set({ queue }, isNone ? 0 : oldestS);
      }
    },
    forget() {
      // Those of the process itself stay.
      for (const queue of queueNames.filter((name) => name !== "commit" && name !== "mqtt")) {
        metrics.queueDepth.remove({ queue });
        metrics.queueOldestSeconds.remove({ queue });
      }
    },
  });
}

function measureUpkeep({ metrics, worker, clock, holderName }: MeasuringDeps): void {
  const { alertsOpen, calibrations, leader } = metrics;
  metrics.measurements.add(
    {
      name: "alerts",
      async read() {
        const open = await countOpen(worker.db);
        for (const severity of severities) for (const state of openStates) alertsOpen.set({ severity, state }, 0);
        for (const { severity, state, count } of open) alertsOpen.set({ severity, state }, count);
      },
      forget: () => forget(alertsOpen),
      keptMs: 15_000,
    },
    {
      name: "calibrations",
      async read() {
        const { valid, due, expired } = await countCalibrations(worker.db, new Date(clock.nowMs()));
        calibrations.set({ state: "valid" }, valid);
        calibrations.set({ state: "due_30d" }, due);
        calibrations.set({ state: "expired" }, expired);
      },
      forget: () => forget(calibrations),
      keptMs: 60_000,
    },
    {
      name: "leases",
      async read() {
        const held = new Set((await heldLeases(worker.db, holderName)).map(loopOf));
        for (const loop of leaderLoops) leader.set({ loop }, held.has(loop) ? 1 : 0);
      },
      forget: () => forget(leader),
    },
  );
}

/** Readings that gateways share come by numbered seats. */
function loopOf(lease: string): LeaderLoop | undefined {
  if (lease === "mqtt/metrics") return "mqtt-metrics";
  if (lease.startsWith("mqtt/")) return "mqtt-readings";
  return leaderLoops.find((loop) => loop === lease);
}

function measureMachine({ metrics, serve, worker, dataDir }: MeasuringDeps): void {
  const { diskFree, diskSize, poolConnections } = metrics;
  metrics.measurements.add(
    {
      name: "pools",
      keptMs: 0,
      read() {
        for (const [pool, { totalCount, idleCount, waitingCount }] of Object.entries({
          serve: serve.pool,
          worker: worker.pool,
        }) as ["serve" | "worker", Connection["pool"]][]) {
          poolConnections.set({ pool, state: "busy" }, totalCount - idleCount);
          poolConnections.set({ pool, state: "idle" }, idleCount);
          poolConnections.set({ pool, state: "waiting" }, waitingCount);
        }
      },
      forget: () => forget(poolConnections),
    },
    {
      name: "disk",
      async read() {
        const { bavail, blocks, bsize } = await statfs(dataDir);
        diskFree.set(bavail * bsize);
        diskSize.set(blocks * bsize);
      },
      forget() {
        forget(diskFree);
        forget(diskSize);
      },
      keptMs: 15_000,
    },
  );
}
