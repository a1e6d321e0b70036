import { z } from "@hono/zod-openapi";
import { digits, networks, recordId } from "./schemas.ts";

/** The proof of a record, and what its check says. */

export const proofSchema = z
  .object({
    record_id: recordId,
    record: z.string().describe("The record's exact canonical (RFC 8785) bytes, as text"),
    commitment: z.string().describe("SHA-256 of `record`, hex: the log's leaf"),
    leaf_index: digits,
    tree_size: digits,
    proof: z.string().describe("C2SP tlog-proof: index, path and signed checkpoint"),
    verifier_key: z
      .string()
      .describe(
        "C2SP verifier key of the log that signed the checkpoint; compare it with the topic's message that announces it",
      ),
    receipt: z
      .object({
        network: networks,
        topic_id: z.string(),
        sequence_number: digits,
        consensus_timestamp: z.string().nullable().describe("Null while the mirror does not show the message yet"),
        running_hash: z.string().nullable().describe("Of the topic, base64, version 3, after this message"),
        previous_running_hash: z.string().optional().describe("The same before it; absent when not known"),
        transaction_id: z.string(),
        transaction_id_mirror: z.string(),
        hashscan_url: z.url().nullable(),
        mirror_url: z.url(),
        block_proof: z
          .null()
          .describe("Kept for block proofs, which the network does not offer yet: null until then")
          // Of a mere null generators for Go make no type.
          .openapi({ type: ["object", "null"] }),
      })
      .describe("Where on the ledger the checkpoint stands"),
  })
  .meta({ id: "Proof" });

export const verifyBody = z
  .looseObject({
    record: z
      .union([z.string(), z.record(z.string(), z.unknown())])
      .describe("The exact bytes as text, or the record as a JSON object, which is put into canonical form first"),
    proof: z.string().describe("C2SP tlog-proof text"),
    verifier_key: z.string().describe("The log's key, from a source you trust"),
  })
  .describe("The answer of GET /api/v1/records/{id}/proof as it is; members beside these three are not looked at.")
  .meta({ id: "VerifyRequest" });

export const verifyAnswerSchema = z
  .object({
    valid: z.boolean().describe("True when every check holds"),
    checks: z.array(z.object({ check: z.string(), ok: z.boolean(), detail: z.string() })),
    record_id: recordId.optional().describe("Only when valid"),
  })
  .meta({ id: "VerifyAnswer" });
