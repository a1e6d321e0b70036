import { assertState, type Fault } from "../kernel/fault.ts";
import type { LinkedRecord } from "../plants/chain.ts";
import type { Tx } from "../platform/database.ts";
import type { Outcome } from "../platform/group-commit.ts";
import { findRecords } from "./record-store.ts";
import type { Accepted, AcceptItem, StoredRecord } from "./types.ts";

/** How one item ends, before the records that exist already have been read. */
export type Judged =
  | { readonly record: LinkedRecord }
  | { readonly earlier: string; readonly duplicate: boolean; readonly replayed: boolean }
  | { readonly fault: Fault };

/** What each caller is told: its own record, the earlier one it repeats, or its fault. */
export async function outcomesOf(
  tx: Tx,
  items: readonly AcceptItem[],
  judged: readonly Judged[],
): Promise<Outcome<Accepted>[]> {
  const earlierIds = judged.flatMap((one) => ("earlier" in one ? [one.earlier] : []));
  const fresh = new Map(judged.flatMap((one) => ("record" in one ? [[one.record.recordId, stored(one.record)]] : [])));
  const orgs = new Set(items.map((item) => item.actor.orgId));
  const earlier = new Map<string, StoredRecord>();
  for (const orgId of earlierIds.length === 0 ? [] : orgs) {
    for (const found of await findRecords(tx, orgId, earlierIds)) earlier.set(found.recordId, found);
  }
  return judged.map((one): Outcome<Accepted> => {
    if ("fault" in one) return { ok: false, error: one.fault };
    if ("record" in one) return { ok: true, value: { record: stored(one.record), duplicate: false, replayed: false } };
    const found = earlier.get(one.earlier) ?? fresh.get(one.earlier);
    assertState(found !== undefined, `record ${one.earlier} is named but not stored`);
    return { ok: true, value: { record: found, duplicate: one.duplicate, replayed: one.replayed } };
  });
}

function stored(record: LinkedRecord): StoredRecord {
  return {
    recordId: record.recordId,
    orgId: record.orgId,
    plantId: record.plantId,
    seq: record.seq,
    kind: record.kind,
    deviceId: record.deviceId ?? null,
    receivedAt: new Date(record.receivedAtMs),
    endedAt: record.endedAtMs === undefined ? null : new Date(record.endedAtMs),
    intervalS: record.intervalS ?? null,
    status: (record.status ?? null) as StoredRecord["status"],
    effectiveStatus: (record.status ?? null) as StoredRecord["status"],
    trustScore: record.trustScore ?? null,
    commitment: record.commitment,
    body: record.body,
    anchor: { state: "pending" },
  };
}
