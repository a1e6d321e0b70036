import { sql } from "kysely";
import { assertState } from "../kernel/fault.ts";
import { isoFromMs } from "../kernel/time.ts";
import type { LinkedRecord } from "../plants/chain.ts";
import type { PlantKey } from "../plants/store.ts";
import type { Db, Tx } from "../platform/database.ts";
import type { Reopening, Status } from "../verification/verdict.ts";
import { complete, type Incomplete } from "./packing/exact.ts";
import { recordsIn } from "./packing/records-in.ts";
import { type Decision, type EffectiveStatus, firstStanding, type Standing } from "./review-rules.ts";

/** Where a record lies: its plant and its place in the plant's chain. */
export type Place = PlantKey & { readonly seq: bigint };

/** Flagged readings wait from the moment they are on record. */
export async function queueFlagged(tx: Tx, records: readonly LinkedRecord[]): Promise<void> {
  const flagged = records.filter(({ kind, status }) => kind === "reading" && status === "FLAGGED");
  await saveStandings(
    tx,
    flagged.map((record) => ({ ...record, standing: firstStanding("reading", record.recordId, "FLAGGED") })),
  );
}

/** Writes where records stand now. */
export async function saveStandings(tx: Tx, rows: readonly (Place & { readonly standing: Standing })[]): Promise<void> {
  if (rows.length === 0) return;
  await tx
    .insertInto("reviews")
    .values(
      rows.map(({ orgId, plantId, seq, standing }) => ({
        org_id: orgId,
        plant_id: plantId,
        seq,
        record_id: standing.recordId,
        status: standing.status,
        effective_status: standing.effectiveStatus,
        replaced_by: standing.replacedBy,
        comes_back_as: standing.comesBackAs,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(["org_id", "plant_id", "seq"]).doUpdateSet((row) => ({
        effective_status: row.ref("excluded.effective_status"),
        replaced_by: row.ref("excluded.replaced_by"),
        comes_back_as: row.ref("excluded.comes_back_as"),
      })),
    )
    .execute();
}

/** A change of where a record stands, by the record of the chain that made it. */
export type Change = Place & {
  readonly changedSeq: bigint;
  readonly cause: "reopen" | "decision" | "replacement";
  readonly causeRecordId: string;
  readonly effectiveStatus: EffectiveStatus;
  readonly decision: Decision | null;
  readonly reason: string | null;
  readonly decidedBy: string | null;
  readonly at: Date;
};

export async function insertChange(tx: Tx, change: Change): Promise<void> {
  await tx
    .insertInto("review_changes")
    .values({
      org_id: change.orgId,
      plant_id: change.plantId,
      seq: change.seq,
      changed_seq: change.changedSeq,
      cause: change.cause,
      cause_record_id: change.causeRecordId,
      effective_status: change.effectiveStatus,
      decision: change.decision,
      reason: change.reason,
      decided_by: change.decidedBy,
      at: change.at,
    })
    .execute();
}

/** A reading or a correction with where it stands; read under its plant's lock it holds until the commit. */
export type Reviewed = Place & {
  readonly standing: Standing;
  readonly commitment: Uint8Array;
  readonly body: Uint8Array;
  readonly deviceId: string;
  readonly endedAtMs: number;
  readonly intervalS: number | undefined;
  /** Of a correction: the place of the record it names, and of the reading whose place it takes. */
  readonly replacesSeq: bigint | undefined;
  readonly readingSeq: bigint;
};

/** Undefined for a record that carries no verdict. */
export async function findReviewed(db: Db, { orgId, plantId, seq }: Place): Promise<Reviewed | undefined> {
  const records = await recordsIn(db, [{ orgId, plantId, seqs: [seq] }], "facts");
  const { rows } = await sql<ReviewedRow>`
    SELECT record.org_id, record.plant_id, record.seq, record.record_id, record.kind, record.status, record.commitment,
           record.body, record.device_id, record.ended_at, record.interval_s, review.effective_status, review.replaced_by, review.comes_back_as,
           correction.replaces_seq, correction.reading_seq
    FROM ${records.from} AS record
    LEFT JOIN reviews AS review
      ON review.org_id = record.org_id AND review.plant_id = record.plant_id AND review.seq = record.seq
    LEFT JOIN corrections AS correction
      ON correction.org_id = record.org_id AND correction.plant_id = record.plant_id AND correction.seq = record.seq
    WHERE record.org_id = ${orgId} AND record.plant_id = ${plantId} AND record.seq = ${seq}
      AND record.kind IN ('reading', 'correction') AND ${records.only("record")}`.execute(db);
  const [row] = await complete(db, rows);
  if (row === undefined) return undefined;
  const first = firstStanding(row.kind, row.record_id, row.status);
  const standing =
    row.effective_status === null
      ? first
      : {
          ...first,
          effectiveStatus: row.effective_status,
          reviewed: true,
          replacedBy: row.replaced_by,
          comesBackAs: row.comes_back_as,
        };
  return {
    orgId,
    plantId,
    seq,
    standing,
    commitment: row.commitment,
    body: row.body,
    deviceId: row.device_id,
    endedAtMs: row.ended_at.getTime(),
    intervalS: row.interval_s ?? undefined,
    replacesSeq: row.replaces_seq ?? undefined,
    readingSeq: row.reading_seq ?? seq,
  };
}

type ReviewedRow = Incomplete & {
  kind: "reading" | "correction";
  status: Status;
  device_id: string;
  ended_at: Date;
  interval_s: number | null;
  effective_status: EffectiveStatus | null;
  replaced_by: string | null;
  comes_back_as: EffectiveStatus | null;
  replaces_seq: bigint | null;
  reading_seq: bigint | null;
};

/** Where a record of the organisation lies. */
export async function findPlace(db: Db, orgId: string, recordId: string): Promise<Place | undefined> {
  const row = await db
    .selectFrom("record_ids")
    .select(["plant_id", "seq"])
    .where("org_id", "=", orgId)
    .where("record_id", "=", recordId)
    .executeTakeFirst();
  return row && { orgId, plantId: row.plant_id, seq: row.seq };
}

/** The same decision by the same key, since the record last came to wait: the record it made. */
export async function findSameDecision(
  tx: Tx,
  { orgId, plantId, seq }: Place,
  { decision, reason, decidedBy }: { decision: Decision; reason: string; decidedBy: string },
): Promise<string | undefined> {
  const { rows } = await sql<{ cause_record_id: string }>`
    SELECT cause_record_id FROM review_changes AS change
    WHERE org_id = ${orgId} AND plant_id = ${plantId} AND seq = ${seq} AND cause = 'decision'
      AND decision = ${decision} AND reason = ${reason} AND decided_by = ${decidedBy}
      AND NOT EXISTS (
        SELECT FROM review_changes AS later
        WHERE later.org_id = change.org_id AND later.plant_id = change.plant_id AND later.seq = change.seq
          AND later.changed_seq > change.changed_seq AND later.cause <> 'decision')
    ORDER BY changed_seq LIMIT 1`.execute(tx);
  return rows[0]?.cause_record_id;
}

/** The newest decision on a record. */
export async function findNewestDecision(tx: Tx, { orgId, plantId, seq }: Place): Promise<string | undefined> {
  const row = await tx
    .selectFrom("review_changes")
    .select("cause_record_id")
    .where("org_id", "=", orgId)
    .where("plant_id", "=", plantId)
    .where("seq", "=", seq)
    .where("cause", "=", "decision")
    .orderBy("changed_seq", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.cause_record_id;
}

export type FiledCorrection = Place & {
  readonly recordId: string;
  readonly replacesSeq: bigint;
  readonly readingSeq: bigint;
  readonly fingerprint: Uint8Array;
  readonly commitment: Uint8Array;
  readonly energyWh: bigint | null;
  readonly exportWh: bigint | null;
  readonly importWh: bigint | null;
  readonly grossWh: bigint | null;
};

export async function insertCorrection(tx: Tx, filed: FiledCorrection): Promise<void> {
  await tx
    .insertInto("corrections")
    .values({
      org_id: filed.orgId,
      plant_id: filed.plantId,
      seq: filed.seq,
      record_id: filed.recordId,
      replaces_seq: filed.replacesSeq,
      reading_seq: filed.readingSeq,
      fingerprint: filed.fingerprint,
      commitment: filed.commitment,
      energy_wh: filed.energyWh,
      export_wh: filed.exportWh,
      import_wh: filed.importWh,
      gross_wh: filed.grossWh,
    })
    .execute();
}

/** The record of a correction that was filed before. */
export async function findFiled(tx: Tx, key: PlantKey, fingerprint: Uint8Array): Promise<string | undefined> {
  const row = await tx
    .selectFrom("corrections")
    .select("record_id")
    .where("org_id", "=", key.orgId)
    .where("plant_id", "=", key.plantId)
    .where("fingerprint", "=", fingerprint)
    .executeTakeFirst();
  return row?.record_id;
}

/** Readings of one device in a span, approved by their own verdict and never reviewed. */
async function inDoubt(tx: Tx, { orgId, plantId }: PlantKey, deviceId: string, span: Reopening) {
  const ended = { afterMs: span.fromMs, toMs: span.toMs };
  const records = await recordsIn(tx, [{ orgId, plantId, ended, kinds: ["reading"], devices: [deviceId] }], "identity");
  return sql`
    FROM ${records.from} AS record
    WHERE record.org_id = ${orgId} AND record.plant_id = ${plantId} AND record.kind = 'reading'
      AND record.device_id = ${deviceId} AND record.status = 'APPROVED'
      AND record.ended_at > ${isoFromMs(span.fromMs)}::timestamptz AND record.ended_at <= ${isoFromMs(span.toMs)}::timestamptz
      AND ${records.only("record")} AND NOT EXISTS (
        SELECT FROM reviews AS review
        WHERE review.org_id = record.org_id AND review.plant_id = record.plant_id AND review.seq = record.seq)`;
}

/** How many records a finding would re-open, and SHA-256 over their commitments in sorted order. */
export async function measureInDoubt(
  tx: Tx,
  key: PlantKey,
  deviceId: string,
  span: Reopening,
): Promise<{ readonly count: bigint; readonly sha256: Uint8Array }> {
  const { rows } = await sql<{ count: bigint; sha256: Uint8Array }>`
    SELECT count(*) AS count, sha256(coalesce(string_agg(commitment, ''::bytea ORDER BY commitment), ''::bytea)) AS sha256
    ${await inDoubt(tx, key, deviceId, span)}`.execute(tx);
  const [row] = rows;
  assertState(row !== undefined, "an aggregate without a row");
  return row;
}

/** Puts those records before a verifier. The caller holds the plant's lock since it measured them. */
export async function reopenInDoubt(tx: Tx, deviceId: string, span: Reopening, by: LinkedRecord): Promise<void> {
  await sql`
    WITH reopened AS (
      INSERT INTO reviews (org_id, plant_id, seq, record_id, status, effective_status)
      SELECT record.org_id, record.plant_id, record.seq, record.record_id, record.status, 'REOPENED'
      ${await inDoubt(tx, by, deviceId, span)}
      RETURNING org_id, plant_id, seq
    )
    INSERT INTO review_changes (org_id, plant_id, seq, changed_seq, cause, cause_record_id, effective_status, at)
    SELECT org_id, plant_id, seq, ${by.seq}, 'reopen', ${by.recordId}, 'REOPENED', ${isoFromMs(by.receivedAtMs)}::timestamptz
    FROM reopened`.execute(tx);
}
