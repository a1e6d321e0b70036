import type { Quantities } from "../hydropower/quantities.ts";
import type { Actor } from "../kernel/actor.ts";
import { bytesToHex, canonicalBytes, canonicalText, type Json, sha256Bytes } from "../kernel/canonical.ts";
import { assertState, Fault } from "../kernel/fault.ts";
import { isoFromMs } from "../kernel/time.ts";
import type { LinkedRecord, RecordDraft } from "../plants/chain.ts";
import type { LockedPlant } from "../plants/heads.ts";
import { findLearnt, wholeMemory } from "../plants/learnt.ts";
import { deviceKeyText, findDevices } from "../plants/store.ts";
import type { Tx } from "../platform/database.ts";
import { tellStreams } from "../platform/stream-log.ts";
import { managers, requireRole } from "../tenancy/scope.ts";
import { contextJson, readContext } from "../verification/context-wire.ts";
import { memoryOfDevice, neighboursOf } from "../verification/memory.ts";
import type { DeviceMemory, Status } from "../verification/verdict.ts";
import { checkQuantities } from "./checks.ts";
import { judge } from "./judge.ts";
import { forestInForce } from "./model-forests.ts";
import { energiesOf } from "./placed-reading.ts";
import { findRecords } from "./record-store.ts";
import { append, notReviewable, openReviewed, type ReviewDeps } from "./review.ts";
import { firstStanding, whyNotReplaceable } from "./review-rules.ts";
import * as reviews from "./review-store.ts";
import { toldWith } from "./streamed.ts";
import { type AcceptedRecord, parseBody, type RecordBody } from "./types.ts";

export type Correction = { readonly readings: Quantities; readonly reason: string };

/**
 * An operator corrects a reading: a new record of the plant's chain that names the one it replaces and takes
 * exactly its device and time. It is judged like any reading, without moving the device's memory; it counts,
 * and the other stops counting, when a verifier accepts it.
 *
 * @throws {Fault} `forbidden`, `not-found`, `invalid-request`, `not-reviewable` with the `rule` against it
 */
export async function fileCorrection(
  deps: ReviewDeps,
  actor: Actor,
  recordId: string,
  correction: Correction,
): Promise<AcceptedRecord> {
  requireRole(actor, managers);
  const at = new Date(deps.clock.nowMs());
  return deps.db
    .of(actor.orgId)
    .transaction()
    .execute(async (tx) => {
      const { locked, reviewed } = await openReviewed(tx, actor, recordId);
      const fingerprint = fingerprintOf(actor, recordId, correction);
      const earlier = await reviews.findFiled(tx, reviewed, fingerprint);
      const filed =
        earlier ?? (await file(deps, tx, { actor, locked, reviewed, correction, fingerprint, at })).recordId;
      const [record] = await findRecords(tx, actor.orgId, [filed]);
      assertState(record !== undefined, `correction ${filed} is not stored`);
      return { record, duplicate: earlier !== undefined, replayed: false };
    });
}

type Filing = {
  readonly actor: Actor;
  readonly locked: LockedPlant;
  readonly reviewed: reviews.Reviewed;
  readonly correction: Correction;
  readonly fingerprint: Uint8Array;
  readonly at: Date;
};

async function file(deps: ReviewDeps, tx: Tx, filing: Filing): Promise<LinkedRecord> {
  const { locked, reviewed, correction, fingerprint, at } = filing;
  const refusal = whyNotReplaceable(reviewed.standing);
  if (refusal !== undefined) throw notReviewable(refusal);
  const before = parseBody(reviewed);
  checkTimed(before);
  checkDiffers(correction, before);
  const linked = await append(deps, tx, locked, await judged(tx, filing, before, at.getTime()));
  const standing = firstStanding("correction", linked.recordId, linked.status as Status);
  await reviews.saveStandings(tx, [{ ...linked, standing }]);
  await reviews.insertCorrection(tx, {
    ...linked,
    replacesSeq: reviewed.seq,
    readingSeq: reviewed.readingSeq,
    fingerprint,
    ...energiesOf(correction.readings),
  });
  await tellStreams(tx, [toldWith(undefined, linked)]);
  return linked;
}

/** The correction's record: a reading's members, judged anew, and what it names. */
async function judged(tx: Tx, filing: Filing, before: RecordBody, receivedAtMs: number): Promise<RecordDraft> {
  const { actor, locked, reviewed, correction } = filing;
  const { plant } = locked;
  const learnt = await findLearnt(tx, [reviewed]);
  const memories = wholeMemory(locked.memory as Readonly<Record<string, DeviceMemory>>, (deviceId) =>
    learnt.get(deviceKeyText({ ...locked.head, deviceId })),
  );
  const { plantId, deviceId, endedAtMs: endMs, intervalS } = reviewed;
  const device = (await findDevices(tx, [reviewed])).get(deviceKeyText(reviewed));
  assertState(device !== undefined, `a reading of device ${deviceId}, which is not registered`);
  checkQuantities(device, correction.readings);
  const deviceSeq = before.device_seq as number | undefined;
  const reading = { plantId, deviceId, endMs, intervalS, timed: true, deviceSeq, quantities: correction.readings };
  const siblings = neighboursOf(Object.entries(memories), deviceId);
  // It is of the same time: what was known around the plant then stands in the record that it replaces.
  const context = before.context === undefined ? undefined : readContext(before.context)?.observations;
  const { verdict, verification, carbon } = judge(
    { plant, device, reading, receivedAtMs, memory: memoryOfDevice(memories, deviceId), siblings, context },
    await forestInForce(tx, locked),
  );
  return {
    kind: "correction",
    receivedAtMs,
    deviceId,
    endedAtMs: endMs,
    intervalS,
    status: verdict.status,
    trustScore: verdict.trustScore,
    // Nothing counts of it before a verifier's decision, whatever the verdict.
    verdict: "other",
    content: {
      device_id: deviceId,
      device_seq: deviceSeq,
      timestamp: isoFromMs(endMs),
      timestamp_source: "device",
      interval_s: intervalS,
      readings: correction.readings as Json,
      context: contextJson(context),
      verification,
      carbon,
      correction: {
        replaces: {
          id: reviewed.standing.recordId,
          seq: Number(reviewed.seq),
          commitment: bytesToHex(reviewed.commitment),
        },
        reason: correction.reason,
        filed_by: actor.keyId,
      },
    },
  };
}

/** A reading without a time of its own never counts: there is nothing to put right. */
function checkTimed(before: RecordBody): void {
  if (before.timestamp_source === "device") return;
  const detail = "It was sent without a timestamp and never counts: send the right reading with its own timestamp.";
  throw notReviewable({ rule: "review.untimed", detail });
}

/** The same figures again would only be a second verdict on them. */
function checkDiffers({ readings }: Correction, before: RecordBody): void {
  if (canonicalText(readings as Json) !== canonicalText(before.readings ?? null)) return;
  const detail = "the figures of the record itself: a correction states other ones";
  throw new Fault("invalid-request", "A correction with the figures that are on record corrects nothing.", {
    errors: [{ pointer: "/readings", rule: "correction.same-readings", detail }],
  });
}

/** Who files what about which record: the same again is the same correction. */
function fingerprintOf({ keyId }: Actor, recordId: string, { readings, reason }: Correction): Uint8Array {
  return sha256Bytes(canonicalBytes({ key_id: keyId, replaces: recordId, readings: readings as Json, reason }));
}
