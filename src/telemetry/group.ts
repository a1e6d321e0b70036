import type { CompiledForest } from "../fraud/forest.ts";
import type { Device, Plant } from "../hydropower/plant.ts";
import { timestampMs } from "../hydropower/reading.ts";
import { assertState } from "../kernel/fault.ts";
import type { ChainHead, LinkedRecord } from "../plants/chain.ts";
import { configuredPlants, lockHeads } from "../plants/heads.ts";
import { findLearnt, wholeMemory } from "../plants/learnt.ts";
import { deviceKeyText, findDevices, type PlantKey, plantKeyText } from "../plants/store.ts";
import type { Tx } from "../platform/database.ts";
import type { Told } from "../platform/stream-log.ts";
import type { DeviceMemory } from "../verification/verdict.ts";
import { DeviceLine } from "./device-line.ts";
import { forestsInForce } from "./model-forests.ts";
import { findSampleCounters, type SampleCounter } from "./sample-counters.ts";
import { deviceText, findCoveredSamples, newestEnds, type SampleRow } from "./sample-store.ts";
import * as signatures from "./signature-store.ts";
import { keysOf, placeOf } from "./signatures.ts";
import { openSlotsOf, type SlotQuery } from "./slot-store.ts";
import { SlotBook } from "./slots.ts";
import * as store from "./store.ts";
import { type ToldRecords, toldWith } from "./streamed.ts";
import type { AcceptItem } from "./types.ts";

/** A plant while its group runs: the head and memory move with each record, and are written once at the end. */
export type OpenPlant = {
  readonly plant: Plant;
  readonly forest: CompiledForest;
  head: ChainHead;
  /** Whole of the group's devices, of the plant's others without what they taught. */
  memory: Readonly<Record<string, DeviceMemory>>;
  /** Devices whose memory moved. */
  readonly taught: Set<string>;
  moved: boolean;
  /** Some of what its devices sent are samples; those of this group among it. */
  hasSamples: boolean;
};

/** A record of this group that was made of samples, and the time that it covers: (fromMs, toMs]. */
export type Made = { readonly record: LinkedRecord; readonly fromMs: number; readonly toMs: number };

/** What one group has gathered; written in one go at its end. */
export type Group = {
  readonly plants: Map<string, OpenPlant>;
  readonly devices: Map<string, Device>;
  readonly usedKeys: Map<string, store.UsedKey>;
  readonly covered: Map<AcceptItem, store.Covered[]>;
  readonly deviceKeys: Awaited<ReturnType<typeof keysOf>>;
  /** Numbers that were signed, and nonces that were used; those of this group join them. */
  readonly counted: Map<string, signatures.Counted>;
  readonly nonces: Set<string>;
  readonly at: Date;
  /** Not written yet. */
  readonly records: LinkedRecord[];
  readonly placed: store.PlacedReading[];
  /** Those of this group by their line, of a device and form; {@link store.lineText}. */
  readonly lines: Map<string, DeviceLine>;
  readonly newKeys: (store.IdempotencyKey & store.UsedKey)[];
  readonly audit: store.AuditEntry[];
  readonly signedRows: signatures.SignedRow[];
  readonly newNonces: signatures.Nonce[];
  /** Samples of this group, by their places; those of `samples` are not written yet. */
  readonly kept: Map<string, SampleRow>;
  readonly samples: SampleRow[];
  readonly newCounters: SampleCounter[];
  readonly slots: SlotBook;
  readonly made: Made[];
  /** Plants whose first sample came. */
  readonly newlySampled: PlantKey[];
  /** What live streams are told of each plant: its records of this group follow each other. */
  readonly told: Map<string, ToldRecords>;
  /** What they are told of its samples. */
  readonly toldSamples: Told[];
};

/**
 * Locks the plants of a group and reads all that its items are held against.
 *
 * @param others devices whose slots are looked at beside those of the items
 * @param atMs when its last item came; of no items, now
 */
export async function openGroup(
  tx: Tx,
  items: readonly AcceptItem[],
  atMs: number = Math.max(...items.map((item) => item.receivedAtMs)),
  others: readonly store.DeviceKey[] = [],
): Promise<Group> {
  const deviceKeys = devicesOf(items, others);
  const plantKeys = new Map(deviceKeys.map((key) => [plantKeyText(key), { orgId: key.orgId, plantId: key.plantId }]));
  const locked = await lockHeads(tx, [...plantKeys.values()]);
  const timed = items.filter((item) => item.body.timestamp !== undefined);
  const keys = items.flatMap((item) =>
    item.idempotencyKey === undefined ? [] : [{ orgId: item.actor.orgId, key: item.idempotencyKey }],
  );
  // Together, once the locks are held.
  const isSampling = (key: PlantKey) => locked.get(plantKeyText(key))?.hasSamples === true;
  const sampling = deviceKeys.filter(isSampling);
  const newest = newestEnds(tx, sampling);
  const [configured, learnt, covered, devices, usedKeys, signed, slots] = await Promise.all([
    configuredPlants(tx, locked),
    findLearnt(tx, deviceKeys),
    coveredOf(tx, timed, newest),
    findDevices(tx, deviceKeys),
    store.findUsedKeys(tx, keys),
    signaturesOf(tx, items, isSampling),
    slotsOf(tx, slotQueries(sampling, timed, others), newest),
  ]);
  const forests = await forestsInForce(tx, [...configured.values()]);
  return {
    ...signed,
    plants: new Map(
      [...configured].map(([key, { plant, head, memory, hasSamples }]) => [
        key,
        {
          plant,
          forest: forests.get(key) as CompiledForest,
          head,
          memory: wholeMemory(memory as Record<string, DeviceMemory>, (deviceId) =>
            learnt.get(deviceKeyText({ ...head, deviceId })),
          ),
          taught: new Set<string>(),
          moved: false,
          hasSamples,
        },
      ]),
    ),
    devices,
    usedKeys,
    covered,
    at: new Date(atMs),
    records: [],
    placed: [],
    lines: new Map(),
    newKeys: [],
    audit: [],
    kept: new Map(),
    samples: [],
    newCounters: [],
    slots,
    made: [],
    newlySampled: [],
    told: new Map(),
    toldSamples: [],
  };
}

/** Each device once: a batch has hundreds of readings of one. */
function devicesOf(items: readonly AcceptItem[], others: readonly store.DeviceKey[]): store.DeviceKey[] {
  const found = new Map(others.map((key) => [deviceText(key), key]));
  for (const { actor, body } of items) {
    const key = { orgId: actor.orgId, plantId: body.plant_id, deviceId: body.device_id };
    const text = deviceText(key);
    if (!found.has(text)) found.set(text, key);
  }
  return [...found.values()];
}

type IsSampling = (key: PlantKey) => boolean;

/** Ends of devices' newest intervals, ms, by `deviceText`. */
type Newest = ReadonlyMap<string, number>;

/** What stands around each timed item: readings, and of plants that have any, samples. */
async function coveredOf(tx: Tx, timed: readonly AcceptItem[], newest: Promise<Newest>) {
  const queries = timed.map((item) => ({ item, query: coverQuery(item) }));
  const found = store.findCovered(
    tx,
    queries.map(({ query }) => query),
  );
  // Heard of below, unless what comes between fails first.
  found.catch(() => undefined);
  const ends = await newest;
  // Nearly all come in order: nothing of their device lies where they do.
  const among = queries.filter(
    ({ query }) => query.isInterval && query.fromMs < (ends.get(deviceText(query)) ?? Number.NEGATIVE_INFINITY),
  );
  const [readings, samples] = await Promise.all([
    found,
    findCoveredSamples(
      tx,
      among.map(({ query }) => query),
    ),
  ]);
  const covered = new Map(timed.map((item, i) => [item, readings[i] ?? []]));
  for (const [i, { item }] of among.entries()) covered.get(item)?.push(...(samples[i] ?? []));
  return covered;
}

async function slotsOf(tx: Tx, queries: readonly SlotQuery[], newest: Promise<Newest>): Promise<SlotBook> {
  return new SlotBook(await openSlotsOf(tx, queries), await newest);
}

/** The slots that the items could fill, or cut; of the others all. */
function slotQueries(
  devices: readonly store.DeviceKey[],
  timed: readonly AcceptItem[],
  others: readonly store.DeviceKey[],
): SlotQuery[] {
  // Most plants have none, and a batch thousands of readings.
  if (devices.length === 0) return [];
  const spans = new Map<string, { fromMs: number; toMs: number }>();
  for (const item of timed) {
    const query = coverQuery(item);
    const span = spans.get(deviceText(query)) ?? query;
    const [fromMs, toMs] = [Math.min(span.fromMs, query.fromMs), Math.max(span.toMs, query.toMs)];
    spans.set(deviceText(query), { fromMs, toMs });
  }
  const whole = new Set(others.map(deviceText));
  return devices.flatMap((device) => {
    const span = whole.has(deviceText(device)) ? undefined : spans.get(deviceText(device));
    return span === undefined && !whole.has(deviceText(device)) ? [] : [{ ...device, span }];
  });
}

async function signaturesOf(tx: Tx, items: readonly AcceptItem[], isSampling: IsSampling) {
  const counters = items.flatMap((item) => counterOf(item) ?? []);
  const nonces = items.flatMap((item) => nonceOf(item) ?? []);
  const [deviceKeys, ofReadings, ofSamples, used] = await Promise.all([
    keysOf(tx, items),
    signatures.findCounted(tx, counters),
    findSampleCounters(tx, counters.filter(isSampling)),
    signatures.findNonces(tx, nonces),
  ]);
  const counted = new Map([...ofReadings, ...ofSamples]);
  return { deviceKeys, counted, nonces: used, signedRows: [], newNonces: [] };
}

/** A reading takes its place among those that this group's later ones are held against. */
export function keepPlaced(group: Group, placed: store.PlacedReading): void {
  keepInLine(group, placed);
  group.placed.push(placed);
  if (!placed.isInterval || !isSampling(group, placed)) return;
  const { fromMs, endedAtMs } = placed;
  group.slots.hear(placed, { fromMs, endedAtMs, receivedAtMs: group.at.getTime() });
}

export function keepInLine(group: Group, placed: store.DeviceKey & store.Covered): void {
  const name = store.lineText(placed);
  const line = group.lines.get(name) ?? new DeviceLine();
  group.lines.set(name, line);
  line.add(placed);
}

const isSampling = (group: Group, key: PlantKey) => group.plants.get(plantKeyText(key))?.hasSamples === true;

/** Notes a record for live streams, in the order of its plant's chain. */
export function noteTold(group: Group, record: LinkedRecord): void {
  const name = plantKeyText(record);
  group.told.set(name, toldWith(group.told.get(name), record));
}

/** The number under which a device signed a reading; undefined where it gave none. */
export function counterOf(item: AcceptItem): signatures.CounterQuery | undefined {
  const { signed, body } = item;
  if (signed === undefined || body.device_seq === undefined) return undefined;
  return { ...placeOf(item), keyId: signed.keyId, deviceSeq: body.device_seq };
}

export function nonceOf({ signed, actor }: AcceptItem): signatures.Nonce | undefined {
  if (signed?.nonce === undefined) return undefined;
  return { orgId: actor.orgId, keyId: signed.keyId, nonce: signed.nonce };
}

/** What of its device a timed reading could meet. */
export function coverQuery(item: AcceptItem): store.CoverQuery {
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
