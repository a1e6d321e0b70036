/** How wide buckets of rollups are, and how long those of a width are kept. Pure. */

export const rollupNames = ["1m", "5m", "1h", "1d"] as const;
export type RollupName = (typeof rollupNames)[number];

const days = 86_400_000;

type Level = {
  readonly widthS: number;
  /** Undefined: for good. */
  readonly keptMs: number | undefined;
};

export const rollupLevels: Readonly<Record<RollupName, Level>> = {
  "1m": { widthS: 60, keptMs: 90 * days },
  "5m": { widthS: 300, keptMs: 731 * days },
  "1h": { widthS: 3_600, keptMs: undefined },
  "1d": { widthS: 86_400, keptMs: undefined },
};

/** Buckets in a row that are kept as one value for series, too (`rollup_strips`). */
export const stripBuckets = 360;

/** Days are few as they are. */
export const stripWidthsS: readonly number[] = rollupNames
  .map((name) => rollupLevels[name].widthS)
  .filter((widthS) => widthS < rollupLevels["1d"].widthS);

/** How long the buckets of a strip are together, ms. */
export const stripMs = (widthS: number): number => stripBuckets * widthS * 1000;

/**
 * Buckets of a level that end after this are there, ms; minus infinity: all. Earlier ones of a month that is not dropped yet
 * are not shown: what comes late is not added to them.
 */
export function keptFromMs(name: RollupName, nowMs: number): number {
  const { keptMs } = rollupLevels[name];
  return keptMs === undefined ? Number.NEGATIVE_INFINITY : nowMs - keptMs;
}

export const resolutions = ["raw", ...rollupNames] as const;
export type Resolution = (typeof resolutions)[number];

/** A span in which readings are read themselves rather than minutes of them, ms. */
const rawSpanMs = 3_600_000;

/**
 * What `resolution=auto` takes for a span: readings themselves for up to an hour; else the coarsest buckets of which
 * there are as many as points were asked for, of those that are still kept.
 */
export function autoResolution(fromMs: number, toMs: number, maxPoints: number, nowMs: number): Resolution {
  if (toMs - fromMs <= rawSpanMs) return "raw";
  const fine = rollupNames.toReversed().find((name) => toMs - fromMs >= maxPoints * rollupLevels[name].widthS * 1000);
  return coarserKept(fine ?? "1m", fromMs, nowMs);
}

/** What stands in for readings of a span that are too many: the finest buckets that still reach back so far. */
export const insteadOfRaw = (fromMs: number, nowMs: number): RollupName => coarserKept("1m", fromMs, nowMs);

/** The given level, or the next coarser one that still reaches back so far. */
function coarserKept(name: RollupName, fromMs: number, nowMs: number): RollupName {
  const from = rollupNames.indexOf(name);
  return rollupNames.slice(from).find((level) => fromMs >= keptFromMs(level, nowMs)) ?? "1d";
}
