import { type Slot, slotEndMs, slotOf } from "../hydropower/accounting.ts";
import type { Plant } from "../hydropower/plant.ts";
import { canonicalText, type Json } from "../kernel/canonical.ts";
import { assertState } from "../kernel/fault.ts";
import { isoFromMs } from "../kernel/time.ts";
import { plantKeyText } from "../plants/store.ts";
import { counterOf, type Group, keepInLine } from "./group.ts";
import { rememberKey } from "./repeats.ts";
import { type SampleRow, samplePlaceText } from "./sample-store.ts";
import { counterText } from "./signature-store.ts";
import { placeOf, signatureMembers } from "./signatures.ts";
import { toldSample } from "./streamed.ts";
import type { AcceptItem } from "./types.ts";

/** A reading of a plant with an accounting interval that is shorter than it: kept as it came, for its slot's record. */

export const sampleVersion = 1;

/** The slot of which the reading is a sample; undefined: it is a record of its own, as is every one that was cut. */
export function sampledSlot(
  plant: Plant,
  { body }: AcceptItem,
  placed: { readonly endMs: number; readonly snappedMs: number },
): Slot | undefined {
  const { interval_s: intervalS } = body;
  if (plant.accounting === undefined || intervalS === undefined || placed.snappedMs > 0) return undefined;
  return slotOf(placed.endMs, intervalS, plant.accounting.interval_s);
}

/** Keeps a sample in the group: its bytes, its place, its number and key. It is written with the group. */
export function keepSample(
  group: Group,
  item: AcceptItem,
  sampled: { readonly slot: Slot; readonly endMs: number; readonly hash: Uint8Array },
): SampleRow {
  const row = rowOf(item, sampled);
  const open = group.plants.get(plantKeyText(row));
  if (open !== undefined && !open.hasSamples) {
    open.hasSamples = true;
    group.newlySampled.push({ orgId: row.orgId, plantId: row.plantId });
  }
  group.samples.push(row);
  group.kept.set(samplePlaceText(row), row);
  const { orgId, plantId, deviceId, endedAtMs, intervalS, contentHash } = row;
  const [fromMs, toMs] = [endedAtMs - 1000 * intervalS, endedAtMs];
  const place = { orgId, plantId, deviceId, isInterval: true, endedAtMs, intervalS, fromMs, toMs };
  keepInLine(group, { ...place, contentHash, recordId: null });
  const counter = counterOf(item);
  if (counter !== undefined) {
    group.counted.set(counterText(counter), { recordId: null, endedAtMs, contentHash });
    group.newCounters.push({ ...counter, endedAtMs, contentHash });
  }
  rememberKey(group, item, null);
  group.toldSamples.push(toldSample({ item, endMs: endedAtMs }));
  return row;
}

function rowOf(
  item: AcceptItem,
  { slot, endMs, hash }: { readonly slot: Slot; readonly endMs: number; readonly hash: Uint8Array },
): SampleRow {
  const { body, receivedAtMs, signed } = item;
  const { interval_s: intervalS } = body;
  assertState(intervalS !== undefined, "a sample without an interval");
  const place = placeOf(item);
  return {
    ...place,
    endedAtMs: endMs,
    intervalS,
    slot,
    receivedAtMs,
    contentHash: hash,
    body: Buffer.from(canonicalText(sampleContent(item, slot, endMs))),
    evidence: signed?.evidence ?? null,
  };
}

/** The members of a sample's canonical bytes. */
function sampleContent(item: AcceptItem, slot: Slot, endMs: number): { readonly [member: string]: Json | undefined } {
  const { body, actor, receivedAtMs, signed } = item;
  return {
    v: sampleVersion,
    kind: "sample",
    org_id: actor.orgId,
    plant_id: body.plant_id,
    device_id: body.device_id,
    device_seq: body.device_seq,
    timestamp: isoFromMs(endMs),
    interval_s: body.interval_s,
    slot: slotJson(slot),
    received_at: isoFromMs(receivedAtMs),
    readings: body.readings as Json,
    ...(body.source !== undefined && { source: body.source, reason: body.reason, filed_by: actor.keyId }),
    ...signatureMembers(signed),
  };
}

/** The slot (from, to] of a sample. */
export const slotJson = (slot: Slot) => ({ from: isoFromMs(slot.fromMs), to: isoFromMs(slotEndMs(slot)) });
