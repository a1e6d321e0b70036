import { sql } from "kysely";
import type { Clock } from "../kernel/time.ts";
import type { ClockWatch } from "./clock-watch.ts";
import type { Db } from "./database.ts";
import type { Log } from "./log.ts";

/** From here on the database's clock is ahead beyond doubt, ms. */
const surelyMs = 60_000;

/**
 * A time that has come by every clock there is: this machine's, the database's and the mirror's. What is deleted, or closed
 * for good, because it is old goes by this: a clock that is a year ahead for ten minutes would else take what nobody can
 * bring back. What is left undone meanwhile costs room and nothing else.
 */
export type SureTime = {
  /** Ms; undefined: nobody but this machine says what the time is, and nothing is old. */
  nowMs(): Promise<number | undefined>;
  /** For what goes by the database's own clock: whether that is ahead of none of the others. */
  isTheDatabases(): Promise<boolean>;
};

export type SureTimeDeps = {
  readonly clock: Clock;
  readonly clockWatch: Pick<ClockWatch, "aheadMs">;
  readonly db: Db;
  readonly log: Log;
  /** Has the mirror answer something, from which the watch hears its time. Its failure is the caller's to hide. */
  ask(): Promise<unknown>;
};

export function createSureTime({ clock, clockWatch, db, log, ask }: SureTimeDeps): SureTime {
  let isTold = false;
  /** This machine's, unless the mirror's is behind it. */
  const ours = async (): Promise<number | undefined> => {
    if (clockWatch.aheadMs === undefined) await ask();
    const { aheadMs } = clockWatch;
    if (aheadMs === undefined && !isTold)
      log.warn("the mirror does not say what the time is: until it does, nothing is deleted or packed for its age");
    isTold = aheadMs === undefined;
    return aheadMs === undefined ? undefined : clock.nowMs() - Math.max(0, aheadMs);
  };
  const databases = async (): Promise<number> => {
    const { rows } = await sql<{ ms: number }>`
      SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS ms`.execute(db);
    return rows[0]?.ms ?? 0;
  };
  return {
    async nowMs() {
      const ms = await ours();
      return ms === undefined ? undefined : Math.floor(Math.min(ms, await databases()));
    },
    async isTheDatabases() {
      const theirs = await databases();
      const ms = await ours();
      return ms !== undefined && theirs - ms <= surelyMs;
    },
  };
}
