import { z } from "@hono/zod-openapi";
import { publicKeyFromHex } from "../hydropower/device-key.ts";
import { anchoringSchema, deviceKinds, deviceSchema, plantSchema } from "../hydropower/plant.ts";
import { chosenIdSchema } from "../hydropower/reading.ts";
import { deviceKeyIdSchema, signatureValueSchema } from "../hydropower/signature.ts";
import { registrationSchema } from "../issuance/provision.ts";
import { longestCodeS } from "../plants/claims.ts";
import { nextCursor } from "./pages.ts";
import { registeredDesignSchema } from "./periods.schemas.ts";
import { withReadOnly } from "./read-only.ts";
import { recordId } from "./schemas.ts";

/** Schemas of plants and devices on the wire. */

export const plantBody = plantSchema.meta({ id: "Plant" });
export const anchoringBody = anchoringSchema.meta({ id: "Anchoring" });
export const deviceBody = deviceSchema.meta({ id: "Device" });
export const registrationBody = registrationSchema.meta({ id: "PlantRegistration" });

/** RFC 7396: members that are given take the place of those in force, null takes one away. */
const patchBody = z
  .record(z.string(), z.unknown())
  .describe("JSON merge patch (RFC 7396): members given replace those in force, `null` removes one")
  .meta({ id: "MergePatch" });

/** By the type of its own, and as plain JSON. */
export const patchContent = (example: object) => {
  const media = { schema: patchBody, example };
  return { "application/json": media, "application/merge-patch+json": media };
};

export const plantAnswerSchema = z
  .object({ ...plantSchema.shape, devices: z.array(deviceBody) })
  .meta({ id: "PlantWithDevices" });
/** As GET answers it: what is registered of devices is changed by their own calls. */
export const plantReplacementBody = withReadOnly(plantSchema, plantAnswerSchema, "PlantReplacement");
export const registeredPlantSchema = z
  .object({ ...plantAnswerSchema.shape, design: registeredDesignSchema.optional() })
  .meta({ id: "RegisteredPlant" });
export const deviceAnswerSchema = z
  .object({ ...deviceSchema.shape, plant_id: chosenIdSchema })
  .meta({ id: "DeviceInForce" });

export const plantPageSchema = z
  .object({ items: z.array(plantBody), next_cursor: z.string().nullable() })
  .meta({ id: "PlantPage" });

export const plantParams = z.object({ plant_id: chosenIdSchema.meta({ example: "PLANT-HP-001" }) });
export const deviceParams = plantParams.extend({ device_id: chosenIdSchema.meta({ example: "TURBINE-001" }) });

export const codeBody = z
  .strictObject({
    expires_in_s: z.int().min(60).max(longestCodeS).optional().describe("Seconds it may be used; a day when left out"),
  })
  .meta({ id: "ClaimCodeRequest" });

export const codeAnswerSchema = z
  .object({
    code: z.string().describe("Shown now and never again; typed with or without hyphen, in any case"),
    claim_id: z.string(),
    plant_id: chosenIdSchema,
    device_id: chosenIdSchema,
    expires_at: z.iso.datetime(),
    api_key_limits: z
      .object({
        scopes: z.array(z.string()).nullable(),
        networks: z.array(z.string()).nullable(),
        expires_at: z.iso.datetime().nullable(),
      })
      .describe("What the device's API key will be narrowed to, as your key is; null: nothing narrows it"),
  })
  .meta({ id: "ClaimCode" });

const publicKey = z
  .string()
  .refine((text) => publicKeyFromHex(text) !== undefined, { error: "an Ed25519 public key, 64 lower-case hex digits" })
  .describe("Ed25519 public key (RFC 8032), 32 bytes as hex");

export const claimBody = z
  .strictObject({
    code: z.string().trim().min(1).max(40),
    public_key: publicKey.optional().describe("The device's own key; it signs its readings from now on"),
    proof: signatureValueSchema.optional().describe("The key's signature over the claim: see /docs"),
    api_key: z
      .boolean()
      .default(true)
      .describe("Whether the device gets an API key of its own, which is shown in the answer and never again"),
  })
  .refine(({ public_key, proof }) => (public_key === undefined) === (proof === undefined), {
    path: ["proof"],
    error: "public_key and proof go together",
  })
  .refine((claim) => claim.api_key || claim.public_key !== undefined, {
    path: ["api_key"],
    error: "a claim without a public key asks for an API key",
  })
  .meta({ id: "DeviceClaim" });

export const claimedSchema = z
  .object({
    plant_id: chosenIdSchema,
    device_id: chosenIdSchema,
    key_id: deviceKeyIdSchema.nullable().describe("Of its public key; null: it signs nothing"),
    api_key: z.string().nullable().describe("Role device, for this device at this plant only; shown once"),
    api_key_expires_at: z.iso.datetime().nullable().describe("Null: not by itself"),
    config: z.string().describe("Where its configuration is"),
  })
  .meta({ id: "ClaimedDevice" });

export const deviceKeySchema = z
  .object({
    key_id: deviceKeyIdSchema,
    public_key: z.string(),
    state: z
      .enum(["active", "retiring", "retired", "revoked"])
      .describe("`retiring`: another key took over, and this one holds until `ends_at`"),
    registered_at: z.iso.datetime(),
    ends_at: z.iso.datetime().nullable(),
    revoked_at: z.iso.datetime().nullable(),
    record_id: recordId.describe("The record of the plant's chain that registered it"),
  })
  .meta({ id: "DeviceKey" });

export const deviceKeysSchema = z
  .object({ items: z.array(deviceKeySchema), next_cursor: nextCursor })
  .meta({ id: "DeviceKeys" });

export const rotationBody = z
  .strictObject({
    key_id: deviceKeyIdSchema.describe("The key in use"),
    new_public_key: publicKey,
    signature: signatureValueSchema.describe("By the key in use, over the rotation: see /docs"),
    proof: signatureValueSchema.describe("By the new key, over the same bytes"),
  })
  .meta({ id: "DeviceKeyRotation" });

export const revocationBody = z
  .strictObject({ reason: z.string().trim().min(1).max(500) })
  .meta({ id: "DeviceKeyRevocation" });

export const configSchema = z
  .looseObject({
    version: z.string().describe("Changes whenever anything else here does"),
    base_url: z.url(),
    telemetry_url: z.url(),
    config_url: z.url(),
    keys_url: z.url(),
    plant_id: chosenIdSchema,
    device_id: chosenIdSchema,
    device_kind: z.enum(deviceKinds),
    time_zone: z.string(),
    interval_s: z.int().describe("Seconds between readings"),
    signatures: z.enum(["optional", "required"]),
    key_id: deviceKeyIdSchema.nullable(),
    quantities: z.array(z.string()).nullable().describe("A reading needs one of these; null: any"),
    late_window_s: z.int().describe("Signatures are taken this long after they were made"),
    max_ahead_s: z.int().describe("A clock further ahead is refused"),
    time_url: z.url().describe("Its `Date` header gives the gateway's time"),
  })
  .meta({ id: "DeviceConfig" });
