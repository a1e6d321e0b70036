import { sql } from "kysely";
import { anchoringGauges } from "./anchoring/log-store.ts";
import { forgetExpired } from "./plants/claim-store.ts";
import type { Connection } from "./platform/database.ts";
import { removeOldCalls } from "./platform/idempotent-calls.ts";
import type { Log } from "./platform/log.ts";
import { startLoop } from "./platform/loop.ts";
import type { Metrics } from "./platform/metrics.ts";
import { removeIdleQuotaRows } from "./tenancy/quota-store.ts";
import { deleteOldSessions } from "./tenancy/session-store.ts";

/** Gauges of the metrics, the partitions of the months to come, and an end to what only had to be kept for a while. */
export function startHousekeeping(
  { db }: Connection,
  metrics: Metrics,
  log: Log,
  cleanups: { add(step: () => Promise<unknown>): void },
): void {
  const gauges = startLoop("gauges", log, 5_000, async () => {
    const now = await anchoringGauges(db);
    metrics.outboxDepth.set(now.waiting);
    metrics.outboxOldestSeconds.set(
      now.oldestWaitingAt === null ? 0 : Math.max(0, (Date.now() - now.oldestWaitingAt.getTime()) / 1000),
    );
    metrics.logSize.set(now.size);
    metrics.anchoredSize.set(now.anchoredSize);
    metrics.anchoringHalted.set(now.halted === null ? 0 : 1);
    return "idle";
  });
  cleanups.add(() => gauges.stop());
  const partitions = startLoop("partitions", log, 3_600_000, async () => {
    await sql`SELECT ensure_record_partitions((now() AT TIME ZONE 'UTC')::date, 3)`.execute(db);
    return "idle";
  });
  cleanups.add(() => partitions.stop());
  const old = startLoop("old calls", log, 3_600_000, async () => {
    await removeOldCalls(db);
    await removeIdleQuotaRows(db);
    return "idle";
  });
  cleanups.add(() => old.stop());
  const expired = startLoop("expired nonces", log, 600_000, async () => {
    await forgetExpired(db, new Date());
    return "idle";
  });
  cleanups.add(() => expired.stop());
  const sessions = startLoop("old sessions", log, 3_600_000, async () => {
    await deleteOldSessions(db, new Date(Date.now() - 86_400_000));
    return "idle";
  });
  cleanups.add(() => sessions.stop());
}
