import { createReadStream } from "node:fs";
import { parseEntryBundle, tilePath, tileWidth, tileWidthIn } from "../../proof/tiles.ts";
import { BrokenLink } from "../findings.ts";
import { get } from "./http.ts";

/**
 * All entries of a log of `size` leaves from a C2SP tlog-tiles server, bundle by bundle. Where the last,
 * partial bundle is gone because the log has grown, the full one serves.
 *
 * @throws {SourceUnavailable}
 */
export async function* entriesFromTiles(tilesUrl: string, size: number): AsyncGenerator<Uint8Array> {
  const base = tilesUrl.replace(/\/+$/, "");
  for (let index = 0; ; index++) {
    const width = tileWidthIn(size, { level: "entries", index });
    if (width === 0) return;
    const url = base + tilePath({ level: "entries", index, width });
    let response = await get(url, { also: width < tileWidth ? [404] : [] });
    if (response.status === 404) response = await get(base + tilePath({ level: "entries", index, width: tileWidth }));
    const entries = parseEntryBundle(response.bytes);
    if (entries === undefined || entries.length < width) {
      throw new BrokenLink("entries", `${url} does not hold ${width} whole entries`);
    }
    yield* entries.slice(0, width);
  }
}

/** Entries from a saved file: one entry bundle as long as the log. @throws {BrokenLink} when it ends within an entry. */
export async function* entriesFromFile(file: string): AsyncGenerator<Uint8Array> {
  let held: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    held = Buffer.concat([held, chunk]);
    let at = 0;
    while (at + 2 <= held.length && at + 2 + held.readUInt16BE(at) <= held.length) {
      const end = at + 2 + held.readUInt16BE(at);
      yield held.subarray(at + 2, end);
      at = end;
    }
    held = held.subarray(at);
  }
  if (held.length > 0) throw new BrokenLink("entries", `${file} ends within an entry`);
}
