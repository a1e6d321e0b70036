import { sql } from "kysely";
import { bytesToHex } from "../kernel/canonical.ts";
import type { PlantKey } from "../plants/store.ts";
import type { Db, Tx } from "../platform/database.ts";
import type { DriftReport } from "./model-drift.ts";
import type { TrainingSet } from "./model-set.ts";

/** The SQL of plants' models and of a verifier's decisions on them. */

export const modelStates = ["candidate", "approved", "rejected", "retired"] as const;
/** APPROVED is the one in force; a retired one was, and may be again. */
export type ModelState = (typeof modelStates)[number];

/** A model as stored, without its content. */
export type StoredModel = PlantKey & {
  readonly modelId: string;
  readonly hash: Uint8Array;
  readonly training: TrainingSet;
  readonly drift: DriftReport;
  readonly state: ModelState;
  readonly createdAt: Date;
  readonly requestedBy: string | null;
};

type ModelHash = PlantKey & { readonly hash: Uint8Array };

/** The canonical bytes of models, for those that exist. */
export async function findContents(
  db: Db,
  models: readonly ModelHash[],
): Promise<{ hash: Uint8Array; content: Uint8Array }[]> {
  if (models.length === 0) return [];
  const { rows } = await sql<{ hash: Uint8Array; content: Uint8Array }>`
    SELECT hash, content FROM plant_models WHERE (org_id, plant_id, hash) IN (
      SELECT * FROM unnest(${models.map(({ orgId }) => orgId)}::text[], ${models.map(({ plantId }) => plantId)}::text[],
                           ${models.map(({ hash }) => hash)}::bytea[]))`.execute(db);
  return rows;
}

const described = ["org_id", "plant_id", "hash", "model_id", "training", "drift", "state", "created_at"] as const;

export async function findModel(db: Db, { orgId, plantId, hash }: ModelHash): Promise<StoredModel | undefined> {
  const row = await db
    .selectFrom("plant_models")
    .select([...described, "requested_by"])
    .where("org_id", "=", orgId)
    .where("plant_id", "=", plantId)
    .where("hash", "=", hash)
    .executeTakeFirst();
  return row && toModel(row);
}

/** Models of a plant, newest first, before one of them. */
export async function listModels(
  db: Db,
  { orgId, plantId }: PlantKey,
  before: { readonly createdAt: Date; readonly hash: Uint8Array } | undefined,
  limit: number,
): Promise<StoredModel[]> {
  let query = db
    .selectFrom("plant_models")
    .select([...described, "requested_by"])
    .where("org_id", "=", orgId)
    .where("plant_id", "=", plantId);
  if (before !== undefined) {
    const { createdAt, hash } = before;
    query = query.where(sql<boolean>`(created_at, hash) < (${createdAt}, ${hash})`);
  }
  const rows = await query.orderBy("created_at", "desc").orderBy("hash", "desc").limit(limit).execute();
  return rows.map(toModel);
}

type ModelRow = {
  org_id: string;
  plant_id: string;
  hash: Uint8Array;
  model_id: string;
  training: unknown;
  drift: unknown;
  state: string;
  created_at: Date;
  requested_by: string | null;
};

function toModel(row: ModelRow): StoredModel {
  return {
    orgId: row.org_id,
    plantId: row.plant_id,
    modelId: row.model_id,
    hash: row.hash,
    training: row.training as TrainingSet,
    drift: row.drift as DriftReport,
    state: row.state as ModelState,
    createdAt: row.created_at,
    requestedBy: row.requested_by,
  };
}

/**
 * Stores a candidate. The same model again only renews the drift report of one that still waits.
 *
 * @returns false when the model is there already and was decided on
 */
export async function insertCandidate(tx: Tx, model: StoredModel & { readonly content: Uint8Array }): Promise<boolean> {
  const result = await tx
    .insertInto("plant_models")
    .values({
      org_id: model.orgId,
      plant_id: model.plantId,
      hash: model.hash,
      model_id: model.modelId,
      content: model.content,
      training: JSON.stringify(model.training),
      drift: JSON.stringify(model.drift),
      state: model.state,
      created_at: model.createdAt,
      requested_by: model.requestedBy,
    })
    .onConflict((conflict) =>
      conflict
        .columns(["org_id", "plant_id", "hash"])
        .doUpdateSet((row) => ({ drift: row.ref("excluded.drift") }))
        .where("plant_models.state", "=", "candidate"),
    )
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** The one in force stops being it; nothing happens where the prior is in force. */
export async function retireModel(tx: Tx, { orgId, plantId }: PlantKey): Promise<void> {
  await tx
    .updateTable("plant_models")
    .set({ state: "retired" })
    .where("org_id", "=", orgId)
    .where("plant_id", "=", plantId)
    .where("state", "=", "approved")
    .execute();
}

export async function setState(tx: Tx, { orgId, plantId, hash }: ModelHash, state: ModelState): Promise<void> {
  await tx
    .updateTable("plant_models")
    .set({ state })
    .where("org_id", "=", orgId)
    .where("plant_id", "=", plantId)
    .where("hash", "=", hash)
    .execute();
}

/** A verifier's decision on a model and the record that holds it. */
export type ModelDecision = ModelHash & {
  readonly seq: bigint;
  readonly recordId: string;
  readonly decision: "approve" | "reject";
  readonly reason: string;
  readonly decidedBy: string;
  readonly at: Date;
};

export async function insertDecision(tx: Tx, made: ModelDecision): Promise<void> {
  await tx
    .insertInto("plant_model_decisions")
    .values({
      org_id: made.orgId,
      plant_id: made.plantId,
      seq: made.seq,
      record_id: made.recordId,
      hash: made.hash,
      decision: made.decision,
      reason: made.reason,
      decided_by: made.decidedBy,
      at: made.at,
    })
    .execute();
}

/** Decisions of a plant, oldest first; of one model when `hash` is given. */
export async function listDecisions(
  db: Db,
  { orgId, plantId }: PlantKey,
  hashes: readonly Uint8Array[],
): Promise<Map<string, ModelDecision[]>> {
  const rows = await db
    .selectFrom("plant_model_decisions")
    .selectAll()
    .where("org_id", "=", orgId)
    .where("plant_id", "=", plantId)
    .where("hash", "in", [...hashes])
    .orderBy("seq")
    .execute();
  const decisions = rows.map((row): ModelDecision => {
    const { seq, hash, reason, at } = row;
    const made = { recordId: row.record_id, decision: row.decision as ModelDecision["decision"] };
    return { orgId, plantId, seq, hash, reason, at, ...made, decidedBy: row.decided_by };
  });
  return Map.groupBy(decisions, ({ hash }) => bytesToHex(hash));
}

/** The model in force of a plant; null: the physics prior. Undefined: there is no such plant. */
export async function readInForce(db: Db, { orgId, plantId }: PlantKey): Promise<Uint8Array | null | undefined> {
  const row = await db
    .selectFrom("plant_heads")
    .select("model_hash")
    .where("org_id", "=", orgId)
    .where("plant_id", "=", plantId)
    .executeTakeFirst();
  return row?.model_hash;
}
