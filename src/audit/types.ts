import type { NetworkName } from "../ledger/ledger.ts";
import type { ReceiptJson } from "../proof/receipt.ts";

/** Where records of this gateway are anchored: what links and proofs point at. */
export type LedgerFacts = {
  readonly network: NetworkName;
  /** Base URL of the mirror node's REST face, without `/api/v1`. */
  readonly mirrorUrl: string;
};

/**
 * Everything that is needed to check one record without us: its exact bytes, the path to a signed
 * checkpoint, and where on the public ledger that checkpoint stands. `POST /api/v1/verify` takes it as it is.
 */
export type ProofDocument = {
  readonly record_id: string;
  /** The exact canonical bytes, as text. */
  readonly record: string;
  /** SHA-256 of `record`, hex: the log's leaf. */
  readonly commitment: string;
  readonly leaf_index: string;
  readonly tree_size: string;
  /** C2SP tlog-proof text: index, path, signed checkpoint. */
  readonly proof: string;
  /** C2SP verifier key of the log; compare it with the topic's first message. */
  readonly verifier_key: string;
  /** Where on the ledger that checkpoint stands, for auditors. */
  readonly receipt: ReceiptJson;
};
