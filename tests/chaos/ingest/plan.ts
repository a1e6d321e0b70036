import { parseArgs } from "node:util";

export type IngestPlan = {
  readonly seed: number;
  /** How long faults strike, s. */
  readonly lastsS: number;
  /** How long the broker or PostgreSQL stays down, ms. */
  readonly downMs: readonly [least: number, most: number];
  /** How long a gateway that was killed stays away, ms. */
  readonly awayMs: readonly [least: number, most: number];
  /** Times that every fault strikes at least. */
  readonly strikes: number;
  readonly keepsData: boolean;
};

const usage = `npm run chaos -- ingest [options]
  --seed N      order and length of the faults (default: from the clock)
  --minutes N   faults for so long (default: 6)
  --smoke       three quarters of a minute
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
  const minutes = Number(values.minutes ?? (isSmoke ? 0.75 : 6));
  if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32 || !(minutes > 0)) return usage;
  return {
    seed,
    lastsS: minutes * 60,
    // Longer than a gateway's lease on its session now and then.
    downMs: isSmoke ? [200, 2_500] : [200, 20_000],
    awayMs: isSmoke ? [200, 2_500] : [500, 40_000],
    strikes: isSmoke ? 1 : 3,
    keepsData: values.keep ?? false,
  };
}
