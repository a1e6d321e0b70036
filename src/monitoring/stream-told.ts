import type { QuantityName } from "../hydropower/quantities.ts";
import type { Json } from "../kernel/canonical.ts";
import type { Span } from "../platform/stream-log.ts";
import type { CheckpointPlace } from "../telemetry/anchored.ts";
import type { StreamedRecord } from "../telemetry/streamed.ts";
import { StreamEvent, type Values } from "./stream-event.ts";
import { idOf } from "./stream-position.ts";

/** What clients are told of what is in the stream's log. */

type Content = { readonly [member: string]: Json };

/** A reading and its verdict; of what came later to a verdict, the change. */
export function recordEvents(record: StreamedRecord): StreamEvent[] {
  const body = JSON.parse(new TextDecoder().decode(record.body)) as Content;
  switch (record.kind) {
    case "reading":
    case "correction":
      return [readingEvent(record, body), verdictEvent(record, body)];
    case "review":
    case "reopen":
      return [changeEvent(record, body)];
    default:
      return [];
  }
}

function placeOf({ plantId, deviceId, recordId, seq }: StreamedRecord): { [member: string]: Json } {
  return { plant_id: plantId, device_id: deviceId, record_id: recordId, seq };
}

function readingEvent(record: StreamedRecord, body: Content): StreamEvent {
  const { plantId, deviceId, atMs } = record;
  const { correction, timestamp, verification } = body as {
    readonly correction?: { readonly replaces: { readonly id: string } };
    readonly timestamp: string;
    readonly verification: { readonly status: string };
  };
  // As in the stored series: a correction stands beside what it is to replace, and is in no series before it is accepted.
  const isCounted = correction === undefined && verification.status !== "REJECTED";
  return new StreamEvent({
    id: idOf(record.no),
    ...{ atMs, name: "reading", plantId, deviceId },
    data: {
      ...placeOf(record),
      ...pick(body, "timestamp", "interval_s", "received_at", "source"),
      ...(correction !== undefined && { replaces: correction.replaces.id }),
    },
    values: valuesOf(body.readings as { readonly [name: string]: number }),
    ...(isCounted && { endedAtMs: Date.parse(timestamp) }),
  });
}

function valuesOf(readings: { readonly [name: string]: number }): Values {
  return new Map(
    Object.entries(readings).map(([name, value]) => [name as QuantityName, { shown: value, number: value }]),
  );
}

function windowValues(readings: { readonly [name: string]: { readonly avg: number | null } }): Values {
  return new Map(
    Object.entries(readings).map(([name, shown]) => [name as QuantityName, { shown, number: shown.avg ?? Number.NaN }]),
  );
}

function verdictEvent(record: StreamedRecord, body: Content): StreamEvent {
  const { status, trust_score, reasons } = body.verification as {
    readonly status: string;
    readonly trust_score: number;
    readonly reasons: readonly { readonly rule: string }[];
  };
  const rules = reasons.map(({ rule }) => rule);
  return verdict(record, { ...pick(body, "timestamp"), because: record.kind, status, trust_score, rules });
}

/** A verifier's decision, or a later reading that casts doubt on earlier ones. */
function changeEvent(record: StreamedRecord, body: Content): StreamEvent {
  const change =
    record.kind === "review"
      ? pick(body.review as Content, "decision", "effects")
      : pick(body.reopen as Content, "rule", "from", "to");
  return verdict(record, { because: record.kind, ...change });
}

function verdict(record: StreamedRecord, more: Content): StreamEvent {
  const { plantId, deviceId, atMs, no } = record;
  const data = { ...placeOf(record), ...more };
  return new StreamEvent({ id: idOf(no, 1), atMs, name: "verdict", plantId, deviceId, data });
}

/** That a plant's records up to one are on the ledger. */
export function anchoredEvent(span: Extract<Span, { kind: "anchored" }>, place: CheckpointPlace): StreamEvent {
  const { plantId, firstNo, fromSeq, toSeq, treeSize, atMs } = span;
  const data = {
    ...{ plant_id: plantId, from_seq: fromSeq, to_seq: toSeq, tree_size: treeSize },
    ...{ network: place.network, topic_id: place.topicId, sequence_number: Number(place.sequenceNumber) },
    transaction_id: place.transactionId,
  };
  return new StreamEvent({ id: idOf(firstNo), atMs, name: "anchored", plantId, deviceId: null, data });
}

/** What another module told in its own words. */
export function toldEvent(span: Extract<Span, { kind: "event" }>): StreamEvent {
  const { firstNo, atMs, name, plantId, deviceId } = span;
  const { readings, ...data } = span.data;
  const place = { plant_id: plantId, ...(deviceId !== null && { device_id: deviceId }) };
  return new StreamEvent({
    ...{ id: idOf(firstNo), atMs, name, plantId, deviceId, data: { ...place, ...data } },
    ...(name === "rollup" && {
      values: windowValues(readings as { readonly [name: string]: { readonly avg: number | null } }),
    }),
    ...(name === "sample" && { values: valuesOf(readings as { readonly [name: string]: number }) }),
  });
}

function pick(from: Content, ...names: string[]): { [member: string]: Json } {
  return Object.fromEntries(names.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])));
}
