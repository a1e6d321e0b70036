import { parseArgs } from "node:util";

/** How long and how hard a campaign is. */
export type Plan = {
  readonly seed: number;
  /** Longest time for faults and kills, s. */
  readonly atMostS: number;
  /** It ends sooner once the goals are met, but not before, s; infinite where its time was asked for. */
  readonly atLeastS: number;
  readonly goals: Goals;
  /** How long the ledger stays down, s. */
  readonly downS: readonly [least: number, most: number];
  /** The ledger is spoken to naively. Only replies are lost then, so that whatever is doubled is this adapter's doing. */
  readonly naive: boolean;
  readonly keepsData: boolean;
  /** Consensus seconds between two look-ups that prove absence, where a short campaign cannot wait for the product's own. */
  readonly lookupGapS?: number | undefined;
  /** Statements to have minted; 0: the campaign is about readings. */
  readonly mints: number;
};

export type Goals = {
  readonly acknowledged: number;
  readonly kills: number;
  /** Times that every fault strikes. */
  readonly strikes: number;
  /** Times that every step is killed at. */
  readonly killsPerStep: number;
};

const defaultGoals: Goals = { acknowledged: 10_000, kills: 200, strikes: 5, killsPerStep: 3 };
const smokeGoals: Goals = { acknowledged: 100, kills: 5, strikes: 0, killsPerStep: 0 };

const naiveGoals: Goals = { ...smokeGoals, kills: 0 };

const mintGoals: Goals = { acknowledged: 0, kills: 0, strikes: 3, killsPerStep: 0 };

const usage = `npm run chaos -- [mint] [options]
npm run chaos -- fuzz [--seed N] [--requests N]   requests made up from the OpenAPI document, 100,000 of them
npm run chaos -- ingest [--seed N] [--minutes N] [--smoke] [--keep]   broker, PostgreSQL and Redis stopped and started under load
  mint          2,000 approved statements and two issuers at once, instead of readings
  --seed N      kinds, order and steps of faults and kills (default: from the clock)
  --minutes N   faults and kills for exactly so long
  --long         3 hours, the ledger down for minutes at a time
  --smoke       about a minute, longer where the machine is slow
  --naive       half a minute of lost replies, and a ledger adapter that then repeats under a fresh id: must find doubles
  --keep        leave the data directory in place`;

/** @returns the plan, or what to print when the arguments make none. */
export function readPlan(args: string[]): Plan | string {
  const options = {
    seed: { type: "string" },
    minutes: { type: "string" },
    long: { type: "boolean", default: false },
    smoke: { type: "boolean", default: false },
    naive: { type: "boolean", default: false },
    keep: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  } as const;
  let isMint = false;
  let values: ReturnType<typeof parseArgs<{ options: typeof options }>>["values"];
  try {
    const parsed = parseArgs({ args, options, allowPositionals: true });
    values = parsed.values;
    if (parsed.positionals.some((word) => word !== "mint")) return usage;
    isMint = parsed.positionals.length > 0;
  } catch (error) {
    return `${(error as Error).message}\n${usage}`;
  }
  const seed = Number(values.seed ?? Date.now() % 4_294_967_296);
  const minutes = Number(values.minutes ?? (values.long ? 180 : values.naive ? 0.5 : values.smoke ? 3 : 7.75));
  if (values.help || !Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32 || !(minutes > 0)) return usage;
  return {
    seed,
    atMostS: minutes * 60,
    atLeastS: values.minutes !== undefined || values.long || values.naive ? Infinity : values.smoke ? 45 : 0,
    goals: values.naive ? naiveGoals : values.smoke || minutes < 5 ? smokeGoals : defaultGoals,
    downS: values.long ? [60, 300] : values.smoke ? [3, 6] : [10, 20],
    naive: values.naive ?? false,
    keepsData: values.keep ?? false,
    mints: isMint ? (values.smoke || values.naive ? 40 : 2_000) : 0,
    ...(isMint && mintPlan(values)),
  };
}

/** Whatever was asked for: faults strike until everything is minted, or for so long. */
function mintPlan({ smoke, naive, minutes }: { smoke?: boolean; naive?: boolean; minutes?: string | undefined }) {
  const isShort = smoke === true || naive === true;
  const atMostS = minutes === undefined ? (isShort ? 22 : 900) : Number(minutes) * 60;
  // The mirror's replicas are apart for 9 s at most.
  return { atMostS, goals: isShort ? { ...mintGoals, strikes: 0 } : mintGoals, ...(isShort && { lookupGapS: 12 }) };
}
