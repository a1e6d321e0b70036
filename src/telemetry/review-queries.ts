import type { Actor } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import { chosenIdPattern } from "../kernel/ids.ts";
import { plantNotFound } from "../plants/plants.ts";
import { findPlant } from "../plants/store.ts";
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
