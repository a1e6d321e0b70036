import { sql } from "kysely";
import type { Db } from "../platform/database.ts";
import type { AdminActName } from "./acts.ts";
import { findOwnKeys } from "./key-store.ts";
import type { StoredKey } from "./store.ts";
import { isInUse } from "./tenancy.ts";

/** What somebody's authority made that may go on without him: by the acts of his own, and of keys that come from him. */
export type Traces = {
  /** Whoever it is and all keys that come from him, those that are over included: what stands says by whom it was made. */
  readonly by: ReadonlySet<string>;
  /** Of those keys the ones in use, without his own, by the time they were made. */
  readonly keys: readonly StoredKey[];
  /** What was made or changed by any of them, in use or not: ids. */
  readonly touched: ReadonlySet<string>;
};

const touching: readonly AdminActName[] = [
  ...(["webhook.created", "webhook.changed", "webhook.secret-rotated", "alert-channel.created"] as const),
];

/** @param grantor a key's id or a person's, as it stands in the audit trail */
export async function tracesOf(db: Db, orgId: string, grantor: string, nowMs: number): Promise<Traces> {
  // A device's key is made by whoever has its claim code, in the name of whoever asked for that.
  const { rows: made } = await sql<{ id: string }>`
    WITH RECURSIVE coming (id) AS (
      SELECT ${grantor}::text
      UNION
      SELECT act.object FROM coming JOIN admin_acts AS act ON coalesce(act.detail ->> 'asked_by', act.actor) = coming.id
      WHERE act.org_id = ${orgId} AND act.act = 'key.created'
    ) SELECT id FROM coming`.execute(db);
  const by = new Set(made.map(({ id }) => id));
  const { rows } = await sql<{ object: string }>`
    SELECT DISTINCT object FROM admin_acts
    WHERE org_id = ${orgId} AND actor = ANY(${[...by]}::text[]) AND act = ANY(${[...touching]}::text[])`.execute(db);
  const keys = await findOwnKeys(
    db,
    orgId,
    [...by].filter((id) => id !== grantor),
  );
  return {
    by,
    keys: keys.filter((key) => isInUse(key, nowMs)),
    touched: new Set(rows.map(({ object }) => object)),
  };
}
