import { type RawBuilder, sql } from "kysely";
import type { PlantKey } from "../plants/store.ts";
import type { Db } from "../platform/database.ts";
import { recordsIn } from "./packing/records-in.ts";
import { type Decision, type EffectiveStatus, waitingStatuses } from "./review-rules.ts";
import type { Change, Place } from "./review-store.ts";

/** Reading from reviews: the queue, and how records stood at a place of the chain. */

/** A condition that PostgreSQL proves from the index of waiting reviews: no parameters. */
const isWaiting = sql.raw(`effective_status IN (${waitingStatuses.map((status) => `'${status}'`).join(", ")})`);

export type QueuePage = {
  readonly orgId: string;
  readonly plantId: string | undefined;
  /** Undefined: whatever waits. */
  readonly statuses: readonly EffectiveStatus[] | undefined;
  readonly after: { readonly plantId: string; readonly seq: bigint } | undefined;
  readonly limit: number;
};

/** Reviews by plant, then order of acceptance: a keyset page, stable while readings and decisions arrive. */
export async function listQueue(db: Db, page: QueuePage): Promise<(Place & { recordId: string })[]> {
  let query = db.selectFrom("reviews").select(["plant_id", "seq", "record_id"]).where("org_id", "=", page.orgId);
  if (page.plantId !== undefined) query = query.where("plant_id", "=", page.plantId);
  query =
    page.statuses === undefined
      ? query.where(sql<boolean>`${isWaiting}`)
      : query.where("effective_status", "in", [...page.statuses]);
  if (page.after !== undefined) {
    const { plantId, seq } = page.after;
    query = query.where(sql<boolean>`(plant_id, seq) > (${plantId}, ${seq.toString()}::bigint)`);
  }
  const rows = await query.orderBy("plant_id").orderBy("seq").limit(page.limit).execute();
  return rows.map((row) => ({ orgId: page.orgId, plantId: row.plant_id, seq: row.seq, recordId: row.record_id }));
}

/** Every change of the given records, oldest first, by {@link placeText}. */
export async function listChanges(db: Db, orgId: string, places: readonly Place[]): Promise<Map<string, Change[]>> {
  const { rows } = await sql<ChangeRow>`
    SELECT change.* FROM review_changes AS change
    WHERE org_id = ${orgId} AND (plant_id, seq) IN (
      SELECT * FROM unnest(${places.map(({ plantId }) => plantId)}::text[], ${places.map(({ seq }) => seq.toString())}::bigint[]))
    ORDER BY plant_id, seq, changed_seq`.execute(db);
  return Map.groupBy(rows.map(toChange), placeText);
}

export const placeText = ({ plantId, seq }: Pick<Place, "plantId" | "seq">): string => `${plantId}\n${seq}`;

type ChangeRow = {
  org_id: string;
  plant_id: string;
  seq: bigint;
  changed_seq: bigint;
  cause: Change["cause"];
  cause_record_id: string;
  effective_status: EffectiveStatus;
  decision: Decision | null;
  reason: string | null;
  decided_by: string | null;
  at: Date;
};

function toChange(row: ChangeRow): Change {
  return {
    orgId: row.org_id,
    plantId: row.plant_id,
    seq: row.seq,
    changedSeq: row.changed_seq,
    cause: row.cause,
    causeRecordId: row.cause_record_id,
    effectiveStatus: row.effective_status,
    decision: row.decision,
    reason: row.reason,
    decidedBy: row.decided_by,
    at: row.at,
  };
}

/**
 * A plant's timed readings as its chain stood at a place, to select from: the columns of `device_readings`
 * with `effective_status` for the status, and accepted corrections in the places of what they replace, with
 * their own id, commitment and energies. What does not count is there too, under its status. `is_decided` is true where
 * somebody decided on it, as on every correction; power and `seq` are those of the reading; order and index of
 * `device_readings` hold.
 */
export function effectiveReadings({ orgId, plantId }: PlantKey, upToSeq: bigint): RawBuilder<unknown> {
  const own = (column: string) =>
    sql`CASE WHEN correction.seq IS NULL THEN reading.${sql.ref(column)} ELSE correction.${sql.ref(column)} END AS ${sql.ref(column)}`;
  return sql`(
    SELECT reading.org_id, reading.plant_id, reading.device_id, reading.is_interval, reading.ended_at,
           reading.interval_s, reading.covers_from, reading.covers_to, reading.seq,
           CASE WHEN correction.seq IS NULL THEN coalesce(change.effective_status, reading.status)
                ELSE 'APPROVED' END AS effective_status,
           reading.power_w, change.seq IS NOT NULL OR correction.seq IS NOT NULL AS is_decided,
           ${sql.join(["record_id", "commitment", "energy_wh", "export_wh", "import_wh", "gross_wh"].map(own))}
    FROM device_readings AS reading
    LEFT JOIN (
      SELECT DISTINCT ON (seq) seq, effective_status FROM review_changes
      WHERE org_id = ${orgId} AND plant_id = ${plantId} AND changed_seq <= ${upToSeq}
      ORDER BY seq, changed_seq DESC
    ) AS change ON change.seq = reading.seq
    LEFT JOIN (
      SELECT filed.* FROM corrections AS filed
      CROSS JOIN LATERAL (
        SELECT effective_status FROM review_changes AS newest
        WHERE newest.org_id = filed.org_id AND newest.plant_id = filed.plant_id AND newest.seq = filed.seq
          AND newest.changed_seq <= ${upToSeq}
        ORDER BY changed_seq DESC LIMIT 1
      ) AS decided
      WHERE filed.org_id = ${orgId} AND filed.plant_id = ${plantId} AND decided.effective_status = 'APPROVED'
    ) AS correction ON correction.reading_seq = reading.seq
    WHERE reading.org_id = ${orgId} AND reading.plant_id = ${plantId} AND reading.seq <= ${upToSeq}
  )`;
}

/** Whether a key has decided on readings or corrections of a plant that end in a window. */
export async function hasDecided(
  db: Db,
  { orgId, plantId }: PlantKey,
  keyId: string,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): Promise<boolean> {
  const { rows: decided } = await sql<{ seq: bigint }>`
    SELECT DISTINCT seq FROM review_changes
    WHERE org_id = ${orgId} AND plant_id = ${plantId} AND decided_by = ${keyId}`.execute(db);
  if (decided.length === 0) return false;
  const seqs = decided.map(({ seq }) => seq);
  const records = await recordsIn(db, [{ orgId, plantId, seqs, ended: { afterMs: fromMs, toMs } }], "facts");
  const { rows } = await sql`
    SELECT FROM unnest(${seqs.map(String)}::bigint[]) AS place (seq)
    CROSS JOIN LATERAL (
      SELECT FROM ${records.from} AS record
      WHERE record.org_id = ${orgId} AND record.plant_id = ${plantId} AND record.seq = place.seq
        AND record.ended_at > ${new Date(fromMs)} AND record.ended_at <= ${new Date(toMs)} AND ${records.only("record")}
      LIMIT 1
    ) AS record LIMIT 1`.execute(db);
  return rows.length > 0;
}
