/** Numbers as bytes, seven bits each, small ones first: LEB128, with zigzag for signed ones. */

export class ByteWriter {
  readonly #pieces: Uint8Array[] = [];
  #bytes: number[] = [];

  /** @param value a non-negative integer below 2^64 */
  unsigned(value: bigint): void {
    let rest = value;
    while (rest > 0x7fn) {
      this.#bytes.push(Number(rest & 0x7fn) | 0x80);
      rest >>= 7n;
    }
    this.#bytes.push(Number(rest));
  }

  count(value: number): void {
    this.unsigned(BigInt(value));
  }

  text(value: string): void {
    this.block(new TextEncoder().encode(value));
  }

  /** Bytes behind their length. */
  block(bytes: Uint8Array): void {
    this.count(bytes.length);
    this.#flush();
    this.#pieces.push(bytes);
  }

  done(): Uint8Array {
    this.#flush();
    return Buffer.concat(this.#pieces);
  }

  #flush(): void {
    if (this.#bytes.length > 0) this.#pieces.push(Uint8Array.from(this.#bytes));
    this.#bytes = [];
  }
}

export class ByteReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  unsigned(): bigint {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined || shift > 63n) throw new Error("a packed segment ends in the middle of a number");
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  }

  /** @throws for more than `most`: a length is never believed before it is weighed */
  count(most: number): number {
    const value = this.unsigned();
    if (value > BigInt(most)) throw new Error(`a packed segment names a count of ${value}, more than ${most}`);
    return Number(value);
  }

  text(): string {
    return new TextDecoder("utf-8", { fatal: true }).decode(this.block());
  }

  block(): Uint8Array {
    const length = this.count(this.#bytes.length - this.#at);
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  /** @throws unless all was read */
  end(): void {
    if (this.#at !== this.#bytes.length) throw new Error("a packed segment goes on behind its end");
  }
}

/** Signed integers as unsigned ones, near zero first: 0, -1, 1, -2, ... */
export const zigzag = (value: bigint): bigint => (value >= 0n ? value << 1n : -(value << 1n) - 1n);
export const unzigzag = (value: bigint): bigint => (value & 1n ? -((value + 1n) >> 1n) : value >> 1n);
