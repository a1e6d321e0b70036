import type { Anchor } from "../anchoring/outbox.ts";
import type { Slot } from "../hydropower/accounting.ts";
import type { TelemetryBody } from "../hydropower/reading.ts";
import type { Actor } from "../kernel/actor.ts";
import type { Json } from "../kernel/canonical.ts";
import type { TraceNote } from "../platform/tracing.ts";
import type { EvidenceForm } from "../proof/device-envelope.ts";
import type { Status } from "../verification/verdict.ts";
import type { EffectiveStatus } from "./review-rules.ts";

/** A record as stored: its exact bytes, what queries need of it, and how far its anchoring got. */
export type StoredRecord = {
  readonly recordId: string;
  readonly orgId: string;
  readonly plantId: string;
  readonly seq: bigint;
  readonly kind: string;
  readonly deviceId: string | null;
  readonly receivedAt: Date;
  /** Null for records that are no readings, as are the next four. */
  readonly endedAt: Date | null;
  readonly intervalS: number | null;
  readonly status: Status | null;
  /** The verdict with every later decision: what counts. */
  readonly effectiveStatus: EffectiveStatus | null;
  readonly trustScore: number | null;
  /** SHA-256 of `body`. */
  readonly commitment: Uint8Array;
  /** The canonical (RFC 8785) bytes that were committed to. */
  readonly body: Uint8Array;
  readonly anchor: Anchor;
};

/** A record's parsed body. Numbers in it are readings and scores; energy and emissions are digit strings. */
export type RecordBody = { readonly [member: string]: Json | undefined };

export function parseBody(record: Pick<StoredRecord, "body">): RecordBody {
  return JSON.parse(new TextDecoder().decode(record.body)) as RecordBody;
}

/** A sample as stored: its exact bytes, and what is told of it. It has no verdict; its record has. */
export type StoredSample = {
  readonly orgId: string;
  readonly plantId: string;
  readonly deviceId: string;
  /** Milliseconds since the epoch, as is the next but one. */
  readonly endedAtMs: number;
  readonly intervalS: number;
  readonly receivedAtMs: number;
  readonly slot: Slot;
  /** The canonical (RFC 8785) bytes, and their SHA-256. */
  readonly body: Uint8Array;
  readonly sha256: Uint8Array;
  /** The record that it went into; null: its slot is open. */
  readonly recordId: string | null;
};

type Repeats = {
  /** The same content for the same interval was there before. */
  readonly duplicate: boolean;
  /** The same `Idempotency-Key` with the same body was answered before. */
  readonly replayed: boolean;
};

/** What became of a reading: a record of its own, or an earlier one that it repeats. */
export type AcceptedRecord = Repeats & { readonly record: StoredRecord; readonly sample?: undefined };
/** Of a plant with an accounting interval: a sample, or an earlier one that it repeats. */
export type AcceptedSample = Repeats & { readonly sample: StoredSample; readonly record?: undefined };
export type Accepted = AcceptedRecord | AcceptedSample;

/** Something on record: a record by its id, or a sample by the end of its interval, ms. */
export type OnRecord = { readonly recordId: string } | { readonly recordId: null; readonly endedAtMs: number };

/** One reading on its way into a commit group. */
export type AcceptItem = {
  readonly actor: Actor;
  readonly body: TelemetryBody;
  readonly receivedAtMs: number;
  readonly idempotencyKey: string | undefined;
  /** Its device's signature, which holds; undefined: it has none. */
  readonly signed?: SignedContent | undefined;
  /** How late a live reading may come, ms; what is older is history. Undefined: any age, as the single call takes it. */
  readonly mostLateMs?: number | undefined;
  /** Of the request or message that brought it, where that is traced. */
  readonly trace?: TraceNote | undefined;
};

/** A signature that holds for its reading, with what is archived of it. */
export type SignedContent = {
  readonly keyId: string;
  readonly form: EvidenceForm;
  /** Canonical bytes of all that is needed to check it again, and their SHA-256. */
  readonly evidence: Uint8Array;
  readonly sha256: Uint8Array;
  /** As the device says. */
  readonly signedAt: string;
  /** Of a signed HTTP message; a reading or batch has its device_seq. */
  readonly nonce: string | undefined;
};
