import { z } from "@hono/zod-openapi";
import { chosenIdSchema } from "../hydropower/reading.ts";
import { claims, duties, states, steps } from "../issuance/lifecycle.ts";
import { nextCursor } from "./pages.ts";
import { periodId } from "./periods.schemas.ts";
import { digits, recordId } from "./schemas.ts";

/** Schemas of accreditations, invitations, issuances and claims on the wire. */

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const instant = z.iso.datetime();
const id = (prefix: string, name: string) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}_[0-9a-hjkmnp-tv-z]{26}$`))
    .meta({ id: name, example: `${prefix}_5f2rkq0v9c8hxw3n7d1ytbgm4e` });

export const issuanceId = id("iss", "IssuanceId");
export const invitationId = id("inv", "InvitationId");
export const accreditationId = id("acc", "AccreditationId");
export const claimId = id("clm", "ClaimId");
export const clashId = id("cls", "ClashId");
const mintId = id("mnt", "MintId");
const alertId = id("alr", "AlertId");

export const label = z.enum(claims).describe("What the figures may be called, and nothing stronger");

export const accreditationPageSchema = z
  .object({
    items: z.array(
      z.object({
        accreditation_id: accreditationId,
        role: z.enum(["verifier", "issuer"]),
        rulebook: z.string(),
        public_key: hash.describe("Ed25519, the 32 bytes in hex"),
        valid_from: instant,
        valid_to: instant.describe("Not valid any more from here on"),
        withdrawn_at: instant.nullable(),
        stands: z.boolean().describe("Valid now and not withdrawn"),
        record_id: recordId.describe("Of the registrar's chain"),
        commitment: hash.describe("Of that record: a leaf of the log"),
      }),
    ),
    next_cursor: nextCursor,
  })
  .meta({ id: "AccreditationList" });

export const invitationBody = z
  .strictObject({
    organisation: chosenIdSchema.describe("Id of the organisation that is invited"),
    role: z.enum(["verifier", "issuer", "auditor"]),
  })
  .meta({ id: "InvitationRequest" });

export const invitationSchema = z
  .object({
    invitation_id: invitationId,
    period_id: periodId,
    organisation: chosenIdSchema.describe("Who is invited"),
    role: z.enum(["verifier", "issuer", "auditor"]),
    created_at: instant,
    withdrawn_at: instant.nullable(),
  })
  .meta({ id: "Invitation" });
export const invitationPageSchema = z
  .object({ items: z.array(invitationSchema), next_cursor: nextCursor })
  .meta({ id: "InvitationList" });

const stepSchema = z.object({
  step: z.enum(steps),
  duty: z.enum(duties).nullable().describe("Null: no person's step"),
  organisation: z.string().nullable(),
  key_id: z.string().nullable().describe("Id of the key or user that took it"),
  accreditation: z
    .object({ accreditation_id: accreditationId, public_key: hash })
    .nullable()
    .describe("Under which it was taken"),
  signature: z.string().nullable().describe("Ed25519 over the statement's exact bytes, base 64"),
  reason: z.string().nullable(),
  at: instant,
  record_id: recordId.describe("Of the plant's chain"),
  commitment: hash,
});

const certificateSchema = z.object({
  state: z.enum(["ordered", "minted"]),
  uri: z.string().describe("Public address of the HIP-412 document, and the NFT's metadata; ends in its SHA-256"),
  token_id: z.string(),
  serial: digits.nullable().describe("Null until the ledger's mirror has shown it"),
  transaction_id: z.string().nullable(),
  hashscan_url: z.string().nullable().describe("Of the serial; null on the local ledger"),
});

const mintSchema = z.object({
  mint_id: mintId,
  state: z.enum(["committed", "minted"]),
  token: z.string().describe("Rulebook, vintage and grams of a unit: the kind of token"),
  amount: digits.describe("Smallest units of the token"),
  certificate: certificateSchema.nullable().describe("Null where the gateway makes none, or not yet"),
  parts: z.array(
    z.object({
      part_no: z.int().min(1),
      amount: digits,
      memo: z.string().describe("Of the ledger's transaction: the statement's digest"),
      state: z.enum(["committed", "minted"]),
      token_id: z.string().nullable(),
      transaction_id: z.string().nullable(),
      message_transaction_id: z
        .string()
        .nullable()
        .describe("Of the log's topic message in one atomic batch with the mint; null where mints go alone"),
      token_url: z.string().nullable().describe("On HashScan; null on the local ledger"),
      hashscan_url: z.string().nullable().describe("Of the mint; null on the local ledger"),
    }),
  ),
});

export const issuanceSchema = z
  .object({
    issuance_id: issuanceId,
    plant_id: chosenIdSchema,
    period_id: periodId,
    statement_no: z.int().min(1),
    statement_sha256: hash.describe("Of the exact bytes that a verifier signs"),
    state: z.enum(states),
    label,
    rulebook: z.string(),
    vintage: z.int(),
    unit_g: digits.describe("gCO2 of one unit"),
    units: digits.describe("Whole units of the request"),
    requested_at: instant,
    steps: z.array(stepSchema).describe("What has happened, oldest first"),
    mint: mintSchema.nullable(),
    alerts: z
      .array(
        z.object({
          alert_id: alertId,
          statement_no: z.int().min(1),
          record_id: recordId,
          effective_status: z.string(),
          raised_at: instant,
        }),
      )
      .describe("Records that stopped counting after it was issued: a deficit in the next statement"),
  })
  .meta({ id: "Issuance" });
export const issuancePageSchema = z
  .object({ items: z.array(issuanceSchema), next_cursor: nextCursor })
  .meta({ id: "IssuanceList" });

export const verificationBody = z
  .discriminatedUnion("decision", [
    z.strictObject({
      decision: z.literal("verify"),
      signature: z
        .string()
        .regex(/^[A-Za-z0-9+/]{86}==$/, { error: "64 bytes in base 64" })
        .describe("Ed25519 over the statement's exact bytes, base 64"),
    }),
    z.strictObject({ decision: z.literal("reject"), reason: z.string().trim().min(1).max(1000) }),
  ])
  .meta({ id: "VerificationRequest" });

export const claimBody = z
  .strictObject({
    scheme: z.string().trim().min(1).max(100).describe("The other programme, for example I-REC(E)"),
    reference: z.string().trim().min(1).max(200).describe("Its own number of the claim"),
    from: z.iso.date().describe("First local day"),
    to: z.iso.date().describe("First local day after the claim"),
    energy_wh: z
      .string()
      .regex(/^[1-9]\d{0,17}$/, { error: "whole Wh as digits" })
      .optional()
      .describe("How much was claimed, where it is known; the whole interval is taken all the same"),
  })
  .meta({ id: "ClaimRequest" });

export const claimSchema = z
  .object({
    claim_id: claimId,
    plant_id: chosenIdSchema,
    scheme: z.string(),
    reference: z.string(),
    from_at: instant,
    to_at: instant,
    energy_wh: digits.nullable(),
    created_at: instant,
    record_id: recordId.describe("Of the plant's chain"),
    withdrawn: z.object({ at: instant, reason: z.string(), record_id: recordId }).nullable(),
  })
  .meta({ id: "Claim" });
export const claimPageSchema = z
  .object({ items: z.array(claimSchema), next_cursor: nextCursor })
  .meta({ id: "ClaimList" });

const plantOf = z.object({ organisation: z.string(), plant_id: z.string() });
export const clashPageSchema = z
  .object({
    items: z.array(
      z.object({
        clash_id: clashId,
        serial: z.string(),
        claimant: plantOf.describe("Who registered it second"),
        holder: plantOf.describe("Where it was active, or who asked for the issuance of those days first"),
        days: z
          .object({ from_at: instant, to_at: instant })
          .nullable()
          .describe("Days behind on which it would earn in both; null: both name it as theirs today"),
        raised_at: instant,
        resolved: z
          .object({
            meter_of: z.enum(["claimant", "holder", "distinct"]),
            reason: z.string(),
            at: instant,
            record_id: recordId,
          })
          .nullable(),
      }),
    ),
    next_cursor: nextCursor,
  })
  .meta({ id: "MeterClashList" });
