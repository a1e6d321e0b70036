import { createPublicKey, verify } from "node:crypto";
import type { z } from "zod";
import type { RecordEnvelope } from "../proof/record.ts";
import { bytesFromBase64 } from "../proof/text.ts";
import { BrokenLink } from "./findings.ts";
import type { StepJson } from "./issuance-schemas.ts";

/** How a record of an issuance is read, and what it says when it does not hold. */

/** A step by somebody whose it is not is as broken as an impossible one. */
export function taken<T>(record: RecordEnvelope, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof TypeError) throw broken(record, error.message);
    throw error;
  }
}

export function read<S extends z.ZodType>(record: RecordEnvelope, member: string, schema: S): z.output<S> {
  return readIn(record, record.members, member, schema);
}

export function readIn<S extends z.ZodType>(
  record: RecordEnvelope,
  from: unknown,
  member: string,
  schema: S,
): z.output<S> {
  const parsed = schema.safeParse((from as Record<string, unknown>)[member]);
  if (!parsed.success) throw broken(record, `${member} is not in its form`);
  return parsed.data;
}

/** That the verifier's signature covers the statement, under the key that the step names. @throws {BrokenLink} */
export function checkSignature(
  record: RecordEnvelope,
  { accreditation, signature }: StepJson,
  { bytes }: { readonly bytes: Uint8Array },
): void {
  const signed = signature === null ? undefined : bytesFromBase64(signature);
  if (accreditation === null || signed === undefined)
    throw broken(record, "it has no signature under an accreditation");
  // SPKI of an Ed25519 key (RFC 8410) before its 32 bytes.
  const der = Buffer.from(`302a300506032b6570032100${accreditation.public_key}`, "hex");
  const key = createPublicKey({ key: der, format: "der", type: "spki" });
  if (!verify(null, bytes, key, signed)) throw broken(record, "its signature does not cover the statement");
}

export function broken({ seq, recordId, plantId }: RecordEnvelope, detail: string): BrokenLink {
  return new BrokenLink("issuance", `record ${seq} (${recordId}) of plant ${plantId}: ${detail}`);
}
