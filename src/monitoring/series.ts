import type { QuantityName } from "../hydropower/quantities.ts";
import type { Actor } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import type { Clock } from "../kernel/time.ts";
import { plantNotFound } from "../plants/plants.ts";
import type { PlantKey } from "../plants/store.ts";
import type { Tx } from "../platform/database.ts";
import type { Cache } from "../platform/redis.ts";
import type { ScopedDb } from "../platform/scoped.ts";
import { type NewestSample, newestSamples } from "../telemetry/sample-store.ts";
import { mayUsePlant, readers, requireRole } from "../tenancy/scope.ts";
import { findBuckets } from "./bucket-store.ts";
import { type Bucket, curveOf, joined, thinned } from "./curve.ts";
import { type DeviceCurve, findCurves } from "./curve-store.ts";
import {
  autoResolution,
  insteadOfRaw,
  keptFromMs,
  type Resolution,
  type RollupName,
  rollupLevels,
} from "./rollup-levels.ts";
import type { ChainPart } from "./rollup-store.ts";
import * as store from "./series-store.ts";

export type SeriesDeps = {
  readonly db: ScopedDb;
  readonly clock: Clock;
  /** Holds newest values; undefined: there is none. */
  readonly cache?: Cache | undefined;
};

export type SeriesQuery = {
  readonly plantId: string;
  readonly metric: QuantityName;
  readonly deviceId?: string | undefined;
  readonly fromMs: number;
  readonly toMs: number;
  readonly resolution: Resolution | "auto";
  /** Of each device. */
  readonly maxPoints: number;
};

export type DeviceSeries = {
  readonly deviceId: string;
  /** Buckets of the span before any were left out. */
  readonly buckets: number;
  readonly points: readonly Bucket[];
};

export type Series = {
  readonly resolution: Resolution;
  readonly devices: readonly DeviceSeries[];
  /** Records that were accepted and are not in here yet. */
  readonly behind: number;
};

/** What one answer is made of at most. */
const mostBuckets = 200_000;
const mostReadings = 20_000;
/** Records behind the rollups that an answer adds by itself. */
const mostTail = 2_000;

/**
 * A quantity of a plant's devices over a span, at most so many points of each. What the rollups do not hold yet is added
 * from the records, so that a reading is in here from the moment it was accepted.
 *
 * @throws {Fault} `forbidden`, `not-found`, `invalid-request` for a span that is empty or too long for its resolution
 */
export async function getSeries(deps: SeriesDeps, actor: Actor, query: SeriesQuery): Promise<Series> {
  requireRole(actor, readers);
  if (query.fromMs >= query.toMs) throw tooMuch("from", "The span is empty: `from` lies before `to`.");
  const { plantId, fromMs, toMs, maxPoints } = query;
  const span = { ...query, orgId: actor.orgId, devices: devicesFor(actor, query.deviceId) };
  return snapshot(deps, actor, plantId, async (tx, unrolled) => {
    const auto = query.resolution === "auto" ? autoResolution(fromMs, toMs, maxPoints, deps.clock.nowMs()) : undefined;
    const wanted = auto ?? (query.resolution as Resolution);
    if (wanted === "raw") {
      const readings = await store.findReadings(tx, span, mostReadings);
      if (readings.length <= mostReadings)
        return { resolution: "raw", devices: thinnedReadings(readings, maxPoints), behind: 0 };
      if (auto === undefined) throw tooMuch("resolution", `More than ${mostReadings} readings: ask for a coarser one.`);
    }
    const name = wanted === "raw" ? insteadOfRaw(fromMs, deps.clock.nowMs()) : wanted;
    const kept = { ...span, fromMs: Math.max(fromMs, keptFromMs(name, deps.clock.nowMs())) };
    if (kept.fromMs >= toMs) return { resolution: name, devices: [], behind: 0 };
    return { resolution: name, ...(await bucketsOf(tx, kept, name, { most: maxPoints, unrolled })) };
  });
}

function thinnedReadings(readings: readonly Bucket[], most: number): DeviceSeries[] {
  return [...Map.groupBy(readings, ({ deviceId }) => deviceId)].map(([deviceId, own]) => {
    const points = thinned(curveOf(own), most).map((place) => own[place] as Bucket);
    return { deviceId, buckets: own.length, points };
  });
}

type Wanted = { readonly most: number; readonly unrolled: ChainPart };

/** Chooses among the buckets by as little of them as it takes, and looks up the rest of those that are shown. */
async function bucketsOf(
  tx: Tx,
  span: store.Span,
  name: RollupName,
  { most, unrolled }: Wanted,
): Promise<Pick<Series, "devices" | "behind">> {
  const { widthS } = rollupLevels[name];
  const curves = await findCurves(tx, span, widthS, mostBuckets);
  if (curves === undefined) {
    throw tooMuch("resolution", "The answer would be too long: a shorter span, one device or a coarser resolution.");
  }
  const tail = tailOf(unrolled);
  const newest = tail === undefined ? [] : await store.findTail(tx, tail, span, widthS);
  const shown = withTail(curves, newest).map(({ deviceId, stripsMs, ...curve }) => ({
    ...{ deviceId, stripsMs, buckets: curve.endsMs.length },
    endsMs: thinned(curve, most).map((place) => curve.endsMs[place] as number),
  }));
  const rolled = await findBuckets(tx, span, widthS, shown);
  const added = Map.groupBy(newest, ({ deviceId }) => deviceId);
  const devices = shown.map(({ deviceId, buckets, endsMs }) => ({
    ...{ deviceId, buckets },
    points: putTogether(endsMs, rolled.get(deviceId) ?? [], added.get(deviceId) ?? []),
  }));
  return { devices, behind: tail === undefined ? Number(unrolled.toSeq - unrolled.afterSeq) : 0 };
}

/** A key of some devices is shown those; undefined: all. */
export function devicesFor({ limits }: Actor, wanted: string | undefined): readonly string[] | undefined {
  if (wanted === undefined) return limits?.devices;
  return limits?.devices === undefined || limits.devices.includes(wanted) ? [wanted] : [];
}

/** Newest values of a plant by record, and how many records are not in them yet; and the newest samples of its devices. */
export type LatestValues = {
  readonly values: readonly store.Latest[];
  readonly behind: number;
  readonly samples: readonly NewestSample[];
};

/** The newest value of each quantity of each device of a plant. @throws {Fault} `forbidden`, `not-found` */
export async function getLatest(deps: SeriesDeps, actor: Actor, plantId: string): Promise<LatestValues> {
  requireRole(actor, readers);
  const devices = actor.limits?.devices;
  const key = `latest:${actor.orgId}:${plantId}`;
  // Whatever moves a newest value is a record of the plant's chain: what was found at this head of it still holds, unless
  // the rollups had not passed a review by then. The chain's length alone would not tell a database that was restored, and
  // has gone on otherwise, from what it was.
  const held = heldOf(await deps.cache?.get(key));
  return snapshot(deps, actor, plantId, async (tx, unrolled) => {
    const samples = await newestSamples(tx, { orgId: actor.orgId, plantId }, devices);
    if (held?.head === unrolled.head) return { values: held.values.filter(isOf(devices)), behind: 0, samples };
    const tail = tailOf(unrolled);
    const values = await store.findLatest(tx, { orgId: actor.orgId, plantId }, tail, devices);
    if (tail === undefined) return { values, behind: Number(unrolled.toSeq - unrolled.afterSeq), samples };
    if (devices === undefined && !unrolled.turnsEarlier)
      deps.cache?.set(key, JSON.stringify({ values, head: unrolled.head }), heldS);
    return { values, behind: 0, samples };
  });
}

type HeldLatest = { readonly head: string; readonly values: readonly store.Latest[] };

const heldS = 86_400;

const isOf =
  (devices: readonly string[] | undefined) =>
  ({ deviceId }: store.Latest) =>
    devices?.includes(deviceId) ?? true;

function heldOf(text: string | undefined): HeldLatest | undefined {
  if (text === undefined) return undefined;
  const { head, values } = JSON.parse(text) as {
    head: string;
    values: (store.Latest & { endedAt: string; receivedAt: string })[];
  };
  const dated = values.map((one) => ({ ...one, endedAt: new Date(one.endedAt), receivedAt: new Date(one.receivedAt) }));
  return { head, values: dated };
}

/** Rollups and records of one moment: a pass that commits between two looks would be counted twice, or not at all. */
async function snapshot<T>(
  { db }: SeriesDeps,
  actor: Actor,
  plantId: string,
  look: (tx: Tx, unrolled: store.Unrolled) => Promise<T>,
): Promise<T> {
  const key: PlantKey = { orgId: actor.orgId, plantId };
  if (!mayUsePlant(actor, plantId)) throw plantNotFound(plantId);
  return db
    .of(actor.orgId)
    .transaction()
    .setIsolationLevel("repeatable read")
    .execute(async (tx) => {
      const unrolled = await store.findUnrolled(tx, key);
      if (unrolled === undefined) throw plantNotFound(plantId);
      return look(tx, unrolled);
    });
}

/** The part of the chain behind the rollups, where it is short enough to be read at once; undefined: it is not. */
function tailOf(unrolled: ChainPart): ChainPart | undefined {
  return unrolled.toSeq - unrolled.afterSeq <= BigInt(mostTail) ? unrolled : undefined;
}

/** By device. */
function withTail(curves: readonly DeviceCurve[], tail: readonly Bucket[]): DeviceCurve[] {
  if (tail.length === 0) return [...curves];
  const all = new Map(curves.map((curve) => [curve.deviceId, curve]));
  for (const [deviceId, own] of Map.groupBy(tail, (bucket) => bucket.deviceId)) {
    const known = all.get(deviceId);
    const more = curveOf(own);
    const stripsMs = known?.stripsMs ?? [];
    all.set(deviceId, { deviceId, stripsMs, ...(known === undefined ? more : joined(known, more)) });
  }
  return [...all.values()].sort((a, b) => (a.deviceId < b.deviceId ? -1 : 1));
}

/** The buckets that end then, of those that are rolled up and of those that later records add to. */
function putTogether(endsMs: readonly number[], rolled: readonly Bucket[], tail: readonly Bucket[]): Bucket[] {
  if (tail.length === 0) return [...rolled];
  const [before, after] = [byEnd(rolled), byEnd(tail)];
  return endsMs.flatMap((endedAtMs) => {
    const [known, more] = [before.get(endedAtMs), after.get(endedAtMs)];
    return known !== undefined && more !== undefined ? together(known, more) : (known ?? more ?? []);
  });
}

const byEnd = (buckets: readonly Bucket[]) => new Map(buckets.map((bucket) => [bucket.endedAtMs, bucket]));

/** A bucket and what later records add to it. */
function together(bucket: Bucket, more: Bucket): Bucket {
  const isNewer = more.lastAtMs !== null && more.lastAtMs >= (bucket.lastAtMs ?? Number.NEGATIVE_INFINITY);
  const newer = isNewer ? more : bucket;
  return {
    ...bucket,
    count: bucket.count + more.count,
    sum: bucket.sum + more.sum,
    min: extreme(Math.min, bucket.min, more.min),
    max: extreme(Math.max, bucket.max, more.max),
    last: newer.last,
    lastAtMs: newer.lastAtMs,
    approved: bucket.approved + more.approved,
    flagged: bucket.flagged + more.flagged,
    rejected: bucket.rejected + more.rejected,
  };
}

function extreme(pick: (a: number, b: number) => number, a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return pick(a, b);
}

function tooMuch(parameter: string, detail: string): Fault {
  return new Fault("invalid-request", detail, { errors: [{ parameter, rule: `series.${parameter}`, detail }] });
}
