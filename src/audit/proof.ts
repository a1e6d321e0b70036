import { readAnchored } from "../anchoring/log-reader.ts";
import { readNodes } from "../anchoring/node-store.ts";
import { verifierKeyOfNote } from "../anchoring/predecessors.ts";
import type { Actor } from "../kernel/actor.ts";
import { bytesToHex } from "../kernel/canonical.ts";
import { assertState, Fault } from "../kernel/fault.ts";
import type { Db } from "../platform/database.ts";
import type { ScopedDb } from "../platform/scoped.ts";
import { receiptJson } from "../proof/receipt.ts";
import { formatTlogProof } from "../proof/tlog-proof.ts";
import { inclusionNodes, lookupIn, pathFromNodes } from "../proof/tree.ts";
import { getRecord } from "../telemetry/queries.ts";
import { type ReceiptDeps, receiptOf } from "./receipt.ts";
import type { ProofDocument } from "./types.ts";

export type ProofDeps = ReceiptDeps & { readonly db: ScopedDb };

/**
 * Everything needed to check a record without us.
 *
 * @throws {Fault} `not-found`; `not-anchored-yet` while its checkpoint is on its way.
 */
export async function getProof(deps: ProofDeps, actor: Actor, recordId: string): Promise<ProofDocument> {
  const record = await getRecord(deps, actor, recordId);
  const { anchor } = record;
  if (anchor.state !== "anchored") {
    throw new Fault(
      "not-anchored-yet",
      "The record is durable and in line; its proof exists once its checkpoint is on the ledger.",
      { retryAfterS: 1 },
    );
  }
  const [index, size] = [Number(anchor.leafIndex), Number(anchor.treeSize)];
  const [path, checkpoint] = await Promise.all([
    inclusionPath(deps.db.shared, index, size),
    readAnchored(deps.db.shared, size),
  ]);
  assertState(checkpoint !== undefined, "an anchored record without its checkpoint");
  const verifierKey = await verifierKeyOfNote(deps.db.shared, checkpoint.note);
  assertState(verifierKey !== undefined, "a checkpoint of a log that this database never had");
  return {
    record_id: recordId,
    record: new TextDecoder().decode(record.body),
    commitment: bytesToHex(record.commitment),
    leaf_index: String(index),
    tree_size: String(size),
    proof: formatTlogProof({ index, path, checkpoint: checkpoint.note }),
    verifier_key: verifierKey,
    receipt: receiptJson(await receiptOf(deps, anchor.topicId, checkpoint)),
  };
}

async function inclusionPath(db: Db, index: number, size: number): Promise<Uint8Array[]> {
  const groups = inclusionNodes(index, size);
  return pathFromNodes(groups, lookupIn(await readNodes(db, groups.flat())));
}
