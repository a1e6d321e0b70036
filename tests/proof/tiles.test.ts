import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sha256Hex } from "../../src/kernel/canonical.ts";
import { leafHash } from "../../src/proof/merkle.ts";
import {
  entryBundleBytes,
  parseEntryBundle,
  parseTilePath,
  type Tile,
  tileBytes,
  tileNodes,
  tilePath,
  tileWidthIn,
} from "../../src/proof/tiles.ts";
import { lookupIn } from "../../src/proof/tree.ts";
import { largeEntry, StoredLog, vectors } from "./fixtures.ts";

type PathVector = { level: number; index: number; width: number; path: string };
const known = vectors<{ size: number; tiles: (PathVector & { bytes: number; sha256: string })[]; paths: PathVector[] }>(
  "tiles.json",
);

describe("tiles", () => {
  test("have the paths of the independent library", () => {
    for (const { path, level, index, width } of [...known.tiles, ...known.paths]) {
      expect(tilePath({ level, index, width })).toBe(path);
      expect(parseTilePath(path)).toEqual({ level, index, width });
    }
    expect(tilePath({ level: "entries", index: 1234067, width: 256 })).toBe("/tile/entries/x001/x234/067");
    expect(parseTilePath("/tile/entries/273.p/112")).toEqual({ level: "entries", index: 273, width: 112 });
  });

  test("hold the bytes of the independent library", () => {
    const log = new StoredLog();
    log.append(Array.from({ length: known.size }, (_, i) => largeEntry(i)));
    const lookup = lookupIn(log.nodes);
    for (const { level, index, width, bytes, sha256 } of known.tiles) {
      const { first, count, level: nodeLevel } = tileNodes({ level, index, width });
      const hashes = Array.from({ length: count }, (_, i) => lookup({ level: nodeLevel, index: first + i }));
      const content = tileBytes(hashes.filter((hash) => hash !== undefined));
      expect([content.length, sha256Hex(content)]).toEqual([bytes, sha256]);
    }
  });

  test("are as wide as the tree makes them", () => {
    const widths = (size: number, level: Tile["level"], ...indexes: number[]) =>
      indexes.map((index) => tileWidthIn(size, { level, index }));
    expect(widths(70_000, 0, 0, 272, 273, 274)).toEqual([256, 256, 112, 0]);
    expect(widths(70_000, "entries", 273)).toEqual([112]);
    expect(widths(70_000, 1, 0, 1, 2)).toEqual([256, 17, 0]);
    expect(widths(70_000, 2, 0, 1)).toEqual([1, 0]);
    expect(widths(256, 0, 0)).toEqual([256]);
    expect(widths(256, 1, 0)).toEqual([1]);
    expect(widths(255, 1, 0)).toEqual([0]);
    expect(widths(0, 0, 0)).toEqual([0]);
    expect(widths(2 ** 52, 63, 0)).toEqual([0]);
    expect(widths(2 ** 40 + 5, 0, 2 ** 32)).toEqual([5]);
  });

  test("survive the way into a path and back", () => {
    const level = fc.oneof(fc.constant("entries" as const), fc.nat(63));
    const index = fc.oneof(fc.nat(3000), fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }));
    fc.assert(
      fc.property(level, index, fc.integer({ min: 1, max: 256 }), (level, index, width) => {
        expect(parseTilePath(tilePath({ level, index, width }))).toEqual({ level, index, width });
      }),
    );
  });

  test.each([
    "tile/0/000",
    "/tile/0/0",
    "/tile/00/000",
    "/tile/64/000",
    "/tile/0/x000/001",
    "/tile/0/001/002",
    "/tile/0/x001/x002",
    "/tile/0/000.p/0",
    "/tile/0/000.p/256",
    "/tile/0/000.p/01",
    "/tile/0/000.p/",
    "/tile/-1/000",
    "/tile/0/x999/x999/x999/x999/x999/999",
    "/tile/0/000/",
    "/tile/0/000\n",
    "/tile/entry/000",
    "",
  ])("are not found under the path %j", (path) => {
    expect(parseTilePath(path)).toBeUndefined();
  });
});

describe("entry bundles", () => {
  test("hold length-prefixed entries and give them back", () => {
    const entries = [largeEntry(0), new Uint8Array(0), new Uint8Array(300).fill(1)];
    const bytes = entryBundleBytes(entries);
    expect([...bytes.slice(0, 2), ...bytes.slice(34, 38)]).toEqual([0, 32, 0, 0, 1, 44]);
    expect(parseEntryBundle(bytes)).toEqual(entries);
    expect(parseEntryBundle(new Uint8Array(0))).toEqual([]);
  });

  test("cut short anywhere inside an entry are refused", () => {
    const bytes = entryBundleBytes([largeEntry(0)]);
    for (let length = 1; length < bytes.length; length++) {
      expect(parseEntryBundle(bytes.slice(0, length))).toBeUndefined();
    }
  });

  test("hash to the level-0 tile they stand beside", () => {
    const entries = [largeEntry(0), largeEntry(1), largeEntry(2)];
    const log = new StoredLog();
    log.append(entries);
    const tile = tileBytes(log.nodes.filter(({ level }) => level === 0).map(({ hash }) => hash));
    const bundle = parseEntryBundle(entryBundleBytes(entries)) ?? [];
    expect(tileBytes(bundle.map(leafHash))).toEqual(tile);
  });
});
