import type { Actor } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import { chosenIdPattern } from "../kernel/ids.ts";
import { plantNotFound } from "../plants/plants.ts";
import { findPlant, type PlantKey } from "../plants/store.ts";
import type { Db } from "../platform/database.ts";
import type { ScopedDb } from "../platform/scoped.ts";
import { readers, requireEveryDevice, requireRole } from "../tenancy/scope.ts";
import { findRecords } from "./record-store.ts";
import * as lists from "./review-lists.ts";
import type { EffectiveStatus } from "./review-rules.ts";
import type { Change } from "./review-store.ts";
import type { StoredRecord } from "./types.ts";

/** A record that was put before a verifier, with everything that changed where it stands, oldest first. */
export type Review = { readonly record: StoredRecord; readonly changes: readonly Change[] };

export type ReviewQuery = {
  readonly plantId?: string | undefined;
  /** Undefined: whatever waits. */
  readonly statuses?: readonly EffectiveStatus[] | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
};

/** One page of the queue. @throws {Fault} `forbidden`, `not-found`, `invalid-request` for a broken cursor */
export async function listReviews(
  deps: { readonly db: ScopedDb },
  actor: Actor,
  { plantId, statuses, cursor, limit }: ReviewQuery,
): Promise<{ reviews: Review[]; nextCursor: string | undefined }> {
  requireRole(actor, readers);
  requireEveryDevice(actor);
  const { orgId } = actor;
  const db = deps.db.of(orgId);
  if (plantId !== undefined && (await findPlant(db, orgId, plantId)) === undefined) throw plantNotFound(plantId);
  const after = cursor === undefined ? undefined : parseCursor(cursor);
  const found = await lists.listQueue(db, { orgId, plantId, statuses, after, limit: limit + 1 });
  const page = found.slice(0, limit);
  const ids = page.map(({ recordId }) => recordId);
  const records = new Map((await findRecords(db, orgId, ids)).map((record) => [record.recordId, record]));
  const changes = await lists.listChanges(db, orgId, page);
  const last = page.at(-1);
  return {
    reviews: page.flatMap((place) => {
      const record = records.get(place.recordId);
      return record === undefined ? [] : [{ record, changes: changes.get(lists.placeText(place)) ?? [] }];
    }),
    nextCursor: found.length > limit && last !== undefined ? formatCursor(last) : undefined,
  };
}

export { effectiveReadings, hasDecided as decidedBy } from "./review-lists.ts";

/** What decisions turned against the verdicts that readings carry. */
export type DecisionsUpTo = {
  /** Flagged readings that a verifier cleared. */
  readonly cleared: ReadonlySet<string>;
  /** Approved readings that stopped counting: re-opened, rejected or replaced by a correction. */
  readonly revoked: ReadonlySet<string>;
};

/**
 * Decisions as a plant's chain stood at `upToSeq`: later ones do not count there, so that the same question
 * always gets the same answer. What a correction says instead is in {@link effectiveReadings}, which gives the
 * same statuses row by row.
 */
export async function decisionsUpTo(db: Db, key: PlantKey, upToSeq: bigint): Promise<DecisionsUpTo> {
  const turned = await lists.listTurned(db, key, upToSeq);
  const ids = (wanted: (one: (typeof turned)[number]) => boolean) =>
    new Set(turned.filter(wanted).map(({ recordId }) => recordId));
  return {
    cleared: ids(({ status, effectiveStatus }) => status === "FLAGGED" && effectiveStatus === "APPROVED"),
    revoked: ids(({ status }) => status === "APPROVED"),
  };
}

/**
 * What verifiers decided, one label for each record that has a decision at `upToSeq`: what calibrates
 * thresholds, and from how many of them a second stage could learn. Superseded decisions are no labels.
 */
export function labelledDecisions(db: Db, key: PlantKey, upToSeq: bigint): Promise<lists.Label[]> {
  return lists.listLabels(db, key, upToSeq);
}

function formatCursor({ plantId, seq }: { plantId: string; seq: bigint }): string {
  return Buffer.from(`${plantId}/${seq}`).toString("base64url");
}

function parseCursor(cursor: string): { plantId: string; seq: bigint } {
  const [plantId = "", seq = "", ...rest] = Buffer.from(cursor, "base64url").toString("latin1").split("/");
  if (chosenIdPattern.test(plantId) && /^\d{1,18}$/.test(seq) && rest.length === 0) {
    return { plantId, seq: BigInt(seq) };
  }
  throw new Fault("invalid-request", "The cursor is not one of ours: take it from `next_cursor`, unchanged.", {
    errors: [{ parameter: "cursor", rule: "cursor", detail: "not a cursor of this API" }],
  });
}
