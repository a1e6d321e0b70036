import { type Checkpoint, openCheckpoint } from "../../src/proof/checkpoint.ts";
import { leafHash, rootFromLeaves } from "../../src/proof/merkle.ts";
import { parseVerifierKey } from "../../src/proof/note.ts";
import { parseEntryBundle, type Tile, tilePath, tileWidth, tileWidthIn } from "../../src/proof/tiles.ts";
import { inclusionNodes, type NodeId, pathFromNodes } from "../../src/proof/tree.ts";

/** Somebody else's view of a log: knows its key and reads nothing but checkpoint, tiles and entry bundles. */
export class LogReader {
  readonly #prefix: string;
  readonly #verifierKey: string;
  readonly #tiles = new Map<string, Uint8Array>();
  /** Every answer that was read, as text in which each byte is a character. */
  readonly answers: string[] = [];

  constructor(baseUrl: string, verifierKey: string) {
    this.#prefix = `${baseUrl}/log`;
    this.#verifierKey = verifierKey;
  }

  async checkpoint(): Promise<Checkpoint> {
    const key = parseVerifierKey(this.#verifierKey);
    if (key === undefined) throw new Error("the log's key is not a verifier key");
    const opened = await openCheckpoint(new TextDecoder().decode(await this.#read("/checkpoint")), key);
    if (!opened.ok) throw new Error(opened.reason);
    return opened.checkpoint;
  }

  /** All entries of the log of `size`, bundle by bundle. */
  async entries(size: number): Promise<Uint8Array[]> {
    const all: Uint8Array[] = [];
    for (let index = 0; all.length < size; index++) {
      const bundle = parseEntryBundle(await this.#tile(size, { level: "entries", index }));
      if (bundle === undefined || bundle.length === 0) throw new Error(`bundle ${index} does not come out even`);
      all.push(...bundle);
    }
    return all;
  }

  /** The hash of any complete subtree, from the tile that holds it or the hashes below it. */
  async node(size: number, { level, index }: NodeId): Promise<Uint8Array> {
    const [tileLevel, rest] = [Math.floor(level / 8), level % 8];
    const count = 2 ** rest;
    const first = index * count;
    const tile = await this.#tile(size, { level: tileLevel, index: Math.floor(first / tileWidth) });
    const hashes = Array.from({ length: count }, (_, i) => {
      const at = ((first + i) % tileWidth) * 32;
      return tile.subarray(at, at + 32);
    });
    return rootFromLeaves(hashes);
  }

  /** The inclusion path of a leaf, made from tiles alone. */
  async path(index: number, size: number): Promise<Uint8Array[]> {
    const groups = inclusionNodes(index, size);
    const hashes = new Map<string, Uint8Array>();
    for (const id of groups.flat()) hashes.set(`${id.level}/${id.index}`, await this.node(size, id));
    return pathFromNodes(groups, (id) => hashes.get(`${id.level}/${id.index}`));
  }

  async #tile(size: number, place: Pick<Tile, "level" | "index">): Promise<Uint8Array> {
    const path = tilePath({ ...place, width: tileWidthIn(size, place) });
    const content = this.#tiles.get(path) ?? (await this.#read(path));
    this.#tiles.set(path, content);
    return content;
  }

  async #read(path: string): Promise<Uint8Array> {
    const response = await fetch(`${this.#prefix}${path}`);
    if (response.status !== 200) throw new Error(`${path} answered ${response.status}`);
    const content = new Uint8Array(await response.arrayBuffer());
    this.answers.push(Buffer.from(content).toString("latin1"));
    return content;
  }
}

/** Root of the tree over these entries by the definition of RFC 9162. */
export const rootOfEntries = (entries: readonly Uint8Array[]): Uint8Array => rootFromLeaves(entries.map(leafHash));
