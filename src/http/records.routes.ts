import { z } from "@hono/zod-openapi";
import { recordAnswer } from "../audit/answer.ts";
import { exportChain, exportSignatures, getRecord } from "../telemetry/queries.ts";
import { json } from "./answers.ts";
import * as examples from "./examples.ts";
import { failures, keyFailures, type Operation, secured } from "./operation.ts";
import { proofSchema } from "./proof.schemas.ts";
import { chainRange, linesAnswer, rangeOf } from "./record-lines.ts";
import { sampleOperations } from "./samples.routes.ts";
import { recordAnswerSchema, recordId } from "./schemas.ts";

const params = z.object({ id: recordId });

const exportRecords = secured(
  {
    method: "get",
    path: "/api/v1/records/export",
    operationId: "exportRecords",
    tags: ["Records"],
    summary: "Export a plant's chain, byte for byte",
    description:
      "The exact bytes of every record, configuration and readings alike, in order of acceptance, one a line: SHA-256 of a line (without its line feed) is the record's commitment, and `prev` of the next line names it. An answer that breaks off is not complete; go on with `from_seq`.",
    request: {
      query: chainRange,
    },
    responses: {
      200: {
        description: "One canonical (RFC 8785) record a line",
        content: { "application/x-ndjson": { schema: z.string(), example: examples.exportedRecords } },
      },
      ...failures("invalid-request", "not-found", "too-much-in-work", ...keyFailures),
    },
  },
  async (deps, { c, actor, query }) => linesAnswer(deps, c, await exportChain(deps.queries, actor, rangeOf(query))),
);

const signatures = secured(
  {
    method: "get",
    path: "/api/v1/records/signatures",
    operationId: "exportSignatures",
    tags: ["Records"],
    summary: "Export what devices signed, byte for byte",
    description:
      "For each signed record of the range, in the records' order, one line of canonical JSON: SHA-256 of a line (without its line feed) is `signature.sha256` of the record. It holds the signed text, the signature and, of a batch, the path: enough to check it with the key that the plant's chain registers.",
    request: {
      query: chainRange,
    },
    responses: {
      200: {
        description: "One evidence a line",
        content: { "application/x-ndjson": { schema: z.string(), example: examples.exportedSignatures } },
      },
      ...failures("invalid-request", "not-found", "too-much-in-work", ...keyFailures),
    },
  },
  async (deps, { c, actor, query }) =>
    linesAnswer(deps, c, await exportSignatures(deps.queries, actor, rangeOf(query))),
);

const getOne = secured(
  {
    method: "get",
    path: "/api/v1/records/{id}",
    operationId: "getRecord",
    tags: ["Records"],
    summary: "Look at one record",
    description: "The record with its verdict, carbon estimate and how far its anchoring has got.",
    request: { params },
    responses: {
      200: {
        description: "The record",
        content: { "application/json": { schema: recordAnswerSchema, example: examples.anchoredRecord } },
      },
      ...failures("not-found", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { id } }) =>
    json(c, recordAnswer(deps.ledger, await getRecord(deps.queries, actor, id))),
);

const getRecordProof = secured(
  {
    method: "get",
    path: "/api/v1/records/{id}/proof",
    operationId: "getRecordProof",
    tags: ["Records"],
    summary: "Get everything needed to check one record without us",
    description:
      "The record's exact bytes, its path to a signed checkpoint of the log, the log's key, and where on the ledger the checkpoint stands. Give it as it is to POST /api/v1/verify, or check it with any C2SP tlog-proof tool.",
    request: { params },
    responses: {
      200: {
        description: "The proof",
        content: { "application/json": { schema: proofSchema, example: examples.proof } },
      },
      ...failures("not-found", "not-anchored-yet", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { id } }) => json(c, await deps.getProof(actor, id)),
);

export const recordOperations: readonly Operation[] = [
  exportRecords,
  signatures,
  ...sampleOperations,
  getOne,
  getRecordProof,
];
