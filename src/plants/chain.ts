import { sql } from "kysely";
import { enqueueLeaves, type LeafVerdict } from "../anchoring/outbox.ts";
import { type PublicField, publicFormBytes } from "../hydropower/public-fields.ts";
import { canonicalText, type Json } from "../kernel/canonical.ts";
import { newRecordId } from "../kernel/ids.ts";
import { isoFromMs, type Randomness } from "../kernel/time.ts";
import { numberColumn, textColumn } from "../platform/columns.ts";
import type { Db, Tx } from "../platform/database.ts";
import { hexOf, hmacSha256, sha256 } from "../platform/digest.ts";
import { emit, type TenantEvent } from "../platform/events.ts";
import { packed } from "../platform/packed.ts";
import { recordedTrace } from "../platform/tracing.ts";
import { eventsOf } from "./record-events.ts";

/**
 * A plant's chain: everything accepted of it, in order of acceptance, each record naming the commitment
 * of the one before. `seq` begins at 1 with the plant's own registration.
 */

/** The locked head of one plant's chain. Held until the transaction ends. */
export type ChainHead = {
  readonly orgId: string;
  readonly plantId: string;
  readonly seq: bigint;
  /** Commitment of the newest record; null before the first. */
  readonly commitment: Uint8Array | null;
  /** Direct mode: what each approved record makes public; absent: nothing. */
  readonly publicFields?: readonly PublicField[] | undefined;
};

/** What the caller says of a record; the chain adds id, salt, seq and prev. */
export type RecordDraft = {
  readonly kind:
    | "plant"
    | "device"
    | "device-key"
    | "reading"
    | "design"
    | "statement"
    | "review"
    | "reopen"
    | "correction"
    | "model"
    | "issuance"
    | "claim"
    | "transfer"
    | "retirement"
    | "accreditation"
    | "withdrawal"
    | "meter-decision"
    | "bundle"
    | "administration";
  readonly receivedAtMs: number;
  /** Members of the record beside the chain's own. */
  readonly content: { readonly [member: string]: Json | undefined };
  readonly verdict: LeafVerdict;
  readonly deviceId?: string;
  readonly endedAtMs?: number;
  readonly intervalS?: number | undefined;
  readonly status?: string;
  readonly trustScore?: number;
  /** Of the request that it is made for; null: none, absent: the one at work here. */
  readonly trace?: string | null;
};

/**
 * A record linked into the chain: its exact bytes and what they commit to. The values behind the bytes are let go of: of a
 * large group they would outlive the engine's young generation, and that is paid for.
 */
export type LinkedRecord = Omit<RecordDraft, "content"> & {
  readonly recordId: string;
  readonly orgId: string;
  readonly plantId: string;
  readonly seq: bigint;
  readonly body: Uint8Array;
  readonly commitment: Uint8Array;
  /** What its plant's owner makes public of it. */
  readonly publicForm?: Uint8Array | undefined;
  /** What its plant's organisation is told of it. */
  readonly events: readonly TenantEvent[];
};

export type ChainDeps = {
  readonly random: Randomness;
  /** The gateway's secret from which each plant's salt secret is derived; at least 32 bytes. */
  readonly plantSecret: Uint8Array;
};

export const recordVersion = 1;

/** Links a draft behind `head`: pure but for the random id. Returns the record and the new head. */
export function link(deps: ChainDeps, head: ChainHead, draft: RecordDraft): { record: LinkedRecord; head: ChainHead } {
  const recordId = newRecordId(deps.random);
  const seq = head.seq + 1n;
  const members = {
    ...draft.content,
    v: recordVersion,
    kind: draft.kind,
    id: recordId,
    salt: saltOf(deps.plantSecret, head.orgId, head.plantId, recordId),
    org_id: head.orgId,
    plant_id: head.plantId,
    seq: Number(seq),
    prev: head.commitment === null ? null : hexOf(head.commitment),
    received_at: isoFromMs(draft.receivedAtMs),
  };
  const body = Buffer.from(canonicalText(members));
  const commitment = sha256(body);
  const { orgId, plantId, publicFields } = head;
  const isPublic = publicFields !== undefined && draft.verdict === "approved";
  const publicForm = isPublic ? publicFormBytes(members, publicFields) : undefined;
  const { content: _, ...said } = draft;
  const trace = draft.trace === undefined ? recordedTrace() : draft.trace;
  const events = eventsOf(draft, { recordId, orgId, plantId, seq });
  return {
    record: { ...said, trace, recordId, orgId, plantId, seq, body, commitment, publicForm, events },
    head: { ...head, seq, commitment },
  };
}

/**
 * 128 bits that only the owner of the plant secret can recompute: without them nobody can guess a
 * record's content and check the guess against its public commitment.
 */
export function saltOf(plantSecret: Uint8Array, orgId: string, plantId: string, recordId: string): string {
  return saltsOf(plantSecret, `plant\n${orgId}\n${plantId}`)(recordId).slice(0, 32);
}

type Salts = (recordId: string) => string;

/** Of the plants that were met last; they follow from the secret: nothing goes stale. */
const salts = new WeakMap<Uint8Array, Map<string, Salts>>();
const mostSalts = 10_000;

function saltsOf(plantSecret: Uint8Array, plant: string): Salts {
  const known = salts.get(plantSecret) ?? new Map<string, Salts>();
  salts.set(plantSecret, known);
  let own = known.get(plant);
  if (own === undefined) {
    own = hmacSha256(Buffer.from(hmacSha256(plantSecret)(plant), "hex"));
    if (known.size >= mostSalts) known.clear();
    known.set(plant, own);
  }
  return own;
}

/** Whether anything that a plant's devices sent is on record, samples included. */
export async function hasReading(db: Db, key: { readonly orgId: string; readonly plantId: string }): Promise<boolean> {
  const { rows } = await sql`
    (SELECT FROM records WHERE org_id = ${key.orgId} AND plant_id = ${key.plantId} AND ended_at IS NOT NULL LIMIT 1)
    UNION ALL
    (SELECT FROM packed_records
     WHERE org_id = ${key.orgId} AND plant_id = ${key.plantId} AND last_ended_at IS NOT NULL LIMIT 1)
    UNION ALL
    (SELECT FROM samples WHERE org_id = ${key.orgId} AND plant_id = ${key.plantId} LIMIT 1)`.execute(db);
  return rows.length > 0;
}

/** Writes linked records, their ids, their places in line for the log and what their organisation is told of them. The heads are locked by the caller. */
export async function insertRecords(tx: Tx, records: readonly LinkedRecord[], at: Date): Promise<void> {
  if (records.length === 0) return;
  const column = <T>(pick: (record: LinkedRecord) => T): T[] => records.map(pick);
  const iso = (ms: number | undefined) => (ms === undefined ? null : isoFromMs(ms));
  const ids = textColumn(column((record) => record.recordId));
  const orgs = textColumn(column((record) => record.orgId));
  const plants = textColumn(column((record) => record.plantId));
  const seqs = numberColumn(
    column((record) => record.seq),
    "bigint",
  );
  const received = textColumn(column((record) => isoFromMs(record.receivedAtMs)));
  const commitments = packed(column((record) => record.commitment));
  const bodies = packed(column((record) => record.body));
  const intervals = column((record) => record.intervalS ?? null);
  const written = sql`
    INSERT INTO records (org_id, plant_id, seq, record_id, kind, device_id, received_at, ended_at, interval_s,
                         status, trust_score, commitment, body)
    SELECT org_id, plant_id, seq, record_id, kind, device_id, received_at, ended_at, interval_s, status, trust_score,
           substr(${commitments.bytes}::bytea, 32 * position::integer - 31, 32), substr(${bodies.bytes}::bytea, body_start, body_length)
    FROM unnest(
      ${orgs}, ${plants}, ${seqs}, ${ids}, ${textColumn(column((record) => record.kind))},
      ${textColumn(column((record) => record.deviceId ?? null))}, ${received}::timestamptz[],
      ${textColumn(column((record) => iso(record.endedAtMs)))}::timestamptz[], ${numberColumn(intervals, "integer")},
      ${textColumn(column((record) => record.status ?? null))},
      ${textColumn(column((record) => record.trustScore?.toFixed(4) ?? null))}::numeric[],
      ${numberColumn(bodies.starts, "integer")}, ${numberColumn(bodies.lengths, "integer")}
    ) WITH ORDINALITY AS record (org_id, plant_id, seq, record_id, kind, device_id, received_at, ended_at, interval_s,
                                 status, trust_score, body_start, body_length, position)`.execute(tx);
  const named = sql`
    INSERT INTO record_ids (record_id, org_id, plant_id, seq, received_at)
    SELECT * FROM unnest(${ids}, ${orgs}, ${plants}, ${seqs}, ${received}::timestamptz[])`.execute(tx);
  await Promise.all([
    written,
    named,
    enqueueLeaves(tx, records, at),
    emit(tx, column((record) => record.events).flat(), at),
  ]);
}
