import { snapMs } from "../carbon/register-step.ts";
import { slotEndMs } from "../hydropower/accounting.ts";
import { timestampMs } from "../hydropower/reading.ts";
import { bytesToHex, canonicalBytes, type Json, sha256Bytes } from "../kernel/canonical.ts";
import { assertState, Fault } from "../kernel/fault.ts";
import { isoFromMs } from "../kernel/time.ts";
import { counterOf, coverQuery, type Group, nonceOf } from "./group.ts";
import type { Judged } from "./outcomes.ts";
import { type Placement, place } from "./placement.ts";
import { counterText, nonceText } from "./signature-store.ts";
import type { OpenSlot } from "./slots.ts";
import * as store from "./store.ts";
import type { AcceptItem, OnRecord } from "./types.ts";

/** What an item repeats or contradicts: its key, its number, its time. */

/** The record that the same key and body made before. @throws {Fault} `idempotency-key-reused` */
export function replayOf(group: Group, item: AcceptItem): Judged | undefined {
  if (item.idempotencyKey === undefined) return undefined;
  const used = group.usedKeys.get(store.idempotencyKeyText({ orgId: item.actor.orgId, key: item.idempotencyKey }));
  if (used === undefined) return undefined;
  if (bytesToHex(used.fingerprint) !== bytesToHex(fingerprintOf(item))) {
    throw new Fault(
      "idempotency-key-reused",
      "This Idempotency-Key was used with another body: choose a new key for a new reading.",
    );
  }
  return { earlier: earlierOf(used, item), duplicate: false, replayed: true };
}

/** The same body is of the same time: it finds a sample. */
function earlierOf({ recordId }: store.UsedKey, { body }: AcceptItem): OnRecord {
  if (recordId !== null) return { recordId };
  assertState(body.timestamp !== undefined, "a sample without a time");
  return { recordId, endedAtMs: timestampMs(body.timestamp) };
}

/**
 * A signed request comes once: its nonce is used up whatever becomes of the reading. @throws {Fault} `signature-replayed`
 */
export function requireNewNonce(group: Group, item: AcceptItem): void {
  const nonce = nonceOf(item);
  if (nonce === undefined) return;
  if (group.nonces.has(nonceText(nonce))) {
    throw new Fault("signature-replayed", "The nonce of this signature was used before: sign again with a new one.");
  }
  group.nonces.add(nonceText(nonce));
  group.newNonces.push(nonce);
}

/** What the same number of the device's counter was signed for before: the same reading, or another. */
export function countedBefore(group: Group, item: AcceptItem, hash: Uint8Array, endMs: number): Judged | undefined {
  const counter = counterOf(item);
  const before = counter && group.counted.get(counterText(counter));
  if (before === undefined) return undefined;
  const { contentHash, ...earlier } = before;
  if (bytesToHex(contentHash) === bytesToHex(hash)) {
    rememberKey(group, item, earlier.recordId);
    return { earlier, duplicate: true, replayed: false };
  }
  keepAttempt(group, item, { act: "reading.sequence", earlier, endMs });
  const detail = `The device signed another reading with device_seq ${item.body.device_seq}; it is never overwritten.`;
  return { fault: new Fault("sequence-conflict", detail, { extensions: linksTo(earlier) }) };
}

function keepAttempt(
  group: Group,
  { actor, receivedAtMs, body }: AcceptItem,
  { act, earlier, endMs }: { readonly act: string; readonly earlier: OnRecord; readonly endMs: number },
): void {
  const detail = { received_at: isoFromMs(receivedAtMs), end: isoFromMs(endMs), body };
  const subject = earlier.recordId ?? `sample ${body.device_id} ${isoFromMs(earlier.endedAtMs)}`;
  group.audit.push({ orgId: actor.orgId, actor: actor.keyId, act, subject, detail });
}

/** What is on record: a record has a path; a sample is named by its end, as its device did. */
function linksTo(earlier: OnRecord): Readonly<Record<string, string>> {
  const { recordId } = earlier;
  if (recordId === null) return { sample_timestamp: isoFromMs(earlier.endedAtMs) };
  return { record_id: recordId, record: `/api/v1/records/${recordId}` };
}

/** Where a timed reading falls among those of its device, this group's included. */
export function placeAmong(group: Group, item: AcceptItem, hash: Uint8Array, endMs: number): Placement {
  const query = coverQuery(item);
  const wanted = {
    isInterval: query.isInterval,
    fromMs: endMs - (item.body.interval_s ?? 0) * 1000,
    toMs: endMs,
    contentHash: hash,
  };
  return place(wanted, around(group, item));
}

function around(group: Group, item: AcceptItem): store.Covered[] {
  const query = coverQuery(item);
  const inGroup = group.lines.get(store.lineText(query))?.around(query.fromMs, query.toMs) ?? [];
  return [...(group.covered.get(item) ?? []), ...inGroup];
}

/** Open slots of samples that a timed reading overlaps. */
export function overlappedSlots(group: Group, item: AcceptItem): OpenSlot[] {
  const { fromMs, toMs, ...device } = coverQuery(item);
  const samples = around(group, item).filter((one) => one.recordId === null && one.fromMs < toMs && one.toMs > fromMs);
  return group.slots
    .of(device)
    .filter((slot) => samples.some((one) => one.toMs > slot.fromMs && one.toMs <= slotEndMs(slot)));
}

/** The caller is told, and the attempt to say something else about the same time is kept. */
export function repeated(
  group: Group,
  item: AcceptItem,
  placement: Exclude<Placement, { kind: "new" }>,
  endMs: number,
): Judged {
  if (placement.kind === "duplicate") {
    rememberKey(group, item, placement.recordId);
    return { earlier: placement, duplicate: true, replayed: false };
  }
  const act = placement.kind === "conflict" ? "reading.conflict" : "reading.overlap";
  keepAttempt(group, item, { act, earlier: placement, endMs });
  const extensions = linksTo(placement);
  const fault =
    placement.kind === "conflict"
      ? new Fault(
          "reading-conflict",
          "Other readings of this device for the same time are on record; they are never overwritten.",
          { extensions },
        )
      : new Fault(
          "interval-overlap",
          `The interval overlaps one on record by ${placement.overlapMs / 1000} s (up to ${snapMs / 1000} s is cut off): check timestamp and interval_s.`,
          { extensions },
        );
  return { fault };
}

/** What the same key and body will be answered with. */
export function rememberKey(group: Group, item: AcceptItem, recordId: string | null): void {
  if (item.idempotencyKey === undefined) return;
  const used = { orgId: item.actor.orgId, key: item.idempotencyKey, fingerprint: fingerprintOf(item), recordId };
  group.newKeys.push(used);
  group.usedKeys.set(store.idempotencyKeyText(used), used);
}

const fingerprintOf = (item: AcceptItem): Uint8Array => sha256Bytes(canonicalBytes(item.body as Json));
