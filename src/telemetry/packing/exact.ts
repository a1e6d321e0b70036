import { assertState } from "../../kernel/fault.ts";
import { type PlantKey, plantKeyText } from "../../plants/store.ts";
import type { Db } from "../../platform/database.ts";
import type { RecordFacts } from "./facts.ts";
import { chooser, findPacked, type RecordScope, type RecordsIn, together } from "./records-in.ts";
import { type Exact, exactly, readExact, readSegment, segmentText } from "./segments.ts";

/** A row out of {@link recordsIn}: of a packed record the bytes, and what follows from them, are not there yet. */
export type Incomplete = {
  readonly org_id: string;
  readonly plant_id: string;
  readonly seq: bigint;
  readonly record_id: string | null;
  readonly commitment: Uint8Array | null;
  readonly body: Uint8Array | null;
};

export type Complete<T extends Incomplete> = Omit<T, "record_id" | "commitment" | "body"> & {
  readonly record_id: string;
  readonly commitment: Uint8Array;
  readonly body: Uint8Array;
};

/** The same rows with id, commitment and exact bytes of each. */
export async function complete<T extends Incomplete>(db: Db, rows: readonly T[]): Promise<Complete<T>[]> {
  const exact = await exactOf(db, rows.filter(({ body }) => body === null).map(placeOf));
  return rows.map((row) => {
    const { record_id, commitment, body } = row;
    if (record_id !== null && commitment !== null && body !== null) return { ...row, record_id, commitment, body };
    const found = exact.get(placeText(placeOf(row)));
    assertState(
      found !== undefined,
      `record ${row.seq} of ${row.plant_id} is in a packed month and in no segment of it`,
    );
    return { ...row, record_id: found.recordId, commitment: found.commitment, body: found.body };
  });
}

type Place = PlantKey & { readonly seq: bigint };

const placeOf = (row: Incomplete): Place => ({ orgId: row.org_id, plantId: row.plant_id, seq: row.seq });
const placeText = (place: Place) => `${plantKeyText(place)}\n${place.seq}`;

async function exactOf(db: Db, places: readonly Place[]): Promise<Map<string, Exact>> {
  const found = new Map<string, Exact>();
  const scopes = [...Map.groupBy(places, plantKeyText).values()].map((own) => {
    const { orgId, plantId } = own[0] as Place;
    return { orgId, plantId, seqs: own.map(({ seq }) => seq) };
  });
  const wanted = new Set(places.map(placeText));
  const { segments } = await findPacked(db, scopes);
  for (const segment of segments) {
    const isWanted = ({ seq }: { readonly seq: bigint }) => wanted.has(placeText({ ...segment, seq }));
    for (const [seq, exact] of await readExact(db, segment, isWanted)) found.set(placeText({ ...segment, seq }), exact);
  }
  return found;
}

/** Packed records of some places, whole. */
export async function packedRecords(
  db: Db,
  scopes: readonly RecordScope[],
): Promise<(PlantKey & RecordFacts & Exact)[]> {
  const isWanted = chooser(scopes);
  const found: (PlantKey & RecordFacts & Exact)[] = [];
  for (const segment of (await findPacked(db, scopes)).segments) {
    const { orgId, plantId } = segment;
    const read = await readSegment(db, segment);
    for (const [i, facts] of read?.facts.entries() ?? []) {
      if (isWanted(segment, facts)) found.push({ orgId, plantId, ...facts, ...exactly(read?.bodies[i] as Uint8Array) });
    }
  }
  return found;
}

/** Length in bytes of a plant's packed records of a part of its chain, how many there are, and its rows beside them. */
export async function packedSize(
  db: Db,
  part: PlantKey & { readonly firstSeq: bigint; readonly lastSeq: bigint },
): Promise<{ readonly bytes: bigint; readonly records: number; readonly rows: RecordsIn }> {
  const { orgId, plantId, firstSeq, lastSeq } = part;
  let size = { bytes: 0n, records: 0 };
  const { months, segments } = await findPacked(db, [{ orgId, plantId, afterSeq: firstSeq - 1n, toSeq: lastSeq }]);
  for (const segment of segments) {
    const whole = segment.firstSeq >= firstSeq && segment.lastSeq <= lastSeq;
    const own = whole ? { bytes: segment.bodyBytes, records: segment.records } : await partOf(db, segment, part);
    size = { bytes: size.bytes + own.bytes, records: size.records + own.records };
  }
  return { ...size, rows: together([], months) };
}

async function partOf(
  db: Db,
  segment: Parameters<typeof readSegment>[1],
  { firstSeq, lastSeq }: { readonly firstSeq: bigint; readonly lastSeq: bigint },
) {
  const read = await readSegment(db, segment);
  assertState(read !== undefined, `segment ${segmentText(segment)} is gone`);
  const own = read.bodies.filter((_, i) => {
    const seq = read.facts[i]?.seq ?? -1n;
    return seq >= firstSeq && seq <= lastSeq;
  });
  return { bytes: BigInt(own.reduce((sum, { length }) => sum + length, 0)), records: own.length };
}
