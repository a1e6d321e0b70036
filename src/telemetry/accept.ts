import type { TelemetryBody } from "../hydropower/reading.ts";
import type { Actor } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import type { Clock } from "../kernel/time.ts";
import type { ChainDeps } from "../plants/chain.ts";
import { GroupCommit } from "../platform/group-commit.ts";
import type { Metrics } from "../platform/metrics.ts";
import type { ScopedDb } from "../platform/scoped.ts";
import { requireRole, senders } from "../tenancy/scope.ts";
import { commitGroup } from "./commit.ts";
import type { Accepted, AcceptItem } from "./types.ts";

export type AcceptDeps = ChainDeps & {
  readonly db: ScopedDb;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly commits: GroupCommit<AcceptItem, Accepted>;
};

/**
 * Accepts one reading: judged, chained and durable with its place in line for the log when this returns.
 * A *bad reading* is a verdict in the record; a *bad request* is a Fault and leaves nothing behind.
 *
 * @throws {Fault} `forbidden`, `not-found`, `invalid-request`, `timestamp-out-of-range`,
 *   `reading-conflict`, `interval-overlap`, `idempotency-key-reused`, `overloaded`
 */
export async function acceptReading(
  deps: AcceptDeps,
  actor: Actor,
  body: TelemetryBody,
  options: { idempotencyKey?: string | undefined } = {},
): Promise<Accepted> {
  requireRole(actor, senders);
  if (deps.commits.depth >= maxWaiting) {
    throw new Fault("overloaded", "The gateway has more readings waiting than it can hold: send this one again.", {
      retryAfterS: 1,
    });
  }
  const item = { actor, body, receivedAtMs: deps.clock.nowMs(), idempotencyKey: options.idempotencyKey };
  const accepted = await deps.commits.submit(item);
  if (accepted.duplicate || accepted.replayed) {
    deps.metrics.repeats.inc();
  } else {
    deps.metrics.verdicts.inc({ status: accepted.record.status ?? "none" });
    deps.metrics.trustScore.observe(accepted.record.trustScore ?? 0);
  }
  return accepted;
}

/** Bounds memory when PostgreSQL is slow: about 2 kB each. */
const maxWaiting = 5_000;

/** The group committer of a gateway. Two groups at once: one computes while the other's commit reaches the disk. */
export function createCommits(deps: Omit<AcceptDeps, "commits">): GroupCommit<AcceptItem, Accepted> {
  return new GroupCommit(
    async (items) => {
      const end = deps.metrics.commitSeconds.startTimer();
      deps.metrics.commitGroupSize.observe(items.length);
      try {
        return await commitGroup(deps, items);
      } finally {
        end();
      }
    },
    { maxGroup: 200, concurrency: 2 },
  );
}
