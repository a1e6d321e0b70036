import { earliestMs } from "../kernel/time.ts";
import type { Tally, WatchedDevice, WatchedReading } from "../telemetry/watched.ts";
import type { ExpiringKey } from "../tenancy/key-expiry.ts";
import * as conditions from "./alert-conditions.ts";
import type { AlertRule } from "./alert-rule.ts";

/** What one pass finds for the rules of a plant: pure, from facts that were read before. */

export type StoredRule = {
  readonly ruleId: string;
  readonly version: number;
  readonly rule: AlertRule;
  /** One on values judges what is behind this place of its plant's chain; null: whatever is new. */
  readonly beginsAfter: bigint | null;
};

/** What of a plant was read for its rules; only what they need is there. */
export type Facts = {
  readonly nowMs: number;
  readonly devices: readonly WatchedDevice[];
  readonly keys: readonly ExpiringKey[];
  /** Since when its oldest record waits for the ledger, ms; undefined: none waits. */
  readonly waitingSinceMs: number | undefined;
  /** New since the last pass, in the order of acceptance. */
  readonly readings: readonly WatchedReading[];
  /** By rule: of the window, and of the time before it. Only of windows that are due. */
  readonly tallies: ReadonlyMap<string, { readonly recent: readonly Tally[]; readonly before: readonly Tally[] }>;
};

/** What a rule keeps of a subject between passes, by {@link memoryKey}. */
export type Memories = Map<string, unknown>;
export const memoryKey = (ruleId: string, subject: string) => `${ruleId}\n${subject}`;
/** Where a rule keeps when it last looked at its window. */
export const windowSubject = "";

/** One look of a rule at one of its subjects. */
export type Found = {
  readonly rule: StoredRule;
  readonly subject: string;
  readonly condition: conditions.Condition;
  readonly summary: string;
};

type SinceOf = (ruleId: string, subject: string) => number | undefined;

/**
 * Looks of all rules of a plant, in order. Memories are changed in place.
 *
 * @param sinceOf since when an open alert says that its condition has held, ms
 */
export function looksOf(rules: readonly StoredRule[], facts: Facts, memories: Memories, sinceOf: SinceOf): Found[] {
  return rules.flatMap((stored) => looksOfRule(stored, facts, memories, sinceOf));
}

function looksOfRule(stored: StoredRule, facts: Facts, memories: Memories, sinceOf: SinceOf): Found[] {
  const { rule } = stored;
  switch (rule.kind) {
    case "threshold":
    case "rate":
      return looksAtValues({ ...stored, rule }, facts, memories);
    case "absence":
      return looksAtSilence({ ...stored, rule }, facts);
    case "quality":
    case "trust":
      return looksAtWindow({ ...stored, rule }, facts, sinceOf);
    case "ledger-lag":
      return [looksAtLag({ ...stored, rule }, facts, sinceOf)];
    case "expiry":
      return looksAtEnds({ ...stored, rule }, facts);
  }
}

type Of<K extends AlertRule["kind"]> = StoredRule & { readonly rule: Extract<AlertRule, { kind: K }> };

const isMeant = (rule: { readonly device_id?: string | undefined }, deviceId: string) =>
  rule.device_id === undefined || rule.device_id === deviceId;

/** One look for each reading, so that what is found does not depend on when passes are made. */
function looksAtValues(stored: Of<"threshold" | "rate">, { readings }: Facts, memories: Memories): Found[] {
  const { rule, ruleId, beginsAfter } = stored;
  return readings.flatMap(({ seq, deviceId, fromMs, endedMs, isHistory, values }) => {
    const value = conditions.quantityOf(values, rule.quantity);
    if (value === undefined || isHistory || !isMeant(rule, deviceId)) return [];
    if (beginsAfter !== null && seq <= beginsAfter) return [];
    const key = memoryKey(ruleId, deviceId);
    const before = memories.get(key) as conditions.ValueMemory | undefined;
    const memory = conditions.take(rule, before, { fromMs, atMs: endedMs, value });
    memories.set(key, memory);
    const condition = conditions.conditionOfValues(memory);
    return condition === undefined
      ? []
      : [{ rule: stored, subject: deviceId, condition, summary: summaryOfValue(rule, deviceId, condition.value) }];
  });
}

function summaryOfValue(rule: Of<"threshold" | "rate">["rule"], deviceId: string, value: number): string {
  const what = `${rule.quantity} of ${deviceId}`;
  const held = rule.for_s === 0 ? "" : ` for ${spanText(rule.for_s)}`;
  if (rule.kind === "rate") return `${what} changes by ${numberText(value)} an hour, more than ${rule.per_hour}${held}`;
  const limit = rule.above === undefined ? `below ${rule.below}` : `above ${rule.above}`;
  return `${what} is ${numberText(value)}, ${limit}${held}`;
}

function looksAtSilence(stored: Of<"absence">, { devices, nowMs }: Facts): Found[] {
  const { rule } = stored;
  return devices.flatMap(({ deviceId, newestMs, intervalS }) => {
    if (newestMs === null || !isMeant(rule, deviceId)) return [];
    const afterS = conditions.silenceS(rule.after_s, intervalS);
    const silentS = (nowMs - newestMs) / 1000;
    const sinceMs = newestMs + afterS * 1000;
    const condition = conditions.conditionNow(silentS, afterS, 0, { nowMs, sinceMs });
    const summary = `no reading of ${deviceId} since ${new Date(newestMs).toISOString()}`;
    return [{ rule: stored, subject: deviceId, condition, summary }];
  });
}

function looksAtWindow(stored: Of<"quality" | "trust">, { tallies, nowMs }: Facts, sinceOf: SinceOf): Found[] {
  const { rule, ruleId } = stored;
  const { recent, before } = tallies.get(ruleId) ?? { recent: [], before: [] };
  return recent.flatMap((tally) => {
    const { deviceId, readings, notApproved, trust } = tally;
    if (!isMeant(rule, deviceId) || readings < rule.least_readings) return [];
    const look = (value: number, limit: number, summary: string, hysteresis = rule.hysteresis): Found => {
      const times = { nowMs, sinceMs: sinceOf(ruleId, deviceId) };
      const condition = conditions.conditionNow(value, limit, hysteresis, times);
      return { rule: stored, subject: deviceId, condition, summary };
    };
    const span = spanText(rule.window_s);
    if (rule.kind === "quality") {
      const share = notApproved / readings;
      const text = `${percentText(share)} of ${deviceId}'s ${readings} readings in the last ${span} were not approved, more than ${percentText(rule.share)}`;
      return [look(share, rule.share, text, conditions.reachable(rule.share, rule.hysteresis))];
    }
    const base = before.find((one) => one.deviceId === deviceId);
    if (base === undefined || base.readings < rule.least_readings || base.trust === null || trust === null) return [];
    const text = `the mean trust score of ${deviceId} fell from ${numberText(base.trust)} to ${numberText(trust)} in the last ${span}`;
    return [look(base.trust - trust, rule.drop, text)];
  });
}

function looksAtLag(stored: Of<"ledger-lag">, { waitingSinceMs, nowMs }: Facts, sinceOf: SinceOf): Found {
  const { rule, ruleId } = stored;
  const lagS = waitingSinceMs === undefined ? 0 : Math.max(0, (nowMs - waitingSinceMs) / 1000);
  const began = sinceOf(ruleId, "") ?? (waitingSinceMs === undefined ? nowMs : waitingSinceMs + rule.after_s * 1000);
  const condition = conditions.conditionNow(lagS, rule.after_s, 0, { nowMs, sinceMs: Math.min(began, nowMs) });
  const summary = `records have waited for the ledger for ${spanText(lagS)}, longer than ${spanText(rule.after_s)}`;
  return { rule: stored, subject: "", condition, summary };
}

const dayMs = 86_400_000;

function looksAtEnds(stored: Of<"expiry">, facts: Facts): Found[] {
  const { rule } = stored;
  return endsOf(rule, facts).map(({ subject, what, endMs }) => {
    const daysLeft = (endMs - facts.nowMs) / dayMs;
    // A mistyped year has no days before it that could be written.
    const sinceMs = Math.max(earliestMs, endMs - rule.days * dayMs);
    const level = conditions.conditionNow(-daysLeft, -rule.days, 0, { nowMs: facts.nowMs, sinceMs });
    const verb = daysLeft > 0 ? "ends" : "ended";
    const summary = `${what} ${verb} on ${new Date(endMs - 1).toISOString().slice(0, 10)}`;
    return { rule: stored, subject, condition: { ...level, value: daysLeft }, summary };
  });
}

function endsOf(rule: Of<"expiry">["rule"], { devices, keys }: Facts) {
  if (rule.of === "key")
    return keys.map(({ keyId, label, expiresAt }) => ({
      ...{
        subject: keyId,
        what: `the API key ${keyId}${label === "" ? "" : ` (${label})`}`,
        endMs: expiresAt.getTime(),
      },
    }));
  return devices.flatMap(({ deviceId, calibrationUntil }) =>
    calibrationUntil === null || !isMeant(rule, deviceId)
      ? []
      : [
          {
            subject: deviceId,
            what: `the calibration of ${deviceId}`,
            // Its last day counts.
            endMs: Date.parse(calibrationUntil) + dayMs,
          },
        ],
  );
}

/** Rules that look at a window, and how long it is, s. */
export function windowOf({
  rule,
}: Pick<StoredRule, "rule">): { readonly windowS: number; readonly beforeS: number } | undefined {
  if (rule.kind === "quality") return { windowS: rule.window_s, beforeS: 0 };
  return rule.kind === "trust" ? { windowS: rule.window_s, beforeS: rule.baseline_s } : undefined;
}

/** Whether what is compared with the limit is what devices sent, rather than how long something has lasted. */
export const isMeasured = ({ rule }: StoredRule): boolean =>
  rule.kind === "threshold" || rule.kind === "rate" || windowOf({ rule }) !== undefined;

/** Where nothing is found any more an alert is over: what was to end was renewed or taken away. */
export const endsUnseen = ({ rule }: StoredRule): boolean => rule.kind === "expiry";

const numberText = (value: number): string => String(Number(value.toPrecision(6)));
const percentText = (share: number): string => `${numberText(100 * share)} %`;

/** A time in words: the two largest units of it. */
export function spanText(seconds: number): string {
  const units = [
    ["d", 86_400],
    ["h", 3_600],
    ["min", 60],
    ["s", 1],
  ] as const;
  let rest = Math.round(seconds);
  const parts: string[] = [];
  for (const [unit, size] of units) {
    const count = Math.floor(rest / size);
    if (count > 0 && parts.length < 2) parts.push(`${count} ${unit}`);
    rest -= count * size;
  }
  return parts.join(" ") || "0 s";
}
