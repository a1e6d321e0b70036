import { brotliCompressSync, brotliDecompressSync, constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { type ByteReader, type ByteWriter, unzigzag, zigzag } from "./bytes.ts";

/**
 * One column of a segment: integers, as they are, as their differences, or as the differences of those, whichever is
 * shortest; then byte by byte of their weight, all lowest bytes first, so that the compressor meets like beside like.
 */

/** How often differences are taken. */
const orders = [0, 1, 2] as const;

const packers = {
  plain: { pack: (bytes: Uint8Array): Uint8Array => bytes, unpack: (bytes: Uint8Array): Uint8Array => bytes },
  zstd: {
    pack: (bytes: Uint8Array) => zstdCompressSync(bytes, { params: { [constants.ZSTD_c_compressionLevel]: 19 } }),
    unpack: (bytes: Uint8Array, most: number) => zstdDecompressSync(bytes, { maxOutputLength: most }),
  },
  brotli: {
    pack: (bytes: Uint8Array) =>
      brotliCompressSync(bytes, {
        params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_LGWIN]: 18 },
      }),
    unpack: (bytes: Uint8Array, most: number) => brotliDecompressSync(bytes, { maxOutputLength: most }),
  },
} as const;
const packerNames = ["plain", "zstd", "brotli"] as const;

export function writeIntegers(to: ByteWriter, values: readonly bigint[]): void {
  const forms = orders.map((order) => ({ order, ...planes(differences(values, order).map(zigzag)) }));
  const { order, width, bytes } = shortest(forms, ({ bytes }) => zstdCompressSync(bytes).length);
  const contents = packerNames.map((name, packer) => ({ packer, content: packers[name].pack(bytes) }));
  const { packer, content } = shortest(contents, (one) => one.content.length);
  to.count(order);
  to.count(width);
  to.count(packer);
  to.block(content);
}

/** The first of the shortest. */
function shortest<T>(forms: readonly T[], length: (form: T) => number): T {
  const lengths = forms.map(length);
  return forms[lengths.indexOf(Math.min(...lengths))] as T;
}

/** @throws if the bytes are not a column of so many integers */
export function readIntegers(from: ByteReader, count: number): bigint[] {
  const order = from.count(orders.length - 1);
  const width = from.count(10);
  const packer = packers[packerNames[from.count(packerNames.length - 1)] as keyof typeof packers];
  const bytes = packer.unpack(from.block(), Math.max(1, count * width));
  if (bytes.length !== count * width) throw new Error("a packed column is not as long as its segment");
  let values = unplanes(bytes, count, width).map(unzigzag);
  for (let i = 0; i < order; i++) values = sums(values);
  return values;
}

function differences(values: readonly bigint[], order: number): bigint[] {
  let found = [...values];
  for (let i = 0; i < order; i++) found = found.map((value, at) => value - (found[at - 1] ?? 0n));
  return found;
}

function sums(values: readonly bigint[]): bigint[] {
  let sum = 0n;
  return values.map((value) => {
    sum += value;
    return sum;
  });
}

function planes(values: readonly bigint[]): { width: number; bytes: Uint8Array } {
  const greatest = values.reduce((a, b) => (b > a ? b : a), 0n);
  let width = 0;
  while (greatest >> BigInt(8 * width) > 0n) width++;
  const bytes = new Uint8Array(values.length * width);
  for (const [i, value] of values.entries()) {
    let rest = value;
    for (let plane = 0; plane < width; plane++) {
      bytes[plane * values.length + i] = Number(rest & 0xffn);
      rest >>= 8n;
    }
  }
  return { width, bytes };
}

function unplanes(bytes: Uint8Array, count: number, width: number): bigint[] {
  return Array.from({ length: count }, (_, i) => {
    let value = 0n;
    for (let plane = width - 1; plane >= 0; plane--) value = (value << 8n) | BigInt(bytes[plane * count + i] as number);
    return value;
  });
}
