import policyFile from "../../src/verification/policies/policy-v5.json" with { type: "json" };
import { loadPolicy, type Policy } from "../../src/verification/policy.ts";
import { layerNames } from "../../src/verification/verdict.ts";

/** The policy with one of its numbers changed. */
export type Mutant = { readonly path: string; readonly from: string; readonly to: string; readonly policy: Policy };

type Group = { [name: string]: unknown };
type Leaf = { readonly path: readonly string[]; readonly holder: Group; readonly member: string };

/**
 * Bands whose worst lies where no reading can go beyond it (pH 0, twice nothing): whether they would reject there
 * says nothing.
 */
const endsOfTheWorld = [
  "environmental.ph_low",
  "environmental.ph_high",
  "environmental.turbidity",
  "environmental.water_cold",
  "environmental.water_warm",
  "device.head_low",
  "fraud.too_smooth",
  "fraud.spill_floor",
  "fraud.gap_power",
].map((band) => `${band}.decisive`);

/** Every number and every decision of the policy file: `device.nameplate.flag`, `learning.instant`. */
export const leafPaths: readonly string[] = leavesOf(policyFile as Group)
  .map(nameOf)
  .filter((path) => !endsOfTheWorld.includes(path));

/**
 * The policies that differ from the one in force in one leaf, up and down.
 *
 * A limit: times and divided by 1.5. A share between a half and 1: its distance from 1 so. A whole number up to
 * ten: one more, one less, but not none. A line of a band: a fifth of the way to its neighbour line, and as
 * far away from it. `decisive`: the opposite. A weight: as a limit, with what it takes shared among the others.
 * The four score lines, which bound each other: as far as their order allows.
 */
export function mutantsOf(path: string): Mutant[] {
  return valuesFor(path).map((value) => {
    const file = structuredClone(policyFile) as Group;
    const { holder, member } = leavesOf(file).find((leaf) => nameOf(leaf) === path) as Leaf;
    const from = String(holder[member]);
    holder[member] = value;
    if (path.startsWith("weights.")) shareOut(file.weights as Weights, path.split(".")[1] as string);
    return { path, from, to: String(value), policy: loadPolicy(file) };
  });
}

const scoreLines: { readonly [path: string]: readonly [number, number] } = {
  "scores.approve_at": [0.895, 0.95],
  "scores.flag_at": [0.495, 0.6],
  "scores.flag_cap": [0.8, 0.899],
  "scores.reject_cap": [0.4, 0.499],
};

function valuesFor(path: string): readonly (number | boolean)[] {
  const { holder, member } = leavesOf(policyFile as Group).find((leaf) => nameOf(leaf) === path) as Leaf;
  const value = holder[member];
  if (typeof value === "boolean") return [!value];
  const own = scoreLines[path];
  if (own !== undefined) return own;
  if (member !== "value") return bandLine(holder as Band, member as Line);
  return limitValues(value as number, path.startsWith("weights."));
}

type Line = "good" | "flag" | "worst";
type Band = { readonly [line in Line]: number };

function bandLine(band: Band, line: Line): readonly number[] {
  const [near, far] = [(band.flag - band.good) / 5, (band.worst - band.flag) / 5];
  const nearest = Math.abs(near) < Math.abs(far) ? near : far;
  const step = { good: near, flag: nearest, worst: far }[line];
  return [band[line] - step, band[line] + step];
}

function limitValues(value: number, isWeight: boolean): readonly number[] {
  if (isWeight) return [round(value * 1.5), round(value / 1.5)];
  if (Number.isInteger(value) && value <= 10) return value === 1 ? [2] : [value - 1, value + 1];
  if (value > 0.5 && value < 1) return [1 - (1 - value) * 1.5, 1 - (1 - value) / 1.5];
  return [value * 1.5, value / 1.5].map((changed) => (Number.isInteger(value) ? Math.round(changed) : changed));
}

type Weights = { [layer: string]: { value: number } };

/** Weights add up to 1: the others give or take in proportion. */
function shareOut(weights: Weights, changed: string): void {
  const others = layerNames.filter((layer) => layer !== changed);
  const shareOf = (layer: string) => (weights[layer] as { value: number }).value;
  const before = others.reduce((sum, layer) => sum + shareOf(layer), 0);
  const left = 1 - shareOf(changed);
  for (const layer of others) (weights[layer] as { value: number }).value = round((shareOf(layer) / before) * left);
  const total = layerNames.reduce((sum, layer) => sum + shareOf(layer), 0);
  const last = others.at(-1) as string;
  (weights[last] as { value: number }).value = round(shareOf(last) + 1 - total);
}

const round = (share: number): number => Math.round(share * 10_000) / 10_000;

function nameOf({ path, member }: Leaf): string {
  return [...path, ...(member === "value" ? [] : [member])].join(".");
}

function leavesOf(holder: Group, path: readonly string[] = []): Leaf[] {
  return Object.entries(holder).flatMap(([member, value]) => {
    if (typeof value === "number" || typeof value === "boolean") return [{ path, holder, member }];
    return typeof value === "object" && value !== null ? leavesOf(value as Group, [...path, member]) : [];
  });
}
