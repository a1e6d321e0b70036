import type { QuantityName } from "../hydropower/quantities.ts";
import { type EventFacts, StreamEvent, type Values } from "./stream-event.ts";
import { noOf } from "./stream-position.ts";

/** Readings of a device gathered over windows of time: what a stream of a coarser resolution sends in place of each one. */

export const resolutions = ["raw", "5s", "1m", "5m", "1h"] as const;
export type Resolution = (typeof resolutions)[number];

const lengthsMs = { "5s": 5_000, "1m": 60_000, "5m": 300_000, "1h": 3_600_000 } as const;
export type WindowLength = keyof typeof lengthsMs;

/** How long after its end a window waits for what is still under way, ms. */
const graceMs = (lengthMs: number) => Math.min(10_000, Math.max(1_000, lengthMs / 10));

/** Of what is committed too late for its window's end: when the time as long as a window is over in which it came. */
function dueAtMsOf(toMs: number, atMs: number, lengthMs: number): number {
  const grace = graceMs(lengthMs);
  return Math.max(toMs, Math.ceil((atMs - grace) / lengthMs) * lengthMs) + grace;
}

type Window = {
  readonly plantId: string;
  readonly deviceId: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** By PostgreSQL's clock. */
  readonly dueAtMs: number;
  /** Number of its first reading in the stream's log. */
  readonly firstNo: number;
  count: number;
  readonly values: Map<QuantityName, Gathered>;
};

type Gathered = { count: number; sum: number; min: number; max: number; last: number; lastAtMs: number };

/**
 * The windows of one stream. A window holds readings whose intervals end in (from, to], and falls due shortly after `to`;
 * what is committed after that makes the same window again, with that alone in it, once as long a time is over. When a
 * reading's window is due follows from the reading's own time and that of its commit alone: whoever reads the same again
 * makes the same windows in the same order, but for those that he sees the end of only.
 */
export class Windows {
  readonly #resolution: WindowLength;
  readonly #open = new Map<string, Window>();
  /** Nothing falls due before. */
  #soonestMs = Number.POSITIVE_INFINITY;
  /** The first number in windows that were given while others that fell due at the same time are still open. */
  #togetherNo = Number.POSITIVE_INFINITY;

  constructor(resolution: WindowLength) {
    this.#resolution = resolution;
  }

  /**
   * The first number of which something is in an open window, or in one that fell due together with one; undefined: none is
   * open.
   */
  get fromNo(): number | undefined {
    // They are kept in the order in which they were opened.
    const first = this.#open.values().next().value?.firstNo;
    return first === undefined ? undefined : Math.min(first, this.#togetherNo);
  }

  add({ id, atMs, plantId, deviceId, values, endedAtMs }: EventFacts): void {
    if (values === undefined || endedAtMs === undefined || plantId === null || deviceId === null) return;
    const lengthMs = lengthsMs[this.#resolution];
    const toMs = Math.ceil(endedAtMs / lengthMs) * lengthMs;
    const dueAtMs = dueAtMsOf(toMs, atMs, lengthMs);
    // Ids hold no line feed.
    const key = `${plantId}\n${deviceId}\n${toMs}\n${dueAtMs}`;
    const window = this.#open.get(key) ?? {
      ...{ plantId, deviceId, fromMs: toMs - lengthMs, toMs, dueAtMs },
      ...{ firstNo: noOf(id), count: 0, values: new Map<QuantityName, Gathered>() },
    };
    this.#open.set(key, window);
    this.#soonestMs = Math.min(this.#soonestMs, window.dueAtMs);
    window.count++;
    for (const [name, { number }] of values) gather(window.values, name, number, endedAtMs);
  }

  /** The windows that fell due before a time, in that order, each taken out as it is given. */
  *takeDue(beforeMs: number): Generator<{ readonly dueAtMs: number; readonly event: (id: number) => StreamEvent }> {
    if (beforeMs <= this.#soonestMs) return;
    const due = [...this.#open].filter(([, { dueAtMs }]) => dueAtMs < beforeMs).sort(byTime);
    for (const [i, [key, window]] of due.entries()) {
      this.#open.delete(key);
      const isTogether = due[i + 1]?.[1].dueAtMs === window.dueAtMs;
      this.#togetherNo = isTogether ? Math.min(this.#togetherNo, window.firstNo) : Number.POSITIVE_INFINITY;
      yield { dueAtMs: window.dueAtMs, event: (id) => eventOf(window, this.#resolution, id) };
    }
    this.#soonestMs = Number.POSITIVE_INFINITY;
    for (const { dueAtMs } of this.#open.values()) this.#soonestMs = Math.min(this.#soonestMs, dueAtMs);
  }
}

const byTime = ([key, { dueAtMs }]: [string, Window], [otherKey, other]: [string, Window]): number =>
  dueAtMs - other.dueAtMs || (key < otherKey ? -1 : 1);

function gather(values: Map<QuantityName, Gathered>, name: QuantityName, number: number, atMs: number): void {
  const before = values.get(name);
  if (before === undefined) {
    values.set(name, { count: 1, sum: number, min: number, max: number, last: number, lastAtMs: atMs });
    return;
  }
  before.count++;
  before.sum += number;
  before.min = Math.min(before.min, number);
  before.max = Math.max(before.max, number);
  if (atMs < before.lastAtMs) return;
  before.last = number;
  before.lastAtMs = atMs;
}

function eventOf({ plantId, deviceId, fromMs, toMs, dueAtMs, count, values }: Window, resolution: string, id: number) {
  const iso = (ms: number) => new Date(ms).toISOString();
  const data = { plant_id: plantId, device_id: deviceId, resolution, from: iso(fromMs), to: iso(toMs), count };
  return new StreamEvent({ id, atMs: dueAtMs, name: "reading", plantId, deviceId, data, values: shown(values) });
}

function shown(values: ReadonlyMap<QuantityName, Gathered>): Values {
  return new Map(
    [...values].map(([name, { count, sum, min, max, last }]) => {
      const avg = Number((sum / count).toPrecision(12));
      return [name, { shown: { avg, min, max, last, count }, number: avg }];
    }),
  );
}
