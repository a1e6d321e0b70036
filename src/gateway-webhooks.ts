import { dropOldEvents, type FeedDeps, feedAnchored, feedDeliveries } from "./monitoring/webhook-feed.ts";
import { bringBack, type SendingDeps, sendDue } from "./monitoring/webhook-sending.ts";
import { type EventBus, startWokenLoop } from "./platform/events.ts";
import { startLoop } from "./platform/loop.ts";
import type { SureTime } from "./platform/sure-time.ts";

/** The part of the composition root that tells organisations' webhooks what happened. */
export function startWebhooks(
  { sureTime, ...deps }: FeedDeps & SendingDeps & { readonly sureTime: SureTime },
  events: EventBus,
  cleanups: { add(step: () => Promise<unknown>): void },
): void {
  const { log } = deps;
  cleanups.add(startWokenLoop("events", log, events, "tenant.event", () => feedDeliveries(deps)));
  cleanups.add(startWokenLoop("anchored events", log, events, "log.anchored", () => feedAnchored(deps)));
  // Looks by itself too: a retry falls due without an event.
  const sending = startLoop("webhooks", log, 1_000, (signal) => sendDue(deps, signal));
  const unsubscribe = events.subscribe(({ type }) => {
    if (type === "webhook.due") sending.wake();
  });
  cleanups.add(() => {
    unsubscribe();
    return sending.stop();
  });
  const keeping = startLoop("old events", log, 3_600_000, async () => {
    await bringBack(deps);
    const nowMs = await sureTime.nowMs();
    return nowMs === undefined ? "idle" : dropOldEvents({ ...deps, clock: { nowMs: () => nowMs } });
  });
  cleanups.add(() => keeping.stop());
}
