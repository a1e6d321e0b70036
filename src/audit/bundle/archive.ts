import { createHash } from "node:crypto";
import { canonicalBytes, type Json, sha256Hex } from "../../kernel/canonical.ts";
import { assertState } from "../../kernel/fault.ts";
import { tarEnd, tarHeader, tarPadding } from "./tar.ts";
import { type BundleFile, type ManifestEntry, paths } from "./types.ts";

/** Lines that are read from tables: how many bytes there will be, and the bytes when they are asked for. */
export type Lines = { readonly size: number; read(): AsyncIterable<Uint8Array> };

/** The files of a bundle that are too long to be held: the plant's records, and what its devices signed. */
export type LongFiles = { readonly [path: string]: Lines };

/**
 * The archive, chunk by chunk: one page of its lines is in memory. The manifest comes last, because digests
 * are taken on the way. The same files give the same bytes.
 */
export async function* archive(files: readonly BundleFile[], long: LongFiles): AsyncGenerator<Uint8Array> {
  const manifest: ManifestEntry[] = [];
  for (const { path, content } of files) {
    const lines = long[path];
    const size = content?.length ?? lines?.size;
    assertState(size !== undefined, `nobody reads ${path}`);
    yield tarHeader({ path, size });
    let sha256: string;
    if (content === null) {
      const hash = createHash("sha256");
      let length = 0;
      for await (const chunk of lines?.read() ?? []) {
        hash.update(chunk);
        length += chunk.length;
        yield chunk;
      }
      assertState(length === size, `${path} of a bundle is of another length than it was`);
      sha256 = hash.digest("hex");
    } else {
      sha256 = sha256Hex(content);
      yield content;
    }
    yield tarPadding(size);
    manifest.push({ path, size, sha256 });
  }
  const last = canonicalBytes({ files: manifest as unknown as Json, v: 1 });
  yield tarHeader({ path: paths.manifest, size: last.length });
  yield last;
  yield tarPadding(last.length);
  yield tarEnd;
}

/** SHA-256 and length of an archive that nobody keeps. */
export async function digestOf(chunks: AsyncIterable<Uint8Array>): Promise<{ sha256: Uint8Array; size: bigint }> {
  const hash = createHash("sha256");
  let size = 0;
  for await (const chunk of chunks) {
    hash.update(chunk);
    size += chunk.length;
  }
  return { sha256: hash.digest(), size: BigInt(size) };
}
