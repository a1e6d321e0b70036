import { writeFileSync } from "node:fs";
import { canonicalBytes, sha256Bytes } from "../../../src/kernel/canonical.ts";
import { signCheckpoint } from "../../../src/proof/checkpoint.ts";
import { formatVerifierKey } from "../../../src/proof/note.ts";
import { commitment } from "../../../src/proof/record.ts";
import { base64FromBytes } from "../../../src/proof/text.ts";
import { entryBundleBytes, type Tile, tileBytes, tileNodes, tilePath, tileWidthIn } from "../../../src/proof/tiles.ts";
import { formatTlogProof } from "../../../src/proof/tlog-proof.ts";
import { StoredLog, testSigner } from "../../proof/fixtures.ts";

/**
 * Writes what the proof core makes (checkpoints, tlog-proofs, consistency paths, tiles, entry bundles) of a
 * log of 70,000 records into the JSON file named by its argument; proof_test.go reads it.
 */
const size = 70_000;
const olderSizes = [0, 1, 255, 256, 257, 4_096, 65_535, 65_536, 69_999];
const provenIndexes = [0, 1, 255, 256, 12_345, 65_535, 65_536, 69_888, 69_999];

const records = Array.from({ length: size }, (_, i) =>
  canonicalBytes({
    v: 1,
    kind: "reading",
    id: `rec_${String(i).padStart(26, "0")}`,
    org_id: "demo",
    plant_id: "PLANT-HP-001",
    seq: i + 1,
    prev: i === 0 ? null : "5a".repeat(32),
    salt: "00".repeat(16),
    site: "Mühlbach",
  }),
);
const commitments = records.map(commitment);
const signer = await testSigner("hydro-mrv.local/tools", "2a".repeat(32));
const log = new StoredLog();
const olderHeads: { size: number; checkpoint: string }[] = [];
for (const next of [...olderSizes, size]) {
  log.append(commitments.slice(log.edge.size, next));
  if (next < size) olderHeads.push({ size: next, checkpoint: await headNow() });
}
const checkpoint = await headNow();
const { lookup, inclusion, consistency } = log.reader();

const cases = {
  verifier_key: formatVerifierKey(signer.key),
  checkpoint,
  records: provenIndexes.map((index) => ({
    record: new TextDecoder().decode(records[index]),
    proof: formatTlogProof({ index, path: inclusion(index, size), checkpoint }),
  })),
  older: olderHeads
    .filter((head) => head.size > 0)
    .map((head) => ({ checkpoint: head.checkpoint, path: consistency(head.size, size).map(base64FromBytes) })),
  tiles: Object.fromEntries([...hashTiles()]),
  entries: Object.fromEntries([...entryTiles()]),
  empty_tree: base64FromBytes(sha256Bytes(new Uint8Array(0))),
  empty_checkpoint: olderHeads.find((head) => head.size === 0)?.checkpoint,
};
const [, , file] = process.argv;
if (file === undefined) throw new Error("usage: produce.ts FILE");
writeFileSync(file, JSON.stringify(cases));

function headNow(): Promise<string> {
  return signCheckpoint({ origin: signer.name, size: log.edge.size, root: log.root }, signer);
}

function* tilesOf(level: Tile["level"]): Generator<Tile> {
  for (let index = 0; ; index++) {
    const width = tileWidthIn(size, { level, index });
    if (width === 0) return;
    yield { level, index, width };
  }
}

function* hashTiles(): Generator<[string, string]> {
  for (const level of [0, 1, 2]) {
    for (const tile of tilesOf(level)) {
      const nodes = tileNodes(tile);
      const hashes = Array.from({ length: nodes.count }, (_, i) => lookup({ ...nodes, index: nodes.first + i }));
      yield [tilePath(tile), base64FromBytes(tileBytes(hashes.filter((hash) => hash !== undefined)))];
    }
  }
}

function* entryTiles(): Generator<[string, string]> {
  for (const tile of tilesOf("entries")) {
    const { first, count } = tileNodes(tile);
    yield [tilePath(tile), base64FromBytes(entryBundleBytes(commitments.slice(first, first + count)))];
  }
}
