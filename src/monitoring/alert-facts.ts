import { type PlantKey, plantKeyText } from "../plants/store.ts";
import type { Db } from "../platform/database.ts";
import {
  headsOf,
  oldestUnanchored,
  readingsAfter,
  type Tally,
  tallyOf,
  type WatchedDevice,
  watchedDevices,
} from "../telemetry/watched.ts";
import { expiringKeys } from "../tenancy/key-expiry.ts";
import { lookEveryMs } from "./alert-conditions.ts";
import { type Facts, type Memories, memoryKey, type StoredRule, windowOf, windowSubject } from "./alert-looks.ts";
import { type RuleKind, valueKinds } from "./alert-rule.ts";
import { newestRolled, type WatchedPlant } from "./alert-watch-store.ts";

/** What the rules of some plants need to know, read from committed data: a few statements for all of them. */

export type PlantFacts = Facts & {
  /** Up to where readings are counted in then. */
  readonly readTo: bigint | null;
  /** When which window was looked at, for the rules' memories. */
  readonly looked: readonly (readonly [key: string, memory: unknown])[];
};

type Given = {
  readonly rules: ReadonlyMap<string, readonly StoredRule[]>;
  readonly memories: ReadonlyMap<string, Memories>;
  readonly atMs: number;
  readonly mostReadings: number;
};

export async function readFacts(
  db: Db,
  plants: readonly WatchedPlant[],
  given: Given,
): Promise<Map<string, PlantFacts>> {
  const { rules, atMs } = given;
  const having = (wants: (rule: StoredRule["rule"]) => boolean) =>
    plants.filter((plant) => rules.get(plantKeyText(plant))?.some(({ rule }) => wants(rule)));
  const ofKind = (...kinds: RuleKind[]) => having(({ kind }) => kinds.includes(kind));
  const devices = await ofPlants(ofKind("absence", "expiry"), (keys) => watchedDevices(db, keys));
  const rolled = await newestRolled(db, ofKind("absence"));
  const lags = await ofPlants(ofKind("ledger-lag"), (keys) => oldestUnanchored(db, keys));
  const byValue = ofKind(...valueKinds);
  const heads = byValue.length === 0 ? new Map<string, bigint>() : await headsOf(db, byValue);
  const keyed = having((rule) => rule.kind === "expiry" && rule.of === "key");
  const keys = keyed.length === 0 ? [] : await expiringKeys(db, [...new Set(keyed.map(({ orgId }) => orgId))]);
  const found = new Map<string, PlantFacts>();
  for (const plant of plants) {
    const key = plantKeyText(plant);
    const head = heads.get(key);
    const [waiting] = lags.get(key) ?? [];
    found.set(key, {
      nowMs: atMs,
      devices: (devices.get(key) ?? []).map((device) => withRolled(device, rolled.get(key)?.get(device.deviceId))),
      keys: keys.filter((one) => one.orgId === plant.orgId && (one.plants?.includes(plant.plantId) ?? true)),
      waitingSinceMs: waiting?.since.getTime(),
      ...(await readOn(db, plant, head, given.mostReadings)),
      ...(await readWindows(db, plant, given)),
    });
  }
  return found;
}

/** A reading that tells no time lies among no others of its device: what is newer than those is one, of when it came. */
function withRolled(device: WatchedDevice, lastMs: number | undefined): WatchedDevice {
  if (lastMs === undefined || lastMs <= (device.newestOfAllMs ?? Number.NEGATIVE_INFINITY)) return device;
  return { ...device, newestMs: lastMs };
}

async function ofPlants<T extends PlantKey>(
  plants: readonly PlantKey[],
  read: (keys: readonly PlantKey[]) => Promise<readonly T[]>,
): Promise<Map<string, T[]>> {
  return plants.length === 0 ? new Map() : Map.groupBy(await read(plants), plantKeyText);
}

/** Readings that are new, for rules on values. */
async function readOn(db: Db, plant: WatchedPlant, head: bigint | undefined, most: number) {
  const { readTo } = plant;
  if (head === undefined) return { readings: [], readTo };
  if (readTo === null || readTo >= head) return { readings: [], readTo: head };
  const readings = await readingsAfter(db, plant, readTo, most);
  const last = readings.at(-1);
  // Fewer than asked for: there are no more up to the head that was seen before.
  return { readings, readTo: readings.length === most && last !== undefined ? last.seq : maxOf(head, last?.seq) };
}

const maxOf = (head: bigint, last: bigint | undefined) => (last !== undefined && last > head ? last : head);

/** Windows that are due: of each rule a few in its length. */
async function readWindows(db: Db, plant: WatchedPlant, { rules, memories, atMs }: Given) {
  const tallies = new Map<string, { recent: readonly Tally[]; before: readonly Tally[] }>();
  const looked: [string, unknown][] = [];
  const key = plantKeyText(plant);
  for (const stored of rules.get(key) ?? []) {
    const window = windowOf(stored);
    if (window === undefined) continue;
    const place = memoryKey(stored.ruleId, windowSubject);
    const last = memories.get(key)?.get(place) as { readonly lookedMs: number } | undefined;
    if (last !== undefined && last.lookedMs <= atMs && atMs < last.lookedMs + lookEveryMs(window.windowS)) continue;
    const fromMs = atMs - 1000 * window.windowS;
    const recent = await tallyOf(db, plant, { fromMs, toMs: atMs });
    const beforeMs = fromMs - 1000 * window.beforeS;
    const before = window.beforeS === 0 ? [] : await tallyOf(db, plant, { fromMs: beforeMs, toMs: fromMs });
    tallies.set(stored.ruleId, { recent, before });
    looked.push([place, { lookedMs: atMs }]);
  }
  return { tallies, looked };
}
