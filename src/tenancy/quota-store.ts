import { sql } from "kysely";
import type { Db } from "../platform/database.ts";

/** Who has a quota: an organisation as a whole, or one of its credentials. */
export type QuotaSubject = {
  readonly orgId: string;
  readonly policy: "org" | "key";
  /** `org`, or `key:` and the credential. */
  readonly subject: string;
};

/** How a window stands after a slice was asked of it. */
export type Window = {
  readonly windowNo: bigint;
  /** Requests that all gateways have taken of it, this slice included. */
  readonly taken: number;
  readonly leftMs: number;
  /** The organisation's own limit, where it has one. 0: none. */
  readonly ownLimit: number | null;
};

/**
 * Asks a slice of the window that runs now, by the database's clock. Never waits for more than the row: asking
 * beyond the limit is counted too, and whoever asked sees by `taken` how much of it was granted.
 */
export async function takeSlice(
  db: Db,
  { orgId, policy, subject }: QuotaSubject,
  ask: number,
  windowS: number,
): Promise<Window> {
  const epoch = sql`extract(epoch FROM now())`;
  const ownLimit = sql.ref(policy === "org" ? "org_per_minute" : "key_per_minute");
  // A statement that had to wait for the row may come from a window that is over: it counts in the one that runs. A window
  // further ahead is of a clock that was put back since: what is counted in there would stay used up until it comes.
  const runs = sql`used.window_no BETWEEN excluded.window_no AND excluded.window_no + 10`;
  const { rows } = await sql<{ window_no: bigint; taken: bigint; left_s: number; own_limit: number | null }>`
    INSERT INTO quota_use AS used (org_id, subject, window_no, taken, asked_at)
    VALUES (${orgId}, ${subject}, floor(${epoch} / ${windowS})::bigint, ${ask}, now())
    ON CONFLICT (org_id, subject) DO UPDATE SET
      window_no = CASE WHEN ${runs} THEN used.window_no ELSE excluded.window_no END,
      taken = CASE WHEN ${runs} THEN used.taken ELSE 0 END + excluded.taken,
      asked_at = excluded.asked_at
    RETURNING window_no, taken, (${windowS} - mod(${epoch}, ${windowS}))::float8 AS left_s,
      (SELECT ${ownLimit} FROM org_quotas AS own WHERE own.org_id = ${orgId}) AS own_limit`.execute(db);
  const [row] = rows as [(typeof rows)[number]];
  return {
    windowNo: row.window_no,
    taken: Number(row.taken),
    leftMs: row.left_s * 1000,
    ownLimit: row.own_limit,
  };
}

/** Null: the gateway's default. 0: no limit. */
export type OrgQuota = { readonly orgPerMinute: number | null; readonly keyPerMinute: number | null };

export async function setQuota(db: Db, orgId: string, quota: OrgQuota, at: Date): Promise<void> {
  const values = { org_per_minute: quota.orgPerMinute, key_per_minute: quota.keyPerMinute, set_at: at };
  await db
    .insertInto("org_quotas")
    .values({ org_id: orgId, ...values })
    .onConflict((conflict) => conflict.column("org_id").doUpdateSet(values))
    .execute();
}

export async function findQuota(db: Db, orgId: string): Promise<OrgQuota> {
  const row = await db.selectFrom("org_quotas").selectAll().where("org_id", "=", orgId).executeTakeFirst();
  return { orgPerMinute: row?.org_per_minute ?? null, keyPerMinute: row?.key_per_minute ?? null };
}

/** Rows of credentials that have asked nothing for a day. */
export async function removeIdleQuotaRows(db: Db): Promise<void> {
  await sql`DELETE FROM quota_use WHERE asked_at < now() - interval '1 day'`.execute(db);
}
