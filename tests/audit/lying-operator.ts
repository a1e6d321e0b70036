import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { canonicalBytes, type Json, sha256Bytes, sha256Hex } from "../../src/kernel/canonical.ts";
import { genesisRunningHash, runningHashV3 } from "../../src/kernel/running-hash.ts";
import { signCheckpoint } from "../../src/proof/checkpoint.ts";
import { encodeCheckpointMessage, encodeLogMessage, type LeafCounts } from "../../src/proof/checkpoint-message.ts";
import { leafHash, rootFromLeaves } from "../../src/proof/merkle.ts";
import { formatVerifierKey } from "../../src/proof/note.ts";
import { entryBundleBytes } from "../../src/proof/tiles.ts";
import { testSigner } from "../proof/fixtures.ts";

/**
 * Whoever has the database, the log's key and the code, and lies: chains are written anew from what was told to them, and
 * logged at times of the ledger's, which alone stay as they are.
 */

// biome-ignore lint/suspicious/noExplicitAny: lies are put anywhere into records of every kind
export type Lie = any;

export const recordsIn = (ndjson: string): Lie[] =>
  ndjson
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

/** Numbers and links records, and puts right how steps of issuances name the statements before them. */
export function written(records: readonly Lie[]): Uint8Array[] {
  let prev: string | null = null;
  const statements = new Map<string, { seq: number; commitment: string; sha256: string }>();
  return records.map((record, i) => {
    Object.assign(record, { seq: i + 1, prev });
    const named = record.issuance?.statement;
    if (named !== undefined) Object.assign(named, statements.get(named.record_id));
    const bytes = canonicalBytes(record);
    prev = sha256Hex(bytes);
    const sha256 = record.statement === undefined ? "" : sha256Hex(canonicalBytes(record.statement as Json));
    statements.set(record.id, { seq: record.seq, commitment: prev, sha256 });
    return bytes;
  });
}

/** So many leaves in all are under a checkpoint, which the ledger had at a time. */
export type Anchored = { readonly size: number; readonly atMs: number; readonly counts?: LeafCounts };

/** Leaves of others, so that no statement says of the log that it was larger than it is here. */
const others = Array.from({ length: 40 }, (_, i) => sha256Bytes(Uint8Array.of(i)));
export const othersLeaves = others.length;

/** As the gateway counts records; of others nothing is known. */
function countsOf(leaves: readonly (Uint8Array | undefined)[]): LeafCounts {
  const counts = { approved: 0, flagged: 0, rejected: 0, other: 0 };
  for (const bytes of leaves) {
    const { kind, verification } = bytes === undefined ? ({} as Lie) : JSON.parse(Buffer.from(bytes).toString("utf8"));
    const verdict = kind === "reading" ? String(verification.status).toLowerCase() : "other";
    counts[verdict as keyof LeafCounts]++;
  }
  return counts;
}

/** Keeps a chain in a folder, as `--save` would, behind `others` and the leaves of `before` in a log of the liar's. */
export async function keepLie(
  dir: string,
  records: readonly Uint8Array[],
  checkpoints: readonly Anchored[],
  before: readonly Uint8Array[] = [],
): Promise<void> {
  await mkdir(dir, { recursive: true });
  const all = [...others.map(() => undefined), ...before.map(() => undefined), ...records];
  const entries = [...others, ...[...before, ...records].map((bytes) => sha256Bytes(bytes))];
  const signer = await testSigner("hydro-mrv.log/liar", "0b".repeat(32));
  const messages: string[] = [];
  let runningHash: Uint8Array = genesisRunningHash;
  const send = (message: Uint8Array, atMs: number) => {
    const sequenceNumber = BigInt(messages.length + 1);
    const consensusTimestamp = `${Math.floor(atMs / 1000)}.${String(atMs % 1000).padStart(3, "0")}000000`;
    const facts = { topicId: "0.0.4242", consensusTimestamp, sequenceNumber, message };
    runningHash = runningHashV3({ ...facts, previous: runningHash, payer: "0.0.2" });
    const shown = {
      topic_id: facts.topicId,
      sequence_number: Number(sequenceNumber),
      consensus_timestamp: consensusTimestamp,
      message: Buffer.from(message).toString("base64"),
      running_hash: Buffer.from(runningHash).toString("base64"),
      running_hash_version: 3,
      payer_account_id: "0.0.2",
    };
    messages.push(JSON.stringify(shown));
  };
  const verifierKey = formatVerifierKey(signer.key);
  send(encodeLogMessage({ origin: signer.name, verifierKey }), (checkpoints[0]?.atMs ?? 0) - 1);
  let first = 0;
  for (const { size, atMs, counts } of checkpoints) {
    const root = rootFromLeaves(entries.slice(0, size).map(leafHash));
    const checkpoint = await signCheckpoint({ origin: signer.name, size, root }, signer);
    const told = counts ?? countsOf(all.slice(first, size));
    send(encodeCheckpointMessage({ checkpoint, first, counts: told }), atMs);
    first = size;
  }
  await writeFile(join(dir, "messages.ndjson"), messages.join("\n"));
  await writeFile(join(dir, "entries.bundle"), Buffer.concat(entries.map((entry) => entryBundleBytes([entry]))));
  await writeFile(join(dir, "chain.ndjson"), Buffer.concat(records.flatMap((bytes) => [bytes, Uint8Array.of(10)])));
}
