import { deviceAheadMs } from "../kernel/time.ts";
import { insertRecords } from "../plants/chain.ts";
import { noteSamples, saveHeads } from "../plants/heads.ts";
import { saveLearnt } from "../plants/learnt.ts";
import type { Tx } from "../platform/database.ts";
import { type Group, noteTold, type OpenPlant } from "./group.ts";
import { queueFlagged } from "./review-store.ts";
import { insertSampleCounters } from "./sample-counters.ts";
import { insertSamples } from "./sample-store.ts";
import { insertNonces, insertSigned } from "./signature-store.ts";
import { saveSlots } from "./slot-store.ts";
import * as store from "./store.ts";

/** Rows of one transaction that are on their way to PostgreSQL, in the order of the readings. */
export class Writing {
  #last: Promise<void> = Promise.resolve();

  /**
   * What to write is taken from the group now; it is sent behind what was added before. All of it: the commit may go
   * right behind, so `write` makes no statement after it has waited for another.
   */
  add(write: () => Promise<void>): void {
    this.#last = Promise.all([this.#last, write()]).then(() => undefined);
    // Heard of in `done`.
    this.#last.catch(() => undefined);
  }

  /** @throws the first failure: the transaction is lost with it */
  done(): Promise<void> {
    return this.#last;
  }
}

/** A group under way, in its transaction. */
export type Work = { readonly tx: Tx; readonly group: Group; readonly writing: Writing };

/** Writes what was linked since the last time; flagged readings wait for a verifier from here on. */
export async function writeRows(tx: Tx, group: Group): Promise<void> {
  const records = group.records.splice(0);
  const placed = group.placed.splice(0);
  const samples = group.samples.splice(0);
  for (const record of records) noteTold(group, record);
  await Promise.all([
    insertRecords(tx, records, group.at),
    queueFlagged(tx, records),
    store.insertPlaced(tx, placed),
    insertSamples(tx, samples),
  ]);
}

/** What stands once for a whole group. */
export async function closeGroup(tx: Tx, group: Group): Promise<void> {
  const moved = [...group.plants.values()].filter((plant) => plant.moved);
  await Promise.all([
    store.insertUsedKeys(tx, group.newKeys, group.at),
    store.insertAudit(tx, group.audit, group.at),
    insertSigned(tx, group.signedRows),
    insertNonces(tx, group.newNonces, new Date(group.at.getTime() + noncesKeptMs)),
    insertSampleCounters(tx, group.newCounters),
    saveSlots(tx, group.slots.changes()),
    noteSamples(tx, group.newlySampled),
    saveHeads(tx, moved.map(headOf)),
    saveLearnt(tx, moved.flatMap(learntOf)),
  ]);
}

/** A head with what it holds of its devices: all but what they taught. */
function headOf({ head, memory, taught }: OpenPlant) {
  if (taught.size === 0) return { head };
  const standing = Object.entries(memory).map(([deviceId, { learnt: _, ...rest }]) => [deviceId, rest]);
  return { head, memory: Object.fromEntries(standing) };
}

function learntOf({ head: { orgId, plantId }, memory, taught }: OpenPlant) {
  return [...taught].map((deviceId) => ({ orgId, plantId, deviceId, learnt: memory[deviceId]?.learnt }));
}

/** Twice as long as a signed request may be under way, either clock being wrong. */
const noncesKeptMs = 4 * deviceAheadMs;
