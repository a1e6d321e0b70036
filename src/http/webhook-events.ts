import { z } from "@hono/zod-openapi";
import { chosenIdSchema } from "../hydropower/reading.ts";
import type { AlertState } from "../monitoring/alert-steps.ts";
import type { TenantEventType } from "../platform/events.ts";
import { decisions, effectiveStatuses } from "../telemetry/review-rules.ts";
import * as alertExamples from "./alerts.examples.ts";
import { alertSchema } from "./alerts.schemas.ts";
import { periodId } from "./periods.schemas.ts";
import { digits, recordId } from "./schemas.ts";
import { endpointId } from "./webhooks.schemas.ts";

/** What organisations are told of: the body of each type of event, for the document's `webhooks`. */

export type EventForm = { readonly summary: string; readonly data: z.ZodType; readonly example: unknown };

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const seq = z.int().min(1).describe("Place of the record in the plant's chain");
const transactionId = z.string().nullable().describe("Of the ledger, `0.0.2@1778932800.000000000`");

const ids = {
  record: "rec_5f2rkq0v9c8hxw3n7d1ytbgm4e",
  period: "per_5f2rkq0v9c8hxw3n7d1ytbgm4e",
  issuance: "iss_5f2rkq0v9c8hxw3n7d1ytbgm4e",
  transaction: "0.0.2@1778932800.000000000",
  hash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
};
const where = { plant_id: chosenIdSchema, record_id: recordId.describe("The record that says it"), seq };
const exampleWhere = { plant_id: "PLANT-HP-001", record_id: ids.record, seq: 4711 };

const verdict = z.object({
  ...where,
  device_id: chosenIdSchema.nullable(),
  timestamp: z.iso.datetime().nullable().describe("END of the reading's interval"),
  status: z.enum(["FLAGGED", "REJECTED"]),
  trust_score: z.number().min(0).max(1).nullable().describe("0-1, four decimals"),
  rules: z.array(z.string()).describe("Stable ids of the rules that gave a reason"),
});
const verdictExample = (status: "FLAGGED" | "REJECTED") => ({
  ...exampleWhere,
  device_id: "TURBINE-001",
  timestamp: "2026-05-16T12:00:00.000Z",
  status,
  trust_score: status === "FLAGGED" ? 0.71 : 0.12,
  rules: ["physics.envelope"],
});

const named = z.object({ id: recordId, seq, commitment: hash });
const reopened = z.object({
  ...where,
  device_id: chosenIdSchema,
  rule: z.string().describe("The rule that found it"),
  from: z.iso.datetime().describe("Exclusive: readings that end after this instant"),
  to: z.iso.datetime().describe("Inclusive"),
});
const reviewed = z.object({
  ...where,
  record: named.describe("What was decided on"),
  decision: z.enum(decisions),
  effects: z.array(z.object({ id: recordId, seq, effective_status: z.enum(effectiveStatuses) })),
});
const anchored = z.object({
  plant_id: chosenIdSchema,
  records: z
    .array(
      z.object({
        record_id: recordId,
        seq,
        leaf_index: z.int().min(0).describe("Zero-based place in the log").meta({ format: "int64" }),
      }),
    )
    .min(1)
    .max(100),
});

const stated = z.object({
  ...where,
  period_id: periodId,
  statement_no: z.int().min(1),
  er_g: digits.optional().describe("Emission reductions of the period, whole grams of CO2 as digits"),
  label: z.string().describe("What the figures may be called"),
});
const statedExample = (no: number) => ({
  ...exampleWhere,
  period_id: ids.period,
  statement_no: no,
  er_g: "713944000000",
  label: "unverified estimate",
});

const step = z.looseObject({
  ...where,
  issuance_id: z.string(),
  period_id: periodId,
  state: z.string().describe("Of the issuance, after the step"),
  statement: z.object({
    statement_no: z.int().min(1),
    record_id: recordId,
    seq,
    commitment: hash,
    sha256: hash.describe("Of the statement's canonical bytes"),
  }),
});
const stepExample = (state: string) => ({
  ...exampleWhere,
  issuance_id: ids.issuance,
  period_id: ids.period,
  state,
  statement: { statement_no: 1, record_id: ids.record, seq: 4700, commitment: ids.hash, sha256: ids.hash },
});

const moved = z.object({
  ...where,
  transfer_id: z.string().optional().describe("Of a transfer"),
  retirement_id: z.string().optional().describe("Of a retirement"),
  issuance_id: z.string(),
  transaction_id: transactionId.optional(),
  reason: z.string().optional().describe("Why it did not arrive"),
});
const movedExample = {
  ...exampleWhere,
  transfer_id: "trf_5f2rkq0v9c8hxw3n7d1ytbgm4e",
  issuance_id: ids.issuance,
  transaction_id: ids.transaction,
};
const { transfer_id: _, ...ofRetirement } = movedExample;

const lostApproval = z.object({
  plant_id: chosenIdSchema,
  period_id: periodId,
  statement_no: z.int().min(1),
  alert_id: z.string(),
  record_id: recordId,
  effective_status: z.enum(effectiveStatuses),
});
const alert = alertSchema
  .pick({
    ...{ alert_id: true, kind: true, name: true, subject: true, severity: true, state: true, summary: true },
    ...{ value: true, since: true, fired_at: true, resolved_at: true },
  })
  .extend({
    plant_id: chosenIdSchema.optional().describe("Absent: of no one plant"),
    rule_id: z.string().optional().describe("Absent: the gateway's own"),
  });
const alertExample = (state: AlertState, resolvedAt: string | null = null) => {
  const { acknowledged, resolution, detail, created_at, changed_at, ...told } = alertExamples.alert;
  return { ...told, state, resolved_at: resolvedAt };
};

const mismatch = z.object({
  token: z.string().describe("The kind of token: rulebook, vintage and grams of a unit"),
  reason: z.string(),
  transaction_id: transactionId,
});

/** Every type has its form here: the compiler says which one lacks it. */
export const eventForms: Readonly<Record<TenantEventType, EventForm>> = {
  "record.flagged": { summary: "A reading is in doubt", data: verdict, example: verdictExample("FLAGGED") },
  "record.rejected": { summary: "A reading was rejected", data: verdict, example: verdictExample("REJECTED") },
  "record.reopened": {
    summary: "Readings that counted are in doubt again",
    data: reopened,
    example: {
      ...exampleWhere,
      device_id: "TURBINE-001",
      rule: "physics.drift",
      from: "2026-05-14T00:00:00.000Z",
      to: "2026-05-16T12:00:00.000Z",
    },
  },
  "record.reviewed": {
    summary: "A verifier decided on a reading",
    data: reviewed,
    example: {
      ...exampleWhere,
      record: { id: ids.record, seq: 4600, commitment: ids.hash },
      decision: "approve",
      effects: [{ id: ids.record, seq: 4600, effective_status: "APPROVED" }],
    },
  },
  "record.anchored": {
    summary: "Records are under a checkpoint on the ledger",
    data: anchored,
    example: { plant_id: "PLANT-HP-001", records: [{ record_id: ids.record, seq: 4711, leaf_index: 90210 }] },
  },
  "period.closed": { summary: "A monitoring period has its statement", data: stated, example: statedExample(1) },
  "period.amended": { summary: "A period was stated anew", data: stated, example: statedExample(2) },
  "statement.verified": { summary: "The verifier has signed", data: step, example: stepExample("verified") },
  "statement.approved": { summary: "The issuer has approved", data: step, example: stepExample("approved") },
  "credits.issued": { summary: "The ledger has minted all parts", data: step, example: stepExample("issued") },
  "credits.waiting": { summary: "An airdrop waits for its receiver", data: moved, example: movedExample },
  "credits.transferred": { summary: "Units are in another account", data: moved, example: movedExample },
  "credits.returned": {
    summary: "A transfer failed or was recalled, or a retirement failed",
    data: moved,
    example: { ...movedExample, reason: "the receiver has not associated the token" },
  },
  "credits.retired": {
    summary: "Units are retired",
    data: moved,
    example: { ...ofRetirement, retirement_id: "ret_5f2rkq0v9c8hxw3n7d1ytbgm4e" },
  },
  "alert.issuance.record-lost-approval": {
    summary: "A record of an issued statement counts no more",
    data: lostApproval,
    example: {
      plant_id: "PLANT-HP-001",
      period_id: ids.period,
      statement_no: 1,
      alert_id: "alr_5f2rkq0v9c8hxw3n7d1ytbgm4e",
      record_id: ids.record,
      effective_status: "REOPENED",
    },
  },
  "alert.mint.mismatch": {
    summary: "The ledger and what was ordered differ",
    data: mismatch,
    example: { token: "acm0002-v22/2026/1000000", reason: "nobody ordered it", transaction_id: ids.transaction },
  },
  "alert.fired": { summary: "A rule of a plant holds", data: alert, example: alertExample("firing") },
  "alert.acknowledged": {
    summary: "Somebody looks after an alert",
    data: alert,
    example: alertExample("acknowledged"),
  },
  "alert.silenced": { summary: "An alert fell silent", data: alert, example: alertExample("silenced") },
  "alert.silence-ended": {
    summary: "An alert still fires at the end of its silence",
    data: alert,
    example: alertExample("firing"),
  },
  "alert.resolved": {
    summary: "What an alert told of is over",
    data: alert,
    example: alertExample("resolved", "2026-05-01T12:20:00.000Z"),
  },
  "webhook.test": {
    summary: "A webhook is tried out",
    data: z.object({ endpoint_id: endpointId }),
    example: { endpoint_id: "whk_d9ywrj1jb9c6fptjr7p39yqhtc" },
  },
};

const header = (description: string, example: string) => z.string().describe(description).meta({ example });
const headers = z.object({
  "webhook-id": header("The event's id, the same in each attempt and replay", "evt_d9ywrj1jb9c6fptjr7p39yqhtc"),
  "webhook-timestamp": header("When this attempt was signed, seconds since 1970", "1778932800"),
  "webhook-signature": header(
    "`v1,` and the base64 HMAC-SHA-256 over `id.timestamp.body`; several, parted by blanks, while a secret changes",
    "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=",
  ),
});

const pascal = (type: string) => type.replaceAll(/(?:^|[.-])([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** The schema of a whole message of one type, as it is sent. */
export const messageSchema = (type: TenantEventType) =>
  z
    .object({ type: z.literal(type), timestamp: z.iso.datetime(), data: eventForms[type].data })
    .meta({ id: `${pascal(type)}Event` });

/** The message of every type as the document's `webhooks` has it (OpenAPI 3.1). */
export const webhookDescriptions = (Object.keys(eventForms) as TenantEventType[]).map((type) => ({
  method: "post" as const,
  path: type,
  operationId: `on${pascal(type)}`,
  // Not that of the calls about webhooks: generators write a file for each tag, and the later one over the earlier.
  tags: ["Events"],
  summary: eventForms[type].summary,
  description: "Sent to every webhook that chose it, signed as Standard Webhooks says. docs/webhooks.md has the rules.",
  security: [],
  request: {
    headers,
    body: {
      required: true,
      content: {
        "application/json": {
          schema: messageSchema(type),
          example: { type, timestamp: "2026-05-16T12:00:01.000Z", data: eventForms[type].example },
        },
      },
    },
  },
  responses: {
    "2XX": { description: "Taken. Anything else is tried again over about three days" },
    410: { description: "Switches the webhook off" },
  },
}));
