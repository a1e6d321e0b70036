import type { Json } from "../kernel/canonical.ts";
import type { Fault } from "../kernel/fault.ts";
import { isoFromMs } from "../kernel/time.ts";
import { hexOf } from "../platform/digest.ts";
import { sampleFacts, sampleNotice } from "../telemetry/sample-answer.ts";
import { parseBody } from "../telemetry/types.ts";
import type { Outcome } from "./message.ts";
import type { AnswerLevel } from "./topics.ts";

/** What a device is told of one of its messages: on which of its topics, and what. */
export type Answer = { readonly level: AnswerLevel; readonly text: string };

/**
 * A receipt for what is on record, or the RFC 9457 problem of what was refused. Both name the reading as its device did,
 * by `timestamp` and `device_seq`, and the topic that it was published on.
 *
 * @param problemOf the problem document of a fault, under an id of its own
 */
export function answerTo(
  outcome: Outcome,
  topic: string,
  problemOf: (fault: Fault) => { readonly [member: string]: unknown },
): Answer {
  const { said } = outcome;
  const named = { topic, timestamp: said?.timestamp, device_seq: said?.device_seq };
  if (!outcome.ok) {
    const { retryAfterS } = outcome.fault.facts;
    return {
      level: "errors",
      text: JSON.stringify({ ...problemOf(outcome.fault), ...named, retry_after_s: retryAfterS }),
    };
  }
  const { accepted } = outcome;
  if (accepted.record === undefined) {
    const { timestamp: recordedFor, ...facts } = sampleFacts(accepted);
    const isRepeat = accepted.duplicate || accepted.replayed;
    const kept = { kind: "sample", ...facts, duplicate: isRepeat, recorded_for: recordedFor };
    const record = facts.record_id === null ? null : `/api/v1/records/${facts.record_id}`;
    return { level: "receipts", text: JSON.stringify({ ...kept, ...named, record, notice: sampleNotice }) };
  }
  const { record, duplicate, replayed } = accepted;
  const { recordId, seq, status, trustScore, endedAt } = record;
  const receipt = {
    record_id: recordId,
    commitment: hexOf(record.commitment),
    seq: Number(seq),
    status,
    trust_score: trustScore,
    duplicate: duplicate || replayed,
    recorded_for: endedAt === null ? null : isoFromMs(endedAt.getTime()),
    ...named,
    reasons: status === "APPROVED" ? undefined : reasonsOf(record),
    record: `/api/v1/records/${recordId}`,
  };
  return { level: "receipts", text: JSON.stringify(receipt) };
}

/** Reasons that made a difference. */
function reasonsOf(record: Parameters<typeof parseBody>[0]): Json[] {
  const { reasons = [] } = parseBody(record).verification as { reasons?: readonly { effect: string }[] };
  return reasons.filter(({ effect }) => effect !== "note");
}
