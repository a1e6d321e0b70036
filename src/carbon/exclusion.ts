/** Why export of an interval earned nothing. */
export type ExclusionRule =
  | "energy.gap"
  | "energy.start-unknown"
  | "energy.crosses-bound"
  | "energy.register-missing"
  | "energy.register-rollback"
  | "energy.not-approved"
  | "energy.over-nameplate"
  | "energy.beyond-power"
  | "energy.same-register";

export type Exclusion = {
  readonly rule: ExclusionRule;
  readonly fromMs: number;
  readonly toMs: number;
  /** Export that did not earn, where it is known. */
  readonly wh: bigint | null;
};
