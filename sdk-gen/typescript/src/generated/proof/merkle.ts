import { sha256 as portableSha256 } from "@noble/hashes/sha2.js";
import { sameBytes } from "./text.ts";

/**
 * The SHA-256 Merkle tree of RFC 9162 section 2.1 (the same tree as RFC 6962). Sizes and indexes are
 * numbers up to 2^53 - 1; arithmetic on them never goes through 32-bit operators.
 */

/** SHA-256 of nothing: the root of the empty tree (section 2.1.1). */
export const emptyRoot: Uint8Array = portableSha256(new Uint8Array(0));

export type Sha256 = (data: Uint8Array) => Uint8Array;

export type TreeHashes = {
  /** Hash of a leaf: SHA-256(0x00 || entry). In this product the entry is a 32-byte record commitment. */
  readonly leafHash: (entry: Uint8Array) => Uint8Array;
  /** Hash of an inner node: SHA-256(0x01 || left || right), both 32 bytes. */
  readonly nodeHash: (left: Uint8Array, right: Uint8Array) => Uint8Array;
};

/** The tree's hashes by somebody's SHA-256: whoever makes them by the thousand brings the platform's. */
export function treeHashes(sha256: Sha256): TreeHashes {
  return {
    leafHash(entry) {
      const input = new Uint8Array(1 + entry.length);
      input.set(entry, 1);
      return sha256(input);
    },
    nodeHash(left, right) {
      const input = new Uint8Array(1 + left.length + right.length);
      input[0] = 1;
      input.set(left, 1);
      input.set(right, 1 + left.length);
      return sha256(input);
    },
  };
}

/** Run anywhere, in browsers too. */
export const portableHashes: TreeHashes = treeHashes(portableSha256);
export const { leafHash, nodeHash } = portableHashes;

/** Root over leaf hashes by the recursive definition (section 2.1.1): O(n), for small trees and for checks. */
export function rootFromLeaves(leafHashes: readonly Uint8Array[], hashes = portableHashes): Uint8Array {
  const [only] = leafHashes;
  if (only === undefined) return emptyRoot;
  if (leafHashes.length === 1) return only;
  const split = largestPowerOfTwoBelow(leafHashes.length);
  const left = rootFromLeaves(leafHashes.slice(0, split), hashes);
  return hashes.nodeHash(left, rootFromLeaves(leafHashes.slice(split), hashes));
}

/** The largest power of two smaller than `size`; `size` is at least 2. */
export function largestPowerOfTwoBelow(size: number): number {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
}

export function isTreeSize(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

export type InclusionProof = {
  readonly leafHash: Uint8Array;
  /** Zero-based position of the leaf. */
  readonly index: number;
  /** Number of leaves in the tree. */
  readonly size: number;
  /** Sibling hashes, from the leaf's own up to the root's child. */
  readonly path: readonly Uint8Array[];
};

/** The root that the path leads to (RFC 9162 section 2.1.3.2); undefined when its length or the index is wrong. */
export function rootFromInclusion({ leafHash, index, size, path }: InclusionProof): Uint8Array | undefined {
  if (!isTreeSize(index) || !isTreeSize(size) || index >= size || !areHashes([leafHash, ...path])) return undefined;
  let node = index;
  let last = size - 1;
  let hash = leafHash;
  for (const sibling of path) {
    if (last === 0) return undefined;
    if (isOdd(node) || node === last) {
      hash = nodeHash(sibling, hash);
      while (!isOdd(node) && node !== 0) {
        node = half(node);
        last = half(last);
      }
    } else {
      hash = nodeHash(hash, sibling);
    }
    node = half(node);
    last = half(last);
  }
  return last === 0 ? hash : undefined;
}

/** Whether the leaf stands at `index` of the tree with this size and root. */
export function verifyInclusion(proof: InclusionProof & { readonly root: Uint8Array }): boolean {
  const root = rootFromInclusion(proof);
  return root !== undefined && sameBytes(root, proof.root);
}

export type ConsistencyProof = {
  readonly firstSize: number;
  readonly firstRoot: Uint8Array;
  readonly secondSize: number;
  readonly secondRoot: Uint8Array;
  readonly path: readonly Uint8Array[];
};

/**
 * Whether the second tree begins with exactly the first (RFC 9162 section 2.1.4.2). Every tree begins with
 * the empty one, which needs no path.
 */
export function verifyConsistency(proof: ConsistencyProof): boolean {
  const { firstSize, firstRoot, secondSize, secondRoot, path } = proof;
  if (!isTreeSize(firstSize) || !isTreeSize(secondSize) || firstSize > secondSize) return false;
  if (!areHashes([firstRoot, secondRoot, ...path])) return false;
  if (firstSize === secondSize) return path.length === 0 && sameBytes(firstRoot, secondRoot);
  if (firstSize === 0) return path.length === 0 && sameBytes(firstRoot, emptyRoot);
  return path.length > 0 && walkConsistency(proof);
}

function walkConsistency({ firstSize, firstRoot, secondSize, secondRoot, path }: ConsistencyProof): boolean {
  let node = firstSize - 1;
  let last = secondSize - 1;
  while (isOdd(node)) {
    node = half(node);
    last = half(last);
  }
  // node 0: the first tree is one complete subtree, so its root is where the walk begins and is left out of the path.
  const [start = firstRoot, ...rest] = node === 0 ? [firstRoot, ...path] : path;
  let first = start;
  let second = start;
  for (const sibling of rest) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      first = nodeHash(sibling, first);
      second = nodeHash(sibling, second);
      while (!isOdd(node) && node !== 0) {
        node = half(node);
        last = half(last);
      }
    } else {
      second = nodeHash(second, sibling);
    }
    node = half(node);
    last = half(last);
  }
  return last === 0 && sameBytes(first, firstRoot) && sameBytes(second, secondRoot);
}

function areHashes(values: readonly Uint8Array[]): boolean {
  return values.every((value) => value.length === 32);
}

function isOdd(value: number): boolean {
  return value % 2 === 1;
}

function half(value: number): number {
  return Math.floor(value / 2);
}
