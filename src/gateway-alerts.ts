import { lookAtAlerts } from "./monitoring/alert-evaluation.ts";
import { type AlertMailDeps, sendAlertMails } from "./monitoring/alert-mail.ts";
import type { AlertDeps } from "./monitoring/alert-pass.ts";
import { type AlertmanagerDeps, repeatMs, tellAlertmanagers } from "./monitoring/alertmanager.ts";
import type { EventBus } from "./platform/events.ts";
import { type Loop, startLoop } from "./platform/loop.ts";
import type { Mailer } from "./platform/mail.ts";

/** How often all rules are looked at where nobody says otherwise, ms. */
const lookEveryMs = 15_000;

type Deps = AlertDeps &
  Omit<AlertmanagerDeps, "metrics"> &
  Omit<AlertMailDeps, "mailer" | "metrics"> & {
    readonly metrics: AlertDeps["metrics"] & AlertmanagerDeps["metrics"];
    readonly mailer: Mailer | undefined;
  };

/**
 * The part of the composition root that looks after alerts. What they tell webhooks and live streams goes by the events
 * of their organisations.
 */
export function startAlerts(
  deps: Deps,
  events: EventBus,
  cleanups: { add(step: () => Promise<unknown>): void },
  everyMs: number = lookEveryMs,
): void {
  const { log, mailer } = deps;
  const looking = startLoop("alerts", log, everyMs, (signal) => lookAtAlerts(deps, signal));
  const sending: Loop[] = [startLoop("alertmanagers", log, repeatMs, (signal) => tellAlertmanagers(deps, signal))];
  if (mailer !== undefined) {
    const post = { ...deps, mailer };
    sending.push(startLoop("alert mail", log, 15_000, (signal) => sendAlertMails(post, signal)));
  }
  const unsubscribe = events.subscribe(({ type }) => {
    if (type === "alert.raised") looking.wake();
    if (type === "alert.changed") for (const loop of sending) loop.wake();
  });
  cleanups.add(async () => {
    unsubscribe();
    await Promise.all([looking, ...sending].map((loop) => loop.stop()));
  });
}
