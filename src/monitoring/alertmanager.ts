import type { Clock } from "../kernel/time.ts";
import type { Db } from "../platform/database.ts";
import { takeLease } from "../platform/lease.ts";
import type { Log } from "../platform/log.ts";
import type { Metrics } from "../platform/metrics.ts";
import { type Outbound, OutboundError } from "../platform/outbound.ts";
import { type Channel, isFor, listChannels, noteSent } from "./alert-channel-store.ts";
import { type Alert, alertsToRepeat } from "./alert-store.ts";

/**
 * Tells Alertmanagers what fires, again and again until it is over, as they expect of a client (prometheus.io, "Sending
 * alerts"): each alert ends by itself there if nobody repeats it. What has ended is repeated for a while with its end,
 * so that a call that was lost costs nothing.
 */
export type AlertmanagerDeps = {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Pick<Metrics, "alertSends">;
  readonly outbound: Outbound;
  readonly holderName: string;
  /** The operator's own, for the alerts of all organisations. */
  readonly operatorUrl: string | undefined;
  publicUrl(): string;
};

/** How often what fires is said again, ms; how long it holds without that; how long what has ended is said. */
export const repeatMs = 60_000;
const holdsMs = 4 * repeatMs;
const endedMs = 15 * 60_000;

const lease = "alertmanager";
const timeoutMs = 10_000;
/** Of one call. */
const mostAlerts = 200;
/** How many are told at once, and of those that did not take the last call; how long a round goes on to try these, ms. */
const widest = 32;
const widestOfAiling = 8;
const patienceMs = repeatMs / 2;

type Target = Pick<Channel, "target" | "plants" | "leastSeverity"> & { readonly of?: Channel };

/** Says it once to each. */
export async function tellAlertmanagers(deps: AlertmanagerDeps, signal: AbortSignal): Promise<"idle"> {
  const targets = await targetsOf(deps);
  if (targets.length === 0) return "idle";
  if ((await takeLease(deps.db, lease, deps.holderName, 2 * repeatMs)) === undefined) return "idle";
  const nowMs = deps.clock.nowMs();
  const alerts = await alertsToRepeat(deps.db, new Date(nowMs - endedMs));
  const say = (target: Target) => tell(deps, target, alerts, nowMs);
  const patience = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
  const ailing = targets.filter(isAiling).toSorted((a, b) => triedAt(a) - triedAt(b));
  await Promise.all([
    inLanes(
      targets.filter((one) => !isAiling(one)),
      { width: widest, signal },
      say,
    ),
    inLanes(ailing, { width: widestOfAiling, signal: patience }, say),
  ]);
  return "idle";
}

/**
 * One that did not take the last call. These have lanes of their own and only part of a round, whoever was tried longest ago
 * first: each may take its whole time-out, and what fires ends at all the others when a round lasts longer than it holds.
 */
const isAiling = ({ of }: Target): boolean =>
  of !== undefined && of.lastError !== null && of.lastError.at.getTime() > (of.lastSentAt?.getTime() ?? 0);

const triedAt = ({ of }: Target): number => of?.lastError?.at.getTime() ?? 0;

/** Works through all of them, so many at a time, until the signal aborts; what is under way then is waited for. */
async function inLanes<T>(
  all: readonly T[],
  { width, signal }: { readonly width: number; readonly signal: AbortSignal },
  work: (one: T) => Promise<void>,
): Promise<void> {
  const left = all.values();
  const lane = async () => {
    for (const one of left) {
      if (signal.aborted) return;
      await work(one);
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
}

async function targetsOf({ db, operatorUrl }: AlertmanagerDeps): Promise<Target[]> {
  const channels = await listChannels(db, { kind: "alertmanager" });
  const own: Target[] = operatorUrl === undefined ? [] : [{ target: operatorUrl, plants: null, leastSeverity: "info" }];
  return [...own, ...channels.map((of) => ({ ...of, of }))];
}

async function tell(deps: AlertmanagerDeps, target: Target, alerts: readonly Alert[], nowMs: number): Promise<void> {
  const meant = alerts.filter(
    (one) => (target.of === undefined || one.orgId === target.of.orgId) && isFor(target, one),
  );
  if (meant.length === 0) return;
  const publicUrl = deps.publicUrl();
  let error: string | undefined;
  const told = newestOfEach(meant).map((one) => postable(one, nowMs, publicUrl));
  for (let i = 0; i < told.length && (error === undefined || error === notAllTaken); i += mostAlerts)
    error = (await post(deps, target.target, told.slice(i, i + mostAlerts))) ?? error;
  deps.metrics.alertSends.inc({ channel: "alertmanager", outcome: error === undefined ? "sent" : "failed" });
  if (target.of !== undefined) await noteSent(deps.db, target.of, new Date(nowMs), error);
}

/** So an Alertmanager answers that refuses one of several alerts and has taken the others: those behind them are told too. */
const notAllTaken = "status 400";

/** @returns why it failed, in a word or two */
async function post(deps: AlertmanagerDeps, target: string, alerts: readonly object[]): Promise<string | undefined> {
  const url = `${target.replace(/\/+$/, "")}/api/v2/alerts`;
  try {
    const { status } = await deps.outbound(url, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: Buffer.from(JSON.stringify(alerts)),
      maxBytes: 16_384,
      headOnly: true,
      timeoutMs,
    });
    return status >= 200 && status < 300 ? undefined : `status ${status}`;
  } catch (error) {
    deps.log.warn({ err: error }, "an Alertmanager could not be told");
    return error instanceof OutboundError ? error.reason : "internal";
  }
}

/**
 * To Alertmanager alerts of the same labels are one, of which the last word counts: the end of one that fires again by
 * now would end that too. What is open stands for them, else what is newest.
 */
function newestOfEach(alerts: readonly Alert[]): Alert[] {
  const found = new Map<string, Alert>();
  for (const alert of alerts.toSorted(byAge)) found.set(JSON.stringify(labelsOf(alert)), alert);
  return [...found.values()];
}

const byAge = (a: Alert, b: Alert): number =>
  Number(b.state === "resolved") - Number(a.state === "resolved") || a.createdAt.getTime() - b.createdAt.getTime();

/**
 * An alert as Alertmanager's API v2 takes it. Its labels say which one it is and never change while it is open; to
 * Alertmanager, one that was silenced here has ended, and begins again with the end of the silence.
 */
export function postable(alert: Alert, nowMs: number, publicUrl: string) {
  const { summary, detail } = alert;
  const isOver = alert.state === "resolved" || alert.state === "silenced";
  const startsAt = alert.firedAt ?? alert.since;
  const endsAt = isOver ? (alert.resolvedAt ?? alert.changedAt) : new Date(nowMs + holdsMs);
  return {
    labels: labelsOf(alert),
    annotations: {
      summary,
      alert_id: alert.alertId,
      ...(typeof detail.runbook_url === "string" && { runbook_url: detail.runbook_url }),
      ...(alert.acknowledged !== null && { acknowledged_by: alert.acknowledged.by }),
    },
    startsAt: startsAt.toISOString(),
    // By a clock that was put back it ended before it began, and an Alertmanager would refuse that.
    endsAt: (endsAt < startsAt ? startsAt : endsAt).toISOString(),
    generatorURL: `${publicUrl}/api/v1/alerts/${alert.alertId}`,
  };
}

function labelsOf({ orgId, plantId, ruleId, subject, kind, severity, name }: Alert): Readonly<Record<string, string>> {
  return {
    alertname: name,
    service: "hydro-mrv-gateway",
    ...{ kind, severity, org_id: orgId },
    ...(plantId !== null && { plant_id: plantId }),
    ...(ruleId !== null && { rule_id: ruleId }),
    ...(subject !== "" && { subject }),
  };
}
