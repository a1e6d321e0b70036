import { describe, expect, test } from "vitest";
import { bytesToHex } from "../../src/kernel/canonical.ts";
import { sha256 } from "../../src/platform/digest.ts";
import {
  emptyRoot,
  leafHash,
  nodeHash,
  rootFromInclusion,
  rootFromLeaves,
  treeHashes,
  verifyConsistency,
  verifyInclusion,
} from "../../src/proof/merkle.ts";
import { appendLeaves, emptyTree } from "../../src/proof/tree.ts";
import { fromHex, largeEntry, StoredLog, vectors } from "./fixtures.ts";

type SmallVectors = {
  entries: string[];
  roots: { size: number; root: string }[];
  inclusion: { size: number; index: number; path: string[] }[];
  consistency: { first: number; second: number; path: string[] }[];
};
type LargeCase = {
  size: number;
  root: string;
  index: number;
  inclusion: string[];
  first: number;
  first_root: string;
  consistency: string[];
};

/** Roots of the reference Certificate Transparency tree for sizes 1 to 8, from its public test data. */
const publicRoots = [
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

const small = vectors<SmallVectors>("merkle.json");
const leaves = small.entries.map((entry) => leafHash(fromHex(entry)));
const rootAt = (size: number) => fromHex(publicRoots[size - 1] ?? "");

describe("the Merkle tree of RFC 9162", () => {
  test("has the public roots for sizes 0 to 8", () => {
    expect(bytesToHex(emptyRoot)).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    const roots = leaves.map((_, i) => bytesToHex(rootFromLeaves(leaves.slice(0, i + 1))));
    expect(roots).toEqual(publicRoots);
    expect(small.roots.map(({ root }) => root)).toEqual(publicRoots);
  });

  test("is the same tree by the platform's SHA-256", () => {
    const native = treeHashes(sha256);
    const entries = small.entries.map((entry) => native.leafHash(fromHex(entry)));
    const roots = entries.map((_, i) => bytesToHex(rootFromLeaves(entries.slice(0, i + 1), native)));
    expect(roots).toEqual(publicRoots);
    const grown = appendLeaves(emptyTree, entries, native);
    expect(grown.nodes).toEqual(
      appendLeaves(emptyTree, leaves).nodes.map((node) => ({ ...node, hash: Buffer.from(node.hash) })),
    );
  });

  test("accepts every inclusion and consistency proof that the independent library makes", () => {
    expect([small.inclusion.length, small.consistency.length]).toEqual([36, 36]);
    for (const { size, index, path } of small.inclusion) {
      const proof = { leafHash: leaves[index] ?? emptyRoot, index, size, path: path.map(fromHex) };
      expect(verifyInclusion({ ...proof, root: rootAt(size) })).toBe(true);
    }
    for (const { first, second, path } of small.consistency) {
      const sizes = { firstSize: first, firstRoot: rootAt(first), secondSize: second, secondRoot: rootAt(second) };
      expect(verifyConsistency({ ...sizes, path: path.map(fromHex) })).toBe(true);
    }
  });

  test("gives the independent library's roots and paths in a log of 70,000", () => {
    const { cases } = vectors<{ cases: LargeCase[] }>("merkle-large.json");
    const log = new StoredLog();
    const rootOfSize = new Map<number, string>();
    for (const size of [...new Set(cases.flatMap(({ size, first }) => [size, first]))].sort((a, b) => a - b)) {
      log.append(Array.from({ length: size - log.edge.size }, (_, i) => largeEntry(log.edge.size + i)));
      rootOfSize.set(size, bytesToHex(log.root));
    }
    const { inclusion, consistency } = log.reader();
    for (const { size, root, index, first, first_root, ...paths } of cases) {
      expect(rootOfSize.get(size)).toBe(root);
      expect(rootOfSize.get(first)).toBe(first_root);
      expect(inclusion(index, size).map(bytesToHex)).toEqual(paths.inclusion);
      expect(consistency(first, size).map(bytesToHex)).toEqual(paths.consistency);
    }
  });
});

describe("a wrong proof", () => {
  const { path: hexPath } = small.inclusion.find(({ size, index }) => size === 7 && index === 3) ?? { path: [] };
  const good = { leafHash: leaves[3] ?? emptyRoot, index: 3, size: 7, path: hexPath.map(fromHex), root: rootAt(7) };

  test.each([
    ["another leaf", { leafHash: leaves[2] ?? emptyRoot }],
    ["another index", { index: 2 }],
    ["an index outside the tree", { index: 7 }],
    ["a negative index", { index: -1 }],
    ["a fractional index", { index: 3.5 }],
    ["an index that is not a number", { index: Number.NaN }],
    ["an unsafe size", { size: 2 ** 53 }],
    ["an empty tree", { index: 0, size: 0 }],
    ["a path too short", { path: good.path.slice(1) }],
    ["a path too long", { path: [...good.path, emptyRoot] }],
    ["a path turned round", { path: good.path.toReversed() }],
    ["a hash of 31 bytes", { path: good.path.map((hash) => hash.slice(1)) }],
    ["another root", { root: rootAt(8) }],
  ])("of inclusion with %s is refused", (_, wrong) => {
    expect(verifyInclusion(good)).toBe(true);
    expect(verifyInclusion({ ...good, ...wrong })).toBe(false);
  });

  test("cannot pass an inner node off as a leaf", () => {
    const [a = emptyRoot, b = emptyRoot] = leaves;
    const asLeaf = leafHash(Uint8Array.of(...a, ...b));
    expect(bytesToHex(asLeaf)).not.toBe(bytesToHex(nodeHash(a, b)));
  });

  const { path: walk } = small.consistency.find(({ first, second }) => first === 6 && second === 8) ?? { path: [] };
  const grown = {
    firstSize: 6,
    firstRoot: rootAt(6),
    secondSize: 8,
    secondRoot: rootAt(8),
    path: walk.map(fromHex),
  };

  test.each([
    ["another first root", { firstRoot: rootAt(5) }],
    ["another second root", { secondRoot: rootAt(7) }],
    ["another first size", { firstSize: 5 }],
    ["another second size", { secondSize: 9 }],
    ["sizes swapped", { firstSize: 8, secondSize: 6 }],
    ["equal sizes of different roots", { firstSize: 8, path: [] }],
    ["equal sizes and a path", { firstSize: 8, firstRoot: rootAt(8) }],
    ["no path", { path: [] }],
    ["a path too short", { path: grown.path.slice(0, -1) }],
    ["a path too long", { path: [...grown.path, emptyRoot] }],
    ["a path turned round", { path: grown.path.toReversed() }],
    ["an empty first tree of another root", { firstSize: 0, path: [] }],
    ["an empty first tree and a path", { firstSize: 0, firstRoot: emptyRoot }],
    ["a negative size", { firstSize: -2 }],
  ])("of consistency with %s is refused", (_, wrong) => {
    expect(verifyConsistency(grown)).toBe(true);
    expect(verifyConsistency({ ...grown, ...wrong })).toBe(false);
  });

  test("every tree grows from the empty one, without a path", () => {
    const fromNothing = { ...grown, firstSize: 0, firstRoot: emptyRoot, path: [] };
    expect(verifyConsistency(fromNothing)).toBe(true);
    expect(rootFromInclusion({ leafHash: emptyRoot, index: 0, size: 1, path: [] })).toBe(emptyRoot);
  });
});
