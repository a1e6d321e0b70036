import { z } from "zod";
import { deviceKeyIdPattern } from "./device-key.ts";

/** Most readings under one signature, and the hashes that lead from one of them to the root. */
export const mostInBatch = 65_536;
const longestPath = 16;

// The last digit of these lengths has bits that belong to no byte: they are zero, so that one value has one text.
const hashPattern = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;
const signaturePattern = /^[A-Za-z0-9+/]{85}[AQgw]==$/;

export const deviceKeyIdSchema = z.string().regex(deviceKeyIdPattern, { error: "a device key id, dk_ and 26 letters" });

export const signatureValueSchema = z
  .string()
  .regex(signaturePattern, { error: "an Ed25519 signature (64 bytes) in base 64" });

/**
 * The device's signature, the same on every transport: over the JCS bytes of the reading, or of the batch it was
 * sent with. `docs/devices.md` names the members that are signed.
 */
export const signatureSchema = (timestamp: z.ZodType<string | number>) =>
  z.strictObject({
    key_id: deviceKeyIdSchema.describe("Which of the device's keys signed"),
    signed_at: timestamp.describe("When it signed; at most 7 days ago"),
    value: signatureValueSchema.describe("Ed25519 signature, base 64"),
    batch: z
      .strictObject({
        size: z.int().min(1).max(mostInBatch).describe("Readings under the signature"),
        index: z
          .int()
          .min(0)
          .max(mostInBatch - 1)
          .describe("Place of this one, from 0"),
        path: z
          .array(z.string().regex(hashPattern, { error: "a SHA-256 hash in base 64" }))
          .max(longestPath)
          .describe("Hashes from this reading to the root (RFC 9162), base 64"),
      })
      .refine(({ size, index }) => index < size, { path: ["index"], error: "below size" })
      .optional()
      .describe("Absent: the signature is of this reading alone"),
  });
