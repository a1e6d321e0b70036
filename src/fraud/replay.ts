/**
 * Does a stretch of readings repeat an earlier one, value for value? Fingerprints of the last readings are
 * kept at fixed times of day, so that a copied day surely meets some, and wherever their hash falls on a
 * chosen residue, so that a copy is found at any other time of day too: as many a day for any interval, in a
 * few characters each.
 */

/** What is remembered: hashes of the newest readings, oldest first, and the marks of earlier stretches. */
export type ReplayMemory = {
  readonly recent: readonly number[];
  /** {@link markLength} characters each, oldest first. */
  readonly marks: string;
};

export const nothingReplayed: ReplayMemory = { recent: [], marks: "" };

export type ReplayRules = {
  /** Readings in a stretch. */
  readonly replay_stretch: number;
  /** Different readings that a stretch must hold: steady operation repeats itself honestly. */
  readonly replay_distinct: number;
  /** Marks kept of a day on average, and days for which they are kept. */
  readonly replay_marks_a_day: number;
  /** Seconds from one fixed time of day to the next. */
  readonly replay_clock: number;
  readonly replay_days: number;
};

const markLength = 5;
const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/**
 * The memory with a generating reading in it, and whether the stretch that it ends was there before.
 *
 * @param values what the reading says: power, flow, head, with 0 for what was not measured
 * @param endMs end of the reading
 * @param intervalS seconds from reading to reading
 */
export function replay(
  { recent, marks }: ReplayMemory,
  values: readonly number[],
  endMs: number,
  intervalS: number,
  rules: ReplayRules,
): { readonly memory: ReplayMemory; readonly repeated: boolean } {
  const stretch = recent.slice(1 - rules.replay_stretch);
  stretch.push(hashOf(values));
  const unmarked = { memory: { recent: stretch, marks }, repeated: false };
  if (stretch.length < rules.replay_stretch) return unmarked;
  const clockMs = rules.replay_clock * 1000;
  // Half an interval later: a clock that wanders by a second about the full hour still finds the same reading.
  const laterMs = endMs + 500 * intervalS;
  const atClock = Math.floor(laterMs / clockMs) !== Math.floor((laterMs - intervalS * 1000) / clockMs);
  const chosen = Math.max(1, Math.round(86_400 / intervalS / (rules.replay_marks_a_day - 86_400 / rules.replay_clock)));
  if (!atClock && choiceOf(stretch) % chosen !== 0) return unmarked;
  if (distinct(stretch) < rules.replay_distinct) return unmarked;
  const mark = markOf(stretch);
  if (holds(marks, mark)) return { memory: { recent: stretch, marks }, repeated: true };
  const kept = markLength * rules.replay_marks_a_day * rules.replay_days;
  return { memory: { recent: stretch, marks: (marks + mark).slice(-kept) }, repeated: false };
}

/** How many different values: of so few, counting is faster than a set. */
function distinct(values: readonly number[]): number {
  let count = 0;
  for (let i = 0; i < values.length; i++) if (values.indexOf(values[i] as number) === i) count++;
  return count;
}

function holds(marks: string, mark: string): boolean {
  for (let at = marks.indexOf(mark); at >= 0; at = marks.indexOf(mark, at + 1)) if (at % markLength === 0) return true;
  return false;
}

const exact = new DataView(new ArrayBuffer(8));

/** 32 bits of the exact values. */
function hashOf(values: readonly number[]): number {
  let hash = 0x811c9dc5;
  for (const value of values) {
    exact.setFloat64(0, value);
    hash = mixed(mixed(hash ^ exact.getUint32(0)) ^ exact.getUint32(4));
  }
  return hash >>> 0;
}

/** A number to choose by, from other bits of the stretch than its mark. */
function choiceOf(stretch: readonly number[]): number {
  let bits = 0x9e3779b9;
  for (const hash of stretch) bits = mixed(bits ^ hash);
  return bits >>> 0;
}

function markOf(stretch: readonly number[]): string {
  let bits = 0x85ebca6b;
  for (const hash of stretch) bits = mixed(bits + hash);
  let mark = "";
  for (let i = 0; i < markLength; i++) mark += letters[(bits >>> (6 * i)) & 63];
  return mark;
}

/** The finaliser of MurmurHash3: every bit of the input moves every bit of the output. */
function mixed(hash: number): number {
  let h = hash | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
