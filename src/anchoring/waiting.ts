import type { EventBus } from "../platform/events.ts";
import { pause } from "../platform/loop.ts";
import type { ScopedDb } from "../platform/scoped.ts";
import { type Anchor, readAnchors } from "./outbox.ts";

/** How late a lost notification can make an answer, ms. */
const pollMs = 1_000;

export type AnchorWaiter = {
  /** Resolves as soon as the record is anchored, else with its state when the wait is over. */
  awaitAnchor(record: OwnRecord, waitMs: number, signal: AbortSignal): Promise<Anchor>;
  stop(): void;
};

/** A record and the organisation that waits for it. */
export type OwnRecord = { readonly orgId: string; readonly recordId: string };

type Waiting = OwnRecord & { readonly settle: (anchor: Anchor) => void };

/**
 * Answers everybody who waits with one query per event, whichever gateway did the anchoring. A lost event
 * costs at most a second, because whoever waits is also asked about once a second.
 */
export function createAnchorWaiter(db: ScopedDb, events: Pick<EventBus, "subscribe">): AnchorWaiter {
  const waiting = new Set<Waiting>();
  const stopping = new AbortController();
  let asking = false;
  let askAgain = false;
  const look = async () => {
    if (asking) {
      askAgain = true;
      return;
    }
    asking = true;
    try {
      do {
        askAgain = false;
        const all = [...waiting];
        const ids = [...new Set(all.map((one) => one.recordId))];
        const anchors = await readAnchors(db.of(...all.map((one) => one.orgId)), ids);
        for (const one of waiting) {
          const anchor = anchors.get(one.recordId);
          if (anchor?.state === "anchored") one.settle(anchor);
        }
      } while (askAgain);
    } catch {
      // PostgreSQL is away: the next event or poll asks again, and the wait has its own end.
    } finally {
      asking = false;
    }
  };
  const unsubscribe = events.subscribe((event) => event.type === "log.anchored" && void look());
  const poll = setInterval(() => waiting.size > 0 && void look(), pollMs);
  poll.unref();
  return {
    async awaitAnchor({ orgId, recordId }, waitMs, signal) {
      // The record is durable by now: that PostgreSQL went away since is no reason to fail its request.
      const first = (await readAnchors(db.of(orgId), [recordId]).catch(() => undefined))?.get(recordId) ?? {
        state: "pending",
      };
      if (first.state === "anchored" || waitMs <= 0) return first;
      const done = new AbortController();
      return new Promise<Anchor>((resolve) => {
        const one: Waiting = {
          orgId,
          recordId,
          settle(anchor) {
            waiting.delete(one);
            done.abort();
            resolve(anchor);
          },
        };
        waiting.add(one);
        void pause(waitMs, AbortSignal.any([signal, stopping.signal, done.signal])).then(() =>
          one.settle({ state: "pending" }),
        );
        // It may have been anchored between the first look and now.
        void look();
      });
    },
    stop() {
      unsubscribe();
      clearInterval(poll);
      stopping.abort();
    },
  };
}
