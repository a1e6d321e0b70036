import * as log from "../anchoring/log-store.ts";
import type { Actor } from "../kernel/actor.ts";
import { bytesToHex } from "../kernel/canonical.ts";
import { assertState, Fault } from "../kernel/fault.ts";
import { receiptJson } from "../proof/receipt.ts";
import { formatTlogProof } from "../proof/tlog-proof.ts";
import { inclusionNodes, lookupIn, pathFromNodes } from "../proof/tree.ts";
import { getRecord } from "../telemetry/queries.ts";
import { type ReceiptDeps, receiptOf } from "./receipt.ts";
import type { ProofDocument } from "./types.ts";

/**
 * Everything needed to check a record without us.
 *
 * @throws {Fault} `not-found`; `not-anchored-yet` while its checkpoint is on its way.
 */
export async function getProof(deps: ReceiptDeps, actor: Actor, recordId: string): Promise<ProofDocument> {
  const record = await getRecord(deps, actor, recordId);
  const state = await log.readLog(deps.db);
  const { anchor } = record;
  if (anchor.state !== "anchored" || state === undefined) {
    throw new Fault(
      "not-anchored-yet",
      "The record is durable and in line; its proof exists once its checkpoint is on the ledger.",
      { retryAfterS: 1 },
    );
  }
  const index = Number(anchor.leafIndex);
  const checkpoint = await log.checkpointCovering(deps.db, index);
  assertState(checkpoint !== undefined, "an anchored record without its checkpoint");
  const groups = inclusionNodes(index, checkpoint.size);
  const path = pathFromNodes(groups, lookupIn(await log.readNodes(deps.db, groups.flat())));
  return {
    record_id: recordId,
    record: new TextDecoder().decode(record.body),
    commitment: bytesToHex(record.commitment),
    leaf_index: String(index),
    tree_size: String(checkpoint.size),
    proof: formatTlogProof({ index, path, checkpoint: checkpoint.note }),
    verifier_key: state.verifierKey,
    receipt: receiptJson(await receiptOf(deps, anchor.topicId, checkpoint)),
  };
}
