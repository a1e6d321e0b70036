import { sql } from "kysely";
import { longestIntervalS, type TelemetryBody } from "../hydropower/reading.ts";
import { canonicalBytes, type Json, sha256Bytes } from "../kernel/canonical.ts";
import { isoFromMs, readableMs } from "../kernel/time.ts";
import { booleanColumn, numberColumn, textColumn } from "../platform/columns.ts";
import type { Tx } from "../platform/database.ts";
import { packed } from "../platform/packed.ts";
import type { Status } from "../verification/verdict.ts";

/** What an earlier reading of a device covers. Milliseconds since the epoch. */
export type Covered = {
  readonly isInterval: boolean;
  readonly endedAtMs: number;
  readonly intervalS: number | null;
  readonly fromMs: number;
  readonly toMs: number;
  readonly contentHash: Uint8Array;
  /** Null: a sample, which its end names. */
  readonly recordId: string | null;
};

/** A reading that was placed, with what a monitoring period adds up of it. Energy in integer Wh. */
export type PlacedReading = DeviceKey &
  Covered & {
    readonly recordId: string;
    /** It was made of samples: whatever comes for its time is held against those. */
    readonly isSampled: boolean;
    readonly seq: bigint;
    readonly status: Status;
    readonly commitment: Uint8Array;
    readonly energyWh: bigint | null;
    readonly exportWh: bigint | null;
    readonly importWh: bigint | null;
    readonly grossWh: bigint | null;
    /** Mean power beside an export register, W. */
    readonly powerW: bigint | null;
  };

export type DeviceKey = { readonly orgId: string; readonly plantId: string; readonly deviceId: string };

export type CoverQuery = DeviceKey & { readonly isInterval: boolean; readonly fromMs: number; readonly toMs: number };

/** A time as PostgreSQL reads it. Asked for before it is checked: no reading lies beyond what it reads, so none is missed. */
const readTime = (ms: number) => isoFromMs(readableMs(ms));

/**
 * For each query, the device's readings of the same form that touch (fromMs, toMs]: all of them that say anything, a
 * handful. Readings of one form never overlap, so along the primary key at most one of those that end after `toMs`
 * can reach into it, two with an overlap that was cut off; and of those that end inside, the first lie there whole or
 * hang over its beginning. Those made of samples are left out. The caller holds the plant's head lock: nothing can slip in between this look and the insert.
 */
export async function findCovered(tx: Tx, queries: readonly CoverQuery[]): Promise<Covered[][]> {
  const found: Covered[][] = queries.map(() => []);
  const newest = await findNewest(tx, queries);
  // Nearly all readings come in order: nothing of their device lies where they do.
  const asked = queries.flatMap((query, at) => (meets(query, newest.get(lineText(query))) ? [{ query, at }] : []));
  if (asked.length === 0) return found;
  const column = <T>(pick: (query: CoverQuery) => T): T[] => asked.map(({ query }) => pick(query));
  const { rows } = await sql<CoveredRow>`
    SELECT query.position, reading.is_interval, reading.ended_at, reading.interval_s, reading.covers_from,
           reading.covers_to, reading.content_hash, reading.record_id
    FROM unnest(
      ${column((query) => query.orgId)}::text[], ${column((query) => query.plantId)}::text[],
      ${column((query) => query.deviceId)}::text[], ${column((query) => query.isInterval)}::boolean[],
      ${column((query) => readTime(query.fromMs))}::timestamptz[], ${column((query) => readTime(query.toMs))}::timestamptz[],
      ${column((query) => readTime(query.toMs + farthestEndMs))}::timestamptz[]
    ) WITH ORDINALITY AS query (org_id, plant_id, device_id, is_interval, from_at, to_at, last_at, position)
    CROSS JOIN LATERAL (
      (SELECT * FROM device_readings AS inside
       WHERE inside.org_id = query.org_id AND inside.plant_id = query.plant_id
         AND inside.device_id = query.device_id AND inside.is_interval = query.is_interval
         AND inside.ended_at >= query.from_at AND inside.ended_at < query.to_at AND NOT inside.is_sampled
       ORDER BY inside.ended_at LIMIT 5)
      UNION ALL
      (SELECT * FROM device_readings AS after
       WHERE after.org_id = query.org_id AND after.plant_id = query.plant_id
         AND after.device_id = query.device_id AND after.is_interval = query.is_interval
         AND after.ended_at >= query.to_at AND after.ended_at <= query.last_at AND NOT after.is_sampled
       ORDER BY after.ended_at LIMIT 3)
    ) AS reading
    WHERE reading.covers_from <= query.to_at
    ORDER BY query.position, reading.ended_at`.execute(tx);
  for (const row of rows) {
    found[asked[Number(row.position) - 1]?.at ?? -1]?.push({
      isInterval: row.is_interval,
      endedAtMs: row.ended_at.getTime(),
      intervalS: row.interval_s,
      fromMs: row.covers_from.getTime(),
      toMs: row.covers_to.getTime(),
      contentHash: row.content_hash,
      recordId: row.record_id,
    });
  }
  return found;
}

/** What ends later than this after a time does not reach back to it, ms. */
const farthestEndMs = 1000 * longestIntervalS;

/** Whether a reading could lie among those of its line, the newest of which ends then. An interval may begin there. */
function meets({ fromMs, toMs }: CoverQuery, newestMs: number | undefined): boolean {
  return newestMs !== undefined && (fromMs < newestMs || toMs <= newestMs);
}

type Line = DeviceKey & { readonly isInterval: boolean };

/** A device's readings of one form, in maps: ids hold no line feed. */
export const lineText = ({ orgId, plantId, deviceId, isInterval }: Line): string =>
  `${orgId}\n${plantId}\n${deviceId}\n${isInterval}`;

/** End of the newest reading on each line that has one, ms. */
async function findNewest(tx: Tx, queries: readonly Line[]): Promise<Map<string, number>> {
  const lines = [...new Map(queries.map((query) => [lineText(query), query])).values()];
  if (lines.length === 0) return new Map();
  const { rows } = await sql<{ position: bigint; ended_at: Date }>`
    SELECT line.position, newest.ended_at
    FROM unnest(
      ${textColumn(lines.map((line) => line.orgId))}, ${textColumn(lines.map((line) => line.plantId))},
      ${textColumn(lines.map((line) => line.deviceId))}, ${booleanColumn(lines.map((line) => line.isInterval))}
    ) WITH ORDINALITY AS line (org_id, plant_id, device_id, is_interval, position)
    CROSS JOIN LATERAL (
      SELECT reading.ended_at FROM device_readings AS reading
      WHERE reading.org_id = line.org_id AND reading.plant_id = line.plant_id
        AND reading.device_id = line.device_id AND reading.is_interval = line.is_interval
      ORDER BY reading.ended_at DESC LIMIT 1
    ) AS newest`.execute(tx);
  return new Map(rows.map((row) => [lineText(lines[Number(row.position) - 1] as Line), row.ended_at.getTime()]));
}

type CoveredRow = {
  position: bigint;
  is_interval: boolean;
  ended_at: Date;
  interval_s: number | null;
  covers_from: Date;
  covers_to: Date;
  content_hash: Uint8Array;
  record_id: string;
};

export async function insertPlaced(tx: Tx, rows: readonly PlacedReading[]): Promise<void> {
  if (rows.length === 0) return;
  const column = <T>(pick: (row: PlacedReading) => T): T[] => rows.map(pick);
  const texts = (pick: (row: PlacedReading) => string) => textColumn(column(pick));
  const times = (pick: (row: PlacedReading) => number) => sql`${texts((row) => isoFromMs(pick(row)))}::timestamptz[]`;
  const digits = (pick: (row: PlacedReading) => bigint | null) => numberColumn(column(pick), "bigint");
  const intervals = column((row) => row.intervalS);
  const hashes = packed(rows.flatMap((row) => [row.contentHash, row.commitment]));
  await sql`
    INSERT INTO device_readings (org_id, plant_id, device_id, is_interval, ended_at, interval_s, covers_from, covers_to,
                                 record_id, seq, status, energy_wh, export_wh, import_wh, gross_wh, power_w, content_hash,
                                 commitment, is_sampled)
    SELECT org_id, plant_id, device_id, is_interval, ended_at, interval_s, covers_from, covers_to, record_id, seq, status,
           energy_wh, export_wh, import_wh, gross_wh, power_w, substr(${hashes.bytes}::bytea, 64 * position::integer - 63, 32),
           substr(${hashes.bytes}::bytea, 64 * position::integer - 31, 32), is_sampled
    FROM unnest(
      ${texts((row) => row.orgId)}, ${texts((row) => row.plantId)}, ${texts((row) => row.deviceId)},
      ${booleanColumn(column((row) => row.isInterval))}, ${times((row) => row.endedAtMs)}, ${numberColumn(intervals, "integer")},
      ${times((row) => row.fromMs)}, ${times((row) => row.toMs)}, ${texts((row) => row.recordId)}, ${digits((row) => row.seq)},
      ${texts((row) => row.status)}, ${digits((row) => row.energyWh)}, ${digits((row) => row.exportWh)},
      ${digits((row) => row.importWh)}, ${digits((row) => row.grossWh)}, ${digits((row) => row.powerW)},
      ${booleanColumn(column((row) => row.isSampled))}
    ) WITH ORDINALITY AS placed (org_id, plant_id, device_id, is_interval, ended_at, interval_s, covers_from, covers_to, record_id,
                                 seq, status, energy_wh, export_wh, import_wh, gross_wh, power_w, is_sampled, position)`.execute(
    tx,
  );
}

export type IdempotencyKey = { readonly orgId: string; readonly key: string };
/** `recordId` null: of a sample, which its body finds. */
export type UsedKey = { readonly fingerprint: Uint8Array; readonly recordId: string | null };

/** Keys that were used before, by {@link idempotencyKeyText}. */
export async function findUsedKeys(tx: Tx, keys: readonly IdempotencyKey[]): Promise<Map<string, UsedKey>> {
  if (keys.length === 0) return new Map();
  const { rows } = await sql<{
    org_id: string;
    idempotency_key: string;
    fingerprint: Uint8Array;
    record_id: string | null;
  }>`
    SELECT org_id, idempotency_key, fingerprint, record_id FROM idempotency_keys
    WHERE (org_id, idempotency_key) IN (
      SELECT * FROM unnest(${keys.map((key) => key.orgId)}::text[], ${keys.map((key) => key.key)}::text[]))`.execute(
    tx,
  );
  return new Map(
    rows.map((row) => [
      idempotencyKeyText({ orgId: row.org_id, key: row.idempotency_key }),
      { fingerprint: row.fingerprint, recordId: row.record_id },
    ]),
  );
}

export const idempotencyKeyText = (key: IdempotencyKey): string => `${key.orgId}\n${key.key}`;

export async function insertUsedKeys(tx: Tx, rows: readonly (IdempotencyKey & UsedKey)[], at: Date): Promise<void> {
  if (rows.length === 0) return;
  await tx
    .insertInto("idempotency_keys")
    .values(
      rows.map((row) => ({
        org_id: row.orgId,
        idempotency_key: row.key,
        fingerprint: row.fingerprint,
        record_id: row.recordId,
        created_at: at,
      })),
    )
    .execute();
}

/** True where another transaction used such a key after this one had looked for it, and committed. */
export const isKeyUsedMeanwhile = (error: unknown): boolean =>
  error instanceof Error && (error as { constraint?: unknown }).constraint === "idempotency_keys_pkey";

export type AuditEntry = {
  readonly orgId: string;
  readonly actor: string;
  readonly act: string;
  readonly subject: string;
  readonly detail: { readonly body: TelemetryBody };
};

/** Keeps what was attempted; what the same key says again word for word stands there already. */
export async function insertAudit(tx: Tx, entries: readonly AuditEntry[], at: Date): Promise<void> {
  if (entries.length === 0) return;
  const rows = entries.map((entry) => ({
    org_id: entry.orgId,
    at,
    actor: entry.actor,
    act: entry.act,
    subject: entry.subject,
    detail: JSON.stringify(entry.detail),
    content_hash: attemptHash(entry),
  }));
  // In one order, so that two transactions with the same attempts never wait for each other.
  rows.sort((a, b) => Buffer.compare(a.content_hash, b.content_hash));
  await tx
    .insertInto("audit_trail")
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

const attemptHash = ({ actor, act, subject, detail }: AuditEntry): Uint8Array =>
  sha256Bytes(canonicalBytes({ actor, act, subject, body: detail.body as Json }));
