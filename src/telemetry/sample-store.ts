import { sql } from "kysely";
import type { Slot } from "../hydropower/accounting.ts";
import type { Quantities } from "../hydropower/quantities.ts";
import { isoFromMs, readableMs } from "../kernel/time.ts";
import type { PlantKey } from "../plants/store.ts";
import { numberColumn, textColumn } from "../platform/columns.ts";
import type { Db, Tx } from "../platform/database.ts";
import { packed } from "../platform/packed.ts";
import type { Covered, CoverQuery, DeviceKey } from "./store.ts";
import { parseBody } from "./types.ts";

/** A sample as it is kept. Times in ms since the epoch. */
export type SampleRow = DeviceKey & {
  readonly endedAtMs: number;
  readonly intervalS: number;
  readonly slot: Slot;
  readonly receivedAtMs: number;
  readonly contentHash: Uint8Array;
  readonly body: Uint8Array;
  readonly evidence: Uint8Array | null;
};

const texts = <T>(rows: readonly T[], pick: (row: T) => string) => textColumn(rows.map(pick));
const times = <T>(rows: readonly T[], pick: (row: T) => number) =>
  sql`${texts(rows, (row) => isoFromMs(pick(row)))}::timestamptz[]`;
const places = (rows: readonly DeviceKey[]) =>
  sql`${texts(rows, ({ orgId }) => orgId)}, ${texts(rows, ({ plantId }) => plantId)}, ${texts(rows, ({ deviceId }) => deviceId)}`;

export async function insertSamples(tx: Tx, rows: readonly SampleRow[]): Promise<void> {
  if (rows.length === 0) return;
  const bodies = packed(rows.map(({ body }) => body));
  const evidence = packed(rows.map((row) => row.evidence ?? new Uint8Array(0)));
  const hashes = packed(rows.map(({ contentHash }) => contentHash));
  await sql`
    INSERT INTO samples (org_id, plant_id, device_id, ended_at, interval_s, slot_from, slot_s, received_at, content_hash,
                         body, evidence)
    SELECT org_id, plant_id, device_id, ended_at, interval_s, slot_from, slot_s, received_at,
           substr(${hashes.bytes}::bytea, 32 * position::integer - 31, 32),
           substr(${bodies.bytes}::bytea, body_start, body_length),
           nullif(substr(${evidence.bytes}::bytea, evidence_start, evidence_length), ''::bytea)
    FROM unnest(
      ${places(rows)}, ${times(rows, ({ endedAtMs }) => endedAtMs)},
      ${numberColumn(
        rows.map(({ intervalS }) => intervalS),
        "integer",
      )},
      ${times(rows, ({ slot }) => slot.fromMs)},
      ${numberColumn(
        rows.map(({ slot }) => slot.lengthS),
        "integer",
      )},
      ${times(rows, ({ receivedAtMs }) => receivedAtMs)},
      ${numberColumn(bodies.starts, "integer")}, ${numberColumn(bodies.lengths, "integer")},
      ${numberColumn(evidence.starts, "integer")}, ${numberColumn(evidence.lengths, "integer")}
    ) WITH ORDINALITY AS sample (org_id, plant_id, device_id, ended_at, interval_s, slot_from, slot_s, received_at,
                                 body_start, body_length, evidence_start, evidence_length, position)`.execute(tx);
}

/** No sample is longer than this, so that nothing that ends later after a time reaches back to it. */
const longestSampleMs = 900_000;

/** Samples that an interval could meet, for each query: as `findCovered` of readings, of which these are kept apart. */
export async function findCoveredSamples(tx: Tx, queries: readonly CoverQuery[]): Promise<Covered[][]> {
  const found: Covered[][] = queries.map(() => []);
  if (queries.length === 0) return found;
  const { rows } = await sql<CoveredRow>`
    SELECT query.position::integer AS position, sample.ended_at, sample.interval_s, sample.content_hash
    FROM unnest(
      ${places(queries)}, ${times(queries, ({ fromMs }) => readableMs(fromMs))}, ${times(queries, ({ toMs }) => readableMs(toMs))},
      ${times(queries, ({ toMs }) => readableMs(toMs + longestSampleMs))}
    ) WITH ORDINALITY AS query (org_id, plant_id, device_id, from_at, to_at, last_at, position)
    CROSS JOIN LATERAL (
      (SELECT ended_at, interval_s, content_hash FROM samples AS inside
       WHERE inside.org_id = query.org_id AND inside.plant_id = query.plant_id AND inside.device_id = query.device_id
         AND inside.ended_at >= query.from_at AND inside.ended_at < query.to_at
       ORDER BY inside.ended_at LIMIT 5)
      UNION ALL
      (SELECT ended_at, interval_s, content_hash FROM samples AS after
       WHERE after.org_id = query.org_id AND after.plant_id = query.plant_id AND after.device_id = query.device_id
         AND after.ended_at >= query.to_at AND after.ended_at < query.last_at
       ORDER BY after.ended_at LIMIT 3)
    ) AS sample
    WHERE sample.ended_at - make_interval(secs => sample.interval_s) <= query.to_at
    ORDER BY query.position, sample.ended_at`.execute(tx);
  for (const row of rows) {
    const endedAtMs = row.ended_at.getTime();
    const fromMs = endedAtMs - 1000 * row.interval_s;
    const { interval_s: intervalS, content_hash: contentHash } = row;
    found[row.position - 1]?.push({
      ...{ isInterval: true, endedAtMs, intervalS, fromMs, toMs: endedAtMs, contentHash, recordId: null },
    });
  }
  return found;
}

type CoveredRow = { position: number; ended_at: Date; interval_s: number; content_hash: Uint8Array };

/** End of the newest interval of each device, record or sample, ms; {@link deviceText}. */
export async function newestEnds(tx: Tx, devices: readonly DeviceKey[]): Promise<Map<string, number>> {
  if (devices.length === 0) return new Map();
  const { rows } = await sql<{ position: number; ended_at: Date | null }>`
    SELECT device.position::integer AS position, greatest(
      (SELECT ended_at FROM samples AS sample
       WHERE sample.org_id = device.org_id AND sample.plant_id = device.plant_id AND sample.device_id = device.device_id
       ORDER BY ended_at DESC LIMIT 1),
      (SELECT ended_at FROM device_readings AS reading
       WHERE reading.org_id = device.org_id AND reading.plant_id = device.plant_id
         AND reading.device_id = device.device_id AND reading.is_interval
       ORDER BY ended_at DESC LIMIT 1)) AS ended_at
    FROM unnest(${places(devices)}) WITH ORDINALITY AS device (org_id, plant_id, device_id, position)`.execute(tx);
  return new Map(
    rows.flatMap(({ position, ended_at: endedAt }) =>
      endedAt === null ? [] : [[deviceText(devices[position - 1] as DeviceKey), endedAt.getTime()]],
    ),
  );
}

export const deviceText = ({ orgId, plantId, deviceId }: DeviceKey): string => `${orgId}\n${plantId}\n${deviceId}`;

/** A sample in its slot, as its record is made of it. */
export type SlotSample = Omit<SampleRow, "evidence" | "contentHash" | keyof DeviceKey>;

/** The samples of a slot that are in no record, in the order of time. The caller holds the lock of the plant's head. */
export async function samplesToClose(tx: Tx, key: DeviceKey, slot: Slot): Promise<SlotSample[]> {
  const [from, to] = [isoFromMs(slot.fromMs), isoFromMs(slot.fromMs + 1000 * slot.lengthS)];
  const { rows } = await sql<SlotRow>`
    SELECT ended_at, interval_s, received_at, body FROM samples AS sample
    WHERE org_id = ${key.orgId} AND plant_id = ${key.plantId} AND device_id = ${key.deviceId}
      AND ended_at > ${from}::timestamptz AND ended_at <= ${to}::timestamptz
      AND slot_from = ${from}::timestamptz AND slot_s = ${slot.lengthS}
      AND NOT EXISTS (
        SELECT FROM device_readings AS made
        WHERE made.org_id = sample.org_id AND made.plant_id = sample.plant_id AND made.device_id = sample.device_id
          AND made.is_interval AND made.is_sampled
          AND made.ended_at >= sample.ended_at AND made.ended_at <= ${to}::timestamptz
          AND made.covers_from < sample.ended_at)
    ORDER BY ended_at`.execute(tx);
  return rows.map((row) => ({
    endedAtMs: row.ended_at.getTime(),
    intervalS: row.interval_s,
    slot,
    receivedAtMs: row.received_at.getTime(),
    body: row.body,
  }));
}

type SlotRow = { ended_at: Date; interval_s: number; received_at: Date; body: Uint8Array };

export type SamplePlace = DeviceKey & { readonly endedAtMs: number };
export const samplePlaceText = (place: SamplePlace): string => `${deviceText(place)}\n${place.endedAtMs}`;

export type FoundSample = SampleRow & { readonly recordId: string | null };

/** Samples by device and end, each with the record that it went into; {@link samplePlaceText}. */
export async function findSamples(db: Db | Tx, wanted: readonly SamplePlace[]): Promise<Map<string, FoundSample>> {
  if (wanted.length === 0) return new Map();
  const { rows } = await sql<FoundRow>`
    SELECT sample.*, (
      SELECT made.record_id FROM device_readings AS made
      WHERE made.org_id = sample.org_id AND made.plant_id = sample.plant_id AND made.device_id = sample.device_id
        AND made.is_interval AND made.is_sampled AND made.ended_at >= sample.ended_at
        AND made.ended_at <= sample.slot_from + make_interval(secs => sample.slot_s)
        AND made.covers_from < sample.ended_at LIMIT 1) AS record_id
    FROM unnest(${places(wanted)}, ${times(wanted, ({ endedAtMs }) => endedAtMs)})
      AS place (org_id, plant_id, device_id, ended_at)
    JOIN samples AS sample USING (org_id, plant_id, device_id, ended_at)`.execute(db);
  const found = rows.map((row) => foundOf(row));
  return new Map(found.map((one) => [samplePlaceText(one), one]));
}

type FoundRow = {
  org_id: string;
  plant_id: string;
  device_id: string;
  ended_at: Date;
  interval_s: number;
  slot_from: Date;
  slot_s: number;
  received_at: Date;
  content_hash: Uint8Array;
  body: Uint8Array;
  evidence: Uint8Array | null;
  record_id: string | null;
};

function foundOf(row: FoundRow): FoundSample {
  return {
    orgId: row.org_id,
    plantId: row.plant_id,
    deviceId: row.device_id,
    endedAtMs: row.ended_at.getTime(),
    intervalS: row.interval_s,
    slot: { fromMs: row.slot_from.getTime(), lengthS: row.slot_s },
    receivedAtMs: row.received_at.getTime(),
    contentHash: row.content_hash,
    body: row.body,
    evidence: row.evidence,
    recordId: row.record_id,
  };
}

/** What a record was made of: the samples of its device in (fromMs, toMs], in the order of time. */
export type RecordSpan = DeviceKey & { readonly fromMs: number; readonly toMs: number };

export type SpannedSample = Pick<SampleRow, "endedAtMs" | "body" | "evidence">;

/** Of each span. What was signed stands with it. */
export async function samplesOf(db: Db | Tx, spans: readonly RecordSpan[]): Promise<SpannedSample[][]> {
  const found: SpannedSample[][] = spans.map(() => []);
  if (spans.length === 0) return found;
  const { rows } = await sql<SpannedRow>`
    SELECT span.position::integer AS position, sample.*
    FROM unnest(${places(spans)}, ${times(spans, ({ fromMs }) => fromMs)}, ${times(spans, ({ toMs }) => toMs)})
      WITH ORDINALITY AS span (org_id, plant_id, device_id, from_at, to_at, position)
    CROSS JOIN LATERAL (
      SELECT ended_at, body, evidence FROM samples AS own
      WHERE own.org_id = span.org_id AND own.plant_id = span.plant_id AND own.device_id = span.device_id
        AND own.ended_at > span.from_at AND own.ended_at <= span.to_at
    ) AS sample
    ORDER BY span.position, sample.ended_at`.execute(db);
  for (const { position, ended_at: endedAt, body, evidence } of rows) {
    found[position - 1]?.push({ endedAtMs: endedAt.getTime(), body, evidence });
  }
  return found;
}

type SpannedRow = { position: number; ended_at: Date; body: Uint8Array; evidence: Uint8Array | null };

export type NewestSample = {
  readonly deviceId: string;
  readonly endedAt: Date;
  readonly intervalS: number;
  readonly receivedAt: Date;
  readonly readings: Quantities;
};

/** The newest sample of each device of a plant that sends any. @param devices only these; undefined: all */
export async function newestSamples(
  db: Db | Tx,
  { orgId, plantId }: PlantKey,
  devices: readonly string[] | undefined,
): Promise<NewestSample[]> {
  const { rows } = await sql<NewestRow>`
    SELECT device.device_id, sample.*
    FROM plant_heads AS head JOIN devices AS device USING (org_id, plant_id)
    CROSS JOIN LATERAL (
      SELECT ended_at, interval_s, received_at, body FROM samples AS own
      WHERE own.org_id = device.org_id AND own.plant_id = device.plant_id AND own.device_id = device.device_id
      ORDER BY own.ended_at DESC LIMIT 1
    ) AS sample
    WHERE head.org_id = ${orgId} AND head.plant_id = ${plantId} AND head.has_samples
      AND (${devices === undefined} OR device.device_id = ANY(${[...(devices ?? [])]}::text[]))
    ORDER BY device.device_id`.execute(db);
  return rows.map((row) => ({
    deviceId: row.device_id,
    endedAt: row.ended_at,
    intervalS: row.interval_s,
    receivedAt: row.received_at,
    readings: parseBody(row).readings as Quantities,
  }));
}

type NewestRow = { device_id: string; ended_at: Date; interval_s: number; received_at: Date; body: Uint8Array };
