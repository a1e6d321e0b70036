import { safeIntegerFromDecimal } from "./text.ts";

/** The static read API of C2SP tlog-tiles: paths and contents. Tiles are 256 hashes wide, 8 tree levels high. */

export const tileWidth = 256;

export type Tile = {
  /** Level 0-63 of hash tiles, or "entries" for bundles of log entries. */
  readonly level: number | "entries";
  /** Position of the tile in its level. */
  readonly index: number;
  /** Hashes or entries it holds: 1-256; less than 256 is a partial tile. */
  readonly width: number;
};

/** `/tile/<L>/<N>[.p/<W>]` or `/tile/entries/<N>[.p/<W>]`. */
export function tilePath({ level, index, width }: Tile): string {
  let path = lastThreeDigits(index);
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    path = `x${lastThreeDigits(rest)}/${path}`;
  }
  return `/tile/${level}/${path}${width === tileWidth ? "" : `.p/${width}`}`;
}

const pathPattern = /^\/tile\/(entries|[0-9]{1,2})\/((?:x[0-9]{3}\/){0,5}[0-9]{3})(?:\.p\/([0-9]{1,3}))?$/;

/** Undefined unless the path is the one canonical path of a tile. */
export function parseTilePath(path: string): Tile | undefined {
  const match = pathPattern.exec(path);
  if (match === null) return undefined;
  const [, levelText = "", indexText = "", widthText] = match;
  const level = levelText === "entries" ? levelText : safeIntegerFromDecimal(levelText);
  const index = Number(indexText.replaceAll(/[x/]/g, ""));
  const width = widthText === undefined ? tileWidth : safeIntegerFromDecimal(widthText);
  if (level === undefined || width === undefined || width < 1 || !Number.isSafeInteger(index)) return undefined;
  if (level !== "entries" && level > 63) return undefined;
  const tile: Tile = { level, index, width };
  return tilePath(tile) === path ? tile : undefined;
}

/** The tree nodes a tile holds: `count` complete subtrees of `level`, from index `first` on. */
export function tileNodes(tile: Tile): { readonly level: number; readonly first: number; readonly count: number } {
  const level = tile.level === "entries" ? 0 : 8 * tile.level;
  return { level, first: tile.index * tileWidth, count: tile.width };
}

/** How many hashes (or entries) the tile at this place has in a tree of `size` leaves: 0 (no such tile) to 256. */
export function tileWidthIn(size: number, { level, index }: Pick<Tile, "level" | "index">): number {
  let available = size;
  for (let below = level === "entries" ? 0 : level; below > 0 && available > 0; below -= 1) {
    available = Math.floor(available / tileWidth);
  }
  return Math.max(0, Math.min(tileWidth, available - index * tileWidth));
}

/** A tile's bytes: its 32-byte hashes one after the other. */
export function tileBytes(hashes: readonly Uint8Array[]): Uint8Array {
  return concatenate(hashes);
}

/** An entry bundle's bytes: each entry behind its length as big-endian uint16. Here an entry is a commitment. */
export function entryBundleBytes(entries: readonly Uint8Array[]): Uint8Array {
  return concatenate(entries.flatMap((entry) => [Uint8Array.of(entry.length >> 8, entry.length & 255), entry]));
}

/** The entries of a bundle; undefined when its bytes do not come out even. */
export function parseEntryBundle(bytes: Uint8Array): Uint8Array[] | undefined {
  const entries: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length) {
    const [high, low] = [bytes[at], bytes[at + 1]];
    if (high === undefined || low === undefined) return undefined;
    const end = at + 2 + high * 256 + low;
    if (end > bytes.length) return undefined;
    entries.push(bytes.slice(at + 2, end));
    at = end;
  }
  return entries;
}

function lastThreeDigits(value: number): string {
  return String(value % 1000).padStart(3, "0");
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
