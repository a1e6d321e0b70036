import { contextOf, mostLinks, type SpanContext, SpanKind, type Tracing } from "../platform/tracing.ts";
import type { Job, JournaledAttempt } from "./journal.ts";
import type { Ended } from "./submit.ts";

/**
 * The part of traces that lies on the ledger. It is made of what the journal holds, once an attempt has ended: so it is the
 * same whichever process ended it, and a restart between a request and its message loses nothing.
 */

type Attempt = Pick<JournaledAttempt, "transactionId" | "nodeAccountId" | "attemptNo"> & { readonly createdAt: Date };

/** A record of a checkpoint whose request is traced, as the checkpoint's job keeps it: `traceparent`, blank, ms. */
export const tracedRecord = (trace: string, recordedAt: Date): string => `${trace} ${recordedAt.getTime()}`;

/** Those that are kept of a checkpoint's records; null: none of them is traced. */
export function tracesOf(leaves: readonly { readonly trace: string | null; readonly recordedAt: Date }[]) {
  const traced = leaves.flatMap(({ trace, recordedAt }) => (trace === null ? [] : [tracedRecord(trace, recordedAt)]));
  return traced.length === 0 ? null : traced.slice(0, mostLinks);
}

/**
 * An attempt at a checkpoint: one message for many records. The spans of checkpoint and message lie in the first record's
 * trace and link to all of them; each record's own trace ends with the time it waited, linked to the message.
 */
export function traceCheckpoint(
  tracing: Tracing,
  records: readonly string[],
  {
    job,
    attempt,
    ended,
    at,
  }: { readonly job: Job; readonly attempt: Attempt; readonly ended: Ended; readonly at: Date },
): void {
  const parents = records.flatMap((record) => {
    const [trace = "", recordedMs = ""] = record.split(" ");
    const span = contextOf(trace);
    return span === undefined ? [] : [{ span, recordedMs: Number(recordedMs) }];
  });
  const [first] = parents;
  if (first === undefined) return;
  const endMs = at.getTime();
  const links = parents.map(({ span }) => span);
  const attributes = attributesOf(job, attempt, ended);
  if (ended.phase === "dead") {
    const startMs = attempt.createdAt.getTime();
    tracing.add(sending, first.span, { kind: SpanKind.PRODUCER, startMs, endMs, links, attributes, failure: "dead" });
    return;
  }
  const checkpoint = tracing.add("log.checkpoint", first.span, { startMs: job.createdAt.getTime(), endMs, links });
  const message = addSending(tracing, checkpoint, attempt, { endMs, attributes });
  for (const { span, recordedMs } of parents)
    tracing.add("record.anchored", span, { startMs: recordedMs, endMs, attributes, links: [message] });
}

/** An attempt at another job: a direct message, a mint, a transfer. */
export function traceJob(tracing: Tracing | undefined, job: Job, attempt: Attempt, ended: Ended, at: Date): void {
  const parent = contextOf(job.trace ?? undefined);
  if (tracing === undefined || parent === undefined) return;
  const attributes = attributesOf(job, attempt, ended);
  if (job.kind === "record") {
    addSending(tracing, parent, attempt, { endMs: at.getTime(), attributes, failure: failureOf(ended) });
    return;
  }
  tracing.add(`hedera.${job.kind}`, parent, {
    ...{ kind: SpanKind.CLIENT, startMs: attempt.createdAt.getTime(), endMs: at.getTime() },
    ...{ attributes, failure: failureOf(ended) },
  });
}

const sending = "hedera.submit_message";

function addSending(
  tracing: Tracing,
  parent: SpanContext,
  { createdAt }: Attempt,
  rest: { endMs: number; attributes: Record<string, string | number>; failure?: string | undefined },
): SpanContext {
  return tracing.add(sending, parent, { kind: SpanKind.PRODUCER, startMs: createdAt.getTime(), ...rest });
}

const failureOf = ({ phase }: Ended) => (phase === "dead" ? "dead" : undefined);

function attributesOf(
  { kind, topicId }: Job,
  { transactionId, nodeAccountId, attemptNo }: Attempt,
  ended: Ended,
): Record<string, string | number> {
  return {
    "hedera.job": kind,
    "hedera.transaction_id": transactionId,
    "hedera.node": nodeAccountId,
    "hedera.attempt": attemptNo,
    "hedera.ending": ended.ending,
    ...(topicId !== null && { "messaging.system": "hedera", "messaging.destination.name": topicId }),
    ...(ended.phase === "succeeded" &&
      ended.sequenceNumber !== undefined && { "hedera.topic_sequence_number": Number(ended.sequenceNumber) }),
    ...(ended.phase === "succeeded" && ended.entityId !== undefined && { "hedera.entity_id": ended.entityId }),
  };
}
