import { z } from "@hono/zod-openapi";
import { bytesToHex } from "../kernel/canonical.ts";
import { exportSamples, listRecordSamples } from "../telemetry/sample-queries.ts";
import { json, nextPageLink } from "./answers.ts";
import { failures, keyFailures, type Operation, secured } from "./operation.ts";
import { cursorOf, pageParameters, placeByNumber } from "./pages.ts";
import { chainRange, linesAnswer, rangeOf } from "./record-lines.ts";
import * as examples from "./samples.examples.ts";
import { samplePageSchema } from "./samples.schemas.ts";
import { recordId } from "./schemas.ts";

const list = "samples";
const utf8 = new TextDecoder();

const getRecordSamples = secured(
  {
    method: "get",
    path: "/api/v1/records/{id}/samples",
    operationId: "getRecordSamples",
    tags: ["Records"],
    summary: "See what a record was made of",
    description:
      "Of a reading of a plant with an `accounting` interval: its samples, byte for byte in the order of time, each with its path to `samples.root` of the record. With the record's own proof the path reaches from what the device sent to the ledger.",
    request: { params: z.object({ id: recordId }), query: z.strictObject(pageParameters(list)) },
    responses: {
      200: {
        description: "One page",
        headers: {
          Link: { description: '`rel="next"` when there is another page (RFC 8288)', schema: { type: "string" } },
        },
        content: { "application/json": { schema: samplePageSchema, example: examples.samplePage } },
      },
      ...failures("invalid-request", "not-found", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { id }, query: { cursor, limit } }) => {
    const page = await listRecordSamples(deps.queries, actor, id, { from: placeByNumber(cursor), limit });
    const next = page.next === undefined ? undefined : cursorOf(list, [String(page.next)]);
    const items = page.samples.map(({ index, body, sha256, path, evidence }) => ({
      index,
      sample: utf8.decode(body),
      sha256: bytesToHex(sha256),
      path: path.map(bytesToHex),
      evidence: evidence === null ? undefined : utf8.decode(evidence),
    }));
    const { recordId: record_id, count, root } = page;
    return json(c, { record_id, count, root, items, next_cursor: next ?? null }, 200, nextPageLink(c, next));
  },
);

const exportRecordSamples = secured(
  {
    method: "get",
    path: "/api/v1/records/samples",
    operationId: "exportSamples",
    tags: ["Records"],
    summary: "Export what records were made of, byte for byte",
    description:
      "For each record of the range that was made of samples, in the records' order, its samples in the order of time, one line of canonical JSON each: the leaves of the tree whose root the record names. Behind the line of a signed sample stands what its device signed, whose SHA-256 the sample names.",
    request: {
      query: chainRange,
    },
    responses: {
      200: {
        description: "One sample or evidence a line",
        content: { "application/x-ndjson": { schema: z.string(), example: examples.exportedSamples } },
      },
      ...failures("invalid-request", "not-found", "too-much-in-work", ...keyFailures),
    },
  },
  async (deps, { c, actor, query }) => linesAnswer(deps, c, await exportSamples(deps.queries, actor, rangeOf(query))),
);

export const sampleOperations: readonly Operation[] = [exportRecordSamples, getRecordSamples];
