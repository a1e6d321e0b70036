import type { Quantities } from "../../hydropower/quantities.ts";
import type { PlantKey } from "../../plants/store.ts";
import type { Db, Tx } from "../../platform/database.ts";
import { sha256 } from "../../platform/digest.ts";
import { packBodies, unpackBodies } from "./bodies.ts";
import { packFacts, type RecordFacts, unpackFacts } from "./facts.ts";
import * as store from "./month-store.ts";
import { type PackedReading, packReadings, unpackReadings } from "./values.ts";

/**
 * Packs records of a month, a segment a transaction. Before a segment is written all of it is unpacked again: bytes are
 * held against the records' commitments, facts against the columns, values against what the records say. A crash before
 * the commit leaves nothing of a segment; after it the next pass goes on behind it. The rows stay where they are.
 */
export type PackDeps = {
  readonly db: Db;
  readonly segmentRecords?: number | undefined;
  /** First in each transaction: whether this process is still the one that packs. */
  readonly guard?: ((tx: Tx) => Promise<void>) | undefined;
};

/** Rows that are not what they should be: their month stays as it is, and somebody must look. */
export class NotPackable extends Error {}

const segmentRecords = 1_024;

/** Packs the next segment of a plant's month. @returns false where nothing was left to pack */
export async function packSegment(deps: PackDeps, plant: PlantKey, month: store.Month): Promise<boolean> {
  return deps.db.transaction().execute(async (tx) => {
    await deps.guard?.(tx);
    const records = await store.nextToPack(tx, plant, month, deps.segmentRecords ?? segmentRecords);
    const [first, last] = [records[0], records.at(-1)];
    if (first === undefined || last === undefined) return false;
    const bodies = packBodies(records.map(({ body }) => body));
    const facts = packFacts(records);
    requireSame(records, unpackBodies(bodies), unpackFacts(facts));
    const [endedFrom, endedTo] = spanOf(records);
    const segment = {
      ...plant,
      month,
      firstSeq: first.seq,
      lastSeq: last.seq,
      records: records.length,
      kinds: distinct(records.map(({ kind }) => kind)),
      statuses: distinct(records.flatMap(({ status }) => status ?? [])),
      bodyBytes: records.reduce((sum, { body }) => sum + body.length, 0),
      facts,
      bodies,
    };
    await store.insertSegment(tx, { ...segment, endedFrom, endedTo }, valuesOf(records));
    return true;
  });
}

const distinct = (words: readonly string[]) => [...new Set(words)].sort();

/** @throws unless every record comes out of the packed bytes as its row has it, and as what the log committed to */
export function requireSame(
  records: readonly store.HotRecord[],
  bodies: readonly Uint8Array[],
  facts: readonly RecordFacts[],
): void {
  if (bodies.length !== records.length || facts.length !== records.length)
    throw new NotPackable("a segment holds another number of records than there are rows");
  for (const [i, record] of records.entries()) {
    const body = bodies[i] as Uint8Array;
    if (!sha256(body).equals(record.commitment) || Buffer.compare(body, record.body) !== 0)
      throw new NotPackable(`${record.recordId} is not what its commitment says: its month stays as it is`);
    if (idOf(body) !== record.recordId) throw new NotPackable(`the bytes of ${record.recordId} name another record`);
    if (factsText(facts[i] as RecordFacts) !== factsText(record))
      throw new NotPackable(`the columns of ${record.recordId} do not come back as they were`);
  }
}

export const idOf = (body: Uint8Array): string =>
  (JSON.parse(new TextDecoder().decode(body)) as { readonly id: string }).id;

const factsText = ({ seq, kind, deviceId, receivedAtMs, endedAtMs, intervalS, status, trustScore }: RecordFacts) =>
  JSON.stringify([String(seq), kind, deviceId, receivedAtMs, endedAtMs, intervalS, status, trustScore]);

/** Values of each device's readings and corrections. */
function valuesOf(records: readonly store.HotRecord[]): store.DeviceValues[] {
  const timed = records.filter(({ endedAtMs, deviceId }) => endedAtMs !== null && deviceId !== null);
  return [...Map.groupBy(timed, ({ deviceId }) => deviceId as string)].map(([deviceId, own]) => {
    const readings = own.map(readingOf);
    const content = packReadings(readings);
    if (JSON.stringify(unpackReadings(content), asText) !== JSON.stringify(readings, asText))
      throw new NotPackable(`values of ${deviceId} do not come back as they were`);
    return { deviceId, readings: readings.length, content };
  });
}

function readingOf({ seq, endedAtMs, body }: store.HotRecord): PackedReading {
  const { readings } = JSON.parse(new TextDecoder().decode(body)) as { readings: Quantities };
  return { seq, endedAtMs: endedAtMs as number, quantities: sorted(readings) };
}

const sorted = (quantities: Quantities): Record<string, number> =>
  Object.fromEntries(Object.entries(quantities as Record<string, number>).sort(([a], [b]) => (a < b ? -1 : 1)));

const asText = (_: string, value: unknown) => (typeof value === "bigint" ? String(value) : value);

function spanOf(records: readonly RecordFacts[]): [Date | null, Date | null] {
  const times = records.flatMap(({ endedAtMs }) => endedAtMs ?? []);
  if (times.length === 0) return [null, null];
  return [new Date(Math.min(...times)), new Date(Math.max(...times))];
}
