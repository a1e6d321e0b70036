import { readFileSync } from "node:fs";
import { hexToBytes, sha256Bytes } from "../../src/kernel/canonical.ts";
import { leafHash } from "../../src/proof/merkle.ts";
import { type NoteSigner, type VerifierKey, verifierKeyOf } from "../../src/proof/note.ts";
import {
  appendLeaves,
  consistencyNodes,
  emptyTree,
  inclusionNodes,
  lookupIn,
  type NodeId,
  pathFromNodes,
  type TreeEdge,
  type TreeNode,
} from "../../src/proof/tree.ts";

/** The committed vectors of an independent implementation; see tests/vectors/proof/README.md. */
export function vectors<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../vectors/proof/${name}`, import.meta.url), "utf8")) as T;
}

export const fromHex = (hex: string): Uint8Array => hexToBytes(hex);

/** Entry `n` of the large vector log: SHA-256 of the ASCII text `leaf n`. */
export const largeEntry = (n: number): Uint8Array => sha256Bytes(new TextEncoder().encode(`leaf ${n}`));

/** A log that keeps its nodes as a store would, and hands out only nodes that were asked for. */
export class StoredLog {
  readonly nodes: TreeNode[] = [];
  edge: TreeEdge = emptyTree;
  root: Uint8Array = appendLeaves(emptyTree, []).root;

  append(entries: readonly Uint8Array[]): void {
    const { nodes, root, ...edge } = appendLeaves(this.edge, entries.map(leafHash));
    for (const node of nodes) this.nodes.push(node);
    this.edge = { size: edge.size, frontier: edge.frontier };
    this.root = root;
  }

  reader() {
    const lookup = lookupIn(this.nodes);
    const path = (groups: NodeId[][]) => pathFromNodes(groups, lookup);
    return {
      lookup,
      inclusion: (index: number, size: number) => path(inclusionNodes(index, size)),
      consistency: (first: number, second: number) => path(consistencyNodes(first, second)),
    };
  }
}

/** A signer with a fixed Ed25519 seed, made by the runtime's own WebCrypto. */
export async function testSigner(name: string, seedHex: string): Promise<NoteSigner & { key: VerifierKey }> {
  const pkcs8 = Uint8Array.of(...hexToBytes("302e020100300506032b657004220420"), ...hexToBytes(seedHex));
  const privateKey = await crypto.subtle.importKey("pkcs8", pkcs8, "Ed25519", true, ["sign"]);
  const { x = "" } = await crypto.subtle.exportKey("jwk", privateKey);
  const key = verifierKeyOf(name, Uint8Array.from(Buffer.from(x, "base64url")));
  const sign = async (bytes: Uint8Array) =>
    new Uint8Array(await crypto.subtle.sign("Ed25519", privateKey, Uint8Array.from(bytes)));
  return { name, keyId: key.keyId, sign, key };
}
