import { z } from "@hono/zod-openapi";
import { quantitiesSchema } from "../hydropower/quantities.ts";
import { chosenIdSchema, telemetrySchema } from "../hydropower/reading.ts";
import { deviceKeyIdSchema } from "../hydropower/signature.ts";
import { faultCodes } from "../kernel/fault.ts";
import { recordIdPattern } from "../kernel/ids.ts";
import { decisions, effectiveStatuses } from "../telemetry/review-rules.ts";
import type { StoredRecord } from "../telemetry/types.ts";
import { recordedContext } from "./context.schemas.ts";

/**
 * Schemas of the wire, named for the OpenAPI document. Request schemas are those of `hydropower/`, which all
 * transports share; here they only get their names.
 */

export const statuses = ["APPROVED", "FLAGGED", "REJECTED"] as const satisfies readonly StoredRecord["status"][];

export const telemetryBody = telemetrySchema.meta({ id: "TelemetryReading" });
export const quantitiesBody = quantitiesSchema.meta({ id: "Quantities" });

export const recordId = z
  .string()
  .regex(recordIdPattern)
  .describe("Random: says nothing of order, number or plant")
  .meta({ id: "RecordId", example: "rec_5f2rkq0v9c8hxw3n7d1ytbgm4e" });

export const problemSchema = z
  .looseObject({
    type: z.url().describe(`URI of the problem type, ending in /problems/{code}; codes: ${faultCodes.join(", ")}`),
    title: z.string(),
    status: z.int().min(400).max(599),
    detail: z.string().describe("What is wrong with this request and what to do"),
    instance: z.string().describe("`urn:request:` and the request's id, as in X-Request-Id"),
    errors: z
      .array(
        z.strictObject({
          pointer: z.string().optional().describe("JSON pointer (RFC 6901) into the body"),
          parameter: z.string().optional().describe("Name of a query parameter or header"),
          rule: z.string().describe("Stable id of the broken rule"),
          detail: z.string(),
        }),
      )
      .optional(),
  })
  .describe("RFC 9457 problem document. Some types carry members of their own, such as record_id and needed_roles.")
  .meta({ id: "Problem" });

export const identity = z.object({ id: z.string(), hash: z.string().describe("SHA-256 of its canonical bytes, hex") });
const score = z.number().min(0).max(1);
export const digits = z.string().regex(/^-?\d+$/);

const verification = z
  .looseObject({
    layers: z.array(
      z.object({
        layer: z.string().describe("physics, temporal, environmental, statistical or device"),
        applies: z.boolean().describe("False: nothing to judge; its weight went to the other layers"),
        score: score.describe("0-1, four decimals"),
        weight: score.describe("Share in the trust score, four decimals"),
      }),
    ),
    reasons: z.array(
      z.object({
        layer: z.string(),
        rule: z.string().describe("Stable id"),
        effect: z.enum(["note", "flag", "reject"]).describe("`note` never changes the status"),
        detail: z.string(),
      }),
    ),
    policy: identity.describe("The policy whose thresholds and weights were used"),
    model: identity.describe("The isolation forest that gave the statistical vote"),
  })
  .meta({ id: "Verification" });

const carbon = z
  .looseObject({
    estimate: z.literal(true).describe("Always true here: credits come from whole monitoring periods"),
    energy_wh: digits
      .nullable()
      .describe("Net energy of the interval, whole Wh as digits; null: not known, which is not 0"),
    energy_source: z.enum(["register_difference", "interval_energy", "power_integrated"]).nullable(),
    creditable: z.boolean().describe("Metered energy of an approved interval"),
    er_g: digits.nullable().describe("Emission reduction, whole grams of CO2 as digits, rounded down"),
    er_t: z.string().nullable().describe("The same in tonnes of CO2, decimal text"),
    reasons: z.array(z.object({ rule: z.string(), detail: z.string() })),
  })
  .meta({ id: "CarbonEstimate" });

export const effectiveStatus = z
  .enum(effectiveStatuses)
  .describe(
    "The verdict with every later decision; only APPROVED counts. REOPENED: approved, then doubted by a later finding. PROPOSED: a correction that no verifier has accepted yet. REPLACED: an accepted correction stands in its place",
  );

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const namedRecord = z.object({ id: recordId, seq: z.int().min(1), commitment: hash });

const review = z
  .object({
    record: namedRecord.describe("What was decided on"),
    decision: z.enum(decisions),
    reason: z.string(),
    decided_by: z.string().describe("Id of the user"),
    supersedes: recordId.nullable().describe("The decision before this one"),
    effects: z
      .array(z.object({ id: recordId, seq: z.int().min(1), effective_status: effectiveStatus }))
      .describe("The record, and the one that a correction replaced or gave back"),
  })
  .meta({ id: "ReviewDecision" });

const reopen = z
  .object({
    device_id: chosenIdSchema,
    rule: z.string().describe("The rule that found it"),
    from: z.iso.datetime().describe("Exclusive: readings that end after this instant"),
    to: z.iso.datetime().describe("Inclusive"),
    because: namedRecord.describe("The reading whose verdict doubts them"),
    records: z.object({
      count: z.int().min(1).describe("Readings that stopped counting"),
      sha256: hash.describe("Over their commitments in sorted order"),
    }),
  })
  .meta({ id: "Reopening" });

const correction = z
  .object({
    replaces: namedRecord,
    reason: z.string(),
    filed_by: z.string().describe("Id of the key or user"),
  })
  .meta({ id: "Correction" });

const modelDecision = z
  .looseObject({
    decision: z.enum(decisions),
    model: identity.describe("What was decided on"),
    in_force_before: identity,
    reason: z.string(),
    decided_by: z.string().describe("Id of the user"),
  })
  .describe("With training set and drift report, but without the model's bytes, which the record itself holds")
  .meta({ id: "ModelDecision" });

const recordedSignature = z
  .object({
    key_id: deviceKeyIdSchema,
    form: z.enum(["reading", "batch", "http"]).describe("What was signed: the reading, its batch, or the request"),
    sha256: hash.describe("Of what is archived of it: GET /api/v1/records/signatures"),
    signed_at: z.iso.datetime().describe("As the device says"),
  })
  .describe("Of a signed reading; it was held against the key before the record was made")
  .meta({ id: "RecordedSignature" });

/** A slot of an accounting interval. */
export const slotSchema = z
  .object({ from: z.iso.datetime().describe("Exclusive"), to: z.iso.datetime().describe("Inclusive") })
  .meta({ id: "SampleSlot" });

const recordSamples = z
  .object({
    count: z.int().min(1),
    root: hash.describe("Of the RFC 9162 tree over the samples' canonical bytes in the order of time"),
    slot: slotSchema.describe("The accounting interval (from, to]"),
    received_at: z.iso.datetime().describe("When the last of them came; the record's own is when it was made"),
  })
  .describe("Of a reading that was made of samples: GET /api/v1/records/{id}/samples gives them")
  .meta({ id: "RecordSamples" });

const deviceKeyChange = z
  .looseObject({
    act: z.enum(["register", "rotate", "revoke"]),
    device_id: chosenIdSchema,
    key_id: deviceKeyIdSchema,
    public_key: hash.optional().describe("Ed25519, 32 bytes as hex; absent where it is revoked"),
  })
  .meta({ id: "DeviceKeyChange" });

export const networks = z.enum(["local", "testnet", "previewnet", "mainnet"]);

export const anchorSchema = z
  .object({
    state: z.enum(["pending", "anchored"]).describe("`pending`: durable and in line for the ledger"),
    network: networks,
    topic_id: z.string().nullable().describe("HCS topic; null until anchored, as are the next five"),
    sequence_number: digits.nullable().describe("Of the topic's message with the checkpoint; 64-bit, as digits"),
    consensus_timestamp: z.string().nullable().describe("Seconds and nanoseconds since the Unix epoch"),
    leaf_index: digits.nullable().describe("Zero-based place in the log; 64-bit, as digits"),
    tree_size: digits.nullable().describe("Leaves under the anchored checkpoint; 64-bit, as digits"),
    note: z.string().optional().describe("Only on the local ledger: what its anchor is worth"),
  })
  .meta({ id: "Anchor" });

const publicMessageSchema = z
  .object({
    state: z.enum(["pending", "published"]).describe("`pending`: not yet known to be on the topic"),
    hedera_tx_id: z
      .string()
      .nullable()
      .describe("The message's own transaction; null until published, as are the next"),
    hashscan_url: z.url().nullable().describe("Null on the local ledger too"),
    sequence_number: digits.nullable(),
    mirror_url: z.url().nullable().describe("The message on a mirror node"),
  })
  .describe("Only of an approved record whose plant has `anchor_mode` `record`, once it is anchored: its own message")
  .meta({ id: "PublicMessage" });

export const recordAnswerSchema = z
  .object({
    record_id: recordId,
    kind: z
      .string()
      .describe(
        "`reading`; the registration of a `plant` or `device`, or a change of it; `device-key`: a key that signs readings came or went; `review`, `reopen` or `correction`: what later became of readings; `model`: a decision on what judges them",
      ),
    status: z
      .enum(statuses)
      .nullable()
      .describe("The verdict, which never changes; null for a record without one, as are the next two and `timestamp`"),
    effective_status: effectiveStatus.nullable(),
    trust_score: score.nullable().describe("0-1, four decimals, rounded down"),
    hedera_tx_id: z
      .string()
      .nullable()
      .describe("Transaction of the checkpoint that covers the record; null until anchored"),
    hashscan_url: z.url().nullable().describe("Its page on HashScan; null until anchored, and on the local ledger"),
    timestamp: z.iso.datetime().nullable().describe("END of the interval, or the instant"),
    interval_s: z.int().nullable().describe("Length of the interval, s; null: instantaneous"),
    received_at: z.iso.datetime(),
    plant_id: chosenIdSchema,
    device_id: chosenIdSchema.nullable(),
    seq: z.int().min(1).describe("Place in the plant's chain, by acceptance"),
    commitment: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .describe("SHA-256 of the record's exact bytes, hex: its leaf in the log"),
    duplicate: z.boolean().describe("True: this call repeated a reading that was on record"),
    readings: quantitiesBody.optional(),
    source: z.enum(["backfill"]).optional().describe("History that an operator filed; absent: live"),
    reason: z.string().optional().describe("Why it was filed then, with `source`"),
    filed_by: z.string().optional().describe("Id of the key that filed it, with `source`"),
    signed: z
      .boolean()
      .optional()
      .describe(
        "Whether the device signed it, or each of the samples it was made of; absent in records made before this was told",
      ),
    signature: recordedSignature.optional(),
    samples: recordSamples.optional(),
    context: recordedContext.optional(),
    verification: verification.optional(),
    carbon: carbon.optional(),
    review: review.optional().describe("Of a `review`"),
    reopen: reopen.optional().describe("Of a `reopen`"),
    correction: correction.optional().describe("Of a `correction`"),
    model: modelDecision.optional().describe("Of a `model`"),
    device_key: deviceKeyChange.optional().describe("Of a `device-key`"),
    anchor: anchorSchema,
    public_message: publicMessageSchema.optional(),
    notice: z.string().optional().describe("What the figures are not"),
    links: z.object({
      self: z.string(),
      proof: z.string(),
      mirror: z.string().nullable().describe("The topic's message on a mirror node; null until anchored"),
      hashscan: z.string().nullable(),
    }),
  })
  .meta({ id: "PlantRecord" });

export const readingPageSchema = z
  .object({
    items: z.array(recordAnswerSchema),
    next_cursor: z.string().nullable().describe("Null on the last page"),
  })
  .meta({ id: "ReadingPage" });
