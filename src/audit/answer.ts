import { bytesToHex, type Json } from "../kernel/canonical.ts";
import { hashscanTransactionUrl } from "../ledger/hashscan.ts";
import { parseBody, type StoredRecord } from "../telemetry/types.ts";
import type { LedgerFacts } from "./types.ts";

export type AnswerOptions = {
  /** This call repeated a reading that was on record. */
  readonly duplicate?: boolean;
};

const estimateNotice =
  "Trust score and carbon figures are the gateway's own, unverified estimate: nothing is a credit until an accredited verifier has signed its monitoring period.";
const localNote = "anchored on this machine's own ledger: good for trying out, proves nothing to others";

/**
 * What a caller is told of a record, by every call that tells of one. Numbers that may outgrow a double
 * (topic sequence, leaf index, tree size) are digit strings; what the record says is passed through.
 */
export function recordAnswer(facts: LedgerFacts, record: StoredRecord, options: AnswerOptions = {}): Json {
  const { anchor } = record;
  const {
    readings,
    signed,
    signature,
    samples,
    context,
    verification,
    carbon,
    review,
    reopen,
    correction,
    model,
    device_key,
    ...more
  } = parseBody(record);
  const self = `/api/v1/records/${record.recordId}`;
  const hashscan = anchor.state === "anchored" ? hashscanTransactionUrl(anchor.network, anchor.transactionId) : null;
  return {
    record_id: record.recordId,
    kind: record.kind,
    status: record.status,
    effective_status: record.effectiveStatus,
    trust_score: record.trustScore,
    hedera_tx_id: anchor.state === "anchored" ? anchor.transactionId : null,
    hashscan_url: hashscan,
    timestamp: record.endedAt?.toISOString() ?? null,
    interval_s: record.intervalS,
    received_at: record.receivedAt.toISOString(),
    plant_id: record.plantId,
    device_id: record.deviceId,
    seq: Number(record.seq),
    commitment: bytesToHex(record.commitment),
    duplicate: options.duplicate ?? false,
    readings,
    ...(record.kind === "reading" && { source: more.source, reason: more.reason, filed_by: more.filed_by }),
    signed,
    signature,
    samples,
    context,
    verification,
    carbon,
    review,
    reopen,
    correction,
    model: modelAnswer(model),
    device_key,
    anchor: anchorAnswer(facts, anchor),
    public_message: publicMessageAnswer(facts, anchor),
    notice: record.status === null ? undefined : estimateNotice,
    links: { self, proof: `${self}/proof`, mirror: mirrorLink(facts, anchor), hashscan },
  };
}

/** A decision on a model without the model's bytes: they have a path of their own. */
function modelAnswer(model: Json | undefined): Json | undefined {
  if (typeof model !== "object" || model === null || Array.isArray(model)) return undefined;
  return { ...(model as { readonly [member: string]: Json | undefined }), content: undefined };
}

function anchorAnswer(facts: LedgerFacts, anchor: StoredRecord["anchor"]): Json {
  const note = facts.network === "local" ? localNote : undefined;
  const anchored = anchor.state === "anchored" ? anchor : undefined;
  return {
    state: anchor.state,
    network: anchored?.network ?? facts.network,
    topic_id: anchored?.topicId ?? null,
    sequence_number: anchored?.sequenceNumber.toString() ?? null,
    consensus_timestamp: anchored?.consensusTimestamp ?? null,
    leaf_index: anchored?.leafIndex.toString() ?? null,
    tree_size: anchored?.treeSize.toString() ?? null,
    note,
  };
}

/** The record's own message on the topic; undefined where its plant's owner makes nothing public of it. */
function publicMessageAnswer(facts: LedgerFacts, anchor: StoredRecord["anchor"]): Json | undefined {
  const message = anchor.state === "anchored" ? anchor.publicMessage : undefined;
  if (anchor.state !== "anchored" || message === undefined) return undefined;
  const published = message.state === "published" ? message : undefined;
  return {
    state: message.state,
    hedera_tx_id: published?.transactionId ?? null,
    hashscan_url: published ? hashscanTransactionUrl(anchor.network, published.transactionId) : null,
    sequence_number: published?.sequenceNumber.toString() ?? null,
    mirror_url: published ? messageUrl(facts, anchor.topicId, published.sequenceNumber) : null,
  };
}

function mirrorLink(facts: LedgerFacts, anchor: StoredRecord["anchor"]): string | null {
  return anchor.state === "anchored" ? messageUrl(facts, anchor.topicId, anchor.sequenceNumber) : null;
}

function messageUrl({ mirrorUrl }: LedgerFacts, topicId: string, sequenceNumber: bigint): string {
  return `${mirrorUrl}/api/v1/topics/${topicId}/messages/${sequenceNumber}`;
}
