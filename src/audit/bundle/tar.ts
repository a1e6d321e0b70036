/**
 * POSIX ustar archives (IEEE Std 1003.1, pax, "ustar Interchange Format") with fixed headers: mode 0644, owner
 * 0, time 0, no names of users. Written here and not by a library, because the auditor makes every header again
 * from path and size and compares it byte for byte: what a library writes may change with its next version.
 */

const block = 512;
const longestPath = 100;
const largestFile = 8 ** 11 - 1;

export type TarEntry = { readonly path: string; readonly size: number };

/** The header of a regular file. @throws RangeError for a path or size that these headers cannot hold */
export function tarHeader({ path, size }: TarEntry): Uint8Array {
  if (!/^[\x21-\x7e]+$/.test(path) || path.length > longestPath) throw new RangeError(`no path of a bundle: ${path}`);
  if (!Number.isSafeInteger(size) || size < 0 || size > largestFile) throw new RangeError(`no size of a file: ${size}`);
  const header = Buffer.alloc(block);
  header.write(path, 0, "latin1");
  header.write("0000644\0", 100, "latin1");
  header.write("0000000\0", 108, "latin1");
  header.write("0000000\0", 116, "latin1");
  header.write(`${size.toString(8).padStart(11, "0")}\0`, 124, "latin1");
  header.write("00000000000\0", 136, "latin1");
  header.write("        ", 148, "latin1");
  header.write("0", 156, "latin1");
  header.write("ustar\x0000", 257, "latin1");
  const sum = header.reduce((all, byte) => all + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return header;
}

/** Zero bytes that follow a file's content. */
export function tarPadding(size: number): Uint8Array {
  return new Uint8Array((block - (size % block)) % block);
}

/** Two empty blocks. */
export const tarEnd: Uint8Array = new Uint8Array(2 * block);

/** What stands in a header block, as far as it has to be read to make it again; undefined: no header of a file. */
export function readTarHeader(bytes: Uint8Array): TarEntry | undefined {
  const text = Buffer.from(bytes).toString("latin1");
  const path = text.slice(0, longestPath).replace(/\0+$/, "");
  const size = text.slice(124, 135);
  if (!/^[\x21-\x7e]+$/.test(path) || !/^[0-7]{11}$/.test(size)) return undefined;
  return { path, size: Number.parseInt(size, 8) };
}
