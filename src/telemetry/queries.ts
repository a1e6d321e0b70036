import type { Actor } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import { earliestMs, latestMs } from "../kernel/time.ts";
import { plantNotFound } from "../plants/plants.ts";
import { chainExists, findPlant } from "../plants/store.ts";
import type { Db } from "../platform/database.ts";
import type { ScopedDb } from "../platform/scoped.ts";
import {
  mayUseDevice,
  mayUsePlant,
  readers,
  registrars,
  requireEveryDevice,
  requireRole,
  senders,
} from "../tenancy/scope.ts";
import type { Status } from "../verification/verdict.ts";
import * as store from "./record-store.ts";
import type { EffectiveStatus } from "./review-rules.ts";
import { listSigned } from "./signature-store.ts";
import type { StoredRecord } from "./types.ts";

export type QueryDeps = { readonly db: ScopedDb };

/** @throws {Fault} `not-found` for an id that is unknown or another organisation's: one and the same answer. */
export async function getRecord(deps: QueryDeps, actor: Actor, recordId: string): Promise<StoredRecord> {
  // A device may look at what it sent: the link in its own answer must work for it.
  requireRole(actor, [...readers, ...senders, ...registrars]);
  const [record] = await store.findRecords(deps.db.of(actor.orgId), actor.orgId, [recordId]);
  const isSeen = record !== undefined && mayUsePlant(actor, record.plantId) && mayUseRecord(actor, record);
  if (!isSeen) throw new Fault("not-found", `There is no record ${recordId} in your organisation.`);
  return record;
}

/** A key of one device sees that device's records. */
function mayUseRecord(actor: Actor, { deviceId }: StoredRecord): boolean {
  return actor.limits?.devices === undefined || (deviceId !== null && mayUseDevice(actor, deviceId));
}

/**
 * The record of a device's reading of this interval, or of this instant, for the device itself; undefined: there is none.
 * Both may end at once.
 */
export async function findReadingOf(
  deps: QueryDeps,
  { orgId, plantId, deviceId }: { readonly orgId: string; readonly plantId: string; readonly deviceId: string },
  { endMs, intervalS = null }: { readonly endMs: number; readonly intervalS: number | null | undefined },
): Promise<StoredRecord | undefined> {
  const page = { orgId, plantId, fromMs: endMs - 1, toMs: endMs, statuses: undefined, effectiveStatuses: undefined };
  const found = await store.listReadings(deps.db.of(orgId), { ...page, after: undefined, limit: mostAtOnce });
  return found.find((record) => record.deviceId === deviceId && record.intervalS === intervalS);
}

/** Readings of one plant for one instant: more devices than a plant has. */
const mostAtOnce = 1_000;

export type ReadingQuery = {
  readonly plantId: string;
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
  readonly statuses?: readonly Status[] | undefined;
  readonly effectiveStatuses?: readonly EffectiveStatus[] | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
};

/** One page of a plant's readings by event time; a key of some devices sees those. @throws {Fault} `not-found`, `invalid-request` for a broken cursor */
export async function listReadings(
  deps: QueryDeps,
  actor: Actor,
  query: ReadingQuery,
): Promise<{ records: StoredRecord[]; nextCursor: string | undefined }> {
  requireRole(actor, readers);
  await requirePlant(deps, actor, query.plantId);
  const found = await store.listReadings(deps.db.of(actor.orgId), {
    orgId: actor.orgId,
    plantId: query.plantId,
    devices: actor.limits?.devices,
    fromMs: query.fromMs,
    toMs: query.toMs,
    statuses: query.statuses,
    effectiveStatuses: query.effectiveStatuses,
    after: query.cursor === undefined ? undefined : parseCursor(query.cursor),
    limit: query.limit + 1,
  });
  const records = found.slice(0, query.limit);
  const last = records.at(-1);
  const more = found.length > query.limit && last?.endedAt != null;
  return { records, nextCursor: more ? formatCursor(last.endedAt.getTime(), last.seq) : undefined };
}

/**
 * The exact bytes of a plant's chain in order of acceptance, configuration and readings alike: what an
 * auditor recomputes commitments from. Pages through the table; memory stays flat.
 *
 * @throws {Fault} `not-found` before the first byte.
 */
export async function exportChain(
  deps: QueryDeps,
  actor: Actor,
  range: { plantId: string; fromSeq: bigint; toSeq?: bigint | undefined },
): Promise<AsyncGenerator<Uint8Array>> {
  requireRole(actor, [...readers, ...registrars]);
  requireEveryDevice(actor);
  const key = { orgId: actor.orgId, plantId: range.plantId };
  if (!(await chainExists(deps.db.of(actor.orgId), key))) throw plantNotFound(range.plantId);
  return pages(deps.db.of(actor.orgId), actor.orgId, range);
}

/**
 * What devices signed, one evidence (canonical JSON) for each signed record of the range, in the records' order.
 *
 * @throws {Fault} `not-found` before the first byte.
 */
export async function exportSignatures(
  deps: QueryDeps,
  actor: Actor,
  range: { plantId: string; fromSeq: bigint; toSeq?: bigint | undefined },
): Promise<AsyncGenerator<Uint8Array>> {
  requireRole(actor, readers);
  requireEveryDevice(actor);
  await requirePlant(deps, actor, range.plantId);
  return signedPages(deps.db.of(actor.orgId), actor.orgId, range);
}

async function* signedPages(
  db: Db,
  orgId: string,
  { plantId, fromSeq, toSeq }: { plantId: string; fromSeq: bigint; toSeq?: bigint | undefined },
): AsyncGenerator<Uint8Array> {
  const limit = 500;
  for (let afterSeq = fromSeq - 1n; ; ) {
    const rows = await listSigned(db, { orgId, plantId, afterSeq, toSeq, limit });
    for (const row of rows) yield row.evidence;
    const last = rows.at(-1);
    if (last === undefined || rows.length < limit) return;
    afterSeq = last.seq;
  }
}

async function* pages(
  db: Db,
  orgId: string,
  range: { plantId: string; fromSeq: bigint; toSeq?: bigint | undefined },
): AsyncGenerator<Uint8Array> {
  const limit = 500;
  let afterSeq = range.fromSeq - 1n;
  for (;;) {
    const rows = await store.listChain(db, { orgId, plantId: range.plantId, afterSeq, toSeq: range.toSeq, limit });
    for (const row of rows) yield row.body;
    const last = rows.at(-1);
    if (last === undefined || rows.length < limit) return;
    afterSeq = last.seq;
  }
}

async function requirePlant(deps: QueryDeps, actor: Actor, plantId: string): Promise<void> {
  const plant = mayUsePlant(actor, plantId)
    ? await findPlant(deps.db.of(actor.orgId), actor.orgId, plantId)
    : undefined;
  if (plant === undefined) throw plantNotFound(plantId);
}

function formatCursor(endedAtMs: number, seq: bigint): string {
  return Buffer.from(`${endedAtMs}.${seq}`).toString("base64url");
}

function parseCursor(cursor: string): { endedAtMs: number; seq: bigint } {
  const match = /^(-?\d{1,16})\.(\d{1,18})$/.exec(Buffer.from(cursor, "base64url").toString("latin1"));
  const endedAtMs = Number(match?.[1]);
  if (match === null || !(endedAtMs > earliestMs && endedAtMs <= latestMs)) {
    throw new Fault(
      "invalid-request",
      "The cursor is not one of ours: take it from `next_cursor` or the Link header, unchanged.",
      {
        errors: [{ parameter: "cursor", rule: "cursor", detail: "not a cursor of this API" }],
      },
    );
  }
  return { endedAtMs, seq: BigInt(match[2] as string) };
}
