import { type RawBuilder, sql } from "kysely";
import type { PlantKey } from "../plants/store.ts";
import type { Db, Tx } from "../platform/database.ts";
import { clocksApartMs } from "../platform/due.ts";
import type { ModelPolicy } from "./model-policy.ts";

/** Whose model is looked at when. */

const dayMs = 86_400_000;

/** A plant whose model is to be looked at. */
export type Due = PlantKey & {
  /** Up to where the training before looked; 0 before the first. */
  readonly afterSeq: bigint;
  /** Somebody asked; null: the schedule. */
  readonly requestedBy: string | null;
  readonly requestedAt: Date | null;
};

/**
 * The next plant: those that somebody asked for first, then by the schedule, the longest unlooked-at first. The
 * schedule passes over plants whose candidate still waits for a verifier.
 */
export async function nextDue(db: Db, policy: ModelPolicy, now: Date): Promise<Due | undefined> {
  const before = (ms: number) => new Date(now.getTime() - ms).toISOString();
  // Written by a clock that was ahead and has been put back: it would hold the schedule up until the wrong time came.
  const farOff = before(-clocksApartMs);
  const since = (at: RawBuilder<unknown>, ms: number) => sql`(coalesce(${at}, '-infinity') <= ${before(ms)}::timestamptz
        OR ${at} > ${farOff}::timestamptz)`;
  const { rows } = await sql<{
    org_id: string;
    plant_id: string;
    after_seq: bigint;
    requested_by: string | null;
    requested_at: Date | null;
  }>`
    SELECT head.org_id, head.plant_id, coalesce(training.head_seq, 0) AS after_seq, training.requested_by,
           training.requested_at
    FROM plant_heads AS head LEFT JOIN model_training AS training USING (org_id, plant_id)
    WHERE training.requested_at IS NOT NULL OR (
      head.seq - coalesce(training.head_seq, 0) >= ${policy.least_readings}
      AND ${since(sql`training.checked_at`, policy.recheck * 3_600_000)}
      AND ${since(sql`training.trained_at`, policy.interval * dayMs)}
      AND NOT EXISTS (
        SELECT FROM plant_models AS model
        WHERE model.org_id = head.org_id AND model.plant_id = head.plant_id AND model.state = 'candidate'))
    ORDER BY training.requested_at NULLS LAST, training.checked_at NULLS FIRST, head.org_id, head.plant_id
    LIMIT 1`.execute(db);
  const [row] = rows;
  return (
    row && {
      orgId: row.org_id,
      plantId: row.plant_id,
      afterSeq: row.after_seq,
      requestedBy: row.requested_by,
      requestedAt: row.requested_at,
    }
  );
}

/** What came of a look at a plant; `trainedTo` where a forest was trained. A request made meanwhile stays. */
export async function saveLook(
  db: Db | Tx,
  due: Due,
  look: { readonly at: Date; readonly outcome: string; readonly trainedTo?: bigint },
): Promise<void> {
  const { at, outcome, trainedTo } = look;
  const trained = trainedTo === undefined ? {} : { trained_at: at, head_seq: trainedTo };
  await db
    .insertInto("model_training")
    .values({ org_id: due.orgId, plant_id: due.plantId, checked_at: at, outcome, ...trained })
    .onConflict((conflict) =>
      conflict.columns(["org_id", "plant_id"]).doUpdateSet({ checked_at: at, outcome, ...trained }),
    )
    .execute();
  if (due.requestedAt === null) return;
  await db
    .updateTable("model_training")
    .set({ requested_at: null, requested_by: null })
    .where("org_id", "=", due.orgId)
    .where("plant_id", "=", due.plantId)
    .where("requested_at", "=", due.requestedAt)
    .execute();
}

/** Where a plant's training stands. */
export type Schedule = {
  readonly requestedAt: Date | null;
  readonly checkedAt: Date | null;
  readonly trainedAt: Date | null;
  readonly outcome: string | null;
};

export async function readSchedule(db: Db, { orgId, plantId }: PlantKey): Promise<Schedule> {
  const row = await db
    .selectFrom("model_training")
    .select(["requested_at", "checked_at", "trained_at", "outcome"])
    .where("org_id", "=", orgId)
    .where("plant_id", "=", plantId)
    .executeTakeFirst();
  return {
    requestedAt: row?.requested_at ?? null,
    checkedAt: row?.checked_at ?? null,
    trainedAt: row?.trained_at ?? null,
    outcome: row?.outcome ?? null,
  };
}

/** Asks for a training; one that is asked for already stays as it is. */
export async function insertRequest(db: Db, { orgId, plantId }: PlantKey, by: string, at: Date): Promise<void> {
  await sql`
    INSERT INTO model_training (org_id, plant_id, requested_at, requested_by)
    VALUES (${orgId}, ${plantId}, ${at}, ${by})
    ON CONFLICT (org_id, plant_id) DO UPDATE SET requested_at = excluded.requested_at, requested_by = excluded.requested_by
    WHERE model_training.requested_at IS NULL`.execute(db);
}
