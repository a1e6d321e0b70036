import { assertState, type Fault } from "../kernel/fault.ts";
import type { LinkedRecord } from "../plants/chain.ts";
import type { Tx } from "../platform/database.ts";
import { sha256 } from "../platform/digest.ts";
import type { Outcome } from "../platform/group-commit.ts";
import type { Group } from "./group.ts";
import { findRecords } from "./record-store.ts";
import { findSamples, type SamplePlace, type SampleRow, samplePlaceText } from "./sample-store.ts";
import { placeOf } from "./signatures.ts";
import type { Accepted, AcceptItem, OnRecord, StoredRecord, StoredSample } from "./types.ts";

/** How one item ends, before the records that exist already have been read. */
export type Judged =
  | { readonly record: LinkedRecord }
  /** Recorded, as a sample. */
  | { readonly sample: SamplePlace }
  | { readonly earlier: OnRecord; readonly duplicate: boolean; readonly replayed: boolean }
  | { readonly fault: Fault };

/** What each caller is told: its own record, the earlier one it repeats, or its fault. */
export async function outcomesOf(
  tx: Tx,
  items: readonly AcceptItem[],
  judged: readonly Judged[],
  group: Pick<Group, "kept" | "made">,
): Promise<Outcome<Accepted>[]> {
  const earlier = await earlierRecords(tx, items, judged);
  const sampleOf = await samplesOf(tx, items, judged, group);
  return judged.map((one, i): Outcome<Accepted> => {
    if ("fault" in one) return { ok: false, error: one.fault };
    if ("sample" in one) {
      return { ok: true, value: { sample: sampleOf(one.sample), duplicate: false, replayed: false } };
    }
    if ("record" in one) return { ok: true, value: { record: stored(one.record), duplicate: false, replayed: false } };
    const { duplicate, replayed } = one;
    if (one.earlier.recordId === null) {
      const place = { ...placeOf(items[i] as AcceptItem), endedAtMs: one.earlier.endedAtMs };
      return { ok: true, value: { sample: sampleOf(place), duplicate, replayed } };
    }
    const found = earlier.get(one.earlier.recordId);
    assertState(found !== undefined, `record ${one.earlier.recordId} is named but not stored`);
    return { ok: true, value: { record: found, duplicate, replayed } };
  });
}

/** Records that are repeated, by their ids. Those of this very group are on their way to the table before this asks. */
async function earlierRecords(
  tx: Tx,
  items: readonly AcceptItem[],
  judged: readonly Judged[],
): Promise<ReadonlyMap<string, StoredRecord>> {
  const ids = judged.flatMap((one) => ("earlier" in one ? (one.earlier.recordId ?? []) : []));
  const found = new Map<string, StoredRecord>();
  if (ids.length === 0) return found;
  for (const orgId of new Set(items.map((item) => item.actor.orgId))) {
    for (const record of await findRecords(tx, orgId, ids)) found.set(record.recordId, record);
  }
  return found;
}

/** Samples by their places: those of this group, and earlier ones that are repeated. */
async function samplesOf(
  tx: Tx,
  items: readonly AcceptItem[],
  judged: readonly Judged[],
  { kept, made }: Pick<Group, "kept" | "made">,
): Promise<(place: SamplePlace) => StoredSample> {
  const wanted = judged.flatMap((one, i) =>
    "earlier" in one && one.earlier.recordId === null
      ? [{ ...placeOf(items[i] as AcceptItem), endedAtMs: one.earlier.endedAtMs }]
      : [],
  );
  const found = await findSamples(
    tx,
    wanted.filter((place) => !kept.has(samplePlaceText(place))),
  );
  return (place) => {
    const sample = kept.get(samplePlaceText(place)) ?? found.get(samplePlaceText(place));
    assertState(sample !== undefined, `a sample that ends at ${place.endedAtMs} is named but not stored`);
    return storedSample(sample, found.get(samplePlaceText(place))?.recordId ?? null, made);
  };
}

function storedSample(
  { orgId, plantId, deviceId, endedAtMs, intervalS, receivedAtMs, slot, body }: SampleRow,
  recordId: string | null,
  made: Group["made"],
): StoredSample {
  const own = made.find(
    (one) =>
      one.record.orgId === orgId &&
      one.record.plantId === plantId &&
      one.record.deviceId === deviceId &&
      one.fromMs < endedAtMs &&
      endedAtMs <= one.toMs,
  );
  const facts = { orgId, plantId, deviceId, endedAtMs, intervalS, receivedAtMs, slot, body, sha256: sha256(body) };
  return { ...facts, recordId: own?.record.recordId ?? recordId };
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
