import { assertState } from "../kernel/fault.ts";
import { emptyRoot, isTreeSize, largestPowerOfTwoBelow, nodeHash, portableHashes } from "./merkle.ts";

/**
 * The growing tree over stored nodes. A store keeps the hash of every complete subtree once, addressed by
 * (level, index): level 0 are leaf hashes, (level, index) covers leaves [index * 2^level, (index + 1) * 2^level).
 * Complete subtrees never change; the ragged right edge is folded from them when needed, never stored.
 * This file says which nodes it needs; the caller fetches them in one query and hands them back.
 */

export type NodeId = { readonly level: number; readonly index: number };
export type TreeNode = NodeId & { readonly hash: Uint8Array };

/** All that an append needs of a tree: its size and the hashes of {@link rootNodes} in that order. */
export type TreeEdge = { readonly size: number; readonly frontier: readonly Uint8Array[] };

export const emptyTree: TreeEdge = { size: 0, frontier: [] };

export type Appended = TreeEdge & {
  readonly root: Uint8Array;
  /** Subtrees this append completed, leaf hashes included, in the order they came to be. */
  readonly nodes: readonly TreeNode[];
};

/** Appends leaf hashes: on average two stored nodes and one inner hash a leaf, whatever the size. */
export function appendLeaves(edge: TreeEdge, leafHashes: readonly Uint8Array[], hashes = portableHashes): Appended {
  assertState(isTreeSize(edge.size + leafHashes.length), "a tree size beyond 2^53 - 1");
  assertState(rootNodes(edge.size).length === edge.frontier.length, "a frontier that does not fit its tree size");
  const frontier = [...edge.frontier];
  const nodes: TreeNode[] = [];
  let size = edge.size;
  for (const leaf of leafHashes) {
    let node: TreeNode = { level: 0, index: size, hash: leaf };
    nodes.push(node);
    while (node.index % 2 === 1) {
      const left = frontier.pop();
      assertState(left !== undefined, "a right node without its left sibling");
      node = { level: node.level + 1, index: (node.index - 1) / 2, hash: hashes.nodeHash(left, node.hash) };
      nodes.push(node);
    }
    frontier.push(node.hash);
    size += 1;
  }
  return { nodes, size, frontier, root: rootOf({ size, frontier }) };
}

/** Root of the tree with this right edge. */
export function rootOf({ size, frontier }: TreeEdge): Uint8Array {
  return size === 0 ? emptyRoot : foldRight(frontier);
}

/** The complete subtrees of a tree, left to right (largest first): their fold from the right is the root. */
export function rootNodes(size: number): NodeId[] {
  assertState(isTreeSize(size), `no tree has size ${size}`);
  return rangeNodes(0, size);
}

/**
 * What the inclusion proof of leaf `index` in the tree of `size` needs: one group per path hash, leaf to
 * root; a group of several nodes folds into one ephemeral hash of the right edge.
 */
export function inclusionNodes(index: number, size: number): NodeId[][] {
  assertState(isTreeSize(index) && isTreeSize(size) && index < size, `no leaf ${index} in a tree of ${size}`);
  const groups: NodeId[][] = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const middle = start + largestPowerOfTwoBelow(end - start);
    if (index < middle) {
      groups.push(rangeNodes(middle, end));
      end = middle;
    } else {
      groups.push(rangeNodes(start, middle));
      start = middle;
    }
  }
  return groups.reverse();
}

/** What the consistency proof from `first` to `second` leaves needs; no group when `first` is 0 or equal. */
export function consistencyNodes(first: number, second: number): NodeId[][] {
  assertState(isTreeSize(first) && isTreeSize(second) && first <= second, `no growth from ${first} to ${second}`);
  if (first === 0 || first === second) return [];
  const groups: NodeId[][] = [];
  let [start, end] = [0, second];
  while (end !== first) {
    const middle = start + largestPowerOfTwoBelow(end - start);
    if (first <= middle) {
      groups.push(rangeNodes(middle, end));
      end = middle;
    } else {
      groups.push(rangeNodes(start, middle));
      start = middle;
    }
  }
  // From leaf 0 the verifier holds this subtree's hash already: it is the first root.
  if (start > 0) groups.push(rangeNodes(start, end));
  return groups.reverse();
}

/** Finds a fetched node's hash. */
export type NodeLookup = (node: NodeId) => Uint8Array | undefined;

/** A lookup over fetched nodes, in any order. */
export function lookupIn(nodes: Iterable<TreeNode>): NodeLookup {
  const hashes = new Map<string, Uint8Array>();
  for (const { level, index, hash } of nodes) hashes.set(`${level}/${index}`, hash);
  return ({ level, index }) => hashes.get(`${level}/${index}`);
}

/** The proof path from the fetched nodes. A node that is missing means that the store lost it: that is a bug. */
export function pathFromNodes(groups: readonly (readonly NodeId[])[], lookup: NodeLookup): Uint8Array[] {
  return groups.map((group) => foldRight(hashesOf(group, lookup)));
}

/** The right edge of the tree of `size` from the fetched {@link rootNodes}. */
export function edgeFromNodes(size: number, lookup: NodeLookup): TreeEdge {
  return { size, frontier: hashesOf(rootNodes(size), lookup) };
}

function hashesOf(nodes: readonly NodeId[], lookup: NodeLookup): Uint8Array[] {
  return nodes.map((node) => {
    const hash = lookup(node);
    assertState(hash !== undefined, `tree node (${node.level}, ${node.index}) is missing`);
    return hash;
  });
}

function foldRight(hashes: readonly Uint8Array[]): Uint8Array {
  return hashes.reduceRight((right, left) => nodeHash(left, right));
}

/** Complete subtrees that tile leaves [start, end), left to right; `start` is a multiple of each one's width. */
function rangeNodes(start: number, end: number): NodeId[] {
  const nodes: NodeId[] = [];
  let [level, width, rest] = [0, 1, end - start];
  let right = end;
  while (rest > 0) {
    if (rest % 2 === 1) {
      right -= width;
      nodes.push({ level, index: right / width });
    }
    rest = Math.floor(rest / 2);
    level += 1;
    width *= 2;
  }
  return nodes.reverse();
}
