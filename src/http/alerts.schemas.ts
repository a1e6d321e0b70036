import { z } from "@hono/zod-openapi";
import { chosenIdSchema } from "../hydropower/reading.ts";
import { channelKinds } from "../monitoring/alert-channel-store.ts";
import { alertRuleSchema, severities } from "../monitoring/alert-rule.ts";
import { alertChanges, alertStates } from "../monitoring/alert-steps.ts";
import * as examples from "./alerts.examples.ts";
import { nextCursor } from "./pages.ts";
import { withReadOnly } from "./read-only.ts";

const id = (prefix: string, example: string) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}_[0-9a-hjkmnp-tv-z]{26}$`))
    .meta({ example });

export const alertId = id("alr", examples.alert.alert_id);
export const silenceId = id("sil", examples.silence.silence_id);
export const channelId = id("alc", examples.channel.channel_id);
export const ruleId = z
  .string()
  .regex(/^rul_([0-9a-hjkmnp-tv-z]{26}|default-[a-z]+)$/)
  .meta({ example: examples.rule.rule_id });
const time = z.iso.datetime();

export const ruleBody = alertRuleSchema.meta({ id: "AlertRuleBody" });
export const ruleSchema = z
  .object({
    rule_id: ruleId,
    plant_id: z.string(),
    default: z.string().nullable().describe("Which default rule it was made as; null: one of your own"),
    rule: ruleBody,
    created_at: time,
    updated_at: time,
  })
  .meta({ id: "AlertRule" });

export const rulePageSchema = z
  .object({ items: z.array(ruleSchema), next_cursor: nextCursor })
  .meta({ id: "AlertRuleList" });

export const defaultsSchema = z
  .object({ enabled: z.boolean(), rules: z.array(ruleSchema) })
  .meta({ id: "AlertDefaults" });
export const defaultsBody = withReadOnly(
  z.strictObject({ enabled: z.boolean() }),
  defaultsSchema,
  "AlertDefaultsChoice",
);

const alertShape = {
  alert_id: alertId,
  plant_id: z.string().nullable().describe("Null: of no one plant"),
  rule_id: z.string().nullable().describe("Null: the gateway's own"),
  kind: z.string().describe("The rule's kind, or of the gateway's own the event's type without `alert.`"),
  subject: z.string().describe("The device, key, record or token that it is about; empty: the plant"),
  severity: z.enum(severities),
  name: z.string(),
  state: z.enum(alertStates),
  summary: z.string().describe("In words, as it was found"),
  value: z
    .number()
    .nullable()
    .describe(
      "What was compared with the limit at the last look; of how long something has lasted, at the last change",
    ),
  since: time.describe("Since when the condition holds, by the time of what was measured"),
  fired_at: time.nullable(),
  resolved_at: time.nullable(),
  resolution: z.string().nullable(),
  acknowledged: z.object({ at: time, by: z.string(), note: z.string().nullable() }).nullable(),
  detail: z.looseObject({}),
  created_at: time,
  changed_at: time,
};

export const alertSchema = z.object(alertShape).meta({ id: "Alert" });
export const alertPageSchema = z
  .object({ items: z.array(alertSchema), next_cursor: nextCursor })
  .meta({ id: "AlertList" });
export const alertDetailSchema = z
  .object({
    ...alertShape,
    changes: z
      .array(
        z.object({
          no: z.int().min(1),
          change: z.enum(alertChanges),
          at: time,
          actor: z.string().nullable().describe("Key or user; null: the gateway"),
          note: z.string().nullable(),
        }),
      )
      .describe("Its history, oldest first"),
  })
  .meta({ id: "AlertWithHistory" });

const sentence = (most: number) => z.string().trim().min(1).max(most);
export const acknowledgementBody = z
  .strictObject({ note: sentence(500).optional() })
  .meta({ id: "AlertAcknowledgement" });
export const closingBody = z.strictObject({ reason: sentence(500) }).meta({ id: "AlertClosing" });

export const silenceBody = z
  .strictObject({
    plant_id: chosenIdSchema.optional(),
    rule_id: ruleId.optional(),
    alert_id: alertId.optional(),
    until: z.iso.datetime({ offset: true }).optional().describe("In 90 days at the latest"),
    for_s: z.int().min(60).max(7_776_000).optional().describe("Or for how long from now, s. One of the two"),
    reason: sentence(500),
  })
  .refine(({ plant_id, alert_id }) => plant_id !== undefined || alert_id !== undefined, {
    path: ["plant_id"],
    error: "a plant, a plant's rule, or an alert",
  })
  .refine(({ until, for_s }) => (until === undefined) !== (for_s === undefined), {
    path: ["until"],
    error: "one of until and for_s",
  })
  .meta({ id: "AlertSilenceRequest" });

export const silenceSchema = z
  .object({
    silence_id: silenceId,
    plant_id: z.string().nullable(),
    rule_id: z.string().nullable(),
    alert_id: z.string().nullable(),
    reason: z.string(),
    from: time,
    until: time,
    created_by: z.string(),
    ended: z.object({ at: time, by: z.string() }).nullable().describe("Ended by somebody before its time"),
  })
  .meta({ id: "AlertSilence" });
export const silencePageSchema = z
  .object({ items: z.array(silenceSchema), next_cursor: nextCursor })
  .meta({ id: "AlertSilenceList" });

const channelShape = {
  plant_ids: z
    .array(chosenIdSchema)
    .min(1)
    .max(1000)
    .nullable()
    .default(null)
    .describe("Only alerts of these plants; null: all"),
  least_severity: z.enum(severities).default("info").describe("Only alerts at least as grave"),
};
const hasNoUser = (text: string) =>
  URL.canParse(text) && new URL(text).username === "" && new URL(text).password === "";

export const channelBody = z
  .discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("email"),
      target: z
        .email()
        .max(254)
        .describe("The address: it is sent a code first, and nothing else before it is confirmed"),
      ...channelShape,
    }),
    z.strictObject({
      kind: z.literal("alertmanager"),
      target: z
        .url({ protocol: /^https?$/ })
        .max(2_000)
        .refine(hasNoUser, { error: "must carry no user and no password" })
        .describe("Base URL of an Alertmanager; `/api/v2/alerts` is added. https, at a public address"),
      ...channelShape,
    }),
  ])
  .meta({ id: "AlertChannelRequest" });

export const channelSchema = z
  .object({
    channel_id: channelId,
    kind: z.enum(channelKinds),
    target: z.string(),
    plant_ids: z.array(z.string()).nullable(),
    least_severity: z.enum(severities),
    confirmed: z.boolean().describe("Of an address: false until the code it was sent is given"),
    created_at: time,
    created_by: z.string(),
    last_sent_at: time.nullable(),
    last_error: z.object({ at: time, what: z.string() }).nullable(),
  })
  .meta({ id: "AlertChannel" });
export const channelPageSchema = z
  .object({ items: z.array(channelSchema), next_cursor: nextCursor })
  .meta({ id: "AlertChannelList" });
export const confirmationBody = z
  .strictObject({ code: z.string().trim().toLowerCase().min(1).max(64) })
  .meta({ id: "AlertChannelConfirmation" });
