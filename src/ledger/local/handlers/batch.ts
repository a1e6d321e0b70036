import type { proto } from "@hiero-ledger/proto";
import { servicePrices } from "../fees.ts";
import { type BodyKind, keyText, type ParsedTransaction, parseSigned } from "../transaction.ts";
import { Refused } from "../wire.ts";
import type { BodyHandler } from "./handler.ts";
import { optionalKey, present } from "./rules.ts";

const maxParts = 50;
const notInBatch: readonly BodyKind[] = ["atomicBatch", "freeze"];

/** HIP-551: all parts take effect, in their order, or none. */
export const atomicBatch: BodyHandler = {
  price: () => servicePrices.batch,
  check(body) {
    const parts = partsOf(body);
    if (parts.length === 0) throw new Refused("BATCH_LIST_EMPTY");
    if (parts.length > maxParts) throw new Refused("BATCH_SIZE_LIMIT_EXCEEDED");
    for (const part of parts) {
      if (notInBatch.includes(part.kind)) throw new Refused("BATCH_TRANSACTION_IN_BLACKLIST");
      if (!part.body.batchKey) throw new Refused("MISSING_BATCH_KEY");
      // Parts are signed for no node: 0.0.0.
      if (part.nodeNum !== 0n) throw new Refused("INVALID_NODE_ACCOUNT_ID");
    }
    const ids = parts.map((part) => keyText(part.id));
    if (new Set(ids).size !== ids.length) throw new Refused("BATCH_LIST_CONTAINS_DUPLICATES");
  },
  keys: (body) => partsOf(body).flatMap((part) => present(optionalKey(part.body.batchKey, "INVALID_BATCH_KEY"))),
  handle({ transaction, runPart }) {
    for (const part of partsOf(transaction.body)) {
      if (runPart(part) !== "SUCCESS") throw new Refused("INNER_TRANSACTION_FAILED");
    }
    return { receipt: {}, entityNum: null };
  },
};

/** What a batch is made of, as far as it can be read; nothing for other transactions. */
export function partKinds(body: proto.TransactionBody): readonly BodyKind[] {
  try {
    return partsOf(body).map((part) => part.kind);
  } catch (error) {
    if (error instanceof Refused) return [];
    throw error;
  }
}

function partsOf(body: proto.TransactionBody): ParsedTransaction[] {
  return (body.atomicBatch?.transactions ?? []).map(parseSigned);
}
