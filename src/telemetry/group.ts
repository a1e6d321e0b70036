import type { CompiledForest } from "../fraud/forest.ts";
import type { Device, Plant } from "../hydropower/plant.ts";
import { timestampMs } from "../hydropower/reading.ts";
import { assertState } from "../kernel/fault.ts";
import type { ChainHead, LinkedRecord } from "../plants/chain.ts";
import { configuredPlants, lockHeads } from "../plants/heads.ts";
import { findDevices, type PlantKey, plantKeyText } from "../plants/store.ts";
import type { Tx } from "../platform/database.ts";
import type { DeviceMemory } from "../verification/verdict.ts";
import { DeviceLine } from "./device-line.ts";
import { forestsInForce } from "./model-forests.ts";
import * as signatures from "./signature-store.ts";
import { keysOf, placeOf } from "./signatures.ts";
import * as store from "./store.ts";
import { type ToldRecords, toldWith } from "./streamed.ts";
import type { AcceptItem } from "./types.ts";

/** A plant while its group runs: the head and memory move with each record, and are written once at the end. */
export type OpenPlant = {
  readonly plant: Plant;
  readonly forest: CompiledForest;
  head: ChainHead;
  memory: Readonly<Record<string, DeviceMemory>>;
  moved: boolean;
};

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
  /** What live streams are told of each plant: its records of this group follow each other. */
  readonly told: Map<string, ToldRecords>;
};

/** Locks the plants of a group and reads all that its items are held against. */
export async function openGroup(tx: Tx, items: readonly AcceptItem[]): Promise<Group> {
  const keyOf = (item: AcceptItem): PlantKey => ({ orgId: item.actor.orgId, plantId: item.body.plant_id });
  const plantKeys = new Map(items.map((item) => [plantKeyText(keyOf(item)), keyOf(item)]));
  const locked = await lockHeads(tx, [...plantKeys.values()]);
  const deviceKeys = items.map((item) => ({ ...keyOf(item), deviceId: item.body.device_id }));
  const timed = items.filter((item) => item.body.timestamp !== undefined);
  const keys = items.flatMap((item) =>
    item.idempotencyKey === undefined ? [] : [{ orgId: item.actor.orgId, key: item.idempotencyKey }],
  );
  // Together, once the locks are held.
  const [configured, covered, devices, usedKeys, signed] = await Promise.all([
    configuredPlants(tx, locked),
    store.findCovered(tx, timed.map(coverQuery)),
    findDevices(tx, deviceKeys),
    store.findUsedKeys(tx, keys),
    signaturesOf(tx, items),
  ]);
  const forests = await forestsInForce(tx, [...configured.values()]);
  return {
    ...signed,
    plants: new Map(
      [...configured].map(([key, { plant, head, memory }]) => [
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
    devices,
    usedKeys,
    covered: new Map(timed.map((item, i) => [item, covered[i] ?? []])),
    at: new Date(Math.max(...items.map((item) => item.receivedAtMs))),
    records: [],
    placed: [],
    lines: new Map(),
    newKeys: [],
    audit: [],
    told: new Map(),
  };
}

async function signaturesOf(tx: Tx, items: readonly AcceptItem[]) {
  const counters = items.flatMap((item) => counterOf(item) ?? []);
  const nonces = items.flatMap((item) => nonceOf(item) ?? []);
  const [deviceKeys, counted, used] = await Promise.all([
    keysOf(tx, items),
    signatures.findCounted(tx, counters),
    signatures.findNonces(tx, nonces),
  ]);
  return { deviceKeys, counted, nonces: used, signedRows: [], newNonces: [] };
}

/** A reading takes its place among those that this group's later ones are held against. */
export function keepPlaced(group: Group, placed: store.PlacedReading): void {
  const name = store.lineText(placed);
  const line = group.lines.get(name) ?? new DeviceLine();
  group.lines.set(name, line);
  line.add(placed);
  group.placed.push(placed);
}

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
