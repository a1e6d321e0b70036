import { sql } from "kysely";
import { Fault } from "../kernel/fault.ts";
import type { Clock } from "../kernel/time.ts";
import type { Db } from "../platform/database.ts";
import type { ScopedDb } from "../platform/scoped.ts";
import type { Seal } from "./seal.ts";

/**
 * Against guessing and against floods of mail: so many attempts in a row are free, then each waits longer than the
 * one before. An attempt counts before it is looked at, so that many at once gain nothing; one that succeeds clears
 * the count. Counted is what was named, whether it exists or not.
 */
export type ThrottleDeps = { readonly db: Db; readonly clock: Clock; readonly seal: Seal };

/** Counters are nobody's. */
export function inShared<D extends { readonly db: ScopedDb }>(deps: D): Omit<D, "db"> & { readonly db: Db } {
  return { ...deps, db: deps.db.shared };
}

export type ThrottleKind = "sign-in" | "network" | "letter";

const rules: Readonly<
  Record<ThrottleKind, { readonly free: number; readonly firstWaitS: number; readonly longestWaitS: number }>
> = {
  "sign-in": { free: 10, firstWaitS: 30, longestWaitS: 900 },
  // Of one network within an hour, whatever addresses it tries: an office may mistype, a list of stolen passwords may not.
  network: { free: 100, firstWaitS: 60, longestWaitS: 900 },
  letter: { free: 5, firstWaitS: 600, longestWaitS: 14_400 },
};

/** After a day without an attempt the count begins anew. */
const forgottenAfterMs = 86_400_000;

/** @throws {Fault} `too-many-attempts` with the seconds to wait */
export async function countAttempt(
  deps: ThrottleDeps,
  kind: ThrottleKind,
  name: string,
  why = "There were too many failed attempts",
): Promise<void> {
  const waitS = await attempt(deps, kind, name);
  if (waitS === 0) return;
  throw new Fault("too-many-attempts", `${why}: wait before the next.`, {
    retryAfterS: waitS,
  });
}

/** @returns seconds to wait; 0: the attempt may be made, and is counted */
export async function attempt({ db, clock, seal }: ThrottleDeps, kind: ThrottleKind, name: string): Promise<number> {
  const { free, firstWaitS, longestWaitS } = rules[kind];
  const subject = seal.nameOf(kind, name);
  const now = new Date(clock.nowMs());
  const forgotten = new Date(now.getTime() - forgottenAfterMs);
  // No wait is so long: it was begun by a clock that has been put back since.
  const farOff = new Date(now.getTime() + forgottenAfterMs);
  const counts = sql`f.last_at BETWEEN ${forgotten} AND ${farOff}`;
  const { rows } = await sql`
    INSERT INTO sign_in_failures AS f (subject, failures, last_at) VALUES (${subject}, 1, ${now})
    ON CONFLICT (subject) DO UPDATE SET
      failures = CASE WHEN ${counts} THEN f.failures + 1 ELSE 1 END,
      last_at = ${now},
      blocked_until = CASE WHEN ${counts} AND f.failures + 1 >= ${free}
        THEN ${now}::timestamptz + make_interval(secs => least(${longestWaitS}, ${firstWaitS} * 2 ^ least(f.failures + 1 - ${free}, 10)))
      END
    WHERE f.blocked_until IS NULL OR f.blocked_until <= ${now} OR f.blocked_until > ${farOff}
    RETURNING f.failures`.execute(db);
  if (rows.length > 0) return 0;
  const row = await db
    .selectFrom("sign_in_failures")
    .select("blocked_until")
    .where("subject", "=", subject)
    .executeTakeFirst();
  return Math.max(1, Math.ceil(((row?.blocked_until?.getTime() ?? 0) - now.getTime()) / 1000));
}

/** The name of a caller's network in this hour: its attempts of one hour are no reason to keep it out in the next. */
export const networkNow = ({ clock }: Pick<ThrottleDeps, "clock">, network: string): string =>
  `${network} ${Math.floor(clock.nowMs() / 3_600_000)}`;

/**
 * Takes back the one attempt that was counted and did not fail, with the wait that it brought: no other was counted after
 * it where it brought one. What others of that name did stays counted.
 */
export async function giveBack({ db, seal }: Pick<ThrottleDeps, "db" | "seal">, kind: ThrottleKind, name: string) {
  await db
    .updateTable("sign_in_failures")
    .set(({ eb }) => ({ failures: eb("failures", "-", 1), blocked_until: null }))
    .where("subject", "=", seal.nameOf(kind, name))
    .execute();
}

export async function clearAttempts({ db, seal }: Pick<ThrottleDeps, "db" | "seal">, kind: ThrottleKind, name: string) {
  await db.deleteFrom("sign_in_failures").where("subject", "=", seal.nameOf(kind, name)).execute();
}
