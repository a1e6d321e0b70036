import { sameBytes } from "../proof/text.ts";

const hashBytes = 32;

/** A list of 32-byte hashes in one block of memory: 32 bytes each, however many. */
export class HashList {
  #bytes = new Uint8Array(hashBytes * 1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** @returns the position it got. */
  push(hash: Uint8Array): number {
    const at = this.#length * hashBytes;
    if (at === this.#bytes.length) {
      const larger = new Uint8Array(this.#bytes.length * 2);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes.set(hash, at);
    return this.#length++;
  }

  at(position: number): Uint8Array {
    return this.#bytes.subarray(position * hashBytes, (position + 1) * hashBytes);
  }
}

/**
 * Commitments that can be looked up: about 45 bytes each, so that a plant of millions of records fits. A
 * commitment is a SHA-256 value, so its first bytes serve as the hash of the table.
 */
export class CommitmentTable {
  readonly list = new HashList();
  /** Open addressing; 0 is free, else position + 1. */
  #slots = new Uint32Array(4096);

  /** @returns the position, or -1 when the same commitment is there already. */
  add(commitment: Uint8Array): number {
    if (this.list.length * 2 >= this.#slots.length) this.#grow();
    const slot = this.#slotOf(commitment);
    if (this.#slots[slot] !== 0) return -1;
    const position = this.list.push(commitment);
    this.#slots[slot] = position + 1;
    return position;
  }

  /** The position, or -1. */
  find(commitment: Uint8Array): number {
    return (this.#slots[this.#slotOf(commitment)] ?? 0) - 1;
  }

  #slotOf(commitment: Uint8Array): number {
    const mask = this.#slots.length - 1;
    let slot = new DataView(commitment.buffer, commitment.byteOffset).getUint32(0) & mask;
    for (;;) {
      const held = this.#slots[slot] ?? 0;
      if (held === 0 || sameBytes(this.list.at(held - 1), commitment)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #grow(): void {
    this.#slots = new Uint32Array(this.#slots.length * 2);
    for (let position = 0; position < this.list.length; position++) {
      this.#slots[this.#slotOf(this.list.at(position))] = position + 1;
    }
  }
}
