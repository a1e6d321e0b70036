import type { Quantities } from "../../hydropower/quantities.ts";
import type { PlantKey } from "../../plants/store.ts";
import type { Db } from "../../platform/database.ts";
import { sha256 } from "../../platform/digest.ts";
import { packBodies, unpackBodies } from "./bodies.ts";
import * as store from "./month-store.ts";
import { type PackedReading, packReadings, unpackReadings } from "./values.ts";

/**
 * Packs records of a month, a segment a transaction. Before a segment is written its bytes are unpacked again and held
 * against the records' commitments, and its values against what the records say. A crash before the commit leaves
 * nothing of a segment; after it the next pass goes on behind it. The hot rows stay where they are.
 */
export type PackDeps = { readonly db: Db; readonly segmentRecords?: number };

const segmentRecords = 1_024;
const mostPlants = 50;

/** One pass. @returns "more" while there may be records of the month that are not packed */
export async function packMonth(deps: PackDeps, month: store.Month): Promise<"more" | "idle"> {
  const plants = await store.plantsToPack(deps.db, month, mostPlants);
  for (const plant of plants) await packSegment(deps, plant, month);
  return plants.length > 0 ? "more" : "idle";
}

async function packSegment(deps: PackDeps, plant: PlantKey, month: store.Month): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    const records = await store.nextToPack(tx, plant, month, deps.segmentRecords ?? segmentRecords);
    const [first, last] = [records[0], records.at(-1)];
    if (first === undefined || last === undefined) return;
    const bodies = packBodies(records.map(({ body }) => body));
    requireTrue(records, bodies);
    const [endedFrom, endedTo] = spanOf(records);
    const segment = { ...plant, month, firstSeq: first.seq, lastSeq: last.seq, records: records.length };
    await store.insertSegment(tx, { ...segment, endedFrom, endedTo, bodies }, valuesOf(records));
  });
}

/** @throws unless every record comes out of the packed bytes as what the log committed to */
function requireTrue(records: readonly store.HotRecord[], packed: Uint8Array): void {
  const found = unpackBodies(packed);
  for (const [i, { recordId, commitment }] of records.entries()) {
    const body = found[i];
    if (body === undefined || !sha256(body).equals(commitment)) {
      throw new Error(`${recordId} is not what its commitment says: its month stays as it is`);
    }
  }
}

/** Values of each device's readings and corrections. */
function valuesOf(records: readonly store.HotRecord[]): store.DeviceValues[] {
  const timed = records.filter(
    ({ kind, endedAt }) => (kind === "reading" || kind === "correction") && endedAt !== null,
  );
  return [...Map.groupBy(timed, ({ deviceId }) => deviceId as string)].map(([deviceId, own]) => {
    const readings = own.map(readingOf);
    const content = packReadings(readings);
    if (JSON.stringify(unpackReadings(content), asText) !== JSON.stringify(readings, asText)) {
      throw new Error(`values of ${deviceId} do not come back as they were`);
    }
    const [endedFrom, endedTo] = spanOf(own) as [Date, Date];
    return { deviceId, endedFrom, endedTo, readings: readings.length, content };
  });
}

function readingOf({ seq, endedAt, body }: store.HotRecord): PackedReading {
  const { readings } = JSON.parse(new TextDecoder().decode(body)) as { readings: Quantities };
  return { seq, endedAtMs: (endedAt as Date).getTime(), quantities: sorted(readings) };
}

const sorted = (quantities: Quantities): Record<string, number> =>
  Object.fromEntries(Object.entries(quantities).sort(([a], [b]) => (a < b ? -1 : 1)));

const asText = (_: string, value: unknown) => (typeof value === "bigint" ? String(value) : value);

function spanOf(records: readonly store.HotRecord[]): [Date | null, Date | null] {
  const times = records.flatMap(({ endedAt }) => (endedAt === null ? [] : [endedAt.getTime()]));
  if (times.length === 0) return [null, null];
  return [new Date(Math.min(...times)), new Date(Math.max(...times))];
}
