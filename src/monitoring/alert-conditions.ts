import { type QuantityName, quantities } from "../hydropower/quantities.ts";
import type { AlertRule } from "./alert-rule.ts";
import type { AlertState, Look } from "./alert-steps.ts";

/**
 * Whether a rule's condition holds: pure, from what was measured. Values are judged by the time they were measured for,
 * in whatever order they arrive.
 */

/** A value against its limit: beyond it, back behind it by the hysteresis, or in between. */
export type Level = "beyond" | "between" | "clear";

/** What a look at one subject of a rule gave. */
export type Condition = {
  readonly level: Level;
  /** Since when it has been beyond, and for how long of measured time, ms. Of one that is not: now and 0. */
  readonly sinceMs: number;
  readonly heldMs: number;
  readonly value: number;
};

export function levelOf(value: number, limit: number, hysteresis: number, least = Number.NEGATIVE_INFINITY): Level {
  if (value > limit) return "beyond";
  // Where no value can lie lower than `least` it is clear there, or its alert would never end.
  return value <= Math.max(limit - hysteresis, least) ? "clear" : "between";
}

/** The hysteresis of a value that never lies below 0: there it is clear, or its alert would never end. */
export const reachable = (limit: number, hysteresis: number): number => Math.min(limit, hysteresis);

/** What it means for an alert in this state; undefined: there is none. */
export function lookOf(
  condition: Condition | undefined,
  rule: Pick<AlertRule, "for_s">,
  state: AlertState | undefined,
): Look["condition"] {
  if (condition === undefined) return "unknown";
  const { level, heldMs } = condition;
  if (state === undefined || state === "pending") {
    if (level !== "beyond") return "over";
    return heldMs >= rule.for_s * 1000 ? "fires" : "holds";
  }
  return level === "clear" ? "over" : "holds";
}

/** One value of a device: measured for the time from `fromMs` to `atMs`, which are the same for an instant. */
export type Sample = { readonly fromMs: number; readonly atMs: number; readonly value: number };

type Point = { readonly atMs: number; readonly value: number };

/** A stretch of time that was measured beyond the limit throughout. */
type Part = { readonly fromMs: number; readonly atMs: number };

/** How values compared with the limit up to one of them. */
type Run = {
  /** The newest value that was compared with the limit. */
  readonly newest: Point & { readonly level: Level };
  /** Where the run of values beyond the limit that the newest belongs to began; null: it belongs to none. */
  readonly sinceMs: number | null;
  /**
   * Where the run was measured in more than one stretch, those by time, for a late value between two of them: it goes on with
   * the one that follows. The earliest of very many count as one. Absent: it is one.
   */
  readonly parts?: readonly Part[] | undefined;
  /** When the newest value that was not beyond was measured. */
  readonly otherMs: number | null;
};

/** What a rule keeps of a device's values, however many come. */
export type ValueMemory = Run & {
  /** Of a rate: the two newest values, older one first. */
  readonly pair?: readonly Point[];
  /** Of a rate: how it was before the change from the one to the other, which a value between them makes two of. */
  readonly before?: Run | undefined;
};

export type ValueRule = Extract<AlertRule, { kind: "threshold" | "rate" }>;

/** Takes one reading into the memory of a rule; undefined before there is anything to compare. */
export function take(
  rule: ValueRule,
  memory: ValueMemory | undefined,
  sample: Sample,
): ValueMemory | { readonly pair: readonly Point[] } {
  return rule.kind === "threshold" ? joined(rule, memory, sample) : takeRate(rule, memory ?? {}, sample);
}

function takeRate(rule: ValueRule, memory: Partial<ValueMemory>, sample: Sample): ReturnType<typeof take> {
  const { pair: known = [], before } = memory;
  const pair = pairWith(known, sample);
  const change = rateOf(pair);
  // A late reading that is neither of the two newest says nothing about how the value changes now.
  if (change === undefined || !pair.some(({ atMs }) => atMs === sample.atMs)) return { ...memory, pair };
  const [older, newer] = known;
  const isBetween = older !== undefined && newer !== undefined && older.atMs < sample.atMs && sample.atMs < newer.atMs;
  const isNewest = known.every(({ atMs }) => atMs < sample.atMs);
  const run = isNewest ? runOf(memory) : isBetween ? joined(rule, before, changeOf(older, sample)) : before;
  return { ...joined(rule, run, change), pair, before: run };
}

const runOf = (memory: Partial<ValueMemory>): Run | undefined => {
  if (!hasNewest(memory)) return undefined;
  const { newest, sinceMs, otherMs, parts } = memory;
  return { newest, sinceMs, otherMs, ...(parts !== undefined && { parts }) };
};

export const hasNewest = (memory: Partial<ValueMemory> | undefined): memory is ValueMemory =>
  memory?.newest !== undefined;

/** The condition by what has been measured so far. */
export function conditionOfValues(memory: Partial<ValueMemory> | undefined): Condition | undefined {
  if (!hasNewest(memory)) return undefined;
  const { newest, sinceMs } = memory;
  const { level, value, atMs } = newest;
  const since = sinceMs ?? atMs;
  return { level, value, sinceMs: since, heldMs: atMs - since };
}

/**
 * A run begins with its first value beyond the limit, or right behind the last one that was not. A late reading inside a run
 * that was not beyond begins it anew with the value that follows; one before it that was, makes it longer.
 */
function joined(rule: ValueRule, memory: Run | undefined, { fromMs, atMs, value }: Sample): Run {
  const level = levelOfValue(rule, value);
  const otherMs = memory?.otherMs ?? null;
  const isNewest = memory === undefined || atMs >= memory.newest.atMs;
  const newest = isNewest ? { atMs, value, level } : memory.newest;
  const parts = memory === undefined ? [] : partsOf(memory);
  if (level === "beyond") {
    const isOfRun = isNewest || (memory.sinceMs !== null && (otherMs === null || atMs > otherMs));
    if (!isOfRun) return memory;
    const part = { fromMs: Math.max(fromMs, otherMs ?? Number.NEGATIVE_INFINITY), atMs };
    return { newest, otherMs, ...runWith([...parts, part]) };
  }
  if (isNewest) return { newest, otherMs: atMs, sinceMs: null };
  const later = Math.max(otherMs ?? Number.NEGATIVE_INFINITY, atMs);
  const behind = parts.filter((part) => part.atMs > later);
  return {
    ...{ newest, otherMs: later },
    ...runWith(behind.map((part) => ({ ...part, fromMs: Math.max(part.fromMs, later) }))),
  };
}

/** How many parts of a run are told apart. */
const mostParts = 32;

function runWith(parts: readonly Part[]): Pick<Run, "sinceMs" | "parts"> {
  const whole: Part[] = [];
  for (const part of parts.toSorted((a, b) => a.atMs - b.atMs)) {
    let { fromMs } = part;
    while (fromMs <= (whole.at(-1)?.atMs ?? Number.NEGATIVE_INFINITY))
      fromMs = Math.min(fromMs, whole.pop()?.fromMs ?? fromMs);
    whole.push({ fromMs, atMs: part.atMs });
  }
  const [first, second] = whole;
  if (first === undefined) return { sinceMs: null };
  if (whole.length > mostParts && second !== undefined) whole.splice(0, 2, { fromMs: first.fromMs, atMs: second.atMs });
  return { sinceMs: first.fromMs, ...(whole.length > 1 && { parts: whole }) };
}

const partsOf = ({ parts, sinceMs, newest }: Run): readonly Part[] =>
  parts ?? (sinceMs === null ? [] : [{ fromMs: sinceMs, atMs: newest.atMs }]);

function pairWith(pair: readonly Point[], { atMs, value }: Sample): readonly Point[] {
  const others = pair.filter((point) => point.atMs !== atMs);
  return [...others, { atMs, value }].sort((a, b) => a.atMs - b.atMs).slice(-2);
}

function rateOf([before, after]: readonly Point[]): Sample | undefined {
  return before === undefined || after === undefined ? undefined : changeOf(before, after);
}

/** How the value changed between the two, per hour; for the time of the later one. */
function changeOf(before: Point, after: Point): Sample {
  const hours = (after.atMs - before.atMs) / 3_600_000;
  return { fromMs: before.atMs, atMs: after.atMs, value: (after.value - before.value) / hours };
}

function levelOfValue(rule: ValueRule, value: number): Level {
  const { hysteresis } = rule;
  if (rule.kind === "threshold") {
    const { min, max } = quantities[rule.quantity];
    if (rule.above !== undefined) return levelOf(value, rule.above, hysteresis, min);
    return levelOf(-value, -(rule.below ?? 0), hysteresis, -max);
  }
  const { direction, per_hour: limit } = rule;
  if (direction === "either") return levelOf(Math.abs(value), limit, reachable(limit, hysteresis));
  return levelOf(direction === "rising" ? value : -value, limit, hysteresis);
}

/** For what is looked at now: it has been beyond since the open alert says so, or since `sinceMs`. */
export function conditionNow(
  value: number,
  limit: number,
  hysteresis: number,
  times: { readonly nowMs: number; readonly sinceMs?: number | undefined },
): Condition {
  const level = levelOf(value, limit, hysteresis);
  const sinceMs = level === "beyond" ? (times.sinceMs ?? times.nowMs) : times.nowMs;
  return { level, value, sinceMs, heldMs: times.nowMs - sinceMs };
}

/** Least silence that counts as one where no rule says how long, s. */
const leastSilenceS = 900;

/** After how long a device is absent, s. `intervalS`: between its readings, as configured or as its newest had it. */
export function silenceS(afterS: number | undefined, intervalS: number | null): number {
  return afterS ?? Math.max(leastSilenceS, 3 * (intervalS ?? 0));
}

/** How often a window is looked at, ms: a sixtieth of it, from a minute to a quarter of an hour. */
export function lookEveryMs(windowS: number): number {
  return Math.min(900_000, Math.max(60_000, (windowS * 1000) / 60));
}

/** The value of a rule's quantity in a reading. */
export function quantityOf(readings: Readonly<Record<string, unknown>>, quantity: QuantityName): number | undefined {
  const value = readings[quantity];
  return typeof value === "number" ? value : undefined;
}
