import { z } from "zod";
import { quantityNames } from "../hydropower/quantities.ts";
import { chosenIdSchema } from "../hydropower/reading.ts";

/** What a plant's operator wants to be told of, as rules that are data. */

export const severities = ["info", "warning", "critical"] as const;
export type Severity = (typeof severities)[number];

const [hourS, dayS] = [3_600, 86_400];

const common = {
  name: z.string().trim().min(1).max(100).describe("What alerts of it are called"),
  severity: z.enum(severities).default("warning"),
  enabled: z.boolean().default(true),
  for_s: z
    .int()
    .min(0)
    .max(dayS)
    .default(0)
    .describe("The condition must have held for so long before it fires, s. Until then the alert is pending"),
  runbook_url: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .optional()
    .describe("Where it says what to do"),
} as const;

const device = chosenIdSchema.optional().describe("Only this device; absent: each device of the plant for itself");
const quantity = z.enum(quantityNames).describe("As in readings");
const hysteresis = (unit: string) =>
  z
    .number()
    .min(0)
    .max(1e12)
    .default(0)
    .describe(`How far back behind the limit the value must go before a firing alert is resolved, ${unit}`);
const leastReadings = (least: number) =>
  z.int().min(1).max(1_000_000).default(least).describe("With fewer readings there is nothing to say");
const limit = z.number().min(-1e12).max(1e12).optional();

export const thresholdRule = z.strictObject({
  kind: z.literal("threshold"),
  ...common,
  device_id: device,
  quantity,
  above: limit.describe("Holds while the value lies above"),
  below: limit.describe("Holds while the value lies below. One of the two"),
  hysteresis: hysteresis("in the quantity's unit"),
});

export const rateRule = z.strictObject({
  kind: z.literal("rate"),
  ...common,
  device_id: device,
  quantity,
  direction: z.enum(["rising", "falling", "either"]).default("either"),
  per_hour: z
    .number()
    .gt(0)
    .max(1e12)
    .describe("Holds while the value changes by more, in its unit per hour, from a reading to the next"),
  hysteresis: hysteresis("in the quantity's unit per hour"),
});

export const absenceRule = z.strictObject({
  kind: z.literal("absence"),
  ...common,
  device_id: device,
  after_s: z
    .int()
    .min(60)
    .max(30 * dayS)
    .optional()
    .describe(
      "Holds when the newest reading ended longer ago, s. Absent: three times the device's interval, at least 15 minutes",
    ),
});

export const qualityRule = z.strictObject({
  kind: z.literal("quality"),
  ...common,
  device_id: device,
  window_s: z
    .int()
    .min(300)
    .max(7 * dayS)
    .default(dayS)
    .describe("Readings that ended in the last so many seconds"),
  share: z.number().min(0).lt(1).describe("Holds while a larger share of them was flagged or rejected"),
  hysteresis: hysteresis("as a share"),
  least_readings: leastReadings(10),
});

export const trustRule = z.strictObject({
  kind: z.literal("trust"),
  ...common,
  device_id: device,
  window_s: z
    .int()
    .min(hourS)
    .max(7 * dayS)
    .default(dayS)
    .describe("The time that is looked at, s"),
  baseline_s: z
    .int()
    .min(hourS)
    .max(30 * dayS)
    .default(7 * dayS)
    .describe("The time before it, to compare with, s"),
  drop: z.number().gt(0).max(1).describe("Holds while the mean trust score lies lower by more"),
  hysteresis: hysteresis("as a trust score"),
  least_readings: leastReadings(20),
});

export const ledgerLagRule = z.strictObject({
  kind: z.literal("ledger-lag"),
  ...common,
  after_s: z
    .int()
    .min(60)
    .max(30 * dayS)
    .describe("Holds while a record of the plant has waited longer for the ledger, s"),
});

export const expiryRule = z.strictObject({
  kind: z.literal("expiry"),
  ...common,
  device_id: device,
  of: z
    .enum(["calibration", "key"])
    .describe(
      "`calibration`: certificates of devices (`calibration_valid_until`). `key`: API keys that can act at the plant",
    ),
  days: z.int().min(0).max(365).describe("Holds from so many days before the end on"),
});

/** One rule of a plant. */
export const alertRuleSchema = z
  .discriminatedUnion("kind", [thresholdRule, rateRule, absenceRule, qualityRule, trustRule, ledgerLagRule, expiryRule])
  .superRefine((rule, context) => {
    if (rule.kind === "threshold" && (rule.above === undefined) === (rule.below === undefined))
      context.addIssue({ code: "custom", path: ["above"], message: "one of above and below" });
    if (rule.kind === "expiry" && rule.of === "key" && rule.device_id !== undefined)
      context.addIssue({ code: "custom", path: ["device_id"], message: "keys are the plant's, not a device's" });
  });

export type AlertRule = z.infer<typeof alertRuleSchema>;
export type RuleKind = AlertRule["kind"];

/** Rules that look at what was measured, reading by reading. */
export const valueKinds: ReadonlySet<RuleKind> = new Set<RuleKind>(["threshold", "rate"]);

/** The rules that each new plant begins with. */
export const defaultRules: Readonly<Record<string, AlertRule>> = {
  absence: {
    kind: "absence",
    name: "No readings",
    severity: "warning",
    enabled: true,
    for_s: 0,
  },
  calibration: {
    kind: "expiry",
    name: "Calibration ends",
    severity: "info",
    enabled: true,
    for_s: 0,
    of: "calibration",
    days: 30,
  },
};
