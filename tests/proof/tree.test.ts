import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytesToHex } from "../../src/kernel/canonical.ts";
import {
  emptyRoot,
  leafHash,
  nodeHash,
  rootFromInclusion,
  rootFromLeaves,
  verifyConsistency,
  verifyInclusion,
} from "../../src/proof/merkle.ts";
import {
  appendLeaves,
  consistencyNodes,
  edgeFromNodes,
  emptyTree,
  inclusionNodes,
  lookupIn,
  pathFromNodes,
  rootNodes,
  rootOf,
} from "../../src/proof/tree.ts";
import { largeEntry, StoredLog } from "./fixtures.ts";

const entries = Array.from({ length: 130 }, (_, i) => largeEntry(i));
const leaves = entries.map(leafHash);
const roots = [emptyRoot, ...leaves.map((_, i) => rootFromLeaves(leaves.slice(0, i + 1)))];
const rootAt = (size: number) => roots[size] ?? emptyRoot;

describe("the stored tree", () => {
  test("grows leaf by leaf with the root of the definition and keeps each complete subtree once", () => {
    const log = new StoredLog();
    for (const [i, entry] of entries.entries()) {
      log.append([entry]);
      expect(bytesToHex(log.root)).toBe(bytesToHex(rootAt(i + 1)));
    }
    const addresses = new Set(log.nodes.map(({ level, index }) => `${level}/${index}`));
    expect(addresses.size).toBe(log.nodes.length);
    expect(log.nodes.length).toBe(130 + 65 + 32 + 16 + 8 + 4 + 2 + 1);
  });

  test("is the same whatever batches it grew by", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { maxLength: 12 }), (batches) => {
        const log = new StoredLog();
        for (const count of batches) {
          const { size } = log.edge;
          log.append(entries.slice(size, size + count));
        }
        const { size } = log.edge;
        const atOnce = appendLeaves(emptyTree, leaves.slice(0, size));
        expect(log.nodes).toEqual(atOnce.nodes);
        expect(log.root).toEqual(rootAt(size));
      }),
    );
  });

  test("goes on from fetched nodes as it would have from memory", () => {
    const log = new StoredLog();
    log.append(entries);
    const lookup = lookupIn(log.nodes);
    for (let size = 0; size <= 130; size++) {
      const edge = edgeFromNodes(size, lookup);
      expect(rootOf(edge)).toEqual(rootAt(size));
      expect(appendLeaves(edge, leaves.slice(size)).root).toEqual(log.root);
    }
  });

  test("proves every leaf in every size up to 130", () => {
    const log = new StoredLog();
    log.append(entries);
    const { inclusion } = log.reader();
    let proofs = 0;
    for (let size = 1; size <= 130; size++) {
      for (let index = 0; index < size; index++) {
        const path = inclusion(index, size);
        const proof = { leafHash: leaves[index] ?? emptyRoot, index, size, path };
        if (verifyInclusion({ ...proof, root: rootAt(size) })) proofs++;
        const neighbour = index === 0 ? size : index - 1;
        if (verifyInclusion({ ...proof, index: neighbour, root: rootAt(size) })) proofs--;
      }
    }
    expect(proofs).toBe((130 * 131) / 2);
  });

  test("proves growth between every two sizes up to 130, and no other growth", () => {
    const log = new StoredLog();
    log.append(entries);
    const { consistency } = log.reader();
    let proofs = 0;
    for (let second = 0; second <= 130; second++) {
      for (let first = 0; first <= second; first++) {
        const sizes = { firstSize: first, secondSize: second, path: consistency(first, second) };
        const holds = { ...sizes, firstRoot: rootAt(first), secondRoot: rootAt(second) };
        if (verifyConsistency(holds)) proofs++;
        // From the empty tree any tree may grow: there alone the second root is not bound.
        const otherRoot = rootAt(second === 130 ? 1 : second + 1);
        if (first > 0 && verifyConsistency({ ...holds, secondRoot: otherRoot })) proofs--;
      }
    }
    expect(proofs).toBe((131 * 132) / 2);
  });

  test("a rewritten leaf is found by every consistency proof across it", () => {
    const honest = new StoredLog();
    honest.append(entries.slice(0, 60));
    const forged = new StoredLog();
    forged.append(entries.map((entry, i) => (i === 17 ? largeEntry(999) : entry)));
    const path = forged.reader().consistency(60, 130);
    const claim = { firstSize: 60, firstRoot: honest.root, secondSize: 130, secondRoot: forged.root, path };
    expect(verifyConsistency(claim)).toBe(false);
  });

  test("a store that lost a node is a bug, not a wrong proof", () => {
    const log = new StoredLog();
    log.append(entries.slice(0, 7));
    const lookup = lookupIn(log.nodes.filter(({ level, index }) => !(level === 1 && index === 2)));
    expect(() => pathFromNodes(inclusionNodes(0, 7), lookup)).toThrow("tree node (1, 2) is missing");
    expect(() => appendLeaves({ size: 7, frontier: [] }, [])).toThrow("impossible state");
    expect(() => inclusionNodes(7, 7)).toThrow("impossible state");
    expect(() => consistencyNodes(8, 7)).toThrow("impossible state");
  });
});

describe("trees beyond 32 bits", () => {
  /** Each subtree of a log whose every leaf is alike depends on its level alone: a log of any size, for free. */
  const hashOfLevel: Uint8Array[] = [leafHash(new Uint8Array(32))];
  for (let level = 0; level < 53; level++) {
    const below = hashOfLevel[level] ?? emptyRoot;
    hashOfLevel.push(nodeHash(below, below));
  }
  const lookup = ({ level }: { level: number }) => hashOfLevel[level];
  const rootOfSize = (size: number) => rootOf(edgeFromNodes(size, lookup));
  const sizes = fc.oneof(
    fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
    fc.integer({ min: 30, max: 52 }).chain((bits) => fc.integer({ min: -2, max: 2 }).map((d) => 2 ** bits + d)),
  );

  test("are proven like small ones", () => {
    const leaf = lookup({ level: 0 }) ?? emptyRoot;
    fc.assert(
      fc.property(sizes, sizes, fc.boolean(), (a, b, last) => {
        const [first, second] = [Math.min(a, b), Math.max(a, b)];
        const index = last ? second - 1 : first - 1;
        const path = pathFromNodes(inclusionNodes(index, second), lookup);
        const proof = { leafHash: leaf, index, size: second, path };
        expect(rootFromInclusion(proof)).toEqual(rootOfSize(second));
        const walk = pathFromNodes(consistencyNodes(first, second), lookup);
        const roots = { firstRoot: rootOfSize(first), secondRoot: rootOfSize(second) };
        expect(verifyConsistency({ firstSize: first, secondSize: second, ...roots, path: walk })).toBe(true);
      }),
    );
  });

  test("ask for nodes at exact addresses", () => {
    expect(rootNodes(2 ** 40 + 1)).toEqual([
      { level: 40, index: 0 },
      { level: 0, index: 2 ** 40 },
    ]);
    expect(inclusionNodes(2 ** 40, 2 ** 40 + 3)).toEqual([
      [{ level: 0, index: 2 ** 40 + 1 }],
      [{ level: 0, index: 2 ** 40 + 2 }],
      [{ level: 40, index: 0 }],
    ]);
    expect(consistencyNodes(2 ** 33, 2 ** 33 + 2)).toEqual([[{ level: 1, index: 2 ** 32 }]]);
  });
});
