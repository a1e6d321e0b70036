import type { Band, ScoreLines } from "./policy.ts";
import type { LayerName, Reason } from "./verdict.ts";

/** What one check of a layer found. Score 0-1 with four decimals. */
export type Finding = { readonly score: number; readonly reason?: Reason };

/** What a layer says before weights are shared out. */
export type LayerFinding = {
  readonly layer: LayerName;
  readonly applies: boolean;
  /** The worst of its checks; 1 when nothing was amiss. */
  readonly score: number;
  readonly reasons: readonly Reason[];
};

const unit = 10_000;

/** Score as whole ten-thousandths: sums and comparisons are then exact. */
export function tenThousandths(score: number): number {
  return Math.round(score * unit);
}

/** A score from whole ten-thousandths. */
export function scoreOf(tenThousandths: number): number {
  return tenThousandths / unit;
}

type Grade = { readonly score: number; readonly effect: Reason["effect"] | undefined };

/** Of nearly every check: one for all. */
const sound: Grade = { score: 1, effect: undefined };
const soundFinding: Finding = Object.freeze({ score: 1 });

/**
 * Grades a value by a band, rounding down to four decimals. The effect follows from where the value lies,
 * and the score never leaves that effect's range: note from the approval score up, flag from the flag
 * score up to the flag cap, reject up to the reject cap. So a layer whose score passes holds no flag.
 */
export function grade(value: number, band: Band, lines: ScoreLines): Grade {
  const { good, flag, worst, decisive } = band;
  const beyond = (limit: number) => (worst > good ? value > limit : value < limit);
  const share = (from: number, to: number) => Math.min(1, (value - from) / (to - from));
  if (!beyond(good)) return sound;
  if (!beyond(flag)) return { score: between(1, lines.approveAt, share(good, flag)), effect: "note" };
  if (!beyond(worst) || !decisive) {
    return { score: between(lines.flagCap, lines.flagAt, share(flag, worst)), effect: "flag" };
  }
  return { score: between(lines.rejectCap, 0, share(worst, worst + (worst - good))), effect: "reject" };
}

function between(high: number, low: number, share: number): number {
  return scoreOf(Math.max(tenThousandths(low), Math.floor(tenThousandths(high) - unit * (high - low) * share)));
}

/** One check against a band; the detail is asked for only when there is something to say. */
export function check(
  layer: LayerName,
  rule: string,
  value: number,
  band: Band,
  lines: ScoreLines,
  detail: () => string,
): Finding {
  const { score, effect } = grade(value, band, lines);
  return effect === undefined ? soundFinding : { score, reason: reason(layer, rule, effect, detail()) };
}

/** A rule without degrees that caps the score: at the flag score, or at 0. */
export function broken(
  layer: LayerName,
  rule: string,
  effect: "flag" | "reject",
  lines: ScoreLines,
  detail: string,
): Finding {
  return { score: effect === "flag" ? lines.flagAt : 0, reason: reason(layer, rule, effect, detail) };
}

/** Information that costs nothing. */
export function note(layer: LayerName, rule: string, detail: string): Finding {
  return { score: 1, reason: reason(layer, rule, "note", detail) };
}

function reason(layer: LayerName, rule: string, effect: Reason["effect"], detail: string): Reason {
  return { layer, rule: `${layer}.${rule}`, effect, detail };
}

/** A layer is as good as the worst of its checks. */
export function layerOf(layer: LayerName, applies: boolean, findings: readonly Finding[]): LayerFinding {
  const reasons: Reason[] = [];
  let worst = 1;
  for (const { score, reason } of findings) {
    worst = Math.min(worst, score);
    if (reason !== undefined) reasons.push(reason);
  }
  return { layer, applies, score: worst, reasons };
}

/** A layer with further findings: it applies for these too. */
export function extended(finding: LayerFinding, more: readonly Finding[]): LayerFinding {
  if (more.length === 0) return finding;
  const { layer, score, reasons, applies } = layerOf(finding.layer, true, more);
  return { layer, applies, score: Math.min(finding.score, score), reasons: [...finding.reasons, ...reasons] };
}

/** A figure for a sentence: four significant digits, no trailing zeros. */
export function figure(value: number): string {
  const text = String(value);
  // Four digits at most stand there already.
  if (text.length < 5 || (text.length === 5 && text.includes("."))) return text;
  return String(Number(value.toPrecision(4)));
}
