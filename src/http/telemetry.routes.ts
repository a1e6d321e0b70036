import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { recordAnswer } from "../audit/answer.ts";
import { chosenIdSchema } from "../hydropower/reading.ts";
import { markSpan } from "../platform/tracing.ts";
import { acceptReading } from "../telemetry/accept.ts";
import type { HttpMessage } from "../telemetry/http-message.ts";
import { listReadings } from "../telemetry/queries.ts";
import { sampleAnswer } from "../telemetry/sample-answer.ts";
import type { AcceptedRecord, AcceptedSample, StoredRecord } from "../telemetry/types.ts";
import { json, nextPageLink } from "./answers.ts";
import type { HttpDeps } from "./deps.ts";
import * as examples from "./examples.ts";
import { idempotencyKeyOf, longestWaitS, type Preference, preferenceOf } from "./headers.ts";
import { untilHungUp } from "./hung-up.ts";
import { replayedHeader } from "./idempotency.ts";
import { bodyFailures, type Env, failures, keyFailures, type Operation, secured } from "./operation.ts";
import {
  cursorParameter,
  effectiveStatusParameter,
  endParameter,
  limitParameter,
  statusParameter,
  timeParameter,
} from "./parameters.ts";
import { sample as sampleExample } from "./samples.examples.ts";
import { sampleSchema, sampleType } from "./samples.schemas.ts";
import { readingPageSchema, recordAnswerSchema, telemetryBody } from "./schemas.ts";

const header = (description: string) => ({ description, schema: { type: "string" } as const });
const location = header("Where the record stands");
const applied = header("What of `Prefer` was granted (RFC 7240)");
const lookAgain = header("Seconds after which to look again, while its anchor is on its way");
const replays = {
  "Idempotent-Replayed": header("`true` when the key and body were sent before"),
  "Idempotency-Replayed": header("The same under its former name"),
};

const postTelemetry = secured(
  {
    method: "post",
    path: "/api/v1/telemetry",
    operationId: "postTelemetry",
    tags: ["Telemetry"],
    summary: "Send one reading",
    description: `The reading is judged, given its carbon estimate, chained to the plant's records and stored before this answers; then the call waits for its anchor on the ledger. A bad reading is no error: it is recorded with status REJECTED.

**Waiting.** At most 10 s by default, \`Prefer: wait=N\` for N seconds (at most ${longestWaitS}), \`Prefer: respond-async\` for none. 201: anchored. 202: stored and in line; follow \`links.self\`. A ledger that is down never fails this call.

**Repeats.** The same device, time and content answers 200 with the first record. Other content for the same time is a 409, and the attempt is kept. Without \`timestamp\`, send an \`Idempotency-Key\`: the same key and body answer with the same record.

**Samples.** Where the plant declares an \`accounting\` interval, a reading of a shorter one is a sample: 202 in the form \`${sampleType}\` says its slot and the SHA-256 of its bytes. It is durable, and is judged with the record that is made of its slot. The same again answers 200 in that form.

**Signatures.** A device with a key of its own signs the reading in \`signature\`, or the whole request by RFC 9421 (\`Signature-Input\`, \`Signature\`, \`Content-Digest\`; see /docs). A plant with \`signatures: required\` takes no others. Under one key a \`device_seq\` is signed once: again with the same content it answers 200, with other content 409.

**Time.** \`timestamp\` is the END of the interval (timestamp - interval_s, timestamp]. Overlaps up to 2 s are cut off and noted.`,
    request: {
      headers: z.object({
        "idempotency-key": z
          .string()
          .optional()
          .describe('1-255 visible ASCII characters, best as a structured-field string: `"8e03978e"`'),
        prefer: z
          .string()
          .optional()
          .describe("`wait=N` seconds and `respond-async` (RFC 7240)")
          .meta({ example: "wait=20" }),
      }),
      body: {
        required: true,
        content: {
          "application/json": {
            schema: telemetryBody,
            examples: {
              instantaneous: { summary: "Flow, head and power, now", value: examples.instantaneousReading },
              metered: { summary: "One metered hour", value: examples.meteredReading },
            },
          },
        },
      },
    },
    responses: {
      200: {
        description: "The same reading was on record: that record, or sample",
        headers: { Location: location, "Preference-Applied": applied, ...replays, "Retry-After": lookAgain },
        content: {
          "application/json": { schema: recordAnswerSchema, example: examples.duplicateRecord },
          [sampleType]: { schema: sampleSchema, example: { ...sampleExample, duplicate: true } },
        },
      },
      201: {
        description: "Recorded and anchored",
        headers: { Location: location, "Preference-Applied": applied, ...replays },
        content: { "application/json": { schema: recordAnswerSchema, example: examples.anchoredRecord } },
      },
      202: {
        description: "Recorded; its anchor is on its way. Or a sample that is kept; its record is to come",
        headers: {
          Location: location,
          "Preference-Applied": applied,
          ...replays,
          "Retry-After": lookAgain,
        },
        content: {
          "application/json": { schema: recordAnswerSchema, example: examples.pendingRecord },
          [sampleType]: { schema: sampleSchema, example: sampleExample },
        },
      },
      ...failures(
        ...bodyFailures,
        "timestamp-out-of-range",
        "not-found",
        "reading-conflict",
        "interval-overlap",
        "sequence-conflict",
        "signature-required",
        "signature-invalid",
        "signature-replayed",
        "idempotency-key-reused",
        "clock-behind",
        ...keyFailures,
      ),
    },
  },
  async (deps, { c, actor, body, bytes }) => {
    const idempotencyKey = idempotencyKeyOf(c.req.header("Idempotency-Key"));
    const preference = preferenceOf(c.req.header("Prefer"));
    const accepted = await acceptReading(deps.accept, actor, body, {
      idempotencyKey,
      message: messageOf(deps, c, bytes),
    });
    if (accepted.record === undefined) return keptAnswer(c, accepted);
    const anchor = await anchorOf(deps, c, accepted.record, preference.waitMs);
    return acceptedAnswer(deps, c, { ...accepted, record: { ...accepted.record, anchor } }, preference);
  },
  { exactEnergy: true, ownIdempotency: true, ingests: true },
);

/** The request for a signature around it: addressed as callers know the gateway, not as a proxy passed it on. */
function messageOf(deps: HttpDeps, c: Context<Env>, body: Uint8Array): HttpMessage {
  const { pathname, search } = new URL(c.req.url);
  const targetUri = `${deps.publicUrl()}${pathname}${search}`;
  return { method: c.req.method, targetUri, header: (name) => c.req.header(name), body };
}

/** The record is durable already: neither a failing wait nor a caller who has left may turn it into an error. */
async function anchorOf(
  deps: HttpDeps,
  c: Context<Env>,
  stored: StoredRecord,
  waitMs: number,
): Promise<StoredRecord["anchor"]> {
  if (stored.anchor.state === "anchored" || waitMs === 0) return stored.anchor;
  const sinceMs = performance.now();
  try {
    const anchor = await untilHungUp(c, (signal) => deps.awaitAnchor(stored, waitMs, signal));
    markSpan("anchor.wait", sinceMs);
    return anchor;
  } catch (error) {
    deps.log.warn({ req_id: c.get("requestId"), err: error }, "the wait for the anchor failed; the record is stored");
    return stored.anchor;
  }
}

/** A sample waits for nothing: its record is to come. */
function keptAnswer(c: Context<Env>, accepted: AcceptedSample): Response {
  const { recordId } = accepted.sample;
  return json(c, sampleAnswer(accepted), accepted.duplicate ? 200 : 202, {
    "Content-Type": sampleType,
    ...(recordId !== null && { Location: `/api/v1/records/${recordId}` }),
    ...(accepted.replayed && { [replayedHeader]: "true", "Idempotency-Replayed": "true" }),
  });
}

function acceptedAnswer(deps: HttpDeps, c: Context<Env>, accepted: AcceptedRecord, preference: Preference): Response {
  const { record: stored, duplicate, replayed: repeated } = accepted;
  const pending = stored.anchor.state === "pending";
  const status = duplicate ? 200 : pending ? 202 : 201;
  return json(c, recordAnswer(deps.ledger, stored, { duplicate }), status, {
    Location: `/api/v1/records/${stored.recordId}`,
    ...(pending && { "Retry-After": "1" }),
    ...(preference.applied !== undefined && { "Preference-Applied": preference.applied }),
    ...(repeated && { [replayedHeader]: "true", "Idempotency-Replayed": "true" }),
  });
}

const listTelemetry = secured(
  {
    method: "get",
    path: "/api/v1/telemetry",
    operationId: "listTelemetry",
    tags: ["Telemetry"],
    summary: "List a plant's readings",
    description:
      "By event time, then order of acceptance. Corrections that were filed stand among them; whatever adds readings up takes `effective_status=APPROVED`, which is at most one record for each device and time. Pages are stable while readings arrive: follow `next_cursor`, or the Link header.",
    request: {
      query: z.strictObject({
        plant_id: chosenIdSchema,
        from: timeParameter("Exclusive: intervals that end after this instant").optional(),
        to: endParameter("Inclusive: intervals that end at or before this instant").optional(),
        status: statusParameter.optional(),
        effective_status: effectiveStatusParameter("Only those that stand so after later decisions").optional(),
        cursor: cursorParameter.optional(),
        limit: limitParameter,
      }),
    },
    responses: {
      200: {
        description: "One page",
        headers: { Link: header('`rel="next"` when there is another page (RFC 8288)') },
        content: { "application/json": { schema: readingPageSchema, example: examples.readingPage } },
      },
      ...failures("invalid-request", "not-found", ...keyFailures),
    },
  },
  async (deps, { c, actor, query }) => {
    const { records, nextCursor } = await listReadings(deps.queries, actor, {
      plantId: query.plant_id,
      fromMs: query.from,
      toMs: query.to,
      statuses: query.status,
      effectiveStatuses: query.effective_status,
      cursor: query.cursor,
      limit: query.limit,
    });
    const items = records.map((stored) => recordAnswer(deps.ledger, stored));
    return json(c, { items, next_cursor: nextCursor ?? null }, 200, nextPageLink(c, nextCursor));
  },
);

export const telemetryOperations: readonly Operation[] = [postTelemetry, listTelemetry];
