import type { PlantKey } from "../../plants/store.ts";
import type { Db, Tx } from "../../platform/database.ts";
import { sha256 } from "../../platform/digest.ts";
import * as store from "./month-store.ts";
import { NotPackable, type PackDeps, requireSame } from "./pack-month.ts";
import { readSegment } from "./segments.ts";

/**
 * From rows to segments. A plant's month is handed over once everything of it is packed, read back, and the same as its
 * rows, byte for byte; from that commit on it is read from its segments. Its rows are left out from then on, and dropped
 * with the month's partition when nobody can be in the middle of reading them any more.
 */

/** Hands a plant's month over. @throws if what is packed of it is not what its rows say */
export async function handOver({ db, guard }: PackDeps, plant: PlantKey, month: store.Month): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await guard?.(tx);
    let afterSeq = 0n;
    for (const firstSeq of await store.segmentPlaces(tx, plant, month)) {
      const segment = await readSegment(tx, { ...plant, month, firstSeq });
      const { facts = [], bodies = [] } = segment ?? {};
      const rows = await store.hotRecords(tx, plant, month, afterSeq, facts.length);
      requireSame(rows, bodies, facts);
      afterSeq = rows.at(-1)?.seq ?? afterSeq;
    }
    const [left] = await store.hotRecords(tx, plant, month, afterSeq, 1);
    if (left !== undefined) throw new NotPackable(`${left.recordId} is in no segment: its month stays as it is`);
    await store.insertHandover(tx, plant, month);
  });
}

export type DropDeps = PackDeps & {
  /** For so long after the handover somebody may be in the middle of reading rows, ms. */
  readonly restMs: number;
};

/**
 * Drops a month's rows.
 *
 * @returns false while some of it was handed over too recently
 * @throws {NotPackable} where rows are not what is packed of them
 */
export async function dropRows({ db, guard, restMs }: DropDeps, month: store.Month): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    await guard?.(tx);
    const plants = await store.plantsHandedOver(tx, month, restMs);
    if (plants === undefined) return false;
    const read: store.Leaves[] = [];
    for (const plant of plants) read.push({ ...plant, leaves: await leavesOf(tx, plant, month) });
    await store.dropMonth(tx, month, read).catch((error: unknown) => {
      throw isRefused(error) ? new NotPackable((error as Error).message, { cause: error }) : error;
    });
    return true;
  });
}

/** By `drop_record_month`, in its own words. */
const isRefused = (error: unknown) => error instanceof Error && (error as { code?: unknown }).code === "P0001";

async function leavesOf(db: Db | Tx, plant: PlantKey, month: store.Month): Promise<Uint8Array> {
  const leaves: Uint8Array[] = [];
  for (const firstSeq of await store.segmentPlaces(db, plant, month)) {
    const segment = await readSegment(db, { ...plant, month, firstSeq });
    for (const body of segment?.bodies ?? []) leaves.push(sha256(body));
  }
  return sha256(Buffer.concat(leaves));
}
