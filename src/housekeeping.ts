import { sql } from "kysely";
import { dropOldCheckpointJobs } from "./anchoring/journal.ts";
import { forgetExpired } from "./plants/claim-store.ts";
import { briefly, type Connection } from "./platform/database.ts";
import { removeOldCalls } from "./platform/idempotent-calls.ts";
import type { Log } from "./platform/log.ts";
import { startLoop } from "./platform/loop.ts";
import type { SureTime } from "./platform/sure-time.ts";
import { removeIdleQuotaRows } from "./tenancy/quota-store.ts";
import { deleteOldSessions } from "./tenancy/session-store.ts";

/** The partitions of the months to come, and an end to what only had to be kept for a while. */
export function startHousekeeping(
  { db }: Connection,
  log: Log,
  sureTime: SureTime,
  cleanups: { add(step: () => Promise<unknown>): void },
): void {
  const partitions = startLoop("partitions", log, 3_600_000, async () => {
    const today = sql`(now() AT TIME ZONE 'UTC')::date`;
    await briefly(db, (tx) => sql`SELECT ensure_record_partitions(${today}, 3)`.execute(tx));
    await briefly(db, (tx) => sql`SELECT ensure_sample_partitions(${today}, 3)`.execute(tx));
    return "idle";
  });
  cleanups.add(() => partitions.stop());
  const old = startLoop("old calls", log, 3_600_000, async () => {
    await removeIdleQuotaRows(db);
    if (await sureTime.isTheDatabases()) await removeOldCalls(db);
    return "idle";
  });
  cleanups.add(() => old.stop());
  const journal = startLoop("old checkpoint jobs", log, 3_600_000, async () =>
    (await sureTime.isTheDatabases()) ? dropOldCheckpointJobs(db) : "idle",
  );
  cleanups.add(() => journal.stop());
  const expired = startLoop("expired nonces", log, 600_000, async () => {
    const nowMs = await sureTime.nowMs();
    if (nowMs !== undefined) await forgetExpired(db, new Date(nowMs));
    return "idle";
  });
  cleanups.add(() => expired.stop());
  const sessions = startLoop("old sessions", log, 3_600_000, async () => {
    const nowMs = await sureTime.nowMs();
    if (nowMs !== undefined) await deleteOldSessions(db, new Date(nowMs - 86_400_000));
    return "idle";
  });
  cleanups.add(() => sessions.stop());
}
