/** One file of a bundle, in the order of the archive; null: lines that are read from tables. */
export type BundleFile = { readonly path: string; readonly content: Uint8Array | null };

/** Paths of a bundle. `docs/bundle.md` says what each file is. */
export const paths = {
  facts: "bundle.json",
  statement: "statement.json",
  report: "report.html",
  credential: "credential.json",
  records: "records.ndjson",
  signatures: "signatures.ndjson",
  samples: "samples.ndjson",
  earlier: "earlier.ndjson",
  assessment: "assessment.json",
  accreditations: "accreditations.ndjson",
  verifierKey: "log/verifier-key.txt",
  consistency: "log/consistency.json",
  messages: "ledger/messages.ndjson",
  mint: "ledger/mint.json",
  manifest: "manifest.json",
  checkpoint: (size: number) => `log/checkpoint-${size}.txt`,
  receipt: (size: number) => `ledger/receipt-${size}.json`,
  proof: (recordId: string) => `log/proofs/${recordId}.txt`,
  data: (id: string) => `data/${id}.json`,
} as const;

/** `bundle.json`: where to begin. Nothing in it is believed; it says what to look for. */
export type BundleFacts = {
  readonly v: 1;
  readonly plant_id: string;
  readonly period_id: string;
  readonly statement_no: number;
  /** What the figures may be called: `unverified estimate`, `verified statement` or `issued`. */
  readonly label: string;
  readonly issuance_id: string | null;
  readonly first_seq: number;
  readonly last_seq: number;
  readonly network: "local" | "testnet" | "previewnet" | "mainnet";
  readonly topic_id: string;
  /** Leaves in the log under the checkpoint that first covered the statement, and under the one for all else. */
  readonly statement_size: number;
  readonly size: number;
};

/** One line of the manifest. */
export type ManifestEntry = { readonly path: string; readonly size: number; readonly sha256: string };
