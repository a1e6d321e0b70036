import type { QuantityName } from "../hydropower/quantities.ts";
import type { Json } from "../kernel/canonical.ts";
import type { Span } from "../platform/stream-log.ts";
import type { CheckpointPlace } from "../telemetry/anchored.ts";
import type { StreamedRecord } from "../telemetry/streamed.ts";
import { idOf, StreamEvent, type Values } from "./stream-event.ts";

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
  const { plantId, deviceId } = record;
  const { correction } = body as { readonly correction?: { readonly replaces: { readonly id: string } } };
  return new StreamEvent({
    id: idOf(record.no),
    name: "reading",
    plantId,
    deviceId,
    data: {
      ...placeOf(record),
      ...pick(body, "timestamp", "interval_s", "received_at", "source"),
      ...(correction !== undefined && { replaces: correction.replaces.id }),
    },
    values: valuesOf(body.readings as { readonly [name: string]: number }),
  });
}

function valuesOf(readings: { readonly [name: string]: number }): Values {
  return new Map(
    Object.entries(readings).map(([name, value]) => [name as QuantityName, { shown: value, number: value }]),
  );
}

function verdictEvent(record: StreamedRecord, body: Content): StreamEvent {
  const { plantId, deviceId } = record;
  const { status, trust_score, reasons } = body.verification as {
    readonly status: string;
    readonly trust_score: number;
    readonly reasons: readonly { readonly rule: string }[];
  };
  const rules = reasons.map(({ rule }) => rule);
  const data = { ...placeOf(record), ...pick(body, "timestamp"), because: record.kind, status, trust_score, rules };
  return new StreamEvent({ id: idOf(record.no, 1), name: "verdict", plantId, deviceId, data });
}

/** A verifier's decision, or a later reading that casts doubt on earlier ones. */
function changeEvent(record: StreamedRecord, body: Content): StreamEvent {
  const { plantId, deviceId } = record;
  const change =
    record.kind === "review"
      ? pick(body.review as Content, "decision", "effects")
      : pick(body.reopen as Content, "rule", "from", "to");
  const data = { ...placeOf(record), because: record.kind, ...change };
  return new StreamEvent({ id: idOf(record.no, 1), name: "verdict", plantId, deviceId, data });
}

/** That a plant's records up to one are on the ledger. */
export function anchoredEvent(span: Extract<Span, { kind: "anchored" }>, place: CheckpointPlace): StreamEvent {
  const { plantId, firstNo, fromSeq, toSeq, treeSize } = span;
  const data = {
    plant_id: plantId,
    from_seq: Number(fromSeq),
    to_seq: Number(toSeq),
    tree_size: Number(treeSize),
    network: place.network,
    topic_id: place.topicId,
    sequence_number: Number(place.sequenceNumber),
    transaction_id: place.transactionId,
  };
  return new StreamEvent({ id: idOf(firstNo), name: "anchored", plantId, deviceId: null, data });
}

/** An alert as webhooks have it. */
export function alertEvent(span: Extract<Span, { kind: "alert" }>, { body }: { readonly body: string }): StreamEvent {
  const { type, timestamp, data } = JSON.parse(body) as { type: string; timestamp: string; data: Content };
  const told = { type: type.slice("alert.".length), timestamp, event_id: span.eventId, ...data };
  return new StreamEvent({ id: idOf(span.firstNo), name: "alert", plantId: span.plantId, deviceId: null, data: told });
}

function pick(from: Content, ...names: string[]): { [member: string]: Json } {
  return Object.fromEntries(names.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])));
}
