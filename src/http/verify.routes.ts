import { canonicalText, type Json } from "../kernel/canonical.ts";
import { Fault } from "../kernel/fault.ts";
import { recordIdPattern } from "../kernel/ids.ts";
import { json } from "./answers.ts";
import * as examples from "./examples.ts";
import { bodyFailures, failures, type Operation, open } from "./operation.ts";
import { verifyAnswerSchema, verifyBody } from "./proof.schemas.ts";

const verify = open(
  {
    method: "post",
    path: "/api/v1/verify",
    operationId: "verifyRecord",
    tags: ["Verify"],
    summary: "Check a record against its proof",
    description:
      "Public and pure: fetches nothing and reads no table; the answer follows from the posted record, proof and key alone. It proves that the record is in the log of that key. That the key is the right one, compare with the ledger's topic yourself.",
    request: {
      body: { required: true, content: { "application/json": { schema: verifyBody, example: examples.proof } } },
    },
    responses: {
      200: {
        description: "What was checked, and whether all of it holds",
        content: {
          "application/json": {
            schema: verifyAnswerSchema,
            examples: {
              valid: { summary: "All holds", value: examples.verified },
              invalid: { summary: "One byte was changed", value: examples.refuted },
            },
          },
        },
      },
      ...failures(...bodyFailures, "internal"),
    },
  },
  async (deps, { c, body }) => {
    const record = typeof body.record === "string" ? body.record : canonicalRecord(body.record);
    const { valid, checks } = await deps.verifyProof({ record, proof: body.proof, verifierKey: body.verifier_key });
    return json(c, { valid, checks, record_id: valid ? idOf(record) : undefined });
  },
);

function canonicalRecord(record: unknown): string {
  try {
    return canonicalText(record as Json);
  } catch (cause) {
    // JSON can write 1e999; no record can hold it.
    const detail = "has no canonical form (RFC 8785): a number in it is beyond the range of doubles";
    const errors = [{ pointer: "/record", rule: "canonical", detail }];
    throw new Fault("invalid-request", `The body is not valid: /record ${detail}.`, { errors, cause });
  }
}

/** The id of a record whose bytes have been checked. */
function idOf(record: string): string | undefined {
  const { id } = JSON.parse(record) as { id?: unknown };
  return typeof id === "string" && recordIdPattern.test(id) ? id : undefined;
}

export const verifyOperations: readonly Operation[] = [verify];
