import { z } from "zod";
import { efficiencyTable } from "../hydropower/efficiency.ts";
import { contentHash, type Json } from "../kernel/canonical.ts";
import policyV3File from "./policies/policy-v3.json" with { type: "json" };
import policyV4File from "./policies/policy-v4.json" with { type: "json" };
import policyFile from "./policies/policy-v5.json" with { type: "json" };
import { type DataIdentity, type LayerName, layerNames } from "./verdict.ts";

const said = { unit: z.string().min(1), source: z.string().min(1) };

/** One number, its unit and where it comes from. */
const limit = z.strictObject({ value: z.number(), ...said }).transform(({ value }) => value);

/**
 * How a score falls as a value leaves what is believable: 1 up to `good`, the approval score at `flag`,
 * the flag score at `worst`; beyond `worst` a decisive band rejects. Falls towards smaller values when
 * `worst` is below `good`.
 */
const band = z
  .strictObject({ good: z.number(), flag: z.number(), worst: z.number(), decisive: z.boolean(), ...said })
  .refine(
    ({ good, flag, worst }) => (good < flag && flag < worst) || (good > flag && flag > worst),
    "good, flag and worst must lie in one direction",
  )
  .transform(({ good, flag, worst, decisive }) => ({ good, flag, worst, decisive }));
export type Band = z.output<typeof band>;

const scores = z
  .strictObject({ approve_at: limit, flag_at: limit, flag_cap: limit, reject_cap: limit })
  .transform((s) => ({ approveAt: s.approve_at, flagAt: s.flag_at, flagCap: s.flag_cap, rejectCap: s.reject_cap }))
  .refine((s) => 0 <= s.rejectCap && s.rejectCap < s.flagAt && s.flagAt <= s.flagCap && s.flagCap < s.approveAt, {
    error: "reject_cap < flag_at <= flag_cap < approve_at is needed",
  });
export type ScoreLines = z.output<typeof scores>;

const weights = z
  .strictObject(Object.fromEntries(layerNames.map((layer) => [layer, limit])) as Record<LayerName, typeof limit>)
  .refine((shares) => layerNames.reduce((sum, layer) => sum + Math.round(shares[layer] * 10_000), 0) === 10_000, {
    error: "the weights must add up to 1, with at most four decimals",
  })
  .refine((shares) => layerNames.every((layer) => shares[layer] > 0), { error: "every layer needs a weight" });

const learning = z.strictObject({
  hours_near: limit,
  hours_around: limit,
  hours_share: limit,
  river_memory: limit,
  instant: limit,
  residual_clip: limit,
  farthest: limit,
  settling_days: limit,
  least_weeks: limit,
  hours_a_day: limit,
  hour_readings: limit,
  level_days: limit,
  recent_days: limit,
  steady_days: limit,
  shift_share: limit,
  ground_share: limit,
  sum_allowance: limit,
  knot_doubt: limit,
  slope_doubt: limit,
  kept: limit,
  return_factor: limit,
  line_ceiling: limit,
  spare_slack: limit,
  spare_most: limit,
  spare_least_load: limit,
  day_scatter: limit,
  young_factor: limit,
  still_pond: limit,
  pond_share: limit,
  transient_interval: limit,
  transient_share: limit,
  reopen_after: limit,
  prior_least: limit,
  prior_fullest: limit,
  likeness_hours: limit,
  likeness_mean: limit,
  likeness_doubt: limit,
  hours_guess: limit,
  spare_unknown: limit,
  prior_margin: limit,
  prior_margin_step: limit,
  rounding_most: limit,
});
/** How the plant's own behaviour is learnt, the same for all channels. */
export type LearningRules = z.output<typeof learning>;

const channel = z.strictObject({
  floors: z.strictObject({
    month: limit.optional(),
    day: limit.optional(),
    quarter: limit.optional(),
    hour: limit.optional(),
    sum: limit.optional(),
    down: limit.optional(),
    reading: limit,
  }),
  without_head: z.strictObject({ month: limit, down: limit, others: limit }).optional(),
  unknown: limit.optional(),
  held_days: limit,
  calibration_weeks: limit,
});
/**
 * Where doubt begins at the earliest in one channel, however calm the plant, ln: windows without a floor do not
 * count in it. `without_head`: by how much the month's line is wider where nothing tells the head of now; what
 * adds up over days does not count there. `unknown`: by how much lines are wider where the curve has learnt
 * little; windows do not speak there without it.
 */
export type ChannelRules = z.output<typeof channel>;

const policySchema = z.strictObject({
  id: z.string().min(1),
  about: z.string(),
  efficiency_table: z
    .strictObject({ id: z.string(), hash: z.string() })
    .refine(({ id, hash }) => id === efficiencyTable.id && hash === efficiencyTable.hash, {
      error: "the policy was written for another efficiency table",
    }),
  scores,
  weights,
  learning,
  fraud: z.strictObject({
    replay_stretch: limit,
    replay_distinct: limit,
    replay_marks_a_day: limit,
    replay_days: limit,
    replay_clock: limit,
    habits_known: limit,
    habits_fixed: limit,
    still_readings: limit,
    still_least: limit,
    still_longer: limit,
    still_power: limit,
    still_fine: limit,
    still_coarse: limit,
    still_excused: limit,
    noise_shortly: limit,
    noise_longly: limit,
    noise_least: limit,
    too_smooth: band,
    ramp_least: limit,
    learnt_ramp: band,
    spill_least: limit,
    spill_floor: band,
    head_step: band,
    head_step_flow: limit,
    head_step_time: limit,
    peak_known: limit,
    peak_least: limit,
    learnt_peak: band,
    subspace_memory: limit,
    subspace_points: limit,
    subspace_least: limit,
    subspace_t2: band,
    subspace_q: band,
    slip_tolerance: limit,
    backdated: limit,
    gaps_kept: limit,
    silent_gap: limit,
    silent_gap_load: limit,
    silent_least_load: limit,
    gap_power: band,
    balance_fresh: limit,
    balance_covered: limit,
    units_above_meter: band,
  }),
  efficiency_channel: channel,
  opening_channel: channel,
  head_channel: channel,
  physics: z.strictObject({
    idle_power: limit,
    energy_above_hydraulic: band,
    power_above_type: band,
    power_below_type: band,
    power_above_curve: band,
    power_below_curve: band,
    power_above_design_head: band,
    power_below_design_head: band,
    energy_against_power: band,
    own_use: limit,
    power_digit: limit.optional(),
    energy_instead: limit.optional(),
    reported_efficiency: band,
    learnt_least_flow: limit,
    learnt_least_load: limit,
    learnt_window: band,
    learnt_reading: band,
    learnt_excess: limit,
    learnt_steady: limit,
    learnt_unknown: limit,
  }),
  temporal: z.strictObject({
    ramp_up: band,
    ramp_ignored: limit,
    register_rate: band,
    register_above_power: band,
    clock_tolerance: limit,
    gap: limit,
    late: limit,
  }),
  environmental: z.strictObject({
    ph_low: band,
    ph_high: band,
    turbidity: band,
    dissolved_oxygen: band,
    tds: band,
    water_cold: band,
    water_warm: band,
    spill: band,
    head_above_levels: band,
  }),
  statistical: z.strictObject({ anomaly: band }),
  device: z.strictObject({
    nameplate: band,
    flow: band,
    head_high: band,
    head_low: band,
    frequency: band,
    snapshot: limit,
  }),
});

/**
 * All thresholds and weights of a verdict, with the identity that goes into the record. What came with a later version is
 * optional: records of an earlier one are judged again without it.
 */
export type Policy = DataIdentity & Readonly<Omit<z.output<typeof policySchema>, "about" | "efficiency_table">>;

/**
 * Checks a policy file and takes its content hash.
 *
 * @throws ZodError when a threshold is missing, misnamed, without unit or source, or out of order.
 */
export function loadPolicy(json: unknown): Policy {
  const { about: _about, efficiency_table: _table, ...policy } = policySchema.parse(json);
  return { ...policy, hash: contentHash(json as Json) };
}

/** The policy by which new readings are judged. */
export const policyInForce: Policy = loadPolicy(policyFile);

/** Every policy that this version judges by, oldest first: an auditor judges each record by its own. */
export const policies: readonly Policy[] = [loadPolicy(policyV3File), loadPolicy(policyV4File), policyInForce];
