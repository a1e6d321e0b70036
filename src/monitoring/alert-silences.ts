import { sql } from "kysely";
import type { Db, Tx } from "../platform/database.ts";
import type { Alert } from "./alert-store.ts";

/** For a while nobody is to hear of some alerts. */
export type Silence = {
  readonly orgId: string;
  readonly silenceId: string;
  /** What is given must fit; at least one is. */
  readonly plantId: string | null;
  readonly ruleId: string | null;
  readonly alertId: string | null;
  readonly reason: string;
  readonly from: Date;
  readonly until: Date;
  readonly createdBy: string;
  readonly ended: { readonly at: Date; readonly by: string } | null;
};

type Named = Pick<Alert, "orgId" | "plantId" | "ruleId"> & { readonly alertId?: string };

/**
 * Whether one of the silences holds now and is meant for the alert. Each holds from its commit on: the clock of who asks
 * may be behind that of the gateway where it began.
 */
export function isSilenced(silences: readonly Silence[], alert: Named, atMs: number): boolean {
  return silences.some(
    (one) =>
      one.orgId === alert.orgId &&
      one.ended === null &&
      one.until.getTime() > atMs &&
      (one.plantId === null || one.plantId === alert.plantId) &&
      (one.ruleId === null || one.ruleId === alert.ruleId) &&
      (one.alertId === null || one.alertId === alert.alertId),
  );
}

export async function insertSilence(tx: Tx, silence: Silence): Promise<void> {
  await tx
    .insertInto("alert_silences")
    .values({
      org_id: silence.orgId,
      silence_id: silence.silenceId,
      plant_id: silence.plantId,
      rule_id: silence.ruleId,
      alert_id: silence.alertId,
      reason: silence.reason,
      from_at: silence.from,
      until_at: silence.until,
      created_by: silence.createdBy,
    })
    .execute();
}

/** @returns false when it had ended */
export async function endSilence(tx: Tx, { orgId, silenceId }: Silence, at: Date, by: string): Promise<boolean> {
  const result = await tx
    .updateTable("alert_silences")
    .set({ ended_at: at, ended_by: by })
    .where("org_id", "=", orgId)
    .where("silence_id", "=", silenceId)
    .where("ended_at", "is", null)
    .where("until_at", ">", at)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function findSilence(db: Db, orgId: string, silenceId: string): Promise<Silence | undefined> {
  const row = await db
    .selectFrom("alert_silences")
    .selectAll()
    .where("org_id", "=", orgId)
    .where("silence_id", "=", silenceId)
    .executeTakeFirst();
  return row && toSilence(row);
}

/** One page of an organisation's silences, newest first. */
export async function listSilences(
  db: Db,
  orgId: string,
  page: {
    readonly after?: { readonly from: string; readonly silenceId: string } | undefined;
    readonly limit: number;
    /** Only those that hold then. */
    readonly heldAt?: Date | undefined;
  },
): Promise<Silence[]> {
  const { after, limit, heldAt } = page;
  let found = db.selectFrom("alert_silences").selectAll().where("org_id", "=", orgId);
  if (heldAt !== undefined) found = found.where("ended_at", "is", null).where("until_at", ">", heldAt);
  if (after !== undefined)
    found = found.where(sql<boolean>`(from_at, silence_id) < (${after.from}::timestamptz, ${after.silenceId})`);
  const rows = await found.orderBy("from_at", "desc").orderBy("silence_id", "desc").limit(limit).execute();
  return rows.map(toSilence);
}

/** All silences that hold, of these organisations or of whichever. */
export async function silencesNow(db: Db, at: Date, orgId?: string): Promise<Silence[]> {
  const rows = await db
    .selectFrom("alert_silences")
    .selectAll()
    .where("ended_at", "is", null)
    .where("until_at", ">", at)
    .$if(orgId !== undefined, (query) => query.where("org_id", "=", orgId as string))
    .execute();
  return rows.map(toSilence);
}

function toSilence(row: {
  org_id: string;
  silence_id: string;
  plant_id: string | null;
  rule_id: string | null;
  alert_id: string | null;
  reason: string;
  from_at: Date;
  until_at: Date;
  created_by: string;
  ended_at: Date | null;
  ended_by: string | null;
}): Silence {
  const { ended_at: at, ended_by: by } = row;
  return {
    orgId: row.org_id,
    silenceId: row.silence_id,
    plantId: row.plant_id,
    ruleId: row.rule_id,
    alertId: row.alert_id,
    reason: row.reason,
    from: row.from_at,
    until: row.until_at,
    createdBy: row.created_by,
    ended: at === null || by === null ? null : { at, by },
  };
}
