import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { z } from "zod";
import { bytesToHex, canonicalText, type Json } from "../../kernel/canonical.ts";
import { sameBytes } from "../../proof/text.ts";
import { BrokenLink } from "../findings.ts";
import { readTarHeader, tarHeader, tarPadding } from "./tar.ts";
import { type ManifestEntry, paths } from "./types.ts";

const block = 512;
const chunkBytes = 1_048_576;
/** Larger than any file of a bundle but the records, which are streamed. */
const largestWhole = 268_435_456;

/** A bundle whose archive and manifest hold. */
export type OpenedBundle = {
  /** SHA-256 of the whole file, hex. */
  readonly sha256: string;
  readonly bytes: number;
  readonly paths: readonly string[];
  has(path: string): boolean;
  /** @throws {BrokenLink} when there is no such file */
  read(path: string): Promise<Uint8Array>;
  stream(path: string): AsyncIterable<Uint8Array>;
};

type Place = ManifestEntry & { readonly start: number };

const manifestSchema = z.strictObject({
  v: z.literal(1),
  files: z.array(
    z.strictObject({ path: z.string(), size: z.int().min(0), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  ),
});

/**
 * Reads an archive once from end to end: every header is the one that its path and size give, nothing stands
 * between files, and each file is what the manifest says. @throws {BrokenLink} naming the file
 */
export async function openBundleFile(file: string): Promise<OpenedBundle> {
  const handle = await open(file);
  let read: { places: Place[]; sha256: string; bytes: number };
  try {
    read = await readPlaces(handle);
  } finally {
    await handle.close();
  }
  const places = new Map(read.places.map((place) => [place.path, place]));
  const place = (path: string): Place => {
    const found = places.get(path);
    if (found === undefined) throw new BrokenLink("archive", `the bundle holds no ${path}`);
    return found;
  };
  const stream = (path: string): AsyncIterable<Uint8Array> => {
    const { start, size } = place(path);
    return size === 0 ? (async function* () {})() : createReadStream(file, { start, end: start + size - 1 });
  };
  const whole = async (path: string): Promise<Uint8Array> => {
    if (place(path).size > largestWhole) throw new BrokenLink("archive", `${path} is larger than any such file`);
    const chunks: Uint8Array[] = [];
    for await (const chunk of stream(path)) chunks.push(chunk);
    return Buffer.concat(chunks);
  };
  checkManifest(read.places, await whole(paths.manifest));
  const { sha256, bytes } = read;
  return { sha256, bytes, paths: [...places.keys()], has: (path) => places.has(path), read: whole, stream };
}

async function readPlaces(handle: FileHandle): Promise<{ places: Place[]; sha256: string; bytes: number }> {
  const source = new Source(handle);
  const places: Place[] = [];
  const after = () => (places.length === 0 ? "at its beginning" : `after ${places.at(-1)?.path}`);
  for (;;) {
    const header = await source.take(block, () => `it ends ${after()}`);
    if (header.every((byte) => byte === 0)) break;
    const entry = readTarHeader(header);
    if (entry === undefined) throw new BrokenLink("archive", `the header ${after()} is of no file: it was changed`);
    if (!sameBytes(tarHeader(entry), header)) {
      throw new BrokenLink(
        "archive",
        `the header of ${entry.path} (${after()}) is not the one of its path and size: it was changed`,
      );
    }
    if (places.some(({ path }) => path === entry.path)) throw new BrokenLink("archive", `${entry.path} is there twice`);
    const start = source.at;
    const hash = createHash("sha256");
    for (let left = entry.size; left > 0; ) {
      const chunk = await source.take(Math.min(left, chunkBytes), () => `it ends within ${entry.path}`);
      hash.update(chunk);
      left -= chunk.length;
    }
    const padding = await source.take(tarPadding(entry.size).length, () => `it ends within ${entry.path}`);
    if (padding.some((byte) => byte !== 0)) {
      throw new BrokenLink("archive", `what fills up the last block of ${entry.path} was changed: it must be zero`);
    }
    places.push({ ...entry, sha256: hash.digest("hex"), start });
  }
  const end = await source.take(block, () => "its end is missing");
  if (end.some((byte) => byte !== 0) || !(await source.isAtEnd())) {
    throw new BrokenLink(
      "archive",
      `the end of the archive ${after()} was changed: two blocks of zeros and nothing more`,
    );
  }
  return { places, sha256: source.sha256(), bytes: source.at };
}

/** A file read in order, hashed on the way. */
class Source {
  readonly #handle: FileHandle;
  readonly #hash = createHash("sha256");
  at = 0;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  async take(length: number, broken: () => string): Promise<Buffer> {
    const bytes = Buffer.alloc(length);
    let filled = 0;
    while (filled < length) {
      const { bytesRead } = await this.#handle.read(bytes, filled, length - filled, this.at + filled);
      if (bytesRead === 0) throw new BrokenLink("archive", `the archive is not whole: ${broken()}`);
      filled += bytesRead;
    }
    this.at += length;
    this.#hash.update(bytes);
    return bytes;
  }

  async isAtEnd(): Promise<boolean> {
    return (await this.#handle.read(Buffer.alloc(1), 0, 1, this.at)).bytesRead === 0;
  }

  sha256(): string {
    return bytesToHex(this.#hash.digest());
  }
}

function checkManifest(places: readonly Place[], bytes: Uint8Array): void {
  const broken = (detail: string) => new BrokenLink("manifest", `${paths.manifest}: ${detail}`);
  const text = new TextDecoder().decode(bytes);
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
    if (canonicalText(value) !== text) throw new SyntaxError("not canonical");
  } catch {
    throw broken("it is not canonical JSON: it was changed");
  }
  const read = manifestSchema.safeParse(value);
  if (!read.success) throw broken(`it is not in its form, first at ${read.error.issues[0]?.path.join(".")}`);
  const listed = read.data.files;
  const there = places.filter(({ path }) => path !== paths.manifest);
  if (places.at(-1)?.path !== paths.manifest) throw broken("it is not the last file");
  for (const [i, { path, size, sha256 }] of there.entries()) {
    const said = listed[i];
    if (said?.path !== path) throw broken(`it names ${said?.path ?? "nothing"} where the archive holds ${path}`);
    if (said.size !== size || said.sha256 !== sha256) {
      const detail = `${path} has ${size} bytes with SHA-256 ${sha256}, ${paths.manifest} says ${said.size} with ${said.sha256}: one of the two was changed`;
      throw new BrokenLink("manifest", detail);
    }
  }
  if (listed.length > there.length) throw broken(`it names ${listed[there.length]?.path}, which is not in the archive`);
}
