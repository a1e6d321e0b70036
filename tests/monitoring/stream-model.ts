import type { QuantityName } from "../../src/hydropower/quantities.ts";
import type { Wish } from "../../src/monitoring/stream-wish.ts";
import type { Heard } from "./listener.ts";

/** What live streams have to tell, found out naively from the log as a whole. */

type Shown = Readonly<Record<string, unknown>>;

/** What was told, under its id. */
export type Fact = {
  readonly id: number;
  /** When it was committed, ms. */
  readonly atMs: number;
  readonly name: string;
  readonly plantId: string;
  readonly deviceId: string | undefined;
  /** What is compared of it, but for its quantities. */
  readonly what: string;
  /** By quantity what is shown of it, and the number that dead bands compare. */
  readonly readings?: Shown;
  readonly numbers?: Readonly<Record<string, number>>;
  /** Of a reading that counts: the end of its interval. */
  readonly endedAtMs?: number;
};

const lengthsMs = { "5s": 5_000, "1m": 60_000, "5m": 300_000, "1h": 3_600_000 };

/** All that a stream tells which begins behind an id: windows in the place of readings where it wants them. */
export function modelOf(log: readonly Fact[], wish: Wish, afterId: number): Fact[] {
  const since = log.filter(({ id }) => id > afterId);
  const meant = since.filter((one) => isMeant(one, wish));
  if (wish.windows === undefined) return meant;
  const others = meant.filter(({ name }) => name !== "reading" && name !== "sample");
  const merged: Fact[] = [];
  for (const window of windowsOf(meant, wish.windows)) {
    // It comes before the first event, wanted or not, that was committed after it fell due.
    const next = since.find(({ atMs }) => atMs > window.atMs);
    while (others[0] !== undefined && (next === undefined || others[0].id < next.id))
      merged.push(others.shift() as Fact);
    merged.push(window);
  }
  return [...merged, ...others];
}

function isMeant({ name, plantId, deviceId }: Fact, { events, plants, devices }: Wish): boolean {
  if (events?.has(name as never) === false || plants?.has(plantId) === false) return false;
  return devices === undefined || (deviceId !== undefined && devices.has(deviceId));
}

/** In the order in which they fall due. */
function windowsOf(facts: readonly Fact[], resolution: NonNullable<Wish["windows"]>): Fact[] {
  const lengthMs = lengthsMs[resolution];
  const graceMs = Math.min(10_000, Math.max(1_000, lengthMs / 10));
  const windows = new Map<string, { readonly dueMs: number; readonly toMs: number; readonly of: Fact[] }>();
  for (const one of facts) {
    if (one.name !== "reading" || one.endedAtMs === undefined) continue;
    const toMs = Math.ceil(one.endedAtMs / lengthMs) * lengthMs;
    let dueMs = toMs + graceMs;
    while (dueMs < one.atMs) dueMs += lengthMs;
    const key = `${one.plantId}\n${one.deviceId}\n${toMs}\n${dueMs}`;
    const window = windows.get(key) ?? { dueMs, toMs, of: [] };
    windows.set(key, window);
    window.of.push(one);
  }
  return [...windows]
    .sort(([keyA, a], [keyB, b]) => a.dueMs - b.dueMs || (keyA < keyB ? -1 : 1))
    .map(([, { dueMs, toMs, of }]) => windowOf(resolution, dueMs, toMs, of));
}

function windowOf(resolution: string, atMs: number, toMs: number, of: readonly Fact[]): Fact {
  const readings: Record<string, unknown> = {};
  const means: Record<string, number> = {};
  for (const name of new Set(of.flatMap(({ numbers }) => Object.keys(numbers ?? {})))) {
    const some = of.filter(({ numbers }) => numbers?.[name] !== undefined);
    const values = some.map(({ numbers }) => numbers?.[name] as number);
    const lastMs = Math.max(...some.map(({ endedAtMs }) => endedAtMs ?? 0));
    const last = some.findLast(({ endedAtMs }) => endedAtMs === lastMs)?.numbers?.[name];
    const avg = Number((values.reduce((sum, one) => sum + one, 0) / values.length).toPrecision(12));
    readings[name] = { avg, min: Math.min(...values), max: Math.max(...values), last, count: values.length };
    means[name] = avg;
  }
  const { plantId, deviceId } = of[0] as Fact;
  const what = windowText(plantId, deviceId, resolution, new Date(toMs).toISOString(), of.length);
  return { id: 0, atMs, name: "reading", plantId, deviceId, what, readings, numbers: means };
}

const windowText = (...facts: readonly unknown[]) => facts.join(" ");

/** What one connection tells of a model's events: some quantities only, and of those what has moved since. */
export function toldOf(facts: readonly Fact[], wish: Wish): string[] {
  const last = new Map<string, number>();
  return facts.flatMap(({ name, deviceId, what, readings, numbers }) => {
    if (readings === undefined || numbers === undefined) return [`${name} ${what}`];
    const isDelta = wish.deadBands !== undefined && name !== "rollup";
    const told = Object.keys(readings).filter((one) => {
      if (wish.quantities?.has(one as QuantityName) === false) return false;
      const key = `${name} ${deviceId} ${one}`;
      const [before, now] = [last.get(key), numbers[one] as number];
      const band = wish.deadBands?.get(one as QuantityName) ?? wish.deadBands?.get("*") ?? { by: 0, isShare: false };
      const by = band.isShare ? band.by * Math.abs(before ?? 0) : band.by;
      if (isDelta && before !== undefined && Math.abs(now - before) <= by) return false;
      last.set(key, now);
      return true;
    });
    return told.length === 0 ? [] : [textOf(name, what, Object.fromEntries(told.map((one) => [one, readings[one]])))];
  });
}

const textOf = (name: string, what: string, readings: Shown) =>
  `${name} ${what} ${JSON.stringify(Object.entries(readings).sort(([a], [b]) => (a < b ? -1 : 1)))}`;

/** The same of what a client heard. */
export function heardText({ event, data }: Heard): string {
  const { plant_id, device_id, resolution, to, count, record_id, timestamp, readings } = data;
  if (event === "reading" && resolution !== undefined)
    return textOf(event, windowText(plant_id, device_id, resolution, to, count), readings);
  if (event === "reading") return textOf(event, `${record_id} ${timestamp}`, readings);
  if (event === "verdict") return `verdict ${record_id} ${data.status}`;
  return readings === undefined ? `${event} ${data.no}` : textOf(event, String(data.no ?? timestamp), readings);
}

/** What of a model is left behind the first so many that one connection told. */
export function behind(model: readonly Fact[], wish: Wish, count: number): readonly Fact[] {
  const end = model.findIndex((_, i) => toldOf(model.slice(0, i), wish).length === count);
  return end === -1 ? [] : model.slice(end);
}
