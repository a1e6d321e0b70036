import { type RawBuilder, sql } from "kysely";
import type { PlantKey } from "../../plants/store.ts";
import { numberColumn, textColumn } from "../../platform/columns.ts";
import type { Db } from "../../platform/database.ts";
import { sha256 } from "../../platform/digest.ts";
import { unpackBodies } from "./bodies.ts";
import { type RecordFacts, unpackFacts } from "./facts.ts";
import { idOf } from "./pack-month.ts";
import { unpackReadings } from "./values.ts";

/** Reading of segments, by those who know where they lie. */

/** A segment of a plant's chain. */
export type SegmentKey = PlantKey & { readonly month: string; readonly firstSeq: bigint };

export const segmentText = ({ orgId, plantId, month, firstSeq }: SegmentKey): string =>
  `${orgId}\n${plantId}\n${month}\n${firstSeq}`;

/** A record of a segment: what was asked for of it. */
export type PackedRecord = PlantKey &
  RecordFacts & {
    /** Of the record's bytes, as are the next two; null where they were not asked for. */
    readonly recordId: string | null;
    readonly commitment: Uint8Array | null;
    readonly body: Uint8Array | null;
  };

/** Names the segments in SQL: `wanted` with the columns of their key. */
const wantedSegments = (keys: readonly SegmentKey[]): RawBuilder<unknown> => sql`unnest(
  ${textColumn(keys.map(({ orgId }) => orgId))}, ${textColumn(keys.map(({ plantId }) => plantId))},
  ${textColumn(keys.map(({ month }) => month))}::date[], ${numberColumn(
    keys.map(({ firstSeq }) => firstSeq),
    "bigint",
  )}
) AS wanted (org_id, plant_id, month, first_seq)`;

type KeyRow = { org_id: string; plant_id: string; month: string; first_seq: bigint };

const keyOf = (row: KeyRow): SegmentKey => ({
  orgId: row.org_id,
  plantId: row.plant_id,
  month: row.month,
  firstSeq: row.first_seq,
});

/** What a damaged disk, or whoever changed a segment, left of it is not to be read: says which one, for the operator to restore. */
function unpacked<T>({ orgId, plantId, month, firstSeq }: SegmentKey, unpack: () => T): T {
  try {
    return unpack();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const which = `month ${month.slice(0, 7)} of plant ${plantId} of organisation ${orgId} from place ${firstSeq} on`;
    throw new Error(`the packed records of ${which} cannot be read: ${why}`, { cause });
  }
}

/** What the columns of segments' records say, in order of acceptance, by {@link segmentText}. */
export async function readFacts(db: Db, keys: readonly SegmentKey[]): Promise<Map<string, RecordFacts[]>> {
  if (keys.length === 0) return new Map();
  const { rows } = await sql<KeyRow & { facts: Uint8Array }>`
    SELECT org_id, plant_id, month::text, first_seq, facts
    FROM ${wantedSegments(keys)} JOIN packed_records USING (org_id, plant_id, month, first_seq)`.execute(db);
  return new Map(rows.map((row) => [segmentText(keyOf(row)), unpacked(keyOf(row), () => unpackFacts(row.facts))]));
}

/** A record's exact bytes with what follows from them. */
export type Exact = { readonly recordId: string; readonly commitment: Uint8Array; readonly body: Uint8Array };

/** What follows from a record's bytes. */
export const exactly = (body: Uint8Array): Exact => ({ recordId: idOf(body), commitment: sha256(body), body });

/** Exact bytes of the chosen records of a segment by `seq`. */
export async function readExact(
  db: Db,
  key: SegmentKey,
  isWanted: (facts: RecordFacts) => boolean,
): Promise<Map<bigint, Exact>> {
  const segment = await readSegment(db, key);
  return new Map(
    segment?.facts.flatMap((facts, i) => {
      const body = segment.bodies[i] as Uint8Array;
      return isWanted(facts) ? [[facts.seq, exactly(body)] as const] : [];
    }),
  );
}

/** All of a segment; undefined: there is none for whoever asks. */
export async function readSegment(
  db: Db,
  key: SegmentKey,
): Promise<{ readonly facts: readonly RecordFacts[]; readonly bodies: readonly Uint8Array[] } | undefined> {
  const { rows } = await sql<{ facts: Uint8Array; bodies: Uint8Array }>`
    SELECT facts, bodies FROM packed_records
    WHERE org_id = ${key.orgId} AND plant_id = ${key.plantId} AND month = ${key.month}::date
      AND first_seq = ${key.firstSeq}`.execute(db);
  const [row] = rows;
  return (
    row &&
    unpacked(key, () => {
      const [facts, bodies] = [unpackFacts(row.facts), unpackBodies(row.bodies)];
      if (facts.length !== bodies.length) {
        throw new Error(`${bodies.length} records stand where ${facts.length} were packed`);
      }
      return { facts, bodies };
    })
  );
}

/** Quantities of readings as the JSON of a record has them, by `seq`: of all devices of segments, or of chosen ones. */
export async function readValues(
  db: Db,
  keys: readonly SegmentKey[],
  isWanted: (deviceId: string) => boolean,
): Promise<Map<string, Map<bigint, Uint8Array>>> {
  if (keys.length === 0) return new Map();
  const { rows } = await sql<KeyRow & { device_id: string; content: Uint8Array }>`
    SELECT org_id, plant_id, month::text, first_seq, device_id, content
    FROM ${wantedSegments(keys)} JOIN packed_values USING (org_id, plant_id, month, first_seq)`.execute(db);
  const found = new Map<string, Map<bigint, Uint8Array>>();
  for (const row of rows) {
    if (!isWanted(row.device_id)) continue;
    const name = segmentText(keyOf(row));
    const own = found.get(name) ?? new Map<bigint, Uint8Array>();
    found.set(name, own);
    for (const { seq, quantities } of unpacked(keyOf(row), () => unpackReadings(row.content)))
      own.set(seq, Buffer.from(JSON.stringify({ readings: quantities })));
  }
  return found;
}
