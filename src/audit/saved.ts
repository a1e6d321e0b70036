/** Names of what `--save` keeps. */
export const savedNames = {
  messages: "messages.ndjson",
  entries: "entries.bundle",
  chain: "chain.ndjson",
  signatures: "signatures.ndjson",
  samples: "samples.ndjson",
  document: "proof.json",
} as const;
