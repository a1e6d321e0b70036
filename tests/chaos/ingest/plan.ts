import { parseArgs } from "node:util";

export type IngestPlan = {
  readonly seed: number;
  /** Longest time for faults, s. */
  readonly atMostS: number;
  /** It ends sooner once the goals are met, but not before, s; infinite where its time was asked for. */
  readonly atLeastS: number;
  /** How long the broker, PostgreSQL or Redis stays down, ms. */
  readonly downMs: readonly [least: number, most: number];
  /** How long a gateway that was killed stays away, ms. */
  readonly awayMs: readonly [least: number, most: number];
  /** Between two faults, ms. */
  readonly restMs: readonly [least: number, most: number];
  /** Times that every fault strikes at least. */
  readonly strikes: number;
  /** Readings that are acknowledged by each way in, at least. */
  readonly acknowledged: number;
  readonly keepsData: boolean;
};

const usage = `npm run chaos -- ingest [options]
  --seed N      order and length of the faults (default: from the clock)
  --minutes N   faults for exactly so long (default: until each has struck three times)
  --smoke       each fault once, most of a minute
  --keep        leave the data directory in place`;

/** @returns the plan, or what to print when the arguments make none. */
export function readIngestPlan(args: string[]): IngestPlan | string {
  const options = {
    seed: { type: "string" },
    minutes: { type: "string" },
    smoke: { type: "boolean", default: false },
    keep: { type: "boolean", default: false },
  } as const;
  let values: ReturnType<typeof parseArgs<{ options: typeof options }>>["values"];
  try {
    values = parseArgs({ args, options }).values;
  } catch (error) {
    return `${(error as Error).message}\n${usage}`;
  }
  const isSmoke = values.smoke === true;
  const seed = Number(values.seed ?? Date.now() % 4_294_967_296);
  const minutes = values.minutes === undefined ? undefined : Number(values.minutes);
  if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32 || (minutes !== undefined && !(minutes > 0))) return usage;
  return {
    seed,
    atMostS: minutes === undefined ? (isSmoke ? 300 : 1_200) : minutes * 60,
    atLeastS: minutes === undefined ? 0 : Number.POSITIVE_INFINITY,
    // Longer than a gateway's lease on its session now and then.
    downMs: isSmoke ? [200, 2_000] : [200, 20_000],
    awayMs: isSmoke ? [200, 2_000] : [500, 30_000],
    restMs: isSmoke ? [200, 800] : [500, 3_000],
    strikes: isSmoke || minutes !== undefined ? 1 : 3,
    acknowledged: isSmoke ? 100 : 1_000,
    keepsData: values.keep ?? false,
  };
}
