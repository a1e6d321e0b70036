import { featureNames } from "../fraud/features.ts";
import { priorForest } from "../fraud/prior.ts";
import type { Actor } from "../kernel/actor.ts";
import { bytesToHex, type Json } from "../kernel/canonical.ts";
import { assertState, Fault } from "../kernel/fault.ts";
import { lockPlants, putModelInForce } from "../plants/heads.ts";
import { plantNotFound } from "../plants/plants.ts";
import { findPlant, type PlantKey, plantKeyText } from "../plants/store.ts";
import type { Db, Tx } from "../platform/database.ts";
import { publish } from "../platform/events.ts";
import { deciders, readers, requireRole, requireSecondFactor, trainers } from "../tenancy/scope.ts";
import type { DataIdentity } from "../verification/verdict.ts";
import { insertRequest, readSchedule, type Schedule } from "./model-schedule.ts";
import * as store from "./model-store.ts";
import { findRecords } from "./record-store.ts";
import { append, notReviewable, type ReviewDeps } from "./review.ts";
import type { StoredRecord } from "./types.ts";

/** A plant's models: looking at them, asking for a new one, and a verifier's decision on which one judges. */

/** A model with every decision on it, oldest first. */
export type PlantModel = { readonly model: store.StoredModel; readonly decisions: readonly store.ModelDecision[] };

export type ModelQuery = { readonly plantId: string; readonly cursor?: string | undefined; readonly limit: number };

export type PlantModels = {
  /** What judges the plant's next record: a model of its own, or the physics prior that every plant begins with. */
  readonly inForce: DataIdentity;
  readonly schedule: Schedule;
  readonly models: readonly PlantModel[];
  readonly nextCursor: string | undefined;
};

/** One page of a plant's models, newest first. @throws {Fault} `forbidden`, `not-found`, `invalid-request` */
export async function listModels(deps: Pick<ReviewDeps, "db">, actor: Actor, query: ModelQuery): Promise<PlantModels> {
  requireRole(actor, readers);
  const key = { orgId: actor.orgId, plantId: query.plantId };
  const inForce = await identityInForce(deps, key);
  const before = query.cursor === undefined ? undefined : parseCursor(query.cursor);
  const found = await store.listModels(deps.db.of(actor.orgId), key, before, query.limit + 1);
  const page = found.slice(0, query.limit);
  const last = page.at(-1);
  return {
    inForce,
    schedule: await readSchedule(deps.db.of(actor.orgId), key),
    models: await withDecisions(deps, key, page),
    nextCursor: found.length > query.limit && last !== undefined ? formatCursor(last) : undefined,
  };
}

/** @throws {Fault} `forbidden`, `not-found` */
export async function getModel(
  deps: Pick<ReviewDeps, "db">,
  actor: Actor,
  plantId: string,
  hash: string,
): Promise<PlantModel> {
  requireRole(actor, readers);
  const key = { orgId: actor.orgId, plantId };
  const model = await store.findModel(deps.db.of(actor.orgId), { ...key, hash: Buffer.from(hash, "hex") });
  if (model === undefined) throw modelNotFound(plantId, hash);
  return (await withDecisions(deps, key, [model]))[0] as PlantModel;
}

/** The model itself: canonical bytes whose SHA-256 is its hash. @throws {Fault} `forbidden`, `not-found` */
export async function getModelContent(
  deps: Pick<ReviewDeps, "db">,
  actor: Actor,
  plantId: string,
  hash: string,
): Promise<Uint8Array> {
  requireRole(actor, readers);
  const key = { orgId: actor.orgId, plantId, hash: Buffer.from(hash, "hex") };
  const [found] = await store.findContents(deps.db.of(actor.orgId), [key]);
  if (found === undefined) throw modelNotFound(plantId, hash);
  return found.content;
}

/**
 * Asks for a model to be trained on the plant's readings up to now, whatever the schedule. The background job
 * takes it up; that there are too few readings is its outcome.
 *
 * @throws {Fault} `forbidden`, `not-found`
 */
export async function requestTraining(
  deps: Pick<ReviewDeps, "db" | "clock">,
  actor: Actor,
  plantId: string,
): Promise<Schedule> {
  requireRole(actor, trainers);
  const key = { orgId: actor.orgId, plantId };
  if ((await findPlant(deps.db.of(actor.orgId), actor.orgId, plantId)) === undefined) throw plantNotFound(plantId);
  await deps.db
    .of(actor.orgId)
    .transaction()
    .execute(async (tx) => {
      await insertRequest(tx, key, actor.keyId, new Date(deps.clock.nowMs()));
      await publish(tx, { type: "training.requested" });
    });
  return readSchedule(deps.db.of(actor.orgId), key);
}

export type ModelDecisionInput = { readonly decision: "approve" | "reject"; readonly reason: string };

/** What a verifier's decision on a model became. */
export type ModelDecided = {
  readonly record: StoredRecord;
  readonly inForce: DataIdentity;
  /** The same decision by the same key stands: this is that one. */
  readonly repeated: boolean;
};

/**
 * A verifier approves a candidate, goes back to an earlier model or the prior, or rejects a candidate. The
 * decision is a record of the plant's chain: from the next record on the approved model judges, and no earlier
 * record changes. A crash leaves the record and its effect, or neither.
 *
 * @throws {Fault} `forbidden`, `second-factor-required`, `not-found`, `not-reviewable` with the `rule` that stands against it
 */
export async function decideOnModel(
  deps: ReviewDeps,
  actor: Actor,
  plantId: string,
  hash: string,
  input: ModelDecisionInput,
): Promise<ModelDecided> {
  requireRole(actor, deciders);
  requireSecondFactor(actor);
  const key = { orgId: actor.orgId, plantId };
  const at = new Date(deps.clock.nowMs());
  return deps.db
    .of(actor.orgId)
    .transaction()
    .execute(async (tx) => {
      const locked = (await lockPlants(tx, [key])).get(plantKeyText(key));
      if (locked === undefined) throw plantNotFound(plantId);
      const turn = await openTurn(tx, key, hash, locked.modelHash);
      const made = { ...input, decidedBy: actor.keyId };
      const standing = repeatOf(turn, made);
      if (standing !== undefined) return told(tx, key, standing.recordId, turn.before, true);
      const refusal = refusalOf(turn, input.decision);
      if (refusal !== undefined) throw notReviewable(refusal);
      const content = { model: await recordContent(tx, key, turn, made) };
      const draft = { kind: "model", receivedAtMs: at.getTime(), verdict: "other", content } as const;
      const { seq, recordId } = await append(deps, tx, locked, draft);
      await takeEffect(tx, key, turn, input.decision);
      await store.insertDecision(tx, { ...key, ...made, hash: turn.hash, seq, recordId, at });
      return told(tx, key, recordId, input.decision === "approve" ? turn.subject : turn.before, false);
    });
}

/** A model that is to be decided on, and the one in force before. */
type Turn = {
  readonly hash: Uint8Array;
  readonly subject: DataIdentity;
  readonly before: DataIdentity;
  /** Undefined: it is the physics prior. */
  readonly model: store.StoredModel | undefined;
  readonly decisions: readonly store.ModelDecision[];
};

async function openTurn(tx: Tx, key: PlantKey, hex: string, inForce: Uint8Array | null): Promise<Turn> {
  const hash = Buffer.from(hex, "hex");
  const model = await store.findModel(tx, { ...key, hash });
  if (model === undefined && hex !== priorForest.identity.hash) throw modelNotFound(key.plantId, hex);
  const decisions = (await store.listDecisions(tx, key, [hash])).get(hex) ?? [];
  const subject = model === undefined ? priorForest.identity : identityOf(model);
  return { hash, subject, before: await identityAt(tx, key, inForce), model, decisions };
}

type Made = ModelDecisionInput & { readonly decidedBy: string };

function repeatOf({ subject, before, model, decisions }: Turn, made: Made): store.ModelDecision | undefined {
  const stands = made.decision === "approve" ? subject.hash === before.hash : model?.state === "rejected";
  const newest = decisions.at(-1);
  const same =
    newest?.decision === made.decision && newest.reason === made.reason && newest.decidedBy === made.decidedBy;
  return stands && same ? newest : undefined;
}

function refusalOf({ subject, before, model }: Turn, decision: Made["decision"]) {
  const refusal = (rule: string, detail: string) => ({ rule: `model.${rule}`, detail });
  if (subject.hash === before.hash) {
    return refusal("in-force", "It is in force already: to end that, approve another one.");
  }
  if (decision === "reject") {
    if (model?.state === "candidate") return undefined;
    return refusal("not-waiting", "Only a candidate can be rejected, and it is none: it stays as it is.");
  }
  if (model === undefined) return undefined;
  if (model.state === "rejected") {
    return refusal("rejected", "It was rejected: ask for a training anew, or approve another one.");
  }
  if (model.training.features.join() !== featureNames.join()) {
    return refusal("other-features", "It was trained on features of another version: ask for a training anew.");
  }
  if (model.state === "candidate" && model.drift.against.hash !== before.hash) {
    const detail = `Its drift report is against ${model.drift.against.id}, but ${before.id} is in force now: ask for a training anew.`;
    return refusal("drift-of-another", detail);
  }
  return undefined;
}

/** The record's word on it. The chain alone must hold all that later verdicts follow from: the model's bytes once. */
async function recordContent(tx: Tx, key: PlantKey, turn: Turn, made: Made): Promise<Json> {
  const { hash, subject, before, model } = turn;
  const { decision, reason, decidedBy } = made;
  const isFirst = model?.state === "candidate";
  const [stored] = isFirst && decision === "approve" ? await store.findContents(tx, [{ ...key, hash }]) : [];
  return {
    decision,
    model: { ...subject },
    in_force_before: { ...before },
    reason,
    decided_by: decidedBy,
    training: isFirst ? model.training : undefined,
    drift: isFirst ? model.drift : undefined,
    content: stored && (JSON.parse(new TextDecoder().decode(stored.content)) as Json),
  };
}

async function takeEffect(tx: Tx, key: PlantKey, { hash, model }: Turn, decision: Made["decision"]): Promise<void> {
  if (decision === "reject") return store.setState(tx, { ...key, hash }, "rejected");
  await store.retireModel(tx, key);
  if (model !== undefined) await store.setState(tx, { ...key, hash }, "approved");
  await putModelInForce(tx, key, model === undefined ? null : hash);
}

async function told(tx: Tx, key: PlantKey, recordId: string, inForce: DataIdentity, repeated: boolean) {
  const [record] = await findRecords(tx, key.orgId, [recordId]);
  assertState(record !== undefined, `the decision ${recordId} is not stored`);
  return { record, inForce, repeated };
}

async function withDecisions(
  { db }: Pick<ReviewDeps, "db">,
  key: PlantKey,
  models: readonly store.StoredModel[],
): Promise<PlantModel[]> {
  if (models.length === 0) return [];
  const decisions = await store.listDecisions(
    db.of(key.orgId),
    key,
    models.map(({ hash }) => hash),
  );
  return models.map((model) => ({ model, decisions: decisions.get(bytesToHex(model.hash)) ?? [] }));
}

async function identityInForce({ db: scoped }: Pick<ReviewDeps, "db">, key: PlantKey): Promise<DataIdentity> {
  const db = scoped.of(key.orgId);
  const inForce = await store.readInForce(db, key);
  if (inForce === undefined) throw plantNotFound(key.plantId);
  return identityAt(db, key, inForce);
}

async function identityAt(db: Db, key: PlantKey, hash: Uint8Array | null): Promise<DataIdentity> {
  if (hash === null) return priorForest.identity;
  const model = await store.findModel(db, { ...key, hash });
  assertState(model !== undefined, `the model in force of plant ${key.plantId} is not stored`);
  return identityOf(model);
}

const identityOf = ({ modelId, hash }: store.StoredModel): DataIdentity => ({ id: modelId, hash: bytesToHex(hash) });

function modelNotFound(plantId: string, hash: string): Fault {
  return new Fault("not-found", `The plant ${plantId} has no model ${hash}, or your organisation no such plant.`);
}

function formatCursor({ createdAt, hash }: store.StoredModel): string {
  return Buffer.from(`${createdAt.getTime()}.${bytesToHex(hash)}`).toString("base64url");
}

function parseCursor(cursor: string): { createdAt: Date; hash: Uint8Array } {
  const match = /^(\d{1,15})\.([0-9a-f]{64})$/.exec(Buffer.from(cursor, "base64url").toString("latin1"));
  if (match !== null) return { createdAt: new Date(Number(match[1])), hash: Buffer.from(match[2] as string, "hex") };
  throw new Fault("invalid-request", "The cursor is not one of ours: take it from `next_cursor`, unchanged.", {
    errors: [{ parameter: "cursor", rule: "cursor", detail: "not a cursor of this API" }],
  });
}
