import { sql } from "kysely";
import { readLogSize } from "../anchoring/outbox.ts";
import type { Plant } from "../hydropower/plant.ts";
import { canonicalBytes, type Json, sha256Hex } from "../kernel/canonical.ts";
import { assertState } from "../kernel/fault.ts";
import { memoryOf } from "../plants/heads.ts";
import { wholeMemory } from "../plants/learnt.ts";
import { lockConfiguration, type PlantKey } from "../plants/store.ts";
import type { Db, Tx } from "../platform/database.ts";
import type { PlantDesign } from "./design-schema.ts";

/** Projects, periods and their statements. Every query names the organisation. */

/**
 * Locks a plant against whoever else would change its periods or design, and nobody else: readings go on.
 * Taken before the chain's head, never after it.
 *
 * @returns the plant, undefined when the organisation has none of that id
 */
export async function lockIssuance(tx: Tx, key: PlantKey): Promise<Plant | undefined> {
  return lockConfiguration(tx, key);
}

export type StoredDesign = {
  readonly version: number;
  readonly design: PlantDesign;
  readonly recordId: string;
  readonly commitment: Uint8Array;
  readonly createdAt: Date;
};

/** Which version: the newest one, one by number, or the newest one of the chain up to a place. */
export type DesignChoice = { readonly version?: number | undefined; readonly upToSeq?: bigint | undefined };

export async function findDesign(
  db: Db,
  { orgId, plantId }: PlantKey,
  { version, upToSeq }: DesignChoice = {},
): Promise<StoredDesign | undefined> {
  let query = db.selectFrom("project_designs").selectAll().where("org_id", "=", orgId).where("plant_id", "=", plantId);
  if (version !== undefined) query = query.where("version", "=", version);
  if (upToSeq !== undefined) query = query.where("seq", "<=", upToSeq);
  const row = await query.orderBy("version", "desc").limit(1).executeTakeFirst();
  return row && storedDesign(row);
}

type DesignRow = {
  readonly version: number;
  readonly design: unknown;
  readonly record_id: string;
  readonly commitment: Uint8Array;
  readonly created_at: Date;
};

/** All versions, in their order. */
export async function listDesigns(db: Db, { orgId, plantId }: PlantKey): Promise<StoredDesign[]> {
  const rows = await db
    .selectFrom("project_designs")
    .selectAll()
    .where("org_id", "=", orgId)
    .where("plant_id", "=", plantId)
    .orderBy("version")
    .execute();
  return rows.map(storedDesign);
}

function storedDesign({ version, design, record_id, commitment, created_at }: DesignRow): StoredDesign {
  return { version, design: design as PlantDesign, recordId: record_id, commitment, createdAt: created_at };
}

type RecordPlace = { readonly recordId: string; readonly seq: bigint; readonly commitment: Uint8Array };

export async function insertDesign(
  tx: Tx,
  { orgId, plantId }: PlantKey,
  { version, design, record, at }: { version: number; design: PlantDesign; record: RecordPlace; at: Date },
): Promise<void> {
  await tx
    .insertInto("project_designs")
    .values({
      org_id: orgId,
      plant_id: plantId,
      version,
      design: JSON.stringify(design),
      record_id: record.recordId,
      seq: record.seq,
      commitment: record.commitment,
      created_at: at,
    })
    .execute();
}

/** A monitoring period: local days [from, to) and the instants of their midnights. */
export type Period = {
  readonly periodId: string;
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly openedAt: Date;
};

/** Periods of a plant in the order of their days. */
export async function listPeriods(db: Db, key: PlantKey): Promise<Period[]> {
  const rows = await db
    .selectFrom("monitoring_periods")
    .selectAll()
    .where("org_id", "=", key.orgId)
    .where("plant_id", "=", key.plantId)
    .orderBy("from_date")
    .execute();
  return rows.map((row) => ({
    periodId: row.period_id,
    from: row.from_date,
    to: row.to_date,
    timeZone: row.time_zone,
    fromMs: row.from_at.getTime(),
    toMs: row.to_at.getTime(),
    openedAt: row.opened_at,
  }));
}

export async function insertPeriod(
  tx: Tx,
  { orgId, plantId }: PlantKey,
  period: Period & { readonly openedBy: string },
): Promise<void> {
  await tx
    .insertInto("monitoring_periods")
    .values({
      org_id: orgId,
      plant_id: plantId,
      period_id: period.periodId,
      from_date: period.from,
      to_date: period.to,
      time_zone: period.timeZone,
      from_at: new Date(period.fromMs),
      to_at: new Date(period.toMs),
      opened_at: period.openedAt,
      opened_by: period.openedBy,
    })
    .execute();
}

/** Only for periods without a statement: the foreign key holds the others. */
export async function deletePeriod(tx: Tx, { orgId, plantId }: PlantKey, periodId: string): Promise<void> {
  await tx
    .deleteFrom("monitoring_periods")
    .where("org_id", "=", orgId)
    .where("plant_id", "=", plantId)
    .where("period_id", "=", periodId)
    .execute();
}

/** What is asked of a statement without reading it. Wh, grams and whole units. */
export type StatementFacts = {
  readonly periodId: string;
  readonly statementNo: number;
  readonly recordId: string;
  readonly seq: bigint;
  readonly commitment: Uint8Array;
  readonly vintage: number;
  readonly egFacilityWh: bigint;
  readonly erG: bigint;
  readonly issuedUnits: bigint;
  readonly carryOutG: bigint;
  /** Grams of one unit. */
  readonly unitG: bigint;
  /** Of {@link issuedUnits}: what an earlier statement of the period had stated and is taken back by this one. */
  readonly takenBackG: bigint;
  readonly createdAt: Date;
};

/** Grams of a period for which there are mint intents, up to a place of the chain. */
export async function intendedG(
  db: Db,
  { orgId, plantId, periodId, upToSeq }: PlantKey & { readonly periodId: string; readonly upToSeq?: bigint },
): Promise<bigint> {
  let query = db
    .selectFrom("mint_intents")
    .select(["amount", "unit_g"])
    .where("org_id", "=", orgId)
    .where("plant_id", "=", plantId)
    .where("period_id", "=", periodId);
  if (upToSeq !== undefined) query = query.where("seq", "<=", upToSeq);
  return (await query.execute()).reduce((all, row) => all + row.amount * row.unit_g, 0n);
}

/** All statements of a plant, in the order in which they were made, up to a place of its chain. */
export async function listStatements(db: Db, key: PlantKey, upToSeq?: bigint): Promise<StatementFacts[]> {
  let query = db
    .selectFrom("period_statements")
    .select(["period_id", "statement_no", "record_id", "seq", "commitment", "vintage", "eg_facility_wh", "er_g"])
    .select(["issued_units", "carry_out_g", "unit_g", "taken_back_g", "created_at"])
    .where("org_id", "=", key.orgId)
    .where("plant_id", "=", key.plantId);
  if (upToSeq !== undefined) query = query.where("seq", "<=", upToSeq);
  const rows = await query.orderBy("seq").execute();
  return rows.map((row) => ({
    periodId: row.period_id,
    statementNo: row.statement_no,
    recordId: row.record_id,
    seq: row.seq,
    commitment: row.commitment,
    vintage: row.vintage,
    egFacilityWh: row.eg_facility_wh,
    erG: row.er_g,
    issuedUnits: row.issued_units,
    carryOutG: row.carry_out_g,
    unitG: row.unit_g,
    takenBackG: row.taken_back_g,
    createdAt: row.created_at,
  }));
}

/** The exact bytes of a statement. */
export async function findStatement(
  db: Db,
  { orgId, plantId }: PlantKey,
  periodId: string,
  statementNo: number,
): Promise<Uint8Array | undefined> {
  const row = await db
    .selectFrom("period_statements")
    .select("statement")
    .where("org_id", "=", orgId)
    .where("plant_id", "=", plantId)
    .where("period_id", "=", periodId)
    .where("statement_no", "=", statementNo)
    .executeTakeFirst();
  return row?.statement;
}

export async function insertStatement(
  tx: Tx,
  { orgId, plantId }: PlantKey,
  facts: StatementFacts,
  statement: Uint8Array,
  assessment: Uint8Array,
): Promise<void> {
  await tx
    .insertInto("period_statements")
    .values({
      org_id: orgId,
      plant_id: plantId,
      period_id: facts.periodId,
      statement_no: facts.statementNo,
      record_id: facts.recordId,
      seq: facts.seq,
      commitment: facts.commitment,
      vintage: facts.vintage,
      eg_facility_wh: facts.egFacilityWh,
      er_g: facts.erG,
      issued_units: facts.issuedUnits,
      carry_out_g: facts.carryOutG,
      unit_g: facts.unitG,
      taken_back_g: facts.takenBackG,
      statement,
      assessment,
      created_at: facts.createdAt,
    })
    .execute();
}

/** The newest place of a plant's chain that is committed, with what the gateway's state was there. */
export type ChainTip = {
  readonly seq: bigint;
  readonly commitment: Uint8Array;
  /** Leaves in the log. */
  readonly logSize: bigint;
  /** SHA-256 over the canonical bytes of what the assessment remembers of the plant's devices, hex. */
  readonly assessmentSha256: string;
};

export async function readTip(
  db: Db,
  { orgId, plantId }: PlantKey,
): Promise<ChainTip & { /** The canonical bytes that were hashed. */ readonly assessment: Uint8Array }> {
  // One statement: head and memory are of one moment.
  const { rows } = await sql<{ seq: bigint; commitment: Uint8Array | null; memory: string; learnt: object | null }>`
    SELECT seq, commitment, device_memory AS memory,
      (SELECT json_object_agg(device_id, learnt::json) FROM device_learnt AS device
       WHERE device.org_id = head.org_id AND device.plant_id = head.plant_id) AS learnt
    FROM plant_heads AS head WHERE org_id = ${orgId} AND plant_id = ${plantId}`.execute(db);
  const [row] = rows;
  assertState(row !== undefined && row.commitment !== null, "a plant without a chain head");
  const { seq, commitment, memory, learnt } = row;
  const taught = new Map(Object.entries(learnt ?? {}));
  const assessment = canonicalBytes(
    wholeMemory(memoryOf(memory) as Record<string, object>, (deviceId) => taught.get(deviceId)) as Json,
  );
  return { seq, commitment, logSize: await readLogSize(db), assessmentSha256: sha256Hex(assessment), assessment };
}
