/**
 * Byte strings of many rows as one binary parameter: in an array they would travel as hex text, twice as long and
 * escaped. A statement cuts them out again with `substr(bytes, start, length)`.
 */
export type Packed = {
  readonly bytes: Buffer;
  /** Of each row, counted from 1 as SQL does. */
  readonly starts: readonly number[];
  readonly lengths: readonly number[];
};

export function packed(rows: readonly Uint8Array[]): Packed {
  const starts: number[] = [];
  const lengths: number[] = [];
  let end = 0;
  for (const { length } of rows) {
    starts.push(end + 1);
    lengths.push(length);
    end += length;
  }
  return { bytes: Buffer.concat(rows, end), starts, lengths };
}
