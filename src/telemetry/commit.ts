import type { LeafVerdict } from "../anchoring/outbox.ts";
import type { CompiledForest } from "../fraud/forest.ts";
import type { Device, Plant } from "../hydropower/plant.ts";
import { timestampMs } from "../hydropower/reading.ts";
import { bytesToHex, canonicalBytes, type Json, sha256Bytes } from "../kernel/canonical.ts";
import { assertState, Fault } from "../kernel/fault.ts";
import { isoFromMs } from "../kernel/time.ts";
import { type ChainDeps, type ChainHead, insertRecords, type LinkedRecord, link } from "../plants/chain.ts";
import { plantNotFound } from "../plants/plants.ts";
import { deviceKeyText, findDevices, lockPlants, type PlantKey, plantKeyText, saveHeads } from "../plants/store.ts";
import type { Tx } from "../platform/database.ts";
import type { Outcome } from "../platform/group-commit.ts";
import type { ScopedDb } from "../platform/scoped.ts";
import { neighboursOf } from "../verification/memory.ts";
import type { DeviceMemory, Reopening } from "../verification/verdict.ts";
import { checkQuantities, checkTime } from "./checks.ts";
import { judge } from "./judge.ts";
import { forestsInForce } from "./model-forests.ts";
import { type Judged, outcomesOf } from "./outcomes.ts";
import { placedReading } from "./placed-reading.ts";
import { contentHash, type Placement, place, snapMs } from "./placement.ts";
import { reopenEarlier } from "./review-reopen.ts";
import { queueFlagged } from "./review-store.ts";
import * as store from "./store.ts";
import type { Accepted, AcceptItem } from "./types.ts";

type Deps = ChainDeps & { readonly db: ScopedDb };

/** A plant while its group runs: the head and memory move with each record, and are written once at the end. */
type OpenPlant = {
  readonly plant: Plant;
  readonly forest: CompiledForest;
  head: ChainHead;
  memory: Readonly<Record<string, DeviceMemory>>;
  moved: boolean;
};

/** What one group has gathered; written in one go at its end. */
type Group = {
  readonly plants: Map<string, OpenPlant>;
  readonly devices: Map<string, Device>;
  readonly usedKeys: Map<string, store.UsedKey>;
  readonly covered: Map<AcceptItem, store.Covered[]>;
  readonly at: Date;
  /** Not written yet. */
  readonly records: LinkedRecord[];
  readonly placed: store.PlacedReading[];
  readonly newKeys: (store.IdempotencyKey & store.UsedKey)[];
  readonly audit: store.AuditEntry[];
};

/**
 * Commits a group of readings in one transaction: heads locked in sorted order, every item judged in
 * turn against the memory the one before left, everything written by a handful of statements. A crash
 * before the commit leaves nothing of any of them; after it, record, chain and outbox row are all there.
 */
export async function commitGroup(deps: Deps, items: readonly AcceptItem[]): Promise<Outcome<Accepted>[]> {
  return deps.db
    .of(...items.map(({ actor }) => actor.orgId))
    .transaction()
    .execute(async (tx) => {
      const group = await openGroup(tx, items);
      const judged: Judged[] = [];
      for (const item of items) judged.push(await decide(deps, tx, group, item));
      await writeRecords(tx, group);
      await store.insertPlaced(tx, group.placed);
      await store.insertUsedKeys(tx, group.newKeys, group.at);
      await store.insertAudit(tx, group.audit, group.at);
      await saveHeads(
        tx,
        [...group.plants.values()].filter((plant) => plant.moved),
      );
      return outcomesOf(tx, items, judged);
    });
}

async function openGroup(tx: Tx, items: readonly AcceptItem[]): Promise<Group> {
  const keyOf = (item: AcceptItem): PlantKey => ({ orgId: item.actor.orgId, plantId: item.body.plant_id });
  const plantKeys = new Map(items.map((item) => [plantKeyText(keyOf(item)), keyOf(item)]));
  const locked = await lockPlants(tx, [...plantKeys.values()]);
  const forests = await forestsInForce(tx, [...locked.values()]);
  const deviceKeys = items.map((item) => ({ ...keyOf(item), deviceId: item.body.device_id }));
  const timed = items.filter((item) => item.body.timestamp !== undefined);
  const covered = await store.findCovered(tx, timed.map(coverQuery));
  const keys = items.flatMap((item) =>
    item.idempotencyKey === undefined ? [] : [{ orgId: item.actor.orgId, key: item.idempotencyKey }],
  );
  return {
    plants: new Map(
      [...locked].map(([key, { plant, head, memory }]) => [
        key,
        {
          plant,
          forest: forests.get(key) as CompiledForest,
          head,
          memory: memory as Record<string, DeviceMemory>,
          moved: false,
        },
      ]),
    ),
    devices: await findDevices(tx, deviceKeys),
    usedKeys: await store.findUsedKeys(tx, keys),
    covered: new Map(timed.map((item, i) => [item, covered[i] ?? []])),
    at: new Date(Math.max(...items.map((item) => item.receivedAtMs))),
    records: [],
    placed: [],
    newKeys: [],
    audit: [],
  };
}

/** Everything an item meets, in the order a caller expects: repeat of its key, unknown plant, bad time, overlap, verdict. */
async function decide(deps: Deps, tx: Tx, group: Group, item: AcceptItem): Promise<Judged> {
  try {
    return replayOf(group, item) ?? (await record(deps, tx, group, item));
  } catch (error) {
    if (error instanceof Fault) return { fault: error };
    throw error;
  }
}

function replayOf(group: Group, item: AcceptItem): Judged | undefined {
  if (item.idempotencyKey === undefined) return undefined;
  const used = group.usedKeys.get(store.idempotencyKeyText({ orgId: item.actor.orgId, key: item.idempotencyKey }));
  if (used === undefined) return undefined;
  if (bytesToHex(used.fingerprint) !== bytesToHex(fingerprintOf(item))) {
    throw new Fault(
      "idempotency-key-reused",
      "This Idempotency-Key was used with another body: choose a new key for a new reading.",
    );
  }
  return { earlier: used.recordId, duplicate: false, replayed: true };
}

async function record(deps: Deps, tx: Tx, group: Group, item: AcceptItem): Promise<Judged> {
  const { actor, body } = item;
  const key = { orgId: actor.orgId, plantId: body.plant_id, deviceId: body.device_id };
  const open = group.plants.get(plantKeyText(key));
  if (open === undefined) throw plantNotFound(body.plant_id);
  const device = group.devices.get(deviceKeyText(key));
  if (device === undefined)
    throw new Fault(
      "not-found",
      `There is no device ${body.device_id} at plant ${body.plant_id}: register it, or check device_id.`,
    );
  checkQuantities(device, body.readings);
  const endMs = body.timestamp === undefined ? item.receivedAtMs : timestampMs(body.timestamp);
  checkTime(open.plant, endMs, item.receivedAtMs);
  const hash = contentHash(body, body.timestamp === undefined ? null : endMs);
  const placement =
    body.timestamp === undefined
      ? { kind: "new" as const, fromMs: endMs, toMs: endMs, snappedMs: 0 }
      : placeAmong(group, item, hash, endMs);
  if (placement.kind !== "new") return repeated(group, item, placement, endMs);
  const { linked, reopen } = judgeAndLink(deps, open, device, item, { ...placement, endMs });
  group.records.push(linked);
  if (reopen !== undefined) {
    // The span may hold readings of this very group.
    await writeRecords(tx, group);
    const found = await reopenEarlier(deps, tx, open.head, { ...linked, deviceId: body.device_id }, reopen);
    open.head = found?.head ?? open.head;
    if (found !== undefined) group.records.push(found.record);
  }
  if (body.timestamp !== undefined) {
    group.placed.push(placedReading(key, item, linked, { ...placement, endMs, hash }));
  }
  rememberKey(group, item, linked.recordId);
  return { record: linked };
}

function judgeAndLink(
  deps: Deps,
  open: OpenPlant,
  device: Device,
  item: AcceptItem,
  times: { fromMs: number; toMs: number; snappedMs: number; endMs: number },
): { linked: LinkedRecord; reopen: Reopening | undefined } {
  const { body } = item;
  const reading = {
    plantId: body.plant_id,
    deviceId: body.device_id,
    endMs: times.endMs,
    intervalS: body.interval_s,
    timed: body.timestamp !== undefined,
    deviceSeq: body.device_seq,
    quantities: body.readings,
  };
  const memory = open.memory[body.device_id];
  const siblings = neighboursOf(Object.entries(open.memory), body.device_id);
  const input = { plant: open.plant, device, reading, receivedAtMs: item.receivedAtMs, memory, siblings };
  const judgement = judge(input, open.forest);
  const { record: linked, head } = link(deps, open.head, {
    kind: "reading",
    receivedAtMs: item.receivedAtMs,
    deviceId: body.device_id,
    endedAtMs: times.endMs,
    intervalS: body.interval_s,
    status: judgement.verdict.status,
    trustScore: judgement.verdict.trustScore,
    verdict: judgement.verdict.status.toLowerCase() as LeafVerdict,
    content: {
      device_id: body.device_id,
      device_seq: body.device_seq,
      timestamp: isoFromMs(times.endMs),
      timestamp_source: body.timestamp === undefined ? "gateway" : "device",
      interval_s: body.interval_s,
      covers:
        times.snappedMs === 0
          ? undefined
          : { from: isoFromMs(times.fromMs), to: isoFromMs(times.toMs), snapped_ms: times.snappedMs },
      readings: body.readings as Json,
      verification: judgement.verification,
      carbon: judgement.carbon,
    },
  });
  open.head = head;
  open.memory = { ...open.memory, [body.device_id]: judgement.memory };
  open.moved = true;
  return { linked, reopen: judgement.verdict.reopen };
}

/** Writes what was linked since the last time; flagged readings wait for a verifier from here on. */
async function writeRecords(tx: Tx, group: Group): Promise<void> {
  const records = group.records.splice(0);
  await insertRecords(tx, records, group.at);
  await queueFlagged(tx, records);
}

function placeAmong(group: Group, item: AcceptItem, hash: Uint8Array, endMs: number): Placement {
  const query = coverQuery(item);
  const inGroup = group.placed.filter(
    (other) =>
      other.orgId === query.orgId &&
      other.plantId === query.plantId &&
      other.deviceId === query.deviceId &&
      other.isInterval === query.isInterval,
  );
  const wanted = {
    isInterval: query.isInterval,
    fromMs: endMs - (item.body.interval_s ?? 0) * 1000,
    toMs: endMs,
    contentHash: hash,
  };
  return place(wanted, [...(group.covered.get(item) ?? []), ...inGroup]);
}

/** The caller is told, and the attempt to say something else about the same time is kept. */
function repeated(
  group: Group,
  item: AcceptItem,
  placement: Exclude<Placement, { kind: "new" }>,
  endMs: number,
): Judged {
  if (placement.kind === "duplicate") {
    rememberKey(group, item, placement.recordId);
    return { earlier: placement.recordId, duplicate: true, replayed: false };
  }
  group.audit.push({
    orgId: item.actor.orgId,
    actor: item.actor.keyId,
    act: placement.kind === "conflict" ? "reading.conflict" : "reading.overlap",
    subject: placement.recordId,
    detail: { received_at: isoFromMs(item.receivedAtMs), end: isoFromMs(endMs), body: item.body },
  });
  const extensions = { record_id: placement.recordId, record: `/api/v1/records/${placement.recordId}` };
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

function rememberKey(group: Group, item: AcceptItem, recordId: string): void {
  if (item.idempotencyKey === undefined) return;
  const used = { orgId: item.actor.orgId, key: item.idempotencyKey, fingerprint: fingerprintOf(item), recordId };
  group.newKeys.push(used);
  group.usedKeys.set(store.idempotencyKeyText(used), used);
}

const fingerprintOf = (item: AcceptItem): Uint8Array => sha256Bytes(canonicalBytes(item.body as Json));

function coverQuery(item: AcceptItem): store.CoverQuery {
  const { body, actor } = item;
  assertState(body.timestamp !== undefined, "only timed readings are placed");
  const toMs = timestampMs(body.timestamp);
  return {
    orgId: actor.orgId,
    plantId: body.plant_id,
    deviceId: body.device_id,
    isInterval: body.interval_s !== undefined,
    fromMs: toMs - (body.interval_s ?? 0) * 1000,
    toMs,
  };
}
