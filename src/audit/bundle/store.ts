import { sql } from "kysely";
import type { PeriodKey } from "../../issuance/invitation-store.ts";
import type { PlantKey } from "../../plants/store.ts";
import type { Db, Tx } from "../../platform/database.ts";
import { complete, type Incomplete, packedSize } from "../../telemetry/packing/exact.ts";
import { recordsIn } from "../../telemetry/packing/records-in.ts";
import type { BundleFile } from "./types.ts";

/** A bundle that was made: the same bytes can be made again. */
export type Bundle = PeriodKey & {
  readonly bundleNo: number;
  readonly statementNo: number;
  readonly firstSeq: bigint;
  readonly lastSeq: bigint;
  /** Of the archive, in bytes. */
  readonly size: bigint;
  readonly sha256: Uint8Array;
  /** The record of the plant's chain that holds `sha256`. */
  readonly recordId: string;
  readonly seq: bigint;
  readonly createdAt: Date;
};

/** Bundles of a period, oldest first. */
export async function listBundles(db: Db, { orgId, plantId, periodId }: PeriodKey): Promise<Bundle[]> {
  const rows = await db
    .selectFrom("period_bundles")
    .selectAll()
    .where("org_id", "=", orgId)
    .where("plant_id", "=", plantId)
    .where("period_id", "=", periodId)
    .orderBy("bundle_no")
    .execute();
  return rows.map((row) => ({
    orgId,
    plantId,
    periodId,
    bundleNo: row.bundle_no,
    statementNo: row.statement_no,
    firstSeq: row.first_seq,
    lastSeq: row.last_seq,
    size: row.size,
    sha256: row.sha256,
    recordId: row.record_id,
    seq: row.seq,
    createdAt: row.created_at,
  }));
}

export async function insertBundle(tx: Tx, bundle: Bundle, files: readonly BundleFile[]): Promise<void> {
  const place = {
    org_id: bundle.orgId,
    plant_id: bundle.plantId,
    period_id: bundle.periodId,
    bundle_no: bundle.bundleNo,
  };
  await tx
    .insertInto("period_bundles")
    .values({
      ...place,
      statement_no: bundle.statementNo,
      first_seq: bundle.firstSeq,
      last_seq: bundle.lastSeq,
      size: bundle.size,
      sha256: bundle.sha256,
      record_id: bundle.recordId,
      seq: bundle.seq,
      created_at: bundle.createdAt,
    })
    .execute();
  for (const [i, { path, content }] of files.entries()) {
    await tx
      .insertInto("bundle_files")
      .values({ ...place, file_no: i + 1, path, content })
      .execute();
  }
}

/** The files of a bundle in their order. */
export async function listFiles(db: Db, { orgId, plantId, periodId, bundleNo }: Bundle): Promise<BundleFile[]> {
  return db
    .selectFrom("bundle_files")
    .select(["path", "content"])
    .where("org_id", "=", orgId)
    .where("plant_id", "=", plantId)
    .where("period_id", "=", periodId)
    .where("bundle_no", "=", bundleNo)
    .orderBy("file_no")
    .execute();
}

/** A part of a plant's chain, both ends included. */
export type ChainPart = PlantKey & { readonly firstSeq: bigint; readonly lastSeq: bigint };

/** Length of the records as lines. */
export async function linesSize(db: Db, part: ChainPart): Promise<number> {
  const { orgId, plantId, firstSeq, lastSeq } = part;
  const packed = await packedSize(db, part);
  const { rows } = await sql<{ size: bigint | null }>`
    SELECT sum(octet_length(body) + 1)::bigint AS size FROM ${packed.rows.from} AS record
    WHERE org_id = ${orgId} AND plant_id = ${plantId} AND seq BETWEEN ${firstSeq} AND ${lastSeq}
      AND ${packed.rows.only("record")}`.execute(db);
  return Number(rows[0]?.size ?? 0) + Number(packed.bytes) + packed.records;
}

/** Length of what devices signed of them, as lines; 0: nothing. */
export async function signedSize(db: Db, { orgId, plantId, firstSeq, lastSeq }: ChainPart): Promise<number> {
  const { rows } = await sql<{ size: bigint }>`
    SELECT coalesce(sum(octet_length(evidence) + 1), 0)::bigint AS size FROM signed_readings
    WHERE org_id = ${orgId} AND plant_id = ${plantId} AND seq BETWEEN ${firstSeq} AND ${lastSeq}`.execute(db);
  return Number(rows[0]?.size ?? 0);
}

/** Length of the samples that they were made of with what was signed of those, as lines; 0: nothing. */
export async function samplesSize(db: Db, { orgId, plantId, firstSeq, lastSeq }: ChainPart): Promise<number> {
  const { rows } = await sql<{ size: bigint }>`
    SELECT coalesce(sum(octet_length(sample.body) + 1 + coalesce(octet_length(sample.evidence) + 1, 0)), 0)::bigint AS size
    FROM device_readings AS made CROSS JOIN LATERAL (
      SELECT body, evidence FROM samples AS own
      WHERE own.org_id = made.org_id AND own.plant_id = made.plant_id AND own.device_id = made.device_id
        AND own.ended_at > made.covers_from AND own.ended_at <= made.covers_to
    ) AS sample
    WHERE made.org_id = ${orgId} AND made.plant_id = ${plantId} AND made.is_sampled
      AND made.seq BETWEEN ${firstSeq} AND ${lastSeq}`.execute(db);
  return Number(rows[0]?.size ?? 0);
}

/** A statement at whose head a bundle can begin. */
export type Beginning = { readonly headSeq: bigint; readonly assessment: Uint8Array };

/** The newest place before `neededSeq` at which a closing says what the assessment remembered. */
export async function beginningBefore(
  db: Db,
  { orgId, plantId }: PlantKey,
  neededSeq: bigint,
): Promise<Beginning | undefined> {
  const { rows } = await sql<{ head_seq: bigint; assessment: Uint8Array }>`
    SELECT head_seq, assessment FROM period_statements,
      LATERAL (SELECT (convert_from(statement, 'UTF8')::jsonb #>> '{records,head_seq}')::bigint AS head_seq) AS head
    WHERE org_id = ${orgId} AND plant_id = ${plantId} AND assessment IS NOT NULL AND head_seq < ${neededSeq}
    ORDER BY head_seq DESC, seq DESC LIMIT 1`.execute(db);
  const [row] = rows;
  return row && { headSeq: row.head_seq, assessment: row.assessment };
}

/** Readings of a meter that end after one instant and not after another, ms. */
export type ReadingSpan = { readonly deviceId: string; readonly fromMs: number; readonly toMs: number };

/** Place of the first accepted of some readings; undefined: there is none. */
export async function firstAccepted(
  db: Db,
  { orgId, plantId }: PlantKey,
  { deviceId, fromMs, toMs }: ReadingSpan,
): Promise<bigint | undefined> {
  const { rows } = await sql<{ seq: bigint | null }>`
    SELECT min(seq) AS seq FROM device_readings
    WHERE org_id = ${orgId} AND plant_id = ${plantId} AND device_id = ${deviceId} AND is_interval
      AND ended_at >= ${new Date(fromMs)} AND ended_at <= ${new Date(toMs)}`.execute(db);
  return rows[0]?.seq ?? undefined;
}

export type EarlierRecord = { readonly recordId: string; readonly body: Uint8Array };

/** What a replay that begins at a place has to know of the chain before it, beside readings and reviews. */
export async function earlierRecords(db: Db, { orgId, plantId }: PlantKey, firstSeq: bigint): Promise<EarlierRecord[]> {
  const records = await recordsIn(db, [{ orgId, plantId, toSeq: firstSeq - 1n, kinds: replayKinds }], "facts");
  const { rows } = await sql<Incomplete>`
    SELECT org_id, plant_id, seq, record_id, commitment, body FROM ${records.from} AS record
    WHERE org_id = ${orgId} AND plant_id = ${plantId} AND seq < ${firstSeq} AND kind = ANY(${replayKinds}::text[])
      AND ${records.only("record")}
    ORDER BY seq`.execute(db);
  return (await complete(db, rows)).map((row) => ({ recordId: row.record_id, body: row.body }));
}

const replayKinds = [
  ...["plant", "device", "device-key", "model", "design"],
  ...["statement", "issuance", "claim", "transfer", "retirement"],
];

/** One local day of a period, for people. */
export type Day = {
  readonly day: string;
  readonly approved: number;
  readonly flagged: number;
  readonly rejected: number;
  /** Highest export register of the approved readings of that day, summed over meters, Wh. */
  readonly exportWh: bigint | null;
};

/** Verdicts and registers of a period by local day. */
export async function daysOf(
  db: Db,
  { orgId, plantId }: PlantKey,
  window: { readonly fromMs: number; readonly toMs: number; readonly timeZone: string; readonly upToSeq: bigint },
  mainMeters: readonly string[],
): Promise<Day[]> {
  const { rows } = await sql<{ day: string; approved: number; flagged: number; rejected: number; export_wh: bigint }>`
    WITH by_device AS (
      SELECT ((ended_at - interval '1 ms') AT TIME ZONE ${window.timeZone})::date::text AS day, device_id,
        count(*) FILTER (WHERE status = 'APPROVED')::int AS approved,
        count(*) FILTER (WHERE status = 'FLAGGED')::int AS flagged,
        count(*) FILTER (WHERE status = 'REJECTED')::int AS rejected,
        max(export_wh) FILTER (WHERE status = 'APPROVED' AND device_id = ANY(${[...mainMeters]}::text[])) AS export_wh
      FROM device_readings
      WHERE org_id = ${orgId} AND plant_id = ${plantId} AND seq <= ${window.upToSeq}
        AND ended_at > ${new Date(window.fromMs)} AND ended_at <= ${new Date(window.toMs)}
      GROUP BY 1, 2
    )
    SELECT day, sum(approved)::int AS approved, sum(flagged)::int AS flagged, sum(rejected)::int AS rejected,
      sum(export_wh)::bigint AS export_wh
    FROM by_device GROUP BY day ORDER BY day`.execute(db);
  return rows.map(({ export_wh: exportWh, ...row }) => ({ ...row, exportWh }));
}
